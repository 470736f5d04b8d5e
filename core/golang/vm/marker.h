// Marker: one worker's hand in a marking. It sets mark bits and keeps a stack of the objects whose
// contents are still to be looked at; when that grows while the others have nothing, it puts half
// of it into the MarkQueue, where it also looks when its own is empty.
//
// Pointers may be interior, and words that merely could be pointers may be offered too: an address
// that is not inside a live object is ignored.
// Go's counterparts: gcWork and the lists of work buffers (mgcwork.go), greyobject and scanobject
// of mgcmark.go.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

#include "golang/vm/heap.h"

namespace gopark::vm {

// MarkQueue is what several markers share: blocks of objects, the last put in first.
class MarkQueue {
 public:
  bool empty() const { return blocks_.load(std::memory_order_seq_cst) == 0; }
  void put(std::vector<Addr> block);
  // get() appends a block to *out; false: there is none.
  bool get(std::vector<Addr>* out);

 private:
  std::mutex mutex_;
  std::vector<std::vector<Addr>> list_;
  std::atomic<size_t> blocks_{0};  // list_'s length.
};

class Marker {
 public:
  // A marker without a queue is the only one there is. One that is not `parallel` has a queue for
  // what it leaves to the next, but no other marks at the same time.
  explicit Marker(Heap* heap, MarkQueue* queue = nullptr, bool parallel = false)
      : heap_(heap), queue_(queue), parallel_(parallel) {}

  // mark() marks the object that `address` points into, if any.
  void mark(Addr address);
  // markSlots() offers every slot.
  void markSlots(const Slot* slots, uint64_t count);
  // markValue() marks what a value of type t in memory points to.
  void markValue(const void* value, const RType* t);
  // markContents() marks what the object that begins at `object` points to, not itself.
  void markContents(Addr object);

  // drain() looks at about *words words of marked objects, and takes them off *words; false:
  // nothing is left, neither here nor in the queue.
  bool drain(int64_t* words);
  // dispose() puts what is left into the queue.
  void dispose();

  // takeMarkedBytes() is how much was marked since the last call.
  uint64_t takeMarkedBytes();

 private:
  uint64_t scan(Addr item);
  uint64_t scanArray(char* object, const RType* type, uint64_t from, uint64_t bytes);
  void share();

  Heap* const heap_;
  MarkQueue* const queue_;
  const bool parallel_;
  std::vector<Addr> work_;  // Objects; with kOblet set, addresses inside of one.
  uint64_t markedBytes_ = 0;
};

}  // namespace gopark::vm
