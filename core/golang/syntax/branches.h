// Labels and the statements that jump: break, continue, goto, fallthrough. Go's counterpart:
// cmd/compile/internal/syntax branches.go; gc checks them while it parses, and so do we.
#pragma once

#include <functional>
#include <string>

#include "golang/syntax/ast.h"

namespace gopark::syntax {

// checkBranches() sets the target of each branch in a function's body (of its nested literals,
// their own calls take care) and reports labels and branches that are wrong. parseFile() calls it
// for every body without syntax errors.
void checkBranches(BlockStmt* body, const std::function<void(Pos, std::string)>& onError,
                   const FileSet& files);

}  // namespace gopark::syntax
