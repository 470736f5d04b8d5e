// Go's values as the VM lays them out: the same 64-bit layout on every build, wasm32 included.
//
// Memory and frames are made of 8-byte slots. A pointer is the native address, zero-extended. A
// string is {pointer, length}, a slice {pointer, length, capacity}, an interface {type word, data
// word}; a map, channel or func is one pointer. Structs and arrays have Go's offsets and padding,
// in the heap and in frames. A scalar that stands alone in a slot is sign- or zero-extended to 64
// bits; a float32 is its 32 bits, zero-extended; a bool is 0 or 1.
//
// An interface's type word is an RType* when the interface type has no methods and an Itab*
// otherwise; its data word is a pointer into the heap (the value itself when its type is a pointer,
// map, chan, func or unsafe.Pointer) or nil.
//
// Go's counterparts: stringStruct, slice, eface and iface in runtime.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/bit_cast.h"

namespace gopark::vm {

using Slot = uint64_t;
using Addr = uint64_t;  // A native address in its 8-byte form.

// addrOf() is the 8-byte form of a native pointer.
inline Addr addrOf(const void* p) {
  return static_cast<Addr>(reinterpret_cast<uintptr_t>(p));
}

// ptrOf() is the native pointer that an 8-byte address stands for.
template <typename T = void>
T* ptrOf(Addr a) {
  return reinterpret_cast<T*>(static_cast<uintptr_t>(a));
}

struct GoString {
  Addr ptr = 0;
  int64_t len = 0;

  const char* data() const { return ptrOf<const char>(ptr); }
  std::string_view view() const { return {data(), static_cast<size_t>(len)}; }
};

struct GoSlice {
  Addr ptr = 0;
  int64_t len = 0;
  int64_t cap = 0;

  template <typename T = uint8_t>
  T* data() const {
    return ptrOf<T>(ptr);
  }
};

struct GoIface {
  Addr tab = 0;   // RType* (no methods) or Itab*; 0 is the nil interface.
  Addr data = 0;  // See the top of this file.
};

// slotOf() and fromSlot() convert a scalar to and from its slot form.
inline Slot slotOf(bool v) {
  return v ? 1 : 0;
}
inline Slot slotOf(int64_t v) {
  return static_cast<Slot>(v);
}
inline Slot slotOf(uint64_t v) {
  return v;
}
inline Slot slotOf(int32_t v) {
  return static_cast<Slot>(static_cast<int64_t>(v));
}
inline Slot slotOf(uint32_t v) {
  return v;
}
inline Slot slotOf(uint8_t v) {
  return v;
}
inline Slot slotOf(double v) {
  return bitCast<uint64_t>(v);
}
inline Slot slotOf(float v) {
  return bitCast<uint32_t>(v);
}
inline double f64Of(Slot s) {
  return bitCast<double>(s);
}
inline float f32Of(Slot s) {
  return bitCast<float>(static_cast<uint32_t>(s));
}

// The heap is shared: goroutines of a racy program may touch the same word from two threads. Every
// access to it is a relaxed atomic of at most 8 bytes, so a race in the program is never one of
// ours. In WebAssembly a plain access already has that meaning and its atomics are stronger and
// slower, so volatile is enough there. What has several words is for units.h.
template <typename T>
inline T relaxedLoad(const void* p) {
#ifdef __EMSCRIPTEN__
  return *static_cast<const volatile T*>(p);
#else
  T v;
  __atomic_load(static_cast<const T*>(p), &v, __ATOMIC_RELAXED);
  return v;
#endif
}

template <typename T>
inline void relaxedStore(void* p, T v) {
#ifdef __EMSCRIPTEN__
  *static_cast<volatile T*>(p) = v;
#else
  __atomic_store(static_cast<T*>(p), &v, __ATOMIC_RELAXED);
#endif
}

}  // namespace gopark::vm
