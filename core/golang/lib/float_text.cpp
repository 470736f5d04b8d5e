#include "golang/lib/float_text.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "base/bit_cast.h"

namespace gopark::lib {
namespace {

// Digits are the significant decimal digits of a positive number 0.d1d2d3... * 10^point, without
// trailing zeros. Zero has none, and point 0.
struct Digits {
  std::string text;
  int point = 0;

  int count() const { return static_cast<int>(text.size()); }
};

void trim(Digits* d) {
  while (!d->text.empty() && d->text.back() == '0') d->text.pop_back();
  if (d->text.empty()) d->point = 0;
}

// scientific() is the value's first `count` digits, rounded to nearest, ties to even.
Digits scientific(double value, int count) {
  if (value == 0) return {};
  std::string buffer(static_cast<size_t>(count) + 16, '\0');
  int length = std::snprintf(buffer.data(), buffer.size(), "%.*e", count - 1, value);
  buffer.resize(static_cast<size_t>(length));
  size_t e = buffer.find('e');
  Digits d;
  for (char c : std::string_view(buffer).substr(0, e)) {
    if (c >= '0' && c <= '9') d.text.push_back(c);
  }
  d.point = std::atoi(buffer.c_str() + e + 1) + 1;
  trim(&d);
  return d;
}

// fixed() is the value rounded to `places` digits behind the decimal point.
Digits fixed(double value, int places) {
  int needed = std::snprintf(nullptr, 0, "%.*f", places, value);
  std::string buffer(static_cast<size_t>(needed) + 1, '\0');
  std::snprintf(buffer.data(), buffer.size(), "%.*f", places, value);
  buffer.resize(static_cast<size_t>(needed));
  size_t dot = std::min(buffer.find('.'), buffer.size());
  Digits d;
  d.point = static_cast<int>(dot);
  d.text = buffer.substr(0, dot);
  if (dot < buffer.size()) d.text += buffer.substr(dot + 1);
  size_t zeros = std::min(d.text.find_first_not_of('0'), d.text.size());
  d.text.erase(0, zeros);
  d.point -= static_cast<int>(zeros);
  trim(&d);
  return d;
}

double valueOf(const Digits& d, int bits) {
  std::string text = "0." + d.text + "e" + std::to_string(d.point);
  return bits == 32 ? static_cast<double>(std::strtof(text.c_str(), nullptr))
                    : std::strtod(text.c_str(), nullptr);
}

// increment() adds one to the last of `count` digits.
Digits increment(Digits d, int count) {
  d.text.resize(static_cast<size_t>(count), '0');
  int i = count - 1;
  while (i >= 0 && d.text[static_cast<size_t>(i)] == '9') d.text[static_cast<size_t>(i--)] = '0';
  if (i >= 0) {
    d.text[static_cast<size_t>(i)]++;
  } else {
    d.text.insert(d.text.begin(), '1');
    d.point++;
  }
  trim(&d);
  return d;
}

// shortest() is the shortest text that reads back as the same number, of those the nearest.
//
// A normal number of 64 (32) bits whose text has at most 15 (6) digits is the only one with it, so
// the search may begin there. At a power of two the gap below is half the gap above, and the text
// that identifies the number may then be the one above it although that is not the nearest.
Digits shortest(double value, int bits) {
  if (value == 0) return {};
  bool wide = bits == 64;
  double smallestNormal = wide ? std::numeric_limits<double>::min()
                               : static_cast<double>(std::numeric_limits<float>::min());
  int most = wide ? 17 : 9;
  int exponent;
  bool powerOfTwo = std::frexp(value, &exponent) == 0.5;
  for (int count = value < smallestNormal ? 1 : wide ? 15 : 6; count < most; count++) {
    Digits d = scientific(value, count);
    if (valueOf(d, bits) == value) return d;
    if (powerOfTwo) {
      d = increment(d, count);
      if (valueOf(d, bits) == value) return d;
    }
  }
  return scientific(value, most);
}

void appendExponent(std::string* out, char letter, int exponent, int width) {
  out->push_back(letter);
  out->push_back(exponent < 0 ? '-' : '+');
  std::string digits = std::to_string(std::abs(exponent));
  if (digits.size() < static_cast<size_t>(width)) digits.insert(0, 1, '0');
  *out += digits;
}

// digitAt() is digit i, 0 behind the last.
char digitAt(const Digits& d, int i) {
  return i >= 0 && i < d.count() ? d.text[static_cast<size_t>(i)] : '0';
}

std::string exponentForm(const Digits& d, int places, char letter) {
  std::string out(1, digitAt(d, 0));
  if (places > 0) {
    out.push_back('.');
    for (int i = 1; i <= places; i++) out.push_back(digitAt(d, i));
  }
  appendExponent(&out, letter, d.count() == 0 ? 0 : d.point - 1, 2);
  return out;
}

std::string plainForm(const Digits& d, int places) {
  std::string out;
  for (int i = 0; i < d.point; i++) out.push_back(digitAt(d, i));
  if (d.point <= 0) out.push_back('0');
  if (places > 0) {
    out.push_back('.');
    for (int i = 0; i < places; i++) out.push_back(digitAt(d, d.point + i));
  }
  return out;
}

std::string generalForm(double value, int precision, int bits, char form) {
  Digits d;
  int threshold;
  if (precision < 0) {
    d = shortest(value, bits);
    precision = d.count();
    threshold = 6;
  } else {
    if (precision == 0) precision = 1;
    d = scientific(value, precision);
    threshold = precision;
    if (threshold > d.count() && d.count() >= d.point) threshold = d.count();
  }
  if (d.point - 1 < -4 || d.point - 1 >= threshold) {
    return exponentForm(d, std::min(precision, d.count()) - 1, form == 'g' ? 'e' : 'E');
  }
  return plainForm(d, std::max(d.count() - d.point, 0));
}

// Parts are a positive finite number as mantissa * 2^exponent, with the mantissa an integer of
// `mantissaBits` + 1 bits (fewer for subnormals).
struct Parts {
  uint64_t mantissa;
  int exponent;
};

Parts partsOf(double value, int bits) {
  if (bits == 32) {
    auto u = bitCast<uint32_t>(static_cast<float>(value));
    int e = static_cast<int>(u >> 23 & 0xFF);
    uint64_t m = u & 0x7FFFFF;
    return e == 0 ? Parts{m, 1 - 150} : Parts{m | 1 << 23, e - 150};
  }
  auto u = bitCast<uint64_t>(value);
  int e = static_cast<int>(u >> 52 & 0x7FF);
  uint64_t m = u & ((uint64_t{1} << 52) - 1);
  return e == 0 ? Parts{m, 1 - 1075} : Parts{m | uint64_t{1} << 52, e - 1075};
}

std::string binaryForm(double value, int bits) {
  Parts p = partsOf(value, bits);
  std::string out = std::to_string(p.mantissa);
  appendExponent(&out, 'p', p.exponent, 1);
  return out;
}

std::string hexForm(double value, int precision, int bits, char form) {
  Parts p = partsOf(value, bits);
  int exponent = p.exponent;
  uint64_t m = p.mantissa;
  if (m == 0) {
    exponent = 0;
  } else {
    // The leading 1 goes to bit 60, so that 15 hexadecimal digits follow it.
    int shift = std::countl_zero(m) - 3;
    m <<= shift;
    exponent += 60 - shift;
  }
  if (precision >= 0 && precision < 15) {
    int drop = (15 - precision) * 4;
    uint64_t rest = m & ((uint64_t{1} << drop) - 1);
    uint64_t half = uint64_t{1} << (drop - 1);
    m >>= drop;
    if (rest > half || (rest == half && (m & 1) != 0)) m++;
    m <<= drop;
    if (m >> 61 != 0) {
      m >>= 1;
      exponent++;
    }
  }
  std::string out = form == 'x' ? "0x" : "0X";
  out.push_back(static_cast<char>('0' + (m >> 60 & 1)));
  m <<= 4;
  if (precision < 0 ? m != 0 : precision > 0) {
    out.push_back('.');
    const char* digits = form == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
    for (int i = 0; precision < 0 ? m != 0 : i < precision; i++) {
      out.push_back(digits[m >> 60]);
      m <<= 4;
    }
  }
  appendExponent(&out, form == 'x' ? 'p' : 'P', exponent, 2);
  return out;
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isHexDigit(char c) {
  return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

bool foldedPrefix(std::string_view s, std::string_view name) {
  if (s.size() < name.size()) return false;
  for (size_t i = 0; i < name.size(); i++) {
    if ((s[i] | 0x20) != name[i]) return false;
  }
  return true;
}

ParsedFloat parseSpecial(std::string_view text) {
  size_t sign = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  std::string_view rest = text.substr(sign);
  if (foldedPrefix(rest, "inf")) {
    double infinity = std::numeric_limits<double>::infinity();
    size_t length = foldedPrefix(rest, "infinity") ? 8 : 3;
    return {text[0] == '-' ? -infinity : infinity, static_cast<int64_t>(sign + length),
            ParseCode::kOk};
  }
  if (sign == 0 && foldedPrefix(rest, "nan")) {
    return {std::numeric_limits<double>::quiet_NaN(), 3, ParseCode::kOk};
  }
  return {};
}

}  // namespace

std::string formatFloat(double value, char form, int precision, int bits) {
  if (bits == 32) value = static_cast<double>(static_cast<float>(value));
  if (std::isnan(value)) return "NaN";
  bool negative = std::signbit(value);
  if (std::isinf(value)) return negative ? "-Inf" : "+Inf";
  value = std::fabs(value);
  std::string out;
  switch (form) {
    case 'b':
      out = binaryForm(value, bits);
      break;
    case 'x':
    case 'X':
      out = hexForm(value, precision, bits, form);
      break;
    case 'e':
    case 'E': {
      Digits d = precision < 0 ? shortest(value, bits) : scientific(value, precision + 1);
      out = exponentForm(d, precision < 0 ? d.count() - 1 : precision, form);
      break;
    }
    case 'f': {
      Digits d = precision < 0 ? shortest(value, bits) : fixed(value, precision);
      out = plainForm(d, precision < 0 ? std::max(d.count() - d.point, 0) : precision);
      break;
    }
    case 'g':
    case 'G':
      out = generalForm(value, precision, bits, form);
      break;
    default:
      return std::string("%") + form;
  }
  return negative ? "-" + out : out;
}

bool underscoresOk(std::string_view text) {
  size_t i = 0;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) i = 1;
  char last = '^';  // '0' for a digit or prefix, '_' for an underscore, '!' for anything else.
  bool hex = false;
  if (text.size() >= i + 2 && text[i] == '0') {
    char c = static_cast<char>(text[i + 1] | 0x20);
    if (c == 'b' || c == 'o' || c == 'x') {
      hex = c == 'x';
      last = '0';
      i += 2;
    }
  }
  for (; i < text.size(); i++) {
    char c = text[i];
    if (isDigit(c) || (hex && isHexDigit(c))) {
      last = '0';
    } else if (c == '_') {
      if (last != '0') return false;
      last = '_';
    } else {
      if (last == '_') return false;
      last = '!';
    }
  }
  return last != '_';
}

ParsedFloat parseFloatPrefix(std::string_view text, int bits) {
  if (ParsedFloat special = parseSpecial(text); special.code == ParseCode::kOk) return special;
  size_t i = 0;
  std::string clean;  // The number as strtod wants it: without underscores, up to its end.
  if (i < text.size() && (text[i] == '+' || text[i] == '-')) clean.push_back(text[i++]);
  bool hex = text.size() >= i + 2 && text[i] == '0' && (text[i + 1] | 0x20) == 'x';
  if (hex) {
    clean += "0x";
    i += 2;
  }
  bool underscores = false;
  bool dot = false;
  bool digits = false;
  for (; i < text.size(); i++) {
    char c = text[i];
    if (c == '_') {
      underscores = true;
      continue;
    }
    if (c == '.') {
      if (dot) break;
      dot = true;
    } else if (isDigit(c) || (hex && isHexDigit(c))) {
      digits = true;
    } else {
      break;
    }
    clean.push_back(c);
  }
  if (!digits) return {};
  char exponentLetter = hex ? 'p' : 'e';
  if (i < text.size() && (text[i] | 0x20) == exponentLetter) {
    size_t j = i + 1;
    std::string exponent(1, exponentLetter);
    if (j < text.size() && (text[j] == '+' || text[j] == '-')) exponent.push_back(text[j++]);
    if (j >= text.size() || !isDigit(text[j])) return {};
    for (; j < text.size() && (isDigit(text[j]) || text[j] == '_'); j++) {
      if (text[j] == '_') {
        underscores = true;
      } else {
        exponent.push_back(text[j]);
      }
    }
    // strtod may count exponents in an int: what is beyond all numbers can be cut.
    if (exponent.size() > 9) exponent = exponent.substr(0, exponent[1] == '-' ? 2 : 1) + "99999999";
    clean += exponent;
    i = j;
  } else if (hex) {
    return {};
  }
  if (underscores && !underscoresOk(text.substr(0, i))) return {};
  ParsedFloat out;
  out.value = bits == 32 ? static_cast<double>(std::strtof(clean.c_str(), nullptr))
                         : std::strtod(clean.c_str(), nullptr);
  out.length = static_cast<int64_t>(i);
  out.code = std::isinf(out.value) ? ParseCode::kOutOfRange : ParseCode::kOk;
  return out;
}

}  // namespace gopark::lib
