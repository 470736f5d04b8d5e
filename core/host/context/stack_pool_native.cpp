// Native stacks: slabs of mmap'd memory, each stack above an inaccessible page, so that running off
// its end faults instead of corrupting a neighbour.
//
//   slab: [guard|stack][guard|stack][guard|stack]...
//
// Linux allows a process about 65,000 mappings and every guard page splits one in two, so beyond
// kGuardedMax stacks new slabs go without guards: the alternative would be to refuse the hundred
// thousandth goroutine.
#include <sys/mman.h>
#include <unistd.h>

#include "base/check.h"
#include "host/context/sanitizer_fiber.h"
#include "host/context/stack_pool.h"

namespace gopark {
namespace {

constexpr size_t kStacksPerSlab = 16;
constexpr size_t kGuardedMax = 16384;

// Above this many free stacks the pages of a released one go back to the system.
constexpr size_t kWarmMax = 1024;

size_t pageBytes() {
  return static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

size_t roundUp(size_t bytes, size_t unit) {
  return (bytes + unit - 1) / unit * unit;
}

}  // namespace

StackPool::StackPool(size_t stackBytes)
    : stackBytes_(roundUp(stackBytes * kSanitizerStackFactor, pageBytes())),
      slabBytes_((stackBytes_ + pageBytes()) * kStacksPerSlab) {}

StackPool::~StackPool() {
  CHECK(free_.size() == madeCount_, "gopark: a stack pool ends while stacks are in use");
  for (char* slab : slabs_) munmap(slab, slabBytes_);
}

bool StackPool::grow() {
  void* slab = mmap(nullptr, slabBytes_, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (slab == MAP_FAILED) return false;
  slabs_.push_back(static_cast<char*>(slab));
  // Handed out from the back: the lowest stack first.
  for (size_t i = kStacksPerSlab; i-- > 0;) {
    char* guard = static_cast<char*>(slab) + i * (stackBytes_ + pageBytes());
    if (madeCount_ < kGuardedMax) mprotect(guard, pageBytes(), PROT_NONE);
    free_.push_back(guard + pageBytes());
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
  if (free_.size() >= kWarmMax) madvise(stack.low, stack.size, MADV_DONTNEED);
  free_.push_back(stack.low);
}

size_t StackPool::inUse() {
  std::lock_guard<std::mutex> hold(lock_);
  return madeCount_ - free_.size();
}

}  // namespace gopark
