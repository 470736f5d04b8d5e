// Type identity.
#include <unordered_map>

#include "golang/types/context.h"
#include "golang/types/object.h"
#include "golang/types/relations.h"
#include "golang/types/subst.h"
#include "golang/types/types.h"

namespace gopark::types {

namespace {

// Pairs of interfaces under comparison, as a list on the native stack: anonymous interfaces may
// contain themselves through the parameters of their methods.
struct InterfacePair {
  Interface *x, *y;
  const InterfacePair* previous;
};

class Comparer {
 public:
  explicit Comparer(bool ignoreTags) : ignoreTags_(ignoreTags) {}

  bool identical(Type* x, Type* y, const InterfacePair* pairs) {
    if (!x || !y) return x == y;
    x = unalias(x);
    y = unalias(y);
    if (x == y) return true;
    if (x->kind != y->kind) return false;
    switch (x->kind) {
      case TypeKind::Basic:
        // byte and rune are types of their own only in name.
        return static_cast<Basic*>(x)->basicKind == static_cast<Basic*>(y)->basicKind;
      case TypeKind::Array: {
        auto *a = static_cast<Array*>(x), *b = static_cast<Array*>(y);
        return (a->len < 0 || b->len < 0 || a->len == b->len) && identical(a->elem, b->elem, pairs);
      }
      case TypeKind::Slice:
        return identical(static_cast<Slice*>(x)->elem, static_cast<Slice*>(y)->elem, pairs);
      case TypeKind::Pointer:
        return identical(static_cast<Pointer*>(x)->base, static_cast<Pointer*>(y)->base, pairs);
      case TypeKind::Map: {
        auto *a = static_cast<Map*>(x), *b = static_cast<Map*>(y);
        return identical(a->key, b->key, pairs) && identical(a->elem, b->elem, pairs);
      }
      case TypeKind::Chan: {
        auto *a = static_cast<Chan*>(x), *b = static_cast<Chan*>(y);
        return a->dir == b->dir && identical(a->elem, b->elem, pairs);
      }
      case TypeKind::Struct:
        return structs(static_cast<Struct*>(x), static_cast<Struct*>(y), pairs);
      case TypeKind::Tuple:
        return tuples(static_cast<Tuple*>(x), static_cast<Tuple*>(y), pairs);
      case TypeKind::Signature:
        return signatures(static_cast<Signature*>(x), static_cast<Signature*>(y), pairs);
      case TypeKind::Interface:
        return interfaces(static_cast<Interface*>(x), static_cast<Interface*>(y), pairs);
      case TypeKind::Union:
        return equalTypeSetTerms(unionTypeSet(static_cast<Union*>(x)),
                                 unionTypeSet(static_cast<Union*>(y)));
      case TypeKind::Named:
        return identicalNamed(static_cast<Named*>(x), static_cast<Named*>(y), pairs);
      case TypeKind::TypeParam:
      case TypeKind::Alias:
        return false;
    }
    return false;
  }

 private:
  bool structs(Struct* x, Struct* y, const InterfacePair* pairs) {
    if (x->fields.size() != y->fields.size()) return false;
    for (size_t i = 0; i < x->fields.size(); i++) {
      Var *f = x->fields[i], *g = y->fields[i];
      if (f->embedded != g->embedded || (!ignoreTags_ && x->tag(i) != y->tag(i)) ||
          !f->sameId(g->pkg, g->name) || !identical(f->type, g->type, pairs)) {
        return false;
      }
    }
    return true;
  }

  bool tuples(Tuple* x, Tuple* y, const InterfacePair* pairs) {
    if (tupleLen(x) != tupleLen(y)) return false;
    for (size_t i = 0; i < tupleLen(x); i++) {
      if (!identical(x->vars[i]->type, y->vars[i]->type, pairs)) return false;
    }
    return true;
  }

  bool signatures(Signature* x, Signature* y, const InterfacePair* pairs) {
    if (x->tparams.size() != y->tparams.size() || x->variadic != y->variadic) return false;
    if (x->tparams.empty()) {
      return tuples(x->params, y->params, pairs) && tuples(x->results, y->results, pairs);
    }
    // Generic functions are compared with y's parameters renamed to x's.
    Context context;
    SubstMap map;
    for (size_t i = 0; i < x->tparams.size(); i++) map[y->tparams[i]] = x->tparams[i];
    for (size_t i = 0; i < x->tparams.size(); i++) {
      if (!identical(x->tparams[i]->bound, subst(context, y->tparams[i]->bound, map), pairs)) {
        return false;
      }
    }
    auto renamed = [&](Tuple* t) { return t ? static_cast<Tuple*>(subst(context, t, map)) : t; };
    return tuples(x->params, renamed(y->params), pairs) &&
           tuples(x->results, renamed(y->results), pairs);
  }

  bool interfaces(Interface* x, Interface* y, const InterfacePair* pairs) {
    const TypeSet *a = typeSet(x), *b = typeSet(y);
    if (a->comparable != b->comparable || !equalTypeSetTerms(*a, *b) ||
        a->methods.size() != b->methods.size()) {
      return false;
    }
    for (const InterfacePair* p = pairs; p; p = p->previous) {
      if ((p->x == x && p->y == y) || (p->x == y && p->y == x)) return true;
    }
    InterfacePair pair{x, y, pairs};
    for (size_t i = 0; i < a->methods.size(); i++) {
      Func *f = a->methods[i], *g = b->methods[i];
      if (!f->sameId(g->pkg, g->name) || !identical(f->type, g->type, &pair)) return false;
    }
    return true;
  }

  bool identicalNamed(Named* x, Named* y, const InterfacePair* pairs) {
    if (x->origin != y->origin || x->targs.size() != y->targs.size() ||
        x->outerTargs.size() != y->outerTargs.size()) {
      return false;
    }
    // Different objects of one origin: both instances, or one is the generic type itself.
    if (x->targs.empty() && x->outerTargs.empty()) return false;
    for (size_t i = 0; i < x->targs.size(); i++) {
      if (!identical(x->targs[i], y->targs[i], pairs)) return false;
    }
    for (size_t i = 0; i < x->outerTargs.size(); i++) {
      if (!identical(x->outerTargs[i], y->outerTargs[i], pairs)) return false;
    }
    return true;
  }

  bool ignoreTags_;
};

}  // namespace

bool identical(Type* x, Type* y) {
  return Comparer(false).identical(x, y, nullptr);
}
bool identicalIgnoreTags(Type* x, Type* y) {
  return Comparer(true).identical(x, y, nullptr);
}

}  // namespace gopark::types
