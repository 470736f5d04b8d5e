// What the memory machine tells whoever runs a program: how it dies when the memory limit is
// reached, wherever that happens, and which goroutines wait for ever. When one fails look at
// core/golang/vm/heap.cpp and Vm::allocate, or at core/golang/vm/leaks.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "api/session.h"

namespace gopark {
namespace {

struct Ran {
  std::string out, err;
  int exitCode = 0;
  std::vector<Event> leaks;
};

Ran runOn(HostKind host, const std::string& source, SessionOptions options) {
  options.host = host;
  options.settings.gomaxprocs = 2;
  options.timeoutNs = 60'000'000'000;
  options.keepEvents = true;
  Session session(options);
  Ran ran;
  if (!session.start(source, "prog.go").empty()) return ran;
  uint64_t lost = 0;
  auto keep = [&] {
    for (const Event& e : session.takeEvents(&lost)) {
      if (e.type == EventType::kGoLeak) ran.leaks.push_back(e);
    }
    for (const OutputChunk& chunk : session.takeOutput(SIZE_MAX)) {
      (chunk.stream == Stream::kStderr ? ran.err : ran.out) += chunk.text;
    }
  };
  ran.exitCode = session.runToEnd(keep);
  keep();
  return ran;
}

class Memory : public testing::TestWithParam<HostKind> {};

// Programs that keep whatever they make; `fill` is the loop's body.
std::string hoarder(const std::string& fill) {
  return R"(package main

import (
	"fmt"
	"strings"
)

var (
	boxes   = make([]any, 1<<18)
	strs    = make([]string, 1<<18)
	bytes   = make([][]byte, 1<<18)
	runes   = make([][]rune, 1<<18)
	numbers = map[int]int{}
	long    = strings.Repeat("long ", 40)
)

func main() {
	for i := 0; i < 1<<18; i++ {
		)" +
         fill + R"(
	}
	fmt.Println("there was enough", len(boxes), len(strs), len(bytes), len(runes), len(numbers))
}
)";
}

TEST_P(Memory, aProgramDiesWhereverTheLimitIsReached) {
  const char* const fills[] = {
      "boxes[i] = [3]int{i, i + 1, i + 2}",        // Interfaces.
      "strs[i] = long[i%50:]",                     // Nothing is made.
      "strs[i] = long + string(rune('a' + i%9))",  // Concatenation.
      "bytes[i] = []byte(long)",
      "runes[i] = []rune(long)",
      "strs[i] = fmt.Sprint(i, long)",
      "strs[i] = strings.ToUpper(long)",       // A native.
      "strs[i] = strings.Repeat(long, 1<<i)",  // A native, by lengths that nobody has.
      "for c := range 40 { numbers[-i*40-c] = c }",
  };
  for (const char* fill : fills) {
    SCOPED_TRACE(fill);
    SessionOptions options;
    options.memoryLimitBytes = 24 << 20;
    Ran ran = runOn(GetParam(), hoarder(fill), options);
    const bool enough = std::string(fill).find("long[") != std::string::npos;
    if (enough) {
      EXPECT_EQ(ran.exitCode, 0) << ran.err;
      continue;
    }
    EXPECT_EQ(ran.exitCode, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(ran.err.rfind("runtime: out of memory: cannot allocate ", 0), 0u) << ran.err;
    EXPECT_NE(ran.err.find("\nfatal error: out of memory\n\ngoroutine "), std::string::npos)
        << ran.err;
  }
}

// What is alive fits, but not twice: the heap must be collected before it has doubled.
TEST_P(Memory, garbageIsCollectedBeforeTheLimitIsReached) {
  const std::string source = R"(package main

func main() {
	keep := make([][]byte, 14<<10)
	for i := range keep {
		keep[i] = make([]byte, 1<<10)
	}
	for i := range 100_000 {
		keep[i%len(keep)] = make([]byte, 1<<10)
	}
	large := make([]byte, 1<<20)
	for range 100 {
		large = make([]byte, 1<<20)
	}
	println(len(keep), len(large))
}
)";
  SessionOptions options;
  options.memoryLimitBytes = 24 << 20;
  Ran ran = runOn(GetParam(), source, options);
  EXPECT_EQ(ran.err, "14336 1048576\n");
}

