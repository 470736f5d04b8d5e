// The main package of a program that consists of tests, as source text. What `go test` generates:
// lists of the test, benchmark, fuzz and example functions of the packages under test, handed to
// package testing by internal/gotest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "golang/syntax/ast.h"

namespace gopark {

// TestedPackage is one package under test.
struct TestedPackage {
  std::string path;
  std::vector<syntax::File*> inside;   // Its _test.go files of its own package.
  std::vector<syntax::File*> outside;  // Those of package path_test.
  bool onlyOutside = false;            // There is no package of its own.
};

// isTestFile() reports whether a file of this name belongs to the tests of its package.
bool isTestFile(std::string_view name);

// isOutsideTest() reports whether a test file is of a package of its own, `foo_test`.
bool isOutsideTest(const syntax::File* file);

// looksLikeTests() reports whether a package without test files is one anyway, as a single file
// typed into a page may be: it has tests and no main.
bool looksLikeTests(const std::vector<syntax::File*>& files);

// testMainSource() is the text of the main package that runs the tests of `packages`; of `idle` it
// says that they have none. Functions that are named like tests and have another signature are
// reported.
std::string testMainSource(const std::vector<TestedPackage>& packages,
                           const std::vector<std::string>& idle,
                           std::vector<Diagnostic>* diagnostics);

}  // namespace gopark
