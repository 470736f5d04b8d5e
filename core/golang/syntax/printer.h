// Printing syntax trees as Go source. Go's counterpart: cmd/compile/internal/syntax printer.go.
#pragma once

#include <string>

#include "golang/syntax/ast.h"

namespace gopark::syntax {

// exprString() is n on one line as gc's messages show it: the bodies of function literals and the
// elements of composite literals are shortened to `…`. n is an expression, a type or a simple
// statement, or null ("").
std::string exprString(const Node* n);

// sourceString() is n in full, on several lines where needed. Parsing it again gives the same tree
// (positions apart); comments are lost. n may be any node, and must be free of errors.
std::string sourceString(const Node* n);

}  // namespace gopark::syntax
