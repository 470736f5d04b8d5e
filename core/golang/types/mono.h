// MonoGraph finds instantiations that would never end: a generic function that calls itself with
// ever larger types. Vertices are type parameters (and types local to generic functions); an edge
// says that one is instantiated with a type that mentions the other, with weight 1 if it is more
// than just the other itself. A cycle of positive weight has no end. Private to core/golang/types.
// Go's counterpart: types2 mono.go.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "golang/syntax/ast.h"
#include "golang/types/types.h"

namespace gopark::types {

class MonoGraph {
 public:
  struct Step {
    TypeName* name;
    Type* type;  // What it was instantiated with.
    syntax::Pos pos;
  };

  // recordCanon() says that a method's receiver type parameter stands for the type's own.
  void recordCanon(TypeParam* method, TypeParam* type) { canon_[method] = type; }
  // recordInstance() records that tparams were given targs; `at` has a position for each.
  void recordInstance(const Package* pkg, const std::vector<syntax::Pos>& at,
                      const std::vector<TypeParam*>& tparams, const std::vector<Type*>& targs);
  // findLoop() is an endless instantiation, outermost step first, and the name it starts at; empty
  // if there is none.
  std::vector<Step> findLoop(TypeName** start);

 private:
  struct Vertex {
    TypeName* name;
    int weight = 0;  // Of the heaviest path known to lead here,
    int edge = -1;   // its last edge,
    int length = 0;  // and its number of edges.
  };
  struct Edge {
    int to, from, weight;
    syntax::Pos pos;
    Type* type;
  };

  int vertex(TypeParam* p);
  int localVertex(const Package* pkg, Named* t);
  void assign(const Package* pkg, syntax::Pos pos, TypeParam* p, Type* targ);
  void walk(const Package* pkg, syntax::Pos pos, TypeParam* p, Type* targ, Type* part);

  std::vector<Vertex> vertices_;
  std::vector<Edge> edges_;
  std::unordered_map<TypeParam*, TypeParam*> canon_;
  std::unordered_map<TypeName*, int> indexOf_;
};

}  // namespace gopark::types
