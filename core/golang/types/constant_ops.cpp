// Arithmetic and comparison of constants.
#include <utility>

#include "base/check.h"
#include "golang/types/constant.h"
#include "golang/types/constant_rep.h"

namespace gopark::types::constant {

namespace {

// match() brings both operands to the larger of their kinds.
void match(Value* x, Value* y) {
  Kind kind = std::max(x->kind(), y->kind());
  for (Value* v : {x, y}) {
    if (kind == Kind::Float) *v = toFloat(*v);
    if (kind == Kind::Complex) *v = toComplex(*v);
  }
}

Value intOp(const Value& x, Op op, const Value& y) {
  int64_t small;
  if (x.rep()->form == Form::Small && y.rep()->form == Form::Small) {
    int64_t a = x.rep()->small, b = y.rep()->small;
    switch (op) {
      case Op::Add:
        if (!__builtin_add_overflow(a, b, &small)) return makeInt64(small);
        break;
      case Op::Sub:
        if (!__builtin_sub_overflow(a, b, &small)) return makeInt64(small);
        break;
      case Op::Mul:
        if (!__builtin_mul_overflow(a, b, &small)) return makeInt64(small);
        break;
      case Op::And:
        return makeInt64(a & b);
      case Op::Or:
        return makeInt64(a | b);
      case Op::Xor:
        return makeInt64(a ^ b);
      case Op::AndNot:
        return makeInt64(a & ~b);
      default:
        break;
    }
  }
  BigInt a = intOf(x), b = intOf(y), r;
  switch (op) {
    case Op::Add:
      return makeInt(a + b);
    case Op::Sub:
      return makeInt(a - b);
    case Op::Mul:
      return makeInt(a * b);
    case Op::Quo:
      return makeRatio(a, b);
    case Op::IntQuo:
      BigInt::divMod(a, b, &r, nullptr);
      return makeInt(r);
    case Op::Rem:
      BigInt::divMod(a, b, nullptr, &r);
      return makeInt(r);
    case Op::And:
      return makeInt(BigInt::bitwise(BigInt::BitOp::And, a, b));
    case Op::Or:
      return makeInt(BigInt::bitwise(BigInt::BitOp::Or, a, b));
    case Op::Xor:
      return makeInt(BigInt::bitwise(BigInt::BitOp::Xor, a, b));
    case Op::AndNot:
      return makeInt(BigInt::bitwise(BigInt::BitOp::AndNot, a, b));
    default:
      return {};
  }
}

Value floatOp(const Value& x, Op op, const Value& y) {
  if (isRatio(x) && isRatio(y)) {
    const Big &a = *x.rep()->wide, &b = *y.rep()->wide;
    switch (op) {
      case Op::Add:
        return makeRatio(a.numerator * b.denominator + b.numerator * a.denominator,
                         a.denominator * b.denominator);
      case Op::Sub:
        return makeRatio(a.numerator * b.denominator - b.numerator * a.denominator,
                         a.denominator * b.denominator);
      case Op::Mul:
        return makeRatio(a.numerator * b.numerator, a.denominator * b.denominator);
      case Op::Quo:
        return makeRatio(a.numerator * b.denominator, a.denominator * b.numerator);
      default:
        return {};
    }
  }
  BigFloat a = asBig(x), b = asBig(y);
  switch (op) {
    case Op::Add:
      return makeBig(BigFloat::add(a, b));
    case Op::Sub:
      return makeBig(BigFloat::add(a, -b));
    case Op::Mul:
      return makeBig(BigFloat::mul(a, b));
    case Op::Quo:
      return makeBig(BigFloat::quo(a, b));
    default:
      return {};
  }
}

Value complexOp(const Value& x, Op op, const Value& y) {
  const Value &a = x.rep()->wide->re, &b = x.rep()->wide->im;
  const Value &c = y.rep()->wide->re, &d = y.rep()->wide->im;
  auto mul = [](const Value& p, const Value& q) { return binaryOp(p, Op::Mul, q); };
  switch (op) {
    case Op::Add:
    case Op::Sub:
      return makeComplex(binaryOp(a, op, c), binaryOp(b, op, d));
    case Op::Mul:
      return makeComplex(binaryOp(mul(a, c), Op::Sub, mul(b, d)),
                         binaryOp(mul(b, c), Op::Add, mul(a, d)));
    case Op::Quo: {
      Value s = binaryOp(mul(c, c), Op::Add, mul(d, d));
      Value re = binaryOp(mul(a, c), Op::Add, mul(b, d));
      Value im = binaryOp(mul(b, c), Op::Sub, mul(a, d));
      return makeComplex(binaryOp(re, Op::Quo, s), binaryOp(im, Op::Quo, s));
    }
    default:
      return {};
  }
}

bool ordered(int c, Op op) {
  switch (op) {
    case Op::Eql:
      return c == 0;
    case Op::Neq:
      return c != 0;
    case Op::Lss:
      return c < 0;
    case Op::Leq:
      return c <= 0;
    case Op::Gtr:
      return c > 0;
    default:
      return c >= 0;
  }
}

}  // namespace

Value unaryOp(Op op, const Value& x, int unsignedBits) {
  switch (op) {
    case Op::Add:
      return x;
    case Op::Not:
      return x.kind() == Kind::Bool ? makeBool(!x.boolValue()) : Value();
    case Op::Sub:
      switch (x.kind()) {
        case Kind::Int:
          return makeInt(-intOf(x));
        case Kind::Float:
          if (isRatio(x)) return makeRatio(-x.rep()->wide->numerator, x.rep()->wide->denominator);
          return makeBig(-x.rep()->wide->big);
        case Kind::Complex:
          return makeComplex(unaryOp(op, real(x)), unaryOp(op, imag(x)));
        default:
          return {};
      }
    case Op::Xor: {
      if (x.kind() != Kind::Int) return {};
      BigInt flipped = -intOf(x) - BigInt(1);
      if (unsignedBits > 0) {
        BigInt mask = BigInt(1).shl(unsignedBits) - BigInt(1);
        flipped = BigInt::bitwise(BigInt::BitOp::And, flipped, mask);
      }
      return makeInt(flipped);
    }
    default:
      return {};
  }
}

Value binaryOp(const Value& x0, Op op, const Value& y0) {
  if (!x0.known() || !y0.known()) return {};
  if (x0.kind() == Kind::Bool && y0.kind() == Kind::Bool) {
    if (op == Op::LogicalAnd) return makeBool(x0.boolValue() && y0.boolValue());
    if (op == Op::LogicalOr) return makeBool(x0.boolValue() || y0.boolValue());
    return {};
  }
  if (x0.kind() == Kind::String && y0.kind() == Kind::String) {
    return op == Op::Add ? makeString(x0.stringValue() + y0.stringValue()) : Value();
  }
  Value x = x0, y = y0;
  match(&x, &y);
  if (x.kind() != y.kind()) return {};
  switch (x.kind()) {
    case Kind::Int:
      return intOp(x, op, y);
    case Kind::Float:
      return floatOp(x, op, y);
    case Kind::Complex:
      return complexOp(x, op, y);
    default:
      return {};
  }
}

Value shift(const Value& x, bool left, unsigned s) {
  if (x.kind() != Kind::Int) return {};
  if (s == 0) return x;
  return makeInt(left ? intOf(x).shl(s) : intOf(x).shr(s));
}

bool compare(const Value& x0, Op op, const Value& y0) {
  Value x = x0, y = y0;
  if (!x.known() || !y.known()) return false;
  if (x.kind() == Kind::Bool) return ordered(x.boolValue() != y.boolValue(), op);
  if (x.kind() == Kind::String) return ordered(x.stringValue().compare(y.stringValue()), op);
  match(&x, &y);
  switch (x.kind()) {
    case Kind::Int:
      return ordered(BigInt::compare(intOf(x), intOf(y)), op);
    case Kind::Float: {
      const Big &a = *x.rep()->wide, &b = *y.rep()->wide;
      if (isRatio(x) && isRatio(y)) {
        return ordered(BigInt::compare(a.numerator * b.denominator, b.numerator * a.denominator),
                       op);
      }
      return ordered(BigFloat::compare(asBig(x), asBig(y)), op);
    }
    case Kind::Complex: {
      bool equal = compare(real(x), Op::Eql, real(y)) && compare(imag(x), Op::Eql, imag(y));
      return op == Op::Eql ? equal : !equal;
    }
    default:
      return false;
  }
}

}  // namespace gopark::types::constant
