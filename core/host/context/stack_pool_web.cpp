// Stacks in WebAssembly: blocks of linear memory, several to an allocation. There are no guard
// pages to be had. Asyncify checks its own end of a block; on the shadow stack's end a word per
// stack tells on release that it ran over.
#include <cstdlib>

#include "base/check.h"
#include "host/context/stack_pool.h"

namespace gopark {
namespace {

constexpr size_t kSlabBytes = 256 << 10;
constexpr size_t kAlignment = 16;
constexpr uint32_t kCanary = 0x5afe57ac;

// The canary lies below the stack's usable bytes.
uint32_t* canaryOf(char* low) {
  return reinterpret_cast<uint32_t*>(low - kAlignment);
}

}  // namespace

StackPool::StackPool(size_t stackBytes)
    : stackBytes_((stackBytes + kAlignment - 1) / kAlignment * kAlignment) {
  size_t each = stackBytes_ + kAlignment;
  slabBytes_ = each > kSlabBytes ? each : kSlabBytes / each * each;
}

StackPool::~StackPool() {
  CHECK(free_.size() == madeCount_, "gopark: a stack pool ends while stacks are in use");
  for (char* slab : slabs_) std::free(slab);
}

bool StackPool::grow() {
  char* slab = static_cast<char*>(std::aligned_alloc(kAlignment, slabBytes_));
  if (slab == nullptr) return false;
  slabs_.push_back(slab);
  for (size_t end = slabBytes_; end > 0; end -= stackBytes_ + kAlignment) {
    char* low = slab + end - stackBytes_;
    *canaryOf(low) = kCanary;
    free_.push_back(low);
    madeCount_++;
  }
  return true;
}

Stack StackPool::acquire() {
  std::lock_guard<std::mutex> hold(lock_);
  if (free_.empty() && !grow()) return Stack{};
  char* low = free_.back();
  free_.pop_back();
  return Stack{low, stackBytes_};
}

void StackPool::release(Stack stack) {
  std::lock_guard<std::mutex> hold(lock_);
  CHECK(stack.low != nullptr && stack.size == stackBytes_, "gopark: not a stack of this pool");
  CHECK(*canaryOf(stack.low) == kCanary, "gopark: a native stack overflowed");
  free_.push_back(stack.low);
}

size_t StackPool::inUse() {
  std::lock_guard<std::mutex> hold(lock_);
  return madeCount_ - free_.size();
}

}  // namespace gopark
