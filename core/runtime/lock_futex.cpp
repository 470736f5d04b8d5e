// The runtime's own locks and one-shot notes, on the host's futex. Go's counterpart: lock_futex.go.
//
// A RuntimeMutex is 0 unlocked, 1 locked, 2 locked and somebody may sleep on it. It is held for a
// few hundred instructions at most, and no M ever suspends while it holds one: so on hosts whose Ms
// share a thread it is never contended.
//
// Differs: Go 1.24 replaced this algorithm on some systems by one that lets only one waiter spin
// (lock_spinbit.go); a machine of ours has few Ms and short sections, where the older one is as
// good.
#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

constexpr uint32_t kMutexUnlocked = 0;
constexpr uint32_t kMutexLocked = 1;
constexpr uint32_t kMutexSleeping = 2;

constexpr int kActiveSpins = 4;
constexpr uint32_t kActiveSpinSteps = 30;
constexpr int kPassiveSpins = 1;

constexpr uint32_t kNoteWoken = 1;
constexpr uint32_t kNoteExit = 2;  // The program ended: nobody sleeps here any more.

bool tryLockAs(RuntimeMutex* l, uint32_t value) {
  uint32_t expected = kMutexUnlocked;
  return l->key.compare_exchange_strong(expected, value, std::memory_order_acquire,
                                        std::memory_order_relaxed);
}

void lockSlow(Host* host, RuntimeMutex* l) {
  // What to write when the lock is got: kMutexSleeping once this thread has slept, because others
  // may sleep too and nobody counts them.
  uint32_t value = kMutexLocked;
  const int spins = host->parallel() ? kActiveSpins : 0;
  for (;;) {
    for (int i = 0; i < spins; i++) {
      if (tryLockAs(l, value)) return;
      host->procyield(kActiveSpinSteps);
    }
    for (int i = 0; i < kPassiveSpins; i++) {
      if (tryLockAs(l, value)) return;
      host->osyield();
    }
    if (l->key.exchange(kMutexSleeping, std::memory_order_acquire) == kMutexUnlocked) return;
    value = kMutexSleeping;
    host->locksleep(&l->key, kMutexSleeping);
  }
}

Host* currentHost() {
  M* mp = getm();
  CHECK(mp != nullptr, "gopark: runtime lock used by a thread that is no M");
  return mp->machine->host;
}

}  // namespace

void lock(RuntimeMutex* l) {
  if (!tryLockAs(l, kMutexLocked)) lockSlow(currentHost(), l);
}

void unlock(RuntimeMutex* l) {
  uint32_t old = l->key.exchange(kMutexUnlocked, std::memory_order_release);
  CHECK(old != kMutexUnlocked, "gopark: unlock of unlocked lock");
  if (old == kMutexSleeping) currentHost()->futexwakeup(&l->key, 1);
}

void lockOn(Host* host, RuntimeMutex* l) {
  if (!tryLockAs(l, kMutexLocked)) lockSlow(host, l);
}

void unlockOn(Host* host, RuntimeMutex* l) {
  uint32_t old = l->key.exchange(kMutexUnlocked, std::memory_order_release);
  CHECK(old != kMutexUnlocked, "gopark: unlock of unlocked lock");
  if (old == kMutexSleeping) host->futexwakeup(&l->key, 1);
}

// An exchange, not a store: it reads the noteexit() that may have come before it, and so the next
// look at machine->exiting sees it too, although the word is zero again.
void noteclear(Note* n) {
  n->key.exchange(0, std::memory_order_acq_rel);
}

void notewakeup(Host* host, Note* n) {
  uint32_t old = n->key.fetch_or(kNoteWoken, std::memory_order_acq_rel);
  CHECK((old & kNoteWoken) == 0, "gopark: notewakeup - double wakeup");
  host->futexwakeup(&n->key, 1);
}

void noteexit(Host* host, Note* n) {
  n->key.fetch_or(kNoteExit, std::memory_order_acq_rel);
  host->futexwakeup(&n->key, UINT32_MAX);
}

bool notesleep(M* mp, Note* n) {
  Machine* machine = mp->machine;
  mp->blocked.store(true, std::memory_order_relaxed);
  while (n->key.load(std::memory_order_acquire) == 0 &&
         !machine->exiting.load(std::memory_order_acquire)) {
    machine->host->futexsleep(&n->key, 0, -1);
    setm(mp);  // Another M may have run on this thread meanwhile.
  }
  mp->blocked.store(false, std::memory_order_relaxed);
  return !machine->exiting.load(std::memory_order_acquire);
}

bool notetsleep(M* mp, Note* n, int64_t ns) {
  Machine* machine = mp->machine;
  Host* host = machine->host;
  const int64_t deadline = host->nanotime() + ns;
  mp->blocked.store(true, std::memory_order_relaxed);
  uint32_t key;
  while ((key = n->key.load(std::memory_order_acquire)) == 0 &&
         !machine->exiting.load(std::memory_order_acquire)) {
    int64_t left = deadline - host->nanotime();
    if (left <= 0) break;
    host->futexsleep(&n->key, 0, left);
    setm(mp);
  }
  mp->blocked.store(false, std::memory_order_relaxed);
  return (key & kNoteWoken) != 0;
}

void musleep(M* mp, int64_t ns) {
  mp->machine->host->usleep(ns);
  setm(mp);
}

void exitsleep(M* mp, int64_t ns) {
  Machine* machine = mp->machine;
  Host* host = machine->host;
  const int64_t deadline = host->nanotime() + ns;
  while (machine->exitWord.load(std::memory_order_acquire) == 0) {
    int64_t left = deadline - host->nanotime();
    if (left <= 0) break;
    host->futexsleep(&machine->exitWord, 0, left);
    setm(mp);
  }
}

}  // namespace gopark
