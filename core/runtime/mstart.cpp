// The life of an M: start, the g0 loop, end. Go's counterpart: mstart, mstart1 and mexit of
// proc.go.
//
//        schedule() ──► gp ──► gp->resume(gp) ──► stop ──► commitStop() ──► next gp ──┐
//             ▲                                                                       │
//             └──────────────────────────── null: leave ◄─────────────────────────────┘
//
// Differs: in Go schedule() jumps into the goroutine and the goroutine jumps back (mcall). Here
// both return, so g0 is an ordinary stack that keeps nothing across a switch.
#include "base/check.h"
#include "events/ring.h"
#include "runtime/native.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

// How often an M on a time-sliced host looks whether its turn is over, in stops, and for how long a
// turn lasts.
constexpr uint32_t kSliceCheckStops = 32;
constexpr int64_t kSliceNs = 100'000;

void yieldThread(M* mp) {
  if (mp->machine->meter != nullptr) {
    mp->machine->host->meterSpent();
    setm(mp);
    return;
  }
  mp->machine->host->schedulePoint();
  setm(mp);
  mp->sliceStartNs = mp->machine->host->nanotime();
}

void checkSlice(M* mp) {
  if (mp->machine->meter != nullptr) {
    interleave(mp);
    return;
  }
  if (++mp->sliceStops % kSliceCheckStops != 0) return;
  if (mp->machine->host->nanotime() - mp->sliceStartNs >= kSliceNs) yieldThread(mp);
}

void runLoop(M* mp) {
  const bool timeSliced = mp->machine->timeSliced;
  const bool onStack = mp->machine->settings.swap == SwapMode::kContext;
  G* gp = schedule(mp);
  while (gp != nullptr) {
    Stop stop = onStack ? stackful::resumeOnStack(gp) : gp->resume(gp);
    if (stop == Stop::kTimeSlice) {
      yieldThread(mp);
      // Where instructions are counted, stopping between two of them must change nothing.
      if (mp->machine->meter != nullptr) continue;
    }
    gp = commitStop(mp, gp, stop);
    // Not before the commit: a goroutine that parks may hold the lock of what it parks on.
    if (timeSliced && gp != nullptr) checkSlice(mp);
  }
}

// The M's last acts; after the count nothing of the machine may be touched.
void leave(M* mp) {
  Machine* machine = mp->machine;
  if (machine->exiting.load(std::memory_order_acquire) &&
      machine->exitEventDue.exchange(false, std::memory_order_relaxed)) {
    emitP(mp, EventType::kMachineExit, nullptr, nullptr, 0, 0,
          static_cast<uint32_t>(machine->exitCode.load(std::memory_order_relaxed)));
  }
  emitP(mp, EventType::kMExit, nullptr, nullptr);
  if (mp->events != nullptr) {
    EventRing* ring = mp->events;
    mp->events = nullptr;
    machine->events->retire(ring);
  }
  setm(nullptr);
  machine->liveMs.fetch_sub(1, std::memory_order_release);
}

}  // namespace

void interleave(M* mp) {
  if (mp->machine->meter == nullptr) return;
  mp->machine->host->schedulePoint();
  setm(mp);
}

void mstart(void* arg) {
  M* mp = static_cast<M*>(arg);
  Machine* machine = mp->machine;
  setm(mp);
  mp->sliceStartNs = machine->timeSliced ? machine->host->nanotime() : 0;
  if (mp->mstartfn != nullptr) mp->mstartfn(mp);
  emitP(mp, EventType::kMStart, nullptr, nullptr,
        mp->spinning.load(std::memory_order_relaxed) ? 1 : 0, 0,
        static_cast<uint32_t>(machine->liveMs.load(std::memory_order_relaxed)));
  if (mp != machine->m0) {
    acquirep(mp, mp->nextp);
    mp->nextp = nullptr;
  }
  runLoop(mp);
  if (!machine->exiting.load(std::memory_order_acquire)) mexit(mp);
  leave(mp);
}

// The M's goroutine exited while locked to it: the thread goes with it. The first M stays, for it
// may be the one thread that the system treats specially.
void mexit(M* mp) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  if (mp->p != nullptr) {
    P* pp = releasep(mp);
    emitP(mp, EventType::kProcHandoff, pp, nullptr, static_cast<uint8_t>(HandoffWhy::kThreadExit),
          0, mp->id);
    handoffp(mp, pp);
  }
  lock(&sched.lock);
  sched.nmfreed++;
  if (mp != machine->m0) {
    std::atomic<M*>* link = &machine->allm;
    while (link->load(std::memory_order_relaxed) != mp) {
      link = &link->load(std::memory_order_relaxed)->alllink;
    }
    link->store(mp->alllink.load(std::memory_order_relaxed), std::memory_order_release);
  }
  Dead dead = checkdead(machine);
  unlock(&sched.lock);
  if (dead != Dead::kNo) endDead(machine, dead);
  if (mp == machine->m0) notesleep(mp, &mp->park);
}

}  // namespace gopark
