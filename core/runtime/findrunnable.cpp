// findRunnable: where the next goroutine comes from. The order of the steps is Go's, and programs
// see it. Go's counterpart: findRunnable, stealWork, checkRunqsNoP and checkTimersNoP of proc.go.
//
//   with a P                                      without
//   1 stop of the world?                          9 look once more at everything, because
//   2 this P's due timers                           work submitted while this M still counted
//   3 a worker of the collector that is due         as spinning woke nobody
//   4 every 61st tick: the global queue          10 sleep in the poller until the next timer,
//   5 runnext, own queue                            if nobody else does
//   6 a batch of the global queue                11 sleep until an M hands over a P
//   7 steal, while spinning
//   8 a worker of the collector, rather than nothing
//
// Differs: goroutines of the tracer and of the network poller have no step yet; their places are
// after 2 and after 6. While the collector marks, timers rest (mgc.h).
#include <algorithm>

#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

int64_t earlier(int64_t a, int64_t b) {
  if (a == 0) return b;
  return b == 0 ? a : std::min(a, b);
}

Picked pick(G* gp, PickBranch branch, bool inheritTime = false, uint32_t victim = 0) {
  return Picked{gp, inheritTime, false, branch, victim};
}

// Takes a batch of the global queue for this P; L(sched.lock) on entry, unlocked on return.
Picked takeGlobalBatch(M* mp, PickBranch branch) {
  Machine* machine = mp->machine;
  GQueue rest;
  G* gp = globrunqgetbatch(machine, machine->settings.runqSize / 2, &rest);
  uint32_t count = 1 + rest.size;
  uint32_t left = machine->sched.runq.size;
  unlock(&machine->sched.lock);
  emit(mp, EventType::kGlobrunqGet, gp, static_cast<uint8_t>(branch), 0, count, left);
  runqputbatch(mp, mp->p, &rest, PutWhy::kGlobalBatch);
  CHECK(rest.empty(), "gopark: couldn't put Gs into empty local runq");
  return pick(gp, branch);
}

// Steps 4 to 6.
Picked findWithoutStealing(M* mp) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  P* pp = mp->p;
  // Two goroutines that keep readying each other would otherwise keep everybody else away.
  if (pp->schedtick.load(std::memory_order_relaxed) % machine->settings.globalTick == 0 &&
      !globrunqempty(machine)) {
    lock(&sched.lock);
    G* gp = globrunqget(machine);
    uint32_t left = sched.runq.size;
    unlock(&sched.lock);
    if (gp != nullptr) {
      emit(mp, EventType::kGlobrunqGet, gp, static_cast<uint8_t>(PickBranch::kGlobal61), 0, 1,
           left);
      return pick(gp, PickBranch::kGlobal61);
    }
  }
  if (machine->systemGs->callbacksWanted.load(std::memory_order_acquire)) wakeCallbackGs(machine);
  bool inheritTime;
  if (G* gp = runqget(pp, &inheritTime)) {
    return pick(gp, inheritTime ? PickBranch::kRunnext : PickBranch::kLocal, inheritTime);
  }
  if (!globrunqempty(machine)) {
    lock(&sched.lock);
    if (!sched.runq.empty()) return takeGlobalBatch(mp, PickBranch::kGlobalBatch);
    unlock(&sched.lock);
  }
  return Picked{};
}

// At most half of the busy Ps' number of Ms (with Go's divisor) may look for work, so that a
// machine with little to do does not burn all its processors.
bool maySpin(M* mp) {
  if (mp->spinning.load(std::memory_order_relaxed)) return true;
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  return static_cast<int64_t>(machine->settings.spinDivisor) *
             sched.nmspinning.load(std::memory_order_seq_cst) <
         machine->gomaxprocs.load(std::memory_order_relaxed) -
             sched.npidle.load(std::memory_order_seq_cst);
}

// What an M without a P remembers of the Ps. Their storage outlives every change of their number.
struct Snapshot {
  P* const* allp;
  size_t count;
};

// Gives the M, which found work or may have to run a timer, an idle P and lets it spin; false when
// there is none.
bool takeIdlePSpinning(M* mp) {
  Machine* machine = mp->machine;
  lock(&machine->sched.lock);
  P* pp = pidlegetSpinning(machine);
  unlock(&machine->sched.lock);
  if (pp == nullptr) return false;
  acquirep(mp, pp);
  becomeSpinning(mp);
  return true;
}

enum class Next : uint8_t { kTop, kPicked, kSleep };

