// futexWait and futexWake by Linux's futex call.
#if defined(__linux__)

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <climits>

#include "host/futex.h"

namespace gopark {

void futexWait(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns) {
  timespec limit;
  timespec* timeout = nullptr;
  if (ns >= 0) {
    limit.tv_sec = static_cast<time_t>(ns / 1000000000);
    limit.tv_nsec = static_cast<long>(ns % 1000000000);
    timeout = &limit;
  }
  syscall(SYS_futex, addr, FUTEX_WAIT_PRIVATE, value, timeout, nullptr, 0);
}

void futexWake(std::atomic<uint32_t>* addr, uint32_t count) {
  syscall(SYS_futex, addr, FUTEX_WAKE_PRIVATE, count > INT_MAX ? INT_MAX : static_cast<int>(count),
          nullptr, nullptr, 0);
}

}  // namespace gopark

#endif
