// The ABI by which a Go function without a body, in an embedded library package, is bound to C++.
//
// Binding is by name: "strings.IndexByte", "sync.(*Mutex).Lock" is spelled "sync.Mutex.Lock",
// "internal/rt.Kind". The native reads its arguments from slots and writes its results to slots
// (see value.h for the form of each type). In slots, counted from `in` and from `out`:
//   bool, any integer, float, pointer, map, chan, func, unsafe.Pointer   1
//   string, interface                                                    2
//   slice                                                                3
//   struct, array                                     its Go size / 8, rounded up (memory image)
// Parameters follow each other in order; a variadic parameter is a slice; the receiver is apart, at
// `recv`. Results are not cleared beforehand: a native writes all of them.
//
// Kinds of native:
//   kPure  returns kDone or kPanic, quickly; never looks at the scheduler. It may allocate.
//   kStep  may also stop its goroutine (block, yield). It runs in a frame of its own, so tracebacks
//          show it. When it returns kStop it has recorded a request in gp (runtime/op.h); after the
//          goroutine has been resumed *the same function is called again with the same slots* and
//          continues from what it left in `scratch` and in the G's operation state.
// A native never calls back into Go: code that does is written in Go.
//
// Memory: a native may keep raw pointers to Go objects in C++ locals during one call, because no
// garbage collection happens inside a native. Across kStop only slots (in, out, recv, scratch with
// scratchPointers) keep objects alive.
//
// Other goroutines' memory: single words are read and written with relaxedLoad/relaxedStore when
// goroutines of a racy program could touch them at the same time, strings, slices and interfaces
// with the functions of units.h, values of any type with loadValues() and storeValues() (rtype.h).
// Arguments are the caller's own; only the bytes they point to may change, so none is trusted to be
// the same when it is read twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "golang/vm/value.h"

namespace gopark {
struct G;
enum class Stop : uint8_t;
}  // namespace gopark

namespace gopark::vm {

class Vm;
struct RType;

enum class NativeStatus : uint8_t {
  kDone,   // The results are written.
  kStop,   // The G returns to the g0 loop with the request recorded in it; call again afterwards.
  kPanic,  // A panic value has been recorded with one of the panic functions below.
  kFatal,  // The program ends; fatal() has recorded with which message.
};

// NativeCall is what a native sees of its caller.
struct NativeCall {
  Vm* vm;              // The run this call belongs to: heap, types, host.
  G* gp;               // The calling goroutine.
  Slot* in;            // First parameter slot.
  Slot* out;           // First result slot.
  Slot* recv;          // Receiver slot(s) of a method.
  Slot* scratch;       // NativeDef::scratchSlots slots, zero at the first call of a kStep native.
  Stop stop = Stop{};  // With kStop: what the g0 loop is to do; see finish() in native_op.h.

  // Arguments, by slot.
  int64_t i64(int slot) const { return static_cast<int64_t>(in[slot]); }
  uint64_t u64(int slot) const { return in[slot]; }
  bool boolean(int slot) const { return in[slot] != 0; }
  double f64(int slot) const { return f64Of(in[slot]); }
  float f32(int slot) const { return f32Of(in[slot]); }
  template <typename T = void>
  T* ptr(int slot) const {
    return ptrOf<T>(in[slot]);
  }
  GoString str(int slot) const { return {in[slot], static_cast<int64_t>(in[slot + 1])}; }
  GoSlice slice(int slot) const {
    return {in[slot], static_cast<int64_t>(in[slot + 1]), static_cast<int64_t>(in[slot + 2])};
  }
  GoIface iface(int slot) const { return {in[slot], in[slot + 1]}; }

  // Results, by slot.
  template <typename T>
  void set(int slot, T v) const {
    out[slot] = slotOf(v);
  }
  void setPtr(int slot, const void* p) const { out[slot] = addrOf(p); }
  void setStr(int slot, GoString s) const {
    out[slot] = s.ptr;
    out[slot + 1] = static_cast<Slot>(s.len);
  }
  void setSlice(int slot, GoSlice s) const {
    out[slot] = s.ptr;
    out[slot + 1] = static_cast<Slot>(s.len);
    out[slot + 2] = static_cast<Slot>(s.cap);
  }
  void setIface(int slot, GoIface v) const {
    out[slot] = v.tab;
    out[slot + 1] = v.data;
  }
};

// --- Allocation (never fails: out of memory ends the program with Go's fatal error) -------------

// newString() copies bytes into a fresh Go string.
GoString newString(NativeCall& c, std::string_view text);
// newBytes() is a zeroed []byte of length and capacity as given.
GoSlice newBytes(NativeCall& c, int64_t len, int64_t cap);
// newArray() is zeroed memory for `count` values of `type`; nil type means bytes without pointers.
void* newArray(NativeCall& c, const RType* type, int64_t count);
// tryArray() is newArray() where the program chooses how much: null when that is beyond the memory
// limit, and then the native returns outOfMemory(), which ends the program.
void* tryArray(NativeCall& c, const RType* type, int64_t count);
NativeStatus outOfMemory(NativeCall& c, int64_t bytes);

// --- Panics and fatal errors: `return panicText(c, "...");` --------------------------------------

// panicRuntimeError() panics with a runtime.Error whose text is "runtime error: " + message.
NativeStatus panicRuntimeError(NativeCall& c, std::string_view message);
// panicPlainError() panics with a runtime.Error whose text is `message` alone, as
// "close of closed channel" is.
NativeStatus panicPlainError(NativeCall& c, std::string_view message);
// panicString() panics with a string, as `panic("text")` does.
NativeStatus panicString(NativeCall& c, std::string_view text);
// panicValue() panics with any interface value.
NativeStatus panicValue(NativeCall& c, GoIface value);
// fatal() ends the program with "fatal error: " + message.
NativeStatus fatal(NativeCall& c, std::string_view message);

// --- Registration --------------------------------------------------------------------------------

using NativeFn = NativeStatus (*)(NativeCall& c);

enum class NativeKind : uint8_t { kPure, kStep };

struct NativeDef {
  const char* name;  // "pkg/path.Func" or "pkg/path.Type.Method".
  NativeFn fn;
  NativeKind kind = NativeKind::kPure;
  uint8_t scratchSlots = 0;      // Only for kStep.
  bool scratchPointers = false;  // The scratch slots hold Go pointers for the collector.
};

// NativeTable maps names to natives. One is built per Program load from the tables of every room.
class NativeTable {
 public:
  // add() takes a table that lives as long as the process (a static array).
  void add(std::span<const NativeDef> defs) {
    byName_.reserve(byName_.size() + defs.size());
    for (const NativeDef& def : defs) byName_.emplace(def.name, &def);
  }
  // find() is null when no native has that name.
  const NativeDef* find(std::string_view name) const {
    auto it = byName_.find(name);
    return it == byName_.end() ? nullptr : it->second;
  }

 private:
  std::unordered_map<std::string_view, const NativeDef*> byName_;
};

}  // namespace gopark::vm

namespace gopark::lib {
// registerNatives() adds every native of the library packages (core/golang/lib/*.cpp).
void registerNatives(vm::NativeTable& table);
}  // namespace gopark::lib
