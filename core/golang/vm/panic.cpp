// Panics, deferred calls, recover and Goexit. A panic runs the deferred calls on top of the
// panicking frame, so that a traceback taken in one of them shows both; recovering drops the frames
// down to the one that deferred, and goes on in its epilogue.
//
//     g->panics: newest ─► older ─► ...          g->defers: newest ─► older ─► ...
//
// A deferred call stays on the list while a panic runs it: a newer panic that finds it there knows
// that it has overtaken (aborted) the older one. Go's counterpart: panic.go before open-coded
// defers.
#include "base/check.h"
#include "golang/vm/ops.h"
#include "runtime/proc.h"

namespace gopark::vm {

namespace {

void popDefer(Goroutine* g) {
  Defer* d = g->defers;
  g->defers = d->next;
  std::free(d);
}

// failCall() is the fault of a deferred call that has no function.
void failCall(Goroutine* g, const Defer* d) {
  if (d->nilItab) {
    nilReceiver(g, d->nilItab, d->nilMethod);
  } else {
    g->failNil(0);
  }
}

GoIface textValue(Goroutine* g, RType* type, std::string_view text) {
  GoString s = makeString(g, text);
  Slot slots[2] = {s.ptr, slotOf(s.len)};
  return makeIface(g, addrOf(type), slots, type);
}

std::string signalLine(Addr address) {
  char line[120];
  std::snprintf(line, sizeof line,
                "\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x%llx pc=0x%llx]",
                static_cast<unsigned long long>(address), 0x47a2c0ULL);
  return line;
}

// chainText() is the whole chain of panics, oldest first.
std::string chainText(const Panic* p) {
  std::string text;
  // A panic raised again with the value it was recovered with is shown once, as the older one.
  const Panic* older = p->link;
  if (older) {
    text = chainText(older);
    if (!older->goexit && !text.empty()) text += "\n\t";
  }
  if (p->goexit) return text;
  if (older && older->repanicked) {
    text.resize(text.size() - 2);
    if (p->recovered) text += " [recovered]";
    return text;
  }
  text += "panic: ";
  std::string value = p->hasText ? p->text : panicValueText(p->arg);
  for (char ch : value) {
    text += ch;
    if (ch == '\n') text += '\t';
  }
  if (p->repanicked) {
    text += " [recovered, repanicked]";
  } else if (p->recovered) {
    text += " [recovered]";
  }
  return text;
}

Step failDying(Goroutine* g, Panic* p) {
  RType* type = ptrOf<RType>(p->arg.tab);
  std::string text = "panic while printing panic value";
  if (type && type->kind == Kind::kString && !type->named) {
    text += ": " + panicValueText(p->arg);
  } else if (type) {
    text += ": type " + type->string;
  }
  if (p->fault) text += signalLine(p->faultAddress);
  return die(g, std::move(text));
}

// printNext() calls the Error or String method of the next panic value that has one; when there is
// none left the program ends.
Step printNext(Goroutine* g) {
  Vm* vm = g->vm;
  for (Panic* p = g->panics; p; p = p->link) {
    if (p->hasText || p->goexit || !p->arg.tab) continue;
    auto* type = ptrOf<RType>(p->arg.tab);
    const MethodEntry* method = vm->source->textMethod(type, "Error");
    if (!method) method = vm->source->textMethod(type, "String");
    if (!method) continue;
    p->hasText = true;
    g->printing = p;
    Function* fn = method->fn;
    g->fp = g->at(g->panics->frame);
    if (method->copyReceiver) {
      if (!p->arg.data) {
        // A nil pointer whose method wants the value.
        g->failNil(0);
        g->pc = g->panics->pc;
        return raise(g);
      }
      std::vector<Slot> receiver(fn->receiver->slots + 1);
      loadSlots(receiver.data(), ptrOf<char>(p->arg.data), fn->receiver);
      pushCall(g, fn, 0, receiver.data(), fn->receiver->slots, vm->printReturn);
    } else {
      Slot receiver = p->arg.data;
      pushCall(g, fn, 0, &receiver, 1, vm->printReturn);
    }
    return Step::kGo;
  }
  g->fp = g->at(g->panics->frame);
  g->pc = g->panics->pc;
  std::string text = chainText(g->panics);
  if (g->panics->fault) text += signalLine(g->panics->faultAddress);
  fatalPanic(vm->machine, g->gp, text);
  g->stop = Stop::kExit;
  return Step::kStop;
}

// runPanic() starts the next deferred call for p, the newest panic.
Step runPanic(Goroutine* g, Panic* p) {
  while (Defer* d = g->defers) {
    if (d->panic) {
      d->panic->aborted = true;
      popDefer(g);
      continue;
    }
    d->panic = p;
    g->fp = g->at(p->frame);
    g->pc = p->pc;
    if (!d->fn) {
      failCall(g, d);
      return raise(g);
    }
    pushCall(g, d->fn, d->closure, d->args, d->slots, g->vm->panicReturn);
    p->callFrame = g->offsetOf(g->fp);
    return Step::kGo;
  }
  if (p->goexit) {
    // Goexit during package initialization: nothing ties the rest of the program to this thread.
    if (getm()->lockedInt != 0) unlockMainThread(g->gp);
    g->stop = Stop::kGoexit;
    return Step::kStop;
  }
  if (g->printing) return failDying(g, p);
  return printNext(g);
}

Step begin(Goroutine* g, Panic* p) {
  p->link = g->panics;
  p->frame = g->offsetOf(g->fp);
  p->pc = g->pc;
  g->panics = p;
  return runPanic(g, p);
}

}  // namespace

Step startPanic(Goroutine* g, GoIface value, bool fault, Addr faultAddress) {
  auto* p = new Panic;
  p->arg = value;
  p->fault = fault;
  p->faultAddress = faultAddress;
  if (Panic* older = g->panics) {
    if (older->recovered && !older->goexit && older->arg.tab == value.tab &&
        older->arg.data == value.data) {
      older->repanicked = true;
    }
  }
  return begin(g, p);
}

Step startGoexit(Goroutine* g) {
  auto* p = new Panic;
  p->goexit = true;
  return begin(g, p);
}

Step raise(Goroutine* g) {
  Fault fault = std::move(g->fault);
  g->fault = Fault{};
  const KnownTypes& known = g->vm->known;
  switch (fault.kind) {
    case Fault::kRuntimeError:
      return startPanic(g, textValue(g, known.errorString, fault.text), false, 0);
    case Fault::kBounds:
      return startPanic(g, textValue(g, known.boundsError, fault.text), false, 0);
    case Fault::kPlainError:
      return startPanic(g, textValue(g, known.plainError, fault.text), false, 0);
    case Fault::kNilDereference:
      return startPanic(
          g, textValue(g, known.errorString, "invalid memory address or nil pointer dereference"),
          true, fault.address);
    case Fault::kTypeAssertion: {
      RType* pointer = known.typeAssertionError;
      void* object = g->vm->allocate(g, pointer->elem, 1);
      GoString s = makeString(g, fault.text);
      relaxedStore<uint64_t>(object, s.ptr);
      relaxedStore<uint64_t>(static_cast<char*>(object) + 8, slotOf(s.len));
      return startPanic(g, {addrOf(pointer), addrOf(object)}, false, 0);
    }
    case Fault::kValue:
      return panicWith(g, fault.value);
    case Fault::kFatal:
      if (fault.address == 1) {
        // A stack overflow has two lines before its "fatal error:".
        size_t cut = fault.text.rfind("fatal error: ");
        g->vm->machine->host->write(Stream::kStderr, fault.text.data(), cut);
        fault.text = fault.text.substr(cut + 13);
      }
      return die(g, fault.text);
    case Fault::kGoexit:
      return startGoexit(g);
    case Fault::kNone:
      break;
  }
  CHECK(false, "gopark: a fault without a kind");
  return Step::kStop;
}

Step die(Goroutine* g, std::string text) {
  fatalError(g->vm->machine, g->gp, text);
  g->stop = Stop::kExit;
  return Step::kStop;
}

Step panicReturned(Goroutine* g) {
  Panic* p = g->panics;
  CHECK(p && g->defers && g->defers->panic == p, "gopark: a panic lost its deferred call");
  uint32_t frame = g->defers->frame;
  popDefer(g);
  if (!p->recovered) return runPanic(g, p);
  g->panics = p->link;
  delete p;
  while (Panic* older = g->panics) {
    if (!older->aborted) break;
    if (older->goexit) {
      // A recover does not undo a Goexit: it goes on with the rest of the deferred calls.
      older->aborted = false;
      return runPanic(g, older);
    }
    g->panics = older->link;
    delete older;
  }
  g->fp = g->at(frame);
  g->pc = g->function()->epilogue;
  return Step::kGo;
}

Step printReturned(Goroutine* g) {
  // The method's result lies where its frame was.
  const Slot* result = g->fp + g->function()->frameSlots + kHeaderSlots;
  GoString s{result[0], static_cast<int64_t>(result[1])};
  g->printing->text = std::string(s.view());
  g->printing = nullptr;
  return printNext(g);
}

GoIface recoverValue(Goroutine* g, const Slot* fp) {
  Panic* p = g->panics;
  if (!p || p->goexit || p->recovered) return {};
  auto callerOf = [](const Slot* at) { return at - at[kBackSlot]; };
  auto isWrapper = [](const Slot* at) { return ptrOf<Function>(at[kFunctionSlot])->wrapper; };
  // `defer recover()`: the function that counts is the one with the defer statement.
  if (isWrapper(fp)) fp = callerOf(fp);
  if (g->offsetOf(fp) != p->callFrame) {
    if (g->offsetOf(fp) == 0) return {};
    const Slot* caller = callerOf(fp);
    if (!isWrapper(caller) || g->offsetOf(caller) != p->callFrame) return {};
  }
  p->recovered = true;
  return p->arg;
}

bool runDefers(Goroutine* g) {
  Defer* d = g->defers;
  if (!d || d->frame != g->offsetOf(g->fp)) return false;
  if (!d->fn) {
    failCall(g, d);
    popDefer(g);
    return false;
  }
  g->defers = d->next;
  pushCall(g, d->fn, d->closure, d->args, d->slots, g->pc);
  std::free(d);
  return true;
}

void pushCall(Goroutine* g, Function* fn, Slot closure, const Slot* args, uint32_t slots,
              const Instr* returnTo) {
  uint64_t top = g->function()->frameSlots;
  if (!growStack(g, top + static_cast<uint64_t>(fn->entrySlots()))) {
    // No room even for the arguments: the overflow is reported by the callee's own entry check
    // when there is some; here the program cannot go on.
    CHECK(false, "gopark: stack overflow while running a deferred call");
  }
  Slot* callee = g->fp + top;
  callee[kReturnSlot] = addrOf(returnTo);
  callee[kBackSlot] = top;
  callee[kFunctionSlot] = addrOf(fn);
  callee[kClosureSlot] = closure;
  std::memset(callee + kHeaderSlots, 0, size_t{fn->resultSlots} * sizeof(Slot));
  if (slots) std::memcpy(callee + kHeaderSlots + fn->resultSlots, args, slots * sizeof(Slot));
  g->fp = callee;
  g->pc = fn->code.load(std::memory_order_acquire);
}

}  // namespace gopark::vm
