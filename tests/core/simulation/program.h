// Program: a small concurrent program as data. It is generated from a seed, interpreted by
// goroutine bodies (interpreter.h), and made smaller by the shrinker, so every operation makes
// sense by itself: unlocking what is not held is nothing, a routine that ends lets go of its locks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gopark::simulation {

// What a program can use. Channels kChans and up are those of the channel timers.
inline constexpr int kChans = 4;
inline constexpr int kTimers = 2;      // Timers that send on channel kChans + i.
inline constexpr int kFuncTimers = 3;  // Timers that call a function.
inline constexpr int kMutexes = 2;
inline constexpr int kRWMutexes = 1;
inline constexpr int kWaitGroups = 2;
inline constexpr int kNotifyLists = 1;

enum class OpKind : uint8_t {
  kSpawn,      // n goroutines of routine `object`, each counted by WaitGroup object % kWaitGroups.
  kSend,       // On channel `object`. A panic (closed) is an outcome like others.
  kRecv,       // From channel `object`.
  kSelect,     // Over `cases`.
  kClose,      // Channel `object`.
  kLock,       // Mutex `object`.
  kTryLock,    // The same, perhaps not.
  kUnlock,     // Mutex `object`, if held.
  kRLock,      // RWMutex `object`, for reading.
  kWLock,      // The same, for writing.
  kRWUnlock,   // Whichever is held.
  kWgWait,     // WaitGroup `object`.
  kSleep,      // n nanoseconds.
  kTimerSet,   // Channel timer `object` in n nanoseconds, then every `period`.
  kTimerStop,  // Channel timer `object`.
  kFuncSet,    // Function timer `object` in n nanoseconds, then every `period`.
  kFuncStop,   // Function timer `object`.
  kThreadSleep,  // A system call of n nanoseconds.
  kSyscall,      // A system call of the usual length.
  kGosched,
  kCompute,       // n instructions, polling.
  kGomaxprocs,    // n Ps from now on.
  kStopWorld,     // Stop the world and look around.
  kLockThread,    // LockOSThread.
  kUnlockThread,  // UnlockOSThread.
  kNotifyWait,    // Notify list `object`: wait ...
  kNotifyOne,     // ... wake the oldest ...
  kNotifyAll,     // ... wake all.
  kCollect,       // Run a collection.
  kCount,
};

struct Case {
  uint8_t chan = 0;
  bool send = false;
};

struct Op {
  OpKind kind{};
  uint8_t object = 0;
  int64_t n = 0;
  int64_t period = 0;
  bool hasDefault = false;
  std::vector<Case> cases;
};

// Routine is what a goroutine does: its operations, `repeat` times.
struct Routine {
  uint32_t repeat = 1;
  std::vector<Op> ops;
};

struct Program {
  uint8_t capacity[kChans] = {};
  std::vector<Routine> routines;  // 0 is main. A routine starts only later ones.
};

// makeProgram() is the program of a seed.
Program makeProgram(uint64_t seed);

// programText() writes it for people, a routine a paragraph.
std::string programText(const Program& program);

}  // namespace gopark::simulation
