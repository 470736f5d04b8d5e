// Channels and select: Go's orders on one P, direct hand-over, close, fairness.
#include "runtime/chan.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "native_kit.h"
#include "param.h"

namespace gopark {

using namespace stackful;

namespace {

class Channel : public testing::TestWithParam<Config> {
 protected:
  Kit kit{GetParam().procs, GetParam().host};

  void TearDown() override { expectNothingLeft(kit); }
};

class ChannelOrder : public testing::TestWithParam<HostKind> {
 protected:
  Kit kit{1, GetParam()};
  Log log;

  void TearDown() override { expectNothingLeft(kit); }
};

TEST_P(Channel, unbufferedHandsEveryValueOverInOrder) {
  int64_t sum = 0;
  int count = 0;
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>();
              go([c] {
                for (int i = 0; i < 1000; i++) c.send(i);
                c.close();
              });
              int v, last = -1;
              while (c.recv(&v)) {
                EXPECT_EQ(v, last + 1);
                last = v;
                sum += v;
                count++;
              }
              EXPECT_EQ(v, 0);
            }));
  EXPECT_EQ(count, 1000);
  EXPECT_EQ(sum, 499500);
}

TEST_P(Channel, bufferedKeepsOrderWhenTheRingWraps) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>(3);
              EXPECT_EQ(c.cap(), 3);
              WaitGroup wg;
              wg.go([c] {
                for (int i = 0; i < 500; i++) c.send(i);
              });
              for (int i = 0; i < 500; i++) {
                EXPECT_EQ(c.recv(), i);
                EXPECT_LE(c.len(), 3);
              }
              wg.wait();
              EXPECT_EQ(c.len(), 0);
            }));
}

TEST_P(Channel, manySendersAndReceiversLoseAndDuplicateNothing) {
  constexpr int kSenders = 8, kEach = 500;
  std::vector<std::atomic<int>> seen(kSenders * kEach);
  EXPECT_EQ(0, runNative(kit, [&] {
              for (int capacity : {0, 1, 16}) {
                Chan<int> c = makeChan<int>(capacity);
                WaitGroup senders, receivers;
                for (int r = 0; r < 8; r++) {
                  receivers.go([c, &seen] {
                    int v;
                    while (c.recv(&v)) seen[v]++;
                  });
                }
                for (int s = 0; s < kSenders; s++) {
                  senders.go([c, s] {
                    for (int i = 0; i < kEach; i++) c.send(s * kEach + i);
                  });
                }
                senders.wait();
                c.close();
                receivers.wait();
              }
            }));
  for (auto& n : seen) ASSERT_EQ(n.load(), 3);
}

TEST_P(Channel, closedAndDrainedYieldsZeroValues) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>(2);
              c.send(7);
              c.close();
              int v = 1;
              EXPECT_TRUE(c.recv(&v));
              EXPECT_EQ(v, 7);
              EXPECT_FALSE(c.recv(&v));
              EXPECT_EQ(v, 0);
              bool ok = true;
              v = 5;
              EXPECT_TRUE(c.tryRecv(&v, &ok));
              EXPECT_FALSE(ok);
              EXPECT_EQ(v, 0);
            }));
}

TEST_P(Channel, nonBlockingOperationsSayWhetherTheyHappened) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> none;
              int v = 0;
              EXPECT_FALSE(none.trySend(1));
              EXPECT_FALSE(none.tryRecv(&v));
              EXPECT_EQ(none.len(), 0);
              Chan<int> c = makeChan<int>(1);
              EXPECT_FALSE(c.tryRecv(&v));
              EXPECT_TRUE(c.trySend(4));
              EXPECT_FALSE(c.trySend(5));
              EXPECT_TRUE(c.tryRecv(&v));
              EXPECT_EQ(v, 4);
              Chan<int> u = makeChan<int>();
              EXPECT_FALSE(u.trySend(1));
              EXPECT_FALSE(u.tryRecv(&v));
            }));
}

