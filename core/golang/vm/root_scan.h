// RootScan: the roots of a collection: package variables, the goroutines' stacks with what is
// unwinding on them, the timers that lie in the heap, and what pools and finalizers hold. Runs with
// the world stopped.
//
// A frame's slots are marked by its function's bitmap; they may also hold old values or numbers, so
// every word is looked up before it is believed. Slots that liveness.h finds dead are left out.
// Go's counterpart: markroot of mgcmark.go.
#pragma once

#include "golang/vm/collector.h"
#include "golang/vm/vm.h"

namespace gopark::vm {

class RootScan {
 public:
  RootScan(Vm* vm, Collector* collector) : vm_(vm), collector_(collector) {}

  // markShared() marks the roots that are no goroutine's.
  void markShared();
  // markGoroutine() marks what g's stack holds.
  void markGoroutine(const Goroutine* g);

 private:
  void markFrames(const Goroutine* g);

  Vm* const vm_;
  Collector* const collector_;
};

// scannable() is gp's body when it has frames to scan, else null.
inline Goroutine* scannable(const G* gp) {
  Goroutine* g = Vm::goroutineBody(gp);
  return g != nullptr && g->fp != nullptr ? g : nullptr;
}

}  // namespace gopark::vm
