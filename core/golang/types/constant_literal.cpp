// Constants from the literals of the source.
#include <cstdlib>

#include "golang/syntax/literal.h"
#include "golang/types/constant_rep.h"

namespace gopark::types::constant {

namespace {

Value parseInt(std::string_view s) {
  if (s.size() > 2 && s[0] == '0') {
    switch (s[1] | 0x20) {
      case 'x':
        return makeInt(BigInt::parse(s.substr(2), 16));
      case 'b':
        return makeInt(BigInt::parse(s.substr(2), 2));
      case 'o':
        return makeInt(BigInt::parse(s.substr(2), 8));
      default:
        break;
    }
  }
  return makeInt(BigInt::parse(s, s.size() > 1 && s[0] == '0' ? 8 : 10));
}

// parseFloat() reads a decimal or hexadecimal float (or decimal integer) literal.
Value parseFloat(std::string_view s) {
  bool hex = s.size() > 1 && s[0] == '0' && (s[1] | 0x20) == 'x';
  if (hex) s.remove_prefix(2);
  std::string digits;
  int64_t fraction = 0, exponent = 0;
  bool point = false;
  size_t i = 0;
  for (; i < s.size(); i++) {
    char c = s[i];
    if (c == '_') continue;
    if (c == '.') {
      point = true;
      continue;
    }
    char lower = static_cast<char>(c | 0x20);
    if (lower == 'p' || (lower == 'e' && !hex)) break;
    digits.push_back(c);
    if (point) fraction++;
  }
  if (i < s.size()) {
    std::string text;
    for (char c : s.substr(i + 1)) {
      if (c != '_') text.push_back(c);
    }
    if (text.size() > 12) return {};
    exponent = std::strtoll(text.c_str(), nullptr, 10);
    if (std::abs(exponent) > 646456993) return {};
  }
  BigInt n = BigInt::parse(digits, hex ? 16 : 10);
  if (n.isZero()) return makeRatio(BigInt(), BigInt(1));
  if (hex) {
    BigFloat f{n, exponent - 4 * fraction};
    if (std::abs(f.magnitude()) >= kRatioBitsMax) return makeBig(BigFloat::make(n, f.exponent));
    if (f.exponent >= 0) return makeRatio(n.shl(static_cast<unsigned>(f.exponent)), BigInt(1));
    return makeRatio(n, BigInt(1).shl(static_cast<unsigned>(-f.exponent)));
  }
  exponent -= fraction;
  if (std::abs(exponent) > kRatioBitsMax) return makeBig(BigFloat::fromDecimal(n, exponent));
  uint32_t power = static_cast<uint32_t>(std::abs(exponent));
  if (exponent >= 0) return makeRatio(n * BigInt::pow(10, power), BigInt(1));
  return makeRatio(n, BigInt::pow(10, power));
}

}  // namespace

Value fromLiteral(std::string_view text, LiteralKind kind) {
  switch (kind) {
    case LiteralKind::Int:
      return parseInt(text);
    case LiteralKind::Float:
      return parseFloat(text);
    case LiteralKind::Imag: {
      text.remove_suffix(1);
      bool prefixed = text.size() > 1 && text[0] == '0' &&
                      std::string_view("xXbBoO").find(text[1]) != std::string_view::npos;
      bool isFloat = text.find_first_of(".pP") != std::string_view::npos ||
                     (!prefixed && text.find_first_of("eE") != std::string_view::npos);
      // Without a prefix, an imaginary literal's digits are decimal even after a leading 0.
      Value v = prefixed && !isFloat ? parseInt(text) : parseFloat(text);
      return v.known() ? makeImag(v) : v;
    }
    case LiteralKind::Rune: {
      auto rune = syntax::runeValue(text);
      return rune ? makeInt64(*rune) : Value();
    }
    case LiteralKind::String: {
      auto value = syntax::stringValue(text);
      return value ? makeString(*value) : Value();
    }
  }
  return {};
}

}  // namespace gopark::types::constant
