// Moving values between frames and shared memory. Frames are private to their goroutine and are
// accessed plainly; the other side goes through relaxed atomics of the widest aligned width, and
// through the locks of units.h where words belong together.
#include "golang/vm/rtype.h"

namespace gopark::vm {

static_assert(std::endian::native == std::endian::little,
              "a slot's low bytes must be the memory image of a small value");

void normalizeSlot(Slot* slot, Rep rep) {
  switch (rep) {
    case Rep::kI8:
      *slot = slotOf(static_cast<int64_t>(static_cast<int8_t>(*slot)));
      break;
    case Rep::kI16:
      *slot = slotOf(static_cast<int64_t>(static_cast<int16_t>(*slot)));
      break;
    case Rep::kI32:
      *slot = slotOf(static_cast<int64_t>(static_cast<int32_t>(*slot)));
      break;
    case Rep::kU8:
      *slot = static_cast<uint8_t>(*slot);
      break;
    case Rep::kU16:
      *slot = static_cast<uint16_t>(*slot);
      break;
    case Rep::kU32:
      *slot = static_cast<uint32_t>(*slot);
      break;
    case Rep::k64:
    case Rep::kMulti:
    case Rep::kHuge:
      break;
  }
}

namespace {

void loadWord(Slot* dst, const void* src, Rep rep) {
  switch (rep) {
    case Rep::kI8:
      *dst = slotOf(static_cast<int64_t>(relaxedLoad<int8_t>(src)));
      break;
    case Rep::kI16:
      *dst = slotOf(static_cast<int64_t>(relaxedLoad<int16_t>(src)));
      break;
    case Rep::kI32:
      *dst = slotOf(static_cast<int64_t>(relaxedLoad<int32_t>(src)));
      break;
    case Rep::kU8:
      *dst = relaxedLoad<uint8_t>(src);
      break;
    case Rep::kU16:
      *dst = relaxedLoad<uint16_t>(src);
      break;
    case Rep::kU32:
      *dst = relaxedLoad<uint32_t>(src);
      break;
    default:
      *dst = relaxedLoad<uint64_t>(src);
      break;
  }
}

void storeWord(void* dst, const Slot* src, Rep rep) {
  switch (rep) {
    case Rep::kI8:
    case Rep::kU8:
      relaxedStore<uint8_t>(dst, static_cast<uint8_t>(*src));
      break;
    case Rep::kI16:
    case Rep::kU16:
      relaxedStore<uint16_t>(dst, static_cast<uint16_t>(*src));
      break;
    case Rep::kI32:
    case Rep::kU32:
      relaxedStore<uint32_t>(dst, static_cast<uint32_t>(*src));
      break;
    default:
      relaxedStore<uint64_t>(dst, *src);
      break;
  }
}

}  // namespace

void loadSlots(Slot* dst, const void* src, const RType* t) {
  if (t->rep == Rep::kMulti) {
    if (t->hasUnits && t->size == 16) return loadUnit<2>(dst, src);
    if (t->slots && (t->size & 7)) dst[t->slots - 1] = 0;
    loadValues(dst, src, t, 1);
  } else if (t->rep == Rep::kHuge) {
    void* copy = newHuge(t);
    loadValues(copy, src, t, 1);
    *dst = addrOf(copy);
  } else {
    loadWord(dst, src, t->rep);
  }
}

void loadFrozen(Slot* dst, const void* src, const RType* t) {
  if (t->rep != Rep::kMulti) return loadSlots(dst, src, t);
  if (t->slots && (t->size & 7)) dst[t->slots - 1] = 0;
  copyMemory(dst, src, t->size);
}

const void* imageOf(const Slot* value, const RType* t) {
  if (t->rep != Rep::kHuge) return value;
  return *value ? ptrOf<void>(*value) : newHuge(t);
}

void storeSlots(void* dst, const Slot* src, const RType* t) {
  if (t->rep == Rep::kMulti) {
    if (t->hasUnits && t->size == 16) return storeUnit<2>(dst, src);
    storeValues(dst, src, t, 1);
  } else if (t->rep != Rep::kHuge) {
    storeWord(dst, src, t->rep);
  } else if (*src) {
    storeValues(dst, ptrOf<void>(*src), t, 1);
  } else {
    clearValues(dst, t, 1);
  }
}

void initSlots(void* dst, const Slot* src, const RType* t) {
  if (t->rep == Rep::kMulti) return copyMemory(dst, src, t->size);
  storeSlots(dst, src, t);
}

namespace {

template <typename T>
void copyForward(void* dst, const void* src, uint64_t count) {
  for (uint64_t i = 0; i < count; i++) {
    relaxedStore<T>(static_cast<T*>(dst) + i, relaxedLoad<T>(static_cast<const T*>(src) + i));
  }
}

template <typename T>
void copyBackward(void* dst, const void* src, uint64_t count) {
  for (uint64_t i = count; i-- > 0;) {
    relaxedStore<T>(static_cast<T*>(dst) + i, relaxedLoad<T>(static_cast<const T*>(src) + i));
  }
}

}  // namespace

void copyMemory(void* dst, const void* src, uint64_t bytes) {
  if (dst == src || bytes == 0) return;
  uintptr_t d = reinterpret_cast<uintptr_t>(dst), s = reinterpret_cast<uintptr_t>(src);
  bool backward = d > s && d < s + bytes;
  if (((d | s) & 7) == 0) {
    uint64_t words = bytes / 8, tail = bytes & 7;
    char* dt = static_cast<char*>(dst) + words * 8;
    const char* st = static_cast<const char*>(src) + words * 8;
    if (backward) {
      copyBackward<uint8_t>(dt, st, tail);
      copyBackward<uint64_t>(dst, src, words);
    } else {
      copyForward<uint64_t>(dst, src, words);
      copyForward<uint8_t>(dt, st, tail);
    }
  } else if (((d | s) & 3) == 0 && (bytes & 3) == 0) {
    backward ? copyBackward<uint32_t>(dst, src, bytes / 4)
             : copyForward<uint32_t>(dst, src, bytes / 4);
  } else {
    backward ? copyBackward<uint8_t>(dst, src, bytes) : copyForward<uint8_t>(dst, src, bytes);
  }
}

void clearMemory(void* dst, uint64_t bytes) {
  uint64_t i = 0;
  if ((reinterpret_cast<uintptr_t>(dst) & 7) == 0) {
    for (; i + 8 <= bytes; i += 8) relaxedStore<uint64_t>(static_cast<char*>(dst) + i, 0);
  }
  for (; i < bytes; i++) relaxedStore<uint8_t>(static_cast<char*>(dst) + i, 0);
}

}  // namespace gopark::vm
