// What fuzzing once found, without a fuzzer: every file of regressions/ goes through all targets.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "targets.h"

namespace gopark::fuzz {
namespace {

TEST(FuzzRegressions, neitherCrashNorRunForEver) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(GOPARK_SOURCE_DIR) / "tests/fuzz/regressions")) {
    SCOPED_TRACE(entry.path().filename().string());
    std::ifstream in(entry.path(), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    fuzzParse(text.str());
    fuzzCheck(text.str());
    fuzzRun(text.str());
    files++;
  }
  EXPECT_GT(files, 0);
}

}  // namespace
}  // namespace gopark::fuzz
