// The state that seeded sequences of math/rand start from.
#pragma once

#include <cstdint>

namespace gopark::lib {

inline constexpr int kRandLength = 607;

// kRandTable is combined with a seed's own numbers. tools/rand_table.py says what it is.
extern const uint64_t kRandTable[kRandLength];

}  // namespace gopark::lib
