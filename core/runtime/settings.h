// Settings: every number and rule the scheduler uses, as fields of one struct per machine. Nothing
// in the runtime writes one of these as a literal at its place of use. The defaults are Go 1.26's.
// Those that a person may turn stand in settings.def, with their bounds and what they mean.
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

#define GOPARK_SETTING(type, field, usual, ...) type field = usual;
#include "runtime/settings.def"
#undef GOPARK_SETTING

  // What this implementation needs and no rule of the scheduler: not in the table, for nobody to
  // turn. Usable bytes of the native stacks of C++ goroutines, and of all others in swap mode
  // `context`. Natively only the pages that were touched cost memory; in WebAssembly all of it
  // does.
  uint32_t nativeStackBytes = sizeof(void*) == 4 ? 32u << 10 : 64u << 10;
  uint32_t swapStackBytes = sizeof(void*) == 4 ? 64u << 10 : 256u << 10;
  uint32_t eventRingSize = 1u << 16;  // Records a ring holds; a power of two. 0: no events.
};

// What a setting's number stands for.
enum class SettingKind : uint8_t {
  kFlag,        // 0 or 1.
  kCount,       // A whole number ...
  kPowerOfTwo,  // ... that is a power of two.
  kTime,        // Nanoseconds.
  kPercent,
  kMiB,
};

// Under which heading people find it.
enum class SettingGroup : uint8_t {
  kQueues,
  kStealing,
  kPreemption,
  kSyscalls,
  kLocks,
  kMemory,
};

// SettingInfo is one row of settings.def.
struct SettingInfo {
  const char* name;  // The field's.
  SettingKind kind;
  SettingGroup group;
  int64_t usual;  // The default, which is Go's.
  int64_t min;
  int64_t max;
  const char* title;
  const char* what;
  const char* go;  // What Go uses and where its source says so.
};

// settingCount() is the number of rows, settingInfo() one of them.
int settingCount();
const SettingInfo& settingInfo(int index);

// settingAllows() says whether the row's bounds and kind admit a value.
bool settingAllows(int index, int64_t value);

// settingValue() reads a field by its row. setSettingValue() writes it; false, and nothing is
// changed, when the value is not allowed.
int64_t settingValue(const Settings& settings, int index);
bool setSettingValue(int index, int64_t value, Settings* settings);

}  // namespace gopark
