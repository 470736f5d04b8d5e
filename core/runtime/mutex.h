// sync.Mutex over its two words. Go's counterpart: internal/sync/mutex.go.
//
//   state   bit 0 locked, bit 1 woken, bit 2 starving, from bit 3 on the number of waiters
//   sema    what the waiters sleep on
//
// Normally the mutex is not fair: a woken waiter competes with whoever runs and usually loses,
// which is fast. A waiter that has waited over a millisecond makes the mutex starving: then it is
// handed over from one waiter to the next, and nobody else gets it, until the queue is short again.
#pragma once

#include "runtime/sema.h"

namespace gopark {

struct MutexWords {
  std::atomic<int32_t> state{0};
  SemWord sema{0};
};
static_assert(sizeof(MutexWords) == 8);

// mutexLock() is Lock.
OpResult mutexLock(G* gp, OpState* op, MutexWords* m);
// mutexTryLock() is TryLock.
bool mutexTryLock(G* gp, MutexWords* m);
// mutexUnlock() is Unlock. It may stop: in starvation the waiter runs first.
OpResult mutexUnlock(G* gp, OpState* op, MutexWords* m);

// The same without events, for the mutex inside an RWMutex.
OpResult mutexLockQuietly(G* gp, OpState* op, MutexWords* m);
bool mutexTryLockQuietly(MutexWords* m);
OpResult mutexUnlockQuietly(G* gp, OpState* op, MutexWords* m);

// Operations made of others keep their own phases from here on; below are those of mutexes and
// semaphores.
inline constexpr uint32_t kOuterPhase = 16;

}  // namespace gopark
