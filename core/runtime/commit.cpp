// commitStop: what a goroutine asked for when it returned to its M's loop is done here, on g0, with
// nothing of the goroutine on this stack. Go's counterpart: park_m, gosched_m, goyield_m,
// gopreempt_m, goexit0 and gdestroy of proc.go, coroswitch of coro.go.
#include "base/check.h"
#include "runtime/native.h"
#include "runtime/sched.h"
#include "runtime/synctest.h"

namespace gopark {

namespace {

uint32_t objectOf(const G* gp) {
  return gp->request.object;
}

// Parks gp with nothing that may refuse it.
void parkOnG0(M* mp, G* gp, WaitReason reason) {
  gp->request.object = 0;
  gp->waitreason.store(reason, std::memory_order_relaxed);
  emit(mp, EventType::kGoPark, gp, static_cast<uint8_t>(reason), 0, 0, 0, gp->request.place);
  Bubble* bubble = bubbleOf(gp);
  bubbleEnter(bubble);
  casgstatus(gp, _Grunning, _Gwaiting);
  dropg(mp, gp);
  bubbleLeave(bubble);
}

G* park_m(M* mp, G* gp) {
  // A copy: once gp is waiting, a waker may let it run elsewhere and fill in its next request.
  const Request request = gp->request;
  gp->request.unlockf = nullptr;
  gp->waitreason.store(request.reason, std::memory_order_relaxed);
  emit(mp, EventType::kGoPark, gp, static_cast<uint8_t>(request.reason), 0, request.object,
       request.atHead ? 1 : 0, request.place);
  // A bubble is not blocked as long as unlockf may refuse.
  Bubble* bubble = bubbleOf(gp);
  bubbleEnter(bubble);
  // From here on it may be made ready by whoever finds it, but for the lock that unlockf releases.
  casgstatus(gp, _Grunning, _Gwaiting);
  dropg(mp, gp);
  if (request.unlockf != nullptr && !request.unlockf(gp, request.lock)) {
    emit(mp, EventType::kGoUnpark, gp, static_cast<uint8_t>(request.reason), 0, request.object);
    casgstatus(gp, _Gwaiting, _Grunnable);
    bubbleLeave(bubble);
    return execute(mp, gp, /*inheritTime=*/true, PickBranch::kParkRefused);
  }
  bubbleLeave(bubble);
  if (mp->machine->exiting.load(std::memory_order_acquire)) return nullptr;
  return schedule(mp);
}

}  // namespace

void goschedImpl(M* mp, G* gp, StopReason reason) {
  Machine* machine = mp->machine;
  const bool preempted = reason != StopReason::kGosched;
  emit(mp, EventType::kGoStop, gp, static_cast<uint8_t>(reason), 0, 0, 0, gp->request.place);
  casgstatus(gp, _Grunning, _Grunnable);
  dropg(mp, gp);
  if (preempted && machine->sched.gcwaiting.load(std::memory_order_seq_cst)) {
    // Stopped only because the world stops: it goes on first when the world does.
    runqput(mp, mp->p, gp, /*next=*/true, PutWhy::kPreempted);
  } else {
    lock(&machine->sched.lock);
    globrunqput(mp, gp, preempted ? PutWhy::kPreempted : PutWhy::kGosched);
    unlock(&machine->sched.lock);
  }
  if (machine->mainStarted.load(std::memory_order_relaxed)) wakep();
}

namespace {

G* goyield_m(M* mp, G* gp) {
  emit(mp, EventType::kGoStop, gp, static_cast<uint8_t>(StopReason::kGoyield), 0, 0, 0,
       gp->request.place);
  casgstatus(gp, _Grunning, _Grunnable);
  dropg(mp, gp);
  runqput(mp, mp->p, gp, /*next=*/false, PutWhy::kGoyield);
  return schedule(mp);
}

// Parks gp and runs target, which waits, on the same M and P and in the same time slice: no queue.
G* switchTo(M* mp, G* gp, G* target) {
  CHECK(target != nullptr, "gopark: switch to no goroutine");
  emit(mp, EventType::kGoUnpark, target, static_cast<uint8_t>(WaitReason::kCoroutine), 0,
       objectOf(target), gp == nullptr ? 0 : static_cast<uint32_t>(gp->goid));
  target->m.store(mp, std::memory_order_relaxed);
  mp->curg.store(target, std::memory_order_release);
  casgstatus(target, _Gwaiting, _Grunning);
  target->preempt.store(kPreemptNot, std::memory_order_relaxed);
  emit(mp, EventType::kGoStart, target, static_cast<uint8_t>(PickBranch::kCoroSwitch), 0, 0,
       mp->p->schedtick.load(std::memory_order_relaxed), 1);
  return target;
}

G* coroswitch_m(M* mp, G* gp) {
  const Request request = gp->request;
  gp->request.target = nullptr;
  gp->request.unlockf = nullptr;
  gp->waitreason.store(WaitReason::kCoroutine, std::memory_order_relaxed);
  emit(mp, EventType::kGoPark, gp, static_cast<uint8_t>(WaitReason::kCoroutine), 0, request.object,
       0, request.place);
  // The bubble goes on in the other side.
  Bubble* bubble = bubbleOf(gp);
  bubbleEnter(bubble);
  casgstatus(gp, _Grunning, _Gwaiting);
  dropg(mp, gp);
  // Only now may somebody find gp and switch to it.
  if (request.unlockf != nullptr) request.unlockf(gp, request.lock);
  G* next = switchTo(mp, gp, request.target);
  bubbleLeave(bubble);
  return next;
}

// Clears gp and puts it on the free list. True when its M must end with it.
bool gdestroy(M* mp, G* gp) {
  Machine* machine = mp->machine;
  emit(mp, EventType::kGoDestroy, gp);
  stackful::stackRelease(gp);
  if (gp->destroyBody != nullptr) gp->destroyBody(gp);
  gp->resume = nullptr;
  gp->destroyBody = nullptr;
  gp->body = nullptr;
  casgstatus(gp, _Grunning, _Gdead);
  gp->bubble.store(nullptr, std::memory_order_relaxed);
  if (gp->system) machine->sched.ngsys.fetch_sub(1, std::memory_order_relaxed);
  gp->system = false;
  gp->callsUser = false;
  gp->userCode.store(false, std::memory_order_relaxed);
  const bool locked = gp->lockedm.load(std::memory_order_relaxed) != nullptr;
  gp->lockedm.store(nullptr, std::memory_order_relaxed);
  mp->lockedg.store(nullptr, std::memory_order_relaxed);
  gp->preemptStop = false;
  gp->waitreason.store(WaitReason::kZero, std::memory_order_relaxed);
  gp->param = nullptr;
  gp->waiting = nullptr;
  gp->request = Request{};
  dropg(mp, gp);
  gfput(machine, mp->p, gp);
  return locked;
}

G* goexit0(M* mp, G* gp, bool goexit) {
  Machine* machine = mp->machine;
  if (gp == machine->mainG.load(std::memory_order_relaxed)) {
    if (!goexit) {
      // If the program is dying of something else, that is its end.
      if (machine->dying.load(std::memory_order_acquire)) waitForTheEnd(mp);
      machine->exit(0);
      return nullptr;
    }
    machine->mainG.store(nullptr, std::memory_order_relaxed);
  }
  G* target = gp->request.target;
  Bubble* bubble = target == nullptr ? nullptr : bubbleOf(gp);
  bubbleEnter(bubble);
  const bool locked = gdestroy(mp, gp);
  if (!locked && target != nullptr) switchTo(mp, nullptr, target);
  bubbleLeave(bubble);
  if (!locked) return target == nullptr ? schedule(mp) : target;
  CHECK(mp->lockedInt == 0, "gopark: exited a goroutine internally locked to the OS thread");
  CHECK(target == nullptr, "gopark: a locked goroutine switched to another as it exited");
  // Its thread ends too: who knows in which state the program left it.
  mp->lockedExt = 0;
  return nullptr;
}

// On a simulated machine the call took no time yet. The M spends it blocked, off its core.
void spendCall(M* mp, SyscallKind kind) {
  Host* host = mp->machine->host;
  const int64_t ns = host->syscallNs(kind == SyscallKind::kWrite  ? Cost::kSyscallWrite
                                     : kind == SyscallKind::kRead ? Cost::kSyscallRead
                                                                  : Cost::kSyscallOther);
  musleep(mp, ns);
}

}  // namespace

G* commitStop(M* mp, G* gp, Stop stop) {
  Machine* machine = mp->machine;
  // A park is committed even then: it may hold the lock of what it parks on, for which another M
  // may be waiting.
  if (machine->exiting.load(std::memory_order_acquire) && stop != Stop::kPark) return nullptr;
  switch (stop) {
    case Stop::kPark:
      return park_m(mp, gp);
    case Stop::kGosched:
      goschedImpl(mp, gp, StopReason::kGosched);
      return schedule(mp);
    case Stop::kGoyield:
      return goyield_m(mp, gp);
    case Stop::kPreempted:
      goschedImpl(
          mp, gp,
          gp->asyncSafePoint ? StopReason::kPreemptedAsync : StopReason::kPreemptedCooperative);
      return schedule(mp);
    case Stop::kExit:
      return goexit0(mp, gp, /*goexit=*/false);
    case Stop::kGoexit:
      return goexit0(mp, gp, /*goexit=*/true);
    case Stop::kG0Call:
      gp->request.g0fn(gp, gp->request.g0arg);
      return gp;
    case Stop::kStopWorld: {
      const Request request = gp->request;
      if (!stopTheWorldWithSema(mp, gp, request.stwReason)) return nullptr;
      request.g0fn(gp, request.g0arg);
      startTheWorldWithSema(mp, request.stwReason);
      return gp;
    }
    case Stop::kGcStart:
      if (!stopTheWorldWithSema(mp, gp, StwReason::kGc)) return nullptr;
      gcStartStopped(mp, gp);
      parkOnG0(mp, gp, WaitReason::kWaitForGCCycle);
      startTheWorldWithSema(mp, StwReason::kGc);
      return schedule(mp);
    case Stop::kSyscall: {
      entersyscall(mp, gp, gp->request.syscall);
      gp->request.g0fn(gp, gp->request.g0arg);
      if (machine->meter != nullptr) spendCall(mp, gp->request.syscall);
      return exitsyscall(mp, gp);
    }
    case Stop::kThreadSleep: {
      const int64_t ns = gp->request.ns;
      entersyscall(mp, gp, SyscallKind::kSleep);
      exitsleep(mp, ns);
      return exitsyscall(mp, gp);
    }
    case Stop::kSwitchTo:
      return coroswitch_m(mp, gp);
    case Stop::kTimeSlice:
      return gp;
  }
  CHECK(false, "gopark: unknown stop");
  return nullptr;
}

}  // namespace gopark
