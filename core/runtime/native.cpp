// See native.h.
#include "runtime/native.h"

#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

struct NativeGs {
  explicit NativeGs(const Settings& settings)
      : stacks(settings.nativeStackBytes), swapStacks(settings.swapStackBytes) {}

  StackPool stacks;      // Of C++ goroutines.
  StackPool swapStacks;  // Of the others, in swap mode `context`.
  RuntimeMutex lock;
  NativeObject* objects = nullptr;  // L(lock).
};

// Runs whatever body the G has, on a stack of its own.
struct SwapStack {
  Context context;
  G* gp = nullptr;
  Stop stop = Stop::kExit;
};

namespace {

NativeGs* nativeGs(Machine* machine) {
  NativeGs* all = machine->nativeGs.load(std::memory_order_acquire);
  if (all != nullptr) return all;
  auto* fresh = new NativeGs(machine->settings);
  if (machine->nativeGs.compare_exchange_strong(all, fresh, std::memory_order_acq_rel,
                                                std::memory_order_acquire)) {
    return fresh;
  }
  delete fresh;
  return all;
}

// Initialises the context at its first use, so that a goroutine that has not run owns no stack.
bool prepare(G* gp, Context* context, StackPool* pool, ContextEntry entry, void* arg) {
  if (context->state != ContextState::kIdle) return true;
  if (contextInit(context, pool, entry, arg)) return true;
  fatalError(gp->m.load(std::memory_order_relaxed)->machine, gp, "out of memory (native stack)");
  return false;
}

Machine* machineOf(G* gp) {
  return gp->m.load(std::memory_order_relaxed)->machine;
}

}  // namespace

void nativeAdopt(Machine* machine, NativeObject* object) {
  NativeGs* all = nativeGs(machine);
  lockOn(machine->host, &all->lock);
  object->next = all->objects;
  object->prev = nullptr;
  if (object->next != nullptr) object->next->prev = object;
  all->objects = object;
  unlockOn(machine->host, &all->lock);
}

void nativeDisown(Machine* machine, NativeObject* object) {
  NativeGs* all = nativeGs(machine);
  lockOn(machine->host, &all->lock);
  (object->prev != nullptr ? object->prev->next : all->objects) = object->next;
  if (object->next != nullptr) object->next->prev = object->prev;
  unlockOn(machine->host, &all->lock);
}

NativeCounts nativeCounts(Machine* machine) {
  NativeCounts counts;
  NativeGs* all = machine->nativeGs.load(std::memory_order_acquire);
  if (all == nullptr) return counts;
  counts.stacks = all->stacks.inUse() + all->swapStacks.inUse();
  lockOn(machine->host, &all->lock);
  for (NativeObject* at = all->objects; at != nullptr; at = at->next) counts.objects++;
  unlockOn(machine->host, &all->lock);
  return counts;
}

void nativeDestroy(Machine* machine) {
  NativeGs* all = machine->nativeGs.exchange(nullptr, std::memory_order_acq_rel);
  if (all == nullptr) return;
  while (NativeObject* object = all->objects) {
    all->objects = object->next;
    object->destroy(object);
  }
  delete all;
}

namespace stackful {

G* currentG() {
  return getm()->curg.load(std::memory_order_relaxed);
}

void switchOut(Stop stop) {
  auto* self = static_cast<NativeG*>(currentG()->body);
  self->stop = stop;
  contextSwitchOut(&self->context);
}

Stop resumeNative(G* gp) {
  auto* self = static_cast<NativeG*>(gp->body);
  StackPool* pool = &nativeGs(machineOf(gp))->stacks;
  if (!prepare(gp, &self->context, pool, self->entry, self->arg)) return Stop::kExit;
  return contextEnter(&self->context) ? Stop::kExit : self->stop;
}

void destroyNative(G* gp) {
  auto* self = static_cast<NativeG*>(gp->body);
  contextRelease(&self->context);
  self->destroy(self);
}

namespace {

// The frames below this one belong to the body and are gone whenever it has returned: what a
// suspended G keeps on this stack is this frame alone.
void swapEntry(void* arg) {
  auto* self = static_cast<SwapStack*>(arg);
  for (;;) {
    self->stop = self->gp->resume(self->gp);
    if (self->stop == Stop::kExit || self->stop == Stop::kGoexit) return;
    contextSwitchOut(&self->context);
  }
}

}  // namespace

Stop resumeOnStack(G* gp) {
  if (gp->resume == resumeNative || gp->system) return gp->resume(gp);
  if (gp->swapStack == nullptr) {
    gp->swapStack = new SwapStack;
    gp->swapStack->gp = gp;
  }
  SwapStack* self = gp->swapStack;
  StackPool* pool = &nativeGs(machineOf(gp))->swapStacks;
  if (!prepare(gp, &self->context, pool, swapEntry, self)) return Stop::kExit;
  contextEnter(&self->context);
  return self->stop;
}

void stackRelease(G* gp) {
  if (gp->swapStack == nullptr) return;
  contextRelease(&gp->swapStack->context);
  delete gp->swapStack;
  gp->swapStack = nullptr;
}

}  // namespace stackful

}  // namespace gopark
