// Mutex, RWMutex, WaitGroup, Cond, Once and the semaphores below them.
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "native_kit.h"
#include "param.h"
#include "runtime/sched.h"

namespace gopark {

using namespace stackful;

namespace {

constexpr int64_t kMs = 1'000'000;

class Sync : public testing::TestWithParam<Config> {
 protected:
  Kit kit{GetParam().procs, GetParam().host};

  void TearDown() override { expectNothingLeft(kit); }
};

class SyncOrder : public testing::TestWithParam<HostKind> {
 protected:
  Kit kit{1, GetParam()};
  Log log;

  void TearDown() override { expectNothingLeft(kit); }
};

// Stays on the processor until `other` waits for something.
void untilWaiting(G* other) {
  while (readgstatus(other) != _Gwaiting) gosched();
}

TEST_P(Sync, mutexLetsOneInAtATime) {
  constexpr int kGs = 16, kEach = 2'000;
  int64_t count = 0;  // Not atomic: the mutex guards it.
  std::atomic<int> inside{0};
  EXPECT_EQ(0, runNative(kit, [&] {
              Mutex mutex;
              WaitGroup wg;
              for (int g = 0; g < kGs; g++) {
                wg.go([&, g] {
                  for (int i = 0; i < kEach; i++) {
                    mutex.lock();
                    EXPECT_EQ(inside.fetch_add(1), 0);
                    count++;
                    if ((i + g) % 64 == 0) gosched();
                    inside.fetch_sub(1);
                    mutex.unlock();
                    poll();
                  }
                });
              }
              wg.wait();
              EXPECT_TRUE(mutex.tryLock());
              EXPECT_FALSE(mutex.tryLock());
              mutex.unlock();
            }));
  EXPECT_EQ(count, int64_t{kGs} * kEach);
}

TEST_P(Sync, rwmutexKeepsReadersAndWritersApart) {
  constexpr int kEach = 300;
  std::atomic<int> readers{0}, writers{0}, readersMost{0};
  int64_t value = 0;
  EXPECT_EQ(0, runNative(kit, [&] {
              RWMutex rw;
              WaitGroup wg;
              for (int g = 0; g < 6; g++) {
                wg.go([&] {
                  for (int i = 0; i < kEach; i++) {
                    rw.rlock();
                    int n = readers.fetch_add(1) + 1;
                    EXPECT_EQ(writers.load(), 0);
                    int most = readersMost.load();
                    while (n > most && !readersMost.compare_exchange_weak(most, n)) {
                    }
                    int64_t before = value;
                    gosched();
                    EXPECT_EQ(value, before);
                    readers.fetch_sub(1);
                    rw.runlock();
                  }
                });
              }
              for (int g = 0; g < 3; g++) {
                wg.go([&] {
                  for (int i = 0; i < kEach; i++) {
                    rw.lock();
                    EXPECT_EQ(writers.fetch_add(1), 0);
                    EXPECT_EQ(readers.load(), 0);
                    value++;
                    gosched();
                    writers.fetch_sub(1);
                    rw.unlock();
                  }
                });
              }
              wg.wait();
              EXPECT_TRUE(rw.tryRLock());
              EXPECT_FALSE(rw.tryLock());
              rw.runlock();
              EXPECT_TRUE(rw.tryLock());
              EXPECT_FALSE(rw.tryRLock());
              rw.unlock();
            }));
  EXPECT_EQ(value, 3 * kEach);
  EXPECT_GT(readersMost.load(), 1);
}

TEST_P(Sync, waitGroupWaitsForAllAndCanBeReused) {
  std::atomic<int> ended{0};
  EXPECT_EQ(0, runNative(kit, [&] {
              WaitGroup wg;
              wg.wait();
              for (int round = 1; round <= 20; round++) {
                for (int i = 0; i < 10; i++) {
                  wg.go([&] {
                    gosched();
                    ended++;
                  });
                }
                WaitGroup watchers;
                for (int i = 0; i < 3; i++) {
                  watchers.go([&, round] {
                    wg.wait();
                    EXPECT_EQ(ended.load(), 10 * round);
                  });
                }
                wg.wait();
                EXPECT_EQ(ended.load(), 10 * round);
                watchers.wait();
              }
            }));
}

TEST_P(Sync, condLosesNoSignal) {
  constexpr int kItems = 2'000;
  int produced = 0, consumed = 0;
  EXPECT_EQ(0, runNative(kit, [&] {
              Mutex mutex;
              Cond filled(&mutex), emptied(&mutex);
              int stock = 0;
              WaitGroup wg;
              for (int g = 0; g < 4; g++) {
                wg.go([&] {
                  for (int i = 0; i < kItems / 4; i++) {
                    mutex.lock();
                    while (stock == 5) emptied.wait();
                    stock++;
                    produced++;
                    mutex.unlock();
                    filled.signal();
                    poll();
                  }
                });
                wg.go([&] {
                  for (int i = 0; i < kItems / 4; i++) {
                    mutex.lock();
                    while (stock == 0) filled.wait();
                    stock--;
                    consumed++;
                    mutex.unlock();
                    emptied.signal();
                    poll();
                  }
                });
              }
              wg.wait();
              EXPECT_EQ(stock, 0);
            }));
  EXPECT_EQ(produced, kItems);
  EXPECT_EQ(consumed, kItems);
}

TEST_P(Sync, onceRunsOnceAndAllWaitForIt) {
  std::atomic<int> calls{0};
  EXPECT_EQ(0, runNative(kit, [&] {
              Once once;
              int value = 0;
              WaitGroup wg;
              for (int g = 0; g < 8; g++) {
                wg.go([&] {
                  once.call([&] {
                    calls++;
                    sleep(kMs);
                    value = 42;
                  });
                  EXPECT_EQ(value, 42);
                });
              }
              wg.wait();
            }));
  EXPECT_EQ(calls.load(), 1);
}

TEST_P(Sync, semaphoresOfOneRootFindTheirWaiters) {
  // Addresses 251 words apart share a root: a treap of several addresses, each with a queue, taken
  // out in another order than they went in.
  constexpr int kWords = 48;
  struct Word {
    alignas(8) SemWord sem{0};
    char apart[251 * 8 - 8];
  };
  static_assert(sizeof(Word) == 251 * 8);
  std::vector<std::atomic<int>> woken(kWords);
  EXPECT_EQ(0, runNative(kit, [&] {
              std::vector<Word> words(kWords);
              WaitGroup wg;
              for (int round = 0; round < 2; round++) {
                for (int i = 0; i < kWords; i++) {
                  wg.go([&, i] {
                    OpState op;
                    for (;;) {
                      OpResult r = semacquire(currentG(), &op, &words[i].sem, false,
                                              WaitReason::kSemacquire, 0);
                      if (r.status == OpStatus::kDone) break;
                      switchOut(r.stop);
                    }
                    woken[i]++;
                  });
                }
              }
              for (int i = 0; i < kWords; i++) {
                while (semWaiters(getm()->machine, &words[i].sem) != 2) sleep(kMs);
              }
              for (int i = 0; i < 2 * kWords; i++) {
                semreleaseNow(currentG(), &words[(i * 37) % kWords].sem);
                if (i % 10 == 0) gosched();
              }
              wg.wait();
              for (Word& word : words) EXPECT_EQ(word.sem.load(), 0u);
            }));
  for (auto& n : woken) EXPECT_EQ(n.load(), 2);
}

TEST_P(Sync, starvedMutexIsHandedOverInTurn) {
  kit.keepEvents = true;
  std::atomic<bool> gotIt{false};
  std::atomic<int> greedy{0};
  EXPECT_EQ(0, runNative(kit, [&] {
              Mutex mutex;
              WaitGroup wg;
              mutex.lock();
              G* hungry = nullptr;
              wg.add(1);
              hungry = go([&] {
                mutex.lock();
                gotIt = true;
                mutex.unlock();
                wg.done();
              });
              untilWaiting(hungry);
              // The greedy one takes the mutex again at once, every time; when the other has found
              // out that it has waited for over a millisecond, that must not work any more.
              // Few turns, so that a slow reader of the events loses none.
              auto hold = [] {
                for (int turn = 0; turn < 20; turn++) {
                  const int64_t begin = nanotime();
                  while (nanotime() - begin < kMs / 10) continue;
                  gosched();
                }
              };
              hold();
              for (int i = 0; i < 50 && !gotIt; i++) {
                mutex.unlock();
                mutex.lock();
                greedy++;
                hold();
              }
              EXPECT_TRUE(gotIt.load());
              mutex.unlock();
              wg.wait();
            }));
  int handed = 0;
  for (const Event& e : kit.events()) {
    if (e.type == EventType::kLockAcquire && e.aux == 1) handed++;
  }
  // Once the greedy one has won against the woken waiter, only a hand-over ends its luck. (On a
  // busy machine it may be interrupted just between unlock and lock, and not win at all.)
  if (GetParam().procs == 1 && greedy >= 2) {
    EXPECT_GE(handed, 1);
  }
}

INSTANTIATE_TEST_SUITE_P(Hosts, Sync, allConfigs(), configName);

// --- Order on one P
// ---------------------------------------------------------------------------------

TEST_P(SyncOrder, waitGroupWakesLastFirstThenTheOthersInOrder) {
  EXPECT_EQ(0, runNative(kit, [&] {
              WaitGroup wg, all;
              wg.add(1);
              for (int i = 0; i < 6; i++) {
                all.go([&, i] {
                  wg.wait();
                  log.add(i);
                });
                gosched();
              }
              wg.done();
              all.wait();
            }));
  EXPECT_EQ(log.text(), "5 0 1 2 3 4");
}

TEST_P(SyncOrder, broadcastWakesLastFirstThenTheOthersInOrder) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Mutex mutex;
              Cond cond(&mutex);
              WaitGroup all;
              for (int i = 0; i < 6; i++) {
                all.go([&, i] {
                  mutex.lock();
                  cond.wait();
                  log.add(i);
                  mutex.unlock();
                });
                gosched();
              }
              cond.signal();
              gosched();
              cond.signal();
              gosched();
              cond.broadcast();
              all.wait();
            }));
  EXPECT_EQ(log.text(), "0 1 5 2 3 4");
}

