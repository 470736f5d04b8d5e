// Natives of internal/bytealg: searching, comparing, case mapping and repeating of strings.
//
// Go's counterparts: internal/bytealg and the loops of package strings.

#include <cstring>
#include <vector>

#include "golang/lib/natives.h"
#include "golang/lib/unicode.h"
#include "golang/lib/utf8.h"

namespace gopark::lib {
namespace {

using vm::GoSlice;
using vm::GoString;
using vm::NativeCall;
using vm::NativeDef;
using vm::NativeStatus;

int64_t placeOf(size_t found) {
  return found == std::string_view::npos ? -1 : static_cast<int64_t>(found);
}

NativeStatus done() {
  return NativeStatus::kDone;
}

NativeStatus stringOfBytes(NativeCall& c) {
  GoSlice b = c.slice(0);
  c.setStr(0, {b.len == 0 ? 0 : b.ptr, b.len});
  return done();
}

NativeStatus indexByte(NativeCall& c) {
  std::string_view s = c.str(0).view();
  const void* p = s.empty() ? nullptr : std::memchr(s.data(), static_cast<int>(c.u64(2)), s.size());
  c.set(0, p ? static_cast<int64_t>(static_cast<const char*>(p) - s.data()) : int64_t{-1});
  return done();
}

NativeStatus lastIndexByte(NativeCall& c) {
  c.set(0, placeOf(c.str(0).view().rfind(static_cast<char>(c.u64(2)))));
  return done();
}

NativeStatus index(NativeCall& c) {
  c.set(0, placeOf(c.str(0).view().find(c.str(2).view())));
  return done();
}

NativeStatus lastIndex(NativeCall& c) {
  c.set(0, placeOf(c.str(0).view().rfind(c.str(2).view())));
  return done();
}

NativeStatus count(NativeCall& c) {
  std::string_view s = c.str(0).view();
  std::string_view sep = c.str(2).view();
  int64_t n = 0;
  for (size_t i = s.find(sep); i != std::string_view::npos; i = s.find(sep, i + sep.size())) n++;
  c.set(0, n);
  return done();
}

NativeStatus compare(NativeCall& c) {
  int order = c.str(0).view().compare(c.str(2).view());
  c.set(0, int64_t{(order > 0) - (order < 0)});
  return done();
}

NativeStatus equalFold(NativeCall& c) {
  std::string_view s = c.str(0).view();
  std::string_view t = c.str(2).view();
  while (!s.empty() && !t.empty()) {
    Rune a = decodeFirst(s);
    Rune b = decodeFirst(t);
    s.remove_prefix(static_cast<size_t>(a.width));
    t.remove_prefix(static_cast<size_t>(b.width));
    if (a.value == b.value) continue;
    int32_t r = simpleFold(a.value);
    while (r != a.value && r != b.value) r = simpleFold(r);
    if (r != b.value) {
      c.set(0, false);
      return done();
    }
  }
  c.set(0, s.empty() && t.empty());
  return done();
}

// mapCase() returns the same string when no character changes, as Go does.
template <LetterCase letterCase>
NativeStatus mapCase(NativeCall& c) {
  GoString given = c.str(0);
  std::string_view s = given.view();
  std::string out;
  bool changed = false;
  for (size_t i = 0; i < s.size();) {
    Rune r = decodeFirst(s.substr(i));
    int32_t mapped = toCase(letterCase, r.value);
    bool broken = r.value == kRuneError && r.width == 1;
    if (!changed && (mapped != r.value || broken)) {
      changed = true;
      out.assign(s.substr(0, i));
    }
    if (changed) appendRune(out, mapped);
    i += static_cast<size_t>(r.width);
  }
  c.setStr(0, changed ? newString(c, out) : given);
  return done();
}

NativeStatus spaceEnds(NativeCall& c) {
  std::string_view s = c.str(0).view();
  size_t start = 0;
  while (start < s.size()) {
    Rune r = decodeFirst(s.substr(start));
    if (!isSpace(r.value)) break;
    start += static_cast<size_t>(r.width);
  }
  size_t end = s.size();
  while (end > start) {
    Rune r = decodeLast(s.substr(start, end - start));
    if (!isSpace(r.value)) break;
    end -= static_cast<size_t>(r.width);
  }
  c.set(0, static_cast<int64_t>(start));
  c.set(1, static_cast<int64_t>(end));
  return done();
}

// freshString() makes the first result a string of the given length in new memory, and says where
// to write it (null: the empty string). False: there is no such memory.
bool freshString(NativeCall& c, int64_t length, char** out) {
  *out = length == 0 ? nullptr : static_cast<char*>(tryArray(c, nullptr, length));
  c.setStr(0, {vm::addrOf(*out), length});
  return *out != nullptr || length == 0;
}

char* put(char* at, std::string_view text) {
  if (!text.empty()) std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

NativeStatus repeat(NativeCall& c) {
  std::string_view s = c.str(0).view();
  int64_t count = c.i64(2);
  const int64_t length = static_cast<int64_t>(s.size()) * count;
  char* at;
  if (!freshString(c, length, &at)) return outOfMemory(c, length);
  for (int64_t i = 0; at && i < count; i++) at = put(at, s);
  return done();
}

NativeStatus replace(NativeCall& c) {
  GoString given = c.str(0);
  std::string_view s = given.view();
  std::string_view old = c.str(2).view();
  std::string_view with = c.str(4).view();
  int64_t limit = c.i64(6);
  // The places are remembered: package bytes may give bytes that another goroutine changes.
  std::vector<size_t> places;
  for (size_t i = s.find(old);
       i != std::string_view::npos && static_cast<int64_t>(places.size()) != limit;
       i = s.find(old, i + old.size())) {
    places.push_back(i);
  }
  const auto found = static_cast<int64_t>(places.size());
  if (found == 0) {
    c.setStr(0, given);
    return done();
  }
  int64_t grown = static_cast<int64_t>(with.size()) - static_cast<int64_t>(old.size());
  const int64_t length = given.len + found * grown;
  char* at;
  if (!freshString(c, length, &at)) return outOfMemory(c, length);
  size_t last = 0;
  for (size_t i : places) {
    at = put(at, s.substr(last, i - last));
    at = put(at, with);
    last = i + old.size();
  }
  put(at, s.substr(last));
  return done();
}

constexpr NativeDef kBytealgNatives[] = {
    {"internal/bytealg.String", stringOfBytes},
    {"internal/bytealg.IndexByte", indexByte},
    {"internal/bytealg.LastIndexByte", lastIndexByte},
    {"internal/bytealg.Index", index},
    {"internal/bytealg.LastIndex", lastIndex},
    {"internal/bytealg.Count", count},
    {"internal/bytealg.Compare", compare},
    {"internal/bytealg.EqualFold", equalFold},
    {"internal/bytealg.ToUpper", mapCase<LetterCase::kUpper>},
    {"internal/bytealg.ToLower", mapCase<LetterCase::kLower>},
    {"internal/bytealg.ToTitle", mapCase<LetterCase::kTitle>},
    {"internal/bytealg.SpaceEnds", spaceEnds},
    {"internal/bytealg.Repeat", repeat},
    {"internal/bytealg.Replace", replace},
};

}  // namespace

std::span<const NativeDef> bytealgNatives() {
  return kBytealgNatives;
}

}  // namespace gopark::lib
