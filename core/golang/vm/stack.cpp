// Goroutine stacks: one contiguous block of slots that doubles by copying. Nothing points into a
// running goroutine's stack and everything in it is relative, so a move is a memcpy. Go's
// counterpart: stack.go. Differs: freed at once instead of cached by order; shrinking is the
// collector's business.
#include <cstdio>
#include <cstdlib>

#include "base/check.h"
#include "golang/vm/vm.h"

namespace gopark::vm {

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
  auto* stack = static_cast<Slot*>(std::malloc(newSize * sizeof(Slot)));
  CHECK(stack, "gopark: out of memory for a stack");
  // The caller may already have laid out a callee's header and arguments beyond fp: copy it all.
  std::memcpy(stack, g->stack, size * sizeof(Slot));
  std::free(g->stack);
  g->stack = stack;
  g->stackEnd = stack + newSize;
  g->fp = stack + used;
  return true;
}

}  // namespace gopark::vm
