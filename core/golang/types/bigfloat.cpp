// Rounding is done in one place, make(), on an integer mantissa plus a sticky bit that says
// whether anything non-zero was cut off below it.
#include "golang/types/bigfloat.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gopark::types::constant {

namespace {

// roundBits() drops the low `drop` bits of the non-negative m, to nearest even.
BigInt roundBits(const BigInt& m, int drop, bool sticky) {
  if (drop <= 0) return m;
  BigInt kept = m.shr(drop);
  BigInt half = BigInt(1).shl(drop - 1);
  BigInt rest = m - kept.shl(drop);
  int c = BigInt::compare(rest, half);
  if (c > 0 || (c == 0 && (sticky || kept.isOdd()))) kept = kept + BigInt(1);
  return kept;
}

// ratioBits() is the quotient's first `bits` or more bits as mantissa * 2^*exponent, with *sticky.
BigInt ratioBits(const BigInt& numerator, const BigInt& denominator, int bits, int64_t* exponent,
                 bool* sticky) {
  int shift = std::max(0, bits + denominator.bitLength() - numerator.bitLength() + 1);
  BigInt quotient, remainder;
  BigInt::divMod(numerator.shl(shift), denominator, &quotient, &remainder);
  *exponent = -shift;
  *sticky = !remainder.isZero();
  return quotient;
}

double roundTo(const BigInt& numerator, const BigInt& denominator, int64_t exponent,
               int mantissaBits, int minExponent, int maxExponent) {
  if (numerator.isZero()) return 0;
  int64_t e;
  bool sticky;
  BigInt m = ratioBits(numerator.abs(), denominator, mantissaBits + 2, &e, &sticky);
  e += exponent;
  double sign = numerator.sign();
  int64_t top = e + m.bitLength();  // value < 2^top
  if (top > maxExponent + 1) return sign * std::numeric_limits<double>::infinity();
  // The unit in the last place: mantissaBits below the top, but no finer than a subnormal's.
  int64_t ulp = std::max<int64_t>(top - mantissaBits, minExponent);
  if (ulp - e > m.bitLength() + 1) return sign * 0.0;
  m = roundBits(m, static_cast<int>(ulp - e), sticky);
  if (ulp < e) ulp = e;
  if (ulp + m.bitLength() > maxExponent) return sign * std::numeric_limits<double>::infinity();
  return sign * std::ldexp(m.toDouble(), static_cast<int>(ulp));
}

}  // namespace

BigFloat BigFloat::make(BigInt mantissa, int64_t exponent, bool sticky, int precision) {
  if (mantissa.isZero()) return {};
  bool negative = mantissa.sign() < 0;
  BigInt m = mantissa.abs();
  int drop = m.bitLength() - precision;
  if (drop > 0) {
    m = roundBits(m, drop, sticky);
    exponent += drop;
  }
  int zeros = m.trailingZeroBits();
  m = m.shr(zeros);
  return {negative ? -m : m, exponent + zeros};
}

BigFloat BigFloat::fromRatio(const BigInt& numerator, const BigInt& denominator) {
  int64_t e;
  bool sticky;
  BigInt m = ratioBits(numerator.abs(), denominator, kFloatPrecision + 2, &e, &sticky);
  return make(numerator.sign() < 0 ? -m : m, e, sticky);
}

BigFloat BigFloat::fromDecimal(const BigInt& digits, int64_t exponent10) {
  // 10^n by squaring with 128 guard bits.
  BigFloat power{BigInt(1), 0}, square{BigInt(5), 1};
  for (uint64_t n = std::abs(exponent10); n != 0; n >>= 1) {
    if (n & 1) {
      power = make(power.mantissa * square.mantissa, power.exponent + square.exponent, false,
                   kFloatPrecision + 128);
    }
    square =
        make(square.mantissa * square.mantissa, 2 * square.exponent, false, kFloatPrecision + 128);
  }
  if (exponent10 >= 0) return make(digits * power.mantissa, power.exponent);
  BigFloat r = fromRatio(digits, power.mantissa);
  r.exponent -= power.exponent;
  return r;
}

BigFloat BigFloat::add(const BigFloat& a, const BigFloat& b) {
  if (a.sign() == 0) return b;
  if (b.sign() == 0) return a;
  const BigFloat& high = a.magnitude() >= b.magnitude() ? a : b;
  const BigFloat& low = a.magnitude() >= b.magnitude() ? b : a;
  if (high.magnitude() - low.magnitude() > 2 * kFloatPrecision + 4) return high;
  int64_t e = std::min(a.exponent, b.exponent);
  return make(a.mantissa.shl(static_cast<unsigned>(a.exponent - e)) +
                  b.mantissa.shl(static_cast<unsigned>(b.exponent - e)),
              e);
}

BigFloat BigFloat::mul(const BigFloat& a, const BigFloat& b) {
  return make(a.mantissa * b.mantissa, a.exponent + b.exponent);
}

BigFloat BigFloat::quo(const BigFloat& a, const BigFloat& b) {
  BigFloat r = fromRatio(b.sign() < 0 ? -a.mantissa : a.mantissa, b.mantissa.abs());
  r.exponent += a.exponent - b.exponent;
  return r;
}

int BigFloat::compare(const BigFloat& a, const BigFloat& b) {
  if (a.sign() != b.sign()) return a.sign() < b.sign() ? -1 : 1;
  if (a.sign() == 0) return 0;
  if (a.magnitude() != b.magnitude()) return (a.magnitude() < b.magnitude() ? -1 : 1) * a.sign();
  int64_t e = std::min(a.exponent, b.exponent);
  return BigInt::compare(a.mantissa.shl(static_cast<unsigned>(a.exponent - e)),
                         b.mantissa.shl(static_cast<unsigned>(b.exponent - e)));
}

double toDouble(const BigInt& numerator, const BigInt& denominator, int64_t exponent) {
  return roundTo(numerator, denominator, exponent, 53, -1074, 1024);
}

float toFloat(const BigInt& numerator, const BigInt& denominator, int64_t exponent) {
  return static_cast<float>(roundTo(numerator, denominator, exponent, 24, -149, 128));
}

}  // namespace gopark::types::constant
