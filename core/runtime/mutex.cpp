// See mutex.h.
#include "runtime/mutex.h"

#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

constexpr int32_t kLocked = 1;
constexpr int32_t kWoken = 2;
constexpr int32_t kStarving = 4;
constexpr int kWaiterShift = 3;
constexpr int32_t kOneWaiter = 1 << kWaiterShift;

// The phase is 0 before the operation, then that of the semaphore it sleeps on. What Lock keeps
// across a sleep: op->i64 is when the first one began, op->u32 these bits.
constexpr uint32_t kIsStarving = 1;
constexpr uint32_t kLifo = 2;

// Whether it is worth to wait for the owner without sleeping: it runs on another P right now, and
// this one has nothing else to do.
bool canSpin(M* mp, uint32_t iteration) {
  Machine* machine = mp->machine;
  const Sched& sched = machine->sched;
  if (iteration >= machine->settings.mutexSpinTries || !machine->host->parallel() ||
      machine->host->ncpu() <= 1) {
    return false;
  }
  if (machine->gomaxprocs.load(std::memory_order_relaxed) <=
      sched.npidle.load(std::memory_order_relaxed) +
          sched.nmspinning.load(std::memory_order_relaxed) + 1) {
    return false;
  }
  return runqempty(mp->p);
}

bool compareAndSwap(MutexWords* m, int32_t* old, int32_t value) {
  return m->state.compare_exchange_strong(*old, value, std::memory_order_seq_cst);
}

// One attempt after another until the lock is got (true) or the goroutine has to sleep (false).
// `awoke`: it was woken from its sleep, so the woken bit stands for it.
bool compete(G* gp, MutexWords* m, bool starving, bool awoke) {
  M* mp = mOf(gp);
  uint32_t iteration = 0;
  int32_t old = m->state.load(std::memory_order_seq_cst);
  for (;;) {
    if ((old & (kLocked | kStarving)) == kLocked && canSpin(mp, iteration)) {
      // Tell Unlock not to wake another, if there are others.
      if (!awoke && (old & kWoken) == 0 && old >> kWaiterShift != 0) {
        int32_t expected = old;
        if (compareAndSwap(m, &expected, old | kWoken)) awoke = true;
      }
      mp->machine->host->procyield(mp->machine->settings.mutexSpinSteps);
      iteration++;
      old = m->state.load(std::memory_order_seq_cst);
      continue;
    }
    int32_t next = old;
    if ((old & kStarving) == 0) next |= kLocked;
    if ((old & (kLocked | kStarving)) != 0) next += kOneWaiter;
    if (starving && (old & kLocked) != 0) next |= kStarving;
    if (awoke) {
      CHECK((next & kWoken) != 0, "gopark: sync: inconsistent mutex state");
      next &= ~kWoken;
    }
    if (compareAndSwap(m, &old, next)) return (old & (kLocked | kStarving)) == 0;
  }
}

OpResult lockSlow(G* gp, OpState* op, MutexWords* m, uint32_t object, bool* handedOver) {
  M* mp = mOf(gp);
  Machine* machine = mp->machine;
  const bool resumed = op->phase != 0;
  if (!resumed) {
    op->u32 = 0;
    op->i64 = 0;
    if (compete(gp, m, false, false)) return OpResult::done();
  }
  for (bool asleep = resumed;; asleep = false) {
    // A goroutine that has waited before goes to the head of the queue.
    const bool waitedBefore = op->i64 != 0;
    if (!asleep && !waitedBefore) op->i64 = machine->host->nanotime();
    const bool lifo = asleep ? (op->u32 & kLifo) != 0 : waitedBefore;
    op->u32 = (op->u32 & kIsStarving) | (lifo ? kLifo : 0);
    OpResult slept = semacquire(gp, op, &m->sema, lifo, WaitReason::kSyncMutexLock, object);
    if (slept.status != OpStatus::kDone) return slept;

    bool starving = (op->u32 & kIsStarving) != 0 ||
                    machine->host->nanotime() - op->i64 > machine->settings.mutexStarvationNs;
    if (starving) op->u32 |= kIsStarving;
    int32_t old = m->state.load(std::memory_order_seq_cst);
    if ((old & kStarving) != 0) {
      // It was handed to this goroutine, which still counts as a waiter.
      CHECK((old & (kLocked | kWoken)) == 0 && old >> kWaiterShift != 0,
            "gopark: sync: inconsistent mutex state");
      int32_t delta = kLocked - kOneWaiter;
      // Starvation mode is slow: leave it with the last waiter, or one that did not wait long.
      if (!starving || old >> kWaiterShift == 1) delta -= kStarving;
      m->state.fetch_add(delta, std::memory_order_seq_cst);
      *handedOver = true;
      return OpResult::done();
    }
    if (compete(gp, m, starving, true)) return OpResult::done();
  }
}

