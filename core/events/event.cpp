// Names and sentences of the event table.
#include "events/event.h"

namespace gopark {

namespace {

struct Row {
  const char* name;
  const char* sentence;
};

constexpr Row kRows[] = {
#define GOPARK_EVENT(name, sentence, g, a, b, c, sub) {#name, sentence},
#include "events/event_types.def"
#undef GOPARK_EVENT
};

}  // namespace

const char* eventName(EventType type) {
  return type < EventType::kCount ? kRows[static_cast<int>(type)].name : "?";
}

const char* eventSentence(EventType type) {
  return type < EventType::kCount ? kRows[static_cast<int>(type)].sentence : "";
}

}  // namespace gopark
