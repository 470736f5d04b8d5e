// See chooser.h.
#include "host/sim/chooser.h"

#include <algorithm>
#include <utility>

namespace gopark {

namespace {

// Two streams of one seed: what a program draws must not shift what the scheduler draws.
constexpr uint64_t kEntropySalt = 0x5bd1e995cafef00du;

}  // namespace

Chooser::Chooser(uint64_t seed, std::vector<Override> overrides)
    : choices_(seed), entropy_(seed ^ kEntropySalt), ring_(kRemembered) {
  setOverrides(std::move(overrides));
}

void Chooser::setOverrides(std::vector<Override> overrides) {
  overrides_ = std::move(overrides);
  std::stable_sort(overrides_.begin(), overrides_.end(),
                   [](const Override& a, const Override& b) { return a.decision < b.decision; });
  nextOverride_ = 0;
  while (nextOverride_ < overrides_.size() && overrides_[nextOverride_].decision < count_) {
    nextOverride_++;
  }
}

uint32_t Chooser::choose(Decision* decision) {
  if (decision->n <= 1) return 0;
  // The seed's answer is drawn even where it is overridden, so that the later ones stay the same.
  uint32_t answer = choices_.below(decision->n);
  if (nextOverride_ < overrides_.size() && overrides_[nextOverride_].decision == count_) {
    answer = overrides_[nextOverride_].alternative % decision->n;
    decision->overridden = true;
    while (nextOverride_ < overrides_.size() && overrides_[nextOverride_].decision == count_) {
      nextOverride_++;
    }
  }
  decision->index = count_++;
  decision->chosen = answer;
  ring_[decision->index % kRemembered] = *decision;
  return answer;
}

uint64_t Chooser::random() {
  return entropy_.next();
}

const Decision* Chooser::find(uint64_t index) const {
  if (index >= count_ || index + kRemembered < count_) return nullptr;
  return &ring_[index % kRemembered];
}

}  // namespace gopark
