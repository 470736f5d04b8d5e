// The scheduler's knobs: their texts, their bounds, and that nothing within the bounds breaks a
// program. When the bounds are fine and a program fails look at the knob's place of use.
#include "api/knobs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

#include "api/schedule.h"
#include "api/session.h"
#include "api/simulation.h"
#include "base/rng.h"

namespace gopark {
namespace {

TEST(Knobs, rowsAreSoundAndDefaultsAreTheStructs) {
  const Settings usual;
  std::set<std::string> names;
  for (int row = 0; row < settingCount(); row++) {
    const SettingInfo& info = settingInfo(row);
    SCOPED_TRACE(info.name);
    EXPECT_TRUE(names.insert(info.name).second);
    EXPECT_EQ(findKnob(info.name), row);
    EXPECT_EQ(settingValue(usual, row), info.usual);
    for (int64_t value : {info.usual, info.min, info.max}) {
      Settings settings;
      EXPECT_TRUE(setSettingValue(row, value, &settings));
      EXPECT_EQ(settingValue(settings, row), value);
    }
    Settings settings;
    EXPECT_FALSE(setSettingValue(row, info.min - 1, &settings));
    EXPECT_FALSE(setSettingValue(row, info.max + 1, &settings));
    EXPECT_EQ(settingValue(settings, row), info.usual);
  }
}

TEST(Knobs, areReadAsPeopleWriteThem) {
  Settings settings;
  EXPECT_EQ(setKnob("forcePreemptNs", "2ms", &settings), "");
  EXPECT_EQ(settings.forcePreemptNs, 2'000'000);
  EXPECT_EQ(setKnob("forcePreemptNs", "5000", &settings), "");
  EXPECT_EQ(settings.forcePreemptNs, 5'000);
  EXPECT_EQ(setKnob("runqSize", "8", &settings), "");
  EXPECT_EQ(settings.runqSize, 8u);
  EXPECT_EQ(setKnob("globalTick", "0", &settings),
            "setting globalTick takes a whole number from 1 to 1000000, not '0'");
  EXPECT_EQ(setKnob("runqSize", "12", &settings),
            "setting runqSize takes a power of two from 2 to 256, not '12'");
  EXPECT_EQ(setKnob("stwPollNs", "soon", &settings),
            "setting stwPollNs takes a time from 1us to 1s, not 'soon'");
  EXPECT_EQ(setKnob("steal", "yes", &settings), "setting steal takes 0 or 1, not 'yes'");
  EXPECT_EQ(setKnob("colour", "1", &settings), "there is no setting 'colour'");
  for (const char* text : {"", "-1", "1.5", "1 ", "99999999999999999999", "0x10"}) {
    EXPECT_NE(setKnob("goidBatch", text, &settings), "") << text;
  }
  EXPECT_EQ(settings.runqSize, 8u);
}

TEST(Knobs, schedulesCarryWhatWasTurned) {
  constexpr const char* kText =
      "v1,seed=3,handoff=0,cost.Steal=1,set.globalTick=1,set.forcePreemptNs=20000";
  Schedule schedule;
  ASSERT_EQ(parseSchedule(kText, &schedule), "");
  EXPECT_EQ(schedule.settings.globalTick, 1u);
  EXPECT_EQ(formatSchedule(schedule), kText);
  // The three older keys also under the new one, written as they always were.
  ASSERT_EQ(parseSchedule("v1,set.steal=0", &schedule), "");
  EXPECT_EQ(formatSchedule(schedule), "v1,seed=1,steal=0");
  EXPECT_EQ(parseSchedule("v1,set.runqSize=3", &schedule),
            "setting runqSize takes a power of two from 2 to 256, not '3'");
  EXPECT_EQ(parseSchedule("v1,set.gomaxprocs=3", &schedule), "there is no setting 'gomaxprocs'");
  EXPECT_FALSE(schedule.settings.steal);
}

TEST(Knobs, presetsAreWholeSchedulers) {
  EXPECT_STREQ(preset(0).parts, "");
  for (int i = 0; i < presetCount(); i++) {
    Schedule schedule;
    schedule.settings.gomaxprocs = 3;
    schedule.settings.globalTick = 5;
    ASSERT_EQ(applyPreset(preset(i).name, &schedule.settings), "") << preset(i).name;
    const std::string parts = preset(i).parts;
    EXPECT_EQ(formatSchedule(schedule), "v1,procs=3,seed=1" + (parts.empty() ? "" : "," + parts));
  }
  Settings settings;
  EXPECT_EQ(applyPreset("go0", &settings),
            "there is no preset 'go0'; there are go1.26, go1.13, go1.4, go1.1");
}

// A random value of a knob: its ends and what lies near them as often as anything else.
int64_t randomValue(const SettingInfo& info, Rng* rng) {
  const auto span = static_cast<uint64_t>(info.max - info.min);
  int64_t value = info.usual;
  switch (rng->below(4)) {
    case 0:
      value = info.min + static_cast<int64_t>(rng->below(3));
      break;
    case 1:
      value = info.max;
      break;
    case 2:
      value = info.min + static_cast<int64_t>(rng->next() % (span + 1));
      break;
    default:
      // By size: small values matter most.
      value = info.min + static_cast<int64_t>(rng->next() % (span + 1) >> rng->below(40));
  }
  if (info.kind == SettingKind::kPowerOfTwo) {
    value = info.min;
    while (value < info.max && rng->below(4) != 0) value *= 2;
  }
  return value;
}

Settings randomSettings(Rng* rng, std::string* text) {
  Settings settings;
  for (int row = 0; row < settingCount(); row++) {
    if (rng->below(2) == 0) continue;
    const std::string value = std::to_string(randomValue(settingInfo(row), rng));
    if (setKnob(settingInfo(row).name, value, &settings).empty()) {
      *text += std::string(" -set ") + settingInfo(row).name + "=" + value;
    }
  }
  // A program that may not have its threads ends with an error, which is right: see below.
  settings.maxmcount = Settings().maxmcount;
  return settings;
}

constexpr const char* kPrograms[] = {
    // Many goroutines made at once, a lock, and a sum through a channel.
    R"go(package main
import "sync"
func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	sums := make(chan int)
	total := 0
	for i := range 300 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			total += i
			mu.Unlock()
		}()
	}
	for i := range 20 {
		go func() { sums <- i }()
	}
	got := 0
	for range 20 {
		got += <-sums
	}
	wg.Wait()
	println(total, got)
}
)go",
    // Loops that have to be interrupted, garbage, timers, and goroutines that yield.
    R"go(package main
