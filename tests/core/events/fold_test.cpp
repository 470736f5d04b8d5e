// The fold of the event stream: what each event does to the picture. When one of these fails, look
// at core/events/fold.cpp.
#include "events/fold.h"

#include <gtest/gtest.h>

namespace gopark {
namespace {

// Stream builds events with rising seq and time, one µs apart.
class Stream {
 public:
  Stream& add(EventType type, uint16_t m, uint16_t p, uint32_t g, uint32_t a = 0, uint32_t b = 0,
              uint32_t c = 0, uint8_t sub = 0) {
    Event e{};
    e.seq = ++seq_;
    e.timeNs = static_cast<int64_t>(seq_) * 1000;
    e.type = type;
    e.m = m;
    e.p = p;
    e.g = g;
    e.a = a;
    e.b = b;
    e.c = c;
    e.sub = sub;
    fold.apply(&e, 1);
    return *this;
  }
  Stream& create(uint32_t g, uint16_t p = 0) { return add(EventType::kGoCreate, 0, p, g, 1, 7); }
  std::vector<uint32_t> queue(uint16_t p) const {
    std::vector<uint32_t> ids;
    fold.queueIds(fold.procs()[p].queue, 1000, &ids);
    return ids;
  }
  std::vector<uint32_t> global() const {
    std::vector<uint32_t> ids;
    fold.queueIds(fold.global(), 1000, &ids);
    return ids;
  }

  Fold fold;

