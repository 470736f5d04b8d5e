// The types an operand may have: itself, or the type set of its type parameter; and what they have
// in common. Go's counterpart: types2 under.go.
#include "golang/types/relations.h"

namespace gopark::types {

bool forEachTerm(TypeParam* p, const std::function<bool(const Term*)>& f) {
  const TypeSet* set = typeSet(typeParamInterface(p));
  if (!set->hasTerms()) return f(nullptr);
  for (const Term& term : set->terms) {
    if (!f(&term)) return false;
  }
  return true;
}

bool forEachType(Type* t, const std::function<bool(Type*, Type*)>& f) {
  auto* p = cast<TypeParam>(t);
  if (!p) return f(t, underlying(t));
  return forEachTerm(p, [&](const Term* term) {
    return term ? f(term->type, underlying(term->type)) : f(nullptr, nullptr);
  });
}

Type* commonUnder(Type* t, const std::function<Why(Type*, Type*)>& condition, std::string* why,
                  const Package* relativeTo) {
  Type *common = nullptr, *commonType = nullptr;
  std::string reason;
  auto name = [&](Type* type) { return typeString(type, Qualify::kRelative, relativeTo); };
  bool ok = forEachType(t, [&](Type* type, Type* u) {
    if (condition) {
      if (Why veto = condition(type, u)) {
        reason = *veto;
        return false;
      }
    }
    if (!u) {
      reason = "no specific type";
      return false;
    }
    if (!common) {
      commonType = type;
      common = u;
      return true;
    }
    auto *seen = cast<Chan>(common), *next = cast<Chan>(u);
    if (seen && next) {
      if (!identical(seen->elem, next->elem)) {
        reason =
            "channels " + name(commonType) + " and " + name(type) + " have different element types";
        return false;
      }
      if (seen->dir == next->dir || next->dir == ChanDir::SendRecv) return true;
      if (seen->dir != ChanDir::SendRecv) {
        reason =
            "channels " + name(commonType) + " and " + name(type) + " have conflicting directions";
        return false;
      }
      commonType = type;
      common = u;
      return true;
    }
    if (!identical(common, u)) {
      reason = name(commonType) + " and " + name(type) + " have different underlying types";
      return false;
    }
    return true;
  });
  if (!ok && why) *why = reason;
  return ok ? common : nullptr;
}

Type* coreType(Type* t) {
  return commonUnder(t);
}

}  // namespace gopark::types
