// Picture: the fold's state packed into 32-bit words, the form in which it leaves the core. A page
// reads it as one typed array, a tool as a file; web/engine/picture.ts is the reader. The layout is
// the table below and nothing else: both sides walk it in this order.
//
//   header    kPictureHeaderWords words, by PictureWord
//   totals    every FoldCounts field in its order, two words each (low, high)
//   procs     per P:  flags (1: alive, 2: idle, 4 and 8: the GcWorkerMode of what it runs), m, the
//                     goroutine it runs, its runnext, schedtick, syscalls, timers, steals,
//                     stealsFrom, lastBranch, when its nearest timer is due (two words, all ones:
//                     none is known), list of its queue
//   threads   per M:  state, p, g, the goroutine locked to it
//   lists     the global queue, the goroutines in system calls, the disabled ones,
//             and per group of waiting goroutines: wait reason (plus 256 when they are
//             leaked: they wait for ever), list
//   channels  per channel: id, flags (1: closed), capacity, values buffered, place where it was
//             made, list of those who wait to send, list of those who wait to receive
//   locks     per lock: id, ObjectKind, the goroutine that has it (id kNotKnown: not known),
//   readers
//             that have it, list of those who wait (an RWMutex: to write), list of those who wait
//             to read
//   timers    per timer: id, P, TimerKind, the goroutine it wakes or that set it, due (two words),
//             period (two words, 0: once)
//
//   A goroutine is three words: its id (0: none), its function, its place. A function is a start
//   function's id; bit 31 marks a system goroutine. A place is where it stopped last: function in
//   the high, line in the low 16 bits; 0: not known. A list is: length, listed, then `listed`
//   goroutine ids in order, as many functions, as many places. `listed` is below `length` when the
//   caller's limit cut it. A count that the events do not tell is kNotKnown.
//
//   Of the channels, locks and timers a limited number is there: objects that somebody waits on
//   first, then those used last, in the order of their ids; timers by when they are due. The header
//   says how many there are in all.
#pragma once

#include <cstdint>
#include <vector>

#include "events/fold.h"

namespace gopark {

inline constexpr uint32_t kPictureVersion = 2;

// PictureWord: the header's words. 64-bit values take two, low first.
enum class PictureWord : uint32_t {
  kVersion,
  kWords,  // Words in all.
  kTimeNsLow,
  kTimeNsHigh,
  kSysmonNsLow,  // When sysmon last looked around.
  kSysmonNsHigh,
  kSysmonNextNsLow,  // How long after that it wanted to look again.
  kSysmonNextNsHigh,
  kSysmonIdleRounds,
  kGlobalTick,  // Every so many ticks a P looks at the global queue first; 0: not known.
  kFlags,       // 1: resyncing, 2: the world is stopped, 4: the program has ended, 8: it collects.
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
  kObjectsSinceNsLow,  // Events were lost: objects are known since then only. 0: all are.
  kObjectsSinceNsHigh,
  kChannels,         // Channels in the picture,
  kChannelsKept,     // of so many the fold knows,
  kChannelsWaiting,  // on so many of which somebody waits,
  kChannelsMadeLow,  // of so many made.
  kChannelsMadeHigh,
  kLocks,  // The same for locks; how many there ever were no event says.
  kLocksKept,
  kLocksWaiting,
  kTimers,            // Timers in the picture,
  kTimersSet,         // of so many that are set.
  kTimersNotKeptLow,  // Timers set beyond what the fold keeps; whether they still are, it cannot
                      // say.
  kTimersNotKeptHigh,
  kCount,
};
inline constexpr uint32_t kPictureHeaderWords = static_cast<uint32_t>(PictureWord::kCount);

// The most channels, locks and timers in a picture, and goroutines in one object's list.
inline constexpr uint32_t kObjectsListedMax = 128;
inline constexpr uint32_t kTimersListedMax = 64;
inline constexpr uint32_t kWaitersListedMax = 512;

// packPicture() returns the picture; no list names more than `listedMax` goroutines. Cost: one pass
// over the live goroutines, the objects kept and the timers set.
std::vector<uint32_t> packPicture(const Fold& fold, uint32_t listedMax);

}  // namespace gopark