 private:
  uint64_t seq_ = 0;
};

using Ids = std::vector<uint32_t>;

TEST(Fold, spawnedGoroutineTakesRunnextAndKicksTheOldOneToTheTail) {
  Stream s;
  s.add(EventType::kProcsChange, 0, 0, 0, 1);
  s.create(2).add(EventType::kRunqPut, 0, 0, 2, 0, 0, 1);
  EXPECT_EQ(s.fold.procs()[0].runnext, 2u);
  s.create(3).add(EventType::kRunqPut, 0, 0, 3, 0, 0, 1);
  s.add(EventType::kRunqPut, 0, 0, 2, 0, 0, 0, static_cast<uint8_t>(PutWhy::kKicked));
  EXPECT_EQ(s.fold.procs()[0].runnext, 3u);
  EXPECT_EQ(s.queue(0), Ids({2}));
}

TEST(Fold, startTakesTheGoroutineOutOfTheMiddleOfAQueue) {
  Stream s;
  s.add(EventType::kProcsChange, 0, 0, 0, 2);
  for (uint32_t g = 2; g <= 4; g++) s.create(g).add(EventType::kRunqPut, 0, 0, g);
  s.add(EventType::kGoStart, 5, 1, 3, 0, 1, 0, static_cast<uint8_t>(PickBranch::kStolen));
  EXPECT_EQ(s.queue(0), Ids({2, 4}));
  EXPECT_EQ(s.fold.procs()[1].g, 3u);
  EXPECT_EQ(s.fold.threads()[5].g, 3u);
  EXPECT_EQ(s.fold.find(3)->status, 2);
}

TEST(Fold, parkAndUnparkKeepTheReasonAndFreeTheProcessor) {
  Stream s;
  s.add(EventType::kProcsChange, 0, 0, 0, 1);
  s.create(2).add(EventType::kGoStart, 0, 0, 2);
  s.add(EventType::kGoPark, 0, 0, 2, 9, 0, 0, 20);
  EXPECT_EQ(s.fold.find(2)->status, 4);
  EXPECT_EQ(s.fold.find(2)->reason, 20);
  EXPECT_EQ(s.fold.procs()[0].g, 0u);
  s.add(EventType::kGoUnpark, 0, 0, 2, 9, 1).add(EventType::kRunqPut, 0, 0, 2, 0, 0, 1);
  EXPECT_EQ(s.fold.procs()[0].runnext, 2u);
}

TEST(Fold, runningOnAnotherThreadCountsAsMigration) {
  Stream s;
  s.add(EventType::kProcsChange, 0, 0, 0, 2);
  s.create(2).add(EventType::kGoStart, 0, 0, 2).add(EventType::kGoStop, 0, 0, 2);
  s.add(EventType::kGlobrunqPut, 0, 0, 2);
  EXPECT_EQ(s.global(), Ids({2}));
  s.add(EventType::kGoStart, 1, 1, 2);
  EXPECT_EQ(s.fold.counts().migrations, 1u);
  EXPECT_TRUE(s.global().empty());
}

TEST(Fold, globalQueueKeepsOrderAndHeadInsertion) {
  Stream s;
  for (uint32_t g = 2; g <= 4; g++) {
    s.create(g).add(EventType::kGlobrunqPut, 0, 0, g, 0, 0, g == 4 ? 1 : 0);
  }
  EXPECT_EQ(s.global(), Ids({4, 2, 3}));
}

TEST(Fold, retakenProcessorLeavesTheGoroutineInItsSystemCall) {
  Stream s;
  s.add(EventType::kProcsChange, 0, 0, 0, 1);
  s.create(2).add(EventType::kGoStart, 3, 0, 2).add(EventType::kSyscallEnter, 3, 0, 2);
  EXPECT_EQ(s.fold.threads()[3].state, MState::kSyscall);
  s.add(EventType::kProcRetake, kNoId, 0, 2, 3);
  EXPECT_EQ(s.fold.procs()[0].m, kNoId);
  EXPECT_EQ(s.fold.find(2)->status, 3);
  s.add(EventType::kSyscallExit, 3, kNoId, 2, 50, 0, 0, static_cast<uint8_t>(SyscallExit::kQueued));
  EXPECT_EQ(s.fold.find(2)->status, 1);
  EXPECT_EQ(s.fold.threads()[3].g, 0u);
}

TEST(Fold, destroyedGoroutineLeavesNothingAndItsSlotIsUsedAgain) {
  Stream s;
  s.add(EventType::kProcsChange, 0, 0, 0, 1);
  s.create(2).add(EventType::kGoStart, 0, 0, 2).add(EventType::kGoDestroy, 0, 0, 2);
  EXPECT_EQ(s.fold.find(2), nullptr);
  EXPECT_EQ(s.fold.threads()[0].g, 0u);
  s.create(3);
  EXPECT_EQ(s.fold.slots().size(), 1u);
}

TEST(Fold, snapshotAfterLossRebuildsTheQueues) {
  Stream s;
  s.add(EventType::kProcsChange, 0, 0, 0, 1);
  s.create(2).add(EventType::kRunqPut, 0, 0, 2);
  s.add(EventType::kEventsLost, 0, 0, 0, 100);
  EXPECT_TRUE(s.fold.resyncing());
  s.add(EventType::kSnapshot, 0, 0, 0, 1);
  s.add(EventType::kProcStatus, 0, 0, 0, 12, 0, 0, 1);
  auto queued = static_cast<uint32_t>(GPlace::kLocal);
  s.add(EventType::kGoStatus, kNoId, 0, 8, queued, 0, 0, 1);
  s.add(EventType::kGoStatus, kNoId, 0, 6, queued, 0, 0, 1);
  s.add(EventType::kSnapshot, 0, 0, 0, 0);
  EXPECT_FALSE(s.fold.resyncing());
  EXPECT_EQ(s.queue(0), Ids({8, 6}));
  EXPECT_EQ(s.fold.find(2), nullptr);
  EXPECT_EQ(s.fold.counts().lost, 100u);
}

TEST(Events, everyTypeHasItsOwnNameAndSentence) {
  for (int i = 0; i < static_cast<int>(EventType::kCount); i++) {
    EXPECT_NE(std::string(eventName(static_cast<EventType>(i))), "");
    EXPECT_NE(std::string(eventSentence(static_cast<EventType>(i))), "");
  }
  EXPECT_STREQ(eventName(EventType::kGoStart), "GoStart");
}

TEST(Fold, aCollectionShowsWhoMarksAndWhoWaits) {
  Stream s;
  s.add(EventType::kProcsChange, 0, 0, 0, 2).add(EventType::kProcStart, 0, 0, 0);
  s.create(5).add(EventType::kRunqPut, 0, 0, 5, 0, 0, 1);
  s.create(6).add(EventType::kRunqPut, 0, 0, 6);
  s.add(EventType::kGcBegin, 0, 0, 1);
  EXPECT_TRUE(s.fold.collecting());
  s.add(EventType::kGoDisabled, 0, 0, 5).add(EventType::kGoDisabled, 0, 0, 6, 1);
  EXPECT_EQ(s.fold.procs()[0].runnext, 0u);
  EXPECT_TRUE(s.queue(0).empty());
  EXPECT_EQ(s.fold.find(5)->place, GPlace::kDisabled);
  EXPECT_EQ(s.fold.disabled().length, 2u);
  s.create(9).add(EventType::kGoStart, 0, 0, 9);
  EXPECT_EQ(s.fold.procs()[0].gcWorker, 0);
  const auto idle = static_cast<uint8_t>(GcWorkerMode::kIdle);
  s.add(EventType::kGcWorker, 0, 0, 9, 0, 0, 0, idle);
  EXPECT_EQ(s.fold.procs()[0].gcWorker, idle);
  s.add(EventType::kGoPark, 0, 0, 9);
  EXPECT_EQ(s.fold.procs()[0].gcWorker, 0);
  s.add(EventType::kGcEnd, 0, 0, 0);
  EXPECT_FALSE(s.fold.collecting());
  s.add(EventType::kGlobrunqPut, 0, 0, 5).add(EventType::kGlobrunqPut, 0, 0, 6);
  EXPECT_EQ(s.global(), (std::vector<uint32_t>{5, 6}));
  EXPECT_EQ(s.fold.disabled().length, 0u);
}

}  // namespace
}  // namespace gopark
