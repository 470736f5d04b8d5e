// Picture: the fold's state packed into 32-bit words, the form in which it leaves the core. A page
// reads it as one typed array, a tool as a file; web/engine/picture.ts is the reader. The layout is
// the table below and nothing else: both sides walk it in this order.
//
//   header   kPictureHeaderWords words, by PictureWord
//   totals   every FoldCounts field in its order, two words each (low, high)
//   procs    per P:  flags (1: alive, 2: idle, 4 and 8: the GcWorkerMode of what it runs), m, g,
//   its
//                    function, runnext, its function, schedtick, syscalls, timers, steals,
//                    stealsFrom, lastBranch, list of its queue
//   threads  per M:  state, p, g
//   lists    the global queue, the goroutines in system calls,
//            and per group of waiting goroutines: wait reason (plus 256 when they are
//            leaked: they wait for ever), list
//
//   A function is a start function's id; bit 31 marks a system goroutine. A list is: length,
//   listed, then `listed` goroutine ids in order, then as many functions. `listed` is below
//   `length` when the caller's limit cut it.
#pragma once

#include <cstdint>
#include <vector>

#include "events/fold.h"

namespace gopark {

inline constexpr uint32_t kPictureVersion = 1;

// PictureWord: the header's words. 64-bit values take two, low first.
enum class PictureWord : uint32_t {
  kVersion,
  kWords,  // Words in all.
  kTimeNsLow,
  kTimeNsHigh,
  kSysmonNsLow,  // When sysmon last looked around.
  kSysmonNsHigh,
  kFlags,  // 1: resyncing, 2: the world is stopped, 4: the program has ended, 8: it collects.
  kProcs,
  kThreads,
  kGroups,  // Groups of waiting goroutines.
  kTotals,  // Fields of the totals.
  kRunnable,
  kRunning,
  kSyscall,
  kWaiting,
  kSystem,  // Goroutines of the runtime itself among these.
  kLatencyMaxNsLow,
  kLatencyMaxNsHigh,
  kLatencyMaxG,
  kCount,
};
inline constexpr uint32_t kPictureHeaderWords = static_cast<uint32_t>(PictureWord::kCount);

// packPicture() returns the picture; no list names more than `listedMax` goroutines. Cost: one pass
// over the live goroutines.
std::vector<uint32_t> packPicture(const Fold& fold, uint32_t listedMax);

}  // namespace gopark
