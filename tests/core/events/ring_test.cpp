// The event rings. When one fails, look at events/ring.cpp.
#include "events/ring.h"

#include <gtest/gtest.h>

#include <thread>

namespace gopark {
namespace {

Event eventOf(uint16_t m, uint32_t a) {
  Event event{};
  event.m = m;
  event.type = EventType::kGoCreate;
  event.a = a;
  return event;
}

TEST(EventRings, mergeRingsIntoTheOrderOfWriting) {
  EventRings rings(16, false);
  EventRing* first = rings.add();
  EventRing* second = rings.add();
  first->write(eventOf(0, 1));
  second->write(eventOf(1, 2));
  second->write(eventOf(1, 3));
  first->write(eventOf(0, 4));
  std::vector<Event> out;
  EXPECT_EQ(4u, rings.drain(&out, 100));
  for (uint32_t i = 0; i < 4; i++) {
    EXPECT_EQ(i + 1, out[i].a);
    EXPECT_EQ(i + 1, out[i].seq);
  }
}

TEST(EventRings, aFullRingCountsWhatItDropsAndSaysSoOnce) {
  EventRings rings(4, false);
  EventRing* ring = rings.add();
  for (uint32_t i = 0; i < 10; i++) ring->write(eventOf(0, i));
  std::vector<Event> out;
  EXPECT_EQ(4u, rings.drain(&out, 100));
  ring->write(eventOf(0, 100));
  out.clear();
  EXPECT_EQ(2u, rings.drain(&out, 100));
  EXPECT_EQ(EventType::kEventsLost, out[0].type);
  EXPECT_EQ(6u, out[0].a);
  EXPECT_EQ(100u, out[1].a);
  ring->write(eventOf(0, 101));
  out.clear();
  EXPECT_EQ(1u, rings.drain(&out, 100));
}

TEST(EventRings, drainStopsAtItsLimitAndGoesOnThere) {
  EventRings rings(64, false);
  EventRing* ring = rings.add();
  for (uint32_t i = 0; i < 50; i++) ring->write(eventOf(0, i));
  std::vector<Event> out;
  EXPECT_EQ(20u, rings.drain(&out, 20));
  EXPECT_EQ(30u, rings.drain(&out, 100));
  for (uint32_t i = 0; i < 50; i++) EXPECT_EQ(i, out[i].a);
}

TEST(EventRings, aRetiredRingIsDrainedAndThenUsedAgain) {
  EventRings rings(16, false);
  EventRing* ring = rings.add();
  ring->write(eventOf(0, 7));
  rings.retire(ring);
  EXPECT_NE(ring, rings.add());
  std::vector<Event> out;
  EXPECT_EQ(1u, rings.drain(&out, 100));
  EXPECT_EQ(ring, rings.add());
}

TEST(EventRings, manyWritersAndOneReaderKeepOneOrderWithoutGaps) {
  constexpr int kWriters = 4;
  constexpr uint32_t kEach = 20'000;
  EventRings rings(256, false);
  std::vector<std::thread> writers;
  std::atomic<int> running{kWriters};
  for (int w = 0; w < kWriters; w++) {
    EventRing* ring = rings.add();
    writers.emplace_back([&, ring, w] {
      for (uint32_t i = 1; i <= kEach; i++) ring->write(eventOf(w, i));
      rings.retire(ring);
      running--;
    });
  }
  std::vector<Event> out;
  while (running.load() > 0) rings.drain(&out, 1000);
  for (std::thread& writer : writers) writer.join();
  while (rings.drain(&out, 1000) > 0) {
  }
  uint32_t last[kWriters] = {};
  uint64_t lost[kWriters] = {};
  uint64_t got[kWriters] = {};
  for (size_t i = 0; i < out.size(); i++) {
    const Event& event = out[i];
    ASSERT_EQ(i + 1, event.seq);
    if (event.type == EventType::kEventsLost) {
      lost[event.m] += event.a;
      continue;
    }
    ASSERT_LT(last[event.m], event.a);
    last[event.m] = event.a;
    got[event.m]++;
  }
  for (int w = 0; w < kWriters; w++) {
    EXPECT_GT(got[w], 0u);
    // Those lost after the last one that was written are not announced.
    EXPECT_EQ(last[w], got[w] + lost[w]);
  }
}

}  // namespace
}  // namespace gopark
