// The checker against whole programs: all errors of the conformance set's compile_* cases, and no
// error in any program that runs nor in the project's own library packages.
#include <gtest/gtest.h>

#include <set>

#include "types_testing.h"

namespace gopark::types {
namespace {

std::vector<std::filesystem::path> programs(const std::string& folder, const std::string& prefix) {
  std::vector<std::filesystem::path> list;
  for (auto& path : syntax::goFiles("tests/conformance/" + folder)) {
    if (path.filename().string().rfind(prefix, 0) == 0) list.push_back(path);
  }
  return list;
}

std::string nameOf(const ::testing::TestParamInfo<std::filesystem::path>& info) {
  return info.param.parent_path().filename().string() + "_" + info.param.stem().string();
}

class CompileError : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(CompileError, CompileError_isReportedAsGoDoes) {
  Checked program(syntax::readFile(GetParam()));
  std::filesystem::path expected = GetParam();
  expected.replace_extension(".err");
  EXPECT_EQ(program.errors(), syntax::readFile(expected));
}

INSTANTIATE_TEST_SUITE_P(Conformance, CompileError,
                         ::testing::ValuesIn(programs("fail", "compile_")), nameOf);

class ValidProgram : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(ValidProgram, ValidProgram_hasNoErrors) {
  Checked program(syntax::readFile(GetParam()));
  EXPECT_EQ(program.errors(), "");
  ASSERT_NE(program.pkg, nullptr);
  EXPECT_TRUE(program.pkg->complete);
}

INSTANTIATE_TEST_SUITE_P(Lang, ValidProgram, ::testing::ValuesIn(programs("lang", "")), nameOf);
INSTANTIATE_TEST_SUITE_P(Conc, ValidProgram, ::testing::ValuesIn(programs("conc", "")), nameOf);
INSTANTIATE_TEST_SUITE_P(Order, ValidProgram, ::testing::ValuesIn(programs("order", "")), nameOf);
INSTANTIATE_TEST_SUITE_P(Fail, ValidProgram, ::testing::ValuesIn(programs("fail", "runtime_")),
                         nameOf);

// libraryPaths() is the import paths of all library packages.
std::set<std::string> libraryPaths() {
  std::set<std::string> paths;
  std::filesystem::path root = std::filesystem::path(GOPARK_SOURCE_DIR) / "core/golang/lib/go";
  for (auto& file : syntax::goFiles("core/golang/lib/go")) {
    paths.insert(std::filesystem::relative(file.parent_path(), root).generic_string());
  }
  return paths;
}

// The only full check of the library: programs check only the bodies they need.
TEST(Library, Library_packagesHaveNoErrors) {
  const std::set<std::string> paths = libraryPaths();
  ASSERT_GT(paths.size(), 10u);
  Checked library;
  for (const std::string& path : paths) {
    EXPECT_NE(library.import(path), nullptr) << path;
  }
  EXPECT_EQ(library.errors(), "");
}

std::string initOrderOf(const Package* package) {
  std::string text;
  for (const Initializer& init : package->initOrder) text += init.lhs[0]->name + " ";
  return text;
}

TEST(Library, Library_isTheSameWithBodiesCheckedOneByOne) {
  Checked atOnce, later;
  later.bodies = Bodies::WhenNeeded;
  std::vector<Func*> waiting;
  for (const std::string& path : libraryPaths()) {
    Package* package = later.import(path);
    EXPECT_EQ(initOrderOf(package), initOrderOf(atOnce.import(path))) << path;
    for (Func* f : package->funcs) {
      if (f->info && f->info->checker) waiting.push_back(f);
    }
  }
  EXPECT_GT(waiting.size(), 1000u);
  // Backwards: what is called first in a program need not stand first in its file.
  for (size_t i = waiting.size(); i-- > 0;) {
    checkBody(waiting[i]->info);
    EXPECT_EQ(waiting[i]->info->checker, nullptr);
  }
  EXPECT_EQ(later.errors(), "");
}

}  // namespace
}  // namespace gopark::types
