// Function types: receivers, parameters, results.
#include "golang/types/checker.h"

namespace gopark::types {

void Checker::funcType(Signature* sig, syntax::Field* recv, syntax::List<syntax::Field> tparams,
                       syntax::FuncType* type) {
  openScope(type);
  env_.scope->isFunc = true;
  sig->scope = env_.scope;
  Var* receiver = nullptr;
  if (recv) receiver = collectReceiver(sig, recv, type->pos);
  if (!tparams.empty()) collectTypeParams(&sig->tparams, tparams);

  std::vector<Name*> paramNames, resultNames;
  bool ignored = false;
  std::vector<Var*> params =
      collectParams(VarKind::ParamVar, type->paramList, &paramNames, &sig->variadic);
  std::vector<Var*> results =
      collectParams(VarKind::ResultVar, type->resultList, &resultNames, &ignored);

  Pos scopePos = syntax::endPos(type);
  if (receiver && !receiver->name.empty()) declare(env_.scope, recv->name, receiver, scopePos);
  for (size_t i = 0; i < params.size(); i++) {
    if (paramNames[i]) declare(env_.scope, paramNames[i], params[i], scopePos);
  }
  for (size_t i = 0; i < results.size(); i++) {
    if (resultNames[i]) declare(env_.scope, resultNames[i], results[i], scopePos);
  }
  sig->recv = receiver;
  sig->params = context_.newTuple(std::move(params));
  sig->results = context_.newTuple(std::move(results));
  closeScope();
}

Var* Checker::collectReceiver(Signature* sig, syntax::Field* recv, Pos scopePos) {
  bool pointer = false;
  std::vector<Name*> names;
  Expr* base = unpackReceiver(recv->type, &pointer, &names);
  Type* type = invalidType();
  if (names.empty()) {
    type = varType(recv->type);
    // No methods on instances, also not through aliases of them.
    auto strip = [](Type* t) {
      while (t->kind == TypeKind::Pointer) t = static_cast<Pointer*>(t)->base;
      return t;
    };
    for (Type* t = strip(type); t->kind == TypeKind::Alias;) {
      Type* next = static_cast<Alias*>(t)->fromRhs;
      if (!next) break;
      t = strip(next);
      auto* named = t->kind == TypeKind::Named ? static_cast<Named*>(t) : nullptr;
      bool instance = (named && !namedTypeParams(named).empty()) ||
                      (t->kind == TypeKind::Alias && !static_cast<Alias*>(t)->tparams.empty());
      if (instance) {
        errorf(base, "cannot define new methods on instantiated type %s", t);
        type = invalidType();
        break;
      }
    }
  } else {
    type = genericReceiver(sig, recv, base, pointer, names, scopePos);
  }
  Var* v;
  if (recv->name && !recv->name->value.empty()) {
    v = context_.newVar(VarKind::RecvVar, recv->name->pos, pkg_, std::string(recv->name->value),
                        type);
  } else {
    v = context_.newVar(VarKind::RecvVar, recv->pos, pkg_, "", type);
    recordImplicit(recv, v);
  }
  later([=, this] { validReceiver(base, v); });
  return v;
}

Type* Checker::genericReceiver(Signature* sig, syntax::Field* recv, Expr* base, bool pointer,
                               const std::vector<Name*>& names, Pos scopePos) {
  // The base is looked up before its parameters are declared: they may have its name.
  Named* generic = nullptr;
  std::string cause;
  Type* t = genericType(base, &cause);
  if (isValid(t)) {
    if (t->kind == TypeKind::Named) {
      generic = static_cast<Named*>(t);
    } else {
      errorf(base, "cannot define new methods on generic alias type %s", t);
    }
  } else if (!cause.empty()) {
    errorf(base, "%s", cause);
  }

  for (Name* name : names) {
    TypeParam* p;
    if (name) {
      p = declareTypeParam(name, scopePos);
      recordUse(name, p->obj);
      recordTypeAndValue(name, Mode::TypeExpr, p);
    } else {
      auto* blank = context_.make<Name>();
      blank->value = "_";
      p = declareTypeParam(blank, scopePos);
    }
    p->index = static_cast<int>(sig->rparams.size());
    sig->rparams.push_back(p);
  }
  if (!generic) return invalidType();
  const std::vector<TypeParam*>& own = generic->tparams;
  if (own.size() == sig->rparams.size()) {
    SubstMap rename;
    for (size_t i = 0; i < own.size(); i++) rename[own[i]] = sig->rparams[i];
    for (size_t i = 0; i < own.size(); i++) {
      mono_.recordCanon(sig->rparams[i], own[i]);
      sig->rparams[i]->bound = subst(context_, own[i]->bound, rename);
    }
  } else {
    std::string got = std::to_string(sig->rparams.size()) + " type parameter" +
                      (sig->rparams.size() == 1 ? "" : "s");
    errorf(base, "receiver declares %s, but receiver base type declares %s", got, own.size());
  }
  std::vector<Type*> targs(sig->rparams.begin(), sig->rparams.end());
  Type* type = instance(generic, targs, recv->type->pos);
  recordInstance(base, targs, type);
  if (pointer && isValid(type)) type = newPointer(type);
  // (*(T[P])): each layer has a type.
  Type* layer = type;
  for (Expr* e = recv->type; e;) {
    recordTypeAndValue(e, Mode::TypeExpr, layer);
    if (auto* paren = nodeCast<syntax::ParenExpr>(e)) {
      e = paren->x;
    } else if (auto* op = nodeCast<Operation>(e); op && layer->kind == TypeKind::Pointer) {
      e = op->x;
      layer = static_cast<Pointer*>(layer)->base;
    } else {
      break;
    }
  }
  return type;
}

void Checker::validReceiver(Expr* base, Var* recv) {
  Type* t = deref(recv->type, nullptr);
  Type* plain = unalias(t);
  if (!isValid(plain)) return;
  if (auto* named = cast<Named>(plain)) {
    if (named->obj->pkg != pkg_) {
      errorf(base, "cannot define new methods on non-local type %s", t);
      return;
    }
    Type* u = underlying(named);
    if (isUnsafePointer(u)) {
      errorf(base, "invalid receiver type %s (unsafe.Pointer)", t);
    } else if (u->kind == TypeKind::Pointer || u->kind == TypeKind::Interface) {
      errorf(base, "invalid receiver type %s (pointer or interface type)", t);
    }
  } else if (plain->kind == TypeKind::Basic) {
    errorf(base, "cannot define new methods on non-local type %s", t);
  } else {
    errorf(base, "invalid receiver type %s", recv->type);
  }
}

std::vector<Var*> Checker::collectParams(VarKind kind, syntax::List<syntax::Field> list,
                                         std::vector<Name*>* names, bool* variadic) {
  std::vector<Var*> params;
  Type* type = nullptr;
  Expr* previous = nullptr;
  for (size_t i = 0; i < list.size(); i++) {
    syntax::Field* f = list[i];
    if (i == 0 || f->type != previous) {
      previous = f->type;
      Expr* e = f->type;
      if (auto* dots = nodeCast<syntax::DotsType>(e)) {
        e = dots->elem;
        if (kind == VarKind::ParamVar && i + 1 == list.size()) {
          *variadic = true;
        } else {
          errorf(dots, "invalid syntax tree: invalid use of ...");
        }
      }
      type = varType(e);
    }
    Pos pos = f->name ? f->name->pos : f->pos;
    Var* v = context_.newVar(kind, pos, pkg_, f->name ? std::string(f->name->value) : "", type);
    if (!f->name) recordImplicit(f, v);
    names->push_back(f->name);
    params.push_back(v);
  }
  if (*variadic) {
    Var* last = params.back();
    last->type = context_.sliceOf(last->type);
    recordTypeAndValue(list.back()->type, Mode::TypeExpr, last->type);
  }
  return params;
}

}  // namespace gopark::types
