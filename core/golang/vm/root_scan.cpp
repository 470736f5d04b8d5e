// Finding roots: see root_scan.h.
#include "golang/vm/root_scan.h"

#include <algorithm>

#include "runtime/time.h"

namespace gopark::vm {

namespace {

void markTimer(Timer* t, void* collector) {
  static_cast<Collector*>(collector)->mark(addrOf(t));
}

}  // namespace

void RootScan::markShared() {
  for (const GlobalRoot& root : vm_->globalRoots) {
    collector_->markValue(vm_->globals + root.offset, root.type);
  }
  timersForEach(vm_->machine, markTimer, collector_);
  vm_->pools.markFrom(collector_);
  vm_->finalizers.markFrom(collector_);
}

void RootScan::markFrames(const Goroutine* g) {
  const Slot* end = g->stackEnd;
  const Instr* pc = g->pc;
  for (const Slot* fp = g->fp;; end = fp, fp -= fp[kBackSlot]) {
    auto* fn = ptrOf<Function>(fp[kFunctionSlot]);
    // A plain call leaves in that slot what lay there.
    if (fn->closureType != nullptr) collector_->mark(fp[kClosureSlot]);
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
      if (alive && (fn->pointerSlots.empty() || fn->mayPoint(i))) collector_->mark(fp[i]);
    }
    pc = ptrOf<const Instr>(fp[kReturnSlot]);
    if (pc->op == Op::kGoexitStub) break;
  }
}

void RootScan::markGoroutine(const Goroutine* g) {
  markFrames(g);
  for (const Defer* d = g->defers; d != nullptr; d = d->next) {
    collector_->mark(d->closure);
    collector_->markSlots(d->args, d->slots);
  }
  for (const Panic* p = g->panics; p != nullptr; p = p->link) collector_->mark(p->arg.data);
  collector_->mark(g->fault.value.data);
}

}  // namespace gopark::vm
