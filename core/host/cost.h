// Cost: what the simulated machine's time is spent on. The table is costs.def.
#pragma once

#include <cstdint>

namespace gopark {

enum class Cost : uint8_t {
#define GOPARK_COST(name, ns, what, source) k##name,
#include "host/costs.def"
#undef GOPARK_COST
  kCount,
};

// Costs is the table as a run uses it: nanoseconds by Cost, at first the defaults.
struct Costs {
  int64_t ns[static_cast<int>(Cost::kCount)] = {
#define GOPARK_COST(name, ns, what, source) ns,
#include "host/costs.def"
#undef GOPARK_COST
  };
  int64_t operator[](Cost cost) const {
    return ns[static_cast<int>(cost)];
  }
  int64_t& operator[](Cost cost) {
    return ns[static_cast<int>(cost)];
  }
};

// CostInfo describes one row, for people.
struct CostInfo {
  const char* name;  // As in costs.def.
  int64_t defaultNs;
  const char* what;
  const char* source;
};

// costInfo() is the row of a cost.
const CostInfo& costInfo(Cost cost);

}  // namespace gopark
