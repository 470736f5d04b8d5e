// RType: a Go type as the running program sees it. One per distinct type of a run, so that type
// identity is pointer identity; built on demand by compile/type_builder.cpp, immutable once
// published except where a field says otherwise.
//
// Go's counterpart: internal/abi.Type, itab. Differs: descriptors are C++ objects, never Go memory,
// and live as long as the run.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "golang/vm/units.h"
#include "golang/vm/value.h"

namespace gopark::vm {

struct Function;
struct RType;

// Kind has reflect's numbers.
enum class Kind : uint8_t {
  kInvalid,
  kBool,
  kInt,
  kInt8,
  kInt16,
  kInt32,
  kInt64,
  kUint,
  kUint8,
  kUint16,
  kUint32,
  kUint64,
  kUintptr,
  kFloat32,
  kFloat64,
  kComplex64,
  kComplex128,
  kArray,
  kChan,
  kFunc,
  kInterface,
  kMap,
  kPointer,
  kSlice,
  kString,
  kStruct,
  kUnsafePointer,
};

// Rep says how a value stands in slots and how it moves between slots and memory.
enum class Rep : uint8_t {
  kI8,  // One slot, sign-extended from memory of that width.
  kI16,
  kI32,
  kU8,  // One slot, zero-extended; bool too.
  kU16,
  kU32,    // float32 too.
  k64,     // One slot, one word.
  kMulti,  // The memory image in size/8 (rounded up) slots; possibly none.
  kHuge,   // kHugeBytes or more: one slot, the address of a copy that never changes; 0: all zero.
};

// Values of this size and more are held in frames by reference: operands have 16 bits.
inline constexpr uint64_t kHugeBytes = 1 << 16;

struct RField {
  std::string name;
  std::string pkgPath;  // Empty when exported.
  std::string tag;
  RType* type = nullptr;
  uint64_t offset = 0;
  bool embedded = false;
};

// RMethod is a method of an interface type, or an exported one of a concrete type.
struct RMethod {
  std::string name;
  std::string pkgPath;  // Of an unexported name; empty otherwise.
  RType* type = nullptr;
};

struct RType {
  uint64_t size = 0;
  uint32_t slots = 0;  // Slots a value takes in a frame.
  uint32_t id = 0;     // Identity number within the run, from 1: orders types without addresses.
  Kind kind = Kind::kInvalid;
  Rep rep = Rep::kMulti;
  uint8_t align = 1;
  bool direct = false;       // Pointer-shaped: an interface's data word is the value itself.
  bool hasPointers = false;  // Anything in it may point into the heap.
  bool comparable = true;    // == is defined (it may still panic on interfaces inside).
  bool plainEqual =
      false;              // == is equality of the memory: no floats, strings, interfaces, padding.
  bool hasUnits = false;  // Strings, slices or interfaces are in it: see units.h.
  bool named = false;
  bool variadic = false;  // kFunc.
  uint8_t chanDir = 0;    // kChan: 0 both, 1 send only, 2 receive only.

  // One bit per 8-byte word of the value: it holds a pointer. Empty for kArray, which the collector
  // scans element by element, and when hasPointers is false.
  std::vector<uint64_t> pointerMask;

  // One bit per word likewise: it belongs to the same unit as the word before it.
  std::vector<uint64_t> joinedMask;

  std::string string;   // As reflect prints it: "main.T", "[]int".
  std::string name;     // "T", "int", "Pair[int,string]"; empty for type literals.
  std::string pkgPath;  // Import path of a defined type.

  RType* elem = nullptr;  // Array, chan, map, pointer, slice.
  RType* key = nullptr;   // Map.
  int64_t len = 0;        // Array.
  std::vector<RField> fields;
  std::vector<RType*> params;
  std::vector<RType*> results;
  std::vector<RMethod> methods;  // Interface: all of them, sorted by name, then package.

  // Map: layout of one entry {hash word, key, value}; see map.h.
  uint32_t entrySize = 0;
  uint32_t valueOffset = 0;
  RType* entryType = nullptr;

  std::atomic<RType*> pointerTo{nullptr};  // *T once somebody asked.
  const void* source = nullptr;            // The compiler's types::Type.

