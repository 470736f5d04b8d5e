// Timers: order, sleep, channel timers, tickers, stealing.
#include "runtime/time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "native_kit.h"
#include "param.h"

namespace gopark {

using namespace stackful;

namespace {

constexpr int64_t kMs = 1'000'000;

class Time : public testing::TestWithParam<Config> {
 protected:
  Kit kit{GetParam().procs, GetParam().host};

  void TearDown() override { expectNothingLeft(kit); }
};

TEST_P(Time, sleepLastsAtLeastAsLongAsAsked) {
  EXPECT_EQ(0, runNative(kit, [&] {
              for (int64_t ns : {int64_t{1}, 50'000 * int64_t{1}, 2 * kMs}) {
                const int64_t begin = nanotime();
                sleep(ns);
                EXPECT_GE(nanotime() - begin, ns);
              }
              sleep(0);
              sleep(-5);
            }));
}

TEST_P(Time, timersFireInTheOrderOfTheirTimes) {
  kit.keepEvents = true;
  std::mutex mutex;
  std::map<uint64_t, int> places;  // By goroutine.
  EXPECT_EQ(0, runNative(kit, [&] {
              // All of them are running before the first is due.
              WaitGroup wg, ready;
              Chan<int> go = makeChan<int>();
              int64_t begin = 0;
              ready.add(30);
              for (int i = 0; i < 30; i++) {
                const int place = (i * 11) % 30;
                wg.go([&, go, place] {
                  {
                    std::lock_guard<std::mutex> guard(mutex);
                    places[currentG()->goid.load()] = place;
                  }
                  ready.done();
                  go.recv();
                  sleep(begin + (60 + place) * kMs - nanotime());
                  EXPECT_GE(nanotime(), begin + (60 + place) * kMs);
                });
              }
              ready.wait();
              begin = nanotime();
              go.close();
              wg.wait();
            }));
  // None fires while one that is due earlier lies in the heap. With several Ps there are several
  // heaps; and a goroutine held up for long may put its timer in when others have fired.
  std::set<int> set;
  size_t fired = 0;
  for (const Event& e : kit.events()) {
    if (places.count(e.g) == 0) continue;
    const int place = places[e.g];
    if (e.type == EventType::kTimerSet) set.insert(place);
    if (e.type != EventType::kTimerFire) continue;
    ASSERT_EQ(set.count(place), 1u);
    fired++;
    if (GetParam().procs == 1) {
      EXPECT_EQ(*set.begin(), place);
    }
    set.erase(place);
  }
  EXPECT_EQ(fired, 30u);
  EXPECT_TRUE(set.empty());
}

TEST_P(Time, stopKeepsATimerFromFiring) {
  std::atomic<int> fired{0};
  EXPECT_EQ(0, runNative(kit, [&] {
              TimerHandle t = afterFunc(5 * kMs, [&] { fired++; });
              EXPECT_TRUE(t.stop());
              EXPECT_FALSE(t.stop());
              sleep(10 * kMs);
              EXPECT_EQ(fired.load(), 0);
              EXPECT_FALSE(t.reset(kMs));
              while (fired.load() == 0) sleep(kMs);
              EXPECT_FALSE(t.stop());
              EXPECT_EQ(fired.load(), 1);
            }));
}

TEST_P(Time, resetMovesATimerBothWays) {
  std::atomic<int64_t> firedAt{0};
  EXPECT_EQ(0, runNative(kit, [&] {
              const int64_t begin = nanotime();
              TimerHandle t = afterFunc(3'600'000 * kMs, [&] { firedAt = nanotime(); });
              EXPECT_TRUE(t.reset(5 * kMs));
              while (firedAt.load() == 0) sleep(kMs);
              EXPECT_GE(firedAt.load() - begin, 5 * kMs);
              firedAt = 0;
              TimerHandle late = afterFunc(2 * kMs, [&] { firedAt = nanotime(); });
              if (late.reset(20 * kMs)) {
                const int64_t from = nanotime();
                while (firedAt.load() == 0) sleep(kMs);
                EXPECT_GE(firedAt.load() - from, 15 * kMs);
              }
            }));
}

TEST_P(Time, afterSendsTheTimeItWasDue) {
  EXPECT_EQ(0, runNative(kit, [&] {
              const int64_t begin = nanotime();
              Chan<int64_t> c = after(3 * kMs);
              EXPECT_EQ(c.len(), 0);
              EXPECT_EQ(c.cap(), 0);
              int64_t when = c.recv();
              EXPECT_GE(when - begin, 3 * kMs);
              EXPECT_LE(when, nanotime());
              // Not looked at when it was due: the value is that of the moment it was due.
              const int64_t from = nanotime();
              Chan<int64_t> late = after(kMs);
              sleep(30 * kMs);
              EXPECT_EQ(late.len(), 0);
              EXPECT_TRUE(late.tryRecv(&when));
              EXPECT_LT(when - from, 20 * kMs);
              EXPECT_FALSE(late.tryRecv(&when));
            }));
}

TEST_P(Time, aTimersChannelIsInNoHeapUntilSomebodyWaits) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Machine* machine = getm()->machine;
              auto timers = [machine] {
                uint32_t n = 0;
                for (P* pp : machine->allp) n += timersLen(pp);
                return n;
              };
              const uint32_t before = timers();
              std::vector<Chan<int64_t>> idle;
              for (int i = 0; i < 100; i++) idle.push_back(after(3'600'000 * kMs));
              EXPECT_EQ(timers(), before);
              int64_t v;
              Chan<int64_t> soon = after(2 * kMs);
              EXPECT_EQ(select({idle[0].recvCase(&v), soon.recvCase(&v)}), 1);
            }));
}

