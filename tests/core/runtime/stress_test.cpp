// Many goroutines that spawn, yield, park and ready each other, on 1, 2, 4 and 8 Ps and on both
// hosts: every goroutine must run exactly its steps, never on two Ms at once. When one fails, look
// at findrunnable.cpp (the last look before sleep), runq.cpp and commit.cpp.
#include <gtest/gtest.h>

#include "param.h"

namespace gopark {
namespace {

class Stress : public testing::TestWithParam<Config> {};

// A ring of goroutines passing tokens: the holder of a token readies its neighbour and parks until
// the token comes round. Some yield or preempt themselves in between.
struct Ring {
  struct Node {
    std::atomic<uint32_t> tokens{0};
    std::atomic<G*> parked{nullptr};
    std::atomic<int> running{0};
    uint64_t steps = 0;
    uint64_t handled = 0;
  };

  explicit Ring(int count) : nodes(count) {}

  // Gives node i one token; the taker of a parked G readies it, once.
  void give(int i) {
    Node& node = nodes[i % nodes.size()];
    node.tokens.fetch_add(1);
    if (G* gp = node.parked.exchange(nullptr)) goready(gp);
  }

  std::vector<Node> nodes;
};

// After the park is committed, a token may have come in meanwhile: then refuse the park.
bool commitPark(G* gp, void* arg) {
  auto* node = static_cast<Ring::Node*>(arg);
  node->parked.store(gp);
  if (node->tokens.load() == 0) return true;
  // Somebody gave a token before it could see us. Whoever takes the slot decides.
  return node->parked.exchange(nullptr) == nullptr;
}

TEST_P(Stress, everyGoroutineRunsExactlyItsSteps) {
  const Config config = GetParam();
  constexpr uint64_t kOperations = kSanitized ? 100'000 : 1'000'000;
  constexpr int kGs = 100;
  constexpr uint64_t kPerG = kOperations / kGs;
  constexpr int kTokens = 20;
  Kit kit(config.procs, config.host);
  kit.settings.eventRingSize = 0;
  Ring ring(kGs);
  std::atomic<int> ended{0};
  std::atomic<uint64_t> migrations{0};
  std::atomic<bool> overlap{false};
  int code = kit.run([&, phase = 0](G* gp) mutable {
    if (phase++ > 0) return ended.load() == kGs ? Stop::kExit : Stop::kGosched;
    for (int i = 0; i < kGs; i++) {
      go([&, i, last = static_cast<M*>(nullptr)](G* gp) mutable {
        Ring::Node& node = ring.nodes[i];
        if (node.running.fetch_add(1) != 0) overlap = true;
        M* mp = gp->m.load();
        if (last != nullptr && last != mp) migrations++;
        last = mp;
        Stop stop = Stop::kGosched;
        node.steps++;
        if (node.tokens.load() == 0) {
          stop = gopark(gp, commitPark, &node, WaitReason::kChanReceive, 0).stop;
        } else {
          node.tokens.fetch_sub(1);
          node.handled++;
          if (node.handled <= kPerG) ring.give(i + 1);
          if (node.handled == kPerG) {
            ended++;
            stop = Stop::kExit;
          } else if (node.handled % 7 == 0) {
            stop = Stop::kGoyield;
          } else if (node.handled % 11 == 0) {
            stop = Stop::kPreempted;
          }
        }
        node.running.fetch_sub(1);
        return stop;
      });
    }
    for (int t = 0; t < kTokens; t++) ring.give(t * (kGs / kTokens));
    return Stop::kGosched;
  });
  EXPECT_EQ(0, code);
  EXPECT_FALSE(overlap);
  for (auto& node : ring.nodes) EXPECT_EQ(kPerG, node.handled);
  if (config.procs > 1 && config.host == HostKind::kThreads) {
    RecordProperty("migrations", static_cast<int>(migrations.load()));
  }
}

TEST_P(Stress, spawnedTreesRunEveryLeafOnce) {
  const Config config = GetParam();
  Kit kit(config.procs, config.host);
  constexpr int kDepth = 12;
  std::atomic<int> leaves{0};
  // Each node starts two children; the last level counts.
  struct Spawner {
    static Step node(int depth, std::atomic<int>* leaves) {
      return [=](G*) {
        if (depth == 0) {
          leaves->fetch_add(1);
        } else {
          go(node(depth - 1, leaves));
          go(node(depth - 1, leaves));
        }
        return Stop::kExit;
      };
    }
  };
  int code = kit.run([&, started = false](G*) mutable {
    if (!started) go(Spawner::node(kDepth, &leaves));
    started = true;
    return leaves.load() == 1 << kDepth ? Stop::kExit : Stop::kGosched;
  });
  EXPECT_EQ(0, code);
  EXPECT_EQ(1 << kDepth, leaves.load());
}

TEST_P(Stress, hundredsOfMachinesInARowLeaveNothing) {
  const Config config = GetParam();
  for (int i = 0; i < 100; i++) {
    Kit kit(config.procs, config.host);
    std::atomic<int> ran{0};
    int code = kit.run([&, started = false](G*) mutable {
      if (!started) {
        for (int k = 0; k < 20; k++) {
          go([&](G*) {
            ran++;
            return Stop::kExit;
          });
        }
      }
      started = true;
      return ran.load() == 20 ? Stop::kExit : Stop::kGosched;
    });
    ASSERT_EQ(0, code);
  }
}

INSTANTIATE_TEST_SUITE_P(Procs, Stress, allConfigs(), configName);

}  // namespace
}  // namespace gopark
