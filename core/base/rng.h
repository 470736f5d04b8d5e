// Rng: the small random number generator of an M or a test (SplitMix64). Seeds come from
// Host::random(), so a controlled run draws the same numbers everywhere; nothing here asks the
// machine for entropy. Go's counterpart is cheaprand of rand.go.
//
// Differs: Go's cheaprand is wyrand on 64-bit machines and xorshift64+ elsewhere; SplitMix64 has
// the same cost (an add and two multiplications), one word of state, and no bad seeds.
#pragma once

#include <cstdint>

namespace gopark {

class Rng {
 public:
  explicit constexpr Rng(uint64_t seed = 0) : state_(seed) {}

  // next() is the next 64 random bits.
  constexpr uint64_t next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // next32() is the next 32 random bits.
  constexpr uint32_t next32() { return static_cast<uint32_t>(next() >> 32); }

  // below() is a number in [0, n), n > 0, by multiplication: the bias is at most n / 2^32.
  constexpr uint32_t below(uint32_t n) {
    return static_cast<uint32_t>((static_cast<uint64_t>(next32()) * n) >> 32);
  }

 private:
  uint64_t state_;
};

}  // namespace gopark
