// The JSON form of events. When it fails, look at core/trace/event_json.cpp.
#include "trace/event_json.h"

#include <gtest/gtest.h>

namespace gopark {
namespace {

TEST(EventJson, writesUsedFieldsAndLeavesOutAbsentOnes) {
  Event e{};
  e.seq = 12;
  e.timeNs = 48100;
  e.type = EventType::kGoStart;
  e.m = 0;
  e.p = kNoId;
  e.g = 7;
  e.b = 3;
  e.sub = 2;
  std::string text;
  appendEventJson(e, &text);
  EXPECT_EQ(text,
            "{\"seq\":12,\"ns\":48100,\"type\":\"GoStart\",\"m\":0,\"g\":7,\"b\":3,\"sub\":2}\n");
}

}  // namespace
}  // namespace gopark
