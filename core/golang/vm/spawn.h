// Starting goroutines from C++: what a go statement does, for timers and the library.
#pragma once

#include "golang/vm/vm.h"
#include "runtime/proc.h"

namespace gopark::vm {

// closureBody() is the body of a goroutine that will call a func() value.
GoBody closureBody(Vm* vm, Addr closure);

// spawnClosure() starts a goroutine that calls a func() value. In a G or on g0 with a P.
G* spawnClosure(Vm* vm, Addr closure);

}  // namespace gopark::vm
