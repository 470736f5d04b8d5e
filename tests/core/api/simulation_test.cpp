// Runs on the simulated machine: that a schedule names one run, that stopping changes nothing, that
// steps and breakpoints stop where they say, that choices and faults do what they say. When one
// fails look at core/host/sim, then core/api/simulation.cpp.
#include "api/simulation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "api/session.h"

namespace gopark {
namespace {

constexpr const char* kFan = R"(package main

func worker(in chan int, out chan int) {
	for v := range in {
		out <- v * v
	}
	out <- -1
}

func main() {
	in, out := make(chan int), make(chan int, 4)
	for i := 0; i < 4; i++ {
		go worker(in, out)
	}
	go func() {
		for i := 0; i < 400; i++ {
			in <- i
		}
		close(in)
	}()
	sum, left := 0, 4
	for left > 0 {
		v := <-out
		if v < 0 {
			left--
		} else {
			sum += v
		}
	}
	println(sum)
}
)";

// Which case wins is a matter of chance alone.
constexpr const char* kSelect = R"(package main

func main() {
	a, b := make(chan int, 1), make(chan int, 1)
	a <- 1
	b <- 2
	select {
	case v := <-a:
		println(v)
	case v := <-b:
		println(v)
	}
}
)";

class SimRun {
 public:
  explicit SimRun(const std::string& source, const std::string& schedule = "v1,procs=4,seed=1") {
    SessionOptions options;
    options.host = HostKind::kSim;
    options.keepEvents = true;
    EXPECT_EQ(parseSchedule(schedule, &options.schedule), "");
    session = std::make_unique<Session>(options);
    auto diagnostics = session->start(source, "prog.go");
    EXPECT_TRUE(diagnostics.empty()) << diagnostics[0].text();
  }

  ~SimRun() {
    if (session->done()) return;
    session->stop();
    while (session->tick(-1) >= 0) continue;
  }

  Simulation& sim() { return *session->simulation(); }

  Halt toEnd() { return sim().run(Target{}, -1); }

  std::string output() {
    for (const OutputChunk& chunk : session->takeOutput(SIZE_MAX)) text += chunk.text;
    return text;
  }

  const std::vector<Event>& events() {
    uint64_t lost = 0;
    for (const Event& event : session->takeEvents(&lost)) taken.push_back(event);
    return taken;
  }

  std::unique_ptr<Session> session;
  std::string text;
  std::vector<Event> taken;
};

// The first event in which two runs differ, or -1.
long firstDifference(const std::vector<Event>& a, const std::vector<Event>& b) {
  for (size_t i = 0; i < std::min(a.size(), b.size()); i++) {
    if (std::memcmp(&a[i], &b[i], sizeof(Event)) != 0) return static_cast<long>(i);
  }
  return a.size() == b.size() ? -1 : static_cast<long>(std::min(a.size(), b.size()));
}

TEST(Simulation, aScheduleNamesOneRun) {
  SimRun first(kFan), second(kFan), other(kFan, "v1,procs=4,seed=2");
  EXPECT_EQ(first.toEnd(), Halt::kEnded);
  EXPECT_EQ(second.toEnd(), Halt::kEnded);
  EXPECT_EQ(other.toEnd(), Halt::kEnded);
  EXPECT_EQ(first.output(), "21253400\n");
  EXPECT_EQ(other.output(), "21253400\n");
  EXPECT_GT(first.events().size(), 300u);
  EXPECT_EQ(firstDifference(first.events(), second.events()), -1);
  EXPECT_NE(firstDifference(first.events(), other.events()), -1);
}

TEST(Simulation, stoppingAnywhereChangesNothing) {
  SimRun whole(kFan);
  whole.toEnd();
  for (Step step : {Step::kEvent, Step::kOperation, Step::kInstruction, Step::kLine,
                    Step::kDecision, Step::kTurn}) {
    SimRun stepped(kFan);
    int steps = 0;
    for (Halt halt; (halt = stepped.sim().step(step, -1)) != Halt::kEnded; steps++) {
      ASSERT_EQ(halt, Halt::kReached);
      ASSERT_LT(steps, 1'000'000);
    }
    EXPECT_GT(steps, 10);
    EXPECT_EQ(stepped.output(), whole.output());
    EXPECT_EQ(firstDifference(whole.events(), stepped.events()), -1)
        << "step kind " << static_cast<int>(step);
  }
}