  bool isInterface() const { return kind == Kind::kInterface; }
  // isPointerWord() says whether word i of the value is a pointer (not for arrays).
  bool isPointerWord(size_t i) const {
    // The mask ends with its last pointer.
    return i / 64 < pointerMask.size() && ((pointerMask[i / 64] >> (i % 64)) & 1) != 0;
  }
  // isJoined() says whether word i belongs to a unit that began before it (not for arrays).
  bool isJoined(size_t i) const {
    return i / 64 < joinedMask.size() && ((joinedMask[i / 64] >> (i % 64)) & 1) != 0;
  }
};

// MethodEntry is how one interface method is called on one dynamic type.
struct MethodEntry {
  Function* fn = nullptr;
  // Where fn's frame has the receiver, and how many slots of it: see Function.
  uint32_t recvAt = 0;
  uint16_t recvSlots = 0;
  // The method has a value receiver and the data word points to the value: copy it into the frame.
  bool copyReceiver = false;
  // And it lies there as it does in the frame, word by word, and nobody writes it any more.
  bool frozenWords = false;
};

// Itab is a pair of interface type and dynamic type. Behind it lie the methods in the interface's
// order, so that a call finds its function with one load from the interface value's first word: an
// inline cache at the call would take as many, and a comparison.
struct Itab {
  RType* iface = nullptr;
  RType* type = nullptr;

  static size_t bytes(size_t methods) { return sizeof(Itab) + methods * sizeof(MethodEntry); }
  MethodEntry* methods() { return reinterpret_cast<MethodEntry*>(this + 1); }
  const MethodEntry& method(size_t i) const {
    return reinterpret_cast<const MethodEntry*>(this + 1)[i];
  }
};
static_assert(sizeof(Itab) % alignof(MethodEntry) == 0);

// dynamicType() is the dynamic type of an interface value whose static type is `iface`; null if
// nil.
inline RType* dynamicType(bool ifaceHasMethods, Addr tab) {
  if (!tab) return nullptr;
  return ifaceHasMethods ? ptrOf<Itab>(tab)->type : ptrOf<RType>(tab);
}

// loadSlots() copies a value of type t from shared memory into slots, in slot form, and
// loadFrozen() one from memory that nobody writes any more, as an interface's box.
void loadSlots(Slot* dst, const void* src, const RType* t);
void loadFrozen(Slot* dst, const void* src, const RType* t);
// imageOf() is the memory image of a value in slot form.
const void* imageOf(const Slot* value, const RType* t);
// newHuge() is a zero value of a huge type for the running goroutine.
void* newHuge(const RType* t);
// storeSlots() copies a value of type t from slots to shared memory, and initSlots() to memory that
// nobody else can look at yet.
void storeSlots(void* dst, const Slot* src, const RType* t);
void initSlots(void* dst, const Slot* src, const RType* t);
// normalizeSlot() brings a one-slot value, whose low bytes are its memory image, to slot form.
void normalizeSlot(Slot* slot, Rep rep);

// copyMemory() copies shared memory that has no units in it with relaxed word accesses; the ranges
// may overlap. Pointers must be 8-byte aligned for the words to be copied whole, as Go's layout
// makes them.
void copyMemory(void* dst, const void* src, uint64_t bytes);
// clearMemory() zeroes such memory.
void clearMemory(void* dst, uint64_t bytes);

// copyValues() copies `count` values of type t, no unit of which is seen half copied, from shared
// memory to shared memory, forwards or backwards as an overlap demands; loadValues() copies them to
// memory of the caller's own, storeValues() from there. clearValues() makes them zero values. What
// they do where there are units, in units.cpp, the functions before them do.
void copyUnits(void* dst, const void* src, const RType* t, uint64_t count);
void loadUnits(void* dst, const void* src, const RType* t, uint64_t count);
void storeUnits(void* dst, const void* src, const RType* t, uint64_t count);
void clearUnits(void* dst, const RType* t, uint64_t count);

inline void copyValues(void* dst, const void* src, const RType* t, uint64_t count) {
  if (t->hasUnits && unitsShared()) return copyUnits(dst, src, t, count);
  copyMemory(dst, src, t->size * count);
}
inline void loadValues(void* dst, const void* src, const RType* t, uint64_t count) {
  if (t->hasUnits && unitsShared()) return loadUnits(dst, src, t, count);
  copyMemory(dst, src, t->size * count);
}
inline void storeValues(void* dst, const void* src, const RType* t, uint64_t count) {
  if (t->hasUnits && unitsShared()) return storeUnits(dst, src, t, count);
  copyMemory(dst, src, t->size * count);
}
inline void clearValues(void* dst, const RType* t, uint64_t count) {
  if (t->hasUnits && unitsShared()) return clearUnits(dst, t, count);
  clearMemory(dst, t->size * count);
}

}  // namespace gopark::vm
