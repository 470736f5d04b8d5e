// Unification follows identity (identical.cpp) wherever no type parameter is involved.
#include "golang/types/unify.h"

#include <algorithm>

#include "golang/types/lookup.h"
#include "golang/types/relations.h"

namespace gopark::types {

namespace {

constexpr int kDepthMax = 100;  // Deeper means that it would never end.

// interfaceOf() is t's interface if it is one and no type parameter.
Interface* interfaceOf(Type* t) {
  return isTypeParam(t) ? nullptr : as<Interface>(t);
}

}  // namespace

Unifier::Unifier(Context& context, const std::vector<TypeParam*>& tparams,
                 const std::vector<Type*>& targs)
    : context_(context), order_(tparams) {
  for (size_t i = 0; i < tparams.size(); i++) {
    handle_[tparams[i]] = i;
    slots_.push_back(i < targs.size() ? targs[i] : nullptr);
  }
}

int Unifier::unknowns() const {
  int n = 0;
  for (TypeParam* p : order_) n += !at(p);
  return n;
}

std::vector<Type*> Unifier::inferred(const std::vector<TypeParam*>& tparams) const {
  std::vector<Type*> list;
  for (TypeParam* p : tparams) list.push_back(at(p));
  return list;
}

TypeParam* Unifier::bound(Type* t) const {
  auto* p = cast<TypeParam>(t);
  return p && handle_.contains(p) ? p : nullptr;
}

bool Unifier::join(TypeParam* x, TypeParam* y) {
  size_t hx = handle_[x], hy = handle_[y];
  if (hx == hy) return true;
  if (slots_[hx] && slots_[hy]) return false;
  size_t keep = slots_[hx] ? hx : hy, drop = keep == hx ? hy : hx;
  for (auto& [p, h] : handle_) {
    if (h == drop) h = keep;
  }
  return true;
}

bool Unifier::nify(Type* x, Type* y, unsigned mode, const Pair* pairs) {
  if (!x || !y) return x == y;
  if (x == y || unalias(x) == unalias(y)) return true;
  if (depth_ > kDepthMax) return false;
  struct Depth {
    explicit Depth(int* d) : depth(d) { ++*depth; }
    ~Depth() { --*depth; }
    int* depth;
  } depth(&depth_);

  // A defined type, if there is one, is in y; one of our parameters, if there is one, in x.
  if (cast<Named>(x) || bound(y)) std::swap(x, y);
  // Where that is allowed, a defined type matches a literal by its underlying type.
  if (auto* ny = cast<Named>(y); !(mode & kExact) && ny && isTypeLiteral(x) && !isInterface(x)) {
    y = underlying(ny);
    if (x == y || unalias(x) == unalias(y)) return true;
  }

  TypeParam *px = bound(x), *py = bound(y);
  if (px && py) return join(px, py) || nify(at(px), at(py), mode, pairs);
  if (px) return nifyBound(px, y, mode, pairs);

  if (!(mode & kExact)) {
    Interface *xi = interfaceOf(x), *yi = interfaceOf(y);
    if (xi || yi) {
      bool decided = false;
      bool result = nifyInterfaces(x, y, xi, yi, pairs, &decided);
      if (decided) return result;
    }
  }
  // A type parameter that is not ours, if there is one, is in x.
  if (isTypeParam(y)) std::swap(x, y);
  return nifyStructure(x, y, mode, pairs);
}

bool Unifier::nifyBound(TypeParam* px, Type* y, unsigned mode, const Pair* pairs) {
  Type* x = at(px);
  if (!x) {
    set(px, y);
    return true;
  }
  if (!nify(x, y, mode, pairs)) return false;
  Interface *xi = interfaceOf(x), *yi = interfaceOf(y);
  bool xNamed = cast<Named>(x), yNamed = cast<Named>(y);
  if (xi && yi) {
    if (xNamed && yNamed) return identical(x, y);
    if (typeSet(xi)->methods.size() != typeSet(yi)->methods.size()) return false;
  } else if (xi || yi) {
    // Either could be meant: the order of arguments must not decide.
    return false;
  }
  // Prefer a defined type, then a directed channel: values of the others remain assignable to it.
  if (!(mode & kExact) && !xNamed) {
    auto* chan = as<Chan>(y);
    if (yNamed || (chan && chan->dir != ChanDir::SendRecv)) set(px, y);
  }
  return true;
}

bool Unifier::nifyInterfaces(Type* x, Type* y, Interface* xi, Interface* yi, const Pair* pairs,
                             bool* decided) {
  *decided = true;
  if (xi && yi) {
    const TypeSet *xs = typeSet(xi), *ys = typeSet(yi);
    if (xs->comparable != ys->comparable || !equalTypeSetTerms(*xs, *ys)) return false;
    for (const Pair* p = pairs; p; p = p->previous) {
      if ((p->x == xi && p->y == yi) || (p->x == yi && p->y == xi)) return true;
    }
    Pair pair{xi, yi, pairs};
    const auto *few = &xs->methods, *many = &ys->methods;
    if (few->size() > many->size()) std::swap(few, many);
    for (Func* m : *few) {
      int i = findMethod(*many, m->pkg, m->name, false);
      if (i < 0 || !nify(m->type, (*many)[static_cast<size_t>(i)]->type, kExact, &pair)) {
        return false;
      }
    }
    return true;
  }
  Interface* interface = xi ? xi : yi;
  Type* other = xi ? y : x;
  for (Func* m : typeSet(interface)->methods) {
    auto* f = objectCast<Func>(lookupFieldOrMethod(context_, other, false, m->pkg, m->name).obj);
    if (!f || !f->type || !nify(m->type, f->type, kExact, pairs)) return false;
  }
  return true;
}

bool Unifier::nifyTuples(Tuple* x, Tuple* y, unsigned mode, const Pair* pairs) {
  if (tupleLen(x) != tupleLen(y)) return false;
  for (size_t i = 0; i < tupleLen(x); i++) {
    if (!nify(x->vars[i]->type, y->vars[i]->type, mode, pairs)) return false;
  }
  return true;
}

bool Unifier::nifyMethodSets(Interface* x, Interface* y, const Pair* pairs) {
  const TypeSet *xs = typeSet(x), *ys = typeSet(y);
  if (xs->comparable != ys->comparable || !equalTypeSetTerms(*xs, *ys) ||
      xs->methods.size() != ys->methods.size()) {
    return false;
  }
  for (const Pair* p = pairs; p; p = p->previous) {
    if ((p->x == x && p->y == y) || (p->x == y && p->y == x)) return true;
  }
  Pair pair{x, y, pairs};
  for (size_t i = 0; i < xs->methods.size(); i++) {
    Func *f = xs->methods[i], *g = ys->methods[i];
    if (!f->sameId(g->pkg, g->name) || !nify(f->type, g->type, kExact, &pair)) return false;
  }
  return true;
}

bool Unifier::nifyStructure(Type* x0, Type* y0, unsigned mode, const Pair* pairs) {
  Type *x = unalias(x0), *y = unalias(y0);
  unsigned elementMode = mode & kAssign ? mode | kExact : mode;
  if (x->kind == TypeKind::TypeParam) {
    // Someone else's parameter: only its core type is known to match.
    Type* core = commonUnder(x);
    return core && nify(core, y0, kAssign, pairs);
  }
  if (x->kind != y->kind) return false;
  auto both = [&](Type* a, Type* b) { return nify(a, b, elementMode, pairs); };
  switch (x->kind) {
    case TypeKind::Basic:
      return static_cast<Basic*>(x)->basicKind == static_cast<Basic*>(y)->basicKind;
    case TypeKind::Array: {
      auto *a = static_cast<Array*>(x), *b = static_cast<Array*>(y);
      return (a->len < 0 || b->len < 0 || a->len == b->len) && both(a->elem, b->elem);
    }
    case TypeKind::Slice:
      return both(static_cast<Slice*>(x)->elem, static_cast<Slice*>(y)->elem);
    case TypeKind::Pointer:
      return both(static_cast<Pointer*>(x)->base, static_cast<Pointer*>(y)->base);
    case TypeKind::Map:
      return both(static_cast<Map*>(x)->key, static_cast<Map*>(y)->key) &&
             both(static_cast<Map*>(x)->elem, static_cast<Map*>(y)->elem);
    case TypeKind::Chan: {
      auto *a = static_cast<Chan*>(x), *b = static_cast<Chan*>(y);
      return (!(mode & kExact) || a->dir == b->dir) && both(a->elem, b->elem);
    }
    case TypeKind::Struct: {
      auto *a = static_cast<Struct*>(x), *b = static_cast<Struct*>(y);
      if (a->fields.size() != b->fields.size()) return false;
      for (size_t i = 0; i < a->fields.size(); i++) {
        Var *f = a->fields[i], *g = b->fields[i];
        if (f->embedded != g->embedded || a->tag(i) != b->tag(i) || !f->sameId(g->pkg, g->name) ||
            !both(f->type, g->type)) {
          return false;
        }
      }
      return true;
    }
    case TypeKind::Tuple:
      return nifyTuples(static_cast<Tuple*>(x), static_cast<Tuple*>(y), mode, pairs);
    case TypeKind::Signature: {
      auto *a = static_cast<Signature*>(x), *b = static_cast<Signature*>(y);
      return a->variadic == b->variadic && nifyTuples(a->params, b->params, elementMode, pairs) &&
             nifyTuples(a->results, b->results, elementMode, pairs);
    }
    case TypeKind::Interface:
      return nifyMethodSets(static_cast<Interface*>(x), static_cast<Interface*>(y), pairs);
    case TypeKind::Named: {
      auto *a = static_cast<Named*>(x), *b = static_cast<Named*>(y);
      if (a->targs.size() != b->targs.size()) return false;
      // Arguments first, for better messages when the origins differ.
      for (size_t i = 0; i < a->targs.size(); i++) {
        if (!nify(a->targs[i], b->targs[i], mode, pairs)) return false;
      }
      return a->origin == b->origin;
    }
    default:
      return false;
  }
}

}  // namespace gopark::types
