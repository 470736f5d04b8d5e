// Type inference: from the arguments of a call, then from constraints, then from the default types
// of untyped constants. Go's counterpart: types2 infer.go.
#include <algorithm>
#include <set>

#include "golang/types/checker.h"
#include "golang/types/unify.h"

namespace gopark::types {

namespace {

// ParamFinder tells whether a type mentions any of the given type parameters.
class ParamFinder {
 public:
  explicit ParamFinder(const std::vector<TypeParam*>& tparams) : tparams_(tparams) {}

  bool in(Type* t) {
    if (!t) return false;
    t = unalias(t);
    if (t->kind == TypeKind::Basic) return false;
    if (t->kind == TypeKind::TypeParam) {
      return std::find(tparams_.begin(), tparams_.end(), t) != tparams_.end();
    }
    if (!seen_.insert(t).second) return false;
    switch (t->kind) {
      case TypeKind::Array:
        return in(static_cast<Array*>(t)->elem);
      case TypeKind::Slice:
        return in(static_cast<Slice*>(t)->elem);
      case TypeKind::Pointer:
        return in(static_cast<Pointer*>(t)->base);
      case TypeKind::Chan:
        return in(static_cast<Chan*>(t)->elem);
      case TypeKind::Map:
        return in(static_cast<Map*>(t)->key) || in(static_cast<Map*>(t)->elem);
      case TypeKind::Struct:
        return inVars(static_cast<Struct*>(t)->fields);
      case TypeKind::Tuple:
        return inVars(static_cast<Tuple*>(t)->vars);
      case TypeKind::Signature: {
        auto* s = static_cast<Signature*>(t);
        return (s->params && inVars(s->params->vars)) || (s->results && inVars(s->results->vars));
      }
      case TypeKind::Interface: {
        const TypeSet* set = typeSet(static_cast<Interface*>(t));
        for (Func* m : set->methods) {
          if (in(m->type)) return true;
        }
        for (const Term& term : set->terms) {
          if (in(term.type)) return true;
        }
        return false;
      }
      case TypeKind::Named:
        for (Type* a : static_cast<Named*>(t)->targs) {
          if (in(a)) return true;
        }
        return false;
      default:
        return false;
    }
  }

 private:
  bool inVars(const std::vector<Var*>& vars) {
    return std::any_of(vars.begin(), vars.end(), [&](Var* v) { return in(v->type); });
  }

  const std::vector<TypeParam*>& tparams_;
  std::set<Type*> seen_;
};

bool isParameterized(const std::vector<TypeParam*>& tparams, Type* t) {
  return ParamFinder(tparams).in(t);
}

// CycleBreaker forgets inferred types that contain their own parameter: they would never end.
class CycleBreaker {
 public:
  CycleBreaker(const std::vector<TypeParam*>& tparams, std::vector<Type*>& inferred)
      : tparams_(tparams), inferred_(inferred) {}

  void visit(Type* t) {
    if (!t) return;
    t = unalias(t);
    auto index = std::find(tparams_.begin(), tparams_.end(), t) - tparams_.begin();
    bool ours = static_cast<size_t>(index) < tparams_.size();
    if (!active_.insert(t).second) {
      if (ours) inferred_[static_cast<size_t>(index)] = nullptr;
      return;
    }
    switch (t->kind) {
      case TypeKind::Array:
        visit(static_cast<Array*>(t)->elem);
        break;
      case TypeKind::Slice:
        visit(static_cast<Slice*>(t)->elem);
        break;
      case TypeKind::Pointer:
        visit(static_cast<Pointer*>(t)->base);
        break;
      case TypeKind::Chan:
        visit(static_cast<Chan*>(t)->elem);
        break;
      case TypeKind::Map:
        visit(static_cast<Map*>(t)->key);
        visit(static_cast<Map*>(t)->elem);
        break;
      case TypeKind::Struct:
        for (Var* f : static_cast<Struct*>(t)->fields) visit(f->type);
        break;
      case TypeKind::Signature:
        for (Tuple* tuple :
             {static_cast<Signature*>(t)->params, static_cast<Signature*>(t)->results}) {
          for (size_t i = 0; i < tupleLen(tuple); i++) visit(tuple->vars[i]->type);
        }
        break;
      case TypeKind::Union:
        for (const Term& term : static_cast<Union*>(t)->terms) visit(term.type);
        break;
      case TypeKind::Interface:
        for (Func* m : static_cast<Interface*>(t)->methods) visit(m->type);
        for (Type* e : static_cast<Interface*>(t)->embeddeds) visit(e);
        break;
      case TypeKind::Named:
        for (Type* a : static_cast<Named*>(t)->targs) visit(a);
        break;
      case TypeKind::TypeParam:
        if (ours) visit(inferred_[static_cast<size_t>(index)]);
        break;
      default:
        break;
    }
    active_.erase(t);
  }

