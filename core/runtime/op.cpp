// gopark and the small operations: how a goroutine asks its M's loop for something. Go's
// counterpart: gopark, goparkunlock, Gosched and goyield of proc.go, waitReasonStrings of
// runtime2.go.
#include "runtime/op.h"

#include "events/fold_reasons.h"
#include "runtime/proc.h"

namespace gopark {

namespace {

bool parkunlock(G* gp, void* l) {
  unlock(static_cast<RuntimeMutex*>(l));
  return true;
}

constexpr const char* kWaitReasons[] = {
#define GOPARK_WAIT_REASON(name, text) text,
#include "runtime/wait_reasons.def"
#undef GOPARK_WAIT_REASON
};

}  // namespace

// The picture tells the queues of channels and locks by these.
#define SAME(name) \
  static_assert(static_cast<int>(FoldReason::name) == static_cast<int>(WaitReason::name))
SAME(kSemacquire);
SAME(kChanReceive);
SAME(kChanSend);
SAME(kSyncCondWait);
SAME(kSyncMutexLock);
SAME(kSyncRWMutexRLock);
SAME(kSyncRWMutexLock);
SAME(kSyncWaitGroupWait);
SAME(kSynctestChanReceive);
SAME(kSynctestChanSend);
SAME(kSynctestWaitGroupWait);
#undef SAME

const char* waitReasonString(WaitReason reason) {
  return reason < WaitReason::kCount ? kWaitReasons[static_cast<int>(reason)]
                                     : "unknown wait reason";
}

OpResult gopark(G* gp, bool (*unlockf)(G*, void*), void* lock, WaitReason reason, uint32_t object) {
  Request& request = gp->request;
  request.unlockf = unlockf;
  request.lock = lock;
  request.reason = reason;
  request.object = object;
  request.atHead = false;
  return OpResult::stopWith(Stop::kPark);
}

OpResult goparkunlock(G* gp, RuntimeMutex* lock, WaitReason reason, uint32_t object) {
  return gopark(gp, parkunlock, lock, reason, object);
}

OpResult gosched(G* gp, OpState* op) {
  return op->phase++ == 0 ? OpResult::stopWith(Stop::kGosched) : OpResult::done();
}

OpResult goyield(G* gp, OpState* op) {
  return op->phase++ == 0 ? OpResult::stopWith(Stop::kGoyield) : OpResult::done();
}

OpResult Language::forceGc(G* gp, OpState* op) {
  return OpResult::done();
}

}  // namespace gopark
