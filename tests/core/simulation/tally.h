// Tally: what is counted over many runs.
#pragma once

#include <cstdint>
#include <string>

namespace gopark::simulation {

struct Tally {
  // Selects of goroutines that found k cases ready, and which of these they took.
  static constexpr int kReadyMax = 5;
  uint64_t taken[kReadyMax][kReadyMax] = {};
  uint64_t runs = 0, ended = 0, deadlocks = 0, endless = 0;
  uint64_t goroutines = 0, events = 0, turns = 0, turnsMax = 0;
  int64_t virtualNs = 0, virtualNsMax = 0;
  uint64_t hash = 0;  // Of all events.

  void add(const Tally& other);

  // unfair() says which choice of selects is not by chance, "" if none: a chi-square test that
  // chance alone fails once in a million.
  std::string unfair() const;

  std::string text() const;
};

}  // namespace gopark::simulation
