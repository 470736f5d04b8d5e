// Finalizers: what the collector does about objects that became unreachable besides freeing them.
// A record hangs on an object: a finalizer (at most one), cleanups, or a handle of weak pointers.
//
//     marking    what a finalizer's object points to is reachable, the object itself is not; a
//                cleanup's closure is reachable, a weak handle only from weak pointers
//     afterwards an unmarked object's weak handles become nil; its finalizer is queued and the
//                object lives on once more (with its cleanups), or else its cleanups are queued
//     then       the finalizer goroutine and the cleanup goroutine call what is queued
//
// The order of the calls does not depend on addresses: finalizers newest first, as sweeping a span
// and taking from the end of Go's blocks makes it; cleanups oldest object first, an object's newest
// first.
// Go's counterparts: mfinal.go, mcleanup.go, the specials of mheap.go. Differs: one table instead
// of lists on spans, and one cleanup goroutine, where Go makes up to a quarter of the Ps' number.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "golang/vm/code.h"
#include "golang/vm/heap.h"

namespace gopark::vm {

class Collector;
class Marker;

// Callback is a call that waits for the goroutine that makes it.
struct Callback {
  Slot closure = 0;  // The func value.
  Slot args[2] = {};
  uint32_t slots = 0;  // How many of args.
};

// CallbackQueue is what one kind of goroutine has to call. Filled with the world stopped.
class CallbackQueue {
 public:
  bool pop(Callback* callback);
  bool empty();

 private:
  friend class Finalizers;
  std::mutex mutex_;
  std::deque<Callback> calls_;
};

class Finalizers {
 public:
  explicit Finalizers(Heap* heap) : heap_(heap) {}

  // setFinalizer() hangs a finalizer on the object that `pointer` points into; false: the pointer
  // has one.
  bool setFinalizer(Addr pointer, const Callback& call);
  void removeFinalizer(Addr pointer);
  // addCleanup() hangs a cleanup on the object and returns its number (> 0).
  uint64_t addCleanup(Addr pointer, Slot closure);
  void stopCleanup(uint64_t id);
  // weakHandle() is the object that stands for `pointer` among weak pointers: one word, which the
  // collector sets to 0. Null: out of memory.
  void* weakHandle(HeapCache* cache, Addr pointer);

  // markFrom() marks what the records and the queued calls keep alive. The program stands still.
  void markFrom(Marker* marker);
  // queueUnreachable() deals with the objects that were not reached, after the marking has come to
  // its end, and marks what that keeps alive. World stopped.
  void queueUnreachable(Collector* collector);

  CallbackQueue finalizers;
  CallbackQueue cleanups;

 private:
  enum class Kind : uint8_t { kWeak, kFinalizer, kCleanup };
  struct Record {
    Kind kind = Kind::kWeak;
    uint64_t id = 0;   // Increases with each record made.
    Addr pointer = 0;  // What it was asked for; inside `object`.
    Callback call;     // A weak record's closure is the handle.
  };
  // Records by the object they hang on; 0: those of pointers that are not into the heap.
  using Table = std::unordered_map<Addr, std::vector<Record>>;

  Addr objectOf(Addr pointer) const;

  Heap* const heap_;
  std::mutex mutex_;
  Table records_;
  std::unordered_map<uint64_t, Addr> cleanupObject_;
  uint64_t nextId_ = 0;
};

}  // namespace gopark::vm
