// The plain facts of the computer below a host, as free functions: clocks, entropy, processors,
// short pauses. Native in system_native.cpp, for wasm in system_web.cpp. For hosts only: the
// runtime asks its Host, so that a controlled host can answer otherwise.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gopark {

// systemNanotime() is a monotonic clock in nanoseconds, the same one on every thread. In a page it
// advances in steps of 5 µs, or 100 µs where the page is not isolated.
int64_t systemNanotime();

// systemWalltime() is Unix time in nanoseconds.
int64_t systemWalltime();

// systemRandom() is 64 bits of the system's entropy.
uint64_t systemRandom();

// systemProcessors() counts the processors this process may use, at least 1.
int systemProcessors();

// systemYield() offers the processor to another thread.
void systemYield();

// systemPause() is the pause of a spin loop, `steps` times.
void systemPause(uint32_t steps);

// systemSleep() blocks the calling thread for at least ns nanoseconds.
void systemSleep(int64_t ns);

// systemResidentBytes() is how much memory the process uses: resident pages natively, the break of
// the linear memory in wasm. For measurements.
int64_t systemResidentBytes();

// systemRead() takes at most `size` bytes of the process's standard input, waiting for some: 0 at
// its end, negative for an error. In a page there is none.
int64_t systemRead(char* data, size_t size);

}  // namespace gopark
