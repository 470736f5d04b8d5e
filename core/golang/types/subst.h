// Substitution of type arguments for type parameters. The compiler uses it to turn the types
// recorded in a generic body into those of one instance.
#pragma once

#include <unordered_map>
#include <vector>

#include "golang/types/context.h"
#include "golang/types/types.h"

namespace gopark::types {

// SubstMap maps type parameters to types.
using SubstMap = std::unordered_map<TypeParam*, Type*>;

SubstMap makeSubstMap(const std::vector<TypeParam*>& params, const std::vector<Type*>& targs);

// subst() is t with the parameters replaced; t itself if it mentions none of them. Types local to
// a generic function count as mentioning that function's parameters.
Type* subst(Context& context, Type* t, const SubstMap& map);

// instanceType() is canonical(subst(t)): equal addresses mean identical types.
inline Type* instanceType(Context& context, Type* t, const SubstMap& map) {
  return context.canonical(map.empty() ? t : subst(context, t, map));
}

}  // namespace gopark::types
