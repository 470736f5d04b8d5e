// Breakpoint: where a simulated run should stop, as people write it.
//
//   line 12          a goroutine comes to this line of the program
//   event steal      an event of this kind (the names of event_types.def)
//   g 7 | p 1 | m 3  an event of this goroutine, P or M
//   chan 2           an event of this channel
//   P1.runq > 5      a number of the machine: P<n>.runq, P<n>.timers, global, goroutines, runnable,
//                    waiting, idle (Ps), spinning, threads; with > < >= <= == !=
//   deadlock         checkdead found every goroutine asleep
//   time 10ms        virtual time has come this far
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/event.h"
#include "events/fold.h"

namespace gopark {

struct Breakpoint {
  enum class Kind : uint8_t { kLine, kEvent, kG, kP, kM, kChan, kNumber, kTime };
  enum class Number : uint8_t {
    kRunq,
    kTimers,
    kGlobal,
    kGoroutines,
    kRunnable,
    kWaiting,
    kIdle,
    kSpinning,
    kThreads
  };
  enum class Compare : uint8_t { kGreater, kLess, kAtLeast, kAtMost, kEqual, kNotEqual };

  Kind kind{};
  uint32_t value = 0;  // The line, the goroutine, ...
  EventType event{};   // kEvent.
  Number number{};     // kNumber ...
  uint32_t proc = 0;   // ... of this P.
  Compare compare{};
  int64_t limit = 0;  // kNumber, kTime (ns).
  bool held = false;  // kNumber, kTime: true at the last look; it stops when it becomes true.
  std::string text;   // As it was written.
};

// parseBreakpoint() reads one; it returns what is wrong with it, or an empty string.
std::string parseBreakpoint(std::string_view text, Breakpoint* breakpoint);

// stopsAt() says whether the run stops here, `event` being the one just applied to `fold`. Lines
// are not events: see Simulation.
bool stopsAt(Breakpoint* breakpoint, const Event& event, const Fold& fold);

}  // namespace gopark
