// The variables the runtime obeys. When it fails, look at core/api/environment.cpp.
#include "api/environment.h"

#include <gtest/gtest.h>

namespace gopark {
namespace {

TEST(Environment, gomaxprocsYieldsToAnExplicitSetting) {
  Settings settings;
  readEnvironment({{"GOMAXPROCS", "3"}}, &settings);
  EXPECT_EQ(settings.gomaxprocs, 3);
  readEnvironment({{"GOMAXPROCS", "5"}}, &settings);
  EXPECT_EQ(settings.gomaxprocs, 3);
}

TEST(Environment, nonsenseIsIgnored) {
  Settings settings;
  for (const char* value : {"", "-1", "many", "0", "4x", "99999999999999999999"}) {
    readEnvironment({{"GOMAXPROCS", value}}, &settings);
    EXPECT_EQ(settings.gomaxprocs, 0) << value;
  }
}

TEST(Environment, godebugTakesSeveralKeysAndSkipsUnknownOnes) {
  Settings settings;
  Environment e = readEnvironment(
      {{"GODEBUG", "x,schedtrace=100,foo=bar,scheddetail=1,asyncpreemptoff=1"}}, &settings);
  EXPECT_EQ(e.schedtraceNs, 100'000'000);
  EXPECT_TRUE(e.scheddetail);
  EXPECT_EQ(settings.preempt, PreemptMode::kCooperative);
}

TEST(Environment, tracebackLevelsAreGos) {
  Settings settings;
  auto level = [&](const char* text) {
    return readEnvironment({{"GOTRACEBACK", text}}, &settings).traceback;
  };
  EXPECT_EQ(level("none"), Traceback::kNone);
  EXPECT_EQ(level("single"), Traceback::kSingle);
  EXPECT_EQ(level("1"), Traceback::kAll);
  EXPECT_EQ(level("system"), Traceback::kSystem);
  EXPECT_EQ(level("crash"), Traceback::kCrash);
  EXPECT_EQ(level("0"), Traceback::kNone);
  EXPECT_EQ(level("2"), Traceback::kSystem);
  EXPECT_EQ(level("nonsense"), Traceback::kNone);
}

}  // namespace
}  // namespace gopark
