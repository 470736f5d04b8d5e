// Exact constants. When these fail look at core/golang/types/{bigint,bigfloat,constant*}.cpp.
#include <gtest/gtest.h>

#include <cmath>

#include "golang/types/bigint.h"
#include "golang/types/constant.h"

namespace gopark::types::constant {
namespace {

Value integer(const char* text) {
  return fromLiteral(text, LiteralKind::Int);
}
Value number(const char* text) {
  return fromLiteral(text, LiteralKind::Float);
}

TEST(BigInt, BigInt_dividesWhatItMultiplied) {
  BigInt a = BigInt::parse("123456789012345678901234567890123456789", 10);
  BigInt b = BigInt::parse("ffffffffffffffff00000001", 16);
  BigInt r = BigInt::parse("98765432109876543210", 10);
  BigInt q, rest;
  BigInt::divMod(a * b + r, b, &q, &rest);
  EXPECT_EQ(q.toString(), a.toString());
  EXPECT_EQ(rest.toString(), r.toString());
  BigInt::divMod(-(a * b + r), b, &q, &rest);
  EXPECT_EQ(q.toString(), (-a).toString());
  EXPECT_EQ(rest.toString(), (-r).toString());
}

TEST(BigInt, BigInt_dividesWhereTheEstimatedDigitIsTooLarge) {
  // The top digits agree, so the first estimate must be corrected.
  BigInt a = BigInt::parse("800000000000000000000003", 16);
  BigInt b = BigInt::parse("200000000000000000000001", 16);
  BigInt q, r;
  BigInt::divMod(a, b, &q, &r);
  EXPECT_EQ(q.toString(), "3");
  EXPECT_EQ((q * b + r).toString(), a.toString());
}

TEST(BigInt, BigInt_bitwiseOperatorsAreThoseOfTwosComplement) {
  BigInt minus = BigInt(-6), five = BigInt(5);
  EXPECT_EQ(BigInt::bitwise(BigInt::BitOp::And, minus, five).toString(), "0");
  EXPECT_EQ(BigInt::bitwise(BigInt::BitOp::Or, minus, five).toString(), "-1");
  EXPECT_EQ(BigInt::bitwise(BigInt::BitOp::Xor, minus, BigInt(-1)).toString(), "5");
  EXPECT_EQ(BigInt::bitwise(BigInt::BitOp::AndNot, BigInt(-1), five).toString(), "-6");
  EXPECT_EQ(BigInt(-5).shr(1).toString(), "-3");
  EXPECT_EQ(BigInt(-4).shr(1).toString(), "-2");
}

TEST(Constant, Literal_readsAllBases) {
  EXPECT_EQ(integer("0x_FF").str(), "255");
  EXPECT_EQ(integer("0b1010_1010").str(), "170");
  EXPECT_EQ(integer("0o17").str(), "15");
  EXPECT_EQ(integer("017").str(), "15");
  EXPECT_EQ(integer("1_000_000").str(), "1000000");
  EXPECT_EQ(number("0x1p-2").str(), "0.25");
  EXPECT_EQ(number("0x1.8p1").str(), "3");
  EXPECT_EQ(number("1e3").str(), "1000");
  EXPECT_EQ(fromLiteral("'é'", LiteralKind::Rune).str(), "233");
  EXPECT_EQ(fromLiteral("'\\xff'", LiteralKind::Rune).str(), "255");
  EXPECT_EQ(fromLiteral("\"a\\n\\u00e9\"", LiteralKind::String).stringValue(), "a\n\xc3\xa9");
  EXPECT_EQ(fromLiteral("012i", LiteralKind::Imag).str(), "(0 + 12i)");
}

TEST(Constant, Float_roundsOnceToTheNearest) {
  EXPECT_EQ(number("0.1").float64(), 0.1);
  EXPECT_EQ(number("1e23").float64(), 1e23);
  EXPECT_EQ(number("5e-324").float64(), 5e-324);
  EXPECT_EQ(number("2.4703282292062327e-324").float64(), 0);
  EXPECT_EQ(number("2.4703282292062328e-324").float64(), 5e-324);
  EXPECT_EQ(number("1.7976931348623157e308").float64(), 1.7976931348623157e308);
  EXPECT_TRUE(std::isinf(number("1.7976931348623159e308").float64()));
  EXPECT_EQ(number("2.2250738585072011e-308").float64(), 2.2250738585072011e-308);
  // Half way between two float32s when first rounded to float64: must not be rounded twice.
  EXPECT_EQ(number("1.000000059604644775390626").float32(), 1.00000011920928955078125f);
  EXPECT_EQ(number("16777217").float32(), 16777216.0f);
}

TEST(Constant, Arithmetic_isExact) {
  Value third = binaryOp(number("1.0"), Op::Quo, number("3.0"));
  EXPECT_TRUE(compare(binaryOp(third, Op::Mul, number("3.0")), Op::Eql, integer("1")));
  Value big = shift(makeInt64(1), true, 500);
  EXPECT_EQ(shift(big, false, 498).str(), "4");
  EXPECT_EQ(binaryOp(makeInt64(-7), Op::IntQuo, makeInt64(2)).str(), "-3");
  EXPECT_EQ(binaryOp(makeInt64(-7), Op::Rem, makeInt64(2)).str(), "-1");
  EXPECT_EQ(unaryOp(Op::Xor, makeInt64(0), 8).str(), "255");
  EXPECT_EQ(unaryOp(Op::Xor, makeInt64(0)).str(), "-1");
  EXPECT_EQ(binaryOp(makeInt64(INT64_MAX), Op::Add, makeInt64(1)).str(), "9223372036854775808");
}

TEST(Constant, Arithmetic_goesBeyondFloat64AndComesBack) {
  Value huge = number("1e10000");
  EXPECT_TRUE(std::isinf(huge.float64()));
  EXPECT_EQ(binaryOp(huge, Op::Quo, number("1e9999")).float64(), 10);
  EXPECT_EQ(huge.str(), "1e+10000");
  EXPECT_TRUE(toInt(binaryOp(huge, Op::Quo, number("1e9998"))).known());
}

TEST(Constant, Complex_multipliesAndDivides) {
  Value i = fromLiteral("1i", LiteralKind::Imag);
  EXPECT_EQ(binaryOp(i, Op::Mul, i).str(), "(-1 + 0i)");
  EXPECT_EQ(toInt(binaryOp(i, Op::Mul, i)).str(), "-1");
  Value z = binaryOp(makeInt64(3), Op::Add, binaryOp(makeInt64(4), Op::Mul, i));
  EXPECT_EQ(binaryOp(z, Op::Quo, z).str(), "(1 + 0i)");
}

TEST(Constant, Text_isShortened) {
  EXPECT_EQ(makeString(std::string(100, 'x')).str(), "\"" + std::string(68, 'x') + "...");
  EXPECT_EQ(makeString("tab\t\"").str(), "\"tab\\t\\\"\"");
  EXPECT_EQ(number("3.14159265358979").str(), "3.14159");
}

}  // namespace
}  // namespace gopark::types::constant
