// System calls: a goroutine blocks its thread, and its P goes on with another M. Go's counterpart:
// entersyscall, exitsyscall, exitsyscallTryGetP, exitsyscallNoP and setBlockOnExitSyscall of
// proc.go (1.26: there is no P status for this any more).
//
//   entersyscall   G running -> syscall; the P stays attached, but from now on it may be taken
//   taking the P   1. set the scan bit on the G: it cannot leave the call now
//                  2. M.p = P.m = null
//                  3. clear the scan bit
//   exitsyscall    G syscall -> running, waits for the scan bit to go; then looks whether M.p is
//                  still there
//
// The status word carries the ordering: both sides change M.p only between its CASes.
#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

bool setBlockOnExitSyscall(P* pp, SyscallingThread* thread) {
  if (pp->status.load(std::memory_order_acquire) != _Prunning) return false;
  M* mp = pp->m.load(std::memory_order_acquire);
  if (mp == nullptr) return false;
  G* gp = mp->curg.load(std::memory_order_acquire);
  if (gp == nullptr || !castogscanstatus(gp, _Gsyscall)) return false;
  // All of it may have changed since it was read; now it cannot any more.
  if (gp->m.load(std::memory_order_relaxed) != mp || mp->p != pp) {
    casfromgscanstatus(gp, _Gsyscall);
    return false;
  }
  *thread = SyscallingThread{gp, mp, pp};
  return true;
}

namespace {

void detach(SyscallingThread* thread) {
  thread->pp->m.store(nullptr, std::memory_order_release);
  thread->mp->p = nullptr;
  Sched& sched = thread->mp->machine->sched;
  sched.nGsyscallNoP.fetch_add(1, std::memory_order_relaxed);
  thread->pp->syscalltick.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

void SyscallingThread::takeP() {
  detach(this);
  pp->status.store(_Pidle, std::memory_order_release);
}

void SyscallingThread::gcstopP(M* self) {
  emitP(self, EventType::kProcStop, pp, nullptr);
  detach(this);
  pp->status.store(_Pgcstop, std::memory_order_release);
  mp->machine->sched.stopwait--;
}

void SyscallingThread::resume() {
  casfromgscanstatus(gp, _Gsyscall);
}

namespace {

// The world is being stopped: the P would only be waited for.
void helpStopTheWorld(M* mp, P* pp) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  lock(&sched.lock);
  SyscallingThread thread;
  if (sched.stopwait > 0 && setBlockOnExitSyscall(pp, &thread)) {
    thread.gcstopP(mp);
    thread.resume();
    if (sched.stopwait == 0) notewakeup(machine->host, &sched.stopnote);
  }
  unlock(&sched.lock);
}

}  // namespace

void entersyscall(M* mp, G* gp, SyscallKind kind) {
  Sched& sched = mp->machine->sched;
  P* pp = mp->p;
  mp->syscalltick = pp->syscalltick.load(std::memory_order_relaxed);
  mp->oldp = pp;
  gp->sysenterNs = mp->machine->host->nanotime();
  emit(mp, EventType::kSyscallEnter, gp, static_cast<uint8_t>(kind), 0, 0, 0, gp->request.place);
  // From this CAS on the P may be gone at any moment. Sequentially consistent with the load below:
  // either this M sees that the world is being stopped, or the stopper sees it in the call.
  casgstatus(gp, _Grunning, _Gsyscall);
  if (sched.gcwaiting.load(std::memory_order_seq_cst)) helpStopTheWorld(mp, pp);
  if (sched.sysmonwait.load(std::memory_order_seq_cst)) sysmonWake(mp->machine);
}

namespace {

uint32_t microsecondsIn(M* mp, G* gp) {
  return static_cast<uint32_t>((mp->machine->host->nanotime() - gp->sysenterNs) / 1000);
}

// A P for an M back from a call: the old one if another M's call holds it now, or an idle one.
P* exitsyscallTryGetP(M* mp, P* oldp, SyscallExit* how) {
  Machine* machine = mp->machine;
  SyscallingThread thread;
  if (oldp != nullptr && setBlockOnExitSyscall(oldp, &thread)) {
    emitP(mp, EventType::kProcHandoff, oldp, nullptr, static_cast<uint8_t>(HandoffWhy::kSyscall), 0,
          thread.mp->id);
    thread.takeP();
    thread.resume();
    *how = SyscallExit::kOldP;
    return oldp;
  }
  if (machine->sched.npidle.load(std::memory_order_seq_cst) == 0) return nullptr;
  lock(&machine->sched.lock);
  P* pp = pidleget(machine);
  unlock(&machine->sched.lock);
  if (pp != nullptr && machine->sched.sysmonwait.load(std::memory_order_seq_cst)) {
    sysmonWake(machine);
  }
  *how = pp == oldp ? SyscallExit::kOldP : SyscallExit::kIdleP;
  return pp;
}

// There is no P: gp has to wait for one like everybody, and this M too.
G* exitsyscallNoP(M* mp, G* gp) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  emit(mp, EventType::kSyscallExit, gp, static_cast<uint8_t>(SyscallExit::kQueued), 0,
       microsecondsIn(mp, gp));
  casgstatus(gp, _Grunning, _Grunnable);
  sched.nGsyscallNoP.fetch_sub(1, std::memory_order_relaxed);
  dropg(mp, gp);
  const bool locked = mp->lockedg.load(std::memory_order_relaxed) == gp;
  lock(&sched.lock);
  P* pp = schedEnabled(machine, gp) ? pidleget(machine) : nullptr;
  // After this gp may run on another M: it must not be looked at any more.
  if (pp == nullptr) globrunqput(mp, gp, PutWhy::kSyscallExit);
  unlock(&sched.lock);
  if (pp != nullptr) {
    acquirep(mp, pp);
    return execute(mp, gp, /*inheritTime=*/false, PickBranch::kSyscallIdleP);
  }
  if (locked) {
    if (!stoplockedm(mp)) return nullptr;
    return execute(mp, gp, /*inheritTime=*/false, PickBranch::kLocked);
  }
  if (!stopm(mp)) return nullptr;
  return schedule(mp);
}

}  // namespace

