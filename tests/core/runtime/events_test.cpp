// The event stream against the scheduler's rules: every goroutine goes through legal states in seq
// order, nothing is picked that was not queued, and the fold's picture agrees. When one fails, look
// at where the runtime writes the event (before a G can be seen, after it is taken).
#include <gtest/gtest.h>

#include <map>

#include "events/fold.h"
#include "param.h"
#include "runtime/sched.h"

namespace gopark {
namespace {

class Events : public testing::TestWithParam<Config> {
 protected:
  Events() : kit(GetParam().procs, GetParam().host) {
    kit.keepEvents = true;
    kit.settings.eventRingSize = 1u << 17;
  }

  // Goroutines that do a bit of everything.
  int runMixed() {
    constexpr int kGs = 40, kRounds = 30;
    ended_ = 0;
    return kit.run([this, started = false, n = 0, op = OpState{}, old = 0](G* gp) mutable {
      if (!started) {
        started = true;
        for (int i = 0; i < kGs; i++) {
          go([this, i, round = 0, op = OpState{}](G* gp) mutable {
            while (round < kRounds) {
              switch ((i + round) % 6) {
                case 0:
                  round++;
                  return Stop::kGosched;
                case 1:
                  round++;
                  return Stop::kGoyield;
                case 2: {
                  OpResult result = threadSleep(gp, &op, 20'000);
                  if (result.status == OpStatus::kStop) return result.stop;
                  op = OpState{};
                  round++;
                  break;
                }
                case 3: {
                  round++;
                  slot_[i] = nullptr;
                  go([this, i](G*) {
                    G* gp = slot_[i].exchange(nullptr);
                    if (gp == nullptr) return Stop::kGosched;
                    goready(gp);
                    return Stop::kExit;
                  });
                  return parkUntilReady(gp, &slot_[i]);
                }
                case 4:
                  round++;
                  return Stop::kPreempted;
                default:
                  round++;
                  break;
              }
            }
            ended_++;
            return Stop::kExit;
          });
        }
      }
      if (n < 10) {
        OpResult result = gomaxprocs(gp, &op, 1 + n % GetParam().procs, &old);
        if (result.status == OpStatus::kStop) return result.stop;
        op = OpState{};
        n++;
      }
      // Not ended_ alone: the last one counts itself a moment before its end is written.
      const bool over = ended_.load() == kGs && numGoroutine(gp->m.load()->machine) == 1;
      return over ? Stop::kExit : Stop::kGosched;
    });
  }

  Kit kit;
  std::atomic<int> ended_{0};
  std::atomic<G*> slot_[64] = {};
};

INSTANTIATE_TEST_SUITE_P(Procs, Events, allConfigs(), configName);

TEST_P(Events, everyGoroutineGoesThroughLegalStatesInOrder) {
  ASSERT_EQ(0, runMixed());
  enum State { kNew, kReady, kQueued, kRunning, kWaiting, kCalling, kDead };
  std::map<uint32_t, State> states;
  std::map<uint16_t, uint32_t> runsOn;  // M -> goroutine
  uint64_t seq = 0;
  for (const Event& e : kit.events()) {
    ASSERT_EQ(++seq, e.seq);
    ASSERT_NE(EventType::kEventsLost, e.type);
    SCOPED_TRACE(std::string(eventName(e.type)) + " g" + std::to_string(e.g) + " seq " +
                 std::to_string(e.seq));
    State& state = states[e.g];
    switch (e.type) {
      case EventType::kGoCreate:
        ASSERT_EQ(kNew, state);
        state = kReady;
        break;
      case EventType::kRunqPut:
      case EventType::kGlobrunqPut:
        // From one queue to another too: stolen, kicked, taken in a batch.
        ASSERT_TRUE(state == kReady || state == kQueued);
        state = kQueued;
        break;
      case EventType::kGoStart: {
        PickBranch branch = static_cast<PickBranch>(e.sub);
        if (branch == PickBranch::kParkRefused || branch == PickBranch::kSyscallIdleP) {
          ASSERT_EQ(kReady, state);
        } else {
          ASSERT_EQ(kQueued, state);
        }
        state = kRunning;
        ASSERT_EQ(0u, runsOn[e.m]);
        runsOn[e.m] = e.g;
        break;
      }
      case EventType::kGoPark:
        ASSERT_EQ(kRunning, state);
        ASSERT_EQ(e.g, runsOn[e.m]);
        runsOn[e.m] = 0;
        state = kWaiting;
        break;
      case EventType::kGoUnpark:
        ASSERT_EQ(kWaiting, state);
        state = kReady;
        break;
      case EventType::kGoStop:
        ASSERT_EQ(kRunning, state);
        runsOn[e.m] = 0;
        state = kReady;
        break;
      case EventType::kSyscallEnter:
        ASSERT_EQ(kRunning, state);
        state = kCalling;
        break;
      case EventType::kSyscallExit:
        ASSERT_EQ(kCalling, state);
        ASSERT_EQ(e.g, runsOn[e.m]);
        if (static_cast<SyscallExit>(e.sub) == SyscallExit::kQueued) {
          state = kReady;
          runsOn[e.m] = 0;
        } else {
          state = kRunning;
        }
        break;
      case EventType::kGoDestroy:
        ASSERT_EQ(kRunning, state);
        runsOn[e.m] = 0;
        state = kDead;
        break;
      default:
        break;
    }
  }
  EXPECT_GT(seq, 1000u);
}

TEST_P(Events, theFoldAgreesWithTheSchedulersEnd) {
  ASSERT_EQ(0, runMixed());
  Fold fold;
  fold.apply(kit.events().data(), kit.events().size());
  EXPECT_TRUE(fold.exited());
  EXPECT_FALSE(fold.resyncing());
  EXPECT_EQ(0u, fold.counts().lost);
  // All but main and the runtime's five have ended.
  int user = 0;
  for (const FoldG& g : fold.slots()) {
    if (g.id != 0 && !g.system) user++;
  }
  EXPECT_EQ(1, user);
  EXPECT_GT(fold.counts().syscalls, 0u);
  EXPECT_GT(fold.counts().parks, 0u);
}

TEST_P(Events, aSmallRingLosesCountedAndTheRunGoesOn) {
  kit.settings.eventRingSize = 16;
  ASSERT_EQ(0, runMixed());
  uint64_t seq = 0;
  for (const Event& e : kit.events()) ASSERT_EQ(++seq, e.seq);
}

TEST_P(Events, aSnapshotNamesEveryGoroutine) {
  std::atomic<G*> slot{nullptr};
  ASSERT_EQ(0, kit.run([&, phase = 0, op = OpState{}](G* gp) mutable {
    if (phase == 0) {
      phase = 1;
      go([&](G* gp) { return parkUntilReady(gp, &slot); });
    }
    if (slot.load() == nullptr) return Stop::kGosched;
    if (phase == 1) {
      phase = 2;
      for (int i = 0; i < 20; i++) go([](G*) { return Stop::kGosched; });
    }
    OpResult result = withWorldStopped(
        gp, &op, StwReason::kSnapshot, [](Machine*, G* gp, void*) { emitSnapshot(gp->m.load()); },
        nullptr);
    return result.status == OpStatus::kStop ? result.stop : Stop::kExit;
  }));
  // A fold that saw nothing before the snapshot knows the same goroutines afterwards.
  auto begin = std::find_if(kit.events().begin(), kit.events().end(), [](const Event& e) {
    return e.type == EventType::kSnapshot && e.a == 1;
  });
  ASSERT_NE(kit.events().end(), begin);
  auto end = std::find_if(begin, kit.events().end(), [](const Event& e) {
    return e.type == EventType::kSnapshot && e.a == 0;
  });
  ASSERT_NE(kit.events().end(), end);
  int waiting = 0, runnable = 0, running = 0;
  for (auto e = begin; e != end; ++e) {
    if (e->type != EventType::kGoStatus) continue;
    if (e->sub == _Gwaiting) waiting++;
    if (e->sub == _Grunnable) runnable++;
    if (e->sub == _Grunning) running++;
  }
  EXPECT_EQ(1, running);
  EXPECT_EQ(20, runnable);
  EXPECT_EQ(6, waiting);  // The parked one and the runtime's own five.
}

// A tight loop that no time slice ends must not keep a reader from its snapshot.
TEST_P(Events, aSnapshotCanBeAskedForInEveryPreemptMode) {
  for (PreemptMode mode : {PreemptMode::kAsync, PreemptMode::kCooperative, PreemptMode::kNone}) {
    kit.settings.preempt = mode;
    ASSERT_EQ(0, kit.run([&, n = uint64_t{0}, asked = false](G* gp) mutable {
      Machine* machine = gp->m.load()->machine;
      // Its own program: after a while it asks, and it sees the stop through its own preemption.
      if (asked && !machine->snapshotWanted.load()) return Stop::kExit;
      for (;;) {
        n++;
        if (n == 1000) {
          asked = true;
          requestSnapshot(machine);
        }
        if (stopAtLoop(gp)) return Stop::kPreempted;
        if (asked && n % 64 == 0) return Stop::kGosched;
        if (machine->timeSliced && n % 1000 == 0) return Stop::kTimeSlice;
      }
    }));
  }
}

}  // namespace
}  // namespace gopark
