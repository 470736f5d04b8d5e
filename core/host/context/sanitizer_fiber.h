// SanitizerFiber: tells AddressSanitizer and ThreadSanitizer which stack a thread is on, at each of
// the four corners of a context switch. Without a sanitizer all of it is empty.
//
//   enterer: leaving ... switch ... returned      context: arrived ... departing ... arrived ...
#pragma once

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GOPARK_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define GOPARK_TSAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define GOPARK_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#define GOPARK_TSAN 1
#endif

namespace gopark {

#if defined(GOPARK_ASAN)

extern "C" {
void __sanitizer_start_switch_fiber(void** fakeStackSave, const void* bottom, size_t size);
void __sanitizer_finish_switch_fiber(void* fakeStackSave, const void** bottomOld, size_t* sizeOld);
void __asan_unpoison_memory_region(const volatile void* address, size_t size);
void __lsan_register_root_region(const void* begin, size_t size);
void __lsan_unregister_root_region(const void* begin, size_t size);
}

// For ASan: the fake stack of each side while it is away, and the bounds of the enterer's stack.
struct SanitizerFiber {
  void* fakeStack = nullptr;
  void* entererFakeStack = nullptr;
  const void* entererLow = nullptr;
  size_t entererSize = 0;
  const void* low = nullptr;
  size_t size = 0;

  // A context may never get to unwind its frames, so the poison they leave is wiped here; and what
  // only a suspended context points to is not a leak.
  void create(const void* stackLow, size_t stackSize) {
    low = stackLow;
    size = stackSize;
    __asan_unpoison_memory_region(low, size);
    __lsan_register_root_region(low, size);
  }
  void destroy() {
    if (low == nullptr) return;
    __lsan_unregister_root_region(low, size);
    __asan_unpoison_memory_region(low, size);
    *this = SanitizerFiber{};
  }
  void leaving() { __sanitizer_start_switch_fiber(&entererFakeStack, low, size); }
  void returned() { __sanitizer_finish_switch_fiber(entererFakeStack, nullptr, nullptr); }
  void arrived() { __sanitizer_finish_switch_fiber(fakeStack, &entererLow, &entererSize); }
  void departing() { __sanitizer_start_switch_fiber(&fakeStack, entererLow, entererSize); }
  void finishing() { __sanitizer_start_switch_fiber(nullptr, entererLow, entererSize); }
};
inline constexpr size_t kSanitizerStackFactor = 4;

#elif defined(GOPARK_TSAN)

extern "C" {
void* __tsan_get_current_fiber(void);
void* __tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void* fiber);
void __tsan_switch_to_fiber(void* fiber, unsigned flags);
}

// For TSan: the fibers of both sides. The switch orders enterer and context (flags 0) and nothing
// else, so that a missing ordering between a switch-out and an enter elsewhere is still found.
// Inlined always: a function entered on one fiber's shadow stack must not be left on another's.
struct SanitizerFiber {
  void* fiber = nullptr;
  void* entererFiber = nullptr;

  void create(const void*, size_t) { fiber = __tsan_create_fiber(0); }
  void destroy() {
    if (fiber != nullptr) __tsan_destroy_fiber(fiber);
    fiber = nullptr;
  }
  __attribute__((always_inline)) void leaving() {
    entererFiber = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(fiber, 0);
  }
  void returned() {}
  void arrived() {}
  __attribute__((always_inline)) void departing() { __tsan_switch_to_fiber(entererFiber, 0); }
  __attribute__((always_inline)) void finishing() { departing(); }
};
inline constexpr size_t kSanitizerStackFactor = 4;

#else

struct SanitizerFiber {
  void create(const void*, size_t) {}
  void destroy() {}
  void leaving() {}
  void returned() {}
  void arrived() {}
  void departing() {}
  void finishing() {}
};
inline constexpr size_t kSanitizerStackFactor = 1;

#endif

}  // namespace gopark
