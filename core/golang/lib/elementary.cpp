// Must be compiled without contraction of a * b + c (embed.cmake): where Go fuses, std::fma says
// so.

#include "golang/lib/elementary.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "base/bit_cast.h"

namespace gopark::lib {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kPi = 3.14159265358979323846264338327950288419716939937510582097494459;
constexpr double kLn2 = 0.693147180559945309417232121458176568075500134360255254120680009;
constexpr double kLog2E = 1.44269504088896340735992468100189213742664595415298593413544940;
constexpr double kLog10E = 0.43429448190325182765112891891660508229439700580366656611445378;

// polynomial() is c[0]*x^(n-1) + ... + c[n-1] by Horner's rule.
template <int n>
double polynomial(double x, const double (&c)[n]) {
  double y = c[0];
  for (int i = 1; i < n; i++) y = y * x + c[i];
  return y;
}

// Octant is an angle as a multiple of pi/4 (made even, modulo 8) and the rest, at most pi/4.
struct Octant {
  uint64_t index;
  double rest;
};

// The binary digits of 4/pi, 64 to a word, for angles that have lost their fraction.
constexpr uint64_t kFourOverPi[] = {
    0x0000000000000001, 0x45f306dc9c882a53, 0xf84eafa3ea69bb81, 0xb6c52b3278872083,
    0xfca2c757bd778ac3, 0x6e48dc74849ba5c0, 0x0c925dd413a32439, 0xfc3bd63962534e7d,
    0xd1046bea5d768909, 0xd338e04d68befc82, 0x7323ac7306a673e9, 0x3908bf177bf25076,
    0x3ff12fffbc0b301f, 0xde5e2316b414da3e, 0xda6cfd9e4f96136e, 0x9e8c7ecd3cbfd45a,
    0xea4f758fd7cbe2f6, 0x7a0e73ef14a525d4, 0xd7f6bf623f1aba10, 0xac06608df8f6d757,
};

// reduceLarge() multiplies the mantissa by those digits of 4/pi that matter for it (Payne and
// Hanek).
Octant reduceLarge(double x) {
  auto bits = bitCast<uint64_t>(x);
  auto place = static_cast<unsigned>((bits >> 52 & 0x7FF) - 1023 - 52 + 61);
  uint64_t mantissa = (bits & ((uint64_t{1} << 52) - 1)) | uint64_t{1} << 52;
  unsigned word = place / 64;
  unsigned shift = place % 64;
  auto digits = [&](unsigned i) {
    uint64_t high = kFourOverPi[word + i] << shift;
    return shift == 0 ? high : high | kFourOverPi[word + i + 1] >> (64 - shift);
  };
  Wide product = static_cast<Wide>(digits(1)) * mantissa;
  product += static_cast<Wide>(digits(2)) * mantissa >> 64;
  product += static_cast<Wide>(digits(0) * mantissa) << 64;
  auto high = static_cast<uint64_t>(product >> 64);
  auto low = static_cast<uint64_t>(product);
  uint64_t index = high >> 61;
  // What follows the three bits of the index is the fraction: make a number of it.
  high = high << 3 | low >> 61;
  auto zeros = static_cast<unsigned>(std::countl_zero(high)) + 1;
  uint64_t exponent = 1023 - zeros;
  uint64_t fraction = (zeros == 64 ? 0 : high << zeros) | low >> (64 - zeros);
  double rest = bitCast<double>(fraction >> 12 | exponent << 52);
  if ((index & 1) != 0) {
    index = (index + 1) & 7;
    rest -= 1;
  }
  return {index, rest * (kPi / 4)};
}

// reduce() takes x >= 0.
Octant reduce(double x) {
  if (x >= 1 << 29) return reduceLarge(x);
  auto index = static_cast<uint64_t>(x * (4 / kPi));
  auto count = static_cast<double>(index);
  if ((index & 1) != 0) {
    index++;
    count++;
  }
  // pi/4 in three parts, of which the first two have zeros at the end: the products are exact.
  double rest = ((x - count * 7.85398125648498535156e-1) - count * 3.77489470793079817668e-8) -
                count * 2.69515142907905952645e-15;
  return {index & 7, rest};
}

double sinSeries(double z) {
  constexpr double c[] = {1.58962301576546568060e-10, -2.50507477628578072866e-8,
                          2.75573136213857245213e-6,  -1.98412698295895385996e-4,
                          8.33333333332211858878e-3,  -1.66666666666666307295e-1};
  double zz = z * z;
  return z + z * zz * polynomial(zz, c);
}

double cosSeries(double z) {
  constexpr double c[] = {-1.13585365213876817300e-11, 2.08757008419747316778e-9,
                          -2.75573141792967388112e-7,  2.48015872888517045348e-5,
                          -1.38888888888730564116e-3,  4.16666666666665929218e-2};
  double zz = z * z;
  return 1.0 - 0.5 * zz + zz * zz * polynomial(zz, c);
}

// atanSmall() serves [0, 0.66].
double atanSmall(double x) {
  constexpr double p[] = {-8.750608600031904122785e-01, -1.615753718733365076637e+01,
                          -7.500855792314704667340e+01, -1.228866684490136173410e+02,
                          -6.485021904942025371773e+01};
  constexpr double q[] = {1.0,
                          2.485846490142306297962e+01,
                          1.650270098316988542046e+02,
                          4.328810604912902668951e+02,
                          4.853903996359136964868e+02,
                          1.945506571482613964425e+02};
  double z = x * x;
  z = z * polynomial(z, p) / polynomial(z, q);
  return x * z + x;
}

// atanPositive() serves x >= 0.
double atanPositive(double x) {
  constexpr double kMoreBits = 6.123233995736765886130e-17;  // What pi/2 is more than its double.
  if (x <= 0.66) return atanSmall(x);
  if (x > 2.41421356237309504880) return kPi / 2 - atanSmall(1 / x) + kMoreBits;
  return kPi / 4 + atanSmall((x - 1) / (x + 1)) + 0.5 * kMoreBits;
}

double scaled(double x, int64_t exponent) {
  if (exponent > 10000) exponent = 10000;
  if (exponent < -10000) exponent = -10000;
  return std::ldexp(x, static_cast<int>(exponent));
}

bool isOddInteger(double x) {
  if (std::fabs(x) >= 0x1p53) return false;
  double whole = std::trunc(x);
  return whole == x && (static_cast<int64_t>(whole) & 1) != 0;
}

// powSpecial() handles zeros, infinities and NaNs; false if x and y are ordinary.
bool powSpecial(double x, double y, double* result) {
  if (y == 0 || x == 1) {
    *result = 1;
  } else if (y == 1) {
    *result = x;
  } else if (std::isnan(x) || std::isnan(y)) {
    *result = kNaN;
  } else if (x == 0) {
    bool negative = std::signbit(x) && isOddInteger(y);
    *result = y < 0 ? (negative ? -kInf : kInf) : (negative ? -0.0 : 0.0);
  } else if (std::isinf(y)) {
    if (x == -1) {
      *result = 1;
    } else {
      *result = (std::fabs(x) < 1) == (y > 0) ? 0 : kInf;
    }
  } else if (std::isinf(x)) {
    if (x < 0) {
      bool odd = isOddInteger(y);
      *result = y < 0 ? (odd ? -0.0 : 0.0) : (odd ? -kInf : kInf);
    } else {
      *result = y < 0 ? 0 : kInf;
    }
  } else if (y == 0.5) {
    *result = std::sqrt(x);
  } else if (y == -0.5) {
    *result = 1 / std::sqrt(x);
  } else {
    return false;
  }
  return true;
}

}  // namespace

