// About a million operations on channels, selects and locks by C++ goroutines: none may be lost or
// done twice, and each goroutine runs exactly its steps.
#include <gtest/gtest.h>

#include "native_kit.h"
#include "param.h"
#include "runtime/stress.h"

namespace gopark {

using namespace stackful;

namespace {

constexpr int64_t kGs = 64;
constexpr int64_t kSteps = kSanitized ? 400 : 3'500;

class GoroutineStress : public testing::TestWithParam<Config> {};

TEST_P(GoroutineStress, everyGoroutineRunsExactlyItsSteps) {
  Kit kit(GetParam().procs, GetParam().host);
  StressResult result;
  EXPECT_EQ(0, runNative(
                   kit, [&result] { result = stress(kGs, kSteps); }, 120'000));
  EXPECT_EQ(result.steps, kGs * kSteps);
  EXPECT_EQ(result.missing, 0);
  EXPECT_EQ(result.errors, 0);
  if (GetParam().procs > 1) {
    EXPECT_GT(result.migrations, kGs);
  }
  expectNothingLeft(kit);
}

INSTANTIATE_TEST_SUITE_P(Hosts, GoroutineStress, allConfigs(), configName);

// --- A program that ends with everything in flight
// --------------------------------------------------

class GoroutineEnd : public testing::TestWithParam<Config> {};

TEST_P(GoroutineEnd, whateverIsParkedOrRunningIsDroppedWithItsMachine) {
  for (int round = 0; round < 5; round++) {
    Kit kit(GetParam().procs, GetParam().host);
    EXPECT_EQ(0, kit.runBody(bodyOfFn([round] {
      unlockMainThread(currentG());
      Chan<int> c = makeChan<int>(), d = makeChan<int>(1);
      for (int i = 0; i < 8; i++) {
        go([c] { c.recv(); });
        go([] { sleep(3'600'000'000'000); });
        go([] { after(3'600'000'000'000).recv(); });
        go([c, d] {
          int v;
          select({c.recvCase(&v), d.recvCase(&v), after(3'600'000'000'000).recvCase(nullptr)});
        });
        go([] { blockingSleep(3'600'000'000'000); });
        afterFunc(3'600'000'000'000, [] {});
      }
      go([] {
        for (;;) poll();
      });
      for (int i = 0; i < round; i++) gosched();
    })));
  }
}

INSTANTIATE_TEST_SUITE_P(Hosts, GoroutineEnd, allConfigs(), configName);

}  // namespace

}  // namespace gopark