TEST_P(SyncOrder, mutexWaitersAreServedInOrderButARunnerWins) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Mutex mutex;
              WaitGroup all;
              mutex.lock();
              for (int i = 0; i < 6; i++) {
                all.go([&, i] {
                  mutex.lock();
                  log.add(i);
                  mutex.unlock();
                });
                gosched();
              }
              mutex.unlock();
              mutex.lock();
              log.add("main");
              mutex.unlock();
              all.wait();
            }));
  EXPECT_EQ(log.text(), "main 0 1 2 3 4 5");
}

TEST_P(SyncOrder, pendingWriterComesBeforeLaterReaders) {
  EXPECT_EQ(0, runNative(kit, [&] {
              RWMutex rw;
              WaitGroup all;
              rw.rlock();
              all.go([&] {
                rw.lock();
                log.add("w");
                rw.unlock();
              });
              gosched();
              for (int i = 0; i < 3; i++) {
                all.go([&, i] {
                  rw.rlock();
                  log.add(i);
                  rw.runlock();
                });
                gosched();
              }
              EXPECT_FALSE(rw.tryRLock());
              log.add("main");
              rw.runlock();
              all.wait();
            }));
  EXPECT_EQ(log.text(), "main w 2 0 1");
}

INSTANTIATE_TEST_SUITE_P(Hosts, SyncOrder,
                         testing::Values(HostKind::kThreads, HostKind::kCoop, HostKind::kSim),
                         [](const auto& info) { return hostName(info.param); });