// Step 9: the M has just stopped being counted as spinning, without a P. Whoever submitted work
// before that may have relied on it.
Next recheck(M* mp, const Snapshot& snapshot, int64_t* pollUntil, Picked* picked) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  if (!globrunqempty(machine)) {
    lock(&sched.lock);
    if (!sched.runq.empty()) {
      if (P* pp = pidlegetSpinning(machine)) {
        GQueue rest;
        G* gp = globrunqgetbatch(machine, machine->settings.runqSize / 2, &rest);
        uint32_t left = sched.runq.size;
        unlock(&sched.lock);
        acquirep(mp, pp);
        becomeSpinning(mp);
        emit(mp, EventType::kGlobrunqGet, gp, static_cast<uint8_t>(PickBranch::kIdleRecheckGlobal),
             0, 1 + rest.size, left);
        runqputbatch(mp, pp, &rest, PutWhy::kGlobalBatch);
        *picked = pick(gp, PickBranch::kIdleRecheckGlobal);
        return Next::kPicked;
      }
    }
    unlock(&sched.lock);
  }
  // Without stealing, what is in other queues is none of this M's: it would look for ever.
  for (size_t id = 0; id < snapshot.count && machine->settings.steal; id++) {
    if (maskRead(machine->idlepMask, id) || runqempty(snapshot.allp[id])) continue;
    if (takeIdlePSpinning(mp)) return Next::kTop;
    break;  // No idle P: no use in looking further.
  }
  if (G* worker = gcIdleWorkNoP(mp)) {
    *picked = pick(worker, PickBranch::kGcWorker);
    return Next::kPicked;
  }
  // The end of a collection wakes an M, which sees to what has become due meanwhile.
  for (size_t id = 0; id < snapshot.count && !gcMarking(machine); id++) {
    if (maskRead(machine->timerpMask, id)) {
      *pollUntil = earlier(*pollUntil, timersWakeTime(snapshot.allp[id]));
    }
  }
  return Next::kSleep;
}

// Step 10: true when the M has a P again.
bool pollUntilTimer(M* mp, int64_t pollUntil, bool wasSpinning) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  uint32_t ticket = netpollTicket(machine);
  if (pollUntil != 0 && sched.lastpoll.exchange(0, std::memory_order_seq_cst) != 0) {
    sched.pollUntil.store(pollUntil, std::memory_order_seq_cst);
    netpollSleep(mp, ticket, pollUntil);
    sched.pollUntil.store(0, std::memory_order_seq_cst);
    sched.lastpoll.store(machine->host->nanotime(), std::memory_order_seq_cst);
    lock(&sched.lock);
    P* pp = pidleget(machine);
    unlock(&sched.lock);
    if (pp == nullptr) return false;
    acquirep(mp, pp);
    if (wasSpinning) becomeSpinning(mp);
    return true;
  }
  if (pollUntil != 0) {
    // Somebody sleeps in the poller already; perhaps for too long.
    int64_t pollerUntil = sched.pollUntil.load(std::memory_order_seq_cst);
    if (pollerUntil == 0 || pollerUntil > pollUntil) netpollBreak(machine);
  }
  return false;
}

// Steps 9 to 11, from giving up the P on. kTop: look again (the M has a P, or the program ended).
Next goIdle(M* mp, int64_t pollUntil, Picked* picked) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  Snapshot snapshot{machine->allp.data(), machine->allp.size()};

  lock(&sched.lock);
  if (sched.gcwaiting.load(std::memory_order_seq_cst)) {
    unlock(&sched.lock);
    return Next::kTop;
  }
  if (!sched.runq.empty()) {
    *picked = takeGlobalBatch(mp, PickBranch::kIdleRecheckGlobal);
    return Next::kPicked;
  }
  if (!mp->spinning.load(std::memory_order_relaxed) &&
      sched.needspinning.load(std::memory_order_acquire) == 1) {
    becomeSpinning(mp);
    unlock(&sched.lock);
    return Next::kTop;
  }
  P* pp = releasep(mp);
  pidleput(mp, pp);
  unlock(&sched.lock);
  interleave(mp);

  // The order matters: first stop being counted as spinning, then look at the queues. Who submits
  // work does it the other way round: first put it into a queue, then look at nmspinning (both with
  // sequential consistency). Either it sees no spinner and wakes one, or this M sees the work.
  const bool wasSpinning = mp->spinning.load(std::memory_order_relaxed);
  if (wasSpinning) {
    mp->spinning.store(false, std::memory_order_relaxed);
    int32_t spinning = sched.nmspinning.fetch_sub(1, std::memory_order_seq_cst) - 1;
    CHECK(spinning >= 0, "gopark: findRunnable: negative nmspinning");
    emit(mp, EventType::kSpinStop, nullptr, 0, 0, spinning);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    interleave(mp);
    Next next = recheck(mp, snapshot, &pollUntil, picked);
    if (next != Next::kSleep) return next;
  }
  interleave(mp);
  if (pollUntilTimer(mp, pollUntil, wasSpinning)) return Next::kTop;
  stopm(mp);
  return Next::kTop;
}

}  // namespace

