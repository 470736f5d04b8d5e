// Stopping and starting the world. Go's counterpart: stopTheWorld, stopTheWorldWithSema,
// startTheWorldWithSema and GOMAXPROCS (proc.go, debug.go).
//
// A P counts as stopped when its status is _Pgcstop. The stopper stops its own P, the idle ones and
// those in system calls; the others stop themselves when they come to the scheduler (findRunnable,
// handoffp, entersyscall), and are asked to every 100 µs.
#include <algorithm>

#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

bool stopTheWorldWithSema(M* mp, G* gp, StwReason reason) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  const PreemptWhy why =
      reason == StwReason::kSnapshot ? PreemptWhy::kUser : PreemptWhy::kStopTheWorld;
  const int64_t begin = machine->host->nanotime();
  emit(mp, EventType::kStwBegin, gp, static_cast<uint8_t>(reason));

  lock(&sched.lock);
  sched.stopwait = machine->gomaxprocs.load(std::memory_order_relaxed);
  sched.gcwaiting.store(true, std::memory_order_seq_cst);
  preemptall(machine, mp, why);
  mp->p->status.store(_Pgcstop, std::memory_order_release);
  sched.stopwait--;
  for (P* pp : machine->allp) {
    SyscallingThread thread;
    if (!setBlockOnExitSyscall(pp, &thread)) continue;
    thread.gcstopP(mp);
    thread.resume();
  }
  while (P* pp = pidleget(machine)) {
    pp->status.store(_Pgcstop, std::memory_order_release);
    sched.stopwait--;
  }
  const bool wait = sched.stopwait > 0;
  unlock(&sched.lock);

  if (wait) {
    while (!notetsleep(mp, &sched.stopnote, machine->settings.stwPollNs)) {
      if (machine->exiting.load(std::memory_order_acquire)) return false;
      preemptall(machine, mp, why);
    }
    noteclear(&sched.stopnote);
  }
  CHECK(sched.stopwait == 0, "gopark: stopTheWorld: not stopped (stopwait != 0)");
  for (P* pp : machine->allp) {
    CHECK(pp->status.load(std::memory_order_acquire) == _Pgcstop,
          "gopark: stopTheWorld: not stopped (status != _Pgcstop)");
  }
  machine->newprocs = 0;
  emit(mp, EventType::kStwStopped, nullptr, static_cast<uint8_t>(reason), 0,
       static_cast<uint32_t>((machine->host->nanotime() - begin) / 1000));
  return true;
}

void startTheWorldWithSema(M* mp, StwReason reason) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  lock(&sched.lock);
  int procs = machine->newprocs != 0 ? machine->newprocs
                                     : machine->gomaxprocs.load(std::memory_order_relaxed);
  P* runnable = procresize(mp, procs);
  sched.gcwaiting.store(false, std::memory_order_seq_cst);
  const bool wakeSysmon = sched.sysmonwait.load(std::memory_order_seq_cst);
  emit(mp, EventType::kStwEnd, nullptr, static_cast<uint8_t>(reason), 0, procs);
  unlock(&sched.lock);
  if (wakeSysmon) sysmonWake(machine);

  while (runnable != nullptr) {
    P* pp = runnable;
    runnable = pp->link;
    pp->link = nullptr;
    M* owner = pp->m.load(std::memory_order_relaxed);
    if (owner == nullptr) {
      // Start M to run P. Do not start another M below.
      newm(machine, nullptr, pp, -1);
      continue;
    }
    pp->m.store(nullptr, std::memory_order_relaxed);
    CHECK(owner->nextp == nullptr, "gopark: startTheWorld: inconsistent mp->nextp");
    owner->nextp = pp;
    emit(mp, EventType::kMUnpark, nullptr, 0, 0, owner->id, pp->id);
    notewakeup(machine->host, &owner->park);
  }
  releaseSema(machine, &sched.world);
  // There may be more work than the Ms just woken can see.
  wakep();
}

// --- One at a time ---

