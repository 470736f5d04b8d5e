// RootScan: the roots of a collection: package variables, the goroutines' stacks with what is
// unwinding on them, the timers that lie in the heap, and what pools and finalizers hold. The
// program stands still meanwhile.
//
// A frame's slots are marked by its function's bitmap; they may also hold old values or numbers, so
// every word is looked up before it is believed. Slots that liveness.h finds dead are left out.
// Go's counterpart: markroot of mgcmark.go.
#pragma once

#include "golang/vm/marker.h"
#include "golang/vm/vm.h"

namespace gopark::vm {

class RootScan {
 public:
  RootScan(Vm* vm, Marker* marker) : vm_(vm), marker_(marker) {}

  // markGlobals() marks the package variables number `from` to `to` - 1, markOther() the other
  // roots that are no goroutine's; markShared() all of them.
  void markGlobals(size_t from, size_t to);
  void markOther();
  void markShared();
  // markGoroutine() marks what g's stack holds.
  void markGoroutine(const Goroutine* g);

 private:
  void markFrames(const Goroutine* g);

  Vm* const vm_;
  Marker* const marker_;
};

// scannable() is gp's body when it has frames to scan, else null.
inline Goroutine* scannable(const G* gp) {
  Goroutine* g = Vm::goroutineBody(gp);
  return g != nullptr && g->fp != nullptr ? g : nullptr;
}

}  // namespace gopark::vm
