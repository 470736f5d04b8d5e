// Setting, stopping and running timers, and time.Sleep. See time.h.
#include "runtime/time.h"

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "runtime/chan.h"
#include "runtime/synctest.h"

namespace gopark {

namespace {

constexpr int64_t kNsPerUs = 1'000;
constexpr int64_t kMaxWhen = std::numeric_limits<int64_t>::max();

uint32_t microseconds(int64_t ns) {
  return static_cast<uint32_t>(std::clamp<int64_t>(ns / kNsPerUs, 0, UINT32_MAX));
}

// The heap and the clock of a timer in a bubble are the bubble's.
Bubble* bubbleOfTimer(const Timer* t) {
  return t->bubble == 0 ? nullptr : findBubble(getm()->machine, t->bubble);
}

int64_t clockOf(const Timer* t) {
  if (const Bubble* bubble = bubbleOfTimer(t)) return bubble->now.load(std::memory_order_relaxed);
  return getm()->machine->host->nanotime();
}

void noteSet(const Timer* t, int64_t when) {
  M* mp = getm();
  if (mp->events == nullptr) return;
  const G* gp = t->wakes != nullptr ? t->wakes : mp->curg.load(std::memory_order_relaxed);
  emit(mp, EventType::kTimerSet, gp, static_cast<uint8_t>(t->kind), 0, t->id,
       microseconds(when - clockOf(t)), timersLen(mp->p));
}

void noteStop(const Timer* t) {
  M* mp = getm();
  emit(mp, EventType::kTimerStop, mp->curg.load(std::memory_order_relaxed),
       static_cast<uint8_t>(t->kind), 0, t->id);
}

}  // namespace

// --- Life
// -------------------------------------------------------------------------------------------

void timerInit(Timer* t, Machine* machine, TimerKind kind, TimerFn f, void* arg) {
  t->kind = kind;
  t->id = machine->nextObjectId.fetch_add(1, std::memory_order_relaxed) + 1;
  t->f = f;
  t->arg = arg;
  const M* mp = getm();
  t->bubble = mp == nullptr ? 0 : bubbleIdOf(mp->curg.load(std::memory_order_relaxed));
  t->refs.store(1, std::memory_order_relaxed);
}

void timerInitChan(Timer* t, Machine* machine, TimerKind kind, TimerFn f, void* arg, Hchan* c) {
  CHECK(c->dataqsiz == 1, "gopark: a timer's channel has room for one value");
  timerInit(t, machine, kind, f, arg);
  t->isChan = true;
  t->channel = c;
  c->timer = t;
}

void timerRelease(Timer* t) {
  if (t->refs.fetch_sub(1, std::memory_order_acq_rel) == 1 && t->release != nullptr) t->release(t);
}

void timerLock(Timer* t) {
  lock(&t->mu);
}

void timerUnlock(Timer* t) {
  t->astate.store(t->state, std::memory_order_seq_cst);
  unlock(&t->mu);
}

// --- Setting and stopping
// ---------------------------------------------------------------------------

namespace {

// L(t->mu). A channel's timer nobody waits for stays out of every heap; but a bubble's moves its
// clock.
bool needsAdd(const Timer* t) {
  return (t->state & kTimerHeaped) == 0 && t->when > 0 &&
         (!t->isChan || t->bubble != 0 || t->blocked > 0);
}

// Adds t to the heap of the current P, or of its bubble, if it is still needed there.
void maybeAdd(Timer* t) {
  Bubble* bubble = bubbleOfTimer(t);
  Timers* ts = bubble != nullptr ? &bubble->timers : getm()->p->timers;
  bool wake = false;
  int64_t when = 0;
  lock(&ts->mu);
  ts->cleanHead();
  timerLock(t);
  if (needsAdd(t)) {
    t->state |= kTimerHeaped;
    when = t->when;
    int64_t earliest = ts->wakeTime();
    wake = bubble == nullptr && (earliest == 0 || when < earliest);
    ts->addHeap(t);
  }
  timerUnlock(t);
  unlock(&ts->mu);
  if (wake) wakeNetPoller(when);
}

// L(t->sendLock), L(t->mu): from here on a send of the old setting that is under way is void. Says
// whether there was one.
bool invalidateSends(Timer* t, int64_t period) {
  t->seq++;
  return period == 0 && t->isSending.load(std::memory_order_relaxed) > 0;
}

// Runs a timer in no heap if it is due.
bool runIfDue(Timer* t) {
  timerLock(t);
  const int64_t now = clockOf(t);
  if ((t->state & kTimerHeaped) != 0 || t->when == 0 || t->when > now) {
    timerUnlock(t);
    return false;
  }
  timerUnlockAndRun(t, now);
  return true;
}

}  // namespace

bool timerModify(Timer* t, int64_t when, int64_t period) {
  CHECK(when > 0, "gopark: timer when must be positive");
  noteSet(t, when);
  bool wake = false;
  if (t->isChan) lock(&t->sendLock);
  timerLock(t);
  const int64_t oldPeriod = t->period;
  bool pending = t->when > 0;
  t->period = period;
  t->when = when;
  if ((t->state & kTimerHeaped) != 0) {
    t->state |= kTimerModified;
    if ((t->state & kTimerZombie) != 0) {
      t->state &= static_cast<uint8_t>(~kTimerZombie);
      t->ts->zombies.fetch_sub(1, std::memory_order_relaxed);
    }
    int64_t earliest = t->ts->minWhenModified.load(std::memory_order_relaxed);
    if (earliest == 0 || when < earliest) {
      wake = t->bubble == 0;
      // The state first: whoever sees the new minimum must find the timer marked.
      t->astate.store(t->state, std::memory_order_seq_cst);
      t->ts->updateMinWhenModified(when);
    }
  }
  const bool add = needsAdd(t);
  if (t->isChan && invalidateSends(t, oldPeriod)) pending = true;
  timerUnlock(t);
  if (t->isChan) {
    if (timerchandrain(t->channel)) pending = true;
    unlock(&t->sendLock);
  }
  // A bubble's timer that is due fires now, not when the bubble has come to rest.
  if (add && (t->bubble == 0 || !runIfDue(t))) maybeAdd(t);
  if (wake) wakeNetPoller(when);
  return pending;
}

bool timerStop(Timer* t) {
  if (t->isChan) lock(&t->sendLock);
  timerLock(t);
  if ((t->state & kTimerHeaped) != 0) {
    t->state |= kTimerModified;
    if ((t->state & kTimerZombie) == 0) {
      t->state |= kTimerZombie;
      t->ts->zombies.fetch_add(1, std::memory_order_relaxed);
    }
  }
  bool pending = t->when > 0;
  t->when = 0;
  if (t->isChan && invalidateSends(t, t->period)) pending = true;
  timerUnlock(t);
  if (t->isChan) {
    if (timerchandrain(t->channel)) pending = true;
    unlock(&t->sendLock);
  }
  if (pending) noteStop(t);
  return pending;
}

int64_t clockOf(const G* gp, Machine* machine) {
  if (const Bubble* bubble = bubbleOf(gp)) return bubble->now.load(std::memory_order_relaxed);
  return machine->host->nanotime();
}

int64_t timerWhen(Machine* machine, int64_t ns) {
  int64_t when;
  const G* gp = getm()->curg.load(std::memory_order_relaxed);
  return __builtin_add_overflow(clockOf(gp, machine), ns, &when) ? kMaxWhen : when;
}

// --- Running
// ----------------------------------------------------------------------------------------

void timerUnlockAndRun(Timer* t, int64_t now) {
  CHECK((t->state & (kTimerModified | kTimerZombie)) == 0, "gopark: timers: bad state");
  const TimerFn f = t->f;
  void* const arg = t->arg;
  const uint64_t seq = t->seq;
  const int64_t delay = now - t->when;
  const bool once = t->period == 0;
  int64_t next = 0;
  if (!once) {
    // The ticks it is too late for are left out.
    int64_t skip;
    if (__builtin_mul_overflow(t->period, 1 + delay / t->period, &skip) ||
        __builtin_add_overflow(t->when, skip, &next)) {
      next = kMaxWhen;
    }
  }
  Timers* ts = t->ts;
  t->when = next;
  t->refs.fetch_add(1, std::memory_order_relaxed);  // This run's hold.
  bool unheaped = false;
  if ((t->state & kTimerHeaped) != 0) {
    t->state |= kTimerModified;
    if (next == 0) {
      t->state |= kTimerZombie;
      ts->zombies.fetch_add(1, std::memory_order_relaxed);
    }
    unheaped = timerUpdateHeap(t) == HeapUpdate::kRemoved;
  }
  if (t->isChan && once) t->isSending.fetch_add(1, std::memory_order_relaxed);
  M* mp = getm();
  emit(mp, EventType::kTimerFire, t->wakes, static_cast<uint8_t>(t->kind), 0, t->id,
       microseconds(delay), static_cast<uint32_t>(mp->p->id));
  timerUnlock(t);
  if (ts != nullptr) unlock(&ts->mu);
  if (unheaped) timerRelease(t);
  if (t->isChan) {
    // A Stop or Reset that has returned must not be followed by the value of the old setting.
    lock(&t->sendLock);
    if (once) t->isSending.fetch_sub(1, std::memory_order_relaxed);
    if (t->seq == seq) f(arg, seq, delay);
    unlock(&t->sendLock);
  } else {
    f(arg, seq, delay);
  }
  timerRelease(t);
  if (ts != nullptr) lock(&ts->mu);
}

// --- The timers of channels
// -------------------------------------------------------------------------

void maybeRunChan(Timer* t) {
  // In a heap the scheduler runs it.
  if ((t->astate.load(std::memory_order_seq_cst) & kTimerHeaped) != 0) return;
  runIfDue(t);
}

void blockTimerChan(Hchan* c) {
  Timer* t = c->timer;
  timerLock(t);
  t->blocked++;
  if ((t->state & (kTimerHeaped | kTimerZombie)) == (kTimerHeaped | kTimerZombie) && t->when > 0) {
    t->state &= static_cast<uint8_t>(~kTimerZombie);
    t->ts->zombies.fetch_sub(1, std::memory_order_relaxed);
  }
  const bool add = needsAdd(t);
  timerUnlock(t);
  if (add) maybeAdd(t);
}

void unblockTimerChan(Hchan* c) {
  Timer* t = c->timer;
  timerLock(t);
  CHECK(t->blocked > 0, "gopark: unblockTimerChan: nobody blocked");
  t->blocked--;
  if (t->blocked == 0 && t->bubble == 0 &&
      (t->state & (kTimerHeaped | kTimerZombie)) == kTimerHeaped) {
    // Nobody waits any more. It keeps its `when`: whoever looks next runs it if it is due by then.
    t->state |= kTimerZombie;
    t->ts->zombies.fetch_add(1, std::memory_order_relaxed);
  }
  timerUnlock(t);
}

// --- Sleep
// ------------------------------------------------------------------------------------------

namespace {

constexpr uint32_t kAsleep = 1;

void goroutineReady(void* gp, uint64_t, int64_t) {
  goready(static_cast<G*>(gp));
}

// On g0, after gp has become waiting: armed before, the timer could fire on another P while the
// goroutine still runs.
bool resetForSleep(G* gp, void*) {
  timerModify(gp->sleepTimer, gp->sleepWhen, 0);
  return true;
}

}  // namespace

OpResult timeSleep(G* gp, OpState* op, int64_t ns) {
  if (op->phase == kAsleep) {
    op->phase = 0;
    return OpResult::done();
  }
  if (ns <= 0) return OpResult::done();
  Machine* machine = gp->m.load(std::memory_order_relaxed)->machine;
  if (gp->sleepTimer == nullptr) {
    gp->sleepTimer = new Timer;
    gp->sleepTimer->release = [](Timer* t) { delete t; };
    timerInit(gp->sleepTimer, machine, TimerKind::kSleep, goroutineReady, gp);
    gp->sleepTimer->wakes = gp;
  }
  gp->sleepTimer->bubble = bubbleIdOf(gp);
  gp->sleepWhen = timerWhen(machine, ns);
  op->phase = kAsleep;
  return gopark(gp, resetForSleep, nullptr, WaitReason::kSleep, gp->sleepTimer->id);
}

void sleepTimerDestroy(G* gp) {
  if (gp->sleepTimer == nullptr) return;
  timerRelease(gp->sleepTimer);
  gp->sleepTimer = nullptr;
}

}  // namespace gopark
