// Exact constants: what Go's untyped constant arithmetic needs. Integers and rationals are
// unbounded, floats fall back to 512-bit binary floats once their exact form grows too large,
// complex numbers are pairs of those. Go's counterpart: go/constant.
//
// A Value is a small immutable handle (shared storage), cheap to copy. The kinds are ordered
// Int < Float < Complex: an operation first brings both operands to the larger kind. A value is
// kept in the smallest representation: toInt(1.0) succeeds.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gopark::types::constant {

class BigInt;

enum class Kind : uint8_t { Unknown, Bool, String, Int, Float, Complex };

enum class Op : uint8_t {
  Add,
  Sub,
  Mul,
  Quo,     // Exact: of two Ints a Float unless divisible; see IntQuo.
  IntQuo,  // Truncated integer division.
  Rem,
  And,
  Or,
  Xor,
  AndNot,
  LogicalAnd,
  LogicalOr,
  Not,  // Unary: logical not; Xor is the unary bitwise complement.
  Eql,
  Neq,
  Lss,
  Leq,
  Gtr,
  Geq,
};

class Value {
 public:
  Value() = default;  // Unknown: the result of an erroneous operation.

  Kind kind() const;
  bool known() const { return kind() != Kind::Unknown; }

  // Each is defined for its own kind only.
  bool boolValue() const;
  const std::string& stringValue() const;

  // int64()/uint64() report in *exact whether the Int fits; if not the result is 0.
  int64_t int64(bool* exact = nullptr) const;
  uint64_t uint64(bool* exact = nullptr) const;
  // The low 64 bits of an Int in two's complement: what a conversion to a sized type keeps.
  uint64_t bits64() const;
  // Int or Float, correctly rounded; infinite when too large. float32() rounds once, directly.
  double float64() const;
  float float32() const;

  // sign() is -1, 0 or 1 (of a Complex: 0 iff zero). bitLength() of an Int's magnitude.
  int sign() const;
  int bitLength() const;

  // str() is how error messages show the value: strings quoted and shortened, floats with %.6g.
  std::string str() const;
  // exactStr() is the whole value.
  std::string exactStr() const;

  struct Rep;
  explicit Value(std::shared_ptr<const Rep> rep) : rep_(std::move(rep)) {}
  const Rep* rep() const { return rep_.get(); }

 private:
  std::shared_ptr<const Rep> rep_;
};

Value makeBool(bool b);
Value makeString(std::string_view s);
Value makeInt64(int64_t i);
Value makeUint64(uint64_t u);
Value makeFloat64(double d);  // Must be finite.
Value makeInt(BigInt i);
// makeImag() is x·i.
Value makeImag(const Value& x);
Value real(const Value& x);
Value imag(const Value& x);

enum class LiteralKind : uint8_t { Int, Float, Imag, Rune, String };
// fromLiteral() is the value of a syntactically valid Go literal, else Unknown.
Value fromLiteral(std::string_view text, LiteralKind kind);

// toInt()/toFloat()/toComplex() convert exactly, or give Unknown.
Value toInt(const Value& x);
Value toFloat(const Value& x);
Value toComplex(const Value& x);

// roundToFloat32/64() are x rounded to that type; Unknown when the result would be infinite.
Value roundToFloat32(const Value& x);
Value roundToFloat64(const Value& x);

// unaryOp(): Add, Sub, Xor (complement; of an unsigned type of `unsignedBits` > 0 bits), Not.
Value unaryOp(Op op, const Value& x, int unsignedBits = 0);
// binaryOp(): arithmetic, bits, logical, string +. Division by zero must be excluded before.
Value binaryOp(const Value& x, Op op, const Value& y);
// shift(): Int << s or >> s.
Value shift(const Value& x, bool left, unsigned s);
bool compare(const Value& x, Op op, const Value& y);

}  // namespace gopark::types::constant
