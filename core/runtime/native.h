// Native stacks for goroutines: what goroutine.h (C++ goroutines) and the swap mode `context` are
// built on. A goroutine that owns a native stack runs in a host Context, and is set aside wherever
// it stops by switching out of it; its M's loop sees the same Stop as from any other body.
//
// Go's counterpart: the stack switch of gogo and mcall, which every Go goroutine goes through.
#pragma once

#include "host/context/context.h"
#include "runtime/proc.h"

namespace gopark {

// NativeObject is memory of the C++ goroutine API that a machine frees at its end at the latest:
// goroutines that are parked then are dropped where they stand, and their handles with them.
struct NativeObject {
  NativeObject* next = nullptr;
  NativeObject* prev = nullptr;
  void (*destroy)(NativeObject* object) = nullptr;
};

// nativeAdopt() puts the object in the machine's care, nativeDisown() takes it out.
void nativeAdopt(Machine* machine, NativeObject* object);
void nativeDisown(Machine* machine, NativeObject* object);

namespace stackful {

// NativeG is the body of a goroutine written in C++.
struct NativeG {
  Context context;
  ContextEntry entry = nullptr;
  void* arg = nullptr;
  Stop stop = Stop::kExit;  // Why it switched out; kExit also when the entry returned.
  uint32_t polls = 0;       // For poll().
  void (*destroy)(NativeG* self) = nullptr;
};

// currentG() is the running goroutine. Never kept across a call that may switch out: the thread may
// be another afterwards. (The G itself stays the same.)
G* currentG();

// switchOut() sets the calling goroutine aside with this stop and returns when it runs again. For a
// Stop::kExit it does not return.
void switchOut(Stop stop);

// resumeNative() is G::resume of every C++ goroutine; its body is a NativeG.
Stop resumeNative(G* gp);
void destroyNative(G* gp);

// resumeOnStack() is gp->resume(gp) on a native stack that gp owns from then on, for bodies that
// are not native by themselves: the swap mode `context`. stackRelease() frees that stack when gp
// ends.
Stop resumeOnStack(G* gp);
void stackRelease(G* gp);

}  // namespace stackful

// NativeCounts is what a machine's C++ goroutines hold at a moment. For tests and figures.
struct NativeCounts {
  size_t stacks = 0;   // Native stacks in use, of both kinds.
  size_t objects = 0;  // What nativeAdopt() was given and nativeDisown() not yet.
};
NativeCounts nativeCounts(Machine* machine);

// nativeDestroy() frees the machine's native stacks and what nativeAdopt() was given. Every
// goroutine's body is destroyed before.
void nativeDestroy(Machine* machine);

}  // namespace gopark