TEST(Simulation, theCursorIsExact) {
  SimRun run(kFan);
  for (uint64_t at : {1u, 2u, 57u, 58u, 250u}) {
    Target target;
    target.events = at;
    EXPECT_EQ(run.sim().run(target, -1), Halt::kReached);
    EXPECT_EQ(run.sim().position().events, at);
    EXPECT_EQ(run.events().size(), at);
    EXPECT_EQ(run.session->fold().counts().events, at);
    EXPECT_GE(run.sim().position().machineEvents, at);
  }
  Target target;
  target.tick = run.sim().position().tick + 1000;
  EXPECT_EQ(run.sim().run(target, -1), Halt::kReached);
  EXPECT_EQ(run.sim().position().tick, target.tick);
}

TEST(Simulation, anEventStepIsOneEventAndAnInstructionStepMovesTheTick) {
  SimRun run(kFan);
  for (uint64_t at = 1; at < 100; at++) {
    ASSERT_EQ(run.sim().step(Step::kEvent, -1), Halt::kReached);
    ASSERT_EQ(run.sim().position().events, at);
  }
  run.sim().step(Step::kInstruction, -1);
  for (int i = 0; i < 200; i++) {
    const uint64_t before = run.sim().position().tick;
    ASSERT_EQ(run.sim().step(Step::kInstruction, -1), Halt::kReached);
    ASSERT_GT(run.sim().position().tick, before);
    ASSERT_NE(run.sim().position().g, 0u);
  }
}

TEST(Simulation, aLineStepComesToAnotherLine) {
  SimRun run("package main\n\nfunc main() {\n\tx := 1\n\tx += 2\n\tprintln(x)\n}\n", "v1,procs=1");
  std::vector<uint32_t> lines;
  while (run.sim().step(Step::kLine, -1) == Halt::kReached) {
    lines.push_back(run.sim().position().line);
  }
  for (uint32_t line : {4u, 5u, 6u}) {
    EXPECT_NE(std::find(lines.begin(), lines.end(), line), lines.end()) << line;
  }
  EXPECT_TRUE(std::is_sorted(lines.begin(), lines.end()));
}

