// The local queue by itself: a P and Gs without threads. When one fails, look at runq.cpp and
// globrunq.cpp.
#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <thread>

#include "kit.h"
#include "runtime/sched.h"

namespace gopark {
namespace {

// A machine that is never started: Ps, an M for the test's thread, and Gs.
class Runq : public testing::Test {
 protected:
  Runq() {
    settings.gomaxprocs = 4;
    HostOptions options;
    options.processors = 4;
    host = makeHost(HostKind::kThreads, options);
    make();
  }

  ~Runq() override { unmake(); }

  void make() {
    machine = std::make_unique<Machine>(host.get(), settings);
    schedinit(machine.get());
    mp = machine->m0;
    setm(mp);
  }

  void unmake() {
    setm(nullptr);
    machine->exit(0);
    machine.reset();
    gs.clear();
  }

  G* newG(uint64_t id) {
    gs.push_back(std::make_unique<G>());
    gs.back()->goid = id;
    return gs.back().get();
  }

  // Fills pp's ring with goroutines first, first + 1, ...
  void fill(P* pp, uint64_t first, int count) {
    for (int i = 0; i < count; i++) runqput(mp, pp, newG(first + i), false, PutWhy::kReadied);
  }

  std::vector<uint64_t> drain(P* pp) {
    std::vector<uint64_t> ids;
    bool inherit;
    while (G* gp = runqget(pp, &inherit)) ids.push_back(gp->goid);
    return ids;
  }

  std::vector<uint64_t> drainGlobal() {
    std::vector<uint64_t> ids;
    lock(&machine->sched.lock);
    while (G* gp = globrunqget(machine.get())) ids.push_back(gp->goid);
    unlock(&machine->sched.lock);
    return ids;
  }

  static std::vector<uint64_t> range(uint64_t first, int count) {
    std::vector<uint64_t> ids(count);
    std::iota(ids.begin(), ids.end(), first);
    return ids;
  }

