// The parser: one Go file to its syntax tree, with gc's syntax errors. Go's counterpart:
// cmd/compile/internal/syntax parser.go.
#pragma once

#include <cstdint>
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

// FuncBodies says what parseFile() does with the bodies of declared functions.
enum class FuncBodies : uint8_t {
  kRead,
  // Skips them, whatever is in them: for files known to be right, most of whose functions nobody
  // will call. A body that is wanted after all needs readBody().
  kSkip,
};

// parseFile() parses all of `source`. It goes on after errors, which it appends to `diagnostics` in
// the order found, unfiltered: errors.h sorts and limits them. Check types only if all files are
// there and hasSyntaxErrors() finds none: other errors (misused labels, malformed literals) do not
// keep gc from that.
ParseResult parseFile(SourceFile& source, Arena& arena, std::vector<Diagnostic>& diagnostics,
                      FuncBodies bodies = FuncBodies::kRead);

// readBody() parses the body of a function if it was skipped, as parseFile() would have. The
// SourceFile and the Arena of then must still be there, and nobody else may use them meanwhile.
void readBody(FuncDecl* f, std::vector<Diagnostic>& diagnostics);

}  // namespace gopark::syntax
