// See decision_words.h.
#include "api/decision_words.h"

#include <algorithm>
#include <cstdio>

namespace gopark {

namespace {

std::string duration(uint32_t ns) {
  char text[32];
  if (ns < 1000) {
    std::snprintf(text, sizeof(text), "%u ns", ns);
  } else if (ns < 1000000) {
    std::snprintf(text, sizeof(text), "%.4g µs", ns / 1e3);
  } else {
    std::snprintf(text, sizeof(text), "%.4g ms", ns / 1e6);
  }
  return text;
}

std::string g(uint32_t id) {
  return id == 0 ? "a goroutine" : "G" + std::to_string(id);
}

std::string m(uint32_t id) {
  return "M" + std::to_string(id);
}

std::string question(const Decision& d) {
  switch (d.kind) {
    case ChoiceKind::kStealOrder:
      return m(d.m) + " has nothing to run: whom does it try to steal from first?";
    case ChoiceKind::kSelectCase:
      return "Which ready case does " + g(d.subject) + "'s select take?";
    case ChoiceKind::kMapIteration:
      return "Where does " + g(d.subject) + "'s range over a map begin?";
    case ChoiceKind::kProgram:
      return "Which random number does " + g(d.subject) + " get?";
    case ChoiceKind::kPreemptHere:
      return g(d.subject) + " was asked to yield: is it preempted here?";
    case ChoiceKind::kRunNext:
      return "Which M goes on?";
    case ChoiceKind::kRunLength:
      return "For how long does " + m(d.m) + " go on before another core is looked at?";
    case ChoiceKind::kCoreNext:
      return "A core is free: which M runs on it?";
    case ChoiceKind::kWakeLatency:
      return m(d.subject) + " is being woken: when does the wake-up arrive?";
    default:
      return "Which?";
  }
}

std::string alternative(const Decision& d, uint32_t what) {
  switch (d.kind) {
    case ChoiceKind::kStealOrder:
      return "P" + std::to_string(what) + " first";
    case ChoiceKind::kSelectCase:
      return "case " + std::to_string(what + 1);
    case ChoiceKind::kMapIteration:
      return "place " + std::to_string(what);
    case ChoiceKind::kProgram:
      return std::to_string(what);
    case ChoiceKind::kPreemptHere:
      return what == 1 ? "yes, it yields here" : "not yet";
    case ChoiceKind::kRunNext:
    case ChoiceKind::kCoreNext:
      return m(what);
    case ChoiceKind::kRunLength:
      return duration(what);
    case ChoiceKind::kWakeLatency:
      return "after " + duration(what);
    default:
      return std::to_string(what);
  }
}

}  // namespace

const char* choiceName(ChoiceKind kind) {
  switch (kind) {
    case ChoiceKind::kStealOrder:
      return "stealOrder";
    case ChoiceKind::kSelectCase:
      return "selectCase";
    case ChoiceKind::kMapIteration:
      return "mapIteration";
    case ChoiceKind::kProgram:
      return "program";
    case ChoiceKind::kPreemptHere:
      return "preemptHere";
    case ChoiceKind::kRunNext:
      return "runNext";
    case ChoiceKind::kRunLength:
      return "runLength";
    case ChoiceKind::kCoreNext:
      return "coreNext";
    case ChoiceKind::kWakeLatency:
      return "wakeLatency";
    default:
      return "other";
  }
}

DecisionWords describe(const Decision& decision) {
  DecisionWords words;
  words.question = question(decision);
  const uint32_t count = std::min(decision.n, Decision::kWhatMax);
  for (uint32_t i = 0; i < count; i++) {
    words.alternatives.push_back(alternative(decision, decision.what[i]));
  }
  return words;
}

}  // namespace gopark
