// Random programs on random simulated machines: see README.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "report.h"
#include "run.h"
#include "shrink.h"

namespace gopark::simulation {
namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr uint64_t kSeeds = 800;
#else
constexpr uint64_t kSeeds = 40'000;
#endif

// A run in one process is limited: what it left behind must not make later ones slow.
constexpr uint64_t kBatch = 5'000;

struct Range {
  uint64_t from = 1, to = kSeeds;
};

// `--seeds A..B` or GOPARK_SEEDS=A..B.
Range range;

TEST(RandomPrograms, keepEveryInvariant) {
  Tally all;
  for (uint64_t from = range.from; from <= range.to; from += kBatch) {
    Tally tally;
    const Found found = runSeeds(from, std::min(range.to, from + kBatch - 1), 0, &tally);
    all.add(tally);
    if (found.failed) {
      ADD_FAILURE() << report(found);
      return;
    }
  }
  std::printf("%s\n", all.text().c_str());
  EXPECT_EQ(range.to - range.from + 1, all.runs);
  // The programs are worth running: most end, some do not.
  if (all.runs >= 1000) {
    EXPECT_GT(all.ended, all.runs / 2);
    EXPECT_GT(all.deadlocks, all.runs / 20);
    EXPECT_GT(all.goroutines, all.runs * 5);
  }
  EXPECT_EQ("", all.unfair());
}

TEST(RandomPrograms, theSameSeedGivesTheSameEvents) {
  for (uint64_t seed = 1; seed <= 50; seed++) {
    Tally once, again;
    runSeeds(seed, seed, 0, &once);
    runSeeds(seed, seed, 0, &again);
    EXPECT_EQ(once.hash, again.hash) << "seed " << seed;
    EXPECT_GT(once.events, 0u);
  }
}

TEST(Shrink, leavesOnlyWhatTheFailureNeeds) {
  // It "fails" when routine 2 closes something and main starts routine 1 at all.
  auto fails = [](const Pair& pair) {
    bool closes = false, spawns = false;
    if (pair.program.routines.size() < 3) return false;
    for (const Op& op : pair.program.routines[2].ops) closes |= op.kind == OpKind::kClose;
    for (const Op& op : pair.program.routines[0].ops) spawns |= op.kind == OpKind::kSpawn;
    return closes && spawns;
  };
  uint64_t seed = 1;
  Pair pair;
  do {
    pair = Pair{makeProgram(seed), makeSchedule(seed)};
    seed++;
  } while (!fails(pair));
  const Pair least = shrink(pair, fails, 10'000);
  ASSERT_EQ(3u, least.program.routines.size());
  EXPECT_EQ(1u, least.program.routines[0].ops.size());
  EXPECT_EQ(0u, least.program.routines[1].ops.size());
  EXPECT_EQ(1u, least.program.routines[2].ops.size());
  EXPECT_EQ(1, least.program.routines[0].ops[0].n);
  EXPECT_TRUE(least.schedule.sim.faults.empty());
  EXPECT_EQ(1, least.schedule.sim.cores);
}

}  // namespace

bool setSeeds(const char* text) {
  char* end = nullptr;
  range.from = std::strtoull(text, &end, 10);
  if (end == text || std::strncmp(end, "..", 2) != 0) return false;
  const char* second = end + 2;
  range.to = std::strtoull(second, &end, 10);
  return end != second && *end == 0 && range.from >= 1 && range.from <= range.to;
}

}  // namespace gopark::simulation

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const char* seeds = std::getenv("GOPARK_SEEDS");
  if (argc == 3 && std::strcmp(argv[1], "--seeds") == 0) {
    seeds = argv[2];
    testing::GTEST_FLAG(filter) = "RandomPrograms.keepEveryInvariant";
  } else if (argc > 1) {
    std::fprintf(stderr, "usage: test_simulation [--seeds A..B]\n");
    return 2;
  }
  if (seeds != nullptr && !gopark::simulation::setSeeds(seeds)) {
    std::fprintf(stderr, "test_simulation: '%s' is not A..B\n", seeds);
    return 2;
  }
  return RUN_ALL_TESTS();
}
