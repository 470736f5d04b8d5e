// Natives of package math.
//
// Differs: Expm1, Log1p, Atanh and the special functions (Gamma, Erf, Bessel's) are those of the C
// library, which may differ from Go's in the last bit. The other inexact ones are in
// elementary.cpp.

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

#include "golang/lib/elementary.h"
#include "golang/lib/natives.h"

namespace gopark::lib {
namespace {

using vm::NativeCall;
using vm::NativeDef;
using vm::NativeStatus;

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

template <double (*function)(double)>
NativeStatus unary(NativeCall& c) {
  c.set(0, function(c.f64(0)));
  return NativeStatus::kDone;
}

template <double (*function)(double, double)>
NativeStatus binary(NativeCall& c) {
  c.set(0, function(c.f64(0), c.f64(1)));
  return NativeStatus::kDone;
}

// Between the numbers and their bits nothing changes but the type; a float32 is its bits already.
NativeStatus sameSlot(NativeCall& c) {
  c.out[0] = c.in[0];
  return NativeStatus::kDone;
}

double goMax(double x, double y) {
  if (std::isinf(x) && x > 0) return x;
  if (std::isinf(y) && y > 0) return y;
  if (std::isnan(x) || std::isnan(y)) return kNaN;
  if (x == 0 && y == 0) return std::signbit(x) ? y : x;
  return x > y ? x : y;
}

double goMin(double x, double y) {
  if (std::isinf(x) && x < 0) return x;
  if (std::isinf(y) && y < 0) return y;
  if (std::isnan(x) || std::isnan(y)) return kNaN;
  if (x == 0 && y == 0) return std::signbit(x) ? x : y;
  return x < y ? x : y;
}

double roundToEven(double x) {
  double rounded = std::round(x);
  // A half was rounded away from zero: to an odd number it must go the other way.
  if (std::fabs(x - std::trunc(x)) == 0.5) rounded = 2 * std::round(x / 2);
  return std::copysign(rounded, x);
}

double absolute(double x) {
  return std::fabs(x);
}
double gammaFunction(double x) {
  if (x == 0) return std::copysign(kInf, x);
  if (x == -kInf || (x < 0 && x == std::floor(x))) return kNaN;
  return std::tgamma(x);
}

double nextAfter(double x, double y) {
  return std::nextafter(x, y);
}

NativeStatus nextAfter32(NativeCall& c) {
  c.set(0, std::nextafterf(c.f32(0), c.f32(1)));
  return NativeStatus::kDone;
}

NativeStatus fma3(NativeCall& c) {
  c.set(0, std::fma(c.f64(0), c.f64(1), c.f64(2)));
  return NativeStatus::kDone;
}

NativeStatus frexpNative(NativeCall& c) {
  double x = c.f64(0);
  int exponent = 0;
  double fraction = x == 0 || !std::isfinite(x) ? x : std::frexp(x, &exponent);
  c.set(0, fraction);
  c.set(1, int64_t{exponent});
  return NativeStatus::kDone;
}

NativeStatus ldexpNative(NativeCall& c) {
  int64_t exponent = c.i64(1);
  if (exponent > 10000) exponent = 10000;
  if (exponent < -10000) exponent = -10000;
  c.set(0, std::ldexp(c.f64(0), static_cast<int>(exponent)));
  return NativeStatus::kDone;
}

NativeStatus lgammaNative(NativeCall& c) {
  double x = c.f64(0);
  int64_t sign = 1;
  double result;
  if (x == 0) {
    result = kInf;
    sign = std::signbit(x) ? -1 : 1;
  } else if (x == -kInf) {
    result = -kInf;
  } else if (x < 0 && x == std::floor(x)) {
    result = kInf;
  } else {
    result = std::lgamma(x);
    if (x < 0 && std::fmod(std::floor(x), 2) != 0) sign = -1;
  }
  c.set(0, result);
  c.set(1, sign);
  return NativeStatus::kDone;
}

template <double (*function)(int, double)>
NativeStatus bessel(NativeCall& c) {
  c.set(0, function(static_cast<int>(c.i64(0)), c.f64(1)));
  return NativeStatus::kDone;
}

NativeStatus pow10Native(NativeCall& c) {
  std::string text = "1e" + std::to_string(c.i64(0));
  c.set(0, std::strtod(text.c_str(), nullptr));
  return NativeStatus::kDone;
}

constexpr NativeDef kMathNatives[] = {
    {"math.Float64bits", sameSlot},
    {"math.Float64frombits", sameSlot},
    {"math.Float32bits", sameSlot},
    {"math.Float32frombits", sameSlot},
    {"math.Abs", unary<absolute>},
    {"math.Ceil", unary<std::ceil>},
    {"math.Copysign", binary<std::copysign>},
    {"math.FMA", fma3},
    {"math.Floor", unary<std::floor>},
    {"math.Max", binary<goMax>},
    {"math.Min", binary<goMin>},
    {"math.Mod", binary<std::fmod>},
    {"math.Nextafter", binary<nextAfter>},
    {"math.Nextafter32", nextAfter32},
    {"math.Remainder", binary<std::remainder>},
    {"math.Round", unary<std::round>},
    {"math.RoundToEven", unary<roundToEven>},
    {"math.Sqrt", unary<std::sqrt>},
    {"math.Trunc", unary<std::trunc>},
    {"math.Frexp", frexpNative},
    {"math.Ldexp", ldexpNative},
    {"math.Cbrt", unary<goCbrt>},
    {"math.Exp", unary<goExp>},
    {"math.Exp2", unary<goExp2>},
    {"math.Expm1", unary<std::expm1>},
    {"math.Hypot", binary<goHypot>},
    {"math.Log", unary<goLog>},
    {"math.Log10", unary<goLog10>},
    {"math.Log1p", unary<std::log1p>},
    {"math.Log2", unary<goLog2>},
    {"math.Pow", binary<goPow>},
    {"math.Acos", unary<goAcos>},
    {"math.Acosh", unary<goAcosh>},
    {"math.Asin", unary<goAsin>},
    {"math.Asinh", unary<goAsinh>},
    {"math.Atan", unary<goAtan>},
    {"math.Atan2", binary<goAtan2>},
    {"math.Atanh", unary<std::atanh>},
    {"math.Cos", unary<goCos>},
    {"math.Cosh", unary<goCosh>},
    {"math.Sin", unary<goSin>},
    {"math.Sinh", unary<goSinh>},
    {"math.Tan", unary<goTan>},
    {"math.Tanh", unary<goTanh>},
    {"math.Erf", unary<std::erf>},
    {"math.Erfc", unary<std::erfc>},
    {"math.Gamma", unary<gammaFunction>},
    {"math.J0", unary<::j0>},
    {"math.J1", unary<::j1>},
    {"math.Jn", bessel<::jn>},
    {"math.Lgamma", lgammaNative},
    {"math.Y0", unary<::y0>},
    {"math.Y1", unary<::y1>},
    {"math.Yn", bessel<::yn>},
    {"math.pow10", pow10Native},
};

}  // namespace

std::span<const NativeDef> mathNatives() {
  return kMathNatives;
}

}  // namespace gopark::lib
