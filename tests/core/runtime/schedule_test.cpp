// The order in which goroutines run, on one P. When one fails, look at runq.cpp, findrunnable.cpp
// and system.cpp (what main finds in the queues at its start).
#include <gtest/gtest.h>

#include "kit.h"

namespace gopark {
namespace {

// spawnAndCollect() starts n goroutines and Goscheds until all have run; returns their order.
std::vector<int> spawnAndCollect(Kit* kit, int n) {
  std::vector<int> order;
  EXPECT_EQ(0, kit->run([&order, n, spawned = false](G* gp) mutable {
    if (!spawned) {
      spawned = true;
      for (int i = 0; i < n; i++) {
        go([&order, i](G*) {
          order.push_back(i);
          return Stop::kExit;
        });
      }
    }
    return static_cast<int>(order.size()) < n ? Stop::kGosched : Stop::kExit;
  }));
  return order;
}

TEST(Schedule, lastCreatedRunsFirstThenTheOthersInOrder) {
  Kit kit(1);
  EXPECT_EQ((std::vector<int>{4, 0, 1, 2, 3}), spawnAndCollect(&kit, 5));
}

TEST(Schedule, onTheCoopHostTheOrderIsTheSame) {
  Kit kit(1, HostKind::kCoop);
  EXPECT_EQ((std::vector<int>{4, 0, 1, 2, 3}), spawnAndCollect(&kit, 5));
}

TEST(Schedule, withoutRunnextTheOrderIsFirstInFirstOut) {
  Kit kit(1);
  kit.settings.runnext = false;
  EXPECT_EQ((std::vector<int>{0, 1, 2, 3, 4}), spawnAndCollect(&kit, 5));
}

TEST(Schedule, mainBeginsAtTickFourWithTwoRuntimeGoroutinesQueued) {
  for (HostKind host : {HostKind::kThreads, HostKind::kCoop}) {
    Kit kit(1, host);
    uint32_t tick = 0, queued = 0;
    uint64_t goid = 0, childGoid = 0;
    bool next = false;
    EXPECT_EQ(0, kit.run([&](G* gp) {
      P* pp = gp->m.load()->p;
      tick = pp->schedtick;
      queued = pp->runqtail - pp->runqhead;
      next = pp->runnext.load() != nullptr;
      goid = gp->goid;
      childGoid = go([](G*) { return Stop::kExit; })->goid;
      return Stop::kExit;
    }));
    EXPECT_EQ(4u, tick);
    EXPECT_EQ(1u, queued);
    EXPECT_TRUE(next);
    EXPECT_EQ(1u, goid);
    EXPECT_EQ(7u, childGoid);
  }
}

}  // namespace
}  // namespace gopark
