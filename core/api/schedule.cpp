// See schedule.h.
#include "api/schedule.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>
#include <vector>

#include "api/knobs.h"

namespace gopark {

namespace {

constexpr std::string_view kVersion = "v1";
constexpr int kProcsAllowed = 1024;

constexpr const char* kPreemptWords[] = {"none", "cooperative", "async"};
constexpr const char* kSwapWords[] = {"auto", "context"};

// The key of a row of settings.def; three rows had keys of their own before, which old schedules
// hold.
constexpr std::string_view kSetKey = "set.";
constexpr const char* kBareKnobs[] = {"runnext", "steal", "handoff"};

bool isBareKnob(std::string_view name) {
  return std::find(std::begin(kBareKnobs), std::end(kBareKnobs), name) != std::end(kBareKnobs);
}

struct FaultWord {
  const char* name;
  int numbers;        // How many of a and b it has at most ...
  int numbersLeast;   // ... and at least.
  bool durationLast;  // The last one is a duration when people write it.
};

// By FaultKind.
constexpr FaultWord kFaultWords[] = {
    {"preempt", 1, 1, false},   {"gc", 0, 0, false},       {"slow-syscall", 1, 1, true},
    {"delay-wake", 1, 1, true}, {"stop-core", 2, 1, true}, {"refuse-m", 0, 0, false},
    {"jump-clock", 1, 1, true},
};
static_assert(std::size(kFaultWords) == static_cast<size_t>(FaultKind::kCount));

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

bool parseNumber(std::string_view text, uint64_t max, uint64_t* number) {
  if (text.empty() || text.size() > 20) return false;
  uint64_t n = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return false;
    const auto digit = static_cast<uint64_t>(c - '0');
    if (n > (UINT64_MAX - digit) / 10) return false;
    n = n * 10 + digit;
  }
  if (n > max) return false;
  *number = n;
  return true;
}

template <class T>
bool parseInto(std::string_view text, uint64_t min, uint64_t max, T* out) {
  uint64_t n = 0;
  if (!parseNumber(text, max, &n) || n < min) return false;
  *out = static_cast<T>(n);
  return true;
}

template <size_t N, class T>
bool parseWord(std::string_view text, const char* const (&words)[N], T* out) {
  for (size_t i = 0; i < N; i++) {
    if (text != words[i]) continue;
    *out = static_cast<T>(i);
    return true;
  }
  return false;
}

bool parseFaultKind(std::string_view text, FaultKind* kind) {
  for (size_t i = 0; i < std::size(kFaultWords); i++) {
    if (text != kFaultWords[i].name) continue;
    *kind = static_cast<FaultKind>(i);
    return true;
  }
  return false;
}

bool parseOverrides(std::string_view text, std::vector<Override>* overrides) {
  for (std::string_view part : split(text, '+')) {
    auto numbers = split(part, ':');
    Override one;
    if (numbers.size() != 2 || !parseInto(numbers[0], 0, UINT64_MAX, &one.decision) ||
        !parseInto(numbers[1], 0, UINT32_MAX, &one.alternative)) {
      return false;
    }
    overrides->push_back(one);
  }
  return true;
}

bool parseFaults(std::string_view text, std::vector<Fault>* faults) {
  for (std::string_view part : split(text, '+')) {
    auto fields = split(part, ':');
    Fault fault;
    if (fields.size() < 2 || !parseInto(fields[0], 0, UINT64_MAX, &fault.tick) ||
        !parseFaultKind(fields[1], &fault.kind)) {
      return false;
    }
    const FaultWord& word = kFaultWords[static_cast<size_t>(fault.kind)];
    const int count = static_cast<int>(fields.size()) - 2;
    if (count < word.numbersLeast || count > word.numbers) return false;
    int64_t* numbers[] = {&fault.a, &fault.b};
    for (int i = 0; i < count; i++) {
      if (!parseInto(fields[static_cast<size_t>(i) + 2], 0, INT64_MAX / 4, numbers[i]))
        return false;
    }
    faults->push_back(fault);
  }
  return true;
}

bool parseCost(std::string_view name, std::string_view value, Costs* costs) {
  for (int i = 0; i < static_cast<int>(Cost::kCount); i++) {
    if (name != costInfo(static_cast<Cost>(i)).name) continue;
    return parseInto(value, 0, INT64_MAX / (1 << 20), &costs->ns[i]);
  }
  return false;
}

bool parseField(std::string_view key, std::string_view value, Schedule* s) {
  if (key == "procs") return parseInto(value, 1, kProcsAllowed, &s->settings.gomaxprocs);
  if (key == "cores") return parseInto(value, 1, kSimCoresMax, &s->sim.cores);
  if (key == "seed") return parseInto(value, 0, UINT64_MAX, &s->sim.seed);
  if (key == "preempt") return parseWord(value, kPreemptWords, &s->settings.preempt);
  if (key == "swap") return parseWord(value, kSwapWords, &s->settings.swap);
  if (isBareKnob(key)) return setKnob(key, value, &s->settings).empty();
  if (key == "nodes") return parseInto(value, 1, kSimCoresMax, &s->sim.nodes);
  if (key == "quota") return parseInto(value, 0, INT64_MAX / 4, &s->sim.quotaNs);
  if (key == "period") return parseInto(value, 1'000'000, INT64_MAX / 4, &s->sim.periodNs);
  if (key == "o") return parseOverrides(value, &s->sim.overrides);
  if (key == "f") return parseFaults(value, &s->sim.faults);
  if (key.substr(0, 5) == "cost.") return parseCost(key.substr(5), value, &s->sim.costs);
  return false;
}

void add(std::string* text, std::string_view key, const std::string& value) {
  text->append(",").append(key).append("=").append(value);
}

template <class T>
void addUnless(std::string* text, std::string_view key, T value, T usual) {
  if (value != usual) add(text, key, std::to_string(value));
}

}  // namespace

