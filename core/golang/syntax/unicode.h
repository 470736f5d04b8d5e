// Unicode for the scanner and its messages: UTF-8, the character classes Go's grammar needs, and
// how Go quotes characters. Go's counterparts: packages unicode, unicode/utf8 and strconv.
#pragma once

#include <string>
#include <string_view>

namespace gopark::syntax {

inline constexpr char32_t kRuneError = 0xFFFD;
inline constexpr char32_t kMaxRune = 0x10FFFF;

struct DecodedRune {
  char32_t rune;
  int width;  // Bytes taken: 0 if the text is empty, 1 for each byte of invalid UTF-8.
};

// decodeRune() is the first character of s; invalid UTF-8 gives {kRuneError, 1}.
DecodedRune decodeRune(std::string_view s);
// appendRune() appends c as UTF-8; what is no character is written as kRuneError.
void appendRune(std::string& to, char32_t c);

bool isLetter(char32_t c);  // Not `_`.
bool isDigit(char32_t c);   // Decimal digits of all scripts.
bool isUpper(char32_t c);
bool isPrint(char32_t c);

// quoteRune() is c as Go's %q prints it: 'x', '\n', '\u00a0'.
std::string quoteRune(char32_t c);
// unicodeName() is c as Go's %#U prints it: U+00E9 'é', U+0007.
std::string unicodeName(char32_t c);

}  // namespace gopark::syntax
