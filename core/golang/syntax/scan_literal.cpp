// The scanner's literals: numbers, runes and strings. What is malformed is reported where gc
// reports it, once per literal, and read as far as it still looks like one.
#include <string>

#include "golang/syntax/scanner.h"
#include "golang/syntax/unicode.h"

namespace gopark::syntax {

namespace {

char32_t lower(char32_t c) {
  return c | 0x20;
}
bool isDecimal(char32_t c) {
  return c >= '0' && c <= '9';
}
bool isHex(char32_t c) {
  return isDecimal(c) || (lower(c) >= 'a' && lower(c) <= 'f');
}

std::string baseName(int base) {
  switch (base) {
    case 2:
      return "binary";
    case 8:
      return "octal";
    case 10:
      return "decimal";
    default:
      return "hexadecimal";
  }
}

// misplacedSeparator() is the index of the first `_` in a number that is not between two digits (a
// base prefix counts as a digit), or -1. An `_` before something else is blamed before what is
// after it.
int misplacedSeparator(std::string_view number) {
  enum Class { kDigit, kSeparator, kOther };
  char32_t prefix = ' ';
  Class last = kOther;
  size_t i = 0;
  if (number.size() >= 2 && number[0] == '0') {
    prefix = lower(static_cast<unsigned char>(number[1]));
    if (prefix == 'x' || prefix == 'o' || prefix == 'b') {
      last = kDigit;
      i = 2;
    }
  }
  for (; i < number.size(); i++) {
    char32_t c = static_cast<unsigned char>(number[i]);
    if (c == '_') {
      if (last != kDigit) return static_cast<int>(i);
      last = kSeparator;
    } else if (isDecimal(c) || (prefix == 'x' && isHex(c))) {
      last = kDigit;
    } else {
      if (last == kSeparator) return static_cast<int>(i) - 1;
      last = kOther;
    }
  }
  return last == kSeparator ? static_cast<int>(number.size()) - 1 : -1;
}

}  // namespace

void Scanner::setLiteral(LitKind k, bool ok) {
  nlsemi_ = true;
  tok = Token::Literal;
  lit = segment();
  kind = k;
  bad = !ok;
}

// scanDigits() reads digits and separators. Decimal digits too large for the base are read too; the
// first one's place in the token goes to *invalid (if that is negative).
Scanner::Digits Scanner::scanDigits(int base, int* invalid) {
  Digits seen;
  for (;; advance()) {
    if (ch_ == '_') {
      seen.separator = true;
    } else if (base == 16 ? isHex(ch_) : isDecimal(ch_)) {
      seen.digit = true;
      if (base < 10 && ch_ >= static_cast<char32_t>('0' + base) && *invalid < 0) {
        *invalid = static_cast<int>(offset_ - start_);
      }
    } else {
      return seen;
    }
  }
}

void Scanner::scanNumber(bool seenPoint) {
  LitKind literal = LitKind::Int;
  int base = 10;
  char32_t prefix = 0;  // 0: decimal, '0': octal by its leading 0, else x, o or b.
  int invalid = -1;
  Digits digits;
  bool ok = true;
  auto fail = [&](const std::string& message) {
    if (ok) error(message);
    ok = false;
  };

  if (!seenPoint) {
    if (accept('0')) {
      prefix = lower(ch_);
      if (prefix == 'x' || prefix == 'o' || prefix == 'b') {
        base = prefix == 'x' ? 16 : prefix == 'o' ? 8 : 2;
        advance();
      } else {
        base = 8;
        prefix = '0';
        digits.digit = true;
      }
    }
    Digits more = scanDigits(base, &invalid);
    digits.digit |= more.digit;
    digits.separator |= more.separator;
    if (ch_ == '.') {
      if (prefix == 'o' || prefix == 'b') {
        fail("invalid radix point in " + baseName(base) + " literal");
      }
      advance();
      seenPoint = true;
    }
  }
  if (seenPoint) {
    literal = LitKind::Float;
    Digits more = scanDigits(base, &invalid);
    digits.digit |= more.digit;
    digits.separator |= more.separator;
  }
  if (!digits.digit) fail(baseName(base) + " literal has no digits");

  if (char32_t e = lower(ch_); e == 'e' || e == 'p') {
    if (e == 'e' && prefix != 0 && prefix != '0') {
      fail(quoteRune(ch_) + " exponent requires decimal mantissa");
    } else if (e == 'p' && prefix != 'x') {
      fail(quoteRune(ch_) + " exponent requires hexadecimal mantissa");
    }
    advance();
    literal = LitKind::Float;
    if (ch_ == '+' || ch_ == '-') advance();
    Digits exponent = scanDigits(10, nullptr);
    digits.separator |= exponent.separator;
    if (!exponent.digit) fail("exponent has no digits");
  } else if (prefix == 'x' && literal == LitKind::Float) {
    fail("hexadecimal mantissa requires a 'p' exponent");
  }
  if (accept('i')) literal = LitKind::Imag;

  setLiteral(literal, ok);
  if (literal == LitKind::Int && invalid >= 0 && ok) {
    auto digit = static_cast<unsigned char>(lit[static_cast<size_t>(invalid)]);
    errorAt(static_cast<size_t>(invalid),
            "invalid digit " + quoteRune(digit) + " in " + baseName(base) + " literal");
    ok = false;
  }
  if (digits.separator && ok) {
    if (int at = misplacedSeparator(lit); at >= 0) {
      errorAt(static_cast<size_t>(at), "'_' must separate successive digits");
      ok = false;
    }
  }
  bad = !ok;
}

void Scanner::scanRune() {
  advance();
  bool ok = true;
  for (int count = 0;; count++) {
    if (ch_ == '\'') {
      if (ok && count == 0) {
        error("empty rune literal or unescaped '");
        ok = false;
      } else if (ok && count != 1) {
        errorAt(0, "more than one character in rune literal");
        ok = false;
      }
      advance();
      break;
    }
    if (ch_ == '\n' || ch_ == kEof) {
      if (ok && ch_ == '\n') error("newline in rune literal");
      if (ok && ch_ == kEof) errorAt(0, "rune literal not terminated");
      ok = false;
      break;
    }
    if (accept('\\')) {
      if (!scanEscape('\'')) ok = false;
    } else {
      advance();
    }
  }
  setLiteral(LitKind::Rune, ok);
}

void Scanner::scanString() {
  advance();
  bool ok = true;
  while (!accept('"')) {
    if (ch_ == '\n' || ch_ == kEof) {
      if (ch_ == '\n') {
        error("newline in string");
      } else {
        errorAt(0, "string not terminated");
      }
      ok = false;
      break;
    }
    if (accept('\\')) {
      if (!scanEscape('"')) ok = false;
    } else {
      advance();
    }
  }
  setLiteral(LitKind::String, ok);
}

void Scanner::scanRawString() {
  advance();
  bool ok = true;
  while (!accept('`')) {
    if (ch_ == kEof) {
      errorAt(0, "string not terminated");
      ok = false;
      break;
    }
    advance();
  }
  setLiteral(LitKind::String, ok);
}

// scanEscape() reads what follows a backslash and reports whether it is well-formed. The end of the
// file counts as such: the caller complains about it.
bool Scanner::scanEscape(char32_t quote) {
  int count;
  uint32_t base = 16;
  uint32_t max = kMaxRune;
  if (ch_ == kEof) return true;
  if (ch_ == quote || (ch_ < 0x80 && std::string_view("abfnrtv\\").find(static_cast<char>(ch_)) !=
                                         std::string_view::npos)) {
    advance();
    return true;
  }
  if (ch_ >= '0' && ch_ <= '7') {
    count = 3;
    base = 8;
    max = 255;
  } else if (accept('x')) {
    count = 2;
    max = 255;
  } else if (accept('u')) {
    count = 4;
  } else if (accept('U')) {
    count = 8;
  } else {
    error("unknown escape");
    return false;
  }

  uint32_t value = 0;
  for (; count > 0; count--) {
    if (ch_ == kEof) return true;
    uint32_t digit = base;
    if (isDecimal(ch_)) {
      digit = ch_ - '0';
    } else if (isHex(ch_)) {
      digit = lower(ch_) - 'a' + 10;
    }
    if (digit >= base) {
      error("invalid character " + quoteRune(ch_) + " in " + baseName(static_cast<int>(base)) +
            " escape");
      return false;
    }
    value = value * base + digit;
    advance();
  }
  if (value > max && base == 8) {
    error("octal escape value " + std::to_string(value) + " > 255");
    return false;
  }
  if (value > max || (value >= 0xD800 && value < 0xE000)) {
    error("escape is invalid Unicode code point " + unicodeName(value));
    return false;
  }
  return true;
}

}  // namespace gopark::syntax
