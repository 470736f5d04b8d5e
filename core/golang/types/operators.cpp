// Unary and binary operators, shifts apart.
#include "golang/types/checker.h"

namespace gopark::types {

namespace {

constant::Op constantOp(Operator op) {
  switch (op) {
    case Operator::Add:
      return constant::Op::Add;
    case Operator::Sub:
      return constant::Op::Sub;
    case Operator::Mul:
      return constant::Op::Mul;
    case Operator::Div:
      return constant::Op::Quo;
    case Operator::Rem:
      return constant::Op::Rem;
    case Operator::And:
      return constant::Op::And;
    case Operator::Or:
      return constant::Op::Or;
    case Operator::Xor:
      return constant::Op::Xor;
    case Operator::AndNot:
      return constant::Op::AndNot;
    case Operator::AndAnd:
      return constant::Op::LogicalAnd;
    case Operator::OrOr:
      return constant::Op::LogicalOr;
    case Operator::Not:
      return constant::Op::Not;
    case Operator::Eql:
      return constant::Op::Eql;
    case Operator::Neq:
      return constant::Op::Neq;
    case Operator::Lss:
      return constant::Op::Lss;
    case Operator::Leq:
      return constant::Op::Leq;
    case Operator::Gtr:
      return constant::Op::Gtr;
    default:
      return constant::Op::Geq;
  }
}

Pos operatorPos(Expr* e) {
  return e->kind == NodeKind::Operation ? e->pos : syntax::startPos(e);
}

}  // namespace

bool Checker::operatorDefined(Operand* x, Operator op, bool isUnary) {
  bool ok = false;
  switch (op) {
    case Operator::Add:
      ok = isUnary ? allNumeric(x->type) : allNumericOrString(x->type);
      break;
    case Operator::Sub:
    case Operator::Mul:
    case Operator::Div:
      ok = allNumeric(x->type);
      break;
    case Operator::Rem:
    case Operator::And:
    case Operator::Or:
    case Operator::Xor:
    case Operator::AndNot:
      ok = allInteger(x->type);
      break;
    case Operator::Not:
    case Operator::AndAnd:
    case Operator::OrOr:
      ok = allBoolean(x->type);
      break;
    default:
      errorf(x, "invalid syntax tree: unknown operator %s", op);
      return false;
  }
  if (!ok) errorf(x, "invalid operation: operator %s not defined on %s", op, x);
  return ok;
}

void Checker::unary(Operand* x, Operation* e) {
  expr(nullptr, x, e->x);
  if (!x->valid()) return;
  Operator op = e->op;
  switch (op) {
    case Operator::And:
      // &T{...} is allowed although a literal is no variable.
      if (syntax::unparen(e->x)->kind != NodeKind::CompositeLit && x->mode != Mode::Variable) {
        errorf(x, "invalid operation: cannot take address of %s", x);
        x->invalidate();
        return;
      }
      noteAddressTaken(e->x);
      x->mode = Mode::Value;
      x->type = newPointer(x->type);
      return;
    case Operator::Recv:
      if (Type* elem = chanElem(x, x, true)) {
        x->mode = Mode::CommaOk;
        x->type = elem;
        env_.hasCallOrRecv = true;
      } else {
        x->invalidate();
      }
      return;
    case Operator::Tilde:
      if (!allInteger(x->type)) {
        errorf(e, "cannot use ~ outside of interface or type constraint");
        x->invalidate();
        return;
      }
      errorf(e,
             "cannot use ~ outside of interface or type constraint (use ^ for bitwise complement)");
      op = Operator::Xor;
      break;
    default:
      break;
  }
  if (!operatorDefined(x, op, true)) {
    x->invalidate();
    return;
  }
  if (!x->isConst()) {
    x->mode = Mode::Value;
    return;
  }
  if (!x->value.known()) return;
  int bits = isUnsigned(x->type) ? static_cast<int>(sizeOf(x->type) * 8) : 0;
  x->value = constant::unaryOp(constantOp(op), x->value, bits);
  x->expr = e;
  overflow(x, operatorPos(e));
}

Type* Checker::chanElem(At at, Operand* x, bool recv) {
  std::string why;
  Type* u = commonUnder(
      x->type,
      [&](Type* t, Type* u) -> Why {
        if (!u) return "no specific channel type";
        auto* c = cast<Chan>(u);
        if (!c) return sprintf("non-channel %s", t);
        if (recv && c->dir == ChanDir::SendOnly) return sprintf("send-only channel %s", t);
        if (!recv && c->dir == ChanDir::RecvOnly) return sprintf("receive-only channel %s", t);
        return std::nullopt;
      },
      &why, pkg_);
  if (u) return cast<Chan>(u)->elem;
  const char* what = recv ? "receive from" : "send to";
  if (isTypeParam(x->type)) {
    errorf(at, "invalid operation: cannot %s %s: %s", what, x, why);
  } else {
    errorf(at, "invalid operation: cannot %s %s %s", what, why, x);
  }
  return nullptr;
}

void Checker::binary(Operand* x, Expr* e, Expr* lhs, Expr* rhs, Operator op) {
  Operand y;
  expr(nullptr, x, lhs);
  expr(nullptr, &y, rhs);
  if (!x->valid()) return;
  if (!y.valid()) {
    x->invalidate();
    x->expr = y.expr;
    return;
  }
  if (syntax::isShift(op)) return shift(x, &y, e, op);

  matchTypes(x, &y);
  if (!x->valid()) return;
  if (syntax::isComparison(op)) return comparison(x, &y, op, false);

  if (!identical(x->type, y.type)) {
    if (isValid(x->type) && isValid(y.type)) {
      if (e) {
        errorf(x, "invalid operation: %s (mismatched types %s and %s)", e, x->type, y.type);
      } else {
        errorf(x, "invalid operation: %s %s= %s (mismatched types %s and %s)", lhs, op, rhs,
               x->type, y.type);
      }
    }
    x->invalidate();
    return;
  }
  if (!operatorDefined(x, op, false)) {
    x->invalidate();
    return;
  }
  if ((op == Operator::Div || op == Operator::Rem) && y.isConst()) {
    bool zero = (x->isConst() || allInteger(x->type)) && y.value.known() && y.value.sign() == 0;
    if (x->isConst() && y.value.known() && isComplex(x->type)) {
      // The squares of tiny parts vanish, and they are what is divided by.
      auto square = [](const constant::Value& v) {
        return constant::binaryOp(v, constant::Op::Mul, v).sign();
      };
      zero = square(constant::real(y.value)) == 0 && square(constant::imag(y.value)) == 0;
    }
    if (zero) {
      errorf(&y, "invalid operation: division by zero");
      x->invalidate();
      return;
    }
  }
  if (!x->isConst() || !y.isConst()) {
    x->mode = Mode::Value;
    return;
  }
  if (!x->value.known() || !y.value.known()) {
    x->value = {};
    return;
  }
  constant::Op constOp = constantOp(op);
  if (op == Operator::Div && isInteger(x->type)) constOp = constant::Op::IntQuo;
  x->value = constant::binaryOp(x->value, constOp, y.value);
  x->expr = e;
  if (e) overflow(x, operatorPos(e));
}

void Checker::matchTypes(Operand* x, Operand* y) {
  auto mayConvert = [&] {
    if (isTyped(x->type) && isTyped(y->type)) return false;
    if (allNumeric(x->type) != allNumeric(y->type)) return false;
    if (isNonTypeParamInterface(x->type) || isNonTypeParamInterface(y->type)) return true;
    if (allBoolean(x->type) != allBoolean(y->type)) return false;
    if (allString(x->type) != allString(y->type)) return false;
    if (x->isNil()) return hasNil(y->type);
    if (y->isNil()) return hasNil(x->type);
    return !isPointer(x->type) && !isPointer(y->type);
  };
  if (!mayConvert()) return;
  convertUntyped(x, y->type);
  if (!x->valid()) return;
  convertUntyped(y, x->type);
  if (!y->valid()) x->invalidate();
}

std::string Checker::incomparableCause(Type* t) {
  Type* u = underlying(t);
  if (u->kind == TypeKind::Slice || u->kind == TypeKind::Signature || u->kind == TypeKind::Map) {
    return std::string(compositeKind(t)) + " can only be compared to nil";
  }
  return incomparable(t, true, pkg_).value_or("");
}

void Checker::comparison(Operand* x, Operand* y, Operator op, bool switchCase) {
  if (!isValid(x->type) || !isValid(y->type)) {
    x->invalidate();
    return;
  }
  if (switchCase) op = Operator::Eql;

  Operand* culprit = nullptr;
  std::string cause;
  if (!assignableTo(*x, y->type, nullptr) && !assignableTo(*y, x->type, nullptr)) {
    culprit = y;
    cause = sprintf("mismatched types %s and %s", x->type, y->type);
  } else if (op == Operator::Eql || op == Operator::Neq) {
    if (x->isNil() || y->isNil()) {
      if (!hasNil(x->isNil() ? y->type : x->type)) culprit = y;
    } else if (!comparableType(x->type)) {
      culprit = x;
      cause = incomparableCause(x->type);
    } else if (!comparableType(y->type)) {
      culprit = y;
      cause = incomparableCause(y->type);
    }
  } else if (!allOrdered(x->type)) {
    culprit = x;
  } else if (!allOrdered(y->type)) {
    culprit = y;
  }

  if (!culprit) {
    if (x->isConst() && y->isConst()) {
      x->value = constant::makeBool(constant::compare(x->value, constantOp(op), y->value));
    } else {
      x->mode = Mode::Value;
      // The operands exist at run time: they get their final types.
      updateExprType(x->expr, defaultType(x->type), true);
      updateExprType(y->expr, defaultType(y->type), true);
      // One side may be converted to the interface type of the other.
      Type *xt = defaultType(x->type), *yt = defaultType(y->type);
      if (!x->isNil() && !y->isNil()) {
        if (isNonTypeParamInterface(yt) && !isNonTypeParamInterface(xt)) {
          recordConversion(x->expr, xt, yt);
        } else if (isNonTypeParamInterface(xt) && !isNonTypeParamInterface(yt)) {
          recordConversion(y->expr, yt, xt);
        } else if (isNonTypeParamInterface(xt) && !identical(xt, yt)) {
          bool toY = assignableTo(*x, yt, nullptr);
          recordConversion(toY ? x->expr : y->expr, toY ? xt : yt, toY ? yt : xt);
        }
      }
    }
    x->type = basicType(BasicKind::UntypedBool);
    return;
  }

  if (cause.empty()) {
    if (isTypeParam(x->type) || isTypeParam(y->type)) {
      if (!isTypeParam(x->type)) culprit = y;
      cause = sprintf("type parameter %s cannot use operator %s", culprit->type, op);
    } else {
      std::string what(compositeKind(culprit->type));
      if (what.empty()) what = str(culprit->type);
      cause = sprintf("operator %s not defined on %s", op, what);
    }
  }
  if (switchCase) {
    errorf(x, "invalid case %s in switch on %s (%s)", x->expr, y->expr, cause);
  } else {
    errorf(culprit, "invalid operation: %s %s %s (%s)", x->expr, op, y->expr, cause);
  }
  x->invalidate();
}

void Checker::shift(Operand* x, Operand* y, Expr* e, Operator op) {
  constant::Value xval;
  if (x->isConst()) xval = constant::toInt(x->value);
  if (!allInteger(x->type) && !(isUntyped(x->type) && xval.kind() == constant::Kind::Int)) {
    errorf(x, "invalid operation: shifted operand %s must be integer", x);
    x->invalidate();
    return;
  }
  // The count: an integer, or an untyped constant representable as a uint.
  constant::Value yval;
  if (y->isConst()) {
    yval = constant::toInt(y->value);
    if (yval.kind() == constant::Kind::Int && yval.sign() < 0) {
      errorf(y, "invalid operation: negative shift count %s", y);
      x->invalidate();
      return;
    }
    if (isUntyped(y->type)) {
      representable(y, static_cast<Basic*>(basicType(BasicKind::Uint)));
      if (!y->valid()) {
        x->invalidate();
        return;
      }
      // It is used as what it is.
      if (!x->isConst()) updateExprType(y->expr, basicType(BasicKind::Uint), true);
    }
  } else if (!allInteger(y->type)) {
    if (isUntyped(y->type)) {
      convertUntyped(y, basicType(BasicKind::Uint));
    } else {
      errorf(y, "invalid operation: shift count %s must be integer", y);
      y->invalidate();
    }
    if (!y->valid()) {
      x->invalidate();
      return;
    }
  } else if (isUntyped(y->type)) {
    convertUntyped(y, basicType(BasicKind::Uint));
  }

  if (x->isConst()) {
    if (y->isConst()) {
      if (!x->value.known() || !y->value.known()) {
        x->value = {};
        if (!isInteger(x->type)) x->type = basicType(BasicKind::UntypedInt);
        return;
      }
      constexpr uint64_t kShiftMax = 1023 - 1 + 52;  // Enough for the smallest float64.
      bool exact = false;
      uint64_t s = yval.known() ? yval.uint64(&exact) : 0;
      if (!exact || s > kShiftMax) {
        errorf(y, "invalid operation: invalid shift count %s", y);
        x->invalidate();
        return;
      }
      if (!isInteger(x->type)) x->type = basicType(BasicKind::UntypedInt);
      x->value = constant::shift(xval, op == Operator::Shl, static_cast<unsigned>(s));
      x->expr = e;
      if (e) overflow(x, operatorPos(e));
      return;
    }
    if (isUntyped(x->type)) {
      // 1 << n takes the type 1 would have without the shift: known only later.
      if (auto it = untyped_.find(x->expr); it != untyped_.end()) it->second.shiftLhs = true;
      x->mode = Mode::Value;
      return;
    }
  }
  if (!allInteger(x->type)) {
    errorf(x, "invalid operation: shifted operand %s must be integer", x);
    x->invalidate();
    return;
  }
  x->mode = Mode::Value;
}

}  // namespace gopark::types
