// What the tests of the type checker share: a program that is parsed and checked, with the library
// packages it imports taken from the project's own sources.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "golang/types/check.h"
#include "syntax_testing.h"

namespace gopark::types {

class Checked {
 public:
  // Checks `text` as a file of package `path`.
  explicit Checked(const std::string& text, const std::string& path = "main",
                   Bodies own = Bodies::AtOnce) {
    syntax::ParseResult r = syntax::parseFile(files.add("prog.go", text), arena, diagnostics);
    if (r.file && !syntax::hasSyntaxErrors(diagnostics)) {
      file = r.file;
      pkg = check(context, path, {file}, importer(), diagnostics, info, own);
    }
  }
  Checked() = default;

  // import() checks a library package.
  Package* import(const std::string& path) {
    std::string error;
    return importer()(path, &error);
  }

  std::string errors() const { return syntax::formatErrors(diagnostics); }

  // object() is a package-level object.
  Object* object(const std::string& name) const { return pkg->scope->lookup(name); }
  Type* typeOf(const std::string& name) const { return object(name)->type; }

  // local() is the first local variable of that name, in source order.
  Var* local(const std::string& name) const {
    Var* found = nullptr;
    for (auto& [node, f] : info.funcs) {
      for (Var* v : f->locals) {
        if (v->name == name && (!found || v->pos < found->pos)) found = v;
      }
    }
    return found;
  }

  Importer importer() {
    return [this](std::string_view path, std::string*) -> Package* {
      std::string name(path);
      if (auto it = imported_.find(name); it != imported_.end()) return it->second;
      std::filesystem::path folder =
          std::filesystem::path(GOPARK_SOURCE_DIR) / "core/golang/lib/go" / name;
      std::vector<std::filesystem::path> paths;
      if (std::filesystem::is_directory(folder)) {
        for (auto& entry : std::filesystem::directory_iterator(folder)) {
          if (entry.path().extension() == ".go") paths.push_back(entry.path());
        }
      }
      if (paths.empty()) return nullptr;
      std::sort(paths.begin(), paths.end());
      std::vector<syntax::File*> parsed;
      for (auto& p : paths) {
        auto r = syntax::parseFile(
            files.add(p.string(), syntax::readFile(p)), arena, diagnostics,
            bodies == Bodies::AtOnce ? syntax::FuncBodies::kRead : syntax::FuncBodies::kSkip);
        if (r.file) parsed.push_back(r.file);
      }
      return imported_[name] = check(context, name, parsed, importer(), diagnostics, info, bodies);
    };
  }

  syntax::FileSet files;
  syntax::Arena arena;
  Context context;
  Info info;
  std::vector<Diagnostic> diagnostics;
  syntax::File* file = nullptr;
  Package* pkg = nullptr;
  Bodies bodies = Bodies::AtOnce;  // Of imported packages.

 private:
  std::map<std::string, Package*> imported_;
};

}  // namespace gopark::types
