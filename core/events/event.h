// Event: one scheduler decision, as the M that took it wrote it. The table is event_types.def; the
// views, the traces and the statistics are folds of this stream.
#pragma once

#include <cstdint>

namespace gopark {

enum class EventType : uint8_t {
#define GOPARK_EVENT(name, sentence, g, a, b, c, sub) k##name,
#include "events/event_types.def"
#undef GOPARK_EVENT
  kCount,
};

// kNoId marks an absent M or P in a record.
inline constexpr uint16_t kNoId = 0xffff;

// Event is the record as it lies in the rings, in files and in the page's memory: 40 bytes, little
// endian. Fields a, b, c, sub and aux mean what the table says for the type.
struct Event {
  uint64_t seq;    // Place in the machine's total order; one counter for all Ms.
  int64_t timeNs;  // Nanoseconds since the machine started.
  uint32_t g;      // The goroutine's id, 0: none.
  uint16_t m;      // The M that wrote it.
  uint16_t p;      // The P it held, or the P the event speaks of.
  EventType type;
  uint8_t sub;
  uint16_t aux;
  uint32_t a, b, c;
};
static_assert(sizeof(Event) == 40);

// PickBranch: which branch of schedule/findRunnable found the goroutine.
enum class PickBranch : uint8_t {
  kNone,
  kRunnext,            // The P's runnext slot; inherits the time slice.
  kLocal,              // The head of the P's own queue.
  kGlobal61,           // The global queue, looked at on every 61st tick.
  kGlobalBatch,        // A batch from the global queue: the own queue was empty.
  kNetpoll,            // Ready in the network poller.
  kStolen,             // Stolen from another P's queue.
  kStolenRunnext,      // Another P's runnext, on the last pass.
  kTimerSteal,         // A timer of another P, run by this M, readied it.
  kIdleRecheckGlobal,  // Found in the global queue just before going idle.
  kGcWorker,
  kLocked,        // It is locked to this M.
  kSyscallFast,   // Back from a system call with its P.
  kSyscallIdleP,  // Back from a system call on an idle P.
  kParkRefused,   // The unlock function refused the park: it goes on at once.
  kCoroSwitch,    // iter.Pull switched to it directly.
};

// PutWhy: why a goroutine goes into a queue.
enum class PutWhy : uint8_t {
  kCreated,
  kReadied,
  kKicked,
  kGosched,
  kGoyield,
  kPreempted,
  kOverflow,
  kGlobalBatch,
  kStolen,
  kInjected,
  kSyscallExit,
  kProcresize,
  kParkRefused,
  kUserEnabled,  // It was disabled while the collector marked.
  kWorkerMoved,  // A dedicated worker of the collector keeps the P: others are to run it.
};

// StopReason: why a running goroutine gave up its P but stays runnable.
enum class StopReason : uint8_t { kGosched, kPreemptedCooperative, kPreemptedAsync, kGoyield };

// PreemptWhy: who asked a goroutine to yield.
enum class PreemptWhy : uint8_t { kSysmonSlice, kStopTheWorld, kExit, kUser };

// HandoffWhy: why a P changed its M.
enum class HandoffWhy : uint8_t { kSyscall, kLockedThread, kThreadExit, kRetake };

// SyscallKind and SyscallExit: what blocked, and how the goroutine came back.
enum class SyscallKind : uint8_t { kOther, kWrite, kSleep, kRead };
enum class SyscallExit : uint8_t { kKeptP, kOldP, kIdleP, kQueued };

enum class TimerKind : uint8_t { kSleep, kChannel, kTicker, kAfterFunc, kDeadline };
enum class LockKind : uint8_t {
  kMutex,
  kRWMutexRead,
  kRWMutexWrite,
  kWaitGroup,
  kCond,
  kSema,
  kOnce
};
enum class StwReason : uint8_t {
  kUnknown,
  kGomaxprocs,
  kGc,  // The beginning of a collection; Go's "GC sweep termination".
  kStack,
  kMemStats,
  kSnapshot,
  kExit,
  kGcMarkTermination,
};

// GcWorkerMode: on whose account a worker of the collector marks. Dedicated ones have the P until
// nothing is left, fractional ones a share of its time, idle ones what nobody else wants.
enum class GcWorkerMode : uint8_t { kNotWorker, kDedicated, kFractional, kIdle };

// eventName() is the type's name as the table spells it; eventSentence() its sentence.
const char* eventName(EventType type);
const char* eventSentence(EventType type);

}  // namespace gopark
