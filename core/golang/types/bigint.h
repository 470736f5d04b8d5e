// BigInt: signed integers of any size, for constant arithmetic. Sign and magnitude, 32-bit digits,
// least significant first, no leading zero digits, zero is never negative. The sizes that occur
// are a few thousand bits, so every algorithm is the schoolbook one. Go's counterpart: math/big.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gopark::types::constant {

class BigInt {
 public:
  BigInt() = default;
  BigInt(int64_t value);  // NOLINT: numbers convert.
  static BigInt fromUint64(uint64_t value);
  // parse() reads digits of that base (2..36), underscores skipped. The digits must be valid.
  static BigInt parse(std::string_view digits, int base);
  static BigInt pow(uint32_t base, uint32_t exponent);

  bool isZero() const { return digits_.empty(); }
  int sign() const { return digits_.empty() ? 0 : negative_ ? -1 : 1; }
  bool isOdd() const { return !digits_.empty() && (digits_[0] & 1); }
  int bitLength() const;
  int trailingZeroBits() const;  // 0 for zero.
  bool fitsInt64() const;
  bool fitsUint64() const;
  uint64_t low64() const;  // Two's complement.
  // toDouble() is exact when bitLength() <= 53.
  double toDouble() const;
  std::string toString() const;

  BigInt operator-() const;
  BigInt abs() const;
  friend BigInt operator+(const BigInt& a, const BigInt& b);
  friend BigInt operator-(const BigInt& a, const BigInt& b);
  friend BigInt operator*(const BigInt& a, const BigInt& b);
  // divMod() truncates towards zero as Go does; b is not zero.
  static void divMod(const BigInt& a, const BigInt& b, BigInt* quotient, BigInt* remainder);
  static BigInt gcd(BigInt a, BigInt b);
  BigInt shl(unsigned bits) const;
  // shr() rounds towards negative infinity, as on two's complement.
  BigInt shr(unsigned bits) const;
  enum class BitOp : uint8_t { And, Or, Xor, AndNot };
  static BigInt bitwise(BitOp op, const BigInt& a, const BigInt& b);

  static int compare(const BigInt& a, const BigInt& b);
  friend bool operator==(const BigInt& a, const BigInt& b) { return compare(a, b) == 0; }
  friend bool operator<(const BigInt& a, const BigInt& b) { return compare(a, b) < 0; }

 private:
  using Digits = std::vector<uint32_t>;
  void trim();
  void mulAddSmall(uint32_t factor, uint32_t addend);
  static int compareMagnitude(const Digits& a, const Digits& b);
  static Digits addMagnitude(const Digits& a, const Digits& b);
  static Digits subMagnitude(const Digits& a, const Digits& b);
  Digits twosComplement(size_t count) const;

  Digits digits_;
  bool negative_ = false;
};

}  // namespace gopark::types::constant
