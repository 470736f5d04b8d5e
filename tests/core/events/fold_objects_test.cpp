// Channels, locks and timers of the fold: what is known of each, who waits in which order, and that
// what is kept is bounded. When one of these fails, look at core/events/fold_sync.cpp and
// fold_objects.cpp.
#include "events/fold_objects.h"

#include <gtest/gtest.h>

#include <unordered_map>

#include "events/fold.h"
#include "events/fold_reasons.h"

namespace gopark {
namespace {

using Ids = std::vector<uint32_t>;

constexpr uint8_t reason(FoldReason one) {
  return static_cast<uint8_t>(one);
}

// Machine feeds events with rising seq and time, one µs apart, all written by M0 on P0.
class Machine {
 public:
  Machine& add(EventType type, uint32_t g, uint32_t a, uint32_t b = 0, uint32_t c = 0,
               uint8_t sub = 0) {
    Event e{};
    e.seq = ++seq_;
    e.timeNs = static_cast<int64_t>(seq_) * 1000;
    e.type = type;
    e.m = e.p = 0;
    e.g = g;
    e.a = a;
    e.b = b;
    e.c = c;
    e.sub = sub;
    fold.apply(&e, 1);
    return *this;
  }
  Machine& park(uint32_t g, uint32_t object, FoldReason why, bool atHead = false) {
    return add(EventType::kGoPark, g, object, atHead ? 1 : 0, 0, reason(why));
  }
  Machine& ready(uint32_t g) { return add(EventType::kGoUnpark, g, 0); }
  Machine& lock(uint32_t g, uint32_t object, LockKind kind) {
    return add(EventType::kLockAcquire, g, object, 0, 0, static_cast<uint8_t>(kind));
  }
  Machine& unlock(uint32_t g, uint32_t object, LockKind kind) {
    return add(EventType::kLockRelease, g, object, 0, 0, static_cast<uint8_t>(kind));
  }
  const FoldObject& object(uint32_t id) const { return *fold.objects().find(id); }
  Ids waiting(uint32_t id, WaitSide side) const {
    Ids ids;
    fold.queueIds(object(id).waiting[static_cast<size_t>(side)], 1000, &ids);
    return ids;
  }

  Fold fold;

