// Visiting the nodes of a syntax tree. Go's counterpart: cmd/compile/internal/syntax walk.go.
#pragma once

#include <functional>

#include "golang/syntax/ast.h"

namespace gopark::syntax {

// forEachChild() calls visit for every node right below n, in source order. A type shared by
// several fields is visited once for each.
void forEachChild(const Node* n, const std::function<void(const Node*)>& visit);

// inspect() calls visit for n and everything below it, parents first; where visit returns false it
// does not descend.
void inspect(const Node* n, const std::function<bool(const Node*)>& visit);

// deeperThan() is some node more than `limit` levels below n, or null. It does not recurse.
const Node* deeperThan(const Node* n, int limit);

}  // namespace gopark::syntax