G* exitsyscall(M* mp, G* gp) {
  Machine* machine = mp->machine;
  casgstatus(gp, _Gsyscall, _Grunning);  // Waits while somebody takes the P.
  if (machine->exiting.load(std::memory_order_acquire)) return nullptr;
  P* oldp = mp->oldp;
  mp->oldp = nullptr;
  SyscallExit how = SyscallExit::kKeptP;
  if (mp->p == nullptr) {
    P* pp = exitsyscallTryGetP(mp, oldp, &how);
    if (pp == nullptr) return exitsyscallNoP(mp, gp);
    acquirep(mp, pp);
    machine->sched.nGsyscallNoP.fetch_sub(1, std::memory_order_relaxed);
  }
  mp->p->syscalltick.fetch_add(1, std::memory_order_relaxed);
  emit(mp, EventType::kSyscallExit, gp, static_cast<uint8_t>(how), 0, microsecondsIn(mp, gp));
  if (schedEnabled(machine, gp)) return gp;
  goschedImpl(mp, gp, StopReason::kGosched);
  return schedule(mp);
}

// --- As operations of a goroutine ---

OpResult blockingCall(G* gp, OpState* op, SyscallKind kind, void (*fn)(G*, void*), void* arg) {
  if (op->phase++ != 0) return OpResult::done();
  gp->request.syscall = kind;
  gp->request.g0fn = fn;
  gp->request.g0arg = arg;
  return OpResult::stopWith(Stop::kSyscall);
}

OpResult threadSleep(G* gp, OpState* op, int64_t ns) {
  if (op->phase++ != 0) return OpResult::done();
  gp->request.ns = ns;
  return OpResult::stopWith(Stop::kThreadSleep);
}

}  // namespace gopark