TEST_P(Channel, selectServesEveryCase) {
  constexpr int kEach = 400;
  std::array<int, 3> got{};
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> a = makeChan<int>(), b = makeChan<int>(2), out = makeChan<int>();
              WaitGroup wg;
              wg.go([a] {
                for (int i = 0; i < kEach; i++) a.send(i);
              });
              wg.go([b] {
                for (int i = 0; i < kEach; i++) b.send(i);
              });
              wg.go([out] {
                for (int i = 0; i < kEach; i++) EXPECT_EQ(out.recv(), i);
              });
              int x = -1, y = -1, sent = 0;
              for (int i = 0; i < 3 * kEach; i++) {
                Chan<int> in = a;
                bool ok = false;
                int chosen = select({got[0] < kEach ? a.recvCase(&x) : Scase{},
                                     got[1] < kEach ? b.recvCase(&y) : Scase{},
                                     sent < kEach ? out.sendCase(&sent) : Scase{}},
                                    &ok);
                if (chosen < 2) {
                  EXPECT_TRUE(ok);
                  EXPECT_EQ(chosen == 0 ? x : y, got[chosen]);
                } else {
                  sent++;
                }
                got[chosen]++;
              }
              wg.wait();
            }));
  EXPECT_EQ(got, (std::array<int, 3>{kEach, kEach, kEach}));
}

TEST_P(Channel, selectInBothDirectionsPairsGoroutinesUp) {
  // Everybody offers to send and to receive on the same unbuffered channel; nobody may meet itself.
  constexpr int kGs = 6, kRounds = 300;
  std::atomic<int> sends{0}, recvs{0};
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>();
              Chan<int> quit = makeChan<int>();
              WaitGroup wg;
              for (int g = 0; g < kGs; g++) {
                wg.go([&, c, quit, g] {
                  int v;
                  for (;;) {
                    int chosen = select({c.sendCase(&g), c.recvCase(&v), quit.recvCase(&v)});
                    if (chosen == 2) return;
                    if (chosen == 0) {
                      sends++;
                    } else {
                      EXPECT_NE(v, g);
                      recvs++;
                    }
                    poll();
                  }
                });
              }
              while (recvs.load() < kRounds) gosched();
              quit.close();
              wg.wait();
            }));
  EXPECT_EQ(sends.load(), recvs.load());
}

// Chi-square against the uniform distribution.
double chiSquare(const std::vector<int>& counts, int draws) {
  double expected = static_cast<double>(draws) / static_cast<double>(counts.size());
  double sum = 0;
  for (int n : counts) sum += (n - expected) * (n - expected) / expected;
  return sum;
}

TEST_P(Channel, selectIsFairAmongReadyCases) {
  constexpr int kDraws = 20'000;
  std::vector<int> counts(5);
  std::vector<int> ofThree(3);
  EXPECT_EQ(0, runNative(kit, [&] {
              // The number generator of an M is its own; every M gets the same seed here, so the
              // draws are the same in every run on one P.
              for (M* mp = getm()->machine->allm.load(); mp != nullptr; mp = mp->alllink.load()) {
                if (mp == getm()) mp->rng = Rng(20261121);
              }
              std::array<Chan<int>, 5> c;
              int v;
              for (auto& one : c) {
                one = makeChan<int>(1);
                one.send(1);
              }
              for (int i = 0; i < kDraws; i++) {
                int chosen = select({c[0].recvCase(&v), c[1].recvCase(&v), c[2].recvCase(&v),
                                     c[3].recvCase(&v), c[4].recvCase(&v)});
                counts[chosen]++;
                c[chosen].send(1);
              }
              // The same channel in several cases, and cases that cannot proceed between them.
              Chan<int> empty = makeChan<int>();
              for (int i = 0; i < kDraws; i++) {
                int chosen = select({c[0].recvCase(&v), empty.recvCase(&v), c[0].recvCase(&v),
                                     Scase{}, c[1].recvCase(&v)});
                ASSERT_TRUE(chosen == 0 || chosen == 2 || chosen == 4);
                ofThree[chosen / 2]++;
                c[chosen == 4 ? 1 : 0].send(1);
              }
            }));
  // 0.1 % critical values for 4 and 2 degrees of freedom.
  EXPECT_LT(chiSquare(counts, kDraws), 18.47);
  EXPECT_LT(chiSquare(ofThree, kDraws), 13.82);
}