constexpr const char* kLeaky = R"(package main

import (
	"sync"
	"time"
)

var known = make(chan int)

func stuck(wait func()) { wait() }

func main() {
	a, b, c := make(chan int), make(chan int), make(chan int)
	kept, timed := make(chan int), make(chan int)
	var mu, shared sync.Mutex
	var wg sync.WaitGroup
	cond := sync.NewCond(&mu)
	mu.Lock()
	shared.Lock()
	wg.Add(1)
	go stuck(func() { a <- 1 })
	go stuck(func() { <-b; <-a })
	go stuck(func() { select { case <-b: case c <- 2: } })
	go stuck(func() { mu.Lock() })
	go stuck(func() { wg.Wait() })
	go stuck(func() { var none chan int; <-none })
	go stuck(func() { select {} })
	go stuck(func() { cond.L = &sync.Mutex{}; cond.L.Lock(); cond.Wait() })
	// These may be woken: by the first, or whatever it wakes.
	go stuck(func() { time.Sleep(time.Hour); kept <- 1; shared.Unlock() })
	go stuck(func() { <-kept })
	go stuck(func() { shared.Lock() })
	go stuck(func() { <-known })
	go stuck(func() { <-timed })
	time.AfterFunc(time.Hour, func() { timed <- 1 })
	time.Sleep(50 * time.Millisecond)
	END
}
)";

TEST_P(Memory, leakedGoroutinesAreReportedWhenMainReturns) {
  std::string source = kLeaky;
  source.replace(source.find("END"), 3, "println(\"end\")");
  SessionOptions options;
  options.leaks = LeakCheck::kReport;
  Ran ran = runOn(GetParam(), source, options);
  EXPECT_EQ(ran.exitCode, 0);
  EXPECT_EQ(ran.err.rfind("end\ngoroutineleak profile: total 8\n\ngoroutine ", 0), 0u) << ran.err;
  for (const char* reason :
       {"chan send", "chan receive", "select", "sync.Mutex.Lock", "sync.WaitGroup.Wait",
        "chan receive (nil chan)", "select (no cases)", "sync.Cond.Wait"}) {
    const std::string header = std::string(" [") + reason + " (leaked)]:\n";
    EXPECT_NE(ran.err.find(header), std::string::npos) << reason << "\n" << ran.err;
  }
  EXPECT_EQ(ran.leaks.size(), 8u);

  // Marked, they are events and a group of their own in the picture, and nothing is printed.
  options.leaks = LeakCheck::kMark;
  ran = runOn(GetParam(), source, options);
  EXPECT_EQ(ran.err, "end\n");
  EXPECT_EQ(ran.leaks.size(), 8u);

  options.leaks = LeakCheck::kNone;
  ran = runOn(GetParam(), source, options);
  EXPECT_EQ(ran.err, "end\n");
  EXPECT_TRUE(ran.leaks.empty());
}

TEST_P(Memory, aDeadlocksDumpTellsTheLeakedOnes) {
  const std::string source = R"(package main

var known = make(chan int)

func main() {
	lost := make(chan int)
	go func() { <-known }()
	go func() { lost <- 1; lost <- 2 }()
	<-lost
	select {}
}
)";
  SessionOptions options;
  options.leaks = LeakCheck::kReport;
  Ran ran = runOn(GetParam(), source, options);
  EXPECT_EQ(ran.exitCode, 2);
  EXPECT_NE(ran.err.find("goroutine 1 [select (no cases)]:"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find(" [chan send (leaked)]:"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find(" [chan receive]:"), std::string::npos) << ran.err;
  EXPECT_EQ(ran.leaks.size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Hosts, Memory,
                         testing::Values(HostKind::kThreads, HostKind::kCoop, HostKind::kSim),
                         [](const auto& test) {
                           switch (test.param) {
                             case HostKind::kThreads:
                               return "threads";
                             case HostKind::kCoop:
                               return "coop";
                             default:
                               return "sim";
                           }
                         });

}  // namespace
}  // namespace gopark