  Settings settings;
  std::unique_ptr<Host> host;
  std::unique_ptr<Machine> machine;
  M* mp = nullptr;
  std::vector<std::unique_ptr<G>> gs;
};

TEST_F(Runq, isFirstInFirstOut) {
  fill(mp->p, 1, 100);
  EXPECT_EQ(100u, runqlen(mp->p));
  EXPECT_EQ(range(1, 100), drain(mp->p));
  EXPECT_TRUE(runqempty(mp->p));
}

TEST_F(Runq, runnextRunsFirstAndInheritsTheSlice) {
  fill(mp->p, 1, 1);
  runqput(mp, mp->p, newG(2), true, PutWhy::kReadied);
  bool inherit = false;
  EXPECT_EQ(2u, runqget(mp->p, &inherit)->goid);
  EXPECT_TRUE(inherit);
  EXPECT_EQ(1u, runqget(mp->p, &inherit)->goid);
  EXPECT_FALSE(inherit);
  EXPECT_EQ(nullptr, runqget(mp->p, &inherit));
}

TEST_F(Runq, aNewRunnextKicksTheOldOneToTheTail) {
  fill(mp->p, 1, 1);
  runqput(mp, mp->p, newG(2), true, PutWhy::kReadied);
  runqput(mp, mp->p, newG(3), true, PutWhy::kReadied);
  EXPECT_EQ((std::vector<uint64_t>{3, 1, 2}), drain(mp->p));
}

TEST_F(Runq, overflowMovesTheOlderHalfAndTheNewOneToTheGlobalQueue) {
  fill(mp->p, 1, 257);
  EXPECT_EQ(128u, runqlen(mp->p));
  std::vector<uint64_t> expected = range(1, 128);
  expected.push_back(257);
  EXPECT_EQ(expected, drainGlobal());
  EXPECT_EQ(range(129, 128), drain(mp->p));
}

TEST_F(Runq, aSmallerQueueOverflowsAtItsOwnSize) {
  unmake();
  settings.runqSize = 8;
  make();
  fill(mp->p, 1, 9);
  EXPECT_EQ((std::vector<uint64_t>{1, 2, 3, 4, 9}), drainGlobal());
  EXPECT_EQ(range(5, 4), drain(mp->p));
}

TEST_F(Runq, keepsItsOrderWhenTheIndexesWrap) {
  mp->p->runqhead = UINT32_MAX - 3;
  mp->p->runqtail = UINT32_MAX - 3;
  fill(mp->p, 1, 200);
  EXPECT_EQ(range(1, 200), drain(mp->p));
}

TEST_F(Runq, stealTakesTheLargerHalfFromTheHeadAndRunsTheLast) {
  P* victim = machine->allp[1];
  fill(victim, 1, 7);
  bool wasRunnext;
  G* gp = runqsteal(mp, victim, false, 0, &wasRunnext);
  EXPECT_EQ(4u, gp->goid);
  EXPECT_FALSE(wasRunnext);
  EXPECT_EQ(range(1, 3), drain(mp->p));
  EXPECT_EQ(range(5, 3), drain(victim));
}

TEST_F(Runq, stealTakesRunnextOnlyWhenAskedAndOnlyIfNothingElseIsThere) {
  P* victim = machine->allp[1];
  runqput(mp, victim, newG(1), true, PutWhy::kReadied);
  bool wasRunnext;
  EXPECT_EQ(nullptr, runqsteal(mp, victim, false, 0, &wasRunnext));
  fill(victim, 2, 1);
  EXPECT_EQ(2u, runqsteal(mp, victim, true, 3, &wasRunnext)->goid);
  EXPECT_FALSE(wasRunnext);
  EXPECT_EQ(1u, runqsteal(mp, victim, true, 3, &wasRunnext)->goid);
  EXPECT_TRUE(wasRunnext);
  EXPECT_TRUE(runqempty(victim));
}

TEST_F(Runq, globalBatchIsTheFairShareAndAtMostHalfAQueue) {
  auto batchOf = [&](int queued) {
    lock(&machine->sched.lock);
    for (int i = 0; i < queued; i++) globrunqput(mp, newG(i + 1), PutWhy::kGosched);
    GQueue rest;
    G* gp = globrunqgetbatch(machine.get(), 128, &rest);
    unlock(&machine->sched.lock);
    EXPECT_EQ(1u, gp->goid);
    int size = 1 + rest.size;
    drainGlobal();
    return size;
  };
  EXPECT_EQ(1, batchOf(1));  // size/gomaxprocs + 1, but not more than there are
  EXPECT_EQ(1, batchOf(3));
  EXPECT_EQ(3, batchOf(8));
  EXPECT_EQ(26, batchOf(100));
  EXPECT_EQ(128, batchOf(2000));
}

TEST_F(Runq, batchThatDoesNotFitStaysWithTheCaller) {
  fill(mp->p, 1, 250);
  GQueue batch;
  for (int i = 0; i < 10; i++) batch.pushBack(newG(300 + i));
  runqputbatch(mp, mp->p, &batch, PutWhy::kInjected);
  EXPECT_EQ(4, batch.size);
  EXPECT_EQ(306u, batch.head->goid);
  EXPECT_EQ(256u, runqlen(mp->p));
}

TEST_F(Runq, coprimeOrderVisitsEveryPOnceFromEveryStart) {
  for (uint32_t count : {1u, 2u, 3u, 4u, 6u, 8u, 12u}) {
    CoprimeOrder order;
    order.reset(count);
    for (uint32_t random = 0; random < 200; random++) {
      std::vector<int> visits(count);
      for (auto at = order.start(random); !at.end(); at.next()) visits[at.at]++;
      EXPECT_EQ(std::vector<int>(count, 1), visits);
    }
  }
}

TEST_F(Runq, freeListSpillsAt64DownTo31AndRefillsUpTo32) {
  P* pp = mp->p;
  for (int i = 0; i < 63; i++) {
    G* gp = newG(i + 1);
    gp->atomicstatus = _Gdead;
    gfput(machine.get(), pp, gp);
  }
  EXPECT_EQ(63, pp->gFree.size);
  G* last = newG(64);
  last->atomicstatus = _Gdead;
  gfput(machine.get(), pp, last);
  EXPECT_EQ(31, pp->gFree.size);
  EXPECT_EQ(33, machine->sched.gFree.size);
  for (int i = 0; i < 31; i++) gfget(machine.get(), pp);
  EXPECT_EQ(0, pp->gFree.size);
  EXPECT_NE(nullptr, gfget(machine.get(), pp));
  EXPECT_EQ(31, pp->gFree.size);
  EXPECT_EQ(1, machine->sched.gFree.size);
}

// One owner puts and gets, thieves steal and pass on nothing: every G comes out exactly once.
TEST_F(Runq, ownerAndThievesLoseAndDuplicateNothing) {
  constexpr int kGs = 30'000;
  constexpr int kThieves = 3;
  for (int i = 0; i < kGs; i++) newG(i + 1);
  std::vector<std::atomic<int>> seen(kGs + 1);
  std::atomic<bool> done{false};
  P* victim = machine->allp[0];
  std::vector<std::thread> thieves;
  std::vector<M*> thiefMs;
  for (int t = 0; t < kThieves; t++) {
    M* thief = mcommoninit(machine.get(), -1);
    thief->p = machine->allp[t + 1];
    thiefMs.push_back(thief);
    thieves.emplace_back([&, thief] {
      setm(thief);
      bool flag;
      while (!done.load()) {
        G* gp = runqsteal(thief, victim, true, 3, &flag);
        for (; gp != nullptr; gp = runqget(thief->p, &flag)) seen[gp->goid]++;
      }
      setm(nullptr);
    });
  }
  bool inherit;
  for (int i = 0; i < kGs; i++) {
    runqput(mp, victim, gs[i].get(), i % 3 == 0, PutWhy::kReadied);
    if (i % 5 == 0) {
      if (G* gp = runqget(victim, &inherit)) seen[gp->goid]++;
    }
  }
  while (G* gp = runqget(victim, &inherit)) seen[gp->goid]++;
  while (!runqempty(victim)) {
  }
  done = true;
  for (std::thread& thief : thieves) thief.join();
  for (uint64_t id : drainGlobal()) seen[id]++;
  for (int i = 1; i <= kGs; i++) ASSERT_EQ(1, seen[i].load()) << "goroutine " << i;
  for (M* thief : thiefMs) thief->p = nullptr;
}

}  // namespace
}  // namespace gopark
