// Which of the errors found are shown, and in what order: gc's rules, for the parser and the type
// checker alike. Go's counterpart: cmd/compile/internal/base print.go.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace gopark::syntax {

// How many errors gc shows unless told otherwise.
inline constexpr size_t kMaxErrors = 10;

// hasSyntaxErrors() reports whether any error begins with "syntax error": then gc does not check
// types.
bool hasSyntaxErrors(const std::vector<Diagnostic>& diagnostics);

// sortAndLimit() turns errors in the order found into those gc prints: one syntax error a line, no
// other error twice on a line; sorted by position; after the `limit`th error found, the rest is
// replaced by `file:line:col: too many errors` (at the place of that last one).
std::vector<Diagnostic> sortAndLimit(const std::vector<Diagnostic>& found,
                                     size_t limit = kMaxErrors);

// formatErrors() is what gc prints for the errors found: sortAndLimit(), one per line.
std::string formatErrors(const std::vector<Diagnostic>& found);

}  // namespace gopark::syntax
