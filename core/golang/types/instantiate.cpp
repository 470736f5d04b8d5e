// Instantiating generic types and functions, and verifying that the type arguments satisfy their
// constraints: later, when all types are complete.
#include "golang/types/checker.h"

namespace gopark::types {

Type* Checker::instance(Type* generic, const std::vector<Type*>& targs, Pos pos) {
  return context_.instantiate(generic, targs, pos);
}

bool Checker::validateTargCount(Pos pos, const std::string& name, size_t want, size_t got) {
  if (got == want) return true;
  errorf(pos, "%s type arguments for type %s: have %s, want %s",
         got < want ? "not enough" : "too many", name, got, want);
  return false;
}

int Checker::verify(const std::vector<TypeParam*>& tparams, const std::vector<Type*>& targs,
                    std::string* cause) {
  SubstMap map = makeSubstMap(tparams, targs);
  for (size_t i = 0; i < tparams.size(); i++) {
    typeParamInterface(tparams[i]);  // A bare constraint becomes an interface first.
    Type* bound = subst(context_, tparams[i]->bound, map);
    if (!implements(targs[i], bound, true, cause)) return static_cast<int>(i);
  }
  return -1;
}

void Checker::verifyLater(Pos pos, std::vector<TypeParam*> tparams, std::vector<Type*> targs,
                          std::vector<Expr*> exprs) {
  later([=, this] {
    std::vector<Pos> at;
    for (size_t i = 0; i < tparams.size(); i++) {
      at.push_back(i < exprs.size() ? syntax::startPos(exprs[i]) : pos);
    }
    std::string cause;
    int bad = verify(tparams, targs, &cause);
    if (bad >= 0) {
      errorf(at[static_cast<size_t>(bad)], "%s", cause);
    } else {
      mono_.recordInstance(pkg_, at, tparams, targs);
    }
  });
}

Signature* Checker::instantiateSignature(Pos pos, Expr* expr, Signature* sig,
                                         const std::vector<Type*>& targs, ExprList exprs) {
  auto* inst = static_cast<Signature*>(instance(sig, targs, pos));
  recordInstance(expr, targs, inst);
  verifyLater(pos, sig->tparams, targs, {exprs.begin(), exprs.end()});
  return inst;
}

Type* Checker::instantiatedType(syntax::IndexExpr* e) {
  ExprList list = syntax::unpackList(e->index);
  std::string cause;
  Type* generic = genericType(e->x, &cause);
  if (!cause.empty()) errorf(e->x, "invalid operation: %s%s (%s)", e->x, list, cause);
  std::vector<Type*> targs;
  if (!isValid(generic)) return generic;
  if (!typeList(list, &targs)) return invalidType();
  if (generic->kind == TypeKind::Alias) {
    auto* alias = static_cast<Alias*>(generic);
    if (!validateTargCount(e->x->pos, alias->obj->name, alias->tparams.size(), targs.size())) {
      return invalidType();
    }
  }
  Type* inst = instance(generic, targs, e->x->pos);
  later([=, this] {
    recordInstance(e->x, targs, inst);
    const std::vector<TypeParam*>& tparams = generic->kind == TypeKind::Alias
                                                 ? static_cast<Alias*>(generic)->tparams
                                                 : namedTypeParams(cast<Named>(generic));
    TypeName* name = generic->kind == TypeKind::Alias ? static_cast<Alias*>(generic)->obj
                                                      : cast<Named>(generic)->obj;
    if (!validateTargCount(e->x->pos, name->name, tparams.size(), targs.size())) return;
    verifyLater(e->x->pos, tparams, targs, {list.begin(), list.end()});
  });
  return inst;
}

bool Checker::funcInst(const Target* target, Pos pos, Operand* x, syntax::IndexExpr* inst,
                       bool infer, std::vector<Type*>* partial) {
  Pos instPos = inst ? inst->pos : pos;
  std::vector<Type*> targs;
  ExprList exprs;
  if (inst) {
    x->expr = inst;
    exprs = syntax::unpackList(inst->index);
    if (!typeList(exprs, &targs)) {
      x->invalidate();
      return false;
    }
  }
  auto* sig = cast<Signature>(x->type);
  size_t got = targs.size(), want = sig->tparams.size();
  if (got > want) {
    errorf(exprs[got - 1], "got %s type arguments but want %s", got, want);
    x->invalidate();
    return false;
  }
  if (got < want) {
    if (!infer) {
      *partial = std::move(targs);
      return true;
    }
    // `var v func(...) = f` infers as the call g(v) of a function g[...](func(...)) would.
    std::vector<Operand> pseudo;
    Type* params = nullptr;
    bool reverse = false;
    if (target) {
      auto* plain = context_.make<Signature>();
      plain->params = sig->params;
      plain->results = sig->results;
      plain->variadic = sig->variadic;
      params =
          context_.newTuple({context_.newVar(VarKind::ParamVar, x->expr->pos, pkg_, "", plain)});
      auto* name = context_.make<Name>();
      name->pos = x->expr->pos;
      name->value = *context_.make<std::string>(target->description);
      pseudo.push_back({Mode::Value, name, target->sig, {}, {}});
      reverse = true;
    }
    std::vector<TypeParam*> tparams = renameTypeParams(sig->tparams, &params);
    std::vector<Operand*> args;
    for (Operand& p : pseudo) args.push_back(&p);
    Report r;
    if (!this->infer(pos, tparams, &targs, static_cast<Tuple*>(params), args, reverse, &r)) {
      report(r);
      x->invalidate();
      return false;
    }
  }
  x->type = instantiateSignature(instPos, x->expr, sig, targs, exprs);
  x->mode = Mode::Value;
  return false;
}

}  // namespace gopark::types
