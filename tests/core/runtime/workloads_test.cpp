// The built-in C++ workloads and the bodies of the bench.
#include "runtime/workloads.h"

#include <gtest/gtest.h>

#include "native_kit.h"
#include "param.h"
#include "runtime/benches.h"

namespace gopark {

namespace {

class Workloads : public testing::TestWithParam<Config> {
 protected:
  Kit kit{GetParam().procs, GetParam().host};
};

TEST_P(Workloads, fanoutCountsPrimes) {
  EXPECT_EQ(0, kit.runBody(workloadBody("fanout,goroutines=10,size=1000")));
  EXPECT_EQ(kit.outputText(), "fanout: 10 goroutines found 1229 primes below 10000\n");
}

TEST_P(Workloads, pingpongCountsRounds) {
  EXPECT_EQ(0, kit.runBody(workloadBody("pingpong,goroutines=6,size=500")));
  EXPECT_EQ(kit.outputText(), "pingpong: 3 pairs, 500 rounds each, counted 1500\n");
}

TEST_P(Workloads, mixedDoesEveryStep) {
  EXPECT_EQ(0, kit.runBody(workloadBody("mixed,goroutines=8,size=5")));
  EXPECT_EQ(kit.outputText(), "mixed: 8 goroutines did 40 steps, the ticker ran\n");
}

TEST_P(Workloads, stressFindsNoErrors) {
  EXPECT_EQ(0, kit.runBody(workloadBody("stress,goroutines=12,size=100")));
  EXPECT_EQ(kit.outputText().find("stress: 12 goroutines, 1200 steps, 0 errors, "), 0u);
}

TEST_P(Workloads, benchesYieldFigures) {
  for (int i = 0; i < static_cast<int>(Bench::kCount); i++) {
    BenchResult result;
    const Bench bench = static_cast<Bench>(i);
    EXPECT_EQ(0, kit.runBody(benchBody(
                     bench, 500, [] { return int64_t{1000}; }, &result)));
    EXPECT_EQ(result.operations, 500) << benchName(bench);
    EXPECT_GT(result.perOperation(), 0) << benchName(bench);
  }
}

INSTANTIATE_TEST_SUITE_P(Hosts, Workloads, allConfigs(), configName);

TEST(WorkloadBody, refusesUnknownNamesAndParameters) {
  EXPECT_EQ(workloadBody("nope").resume, nullptr);
  EXPECT_EQ(workloadBody("fanout,depth=3").resume, nullptr);
  EXPECT_EQ(workloadBody("fanout,size=x").resume, nullptr);
  EXPECT_EQ(workloadBody("fanout,size=-1").resume, nullptr);
  EXPECT_EQ(workloadNames(), (std::vector<std::string>{"fanout", "pingpong", "mixed"}));
}

}  // namespace

}  // namespace gopark
