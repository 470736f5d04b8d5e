// retake: sysmon's look at every P. A goroutine that has run for its whole slice is asked to stop;
// a P whose M sits in a system call is taken for another M. Go's counterpart: retake of proc.go.
#include "runtime/sched.h"

namespace gopark {

namespace {

// A cheap look before the counters of locked Ms are touched for the real attempt.
bool mayBeInSyscall(P* pp) {
  M* mp = pp->m.load(std::memory_order_acquire);
  G* gp = mp == nullptr ? nullptr : mp->curg.load(std::memory_order_acquire);
  return gp != nullptr && readgstatus(gp) == _Gsyscall;
}

// True when pp was taken.
bool retakeFromSyscall(M* self, P* pp, bool sliceOver, int64_t now) {
  Machine* machine = self->machine;
  Sched& sched = machine->sched;
  Sysmontick& seen = pp->sysmontick;
  SyscallingThread thread;
  if (!setBlockOnExitSyscall(pp, &thread)) return false;
  uint32_t tick = pp->syscalltick.load(std::memory_order_relaxed);
  if (!sliceOver && seen.syscalltick != tick) {
    // The first time this call is seen: it has one round of sysmon.
    seen.syscalltick = tick;
    seen.syscallwhen = now;
    thread.resume();
    return false;
  }
  // Nothing to run on it and somebody looking for work anyway: no use in taking it, but do in the
  // end, since it keeps sysmon from its deep sleep.
  if (runqempty(pp) &&
      sched.nmspinning.load(std::memory_order_seq_cst) +
              sched.npidle.load(std::memory_order_seq_cst) >
          0 &&
      seen.syscallwhen + machine->settings.syscallRetakeNs > now) {
    thread.resume();
    return false;
  }
  emitP(self, EventType::kProcRetake, pp, thread.gp, 0, 0, thread.mp->id, 0,
        static_cast<uint32_t>((now - thread.gp->sysenterNs) / 1000));
  thread.takeP();
  thread.resume();
  handoffp(self, pp);
  return true;
}

}  // namespace

uint32_t retake(M* self, int64_t now) {
  Machine* machine = self->machine;
  const Settings& settings = machine->settings;
  uint32_t count = 0;
  lock(&machine->allpLock);
  for (size_t id = 0; id < machine->allp.size(); id++) {
    P* pp = machine->allp[id];
    if (pp->status.load(std::memory_order_acquire) != _Prunning) continue;
    Sysmontick& seen = pp->sysmontick;
    bool sliceOver = false;
    uint32_t tick = pp->schedtick.load(std::memory_order_relaxed);
    if (seen.schedtick != tick) {
      seen.schedtick = tick;
      seen.schedwhen = now;
    } else if (seen.schedwhen + settings.forcePreemptNs <= now) {
      preemptone(self, pp, PreemptWhy::kSysmonSlice,
                 static_cast<uint32_t>((now - seen.schedwhen) / 1000));
      // If it is in a system call, the request means nothing: take the P.
      sliceOver = true;
    }
    if (!settings.handoff || !mayBeInSyscall(pp)) continue;
    // handoffp takes sched.lock, which comes before allpLock. And while the P is nobody's, one M
    // more must count as running, or checkdead would see a deadlock.
    unlock(&machine->allpLock);
    incidlelocked(machine, -1);
    if (retakeFromSyscall(self, pp, sliceOver, now)) count++;
    incidlelocked(machine, 1);
    lock(&machine->allpLock);
  }
  unlock(&machine->allpLock);
  return count;
}

}  // namespace gopark
