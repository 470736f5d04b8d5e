// Strings: UTF-8, concatenation, conversions. A string's bytes are written once, before anybody
// else can see them, so they are copied plainly. Go's counterparts: string.go, utf8.go of the
// runtime.
#include "golang/vm/ops.h"
#include "golang/vm/units.h"

namespace gopark::vm {

namespace {

constexpr int32_t kRuneError = 0xfffd;

// newText() is room for a string; null for the empty one.
char* newText(Goroutine* g, uint64_t length) {
  if (!length) return nullptr;
  return static_cast<char*>(g->vm->allocate(g, nullptr, length));
}

void setString(Slot* dst, const char* p, uint64_t length) {
  dst[0] = addrOf(p);
  dst[1] = p ? length : 0;
}

}  // namespace

int32_t decodeRune(const char* text, int64_t length, int64_t at, int* width) {
  auto byte = [&](int64_t i) -> uint32_t {
    return at + i < length ? relaxedLoad<uint8_t>(text + at + i) : 0;
  };
  auto follows = [&](int64_t i) { return (byte(i) & 0xc0) == 0x80; };
  uint32_t b0 = byte(0);
  *width = 1;
  if (b0 < 0x80) return static_cast<int32_t>(b0);
  if (b0 >= 0xc2 && b0 <= 0xdf && follows(1)) {
    *width = 2;
    return static_cast<int32_t>((b0 & 0x1f) << 6 | (byte(1) & 0x3f));
  }
  if (b0 >= 0xe0 && b0 <= 0xef && follows(1) && follows(2)) {
    uint32_t r = (b0 & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
    if (r < 0x800 || (r >= 0xd800 && r <= 0xdfff)) return kRuneError;
    *width = 3;
    return static_cast<int32_t>(r);
  }
  if (b0 >= 0xf0 && b0 <= 0xf4 && follows(1) && follows(2) && follows(3)) {
    uint32_t r = (b0 & 7) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
    if (r < 0x10000 || r > 0x10ffff) return kRuneError;
    *width = 4;
    return static_cast<int32_t>(r);
  }
  return kRuneError;
}

int encodeRune(int32_t rune, char* out) {
  auto r = static_cast<uint32_t>(rune);
  if (r > 0x10ffff || (r >= 0xd800 && r <= 0xdfff)) r = kRuneError;
  auto put = [&](int i, uint32_t v) { out[i] = static_cast<char>(v); };
  if (r < 0x80) {
    put(0, r);
    return 1;
  }
  if (r < 0x800) {
    put(0, 0xc0 | r >> 6), put(1, 0x80 | (r & 0x3f));
    return 2;
  }
  if (r < 0x10000) {
    put(0, 0xe0 | r >> 12), put(1, 0x80 | (r >> 6 & 0x3f)), put(2, 0x80 | (r & 0x3f));
    return 3;
  }
  put(0, 0xf0 | r >> 18), put(1, 0x80 | (r >> 12 & 0x3f));
  put(2, 0x80 | (r >> 6 & 0x3f)), put(3, 0x80 | (r & 0x3f));
  return 4;
}

GoString makeString(Goroutine* g, std::string_view text) {
  char* p = newText(g, text.size());
  if (!p) return {};
  std::memcpy(p, text.data(), text.size());
  return {addrOf(p), static_cast<int64_t>(text.size())};
}

GoString concat(Goroutine* g, const Slot* strings, uint32_t count) {
  uint64_t total = 0;
  uint32_t used = 0, last = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t length = strings[2 * i + 1];
    if (!length) continue;
    total += length;
    used++;
    last = i;
  }
  // One non-empty operand is the result.
  if (used <= 1) {
    return used ? GoString{strings[2 * last], static_cast<int64_t>(total)} : GoString{};
  }
  char* p = newText(g, total);
  if (!p) return {};
  char* at = p;
  [[maybe_unused]] RacyReads racy;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t length = strings[2 * i + 1];
    if (!length) continue;
    std::memcpy(at, ptrOf<char>(strings[2 * i]), length);
    at += length;
  }
  return {addrOf(p), static_cast<int64_t>(total)};
}

void stringFromBytes(Goroutine* g, Slot* dst, const Slot* src) {
  uint64_t length = src[1];
  const char* from = ptrOf<const char>(src[0]);
  char* p = newText(g, length);
  if (p) copyMemory(p, from, length);
  setString(dst, p, length);
}

void stringFromRunes(Goroutine* g, Slot* dst, const Slot* src) {
  const auto* runes = ptrOf<const int32_t>(src[0]);
  uint64_t count = src[1];
  std::string text;
  for (uint64_t i = 0; i < count; i++) {
    char buffer[4];
    text.append(buffer, static_cast<size_t>(encodeRune(relaxedLoad<int32_t>(runes + i), buffer)));
  }
  GoString s = makeString(g, text);
  dst[0] = s.ptr;
  dst[1] = slotOf(s.len);
}

void stringFromRune(Goroutine* g, Slot* dst, int64_t rune) {
  if (rune < 0 || rune > 0x10ffff) rune = kRuneError;
  char buffer[4];
  GoString s =
      makeString(g, {buffer, static_cast<size_t>(encodeRune(static_cast<int32_t>(rune), buffer))});
  dst[0] = s.ptr;
  dst[1] = slotOf(s.len);
}

}  // namespace gopark::vm
