// The natives of runtime.SetFinalizer, runtime.AddCleanup and package weak: who may hang what on
// which object. What becomes of it stands in finalizer.h.
#include "golang/vm/native_op.h"
#include "golang/vm/natives.h"
#include "runtime/proc.h"

namespace gopark::vm {

namespace {

// Extent is the object that an address points into.
struct Extent {
  Addr begin = 0;
  uint64_t bytes = 0;

  bool contains(Addr a) const { return begin != 0 && a >= begin && a - begin < bytes; }
};

Extent objectAt(const NativeCall& c, Addr address) {
  Span* span = nullptr;
  char* object = c.vm->heap.objectOf(address, &span);
  if (object == nullptr) return {};
  return {addrOf(object), (span->large ? span->bytes : span->objectSize) - kHeaderBytes};
}

// Package variables and values of no size lie outside the heap, and are never unreachable.
bool isImmortal(const NativeCall& c, Addr address) {
  Addr globals = addrOf(c.vm->globals);
  return address == addrOf(c.vm->heap.zeroBase()) ||
         (address >= globals && address - globals < c.vm->globalBytes);
}

NativeStatus refuse(NativeCall& c, const std::string& why) {
  return fatal(c, "runtime.SetFinalizer: " + why);
}

// passable() says whether a *T can be the argument of a finalizer with this parameter, and lays it
// out.
bool passable(const NativeCall& c, RType* type, Addr pointer, RType* parameter, Callback* call) {
  call->slots = 1;
  call->args[0] = pointer;
  if (parameter == type) return true;
  if (parameter->kind == Kind::kPointer) {
    return (!parameter->named || !type->named) && parameter->elem == type->elem;
  }
  if (parameter->kind != Kind::kInterface) return false;
  Addr tab = addrOf(type);
  if (!parameter->methods.empty()) {
    std::string missing;
    tab = addrOf(c.vm->source->itab(parameter, type, &missing));
  }
  call->slots = 2;
  call->args[0] = tab;
  call->args[1] = pointer;
  return tab != 0;
}

// Differs: a nil func value of a fitting type takes the finalizer back, too; Go crashes when it
// comes to call it.
NativeStatus setFinalizer(NativeCall& c) {
  GoIface object = c.iface(0);
  GoIface finalizer = c.iface(2);
  auto* type = ptrOf<RType>(object.tab);
  if (type == nullptr) return refuse(c, "first argument is nil");
  if (type->kind != Kind::kPointer) {
    return refuse(c, "first argument is " + type->string + ", not pointer");
  }
  Extent extent = objectAt(c, object.data);
  if (extent.begin == 0) {
    if (isImmortal(c, object.data)) return NativeStatus::kDone;
    return refuse(c, "pointer not in allocated block");
  }
  // Go puts small objects without pointers together, and so allows their addresses.
  constexpr uint64_t kTinyBytes = 16;
  const RType* elem = type->elem;
  if (object.data != extent.begin && (elem->hasPointers || elem->size >= kTinyBytes)) {
    return refuse(c, "pointer not at beginning of allocated block");
  }
  auto* fn = ptrOf<RType>(finalizer.tab);
  if (fn == nullptr) {
    c.vm->finalizers.removeFinalizer(object.data);
    return NativeStatus::kDone;
  }
  if (fn->kind != Kind::kFunc) {
    return refuse(c, "second argument is " + fn->string + ", not a function");
  }
  const std::string pair = "cannot pass " + type->string + " to finalizer " + fn->string;
  if (fn->variadic) return refuse(c, pair + " because dotdotdot");
  Callback call;
  call.closure = finalizer.data;
  if (fn->params.size() != 1 || !passable(c, type, object.data, fn->params[0], &call)) {
    return refuse(c, pair);
  }
  startCallbackG(c.vm->machine, CallbackKind::kFinalizer);
  if (call.closure == 0) {
    c.vm->finalizers.removeFinalizer(object.data);
  } else if (!c.vm->finalizers.setFinalizer(object.data, call)) {
    return refuse(c, "finalizer already set");
  }
  return NativeStatus::kDone;
}

// What is wrong with a cleanup of the object `extent`; null: nothing.
const char* cleanupProblem(const NativeCall& c, Addr pointer, const Extent& extent, GoIface arg,
                           Addr closure) {
  auto* type = ptrOf<RType>(arg.tab);
  if (type != nullptr && (type->kind == Kind::kPointer || type->kind == Kind::kUnsafePointer)) {
    if (arg.data == pointer) return "ptr is equal to arg, cleanup will never run";
    if (extent.contains(arg.data)) return "ptr is within arg, cleanup will never run";
  }
  if (extent.begin == 0) return nullptr;
  if (Extent own = objectAt(c, closure); own.begin != 0) {
    const RType* layout = closureFunction(closure)->closureType;
    for (uint64_t word = 0; layout != nullptr && word < layout->size / sizeof(Slot); word++) {
      if (!layout->hasPointers || !layout->isPointerWord(word)) continue;
      if (extent.contains(relaxedLoad<uint64_t>(ptrOf<char>(closure) + word * sizeof(Slot)))) {
        return "cleanup function closes over ptr, cleanup will never run";
      }
    }
  }
  return nullptr;
}

// addCleanup(ptr, cleanup, arg any, call func()) uint64: call is the call of cleanup with arg.
NativeStatus addCleanup(NativeCall& c) {
  Addr pointer = c.in[1];
  Extent extent = objectAt(c, pointer);
  if (const char* problem = cleanupProblem(c, pointer, extent, c.iface(4), c.in[3])) {
    return panicString(c, std::string("runtime.AddCleanup: ") + problem);
  }
  c.out[0] = 0;
  if (extent.begin == 0) {
    if (isImmortal(c, pointer)) return NativeStatus::kDone;
    return panicString(c, "runtime.AddCleanup: ptr not in allocated block");
  }
  startCallbackG(c.vm->machine, CallbackKind::kCleanup);
  c.out[0] = c.vm->finalizers.addCleanup(pointer, c.in[6]);
  return NativeStatus::kDone;
}

NativeStatus stopCleanup(NativeCall& c) {
  c.vm->finalizers.stopCleanup(c.u64(0));
  return NativeStatus::kDone;
}

NativeStatus weakRegister(NativeCall& c) {
  void* handle = c.vm->finalizers.weakHandle(goroutineOf(c.gp)->cache, c.in[0]);
  if (handle == nullptr) return fatal(c, "runtime: out of memory");
  c.setPtr(0, handle);
  return NativeStatus::kDone;
}

NativeStatus weakStrong(NativeCall& c) {
  c.out[0] = relaxedLoad<Addr>(c.ptr(0));
  return NativeStatus::kDone;
}

constexpr NativeDef kFinalizerNatives[] = {
    {"runtime.SetFinalizer", setFinalizer},
    {"runtime.addCleanup", addCleanup},
    {"runtime.stopCleanup", stopCleanup},
    {"weak.register", weakRegister},
    {"weak.strong", weakStrong},
};

}  // namespace

std::span<const NativeDef> finalizerNatives() {
  return kFinalizerNatives;
}

}  // namespace gopark::vm
