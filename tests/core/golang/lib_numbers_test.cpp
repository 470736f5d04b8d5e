// Numbers' texts: the digits, forms and roundings of strconv. Look at golang/lib/float_text.cpp.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/bit_cast.h"
#include "golang/lib/float_text.h"

namespace gopark::lib {
namespace {

struct FormatCase {
  double value;
  char form;
  int precision;
  int bits;
  const char* want;
};

TEST(LibFloatText, FormatFloat_writesWhatGoWrites) {
  const double inf = std::numeric_limits<double>::infinity();
  const FormatCase cases[] = {
      {0, 'g', -1, 64, "0"},
      {-0.0, 'g', -1, 64, "-0"},
      {100000, 'g', -1, 64, "100000"},
      {1000000, 'g', -1, 64, "1e+06"},
      {123456789, 'g', -1, 64, "1.23456789e+08"},
      {1e21, 'f', -1, 64, "1000000000000000000000"},
      {0.0001, 'g', -1, 64, "0.0001"},
      {0.00001, 'g', -1, 64, "1e-05"},
      {0.1, 'g', -1, 32, "0.1"},
      {static_cast<double>(0.1f), 'g', -1, 64, "0.10000000149011612"},
      {5e-324, 'g', -1, 64, "5e-324"},
      {2.2250738585072014e-308, 'g', -1, 64, "2.2250738585072014e-308"},
      {1.7976931348623157e308, 'g', -1, 64, "1.7976931348623157e+308"},
      {5.684341886080802e-14, 'g', -1, 64, "5.684341886080802e-14"},  // A power of two.
      {2.5, 'f', 0, 64, "2"},
      {3.5, 'f', 0, 64, "4"},
      {1.005, 'f', 2, 64, "1.00"},
      {0, 'f', 3, 64, "0.000"},
      {0, 'e', 2, 64, "0.00e+00"},
      {9.995, 'e', 2, 64, "9.99e+00"},
      {123456, 'g', 3, 64, "1.23e+05"},
      {100, 'g', 3, 64, "100"},
      {1.5, 'b', -1, 64, "6755399441055744p-52"},
      {1, 'x', -1, 64, "0x1p+00"},
      {1.9999, 'X', 1, 64, "0X1.0P+01"},
      {0, 'x', 2, 64, "0x0.00p+00"},
      {inf, 'g', -1, 64, "+Inf"},
      {-inf, 'e', 3, 64, "-Inf"},
      {std::nan(""), 'f', 1, 64, "NaN"},
      {1, 'z', -1, 64, "%z"},
  };
  for (const FormatCase& c : cases) {
    EXPECT_EQ(formatFloat(c.value, c.form, c.precision, c.bits), c.want)
        << c.value << " " << c.form << " " << c.precision;
  }
}

TEST(LibFloatText, FormatFloat_shortestReadsBackAsTheSameNumber) {
  uint64_t bits = 0x123456789ABCDEF;
  for (int i = 0; i < 20000; i++) {
    bits = bits * 6364136223846793005u + 1442695040888963407u;
    auto value = bitCast<double>(bits);
    if (!std::isfinite(value)) continue;
    std::string text = formatFloat(value, 'e', -1, 64);
    ParsedFloat parsed = parseFloatPrefix(text, 64);
    ASSERT_EQ(parsed.code, ParseCode::kOk) << text;
    ASSERT_EQ(bitCast<uint64_t>(parsed.value), bits) << text;
    // One digit less must be another number, or the text was not the shortest.
    size_t digits = text.find('e') - (value < 0 ? 1 : 0) - (text.find('.') != text.npos ? 1 : 0);
    if (digits < 2) continue;
    std::string shorter = formatFloat(value, 'e', static_cast<int>(digits) - 2, 64);
    ASSERT_NE(parseFloatPrefix(shorter, 64).value, value) << text << " " << shorter;
  }
}

TEST(LibFloatText, ParseFloat_readsTheLongestPrefix) {
  struct {
    const char* text;
    double value;
    int64_t length;
    ParseCode code;
  } cases[] = {
      {"1.5e3x", 1500, 5, ParseCode::kOk},
      {"+.5", 0.5, 3, ParseCode::kOk},
      {"5.", 5, 2, ParseCode::kOk},
      {"0x1p-2", 0.25, 6, ParseCode::kOk},
      {"0x_1_0p0", 16, 8, ParseCode::kOk},
      {"1_000", 1000, 5, ParseCode::kOk},
      {"1__0", 0, 0, ParseCode::kBadSyntax},
      {"0x1", 0, 0, ParseCode::kBadSyntax},
      {"1e", 0, 0, ParseCode::kBadSyntax},
      {".", 0, 0, ParseCode::kBadSyntax},
      {"", 0, 0, ParseCode::kBadSyntax},
      {"infinite", HUGE_VAL, 3, ParseCode::kOk},
      {"-InFinity", -HUGE_VAL, 9, ParseCode::kOk},
      {"1e400", HUGE_VAL, 5, ParseCode::kOutOfRange},
      {"1e-99999999999", 0, 14, ParseCode::kOk},
      {"1e99999999999", HUGE_VAL, 13, ParseCode::kOutOfRange},
  };
  for (const auto& c : cases) {
    ParsedFloat got = parseFloatPrefix(c.text, 64);
    EXPECT_EQ(got.code, c.code) << c.text;
    EXPECT_EQ(got.length, c.length) << c.text;
    EXPECT_EQ(got.value, c.value) << c.text;
  }
}

TEST(LibFloatText, ParseFloat_roundsToThirtyTwoBitsOnce) {
  // Rounding first to 64 and then to 32 bits would give the even neighbour.
  EXPECT_EQ(parseFloatPrefix("1.000000059604644775390626", 32).value, 1.00000011920928955078125);
  EXPECT_EQ(parseFloatPrefix("3.5e38", 32).code, ParseCode::kOutOfRange);
}

}  // namespace
}  // namespace gopark::lib