TEST_P(Channel, selectWithManyCasesWakesOnTheOneThatFires) {
  EXPECT_EQ(0, runNative(kit, [&] {
              std::vector<Chan<int>> c;
              for (int i = 0; i < 40; i++) c.push_back(makeChan<int>());
              WaitGroup wg;
              for (int fire : {0, 17, 39}) {
                wg.go([&c, fire] { c[fire].send(fire); });
              }
              int sum = 0;
              for (int n = 0; n < 3; n++) {
                int v = -1;
                std::vector<Scase> cases;
                for (auto& one : c) cases.push_back(one.recvCase(&v));
                G* gp = currentG();
                OpState op;
                int32_t chosen = -1;
                for (;;) {
                  OpResult r = selectgo(gp, &op, cases.data(), 40, true, &chosen, nullptr);
                  if (r.status == OpStatus::kDone) break;
                  switchOut(r.stop);
                }
                EXPECT_EQ(chosen, v);
                sum += v;
              }
              EXPECT_EQ(sum, 56);
              wg.wait();
            }));
}

INSTANTIATE_TEST_SUITE_P(Hosts, Channel, allConfigs(), configName);

// --- Order on one P
// ---------------------------------------------------------------------------------

TEST_P(ChannelOrder, closeWakesReceiversLastFirstThenTheOthersInReverse) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>();
              WaitGroup wg;
              for (int i = 0; i < 8; i++) {
                wg.go([&, c, i] {
                  int v;
                  c.recv(&v);
                  log.add(i);
                });
                gosched();
              }
              c.close();
              wg.wait();
            }));
  EXPECT_EQ(log.text(), "0 7 6 5 4 3 2 1");
}

TEST_P(ChannelOrder, unbufferedPingPongRunsInPairs) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>();
              WaitGroup wg;
              wg.go([&, c] {
                for (int i = 0; i < 6; i++) log.add("r" + std::to_string(c.recv()));
              });
              for (int i = 0; i < 6; i++) {
                log.add("s" + std::to_string(i));
                c.send(i);
              }
              wg.wait();
            }));
  EXPECT_EQ(log.text(), "s0 r0 s1 s2 r1 r2 s3 s4 r3 r4 s5 r5");
}

TEST_P(ChannelOrder, receiversAreServedFirstComeFirstServed) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>();
              WaitGroup wg;
              for (int i = 0; i < 5; i++) {
                wg.go([&, c, i] { log.add(std::to_string(i) + ":" + std::to_string(c.recv())); });
                gosched();
              }
              for (int i = 0; i < 5; i++) {
                c.send(i);
                gosched();
              }
              wg.wait();
            }));
  EXPECT_EQ(log.text(), "0:0 1:1 2:2 3:3 4:4");
}

TEST_P(ChannelOrder, sendersOfAFullChannelKeepTheirOrder) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>(2);
              c.send(100);
              c.send(101);
              WaitGroup wg;
              for (int i = 0; i < 4; i++) {
                wg.go([&, c, i] { c.send(i); });
                gosched();
              }
              EXPECT_EQ(c.len(), 2);
              for (int i = 0; i < 6; i++) log.add(c.recv());
              wg.wait();
            }));
  EXPECT_EQ(log.text(), "100 101 0 1 2 3");
}

