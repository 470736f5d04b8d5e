// The measurements: C++ bodies from the runtime, Go programs from here. See bench.h.
#include "api/bench.h"

#include <cstdlib>

#include "host/system.h"
#include "runtime/benches.h"

namespace gopark {

namespace {

// Each Go program prints one number: nanoseconds per operation. The parked one prints how many
// goroutines it has parked, and its memory is measured from outside at that moment.
constexpr const char* kSpawn = R"(
func measure(n int) {
	for range n {
		go func() {}()
		runtime.Gosched()
	}
}
)";

constexpr const char* kGosched = R"(
func measure(n int) {
	done := make(chan bool)
	for range 2 {
		go func() {
			for range n / 2 {
				runtime.Gosched()
			}
			done <- true
		}()
	}
	<-done
	<-done
}
)";

constexpr const char* kPingPong = R"(
func measure(n int) {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v
		}
	}()
	for i := range n {
		ping <- i
		<-pong
	}
	close(ping)
}
)";

constexpr const char* kSteal = R"(
func tree(depth int, wg *sync.WaitGroup) {
	defer wg.Done()
	if depth == 0 {
		return
	}
	wg.Add(2)
	go tree(depth-1, wg)
	go tree(depth-1, wg)
}

func measure(n int) {
	for left := n; left > 0; left -= 4095 {
		var wg sync.WaitGroup
		wg.Add(1)
		go tree(11, &wg)
		wg.Wait()
	}
}
)";

constexpr const char* kHead = R"(package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

var _ sync.Mutex

func main() {
	runtime.Gosched()
	for n := 1000; ; n *= 4 {
		start := time.Now()
		measure(n)
		if took := time.Since(start); took > 200*time.Millisecond || n > 1<<30 {
			fmt.Println(float64(took.Nanoseconds()) / float64(n))
			return
		}
	}
}
)";

constexpr const char* kParked = R"(package main

import (
	"fmt"
	"runtime"
)

func main() {
	const n = 100000
	block := make(chan bool)
	for range n {
		go func() { <-block }()
	}
	for range 10 {
		runtime.Gosched()
	}
	fmt.Println(n)
	close(block)
}
)";

struct Form {
  const char* goroutines;
  bool go;
  SwapMode swap;
};
constexpr Form kForms[] = {{"C++", false, SwapMode::kAuto},
                           {"Go", true, SwapMode::kAuto},
                           {"Go, swap=context", true, SwapMode::kContext}};
constexpr size_t kKinds = static_cast<size_t>(Bench::kCount);

std::string goProgram(Bench bench) {
  switch (bench) {
    case Bench::kSpawnExit:
      return std::string(kHead) + kSpawn;
    case Bench::kGosched:
      return std::string(kHead) + kGosched;
    case Bench::kPingPong:
      return std::string(kHead) + kPingPong;
    case Bench::kSteal:
      return std::string(kHead) + kSteal;
    default:
      return kParked;
  }
}

SessionOptions optionsFor(size_t index, HostKind host, WorkerPool* workers) {
  SessionOptions options;
  options.host = host;
  options.workers = workers;
  options.events = false;
  options.settings.swap = kForms[index / kKinds].swap;
  options.settings.gomaxprocs = benchProcs(static_cast<Bench>(index % kKinds));
  return options;
}

}  // namespace

struct BenchRun::Impl {
  Impl(size_t i, HostKind host, WorkerPool* workers)
      : index(i), session(optionsFor(i, host, workers)) {}

  size_t index;
  Session session;
  BenchResult result;
  int64_t residentBefore = 0;
};

size_t benchCount() {
  return std::size(kForms) * kKinds;
}

BenchItem benchItem(size_t index) {
  auto bench = static_cast<Bench>(index % kKinds);
  return {benchName(bench), kForms[index / kKinds].goroutines, benchUnit(bench)};
}

BenchRun::BenchRun(size_t index, HostKind host, WorkerPool* workers)
    : impl_(std::make_unique<Impl>(index, host, workers)) {
  auto bench = static_cast<Bench>(index % kKinds);
  impl_->residentBefore = systemResidentBytes();
  if (kForms[index / kKinds].go) {
    impl_->session.start(goProgram(bench), "bench.go");
  } else {
    impl_->session.startBody(benchBody(bench, 0, systemResidentBytes, &impl_->result));
  }
}

BenchRun::~BenchRun() = default;

Session& BenchRun::session() {
  return impl_->session;
}

double BenchRun::value() {
  if (!impl_->session.started() || impl_->session.exitCode() != 0) return -1;
  if (!kForms[impl_->index / kKinds].go) return impl_->result.perOperation();
  std::string text;
  for (const OutputChunk& chunk : impl_->session.takeOutput(1 << 16)) text += chunk.text;
  double figure = std::strtod(text.c_str(), nullptr);
  if (figure <= 0) return -1;
  if (static_cast<Bench>(impl_->index % kKinds) != Bench::kParkedBytes) return figure;
  // The machine keeps its goroutines until it is destroyed: what it takes now, they take.
  return static_cast<double>(systemResidentBytes() - impl_->residentBefore) / figure;
}

}  // namespace gopark
