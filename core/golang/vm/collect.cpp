// The roots of a collection: package variables, the goroutines' stacks with what is unwinding on
// them, and the timers that lie in heaps. Runs with the world stopped, on the M that stopped it.
//
// A frame's slots are marked by its function's bitmap; they may also hold old values or numbers, so
// every word is looked up before it is believed. Slots beyond the innermost frame are dead.
// Go's counterpart: markroot of mgcmark.go.
#include <algorithm>

#include "golang/vm/collector.h"
#include "golang/vm/vm.h"
#include "runtime/emit.h"
#include "runtime/proc.h"
#include "runtime/time.h"

namespace gopark::vm {

class RootScan {
 public:
  RootScan(Vm* vm, Collector* collector) : vm_(vm), collector_(collector) {}

  void markAll() {
    for (const GlobalRoot& root : vm_->globalRoots) {
      collector_->markValue(vm_->globals + root.offset, root.type);
    }
    for (G* gp : vm_->machine->allgs) {
      if (const Goroutine* g = Vm::goroutineBody(gp)) markGoroutine(g);
    }
    timersForEach(vm_->machine, markTimer, collector_);
  }

  const std::vector<HeapCache*>& caches() const { return vm_->caches_; }

  // note() writes the collection into the history.
  void note(int64_t pauseNs, int64_t walltime) {
    GcHistory& history = vm_->gcHistory_;
    uint32_t at = (vm_->heap.stats().collections - 1) % GcHistory::kPauses;
    history.pauseNs[at] = static_cast<uint64_t>(pauseNs);
    history.pauseEnd[at] = history.lastGc = static_cast<uint64_t>(walltime);
    history.pauseTotalNs += static_cast<uint64_t>(pauseNs);
  }

 private:
  static void markTimer(Timer* t, void* collector) {
    static_cast<Collector*>(collector)->mark(addrOf(t));
  }

  void markFrames(const Goroutine* g) {
    const Slot* end = g->stackEnd;
    for (const Slot* fp = g->fp;; end = fp, fp -= fp[kBackSlot]) {
      auto* fn = ptrOf<Function>(fp[kFunctionSlot]);
      // A plain call leaves in that slot what lay there.
      if (fn->closureType != nullptr) collector_->mark(fp[kClosureSlot]);
      // Natives, and functions never entered, have no bitmap: every slot is looked at.
      uint64_t slots = std::max<uint64_t>(fn->frameSlots, static_cast<uint64_t>(fn->entrySlots()));
      // Where a callee's frame begins nothing of the caller's is alive any more.
      slots = std::min<uint64_t>(slots, static_cast<uint64_t>(end - fp));
      for (uint64_t i = kHeaderSlots; i < slots; i++) {
        if (fn->pointerSlots.empty() || fn->mayPoint(i)) collector_->mark(fp[i]);
      }
      if (ptrOf<const Instr>(fp[kReturnSlot])->op == Op::kGoexitStub) break;
    }
  }

  void markGoroutine(const Goroutine* g) {
    if (g->vm != vm_ || g->fp == nullptr) return;
    markFrames(g);
    for (const Defer* d = g->defers; d != nullptr; d = d->next) {
      collector_->mark(d->closure);
      collector_->markSlots(d->args, d->slots);
    }
    for (const Panic* p = g->panics; p != nullptr; p = p->link) collector_->mark(p->arg.data);
    collector_->mark(g->fault.value.data);
  }

  Vm* const vm_;
  Collector* const collector_;
};

namespace {

void collectStopped(Machine* machine, G* gp, void* arg) {
  auto* vm = static_cast<Vm*>(arg);
  M* mp = getm();
  int64_t begin = machine->host->nanotime();
  HeapStats before = vm->heap.stats();
  emit(mp, EventType::kGcBegin, gp, 0, 0, static_cast<uint32_t>(before.spanBytes >> 10));
  vm->pools.clear();
  Collector collector(&vm->heap);
  RootScan scan(vm, &collector);
  scan.markAll();
  vm->pools.markFrom(&collector);
  vm->finalizers.markFrom(&collector);
  collector.trace();
  vm->finalizers.queueUnreachable(&collector);
  collector.finish(scan.caches());
  if (!vm->finalizers.finalizers.empty()) callbacksQueued(machine, CallbackKind::kFinalizer);
  if (!vm->finalizers.cleanups.empty()) callbacksQueued(machine, CallbackKind::kCleanup);
  int64_t now = machine->host->nanotime();
  scan.note(now - begin, machine->host->walltime());
  machine->lastGcNs.store(now);
  emit(mp, EventType::kGcEnd, nullptr, 0, 0, static_cast<uint32_t>(collector.liveBytes() >> 10),
       static_cast<uint32_t>(collector.freedBytes() >> 10),
       static_cast<uint32_t>((now - begin) / 1000));
}

}  // namespace

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
