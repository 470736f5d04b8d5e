// See report.h.
#include "report.h"

namespace gopark::simulation {

namespace {

// A run takes about a millisecond, one that hangs 20 seconds.
constexpr uint32_t kTries = 3000;
constexpr uint32_t kTriesHanging = 20;

}  // namespace

std::string kind(const std::string& what) {
  std::string text;
  for (char c : what) {
    if (c < '0' || c > '9') text += c;
  }
  return text;
}

std::string report(const Found& found) {
  const Pair pair{makeProgram(found.seed), makeSchedule(found.seed)};
  const std::string expected = kind(found.what);
  std::string text = "seed " + std::to_string(found.seed) + ": " + found.what + "\nschedule " +
                     scheduleText(pair.schedule) + "\n" + programText(pair.program);
  if (kind(runApart(pair.program, pair.schedule).what) != expected) {
    return text + "alone it does not fail: the runs before it matter\n";
  }
  std::string last = found.what;
  auto fails = [&](const Pair& smaller) {
    const Found again = runApart(smaller.program, smaller.schedule);
    if (!again.failed || kind(again.what) != expected) return false;
    last = again.what;
    return true;
  };
  const bool hangs = expected.find("hangs") != std::string::npos;
  const Pair least = shrink(pair, fails, hangs ? kTriesHanging : kTries);
  return text + "\nthe least that fails so: " + last + "\nschedule " +
         scheduleText(least.schedule) + "\n" + programText(least.program) +
         "\nrepeat: test_simulation --seeds " + std::to_string(found.seed) + ".." +
         std::to_string(found.seed) + "\n";
}

}  // namespace gopark::simulation
