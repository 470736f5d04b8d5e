// Go's counterpart: strconv.Quote.
#include "golang/types/quote.h"

#include <cstdio>

#include "golang/syntax/unicode.h"

namespace gopark::types {

std::string quote(std::string_view s) {
  std::string out = "\"";
  char buffer[16];
  auto escape = [&](const char* format, unsigned value) {
    snprintf(buffer, sizeof buffer, format, value);
    out += buffer;
  };
  while (!s.empty()) {
    auto [rune, width] = syntax::decodeRune(s);
    unsigned char c = s[0];
    static constexpr char kNames[] = "abtnvfr";
    if (rune == syntax::kRuneError && width == 1) {
      escape("\\x%02x", c);
    } else if (c == '"' || c == '\\') {
      out += {'\\', static_cast<char>(c)};
    } else if (c >= 7 && c <= 13) {
      out += {'\\', kNames[c - 7]};
    } else if (syntax::isPrint(rune)) {
      out += s.substr(0, width);
    } else if (rune < 0x80) {
      escape("\\x%02x", rune);
    } else {
      escape(rune < 0x10000 ? "\\u%04x" : "\\U%08x", rune);
    }
    s.remove_prefix(width);
  }
  return out + "\"";
}

std::string quoteShort(std::string_view s, size_t runesMax) {
  std::string full = quote(s);
  size_t runes = 0, cut = 0;
  for (size_t i = 0; i < full.size(); runes++) {
    if (runes == runesMax - 3) cut = i;
    i += syntax::decodeRune(std::string_view(full).substr(i)).width;
  }
  return runes > runesMax ? full.substr(0, cut) + "..." : full;
}

bool isExported(std::string_view name) {
  return !name.empty() && syntax::isUpper(syntax::decodeRune(name).rune);
}

bool isValidName(std::string_view s) {
  while (!s.empty()) {
    auto [rune, width] = syntax::decodeRune(s);
    if (!syntax::isLetter(rune) && rune != '_' && !syntax::isDigit(rune)) return false;
    s.remove_prefix(width);
  }
  return true;
}

bool equalFold(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  for (size_t i = 0; i < a.size(); i++) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

}  // namespace gopark::types