std::string formatSchedule(const Schedule& s) {
  const Settings settings;
  const SimOptions sim;
  std::string text(kVersion);
  addUnless(&text, "procs", s.settings.gomaxprocs, 0);
  addUnless(&text, "cores", s.sim.cores, 0);
  add(&text, "seed", std::to_string(s.sim.seed));
  if (s.settings.preempt != settings.preempt) {
    add(&text, "preempt", kPreemptWords[static_cast<int>(s.settings.preempt)]);
  }
  if (s.settings.swap != settings.swap) {
    add(&text, "swap", kSwapWords[static_cast<int>(s.settings.swap)]);
  }
  for (const char* key : kBareKnobs) {
    const int row = findKnob(key);
    addUnless(&text, key, settingValue(s.settings, row), settingInfo(row).usual);
  }
  addUnless(&text, "nodes", s.sim.nodes, sim.nodes);
  addUnless(&text, "quota", s.sim.quotaNs, sim.quotaNs);
  addUnless(&text, "period", s.sim.periodNs, sim.periodNs);
  for (int i = 0; i < static_cast<int>(Cost::kCount); i++) {
    const std::string key = std::string("cost.") + costInfo(static_cast<Cost>(i)).name;
    addUnless(&text, key, s.sim.costs.ns[i], sim.costs.ns[i]);
  }
  for (int row = 0; row < settingCount(); row++) {
    const SettingInfo& info = settingInfo(row);
    if (isBareKnob(info.name)) continue;
    addUnless(&text, std::string(kSetKey) + info.name, settingValue(s.settings, row), info.usual);
  }
  std::string list;
  for (const Override& one : s.sim.overrides) {
    list += (list.empty() ? "" : "+") + std::to_string(one.decision) + ":" +
            std::to_string(one.alternative);
  }
  if (!list.empty()) add(&text, "o", list);
  list.clear();
  for (const Fault& fault : s.sim.faults) {
    const FaultWord& word = kFaultWords[static_cast<size_t>(fault.kind)];
    list += (list.empty() ? "" : "+") + std::to_string(fault.tick) + ":" + word.name;
    if (word.numbers >= 1) list += ":" + std::to_string(fault.a);
    if (word.numbers >= 2 && fault.b != 0) list += ":" + std::to_string(fault.b);
  }
  if (!list.empty()) add(&text, "f", list);
  return text;
}