double goSin(double x) {
  if (x == 0 || std::isnan(x)) return x;
  if (std::isinf(x)) return kNaN;
  Octant o = reduce(std::fabs(x));
  bool negative = (x < 0) != (o.index > 3);
  double y = (o.index & 3) == 2 ? cosSeries(o.rest) : sinSeries(o.rest);
  return negative ? -y : y;
}

double goCos(double x) {
  if (!std::isfinite(x)) return kNaN;
  Octant o = reduce(std::fabs(x));
  bool negative = (o.index > 3) != ((o.index & 3) == 2);
  double y = (o.index & 3) == 2 ? sinSeries(o.rest) : cosSeries(o.rest);
  return negative ? -y : y;
}

double goTan(double x) {
  if (x == 0 || std::isnan(x)) return x;
  if (std::isinf(x)) return kNaN;
  constexpr double p[] = {-1.30936939181383777646e4, 1.15351664838587416140e6,
                          -1.79565251976484877988e7};
  constexpr double q[] = {1.0, 1.36812963470692954678e4, -1.32089234440210967447e6,
                          2.50083801823357915839e7, -5.38695755929454629881e7};
  Octant o = reduce(std::fabs(x));
  double z = o.rest;
  double zz = z * z;
  double y = zz > 1e-14 ? z + z * (zz * polynomial(zz, p) / polynomial(zz, q)) : z;
  if ((o.index & 2) != 0) y = -1 / y;
  return x < 0 ? -y : y;
}

