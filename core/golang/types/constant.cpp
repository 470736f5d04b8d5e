// Making, converting and printing constants.
#include "golang/types/constant.h"

#include <cmath>
#include <cstdio>
#include <limits>

#include "base/check.h"
#include "golang/types/constant_rep.h"
#include "golang/types/quote.h"

namespace gopark::types::constant {

namespace {

std::shared_ptr<Value::Rep> newRep(Kind kind, Form form) {
  auto rep = std::make_shared<Value::Rep>();
  rep->kind = kind;
  rep->form = form;
  if (form != Form::Small && form != Form::Other) rep->wide = std::make_unique<Big>();
  return rep;
}

std::string formatDouble(const char* format, double d) {
  char buffer[64];
  snprintf(buffer, sizeof buffer, format, d);
  return buffer;
}

// floatStr() prints as %.6g, also beyond float64's range.
std::string floatStr(const Value& v) {
  double d = v.float64();
  if (std::isfinite(d) && (d == 0) == (v.sign() == 0)) return formatDouble("%.6g", d);
  BigFloat f = asBig(v);
  // value = m * 2^e with 0.5 <= m < 1, so log10(value) = log10(m) + e * log10(2).
  double m = toDouble(f.mantissa.abs(), BigInt(1).shl(f.mantissa.bitLength()), 0);
  double log = std::log10(m) + static_cast<double>(f.magnitude()) * std::log10(2.0);
  double exponent = std::floor(log);
  std::string sign = v.sign() < 0 ? "-" : "";
  char buffer[96];
  snprintf(buffer, sizeof buffer, "%.6ge%+d", std::pow(10, log - exponent),
           static_cast<int>(exponent));
  return sign + buffer;
}

}  // namespace

Kind Value::kind() const {
  return rep_ ? rep_->kind : Kind::Unknown;
}

bool Value::boolValue() const {
  CHECK(kind() == Kind::Bool, "types: constant is not a bool");
  return rep_->small != 0;
}

const std::string& Value::stringValue() const {
  CHECK(kind() == Kind::String, "types: constant is not a string");
  return rep_->text;
}

int64_t Value::int64(bool* exact) const {
  CHECK(kind() == Kind::Int, "types: constant is not an integer");
  bool fits = rep_->form == Form::Small || rep_->wide->numerator.fitsInt64();
  if (exact) *exact = fits;
  if (!fits) return 0;
  return rep_->form == Form::Small ? rep_->small
                                   : static_cast<int64_t>(rep_->wide->numerator.low64());
}

uint64_t Value::uint64(bool* exact) const {
  CHECK(kind() == Kind::Int, "types: constant is not an integer");
  bool fits = rep_->form == Form::Small ? rep_->small >= 0 : rep_->wide->numerator.fitsUint64();
  if (exact) *exact = fits;
  return fits ? bits64() : 0;
}

uint64_t Value::bits64() const {
  CHECK(kind() == Kind::Int, "types: constant is not an integer");
  return rep_->form == Form::Small ? static_cast<uint64_t>(rep_->small)
                                   : rep_->wide->numerator.low64();
}

double Value::float64() const {
  if (kind() == Kind::Int) return toDouble(intOf(*this), BigInt(1), 0);
  CHECK(kind() == Kind::Float, "types: constant is not a number");
  const Big& w = *rep_->wide;
  if (rep_->form == Form::Ratio) return toDouble(w.numerator, w.denominator, 0);
  return toDouble(w.big.mantissa, BigInt(1), w.big.exponent);
}

float Value::float32() const {
  if (kind() == Kind::Int) return toFloat(intOf(*this), BigInt(1), 0);
  CHECK(kind() == Kind::Float, "types: constant is not a number");
  const Big& w = *rep_->wide;
  if (rep_->form == Form::Ratio) return toFloat(w.numerator, w.denominator, 0);
  return toFloat(w.big.mantissa, BigInt(1), w.big.exponent);
}

int Value::sign() const {
  switch (kind()) {
    case Kind::Int:
      if (rep_->form == Form::Small) return rep_->small < 0 ? -1 : rep_->small > 0;
      return rep_->wide->numerator.sign();
    case Kind::Float:
      return rep_->form == Form::Ratio ? rep_->wide->numerator.sign() : rep_->wide->big.sign();
    case Kind::Complex:
      return rep_->wide->re.sign() | rep_->wide->im.sign();
    default:
      return 1;
  }
}

int Value::bitLength() const {
  return intOf(*this).bitLength();
}

std::string Value::str() const {
  switch (kind()) {
    case Kind::String:
      return quoteShort(rep_->text, 72);
    case Kind::Float:
      return floatStr(*this);
    case Kind::Complex:
      return "(" + rep_->wide->re.str() + " + " + rep_->wide->im.str() + "i)";
    default:
      return exactStr();
  }
}

std::string Value::exactStr() const {
  switch (kind()) {
    case Kind::Unknown:
      return "unknown";
    case Kind::Bool:
      return rep_->small ? "true" : "false";
    case Kind::String:
      return quote(rep_->text);
    case Kind::Int:
      return intOf(*this).toString();
    case Kind::Float: {
      const Big& w = *rep_->wide;
      if (rep_->form == Form::Big) {
        return w.big.mantissa.toString() + "p" + std::to_string(w.big.exponent);
      }
      if (w.denominator == BigInt(1)) return w.numerator.toString();
      return w.numerator.toString() + "/" + w.denominator.toString();
    }
    case Kind::Complex:
      return "(" + rep_->wide->re.exactStr() + " + " + rep_->wide->im.exactStr() + "i)";
  }
  return "";
}

Value makeBool(bool b) {
  auto rep = newRep(Kind::Bool, Form::Other);
  rep->small = b;
  return Value(rep);
}

Value makeString(std::string_view s) {
  auto rep = newRep(Kind::String, Form::Other);
  rep->text = s;
  return Value(rep);
}

Value makeInt64(int64_t i) {
  auto rep = newRep(Kind::Int, Form::Small);
  rep->small = i;
  return Value(rep);
}

Value makeUint64(uint64_t u) {
  if (u <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return makeInt64(static_cast<int64_t>(u));
  }
  return makeInt(BigInt::fromUint64(u));
}

Value makeInt(BigInt i) {
  if (i.fitsInt64()) return makeInt64(static_cast<int64_t>(i.low64()));
  auto rep = newRep(Kind::Int, Form::Large);
  rep->wide->numerator = std::move(i);
  return Value(rep);
}

Value makeRatio(BigInt numerator, BigInt denominator) {
  if (!(denominator == BigInt(1))) {
    BigInt common = BigInt::gcd(numerator, denominator);
    if (!(common == BigInt(1))) {
      BigInt::divMod(numerator, common, &numerator, nullptr);
      BigInt::divMod(denominator, common, &denominator, nullptr);
    }
    if (denominator.sign() < 0) {
      numerator = -numerator;
      denominator = -denominator;
    }
  }
  if (numerator.bitLength() >= kRatioBitsMax || denominator.bitLength() >= kRatioBitsMax) {
    return makeBig(BigFloat::fromRatio(numerator, denominator));
  }
  auto rep = newRep(Kind::Float, Form::Ratio);
  rep->wide->numerator = std::move(numerator);
  rep->wide->denominator = std::move(denominator);
  return Value(rep);
}

Value makeBig(BigFloat f) {
  // Beyond this not even Go's compiler goes: too large is an error, too small is zero.
  constexpr int64_t kExponentMax = INT32_MAX;
  if (f.magnitude() > kExponentMax) return {};
  if (f.sign() == 0 || f.magnitude() < -kExponentMax) return makeRatio(BigInt(), BigInt(1));
  auto rep = newRep(Kind::Float, Form::Big);
  rep->wide->big = std::move(f);
  return Value(rep);
}

Value makeFloat64(double d) {
  CHECK(std::isfinite(d), "types: constant from an infinite float");
  int exponent;
  double mantissa = std::frexp(d, &exponent);
  BigInt n(static_cast<int64_t>(std::ldexp(mantissa, 53)));
  exponent -= 53;
  if (exponent >= 0) return makeRatio(n.shl(static_cast<unsigned>(exponent)), BigInt(1));
  return makeRatio(n, BigInt(1).shl(static_cast<unsigned>(-exponent)));
}

Value makeComplex(Value re, Value im) {
  if (!re.known() || !im.known()) return {};
  auto rep = newRep(Kind::Complex, Form::Other);
  rep->wide = std::make_unique<Big>();
  rep->wide->re = std::move(re);
  rep->wide->im = std::move(im);
  return Value(rep);
}

Value makeImag(const Value& x) {
  return makeComplex(makeInt64(0), x);
}

Value real(const Value& x) {
  return x.kind() == Kind::Complex ? x.rep()->wide->re : x;
}

Value imag(const Value& x) {
  if (x.kind() == Kind::Complex) return x.rep()->wide->im;
  return x.known() ? makeInt64(0) : x;
}

BigInt intOf(const Value& v) {
  CHECK(v.kind() == Kind::Int, "types: constant is not an integer");
  return v.rep()->form == Form::Small ? BigInt(v.rep()->small) : v.rep()->wide->numerator;
}

bool isRatio(const Value& v) {
  return v.rep()->form == Form::Ratio;
}

BigFloat asBig(const Value& v) {
  if (v.kind() == Kind::Int) return BigFloat::make(intOf(v), 0);
  const Big& w = *v.rep()->wide;
  return isRatio(v) ? BigFloat::fromRatio(w.numerator, w.denominator) : w.big;
}

Value toInt(const Value& x) {
  switch (x.kind()) {
    case Kind::Int:
      return x;
    case Kind::Float: {
      const Big& w = *x.rep()->wide;
      if (isRatio(x)) {
        return w.denominator == BigInt(1) ? makeInt(w.numerator) : Value();
      }
      if (std::abs(w.big.magnitude()) > kRatioBitsMax) return {};
      if (w.big.isInt()) return makeInt(w.big.mantissa.shl(static_cast<unsigned>(w.big.exponent)));
      // Forgive the last few bits: earlier operations have rounded.
      BigFloat rounded = BigFloat::make(w.big.mantissa, w.big.exponent, false, kFloatPrecision - 4);
      if (!rounded.isInt()) return {};
      return makeInt(rounded.mantissa.shl(static_cast<unsigned>(rounded.exponent)));
    }
    case Kind::Complex: {
      Value re = toFloat(x);
      return re.known() ? toInt(re) : re;
    }
    default:
      return {};
  }
}

Value toFloat(const Value& x) {
  switch (x.kind()) {
    case Kind::Int:
      return makeRatio(intOf(x), BigInt(1));
    case Kind::Float:
      return x;
    case Kind::Complex:
      return x.rep()->wide->im.sign() == 0 ? toFloat(x.rep()->wide->re) : Value();
    default:
      return {};
  }
}

Value toComplex(const Value& x) {
  switch (x.kind()) {
    case Kind::Int:
    case Kind::Float:
      return makeComplex(x, makeInt64(0));
    case Kind::Complex:
      return x;
    default:
      return {};
  }
}

Value roundToFloat32(const Value& x) {
  float f = x.float32();
  return std::isfinite(f) ? makeFloat64(f) : Value();
}

Value roundToFloat64(const Value& x) {
  double d = x.float64();
  return std::isfinite(d) ? makeFloat64(d) : Value();
}

}  // namespace gopark::types::constant
