// Asking running goroutines to stop. Go's counterpart: preemptone and preemptall of proc.go.
//
// Differs: there is no signal. The request is a level in gp->preempt, and the level says at which
// of its polls the body obeys: at function entry only (Go's check of the stack bound, the only one
// before 1.14) or at loop back-edges too (what Go's signal reaches since). See PreemptLevel.
#include "runtime/sched.h"

namespace gopark {

namespace {

PreemptLevel levelFor(const Machine* machine, PreemptWhy why) {
  // A look from outside (kUser) must not depend on what the program's loops allow.
  if (why == PreemptWhy::kExit || why == PreemptWhy::kUser) return kPreemptAnywhere;
  switch (machine->settings.preempt) {
    case PreemptMode::kAsync:
      return kPreemptAnywhere;
    case PreemptMode::kCooperative:
      return kPreemptAtCalls;
    case PreemptMode::kNone:
      // Time slices have no end, but a stop of the world must come about some time.
      return why == PreemptWhy::kSysmonSlice ? kPreemptNot : kPreemptAtCalls;
  }
  return kPreemptNot;
}

}  // namespace

// Best effort: the goroutine may have stopped meanwhile, or another may get the request. Whoever
// means it asks again.
bool preemptone(M* self, P* pp, PreemptWhy why, uint32_t sliceUs) {
  M* mp = pp->m.load(std::memory_order_acquire);
  if (mp == nullptr || mp == self) return false;
  G* gp = mp->curg.load(std::memory_order_acquire);
  if (gp == nullptr) return false;
  if ((readgstatus(gp) & ~_Gscan) == _Gsyscall) return false;
  const PreemptLevel level = levelFor(mp->machine, why);
  if (level == kPreemptNot) return false;
  pp->preempt.store(true, std::memory_order_relaxed);
  uint8_t before = gp->preempt.load(std::memory_order_relaxed);
  if (before < level) {
    gp->preempt.store(level, std::memory_order_relaxed);
    if (before == kPreemptNot) {
      emitP(self, EventType::kGoPreemptRequest, pp, gp, static_cast<uint8_t>(why), 0, sliceUs);
    }
  }
  return true;
}

void preemptall(Machine* machine, M* self, PreemptWhy why) {
  lockOn(machine->host, &machine->allpLock);
  for (P* pp : machine->allp) {
    if (pp->status.load(std::memory_order_acquire) == _Prunning) preemptone(self, pp, why, 0);
  }
  unlockOn(machine->host, &machine->allpLock);
}

}  // namespace gopark
