// The computer below a host in WebAssembly: see system.h. The clock is read from JavaScript so that
// all Workers see the same one: each Worker's performance.now() starts at its own creation, which
// performance.timeOrigin puts right (in Node the process has a clock of its own).
#include <unistd.h>

#include "host/system.h"

#include <emscripten.h>
#include <time.h>

#include "base/check.h"

EM_JS(double, goparkNowMs, (), {
  if (typeof process == "object" && typeof process.hrtime == "function") {
    var t = process.hrtime();
    return t[0] * 1e3 + t[1] / 1e6;
  }
  return performance.timeOrigin + performance.now();
});

EM_JS(unsigned, goparkRandom32, (), {
  var words = new Uint32Array(1);
  if (typeof crypto == "object") {
    crypto.getRandomValues(words);
  } else {
    require("crypto").randomFillSync(words);
  }
  return words[0];
});

EM_JS(int, goparkProcessors, (), {
  if (typeof navigator == "object" && navigator.hardwareConcurrency) {
    return navigator.hardwareConcurrency;
  }
  try {
    var os = require("os");
    return os.availableParallelism ? os.availableParallelism() : os.cpus().length;
  } catch (e) {
    return 1;
  }
});

namespace gopark {

int64_t systemNanotime() {
  return static_cast<int64_t>(goparkNowMs() * 1e6);
}

int64_t systemWalltime() {
  timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

uint64_t systemRandom() {
  uint64_t high = goparkRandom32();
  return high << 32 | goparkRandom32();
}

int systemProcessors() {
  return goparkProcessors();
}

#if defined(__EMSCRIPTEN_PTHREADS__)

// There is no yield in a page; the shortest sleep is the nearest thing.
void systemYield() {
  systemSleep(1);
}

void systemSleep(int64_t ns) {
  int nobodyWakes = 0;
  if (ns > 0) __builtin_wasm_memory_atomic_wait32(&nobodyWakes, 0, ns);
}

#else

void systemYield() {}

// Only drive() without a budget comes here, which a page never calls.
void systemSleep(int64_t) {
  CHECK(false, "gopark: a page's only thread cannot sleep");
}

#endif

void systemPause(uint32_t steps) {
  for (; steps > 0; steps--) __asm__ volatile("");
}

int64_t systemResidentBytes() {
  return static_cast<int64_t>(reinterpret_cast<uintptr_t>(sbrk(0)));
}

int64_t systemRead(char*, size_t) {
  return 0;
}

}  // namespace gopark
