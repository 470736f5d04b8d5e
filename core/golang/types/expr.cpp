// Expressions. Each function takes an expression down and leaves what it found in an Operand;
// rawExpr() is the one gate all go through, and where results are recorded.
//
// Untyped operands keep their untyped type until their use decides: see untyped.cpp.
#include <algorithm>

#include "golang/types/checker.h"

namespace gopark::types {

ExprKind Checker::rawExpr(const Target* target, Operand* x, Expr* e, Type* hint,
                          bool allowGeneric) {
  ExprKind kind = exprInternal(target, x, e, hint);
  if (!allowGeneric) nonGeneric(target, x);
  // A type still being declared has no values yet: type T [unsafe.Sizeof(T{})]int.
  if (x->valid() && x->mode != Mode::NoValue && x->type && !finiteSize(x->type)) {
    x->invalidate();
    x->type = invalidType();
  }
  record(*x);
  return kind;
}

void Checker::nonGeneric(const Target* target, Operand* x) {
  if (!x->valid() || x->mode == Mode::NoValue || !x->type) return;
  const char* what = nullptr;
  if (x->type->kind == TypeKind::Alias || x->type->kind == TypeKind::Named) {
    if (isGeneric(x->type)) what = "type";
  } else if (x->type->kind == TypeKind::Signature &&
             !static_cast<Signature*>(x->type)->tparams.empty()) {
    if (target) {
      std::vector<Type*> ignored;
      funcInst(target, x->expr->pos, x, nullptr, true, &ignored);
      return;
    }
    what = "function";
  }
  if (!what) return;
  errorf(x->expr, "cannot use generic %s %s without instantiation", what, x->expr);
  x->invalidate();
  x->type = invalidType();
}

ExprKind Checker::exprInternal(const Target* target, Operand* x, Expr* e, Type* hint) {
  x->mode = Mode::Invalid;
  x->type = invalidType();
  x->value = {};
  ExprKind kind = ExprKind::Expression;
  switch (e->kind) {
    case NodeKind::BadExpr:
      break;
    case NodeKind::Name:
      ident(x, static_cast<Name*>(e), false);
      break;
    case NodeKind::DotsType:
      errorf(e, "invalid syntax tree: invalid use of ...");
      break;
    case NodeKind::BasicLit:
      basicLit(x, static_cast<syntax::BasicLit*>(e));
      break;
    case NodeKind::FuncLit:
      funcLit(x, static_cast<syntax::FuncLit*>(e));
      break;
    case NodeKind::CompositeLit:
      compositeLit(x, static_cast<syntax::CompositeLit*>(e), hint);
      break;
    case NodeKind::ParenExpr:
      kind = rawExpr(nullptr, x, static_cast<syntax::ParenExpr*>(e)->x, nullptr, false);
      x->expr = e;
      return kind;
    case NodeKind::SelectorExpr:
      selector(x, static_cast<syntax::SelectorExpr*>(e), false);
      break;
    case NodeKind::IndexExpr:
      if (indexExpr(x, static_cast<syntax::IndexExpr*>(e))) {
        std::vector<Type*> ignored;
        funcInst(target, e->pos, x, static_cast<syntax::IndexExpr*>(e), true, &ignored);
      }
      break;
    case NodeKind::SliceExpr:
      sliceExpr(x, static_cast<syntax::SliceExpr*>(e));
      break;
    case NodeKind::AssertExpr:
      assertExpr(x, static_cast<syntax::AssertExpr*>(e));
      break;
    case NodeKind::TypeSwitchGuard:
      errorf(e, "invalid syntax tree: use of .(type) outside type switch");
      use(static_cast<syntax::TypeSwitchGuard*>(e)->x);
      break;
    case NodeKind::CallExpr:
      return callExpr(x, static_cast<CallExpr*>(e));
    case NodeKind::ListExpr:
      errorf(e, "invalid syntax tree: unexpected list of expressions");
      break;
    case NodeKind::Operation: {
      auto* op = static_cast<Operation*>(e);
      if (op->y) {
        binary(x, e, op->x, op->y, op->op);
      } else if (op->op == Operator::Mul) {
        indirection(x, op);
      } else {
        unary(x, op);
        // A receive may stand alone as a statement.
        if (op->op == Operator::Recv && x->valid()) kind = ExprKind::Statement;
      }
      break;
    }
    case NodeKind::KeyValueExpr:
      errorf(e, "invalid syntax tree: no key:value expected");
      break;
    case NodeKind::ArrayType:
    case NodeKind::SliceType:
    case NodeKind::StructType:
    case NodeKind::FuncType:
    case NodeKind::InterfaceType:
    case NodeKind::MapType:
    case NodeKind::ChanType:
      x->type = typ(e);
      x->mode = Mode::TypeExpr;
      break;
    default:
      break;
  }
  x->expr = e;
  return x->valid() ? kind : ExprKind::Statement;  // No complaint about an unused invalid value.
}

void Checker::indirection(Operand* x, Operation* e) {
  exprOrType(x, e->x, false);
  if (!x->valid()) return;
  if (x->mode == Mode::TypeExpr) {
    validVarType(e->x, x->type);
    x->type = newPointer(x->type);
    return;
  }
  Type* base = nullptr;
  bool ok = forEachType(x->type, [&](Type*, Type* u) {
    auto* p = u ? cast<Pointer>(u) : nullptr;
    if (!p) {
      errorf(x, "invalid operation: cannot indirect %s", x);
      return false;
    }
    if (base && !identical(p->base, base)) {
      errorf(x, "invalid operation: pointers of %s must have identical base types", x);
      return false;
    }
    base = p->base;
    return true;
  });
  if (!ok) {
    x->invalidate();
    return;
  }
  x->mode = Mode::Variable;
  x->type = base;
}

void Checker::assertExpr(Operand* x, syntax::AssertExpr* e) {
  expr(nullptr, x, e->x);
  if (!x->valid()) return;
  if (isTypeParam(x->type)) {
    errorf(x, "invalid operation: cannot use type assertion on type parameter value %s", x);
    x->invalidate();
    return;
  }
  if (!isInterface(x->type)) {
    errorf(x, "invalid operation: %s is not an interface", x);
    x->invalidate();
    return;
  }
  Type* T = varType(e->type);
  if (!isValid(T)) {
    x->invalidate();
    return;
  }
  typeAssertion(e, x, T, false);
  x->mode = Mode::CommaOk;
  x->type = T;
}

void Checker::typeAssertion(Expr* e, Operand* x, Type* T, bool typeSwitch) {
  std::string cause;
  if (isInterface(T) || hasAllMethods(this, T, x->type, false, identical, &cause, pkg_)) return;
  if (typeSwitch) {
    errorf(e, "impossible type switch case: %s\n\t%s cannot have dynamic type %s %s", e, x, T,
           cause);
  } else {
    errorf(e, "impossible type assertion: %s\n\t%s does not implement %s %s", e, T, x->type, cause);
  }
}

void Checker::expr(const Target* target, Operand* x, Expr* e) {
  rawExpr(target, x, e, nullptr, false);
  exclude(x, {Mode::NoValue, Mode::Builtin, Mode::TypeExpr});
  singleValue(x);
}

void Checker::genericExpr(Operand* x, Expr* e) {
  rawExpr(nullptr, x, e, nullptr, true);
  exclude(x, {Mode::NoValue, Mode::Builtin, Mode::TypeExpr});
  singleValue(x);
}

void Checker::exprWithHint(Operand* x, Expr* e, Type* hint) {
  rawExpr(nullptr, x, e, hint, false);
  exclude(x, {Mode::NoValue, Mode::Builtin, Mode::TypeExpr});
  singleValue(x);
}

void Checker::exprOrType(Operand* x, Expr* e, bool allowGeneric) {
  rawExpr(nullptr, x, e, nullptr, allowGeneric);
  exclude(x, {Mode::NoValue});
  singleValue(x);
}

std::vector<Operand> Checker::multiExpr(Expr* e, bool allowCommaOk, bool* commaOk) {
  *commaOk = false;
  Operand x;
  rawExpr(nullptr, &x, e, nullptr, false);
  exclude(&x, {Mode::NoValue, Mode::Builtin, Mode::TypeExpr});
  if (x.valid() && x.type->kind == TypeKind::Tuple) {
    std::vector<Operand> list;
    for (Var* v : static_cast<Tuple*>(x.type)->vars) {
      list.push_back({Mode::Value, e, v->type, {}, {}});
    }
    return list;
  }
  std::vector<Operand> list{x};
  if (allowCommaOk && (x.mode == Mode::MapIndex || x.mode == Mode::CommaOk)) {
    list.push_back({Mode::Value, e, basicType(BasicKind::UntypedBool), {}, {}});
    *commaOk = true;
  }
  return list;
}

std::vector<Operand> Checker::exprList(ExprList list) {
  if (list.size() == 1) {
    bool commaOk;
    return multiExpr(list[0], false, &commaOk);
  }
  std::vector<Operand> operands(list.size());
  for (size_t i = 0; i < list.size(); i++) expr(nullptr, &operands[i], list[i]);
  return operands;
}

void Checker::exclude(Operand* x, std::initializer_list<Mode> modes) {
  if (std::find(modes.begin(), modes.end(), x->mode) == modes.end()) return;
  switch (x->mode) {
    case Mode::NoValue: {
      bool typesToo = std::find(modes.begin(), modes.end(), Mode::TypeExpr) == modes.end();
      errorf(x, typesToo ? "%s used as value or type" : "%s used as value", x);
      break;
    }
    case Mode::Builtin:
      errorf(x, "%s must be called", x);
      break;
    default:
      errorf(x, "%s is not an expression", x);
  }
  x->invalidate();
}

void Checker::singleValue(Operand* x) {
  if (x->mode != Mode::Value || x->type->kind != TypeKind::Tuple) return;
  errorf(x, "multiple-value %s in single-value context", x);
  x->invalidate();
}

bool Checker::useAll(ExprList list, bool lhs) {
  bool ok = true;
  for (Expr* e : list) ok &= use(e, lhs);
  return ok;
}

bool Checker::use(Expr* e, bool lhs) {
  if (!e) return true;
  Operand x;
  x.mode = Mode::Value;
  Expr* n = syntax::unparen(e);
  if (auto* name = nodeCast<Name>(n)) {
    if (name->isBlank()) return true;
    // Assigning to a variable is no use of it.
    Var* v = nullptr;
    bool used = false;
    if (lhs) {
      v = objectCast<Var>(lookup(name->value));
      if (v && v->pkg != pkg_) v = nullptr;
      if (v) used = v->used;
    }
    exprOrType(&x, name, true);
    if (v) v->used = used;
  } else if (auto* list = nodeCast<syntax::ListExpr>(n)) {
    return useAll({list->elemList.data(), list->elemList.size()}, lhs);
  } else {
    rawExpr(nullptr, &x, e, nullptr, true);
  }
  return x.valid();
}

}  // namespace gopark::types
