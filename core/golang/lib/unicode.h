// Properties and case mappings of characters, Unicode 15.0 (what Go 1.26 uses).
//
// Go's counterpart: package unicode. The tables are in unicode_tables.cpp, which
// tools/unicode_tables.py makes from the Unicode Character Database.
#pragma once

#include <cstdint>
#include <span>

namespace gopark::lib {

// General categories, in the order of the generated table. kCn is unassigned.
enum class Category : uint8_t {
  kCn,
  kCc,
  kCf,
  kCo,
  kCs,
  kLl,
  kLm,
  kLo,
  kLt,
  kLu,
  kMc,
  kMe,
  kMn,
  kNd,
  kNl,
  kNo,
  kPc,
  kPd,
  kPe,
  kPf,
  kPi,
  kPo,
  kPs,
  kSc,
  kSk,
  kSm,
  kSo,
  kZl,
  kZp,
  kZs,
};

enum class LetterCase : uint8_t { kUpper, kLower, kTitle };

// categoryOf() is r's general category; kCn outside the range of characters.
Category categoryOf(int32_t r);

bool isLetter(int32_t r);
bool isUpper(int32_t r);
bool isLower(int32_t r);
bool isTitle(int32_t r);
bool isDigit(int32_t r);
bool isNumber(int32_t r);
bool isPunct(int32_t r);
bool isSymbol(int32_t r);
bool isMark(int32_t r);
bool isControl(int32_t r);
bool isSpace(int32_t r);
// isGraphic() is letters, marks, numbers, punctuation, symbols and spaces.
bool isGraphic(int32_t r);
// isPrint() is isGraphic() with U+0020 as the only space.
bool isPrint(int32_t r);

// toCase() is r in the given case, r itself if it has none.
int32_t toCase(LetterCase letterCase, int32_t r);

// simpleFold() is the next larger character that equals r under simple folding, or the smallest.
int32_t simpleFold(int32_t r);

// --- The generated tables
// -------------------------------------------------------------------------

// Range16 and Range32 have the layout of Go's unicode.Range16 and Range32.
struct Range16 {
  uint16_t low;
  uint16_t high;
  uint16_t stride;
};
struct Range32 {
  uint32_t low;
  uint32_t high;
  uint32_t stride;
};

// RangeTable is a set of characters: a category, script or property.
struct RangeTable {
  const char* name;
  std::span<const Range16> ranges16;
  std::span<const Range32> ranges32;
  int latinOffset;  // How many of ranges16 lie within Latin-1.
};

// CaseMapping is what to add to the characters low..high (every second one if stride is 2).
struct CaseMapping {
  uint32_t low;
  uint32_t high;
  uint32_t stride;
  int32_t upper;
  int32_t lower;
  int32_t title;
};

struct FoldPair {
  uint16_t from;
  uint16_t to;
};

// categoryStarts() holds, sorted, the first character of each run of one category, shifted left by
// 8, or'ed with the category.
std::span<const uint32_t> categoryStarts();
std::span<const CaseMapping> caseMappings();
// foldOrbits() lists, sorted, the characters whose folding is not just the other case.
std::span<const FoldPair> foldOrbits();
// rangeTables() is every table package unicode exports, in the order of its Go file tables.go.
std::span<const RangeTable> rangeTables();

}  // namespace gopark::lib
