// The test of the tests: every defect of defects.json, put into the runtime one at a time, must be
// found by the simulation within a number of seeds; and with none, nothing may be found.
//   defects [--seeds N] [NUMBER...]   by default all, 0 being none
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "defect_names.h"
#include "report.h"
#include "run.h"

namespace gopark {

int selectedDefect = 0;

namespace simulation {
namespace {

constexpr int kDefects = sizeof(kDefectNames) / sizeof(kDefectNames[0]);

// Where nothing may be found there is no first find to stop at; the simulation's own test looks at
// more of them.
constexpr uint64_t kSeedsWithout = 8'000;

// Fairness needs many choices to be judged.
constexpr uint64_t kBatch = 1'000;

// True when the defect behaves as it should: found, or, without one, nothing found.
bool examine(int defect, uint64_t seedsMax, bool verbose) {
  selectedDefect = defect;
  if (defect == 0) seedsMax = std::min(seedsMax, kSeedsWithout);
  Tally all;
  std::string what;
  for (uint64_t from = 1; from <= seedsMax && what.empty(); from += kBatch) {
    Tally tally;
    Found found = runSeeds(from, from + kBatch - 1, 0, &tally);
    all.add(tally);
    if (found.failed) all.runs = found.seed;
    what = found.failed ? found.what : all.unfair();
    if (found.failed && verbose) std::printf("%s\n", report(found).c_str());
  }
  const bool right = what.empty() == (defect == 0);
  const char* name = defect == 0 ? "none" : kDefectNames[defect - 1];
  if (defect == 0 && what.empty()) what = "nothing found, as it should be";
  if (what.size() > 100) what = what.substr(0, 97) + "...";
  std::printf("%-6s %2d  %-58s %6llu  %s\n", right ? "ok" : "FAILED", defect, name,
              static_cast<unsigned long long>(all.runs), what.empty() ? "not found" : what.c_str());
  std::fflush(stdout);
  return right;
}

int run(int argc, char** argv) {
  uint64_t seedsMax = 100'000;
  std::vector<int> wanted;
  for (int i = 1; i < argc; i++) {
    if (std::strcmp(argv[i], "--seeds") == 0 && i + 1 < argc) {
      seedsMax = std::strtoull(argv[++i], nullptr, 10);
      continue;
    }
    char* end = nullptr;
    const long number = std::strtol(argv[i], &end, 10);
    if (*argv[i] == 0 || *end != 0 || number < 0 || number > kDefects) {
      std::fprintf(stderr, "usage: defects [--seeds N] [NUMBER...], numbers up to %d\n", kDefects);
      return 2;
    }
    wanted.push_back(static_cast<int>(number));
  }
  const bool verbose = !wanted.empty();
  for (int i = 0; i <= kDefects && !verbose; i++) wanted.push_back(i);
  std::printf("        #  %-58s  seeds  found by\n", "defect");
  int wrong = 0;
  for (int defect : wanted) wrong += examine(defect, seedsMax, verbose) ? 0 : 1;
  std::printf("%zu examined, %d wrong\n", wanted.size(), wrong);
  return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace simulation
}  // namespace gopark

int main(int argc, char** argv) {
  return gopark::simulation::run(argc, argv);
}
