// sync.RWMutex over its words. Go's counterpart: sync/rwmutex.go.
//
// A writer first takes w, which keeps other writers away, then lowers readerCount by kMaxReaders,
// which keeps new readers away, and waits for those that are inside (readerWait). So a pending
// writer comes before the readers that arrive after it.
#pragma once

#include "runtime/mutex.h"

namespace gopark {

struct RWMutexWords {
  MutexWords w;
  SemWord writerSem{0};
  SemWord readerSem{0};
  std::atomic<int32_t> readerCount{0};
  std::atomic<int32_t> readerWait{0};
};
static_assert(sizeof(RWMutexWords) == 24);

// rwmutexLock(), rwmutexTryLock() and rwmutexUnlock() are Lock, TryLock and Unlock.
OpResult rwmutexLock(G* gp, OpState* op, RWMutexWords* rw);
bool rwmutexTryLock(G* gp, RWMutexWords* rw);
OpResult rwmutexUnlock(G* gp, OpState* op, RWMutexWords* rw);

// rwmutexRLock(), rwmutexTryRLock() and rwmutexRUnlock() are RLock, TryRLock and RUnlock.
OpResult rwmutexRLock(G* gp, OpState* op, RWMutexWords* rw);
bool rwmutexTryRLock(G* gp, RWMutexWords* rw);
OpResult rwmutexRUnlock(G* gp, RWMutexWords* rw);

}  // namespace gopark
