// futexWait and futexWake by wasm's memory.atomic.wait32 and memory.atomic.notify. In a build
// without threads there is nobody to wait for: waiting is a mistake of ours and waking does
// nothing.
#include "host/futex.h"

#include "base/check.h"

namespace gopark {

#if defined(__EMSCRIPTEN_PTHREADS__)

void futexWait(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns) {
  __builtin_wasm_memory_atomic_wait32(reinterpret_cast<int*>(addr), static_cast<int>(value), ns);
}

void futexWake(std::atomic<uint32_t>* addr, uint32_t count) {
  __builtin_wasm_memory_atomic_notify(reinterpret_cast<int*>(addr), count);
}

#else

void futexWait(std::atomic<uint32_t>*, uint32_t, int64_t) {
  CHECK(false, "gopark: a thread sleeps in a build without threads");
}

void futexWake(std::atomic<uint32_t>*, uint32_t) {}

#endif

}  // namespace gopark
