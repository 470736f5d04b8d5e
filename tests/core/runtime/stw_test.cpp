// Stops of the world, GOMAXPROCS, and goroutines locked to their thread. When one fails, look at
// stw.cpp, procresize.cpp and mlocked.cpp.
#include <gtest/gtest.h>

#include "param.h"
#include "runtime/sched.h"

namespace gopark {
namespace {

class Stw : public testing::TestWithParam<Config> {
 protected:
  Stw() : kit(GetParam().procs, GetParam().host) {}
  Kit kit;
};

INSTANTIATE_TEST_SUITE_P(Procs, Stw, allConfigs(), configName);

// Counts steps until told to stop, by turns yielding, running on, and sleeping its thread.
Step worker(std::atomic<uint64_t>* steps, std::atomic<bool>* stop, std::atomic<int>* ended,
            int kind) {
  return [=, op = OpState{}](G* gp) mutable {
    Machine* machine = gp->m.load()->machine;
    // On the simulated machine time passes between turns, not while this loop spins.
    const int slice = machine->meter != nullptr ? 10 : 200;
    for (int n = 1;; n++) {
      if (stop->load()) {
        ended->fetch_add(1);
        return Stop::kExit;
      }
      steps->fetch_add(1);
      if (stopAtLoop(gp)) return Stop::kPreempted;
      if (machine->timeSliced && n % slice == 0) return Stop::kTimeSlice;
      if (kind == 1) return Stop::kGosched;
      if (kind == 2) {
        OpResult result = threadSleep(gp, &op, 100'000);
        if (result.status == OpStatus::kStop) return result.stop;
        op = OpState{};
      }
    }
  };
}

struct Frozen {
  std::atomic<uint64_t>* steps;
  bool moved = false;
  int stops = 0;
  std::atomic<int> inside{0};
  bool overlapped = false;
};

// With the world stopped: nothing may move.
void checkFrozen(Machine* machine, G*, void* arg) {
  auto* frozen = static_cast<Frozen*>(arg);
  if (frozen->inside.fetch_add(1) != 0) frozen->overlapped = true;
  uint64_t before = frozen->steps->load();
  int64_t until = machine->host->nanotime() + 50'000;
  while (machine->host->nanotime() < until) machine->host->procyield(30);
  if (frozen->steps->load() != before) frozen->moved = true;
  frozen->stops++;
  frozen->inside.fetch_sub(1);
}

TEST_P(Stw, nothingMovesWhileTheWorldIsStoppedAndAllGoesOnAfterwards) {
  std::atomic<uint64_t> steps{0};
  std::atomic<bool> stop{false};
  std::atomic<int> ended{0};
  Frozen frozen{&steps};
  constexpr int kWorkers = 9, kStoppers = 3, kStops = 10;
  std::atomic<int> stoppersDone{0};
  EXPECT_EQ(0, kit.run([&, started = false](G*) mutable {
    if (!started) {
      started = true;
      // Only those without a call in progress: one that wakes up in its call may count a step.
      for (int i = 0; i < kWorkers; i++) go(worker(&steps, &stop, &ended, i % 2));
      for (int i = 0; i < kStoppers; i++) {
        go([&, n = 0, op = OpState{}](G* gp) mutable {
          while (n < kStops) {
            OpResult result = withWorldStopped(gp, &op, StwReason::kGc, checkFrozen, &frozen);
            if (result.status == OpStatus::kStop) return result.stop;
            op = OpState{};
            n++;
          }
          stoppersDone++;
          return Stop::kExit;
        });
      }
    }
    if (stoppersDone.load() == kStoppers) stop = true;
    return ended.load() == kWorkers ? Stop::kExit : Stop::kGosched;
  }));
  EXPECT_FALSE(frozen.moved);
  EXPECT_FALSE(frozen.overlapped);
  EXPECT_EQ(kStoppers * kStops, frozen.stops);
}

TEST_P(Stw, gomaxprocsChangesUnderLoadLoseNothing) {
  std::atomic<uint64_t> steps{0};
  std::atomic<bool> stop{false};
  std::atomic<int> ended{0};
  constexpr int kWorkers = 30;
  constexpr int kChanges = kSanitized ? 40 : 150;
  bool wrongOld = false;
  EXPECT_EQ(0,
            kit.run([&, n = 0, op = OpState{}, current = GetParam().procs, old = 0](G* gp) mutable {
              if (n == 0) {
                n = 1;
                for (int i = 0; i < kWorkers; i++) go(worker(&steps, &stop, &ended, i % 3));
              }
              while (n <= kChanges) {
                int wanted = 1 + (n * 5) % 8;
                OpResult result = gomaxprocs(gp, &op, wanted, &old);
                if (result.status == OpStatus::kStop) return result.stop;
                if (old != current) wrongOld = true;
                current = wanted;
                if (gp->m.load()->machine->gomaxprocs.load() != wanted) wrongOld = true;
                op = OpState{};
                n++;
                if (n % 4 == 0) return Stop::kGosched;
              }
              stop = true;
              return ended.load() == kWorkers ? Stop::kExit : Stop::kGosched;
            }));
  EXPECT_FALSE(wrongOld);
  EXPECT_GT(steps.load(), 0u);
}

TEST_P(Stw, settingTheSameNumberDoesNotStopTheWorld) {
  kit.keepEvents = true;
  int old = 0, read = 0;
  EXPECT_EQ(0, kit.run([&](G* gp) {
    OpState op;
    EXPECT_EQ(OpStatus::kDone, gomaxprocs(gp, &op, GetParam().procs, &old).status);
    OpState again;
    EXPECT_EQ(OpStatus::kDone, gomaxprocs(gp, &again, 0, &read).status);
    return Stop::kExit;
  }));
  EXPECT_EQ(GetParam().procs, old);
  EXPECT_EQ(GetParam().procs, read);
  for (const Event& event : kit.events()) EXPECT_NE(EventType::kStwBegin, event.type);
}

TEST_P(Stw, fewerPsKeepTheOrderOfWhatWasQueued) {
  if (GetParam().procs != 1) GTEST_SKIP() << "needs one P to have an order";
  std::vector<int> order;
  EXPECT_EQ(0, kit.run([&, phase = 0, op = OpState{}, old = 0](G* gp) mutable {
    if (phase == 0) {
      OpResult result = gomaxprocs(gp, &op, 2, &old);
      if (result.status == OpStatus::kStop) return result.stop;
      op = OpState{};
      result = gomaxprocs(gp, &op, 1, &old);
      phase = 1;
      return result.stop;
    }
    if (phase == 1) {
      phase = 2;
      op = OpState{};
      for (int i = 0; i < 4; i++) {
        go([&order, i](G*) {
          order.push_back(i);
          return Stop::kExit;
        });
      }
    }
    return order.size() < 4 ? Stop::kGosched : Stop::kExit;
  }));
  EXPECT_EQ((std::vector<int>{3, 0, 1, 2}), order);
}

// --- Locked to the thread ---

TEST_P(Stw, aLockedGoroutineStaysOnItsThreadAndAloneOnIt) {
  std::atomic<bool> stop{false};
  std::atomic<M*> owner{nullptr};
  std::atomic<bool> moved{false}, intruder{false};
  std::atomic<int> ended{0};
  EXPECT_EQ(0, kit.run([&, started = false](G*) mutable {
    if (!started) {
      started = true;
      go([&, n = 0](G* gp) mutable {
        M* mp = gp->m.load();
        if (n == 0) {
          lockOSThread(gp);
          owner = mp;
        }
        if (mp != owner.load()) moved = true;
        if (n++ < 300) return Stop::kGosched;
        owner = nullptr;
        unlockOSThread(gp);
        stop = true;
        return Stop::kExit;
      });
      for (int i = 0; i < 10; i++) {
        go([&](G* gp) {
          if (gp->m.load() == owner.load()) intruder = true;
          if (!stop.load()) return Stop::kGosched;
          ended++;
          return Stop::kExit;
        });
      }
    }
    return ended.load() == 10 ? Stop::kExit : Stop::kGosched;
  }));
  EXPECT_FALSE(moved);
  EXPECT_FALSE(intruder);
}

TEST_P(Stw, exitingWhileLockedEndsTheThread) {
  int64_t freed = 0;
  std::atomic<int> ended{0};
  EXPECT_EQ(0, kit.run([&, n = 0](G* gp) mutable {
    Machine* machine = gp->m.load()->machine;
    if (n++ == 0) {
      for (int i = 0; i < 5; i++) {
        go([&, first = true](G* gp) mutable {
          if (first) {
            first = false;
            lockOSThread(gp);
            return Stop::kGosched;
          }
          ended++;
          return Stop::kExit;
        });
      }
    }
    lock(&machine->sched.lock);
    freed = machine->sched.nmfreed;
    unlock(&machine->sched.lock);
    return freed == 5 ? Stop::kExit : Stop::kGosched;
  }));
  EXPECT_EQ(5, ended.load());
}

TEST_P(Stw, lockAndUnlockNest) {
  bool locked[4] = {};
  EXPECT_EQ(0, kit.run([&](G* gp) {
    lockOSThread(gp);
    lockOSThread(gp);
    locked[0] = gp->lockedm.load() != nullptr;
    unlockOSThread(gp);
    locked[1] = gp->lockedm.load() != nullptr;
    unlockOSThread(gp);
    locked[2] = gp->lockedm.load() != nullptr;
    unlockOSThread(gp);
    locked[3] = gp->lockedm.load() != nullptr;
    return Stop::kExit;
  }));
  EXPECT_TRUE(locked[0]);
  EXPECT_TRUE(locked[1]);
  EXPECT_FALSE(locked[2]);
  EXPECT_FALSE(locked[3]);
}

}  // namespace
}  // namespace gopark
