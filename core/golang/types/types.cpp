// Underlying types, and the lazy expansion of instances of generic types: an instance knows its
// generic type and arguments from the start, its underlying type and methods only once asked.
#include "golang/types/types.h"

#include "golang/types/context.h"
#include "golang/types/object.h"
#include "golang/types/relations.h"
#include "golang/types/subst.h"
#include "golang/types/universe.h"

namespace gopark::types {

namespace {

// instanceMap() maps the generic type's parameters to the instance's arguments.
SubstMap instanceMap(Named* t) {
  SubstMap map = makeSubstMap(t->origin->tparams, t->targs);
  for (size_t i = 0; i < t->outerTargs.size(); i++) {
    map[t->origin->outerTparams[i]] = t->outerTargs[i];
  }
  return map;
}

// rhs() is what t is declared as; for an instance the generic type's with the arguments put in.
// Null while the declaration is still being read.
Type* rhs(Named* t) {
  if (!t->isInstance() || t->fromRhs) return t->fromRhs;
  Named* origin = t->origin;
  if (!origin->fromRhs) return nullptr;
  if (t->targs.size() != origin->tparams.size()) return t->fromRhs = invalidType();
  return t->fromRhs = subst(*t->context, origin->fromRhs, instanceMap(t));
}

}  // namespace

Type* unalias(Type* t) {
  if (t->kind != TypeKind::Alias) return t;
  auto* alias = static_cast<Alias*>(t);
  if (alias->actual) return alias->actual;
  Type* actual = alias->fromRhs;
  while (actual && actual->kind == TypeKind::Alias) actual = static_cast<Alias*>(actual)->fromRhs;
  if (!actual) return invalidType();
  return alias->actual = actual;
}

Type* underlying(Type* t) {
  switch (t->kind) {
    case TypeKind::Alias:
      return underlying(unalias(t));
    case TypeKind::TypeParam:
      return typeParamInterface(static_cast<TypeParam*>(t));
    case TypeKind::Named:
      break;
    default:
      return t;
  }
  auto* named = static_cast<Named*>(t);
  if (named->underlyingType) return named->underlyingType;
  // Follow the chain of names; a cycle of them was reported and broken by the checker.
  std::vector<Named*> path;
  Type* u = nullptr;
  for (Type* next = named; !u;) {
    next = unalias(next);
    if (next->kind != TypeKind::Named) {
      u = next;
      break;
    }
    auto* n = static_cast<Named*>(next);
    if (n->underlyingType) {
      u = n->underlyingType;
      break;
    }
    path.push_back(n);
    next = path.size() > 1000 ? nullptr : rhs(n);
    if (!next) return invalidType();  // Not declared yet: ask again later.
  }
  if (u->kind == TypeKind::TypeParam) u = invalidType();  // Reported by the checker.
  for (Named* n : path) n->underlyingType = u;
  return u;
}

Interface* typeParamInterface(TypeParam* p) {
  Type* bound = p->bound;
  if (!bound || !isValid(bound)) return universe().emptyInterface;
  Type* u = isTypeParam(bound) ? invalidType() : underlying(bound);
  if (!isValid(u)) return universe().emptyInterface;
  if (u->kind != TypeKind::Interface) {
    // A constraint that is no interface stands for the interface that embeds it.
    auto* wrapped = p->context->make<Interface>();
    wrapped->embeddeds.push_back(bound);
    wrapped->implicit = true;
    wrapped->complete = true;
    p->bound = u = wrapped;
  }
  computeTypeSet(p->check, static_cast<Interface*>(u));
  return static_cast<Interface*>(u);
}

Type* deref(Type* t, bool* wasPointer) {
  auto* pointer = cast<Pointer>(t);
  if (wasPointer) *wasPointer = pointer != nullptr;
  return pointer ? pointer->base : t;
}

const std::vector<TypeParam*>& namedTypeParams(Named* t) {
  return t->origin->tparams;
}

size_t namedMethodCount(Named* t) {
  return t->origin->methods.size();
}

Func* namedMethod(Named* t, size_t i) {
  if (!t->isInstance()) return t->methods[i];
  Named* origin = t->origin;
  if (t->methods.size() != origin->methods.size()) t->methods.resize(origin->methods.size());
  if (t->methods[i]) return t->methods[i];
  Func* generic = origin->methods[i];
  completeMethod(origin->check, generic);
  Signature* genericSig = generic->signature();
  if (!genericSig || !genericSig->recv) return generic;
  bool pointer = false;
  if (deref(genericSig->recv->type, &pointer) == t) return t->methods[i] = generic;
  Context& context = *t->context;
  auto* sig = context.make<Signature>();
  if (genericSig->rparams.size() == t->targs.size()) {
    auto* substituted = static_cast<Signature*>(
        subst(context, genericSig, makeSubstMap(genericSig->rparams, t->targs)));
    sig->params = substituted->params;
    sig->results = substituted->results;
  } else {
    sig->params = genericSig->params;
    sig->results = genericSig->results;
  }
  sig->rparams = genericSig->rparams;
  sig->variadic = genericSig->variadic;
  sig->recv = context.make<Var>(*genericSig->recv);
  sig->recv->type = pointer ? static_cast<Type*>(context.pointerTo(t)) : t;
  auto* method = context.make<Func>(*generic);
  method->type = sig;
  method->origin = generic;
  return t->methods[i] = method;
}

}  // namespace gopark::types
