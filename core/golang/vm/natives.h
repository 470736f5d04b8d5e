// The tables of natives that need the VM or the scheduler, one for each native_*.cpp of this
// folder. The library's pure ones are in golang/lib.
#pragma once

#include <span>

#include "golang/vm/native.h"
#include "golang/vm/vm.h"

namespace gopark::vm {

// goroutineOf() is the interpreter's state of a goroutine that runs Go code.
inline Goroutine* goroutineOf(G* gp) {
  return static_cast<Goroutine*>(gp->body);
}

std::span<const NativeDef> rtNatives();         // internal/rt: reflection
std::span<const NativeDef> syncNatives();       // sync
std::span<const NativeDef> atomicNatives();     // sync/atomic
std::span<const NativeDef> timeNatives();       // time
std::span<const NativeDef> runtimeNatives();    // runtime, runtime/debug
std::span<const NativeDef> osNatives();         // os
std::span<const NativeDef> finalizerNatives();  // runtime: finalizers; weak
std::span<const NativeDef> memoryNatives();     // runtime: figures; runtime/debug

// addVmNatives() adds all of the above.
void addVmNatives(NativeTable& table);

}  // namespace gopark::vm