TEST_P(Time, selectWithTimeoutTakesWhicheverComesFirst) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>();
              WaitGroup wg;
              int v = 0;
              int64_t t = 0;
              EXPECT_EQ(select({c.recvCase(&v), after(2 * kMs).recvCase(&t)}), 1);
              wg.go([c] { c.send(5); });
              Chan<int64_t> timeout = after(60'000 * kMs);
              EXPECT_EQ(select({c.recvCase(&v), timeout.recvCase(&t)}), 0);
              EXPECT_EQ(v, 5);
              wg.wait();
            }));
}

TEST_P(Time, tickerTicksAndLeavesOutWhatIsMissed) {
  EXPECT_EQ(0, runNative(kit, [&] {
              const int64_t begin = nanotime();
              Ticker ticker(2 * kMs);
              for (int i = 1; i <= 3; i++) {
                ticker.chan().recv();
                EXPECT_GE(nanotime() - begin, i * 2 * kMs);
              }
              sleep(21 * kMs);
              // Ten ticks went by; one is there.
              int64_t when;
              EXPECT_TRUE(ticker.chan().tryRecv(&when));
              EXPECT_FALSE(ticker.chan().tryRecv(&when) && ticker.chan().tryRecv(&when));
              ticker.stop();
              sleep(5 * kMs);
              EXPECT_FALSE(ticker.chan().tryRecv(&when));
              ticker.reset(kMs);
              ticker.chan().recv();
            }));
}

TEST_P(Time, stoppedAndResetChannelTimersDeliverNothingStale) {
  // A slow build on one thread must get round all Ms between two ticks, or it does nothing but
  // tick.
  constexpr int64_t kUs = kSanitized ? 40'000 : 1'000;
  constexpr int kRounds = kSanitized ? 20 : 200;
  EXPECT_EQ(0, runNative(kit, [&] {
              WaitGroup wg;
              for (int g = 0; g < 4; g++) {
                wg.go([] {
                  for (int i = 0; i < kRounds; i++) {
                    Ticker ticker(20 * kUs);
                    sleep(i % 3 * 15 * kUs);
                    ticker.stop();
                    int64_t v;
                    EXPECT_FALSE(ticker.chan().tryRecv(&v));
                    const int64_t from = nanotime();
                    ticker.reset(30 * kUs);
                    EXPECT_GE(ticker.chan().recv(), from + 30 * kUs);
                  }
                });
              }
              wg.wait();
            }));
}

