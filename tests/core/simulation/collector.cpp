// See collector.h.
#include "collector.h"

#include <string>

namespace gopark::simulation {

namespace {

// An item stands for so many words, and a worker with more than so many items shares them.
constexpr uint64_t kItemWords = 256;
constexpr size_t kShareItems = 6;

}  // namespace

void Collector::lookForUsers() {
  for (const G* gp : world_->machine->allgs) {
    if (!gp->system && readgstatus(gp) == _Grunning) {
      world_->fail("G" + std::to_string(gp->goid.load()) + " runs while the collector marks");
    }
  }
}

uint32_t Collector::begin(uint32_t workers, bool parallel) {
  parallel_ = parallel;
  if (!shared_.empty()) world_->fail("a collection begins and the last one has not ended");
  local_.assign(workers, {});
  // Trees of different sizes, from one item to a few hundred.
  const uint32_t generations = cycles_++ * 5 % 9;
  const uint32_t trees = 1 + cycles_ % 3;
  for (uint32_t i = 0; i < trees; i++) shared_.push_back(generations);
  expected_ = trees * ((uint64_t{2} << generations) - 1);
  seen_ = 0;
  return 64;
}

bool Collector::mark(uint32_t number, uint64_t words) {
  lookForUsers();
  std::vector<uint32_t>& own = local_[number];
  for (uint64_t done = 0; done < words; done += kItemWords) {
    if (own.empty()) {
      if (shared_.empty()) return false;
      own.push_back(shared_.front());
      shared_.pop_front();
    }
    const uint32_t generations = own.back();
    own.pop_back();
    seen_++;
    world_->machine->host->spend(Cost::kGcPerKiB, 2);
    if (generations > 0) own.insert(own.end(), 2, generations - 1);
    if (own.size() > kShareItems) {
      shared_.insert(shared_.end(), own.begin(), own.begin() + kShareItems / 2);
      own.erase(own.begin(), own.begin() + kShareItems / 2);
    }
  }
  return true;
}

void Collector::dispose(uint32_t number) {
  std::vector<uint32_t>& own = local_[number];
  shared_.insert(shared_.end(), own.begin(), own.end());
  own.clear();
}

GcWork::Result Collector::finish() {
  lookForUsers();
  if (seen_ != expected_ || !shared_.empty()) {
    world_->fail("a collection ended with " + std::to_string(seen_) + " of " +
                 std::to_string(expected_) + " items marked");
  }
  for (const auto& own : local_) {
    if (!own.empty()) world_->fail("a collection ended and a worker holds items");
  }
  return {};
}

}  // namespace gopark::simulation
