// Natives of unicode/utf8, and the functions they share with others.

#include "golang/lib/utf8.h"

#include "golang/lib/natives.h"

namespace gopark::lib {
namespace {

using vm::NativeCall;
using vm::NativeDef;
using vm::NativeStatus;

bool continues(unsigned char c) {
  return (c & 0xC0) == 0x80;
}

// lengthOf() is the length of the encoding that begins with `first`, 0 if none does, and the bounds
// of its second byte, which exclude overlong forms, surrogates and what lies above U+10FFFF.
int lengthOf(unsigned char first, unsigned char* low, unsigned char* high) {
  *low = 0x80;
  *high = 0xBF;
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return 2;
  if (first < 0xF0) {
    if (first == 0xE0) *low = 0xA0;
    if (first == 0xED) *high = 0x9F;
    return 3;
  }
  if (first < 0xF5) {
    if (first == 0xF0) *low = 0x90;
    if (first == 0xF4) *high = 0x8F;
    return 4;
  }
  return 0;
}

std::string_view bytesOf(NativeCall& c) {
  vm::GoSlice s = c.slice(0);
  return {s.data<const char>(), static_cast<size_t>(s.len)};
}

std::string_view stringOf(NativeCall& c) {
  return c.str(0).view();
}

using Argument = std::string_view (*)(NativeCall&);

template <Argument argument, Rune (*decode)(std::string_view)>
NativeStatus decodeNative(NativeCall& c) {
  Rune r = decode(argument(c));
  c.set(0, r.value);
  c.set(1, static_cast<int64_t>(r.width));
  return NativeStatus::kDone;
}

template <Argument argument, auto function>
NativeStatus simpleNative(NativeCall& c) {
  c.set(0, function(argument(c)));
  return NativeStatus::kDone;
}

constexpr NativeDef kUtf8Natives[] = {
    {"unicode/utf8.DecodeRune", decodeNative<bytesOf, decodeFirst>},
    {"unicode/utf8.DecodeRuneInString", decodeNative<stringOf, decodeFirst>},
    {"unicode/utf8.DecodeLastRune", decodeNative<bytesOf, decodeLast>},
    {"unicode/utf8.DecodeLastRuneInString", decodeNative<stringOf, decodeLast>},
    {"unicode/utf8.RuneCount", simpleNative<bytesOf, countRunes>},
    {"unicode/utf8.RuneCountInString", simpleNative<stringOf, countRunes>},
    {"unicode/utf8.Valid", simpleNative<bytesOf, isValid>},
    {"unicode/utf8.ValidString", simpleNative<stringOf, isValid>},
    {"unicode/utf8.FullRune", simpleNative<bytesOf, startsWhole>},
    {"unicode/utf8.FullRuneInString", simpleNative<stringOf, startsWhole>},
};

}  // namespace

Rune decodeFirst(std::string_view s) {
  if (s.empty()) return {};
  auto byte = [&](size_t i) { return static_cast<unsigned char>(s[i]); };
  unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  unsigned char low;
  unsigned char high;
  int length = lengthOf(first, &low, &high);
  const Rune broken{kRuneError, 1};
  if (length == 0 || s.size() < static_cast<size_t>(length)) return broken;
  if (byte(1) < low || byte(1) > high) return broken;
  int32_t value = first & (0x7F >> length);
  for (int i = 1; i < length; i++) {
    if (!continues(byte(static_cast<size_t>(i)))) return broken;
    value = value << 6 | (byte(static_cast<size_t>(i)) & 0x3F);
  }
  return {value, length};
}

Rune decodeLast(std::string_view s) {
  if (s.empty()) return {};
  // The last encoding begins at most four bytes before the end and must reach exactly to it.
  for (size_t back = 1; back <= 4 && back <= s.size(); back++) {
    std::string_view tail = s.substr(s.size() - back);
    if (continues(static_cast<unsigned char>(tail[0]))) continue;
    Rune r = decodeFirst(tail);
    if (r.width == static_cast<int>(back)) return r;
    break;
  }
  return {kRuneError, 1};
}

bool startsWhole(std::string_view s) {
  if (s.empty()) return false;
  unsigned char low;
  unsigned char high;
  int length = lengthOf(static_cast<unsigned char>(s[0]), &low, &high);
  if (length == 0 || s.size() >= static_cast<size_t>(length)) return true;
  // Too short: whole only if what is there is broken already.
  for (size_t i = 1; i < s.size(); i++) {
    auto c = static_cast<unsigned char>(s[i]);
    if (i == 1 ? c < low || c > high : !continues(c)) return true;
  }
  return false;
}

int64_t countRunes(std::string_view s) {
  int64_t count = 0;
  for (size_t i = 0; i < s.size(); count++) {
    i += static_cast<unsigned char>(s[i]) < 0x80
             ? 1
             : static_cast<size_t>(decodeFirst(s.substr(i)).width);
  }
  return count;
}

bool isValid(std::string_view s) {
  for (size_t i = 0; i < s.size();) {
    if (static_cast<unsigned char>(s[i]) < 0x80) {
      i++;
      continue;
    }
    Rune r = decodeFirst(s.substr(i));
    if (r.width == 1) return false;
    i += static_cast<size_t>(r.width);
  }
  return true;
}

void appendRune(std::string& out, int32_t r) {
  auto add = [&](int32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (r < 0 || r > kMaxRune || (r >= 0xD800 && r < 0xE000)) r = kRuneError;
  if (r < 0x80) {
    add(r);
  } else if (r < 0x800) {
    add(0xC0 | r >> 6);
    add(0x80 | (r & 0x3F));
  } else if (r < 0x10000) {
    add(0xE0 | r >> 12);
    add(0x80 | (r >> 6 & 0x3F));
    add(0x80 | (r & 0x3F));
  } else {
    add(0xF0 | r >> 18);
    add(0x80 | (r >> 12 & 0x3F));
    add(0x80 | (r >> 6 & 0x3F));
    add(0x80 | (r & 0x3F));
  }
}

std::span<const NativeDef> utf8Natives() {
  return kUtf8Natives;
}

}  // namespace gopark::lib