 private:
  uint64_t seq_ = 0;
};

TEST(FoldObjects, aChannelKnowsItsBufferAndWhoWaitsInWhichOrder) {
  Machine m;
  m.add(EventType::kChanMake, 1, 5, 2, 0x30007);
  EXPECT_EQ(m.object(5).capacity, 2u);
  EXPECT_EQ(m.object(5).buffered, 0u);
  EXPECT_EQ(m.object(5).place, 0x30007u);
  m.add(EventType::kChanSend, 1, 5, 1).add(EventType::kChanSend, 1, 5, 2);
  EXPECT_EQ(m.object(5).buffered, 2u);
  m.park(7, 5, FoldReason::kChanSend).park(8, 5, FoldReason::kSynctestChanSend);
  m.park(9, 5, FoldReason::kChanReceive);
  EXPECT_EQ(m.waiting(5, WaitSide::kFirst), Ids({7, 8}));
  EXPECT_EQ(m.waiting(5, WaitSide::kSecond), Ids({9}));
  m.ready(7);
  EXPECT_EQ(m.waiting(5, WaitSide::kFirst), Ids({8}));
  m.add(EventType::kChanClose, 1, 5);
  EXPECT_TRUE(m.object(5).closed);
  EXPECT_EQ(m.fold.objects().channelsMade(), 1u);
}

TEST(FoldObjects, aSelectIsInNoChannelsQueue) {
  Machine m;
  m.add(EventType::kChanMake, 1, 5);
  m.add(EventType::kGoPark, 7, 5, 0, 0, 18);
  EXPECT_EQ(m.object(5).waiters(), 0u);
  EXPECT_EQ(m.fold.find(7)->object, 5u);
  EXPECT_EQ(m.fold.find(7)->place, GPlace::kNone);
}

TEST(FoldObjects, aMutexKnowsItsOwnerAndWhoWaitsAtTheHeadAgain) {
  Machine m;
  m.lock(1, 5, LockKind::kMutex);
  EXPECT_EQ(m.object(5).owner, 1u);
  m.park(2, 5, FoldReason::kSyncMutexLock).park(3, 5, FoldReason::kSyncMutexLock);
  m.unlock(1, 5, LockKind::kMutex).ready(2);
  EXPECT_EQ(m.object(5).owner, 0u);
  EXPECT_EQ(m.waiting(5, WaitSide::kFirst), Ids({3}));
  m.lock(1, 5, LockKind::kMutex);
  m.park(2, 5, FoldReason::kSyncMutexLock, true);
  EXPECT_EQ(m.waiting(5, WaitSide::kFirst), Ids({2, 3}));
}

TEST(FoldObjects, anRWMutexCountsItsReaders) {
  Machine m;
  m.lock(1, 5, LockKind::kRWMutexRead).lock(2, 5, LockKind::kRWMutexRead);
  EXPECT_EQ(m.object(5).readers, 2u);
  EXPECT_EQ(m.object(5).owner, 0u);
  m.park(3, 5, FoldReason::kSyncRWMutexLock).park(4, 5, FoldReason::kSyncRWMutexRLock);
  // A second writer waits at the Mutex inside, which is the same object.
  m.park(6, 5, FoldReason::kSyncMutexLock);
  EXPECT_EQ(m.object(5).kind, ObjectKind::kRWMutex);
  EXPECT_EQ(m.waiting(5, WaitSide::kFirst), Ids({3, 6}));
  EXPECT_EQ(m.waiting(5, WaitSide::kSecond), Ids({4}));
  m.unlock(1, 5, LockKind::kRWMutexRead).unlock(2, 5, LockKind::kRWMutexRead).ready(3);
  m.lock(3, 5, LockKind::kRWMutexWrite);
  EXPECT_EQ(m.object(5).owner, 3u);
  EXPECT_EQ(m.object(5).readers, 0u);
}

TEST(FoldObjects, everyWaiterOfAWaitGroupLeavesWhenItIsReadied) {
  Machine m;
  m.park(2, 5, FoldReason::kSyncWaitGroupWait).park(3, 5, FoldReason::kSyncWaitGroupWait);
  EXPECT_EQ(m.object(5).kind, ObjectKind::kWaitGroup);
  m.add(EventType::kRunqPut, 2, 0).add(EventType::kGoStart, 3, 0);
  EXPECT_EQ(m.object(5).waiters(), 0u);
}

TEST(FoldObjects, aMillionIdleChannelsCostNoMoreThanAThousand) {
  Machine m;
  m.add(EventType::kChanMake, 1, 1, 8).park(2, 1, FoldReason::kChanReceive);
  for (uint32_t id = 2; id < 100'000; id++) m.add(EventType::kChanMake, 1, id, 8);
  EXPECT_LE(m.fold.objects().slots().size(), FoldObjects::kIdleMax + 2);
  EXPECT_EQ(m.fold.objects().channelsMade(), 99'999u);
  EXPECT_EQ(m.waiting(1, WaitSide::kSecond), Ids({2}));
  EXPECT_EQ(m.fold.objects().find(2), nullptr);
  EXPECT_NE(m.fold.objects().find(99'999), nullptr);
  // One that was dropped comes back, and says what is not known of it.
  m.add(EventType::kChanSend, 1, 2, 3);
  EXPECT_EQ(m.object(2).capacity, kNotKnown);
  EXPECT_EQ(m.object(2).buffered, 3u);
  // One that had a waiter is idle after it, and as easily dropped.
  m.ready(2);
  for (uint32_t id = 200'000; id < 202'000; id++) m.add(EventType::kChanMake, 1, id, 8);
  EXPECT_EQ(m.fold.objects().find(1), nullptr);
}

TEST(FoldObjects, afterALossWhatNoEventToldIsNotKnown) {
  Machine m;
  m.add(EventType::kChanMake, 1, 5, 2).lock(1, 6, LockKind::kMutex);
  m.park(9, 5, FoldReason::kChanSend).add(EventType::kTimerSet, 1, 7, 100, 1);
  m.add(EventType::kEventsLost, 0, 10).add(EventType::kSnapshot, 0, 1);
  EXPECT_EQ(m.fold.objects().find(5), nullptr);
  EXPECT_EQ(m.fold.objects().timersSet(), 0u);
  Event status{};
  status.type = EventType::kGoStatus;
  status.m = status.p = kNoId;
  status.g = 9;
  status.sub = FoldG::kWaiting;
  status.aux = reason(FoldReason::kChanSend);
  status.a = 5;
  m.fold.apply(&status, 1);
  m.add(EventType::kSnapshot, 0, 0);
  EXPECT_EQ(m.waiting(5, WaitSide::kFirst), Ids({9}));
  EXPECT_EQ(m.object(5).capacity, kNotKnown);
  EXPECT_GT(m.fold.objects().sinceNs(), 0);
  m.lock(3, 8, LockKind::kRWMutexRead);
  EXPECT_EQ(m.object(8).readers, kNotKnown);
  m.lock(4, 8, LockKind::kRWMutexWrite);
  EXPECT_EQ(m.object(8).readers, 0u);
  EXPECT_EQ(m.object(8).owner, 4u);
}

TEST(FoldObjects, aSnapshotTellsTheDisabledGoroutines) {
  Machine m;
  Event status{};
  status.type = EventType::kGoStatus;
  status.m = status.p = kNoId;
  status.g = 9;
  status.sub = FoldG::kRunnable;
  m.fold.apply(&status, 1);
  EXPECT_EQ(m.fold.disabled().length, 1u);
  m.add(EventType::kGoStart, 9, 0);
  EXPECT_EQ(m.fold.disabled().length, 0u);
}

TEST(FoldObjects, timersAreSetUntilTheyFireOrAreStopped) {
  Machine m;
  const auto ticker = static_cast<uint8_t>(TimerKind::kTicker);
  m.add(EventType::kTimerSet, 1, 7, 100, 1).add(EventType::kTimerSet, 1, 8, 50, 2, ticker);
  m.add(EventType::kTimerSet, 1, 9, 10, 3);
  EXPECT_EQ(m.fold.objects().timersSet(), 3u);
  EXPECT_EQ(m.fold.procs()[0].timers, 3u);
  m.add(EventType::kTimerStop, 1, 9);
  // The ticker fires 1 µs late and is set again for one period after it was due.
  m.add(EventType::kTimerFire, 1, 8, 1, 0, ticker);
  EXPECT_EQ(m.fold.objects().timersSet(), 2u);
  EXPECT_EQ(m.fold.procs()[0].timers, 2u);
  for (const FoldTimer& timer : m.fold.objects().timers()) {
    if (timer.id == 8) {
      EXPECT_EQ(timer.dueNs, 4000 + 50'000);
    }
  }
  m.add(EventType::kTimerFire, 1, 7, 0, 0);
  EXPECT_EQ(m.fold.objects().timersSet(), 1u);
  // Setting one again moves it.
  m.add(EventType::kTimerSet, 1, 8, 5, 1, ticker);
  EXPECT_EQ(m.fold.objects().timersSet(), 1u);
}

TEST(FoldObjects, timersBeyondTheLimitAreCounted) {
  Machine m;
  for (uint32_t id = 1; id <= FoldObjects::kTimersMax + 3; id++) {
    m.add(EventType::kTimerSet, 1, id, 100, id);
  }
  EXPECT_EQ(m.fold.objects().timersSet(), FoldObjects::kTimersMax);
  EXPECT_EQ(m.fold.objects().timersNotKept(), 3u);
}

TEST(FoldObjects, aThreadKnowsTheGoroutineLockedToIt) {
  Machine m;
  m.add(EventType::kMLock, 4, 1);
  EXPECT_EQ(m.fold.threads()[0].lockedG, 4u);
  m.add(EventType::kMLock, 4, 0);
  EXPECT_EQ(m.fold.threads()[0].lockedG, 0u);
}

TEST(FoldObjects, sysmonAndTheGlobalTickAreWhatTheEventsSay) {
  Machine m;
  m.add(EventType::kProcsChange, 0, 2, 61).add(EventType::kSysmonTick, 0, 20, 3);
  EXPECT_EQ(m.fold.globalTick(), 61u);
  EXPECT_EQ(m.fold.sysmon().nextInNs, 20'000);
  EXPECT_EQ(m.fold.sysmon().idleRounds, 3u);
  EXPECT_EQ(m.fold.sysmon().lookedNs, 2000);
}

TEST(IdMap, agreesWithAMapThroughInsertsAndErases) {
  IdMap map;
  std::unordered_map<uint32_t, int32_t> wanted;
  uint32_t random = 1;
  for (int step = 0; step < 200'000; step++) {
    random = random * 1664525 + 1013904223;
    // Few enough ids that most are there, and multiples that share their home.
    const uint32_t id = (random >> 20) % 700 * (random & 0x10000 ? 1 : 65536);
    if (const auto it = wanted.find(id); it == wanted.end()) {
      ASSERT_EQ(map.find(id), IdMap::kNone);
      map.insert(id, step);
      wanted[id] = step;
    } else {
      ASSERT_EQ(map.find(id), it->second);
      if (random & 0x20000) {
        map.erase(id);
        wanted.erase(it);
      }
    }
    ASSERT_EQ(map.size(), wanted.size());
  }
  map.erase(0xfffffff0);
  for (const auto& [id, value] : wanted) EXPECT_EQ(map.find(id), value);
}

}  // namespace
}  // namespace gopark
