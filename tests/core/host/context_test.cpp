// Contexts: entering, switching out, nesting, moving between threads, reuse of stacks. When one of
// these fails look at core/host/context.
#include "host/context/context.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

#include "base/rng.h"

namespace gopark {
namespace {

// A Task is a context with the body of a test: steps switch-outs, each checking what it left.
struct Task {
  Context context;
  uint64_t id = 0;
  int steps = 0;
  int depth = 0;
  std::atomic<int> done{0};
  bool damaged = false;  // A frame did not hold what was put there.

  ~Task() { EXPECT_FALSE(damaged); }
};

// recurse() leaves a frame with contents at each of `depth` levels, switches out at the bottom, and
// checks each frame on the way up.
__attribute__((noinline)) uint64_t recurse(Task* task, int depth) {
  volatile uint64_t frame[8];
  for (uint64_t i = 0; i < 8; i++) frame[i] = task->id * 1000 + depth * 10 + i;
  uint64_t sum = 0;
  if (depth == 0) {
    contextSwitchOut(&task->context);
  } else {
    sum = recurse(task, depth - 1);
  }
  for (uint64_t i = 0; i < 8; i++) {
    if (frame[i] != task->id * 1000 + depth * 10 + i) task->damaged = true;
    sum += frame[i];
  }
  return sum;
}

void taskBody(void* arg) {
  auto* task = static_cast<Task*>(arg);
  for (int step = 0; step < task->steps; step++) {
    recurse(task, task->depth);
    task->done.fetch_add(1, std::memory_order_relaxed);
  }
}

TEST(Context, Enter_runsUntilTheEntryReturns) {
  StackPool pool(32 << 10);
  Task task;
  ASSERT_TRUE(contextInit(&task.context, &pool, taskBody, &task));
  EXPECT_TRUE(contextEnter(&task.context));
  contextRelease(&task.context);
  EXPECT_EQ(pool.inUse(), 0u);
}

TEST(Context, SwitchOut_continuesWhereItStood) {
  StackPool pool(64 << 10);
  Task task;
  task.id = 7;
  task.steps = 5;
  task.depth = 3;
  ASSERT_TRUE(contextInit(&task.context, &pool, taskBody, &task));
  for (int step = 0; step < 5; step++) {
    EXPECT_FALSE(contextEnter(&task.context));
    EXPECT_EQ(task.done, step);
  }
  EXPECT_TRUE(contextEnter(&task.context));
  EXPECT_EQ(task.done, 5);
  contextRelease(&task.context);
}

TEST(Context, DeepFrames_surviveASwitch) {
  StackPool pool(256 << 10);
  Task task;
  task.id = 3;
  task.steps = 2;
  task.depth = 400;
  ASSERT_TRUE(contextInit(&task.context, &pool, taskBody, &task));
  EXPECT_FALSE(contextEnter(&task.context));
  EXPECT_FALSE(contextEnter(&task.context));
  EXPECT_TRUE(contextEnter(&task.context));
  contextRelease(&task.context);
}

TEST(Context, Init_reusesTheStackOfAFinishedContext) {
  StackPool pool(32 << 10);
  Task task;
  task.steps = 1;
  ASSERT_TRUE(contextInit(&task.context, &pool, taskBody, &task));
  char* low = task.context.stack.low;
  for (int round = 0; round < 100; round++) {
    EXPECT_FALSE(contextEnter(&task.context));
    EXPECT_TRUE(contextEnter(&task.context));
    ASSERT_TRUE(contextInit(&task.context, &pool, taskBody, &task));
    EXPECT_EQ(task.context.stack.low, low);
  }
  EXPECT_EQ(pool.inUse(), 1u);
  contextRelease(&task.context);
  EXPECT_EQ(pool.inUse(), 0u);
}

TEST(Context, Release_dropsASuspendedContext) {
  StackPool pool(32 << 10);
  for (int round = 0; round < 50; round++) {
    Task task;
    task.steps = 3;
    task.depth = 4;
    ASSERT_TRUE(contextInit(&task.context, &pool, taskBody, &task));
    EXPECT_FALSE(contextEnter(&task.context));
    contextRelease(&task.context);
  }
  EXPECT_EQ(pool.inUse(), 0u);
}

TEST(Context, FloatingPointState_isKeptAcrossASwitch) {
  StackPool pool(64 << 10);
  struct Sum {
    Context context;
    double value = 0;
  } sum;
  auto body = [](void* arg) {
    auto* s = static_cast<Sum*>(arg);
    double a = 1, b = 1;
    for (int i = 0; i < 20; i++) {
      double c = a + b;
      a = b;
      b = c;
      contextSwitchOut(&s->context);
      s->value = b;
    }
  };
  ASSERT_TRUE(contextInit(&sum.context, &pool, body, &sum));
  double noise = 1;
  while (!contextEnter(&sum.context)) noise = noise * 1.5 + 1;
  EXPECT_EQ(sum.value, 17711);
  EXPECT_GT(noise, 1000);
  contextRelease(&sum.context);
}

// Two levels, as on a single-threaded host: an outer context (an M) enters inner ones (goroutines),
// and is itself set aside between them.
struct Outer {
  Context context;
  std::vector<std::unique_ptr<Task>> inner;
  int switches = 0;
};

void outerBody(void* arg) {
  auto* outer = static_cast<Outer*>(arg);
  size_t left = outer->inner.size();
  while (left > 0) {
    for (auto& task : outer->inner) {
      if (task->context.state == ContextState::kIdle) continue;
      if (contextEnter(&task->context)) left--;
    }
    outer->switches++;
    contextSwitchOut(&outer->context);
  }
}

TEST(Context, Nesting_suspendsTheOuterBetweenInnerOnes) {
  StackPool pool(64 << 10);
  std::vector<std::unique_ptr<Outer>> outers;
  for (uint64_t m = 0; m < 4; m++) {
    auto& outer = outers.emplace_back(std::make_unique<Outer>());
    for (uint64_t g = 0; g < 10; g++) {
      auto& task = outer->inner.emplace_back(std::make_unique<Task>());
      task->id = m * 100 + g;
      task->steps = 20;
      task->depth = static_cast<int>(g);
      ASSERT_TRUE(contextInit(&task->context, &pool, taskBody, task.get()));
    }
    ASSERT_TRUE(contextInit(&outer->context, &pool, outerBody, outer.get()));
  }
  size_t left = outers.size();
  while (left > 0) {
    for (auto& outer : outers) {
      if (outer->context.state != ContextState::kIdle && contextEnter(&outer->context)) left--;
    }
  }
  for (auto& outer : outers) {
    EXPECT_EQ(outer->switches, 21);
    for (auto& task : outer->inner) {
      EXPECT_EQ(task->done, 20);
      contextRelease(&task->context);
    }
    contextRelease(&outer->context);
  }
  EXPECT_EQ(pool.inUse(), 0u);
}

TEST(Context, Migration_betweenThreadsKeepsEveryStep) {
  constexpr int kThreads = 4;
  constexpr int kTasks = 64;
  constexpr int kSteps = 2000;
  StackPool pool(64 << 10);
  std::vector<std::unique_ptr<Task>> tasks;
  // A slot holds a task nobody runs; whoever swaps it out owns it until he puts it back.
  std::vector<std::atomic<Task*>> slots(kTasks);
  for (int i = 0; i < kTasks; i++) {
    auto& task = tasks.emplace_back(std::make_unique<Task>());
    task->id = i;
    task->steps = kSteps;
    task->depth = i % 7;
    ASSERT_TRUE(contextInit(&task->context, &pool, taskBody, task.get()));
    slots[i] = task.get();
  }
  std::vector<int> lastThread(kTasks, -1);
  std::atomic<int> left{kTasks};
  std::atomic<int64_t> migrations{0};
  auto worker = [&](int self) {
    Rng rng(self);
    while (left.load(std::memory_order_acquire) > 0) {
      uint32_t i = rng.below(kTasks);
      Task* task = slots[i].exchange(nullptr, std::memory_order_acquire);
      if (task == nullptr) continue;
      if (lastThread[i] != self) migrations.fetch_add(1, std::memory_order_relaxed);
      lastThread[i] = self;
      if (contextEnter(&task->context)) {
        left.fetch_sub(1, std::memory_order_release);
      } else {
        slots[i].store(task, std::memory_order_release);
      }
    }
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; t++) threads.emplace_back(worker, t);
  for (auto& thread : threads) thread.join();
  for (auto& task : tasks) {
    EXPECT_EQ(task->done, kSteps);
    contextRelease(&task->context);
  }
  EXPECT_GT(migrations, kTasks);
  EXPECT_EQ(pool.inUse(), 0u);
}

TEST(StackPool, Stacks_areDistinctAndComeBack) {
  StackPool pool(16 << 10);
  std::vector<Stack> stacks;
  for (int i = 0; i < 100; i++) {
    Stack stack = pool.acquire();
    ASSERT_NE(stack.low, nullptr);
    ASSERT_GE(stack.size, size_t{16 << 10});
    std::memset(stack.low, i, stack.size);
    stacks.push_back(stack);
  }
  for (int i = 0; i < 100; i++) {
    EXPECT_EQ(stacks[i].low[0], static_cast<char>(i));
    EXPECT_EQ(stacks[i].high()[-1], static_cast<char>(i));
    pool.release(stacks[i]);
  }
  EXPECT_EQ(pool.inUse(), 0u);
  Stack warm = pool.acquire();
  EXPECT_EQ(warm.low, stacks[99].low) << "the stack released last is used first";
  pool.release(warm);
}

#if !defined(GOPARK_TSAN)  // TSan allows about eight thousand fibers.
TEST(Context, FortyThousand_canBeSuspendedAtOnce) {
  StackPool pool(16 << 10);
  std::vector<std::unique_ptr<Task>> tasks;
  for (int i = 0; i < 40000; i++) {
    auto& task = tasks.emplace_back(std::make_unique<Task>());
    task->id = i;
    task->steps = 1;
    ASSERT_TRUE(contextInit(&task->context, &pool, taskBody, task.get()));
    ASSERT_FALSE(contextEnter(&task->context));
  }
  for (auto& task : tasks) {
    ASSERT_TRUE(contextEnter(&task->context));
    contextRelease(&task->context);
  }
  EXPECT_EQ(pool.inUse(), 0u);
}
#endif

TEST(ContextDeathTest, RunningOffTheStack_faultsInTheGuardPage) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  StackPool pool(16 << 10);
  auto body = [](void* arg) {
    volatile char* p = static_cast<char*>(arg);
    p[-1] = 1;
  };
  Context context;
  ASSERT_TRUE(contextInit(&context, &pool, body, nullptr));
  context.arg = context.stack.low;
  EXPECT_DEATH(contextEnter(&context), "");
  contextRelease(&context);
}

TEST(ContextDeathTest, EnteringAFinishedContext_aborts) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  StackPool pool(16 << 10);
  Task task;
  ASSERT_TRUE(contextInit(&task.context, &pool, taskBody, &task));
  ASSERT_TRUE(contextEnter(&task.context));
  EXPECT_DEATH(contextEnter(&task.context), "cannot run");
  contextRelease(&task.context);
}

}  // namespace
}  // namespace gopark
