// Reads and writes UTF-8 by Go's rules: a byte that does not belong to a well-formed encoding
// counts as one character, U+FFFD, of width 1.
//
// Go's counterpart: package unicode/utf8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gopark::lib {

inline constexpr int32_t kRuneError = 0xFFFD;
inline constexpr int32_t kMaxRune = 0x10FFFF;

struct Rune {
  int32_t value = kRuneError;
  int width = 0;  // In bytes; 0 for the end of the text.
};

// decodeFirst() is the first character of s.
Rune decodeFirst(std::string_view s);

// decodeLast() is the last character of s.
Rune decodeLast(std::string_view s);

// startsWhole() is whether s begins with a whole character; a broken encoding is whole.
bool startsWhole(std::string_view s);

// countRunes() is the number of characters in s.
int64_t countRunes(std::string_view s);

// isValid() is whether s is well-formed throughout.
bool isValid(std::string_view s);

// appendRune() appends r's encoding, that of U+FFFD if it has none.
void appendRune(std::string& out, int32_t r);

}  // namespace gopark::lib
