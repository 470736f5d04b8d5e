// The hosts and contexts of a wasm build under load, driven from Node by host_stress.test.mjs. What
// GoogleTest checks natively (tests/core/host) is checked here through Asyncify and Web Workers:
//   migrate  contexts that any Worker takes, runs to the next switch-out and puts back (mt)
//   ball     two Ms pass a futex word to and fro, with goroutine-like contexts under each
//   sleep    an M sleeps for a time
#include <emscripten.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <vector>

#include "base/check.h"
#include "base/rng.h"
#include "host/context/context.h"
#include "host/make_host.h"
#if defined(__EMSCRIPTEN_PTHREADS__)
#include "host/threads/worker_pool_web.h"
#endif

namespace gopark {
namespace {

// The Worker a context runs on, read through a call: a value kept across a switch-out would belong
// to the wrong Worker.
thread_local int currentWorker = 0;
__attribute__((noinline)) int workerNow() {
  return currentWorker;
}

struct Task {
  Context context;
  uint32_t id = 0;
  int steps = 0;
  int done = 0;
  int lastWorker = -1;
  int migrations = 0;
};

// recurse() leaves a frame with contents, in wasm locals and on the shadow stack, at each of
// `depth` levels, switches out at the bottom, and checks every frame on the way up.
__attribute__((noinline)) uint32_t recurse(Task* task, uint32_t depth) {
  volatile uint32_t frame[4];
  uint32_t local = task->id * 31 + depth;
  double real = task->id + depth * 0.5;
  for (uint32_t i = 0; i < 4; i++) frame[i] = local + i;
  uint32_t below = 0;
  if (depth == 0) {
    contextSwitchOut(&task->context);
  } else {
    below = recurse(task, depth - 1);
  }
  for (uint32_t i = 0; i < 4; i++) CHECK(frame[i] == local + i, "a frame was damaged");
  CHECK(local == task->id * 31 + depth, "a local was damaged");
  CHECK(real == task->id + depth * 0.5, "a floating-point local was damaged");
  CHECK(depth == 0 || below == task->id * 31 + depth - 1, "a result was damaged");
  return local;
}

void taskBody(void* arg) {
  auto* task = static_cast<Task*>(arg);
  for (int step = 0; step < task->steps; step++) {
    int before = workerNow();
    recurse(task, (task->id + step) % 7);
    if (workerNow() != before) task->migrations++;
    task->done++;
  }
}

#if defined(__EMSCRIPTEN_PTHREADS__)
WorkerPool& workers() {
  static WorkerPool pool(32);
  return pool;
}
HostKind kind() {
  return HostKind::kThreads;
}
#else
HostKind kind() {
  return HostKind::kCoop;
}
#endif

// Stress is one run: a host, its threads, what they found.
struct Stress {
  StackPool stacks{16 << 10};
  OutputBuffer output;
  std::unique_ptr<Host> host;
  std::vector<std::unique_ptr<Task>> tasks;
  std::vector<std::atomic<Task*>> slots;
  std::atomic<int> left{0};
  std::atomic<int> nextWorker{0};
  int threads = 0;
  std::atomic<uint32_t> ball{0};
  uint32_t passes = 0;
  std::atomic<int> nextPlayer{0};
  std::atomic<int> inner{0};
  int64_t tookNs = 0;

