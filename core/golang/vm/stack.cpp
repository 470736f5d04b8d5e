// Goroutine stacks: one contiguous block of slots that doubles by copying. Nothing points into a
// running goroutine's stack and everything in it is relative, so a move is a memcpy; of one that
// waits, sudogs and the state of its operation do, and are adjusted. Go's counterpart: stack.go.
// Differs: freed at once instead of cached by order.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/check.h"
#include "golang/vm/native_op.h"
#include "golang/vm/ops.h"
#include "runtime/emit.h"
#include "runtime/select.h"

namespace gopark::vm {

namespace {

// moveStack() gives g a stack of `slots` slots that begins with the first `used` of the old one,
// which is freed: nothing may read it any more. g->fp is the caller's to set. False: no memory.
bool moveStack(Goroutine* g, uint64_t slots, uint64_t used) {
  auto* stack = static_cast<Slot*>(std::malloc(slots * sizeof(Slot)));
  if (stack == nullptr) return false;
  std::memcpy(stack, g->stack, used * sizeof(Slot));
  std::free(g->stack);
  g->stack = stack;
  g->stackEnd = stack + slots;
  return true;
}

// extent() is how many slots of its stack g's frames reach over: a caller's frame may end behind
// its callee's.
uint64_t extent(const Goroutine* g) {
  uint64_t end = 0;
  for (const Slot* fp = g->fp;; fp -= fp[kBackSlot]) {
    const auto* fn = ptrOf<const Function>(fp[kFunctionSlot]);
    const uint64_t scratch = fn->native != nullptr ? fn->native->scratchSlots : 0;
    const uint64_t slots =
        std::max<uint64_t>(fn->frameSlots, static_cast<uint64_t>(fn->entrySlots()) + scratch);
    end = std::max(end, g->offsetOf(fp) + slots);
    if (ptrOf<const Instr>(fp[kReturnSlot])->op == Op::kGoexitStub) return end;
  }
}

}  // namespace

bool growStack(Goroutine* g, uint64_t slots) {
  uint64_t used = g->offsetOf(g->fp);
  uint64_t size = static_cast<uint64_t>(g->stackEnd - g->stack);
  uint64_t needed = used + slots;
  if (needed <= size) return true;
  uint64_t newSize = size * 2;
  while (newSize < needed) newSize *= 2;
  const uint64_t limit = g->vm->stackLimit.load(std::memory_order_relaxed);
  if (newSize * sizeof(Slot) > limit) {
    char line[160];
    std::snprintf(line, sizeof line,
                  "runtime: goroutine stack exceeds %llu-byte limit\n"
                  "runtime: sp=0x%llx stack=[0x%llx, 0x%llx]\n",
                  static_cast<unsigned long long>(limit),
                  static_cast<unsigned long long>(addrOf(g->fp)),
                  static_cast<unsigned long long>(addrOf(g->stack)),
                  static_cast<unsigned long long>(addrOf(g->stackEnd)));
    g->fault.value = {};
    g->fault.address = 1;  // The text has lines of its own before "fatal error: ".
    return g->fail(Fault::kFatal, std::string(line) + "fatal error: stack overflow");
  }
  // The caller may already have laid out a callee's header and arguments beyond fp: copy it all.
  if (!moveStack(g, newSize, size)) return outOfMemory(g, newSize * sizeof(Slot));
  g->fp = g->stack + used;
  if (g->gp != nullptr && getm() != nullptr) {
    emit(getm(), EventType::kStackGrow, g->gp, 0, 0, static_cast<uint32_t>(size * sizeof(Slot)),
         static_cast<uint32_t>(newSize * sizeof(Slot)));
  }
  return true;
}

void shrinkStack(G* gp, Goroutine* g) {
  constexpr uint64_t kSpareBytes = 800;  // What Go leaves to functions that do not look.
  const uint64_t size = static_cast<uint64_t>(g->stackEnd - g->stack);
  if (size <= kStackSlotsMin) return;
  const uint64_t used = extent(g);
  if (used * sizeof(Slot) + kSpareBytes >= size * sizeof(Slot) / 4) return;
  const auto from = reinterpret_cast<uintptr_t>(g->stack);
  const auto fromEnd = reinterpret_cast<uintptr_t>(g->stackEnd);
  const uint64_t at = g->offsetOf(g->fp);
  if (!moveStack(g, size / 2, used)) return;
  g->fp = g->stack + at;
  // What points into the stack of a goroutine that waits.
  auto move = [&](void*& p) {
    const auto address = reinterpret_cast<uintptr_t>(p);
    if (address < from || address >= fromEnd) return;
    p = reinterpret_cast<char*>(g->stack) + (address - from);
  };
  for (Sudog* s = gp->waiting; s != nullptr; s = s->waitlink) move(s->elem);
  auto* cases = static_cast<Scase*>(g->cases);
  for (int i = 0; i < g->casesMax; i++) move(cases[i].elem);
  for (void*& p : g->op.ptr) move(p);
  const Function* fn = g->function();
  if (fn->native != nullptr && fn->native->scratchSlots >= kOpSlots) {
    auto* op = reinterpret_cast<OpState*>(g->fp + fn->entrySlots());
    for (void*& p : op->ptr) move(p);
  }
  move(gp->request.g0arg);
  move(gp->request.lock);
  emit(getm(), EventType::kStackShrink, gp, 0, 0, static_cast<uint32_t>(size * sizeof(Slot)),
       static_cast<uint32_t>(size / 2 * sizeof(Slot)));
}

}  // namespace gopark::vm
