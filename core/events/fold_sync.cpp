// The half of the fold that is about what goroutines wait on: see fold_objects.h.
#include "events/fold.h"

namespace gopark {

// A goroutine that began to wait, or is found waiting, goes into its object's queue. A Mutex's
// waiter that was woken in vain goes to the head again.
void Fold::waitOnObject(FoldG& g, int64_t now, bool atHead) {
  const WaitPlace where = waitPlaceOf(g.reason);
  if (g.object == 0 || where.side == WaitSide::kNone) return;
  FoldObject& object = objects_.use(g.object, where.kind, now);
  g.place = GPlace::kObject;
  g.side = where.side;
  g.objectSlot = objects_.slotOf(object);
  append(object.waiting[static_cast<size_t>(where.side)], g, atHead);
  objects_.settle(g.objectSlot);
}

void Fold::applyChannel(const Event& e) {
  FoldObject& c = objects_.use(e.a, ObjectKind::kChannel, e.timeNs);
  switch (e.type) {
    case EventType::kChanMake:
      objects_.countChannel();
      c.capacity = e.b;
      c.buffered = 0;
      c.place = e.c;
      break;
    case EventType::kChanSend:
      c.buffered = e.b;
      break;
    case EventType::kChanRecv:
      c.buffered = e.b;
      if (e.sub == 1) c.closed = true;
      break;
    case EventType::kChanClose:
      c.closed = true;
      break;
    default:
      break;
  }
}

void Fold::applyLock(const Event& e) {
  const bool acquired = e.type == EventType::kLockAcquire;
  switch (static_cast<LockKind>(e.sub)) {
    case LockKind::kMutex:
      objects_.use(e.a, ObjectKind::kMutex, e.timeNs).owner = acquired ? e.g : 0;
      break;
    case LockKind::kRWMutexWrite: {
      FoldObject& lock = objects_.use(e.a, ObjectKind::kRWMutex, e.timeNs);
      lock.owner = acquired ? e.g : 0;
      lock.readers = 0;
      break;
    }
    case LockKind::kRWMutexRead: {
      FoldObject& lock = objects_.use(e.a, ObjectKind::kRWMutex, e.timeNs);
      if (acquired) lock.owner = 0;
      if (lock.readers == kNotKnown) break;
      if (acquired) {
        lock.readers++;
      } else if (lock.readers > 0) {
        lock.readers--;
      }
      break;
    }
    case LockKind::kWaitGroup:
      objects_.use(e.a, ObjectKind::kWaitGroup, e.timeNs);
      break;
    case LockKind::kCond:
      objects_.use(e.a, ObjectKind::kCond, e.timeNs);
      break;
    case LockKind::kSema:
      objects_.use(e.a, ObjectKind::kSema, e.timeNs);
      break;
    case LockKind::kOnce:
      break;
  }
}

void Fold::applyTimer(const Event& e) {
  const auto kind = static_cast<TimerKind>(e.sub);
  if (e.type == EventType::kTimerSet) {
    const int64_t inNs = int64_t{e.b} * 1000;
    const int64_t periodNs = kind == TimerKind::kTicker ? inNs : 0;
    objects_.setTimer({e.a, e.g, e.p, e.sub, e.timeNs + inNs, periodNs});
    if (FoldP* pp = proc(e.p)) pp->timers = e.c;
    return;
  }
  if (e.type == EventType::kTimerFire) {
    counts_.timersFired++;
    objects_.fireTimer(e.a, e.timeNs - int64_t{e.b} * 1000);
    // The heap keeps a ticker.
    if (kind == TimerKind::kTicker) return;
  } else {
    objects_.stopTimer(e.a);
  }
  FoldP* pp = proc(e.type == EventType::kTimerFire ? static_cast<uint16_t>(e.c) : e.p);
  if (pp != nullptr && pp->timers > 0) pp->timers--;
}

}  // namespace gopark
