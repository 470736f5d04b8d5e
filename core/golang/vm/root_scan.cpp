// Finding roots: see root_scan.h.
#include "golang/vm/root_scan.h"

#include <algorithm>

#include "runtime/time.h"

namespace gopark::vm {

namespace {

void markTimer(Timer* t, void* marker) {
  static_cast<Marker*>(marker)->mark(addrOf(t));
}

}  // namespace

void RootScan::markGlobals(size_t from, size_t to) {
  for (size_t i = from; i < to; i++) {
    const GlobalRoot& root = vm_->globalRoots[i];
    marker_->markValue(vm_->globals + root.offset, root.type);
  }
}

void RootScan::markOther() {
  timersForEach(vm_->machine, markTimer, marker_);
  vm_->pools.markFrom(marker_);
  vm_->finalizers.markFrom(marker_);
}

void RootScan::markShared() {
  markGlobals(0, vm_->globalRoots.size());
  markOther();
}

void RootScan::markFrames(const Goroutine* g) {
  const Slot* end = g->stackEnd;
  const Instr* pc = g->pc;
  for (const Slot* fp = g->fp;; end = fp, fp -= fp[kBackSlot]) {
    auto* fn = ptrOf<Function>(fp[kFunctionSlot]);
    // A plain call leaves in that slot what lay there.
    if (fn->closureType != nullptr) marker_->mark(fp[kClosureSlot]);
    // Functions never entered have no bitmap: every slot is looked at. Before its first instruction
    // has cleared it, a frame holds nothing of its own but the arguments.
    const bool entered = pc->op != Op::kEnter && pc->op != Op::kCompileStub;
    uint64_t slots = static_cast<uint64_t>(fn->entrySlots());
    if (entered) slots = std::max<uint64_t>(fn->frameSlots, slots);
    // Where a callee's frame begins nothing of the caller's is alive any more.
    slots = std::min<uint64_t>(slots, static_cast<uint64_t>(end - fp));
    const SlotSet* live = vm_->liveness.at(fn, pc);
    for (uint64_t i = kHeaderSlots; i < slots; i++) {
      const bool alive = live == nullptr || live->has(i);
      if (alive && (fn->pointerSlots.empty() || fn->mayPoint(i))) marker_->mark(fp[i]);
    }
    pc = ptrOf<const Instr>(fp[kReturnSlot]);
    if (pc->op == Op::kGoexitStub) break;
  }
}

void RootScan::markGoroutine(const Goroutine* g) {
  markFrames(g);
  for (const Defer* d = g->defers; d != nullptr; d = d->next) {
    marker_->mark(d->closure);
    marker_->markSlots(d->args, d->slots);
  }
  for (const Panic* p = g->panics; p != nullptr; p = p->link) marker_->mark(p->arg.data);
  marker_->mark(g->fault.value.data);
}

}  // namespace gopark::vm
