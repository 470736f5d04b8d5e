// Collections as the scheduler runs them: how many workers there are, that they mark together, that
// nobody else runs meanwhile and everybody afterwards. When one fails, look at mgc.cpp and
// mgcworker.cpp.
#include "runtime/mgc.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "param.h"
#include "runtime/time.h"

namespace gopark {
namespace {

TEST(GcController, workersAreAQuarterOfThePs) {
  struct Expected {
    int64_t dedicated;
    double fractional;
  };
  const Expected expected[] = {{0, 0.25}, {0, 0.25},      {0, 0.25}, {1, 0},
                               {1, 0},    {1, 0.5 / 6.0}, {2, 0},    {2, 0}};
  for (int procs = 1; procs <= 8; procs++) {
    SCOPED_TRACE(procs);
    GcController controller;
    controller.startCycle(procs, 0.25, GcTrigger::kHeap, 0);
    EXPECT_EQ(controller.dedicatedMarkWorkersNeeded, expected[procs - 1].dedicated);
    EXPECT_DOUBLE_EQ(controller.fractionalUtilizationGoal, expected[procs - 1].fractional);
    EXPECT_EQ(controller.maxIdleMarkWorkers, procs - expected[procs - 1].dedicated);
    controller.startCycle(procs, 0.25, GcTrigger::kTime, 0);
    EXPECT_EQ(controller.maxIdleMarkWorkers, expected[procs - 1].dedicated > 0 ? 0 : 1);
  }
}

TEST(GcController, idleWorkersAreLimited) {
  GcController controller;
  controller.startCycle(4, 0.25, GcTrigger::kCycle, 0);
  for (int i = 0; i < 3; i++) EXPECT_TRUE(controller.addIdleMarkWorker());
  EXPECT_FALSE(controller.needIdleMarkWorker());
  EXPECT_FALSE(controller.addIdleMarkWorker());
  controller.removeIdleMarkWorker();
  EXPECT_TRUE(controller.addIdleMarkWorker());
}

// Items is work without a heap: a pile from which each worker takes a few at a time.
class Items : public GcWork {
 public:
  Items(uint32_t items, std::atomic<uint64_t>* steps) : items_(items), steps_(steps) {}

  bool due() override { return true; }
  uint32_t begin(uint32_t workers, bool) override {
    shared_ = items_;
    seen_ = 0;
    local_.assign(workers, 0);
    stepsBefore_ = steps_->load();
    return 1;
  }
  bool mark(uint32_t number, uint64_t) override {
    if (steps_->load() != stepsBefore_) moved = true;
    Machine* machine = getm()->machine;
    machine->host->spend(Cost::kGcPerKiB, 4);
    std::lock_guard<std::mutex> guard(mutex_);
    const uint32_t taken = std::min<uint32_t>(shared_, 3);
    shared_ -= taken;
    local_[number] += taken;
    if (local_[number] == 0) return false;
    local_[number]--;
    seen_++;
    return true;
  }
  void dispose(uint32_t number) override {
    std::lock_guard<std::mutex> guard(mutex_);
    shared_ += std::exchange(local_[number], 0);
  }
  bool available() override { return shared_.load() > 0; }
  Result finish() override {
    if (seen_ != items_ || steps_->load() != stepsBefore_) moved = true;
    cycles++;
    return {1, 0};
  }

  int cycles = 0;                  // Ended.
  std::atomic<bool> moved{false};  // A user goroutine ran meanwhile, or an item was lost.

 private:
  const uint32_t items_;
  std::atomic<uint64_t>* const steps_;
  std::mutex mutex_;
  std::atomic<uint32_t> shared_{0};
  std::vector<uint32_t> local_;
  uint32_t seen_ = 0;
  uint64_t stepsBefore_ = 0;
};

class Mgc : public testing::TestWithParam<Config> {
 protected:
  Mgc() : kit(GetParam().procs, GetParam().host) {}

