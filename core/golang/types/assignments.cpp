// Assignments, initializations and returns: one value to one variable, or lists of them.
#include <algorithm>

#include "golang/types/checker.h"

namespace gopark::types {

void Checker::assignment(Operand* x, Type* T, std::string_view context) {
  singleValue(x);
  switch (x->mode) {
    case Mode::Invalid:
      return;
    case Mode::NilValue:
    case Mode::Constant:
    case Mode::Variable:
    case Mode::MapIndex:
    case Mode::Value:
    case Mode::CommaOk:
      break;
    default:
      errorf(x, "cannot assign %s to %s in %s", x, T ? str(T) : "_", context);
      x->invalidate();
      return;
  }
  if (isUntyped(x->type)) {
    Type* target = T;
    if (x->isNil()) {
      if (!T) {
        errorf(x, "use of untyped nil in %s", context);
        x->invalidate();
        return;
      }
    } else if (!T || isNonTypeParamInterface(T)) {
      target = defaultType(x->type);
    }
    constant::Value value;
    Fit fit;
    Type* type = implicitType(*x, target, &value, &fit);
    if (fit != Fit::Ok || !type) {
      const char* why = fit == Fit::Truncated  ? " (truncated)"
                        : fit == Fit::Overflow ? " (overflows)"
                                               : "";
      errorf(x, "cannot use %s as %s value in %s%s", x, target, context, why);
      x->invalidate();
      return;
    }
    if (value.known()) {
      x->value = value;
      updateExprValue(x->expr, value);
    }
    if (type != x->type) {
      x->type = type;
      updateExprType(x->expr, type, false);
    }
  }
  if (auto* sig = as<Signature>(x->type); sig && !sig->tparams.empty()) {
    errorf(x, "cannot use generic function %s without instantiation in %s", x->expr, context);
    x->invalidate();
    return;
  }
  if (!T) return;
  std::string cause;
  if (!assignableTo(*x, T, &cause)) {
    if (cause.empty()) {
      errorf(x, "cannot use %s as %s value in %s", x, T, context);
    } else {
      errorf(x, "cannot use %s as %s value in %s: %s", x, T, context, cause);
    }
    x->invalidate();
    return;
  }
  recordConversion(x->expr, x->type, T);
}

void Checker::initConst(Const* lhs, Operand* x) {
  if (!x->valid() || !isValid(x->type) || (lhs->type && !isValid(lhs->type))) {
    if (!lhs->type) lhs->type = invalidType();
    return;
  }
  if (!x->isConst()) {
    errorf(x, "%s is not constant", x);
    if (!lhs->type) lhs->type = invalidType();
    return;
  }
  if (!lhs->type) lhs->type = x->type;
  assignment(x, lhs->type, "constant declaration");
  if (x->valid()) lhs->value = x->value;
}

void Checker::initVar(Var* lhs, Operand* x, std::string_view context) {
  if (!x->valid() || !isValid(x->type) || (lhs->type && !isValid(lhs->type))) {
    if (!lhs->type) lhs->type = invalidType();
    x->invalidate();
    return;
  }
  if (!lhs->type) {
    Type* t = x->type;
    if (isUntyped(t)) {
      if (t == basicType(BasicKind::UntypedNil)) {
        errorf(x, "use of untyped nil in %s", context);
        lhs->type = invalidType();
        x->invalidate();
        return;
      }
      t = defaultType(t);
    }
    lhs->type = t;
  }
  assignment(x, lhs->type, context);
}

// lhsVar() is the type of an assignment's left side: null for _, invalid after an error.
Type* Checker::lhsVar(Expr* lhs) {
  auto* name = nodeCast<Name>(syntax::unparen(lhs));
  if (name && name->isBlank()) {
    recordDef(name, nullptr);
    return nullptr;
  }
  // Assigning to a variable is no use of it.
  Var* v = nullptr;
  bool used = false;
  if (name) {
    v = objectCast<Var>(lookup(name->value));
    if (v && v->pkg != pkg_) v = nullptr;
    if (v) used = v->used;
  }
  Operand x;
  expr(nullptr, &x, lhs);
  if (v) v->used = used;
  if (!x.valid() || !isValid(x.type)) return invalidType();
  if (x.mode == Mode::Variable || x.mode == Mode::MapIndex) {
    noteAssigned(lhs);
    return x.type;
  }
  if (auto* sel = nodeCast<syntax::SelectorExpr>(x.expr)) {
    Operand op;
    expr(nullptr, &op, sel->x);
    if (op.mode == Mode::MapIndex) {
      errorf(&x, "cannot assign to struct field %s in map", x.expr);
      return invalidType();
    }
  }
  errorf(&x, "cannot assign to %s (neither addressable nor a map index expression)", x.expr);
  return invalidType();
}

void Checker::assignVar(Expr* lhs, Expr* rhs, Operand* x, std::string_view context) {
  Type* T = lhsVar(lhs);
  if (T && !isValid(T)) {
    if (x) {
      x->invalidate();
    } else {
      use(rhs);
    }
    return;
  }
  Operand local;
  if (!x) {
    Target target;
    if (T) {
      if (auto* sig = as<Signature>(T)) target = {sig, syntax::exprString(lhs)};
    }
    x = &local;
    expr(target.sig ? &target : nullptr, x, rhs);
  }
  if (!T && context == "assignment") context = "assignment to _ identifier";
  assignment(x, T, context);
}

void Checker::assignError(ExprList rhs, size_t l, size_t r) {
  auto measure = [](size_t n, const char* unit) {
    return std::to_string(n) + " " + unit + (n == 1 ? "" : "s");
  };
  std::string vars = measure(l, "variable"), vals = measure(r, "value");
  auto* call = rhs.size() == 1 ? nodeCast<CallExpr>(syntax::unparen(rhs[0])) : nullptr;
  if (call) {
    errorf(rhs[0], "assignment mismatch: %s but %s returns %s", vars, call->fun, vals);
  } else {
    errorf(rhs[0], "assignment mismatch: %s but %s", vars, vals);
  }
}

void Checker::returnError(Stmt* at, const std::vector<Var*>& lhs, std::vector<Operand>& rhs) {
  At place = at;
  const char* qualifier = "not enough";
  if (rhs.size() > lhs.size()) {
    place = &rhs[lhs.size()];
    qualifier = "too many";
  } else if (!rhs.empty()) {
    place = &rhs.back();
  }
  std::vector<Type*> have, want;
  for (Operand& x : rhs) have.push_back(x.type);
  for (Var* v : lhs) want.push_back(v->type);
  Report r;
  addf(&r, place, "%s return values", qualifier);
  addf(&r, Pos(), "have %s", typesSummary(have, false, false));
  addf(&r, Pos(), "want %s", typesSummary(want, false, false));
  report(r);
}

void Checker::initVars(const std::vector<Var*>& lhs, ExprList rhs, Stmt* returnStmt) {
  std::string_view context = returnStmt ? "return statement" : "assignment";
  auto invalidateAll = [&] {
    for (Var* v : lhs) {
      if (!v->type) v->type = invalidType();
    }
  };
  size_t l = lhs.size(), r = rhs.size();
  bool isCall = r == 1 && syntax::unparen(rhs[0])->kind == NodeKind::CallExpr;
  if (l == r && !isCall) {
    for (size_t i = 0; i < l; i++) {
      Target target;
      if (lhs[i]->type) {
        if (auto* sig = as<Signature>(lhs[i]->type)) {
          target = {sig, returnStmt && lhs[i]->name.empty() ? "result variable" : lhs[i]->name};
        }
      }
      Operand x;
      expr(target.sig ? &target : nullptr, &x, rhs[i]);
      initVar(lhs[i], &x, context);
    }
    return;
  }
  if (r != 1) {
    if (useAll(rhs)) {
      if (returnStmt) {
        std::vector<Operand> values = exprList(rhs);
        returnError(returnStmt, lhs, values);
      } else {
        assignError(rhs, l, r);
      }
    }
    invalidateAll();
    return;
  }
  bool commaOk;
  std::vector<Operand> values = multiExpr(rhs[0], l == 2 && !returnStmt, &commaOk);
  if (values.size() == l) {
    for (size_t i = 0; i < l; i++) initVar(lhs[i], &values[i], context);
    if (commaOk && values[0].valid() && values[1].valid()) {
      recordCommaOk(rhs[0], values[0].type, values[1].type);
    }
    return;
  }
  if (values[0].valid()) {
    if (returnStmt) {
      returnError(returnStmt, lhs, values);
    } else {
      assignError(rhs, l, values.size());
    }
  }
  invalidateAll();
}

void Checker::assignVars(ExprList lhs, ExprList rhs) {
  size_t l = lhs.size(), r = rhs.size();
  bool isCall = r == 1 && syntax::unparen(rhs[0])->kind == NodeKind::CallExpr;
  if (l == r && !isCall) {
    for (size_t i = 0; i < l; i++) assignVar(lhs[i], rhs[i], nullptr, "assignment");
    return;
  }
  if (r != 1) {
    bool okLhs = useAll(lhs, true), okRhs = useAll(rhs);
    if (okLhs && okRhs) assignError(rhs, l, r);
    return;
  }
  bool commaOk;
  std::vector<Operand> values = multiExpr(rhs[0], l == 2, &commaOk);
  if (values.size() == l) {
    for (size_t i = 0; i < l; i++) assignVar(lhs[i], nullptr, &values[i], "assignment");
    if (commaOk && values[0].valid() && values[1].valid()) {
      recordCommaOk(rhs[0], values[0].type, values[1].type);
    }
    return;
  }
  if (values[0].valid()) assignError(rhs, l, values.size());
  useAll(lhs, true);
}

void Checker::shortVarDecl(Pos pos, ExprList lhs, ExprList rhs) {
  size_t top = delayed_.size();
  Scope* scope = env_.scope;
  std::set<std::string_view> seen;
  std::vector<Var*> vars, fresh;
  bool failed = false;
  for (Expr* e : lhs) {
    auto* name = nodeCast<Name>(e);
    Var* v = nullptr;
    if (!name) {
      use(e, true);
      errorf(e, "non-name %s on left side of :=", e);
      failed = true;
    } else if (!name->isBlank() && !seen.insert(name->value).second) {
      errorf(e, "%s repeated on left side of :=", e);
      failed = true;
    } else if (Object* other = scope->lookup(name->value)) {
      // Declared in this very scope: an assignment.
      recordUse(name, other);
      v = objectCast<Var>(other);
      if (v) {
        v->reassigned = true;
        noteUse(v);
      } else {
        errorf(e, "cannot assign to %s", e);
        failed = true;
      }
    } else {
      v = newLocal(name->pos, name->value, nullptr);
      if (!name->isBlank()) fresh.push_back(v);
      recordDef(name, v);
    }
    vars.push_back(v ? v : context_.newVar(VarKind::LocalVar, e->pos, pkg_, "_", nullptr));
  }
  initVars(vars, rhs, nullptr);
  // Function literals on the right see the scope as it was.
  processDelayed(top);
  if (fresh.empty() && !failed) {
    errorf(pos, "no new variables on left side of :=");
    return;
  }
  Pos scopePos = rhs.empty() ? pos : syntax::endPos(rhs.back());
  for (Var* v : fresh) declare(scope, nullptr, v, scopePos);
}

}  // namespace gopark::types
