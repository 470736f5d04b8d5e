// Looks characters up in the generated tables, and the natives of internal/ucd and unicode.

#include "golang/lib/unicode.h"

#include <algorithm>

#include "golang/lib/natives.h"
#include "golang/lib/utf8.h"

namespace gopark::lib {
namespace {

using vm::GoSlice;
using vm::NativeCall;
using vm::NativeDef;
using vm::NativeStatus;

bool inside(Category c, Category first, Category last) {
  return c >= first && c <= last;
}

const CaseMapping* mappingOf(int32_t r) {
  auto u = static_cast<uint32_t>(r);
  std::span<const CaseMapping> all = caseMappings();
  auto it = std::upper_bound(all.begin(), all.end(), u,
                             [](uint32_t x, const CaseMapping& m) { return x < m.low; });
  if (it == all.begin()) return nullptr;
  --it;
  if (u > it->high || (u - it->low) % it->stride != 0) return nullptr;
  return &*it;
}

template <bool (*property)(int32_t)>
NativeStatus propertyNative(NativeCall& c) {
  c.set(0, property(static_cast<int32_t>(c.i64(0))));
  return NativeStatus::kDone;
}

NativeStatus toNative(NativeCall& c) {
  int64_t which = c.i64(0);
  auto r = static_cast<int32_t>(c.i64(1));
  c.set(0, which < 0 || which > 2 ? kRuneError : toCase(static_cast<LetterCase>(which), r));
  return NativeStatus::kDone;
}

template <LetterCase letterCase>
NativeStatus caseNative(NativeCall& c) {
  c.set(0, toCase(letterCase, static_cast<int32_t>(c.i64(0))));
  return NativeStatus::kDone;
}

NativeStatus foldNative(NativeCall& c) {
  c.set(0, simpleFold(static_cast<int32_t>(c.i64(0))));
  return NativeStatus::kDone;
}

// rangesAt() hands the program slices over the constant tables themselves.
NativeStatus rangesAt(NativeCall& c) {
  const RangeTable& table = rangeTables()[static_cast<size_t>(c.i64(0))];
  auto slice = [](const void* data, size_t size) {
    auto length = static_cast<int64_t>(size);
    return size == 0 ? GoSlice{} : GoSlice{vm::addrOf(data), length, length};
  };
  c.setSlice(0, slice(table.ranges16.data(), table.ranges16.size()));
  c.setSlice(3, slice(table.ranges32.data(), table.ranges32.size()));
  c.set(6, static_cast<int64_t>(table.latinOffset));
  return NativeStatus::kDone;
}

constexpr NativeDef kUnicodeNatives[] = {
    {"internal/ucd.IsLetter", propertyNative<isLetter>},
    {"internal/ucd.IsUpper", propertyNative<isUpper>},
    {"internal/ucd.IsLower", propertyNative<isLower>},
    {"internal/ucd.IsTitle", propertyNative<isTitle>},
    {"internal/ucd.IsDigit", propertyNative<isDigit>},
    {"internal/ucd.IsNumber", propertyNative<isNumber>},
    {"internal/ucd.IsSpace", propertyNative<isSpace>},
    {"internal/ucd.IsPrint", propertyNative<isPrint>},
    {"internal/ucd.IsGraphic", propertyNative<isGraphic>},
    {"internal/ucd.To", toNative},
    {"internal/ucd.SimpleFold", foldNative},
    {"unicode.IsLetter", propertyNative<isLetter>},
    {"unicode.IsUpper", propertyNative<isUpper>},
    {"unicode.IsLower", propertyNative<isLower>},
    {"unicode.IsTitle", propertyNative<isTitle>},
    {"unicode.IsDigit", propertyNative<isDigit>},
    {"unicode.IsNumber", propertyNative<isNumber>},
    {"unicode.IsPunct", propertyNative<isPunct>},
    {"unicode.IsSymbol", propertyNative<isSymbol>},
    {"unicode.IsMark", propertyNative<isMark>},
    {"unicode.IsControl", propertyNative<isControl>},
    {"unicode.IsSpace", propertyNative<isSpace>},
    {"unicode.IsGraphic", propertyNative<isGraphic>},
    {"unicode.IsPrint", propertyNative<isPrint>},
    {"unicode.To", toNative},
    {"unicode.ToUpper", caseNative<LetterCase::kUpper>},
    {"unicode.ToLower", caseNative<LetterCase::kLower>},
    {"unicode.ToTitle", caseNative<LetterCase::kTitle>},
    {"unicode.SimpleFold", foldNative},
    {"unicode.rangesAt", rangesAt},
};

}  // namespace

Category categoryOf(int32_t r) {
  if (r < 0 || r > kMaxRune) return Category::kCn;
  std::span<const uint32_t> starts = categoryStarts();
  auto it = std::upper_bound(starts.begin(), starts.end(), static_cast<uint32_t>(r) << 8 | 0xFF);
  return static_cast<Category>(it[-1] & 0xFF);
}

bool isLetter(int32_t r) {
  if (static_cast<uint32_t>(r) < 0x80) return static_cast<uint32_t>((r | 0x20) - 'a') < 26;
  return inside(categoryOf(r), Category::kLl, Category::kLu);
}
bool isUpper(int32_t r) {
  return categoryOf(r) == Category::kLu;
}
bool isLower(int32_t r) {
  return categoryOf(r) == Category::kLl;
}
bool isTitle(int32_t r) {
  return categoryOf(r) == Category::kLt;
}
bool isDigit(int32_t r) {
  if (static_cast<uint32_t>(r) < 0x80) return static_cast<uint32_t>(r - '0') < 10;
  return categoryOf(r) == Category::kNd;
}
bool isNumber(int32_t r) {
  return inside(categoryOf(r), Category::kNd, Category::kNo);
}
bool isPunct(int32_t r) {
  return inside(categoryOf(r), Category::kPc, Category::kPs);
}
bool isSymbol(int32_t r) {
  return inside(categoryOf(r), Category::kSc, Category::kSo);
}
bool isMark(int32_t r) {
  return inside(categoryOf(r), Category::kMc, Category::kMn);
}
bool isControl(int32_t r) {
  return categoryOf(r) == Category::kCc;
}
bool isSpace(int32_t r) {
  if (static_cast<uint32_t>(r) <= 0xFF) {
    return r == ' ' || (r >= '\t' && r <= '\r') || r == 0x85 || r == 0xA0;
  }
  return inside(categoryOf(r), Category::kZl, Category::kZs);
}
bool isGraphic(int32_t r) {
  Category c = categoryOf(r);
  return inside(c, Category::kLl, Category::kSo) || c == Category::kZs;
}
bool isPrint(int32_t r) {
  if (r >= ' ' && r < 0x7F) return true;
  return inside(categoryOf(r), Category::kLl, Category::kSo);
}

int32_t toCase(LetterCase letterCase, int32_t r) {
  if (static_cast<uint32_t>(r) < 0x80) {
    if (letterCase == LetterCase::kLower) return r >= 'A' && r <= 'Z' ? r + 32 : r;
    return r >= 'a' && r <= 'z' ? r - 32 : r;
  }
  const CaseMapping* m = mappingOf(r);
  if (!m) return r;
  switch (letterCase) {
    case LetterCase::kUpper:
      return r + m->upper;
    case LetterCase::kLower:
      return r + m->lower;
    case LetterCase::kTitle:
      break;
  }
  return r + m->title;
}

int32_t simpleFold(int32_t r) {
  if (r < 0 || r > kMaxRune) return r;
  std::span<const FoldPair> orbits = foldOrbits();
  auto it = std::lower_bound(orbits.begin(), orbits.end(), r,
                             [](const FoldPair& p, int32_t x) { return p.from < x; });
  if (it != orbits.end() && it->from == r) return it->to;
  int32_t lower = toCase(LetterCase::kLower, r);
  return lower != r ? lower : toCase(LetterCase::kUpper, r);
}

std::span<const NativeDef> ucdNatives() {
  return kUnicodeNatives;
}

}  // namespace gopark::lib
