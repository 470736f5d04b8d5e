// Natives of strconv: integers here, floating-point numbers in float_text.cpp.

#include <algorithm>
#include <iterator>
#include <limits>

#include "golang/lib/float_text.h"
#include "golang/lib/natives.h"

namespace gopark::lib {
namespace {

using vm::NativeCall;
using vm::NativeDef;
using vm::NativeStatus;

struct ParsedUint {
  uint64_t value = 0;
  ParseCode code = ParseCode::kOk;
};

int digitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  char lower = static_cast<char>(c | 0x20);
  if (lower >= 'a' && lower <= 'z') return lower - 'a' + 10;
  return 99;
}

// readUint() is strconv.ParseUint of a text without its sign.
ParsedUint readUint(std::string_view text, int64_t base, int64_t bits) {
  const ParsedUint bad{0, ParseCode::kBadSyntax};
  if (text.empty()) return bad;
  std::string_view digits = text;
  bool anyBase = base == 0;
  if (anyBase) {
    base = 10;
    if (digits[0] == '0') {
      char c = digits.size() >= 3 ? static_cast<char>(digits[1] | 0x20) : '\0';
      base = c == 'x' ? 16 : c == 'b' ? 2 : 8;
      digits.remove_prefix(c == 'x' || c == 'o' || c == 'b' ? 2 : 1);
    }
  } else if (base < 2 || base > 36) {
    return {0, ParseCode::kBadBase};
  }
  if (bits == 0) bits = 64;
  if (bits < 0 || bits > 64) return {0, ParseCode::kBadBitSize};
  uint64_t largest = std::numeric_limits<uint64_t>::max() >> (64 - bits);
  uint64_t value = 0;
  bool underscores = false;
  auto b = static_cast<uint64_t>(base);
  for (char c : digits) {
    if (c == '_' && anyBase) {
      underscores = true;
      continue;
    }
    int digit = digitValue(c);
    if (digit >= base) return bad;
    auto d = static_cast<uint64_t>(digit);
    if (value > (largest - d) / b || d > largest) return {largest, ParseCode::kOutOfRange};
    value = value * b + d;
  }
  if (underscores && !underscoresOk(text)) return bad;
  return {value, ParseCode::kOk};
}

NativeStatus parseUint(NativeCall& c) {
  ParsedUint r = readUint(c.str(0).view(), c.i64(2), c.i64(3));
  c.set(0, r.value);
  c.set(1, static_cast<int64_t>(r.code));
  return NativeStatus::kDone;
}

NativeStatus parseInt(NativeCall& c) {
  std::string_view text = c.str(0).view();
  int64_t bits = c.i64(3) == 0 ? 64 : c.i64(3);
  bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
  ParsedUint r = readUint(text, c.i64(2), bits);
  if (r.code == ParseCode::kOk || r.code == ParseCode::kOutOfRange) {
    uint64_t limit = uint64_t{1} << (bits - 1);
    if (!negative && r.value >= limit) r = {limit - 1, ParseCode::kOutOfRange};
    if (negative && r.value > limit) r = {limit, ParseCode::kOutOfRange};
    if (negative) r.value = -r.value;
  }
  c.set(0, r.value);
  c.set(1, static_cast<int64_t>(r.code));
  return NativeStatus::kDone;
}

NativeStatus formatUint(NativeCall& c) {
  uint64_t value = c.u64(0);
  auto base = c.u64(1);
  char buffer[65];
  char* at = std::end(buffer);
  do {
    *--at = "0123456789abcdefghijklmnopqrstuvwxyz"[value % base];
    value /= base;
  } while (value != 0);
  if (c.boolean(2)) *--at = '-';
  c.setStr(0, newString(c, {at, static_cast<size_t>(std::end(buffer) - at)}));
  return NativeStatus::kDone;
}

NativeStatus formatFloatNative(NativeCall& c) {
  // A precision beyond any use would only take memory: Go has no bound, memory has.
  auto precision = static_cast<int>(std::clamp<int64_t>(c.i64(2), -1, 1 << 26));
  c.setStr(0, newString(c, formatFloat(c.f64(0), static_cast<char>(c.u64(1)), precision,
                                       static_cast<int>(c.i64(3)))));
  return NativeStatus::kDone;
}

NativeStatus parseFloat(NativeCall& c) {
  ParsedFloat r = parseFloatPrefix(c.str(0).view(), static_cast<int>(c.i64(2)));
  c.set(0, r.value);
  c.set(1, r.length);
  c.set(2, static_cast<int64_t>(r.code));
  return NativeStatus::kDone;
}

constexpr NativeDef kStrconvNatives[] = {
    {"strconv.parseUint", parseUint},           {"strconv.parseInt", parseInt},
    {"strconv.parseFloat", parseFloat},         {"strconv.formatUint", formatUint},
    {"strconv.formatFloat", formatFloatNative},
};

}  // namespace

std::span<const NativeDef> strconvNatives() {
  return kStrconvNatives;
}

}  // namespace gopark::lib
