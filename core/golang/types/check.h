// The type checker's front door.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "golang/syntax/ast.h"
#include "golang/types/context.h"
#include "golang/types/info.h"
#include "golang/types/object.h"

namespace gopark::types {

// Importer returns the checked package of that import path, or null if there is none; it may set
// `error` to say why in words ("package foo is not in std"). It calls check() for packages that
// exist as source. "unsafe" never reaches it.
using Importer = std::function<Package*(std::string_view path, std::string* error)>;

// Bodies says when the bodies of a package's functions are checked.
enum class Bodies : uint8_t {
  AtOnce,
  // When checkBody() asks for one, or package initialization depends on it. What only shows when
  // all bodies have been seen (unused imports, endless instantiation) goes unreported: for packages
  // known to be right.
  WhenNeeded,
};

// check() checks one package and records what it learns in `info`. Errors are appended to
// `diagnostics` in the order found: sort and limit them with syntax/errors.h before printing. The
// package is returned even if there were errors; run it only if there were none
// (Package::complete). Missing `func main` is reported here too, as the linker would, when there
// are no other errors.
Package* check(Context& context, std::string_view path, const std::vector<syntax::File*>& files,
               const Importer& importer, std::vector<Diagnostic>& diagnostics, Info& info,
               Bodies bodies = Bodies::AtOnce);

// checkBody() checks a declared function's body if that has been put off. False if the package has
// errors. The `diagnostics` and `info` that check() got must still be there; the importer is not
// asked again. Like check(), it changes the Context: callers see to it that nobody else uses that.
bool checkBody(FuncInfo* info);

}  // namespace gopark::types