TEST_P(ChannelOrder, aHandedOverValueGoesPastTheRing) {
  kit.keepEvents = true;
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>(4);
              WaitGroup wg;
              wg.go([&, c] { log.add(c.recv()); });
              gosched();
              c.send(9);
              EXPECT_EQ(c.len(), 0);
              wg.wait();
            }));
  EXPECT_EQ(log.text(), "9");
  int handed = 0;
  for (const Event& e : kit.events()) {
    if (e.type == EventType::kChanSend && e.c != 0) handed++;
  }
  EXPECT_EQ(handed, 1);
}

INSTANTIATE_TEST_SUITE_P(Hosts, ChannelOrder,
                         testing::Values(HostKind::kThreads, HostKind::kCoop, HostKind::kSim),
                         [](const auto& info) { return hostName(info.param); });

// --- Misuse
// -----------------------------------------------------------------------------------------

void expectStarts(const std::string& text, const std::string& start) {
  EXPECT_EQ(text.substr(0, start.size()), start);
}

std::string dyingWords(void (*program)()) {
  Kit kit(2);
  EXPECT_EQ(2, runNative(kit, program));
  return kit.errorText();
}

TEST(ChannelMisuse, endsTheProgramWithGosWords) {
  expectStarts(dyingWords([] {
                 Chan<int> c = makeChan<int>();
                 c.close();
                 c.send(1);
               }),
               "panic: send on closed channel\n\ngoroutine 1 [running]:");
  expectStarts(dyingWords([] {
                 Chan<int> c = makeChan<int>();
                 c.close();
                 c.close();
               }),
               "panic: close of closed channel\n");
  expectStarts(dyingWords([] { Chan<int>().close(); }), "panic: close of nil channel\n");
  expectStarts(dyingWords([] { makeChan<int>(-1); }), "panic: makechan: size out of range\n");
  expectStarts(dyingWords([] {
                 Chan<int> c = makeChan<int>();
                 go([c] { c.send(1); });
                 gosched();
                 c.close();
                 sleep(1'000'000'000);
               }),
               "panic: send on closed channel\n\ngoroutine ");
  expectStarts(dyingWords([] {
                 Chan<int> c = makeChan<int>(), d = makeChan<int>();
                 int v = 1;
                 go([c] {
                   gosched();
                   c.close();
                 });
                 select({c.sendCase(&v), d.sendCase(&v)});
               }),
               "panic: send on closed channel\n");
}

TEST(ChannelMisuse, waitingForEverIsADeadlock) {
  expectStarts(dyingWords([] { makeChan<int>().recv(); }),
               "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan "
               "receive]:");
  expectStarts(dyingWords([] { Chan<int>().send(1); }),
               "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan send "
               "(nil chan)]:");
  expectStarts(dyingWords([] { Chan<int>().recv(); }),
               "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan "
               "receive (nil chan)]:");
  expectStarts(dyingWords([] { select({}); }),
               "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select "
               "(no cases)]:");
  expectStarts(dyingWords([] {
                 Chan<int> c = makeChan<int>(), d = makeChan<int>();
                 int v;
                 select({c.recvCase(&v), d.sendCase(&v)});
               }),
               "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select]:");
}

// --- Size
// -------------------------------------------------------------------------------------------

TEST(ChanSize, refusesWhatCannotBe) {
  size_t bytes = 0;
  EXPECT_TRUE(chanSize(8, 0, &bytes));
  EXPECT_EQ(bytes, kChanBufOffset);
  EXPECT_TRUE(chanSize(8, 10, &bytes));
  EXPECT_EQ(bytes, kChanBufOffset + 80);
  EXPECT_TRUE(chanSize(0, int64_t{1} << 62, &bytes));
  EXPECT_FALSE(chanSize(8, -1, &bytes));
  EXPECT_FALSE(chanSize(1, int64_t{1} << 48, &bytes));
  EXPECT_FALSE(chanSize(8, int64_t{1} << 61, &bytes));
}

}  // namespace

}  // namespace gopark