double goAtan(double x) {
  if (x == 0) return x;
  return x > 0 ? atanPositive(x) : -atanPositive(-x);
}

double goAsin(double x) {
  if (x == 0) return x;
  double a = std::fabs(x);
  if (!(a <= 1)) return kNaN;
  double other = std::sqrt(1 - a * a);
  double y = a > 0.7 ? kPi / 2 - atanPositive(other / a) : atanPositive(a / other);
  return x < 0 ? -y : y;
}

double goAcos(double x) {
  return kPi / 2 - goAsin(x);
}

double goAtan2(double y, double x) {
  if (std::isnan(x) || std::isnan(y)) return kNaN;
  if (y == 0) return std::copysign(std::signbit(x) ? kPi : 0, y);
  if (x == 0) return std::copysign(kPi / 2, y);
  if (std::isinf(x)) {
    double angle = std::isinf(y) ? kPi / 4 : 0;
    if (x < 0) angle = std::isinf(y) ? 3 * kPi / 4 : kPi;
    return std::copysign(angle, y);
  }
  if (std::isinf(y)) return std::copysign(kPi / 2, y);
  double q = goAtan(y / x);
  if (x < 0) return q <= 0 ? q + kPi : q - kPi;
  return q;
}

double goSinh(double x) {
  constexpr double p[] = {-0.2630563213397497062819489e+2, -0.2894211355989563807284660366e+4,
                          -0.8991272022039509355398013511e+5, -0.6307673640497716991184787251e+6};
  constexpr double q[] = {1.0, -0.173678953558233699533450911e+3, 0.1521517378790019070696485176e+5,
                          -0.6307673640497716991212077277e+6};
  double a = std::fabs(x);
  double y;
  if (a > 21) {
    y = goExp(a) * 0.5;
  } else if (a > 0.5) {
    double e = goExp(a);
    y = (e - 1 / e) * 0.5;
  } else {
    double square = a * a;
    y = polynomial(square, p) * a / polynomial(square, q);
  }
  return std::signbit(x) ? -y : y;
}

double goCosh(double x) {
  x = std::fabs(x);
  double e = goExp(x);
  return x > 21 ? e * 0.5 : (e + 1 / e) * 0.5;
}

double goTanh(double x) {
  constexpr double p[] = {-9.64399179425052238628e-1, -9.92877231001918586564e1,
                          -1.61468768441708447952e3};
  constexpr double q[] = {1.0, 1.12811678491632931402e2, 2.23548839060100448583e3,
                          4.84406305325125486048e3};
  double a = std::fabs(x);
  if (a > 0.5 * 8.8029691931113054295988e+01) return x < 0 ? -1 : 1;
  if (a >= 0.625) {
    double y = 1 - 2 / (goExp(2 * a) + 1);
    return x < 0 ? -y : y;
  }
  if (x == 0) return x;
  double square = x * x;
  return x + x * square * polynomial(square, p) / polynomial(square, q);
}

