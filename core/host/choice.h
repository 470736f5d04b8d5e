// Choices: the questions that chance answers on a real computer. A controlled host answers them
// itself, so that a run can be repeated, and steered.
#pragma once

#include <cstdint>

namespace gopark {

// ChoiceKind says what is asked, and so what the alternatives' numbers mean. The first group is
// asked by the runtime and the language, the second by the simulated machine's operating system.
enum class ChoiceKind : uint8_t {
  kStealOrder,    // In which order a thief visits the Ps. what: the P it visits first.
  kSelectOrder,   // Real hosts: one step of the shuffle of a select's cases. Never a decision.
  kSelectCase,    // Which ready case a select takes. what: the case, in source order.
  kSemaTicket,    // Balance of a semaphore tree. Nothing observable; never a decision.
  kMapIteration,  // Where a range over a map begins. what: the place in the table.
  kProgram,       // The Go program asked for a random number. what: the number.
  kPreemptHere,   // A goroutine polls and was asked to yield. what: 1 yields here, 0 later.
  kOther,
  kRunNext,      // Which core's M goes on. what: the M.
  kRunLength,    // For how long, before another core is looked at. what: nanoseconds.
  kCoreNext,     // Which of the Ms that wait for a core gets it. what: the M.
  kWakeLatency,  // When a woken M becomes runnable. what: nanoseconds.
  kCount,
};

// kChoiceWhatMax is for how many alternatives, at most, a question says what they stand for.
inline constexpr uint32_t kChoiceWhatMax = 8;

}  // namespace gopark
