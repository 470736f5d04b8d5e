// What becomes of a goroutine that stops, and how programs end. When one fails, look at commit.cpp,
// deadlock.cpp and panic.cpp.
#include <gtest/gtest.h>

#include "param.h"
#include "runtime/sched.h"

namespace gopark {
namespace {

class Commit : public testing::TestWithParam<Config> {
 protected:
  Commit() : kit(GetParam().procs, GetParam().host) {}
  Kit kit;
};

INSTANTIATE_TEST_SUITE_P(Procs, Commit, allConfigs(), configName);

TEST_P(Commit, aRefusedParkGoesOnAtOnceInTheSameSlice) {
  uint32_t before = 0, after = 1;
  EXPECT_EQ(0, kit.run([&, phase = 0](G* gp) mutable {
    uint32_t tick = gp->m.load()->p->schedtick;
    if (phase++ == 0) {
      before = tick;
      return gopark(
                 gp, [](G*, void*) { return false; }, nullptr, WaitReason::kChanReceive, 0)
          .stop;
    }
    after = tick;
    return Stop::kExit;
  }));
  EXPECT_EQ(before, after);
}

TEST_P(Commit, aG0CallRunsBeforeTheGoroutineGoesOn) {
  int calls = 0;
  EXPECT_EQ(0, kit.run([&, phase = 0](G* gp) mutable {
    if (phase++ < 3) {
      EXPECT_EQ(phase - 1, calls);
      gp->request.g0fn = [](G*, void* calls) { ++*static_cast<int*>(calls); };
      gp->request.g0arg = &calls;
      return Stop::kG0Call;
    }
    return Stop::kExit;
  }));
  EXPECT_EQ(3, calls);
}

TEST_P(Commit, aSwitchRunsTheTargetDirectlyAndBack) {
  std::string order;
  G* main = nullptr;
  std::atomic<G*> parked{nullptr};
  EXPECT_EQ(0, kit.run([&, phase = 0](G* gp) mutable {
    main = gp;
    if (phase == 0) {
      phase = 1;
      go([&, n = 0](G* gp) mutable {
        if (n++ == 0) return parkUntilReady(gp, &parked);
        order += 'c';
        if (n == 4) {
          gp->request.target = main;
          return Stop::kExit;
        }
        gp->request.target = main;
        return Stop::kSwitchTo;
      });
    }
    if (parked.load() == nullptr) return Stop::kGosched;
    if (phase++ > 3) return Stop::kExit;
    order += 'm';
    gp->request.target = parked.load();
    return Stop::kSwitchTo;
  }));
  EXPECT_EQ("mcmcmc", order);
}

TEST_P(Commit, theProgramEndsWhenMainReturnsWhateverElseRuns) {
  EXPECT_EQ(0, kit.run([&, n = 0](G*) mutable {
    if (n++ == 0) {
      for (int i = 0; i < 10; i++) go([](G*) { return Stop::kGosched; });
    }
    return n < 50 ? Stop::kGosched : Stop::kExit;
  }));
}

TEST_P(Commit, exitEndsTheProgramWithItsStatus) {
  EXPECT_EQ(7, kit.run([&, n = 0](G* gp) mutable {
    if (n++ == 0) {
      go([](G* gp) {
        gp->m.load()->machine->exit(7);
        return Stop::kExit;
      });
    }
    return Stop::kGosched;
  }));
}

TEST_P(Commit, allAsleepIsADeadlock) {
  EXPECT_EQ(2, kit.run([&, started = false](G* gp) mutable {
    static std::atomic<G*> slots[3];
    if (!started) {
      started = true;
      for (int i = 0; i < 2; i++) {
        go([i](G* gp) { return parkUntilReady(gp, &slots[i]); });
      }
    }
    return parkUntilReady(gp, &slots[2]);
  }));
  EXPECT_EQ(0u, kit.errorText().find("fatal error: all goroutines are asleep - deadlock!\n\n"
                                     "goroutine 1 [chan receive]:\n"))
      << kit.errorText();
  size_t headers = 0;
  for (size_t at = 0; (at = kit.errorText().find(" [chan receive]:\n", at)) != std::string::npos;
       at++) {
    headers++;
  }
  EXPECT_EQ(3u, headers) << kit.errorText();
}

TEST_P(Commit, mainsGoexitLeavesTheOthersRunningAndThenIsAnError) {
  std::atomic<int> ran{0};
  EXPECT_EQ(2, kit.run([&](G*) {
    for (int i = 0; i < 5; i++) {
      go([&ran, n = 0](G*) mutable {
        if (n++ < 10) return Stop::kGosched;
        ran++;
        return Stop::kExit;
      });
    }
    return Stop::kGoexit;
  }));
  EXPECT_EQ(5, ran.load());
  EXPECT_EQ("fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n\n",
            kit.errorText());
}

TEST_P(Commit, anUncaughtPanicPrintsItsGoroutineAndExitsWith2) {
  EXPECT_EQ(2, kit.run([&](G* gp) {
    fatalPanic(gp->m.load()->machine, gp, "panic: boom");
    return Stop::kExit;
  }));
  EXPECT_EQ("panic: boom\n\ngoroutine 1 [running]:\n", kit.errorText());
}

TEST_P(Commit, aFatalErrorPrintsAllGoroutines) {
  std::atomic<G*> slot{nullptr};
  EXPECT_EQ(2, kit.run([&, started = false](G* gp) mutable {
    if (!started) {
      started = true;
      go([&](G* gp) { return parkUntilReady(gp, &slot); });
    }
    if (slot.load() == nullptr) return Stop::kGosched;
    fatalError(gp->m.load()->machine, gp, "sync: unlock of unlocked mutex");
    return Stop::kExit;
  }));
  EXPECT_EQ(0u, kit.errorText().find("fatal error: sync: unlock of unlocked mutex\n\n"
                                     "goroutine 1 [running]:\n\ngoroutine "))
      << kit.errorText();
  EXPECT_NE(std::string::npos, kit.errorText().find(" [chan receive]:\n"));
}

TEST_P(Commit, numGoroutineCountsUserGoroutinesOnly) {
  std::vector<int> counts;
  std::atomic<bool> stop{false};
  EXPECT_EQ(0, kit.run([&, phase = 0](G* gp) mutable {
    Machine* machine = gp->m.load()->machine;
    if (phase == 0) {
      phase = 1;
      counts.push_back(numGoroutine(machine));
      for (int i = 0; i < 3; i++) {
        go([&](G*) { return stop.load() ? Stop::kExit : Stop::kGosched; });
      }
      counts.push_back(numGoroutine(machine));
      stop = true;
    }
    return numGoroutine(machine) > 1 ? Stop::kGosched : Stop::kExit;
  }));
  EXPECT_EQ((std::vector<int>{1, 4}), counts);
}

TEST(CommitDeathTest, illegalStatusChangesAbort) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  G gp;
  gp.atomicstatus = _Grunnable;
  EXPECT_DEATH(casgstatus(&gp, _Gdead, _Grunning), "illegal transition");
  EXPECT_DEATH(casgstatus(&gp, _Gwaiting, _Grunnable), "waiting for Gwaiting but is Grunnable");
  EXPECT_DEATH(casgstatus(&gp, _Grunning, _Gwaiting), "bad incoming status");
}

}  // namespace
}  // namespace gopark
