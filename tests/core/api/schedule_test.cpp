// The texts that name simulated runs. When one fails look at core/api/schedule.cpp.
#include "api/schedule.h"

#include <gtest/gtest.h>

namespace gopark {
namespace {

TEST(Schedule, whatIsLeftOutIsTheDefault) {
  Schedule schedule;
  ASSERT_EQ(parseSchedule("v1", &schedule), "");
  EXPECT_EQ(schedule.sim.seed, 1u);
  EXPECT_EQ(schedule.settings.gomaxprocs, 0);
  EXPECT_EQ(formatSchedule(schedule), "v1,seed=1");
}

TEST(Schedule, everyPartSurvivesTheRoundTrip) {
  constexpr const char* kAll =
      "v1,procs=4,cores=2,seed=18446744073709551615,preempt=cooperative,swap=context,runnext=0,"
      "steal=0,handoff=0,nodes=2,quota=500000,period=2000000,cost.Instruction=3,"
      "cost.WakeLatency=5000,o=17:2+45:0,f=0:gc+9:preempt:1+9:slow-syscall:7+10:delay-wake:8+"
      "11:stop-core:1:1000+12:stop-core:0+13:refuse-m+14:jump-clock:5";
  Schedule schedule;
  ASSERT_EQ(parseSchedule(kAll, &schedule), "");
  EXPECT_EQ(formatSchedule(schedule), kAll);
  EXPECT_EQ(schedule.sim.overrides.size(), 2u);
  EXPECT_EQ(schedule.sim.faults.size(), 8u);
}

TEST(Schedule, mistakesAreNamedAndChangeNothing) {
  Schedule schedule;
  schedule.sim.seed = 77;
  for (const char* text : {"",
                           "v2",
                           "seed=1",
                           "v1,",
                           "v1,seed",
                           "v1,seed=",
                           "v1,seed=-1",
                           "v1,seed=1x",
                           "v1,seed=18446744073709551616",
                           "v1,procs=0",
                           "v1,procs=2000",
                           "v1,cores=257",
                           "v1,preempt=never",
                           "v1,cost.Nothing=1",
                           "v1,cost.Steal=-1",
                           "v1,o=",
                           "v1,o=1",
                           "v1,o=1:2:3",
                           "v1,f=1",
                           "v1,f=1:nothing",
                           "v1,f=1:preempt",
                           "v1,f=1:gc:1",
                           "v1,f=1:stop-core:1:2:3",
                           "v1,nodes=4,cores=2",
                           "v1,what=1"}) {
    EXPECT_NE(parseSchedule(text, &schedule), "") << text;
    EXPECT_EQ(schedule.sim.seed, 77u) << text;
  }
}

TEST(Faults, areReadAsPeopleWriteThem) {
  Fault fault;
  EXPECT_EQ(parseFault("stop-core 1 10ms", &fault), "");
  EXPECT_EQ(fault.kind, FaultKind::kStopCore);
  EXPECT_EQ(fault.a, 1);
  EXPECT_EQ(fault.b, 10'000'000);
  EXPECT_EQ(parseFault("stop-core 2", &fault), "");
  EXPECT_EQ(fault.b, 0);
  EXPECT_EQ(parseFault("preempt P3", &fault), "");
  EXPECT_EQ(fault.a, 3);
  EXPECT_EQ(parseFault("jump-clock 1.5s", &fault), "");
  EXPECT_EQ(fault.a, 1'500'000'000);
  for (const char* text : {"", "boom", "gc now", "preempt", "preempt x", "slow-syscall 5",
                           "stop-core 1 2 3", "jump-clock -1s"}) {
    EXPECT_NE(parseFault(text, &fault), "") << text;
  }
}

TEST(Durations, areGos) {
  EXPECT_EQ(parseDuration("1.5s"), 1'500'000'000);
  EXPECT_EQ(parseDuration("1h2m3s4ms5us6ns"), INT64_C(3723004005006));
  EXPECT_EQ(parseDuration("10µs"), 10'000);
  EXPECT_EQ(parseDuration("0"), 0);
  for (const char* text : {"", "5", "5x", "s", "-1s", "1 s"})
    EXPECT_LT(parseDuration(text), 0) << text;
}

}  // namespace
}  // namespace gopark