constexpr const char* kUnlockText = "sync: unlock of unlocked mutex";

OpResult unlockSlow(G* gp, OpState* op, MutexWords* m, int32_t now) {
  if (((now + kLocked) & kLocked) == 0) return OpResult::fatal(kUnlockText);
  if ((now & kStarving) != 0) {
    // Hand it to the first waiter, who sets the locked bit itself; the starving bit keeps others
    // away until then.
    return semrelease(gp, op, &m->sema, /*handoff=*/true);
  }
  int32_t old = now;
  for (;;) {
    // Nobody to wake, or somebody is awake or has it already.
    if (old >> kWaiterShift == 0 || (old & (kLocked | kWoken | kStarving)) != 0) {
      return OpResult::done();
    }
    if (compareAndSwap(m, &old, (old - kOneWaiter) | kWoken)) {
      return semrelease(gp, op, &m->sema, /*handoff=*/false);
    }
  }
}

uint32_t waiters(const MutexWords* m) {
  return static_cast<uint32_t>(m->state.load(std::memory_order_relaxed)) >> kWaiterShift;
}

void noteLock(G* gp, EventType type, const MutexWords* m, bool handedOver) {
  M* mp = mOf(gp);
  if (mp->events == nullptr) return;
  emit(mp, type, gp, static_cast<uint8_t>(LockKind::kMutex), handedOver ? 1 : 0, objectId(mp, m),
       waiters(m));
}

OpResult lockAny(G* gp, OpState* op, MutexWords* m, bool* handedOver) {
  *handedOver = false;
  if (op->phase == 0) {
    int32_t unlocked = 0;
    if (compareAndSwap(m, &unlocked, kLocked)) return OpResult::done();
  }
  return lockSlow(gp, op, m, objectId(mOf(gp), m), handedOver);
}

}  // namespace

bool mutexTryLockQuietly(MutexWords* m) {
  int32_t old = m->state.load(std::memory_order_seq_cst);
  return (old & (kLocked | kStarving)) == 0 && compareAndSwap(m, &old, old | kLocked);
}

OpResult mutexLockQuietly(G* gp, OpState* op, MutexWords* m) {
  bool handedOver;
  return lockAny(gp, op, m, &handedOver);
}

OpResult mutexUnlockQuietly(G* gp, OpState* op, MutexWords* m) {
  if (op->phase != 0) return semrelease(gp, op, &m->sema, true);  // Back from the hand-over.
  int32_t now = m->state.fetch_sub(kLocked, std::memory_order_seq_cst) - kLocked;
  return now == 0 ? OpResult::done() : unlockSlow(gp, op, m, now);
}

OpResult mutexLock(G* gp, OpState* op, MutexWords* m) {
  bool handedOver;
  OpResult r = lockAny(gp, op, m, &handedOver);
  if (r.status == OpStatus::kDone) noteLock(gp, EventType::kLockAcquire, m, handedOver);
  return r;
}

bool mutexTryLock(G* gp, MutexWords* m) {
  if (!mutexTryLockQuietly(m)) return false;
  noteLock(gp, EventType::kLockAcquire, m, false);
  return true;
}

OpResult mutexUnlock(G* gp, OpState* op, MutexWords* m) {
  // Before it is free: the next owner's event comes after this one.
  if (op->phase == 0) noteLock(gp, EventType::kLockRelease, m, false);
  return mutexUnlockQuietly(gp, op, m);
}

}  // namespace gopark
