// Starting goroutines from C++: see spawn.h.
#include "golang/vm/spawn.h"

namespace gopark::vm {

GoBody closureBody(Vm* vm, Addr closure) {
  auto* fn = closureFunction(closure);
  GoBody body;
  body.resume = vm->run;
  body.destroyBody = destroyGoroutineBody;
  body.body = vm->newGoroutineBody(fn, closure, nullptr, 0);
  body.startpc = fn->id;
  return body;
}

Goroutine* Vm::goroutineBody(const G* gp) {
  return gp->destroyBody == destroyGoroutineBody ? static_cast<Goroutine*>(gp->body) : nullptr;
}

bool Vm::runCallbacks(G* gp, CallbackKind kind, Stop* stop) {
  CallbackQueue& queue =
      kind == CallbackKind::kFinalizer ? finalizers.finalizers : finalizers.cleanups;
  for (;;) {
    if (gp->body == nullptr) {
      Callback call;
      if (!queue.pop(&call)) return false;
      auto* fn = closureFunction(call.closure);
      Goroutine* g = newGoroutineBody(fn, call.closure, call.args, call.slots);
      g->gp = gp;
      gp->body = g;
      gp->destroyBody = destroyGoroutineBody;
      gp->userCode.store(true, std::memory_order_relaxed);
    }
    *stop = run(gp);
    if (*stop != Stop::kExit || machine->dying.load(std::memory_order_acquire)) return true;
    gp->userCode.store(false, std::memory_order_relaxed);
    destroyGoroutineBody(gp);
  }
}

G* spawnClosure(Vm* vm, Addr closure) {
  return newproc(closureBody(vm, closure));
}

}  // namespace gopark::vm
