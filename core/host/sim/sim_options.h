// What a simulated machine is made of. Everything a run on it depends on, besides the program and
// the runtime's settings, is here; api/schedule.h writes it as a short text and reads it back.
#pragma once

#include <cstdint>
#include <vector>

#include "host/choice.h"
#include "host/cost.h"

namespace gopark {

// Override answers one decision otherwise than the seed would.
struct Override {
  uint64_t decision = 0;     // Its number: decisions are counted from 0.
  uint32_t alternative = 0;  // Taken modulo the number of alternatives.
};

// FaultKind is a thing that a person, or a test, lets happen at a moment of their choosing.
enum class FaultKind : uint8_t {
  kPreempt,      // a: P. Its goroutine is asked to yield.
  kGc,           // A garbage collection is started.
  kSlowSyscall,  // a: nanoseconds that the next system call takes longer.
  kDelayWake,    // a: nanoseconds that the next wake-up of an M takes longer.
  kStopCore,     // a: core, b: nanoseconds, 0: for good. It executes nothing.
  kRefuseM,      // The next new thread is refused.
  kJumpClock,    // a: nanoseconds the clock jumps ahead, on every core.
  kCount,
};

struct Fault {
  uint64_t tick = 0;  // When: SimHost::tick().
  FaultKind kind{};
  int64_t a = 0;
  int64_t b = 0;
};

struct SimOptions {
  int cores = 0;        // Virtual cores, at most kSimCoresMax; 0: as many as GOMAXPROCS, or 4.
  uint64_t seed = 1;    // Of every choice that no override answers.
  Costs costs;          // What things take.
  int nodes = 1;        // NUMA nodes; core c belongs to node c * nodes / cores.
  int64_t quotaNs = 0;  // Core time that may be used per period, all cores together; 0: any.
  int64_t periodNs = 100000000;     // The quota's period.
  std::vector<Override> overrides;  // By rising number.
  std::vector<Fault> faults;        // By rising tick.
};

inline constexpr int kSimCoresMax = 256;

// Decision is one answered question.
struct Decision {
  static constexpr uint32_t kWhatMax = kChoiceWhatMax;

  uint64_t index = 0;   // Its number.
  uint64_t events = 0;  // Events written before it: its place in the stream.
  uint64_t tick = 0;
  int64_t timeNs = 0;
  ChoiceKind kind{};
  bool overridden = false;
  uint16_t m = 0xffff;           // The M that asked; 0xffff: the operating system.
  uint32_t n = 0;                // Alternatives.
  uint32_t chosen = 0;           // The answer, in [0, n).
  uint32_t subject = 0;          // What it is about: the goroutine, 0: none.
  uint32_t what[kWhatMax] = {};  // The meaning of alternatives 0 to min(n, kWhatMax) - 1.
};

}  // namespace gopark
