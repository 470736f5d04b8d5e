// Starting goroutines from C++: see spawn.h.
#include "golang/vm/spawn.h"

namespace gopark::vm {

GoBody closureBody(Vm* vm, Addr closure) {
  auto* fn = ptrOf<Function>(relaxedLoad<uint64_t>(ptrOf(closure)));
  GoBody body;
  body.resume = vm->run;
  body.destroyBody = destroyGoroutineBody;
  body.body = vm->newGoroutineBody(fn, closure, nullptr, 0);
  body.startpc = fn->id;
  return body;
}

G* spawnClosure(Vm* vm, Addr closure) {
  return newproc(closureBody(vm, closure));
}

}  // namespace gopark::vm
