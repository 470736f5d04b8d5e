// Settings: every number and rule the scheduler uses, as fields of one struct per machine. Nothing
// in the runtime writes one of these as a literal at its place of use. The defaults are Go 1.26's.
#pragma once

#include <cstdint>

namespace gopark {

enum class PreemptMode : uint8_t {
  kNone,         // A running goroutine is never interrupted.
  kCooperative,  // At function entry only (Go before 1.14).
  kAsync,        // At function entry and at loop back-edges (standing in for Go 1.14's signal).
};

enum class SwapMode : uint8_t {
  kAuto,     // Interpreted goroutines own no native stack; only native ones are context-switched.
  kContext,  // Every goroutine owns a native stack and is swapped by a context switch.
};

// What is done about goroutines that wait for ever, at the end of a program.
enum class LeakCheck : uint8_t {
  kNone,    // Nothing: what Go does.
  kMark,    // When main returns they are looked for, and each is a GoLeak event.
  kReport,  // ... and printed, as Go's goroutine leak profile is; fatal dumps tell them too.
};

struct Settings {
  int gomaxprocs = 0;  // 0: as many as the host has processors.
  PreemptMode preempt = PreemptMode::kAsync;
  SwapMode swap = SwapMode::kAuto;

  uint32_t runqSize = 256;   // Slots of a P's ring; a power of two, at most kRunqSlotsMax.
  bool runnext = true;       // New and readied goroutines go to the runnext slot.
  uint32_t globalTick = 61;  // Every so many ticks the global queue is looked at first.
  uint32_t goidBatch = 16;   // Goroutine ids a P takes at once.
  uint32_t stealTries = 4;   // Passes over the other Ps; runnext only on the last.
  bool steal = true;         // Whether idle Ps steal at all.
  int64_t stealRunnextBackoffNs = 3'000;
  int64_t forcePreemptNs = 10'000'000;  // Time slice.
  int64_t sysmonDelayMinNs = 20'000;
  int64_t sysmonDelayMaxNs = 10'000'000;
  uint32_t sysmonIdleRounds = 50;        // Rounds without work before the delay doubles.
  int64_t syscallRetakeNs = 10'000'000;  // A P in a system call is taken at the latest after this.
  bool handoff = true;                   // Whether sysmon hands off Ps blocked in system calls.
  int64_t stwPollNs = 100'000;           // Re-preempt interval while stopping the world.
  uint32_t maxmcount = 10'000;           // More Ms than this is a fatal error.
  uint32_t gFreeLocalMax = 64;           // A P's free list spills at this length ...
  uint32_t gFreeLocalKeep = 32;          // ... down to below this, and refills up to it.
  uint32_t sudogCacheSize = 128;         // Sudogs a P caches; exchanged in halves.
  int64_t mutexStarvationNs = 1'000'000;
  uint32_t mutexSpinTries = 4;
  uint32_t mutexSpinSteps = 30;
  int64_t forceGcPeriodNs = 120'000'000'000;
  // Usable bytes of the native stacks of C++ goroutines, and of all others in swap mode `context`.
  // Natively only the pages that were touched cost memory; in WebAssembly all of it does.
  uint32_t nativeStackBytes = sizeof(void*) == 4 ? 32u << 10 : 64u << 10;
  uint32_t swapStackBytes = sizeof(void*) == 4 ? 64u << 10 : 256u << 10;
  uint32_t eventRingSize = 1u << 16;  // Records a ring holds; a power of two. 0: no events.
};

}  // namespace gopark
