// Yes-or-no questions about types.
#include <set>

#include "golang/types/object.h"
#include "golang/types/relations.h"
#include "golang/types/types.h"
#include "golang/types/universe.h"

namespace gopark::types {

namespace {

// basicOf() is t as a basic type itself, aliases and names not looked through: the untyped types
// never hide behind a name.
Basic* basicOf(Type* t) {
  return t->kind == TypeKind::Basic ? static_cast<Basic*>(t) : nullptr;
}

bool allInfo(Type* t, uint16_t info) {
  if (auto* p = cast<TypeParam>(t)) {
    return forEachTerm(p, [&](const Term* term) { return term && isBasicInfo(term->type, info); });
  }
  return isBasicInfo(t, info);
}

Why incomparableImpl(Type* t, bool dynamic, const Package* relativeTo, std::set<Type*>& seen) {
  if (!seen.insert(t).second) return std::nullopt;
  Type* u = underlying(t);
  switch (u->kind) {
    case TypeKind::Basic:
      if (static_cast<Basic*>(u)->basicKind == BasicKind::UntypedNil) return "";
      return std::nullopt;
    case TypeKind::Pointer:
    case TypeKind::Chan:
      return std::nullopt;
    case TypeKind::Struct:
      for (Var* f : static_cast<Struct*>(u)->fields) {
        if (incomparableImpl(f->type, dynamic, relativeTo, seen)) {
          return "struct containing " + typeString(f->type, Qualify::kRelative, relativeTo) +
                 " cannot be compared";
        }
      }
      return std::nullopt;
    case TypeKind::Array:
      if (incomparableImpl(static_cast<Array*>(u)->elem, dynamic, relativeTo, seen)) {
        return typeString(t, Qualify::kRelative, relativeTo) + " cannot be compared";
      }
      return std::nullopt;
    case TypeKind::Interface: {
      if (dynamic && !isTypeParam(t)) return std::nullopt;
      const TypeSet* set = typeSet(static_cast<Interface*>(u));
      bool comparable = set->allTypes ? set->comparable : !set->terms.empty();
      for (const Term& term : set->terms) {
        if (!set->allTypes && incomparableImpl(term.type, false, relativeTo, seen)) {
          comparable = false;
        }
      }
      if (comparable) return std::nullopt;
      return set->isEmpty() ? "empty type set" : "incomparable types in type set";
    }
    default:
      return "";
  }
}

bool mentionsTypeParam(Type* t, std::set<Type*>& seen);

bool tupleMentions(Tuple* t, std::set<Type*>& seen) {
  if (!t) return false;
  for (Var* v : t->vars) {
    if (mentionsTypeParam(v->type, seen)) return true;
  }
  return false;
}

bool mentionsTypeParam(Type* t, std::set<Type*>& seen) {
  t = unalias(t);
  switch (t->kind) {
    case TypeKind::Basic:
      return false;
    case TypeKind::TypeParam:
      return true;
    case TypeKind::Array:
      return mentionsTypeParam(static_cast<Array*>(t)->elem, seen);
    case TypeKind::Slice:
      return mentionsTypeParam(static_cast<Slice*>(t)->elem, seen);
    case TypeKind::Pointer:
      return mentionsTypeParam(static_cast<Pointer*>(t)->base, seen);
    case TypeKind::Chan:
      return mentionsTypeParam(static_cast<Chan*>(t)->elem, seen);
    case TypeKind::Map:
      return mentionsTypeParam(static_cast<Map*>(t)->key, seen) ||
             mentionsTypeParam(static_cast<Map*>(t)->elem, seen);
    case TypeKind::Struct:
      for (Var* f : static_cast<Struct*>(t)->fields) {
        if (mentionsTypeParam(f->type, seen)) return true;
      }
      return false;
    case TypeKind::Tuple:
      return tupleMentions(static_cast<Tuple*>(t), seen);
    case TypeKind::Signature:
      return tupleMentions(static_cast<Signature*>(t)->params, seen) ||
             tupleMentions(static_cast<Signature*>(t)->results, seen);
    case TypeKind::Union:
      for (const Term& term : static_cast<Union*>(t)->terms) {
        if (mentionsTypeParam(term.type, seen)) return true;
      }
      return false;
    case TypeKind::Interface: {
      if (!seen.insert(t).second) return false;
      auto* i = static_cast<Interface*>(t);
      for (Func* m : i->methods) {
        if (mentionsTypeParam(m->type, seen)) return true;
      }
      for (Type* e : i->embeddeds) {
        if (mentionsTypeParam(e, seen)) return true;
      }
      return false;
    }
    case TypeKind::Named: {
      auto* n = static_cast<Named*>(t);
      for (Type* a : n->targs) {
        if (mentionsTypeParam(a, seen)) return true;
      }
      for (Type* a : n->outerTargs) {
        if (mentionsTypeParam(a, seen)) return true;
      }
      // A type local to a generic function, seen from inside that function.
      return n->outerTargs.empty() && !n->origin->outerTparams.empty();
    }
    case TypeKind::Alias:
      return false;
  }
  return false;
}

bool variableSize(Type* t, std::set<Type*>& seen) {
  if (cast<Named>(t) && !seen.insert(unalias(t)).second) return false;
  Type* u = underlying(t);
  switch (u->kind) {
    case TypeKind::Array:
      return variableSize(static_cast<Array*>(u)->elem, seen);
    case TypeKind::Struct:
      for (Var* f : static_cast<Struct*>(u)->fields) {
        if (variableSize(f->type, seen)) return true;
      }
      return false;
    case TypeKind::Interface:
      return isTypeParam(t);
    default:
      return false;
  }
}

}  // namespace

bool isValid(Type* t) {
  return unalias(t) != invalidType();
}

bool isBasicInfo(Type* t, uint16_t info) {
  auto* b = as<Basic>(t);
  return b && (b->info & info);
}

bool isBoolean(Type* t) {
  return isBasicInfo(t, kIsBoolean);
}
bool isInteger(Type* t) {
  return isBasicInfo(t, kIsInteger);
}
bool isUnsigned(Type* t) {
  return isBasicInfo(t, kIsUnsigned);
}
bool isFloat(Type* t) {
  return isBasicInfo(t, kIsFloat);
}
bool isComplex(Type* t) {
  return isBasicInfo(t, kIsComplex);
}
bool isNumeric(Type* t) {
  return isBasicInfo(t, kIsNumeric);
}
bool isString(Type* t) {
  return isBasicInfo(t, kIsString);
}
bool isConstType(Type* t) {
  return isBasicInfo(t, kIsConstType);
}

bool isBasicKind(Type* t, BasicKind kind) {
  auto* b = as<Basic>(t);
  return b && b->basicKind == kind;
}

bool allBoolean(Type* t) {
  return allInfo(t, kIsBoolean);
}
bool allInteger(Type* t) {
  return allInfo(t, kIsInteger);
}
bool allUnsigned(Type* t) {
  return allInfo(t, kIsUnsigned);
}
bool allNumeric(Type* t) {
  return allInfo(t, kIsNumeric);
}
bool allString(Type* t) {
  return allInfo(t, kIsString);
}
bool allOrdered(Type* t) {
  return allInfo(t, kIsOrdered);
}
bool allNumericOrString(Type* t) {
  return allInfo(t, kIsNumeric | kIsString);
}

bool isTyped(Type* t) {
  Basic* b = basicOf(t);
  return !b || !(b->info & kIsUntyped);
}
bool isUntyped(Type* t) {
  return !isTyped(t);
}
bool isUntypedNumeric(Type* t) {
  Basic* b = basicOf(t);
  return b && (b->info & kIsUntyped) && (b->info & kIsNumeric);
}

bool isInterface(Type* t) {
  return underlying(t)->kind == TypeKind::Interface;
}
bool isTypeParam(Type* t) {
  return cast<TypeParam>(t) != nullptr;
}
bool isNonTypeParamInterface(Type* t) {
  return !isTypeParam(t) && isInterface(t);
}
bool isPointer(Type* t) {
  return as<Pointer>(t) != nullptr;
}
bool isUintptr(Type* t) {
  return isBasicKind(t, BasicKind::Uintptr);
}
bool isUnsafePointer(Type* t) {
  return isBasicKind(t, BasicKind::UnsafePointer);
}

bool isInterfacePointer(Type* t) {
  auto* p = as<Pointer>(t);
  return p && isInterface(p->base);
}

bool isGeneric(Type* t) {
  if (t->kind == TypeKind::Alias) {
    auto* alias = static_cast<Alias*>(t);
    if (!alias->tparams.empty() && alias->targs.empty()) return true;
  }
  auto* named = cast<Named>(t);
  return named && !named->isInstance() && !named->tparams.empty();
}

bool hasEmptyTypeSet(Type* t) {
  auto* p = cast<TypeParam>(t);
  if (!p || !p->bound) return false;
  Type* u = unalias(p->bound);
  if (u->kind == TypeKind::Named) u = static_cast<Named*>(u)->underlyingType;
  auto* i = cast<Interface>(u);
  return i && i->tset && i->tset->isEmpty();
}

bool isBytesOrRunes(Type* t) {
  auto* s = as<Slice>(t);
  return s && (isBasicKind(s->elem, BasicKind::Uint8) || isBasicKind(s->elem, BasicKind::Int32));
}

bool hasName(Type* t) {
  TypeKind kind = unalias(t)->kind;
  return kind == TypeKind::Basic || kind == TypeKind::Named || kind == TypeKind::TypeParam;
}

bool isTypeLiteral(Type* t) {
  TypeKind kind = unalias(t)->kind;
  return kind != TypeKind::Named && kind != TypeKind::TypeParam;
}

bool hasNil(Type* t) {
  Type* u = underlying(t);
  switch (u->kind) {
    case TypeKind::Basic:
      return static_cast<Basic*>(u)->basicKind == BasicKind::UnsafePointer;
    case TypeKind::Slice:
    case TypeKind::Pointer:
    case TypeKind::Signature:
    case TypeKind::Map:
    case TypeKind::Chan:
      return true;
    case TypeKind::Interface:
      return !isTypeParam(t) ||
             forEachType(t, [](Type*, Type* under) { return under && hasNil(under); });
    default:
      return false;
  }
}

bool hasTypeParam(Type* t) {
  std::set<Type*> seen;
  return t && mentionsTypeParam(t, seen);
}

bool hasVariableSize(Type* t) {
  std::set<Type*> seen;
  return variableSize(t, seen);
}

Why incomparable(Type* t, bool dynamic, const Package* relativeTo) {
  std::set<Type*> seen;
  return incomparableImpl(t, dynamic, relativeTo, seen);
}

bool comparableType(Type* t, bool dynamic) {
  return !incomparable(t, dynamic);
}

bool isTypeSetComparable(Interface* t) {
  const TypeSet* set = typeSet(t);
  if (set->allTypes) return set->comparable;
  if (set->terms.empty()) return false;
  for (const Term& term : set->terms) {
    if (!comparableType(term.type, false)) return false;
  }
  return true;
}

Type* defaultType(Type* t) {
  Basic* b = basicOf(t);
  if (!b) return t;
  switch (b->basicKind) {
    case BasicKind::UntypedBool:
      return basicType(BasicKind::Bool);
    case BasicKind::UntypedInt:
      return basicType(BasicKind::Int);
    case BasicKind::UntypedRune:
      return universe().runeType;
    case BasicKind::UntypedFloat:
      return basicType(BasicKind::Float64);
    case BasicKind::UntypedComplex:
      return basicType(BasicKind::Complex128);
    case BasicKind::UntypedString:
      return basicType(BasicKind::String);
    default:
      return t;
  }
}

Type* maxUntyped(Type* x, Type* y) {
  if (x == y) return x;
  if (!isUntypedNumeric(x) || !isUntypedNumeric(y)) return nullptr;
  return basicOf(x)->basicKind > basicOf(y)->basicKind ? x : y;
}

std::string_view compositeKind(Type* t) {
  switch (underlying(t)->kind) {
    case TypeKind::Array:
      return "array";
    case TypeKind::Slice:
      return "slice";
    case TypeKind::Struct:
      return "struct";
    case TypeKind::Pointer:
      return "pointer";
    case TypeKind::Signature:
      return "func";
    case TypeKind::Interface:
      return "interface";
    case TypeKind::Map:
      return "map";
    case TypeKind::Chan:
      return "chan";
    case TypeKind::Tuple:
      return "tuple";
    case TypeKind::Union:
      return "union";
    default:
      return "";
  }
}

Type* derefStructPointer(Type* t) {
  auto* p = as<Pointer>(t);
  return p && as<Struct>(p->base) ? p->base : t;
}

Type* arrayOfPointer(Type* t) {
  auto* p = cast<Pointer>(t);
  auto* a = p ? as<Array>(p->base) : nullptr;
  return a ? a : t;
}

}  // namespace gopark::types
