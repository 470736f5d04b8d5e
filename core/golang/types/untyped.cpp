// Constants: which values a type can represent; and untyped expressions: the type their context
// gives them, propagated down the tree once it is known.
#include "golang/types/checker.h"

namespace gopark::types {

void Checker::overflow(Operand* x, Pos opPos) {
  if (!x->value.known()) {
    errorf(opPos, "constant result is not representable");
    return;
  }
  if (isTyped(x->type)) {
    if (auto* basic = as<Basic>(x->type)) representable(x, basic);
    return;
  }
  constexpr int kPrecisionBits = 512;
  if (x->value.kind() != constant::Kind::Int || x->value.bitLength() <= kPrecisionBits) return;
  const char* what = "";
  if (auto* op = nodeCast<Operation>(x->expr)) {
    switch (op->op) {
      case Operator::Add:
        what = op->y ? "addition " : "";
        break;
      case Operator::Sub:
        what = op->y ? "subtraction " : "";
        break;
      case Operator::Xor:
        what = op->y ? "bitwise XOR " : "bitwise complement ";
        break;
      case Operator::Mul:
        what = "multiplication ";
        break;
      case Operator::Shl:
        what = "shift ";
        break;
      default:
        break;
    }
  }
  errorf(opPos, "constant %soverflow", what);
  x->value = {};
}

namespace {

// integerFits() reports whether an Int lies in the range of an integer type.
bool integerFits(const constant::Value& v, BasicKind kind) {
  auto within = [&](bool isSigned, int bits) {
    int length = v.bitLength();
    if (!isSigned) return v.sign() >= 0 && length <= bits;
    if (length < bits) return true;
    // The most negative value has the sign bit as its only magnitude bit.
    return v.sign() < 0 && length == bits &&
           constant::compare(v, constant::Op::Eql,
                             constant::unaryOp(constant::Op::Sub,
                                               constant::shift(constant::makeInt64(1), true,
                                                               static_cast<unsigned>(bits - 1))));
  };
  switch (kind) {
    case BasicKind::Int8:
      return within(true, 8);
    case BasicKind::Int16:
      return within(true, 16);
    case BasicKind::Int32:
      return within(true, 32);
    case BasicKind::Int:
    case BasicKind::Int64:
      return within(true, 64);
    case BasicKind::Uint8:
      return within(false, 8);
    case BasicKind::Uint16:
      return within(false, 16);
    case BasicKind::Uint32:
      return within(false, 32);
    case BasicKind::Uint:
    case BasicKind::Uint64:
    case BasicKind::Uintptr:
      return within(false, 64);
    default:
      return true;  // Untyped.
  }
}

}  // namespace

bool Checker::representableConst(const constant::Value& v, Basic* type, constant::Value* rounded) {
  if (!v.known()) return true;
  using constant::Kind;
  if (type->info & kIsInteger) {
    constant::Value i = constant::toInt(v);
    if (!i.known() || !integerFits(i, type->basicKind)) return false;
    if (rounded) *rounded = i;
    return true;
  }
  if (type->info & kIsFloat) {
    constant::Value f = constant::toFloat(v);
    if (!f.known()) return false;
    if (type->basicKind == BasicKind::UntypedFloat) return true;
    constant::Value r = type->basicKind == BasicKind::Float32 ? constant::roundToFloat32(f)
                                                              : constant::roundToFloat64(f);
    if (!r.known()) return false;
    if (rounded) *rounded = r;
    return true;
  }
  if (type->info & kIsComplex) {
    constant::Value c = constant::toComplex(v);
    if (!c.known()) return false;
    if (type->basicKind == BasicKind::UntypedComplex) return true;
    bool narrow = type->basicKind == BasicKind::Complex64;
    auto round = [&](const constant::Value& part) {
      constant::Value f = constant::toFloat(part);
      return narrow ? constant::roundToFloat32(f) : constant::roundToFloat64(f);
    };
    constant::Value re = round(constant::real(c)), im = round(constant::imag(c));
    if (!re.known() || !im.known()) return false;
    if (rounded) *rounded = constant::binaryOp(re, constant::Op::Add, constant::makeImag(im));
    return true;
  }
  if (type->info & kIsString) return v.kind() == Kind::String;
  if (type->info & kIsBoolean) return v.kind() == Kind::Bool;
  return false;
}

Checker::Fit Checker::representation(const Operand& x, Basic* type, constant::Value* value) {
  *value = x.value;
  if (representableConst(x.value, type, value)) return Fit::Ok;
  if (isNumeric(x.type) && isNumeric(type)) {
    return !isInteger(x.type) && isInteger(type) ? Fit::Truncated : Fit::Overflow;
  }
  return Fit::Mismatch;
}

void Checker::representable(Operand* x, Basic* type) {
  constant::Value v;
  Fit fit = representation(*x, type, &v);
  if (fit != Fit::Ok) {
    invalidConversion(fit, x, type);
    x->invalidate();
    return;
  }
  x->value = v;
}

void Checker::invalidConversion(Fit fit, Operand* x, Type* target) {
  switch (fit) {
    case Fit::Truncated:
      errorf(x, "%s truncated to %s", x, target);
      break;
    case Fit::Overflow:
      errorf(x, "%s overflows %s", x, target);
      break;
    default:
      errorf(x, "cannot convert %s to type %s", x, target);
  }
}

Type* Checker::implicitType(const Operand& x, Type* target, constant::Value* value, Fit* fit) {
  *fit = Fit::Ok;
  *value = {};
  if (!x.valid() || isTyped(x.type) || !isValid(target)) return x.type;
  auto mismatch = [&]() -> Type* {
    *fit = Fit::Mismatch;
    return nullptr;
  };
  if (isUntyped(target)) {
    Type* max = maxUntyped(x.type, target);
    return max ? max : mismatch();
  }
  if (x.isNil()) return hasNil(target) ? target : mismatch();
  Type* u = underlying(target);
  if (auto* basic = cast<Basic>(u)) {
    if (x.isConst()) {
      *fit = representation(x, basic, value);
      return *fit == Fit::Ok ? target : nullptr;
    }
    // Untyped but no constant: comparisons, and shifts of constants.
    bool ok = false;
    switch (static_cast<Basic*>(x.type)->basicKind) {
      case BasicKind::UntypedBool:
        ok = isBoolean(target);
        break;
      case BasicKind::UntypedInt:
      case BasicKind::UntypedRune:
      case BasicKind::UntypedFloat:
      case BasicKind::UntypedComplex:
        ok = isNumeric(target);
        break;
      case BasicKind::UntypedString:
        ok = isString(target);
        break;
      default:
        break;
    }
    return ok ? target : mismatch();
  }
  if (u->kind == TypeKind::Interface) {
    if (isTypeParam(target)) {
      bool ok = forEachType(target, [&](Type*, Type* under) {
        constant::Value ignored;
        Fit inner;
        return under && implicitType(x, under, &ignored, &inner);
      });
      return ok ? target : mismatch();
    }
    // In an interface the value has its default type.
    return typeSet(static_cast<Interface*>(u))->isAll() ? defaultType(x.type) : mismatch();
  }
  return mismatch();
}

void Checker::convertUntyped(Operand* x, Type* target) {
  constant::Value value;
  Fit fit;
  Type* type = implicitType(*x, target, &value, &fit);
  if (fit != Fit::Ok || !type) {
    Type* shown = target;
    if (!isTypeParam(target)) shown = underlying(target);
    invalidConversion(fit, x, shown);
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

void Checker::updateExprValue(Expr* e, const constant::Value& value) {
  if (auto it = untyped_.find(e); it != untyped_.end()) it->second.value = value;
}

void Checker::updateExprType(Expr* e, Type* type, bool final) {
  auto it = untyped_.find(e);
  if (it == untyped_.end()) return;
  bool isConst = it->second.mode == Mode::Constant;
  // Operands of constant expressions never exist at run time: they keep their types.
  if (auto* paren = nodeCast<syntax::ParenExpr>(e)) {
    updateExprType(paren->x, type, final);
  } else if (auto* op = nodeCast<Operation>(e); op && !isConst) {
    if (!op->y) {
      updateExprType(op->x, type, final);
    } else if (syntax::isComparison(op->op)) {
      // The result says nothing about the operands.
    } else {
      updateExprType(op->x, type, final);
      // The count of a shift has its own type.
      if (!syntax::isShift(op->op)) updateExprType(op->y, type, final);
    }
  }
  it = untyped_.find(e);
  if (it == untyped_.end()) return;
  if (!final && isUntyped(type)) {
    it->second.type = underlying(type);
    return;
  }
  Untyped old = it->second;
  untyped_.erase(it);
  if (old.shiftLhs && !allInteger(type)) {
    errorf(e, "invalid operation: shifted operand %s (type %s) must be integer", e, type);
    return;
  }
  if (isConst && old.value.known()) {
    Operand c{old.mode, e, old.type, old.value, {}};
    convertUntyped(&c, type);
    if (!c.valid()) return;
    old.value = c.value;
  }
  recordTypeAndValue(e, old.mode, type, old.value);
}

}  // namespace gopark::types
