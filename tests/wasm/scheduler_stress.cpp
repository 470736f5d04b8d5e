// The scheduler of a wasm build under load, with goroutines written in C++, which Asyncify carries
// from Worker to Worker. Driven from Node by scheduler_stress.test.mjs.
//
//   chan 0 -> G 0 -> chan 1 -> G 1 -> ... -> G n-1 -> chan 0      tokens go round
//
// Each goroutine takes a fixed number of tokens and checks on the way that it runs on one M at a
// time and misses none; every few steps it also yields, locks, selects or spawns.
#include <emscripten.h>

#include <atomic>
#include <memory>
#include <vector>

#include "base/check.h"
#include "host/make_host.h"
#include "runtime/goroutine.h"
#include "runtime/machine.h"
#if defined(__EMSCRIPTEN_PTHREADS__)
#include "host/threads/worker_pool_web.h"
#endif

namespace gopark {
namespace {

#if defined(__EMSCRIPTEN_PTHREADS__)
WorkerPool* workers() {
  static auto* pool = new WorkerPool(64);
  return pool;
}
constexpr HostKind kKind = HostKind::kThreads;
#else
WorkerPool* workers() {
  return nullptr;
}
constexpr HostKind kKind = HostKind::kCoop;
#endif

struct Stress {
  Stress(int procs, int gs, int steps) : gs(gs), steps(steps) {
    HostOptions options;
    options.output = &output;
    options.workers = workers();
    host = makeHost(kKind, options);
    Settings settings;
    settings.gomaxprocs = procs;
    settings.eventRingSize = 1u << 12;
    machine = std::make_unique<Machine>(host.get(), settings);
  }

  const int gs;
  const int steps;  // Tokens each goroutine takes.
  OutputBuffer output;
  std::unique_ptr<Host> host;
  std::unique_ptr<Machine> machine;
  uint64_t locked = 0;  // Counts under the mutex.
  std::atomic<int> spawned{0};
  std::atomic<int> migrations{0};
  std::atomic<int> taken{0};
};

struct Ring {
  std::vector<stackful::Chan<int>> chans;
  stackful::Mutex mutex;
  stackful::WaitGroup ended;
};

void station(Stress* stress, Ring* ring, int self) {
  using namespace stackful;
  const Chan<int>& in = ring->chans[self];
  const Chan<int>& out = ring->chans[(self + 1) % stress->gs];
  std::atomic<int> running{0};
  M* last = getm();
  for (int step = 0; step < stress->steps; step++) {
    int token = -1;
    if (step % 13 == 0) {
      int other = 0;
      Chan<int> never;
      bool ok = false;
      CHECK(select({never.recvCase(&other), in.recvCase(&token)}, &ok) == 1 && ok, "wrong case");
    } else {
      CHECK(in.recv(&token), "the channel was closed");
    }
    CHECK(token >= 0, "no token was received");
    CHECK(running.fetch_add(1) == 0, "a goroutine runs twice");
    M* now = getm();
    if (now != last) stress->migrations.fetch_add(1, std::memory_order_relaxed);
    last = now;
    if (step % 7 == 0) gosched();
    if (step % 11 == 0) {
      ring->mutex.lock();
      uint64_t before = stress->locked;
      if (step % 22 == 0) gosched();
      stress->locked = before + 1;
      ring->mutex.unlock();
    }
    if (step % 501 == 0) ring->ended.go([stress] { stress->spawned++; });
    stress->taken.fetch_add(1, std::memory_order_relaxed);
    running.fetch_sub(1);
    out.send(token);
  }
}

void ringMain(Stress* stress) {
  using namespace stackful;
  const int tokens = stress->gs / 4 + 1;
  auto ring = std::make_unique<Ring>();
  for (int i = 0; i < stress->gs; i++) ring->chans.push_back(makeChan<int>(tokens));
  Ring* r = ring.get();
  for (int i = 0; i < stress->gs; i++) ring->ended.go([stress, r, i] { station(stress, r, i); });
  for (int t = 0; t < tokens; t++) ring->chans[t * stress->gs / tokens].send(t);
  ring->ended.wait();
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE Stress* stressStart(int procs, int gs, int steps) {
  auto* stress = new Stress(procs, gs, steps);
  stackful::start(stress->machine.get(), [stress] { ringMain(stress); });
  return stress;
}

// stressDrive() is the milliseconds until the next call; negative when the machine has finished.
EMSCRIPTEN_KEEPALIVE double stressDrive(Stress* stress) {
  int64_t ns = stress->host->drive(8000000);
  if (stress->machine->finished() && stress->host->liveThreads() == 0) return -1;
  return ns < 0 ? 1 : static_cast<double>(ns) / 1e6;
}

EMSCRIPTEN_KEEPALIVE int stressTaken(Stress* stress) {
  return stress->taken;
}

EMSCRIPTEN_KEEPALIVE int stressMigrations(Stress* stress) {
  return stress->migrations;
}

EMSCRIPTEN_KEEPALIVE int stressSpawned(Stress* stress) {
  return stress->spawned;
}

EMSCRIPTEN_KEEPALIVE double stressLocked(Stress* stress) {
  return static_cast<double>(stress->locked);
}

EMSCRIPTEN_KEEPALIVE int stressExitCode(Stress* stress) {
  return stress->machine->exitCode;
}

EMSCRIPTEN_KEEPALIVE void stressEnd(Stress* stress) {
  stress->machine.reset();
  delete stress;
}

}  // extern "C"
}  // namespace gopark
