// Goroutines that block their thread, sysmon, and preemption. When one fails, look at syscall.cpp,
// retake.cpp, sysmon.cpp and preempt.cpp.
#include <gtest/gtest.h>

#include <algorithm>

#include "param.h"
#include "runtime/sched.h"

namespace gopark {
namespace {

constexpr int64_t kMs = 1'000'000;

class Syscall : public testing::TestWithParam<Config> {
 protected:
  Syscall() : kit(GetParam().procs, GetParam().host) {
    kit.keepEvents = true;
    // Main yields in a loop while the others sleep: that writes many events.
    kit.settings.eventRingSize = 1u << 18;
  }

  size_t count(EventType type, int sub = -1) const {
    return std::count_if(kit.events().begin(), kit.events().end(), [&](const Event& e) {
      return e.type == type && (sub < 0 || e.sub == sub);
    });
  }

  Kit kit;
};

INSTANTIATE_TEST_SUITE_P(Procs, Syscall, allConfigs(), configName);

// A body that sleeps its thread `times` times.
Step sleeper(int64_t ns, int times, std::atomic<int>* done) {
  return [=, op = OpState{}, n = 0](G* gp) mutable {
    while (n < times) {
      OpResult result = threadSleep(gp, &op, ns);
      if (result.status == OpStatus::kStop) return result.stop;
      op = OpState{};
      n++;
    }
    done->fetch_add(1);
    return Stop::kExit;
  };
}

TEST_P(Syscall, aShortCallKeepsItsP) {
  int calls = 0;
  EXPECT_EQ(0, kit.run([&, op = OpState{}, n = 0](G* gp) mutable {
    while (n < 100) {
      OpResult result = blockingCall(
          gp, &op, SyscallKind::kOther, [](G*, void* calls) { ++*static_cast<int*>(calls); },
          &calls);
      if (result.status == OpStatus::kStop) return result.stop;
      op = OpState{};
      n++;
    }
    return Stop::kExit;
  }));
  EXPECT_EQ(100, calls);
  EXPECT_EQ(100u, count(EventType::kSyscallEnter));
  EXPECT_EQ(100u, count(EventType::kSyscallExit));
  // sysmon may take the P if the machine is busy, but not often.
  EXPECT_GT(count(EventType::kSyscallExit, static_cast<int>(SyscallExit::kKeptP)), 80u);
}

TEST_P(Syscall, whileAThreadSleepsItsPRunsOthers) {
  std::atomic<int> slept{0};
  uint64_t turns = 0;
  EXPECT_EQ(0, kit.run([&, started = false](G*) mutable {
    if (!started) {
      started = true;
      for (int i = 0; i < GetParam().procs; i++) go(sleeper(30 * kMs, 1, &slept));
    }
    turns++;
    return slept.load() == GetParam().procs ? Stop::kExit : Stop::kGosched;
  }));
  // All Ps were taken by sleepers at some time, yet main went on.
  EXPECT_GT(turns, 50u);
  EXPECT_GT(count(EventType::kProcRetake), 0u);
}

TEST_P(Syscall, withoutHandOffASleepingThreadKeepsItsP) {
  if (GetParam().procs != 1) GTEST_SKIP() << "with more Ps the others run on";
  kit.settings.handoff = false;
  std::atomic<int> slept{0};
  uint64_t turns = 0;
  EXPECT_EQ(0, kit.run([&, started = false](G*) mutable {
    if (!started) go(sleeper(20 * kMs, 1, &slept));
    started = true;
    turns++;
    return slept.load() == 1 ? Stop::kExit : Stop::kGosched;
  }));
  EXPECT_LT(turns, 10u);
  EXPECT_EQ(0u, count(EventType::kProcRetake));
}

TEST_P(Syscall, aStormOfSleepersBringsEveryoneBack) {
  std::atomic<int> slept{0};
  constexpr int kSleepers = 40;
  EXPECT_EQ(0, kit.run([&, started = false](G*) mutable {
    if (!started) {
      started = true;
      for (int i = 0; i < kSleepers; i++) go(sleeper((1 + i % 3) * kMs, 4, &slept));
    }
    return slept.load() == kSleepers ? Stop::kExit : Stop::kGosched;
  }));
  EXPECT_EQ(4u * kSleepers, count(EventType::kSyscallEnter));
  EXPECT_EQ(4u * kSleepers, count(EventType::kSyscallExit));
  EXPECT_EQ(0, kit.machine()->sched.nGsyscallNoP.load());
}

TEST_P(Syscall, onlySleepersIsNoDeadlock) {
  std::atomic<G*> parked{nullptr};
  EXPECT_EQ(0, kit.run([&, phase = 0](G* gp) mutable {
    if (phase++ == 0) {
      go([&, op = OpState{}](G* gp) mutable {
        OpResult result = threadSleep(gp, &op, 20 * kMs);
        if (result.status == OpStatus::kStop) return result.stop;
        G* main = parked.exchange(nullptr);
        EXPECT_NE(nullptr, main);
        goready(main);
        return Stop::kExit;
      });
      return parkUntilReady(gp, &parked);
    }
    return Stop::kExit;
  }));
}

TEST_P(Syscall, theEndOfTheProgramCutsASleepShort) {
  std::atomic<int> slept{0};
  EXPECT_EQ(0, kit.run([&, n = 0](G*) mutable {
    if (n == 0) go(sleeper(3600 * 1000 * kMs, 1, &slept));
    return n++ < 100 ? Stop::kGosched : Stop::kExit;
  }));
  EXPECT_EQ(0, slept.load());
}

// --- Preemption ---

// A goroutine that computes until `until` says so, polling as a loop or as a chain of calls would.
Step busy(bool polledAsCall, std::function<bool()> until) {
  return [=](G* gp) {
    Machine* machine = gp->m.load()->machine;
    // On the simulated machine time passes between turns, not while this loop spins.
    const uint64_t slice = machine->meter != nullptr ? 20 : 1000;
    for (uint64_t n = 1;; n++) {
      if (until()) return Stop::kExit;
      if (polledAsCall ? stopAtCall(gp) : stopAtLoop(gp)) {
        gp->asyncSafePoint = !polledAsCall;
        return Stop::kPreempted;
      }
      if (machine->timeSliced && n % slice == 0) return Stop::kTimeSlice;
    }
  };
}

struct PreemptCase {
  PreemptMode mode;
  bool polledAsCall;
  bool preempted;
};

TEST_P(Syscall, sysmonPreemptsWhereTheModeAllows) {
  const int procs = GetParam().procs;
  for (PreemptCase test :
       {PreemptCase{PreemptMode::kAsync, false, true}, PreemptCase{PreemptMode::kAsync, true, true},
        PreemptCase{PreemptMode::kCooperative, false, false},
        PreemptCase{PreemptMode::kCooperative, true, true},
        PreemptCase{PreemptMode::kNone, false, false},
        PreemptCase{PreemptMode::kNone, true, false}}) {
    kit.settings.preempt = test.mode;
    // Where it is to happen there is much time for it; where not, four time slices.
    const int64_t patienceNs = (test.preempted ? 5'000 : 40) * kMs;
    std::atomic<int> preempted{0}, ended{0};
    EXPECT_EQ(0, kit.run([&, started = false](G* gp) mutable {
      Host* host = gp->m.load()->machine->host;
      if (!started) {
        started = true;
        const int64_t deadline = host->nanotime() + patienceNs;
        for (int i = 0; i < procs; i++) {
          Step loop = busy(test.polledAsCall, [=] { return host->nanotime() > deadline; });
          go([&, loop, stopped = false](G* gp) mutable {
            if (stopped) {
              preempted++;
              ended++;
              return Stop::kExit;
            }
            Stop stop = loop(gp);
            stopped = stop == Stop::kPreempted;
            if (stop == Stop::kExit) ended++;
            return stop;
          });
        }
      }
      return ended.load() == procs ? Stop::kExit : Stop::kGosched;
    }));
    EXPECT_EQ(test.preempted ? procs : 0, preempted.load());
    StopReason reason =
        test.polledAsCall ? StopReason::kPreemptedCooperative : StopReason::kPreemptedAsync;
    EXPECT_EQ(static_cast<size_t>(preempted.load()),
              count(EventType::kGoStop, static_cast<int>(reason)));
  }
}

TEST_P(Syscall, aRunCanBeEndedInEveryMode) {
  for (PreemptMode mode : {PreemptMode::kAsync, PreemptMode::kCooperative, PreemptMode::kNone}) {
    kit.settings.preempt = mode;
    EXPECT_EQ(3, kit.run([&, phase = 0](G* gp) mutable {
      Machine* machine = gp->m.load()->machine;
      if (phase++ == 0) {
        for (int i = 0; i < GetParam().procs; i++) go(busy(false, [] { return false; }));
        // A thread outside any P ends the program.
        go([machine, op = OpState{}](G* gp) mutable {
          auto end = [](G*, void* machine) { static_cast<Machine*>(machine)->exit(3); };
          return blockingCall(gp, &op, SyscallKind::kOther, end, machine).stop;
        });
      }
      return Stop::kGosched;
    }));
  }
}

// --- sysmon ---

class CollectingLanguage : public Language {
 public:
  std::string traceback(G*) override { return ""; }
  std::string functionName(uint32_t) override { return "f"; }
  void destroyPerP(P*) override {}
  OpResult forceGc(G* gp, OpState* op) override {
    calls++;
    return OpResult::done();
  }
  std::atomic<int> calls{0};
};

TEST_P(Syscall, sysmonWakesForcegcWhenNothingWasCollectedForLong) {
  CollectingLanguage language;
  kit.language = &language;
  kit.settings.forceGcPeriodNs = 5 * kMs;
  EXPECT_EQ(0, kit.run([&](G* gp) {
    gp->m.load()->machine->lastGcNs = 1;
    return language.calls.load() >= 2 ? Stop::kExit : Stop::kGosched;
  }));
}

TEST_P(Syscall, whenAllIsQuietNobodySpinsAndAllOtherPsAreIdle) {
  int32_t spinning = -1, idle = -1;
  EXPECT_EQ(0, kit.run([&, op = OpState{}](G* gp) mutable {
    OpResult result = threadSleep(gp, &op, 50 * kMs);
    if (result.status == OpStatus::kStop) return result.stop;
    Machine* machine = gp->m.load()->machine;
    spinning = machine->sched.nmspinning.load();
    idle = machine->sched.npidle.load();
    return Stop::kExit;
  }));
  EXPECT_EQ(0, spinning);
  EXPECT_EQ(GetParam().procs - 1, idle);
}

TEST_P(Syscall, schedtracePrintsGosLine) {
  kit.schedtraceNs = 5 * kMs;
  std::atomic<int> slept{0};
  EXPECT_EQ(0, kit.run([&, started = false](G*) mutable {
    if (!started) go(sleeper(10 * kMs, 3, &slept));
    started = true;
    return slept.load() == 1 ? Stop::kExit : Stop::kGosched;
  }));
  std::string text = kit.errorText();
  EXPECT_EQ(0u,
            text.find("SCHED 0ms: gomaxprocs=" + std::to_string(GetParam().procs) + " idleprocs="))
      << text;
  std::string line = text.substr(0, text.find('\n'));
  EXPECT_TRUE(testing::internal::RE::FullMatch(
      line,
      "SCHED 0ms: gomaxprocs=[0-9]+ idleprocs=[0-9]+ threads=[0-9]+ spinningthreads=[0-9]+ "
      "needspinning=[01] idlethreads=[0-9]+ runqueue=[0-9]+ \\[ ([0-9]+ )+\\] schedticks=\\[ "
      "([0-9]+ )+\\]"))
      << line;
  EXPECT_GE(std::count(text.begin(), text.end(), '\n'), 3);
}

TEST_P(Syscall, scheddetailListsPsMsAndGs) {
  kit.schedtraceNs = 5 * kMs;
  kit.scheddetail = true;
  std::atomic<int> slept{0};
  EXPECT_EQ(0, kit.run([&, started = false](G*) mutable {
    if (!started) go(sleeper(10 * kMs, 3, &slept));
    started = true;
    return slept.load() == 1 ? Stop::kExit : Stop::kGosched;
  }));
  std::string text = kit.errorText();
  for (const char* pattern :
       {"SCHED [0-9]+ms: .* runqueue=[0-9]+ gcwaiting=false nmidlelocked=[0-9]+ stopwait=0 "
        "sysmonwait=false\n",
        "\n  P0: status=[0-9] schedtick=[0-9]+ syscalltick=[0-9]+ m=(nil|[0-9]+) runqsize=[0-9]+ "
        "gfreecnt=[0-9]+ timerslen=[0-9]+\n",
        "\n  M1: p=nil curg=nil mallocing=0 throwing=0 preemptoff= locks=2 dying=0 spinning=false "
        "blocked=false lockedg=nil\n",
        "\n  G2: status=4\\(force gc \\(idle\\)\\) m=nil lockedm=nil\n",
        "\n  G3: status=4\\(GC sweep wait\\) m=nil lockedm=nil\n",
        "\n  G4: status=4\\(GC scavenge wait\\) m=nil lockedm=nil\n"}) {
    EXPECT_TRUE(testing::internal::RE::PartialMatch(text, pattern)) << pattern << "\n" << text;
  }
}

}  // namespace
}  // namespace gopark