 private:
  const std::vector<TypeParam*>& tparams_;
  std::vector<Type*>& inferred_;
  std::set<Type*> active_;
};

// coreTerm() is the one type of p's constraint (*single), or its core type; nothing otherwise.
std::optional<Term> coreTerm(TypeParam* p, bool* single) {
  int count = 0;
  bool tilde = false;
  Term only;
  forEachTerm(p, [&](const Term* t) {
    if (!t) return false;
    count++;
    only = *t;
    tilde |= t->tilde;
    return true;
  });
  *single = count == 1;
  if (count == 1) return only;
  if (Type* core = commonUnder(p)) return Term{tilde, core};
  return std::nullopt;
}

std::string nameList(const std::vector<TypeParam*>& list) {
  std::string out;
  for (size_t i = 0; i < list.size(); i++) {
    if (i > 0) {
      if (list.size() > 2) out += ",";
      out += i + 1 == list.size() ? " and " : " ";
    }
    out += list[i]->obj->name;
  }
  return out;
}

}  // namespace

// Inferer is one inference: its steps in the order of the specification.
class Inferer {
 public:
  Inferer(Checker& check, Pos pos, const std::vector<TypeParam*>& tparams,
          const std::vector<Type*>& targs, Tuple* params, const std::vector<Operand*>& args,
          bool reverse, Report* report)
      : check_(check),
        pos_(pos),
        tparams_(tparams),
        targs_(targs),
        params_(params),
        args_(args),
        reverse_(reverse),
        report_(report),
        unifier_(check.context_, tparams, targs) {}

  bool run(std::vector<Type*>* result) {
    return fromArguments() && fromConstraints() && fromUntyped() && simplify(result);
  }

 private:
  bool fromArguments() {
    for (size_t i = 0; i < args_.size(); i++) {
      Operand* arg = args_[i];
      Type* par = params_->vars[i]->type;
      if (!isParameterized(tparams_, par) && !isParameterized(tparams_, arg->type)) continue;
      if (isTyped(arg->type)) {
        if (!unifier_.unify(par, arg->type, Unifier::kAssign)) {
          mismatch(par, arg->type, arg);
          return false;
        }
      } else if (par->kind == TypeKind::TypeParam && !arg->isNil()) {
        untyped_.push_back(i);
      }
    }
    return true;
  }

  void mismatch(Type* tpar, Type* targ, Operand* arg) {
    std::vector<Type*> known = unifier_.inferred(tparams_);
    if (std::all_of(known.begin(), known.end(), [](Type* t) { return !t; })) {
      check_.addf(report_, arg, "type %s of %s does not match %s (cannot infer %s)", targ,
                  arg->expr, tpar, nameList(tparams_));
      return;
    }
    Type* inferred = subst(check_.context_, tpar, makeSubstMap(tparams_, known));
    if (inferred == tpar) {
      check_.addf(report_, arg, "type %s of %s does not match %s", targ, arg->expr, tpar);
    } else if (reverse_) {
      check_.addf(report_, arg, "inferred type %s for %s does not match type %s of %s", inferred,
                  tpar, targ, arg->expr);
    } else {
      check_.addf(report_, arg, "type %s of %s does not match inferred type %s for %s", targ,
                  arg->expr, inferred, tpar);
    }
  }

  bool fromConstraints() {
    for (;;) {
      int before = unifier_.unknowns();
      for (TypeParam* p : tparams_) {
        if (!fromConstraint(p)) return false;
      }
      if (unifier_.unknowns() == before) return true;
    }
  }

  bool fromConstraint(TypeParam* p) {
    Type* known = unifier_.at(p);
    bool single = false;
    if (std::optional<Term> core = coreTerm(p, &single)) {
      if (known) {
        if (!unifier_.unify(known, core->type, Unifier::kInexact)) {
          check_.addf(report_, pos_, "%s (type %s) does not satisfy %s", static_cast<Type*>(p),
                      known, p->bound);
          return false;
        }
      } else if (single && !core->tilde) {
        unifier_.set(p, core->type);
      }
    }
    if (known && !isParameterized(tparams_, known)) {
      std::string cause;
      auto same = [&](Type* x, Type* y) { return unifier_.unify(x, y, Unifier::kExact); };
      if (!hasAllMethods(&check_, known, typeParamInterface(p), true, same, &cause, check_.pkg_)) {
        check_.addf(report_, pos_, "%s (type %s) does not satisfy %s %s", static_cast<Type*>(p),
                    known, p->bound, cause);
        return false;
      }
    }
    return true;
  }