std::string parsePart(std::string_view part, Schedule* schedule) {
  const size_t equals = part.find('=');
  const std::string_view key = part.substr(0, equals);
  if (equals != std::string_view::npos) {
    const std::string_view value = part.substr(equals + 1);
    if (key.starts_with(kSetKey)) {
      return setKnob(key.substr(kSetKey.size()), value, &schedule->settings);
    }
    if (parseField(key, value, schedule)) return "";
  }
  return "not a part of a schedule: '" + std::string(part) + "'";
}

std::string parseSchedule(std::string_view text, Schedule* schedule) {
  Schedule read;
  bool first = true;
  for (std::string_view part : split(text, ',')) {
    if (std::exchange(first, false)) {
      if (part == kVersion) continue;
      return "a schedule begins with " + std::string(kVersion) + ", not '" + std::string(part) +
             "'";
    }
    if (std::string wrong = parsePart(part, &read); !wrong.empty()) return wrong;
  }
  if (read.sim.nodes > 1 && read.sim.nodes > read.sim.cores) {
    return "more NUMA nodes than cores: say how many cores there are";
  }
  *schedule = std::move(read);
  return "";
}

std::string parseFault(std::string_view text, Fault* fault) {
  std::vector<std::string_view> words = split(text, ' ');
  words.erase(std::remove(words.begin(), words.end(), std::string_view()), words.end());
  Fault read;
  read.tick = fault->tick;
  if (words.empty() || !parseFaultKind(words[0], &read.kind)) {
    return "no fault '" + std::string(text) + "'";
  }
  const FaultWord& word = kFaultWords[static_cast<size_t>(read.kind)];
  const int count = static_cast<int>(words.size()) - 1;
  const std::string wrong = "'" + std::string(text) + "' ";
  if (count < word.numbersLeast) return wrong + "lacks a value";
  if (count > word.numbers) return wrong + "has too many values";
  int64_t* numbers[] = {&read.a, &read.b};
  for (int i = 0; i < count; i++) {
    std::string_view value = words[static_cast<size_t>(i) + 1];
    if (word.durationLast && i == word.numbers - 1) {
      *numbers[i] = parseDuration(value);
      if (*numbers[i] < 0) return wrong + "needs a duration such as 10ms";
    } else {
      // "P1" and "1" are both P number 1.
      if (!value.empty() && (value[0] == 'P' || value[0] == 'p')) value.remove_prefix(1);
      if (!parseInto(value, 0, INT32_MAX, numbers[i])) return wrong + "needs a number";
    }
  }
  *fault = read;
  return "";
}

int64_t parseDuration(std::string_view text) {
  static constexpr struct {
    std::string_view unit;
    double ns;
  } kUnits[] = {{"ns", 1},  {"us", 1e3}, {"µs", 1e3},  {"ms", 1e6},
                {"s", 1e9}, {"m", 6e10}, {"h", 3.6e12}};
  if (text == "0") return 0;
  if (text.empty()) return -1;
  double total = 0;
  const std::string whole(text);
  const char* at = whole.c_str();
  while (*at != '\0') {
    char* end = nullptr;
    double value = std::strtod(at, &end);
    if (end == at || value < 0) return -1;
    std::string_view rest(end);
    std::string_view unit = rest.substr(0, rest.find_first_of("0123456789."));
    double scale = 0;
    for (const auto& known : kUnits) {
      if (known.unit == unit) scale = known.ns;
    }
    if (scale == 0) return -1;
    total += value * scale;
    at = end + unit.size();
  }
  return total < 9e18 ? static_cast<int64_t>(total) : -1;
}

}  // namespace gopark
