// See fold_objects.h.
#include "events/fold_objects.h"

#include "events/fold_reasons.h"

namespace gopark {

WaitPlace waitPlaceOf(uint8_t reason) {
  switch (static_cast<FoldReason>(reason)) {
    case FoldReason::kChanSend:
    case FoldReason::kSynctestChanSend:
      return {ObjectKind::kChannel, WaitSide::kFirst};
    case FoldReason::kChanReceive:
    case FoldReason::kSynctestChanReceive:
      return {ObjectKind::kChannel, WaitSide::kSecond};
    case FoldReason::kSyncMutexLock:
      return {ObjectKind::kMutex, WaitSide::kFirst};
    case FoldReason::kSyncRWMutexLock:
      return {ObjectKind::kRWMutex, WaitSide::kFirst};
    case FoldReason::kSyncRWMutexRLock:
      return {ObjectKind::kRWMutex, WaitSide::kSecond};
    case FoldReason::kSyncWaitGroupWait:
    case FoldReason::kSynctestWaitGroupWait:
      return {ObjectKind::kWaitGroup, WaitSide::kFirst};
    case FoldReason::kSyncCondWait:
      return {ObjectKind::kCond, WaitSide::kFirst};
    case FoldReason::kSemacquire:
      return {ObjectKind::kSema, WaitSide::kFirst};
  }
  return {};
}

const FoldObject* FoldObjects::find(uint32_t id) const {
  const int32_t slot = index_.find(id);
  return slot == IdMap::kNone ? nullptr : &slots_[static_cast<size_t>(slot)];
}

FoldObject& FoldObjects::use(uint32_t id, ObjectKind kind, int64_t now) {
  int32_t slot = index_.find(id);
  if (slot == IdMap::kNone) slot = add(id);
  FoldObject& object = at(slot);
  object.usedNs = now;
  // An RWMutex's writers queue up at a Mutex inside it, which is the same object.
  const bool inside = kind == ObjectKind::kMutex && object.kind == ObjectKind::kRWMutex;
  if (kind != ObjectKind::kUnknown && !inside) object.kind = kind;
  if (object.waiters() == 0 && newest_ != slot) {
    unlink(slot);
    link(slot);
  }
  return object;
}

int32_t FoldObjects::add(uint32_t id) {
  if (idle_ >= kIdleMax) drop(oldest_);
  int32_t slot;
  if (freeSlots_.empty()) {
    slot = static_cast<int32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = freeSlots_.back();
    freeSlots_.pop_back();
    at(slot) = FoldObject();
  }
  FoldObject& object = at(slot);
  object.id = id;
  // Ids are given at the first use, so one that is higher than all before is new: nobody has it.
  if (sinceNs_ == 0 && (!dropped_ || id > highestId_)) object.owner = object.readers = 0;
  if (id > highestId_) highestId_ = id;
  index_.insert(id, slot);
  link(slot);
  return slot;
}

void FoldObjects::settle(int32_t slot) {
  const bool isIdle = at(slot).newer >= 0 || at(slot).older >= 0 || newest_ == slot;
  const bool shouldBe = at(slot).waiters() == 0;
  if (isIdle && !shouldBe) unlink(slot);
  if (!isIdle && shouldBe) {
    link(slot);
    if (idle_ > kIdleMax) drop(oldest_);
  }
}

void FoldObjects::link(int32_t slot) {
  FoldObject& object = at(slot);
  object.newer = -1;
  object.older = newest_;
  (newest_ >= 0 ? at(newest_).newer : oldest_) = slot;
  newest_ = slot;
  idle_++;
}

void FoldObjects::unlink(int32_t slot) {
  FoldObject& object = at(slot);
  (object.newer >= 0 ? at(object.newer).older : newest_) = object.older;
  (object.older >= 0 ? at(object.older).newer : oldest_) = object.newer;
  object.newer = object.older = -1;
  idle_--;
}

void FoldObjects::drop(int32_t slot) {
  unlink(slot);
  index_.erase(at(slot).id);
  at(slot) = FoldObject();
  freeSlots_.push_back(slot);
  dropped_ = true;
}

// --- Timers ---

void FoldObjects::setTimer(const FoldTimer& timer) {
  int32_t slot = timerIndex_.find(timer.id);
  if (slot == IdMap::kNone) {
    if (timersSet() >= kTimersMax) {
      timersNotKept_++;
      return;
    }
    if (freeTimers_.empty()) {
      slot = static_cast<int32_t>(timers_.size());
      timers_.emplace_back();
    } else {
      slot = freeTimers_.back();
      freeTimers_.pop_back();
    }
    timerIndex_.insert(timer.id, slot);
  }
  timers_[static_cast<size_t>(slot)] = timer;
}

void FoldObjects::eraseTimer(int32_t slot) {
  FoldTimer& timer = timers_[static_cast<size_t>(slot)];
  timerIndex_.erase(timer.id);
  timer = FoldTimer();
  freeTimers_.push_back(slot);
}

void FoldObjects::fireTimer(uint32_t id, int64_t wasDueNs) {
  const int32_t slot = timerIndex_.find(id);
  if (slot == IdMap::kNone) return;
  FoldTimer& timer = timers_[static_cast<size_t>(slot)];
  if (timer.periodNs > 0) {
    timer.dueNs = wasDueNs + timer.periodNs;
  } else {
    eraseTimer(slot);
  }
}

void FoldObjects::stopTimer(uint32_t id) {
  const int32_t slot = timerIndex_.find(id);
  if (slot != IdMap::kNone) eraseTimer(slot);
}

void FoldObjects::lose(int64_t now) {
  const uint64_t made = channelsMade_;
  *this = FoldObjects();
  channelsMade_ = made;
  sinceNs_ = now > 0 ? now : 1;
}

}  // namespace gopark