TEST_P(Time, manyTimersSetMovedAndStoppedAtOnceFireExactlyTheRest) {
  constexpr int kTimers = 2'000;
  std::vector<std::atomic<int>> fired(kTimers);
  std::vector<int> expected(kTimers);
  EXPECT_EQ(0, runNative(kit, [&] {
              WaitGroup wg;
              for (int g = 0; g < 4; g++) {
                wg.go([&, g] {
                  std::vector<TimerHandle> handles;
                  for (int i = g; i < kTimers; i += 4) {
                    handles.push_back(afterFunc((20 + i % 17) * kMs, [&fired, i] { fired[i]++; }));
                  }
                  for (size_t k = 0; k < handles.size(); k++) {
                    const int i = g + 4 * static_cast<int>(k);
                    expected[i] = 1;
                    if (i % 3 == 0 && handles[k].stop()) expected[i] = 0;
                    if (i % 3 == 1 && !handles[k].reset((5 + i % 29) * kMs)) expected[i] = 2;
                  }
                });
              }
              wg.wait();
              sleep(60 * kMs);
              bool all = false;
              while (!all) {
                all = true;
                for (int i = 0; i < kTimers; i++) all = all && fired[i].load() >= expected[i];
                if (!all) sleep(kMs);
              }
              sleep(20 * kMs);
            }));
  for (int i = 0; i < kTimers; i++) EXPECT_EQ(fired[i].load(), expected[i]) << i;
}

INSTANTIATE_TEST_SUITE_P(Hosts, Time, allConfigs(), configName);

TEST(TimeSteal, anotherPRunsTheTimersOfABusyOne) {
  Kit kit(2);
  kit.keepEvents = true;
  kit.settings.preempt = PreemptMode::kNone;
  std::atomic<bool> woke{false};
  EXPECT_EQ(0, runNative(kit, [&] {
              WaitGroup wg;
              // Both goroutines are made on this P; the sleeper arms its timer on the P it runs on,
              // and then this goroutine keeps that P busy.
              wg.go([&] {
                sleep(2 * kMs);
                woke = true;
              });
              gosched();
              const int64_t begin = nanotime();
              while (!woke && nanotime() - begin < 5'000 * kMs) {
              }
              EXPECT_TRUE(woke.load());
              wg.wait();
            }));
  expectNothingLeft(kit);
}

TEST(TimeOrder, callbacksOfTimersDueTogetherRunLastFirstThenInOrder) {
  Kit kit(1);
  Log log;
  EXPECT_EQ(0, runNative(kit, [&] {
              WaitGroup wg;
              wg.add(4);
              for (int i = 0; i < 4; i++) {
                afterFunc((1 + i) * kMs, [&, i] {
                  log.add(i);
                  wg.done();
                });
              }
              const int64_t begin = nanotime();
              while (nanotime() - begin < 6 * kMs) {
              }
              wg.wait();
            }));
  EXPECT_EQ(log.text(), "3 0 1 2");
  expectNothingLeft(kit);
}

// --- The heap
// ---------------------------------------------------------------------------------------

TEST(TimerHeap, yieldsTimersInOrderAndKeepsEqualOnesApart) {
  Timers ts;
  std::vector<Timer> timers(200);
  for (size_t i = 0; i < timers.size(); i++) {
    timers[i].when = 1 + static_cast<int64_t>((i * 73) % 50);
    timers[i].state = kTimerHeaped;
    ts.addHeap(&timers[i]);
  }
  EXPECT_EQ(ts.wakeTime(), 1);
  int64_t last = 0;
  for (size_t n = timers.size(); n > 0; n--) {
    EXPECT_EQ(ts.len.load(), n);
    Timer* first = ts.heap[0].timer;
    EXPECT_GE(first->when, last);
    last = first->when;
    timerUnheap(first);
    ts.deleteMin();
  }
  EXPECT_EQ(ts.wakeTime(), 0);
}

}  // namespace

}  // namespace gopark
