// Collections as the rest of the VM sees them: asking for one, and what is remembered of them. How
// one goes is in collection.h.
#include "golang/vm/collector.h"
#include "golang/vm/vm.h"
#include "runtime/mgc.h"

namespace gopark::vm {

void Vm::finishCollection(Collector* collector) {
  collector->finish(caches_);
}

void Vm::noteCollection(int64_t pauseNs, int64_t walltime) {
  const uint32_t at = (heap.stats().collections - 1) % GcHistory::kPauses;
  gcHistory_.pauseNs[at] = static_cast<uint64_t>(pauseNs);
  gcHistory_.pauseEnd[at] = gcHistory_.lastGc = static_cast<uint64_t>(walltime);
  gcHistory_.pauseTotalNs += static_cast<uint64_t>(pauseNs);
}

MemoryStats Vm::memoryStats() {
  for (HeapCache* cache : caches_) heap.flush(cache);
  MemoryStats stats;
  stats.heap = heap.stats();
  stats.nextGc = heap.trigger();
  stats.gcForced = gcForced.load(std::memory_order_relaxed);
  stats.gc = &gcHistory_;
  for (const G* gp : machine->allgs) {
    const Goroutine* g = goroutineBody(gp);
    if (g != nullptr)
      stats.stackBytes += static_cast<uint64_t>(g->stackEnd - g->stack) * sizeof(Slot);
  }
  return stats;
}

OpResult Vm::forceGc(G* gp, OpState* op) {
  return gcStart(gp, op, GcTrigger::kTime);
}

OpResult Vm::collect(G* gp, OpState* op, bool forced) {
  if (forced && op->phase == 0) gcForced.fetch_add(1, std::memory_order_relaxed);
  return gcStart(gp, op, forced ? GcTrigger::kCycle : GcTrigger::kHeap);
}

}  // namespace gopark::vm
