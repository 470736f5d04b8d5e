// The slow halves of instructions. Those that return bool record a fault in g->fault when they
// return false. None of them moves the stack.
#pragma once

#include <string>

#include "golang/vm/vm.h"

namespace gopark::vm {

// Numbers (numbers.cpp).
enum class ComplexOp : uint8_t {
  kAdd,
  kSub,
  kMul,
  kDiv,
  kEq,
  kNe,
  kNeg,
  kMake,
  kReal,
  kImag,
  kWiden,
  kNarrow
};
inline constexpr uint64_t kComplex64Flag = 256;
void complexOp(Slot* a, const Slot* b, const Slot* c, uint64_t packed);
enum class MinMaxKind : uint8_t { kI64, kU64, kF64, kF32, kString };
inline constexpr uint64_t kMaxFlag = 256;
void minMax(Slot* a, const Slot* b, const Slot* c, uint64_t packed);

// loadBytes() copies a memory image into slots, clearing the rest of the last one.
void loadBytes(Slot* dst, const void* src, uint64_t bytes);
// indexText() is "index out of range [5] with length 3".
std::string indexText(int64_t index, int64_t length);
// failIndex() records that panic.
void failIndex(Goroutine* g, int64_t index, int64_t length);
// branchTarget() does a backward branch without polling.
const Instr* branchTarget(Slot* fp, const Instr* pc);

// Slices (slices.cpp).
// unsafeLength() checks what unsafe.Slice or unsafe.String was told: `length` elements of `size`.
bool unsafeLength(Goroutine* g, Addr pointer, int64_t length, uint64_t size, bool isString);
inline constexpr uint64_t kSliceOfString = 1, kSliceOfArray = 2;  // Forms; 0: of a slice.
inline constexpr uint64_t kSliceHasLow = 256, kSliceHasHigh = 512, kSliceHasMax = 1024;
inline constexpr int kSliceSizeShift = 16;
bool sliceOp(Goroutine* g, Slot* dst, const Slot* src, const Slot* bounds, uint64_t packed,
             uint64_t arrayLength);
bool makeSlice(Goroutine* g, Slot* dst, int64_t length, int64_t capacity, const RType* elem);
bool appendGrow(Goroutine* g, Slot* dst, const Slot* slice, int64_t more, const RType* elem);

// Strings (strings.cpp).
void stringFromBytes(Goroutine* g, Slot* dst, const Slot* src);
void bytesFromString(Goroutine* g, Slot* dst, const Slot* src);
void stringFromRunes(Goroutine* g, Slot* dst, const Slot* src);
void runesFromString(Goroutine* g, Slot* dst, const Slot* src);
void stringFromRune(Goroutine* g, Slot* dst, int64_t rune);

// Interfaces (iface.cpp).
void convertIface(Goroutine* g, Slot* dst, const Slot* src, bool srcHasMethods, RType* iface);
// tabFor() is the type word of `type` in an interface of type `iface`; 0 when it lacks a method.
Addr tabFor(Goroutine* g, RType* type, RType* iface);
bool assertIface(Goroutine* g, Slot* dst, const Slot* src, bool srcHasMethods, RType* iface,
                 bool panics);
void assertFailed(Goroutine* g, RType* have, RType* want, RType* iface);
void nilReceiver(Goroutine* g, Itab* itab, int method);

// Calls (calls.cpp).
Step startGoroutine(Goroutine* g);
bool pushDefer(Goroutine* g);
// giveDefer() moves the newest deferred call to the frame that begins at `frame`.
void giveDefer(Goroutine* g, uint32_t frame);
Step panicWith(Goroutine* g, GoIface value);
Stop finished(Goroutine* g);
// poll() answers a raised preempt flag: true, return g->stop to the g0 loop; false, go on (a
// collection that was due has been done). pollCollect() continues a collection.
bool poll(Goroutine* g);
bool pollCollect(Goroutine* g);

// outOfMemory() records Go's fatal error for an allocation that the memory limit forbids; 0 bytes:
// the latest that failed.
bool outOfMemory(Goroutine* g, uint64_t bytes);
// dieOutOfMemory() ends the program because of an allocation that Vm::allocate() let pass.
Step dieOutOfMemory(Goroutine* g);

// Printing (print.cpp).
void printValue(Goroutine* g, const Slot* value, const RType* type, int separator);

// Channels (chan_ops.cpp).
bool makeChan(Goroutine* g, Slot* dst, int64_t size, RType* type);
OpResult sendOp(Goroutine* g, Addr chan, Slot* value);
OpResult recvOp(Goroutine* g, Addr chan, Slot* dst, bool* received);
OpResult closeOp(Goroutine* g, Addr chan);
OpResult selectOp(Goroutine* g, Slot* fp, int base, int count, bool blocking, int32_t* chosen,
                  bool* received);
void opFailed(Goroutine* g, const OpResult& result);
int64_t chanLen(Addr chan);
int64_t chanCap(Addr chan);

}  // namespace gopark::vm
