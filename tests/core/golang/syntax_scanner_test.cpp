// The scanner: tokens, their places, automatic semicolons and lexical errors; literals and Unicode.
#include "golang/syntax/scanner.h"

#include <gtest/gtest.h>

#include "golang/syntax/literal.h"
#include "golang/syntax/unicode.h"

namespace gopark::syntax {
namespace {

struct Scanned {
  std::string tokens;  // Each as `text@line:column`, separated by blanks.
  std::string errors;  // Each as `line:column: message`, separated by newlines.
};

std::string at(Pos pos) {
  return std::to_string(pos.line) + ":" + std::to_string(pos.column);
}

Scanned scan(std::string text) {
  FileSet files;
  Scanned result;
  Scanner scanner(files.add("prog.go", std::move(text)), [&](Pos pos, std::string message) {
    result.errors += (result.errors.empty() ? "" : "\n") + at(pos) + ": " + message;
  });
  for (scanner.next(); scanner.tok != Token::Eof; scanner.next()) {
    if (!result.tokens.empty()) result.tokens += ' ';
    std::string op(operatorText(scanner.op));
    switch (scanner.tok) {
      case Token::Name:
      case Token::Literal:
        result.tokens += scanner.lit;
        break;
      case Token::Semi:
        result.tokens += std::string(";") + std::string(scanner.lit);
        break;
      case Token::Operator:
        result.tokens += op;
        break;
      case Token::AssignOp:
        result.tokens += op + "=";
        break;
      case Token::IncOp:
        result.tokens += op + op;
        break;
      default:
        result.tokens += tokenText(scanner.tok);
        break;
    }
    result.tokens += "@" + at(scanner.pos);
  }
  return result;
}

TEST(Scanner, givesTokensWithTheirPlaces) {
  EXPECT_EQ(scan("x := a.b[3]\n\ty++").tokens,
            "x@1:1 :=@1:3 a@1:6 .@1:7 b@1:8 [@1:9 3@1:10 ]@1:11 ;newline@1:12 "
            "y@2:2 ++@2:3 ;EOF@2:5");
}

TEST(Scanner, readsTheLongestOperator) {
  EXPECT_EQ(scan("+ ++ += & && &^ &= &^= < <= << <<= <- > >= >> >>= = == ! != : := . ... | || |= "
                 "* *= ^ ^= % %= / /= ~ - -- -=")
                .tokens,
            "+@1:1 ++@1:3 +=@1:6 &@1:9 &&@1:11 &^@1:14 &=@1:17 &^=@1:20 <@1:24 <=@1:26 <<@1:29 "
            "<<=@1:32 <-@1:36 >@1:39 >=@1:41 >>@1:44 >>=@1:47 =@1:51 ==@1:53 !@1:56 !=@1:58 "
            ":@1:61 :=@1:63 .@1:66 ...@1:68 |@1:72 ||@1:74 |=@1:77 *@1:80 *=@1:82 ^@1:85 "
            "^=@1:87 %@1:90 %=@1:92 /@1:95 /=@1:97 ~@1:100 -@1:102 --@1:104 -=@1:107");
  EXPECT_EQ(scan("a..b").tokens, "a@1:1 .@1:2 .@1:3 b@1:4 ;EOF@1:5");
}

TEST(Scanner, insertsSemicolonsAfterWhatMayEndAStatement) {
  EXPECT_EQ(scan("return\nbreak\n").tokens, "return@1:1 ;newline@1:7 break@2:1 ;newline@2:6");
  EXPECT_EQ(scan("if\nx +\n(\n)\n").tokens, "if@1:1 x@2:1 +@2:3 (@3:1 )@4:1 ;newline@4:2");
  EXPECT_EQ(scan("x // c\n").tokens, "x@1:1 ;newline@1:7");
  EXPECT_EQ(scan("x /* a\nb */ y").tokens, "x@1:1 ;newline@1:3 y@2:6 ;EOF@2:7");
  EXPECT_EQ(scan("x /* a */ y").tokens, "x@1:1 y@1:11 ;EOF@1:12");
}

TEST(Scanner, readsNumbersOfAllKinds) {
  for (const char* number :
       {"0",      "12_345", "0b1010", "0B_1", "0o17",   "017",    "0x_dead_BEEF",
        ".5",     "1.",     "1e9",    "1E+9", "1.5e-3", "0x1p-2", "0x1.8p0",
        "0X.8P1", "3i",     "0x1p2i", "08i",  "09.5",   "0b11i"}) {
    Scanned s = scan(number);
    EXPECT_EQ(s.errors, "") << number;
    std::string end = std::to_string(std::string(number).size() + 1);
    EXPECT_EQ(s.tokens, number + std::string("@1:1 ;EOF@1:") + end);
  }
}

TEST(Scanner, saysWhatIsWrongWithANumber) {
  EXPECT_EQ(scan("089").errors, "1:2: invalid digit '8' in octal literal");
  EXPECT_EQ(scan("0b12").errors, "1:4: invalid digit '2' in binary literal");
  EXPECT_EQ(scan("0x").errors, "1:3: hexadecimal literal has no digits");
  EXPECT_EQ(scan("0b.1").errors, "1:3: invalid radix point in binary literal");
  EXPECT_EQ(scan("1e").errors, "1:3: exponent has no digits");
  EXPECT_EQ(scan("0x1.0").errors, "1:6: hexadecimal mantissa requires a 'p' exponent");
  EXPECT_EQ(scan("1p3").errors, "1:2: 'p' exponent requires hexadecimal mantissa");
  EXPECT_EQ(scan("0b1e3").errors, "1:4: 'e' exponent requires decimal mantissa");
  EXPECT_EQ(scan("1__2").errors, "1:3: '_' must separate successive digits");
  EXPECT_EQ(scan("12_").errors, "1:3: '_' must separate successive digits");
  EXPECT_EQ(scan("1_.5").errors, "1:2: '_' must separate successive digits");
}

TEST(Scanner, saysWhatIsWrongWithARune) {
  EXPECT_EQ(scan("''").errors, "1:2: empty rune literal or unescaped '");
  EXPECT_EQ(scan("'ab'").errors, "1:1: more than one character in rune literal");
  EXPECT_EQ(scan("'a\n").errors, "1:3: newline in rune literal");
  EXPECT_EQ(scan("'a").errors, "1:1: rune literal not terminated");
  EXPECT_EQ(scan(R"('\q')").errors, "1:3: unknown escape");
  EXPECT_EQ(scan(R"('\400')").errors, "1:6: octal escape value 256 > 255");
  EXPECT_EQ(scan(R"('\ud800')").errors, "1:8: escape is invalid Unicode code point U+D800");
  EXPECT_EQ(scan(R"('\xg1')").errors, "1:4: invalid character 'g' in hexadecimal escape");
}

TEST(Scanner, saysWhatIsWrongWithAString) {
  EXPECT_EQ(scan("\"abc\n").errors, "1:5: newline in string");
  EXPECT_EQ(scan("\"abc").errors, "1:1: string not terminated");
  EXPECT_EQ(scan("`a\nb").errors, "1:1: string not terminated");
  EXPECT_EQ(scan(R"("\U00110000")").errors, "1:12: escape is invalid Unicode code point U+110000");
  EXPECT_EQ(scan("/* x").errors, "1:1: comment not terminated");
}

TEST(Scanner, readsNamesOfAllScripts) {
  EXPECT_EQ(scan("größe 変数 x١").tokens, "größe@1:1 変数@1:9 x١@1:16 ;EOF@1:19");
  EXPECT_EQ(scan("größe").errors, "");
}

TEST(Scanner, complainsAboutStrayCharactersAndGoesOn) {
  EXPECT_EQ(scan("a ? b").errors, "1:3: invalid character U+003F '?'");
  EXPECT_EQ(scan("a ? b").tokens, "a@1:1 b@1:5 ;EOF@1:6");
  EXPECT_EQ(scan("“x”").errors,
            "1:1: invalid character U+201C '“' in identifier\n"
            "1:5: invalid character U+201D '”' in identifier");
  EXPECT_EQ(scan("a\xc2\xa0"
                 "b")
                .errors,
            "1:2: invalid character U+00A0 in identifier");
  EXPECT_EQ(scan("١x").errors, "1:1: identifier cannot begin with digit U+0661 '١'");
}

TEST(Scanner, reportsBytesThatAreNotText) {
  EXPECT_EQ(scan(std::string("a\0b", 3)).errors, "1:2: invalid NUL character");
  EXPECT_EQ(scan("x \xff y").errors, "1:3: invalid UTF-8 encoding");
  EXPECT_EQ(scan("\xef\xbb\xbfx").errors, "");
  EXPECT_EQ(scan("x \xef\xbb\xbfy").errors, "1:3: invalid BOM in the middle of the file");
}

TEST(Scanner, findsTheEndAfterStop) {
  FileSet files;
  Scanner scanner(files.add("prog.go", "a b c"), [](Pos, std::string) {});
  scanner.next();
  scanner.stop();
  scanner.next();
  EXPECT_EQ(scanner.tok, Token::Eof);
}

TEST(Literal, stringValueUndoesEscapes) {
  EXPECT_EQ(stringValue(R"("a\n\t\x41\102\u00e9\U0001F600\"")"), "a\n\tAB\u00e9\U0001F600\"");
  EXPECT_EQ(stringValue(R"("\xff")"), "\xff");
  EXPECT_EQ(stringValue("`a\\n\r\nb`"), "a\\n\nb");
  EXPECT_EQ(stringValue("\"a"), std::nullopt);
  EXPECT_EQ(stringValue(R"("\q")"), std::nullopt);
}

TEST(Literal, runeValueIsTheCharacter) {
  EXPECT_EQ(runeValue("'a'"), U'a');
  EXPECT_EQ(runeValue(R"('\'')"), U'\'');
  EXPECT_EQ(runeValue("'é'"), U'é');
  EXPECT_EQ(runeValue(R"('\xff')"), char32_t{255});
  EXPECT_EQ(runeValue("'ab'"), std::nullopt);
}

TEST(Unicode, utf8GoesBothWays) {
  for (char32_t c : {U'a', U'\u00e9', U'\u20ac', U'\U0001F600', char32_t{0x10FFFF}}) {
    std::string text;
    appendRune(text, c);
    EXPECT_EQ(decodeRune(text).rune, c);
    EXPECT_EQ(static_cast<size_t>(decodeRune(text).width), text.size());
  }
  for (const char* bad : {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\xe2\x82"}) {
    EXPECT_EQ(decodeRune(bad).rune, kRuneError);
    EXPECT_EQ(decodeRune(bad).width, 1);
  }
}

TEST(Unicode, quotesCharactersAsGoDoes) {
  EXPECT_EQ(quoteRune('\n'), R"('\n')");
  EXPECT_EQ(quoteRune('\''), R"('\'')");
  EXPECT_EQ(quoteRune(0xA0), R"('\u00a0')");
  EXPECT_EQ(quoteRune(U'世'), "'世'");
  EXPECT_EQ(unicodeName('a'), "U+0061 'a'");
  EXPECT_EQ(unicodeName(0x1F600), "U+1F600 '\U0001F600'");
  EXPECT_EQ(unicodeName(0x200B), "U+200B");
}

TEST(Unicode, knowsUpperCaseLetters) {
  EXPECT_TRUE(isUpper('A') && isUpper(U'É') && isUpper(U'Ā'));
  EXPECT_FALSE(isUpper('a') || isUpper(U'é') || isUpper(U'ā') || isUpper(U'世'));
}

}  // namespace
}  // namespace gopark::syntax