  // Steps of user goroutines that do all sorts of things until `stop`.
  Step busy(int kind) {
    return [this, kind, locked = false, op = OpState{}](G* gp) mutable {
      const bool timeSliced = gp->m.load()->machine->timeSliced;
      if (kind == 3 && !locked) {
        lockOSThread(gp);
        locked = true;
      }
      for (int n = 1;; n++) {
        if (stop.load()) {
          ended++;
          return Stop::kExit;
        }
        if (op.phase == 0) steps++;
        if (stopAtLoop(gp)) return Stop::kPreempted;
        if (kind == 0) return Stop::kGosched;
        if (kind == 1 || kind == 3) {
          OpResult result = threadSleep(gp, &op, 20'000);
          if (result.status == OpStatus::kStop) return result.stop;
          op = OpState{};
        }
        if (kind == 2) {
          OpResult result = timeSleep(gp, &op, 20'000);
          if (result.status == OpStatus::kStop) return result.stop;
          op = OpState{};
        }
        if (timeSliced && n % 10 == 0) return Stop::kTimeSlice;
      }
    };
  }

  Kit kit;
  std::atomic<uint64_t> steps{0};
  std::atomic<bool> stop{false};
  std::atomic<int> ended{0};
};

INSTANTIATE_TEST_SUITE_P(Procs, Mgc, allConfigs(), configName);

TEST_P(Mgc, nobodyElseRunsWhileWorkersMarkAndEverybodyAfterwards) {
  constexpr int kBusy = 8, kStarters = 2, kEach = 6;
  Items items(60, &steps);
  std::atomic<int> startersDone{0};
  kit.keepEvents = true;
  EXPECT_EQ(0, kit.run([&, started = false](G* gp) mutable {
    if (!started) {
      started = true;
      setGcWork(gp->m.load()->machine, &items);
      for (int i = 0; i < kBusy; i++) go(busy(i % 4));
      for (int i = 0; i < kStarters; i++) {
        go([&, n = 0, op = OpState{}](G* gp) mutable {
          while (n < kEach) {
            OpResult result = gcStart(gp, &op, GcTrigger::kTime);
            if (result.status == OpStatus::kStop) return result.stop;
            op = OpState{};
            n++;
          }
          if (++startersDone == kStarters) stop = true;
          return Stop::kExit;
        });
      }
    }
    return ended == kBusy ? Stop::kExit : Stop::kGosched;
  }));
  EXPECT_FALSE(items.moved);
  EXPECT_EQ(items.cycles, kStarters * kEach);

  // The same, as the events tell it.
  std::map<uint32_t, bool> system;
  bool collecting = false;
  int begun = 0, workers = 0;
  for (const Event& e : kit.events()) {
    if (e.type == EventType::kGoCreate) system[e.g] = e.sub != 0;
    if (e.type == EventType::kGcBegin) begun += (collecting = true) ? 1 : 0;
    if (e.type == EventType::kGcEnd) collecting = false;
    if (e.type == EventType::kGcWorker) workers++;
    if (e.type == EventType::kGoStart && collecting) {
      EXPECT_TRUE(system[e.g]) << "G" << e.g;
    }
  }
  EXPECT_EQ(begun, items.cycles);
  EXPECT_GE(workers, begun);
}

TEST_P(Mgc, aCycleThatBeganSinceTheCallWillDo) {
  Items items(10, &steps);
  std::atomic<int> done{0};
  constexpr int kCallers = 5;
  EXPECT_EQ(0, kit.run([&, started = false](G* gp) mutable {
    if (!started) {
      started = true;
      setGcWork(gp->m.load()->machine, &items);
      for (int i = 0; i < kCallers; i++) {
        go([&, op = OpState{}](G* gp) mutable {
          OpResult result = gcStart(gp, &op, GcTrigger::kCycle);
          if (result.status == OpStatus::kStop) return result.stop;
          done++;
          return Stop::kExit;
        });
      }
    }
    return done == kCallers ? Stop::kExit : Stop::kGosched;
  }));
  EXPECT_FALSE(items.moved);
  EXPECT_GE(items.cycles, 1);
  EXPECT_LE(items.cycles, kCallers);
}

TEST_P(Mgc, theNumberOfPsChangesBetweenCollections) {
  Items items(40, &steps);
  std::atomic<int> done{0};
  EXPECT_EQ(0, kit.run([&, started = false](G* gp) mutable {
    if (!started) {
      started = true;
      setGcWork(gp->m.load()->machine, &items);
      go([&, n = 0, op = OpState{}](G* gp) mutable {
        for (int old; n < 12; n++, op = OpState{}) {
          OpResult result = gomaxprocs(gp, &op, 1 + n * 5 % 8, &old);
          if (result.status == OpStatus::kStop) return result.stop;
        }
        done++;
        return Stop::kExit;
      });
      go([&, n = 0, op = OpState{}](G* gp) mutable {
        for (; n < 12; n++, op = OpState{}) {
          OpResult result = gcStart(gp, &op, GcTrigger::kHeap);
          if (result.status == OpStatus::kStop) return result.stop;
        }
        done++;
        return Stop::kExit;
      });
    }
    return done == 2 ? Stop::kExit : Stop::kGosched;
  }));
  EXPECT_FALSE(items.moved);
  EXPECT_EQ(items.cycles, 12);
}

// A thread in a system call does not wait for collections, nor does the end of the program.
TEST(MgcEnd, theProgramMayEndMeanwhile) {
  for (int procs : {1, 2, 4}) {
    Kit kit(procs);
    std::atomic<uint64_t> steps{0};
    Items items(UINT32_MAX, &steps);  // As good as without an end.
    std::atomic<bool> calling{false};
    EXPECT_EQ(7, kit.run([&, op = OpState{}, started = false](G* gp) mutable {
      if (!started) {
        started = true;
        setGcWork(gp->m.load()->machine, &items);
        go([&, op = OpState{}](G* gp) mutable {
          auto end = [](G* gp, void* calling) {
            Machine* machine = gp->m.load()->machine;
            static_cast<std::atomic<bool>*>(calling)->store(true);
            while (machine->gc->cycles == 0) machine->host->osyield();
            machine->exit(7);
          };
          return blockingCall(gp, &op, SyscallKind::kOther, end, &calling).stop;
        });
      }
      return calling ? gcStart(gp, &op, GcTrigger::kTime).stop : Stop::kGosched;
    }));
  }
}

// On a simulated machine it is known who marks.
TEST(MgcEvents, fourPsHaveADedicatedWorkerAndIdleOnes) {
  Kit kit(4, HostKind::kSim);
  std::atomic<uint64_t> steps{0};
  Items items(400, &steps);
  kit.keepEvents = true;
  EXPECT_EQ(0, kit.run([&, op = OpState{}](G* gp) mutable {
    setGcWork(gp->m.load()->machine, &items);
    OpResult result = gcStart(gp, &op, GcTrigger::kCycle);
    return result.status == OpStatus::kStop ? result.stop : Stop::kExit;
  }));
  std::map<GcWorkerMode, int> modes;
  std::map<uint16_t, int> ps;
  for (const Event& e : kit.events()) {
    if (e.type != EventType::kGcWorker) continue;
    modes[static_cast<GcWorkerMode>(e.sub)]++;
    ps[e.p]++;
  }
  EXPECT_EQ(modes[GcWorkerMode::kDedicated], 1);
  EXPECT_GE(modes[GcWorkerMode::kIdle], 3);
  EXPECT_EQ(modes[GcWorkerMode::kFractional], 0);
  EXPECT_EQ(ps.size(), 4u);
}

}  // namespace
}  // namespace gopark