Picked findRunnable(M* mp) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  for (;;) {
    if (machine->exiting.load(std::memory_order_acquire)) return Picked{};
    if (sched.gcwaiting.load(std::memory_order_seq_cst)) {
      if (!gcstopm(mp)) return Picked{};
      continue;
    }
    interleave(mp);
    const bool marking = gcMarking(machine);
    TimersCheck timers = marking ? TimersCheck{} : timersCheck(mp, mp->p, 0);
    int64_t pollUntil = timers.pollUntil;
    if (marking) {
      if (G* worker = gcFindWorker(mp)) {
        return Picked{worker, false, /*tryWakeP=*/true, PickBranch::kGcWorker, 0};
      }
    }
    Picked found = findWithoutStealing(mp);
    if (found.gp != nullptr) return found;

    if (maySpin(mp)) {
      if (!mp->spinning.load(std::memory_order_relaxed)) becomeSpinning(mp);
      StealResult stolen = stealWork(mp, timers.now);
      if (stolen.picked.gp != nullptr) return stolen.picked;
      if (stolen.newWork) continue;
      pollUntil = earlier(pollUntil, stolen.pollUntil);
    }
    if (marking) {
      if (G* worker = gcFindIdleWorker(mp)) return pick(worker, PickBranch::kGcWorker);
    }
    Picked atTheLast;
    if (goIdle(mp, pollUntil, &atTheLast) == Next::kPicked) return atTheLast;
    if (mp->p == nullptr) return Picked{};  // stopm was ended by the end of the program.
  }
}

namespace {

// The random number that decides in which order a pass visits the Ps: on a controlled host, which
// of the others it visits first.
uint32_t stealRandom(M* mp) {
  Machine* machine = mp->machine;
  if (machine->meter == nullptr) return cheaprand(mp, ChoiceKind::kStealOrder);
  const auto others = static_cast<uint32_t>(machine->allp.size()) - 1;
  if (others == 0) return 0;
  const auto own = static_cast<uint32_t>(mp->p->id);
  auto other = [own](uint32_t i) { return i < own ? i : i + 1; };
  uint32_t what[kChoiceWhatMax];
  for (uint32_t i = 0; i < std::min(others, kChoiceWhatMax); i++) what[i] = other(i);
  return other(choose(mp, ChoiceKind::kStealOrder, others, what));
}

}  // namespace

StealResult stealWork(M* mp, int64_t now) {
  Machine* machine = mp->machine;
  const Settings& settings = machine->settings;
  P* pp = mp->p;
  StealResult result;
  result.now = now;
  bool ranTimer = false;
  for (uint32_t pass = 0; pass < settings.stealTries; pass++) {
    const bool last = pass == settings.stealTries - 1;
    uint32_t random = stealRandom(mp);
    for (auto at = machine->stealOrder->start(random); !at.end(); at.next()) {
      if (machine->sched.gcwaiting.load(std::memory_order_seq_cst)) {
        result.newWork = true;  // So that the caller looks at gcwaiting.
        return result;
      }
      P* victim = machine->allp[at.at];
      if (victim == pp) continue;
      // Another P's timers only on the last pass: their lock is the victim's too.
      if (last && !gcMarking(machine) && maskRead(machine->timerpMask, victim->id)) {
        TimersCheck timers = timersCheck(mp, victim, result.now);
        result.now = timers.now;
        result.pollUntil = earlier(result.pollUntil, timers.pollUntil);
        if (timers.ran) {
          // The goroutines it readied are in our queue now.
          bool inheritTime;
          if (G* gp = runqget(pp, &inheritTime)) {
            result.picked = pick(gp, PickBranch::kTimerSteal, inheritTime, victim->id);
            return result;
          }
          ranTimer = true;
        }
      }
      if (!settings.steal || maskRead(machine->idlepMask, victim->id)) continue;
      interleave(mp);
      bool wasRunnext;
      if (G* gp = runqsteal(mp, victim, last, pass, &wasRunnext)) {
        result.picked = pick(gp, wasRunnext ? PickBranch::kStolenRunnext : PickBranch::kStolen,
                             false, victim->id);
        return result;
      }
      emit(mp, EventType::kStealTry, nullptr, 0, 0, victim->id, pass, runqlen(victim));
    }
  }
  result.newWork = ranTimer;
  return result;
}

}  // namespace gopark
