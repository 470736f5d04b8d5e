// Blocks of the arena, and how objects are placed in them.
#include "golang/syntax/arena.h"

#include <cstdint>
#include <cstring>

namespace gopark::syntax {

namespace {
constexpr size_t kBlockSize = 32 * 1024;
}

void* Arena::allocate(size_t size, size_t align) {
  auto at = (reinterpret_cast<uintptr_t>(next_) + align - 1) & ~(uintptr_t{align} - 1);
  auto limit = reinterpret_cast<uintptr_t>(limit_);
  bytesUsed_ += size;
  if (next_ == nullptr || at > limit || size > limit - at) {
    // A large object gets a block of its own, so that the current one is not thrown away for it.
    if (size > kBlockSize / 4) {
      blocks_.push_back(std::unique_ptr<char[]>(new char[size]));
      return blocks_.back().get();
    }
    blocks_.push_back(std::unique_ptr<char[]>(new char[kBlockSize]));
    next_ = blocks_.back().get();
    limit_ = next_ + kBlockSize;
    at = reinterpret_cast<uintptr_t>(next_);
  }
  next_ = reinterpret_cast<char*>(at) + size;
  return reinterpret_cast<void*>(at);
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {};
  char* to = static_cast<char*>(allocate(text.size(), 1));
  std::memcpy(to, text.data(), text.size());
  return {to, text.size()};
}

}  // namespace gopark::syntax
