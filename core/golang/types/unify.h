// Unifier: solves for type parameters by matching pairs of types. Private to core/golang/types.
// Go's counterpart: types2 unify.go.
#pragma once

#include <unordered_map>
#include <vector>

#include "golang/types/context.h"
#include "golang/types/types.h"

namespace gopark::types {

class Unifier {
 public:
  // How closely types must match. Assign: inexactly at the top (a value is assigned), exactly in
  // the elements. Exact: identical. Neither: a defined type matches a literal of its structure,
  // channel directions do not matter, interfaces match what implements them.
  enum Mode : unsigned { kInexact = 0, kAssign = 1, kExact = 2 };

  // targs may be shorter than tparams and hold nulls: those are to be found.
  Unifier(Context& context, const std::vector<TypeParam*>& tparams,
          const std::vector<Type*>& targs);

  bool unify(Type* x, Type* y, unsigned mode) { return nify(x, y, mode, nullptr); }
  Type* at(TypeParam* p) const { return slots_[handle_.at(p)]; }
  void set(TypeParam* p, Type* t) { slots_[handle_.at(p)] = t; }
  int unknowns() const;
  std::vector<Type*> inferred(const std::vector<TypeParam*>& tparams) const;

 private:
  struct Pair {
    Interface *x, *y;
    const Pair* previous;
  };
  TypeParam* bound(Type* t) const;
  bool join(TypeParam* x, TypeParam* y);
  bool nify(Type* x, Type* y, unsigned mode, const Pair* pairs);
  bool nifyBound(TypeParam* px, Type* y, unsigned mode, const Pair* pairs);
  bool nifyInterfaces(Type* x, Type* y, Interface* xi, Interface* yi, const Pair* pairs,
                      bool* decided);
  bool nifyStructure(Type* x, Type* y, unsigned mode, const Pair* pairs);
  bool nifyTuples(Tuple* x, Tuple* y, unsigned mode, const Pair* pairs);
  bool nifyMethodSets(Interface* x, Interface* y, const Pair* pairs);

  Context& context_;
  // Unified parameters share a slot.
  std::unordered_map<TypeParam*, size_t> handle_;
  std::vector<TypeParam*> order_;
  std::vector<Type*> slots_;
  int depth_ = 0;
};

}  // namespace gopark::types