  Stress() {
    HostOptions options;
    options.output = &output;
#if defined(__EMSCRIPTEN_PTHREADS__)
    options.workers = &workers();
#endif
    host = makeHost(kind(), options);
  }
};

void migrateMain(void* arg) {
  auto* stress = static_cast<Stress*>(arg);
  int self = ++stress->nextWorker;
  currentWorker = self;
  // All set off together: Workers take their time to come up, and the first would do it all.
  while (!stress->host->timeSliced() && stress->nextWorker < stress->threads) {
    stress->host->osyield();
  }
  Rng rng(self);
  auto count = static_cast<uint32_t>(stress->slots.size());
  while (stress->left.load(std::memory_order_acquire) > 0) {
    uint32_t i = rng.below(count);
    Task* task = stress->slots[i].exchange(nullptr, std::memory_order_acquire);
    if (task == nullptr) continue;
    if (contextEnter(&task->context)) {
      stress->left.fetch_sub(1, std::memory_order_release);
    } else {
      stress->slots[i].store(task, std::memory_order_release);
    }
    if (stress->host->timeSliced() && rng.below(16) == 0) stress->host->schedulePoint();
  }
}

void playerMain(void* arg) {
  auto* stress = static_cast<Stress*>(arg);
  uint32_t mine = stress->nextPlayer++;
  Task task;
  for (uint32_t turn = mine; turn < stress->passes; turn += 2) {
    for (uint32_t seen; (seen = stress->ball.load(std::memory_order_acquire)) != turn;) {
      stress->host->futexsleep(&stress->ball, seen, -1);
    }
    // A goroutine of this M's own, alive across the M's sleeps, and entered between them.
    if (task.context.state == ContextState::kIdle) {
      task.id = turn;
      task.steps = 5;
      CHECK(contextInit(&task.context, &stress->stacks, taskBody, &task), "no stack");
    }
    if (contextEnter(&task.context)) stress->inner++;
    stress->ball.store(turn + 1, std::memory_order_release);
    stress->host->futexwakeup(&stress->ball, UINT32_MAX);
  }
  contextRelease(&task.context);
}

void sleeperMain(void* arg) {
  auto* stress = static_cast<Stress*>(arg);
  int64_t before = stress->host->nanotime();
  stress->host->usleep(20000000);
  stress->tookNs = stress->host->nanotime() - before;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void stressPrepare(int count) {
#if defined(__EMSCRIPTEN_PTHREADS__)
  workers().prepare(count);
#endif
}

EMSCRIPTEN_KEEPALIVE Stress* stressMigrate(int threads, int tasks, int steps) {
  auto* stress = new Stress;
  stress->slots = std::vector<std::atomic<Task*>>(tasks);
  stress->left = tasks;
  stress->threads = threads;
  for (int i = 0; i < tasks; i++) {
    auto& task = stress->tasks.emplace_back(std::make_unique<Task>());
    task->id = i;
    task->steps = steps;
    CHECK(contextInit(&task->context, &stress->stacks, taskBody, task.get()), "no stack");
    stress->slots[i] = task.get();
  }
  for (int i = 0; i < threads; i++)
    CHECK(stress->host->newosproc(migrateMain, stress, 0), "no thread");
  return stress;
}

EMSCRIPTEN_KEEPALIVE Stress* stressBall(int passes) {
  auto* stress = new Stress;
  stress->passes = passes;
  for (int i = 0; i < 2; i++) CHECK(stress->host->newosproc(playerMain, stress, 0), "no thread");
  return stress;
}

EMSCRIPTEN_KEEPALIVE Stress* stressSleep() {
  auto* stress = new Stress;
  CHECK(stress->host->newosproc(sleeperMain, stress, 0), "no thread");
  return stress;
}

// stressDrive() is the milliseconds until the next call; negative when all threads have ended.
EMSCRIPTEN_KEEPALIVE double stressDrive(Stress* stress) {
  int64_t ns = stress->host->drive(5000000);
  if (stress->host->liveThreads() == 0) return -1;
  return ns < 0 ? 1 : static_cast<double>(ns) / 1e6;
}

EMSCRIPTEN_KEEPALIVE int stressStepsDone(Stress* stress) {
  int done = 0;
  for (auto& task : stress->tasks) {
    CHECK(task->done == task->steps, "a task lost or gained steps");
    done += task->done;
  }
  return done;
}

EMSCRIPTEN_KEEPALIVE int stressMigrations(Stress* stress) {
  int migrations = 0;
  for (auto& task : stress->tasks) migrations += task->migrations;
  return migrations;
}

EMSCRIPTEN_KEEPALIVE int stressBallAt(Stress* stress) {
  return static_cast<int>(stress->ball.load());
}

EMSCRIPTEN_KEEPALIVE int stressInner(Stress* stress) {
  return stress->inner;
}

EMSCRIPTEN_KEEPALIVE double stressTookMs(Stress* stress) {
  return static_cast<double>(stress->tookNs) / 1e6;
}

EMSCRIPTEN_KEEPALIVE int stressWorkers() {
#if defined(__EMSCRIPTEN_PTHREADS__)
  return workers().workers();
#else
  return 0;
#endif
}

EMSCRIPTEN_KEEPALIVE void stressEnd(Stress* stress) {
  for (auto& task : stress->tasks) contextRelease(&task->context);
  CHECK(stress->stacks.inUse() == 0, "a stack was not given back");
  delete stress;
}

}  // extern "C"
}  // namespace gopark
