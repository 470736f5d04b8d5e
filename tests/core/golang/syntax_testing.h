// What the tests of the front end share: parsing a text and reading the project's own Go files.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "golang/syntax/errors.h"
#include "golang/syntax/parser.h"

namespace gopark::syntax {

// Parsed is a text with everything its tree depends on.
struct Parsed {
  explicit Parsed(std::string text, std::string name = "prog.go") {
    result = parseFile(files.add(std::move(name), std::move(text)), arena, diagnostics);
  }
  std::string errors() const { return formatErrors(diagnostics); }

  FileSet files;
  Arena arena;
  std::vector<Diagnostic> diagnostics;
  ParseResult result;
};

// inMain() is statements as the body of func main of a whole program; they begin on line 3.
inline std::string inMain(const std::string& statements) {
  return "package main\nfunc main() {\n" + statements + "\n}\n";
}

inline std::string readFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// goFiles() is all Go files below a folder of the project, in order.
inline std::vector<std::filesystem::path> goFiles(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (auto& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(GOPARK_SOURCE_DIR) / folder)) {
    if (entry.path().extension() == ".go") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace gopark::syntax