TEST(Simulation, aSleepingHourTakesNoTime) {
  SimRun run("package main\n\nimport \"time\"\n\nfunc main() {\n\ttime.Sleep(time.Hour)\n}\n");
  EXPECT_EQ(run.toEnd(), Halt::kEnded);
  EXPECT_GE(run.sim().position().timeNs, INT64_C(3600) * 1'000'000'000);
  EXPECT_LT(run.sim().position().timeNs, INT64_C(3601) * 1'000'000'000);
}

TEST(Simulation, anOverrideTakesTheOtherCase) {
  std::set<std::string> outputs;
  for (uint32_t alternative : {0u, 1u}) {
    SimRun run(kSelect, "v1,procs=1,seed=3");
    // Up to the decision, then again with the answer wanted.
    uint64_t index = UINT64_MAX;
    while (run.sim().step(Step::kDecision, -1) == Halt::kReached) {
      for (const Decision& d : run.sim().takeDecisions()) {
        if (d.kind == ChoiceKind::kSelectCase) index = d.index;
      }
    }
    ASSERT_NE(index, UINT64_MAX);
    EXPECT_FALSE(run.sim().overrideDecision(index, alternative)) << "it has been taken";
    SimRun again(kSelect, "v1,procs=1,seed=3");
    EXPECT_TRUE(again.sim().overrideDecision(index, alternative));
    const std::string name = formatSchedule(again.sim().schedule());
    EXPECT_EQ(name,
              "v1,procs=1,seed=3,o=" + std::to_string(index) + ":" + std::to_string(alternative));
    again.toEnd();
    EXPECT_EQ(again.output(), alternative == 0 ? "1\n" : "2\n");
    SimRun byName(kSelect, name);
    byName.toEnd();
    EXPECT_EQ(firstDifference(again.events(), byName.events()), -1);
    outputs.insert(again.output());
  }
  EXPECT_EQ(outputs.size(), 2u);
}

TEST(Simulation, seedsTakeEachReadyCaseAboutEquallyOften) {
  int first = 0;
  constexpr int kSeeds = 200;
  for (int seed = 0; seed < kSeeds; seed++) {
    SimRun run(kSelect, "v1,procs=1,seed=" + std::to_string(seed));
    run.toEnd();
    first += run.output() == "1\n";
  }
  // Six standard deviations around the half.
  EXPECT_GT(first, kSeeds / 2 - 43);
  EXPECT_LT(first, kSeeds / 2 + 43);
}

struct BreakCase {
  const char* text;
  bool (*holds)(const Position& at, const Fold& fold, const Event& last);
};

class Break : public testing::TestWithParam<BreakCase> {};

TEST_P(Break, stopsWhereItSays) {
  SimRun run(kFan);
  Breakpoint breakpoint;
  ASSERT_EQ(parseBreakpoint(GetParam().text, &breakpoint), "");
  run.sim().setBreakpoints({breakpoint});
  Target target;
  target.breakpoints = true;
  ASSERT_EQ(run.sim().run(target, -1), Halt::kBreakpoint);
  EXPECT_EQ(run.sim().breakReason(), GetParam().text);
  EXPECT_TRUE(GetParam().holds(run.sim().position(), run.session->fold(), run.events().back()));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Break,
    testing::Values(
        BreakCase{"line 5",
                  [](const Position& at, const Fold&, const Event&) { return at.line == 5; }},
        BreakCase{"event steal", [](const Position&, const Fold&,
                                    const Event& last) { return last.type == EventType::kSteal; }},
        BreakCase{"g 2",
                  [](const Position&, const Fold&, const Event& last) { return last.g == 2; }},
        BreakCase{"p 2",
                  [](const Position&, const Fold&, const Event& last) { return last.p == 2; }},
        BreakCase{"m 3",
                  [](const Position&, const Fold&, const Event& last) { return last.m == 3; }},
        BreakCase{"P0.runq > 2",
                  [](const Position&, const Fold& fold, const Event&) {
                    const FoldP& p = fold.procs()[0];
                    return p.queue.length + (p.runnext != 0) == 3;
                  }},
        BreakCase{"spinning >= 1",
                  [](const Position&, const Fold& fold, const Event&) {
                    for (const FoldM& m : fold.threads()) {
                      if (m.state == MState::kSpinning) return true;
                    }
                    return false;
                  }},
        BreakCase{"time 20us", [](const Position& at, const Fold&, const Event&) {
                    return at.timeNs >= 20'000;
                  }}));

TEST(Breakpoints, nonsenseIsNamed) {
  Breakpoint breakpoint;
  for (const char* text : {"", "line", "line x", "event nothing", "P1.runq", "runq > 5",
                           "P1.goroutines > 1", "global > ", "time soon", "g -1"}) {
    EXPECT_NE(parseBreakpoint(text, &breakpoint), "") << text;
  }
}

TEST(Simulation, aDeadlockIsFoundAndStopsTheRun) {
  SimRun run("package main\n\nfunc main() {\n\tc := make(chan int)\n\t<-c\n}\n");
  Breakpoint breakpoint;
  ASSERT_EQ(parseBreakpoint("deadlock", &breakpoint), "");
  run.sim().setBreakpoints({breakpoint});
  Target target;
  target.breakpoints = true;
  EXPECT_EQ(run.sim().run(target, -1), Halt::kBreakpoint);
  EXPECT_EQ(run.toEnd(), Halt::kEnded);
  EXPECT_EQ(run.session->exitCode(), 2);
  EXPECT_NE(run.output().find("fatal error: all goroutines are asleep - deadlock!"),
            std::string::npos);
}

// --- Faults ---

int64_t timeWith(const char* source, const std::string& schedule) {
  SimRun run(source, schedule);
  EXPECT_EQ(run.toEnd(), Halt::kEnded);
  EXPECT_EQ(run.session->exitCode(), 0);
  return run.sim().position().timeNs;
}

TEST(Faults, aJumpOfTheClockIsSeenByTheProgram) {
  constexpr int64_t kSecond = 1'000'000'000;
  EXPECT_GE(timeWith(kFan, "v1,procs=4,seed=1,f=200:jump-clock:1000000000"),
            timeWith(kFan, "v1,procs=4,seed=1") + kSecond - kSecond / 100);
}

TEST(Faults, aSlowCallBlocksItsThreadOnly) {
  constexpr const char* kPrints = R"(package main

import "fmt"

func main() {
	fmt.Println("before")
	fmt.Println("after")
}
)";
  const int64_t usual = timeWith(kPrints, "v1,procs=2,seed=1");
  SimRun run(kPrints, "v1,procs=2,seed=1,f=10:slow-syscall:50000000");
  run.toEnd();
  EXPECT_EQ(run.output(), "before\nafter\n");
  EXPECT_LT(usual, 1'000'000);
  EXPECT_GE(run.sim().position().timeNs, 50'000'000);
  int retaken = 0;
  for (const Event& e : run.events()) retaken += e.type == EventType::kProcRetake;
  EXPECT_GE(retaken, 1) << "sysmon takes the P of the blocked thread";
}

TEST(Faults, aForcedPreemptionEndsATightLoopsTurn) {
  constexpr const char* kLoop = R"(package main

func main() {
	n := 0
	for i := 0; i < 100000; i++ {
		n += i
	}
	println(n)
}
)";
  auto preemptions = [](const std::string& schedule) {
    SimRun run(kLoop, schedule);
    run.toEnd();
    return run.session->fold().counts().preemptions;
  };
  EXPECT_EQ(preemptions("v1,procs=1,seed=1"), 0u);
  EXPECT_EQ(preemptions("v1,procs=1,seed=1,f=50000:preempt:0+90000:preempt:0"), 2u);
}

