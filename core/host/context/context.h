// Context: a native (C++) computation that can be set aside in the middle and continued later, on
// any thread. Goroutines that own native frames are contexts under an M; on the single-threaded
// hosts each M is itself a context under the host's loop.
//
//   the enterer                     the context
//   contextEnter(c)  ------------>  entry(arg) starts, or contextSwitchOut(c) returns
//   returns false    <------------  contextSwitchOut(c)
//   returns true     <------------  entry(arg) returned
//
// Contexts nest: the enterer may be a context too. Only the innermost running one may switch out,
// and it goes back to whoever entered it last. Between a switch-out and the next enter the caller
// provides the ordering (a run queue does); the two may happen on different threads.
//
// Natively the switch is assembly (context_x86_64.S, context_aarch64.S); in WebAssembly it is
// Asyncify (context_web.cpp), which only carries frames of functions the linker saw reaching
// contextSwitchOut by direct calls: a function that may suspend is called directly, never through a
// pointer, except for the entry itself.
//
// Go's counterpart: gosave, gogo and mcall (asm_*.s).
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/context/sanitizer_fiber.h"
#include "host/context/stack_pool.h"

namespace gopark {

using ContextEntry = void (*)(void* arg);

enum class ContextState : uint8_t {
  kIdle,       // No stack, or finished.
  kReady,      // Has an entry that has not run yet.
  kRunning,    // Entered, neither switched out nor finished.
  kSuspended,  // Switched out.
};

struct Context {
  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  ContextEntry entry = nullptr;
  void* arg = nullptr;
  ContextState state = ContextState::kIdle;
  Stack stack;                // Held from the first contextInit until contextRelease.
  StackPool* pool = nullptr;  // Where the stack came from.
  void* sp = nullptr;         // While not running: its stack pointer (wasm: of the shadow stack).
  void* entererSp = nullptr;  // Native, while running: the enterer's stack pointer.
  void* savedFrames[2] = {};  // Wasm, while suspended: Asyncify's cursor and limit.
  bool rewinding = false;     // Wasm: the next contextSwitchOut is the end of a resumption.
  SanitizerFiber fiber;       // What ASan and TSan want to know; empty in ordinary builds.
};

// contextInit() makes c ready to run entry(arg), on the stack it has or else on one of `pool`.
// False when there is no memory for a stack. c must be idle.
bool contextInit(Context* c, StackPool* pool, ContextEntry entry, void* arg);

// contextEnter() runs c until it switches out (false) or its entry returns (true; c is then idle
// and may be initialised again). c must be ready or suspended.
bool contextEnter(Context* c);

// contextSwitchOut() sets c aside and returns when it is entered again. Called inside c, with no
// context entered from it still running.
void contextSwitchOut(Context* c);

// contextRelease() gives c's stack back to its pool. A suspended context is dropped where it
// stands: its frames are forgotten, destructors do not run.
void contextRelease(Context* c);

}  // namespace gopark
