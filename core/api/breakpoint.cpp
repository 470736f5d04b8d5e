// See breakpoint.h.
#include "api/breakpoint.h"

#include <cctype>
#include <cstdlib>

#include "api/schedule.h"

namespace gopark {

namespace {

constexpr struct {
  std::string_view name;
  Breakpoint::Number number;
} kNumbers[] = {
    {"runq", Breakpoint::Number::kRunq},         {"timers", Breakpoint::Number::kTimers},
    {"global", Breakpoint::Number::kGlobal},     {"goroutines", Breakpoint::Number::kGoroutines},
    {"runnable", Breakpoint::Number::kRunnable}, {"waiting", Breakpoint::Number::kWaiting},
    {"idle", Breakpoint::Number::kIdle},         {"spinning", Breakpoint::Number::kSpinning},
    {"threads", Breakpoint::Number::kThreads},
};

constexpr struct {
  std::string_view name;
  Breakpoint::Compare compare;
} kCompares[] = {
    {">=", Breakpoint::Compare::kAtLeast}, {"<=", Breakpoint::Compare::kAtMost},
    {"==", Breakpoint::Compare::kEqual},   {"!=", Breakpoint::Compare::kNotEqual},
    {">", Breakpoint::Compare::kGreater},  {"<", Breakpoint::Compare::kLess},
    {"=", Breakpoint::Compare::kEqual},
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool toNumber(std::string_view text, uint32_t* number) {
  text = trimmed(text);
  if (text.empty() || text.size() > 9) return false;
  uint32_t n = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return false;
    n = n * 10 + static_cast<uint32_t>(c - '0');
  }
  *number = n;
  return true;
}

bool sameWord(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); i++) {
    if (std::tolower(static_cast<unsigned char>(a[i])) !=
        std::tolower(static_cast<unsigned char>(b[i]))) {
      return false;
    }
  }
  return true;
}

// "P1.runq" or "global".
bool parseLeft(std::string_view left, Breakpoint* b) {
  bool ofP = false;
  const size_t dot = left.find('.');
  if (dot != std::string_view::npos) {
    if (left.empty() || (left[0] != 'P' && left[0] != 'p')) return false;
    if (!toNumber(left.substr(1, dot - 1), &b->proc)) return false;
    left.remove_prefix(dot + 1);
    ofP = true;
  }
  for (const auto& known : kNumbers) {
    if (!sameWord(left, known.name)) continue;
    b->number = known.number;
    const bool needsP =
        known.number == Breakpoint::Number::kRunq || known.number == Breakpoint::Number::kTimers;
    return needsP == ofP;
  }
  return false;
}

bool parseComparison(std::string_view text, Breakpoint* b) {
  const size_t at = text.find_first_of("<>=!");
  if (at == std::string_view::npos) return false;
  for (const auto& known : kCompares) {
    if (text.substr(at, known.name.size()) != known.name) continue;
    uint32_t limit = 0;
    if (!parseLeft(trimmed(text.substr(0, at)), b) ||
        !toNumber(text.substr(at + known.name.size()), &limit)) {
      return false;
    }
    b->kind = Breakpoint::Kind::kNumber;
    b->compare = known.compare;
    b->limit = limit;
    return true;
  }
  return false;
}

int64_t numberOf(const Breakpoint& b, const Fold& fold) {
  auto countGs = [&](auto&& wanted) {
    int64_t count = 0;
    for (const FoldG& g : fold.slots()) {
      if (g.id != 0 && !g.system && wanted(g)) count++;
    }
    return count;
  };
  switch (b.number) {
    case Breakpoint::Number::kRunq: {
      if (b.proc >= fold.procs().size()) return 0;
      const FoldP& p = fold.procs()[b.proc];
      return p.queue.length + (p.runnext != 0 ? 1 : 0);
    }
    case Breakpoint::Number::kTimers:
      return b.proc < fold.procs().size() ? fold.procs()[b.proc].timers : 0;
    case Breakpoint::Number::kGlobal:
      return fold.global().length;
    case Breakpoint::Number::kGoroutines:
      return countGs([](const FoldG&) { return true; });
    case Breakpoint::Number::kRunnable:
      return countGs([](const FoldG& g) { return g.status == 1; });
    case Breakpoint::Number::kWaiting:
      return countGs([](const FoldG& g) { return g.status == 4; });
    case Breakpoint::Number::kIdle: {
      int64_t count = 0;
      for (const FoldP& p : fold.procs()) count += p.alive && p.idle;
      return count;
    }
    case Breakpoint::Number::kSpinning:
    case Breakpoint::Number::kThreads: {
      int64_t count = 0;
      const bool spinning = b.number == Breakpoint::Number::kSpinning;
      for (const FoldM& m : fold.threads()) {
        count += spinning ? m.state == MState::kSpinning : m.state != MState::kGone;
      }
      return count;
    }
  }
  return 0;
}

