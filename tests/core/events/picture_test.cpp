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

constexpr size_t kProcWords = 12;
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
  EXPECT_EQ((std::vector<uint32_t>(words.end() - 5, words.end() - 1)),
            (std::vector<uint32_t>{256 + 19, 1, 1, 6}));
  Event ready = event(EventType::kGoUnpark, 6, 0, 0);
  fold.apply(&ready, 1);
  EXPECT_FALSE(fold.find(6)->leaked);
  EXPECT_EQ(at(packPicture(fold, 100), PictureWord::kGroups), 0u);
}

TEST(Picture, aQueueIsListedHeadFirst) {
  std::vector<uint32_t> words = packPicture(sample(), 100);
  EXPECT_EQ(words[kFirstProc + 2], 1u);  // g
  EXPECT_EQ(words[kFirstProc + 4], 2u);  // runnext
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
  // The last group is the whole end of the picture: reason, length, listed, id, function.
  size_t end = words.size();
  EXPECT_EQ(words[end - 5], 19u);
  EXPECT_EQ(words[end - 4], 1u);
  EXPECT_EQ(words[end - 3], 1u);
  EXPECT_EQ(words[end - 2], 6u);
}

}  // namespace
}  // namespace gopark
