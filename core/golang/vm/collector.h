// Collector: precise mark and sweep over a Heap, while the program stands still. Roots are named by
// the caller; everything reachable from them is marked through the objects' header words, by the
// collector's own marker or by others (marker.h), everything else becomes free.
// Go's counterpart: mgc.go, mgcsweep.go. Differs: sweeps at once; free lists are rebuilt whole.
#pragma once

#include <cstdint>
#include <vector>

#include "golang/vm/heap.h"
#include "golang/vm/marker.h"

namespace gopark::vm {

class Collector {
 public:
  // The program stands still from here until finish() has returned.
  explicit Collector(Heap* heap);

  // marker() is for whoever marks alone: other markers have ended, or there are none.
  Marker* marker() { return &marker_; }
  void mark(Addr address) { marker_.mark(address); }

  // trace() marks whatever is reachable from what marker() marked so far.
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
  bool sweepSpan(Span* span);
  void rebuildPages();

  Heap* const heap_;
  Marker marker_;
  uint64_t liveBytes_ = 0;
  uint64_t freedBytes_ = 0;
  uint64_t freedObjects_ = 0;
};

}  // namespace gopark::vm
