// The packed picture against the fold it came from.
#include "events/picture.h"

#include <gtest/gtest.h>

namespace gopark {
namespace {

Event event(EventType type, uint32_t g, uint16_t m, uint16_t p, uint32_t a = 0, uint32_t c = 0,
            uint8_t sub = 0) {
  static uint64_t seq = 0;
  Event e{};
  e.seq = ++seq;
  e.timeNs = static_cast<int64_t>(seq) * 1000;
  e.g = g;
  e.m = m;
  e.p = p;
  e.type = type;
  e.sub = sub;
  e.a = a;
  e.c = c;
  return e;
}

// A machine with two Ps: G1 runs on P0, G2 is its runnext, G3 to G5 are queued, G6 waits on
// reason 19.
Fold sample() {
  Fold fold;
  std::vector<Event> events;
  events.push_back(event(EventType::kProcsChange, 0, 0, kNoId, 2));
  for (uint32_t g = 1; g <= 6; g++) events.push_back(event(EventType::kGoCreate, g, 0, 0));
  events.push_back(event(EventType::kGoStart, 1, 0, 0));
  events.push_back(event(EventType::kRunqPut, 2, 0, 0, 0, 1));
  for (uint32_t g = 3; g <= 5; g++) events.push_back(event(EventType::kRunqPut, g, 0, 0));
  events.push_back(event(EventType::kGoStart, 6, 1, 1));
  events.push_back(event(EventType::kGoPark, 6, 1, 1, 0, 0, 19));
  fold.apply(events.data(), events.size());
  return fold;
}

uint32_t at(const std::vector<uint32_t>& words, PictureWord word) {
  return words[static_cast<uint32_t>(word)];
}

constexpr size_t kProcWords = 16;
constexpr size_t kFirstProc = kPictureHeaderWords + 40;

TEST(Picture, headerCountsGoroutinesByState) {
  std::vector<uint32_t> words = packPicture(sample(), 100);
  EXPECT_EQ(at(words, PictureWord::kVersion), kPictureVersion);
  EXPECT_EQ(at(words, PictureWord::kWords), words.size());
  EXPECT_EQ(at(words, PictureWord::kProcs), 2u);
  EXPECT_EQ(at(words, PictureWord::kRunnable), 4u);
  EXPECT_EQ(at(words, PictureWord::kRunning), 1u);
  EXPECT_EQ(at(words, PictureWord::kWaiting), 1u);
  EXPECT_EQ(at(words, PictureWord::kGroups), 1u);
}

TEST(Picture, leakedGoroutinesAreAGroupOfTheirOwnUntilTheyGoOn) {
  Fold fold = sample();
  Event leak = event(EventType::kGoLeak, 6, 1, 1);
  fold.apply(&leak, 1);
  std::vector<uint32_t> words = packPicture(fold, 100);
  EXPECT_EQ(at(words, PictureWord::kGroups), 1u);
  EXPECT_EQ((std::vector<uint32_t>(words.end() - 6, words.end() - 2)),
            (std::vector<uint32_t>{256 + 19, 1, 1, 6}));
  Event ready = event(EventType::kGoUnpark, 6, 0, 0);
  fold.apply(&ready, 1);
  EXPECT_FALSE(fold.find(6)->leaked);
  EXPECT_EQ(at(packPicture(fold, 100), PictureWord::kGroups), 0u);
}

TEST(Picture, aQueueIsListedHeadFirst) {
  std::vector<uint32_t> words = packPicture(sample(), 100);
  EXPECT_EQ(words[kFirstProc + 2], 1u);  // g
  EXPECT_EQ(words[kFirstProc + 5], 2u);  // runnext
  const uint32_t* list = &words[kFirstProc + kProcWords];
  EXPECT_EQ(list[0], 3u);
  EXPECT_EQ(list[1], 3u);
  EXPECT_EQ(std::vector<uint32_t>(list + 2, list + 5), (std::vector<uint32_t>{3, 4, 5}));
}

TEST(Picture, flagsSayWhetherItCollectsAndWhoMarks) {
  Fold fold = sample();
  EXPECT_EQ(at(packPicture(fold, 100), PictureWord::kFlags), 0u);
  const Event events[] = {event(EventType::kGcBegin, 1, 0, 0),
                          event(EventType::kGcWorker, 1, 0, 0, 0, 0, 3)};
  fold.apply(events, 2);
  std::vector<uint32_t> words = packPicture(fold, 100);
  EXPECT_EQ(at(words, PictureWord::kFlags), 8u);
  EXPECT_EQ(words[kFirstProc], 1u | 3u << 2);
}

TEST(Picture, theLimitCutsTheListAndKeepsTheLength) {
  std::vector<uint32_t> words = packPicture(sample(), 2);
  const uint32_t* list = &words[kFirstProc + kProcWords];
  EXPECT_EQ(list[0], 3u);
  EXPECT_EQ(list[1], 2u);
  EXPECT_EQ(list[2], 3u);
  EXPECT_EQ(list[3], 4u);
}

TEST(Picture, waitingGoroutinesComeInGroupsByReason) {
  std::vector<uint32_t> words = packPicture(sample(), 100);
  // The last group is the whole end of the picture: reason, length, listed, id, function, place.
  EXPECT_EQ((std::vector<uint32_t>(words.end() - 6, words.end() - 2)),
            (std::vector<uint32_t>{19, 1, 1, 6}));
}

TEST(Picture, channelsComeWithTheirValuesAndWaiters) {
  Fold fold = sample();
  Event made = event(EventType::kChanMake, 1, 0, 0, 40, 0x50009);
  made.b = 3;
  fold.apply(&made, 1);
  const Event events[] = {event(EventType::kChanClose, 1, 0, 0, 41),
                          event(EventType::kGoPark, 3, 0, 0, 40, 0x50011, 20)};
  fold.apply(events, 2);
  std::vector<uint32_t> words = packPicture(fold, 100);
  EXPECT_EQ(at(words, PictureWord::kChannels), 2u);
  EXPECT_EQ(at(words, PictureWord::kChannelsKept), 2u);
  EXPECT_EQ(at(words, PictureWord::kChannelsWaiting), 1u);
  EXPECT_EQ(at(words, PictureWord::kChannelsMadeLow), 1u);
  const std::vector<uint32_t> wanted = {40,      0, 3,         0,         0x50009, 1, 1, 3, 0,
                                        0x50011, 0, 0,  // G3 waits to send.
                                        41,      1, kNotKnown, kNotKnown, 0,       0, 0, 0, 0};
  EXPECT_EQ(std::vector<uint32_t>(words.end() - static_cast<ptrdiff_t>(wanted.size()), words.end()),
            wanted);
}

TEST(Picture, locksAndTimersComeLast) {
  Fold fold = sample();
  Event timer =
      event(EventType::kTimerSet, 6, 0, 1, 90, 1, static_cast<uint8_t>(TimerKind::kSleep));
  timer.b = 7;
  const Event events[] = {
      event(EventType::kLockAcquire, 1, 0, 0, 50, 0, static_cast<uint8_t>(LockKind::kMutex)),
      event(EventType::kGoPark, 3, 0, 0, 50, 0, 22), timer};
  fold.apply(events, 3);
  std::vector<uint32_t> words = packPicture(fold, 100);
  EXPECT_EQ(at(words, PictureWord::kLocks), 1u);
  EXPECT_EQ(at(words, PictureWord::kTimers), 1u);
  EXPECT_EQ(at(words, PictureWord::kTimersSet), 1u);
  const auto due = static_cast<uint32_t>(timer.timeNs + 7000);
  const std::vector<uint32_t> wanted = {50, static_cast<uint32_t>(ObjectKind::kMutex),
                                        1,  0,  // G1 has it,
                                        0,  0,
                                        1,  1,  // G3 waits for it.
                                        3,  0,
                                        0,  0,
                                        0,  90,
                                        1,  static_cast<uint32_t>(TimerKind::kSleep),
                                        6,  0,
                                        0,  due,
                                        0,  0,
                                        0};
  EXPECT_EQ(std::vector<uint32_t>(words.end() - static_cast<ptrdiff_t>(wanted.size()), words.end()),
            wanted);
  // P1 tells when its nearest timer is due; P0 has none.
  const size_t queueOfP0 = 2 + 3 * words[kFirstProc + kProcWords + 1];
  const uint32_t* second = &words[kFirstProc + kProcWords + queueOfP0];
  EXPECT_EQ(second[14], due);
  EXPECT_EQ(words[kFirstProc + 14], kNotKnown);
  EXPECT_EQ(words[kFirstProc + 15], kNotKnown);
}

TEST(Picture, ofManyChannelsThoseSomebodyWaitsOnAreThere) {
  Fold fold = sample();
  const uint32_t many = kObjectsListedMax + 50;
  for (uint32_t id = 100; id < 100 + many; id++) {
    const Event made = event(EventType::kChanMake, 1, 0, 0, id);
    fold.apply(&made, 1);
    if (id != 100) continue;
    const Event park = event(EventType::kGoPark, 3, 0, 0, id, 0, 19);
    fold.apply(&park, 1);
  }
  std::vector<uint32_t> words = packPicture(fold, 100);
  EXPECT_EQ(at(words, PictureWord::kChannels), kObjectsListedMax);
  EXPECT_EQ(at(words, PictureWord::kChannelsKept), many);
  EXPECT_EQ(at(words, PictureWord::kChannelsWaiting), 1u);
  // The first one listed is the oldest, kept because G3 waits on it; the next is a recent one.
  const size_t rest = (kObjectsListedMax - 1) * size_t{9};
  const uint32_t* first = &words[words.size() - rest - 12];
  EXPECT_EQ(first[0], 100u);
  EXPECT_EQ(first[12], 100 + many - (kObjectsListedMax - 1));
}

}  // namespace
}  // namespace gopark
