// Calls and conversions, and the inference of type arguments from a call's arguments.
#include "golang/types/checker.h"

namespace gopark::types {

ExprKind Checker::callExpr(Operand* x, CallExpr* call) {
  syntax::IndexExpr* inst = nullptr;
  if (auto* index = nodeCast<syntax::IndexExpr>(call->fun)) {
    // A generic function with some type arguments: the others may follow from the call.
    if (indexExpr(x, index)) inst = index;
    x->expr = index;
    record(*x);
  } else {
    exprOrType(x, call->fun, true);
  }
  ExprList argList(call->argList.data(), call->argList.size());
  switch (x->mode) {
    case Mode::Invalid:
      useAll(argList);
      x->expr = call;
      return ExprKind::Statement;
    case Mode::TypeExpr:
      return conversionCall(x, call);
    case Mode::Builtin: {
      BuiltinId id = x->builtin;
      if (!builtin(x, call, id)) x->invalidate();
      x->expr = call;
      if (x->valid() && !x->isConst()) env_.hasCallOrRecv = true;
      return builtinInfo(id).kind;
    }
    default:
      break;
  }

  std::string why;
  Type* u = commonUnder(
      x->type,
      [&](Type* t, Type* under) -> Why {
        if (under && under->kind != TypeKind::Signature) return sprintf("%s is not a function", t);
        return std::nullopt;
      },
      &why, pkg_);
  if (!u) {
    errorf(x, "invalid operation: cannot call %s: %s", x, why);
    x->invalidate();
    x->expr = call;
    return ExprKind::Statement;
  }
  auto* sig = static_cast<Signature*>(u);
  bool wasGeneric = !sig->tparams.empty();
  auto fail = [&] {
    useAll(argList);
    x->invalidate();
    x->expr = call;
    return ExprKind::Statement;
  };

  ExprList exprs;
  std::vector<Type*> targs;
  if (inst) {
    exprs = syntax::unpackList(inst->index);
    if (!typeList(exprs, &targs)) return fail();
    size_t got = targs.size(), want = sig->tparams.size();
    if (got > want) {
      errorf(exprs[want], "got %s type arguments but want %s", got, want);
      return fail();
    }
    if (got == want) {
      sig = instantiateSignature(inst->pos, inst, sig, targs, exprs);
      targs.clear();
      exprs = {};
    }
  }
  std::vector<std::vector<Type*>> argTargs;
  std::vector<Operand> args = genericExprList(argList, &argTargs);
  sig = arguments(call, sig, targs, exprs, args, argTargs);
  if (wasGeneric && sig->tparams.empty()) recordTypeAndValue(call->fun, Mode::Value, sig);

  switch (tupleLen(sig->results)) {
    case 0:
      x->mode = Mode::NoValue;
      break;
    case 1:
      x->mode = Mode::Value;
      x->type = sig->results->vars[0]->type;
      break;
    default:
      x->mode = Mode::Value;
      x->type = sig->results;
  }
  x->expr = call;
  env_.hasCallOrRecv = true;
  // After a failed inference the result would still be generic.
  if (x->mode == Mode::Value && !sig->tparams.empty()) {
    SubstMap probe;
    for (TypeParam* p : sig->tparams) probe[p] = invalidType();
    if (subst(context_, x->type, probe) != x->type) x->invalidate();
  }
  return ExprKind::Statement;
}

ExprKind Checker::conversionCall(Operand* x, CallExpr* call) {
  nonGeneric(nullptr, x);
  if (!x->valid()) {
    x->expr = call;
    return ExprKind::Conversion;
  }
  Type* T = x->type;
  x->invalidate();
  size_t n = call->argList.size();
  if (n == 0) {
    errorf(call, "missing argument in conversion to %s", T);
  } else if (n > 1) {
    useAll({call->argList.data(), n});
    errorf(call->argList[n - 1], "too many arguments in conversion to %s", T);
  } else {
    expr(nullptr, x, call->argList[0]);
    auto* i = as<Interface>(T);
    if (x->valid()) {
      if (i && !isTypeParam(T) && !typeSet(i)->isMethodSet()) {
        errorf(call,
               "cannot use interface %s in conversion (contains specific type constraints or is "
               "comparable)",
               T);
        x->invalidate();
      } else if (call->hasDots) {
        errorf(call->argList[0], "invalid use of ... in conversion to %s", T);
        x->invalidate();
      } else {
        conversion(x, T);
      }
    }
  }
  x->expr = call;
  return ExprKind::Conversion;
}

void Checker::genericArgument(Operand* x, Expr* e, std::vector<Type*>* targs) {
  auto* inst = nodeCast<syntax::IndexExpr>(e);
  if (!inst) {
    genericExpr(x, e);
    return;
  }
  if (indexExpr(x, inst)) {
    // f[A] as an argument: what is missing may follow from the parameter.
    funcInst(nullptr, inst->pos, x, inst, false, targs);
    x->expr = inst;
    if (targs->empty()) record(*x);
    return;
  }
  x->expr = e;
  if (x->valid() && x->type && !finiteSize(x->type)) x->invalidate();
  record(*x);
  exclude(x, {Mode::NoValue, Mode::Builtin, Mode::TypeExpr});
  singleValue(x);
}

std::vector<Operand> Checker::genericExprList(ExprList list,
                                              std::vector<std::vector<Type*>>* targs) {
  std::vector<Operand> result(list.size());
  targs->resize(list.size());
  if (list.size() == 1 && list[0]->kind != NodeKind::IndexExpr) {
    Operand& x = result[0];
    rawExpr(nullptr, &x, list[0], nullptr, true);
    exclude(&x, {Mode::NoValue, Mode::Builtin, Mode::TypeExpr});
    if (x.valid() && x.type->kind == TypeKind::Tuple) {
      // f(g()) with several results.
      auto* tuple = static_cast<Tuple*>(x.type);
      result.clear();
      for (Var* v : tuple->vars) result.push_back({Mode::Value, list[0], v->type, {}, {}});
    }
    return result;
  }
  for (size_t i = 0; i < list.size(); i++) genericArgument(&result[i], list[i], &(*targs)[i]);
  return result;
}

// adjustParams() gives a variadic function one parameter per argument, and checks their number.
bool Checker::adjustParams(CallExpr* call, Signature* sig, std::vector<Operand>& args,
                           Tuple** params, bool* adjusted) {
  size_t nargs = args.size(), npars = tupleLen(sig->params);
  *params = sig->params;
  *adjusted = false;
  if (!sig->variadic && call->hasDots) {
    errorf(call, "cannot use ... in call to non-variadic %s", call->fun);
    return false;
  }
  if (sig->variadic && call->hasDots && call->argList.size() == 1 && nargs > 1) {
    errorf(call, "cannot use ... with %s-valued %s", nargs, call->argList[0]);
    return false;
  }
  if (sig->variadic && !call->hasDots) {
    if (nargs + 1 >= npars) {
      std::vector<Var*> vars(sig->params->vars.begin(), sig->params->vars.end() - 1);
      Var* last = sig->params->vars.back();
      auto* slice = cast<Slice>(last->type);
      Type* elem = slice ? slice->elem : invalidType();
      while (vars.size() < nargs) {
        vars.push_back(context_.newVar(VarKind::ParamVar, last->pos, last->pkg, last->name, elem));
      }
      *params = context_.newTuple(std::move(vars));
      *adjusted = true;
      npars = nargs;
    } else {
      npars--;
    }
  }
  if (nargs == npars) return true;

  At at = call;
  const char* qualifier = "not enough";
  if (nargs > npars) {
    at = args[npars].expr;
    qualifier = "too many";
  } else if (nargs > 0) {
    at = args[nargs - 1].expr;
  } else {
    at = call;
  }
  std::vector<Type*> have, want;
  for (Operand& a : args) have.push_back(a.type);
  if (sig->params) {
    for (Var* v : sig->params->vars) want.push_back(v->type);
  }
  Report r;
  addf(&r, at, "%s arguments in call to %s", qualifier, call->fun);
  addf(&r, Pos(), "have %s", typesSummary(have, false, call->hasDots));
  addf(&r, Pos(), "want %s", typesSummary(want, sig->variadic, false));
  report(r);
  return false;
}

bool Checker::inferArguments(CallExpr* call, Signature** sig, std::vector<Type*> targs,
                             ExprList exprs, std::vector<Operand>& args,
                             const std::vector<std::vector<Type*>>& argTargs, Tuple** params,
                             bool adjusted) {
  // The callee's type parameters come first, then those of generic functions among the arguments.
  std::vector<TypeParam*> tparams;
  size_t n = (*sig)->tparams.size();
  if (n > 0) {
    Type* renamed = *params;
    tparams = renameTypeParams((*sig)->tparams, &renamed);
    *params = static_cast<Tuple*>(renamed);
    targs.resize(n);
  }
  std::vector<size_t> genericArgs;
  for (size_t i = 0; i < args.size(); i++) {
    auto* s = args[i].valid() && args[i].type->kind == TypeKind::Signature
                  ? static_cast<Signature*>(args[i].type)
                  : nullptr;
    if (!s || s->tparams.empty()) continue;
    // Each use gets parameters of its own: f(g, g).
    auto* copy = context_.make<Signature>(*s);
    Type* renamed = copy;
    std::vector<TypeParam*> own = renameTypeParams(s->tparams, &renamed);
    if (renamed == copy) renamed = context_.make<Signature>(*copy);
    static_cast<Signature*>(renamed)->tparams = own;
    args[i].type = renamed;
    tparams.insert(tparams.end(), own.begin(), own.end());
    if (i < argTargs.size()) targs.insert(targs.end(), argTargs[i].begin(), argTargs[i].end());
    targs.resize(tparams.size());
    genericArgs.push_back(i);
  }
  if (tparams.empty()) return true;

  std::vector<Operand*> pointers;
  for (Operand& a : args) pointers.push_back(&a);
  Report r;
  if (!infer(call->pos, tparams, &targs, *params, pointers, false, &r)) {
    if (!r.empty()) {
      Pos pos = r.lines[0].first;
      errorf(pos, "in call to %s, %s", call->fun, message(r));
    }
    return false;
  }
  if (n > 0) {
    std::vector<Type*> own(targs.begin(), targs.begin() + static_cast<long>(n));
    *sig = instantiateSignature(call->pos, call->fun, *sig, own, exprs);
    if (adjusted) {
      std::vector<TypeParam*> renamed(tparams.begin(), tparams.begin() + static_cast<long>(n));
      *params = static_cast<Tuple*>(subst(context_, *params, makeSubstMap(renamed, own)));
    } else {
      *params = (*sig)->params;
    }
  }
  size_t j = n;
  for (size_t i : genericArgs) {
    Operand& arg = args[i];
    auto* s = static_cast<Signature*>(arg.type);
    size_t k = j + s->tparams.size();
    std::vector<Type*> own(targs.begin() + static_cast<long>(j),
                           targs.begin() + static_cast<long>(k));
    arg.type = instantiateSignature(call->pos, arg.expr, s, own, {});
    record(arg);
    j = k;
  }
  return true;
}

Signature* Checker::arguments(CallExpr* call, Signature* sig, std::vector<Type*> targs,
                              ExprList exprs, std::vector<Operand>& args,
                              const std::vector<std::vector<Type*>>& argTargs) {
  Tuple* params;
  bool adjusted;
  if (!adjustParams(call, sig, args, &params, &adjusted)) return sig;
  if (!inferArguments(call, &sig, std::move(targs), exprs, args, argTargs, &params, adjusted)) {
    return sig;
  }
  if (args.empty()) return sig;
  std::string context = sprintf("argument to %s", call->fun);
  for (size_t i = 0; i < args.size(); i++) assignment(&args[i], params->vars[i]->type, context);
  return sig;
}

}  // namespace gopark::types
