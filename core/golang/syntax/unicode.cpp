// UTF-8 and quoting; unicode_tables.cpp has the character classes.
#include "golang/syntax/unicode.h"

#include <cstdint>

namespace gopark::syntax {

namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

void appendHex(std::string& to, char32_t c, int digits, const char* alphabet) {
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) to += alphabet[(c >> shift) & 15];
}

bool isSurrogate(char32_t c) {
  return c >= 0xD800 && c <= 0xDFFF;
}

}  // namespace

DecodedRune decodeRune(std::string_view s) {
  constexpr DecodedRune invalid{kRuneError, 1};
  if (s.empty()) return {kRuneError, 0};
  auto byte = [&](size_t i) { return static_cast<uint8_t>(s[i]); };
  uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  int width = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || s.size() < static_cast<size_t>(width)) return invalid;
  char32_t c = lead & (0xFF >> (width + 1));
  for (int i = 1; i < width; i++) {
    if ((byte(i) & 0xC0) != 0x80) return invalid;
    c = c << 6 | (byte(i) & 0x3F);
  }
  // Overlong forms, surrogates and what is beyond Unicode are not UTF-8.
  bool overlong = (width == 3 && c < 0x800) || (width == 4 && c < 0x10000);
  if (overlong || isSurrogate(c) || c > kMaxRune) return invalid;
  return {c, width};
}

void appendRune(std::string& to, char32_t c) {
  if (c > kMaxRune || isSurrogate(c)) c = kRuneError;
  if (c < 0x80) {
    to += static_cast<char>(c);
    return;
  }
  int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr uint8_t kLead[] = {0, 0xC0, 0xE0, 0xF0};
  to += static_cast<char>(kLead[more] | (c >> (6 * more)));
  for (int shift = 6 * (more - 1); shift >= 0; shift -= 6) {
    to += static_cast<char>(0x80 | ((c >> shift) & 0x3F));
  }
}

std::string quoteRune(char32_t c) {
  std::string text = "'";
  if (c == '\'' || c == '\\') {
    text += '\\';
    text += static_cast<char>(c);
  } else if (isPrint(c)) {
    appendRune(text, c);
  } else if (c >= 7 && c <= 13) {
    text += '\\';
    text += "abtnvfr"[c - 7];
  } else if (c < ' ' || c == 0x7F) {
    text += "\\x";
    appendHex(text, c, 2, kHexDigits);
  } else if (c < 0x10000) {
    text += "\\u";
    appendHex(text, isSurrogate(c) ? kRuneError : c, 4, kHexDigits);
  } else {
    text += "\\U";
    appendHex(text, c, 8, kHexDigits);
  }
  return text + "'";
}

std::string unicodeName(char32_t c) {
  std::string text = "U+";
  int digits = 4;
  while (digits < 8 && c >> (4 * digits) != 0) digits++;
  appendHex(text, c, digits, "0123456789ABCDEF");
  if (c <= kMaxRune && isPrint(c)) {
    text += " '";
    appendRune(text, c);
    text += "'";
  }
  return text;
}

}  // namespace gopark::syntax
