// Contexts in WebAssembly, by Asyncify driven from inside the module. Its saved frames and its
// cursor live in linear memory, so a context suspended on one Web Worker continues on another;
// nothing here crosses into JavaScript: the four imports become instructions when the module is
// linked (Binaryen's asyncify pass), the JS library only satisfies the symbol check.
//
// How the pass sees the two functions below, which are all that touches its state:
//   contextEnter      calls start_rewind and stop_unwind: the bottom of every suspended chain. It
//   is
//                     never instrumented and returns normally, finished or suspended.
//   contextSwitchOut  calls start_unwind and stop_rewind: the top. Its direct callers, theirs and
//   so
//                     on up to the entries are instrumented.
// Neither may be inlined into instrumented code, by LLVM (noinline) or by Binaryen (which inlines a
// function of this size only when it has one caller; being exported counts as another).
//
// Where a suspended context keeps its two stacks, both in its one block of memory:
//
//   low |saved frames ->      unused      | C shadow stack of the frames| high
//        savedFrames[0] ^                  ^ sp
//
// Instrumented code skips prologues and epilogues while it unwinds and rewinds, so the shadow stack
// pointer stays at the suspended depth all the while and enter has to set it on both ways.
#include <emscripten.h>

#include "base/check.h"
#include "host/context/context.h"

#define ASYNCIFY_IMPORT(name) __attribute__((import_module("asyncify"), import_name(name)))

namespace gopark {

extern "C" {
ASYNCIFY_IMPORT("start_unwind") void goparkStartUnwind(void* savedFrames);
ASYNCIFY_IMPORT("stop_unwind") void goparkStopUnwind();
ASYNCIFY_IMPORT("start_rewind") void goparkStartRewind(void* savedFrames);
ASYNCIFY_IMPORT("stop_rewind") void goparkStopRewind();
}

namespace {

// Between the saved frames and the live part of the shadow stack; a context that comes closer has
// too little room for its frames and traps in Asyncify's own bounds check.
constexpr size_t kMarginBytes = 16;

__attribute__((always_inline)) inline char* shadowStackPointer() {
  char* sp;
  __asm__ volatile(
      ".globaltype __stack_pointer, i32\n"
      "global.get __stack_pointer\n"
      "local.set %0\n"
      : "=r"(sp));
  return sp;
}

__attribute__((always_inline)) inline void setShadowStackPointer(char* sp) {
  __asm__ volatile(
      ".globaltype __stack_pointer, i32\n"
      "local.get %0\n"
      "global.set __stack_pointer\n"
      :
      : "r"(sp));
}

}  // namespace

bool contextInit(Context* c, StackPool* pool, ContextEntry entry, void* arg) {
  CHECK(c->state == ContextState::kIdle, "gopark: contextInit of a context in use");
  if (c->stack.low == nullptr) {
    c->stack = pool->acquire();
    if (c->stack.low == nullptr) return false;
    c->pool = pool;
  }
  c->entry = entry;
  c->arg = arg;
  c->sp = c->stack.high();
  c->state = ContextState::kReady;
  return true;
}

EMSCRIPTEN_KEEPALIVE __attribute__((noinline)) bool contextEnter(Context* c) {
  CHECK(c->state == ContextState::kReady || c->state == ContextState::kSuspended,
        "gopark: contextEnter of a context that cannot run");
  bool resumes = c->state == ContextState::kSuspended;
  c->state = ContextState::kRunning;
  char* entererSp = shadowStackPointer();
  setShadowStackPointer(static_cast<char*>(c->sp));
  if (resumes) goparkStartRewind(c->savedFrames);
  c->entry(c->arg);
  bool suspended = c->state == ContextState::kSuspended;
  if (suspended) goparkStopUnwind();
  setShadowStackPointer(entererSp);
  if (!suspended) c->state = ContextState::kIdle;
  return !suspended;
}

EMSCRIPTEN_KEEPALIVE __attribute__((noinline)) void contextSwitchOut(Context* c) {
  // Called twice for each suspension: to go, and as the last step of the rewinding, to come back.
  if (c->rewinding) {
    c->rewinding = false;
    goparkStopRewind();
    return;
  }
  CHECK(c->state == ContextState::kRunning, "gopark: contextSwitchOut of a context not running");
  char* sp = shadowStackPointer();
  CHECK(sp >= c->stack.low && sp <= c->stack.high(),
        "gopark: contextSwitchOut while another context is entered from this one");
  c->state = ContextState::kSuspended;
  c->rewinding = true;
  c->sp = sp;
  c->savedFrames[0] = c->stack.low;
  c->savedFrames[1] = sp - kMarginBytes;
  goparkStartUnwind(c->savedFrames);
}

void contextRelease(Context* c) {
  CHECK(c->state != ContextState::kRunning, "gopark: contextRelease of a running context");
  c->state = ContextState::kIdle;
  c->rewinding = false;
  if (c->stack.low == nullptr) return;
  c->pool->release(c->stack);
  c->stack = Stack{};
}

}  // namespace gopark
