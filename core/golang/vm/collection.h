// Collection: the marking half of a garbage collection. Its roots are jobs that the workers claim
// by number, first the roots that are no goroutine's, then the goroutines' stacks in the order of
// their making; behind them come the objects they lead to (marker.h). The scheduling half is
// runtime/mgc.h.
// Go's counterparts: gcMarkRootPrepare, markroot and gcDrain of mgcmark.go.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "golang/vm/collector.h"
#include "runtime/mgc.h"

namespace gopark::vm {

class Vm;

class Collection : public GcWork {
 public:
  explicit Collection(Vm* vm) : vm_(vm) {}

  bool due() override;
  uint32_t begin(uint32_t workers, bool parallel) override;
  bool mark(uint32_t number, uint64_t words) override;
  void dispose(uint32_t number) override;
  bool available() override;
  Result finish() override;

 private:
  // Worker is one worker's part; on cache lines of its own.
  struct alignas(64) Worker {
    Worker(Heap* heap, MarkQueue* queue, bool parallel) : marker(heap, queue, parallel) {}
    Marker marker;
    uint64_t unpaidBytes = 0;  // Marked, and less than can be paid for.
  };

  int64_t markRoot(Marker* marker, size_t job);
  int64_t markStack(Marker* marker, G* gp);
  void pay(Worker* worker);

  Vm* const vm_;
  std::unique_ptr<Collector> collector_;  // During a cycle.
  MarkQueue queue_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<G*> goroutines_;  // Those with stacks.
  size_t globalJobs_ = 0;
  std::atomic<size_t> jobs_{0};  // Ms without a P look at it, too.
  std::atomic<size_t> nextJob_{0};
  int64_t beginNs_ = 0;
};

}  // namespace gopark::vm
