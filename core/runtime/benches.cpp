// See benches.h. As in workloads.cpp, what blocks is called directly only.
#include "runtime/benches.h"

#include <algorithm>

#include "runtime/goroutine.h"

namespace gopark {

namespace {

constexpr int64_t kMinNs = 400'000'000;
constexpr int64_t kFirstOperations = 2'000;
constexpr int64_t kMaxOperations = 50'000'000;
constexpr int64_t kParkedGoroutines = 10'000;

// How many operations to do next, after `done` took `ns`: about half a second's worth.
int64_t nextOperations(int64_t done, int64_t ns) {
  int64_t wanted = ns <= 0 ? done * 100 : done * (kMinNs + kMinNs / 5) / ns;
  return std::clamp(wanted, done + 1, std::min(done * 100, kMaxOperations));
}

}  // namespace

namespace stackful {

namespace {

void spawnExit(int64_t n) {
  // One at a time, so that a dead G is reused: the cost of go and exit, not of memory.
  for (int64_t i = 0; i < n; i++) {
    go([] {});
    gosched();
  }
}

void goschedBetweenTwo(int64_t n) {
  WaitGroup wg;
  for (int k = 0; k < 2; k++) {
    wg.go([n] {
      for (int64_t i = 0; i < n / 2; i++) gosched();
    });
  }
  wg.wait();
}

void pingPong(int64_t n) {
  Chan<int64_t> there = makeChan<int64_t>(), back = makeChan<int64_t>();
  WaitGroup wg;
  wg.go([there, back] {
    int64_t value;
    while (there.recv(&value)) back.send(value);
    back.close();
  });
  for (int64_t i = 0; i < n; i++) {
    there.send(i);
    back.recv();
  }
  there.close();
  wg.wait();
}

// Starts goroutines below it until `n` in all are accounted for. One at the top starts all halves:
// the queue of its P is where every other P has to steal from.
void tree(int64_t n, WaitGroup* wg) {
  while (n > 1) {
    int64_t half = n / 2;
    wg->go([half, wg] { tree(half, wg); });
    n -= half;
  }
  uint64_t x = static_cast<uint64_t>(n) + 88172645463325252u;
  for (int i = 0; i < 64; i++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
  }
  if (x == 0) poll();  // Never; so that the work is not left out.
}

void stealHeavy(int64_t n) {
  WaitGroup wg;
  wg.go([n, &wg] { tree(n, &wg); });
  wg.wait();
}

void parkedBytes(int64_t n, int64_t (*residentBytes)(), BenchResult* result) {
  if (n == 0) n = kParkedGoroutines;
  Chan<int64_t> never = makeChan<int64_t>();
  WaitGroup ready, ended;
  const int64_t before = residentBytes();
  for (int64_t i = 0; i < n; i++) {
    ready.add(1);
    ended.go([never, &ready] {
      ready.done();
      never.recv();
    });
  }
  ready.wait();
  gosched();
  result->operations = n;
  result->bytes = std::max<int64_t>(residentBytes() - before, 1);
  never.close();
  ended.wait();
}

void runOnce(Bench bench, int64_t n) {
  switch (bench) {
    case Bench::kSpawnExit:
      spawnExit(n);
      break;
    case Bench::kGosched:
      goschedBetweenTwo(n);
      break;
    case Bench::kPingPong:
      pingPong(n);
      break;
    case Bench::kSteal:
      stealHeavy(n);
      break;
    case Bench::kParkedBytes:
    case Bench::kCount:
      break;
  }
}

void measure(Bench bench, int64_t operations, BenchResult* result) {
  const bool fixed = operations > 0;
  int64_t n = fixed ? operations : kFirstOperations;
  for (;;) {
    const int64_t begin = nanotime();
    runOnce(bench, n);
    result->operations = n;
    result->ns = nanotime() - begin;
    if (fixed || result->ns >= kMinNs || n >= kMaxOperations) return;
    n = nextOperations(n, result->ns);
  }
}

}  // namespace

}  // namespace stackful

const char* benchName(Bench bench) {
  constexpr const char* kNames[] = {"spawn+exit", "gosched", "ping-pong", "steal fan-out",
                                    "parked goroutine"};
  return kNames[static_cast<int>(bench)];
}

const char* benchUnit(Bench bench) {
  return bench == Bench::kParkedBytes ? "bytes" : "ns";
}

int benchProcs(Bench bench) {
  return bench == Bench::kSteal ? 0 : 1;
}

GoBody benchBody(Bench bench, int64_t operations, int64_t (*residentBytes)(), BenchResult* result) {
  if (bench == Bench::kParkedBytes) {
    return stackful::bodyOfFn([=] {
      unlockMainThread(stackful::currentG());
      stackful::parkedBytes(operations, residentBytes, result);
    });
  }
  return stackful::bodyOfFn([=] {
    unlockMainThread(stackful::currentG());
    stackful::measure(bench, operations, result);
  });
}

}  // namespace gopark
