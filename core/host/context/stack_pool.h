// StackPool: native stacks of one size for contexts, handed out and taken back. A released stack is
// kept for the next context, so that a burst of goroutines pays for its stacks once.
//
// Natively a stack is a piece of a mapping with an inaccessible page below it; only the pages that
// were touched cost memory. In WebAssembly it is a block of linear memory that serves twice: the C
// shadow stack grows down from its end, and while the context is suspended Asyncify keeps the saved
// frames in the part below it that the shadow stack does not use.
//
// Go's counterpart: stackpool and the stacks gfput leaves on dead Gs (stack.go, proc.go).
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace gopark {

// Stack is the usable bytes [low, low + size) of one native stack.
struct Stack {
  char* low = nullptr;
  size_t size = 0;

  char* high() const { return low + size; }
};

class StackPool {
 public:
  // StackPool() makes an empty pool of stacks with at least stackBytes usable bytes each.
  explicit StackPool(size_t stackBytes);

  // ~StackPool() unmaps every stack. All must have been released.
  ~StackPool();

  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;

  // acquire() hands out a stack; its low is null when the system has no memory for one. Any thread.
  Stack acquire();

  // release() takes back a stack of this pool that no context uses any more. Any thread.
  void release(Stack stack);

  // stackBytes() is the usable size of each stack.
  size_t stackBytes() const { return stackBytes_; }

  // inUse() counts the stacks handed out and not yet released.
  size_t inUse();

 private:
  bool grow();

  const size_t stackBytes_;
  std::mutex lock_;           // Guards everything below.
  std::vector<char*> free_;   // Low ends of stacks waiting for use; the last is the warmest.
  std::vector<char*> slabs_;  // What was mapped or allocated, slabBytes_ each.
  size_t slabBytes_ = 0;      // Size of each slab.
  size_t madeCount_ = 0;      // Stacks ever made.
};

}  // namespace gopark
