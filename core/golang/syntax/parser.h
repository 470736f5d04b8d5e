// The parser: one Go file to its syntax tree, with gc's syntax errors. Go's counterpart:
// cmd/compile/internal/syntax parser.go.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "golang/syntax/arena.h"
#include "golang/syntax/ast.h"
#include "golang/syntax/pos.h"

namespace gopark::syntax {

struct ParseResult {
  File* file = nullptr;  // Null if the package clause or an import is broken: do not go on.
  int errorCount = 0;    // Errors appended to the diagnostics.
};

// parseFile() parses all of `source`. It goes on after errors, which it appends to `diagnostics` in
// the order found, unfiltered: errors.h sorts and limits them. Check types only if all files are
// there and hasSyntaxErrors() finds none: other errors (misused labels, malformed literals) do not
// keep gc from that.
ParseResult parseFile(SourceFile& source, Arena& arena, std::vector<Diagnostic>& diagnostics);

}  // namespace gopark::syntax
