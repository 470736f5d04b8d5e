// Turns floating-point numbers into text and back exactly as package strconv does.
//
// The digits come from the C library's exact conversions (snprintf with a precision, strtod), which
// glibc and musl both round correctly; std::to_chars for double is missing in the web toolchain.
// The shortest digits that identify a number are found by trying precisions.
//
// Go's counterparts: strconv's ftoa.go and atof.go.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gopark::lib {

// formatFloat() is strconv.FormatFloat: form is one of b e E f g G x X; precision -1 means as many
// digits as identify the number among those of `bits` (32 or 64).
std::string formatFloat(double value, char form, int precision, int bits);

// What a number's text was read as; the numbers are shared with strconv's number.go.
enum class ParseCode : int64_t { kOk, kBadSyntax, kOutOfRange, kBadBase, kBadBitSize };

struct ParsedFloat {
  double value = 0;
  int64_t length = 0;  // Bytes read.
  ParseCode code = ParseCode::kBadSyntax;
};

// parseFloatPrefix() reads the longest number at the start of the text.
ParsedFloat parseFloatPrefix(std::string_view text, int bits);

// underscoresOk() is whether the underscores of a number stand between digits or behind its prefix.
bool underscoresOk(std::string_view text);

}  // namespace gopark::lib
