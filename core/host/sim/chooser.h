// Chooser: answers every question that chance would answer, from a seed, with overrides, and keeps
// the latest answers for whoever wants to show or change them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "host/sim/sim_options.h"

namespace gopark {

class Chooser {
 public:
  // How many of the latest decisions are remembered.
  static constexpr size_t kRemembered = 4096;

  Chooser(uint64_t seed, std::vector<Override> overrides);

  // choose() answers `decision`, which is filled in but for its number and its answer, and
  // remembers it. A question with one alternative is no decision and gets no number.
  uint32_t choose(Decision* decision);

  // random() is 64 bits of the seed for what is no decision.
  uint64_t random();

  // decisions() is how many have been taken, and so the next one's number.
  uint64_t decisions() const { return count_; }

  // find() is a remembered decision, or null when it is too long ago or yet to come.
  const Decision* find(uint64_t index) const;

  // setOverrides() replaces the answers of decisions yet to come. Those before are history.
  void setOverrides(std::vector<Override> overrides);

 private:
  Rng choices_;
  Rng entropy_;
  std::vector<Override> overrides_;
  size_t nextOverride_ = 0;
  uint64_t count_ = 0;
  std::vector<Decision> ring_;
};

}  // namespace gopark
