// Coroutines, and goroutines of any kind on native stacks (swap mode `context`).
#include "runtime/coro.h"

#include <gtest/gtest.h>

#include <vector>

#include "native_kit.h"
#include "param.h"

namespace gopark {

using namespace stackful;

namespace {

void coroSwitch(Coro* c) {
  OpState op;
  for (;;) {
    OpResult r = coroswitch(currentG(), &op, c);
    if (r.status == OpStatus::kDone) return;
    ASSERT_EQ(r.status, OpStatus::kStop);
    switchOut(r.stop);
  }
}

class Coroutine : public testing::TestWithParam<Config> {
 protected:
  Kit kit{GetParam().procs, GetParam().host};
};

// A generator in the manner of iter.Pull.
struct Generator {
  Coro coro;
  int value = 0;
  bool done = false;

  template <class F>
  explicit Generator(F produce) {
    newcoro(&coro, bodyOfFn([this, produce] {
      produce(this);
      done = true;
      // The other side goes on when this one has returned.
      EXPECT_EQ(coroexit(currentG(), &coro).status, OpStatus::kDone);
    }));
  }

  void yield(int v) {
    value = v;
    coroSwitch(&coro);
  }
  bool next(int* v) {
    coroSwitch(&coro);
    *v = value;
    return !done;
  }
};

TEST_P(Coroutine, sidesTakeTurnsWithoutAnyQueue) {
  kit.keepEvents = true;
  std::vector<int> seen;
  EXPECT_EQ(0, runNative(kit, [&] {
              Generator squares([](Generator* g) {
                for (int i = 0; i < 100; i++) g->yield(i * i);
              });
              int v;
              while (squares.next(&v)) seen.push_back(v);
            }));
  ASSERT_EQ(seen.size(), 100u);
  for (int i = 0; i < 100; i++) EXPECT_EQ(seen[i], i * i);
  int switches = 0;
  for (const Event& e : kit.events()) {
    if (e.type == EventType::kGoStart && e.sub == static_cast<uint8_t>(PickBranch::kCoroSwitch)) {
      switches++;
    }
  }
  EXPECT_EQ(switches, 202);
  expectNothingLeft(kit);
}

TEST_P(Coroutine, aCoroutineMayBlockLikeAnyGoroutine) {
  int sum = 0;
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>();
              WaitGroup wg;
              wg.go([c] {
                for (int i = 1; i <= 50; i++) c.send(i);
                c.close();
              });
              Generator values([c](Generator* g) {
                int v;
                while (c.recv(&v)) {
                  g->yield(v);
                  sleep(1000);
                }
              });
              int v;
              while (values.next(&v)) {
                sum += v;
                gosched();
              }
              wg.wait();
            }));
  EXPECT_EQ(sum, 1275);
  expectNothingLeft(kit);
}

TEST_P(Coroutine, manyAtOnceOnManyPs) {
  std::atomic<int64_t> sum{0};
  EXPECT_EQ(0, runNative(kit, [&] {
              WaitGroup wg;
              for (int k = 0; k < 20; k++) {
                wg.go([&sum] {
                  Generator numbers([](Generator* g) {
                    for (int i = 0; i < 200; i++) g->yield(i);
                  });
                  int v;
                  while (numbers.next(&v)) {
                    sum += v;
                    if (v % 16 == 0) gosched();
                  }
                });
              }
              wg.wait();
            }));
  EXPECT_EQ(sum.load(), 20 * 19900);
  expectNothingLeft(kit);
}

TEST_P(Coroutine, switchingToAnExitedOneIsAMistake) {
  EXPECT_EQ(0, runNative(kit, [&] {
              Generator none([](Generator*) {});
              int v;
              EXPECT_FALSE(none.next(&v));
              OpState op;
              OpResult r = coroswitch(currentG(), &op, &none.coro);
              EXPECT_EQ(r.status, OpStatus::kFatal);
              EXPECT_STREQ(r.text, "coroswitch on exited coro");
            }));
}

INSTANTIATE_TEST_SUITE_P(Hosts, Coroutine, allConfigs(), configName);

// --- Swap mode `context`
// ----------------------------------------------------------------------------

class SwapContext : public testing::TestWithParam<Config> {};

// Stackless goroutines that send a token around a ring of channels: the same schedule in both
// modes.
std::string ringOrder(const Config& config, SwapMode swap, size_t* stacks) {
  Kit kit(config.procs, config.host);
  kit.settings.swap = swap;
  constexpr int kNodes = 5, kRounds = 40;
  Log log;
  std::vector<Hchan*> ring;
  std::atomic<int> left{kNodes};
  struct Node {
    OpState op;
    int64_t token = 0;
    int round = 0;
    bool sending = false;
  };
  EXPECT_EQ(0, kit.run([&, state = 0, op = OpState{}, token = int64_t{1}](G* gp) mutable {
    if (state == 0) {
      for (int i = 0; i < kNodes; i++) ring.push_back(makechan(gp, sizeof(int64_t), 0));
      for (int i = 0; i < kNodes; i++) {
        gopark::go([&, i, node = Node{}](G* self) mutable {
          for (;;) {
            OpResult r = node.sending
                             ? chansend(self, &node.op, ring[(i + 1) % kNodes], &node.token)
                             : chanrecv(self, &node.op, ring[i], &node.token, nullptr);
            if (r.status == OpStatus::kStop) return r.stop;
            if (!node.sending) {
              log.add(i);
              node.token++;
              // The last one keeps the token.
              if (++node.round == kRounds && i == kNodes - 1) break;
            } else if (node.round == kRounds) {
              break;
            }
            node.sending = !node.sending;
          }
          left--;
          return Stop::kExit;
        });
      }
      state = 1;
    }
    if (state == 1) {
      OpResult r = chansend(gp, &op, ring[0], &token);
      if (r.status == OpStatus::kStop) return r.stop;
      state = 2;
    }
    if (left.load() > 0) return Stop::kGosched;
    if (numGoroutine(gp->m.load()->machine) > 1) return Stop::kGosched;
    *stacks = nativeCounts(gp->m.load()->machine).stacks;
    return Stop::kExit;
  }));
  for (Hchan* c : ring) freechan(c);
  return log.text();
}

TEST_P(SwapContext, bodiesOfAnyKindRunOnStacksOfTheirOwnInTheSameOrder) {
  size_t none = 99, mains = 0;
  std::string withoutStacks = ringOrder(GetParam(), SwapMode::kAuto, &none);
  std::string withStacks = ringOrder(GetParam(), SwapMode::kContext, &mains);
  EXPECT_EQ(none, 0u);
  EXPECT_EQ(mains, 1u);
  EXPECT_EQ(withoutStacks, withStacks);
  EXPECT_EQ(withStacks.size(), 5u * 40 * 2 - 1);
}

TEST_P(SwapContext, nativeGoroutinesWorkInItToo) {
  Kit kit(GetParam().procs, GetParam().host);
  kit.settings.swap = SwapMode::kContext;
  int sum = 0;
  EXPECT_EQ(0, runNative(kit, [&] {
              Chan<int> c = makeChan<int>();
              WaitGroup wg;
              wg.go([c] {
                for (int i = 0; i < 200; i++) c.send(i);
              });
              for (int i = 0; i < 200; i++) sum += c.recv();
              wg.wait();
            }));
  EXPECT_EQ(sum, 19900);
}

INSTANTIATE_TEST_SUITE_P(Hosts, SwapContext, allConfigs(), configName);

}  // namespace

}  // namespace gopark
