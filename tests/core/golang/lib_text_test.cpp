// UTF-8, character properties and the embedded sources. Look at golang/lib/utf8.cpp, unicode.cpp,
// embed.cpp.

#include <gtest/gtest.h>

#include "golang/lib/embed.h"
#include "golang/lib/unicode.h"
#include "golang/lib/utf8.h"

namespace gopark::lib {
namespace {

TEST(LibUtf8, Encoding_comesBackForEveryCharacter) {
  for (int32_t r = 0; r <= kMaxRune; r++) {
    std::string text;
    appendRune(text, r);
    bool surrogate = r >= 0xD800 && r < 0xE000;
    Rune first = decodeFirst(text);
    Rune last = decodeLast("x" + text);
    ASSERT_EQ(first.value, surrogate ? kRuneError : r);
    ASSERT_EQ(first.width, static_cast<int>(text.size()));
    ASSERT_EQ(last.value, first.value);
    ASSERT_TRUE(isValid(text));
  }
}

TEST(LibUtf8, BrokenBytes_countAsOneCharacterEach) {
  const char* broken[] = {"\x80",
                          "\xC0\x80",
                          "\xC3",
                          "\xE0\x80\x80",
                          "\xED\xA0\x80",
                          "\xF0\x80\x80\x80",
                          "\xF4\x90\x80\x80",
                          "\xFF",
                          "\xE6\x97"};
  for (std::string_view text : broken) {
    EXPECT_EQ(decodeFirst(text).value, kRuneError);
    EXPECT_EQ(decodeFirst(text).width, 1);
    EXPECT_EQ(decodeLast(text).width, 1);
    EXPECT_EQ(countRunes(text), static_cast<int64_t>(text.size()));
    EXPECT_FALSE(isValid(text));
  }
  EXPECT_EQ(decodeFirst("").width, 0);
}

TEST(LibUtf8, StartsWhole_waitsOnlyForWhatCanBecomeWhole) {
  EXPECT_FALSE(startsWhole(""));
  EXPECT_FALSE(startsWhole("\xE6\x97"));
  EXPECT_FALSE(startsWhole("\xF0\x9F"));
  EXPECT_TRUE(startsWhole("\xC0"));
  EXPECT_TRUE(startsWhole("\xE6\xFF"));
  EXPECT_TRUE(startsWhole("\xE6\x97\xA5"));
}

TEST(LibUnicode, Properties_ofCharactersOfEveryKind) {
  EXPECT_TRUE(isLetter(U'é') && isLower(U'é') && !isUpper(U'é'));
  EXPECT_TRUE(isUpper(U'Ω') && isTitle(U'ǅ') && isLetter(U'日'));
  EXPECT_TRUE(isDigit(U'٣') && isNumber(U'Ⅷ') && !isDigit(U'Ⅷ'));
  EXPECT_TRUE(isSpace(0x85) && isSpace(0xA0) && isSpace(0x2003) && !isSpace(0x200B));
  EXPECT_TRUE(isPunct(U'!') && isSymbol(U'+') && isMark(0x301) && isControl(0x7F));
  EXPECT_TRUE(isPrint(U' ') && !isPrint(0xA0) && isGraphic(0xA0) && !isPrint(0xAD));
  EXPECT_EQ(categoryOf(-1), Category::kCn);
  EXPECT_EQ(categoryOf(kMaxRune + 1), Category::kCn);
  EXPECT_EQ(categoryOf(0xD800), Category::kCs);
}

TEST(LibUnicode, Folding_runsInCircles) {
  EXPECT_EQ(simpleFold(U'A'), U'a');
  EXPECT_EQ(simpleFold(U'K'), U'k');
  EXPECT_EQ(simpleFold(U'k'), 0x212A);  // Kelvin sign
  EXPECT_EQ(simpleFold(0x212A), U'K');
  EXPECT_EQ(simpleFold(U'1'), U'1');
  for (int32_t r = 0; r <= kMaxRune; r++) {
    int32_t at = r;
    int steps = 0;
    do {
      at = simpleFold(at);
      steps++;
    } while (at != r && steps < 6);
    ASSERT_EQ(at, r) << r;
  }
}

TEST(LibUnicode, Cases_mapThereAndBack) {
  EXPECT_EQ(toCase(LetterCase::kUpper, U'ß'), U'ß');
  EXPECT_EQ(toCase(LetterCase::kUpper, U'ǆ'), U'Ǆ');
  EXPECT_EQ(toCase(LetterCase::kTitle, U'ǆ'), U'ǅ');
  EXPECT_EQ(toCase(LetterCase::kLower, U'Σ'), U'σ');
  EXPECT_EQ(toCase(LetterCase::kUpper, U'ς'), U'Σ');
}

TEST(LibEmbed, Packages_areFoundByImportPath) {
  ASSERT_FALSE(libFiles("fmt").empty());
  ASSERT_FALSE(libFiles("golang.org/x/sync/errgroup").empty());
  EXPECT_TRUE(libFiles("net/http").empty());
  EXPECT_TRUE(libFiles("").empty());
  for (const LibFile& file : libFiles("io")) EXPECT_EQ(file.package, "io");
  size_t counted = 0;
  std::string_view last;
  for (const LibFile& file : allLibFiles()) {
    EXPECT_NE(file.text.find("package "), std::string_view::npos) << file.name;
    if (file.package != last) counted += libFiles(file.package).size();
    last = file.package;
  }
  EXPECT_EQ(counted, allLibFiles().size());
}

}  // namespace
}  // namespace gopark::lib
