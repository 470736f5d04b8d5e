// See knobs.h.
#include "api/knobs.h"

#include <charconv>
#include <iterator>

#include "api/schedule.h"

namespace gopark {

namespace {

constexpr Preset kPresets[] = {
    {"go1.26", "Go 1.26, as it is: what this scheduler follows", ""},
    {"go1.13",
     "Go 1.26 with the preemption of Go 1.2 to 1.13: a goroutine is interrupted at function "
     "entries "
     "only",
     "preempt=cooperative"},
    {"go1.4",
     "As go1.13, and without what came later: the runnext slot (Go 1.5) and the starvation mode of "
     "Mutex (Go 1.9, here after an hour)",
     "preempt=cooperative,runnext=0,set.mutexStarvationNs=3600000000000"},
    {"go1.1",
     "As go1.4, and nothing interrupts a running goroutine: the first scheduler with Ps and "
     "stealing, before Go 1.2",
     "preempt=none,runnext=0,set.mutexStarvationNs=3600000000000"},
};

// As Go writes durations, for the round numbers bounds are.
std::string durationText(int64_t ns) {
  static constexpr struct {
    int64_t ns;
    const char* unit;
  } kUnits[] = {{3'600'000'000'000, "h"}, {60'000'000'000, "m"}, {1'000'000'000, "s"},
                {1'000'000, "ms"},        {1'000, "us"},         {1, "ns"}};
  for (const auto& one : kUnits) {
    if (ns > 0 && ns % one.ns == 0) return std::to_string(ns / one.ns) + one.unit;
  }
  return "0";
}

bool readNumber(std::string_view text, int64_t* value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

int findKnob(std::string_view name) {
  for (int row = 0; row < settingCount(); row++) {
    if (name == settingInfo(row).name) return row;
  }
  return -1;
}

std::string knobRange(int row) {
  const SettingInfo& info = settingInfo(row);
  const std::string numbers = std::to_string(info.min) + " to " + std::to_string(info.max);
  switch (info.kind) {
    case SettingKind::kFlag:
      return "0 or 1";
    case SettingKind::kPowerOfTwo:
      return "a power of two from " + numbers;
    case SettingKind::kTime:
      return "a time from " + durationText(info.min) + " to " + durationText(info.max);
    case SettingKind::kPercent:
      return "a percentage from " + numbers;
    case SettingKind::kMiB:
      return "a number of MiB from " + numbers;
    case SettingKind::kCount:
      break;
  }
  return "a whole number from " + numbers;
}

std::string setKnob(std::string_view name, std::string_view text, Settings* settings) {
  const int row = findKnob(name);
  if (row < 0) return "there is no setting '" + std::string(name) + "'";
  int64_t value = -1;
  bool read = readNumber(text, &value);
  if (!read && settingInfo(row).kind == SettingKind::kTime) {
    value = parseDuration(text);
    read = value >= 0;
  }
  if (read && setSettingValue(row, value, settings)) return "";
  return "setting " + std::string(name) + " takes " + knobRange(row) + ", not '" +
         std::string(text) + "'";
}

int presetCount() {
  return static_cast<int>(std::size(kPresets));
}

const Preset& preset(int index) {
  return kPresets[index];
}

std::string applyPreset(std::string_view name, Settings* settings) {
  std::string known;
  for (const Preset& one : kPresets) {
    known += (known.empty() ? "" : ", ") + std::string(one.name);
    if (name != one.name) continue;
    Schedule schedule;
    const std::string parts = one.parts;
    std::string wrong = parseSchedule(parts.empty() ? "v1" : "v1," + parts, &schedule);
    if (!wrong.empty()) return wrong;
    Settings& made = schedule.settings;
    made.gomaxprocs = settings->gomaxprocs;
    made.swap = settings->swap;
    *settings = made;
    return "";
  }
  return "there is no preset '" + std::string(name) + "'; there are " + known;
}

}  // namespace gopark
