// Collector: precise mark and sweep over a Heap, with the world stopped. Roots are named by the
// caller (collect.cpp walks goroutines and package variables); everything reachable from them is
// marked through the objects' header words, everything else becomes free.
//
// Pointers may be interior, and words that merely could be pointers may be offered too: an address
// that is not inside a live object is ignored.
// Go's counterpart: mgcmark.go, mgcsweep.go. Differs: not concurrent; free lists are rebuilt whole.
#pragma once

#include <cstdint>
#include <vector>

#include "golang/vm/heap.h"

namespace gopark::vm {

class Collector {
 public:
  // The world is stopped from here until finish() has returned.
  explicit Collector(Heap* heap);

  // mark() marks the object that `address` points into, if any.
  void mark(Addr address);
  // markSlots() offers every slot.
  void markSlots(const Slot* slots, uint64_t count);
  // markValue() marks what a value of type t in memory points to.
  void markValue(const void* value, const RType* t);

  // markContents() marks what the object that begins at `object` points to, not itself.
  void markContents(Addr object);

  // trace() marks whatever is reachable from what was marked so far.
  void trace();
  // marked() says whether the object an address points into has been reached.
  bool marked(Addr address) const;

  // inHeap() says whether an address points into an object, marked or not.
  bool inHeap(Addr address) const;

  // finish() traces, frees what was not reached and sets the next trigger. `caches` are all there
  // are: they are emptied.
  void finish(const std::vector<HeapCache*>& caches);

  uint64_t liveBytes() const { return liveBytes_; }
  uint64_t freedBytes() const { return freedBytes_; }

 private:
  void scanObject(char* object);
  bool sweepSpan(Span* span);
  void rebuildPages();

  Heap* const heap_;
  std::vector<char*> work_;  // Marked objects whose contents are still to be looked at.
  uint64_t liveBytes_ = 0;
  uint64_t freedBytes_ = 0;
  uint64_t freedObjects_ = 0;
};

}  // namespace gopark::vm
