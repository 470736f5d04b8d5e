// See rwmutex.h.
#include "runtime/rwmutex.h"

namespace gopark {

namespace {

constexpr int32_t kMaxReaders = 1 << 30;

constexpr uint32_t kWaitingForReaders = kOuterPhase;
constexpr uint32_t kUnlockingW = kOuterPhase + 1;

uint32_t idOf(G* gp, const RWMutexWords* rw) {
  return objectId(mOf(gp), rw);
}

void note(G* gp, EventType type, LockKind kind, const RWMutexWords* rw) {
  M* mp = mOf(gp);
  if (mp->events != nullptr) emit(mp, type, gp, static_cast<uint8_t>(kind), 0, idOf(gp, rw));
}

// Runs a semaphore's operation inside one of ours: it keeps its phase in op->u32 meanwhile.
OpResult semInside(G* gp, OpState* op, uint32_t outer, SemWord* sem, WaitReason reason,
                   uint32_t object) {
  op->phase = op->u32;
  OpResult r = semacquire(gp, op, sem, false, reason, object);
  op->u32 = op->phase;
  op->phase = r.status == OpStatus::kStop ? outer : 0;
  return r;
}

}  // namespace

OpResult rwmutexRLock(G* gp, OpState* op, RWMutexWords* rw) {
  // A writer is pending: wait until it is done.
  if (op->phase != 0 || rw->readerCount.fetch_add(1, std::memory_order_seq_cst) + 1 < 0) {
    OpResult r = semInside(gp, op, kWaitingForReaders, &rw->readerSem,
                           WaitReason::kSyncRWMutexRLock, idOf(gp, rw));
    if (r.status != OpStatus::kDone) return r;
  }
  note(gp, EventType::kLockAcquire, LockKind::kRWMutexRead, rw);
  return OpResult::done();
}

bool rwmutexTryRLock(G* gp, RWMutexWords* rw) {
  int32_t count = rw->readerCount.load(std::memory_order_seq_cst);
  while (count >= 0) {
    if (rw->readerCount.compare_exchange_weak(count, count + 1, std::memory_order_seq_cst)) {
      note(gp, EventType::kLockAcquire, LockKind::kRWMutexRead, rw);
      return true;
    }
  }
  return false;
}

OpResult rwmutexRUnlock(G* gp, RWMutexWords* rw) {
  note(gp, EventType::kLockRelease, LockKind::kRWMutexRead, rw);
  int32_t count = rw->readerCount.fetch_sub(1, std::memory_order_seq_cst) - 1;
  if (count >= 0) return OpResult::done();
  if (count + 1 == 0 || count + 1 == -kMaxReaders) {
    return OpResult::fatal("sync: RUnlock of unlocked RWMutex");
  }
  // The last reader the pending writer waits for lets it in.
  if (rw->readerWait.fetch_sub(1, std::memory_order_seq_cst) - 1 == 0) {
    semreleaseNow(gp, &rw->writerSem);
  }
  return OpResult::done();
}

OpResult rwmutexLock(G* gp, OpState* op, RWMutexWords* rw) {
  if (op->phase < kOuterPhase) {
    OpResult r = mutexLockQuietly(gp, op, &rw->w);
    if (r.status != OpStatus::kDone) return r;
    *op = OpState{};
    int32_t readers = rw->readerCount.fetch_sub(kMaxReaders, std::memory_order_seq_cst);
    if (readers != 0 &&
        rw->readerWait.fetch_add(readers, std::memory_order_seq_cst) + readers != 0) {
      op->phase = kWaitingForReaders;
    }
  }
  if (op->phase == kWaitingForReaders) {
    OpResult r = semInside(gp, op, kWaitingForReaders, &rw->writerSem, WaitReason::kSyncRWMutexLock,
                           idOf(gp, rw));
    if (r.status != OpStatus::kDone) return r;
  }
  note(gp, EventType::kLockAcquire, LockKind::kRWMutexWrite, rw);
  return OpResult::done();
}

bool rwmutexTryLock(G* gp, RWMutexWords* rw) {
  if (!mutexTryLockQuietly(&rw->w)) return false;
  int32_t none = 0;
  if (!rw->readerCount.compare_exchange_strong(none, -kMaxReaders, std::memory_order_seq_cst)) {
    OpState op;
    // Differs: if w became starving in this moment, the yield of its hand-over is left out. The new
    // owner is this P's runnext all the same.
    mutexUnlockQuietly(gp, &op, &rw->w);
    return false;
  }
  note(gp, EventType::kLockAcquire, LockKind::kRWMutexWrite, rw);
  return true;
}

OpResult rwmutexUnlock(G* gp, OpState* op, RWMutexWords* rw) {
  if (op->phase == 0) {
    note(gp, EventType::kLockRelease, LockKind::kRWMutexWrite, rw);
    int32_t readers =
        rw->readerCount.fetch_add(kMaxReaders, std::memory_order_seq_cst) + kMaxReaders;
    if (readers >= kMaxReaders) return OpResult::fatal("sync: Unlock of unlocked RWMutex");
    for (int32_t i = 0; i < readers; i++) semreleaseNow(gp, &rw->readerSem);
  } else {
    op->phase = op->u32;
  }
  OpResult r = mutexUnlockQuietly(gp, op, &rw->w);
  op->u32 = op->phase;
  op->phase = r.status == OpStatus::kStop ? kUnlockingW : 0;
  return r;
}

}  // namespace gopark
