// go and defer statements, panic(v), and the ends of goroutines.
#include <cstdlib>
#include <new>
#include <utility>

#include "base/check.h"
#include "golang/vm/ops.h"
#include "runtime/proc.h"

namespace gopark::vm {

namespace {

// Target is who a go or defer statement calls, resolved.
struct Target {
  Function* fn = nullptr;
  Slot closure = 0;
  Addr receiver = 0;  // Of an interface method.
  bool hasReceiver = false;
  bool copyReceiver = false;
  Itab* nilItab = nullptr;  // See Defer.
};

// resolve() finds the callee of the go or defer instruction at g->pc.
bool resolve(Goroutine* g, Target* target) {
  const Instr* pc = g->pc;
  uint64_t k;
  std::memcpy(&k, pc + 1, 8);
  if (pc->b == 0) {
    target->fn = ptrOf<Function>(k);
  } else if (pc->b == 1) {
    target->closure = g->fp[k];
    if (target->closure) {
      target->fn = closureFunction(target->closure);
    }
  } else {
    auto* itab = ptrOf<Itab>(g->fp[k]);
    if (!itab) return g->failNil(0);
    const MethodEntry& entry = itab->method(pc->c);
    target->fn = entry.fn;
    target->receiver = g->fp[k + 1];
    target->hasReceiver = true;
    target->copyReceiver = entry.copyReceiver;
    if (entry.copyReceiver && !target->receiver) {
      target->fn = nullptr;
      target->nilItab = itab;
    }
  }
  return true;
}

// copyArguments() puts arguments and receiver, which lie behind the results in the area at g->pc's
// operand, into `to`.
void copyArguments(Goroutine* g, const Target& target, Slot* to) {
  const Function* fn = target.fn;
  const Slot* from = g->fp + g->pc->a + kHeaderSlots + fn->resultSlots;
  uint32_t slots = fn->argSlots + (target.hasReceiver ? 0u : fn->recvSlots);
  if (slots) std::memcpy(to, from, slots * sizeof(Slot));
  if (!target.hasReceiver) return;
  if (target.copyReceiver) {
    loadSlots(to + fn->argSlots, ptrOf<char>(target.receiver), fn->receiver);
  } else {
    to[fn->argSlots] = target.receiver;
  }
}

}  // namespace

void destroyGoroutineBody(G* gp) {
  auto* g = static_cast<Goroutine*>(gp->body);
  gp->body = nullptr;
  if (g) g->vm->freeGoroutineBody(g);
}

Step startGoroutine(Goroutine* g) {
  Target target;
  if (!resolve(g, &target)) return raise(g);
  if (target.nilItab) {
    nilReceiver(g, target.nilItab, g->pc->c);
    return raise(g);
  }
  if (!target.fn) return die(g, "go of nil func value");
  const Function* fn = target.fn;
  uint32_t slots = fn->argSlots + fn->recvSlots;
  std::vector<Slot> args(slots + 1);
  copyArguments(g, target, args.data());
  Vm* vm = g->vm;
  Goroutine* body = vm->newGoroutineBody(target.fn, target.closure, args.data(), slots);
  Function* here = g->function();
  GoBody spec;
  spec.resume = vm->run;
  spec.destroyBody = destroyGoroutineBody;
  spec.body = body;
  spec.startpc = fn->id;
  spec.gopc = placeOf(here, here->lineOf(g->pc));
  newproc(spec);
  g->pc += 2;
  return Step::kGo;
}

bool pushDefer(Goroutine* g) {
  Target target;
  if (!resolve(g, &target)) return false;
  uint32_t slots = target.fn ? target.fn->argSlots + target.fn->recvSlots : 0u;
  void* memory = std::malloc(sizeof(Defer) + slots * sizeof(Slot));
  CHECK(memory, "gopark: out of memory for a deferred call");
  auto* d = new (memory) Defer;
  d->next = g->defers;
  d->frame = g->offsetOf(g->fp);
  d->slots = slots;
  d->fn = target.fn;
  d->closure = target.closure;
  d->nilItab = target.nilItab;
  d->nilMethod = g->pc->c;
  if (target.fn) copyArguments(g, target, d->args);
  g->defers = d;
  return true;
}

void giveDefer(Goroutine* g, uint32_t frame) {
  Defer* d = g->defers;
  g->defers = d->next;
  d->frame = frame;
  // Behind the deferred calls of the frames above: of the iterator, for one.
  Defer** at = &g->defers;
  while (*at && (*at)->frame > frame) at = &(*at)->next;
  d->next = *at;
  *at = d;
}

Step panicWith(Goroutine* g, GoIface value) {
  if (!value.tab) {
    RType* type = g->vm->known.panicNilError;
    value = {addrOf(type), addrOf(g->vm->allocate(g, type->elem, 1))};
  }
  return startPanic(g, value, false, 0);
}

Stop finished(Goroutine* g) {
  if (g->vm->options.leaks == LeakCheck::kNone || g->gp != g->vm->machine->mainG) {
    return Stop::kExit;
  }
  OpResult r = g->vm->reportLeaks(g->gp, &g->op);
  return r.status == OpStatus::kStop ? r.stop : Stop::kExit;
}

uint32_t stopPlace(const Goroutine* g) {
  const Slot* fp = g->fp;
  const Instr* pc = g->pc;
  for (int depth = 0; depth < 8; depth++) {
    auto* fn = ptrOf<Function>(fp[kFunctionSlot]);
    if (!fn->library && !fn->wrapper) return placeOf(fn, fn->lineOf(depth ? pc - 1 : pc));
    pc = ptrOf<const Instr>(fp[kReturnSlot]);
    if (pc->op == Op::kGoexitStub) break;
    fp -= fp[kBackSlot];
  }
  return 0;
}

bool pollCollect(Goroutine* g) {
  OpResult r = g->vm->collect(g->gp, &g->op);
  if (r.status == OpStatus::kStop) {
    g->collecting = true;
    g->stop = r.stop;
    return true;
  }
  g->collecting = false;
  g->op = OpState{};
  return false;
}

// On a controlled host a request to yield need not be noticed at once, as a signal takes time; but
// the end of the program is.
bool noticesRequest(Goroutine* g) {
  Machine* machine = g->vm->machine;
  if (machine->meter == nullptr || machine->exiting.load(std::memory_order_relaxed)) return true;
  static constexpr uint32_t kWhat[] = {1, 0};
  return choose(getm(), ChoiceKind::kPreemptHere, 2, kWhat) == 0;
}

Step dieOutOfMemory(Goroutine* g) {
  outOfMemory(g, std::exchange(g->outOfMemory, 0));
  return raise(g);
}

bool poll(Goroutine* g) {
  if (g->outOfMemory != 0) return dieOutOfMemory(g) == Step::kStop;
  if (g->vm->heap.wantsCollection() && pollCollect(g)) return true;
  if (!noticesRequest(g)) return false;
  g->stop = Stop::kPreempted;
  return true;
}

// --- Vm: bodies ----------------------------------------------------------------------------------

Goroutine* Vm::newGoroutineBody(Function* fn, Slot closure, const Slot* args, uint32_t slots) {
  Goroutine* g = nullptr;
  {
    std::lock_guard<std::mutex> guard(mutex_);
    if (pool_) {
      g = pool_;
      pool_ = g->poolNext;
    }
  }
  if (!g) {
    g = new Goroutine;
    g->vm = this;
    g->stack = static_cast<Slot*>(std::malloc(kStackSlotsMin * sizeof(Slot)));
    CHECK(g->stack, "gopark: out of memory for a stack");
    g->stackEnd = g->stack + kStackSlotsMin;
  }
  g->fp = g->stack;
  growStack(g, static_cast<uint64_t>(fn->entrySlots()));
  Slot* fp = g->fp;
  fp[kReturnSlot] = addrOf(exitCode);
  fp[kBackSlot] = 0;
  fp[kFunctionSlot] = addrOf(fn);
  fp[kClosureSlot] = closure;
  std::memset(fp + kHeaderSlots, 0, size_t{fn->resultSlots} * sizeof(Slot));
  if (slots) std::memcpy(fp + kHeaderSlots + fn->resultSlots, args, slots * sizeof(Slot));
  g->pc = fn->code.load(std::memory_order_acquire);
  return g;
}

void Vm::freeGoroutineBody(Goroutine* g) {
  while (Defer* d = g->defers) {
    g->defers = d->next;
    std::free(d);
  }
  while (Panic* p = g->panics) {
    g->panics = p->link;
    delete p;
  }
  if (g->stackEnd - g->stack != kStackSlotsMin) {
    std::free(g->stack);
    g->stack = static_cast<Slot*>(std::malloc(kStackSlotsMin * sizeof(Slot)));
    CHECK(g->stack, "gopark: out of memory for a stack");
    g->stackEnd = g->stack + kStackSlotsMin;
  }
  g->gp = nullptr;
  g->printing = nullptr;
  g->fault = Fault{};
  g->op = OpState{};
  releaseCases(g);
  std::lock_guard<std::mutex> guard(mutex_);
  g->poolNext = pool_;
  pool_ = g;
}

void Vm::install(G* gp, Goroutine* body) {
  gp->body = body;
  gp->resume = run;
  gp->destroyBody = destroyGoroutineBody;
  body->gp = gp;
}

}  // namespace gopark::vm
