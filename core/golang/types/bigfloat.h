// BigFloat: binary floats with a 512-bit mantissa and a wide exponent, for constants whose exact
// fraction would grow too large; and the correct rounding of exact fractions to float64 and
// float32. Go's counterpart: math/big.Float with precision 512.
#pragma once

#include <cstdint>

#include "golang/types/bigint.h"

namespace gopark::types::constant {

inline constexpr int kFloatPrecision = 512;

// The value mantissa * 2^exponent; bitLength(mantissa) <= kFloatPrecision and odd (or zero).
struct BigFloat {
  BigInt mantissa;
  int64_t exponent = 0;

  // make() rounds to nearest even. `sticky`: the true magnitude is a little larger.
  static BigFloat make(BigInt mantissa, int64_t exponent, bool sticky = false,
                       int precision = kFloatPrecision);
  static BigFloat fromRatio(const BigInt& numerator, const BigInt& denominator);
  // fromDecimal() is digits * 10^exponent10 (digits * 2^exponent2 with base 2).
  static BigFloat fromDecimal(const BigInt& digits, int64_t exponent10);

  int sign() const { return mantissa.sign(); }
  // The exponent e with 0.5 <= |value| / 2^e < 1.
  int64_t magnitude() const { return exponent + mantissa.bitLength(); }
  bool isInt() const { return mantissa.isZero() || exponent >= 0; }

  static BigFloat add(const BigFloat& a, const BigFloat& b);
  static BigFloat mul(const BigFloat& a, const BigFloat& b);
  static BigFloat quo(const BigFloat& a, const BigFloat& b);
  static int compare(const BigFloat& a, const BigFloat& b);
  BigFloat operator-() const { return {-mantissa, exponent}; }
};

// toDouble(), toFloat(): numerator / denominator * 2^exponent rounded to nearest even, once;
// infinite when too large. denominator > 0.
double toDouble(const BigInt& numerator, const BigInt& denominator, int64_t exponent);
float toFloat(const BigInt& numerator, const BigInt& denominator, int64_t exponent);

}  // namespace gopark::types::constant