// --- Misuse
// -----------------------------------------------------------------------------------------

void expectDies(const std::string& start, void (*program)()) {
  Kit kit(2);
  EXPECT_EQ(2, runNative(kit, program));
  EXPECT_EQ(kit.errorText().substr(0, start.size()), start);
}

TEST(SyncMisuse, endsTheProgramWithGosWords) {
  expectDies("fatal error: sync: unlock of unlocked mutex\n", [] { Mutex().unlock(); });
  expectDies("fatal error: sync: RUnlock of unlocked RWMutex\n", [] { RWMutex().runlock(); });
  expectDies("fatal error: sync: Unlock of unlocked RWMutex\n", [] { RWMutex().unlock(); });
  expectDies("panic: sync: negative WaitGroup counter\n", [] { WaitGroup().done(); });
}

TEST(SyncMisuse, waitingForEverIsADeadlockThatNamesTheLock) {
  const std::string dead = "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [";
  expectDies(dead + "sync.Mutex.Lock]:", [] {
    Mutex m;
    m.lock();
    m.lock();
  });
  expectDies(dead + "sync.RWMutex.RLock]:", [] {
    RWMutex rw;
    rw.lock();
    rw.rlock();
  });
  expectDies(dead + "sync.RWMutex.Lock]:", [] {
    RWMutex rw;
    rw.rlock();
    rw.lock();
  });
  expectDies(dead + "sync.WaitGroup.Wait]:", [] {
    WaitGroup wg;
    wg.add(1);
    wg.wait();
  });
  expectDies(dead + "sync.Cond.Wait]:", [] {
    Mutex m;
    Cond c(&m);
    m.lock();
    c.wait();
  });
}

}  // namespace

}  // namespace gopark