import ("runtime"; "time")
type node struct { next *node; data [64]byte }
func main() {
	done := make(chan int)
	for range 3 {
		go func() {
			var list *node
			n := 0
			for i := range 3000 {
				list = &node{next: list}
				if i%500 == 0 { list = nil; runtime.Gosched() }
				if i == 1500 { runtime.GC() }
				n++
			}
			time.Sleep(50 * time.Microsecond)
			done <- n
		}()
	}
	sum := 0
	for range 3 { sum += <-done }
	println(sum, 190)
}
)go"};
constexpr const char* kOutputs[] = {"44850 190\n", "9000 190\n"};

std::string run(HostKind host, const Settings& settings, const char* source, uint64_t seed) {
  SessionOptions options;
  options.host = host;
  options.settings = settings;
  options.schedule.settings = settings;
  options.schedule.sim.seed = seed;
  options.timeoutNs = 60'000'000'000;
  Session session(options);
  for (const Diagnostic& d : session.start(source, "prog.go")) return d.text();
  session.runToEnd([] {});
  std::string text;
  for (const OutputChunk& chunk : session.takeOutput(SIZE_MAX)) text += chunk.text;
  if (session.exitCode() != 0) text += "exit status " + std::to_string(session.exitCode());
  return text;
}

TEST(Knobs, nothingWithinTheBoundsBreaksAProgram) {
  Rng rng(20'26);
  for (int round = 0; round < 24; round++) {
    std::string text;
    Settings settings = randomSettings(&rng, &text);
    settings.gomaxprocs = 1 + static_cast<int>(rng.below(6));
    for (size_t i = 0; i < std::size(kPrograms); i++) {
      SCOPED_TRACE("program " + std::to_string(i) + ", -procs " +
                   std::to_string(settings.gomaxprocs) + text);
      EXPECT_EQ(run(HostKind::kSim, settings, kPrograms[i], rng.next()), kOutputs[i]);
      EXPECT_EQ(run(HostKind::kThreads, settings, kPrograms[i], 0), kOutputs[i]);
      EXPECT_EQ(run(HostKind::kCoop, settings, kPrograms[i], 0), kOutputs[i]);
    }
  }
}

// Something of everything that a knob is about; it begins with a system call that takes 20 ms, by
// its schedule.
constexpr const char* kProbe = R"go(package main

import (
	"os"
	"runtime"
	"sync"
	"time"
)

type node struct {
	next *node
	data [512]byte
}

func spin(n int) (x int) {
	for i := range n {
		x += i
	}
	return x
}

func main() {
	time.Sleep(time.Millisecond) // until nothing is queued
	os.Stdout.WriteString("begin\n")
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range 400 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			spin(200)
			mu.Unlock()
			if i%100 == 0 {
				os.Stdout.WriteString("line\n")
			}
		}()
	}
	wg.Wait()
	done := make(chan bool)
	for range 6 {
		go func() {
			spin(100000)
			var list *node
			for i := range 3000 {
				list = &node{next: list}
				if i%300 == 0 {
					list = nil
				}
			}
			time.Sleep(time.Millisecond)
			done <- true
		}()
	}
	for range 6 {
		<-done
	}
	runtime.GC()
	time.Sleep(300 * time.Millisecond)
}
)go";

