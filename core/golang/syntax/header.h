// The head of a file as the go command sees it. Before it starts the compiler, `go build` reads
// each file's package clause and imports with another parser (go/parser, by way of go/build), so
// an error there is worded differently from gc's, and it is the only one shown.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "golang/syntax/pos.h"

namespace gopark::syntax {

// checkHeader() appends the first thing the go command finds wrong with the package clause and the
// imports of `source`, and reports whether there is none. parseFile() begins with it.
bool checkHeader(const SourceFile& source, std::vector<Diagnostic>& diagnostics);

}  // namespace gopark::syntax
