// Taking string and rune literals apart.
#include "golang/syntax/literal.h"

#include <cstdint>

#include "golang/syntax/unicode.h"

namespace gopark::syntax {

namespace {

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

struct Element {
  char32_t value;
  bool isByte;  // \x and octal escapes denote a byte, not a character.
};

// takeElement() takes one character or escape sequence off the front of `rest`.
std::optional<Element> takeElement(std::string_view& rest, char quote) {
  if (rest[0] != '\\') {
    if (rest[0] == quote || rest[0] == '\n') return {};
    DecodedRune decoded = decodeRune(rest);
    char32_t first = static_cast<unsigned char>(rest[0]);
    rest.remove_prefix(static_cast<size_t>(decoded.width));
    if (decoded.rune == kRuneError && decoded.width == 1) return Element{first, true};
    return Element{decoded.rune, false};
  }
  if (rest.size() < 2) return {};
  char c = rest[1];
  rest.remove_prefix(2);
  static constexpr std::string_view kNames = "abtnvfr";
  if (size_t i = kNames.find(c); i != std::string_view::npos) {
    return Element{static_cast<char32_t>(7 + i), false};
  }
  if (c == '\\' || c == quote) return Element{static_cast<char32_t>(c), false};
  bool octal = c >= '0' && c <= '7';
  size_t count = octal ? 2 : c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (count == 0 || rest.size() < count) return {};
  int base = octal ? 8 : 16;
  uint32_t value = octal ? static_cast<uint32_t>(c - '0') : 0;
  for (size_t i = 0; i < count; i++) {
    int digit = hexDigit(rest[i]);
    if (digit >= base) return {};
    value = value * static_cast<uint32_t>(base) + static_cast<uint32_t>(digit);
  }
  rest.remove_prefix(count);
  bool isByte = octal || c == 'x';
  if (isByte ? value > 255 : value > kMaxRune || (value >= 0xD800 && value < 0xE000)) return {};
  return Element{value, isByte};
}

}  // namespace

std::optional<std::string> stringValue(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != literal.back()) return {};
  char quote = literal.front();
  std::string_view rest = literal.substr(1, literal.size() - 2);
  std::string value;
  if (quote == '`') {
    for (char c : rest) {
      if (c != '\r') value += c;
    }
    return value;
  }
  if (quote != '"') return {};
  value.reserve(rest.size());
  while (!rest.empty()) {
    auto element = takeElement(rest, quote);
    if (!element) return {};
    if (element->isByte) {
      value += static_cast<char>(element->value);
    } else {
      appendRune(value, element->value);
    }
  }
  return value;
}

std::optional<char32_t> runeValue(std::string_view literal) {
  if (literal.size() < 3 || literal.front() != '\'' || literal.back() != '\'') return {};
  std::string_view rest = literal.substr(1, literal.size() - 2);
  auto element = takeElement(rest, '\'');
  if (!element || !rest.empty()) return {};
  return element->value;
}

}  // namespace gopark::syntax
