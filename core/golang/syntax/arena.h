// Arena: memory for the AST of one package, released all at once. Nodes hold nothing that needs a
// destructor (views, spans and pointers into the arena or the source), so none is ever run.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace gopark::syntax {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // make() builds a T that lives as long as the arena.
  template <typename T, typename... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>, "arena objects are never destroyed");
    return new (allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
  }

  // copy() is a copy of the elements, in the arena.
  template <typename T>
  std::span<T> copy(const std::vector<T>& elements) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (elements.empty()) return {};
    T* to = static_cast<T*>(allocate(sizeof(T) * elements.size(), alignof(T)));
    std::uninitialized_copy(elements.begin(), elements.end(), to);
    return {to, elements.size()};
  }

  // copy() is a copy of the text, in the arena.
  std::string_view copy(std::string_view text);

  // allocate() is raw memory; `size` may be anything, `align` at most that of max_align_t.
  void* allocate(size_t size, size_t align);

  size_t bytesUsed() const { return bytesUsed_; }

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  char* limit_ = nullptr;
  size_t bytesUsed_ = 0;
};

}  // namespace gopark::syntax