double goAsinh(double x) {
  if (!std::isfinite(x)) return x;
  double a = std::fabs(x);
  double y;
  if (a > 0x1p28) {
    y = goLog(a) + kLn2;
  } else if (a > 2) {
    y = goLog(2 * a + 1 / (std::sqrt(a * a + 1) + a));
  } else if (a < 0x1p-28) {
    y = a;
  } else {
    y = std::log1p(a + a * a / (1 + std::sqrt(1 + a * a)));
  }
  return std::signbit(x) ? -y : y;
}

double goAcosh(double x) {
  if (!(x >= 1)) return kNaN;
  if (x >= 0x1p28) return goLog(x) + kLn2;
  if (x > 2) return goLog(2 * x - 1 / (x + std::sqrt(x * x - 1)));
  double t = x - 1;
  return std::log1p(t + std::sqrt(2 * t + t * t));
}

// goExp() halves the argument four times below ln2/2, sums the series of e^x - 1, and doubles back
// by (1 + d)^2 - 1 = d * (d + 2).
double goExp(double x) {
  if (std::isnan(x) || x == kInf) return x;
  if (x == -kInf) return 0;
  if (x > 7.09782712893384e+02) return kInf;
  double turns = x * 1.4426950408889634073599246810018920;
  if (turns < -2000) return 0;
  double count = std::nearbyint(turns);
  auto exponent = static_cast<int>(count);
  double r = std::fma(-count, 0.69314718055966295651160180568695068359375, x);
  r = std::fma(-count, 0.28235290563031577122588448175013436025525412068e-12, r);
  r *= 0.0625;
  double sum = 2.4801587301587301587e-5;
  for (double c : {1.9841269841269841270e-4, 1.3888888888888888889e-3, 8.3333333333333333333e-3,
                   4.1666666666666666667e-2, 1.6666666666666666667e-1, 0.5, 1.0}) {
    sum = std::fma(sum, r, c);
  }
  double d = r * sum;
  for (int i = 0; i < 3; i++) d *= d + 2;
  double y = std::fma(d, d + 2, 1.0);
  if (exponent >= 1024) return kInf;
  if (exponent > -1023) return y * std::ldexp(1.0, exponent);
  if (exponent < -1023 - 52) return 0;
  // In two steps: 2^exponent itself is no normal number.
  return y * std::ldexp(1.0, exponent + 1022) * 0x1p-1022;
}

double goExp2(double x) {
  if (std::isnan(x) || x == kInf) return x;
  if (x > 1.0239999999999999e+03) return kInf;
  if (x < -1.0740e+03) return 0;
  auto k = static_cast<int>(x > 0 ? x + 0.5 : x - 0.5);
  if (x == 0) k = 0;
  double t = x - k;
  double high = t * 6.93147180369123816490e-01;
  double low = -t * 1.90821492927058770002e-10;
  constexpr double p[] = {4.13813679705723846039e-08, -1.65339022054652515390e-06,
                          6.61375632143793436117e-05, -2.77777777770155933842e-03,
                          1.66666666666666657415e-01};
  double r = high - low;
  double rr = r * r;
  double c = r - rr * polynomial(rr, p);
  return std::ldexp(1 - ((low - (r * c) / (2 - c)) - high), k);
}

