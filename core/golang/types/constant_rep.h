// The inside of constant::Value, shared by constant.cpp and constant_ops.cpp only.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "golang/types/bigfloat.h"
#include "golang/types/bigint.h"
#include "golang/types/constant.h"

namespace gopark::types::constant {

// A Float is a fraction in lowest terms (denominator > 0) while both parts stay below this many
// bits, a BigFloat beyond.
inline constexpr int kRatioBitsMax = 4096;

struct Big {
  BigInt numerator;  // The Int, or a fraction's numerator.
  BigInt denominator{1};
  BigFloat big;  // Form::Big.
  Value re, im;  // Complex.
};

enum class Form : uint8_t { Small, Large, Ratio, Big, Other };

struct Value::Rep {
  Kind kind = Kind::Unknown;
  Form form = Form::Other;    // Int: Small or Large. Float: Ratio or Big.
  int64_t small = 0;          // Form::Small; Bool.
  std::string text;           // String.
  std::unique_ptr<Big> wide;  // Everything else.
};

// intOf() is an Int's value.
BigInt intOf(const Value& v);
Value makeRatio(BigInt numerator, BigInt denominator);
Value makeBig(BigFloat f);
Value makeComplex(Value re, Value im);
// asBig() is an Int's or Float's value as a BigFloat.
BigFloat asBig(const Value& v);
bool isRatio(const Value& v);

}  // namespace gopark::types::constant