TEST(Faults, aCollectionCanBeForced) {
  constexpr const char* kSleep =
      "package main\n\nimport \"time\"\n\nfunc main() {\n\ttime.Sleep(time.Second)\n}\n";
  auto collections = [](const std::string& schedule) {
    SimRun run(kSleep, schedule);
    run.toEnd();
    return run.session->fold().counts().collections;
  };
  EXPECT_EQ(collections("v1,procs=4,seed=1"), 0u);
  EXPECT_EQ(collections("v1,procs=4,seed=1,f=50:gc"), 1u);
}

TEST(Faults, aRefusedThreadIsFatalAsInGo) {
  SimRun run(kFan, "v1,procs=4,seed=1,f=1:refuse-m");
  EXPECT_EQ(run.toEnd(), Halt::kEnded);
  EXPECT_EQ(run.session->exitCode(), 2);
  EXPECT_NE(run.output().find("runtime: failed to create new OS thread (have "), std::string::npos);
}

TEST(Faults, aStoppedCoreDoesNothing) {
  // The other core does it all, later.
  EXPECT_GT(timeWith(kFan, "v1,procs=2,cores=2,seed=1,f=300:stop-core:1"), 0);
  SimRun stopped(kFan, "v1,procs=2,cores=2,seed=1,f=300:stop-core:0+300:stop-core:1");
  EXPECT_EQ(stopped.toEnd(), Halt::kStuck);
}

TEST(Faults, inTheMiddleOfARunAreInItsName) {
  SimRun run(kFan);
  Target target;
  target.tick = 1234;
  run.sim().run(target, -1);
  Fault fault;
  ASSERT_EQ(parseFault("delay-wake 3ms", &fault), "");
  run.sim().addFault(fault);
  run.toEnd();
  const std::string name = formatSchedule(run.sim().schedule());
  EXPECT_EQ(name, "v1,procs=4,seed=1,f=1234:delay-wake:3000000");
  SimRun again(kFan, name);
  again.toEnd();
  EXPECT_EQ(firstDifference(run.events(), again.events()), -1);
}

// --- The machine ---

TEST(SimMachine, fewerCoresTakeLonger) {
  constexpr const char* kBusy = R"(package main

import "sync"

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n := 0
			for j := 0; j < 300000; j++ {
				n += j
			}
		}()
	}
	wg.Wait()
}
)";
  const int64_t four = timeWith(kBusy, "v1,procs=4,cores=4,seed=1");
  const int64_t one = timeWith(kBusy, "v1,procs=4,cores=1,seed=1");
  EXPECT_GT(one, 3 * four);
  EXPECT_LT(one, 5 * four);
  // A quota of a quarter of one core.
  const int64_t limited = timeWith(kBusy, "v1,procs=4,cores=4,seed=1,quota=250000,period=1000000");
  EXPECT_GT(limited, 12 * four);
  // What is far costs more.
  EXPECT_GT(timeWith(kFan, "v1,procs=4,cores=4,nodes=2,seed=1,cost.RemoteAccess=50000"),
            timeWith(kFan, "v1,procs=4,cores=4,seed=1"));
}

TEST(SimMachine, aCostIsPaid) {
  EXPECT_GT(timeWith(kFan, "v1,procs=1,seed=1,cost.ChanOp=100000"),
            timeWith(kFan, "v1,procs=1,seed=1") + 80 * 99'000);
}

}  // namespace
}  // namespace gopark
