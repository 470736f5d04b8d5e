// Collector: the marking half of a collection without a heap. There is a tree of items, each of
// which leads to two more; at the end all must have been looked at, once. Whatever the workers do
// meanwhile, no goroutine of the program may run.
#pragma once

#include <deque>
#include <vector>

#include "runtime/mgc.h"
#include "world.h"

namespace gopark::simulation {

class Collector : public GcWork {
 public:
  explicit Collector(World* world) : world_(world) {}

  bool due() override { return false; }
  uint32_t begin(uint32_t workers, bool parallel) override;
  bool mark(uint32_t number, uint64_t words) override;
  void dispose(uint32_t number) override;
  bool available() override { return !shared_.empty(); }
  Result finish() override;

 private:
  void lookForUsers();

  World* const world_;
  bool parallel_ = false;
  std::deque<uint32_t> shared_;               // Items by how many generations follow.
  std::vector<std::vector<uint32_t>> local_;  // By worker.
  uint64_t expected_ = 0;
  uint64_t seen_ = 0;
  uint32_t cycles_ = 0;
};

}  // namespace gopark::simulation