double goLog(double x) {
  if (std::isnan(x) || x == kInf) return x;
  if (x < 0) return kNaN;
  if (x == 0) return -kInf;
  int exponent;
  double fraction = std::frexp(x, &exponent);
  if (fraction < 0.70710678118654752440) {
    fraction *= 2;
    exponent--;
  }
  double f = fraction - 1;
  auto k = static_cast<double>(exponent);
  double s = f / (2 + f);
  double s2 = s * s;
  double s4 = s2 * s2;
  constexpr double odd[] = {1.479819860511658591e-01, 1.818357216161805012e-01,
                            2.857142874366239149e-01, 6.666666666666735130e-01};
  constexpr double even[] = {1.531383769920937332e-01, 2.222219843214978396e-01,
                             3.999999999940941908e-01};
  double r = s2 * polynomial(s4, odd) + s4 * polynomial(s4, even);
  double half = 0.5 * f * f;
  return k * 6.93147180369123816490e-01 -
         ((half - (s * (half + r) + k * 1.90821492927058770002e-10)) - f);
}

double goLog2(double x) {
  int exponent = 0;
  double fraction = x == 0 || !std::isfinite(x) ? x : std::frexp(x, &exponent);
  if (fraction == 0.5) return exponent - 1;
  return goLog(fraction) * kLog2E + exponent;
}

double goLog10(double x) {
  return goLog(x) * kLog10E;
}

// goPow() is x^i * x^f for the whole and fractional parts of y, the first by repeated squaring with
// the exponents kept apart.
double goPow(double x, double y) {
  double result;
  if (powSpecial(x, y, &result)) return result;
  double whole;
  double part = std::modf(std::fabs(y), &whole);
  if (part != 0 && x < 0) return kNaN;
  if (whole >= 0x1p63) {
    // So large a y is even; what is not 1 has gone over or under.
    if (x == -1) return 1;
    return (std::fabs(x) < 1) == (y > 0) ? 0 : kInf;
  }
  double a = 1;
  int64_t exponent = 0;
  if (part != 0) {
    if (part > 0.5) {
      part--;
      whole++;
    }
    a = goExp(part * goLog(x));
  }
  int step;
  double base = std::frexp(x, &step);
  int64_t baseExponent = step;
  for (auto i = static_cast<int64_t>(whole); i != 0; i >>= 1) {
    if (baseExponent < -(1 << 12) || baseExponent > 1 << 12) {
      // Out of range whatever follows.
      exponent += baseExponent;
      break;
    }
    if ((i & 1) != 0) {
      a *= base;
      exponent += baseExponent;
    }
    base *= base;
    baseExponent *= 2;
    if (base < 0.5) {
      base += base;
      baseExponent--;
    }
  }
  if (y < 0) {
    a = 1 / a;
    exponent = -exponent;
  }
  return scaled(a, exponent);
}

// goCbrt() starts from a third of the exponent, corrects to 23 bits, rounds to 22 so that the
// square is exact, and takes one step of Newton's.
double goCbrt(double x) {
  if (x == 0 || !std::isfinite(x)) return x;
  double a = std::fabs(x);
  double t = bitCast<double>(bitCast<uint64_t>(a) / 3 + (uint64_t{715094163} << 32));
  if (a < std::numeric_limits<double>::min()) {
    t = 0x1p54 * a;
    t = bitCast<double>(bitCast<uint64_t>(t) / 3 + (uint64_t{696219795} << 32));
  }
  double r = t * t / a;
  double s = 5.42857142857142815906e-01 + r * t;
  t *= 3.57142857142857150787e-01 + 1.60714285714285720630e+00 / (s + 1.41428571428571436819e+00 +
                                                                  -7.05306122448979611050e-01 / s);
  t = bitCast<double>((bitCast<uint64_t>(t) & (uint64_t{0xFFFFFFFFC} << 28)) + (uint64_t{1} << 30));
  s = t * t;
  r = a / s;
  r = (r - t) / (t + t + r);
  t = t + t * r;
  return x < 0 ? -t : t;
}

double goHypot(double p, double q) {
  p = std::fabs(p);
  q = std::fabs(q);
  if (std::isinf(p) || std::isinf(q)) return kInf;
  if (std::isnan(p) || std::isnan(q)) return kNaN;
  if (p < q) std::swap(p, q);
  if (p == 0) return 0;
  q = q / p;
  return p * std::sqrt(1 + q * q);
}

}  // namespace gopark::lib
