// Substitution copies only what changes: a part that mentions no replaced parameter is shared
// between the old type and the new one.
#include "golang/types/subst.h"

#include <algorithm>

#include "golang/types/object.h"
#include "golang/types/universe.h"

namespace gopark::types {

class Substituter {
 public:
  Substituter(Context& context, const SubstMap& map) : context_(context), map_(map) {}

  Type* type(Type* t) {
    if (!t) return t;
    switch (t->kind) {
      case TypeKind::Basic:
        return t;
      case TypeKind::TypeParam: {
        auto it = map_.find(static_cast<TypeParam*>(t));
        return it != map_.end() && it->second ? it->second : t;
      }
      case TypeKind::Array: {
        auto* a = static_cast<Array*>(t);
        Type* elem = type(a->elem);
        return elem == a->elem ? t : context_.make<Array>(elem, a->len);
      }
      case TypeKind::Slice: {
        auto* s = static_cast<Slice*>(t);
        Type* elem = type(s->elem);
        return elem == s->elem ? t : context_.make<Slice>(elem);
      }
      case TypeKind::Pointer: {
        auto* p = static_cast<Pointer*>(t);
        Type* base = type(p->base);
        return base == p->base ? t : context_.make<Pointer>(base);
      }
      case TypeKind::Map: {
        auto* m = static_cast<Map*>(t);
        Type *key = type(m->key), *elem = type(m->elem);
        return key == m->key && elem == m->elem ? t : context_.make<Map>(key, elem);
      }
      case TypeKind::Chan: {
        auto* c = static_cast<Chan*>(t);
        Type* elem = type(c->elem);
        return elem == c->elem ? t : context_.make<Chan>(c->dir, elem);
      }
      case TypeKind::Struct: {
        auto* s = static_cast<Struct*>(t);
        std::vector<Var*> fields = s->fields;
        if (!vars(&fields)) return t;
        auto* r = context_.make<Struct>();
        r->fields = std::move(fields);
        r->tags = s->tags;
        return r;
      }
      case TypeKind::Tuple:
        return tuple(static_cast<Tuple*>(t));
      case TypeKind::Signature:
        return signature(static_cast<Signature*>(t));
      case TypeKind::Union: {
        auto* u = static_cast<Union*>(t);
        std::vector<Term> terms = u->terms;
        bool changed = false;
        for (Term& term : terms) changed |= replace(&term.type);
        if (!changed) return t;
        auto* r = context_.make<Union>();
        r->terms = std::move(terms);
        return r;
      }
      case TypeKind::Interface:
        return interface(static_cast<Interface*>(t));
      case TypeKind::Named:
        return named(static_cast<Named*>(t));
      case TypeKind::Alias: {
        auto* a = static_cast<Alias*>(t);
        if (a->tparams.empty()) {
          // A local alias may stand for a type with the parameters of its function.
          if (!a->obj->parent || a->obj->parent == (a->obj->pkg ? a->obj->pkg->scope : nullptr)) {
            return t;
          }
          Type* actual = unalias(a);
          Type* changed = type(actual);
          return changed == actual ? t : changed;
        }
        std::vector<Type*> targs = a->targs;
        if (targs.size() != a->tparams.size()) return invalidType();
        return list(&targs) ? context_.instantiate(a->origin, targs) : t;
      }
    }
    return t;
  }

 private:
  // replace() substitutes in place and reports whether anything changed.
  bool replace(Type** t) {
    Type* changed = type(*t);
    if (changed == *t) return false;
    *t = changed;
    return true;
  }

  bool list(std::vector<Type*>* types) {
    bool changed = false;
    for (Type*& t : *types) changed |= replace(&t);
    return changed;
  }

  bool vars(std::vector<Var*>* list) {
    bool changed = false;
    for (Var*& v : *list) {
      Type* t = type(v->type);
      if (t == v->type) continue;
      Var* copy = context_.make<Var>(*v);
      copy->type = t;
      copy->origin = v->origin ? v->origin : v;
      v = copy;
      changed = true;
    }
    return changed;
  }

  Tuple* tuple(Tuple* t) {
    if (!t) return t;
    std::vector<Var*> list = t->vars;
    return vars(&list) ? context_.make<Tuple>(std::move(list)) : t;
  }

  Type* signature(Signature* s) {
    // The receiver stays: it is set when the named type or interface around it is expanded.
    Tuple *params = tuple(s->params), *results = tuple(s->results);
    if (params == s->params && results == s->results) return s;
    auto* r = context_.make<Signature>(*s);
    r->scope = nullptr;
    r->params = params;
    r->results = results;
    return r;
  }

  Type* interface(Interface* t) {
    std::vector<Func*> methods = t->methods;
    std::vector<Type*> embeddeds = t->embeddeds;
    bool changed = list(&embeddeds);
    for (Func*& m : methods) {
      Type* sig = type(m->type);
      if (sig == m->type) continue;
      Func* copy = context_.make<Func>(*m);
      copy->type = sig;
      copy->origin = m->generic();
      m = copy;
      changed = true;
    }
    if (!changed) return t;
    auto* r = context_.make<Interface>();
    r->methods = std::move(methods);
    r->embeddeds = std::move(embeddeds);
    r->embedPos = t->embedPos;
    r->implicit = t->implicit;
    r->complete = t->complete;
    r->check = t->check;
    return r;
  }

  Type* named(Named* t) {
    std::vector<Type*> targs = t->targs, outer = t->outerTargs;
    Named* origin = t->origin;
    if (targs.size() != origin->tparams.size()) {
      // The generic type itself (in its own declaration), or an erroneous instance.
      return t->isInstance() ? invalidType() : t;
    }
    bool changed = list(&targs);
    if (outer.empty() && !origin->outerTparams.empty()) {
      outer.assign(origin->outerTparams.begin(), origin->outerTparams.end());
    }
    changed |= list(&outer);
    // Within the function around it, a local type has no arguments for that function's parameters.
    if (std::equal(outer.begin(), outer.end(), origin->outerTparams.begin(),
                   origin->outerTparams.end())) {
      outer.clear();
    }
    return changed ? context_.namedInstance(origin, targs, outer) : t;
  }

  Context& context_;
  const SubstMap& map_;
};

SubstMap makeSubstMap(const std::vector<TypeParam*>& params, const std::vector<Type*>& targs) {
  SubstMap map;
  for (size_t i = 0; i < params.size() && i < targs.size(); i++) map[params[i]] = targs[i];
  return map;
}

Type* subst(Context& context, Type* t, const SubstMap& map) {
  return map.empty() ? t : Substituter(context, map).type(t);
}

}  // namespace gopark::types