std::vector<Event> eventsOf(const char* knob, const char* value) {
  SessionOptions options;
  options.host = HostKind::kSim;
  EXPECT_EQ(parseSchedule("v1,procs=4,seed=5,f=0:slow-syscall:20000000", &options.schedule), "");
  EXPECT_EQ(setKnob(knob, value, &options.schedule.settings), "");
  options.keepEvents = true;
  Session session(options);
  EXPECT_TRUE(session.start(kProbe, "prog.go").empty());
  session.runToEnd([] {});
  uint64_t lost = 0;
  return session.takeEvents(&lost);
}

TEST(Knobs, everyOneIsReadWhereItIsUsed) {
  // What a P keeps for reuse is seen in no event.
  const std::set<std::string> unseen = {"gFreeLocalMax", "gFreeLocalKeep", "sudogCacheSize"};
  const std::pair<const char*, const char*> turned[] = {
      {"runqSize", "8"},
      {"runnext", "0"},
      {"globalTick", "3"},
      {"goidBatch", "1"},
      {"steal", "0"},
      {"stealTries", "1"},
      {"stealDivisor", "1"},
      {"stealRunnextBackoffNs", "100us"},
      {"spinDivisor", "64"},
      {"forcePreemptNs", "100us"},
      {"sysmonDelayMinNs", "1ms"},
      {"sysmonDelayMaxNs", "50us"},
      {"sysmonIdleRounds", "0"},
      {"stwPollNs", "1us"},
      {"handoff", "0"},
      {"syscallRetakeNs", "0"},
      {"maxmcount", "4"},
      {"mutexStarvationNs", "0"},
      {"mutexSpinTries", "0"},
      {"mutexSpinSteps", "1000"},
      {"gcPercent", "20"},
      {"memoryLimitMiB", "1"},
      {"gcUtilization", "100"},
      {"forceGcPeriodNs", "2ms"},
  };
  EXPECT_EQ(std::size(turned) + unseen.size(), static_cast<size_t>(settingCount()));
  const std::vector<Event> usual = eventsOf("globalTick", "61");
  for (const auto& [knob, value] : turned) {
    const std::vector<Event> events = eventsOf(knob, value);
    const bool same = events.size() == usual.size() &&
                      std::memcmp(events.data(), usual.data(), usual.size() * sizeof(Event)) == 0;
    EXPECT_FALSE(same) << knob;
  }
}

// An M without work that may not steal goes to sleep, though others have work: if it went on
// looking, Ms that share a thread would never get to theirs.
TEST(Knobs, withoutStealingIdleMsSleep) {
  const std::vector<Event> events = eventsOf("steal", "0");
  const auto spins = std::count_if(events.begin(), events.end(), [](const Event& event) {
    return event.type == EventType::kSpinStart;
  });
  EXPECT_GT(spins, 0);
  EXPECT_LT(spins, 2'000);
  Settings settings;
  settings.steal = false;
  settings.gomaxprocs = 2;
  EXPECT_EQ(run(HostKind::kCoop, settings, kPrograms[0], 0), kOutputs[0]);
}

// The smallest thread limit that is allowed lets a machine begin, and says so when it is reached.
TEST(Knobs, tooFewThreadsAreAFatalErrorOfTheProgram) {
  Settings settings;
  settings.gomaxprocs = 8;
  const int row = findKnob("maxmcount");
  ASSERT_TRUE(setSettingValue(row, settingInfo(row).min, &settings));
  for (HostKind host : {HostKind::kSim, HostKind::kThreads}) {
    const std::string text = run(host, settings, kPrograms[0], 1);
    if (text == kOutputs[0]) continue;
    EXPECT_NE(text.find("runtime: program exceeds 4-thread limit\nfatal error: thread exhaustion"),
              std::string::npos)
        << text;
  }
}

}  // namespace
}  // namespace gopark
