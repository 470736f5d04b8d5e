// The computer below a native host: see system.h.
#include "host/system.h"

#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#if defined(__APPLE__)
#include <sys/random.h>
#endif

#include "base/check.h"

namespace gopark {
namespace {

int64_t clockNs(clockid_t clock) {
  timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

}  // namespace

int64_t systemNanotime() {
  return clockNs(CLOCK_MONOTONIC);
}

int64_t systemWalltime() {
  return clockNs(CLOCK_REALTIME);
}

uint64_t systemRandom() {
  uint64_t bits = 0;
  CHECK(getentropy(&bits, sizeof bits) == 0, "gopark: the system gives no entropy");
  return bits;
}

#if defined(__linux__)
// The affinity mask counts, as in Go: `taskset -c 0 gopark run` sees one processor. The mask's size
// depends on the kernel, so a bigger one is tried until it fits.
int systemProcessors() {
  for (int processorsMax = 1024; processorsMax <= 1 << 16; processorsMax *= 2) {
    cpu_set_t* set = CPU_ALLOC(processorsMax);
    size_t bytes = CPU_ALLOC_SIZE(processorsMax);
    int failed = sched_getaffinity(0, bytes, set);
    int count = failed ? 0 : CPU_COUNT_S(bytes, set);
    CPU_FREE(set);
    if (count > 0) return count;
    if (errno != EINVAL) break;
  }
  return 1;
}
#else
int systemProcessors() {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? static_cast<int>(count) : 1;
}
#endif

void systemYield() {
  sched_yield();
}

void systemPause(uint32_t steps) {
  for (; steps > 0; steps--) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
  }
}

void systemSleep(int64_t ns) {
  if (ns <= 0) return;
  timespec left{static_cast<time_t>(ns / 1000000000), static_cast<long>(ns % 1000000000)};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) {
  }
}

int64_t systemResidentBytes() {
  long size = 0;
  long resident = 0;
  if (FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%ld %ld", &size, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return int64_t{resident} * sysconf(_SC_PAGESIZE);
}

int64_t systemRead(char* data, size_t size) {
  for (;;) {
    ssize_t n = ::read(STDIN_FILENO, data, size);
    if (n >= 0 || errno != EINTR) return n;
  }
}

}  // namespace gopark
