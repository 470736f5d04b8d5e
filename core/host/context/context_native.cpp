// Contexts on a native machine: context.h's operations around the assembly switch.
#include "host/context/context.h"

#include "base/check.h"

namespace gopark {

extern "C" {
// goparkSwitchStack() saves the callee-saved registers on the current stack and its stack pointer
// in *save, then continues on the stack saved as `load`.
void goparkSwitchStack(void** save, void* load);

// goparkInitialStack() prepares an empty stack so that switching to the returned pointer calls
// start(c), which never returns.
void* goparkInitialStack(void* high, void (*start)(Context* c), Context* c);
}

namespace {

void contextStart(Context* c) {
  c->fiber.arrived();
  c->entry(c->arg);
  c->state = ContextState::kIdle;
  c->fiber.finishing();
  goparkSwitchStack(&c->sp, c->entererSp);
  CHECK(false, "gopark: entered a finished context");
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
  c->fiber.destroy();
  c->fiber.create(c->stack.low, c->stack.size);
  c->sp = goparkInitialStack(c->stack.high(), contextStart, c);
  c->state = ContextState::kReady;
  return true;
}

bool contextEnter(Context* c) {
  CHECK(c->state == ContextState::kReady || c->state == ContextState::kSuspended,
        "gopark: contextEnter of a context that cannot run");
  c->state = ContextState::kRunning;
  c->fiber.leaving();
  goparkSwitchStack(&c->entererSp, c->sp);
  c->fiber.returned();
  return c->state == ContextState::kIdle;
}

void contextSwitchOut(Context* c) {
  CHECK(c->state == ContextState::kRunning, "gopark: contextSwitchOut of a context not running");
  c->state = ContextState::kSuspended;
  c->fiber.departing();
  goparkSwitchStack(&c->sp, c->entererSp);
  c->fiber.arrived();
}

void contextRelease(Context* c) {
  CHECK(c->state != ContextState::kRunning, "gopark: contextRelease of a running context");
  c->state = ContextState::kIdle;
  if (c->stack.low == nullptr) return;
  c->fiber.destroy();
  c->pool->release(c->stack);
  c->stack = Stack{};
}

}  // namespace gopark