namespace {

bool unlockSema(G* gp, void* l) {
  unlock(static_cast<RuntimeMutex*>(l));
  return true;
}

// The operation's phases: 0 not begun; 1 parked until the world is handed over (then it is ours); 2
// the world was stopped and started again.
OpResult worldOp(G* gp, OpState* op, StwReason reason, void (*fn)(G*, void*), void* arg) {
  Sched& sched = gp->m.load(std::memory_order_relaxed)->machine->sched;
  if (op->phase == 2) return OpResult::done();
  if (op->phase == 0 && !acquireSema(gp, &sched.world)) {
    op->phase = 1;
    return waitForSema(gp, &sched.world);
  }
  op->phase = 2;
  gp->request.stwReason = reason;
  gp->request.g0fn = fn;
  gp->request.g0arg = arg;
  return OpResult::stopWith(Stop::kStopWorld);
}

}  // namespace

bool acquireSema(G* gp, WorldSema* sema) {
  lock(&sema->lock);
  if (!sema->held) {
    sema->held = true;
    unlock(&sema->lock);
    return true;
  }
  sema->waiters.pushBack(gp);
  return false;
}

OpResult waitForSema(G* gp, WorldSema* sema) {
  return gopark(gp, unlockSema, &sema->lock, WaitReason::kSemacquire, 0);
}

// A goroutine that may not run would keep it for as long as the collector marks, and the collector
// needs the world to come to an end.
void releaseSema(Machine* machine, WorldSema* sema) {
  lock(&sema->lock);
  GQueue passedOver;
  G* next = sema->waiters.pop();
  while (next != nullptr && !schedEnabled(machine, next)) {
    passedOver.pushBack(next);
    next = sema->waiters.pop();
  }
  passedOver.pushBackAll(&sema->waiters);
  sema->waiters = passedOver;
  if (next == nullptr) sema->held = false;
  unlock(&sema->lock);
  if (next != nullptr) goready(next);
}

OpResult withWorldStopped(G* gp, OpState* op, StwReason reason, WorldStoppedFn fn, void* arg) {
  op->ptr[0] = reinterpret_cast<void*>(fn);
  op->ptr[1] = arg;
  auto call = [](G* gp, void* state) {
    OpState* op = static_cast<OpState*>(state);
    reinterpret_cast<WorldStoppedFn>(op->ptr[0])(gp->m.load(std::memory_order_relaxed)->machine, gp,
                                                 op->ptr[1]);
  };
  return worldOp(gp, op, reason, call, op);
}

// The phases are worldOp's, and 3: parked until the collector's semaphore is handed over. op->i64
// says that the operation has begun.
OpResult gomaxprocs(G* gp, OpState* op, int n, int* old) {
  Machine* machine = gp->m.load(std::memory_order_relaxed)->machine;
  WorldSema* gc = &machine->sched.gc;
  enum : uint32_t { kBegin = 0, kDone = 2, kParkedForGc = 3 };
  if (op->phase == kBegin && op->i64 == 0) {
    *old = machine->gomaxprocs.load(std::memory_order_relaxed);
    if (n < 1) return OpResult::done();
    n = std::min(n, kProcsMax);
    machine->customGomaxprocs.store(true, std::memory_order_relaxed);
    if (n == *old) return OpResult::done();
    op->u32 = static_cast<uint32_t>(n);
    op->i64 = 1;
    // The number of workers belongs to that of the Ps: not while a collection is under way.
    if (!acquireSema(gp, gc)) {
      op->phase = kParkedForGc;
      return waitForSema(gp, gc);
    }
  }
  if (op->phase == kParkedForGc) op->phase = kBegin;
  auto set = [](G* gp, void* state) {
    gp->m.load(std::memory_order_relaxed)->machine->newprocs =
        static_cast<int>(static_cast<OpState*>(state)->u32);
  };
  OpResult result = worldOp(gp, op, StwReason::kGomaxprocs, set, op);
  if (op->phase == kDone && result.status == OpStatus::kDone) releaseSema(machine, gc);
  return result;
}

}  // namespace gopark
