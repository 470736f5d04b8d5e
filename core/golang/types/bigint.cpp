// Schoolbook arithmetic on sign-and-magnitude integers; division is Knuth's algorithm D.
#include "golang/types/bigint.h"

#include <algorithm>
#include <bit>

#include "base/check.h"

namespace gopark::types::constant {

BigInt::BigInt(int64_t value) {
  uint64_t magnitude = value < 0 ? ~static_cast<uint64_t>(value) + 1 : value;
  *this = fromUint64(magnitude);
  negative_ = value < 0;
}

BigInt BigInt::fromUint64(uint64_t value) {
  BigInt r;
  for (; value != 0; value >>= 32) r.digits_.push_back(static_cast<uint32_t>(value));
  return r;
}

BigInt BigInt::parse(std::string_view digits, int base) {
  BigInt r;
  for (char c : digits) {
    if (c == '_') continue;
    uint32_t digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    r.mulAddSmall(base, digit);
  }
  return r;
}

BigInt BigInt::pow(uint32_t base, uint32_t exponent) {
  BigInt result(1), square(static_cast<int64_t>(base));
  for (; exponent != 0; exponent >>= 1) {
    if (exponent & 1) result = result * square;
    if (exponent > 1) square = square * square;
  }
  return result;
}

void BigInt::trim() {
  while (!digits_.empty() && digits_.back() == 0) digits_.pop_back();
  if (digits_.empty()) negative_ = false;
}

void BigInt::mulAddSmall(uint32_t factor, uint32_t addend) {
  uint64_t carry = addend;
  for (uint32_t& d : digits_) {
    carry += static_cast<uint64_t>(d) * factor;
    d = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
  if (carry) digits_.push_back(static_cast<uint32_t>(carry));
}

int BigInt::bitLength() const {
  if (digits_.empty()) return 0;
  return static_cast<int>(digits_.size()) * 32 - std::countl_zero(digits_.back());
}

int BigInt::trailingZeroBits() const {
  for (size_t i = 0; i < digits_.size(); i++) {
    if (digits_[i]) return static_cast<int>(i) * 32 + std::countr_zero(digits_[i]);
  }
  return 0;
}

bool BigInt::fitsInt64() const {
  int n = bitLength();
  if (n < 64) return true;
  return n == 64 && negative_ && trailingZeroBits() == 63;
}

bool BigInt::fitsUint64() const {
  return !negative_ && bitLength() <= 64;
}

uint64_t BigInt::low64() const {
  uint64_t r = 0;
  if (digits_.size() > 0) r |= digits_[0];
  if (digits_.size() > 1) r |= static_cast<uint64_t>(digits_[1]) << 32;
  return negative_ ? ~r + 1 : r;
}

double BigInt::toDouble() const {
  double r = 0;
  for (size_t i = digits_.size(); i-- > 0;) r = r * 4294967296.0 + digits_[i];
  return negative_ ? -r : r;
}

std::string BigInt::toString() const {
  if (digits_.empty()) return "0";
  Digits rest = digits_;
  std::string text;
  while (!rest.empty()) {
    uint64_t remainder = 0;
    for (size_t i = rest.size(); i-- > 0;) {
      remainder = remainder << 32 | rest[i];
      rest[i] = static_cast<uint32_t>(remainder / 1000000000);
      remainder %= 1000000000;
    }
    while (!rest.empty() && rest.back() == 0) rest.pop_back();
    for (int i = 0; i < 9 && (remainder != 0 || !rest.empty()); i++) {
      text.push_back(static_cast<char>('0' + remainder % 10));
      remainder /= 10;
    }
  }
  if (negative_) text.push_back('-');
  std::reverse(text.begin(), text.end());
  return text;
}

BigInt BigInt::operator-() const {
  BigInt r = *this;
  if (!r.isZero()) r.negative_ = !negative_;
  return r;
}

BigInt BigInt::abs() const {
  BigInt r = *this;
  r.negative_ = false;
  return r;
}

int BigInt::compareMagnitude(const Digits& a, const Digits& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  for (size_t i = a.size(); i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

BigInt::Digits BigInt::addMagnitude(const Digits& a, const Digits& b) {
  const Digits& longer = a.size() >= b.size() ? a : b;
  const Digits& shorter = a.size() >= b.size() ? b : a;
  Digits r(longer.size());
  uint64_t carry = 0;
  for (size_t i = 0; i < longer.size(); i++) {
    carry += static_cast<uint64_t>(longer[i]) + (i < shorter.size() ? shorter[i] : 0);
    r[i] = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
  if (carry) r.push_back(static_cast<uint32_t>(carry));
  return r;
}

// subMagnitude() needs a >= b.
BigInt::Digits BigInt::subMagnitude(const Digits& a, const Digits& b) {
  Digits r(a.size());
  int64_t borrow = 0;
  for (size_t i = 0; i < a.size(); i++) {
    int64_t d = static_cast<int64_t>(a[i]) - (i < b.size() ? b[i] : 0) - borrow;
    borrow = d < 0;
    r[i] = static_cast<uint32_t>(d + (borrow << 32));
  }
  return r;
}

BigInt operator+(const BigInt& a, const BigInt& b) {
  BigInt r;
  if (a.negative_ == b.negative_) {
    r.digits_ = BigInt::addMagnitude(a.digits_, b.digits_);
    r.negative_ = a.negative_;
  } else if (BigInt::compareMagnitude(a.digits_, b.digits_) >= 0) {
    r.digits_ = BigInt::subMagnitude(a.digits_, b.digits_);
    r.negative_ = a.negative_;
  } else {
    r.digits_ = BigInt::subMagnitude(b.digits_, a.digits_);
    r.negative_ = b.negative_;
  }
  r.trim();
  return r;
}

BigInt operator-(const BigInt& a, const BigInt& b) {
  return a + -b;
}

BigInt operator*(const BigInt& a, const BigInt& b) {
  BigInt r;
  r.digits_.assign(a.digits_.size() + b.digits_.size(), 0);
  for (size_t i = 0; i < a.digits_.size(); i++) {
    uint64_t carry = 0;
    for (size_t j = 0; j < b.digits_.size(); j++) {
      carry += static_cast<uint64_t>(a.digits_[i]) * b.digits_[j] + r.digits_[i + j];
      r.digits_[i + j] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    r.digits_[i + b.digits_.size()] = static_cast<uint32_t>(carry);
  }
  r.negative_ = a.negative_ != b.negative_;
  r.trim();
  return r;
}

void BigInt::divMod(const BigInt& a, const BigInt& b, BigInt* quotient, BigInt* remainder) {
  CHECK(!b.isZero(), "types: division of constants by zero");
  BigInt q, r;
  if (compareMagnitude(a.digits_, b.digits_) < 0) {
    r = a.abs();
  } else if (b.digits_.size() == 1) {
    q.digits_.resize(a.digits_.size());
    uint64_t rest = 0;
    for (size_t i = a.digits_.size(); i-- > 0;) {
      rest = rest << 32 | a.digits_[i];
      q.digits_[i] = static_cast<uint32_t>(rest / b.digits_[0]);
      rest %= b.digits_[0];
    }
    r = fromUint64(rest);
  } else {
    // Normalise so that the divisor's top bit is set: each quotient digit estimated from the top
    // two digits is then at most two too large.
    unsigned shift = std::countl_zero(b.digits_.back());
    Digits u = a.abs().shl(shift).digits_, v = b.abs().shl(shift).digits_;
    u.resize(std::max(u.size(), a.digits_.size()) + 1, 0);
    size_t n = v.size(), m = u.size() - n;
    q.digits_.assign(m, 0);
    for (size_t j = m; j-- > 0;) {
      uint64_t top = static_cast<uint64_t>(u[j + n]) << 32 | u[j + n - 1];
      uint64_t estimate = top / v[n - 1], rest = top % v[n - 1];
      while (estimate >> 32 || estimate * v[n - 2] > (rest << 32 | u[j + n - 2])) {
        estimate--;
        rest += v[n - 1];
        if (rest >> 32) break;
      }
      uint64_t carry = 0;
      int64_t borrow = 0;
      for (size_t i = 0; i < n; i++) {
        carry += estimate * v[i];
        int64_t d = static_cast<int64_t>(u[i + j]) - static_cast<uint32_t>(carry) - borrow;
        borrow = d < 0;
        u[i + j] = static_cast<uint32_t>(d);
        carry >>= 32;
      }
      int64_t d = static_cast<int64_t>(u[j + n]) - static_cast<int64_t>(carry) - borrow;
      u[j + n] = static_cast<uint32_t>(d);
      if (d < 0) {
        estimate--;
        uint64_t sum = 0;
        for (size_t i = 0; i < n; i++) {
          sum += static_cast<uint64_t>(u[i + j]) + v[i];
          u[i + j] = static_cast<uint32_t>(sum);
          sum >>= 32;
        }
        u[j + n] += static_cast<uint32_t>(sum);
      }
      q.digits_[j] = static_cast<uint32_t>(estimate);
    }
    u.resize(n);
    r.digits_ = std::move(u);
    r.trim();
    r = r.shr(shift);
  }
  q.negative_ = a.negative_ != b.negative_;
  q.trim();
  r.negative_ = a.negative_;
  r.trim();
  if (quotient) *quotient = std::move(q);
  if (remainder) *remainder = std::move(r);
}

BigInt BigInt::gcd(BigInt a, BigInt b) {
  a.negative_ = b.negative_ = false;
  while (!b.isZero()) {
    BigInt r;
    divMod(a, b, nullptr, &r);
    a = std::move(b);
    b = std::move(r);
  }
  return a;
}

BigInt BigInt::shl(unsigned bits) const {
  if (isZero()) return *this;
  BigInt r;
  unsigned whole = bits / 32, part = bits % 32;
  r.digits_.assign(whole, 0);
  uint64_t carry = 0;
  for (uint32_t d : digits_) {
    carry |= static_cast<uint64_t>(d) << part;
    r.digits_.push_back(static_cast<uint32_t>(carry));
    carry >>= 32;
  }
  if (carry) r.digits_.push_back(static_cast<uint32_t>(carry));
  r.negative_ = negative_;
  return r;
}

BigInt BigInt::shr(unsigned bits) const {
  unsigned whole = bits / 32, part = bits % 32;
  bool lost = negative_ && !isZero() && static_cast<unsigned>(trailingZeroBits()) < bits;
  BigInt r;
  for (size_t i = whole; i < digits_.size(); i++) {
    uint64_t wide = digits_[i];
    if (i + 1 < digits_.size()) wide |= static_cast<uint64_t>(digits_[i + 1]) << 32;
    r.digits_.push_back(static_cast<uint32_t>(wide >> part));
  }
  r.negative_ = negative_;
  r.trim();
  return lost ? r - BigInt(1) : r;
}

BigInt::Digits BigInt::twosComplement(size_t count) const {
  Digits r = digits_;
  r.resize(count, 0);
  if (negative_) {
    uint64_t carry = 1;
    for (uint32_t& d : r) {
      carry += static_cast<uint32_t>(~d);
      d = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
  }
  return r;
}

BigInt BigInt::bitwise(BitOp op, const BigInt& a, const BigInt& b) {
  size_t count = std::max(a.digits_.size(), b.digits_.size()) + 1;
  Digits x = a.twosComplement(count), y = b.twosComplement(count);
  BigInt r;
  r.digits_.resize(count);
  for (size_t i = 0; i < count; i++) {
    switch (op) {
      case BitOp::And:
        r.digits_[i] = x[i] & y[i];
        break;
      case BitOp::Or:
        r.digits_[i] = x[i] | y[i];
        break;
      case BitOp::Xor:
        r.digits_[i] = x[i] ^ y[i];
        break;
      case BitOp::AndNot:
        r.digits_[i] = x[i] & ~y[i];
        break;
    }
  }
  if (r.digits_.back() >> 31) {
    r.negative_ = true;
    r.digits_ = r.twosComplement(count);
  }
  r.trim();
  return r;
}

int BigInt::compare(const BigInt& a, const BigInt& b) {
  if (a.sign() != b.sign()) return a.sign() < b.sign() ? -1 : 1;
  int c = compareMagnitude(a.digits_, b.digits_);
  return a.negative_ ? -c : c;
}

}  // namespace gopark::types::constant