bool holds(const Breakpoint& b, int64_t number) {
  switch (b.compare) {
    case Breakpoint::Compare::kGreater:
      return number > b.limit;
    case Breakpoint::Compare::kLess:
      return number < b.limit;
    case Breakpoint::Compare::kAtLeast:
      return number >= b.limit;
    case Breakpoint::Compare::kAtMost:
      return number <= b.limit;
    case Breakpoint::Compare::kEqual:
      return number == b.limit;
    case Breakpoint::Compare::kNotEqual:
      return number != b.limit;
  }
  return false;
}

bool becomes(Breakpoint* b, bool now) {
  const bool before = b->held;
  b->held = now;
  return now && !before;
}

bool aboutChannels(EventType type) {
  switch (type) {
    case EventType::kChanMake:
    case EventType::kChanSend:
    case EventType::kChanRecv:
    case EventType::kChanClose:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string parseBreakpoint(std::string_view given, Breakpoint* breakpoint) {
  const std::string_view text = trimmed(given);
  Breakpoint b;
  b.text = std::string(text);
  std::string wrong = "not a breakpoint: '" + b.text + "'";
  if (sameWord(text, "deadlock")) {
    b.kind = Breakpoint::Kind::kEvent;
    b.event = EventType::kDeadlock;
    *breakpoint = b;
    return "";
  }
  const size_t space = text.find(' ');
  const std::string_view word = text.substr(0, space);
  const std::string_view rest =
      space == std::string_view::npos ? std::string_view() : trimmed(text.substr(space + 1));
  constexpr struct {
    std::string_view word;
    Breakpoint::Kind kind;
  } kWords[] = {{"line", Breakpoint::Kind::kLine},
                {"g", Breakpoint::Kind::kG},
                {"p", Breakpoint::Kind::kP},
                {"m", Breakpoint::Kind::kM},
                {"chan", Breakpoint::Kind::kChan}};
  for (const auto& known : kWords) {
    if (!sameWord(word, known.word) || rest.empty()) continue;
    b.kind = known.kind;
    if (!toNumber(rest, &b.value)) return wrong + ": '" + std::string(rest) + "' is no number";
    *breakpoint = b;
    return "";
  }
  if (sameWord(word, "event")) {
    for (int type = 0; type < static_cast<int>(EventType::kCount); type++) {
      if (!sameWord(rest, eventName(static_cast<EventType>(type)))) continue;
      b.kind = Breakpoint::Kind::kEvent;
      b.event = static_cast<EventType>(type);
      *breakpoint = b;
      return "";
    }
    return "no event is called '" + std::string(rest) + "'";
  }
  if (sameWord(word, "time")) {
    b.kind = Breakpoint::Kind::kTime;
    b.limit = parseDuration(rest);
    if (b.limit < 0) return wrong + ": it needs a duration such as 10ms";
    *breakpoint = b;
    return "";
  }
  if (!parseComparison(text, &b)) return wrong;
  *breakpoint = b;
  return "";
}

bool stopsAt(Breakpoint* b, const Event& event, const Fold& fold) {
  switch (b->kind) {
    case Breakpoint::Kind::kLine:
      return false;
    case Breakpoint::Kind::kEvent:
      return event.type == b->event;
    case Breakpoint::Kind::kG:
      return event.g == b->value;
    case Breakpoint::Kind::kP:
      return event.p == b->value;
    case Breakpoint::Kind::kM:
      return event.m == b->value;
    case Breakpoint::Kind::kChan:
      return (aboutChannels(event.type) && event.a == b->value) ||
             (event.type == EventType::kSelectDone && event.b == b->value);
    case Breakpoint::Kind::kNumber:
      return becomes(b, holds(*b, numberOf(*b, fold)));
    case Breakpoint::Kind::kTime:
      return becomes(b, event.timeNs >= b->limit);
  }
  return false;
}

}  // namespace gopark
