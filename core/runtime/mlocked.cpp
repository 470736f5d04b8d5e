// Goroutines locked to their thread, and Ms that stop for reasons other than having no work. Go's
// counterpart: stoplockedm, startlockedm, gcstopm, incidlelocked and LockOSThread of proc.go.
//
// Differs: Go starts a template thread at the first LockOSThread, from which threads with clean
// system state are cloned; the host's threads have no state that a goroutine could change.
#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

void incidlelocked(Machine* machine, int32_t v) {
  lock(&machine->sched.lock);
  machine->sched.nmidlelocked += v;
  Dead dead = v > 0 ? checkdead(machine) : Dead::kNo;
  unlock(&machine->sched.lock);
  if (dead != Dead::kNo) endDead(machine, dead);
}

// The M has a locked goroutine that is not the one to run now: it waits until that one is.
bool stoplockedm(M* mp) {
  G* gp = mp->lockedg.load(std::memory_order_relaxed);
  CHECK(gp != nullptr && gp->lockedm.load(std::memory_order_relaxed) == mp,
        "gopark: stoplockedm: inconsistent locking");
  if (mp->p != nullptr) {
    P* pp = releasep(mp);
    emitP(mp, EventType::kProcHandoff, pp, nullptr, static_cast<uint8_t>(HandoffWhy::kLockedThread),
          0, mp->id);
    handoffp(mp, pp);
  }
  incidlelocked(mp->machine, 1);
  if (!notesleep(mp, &mp->park)) return false;
  noteclear(&mp->park);
  CHECK((readgstatus(gp) & ~_Gscan) == _Grunnable, "gopark: stoplockedm: not runnable");
  acquirep(mp, mp->nextp);
  mp->nextp = nullptr;
  return true;
}

// The scheduler picked a goroutine that another M owns: that M gets our P, we sleep.
bool startlockedm(M* mp, G* gp) {
  M* owner = gp->lockedm.load(std::memory_order_relaxed);
  CHECK(owner != mp, "gopark: startlockedm: locked to me");
  CHECK(owner->nextp == nullptr, "gopark: startlockedm: m has p");
  incidlelocked(mp->machine, -1);
  P* pp = releasep(mp);
  owner->nextp = pp;
  emitP(mp, EventType::kMUnpark, nullptr, nullptr, 0, 0, owner->id, pp->id);
  notewakeup(mp->machine->host, &owner->park);
  return stopm(mp);
}

bool gcstopm(M* mp) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  CHECK(sched.gcwaiting.load(std::memory_order_seq_cst), "gopark: gcstopm: not waiting for gc");
  if (mp->spinning.load(std::memory_order_relaxed)) {
    mp->spinning.store(false, std::memory_order_relaxed);
    // startTheWorld starts Ms for all Ps with work: nobody has to be woken here.
    int32_t spinning = sched.nmspinning.fetch_sub(1, std::memory_order_seq_cst) - 1;
    CHECK(spinning >= 0, "gopark: gcstopm: negative nmspinning");
    emit(mp, EventType::kSpinStop, nullptr, 0, 0, spinning);
  }
  P* pp = releasep(mp);
  lock(&sched.lock);
  pp->status.store(_Pgcstop, std::memory_order_release);
  sched.stopwait--;
  if (sched.stopwait == 0) notewakeup(machine->host, &sched.stopnote);
  unlock(&sched.lock);
  return stopm(mp);
}

void dolockOSThread(M* mp, G* gp) {
  mp->lockedg.store(gp, std::memory_order_relaxed);
  gp->lockedm.store(mp, std::memory_order_relaxed);
}

void dounlockOSThread(M* mp, G* gp) {
  if (mp->lockedInt != 0 || mp->lockedExt != 0) return;
  mp->lockedg.store(nullptr, std::memory_order_relaxed);
  gp->lockedm.store(nullptr, std::memory_order_relaxed);
}

OpResult lockOSThread(G* gp) {
  M* mp = gp->m.load(std::memory_order_relaxed);
  if (mp->lockedExt + 1 == 0) return OpResult::panic("LockOSThread nesting overflow");
  mp->lockedExt++;
  dolockOSThread(mp, gp);
  emit(mp, EventType::kMLock, gp, 0, 0, 1);
  return OpResult::done();
}

OpResult unlockOSThread(G* gp) {
  M* mp = gp->m.load(std::memory_order_relaxed);
  if (mp->lockedExt == 0) return OpResult::done();
  mp->lockedExt--;
  dounlockOSThread(mp, gp);
  if (mp->lockedg.load(std::memory_order_relaxed) == nullptr) {
    emit(mp, EventType::kMLock, gp, 0, 0, 0);
  }
  return OpResult::done();
}

void unlockMainThread(G* gp) {
  M* mp = gp->m.load(std::memory_order_relaxed);
  CHECK(gp == mp->machine->mainG.load(std::memory_order_relaxed) && mp->lockedInt > 0,
        "gopark: unlockMainThread: not the main goroutine on its thread");
  mp->lockedInt--;
  dounlockOSThread(mp, gp);
}

}  // namespace gopark
