// Vm::collect: one collection with the world stopped, on the M that stopped it. Go's counterpart:
// gcStart and what follows it in mgc.go. Differs: not concurrent.
#include "golang/vm/collector.h"
#include "golang/vm/root_scan.h"
#include "golang/vm/vm.h"
#include "runtime/emit.h"
#include "runtime/proc.h"
#include "runtime/sema.h"

namespace gopark::vm {

namespace {

// An address in the heap that belongs to no object any more.
bool isDead(const void* address, void* arg) {
  const auto* collector = static_cast<const Collector*>(arg);
  return collector->inHeap(addrOf(address)) && !collector->marked(addrOf(address));
}

void collectStopped(Machine* machine, G* gp, void* arg) {
  auto* vm = static_cast<Vm*>(arg);
  M* mp = getm();
  int64_t begin = machine->host->nanotime();
  HeapStats before = vm->heap.stats();
  emit(mp, EventType::kGcBegin, gp, 0, 0, static_cast<uint32_t>(before.spanBytes >> 10));
  vm->pools.clear();
  Collector collector(&vm->heap);
  RootScan scan(vm, &collector);
  scan.markShared();
  for (G* other : machine->allgs) {
    Goroutine* g = scannable(other);
    if (g == nullptr) continue;
    // A system call may have been given a place on the stack.
    if ((readgstatus(other) & ~_Gscan) != _Gsyscall) shrinkStack(other, g);
    scan.markGoroutine(g);
  }
  collector.trace();
  vm->finalizers.queueUnreachable(&collector);
  objectIdsForget(machine, isDead, &collector);
  vm->finishCollection(&collector);
  if (!vm->finalizers.finalizers.empty()) callbacksQueued(machine, CallbackKind::kFinalizer);
  if (!vm->finalizers.cleanups.empty()) callbacksQueued(machine, CallbackKind::kCleanup);
  int64_t now = machine->host->nanotime();
  vm->noteCollection(now - begin, machine->host->walltime());
  machine->lastGcNs.store(now);
  emit(mp, EventType::kGcEnd, nullptr, 0, 0, static_cast<uint32_t>(collector.liveBytes() >> 10),
       static_cast<uint32_t>(collector.freedBytes() >> 10),
       static_cast<uint32_t>((now - begin) / 1000));
}

}  // namespace

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
  return collect(gp, op);
}

OpResult Vm::collect(G* gp, OpState* op, bool forced) {
  if (forced && op->phase == 0) gcForced.fetch_add(1, std::memory_order_relaxed);
  return withWorldStopped(gp, op, StwReason::kGc, collectStopped, this);
}

}  // namespace gopark::vm
