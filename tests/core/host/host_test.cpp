// Hosts: threads, sleeping and waking, sysmon, the clock; each test runs on real threads and on the
// single-threaded host. When one fails look at core/host/threads or core/host/coop.
#include "host/host.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "base/rng.h"
#include "host/make_host.h"

namespace gopark {
namespace {

// Threads are what a test starts on a host; run() starts them all and waits until they have ended.
class HostTest : public ::testing::TestWithParam<HostKind> {
 public:
  Host* hostOf() { return host.get(); }

 protected:
  void SetUp() override {
    HostOptions options;
    options.output = &output;
    host = makeHost(GetParam(), options);
  }

  void TearDown() override { EXPECT_EQ(host->liveThreads(), 0); }

  template <class Body>
  void start(Body* body) {
    ASSERT_TRUE(host->newosproc([](void* arg) { (*static_cast<Body*>(arg))(); }, body, 0));
  }

  void finish() {
    host->drive(-1);
    while (host->liveThreads() > 0) std::this_thread::yield();
  }

  OutputBuffer output;
  std::unique_ptr<Host> host;
};

INSTANTIATE_TEST_SUITE_P(Hosts, HostTest, ::testing::Values(HostKind::kThreads, HostKind::kCoop),
                         [](const auto& info) {
                           return info.param == HostKind::kThreads ? "threads" : "coop";
                         });

TEST_P(HostTest, Newosproc_runsEachThreadOnce) {
  std::atomic<int> ran{0};
  auto body = [&] { ran++; };
  for (int i = 0; i < 50; i++) start(&body);
  finish();
  EXPECT_EQ(ran, 50);
}

TEST_P(HostTest, Newosproc_fromAThreadStartsAnother) {
  std::atomic<int> ran{0};
  auto inner = [&] { ran++; };
  auto outer = [&] { start(&inner); };
  start(&outer);
  finish();
  EXPECT_EQ(ran, 1);
}

TEST_P(HostTest, Futexsleep_returnsAtOnceWhenTheWordDiffers) {
  std::atomic<uint32_t> word{1};
  auto body = [&] { host->futexsleep(&word, 0, -1); };
  start(&body);
  finish();
}

TEST_P(HostTest, Futexsleep_endsAtItsLimit) {
  std::atomic<uint32_t> word{0};
  int64_t tookNs = 0;
  auto body = [&] {
    int64_t before = host->nanotime();
    // A return before the limit is allowed, so as a note does, sleep again for what is left.
    while (host->nanotime() - before < 3000000) {
      host->futexsleep(&word, 0, 3000000 - (host->nanotime() - before));
    }
    tookNs = host->nanotime() - before;
  };
  start(&body);
  finish();
  EXPECT_GE(tookNs, 3000000);
  EXPECT_LT(tookNs, 2000000000);
}

// Ball is a word two threads pass to and fro: the whole of wake-ups racing with sleeps.
TEST_P(HostTest, Futex_passesABallWithoutLosingAWakeup) {
  constexpr uint32_t kPasses = 20000;
  std::atomic<uint32_t> ball{0};
  auto player = [&](uint32_t mine) {
    for (uint32_t turn = mine; turn < kPasses; turn += 2) {
      for (uint32_t seen; (seen = ball.load(std::memory_order_acquire)) != turn;) {
        host->futexsleep(&ball, seen, -1);
      }
      ball.store(turn + 1, std::memory_order_release);
      host->futexwakeup(&ball, UINT32_MAX);
    }
  };
  auto even = [&] { player(0); };
  auto odd = [&] { player(1); };
  start(&even);
  start(&odd);
  finish();
  EXPECT_EQ(ball, kPasses);
}

// A note that is signalled about when its limited sleep ends: either way the sleeper must go on,
// and must see the signal that was given.
TEST_P(HostTest, LimitedSleep_racesWithItsWakeup) {
  constexpr int kRounds = 2000;
  std::atomic<uint32_t> note{0};
  std::atomic<uint32_t> round{0};
  int timedOut = 0;
  auto sleeper = [&] {
    for (int i = 0; i < kRounds; i++) {
      int64_t deadline = host->nanotime() + 20000;
      bool expired = false;
      while (note.load(std::memory_order_acquire) == 0) {
        int64_t left = deadline - host->nanotime();
        if (left > 0 && !expired) {
          host->futexsleep(&note, 0, left);
        } else {
          expired = true;
          host->futexsleep(&note, 0, -1);
        }
      }
      timedOut += expired;
      note.store(0, std::memory_order_relaxed);
      round.fetch_add(1, std::memory_order_release);
      host->futexwakeup(&round, 1);
    }
  };
  auto waker = [&] {
    Rng rng(1);
    for (uint32_t i = 0; i < kRounds; i++) {
      while (round.load(std::memory_order_acquire) != i) host->futexsleep(&round, i - 1, 1000000);
      host->usleep(rng.below(4) * 10000);
      note.store(1, std::memory_order_release);
      host->futexwakeup(&note, 1);
    }
  };
  start(&sleeper);
  start(&waker);
  finish();
  EXPECT_EQ(round, static_cast<uint32_t>(kRounds));
  EXPECT_GT(timedOut, 0);
}

TEST_P(HostTest, Futexwakeup_wakesAtMostTheCount) {
  std::atomic<uint32_t> word{0};
  std::atomic<int> returns{0}, asleep{0};
  int returnsAfterThree = 0;
  auto sleeper = [&] {
    asleep++;
    host->futexsleep(&word, 0, -1);
    returns++;
  };
  auto waker = [&] {
    while (asleep < 10) host->usleep(100000);
    host->usleep(20000000);  // Until the last has really gone to sleep.
    host->futexwakeup(&word, 3);
    host->usleep(20000000);
    returnsAfterThree = returns;
    word = 1;
    host->futexwakeup(&word, UINT32_MAX);
  };
  for (int i = 0; i < 10; i++) start(&sleeper);
  start(&waker);
  finish();
  EXPECT_EQ(returnsAfterThree, 3);
  EXPECT_EQ(returns, 10);
}

TEST_P(HostTest, Usleep_lastsAtLeastAsAsked) {
  int64_t tookNs[3] = {};
  int64_t asked[3] = {0, 50000, 5000000};
  auto body = [&] {
    for (int i = 0; i < 3; i++) {
      int64_t before = host->nanotime();
      host->usleep(asked[i]);
      tookNs[i] = host->nanotime() - before;
    }
  };
  start(&body);
  finish();
  for (int i = 0; i < 3; i++) EXPECT_GE(tookNs[i], asked[i]);
}

TEST_P(HostTest, Sleepers_wakeInTheOrderOfTheirDeadlines) {
  std::vector<int> order;
  std::atomic<int> turn{0};
  struct Sleeper {
    HostTest* test;
    std::vector<int>* order;
    std::atomic<int>* turn;
    int id;
    void operator()() {
      test->hostOf()->usleep((5 - id) * INT64_C(20000000));
      while (turn->exchange(1) != 0) test->hostOf()->osyield();
      order->push_back(id);
      turn->store(0);
    }
  };
  std::vector<Sleeper> sleepers;
  for (int id = 0; id < 5; id++) sleepers.push_back(Sleeper{this, &order, &turn, id});
  for (Sleeper& sleeper : sleepers) start(&sleeper);
  finish();
  EXPECT_EQ(order, (std::vector<int>{4, 3, 2, 1, 0}));
}

TEST_P(HostTest, SchedulePoint_letsEveryThreadGoOn) {
  constexpr int kThreads = 4;
  std::atomic<int> steps[kThreads] = {};
  std::atomic<int> spread{0};
  std::atomic<int> ids{0};
  auto body = [&] {
    int self = ids++;
    for (int i = 0; i < 1000; i++) {
      steps[self]++;
      host->schedulePoint();
      if (!host->timeSliced()) continue;
      for (auto& other : steps) {
        int ahead = steps[self] - other;
        if (ahead > spread) spread = ahead;
      }
    }
  };
  for (int i = 0; i < kThreads; i++) start(&body);
  finish();
  for (auto& count : steps) EXPECT_EQ(count, 1000);
  // One thread at a time, in turn: nobody gets more than a round ahead.
  EXPECT_LE(spread, 2);
}

TEST_P(HostTest, Sysmon_ticksUntilItDeclines) {
  struct Sysmon {
    Host* host;
    std::atomic<int> ticks{0};
    std::atomic<uint32_t> done{0};
  } sysmon{host.get()};
  host->startSysmon(
      [](void* arg) -> int64_t {
        auto* s = static_cast<Sysmon*>(arg);
        if (++s->ticks < 20) return 100000;
        s->done = 1;
        s->host->futexwakeup(&s->done, 1);
        return -1;
      },
      &sysmon);
  auto body = [&] {
    while (sysmon.done == 0) host->futexsleep(&sysmon.done, 0, -1);
  };
  start(&body);
  finish();
  EXPECT_EQ(sysmon.ticks, 20);
}

TEST_P(HostTest, WakeSysmon_cutsALongSleepShort) {
  struct Sysmon {
    Host* host;
    std::atomic<uint32_t> ticks{0};
  } sysmon{host.get()};
  host->startSysmon(
      [](void* arg) -> int64_t {
        auto* s = static_cast<Sysmon*>(arg);
        uint32_t n = ++s->ticks;
        s->host->futexwakeup(&s->ticks, 1);
        return n < 5 ? INT64_C(600) * 1000000000 : -1;
      },
      &sysmon);
  auto body = [&] {
    for (uint32_t n; (n = sysmon.ticks) < 5;) {
      host->wakeSysmon();
      host->futexsleep(&sysmon.ticks, n, 100000);
    }
  };
  start(&body);
  finish();
  EXPECT_EQ(sysmon.ticks, 5u);
}

TEST_P(HostTest, Nanotime_neverGoesBackAndIsTheSameOnAllThreads) {
  std::atomic<int64_t> latest{0};
  std::atomic<bool> wentBack{false};
  auto body = [&] {
    for (int i = 0; i < 20000; i++) {
      int64_t seen = latest.load(std::memory_order_acquire);
      int64_t now = host->nanotime();
      if (now < seen) wentBack = true;
      while (now > seen && !latest.compare_exchange_weak(seen, now)) {
      }
    }
  };
  for (int i = 0; i < 3; i++) start(&body);
  finish();
  EXPECT_FALSE(wentBack);
  EXPECT_GT(latest, 0);
}

TEST_P(HostTest, Random_differs) {
  EXPECT_NE(host->random(), host->random());
}

TEST_P(HostTest, Write_reachesTheSinkInOrder) {
  auto body = [&] {
    host->write(Stream::kStdout, "a\n", 2);
    host->write(Stream::kStderr, "b\n", 2);
    host->write(Stream::kStdout, "c\n", 2);
    host->write(Stream::kStdout, "d\n", 2);
  };
  start(&body);
  finish();
  std::deque<OutputBuffer::Piece> pieces;
  EXPECT_EQ(output.take(1000, &pieces), 8u);
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[0].bytes, "a\n");
  EXPECT_EQ(pieces[1].stream, Stream::kStderr);
  EXPECT_EQ(pieces[2].bytes, "c\nd\n");
}

TEST(ThreadsHost, Ncpu_followsTheAffinityOfTheProcess) {
  cpu_set_t before, one;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  EXPECT_EQ(makeHost(HostKind::kThreads, {})->ncpu(), CPU_COUNT(&before));
  CPU_ZERO(&one);
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
    if (!CPU_ISSET(cpu, &before)) continue;
    CPU_SET(cpu, &one);
    break;
  }
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  auto host = makeHost(HostKind::kThreads, {});
  EXPECT_EQ(host->ncpu(), 1);
  EXPECT_FALSE(host->parallel());
  ASSERT_EQ(sched_setaffinity(0, sizeof before, &before), 0);
}