  bool fromUntyped() {
    std::vector<std::pair<TypeParam*, Type*>> largest;
    for (size_t i : untyped_) {
      auto* p = static_cast<TypeParam*>(params_->vars[i]->type);
      if (unifier_.at(p)) continue;
      auto it = std::find_if(largest.begin(), largest.end(), [&](auto& e) { return e.first == p; });
      if (it == largest.end()) {
        largest.push_back({p, args_[i]->type});
        continue;
      }
      Type* max = maxUntyped(it->second, args_[i]->type);
      if (!max) {
        check_.addf(report_, args_[i], "mismatched types %s and %s (cannot infer %s)", it->second,
                    args_[i]->type, static_cast<Type*>(p));
        return false;
      }
      it->second = max;
    }
    for (auto& [p, t] : largest) unifier_.set(p, defaultType(t));
    return true;
  }

  bool simplify(std::vector<Type*>* result) {
    std::vector<Type*> inferred = unifier_.inferred(tparams_);
    CycleBreaker breaker(tparams_, inferred);
    for (TypeParam* p : tparams_) breaker.visit(p);
    // Inferred types may mention other parameters: put in what is known until nothing changes.
    std::vector<size_t> dirty;
    for (size_t i = 0; i < inferred.size(); i++) {
      if (inferred[i] && (i >= targs_.size() || !targs_[i])) dirty.push_back(i);
    }
    while (!dirty.empty()) {
      SubstMap map = makeSubstMap(tparams_, inferred);
      std::vector<size_t> changed;
      for (size_t i : dirty) {
        Type* t = subst(check_.context_, inferred[i], map);
        if (t == inferred[i]) continue;
        if (auto* sig = t->kind == TypeKind::Signature ? static_cast<Signature*>(t) : nullptr;
            sig && !sig->tparams.empty() && !isParameterized(tparams_, sig)) {
          sig->tparams.clear();  // All its parameters were found: it is no longer generic.
        }
        inferred[i] = t;
        changed.push_back(i);
      }
      dirty = std::move(changed);
    }
    for (size_t i = 0; i < inferred.size(); i++) {
      if (inferred[i] && !isParameterized(tparams_, inferred[i])) continue;
      TypeName* o = tparams_[i]->obj;
      check_.addf(report_, pos_, "cannot infer %s (declared at %s)", o->name, o->pos);
      return false;
    }
    *result = std::move(inferred);
    return true;
  }

  Checker& check_;
  Pos pos_;
  const std::vector<TypeParam*>& tparams_;
  const std::vector<Type*>& targs_;
  Tuple* params_;
  const std::vector<Operand*>& args_;
  bool reverse_;
  Report* report_;
  Unifier unifier_;
  std::vector<size_t> untyped_;
};

bool Checker::infer(Pos pos, const std::vector<TypeParam*>& tparams, std::vector<Type*>* targs,
                    Tuple* params, const std::vector<Operand*>& args, bool reverse,
                    Report* report) {
  bool complete = targs->size() == tparams.size() &&
                  std::find(targs->begin(), targs->end(), nullptr) == targs->end();
  if (complete) return true;
  for (Operand* arg : args) {
    if (!arg->valid()) return false;
  }
  targs->resize(tparams.size());
  // Put in the arguments that were given: then their parameters are matched by assignability.
  if (params) {
    params = static_cast<Tuple*>(subst(context_, params, makeSubstMap(tparams, *targs)));
  }
  return Inferer(*this, pos, tparams, *targs, params, args, reverse, report).run(targs);
}

std::vector<TypeParam*> Checker::renameTypeParams(const std::vector<TypeParam*>& tparams,
                                                  Type** type) {
  // A function may call itself: the parameters to be found must differ from those it is given.
  std::vector<TypeParam*> renamed;
  SubstMap map;
  for (TypeParam* p : tparams) {
    auto* o = context_.make<TypeName>();
    o->pos = p->obj->pos;
    o->pkg = p->obj->pkg;
    o->name = p->obj->name;
    auto* r = context_.make<TypeParam>();
    r->context = &context_;
    r->check = this;
    r->obj = o;
    r->id = context_.nextId();
    r->index = p->index;
    o->type = r;
    typeParams_.push_back(r);
    renamed.push_back(r);
    map[p] = r;
  }
  for (size_t i = 0; i < tparams.size(); i++) {
    renamed[i]->bound = subst(context_, tparams[i]->bound, map);
  }
  if (*type) *type = subst(context_, *type, map);
  return renamed;
}

}  // namespace gopark::types
