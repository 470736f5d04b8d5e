// Slicing, make and append. The growth of append follows Go's, size classes included, because
// programs print cap(). Go's counterpart: slice.go, and the size class table of malloc.
#include <algorithm>

#include "golang/vm/ops.h"
#include "golang/vm/units.h"

namespace gopark::vm {

namespace {

constexpr uint64_t kMaxAlloc = uint64_t{1} << 48;

// The capacities Go's allocator hands out, in bytes.
constexpr uint32_t kGoClasses[] = {
    8,     16,    24,    32,    48,    64,    80,    96,    112,   128,   144,   160,  176,   192,
    208,   224,   240,   256,   288,   320,   352,   384,   416,   448,   480,   512,  576,   640,
    704,   768,   896,   1024,  1152,  1280,  1408,  1536,  1792,  2048,  2304,  2688, 3072,  3200,
    3456,  4096,  4864,  5120,  5376,  6144,  6528,  6784,  6912,  8192,  9472,  9728, 10240, 10880,
    12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768};

// goRoundUp() is how many bytes Go would give for a request, pointers in it or not: an object with
// pointers over 512 bytes gives 8 bytes away for its header.
uint64_t goRoundUp(uint64_t bytes, bool hasPointers) {
  uint64_t header = hasPointers && bytes > 512 ? 8 : 0;
  uint64_t want = bytes + header;
  if (want <= 32768 - 8) {
    return *std::lower_bound(std::begin(kGoClasses), std::end(kGoClasses), want) - header;
  }
  return (bytes + 8191) / 8192 * 8192;
}

bool overflows(uint64_t count, uint64_t size) {
  return size != 0 && count > kMaxAlloc / size;
}

std::string number(uint64_t v) {
  return std::to_string(static_cast<int64_t>(v));
}

}  // namespace

bool sliceOp(Goroutine* g, Slot* dst, const Slot* src, const Slot* bounds, uint64_t packed,
             uint64_t arrayLength) {
  uint64_t form = packed & 255, size = packed >> kSliceSizeShift;
  uint64_t ptr = src[0], length, capacity;
  const char* unit = " with length ";
  if (form == kSliceOfArray) {
    if (!ptr) return g->failNil(0);
    length = capacity = arrayLength;
  } else if (form == kSliceOfString) {
    length = capacity = src[1];
  } else {
    length = src[1];
    capacity = src[2];
    unit = " with capacity ";
  }
  uint64_t low = packed & kSliceHasLow ? bounds[0] : 0;
  uint64_t high = packed & kSliceHasHigh ? bounds[1] : length;
  uint64_t max = packed & kSliceHasMax ? bounds[2] : capacity;
  const std::string out = "slice bounds out of range [";
  auto negative = [](uint64_t v) { return static_cast<int64_t>(v) < 0; };
  if (packed & kSliceHasMax) {
    if (max > capacity) {
      std::string text = out + "::" + number(max) + "]";
      return g->fail(Fault::kBounds, negative(max) ? text : text + unit + number(capacity));
    }
    if (high > max) {
      std::string text = out + ":" + number(high) + ":";
      return g->fail(Fault::kBounds, negative(high) ? text + "]" : text + number(max) + "]");
    }
    if (low > high) {
      std::string text = out + number(low) + ":";
      return g->fail(Fault::kBounds, negative(low) ? text + ":]" : text + number(high) + ":]");
    }
  } else {
    if (high > capacity) {
      std::string text = out + ":" + number(high) + "]";
      return g->fail(Fault::kBounds, negative(high) ? text : text + unit + number(capacity));
    }
    if (low > high) {
      std::string text = out + number(low) + ":";
      return g->fail(Fault::kBounds, negative(low) ? text + "]" : text + number(high) + "]");
    }
  }
  // A slice of nothing at the end keeps the old address, so as not to point past the object.
  dst[0] = max == low || (form == kSliceOfString && low == high) ? ptr : ptr + low * size;
  dst[1] = high - low;
  if (form != kSliceOfString) dst[2] = max - low;
  return true;
}

bool makeSlice(Goroutine* g, Slot* dst, int64_t length, int64_t capacity, const RType* elem) {
  if (length < 0 || overflows(static_cast<uint64_t>(length), elem->size)) {
    return g->fail(Fault::kRuntimeError, "makeslice: len out of range");
  }
  if (capacity < length || overflows(static_cast<uint64_t>(capacity), elem->size)) {
    return g->fail(Fault::kRuntimeError, "makeslice: cap out of range");
  }
  void* p = g->vm->heap.newArray(g->cache, elem, static_cast<uint64_t>(capacity));
  if (!p) return outOfMemory(g, static_cast<uint64_t>(capacity) * elem->size);
  dst[0] = addrOf(p);
  dst[1] = slotOf(length);
  dst[2] = slotOf(capacity);
  return true;
}

bool appendGrow(Goroutine* g, Slot* dst, const Slot* slice, int64_t more, const RType* elem) {
  Slot ptr = slice[0];
  uint64_t length = slice[1], capacity = slice[2], needed = length + static_cast<uint64_t>(more);
  if (static_cast<int64_t>(needed) < 0) {
    return g->fail(Fault::kRuntimeError, "growslice: len out of range");
  }
  if (needed <= capacity) {
    dst[0] = ptr, dst[1] = needed, dst[2] = capacity;
    return true;
  }
  constexpr uint64_t kThreshold = 256;
  uint64_t wanted = capacity * 2;
  if (needed > wanted) {
    wanted = needed;
  } else if (capacity >= kThreshold) {
    wanted = capacity;
    while (wanted < needed) wanted += (wanted + 3 * kThreshold) >> 2;
  }
  if (overflows(wanted, elem->size)) {
    return g->fail(Fault::kRuntimeError, "growslice: len out of range");
  }
  if (elem->size)
    wanted = goRoundUp(wanted * elem->size, elem->hasPointers) / elem->size;
  else
    wanted = needed;
  void* p = g->vm->heap.newArray(g->cache, elem, wanted);
  if (!p) return outOfMemory(g, wanted * elem->size);
  loadValues(p, ptrOf<char>(ptr), elem, length);
  publish(p);
  dst[0] = addrOf(p), dst[1] = needed, dst[2] = wanted;
  return true;
}

bool outOfMemory(Goroutine* g, uint64_t bytes) {
  if (bytes == 0) bytes = g->vm->heap.failedBytes();
  g->fault.address = 1;  // The text has a line of its own before "fatal error: ".
  return g->fail(Fault::kFatal, "runtime: out of memory: cannot allocate " + std::to_string(bytes) +
                                    "-byte block (" +
                                    std::to_string(g->vm->heap.stats().spanBytes) +
                                    " in use)\nfatal error: out of memory");
}

void bytesFromString(Goroutine* g, Slot* dst, const Slot* src) {
  uint64_t length = src[1];
  const char* text = ptrOf<const char>(src[0]);
  uint64_t capacity = length ? goRoundUp(length, false) : 0;
  char* p = static_cast<char*>(g->vm->allocate(g, nullptr, capacity));
  [[maybe_unused]] RacyReads racy;
  if (length) std::memcpy(p, text, length);
  dst[0] = addrOf(p), dst[1] = length, dst[2] = capacity;
}

void runesFromString(Goroutine* g, Slot* dst, const Slot* src) {
  const char* text = ptrOf<const char>(src[0]);
  auto bytes = static_cast<int64_t>(src[1]);
  int64_t count = 0;
  for (int64_t at = 0; at < bytes; count++) {
    int width;
    decodeRune(text, bytes, at, &width);
    at += width;
  }
  uint64_t capacity = count ? goRoundUp(static_cast<uint64_t>(count) * 4, false) / 4 : 0;
  auto* p = static_cast<int32_t*>(g->vm->allocate(g, nullptr, capacity * 4));
  int32_t* out = p;
  // Memory that a program made a string of by unsafe means may have changed meanwhile.
  for (int64_t at = 0, n = 0; at < bytes && n < count; n++) {
    int width;
    *out++ = decodeRune(text, bytes, at, &width);
    at += width;
  }
  dst[0] = addrOf(p), dst[1] = slotOf(count), dst[2] = capacity;
}

bool unsafeLength(Goroutine* g, Addr pointer, int64_t length, uint64_t size, bool isString) {
  const char* name = isString ? "unsafe.String: " : "unsafe.Slice: ";
  if (pointer == 0 && length > 0) {
    return g->fail(Fault::kRuntimeError, std::string(name) + "ptr is nil and len is not zero");
  }
  // What lies between the pointer and the end of the address space.
  uint64_t room = UINT64_MAX - pointer + 1;
  bool tooLong = size != 0 && length > 0 && static_cast<uint64_t>(length) > room / size;
  if (length >= 0 && !tooLong) return true;
  return g->fail(Fault::kRuntimeError, std::string(name) + "len out of range");
}

}  // namespace gopark::vm
