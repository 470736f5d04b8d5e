// The small vocabulary of core/base: lists, random numbers.
#include <gtest/gtest.h>

#include <vector>

#include "base/intrusive_list.h"
#include "base/rng.h"

namespace gopark {
namespace {

struct Item {
  int id = 0;
  ListLink<Item> link;
};
using Items = IntrusiveList<Item, &Item::link>;

std::vector<int> idsOf(const Items& list) {
  std::vector<int> ids;
  for (Item* item = list.front(); item != nullptr; item = list.next(item)) ids.push_back(item->id);
  return ids;
}

TEST(IntrusiveList, Elements_leaveFromAnywhere) {
  Item items[5];
  Items list;
  for (int i = 0; i < 5; i++) {
    items[i].id = i;
    list.pushBack(&items[i]);
  }
  EXPECT_EQ(list.count(), 5u);
  list.remove(&items[2]);
  EXPECT_EQ(idsOf(list), (std::vector<int>{0, 1, 3, 4}));
  list.remove(&items[4]);
  list.remove(&items[0]);
  EXPECT_EQ(idsOf(list), (std::vector<int>{1, 3}));
  list.pushBack(&items[0]);
  EXPECT_EQ(list.popFront(), &items[1]);
  EXPECT_EQ(list.popFront(), &items[3]);
  EXPECT_EQ(list.popFront(), &items[0]);
  EXPECT_EQ(list.popFront(), nullptr);
  EXPECT_TRUE(list.empty());
}

TEST(IntrusiveListDeathTest, LinkingTwice_aborts) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  Item item;
  Items list;
  list.pushBack(&item);
  EXPECT_DEATH(list.pushBack(&item), "already on a list");
  list.remove(&item);
  EXPECT_DEATH(list.remove(&item), "on no list");
}

TEST(Rng, SameSeed_drawsTheSameNumbers) {
  Rng a(42), b(42), c(43);
  bool differs = false;
  for (int i = 0; i < 100; i++) {
    uint64_t x = a.next();
    EXPECT_EQ(x, b.next());
    differs |= x != c.next();
  }
  EXPECT_TRUE(differs);
}

TEST(Rng, Seed0_isTheKnownSequence) {
  Rng rng(0);
  EXPECT_EQ(rng.next(), 0xe220a8397b1dcdafu);
  EXPECT_EQ(rng.next(), 0x6e789e6aa1b965f4u);
}

TEST(Rng, Below_staysBelowAndReachesAll) {
  Rng rng(7);
  std::vector<int> counts(10);
  for (int i = 0; i < 100000; i++) {
    uint32_t n = rng.below(10);
    ASSERT_LT(n, 10u);
    counts[n]++;
  }
  for (int count : counts) EXPECT_NEAR(count, 10000, 500);
}

}  // namespace
}  // namespace gopark