TEST(CoopHost, Drive_withABudgetReturnsInTimeAndSaysWhenToCallAgain) {
  auto host = makeHost(HostKind::kCoop, {});
  bool stop = false;
  int64_t wokeNs = 0;
  auto spinner = [&] {
    while (!stop) host->schedulePoint();
    host->usleep(30000000);
    wokeNs = host->nanotime();
  };
  using Body = decltype(spinner);
  ASSERT_TRUE(host->newosproc([](void* arg) { (*static_cast<Body*>(arg))(); }, &spinner, 0));
  int64_t before = host->nanotime();
  EXPECT_EQ(host->drive(2000000), 0);
  int64_t tookNs = host->nanotime() - before;
  EXPECT_GE(tookNs, 2000000);
  EXPECT_LT(tookNs, 500000000);
  stop = true;
  int64_t waitNs = host->drive(2000000);
  EXPECT_GT(waitNs, 0);
  EXPECT_LE(waitNs, 30000000);
  std::this_thread::sleep_for(std::chrono::nanoseconds(waitNs));
  EXPECT_EQ(host->drive(2000000), -1);
  EXPECT_GT(wokeNs, 0);
}

TEST(CoopHost, Destruction_dropsThreadsThatSleep) {
  std::atomic<uint32_t> word{0};
  auto host = makeHost(HostKind::kCoop, {});
  auto sleeper = [&] { host->futexsleep(&word, 0, -1); };
  using Body = decltype(sleeper);
  for (int i = 0; i < 3; i++) {
    ASSERT_TRUE(host->newosproc([](void* arg) { (*static_cast<Body*>(arg))(); }, &sleeper, 0));
  }
  EXPECT_GT(host->drive(-1), 0);
  EXPECT_EQ(host->liveThreads(), 3);
}

}  // namespace
}  // namespace gopark
