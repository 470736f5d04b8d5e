// Body: one goroutine of a simulated program, as the interpreter keeps it and the model sees it.
#pragma once

#include "model.h"
#include "runtime/proc.h"
#include "runtime/select.h"

namespace gopark::simulation {

class World;

struct Body {
  World* world = nullptr;
  const Routine* routine = nullptr;
  uint32_t index = 0;     // Which routine.
  uint32_t instance = 0;  // Which of all goroutines.
  G* gp = nullptr;

  // Where it is.
  size_t at = 0;
  uint32_t round = 0;
  uint32_t ending = 0;  // Steps of its end already done.
  OpState op;           // Of the operation under way.
  bool begun = false;   // op has been called.
  int64_t left = 0;     // kCompute: instructions; kSpawn: goroutines.
  int64_t untilNs = 0;  // kSleep, kThreadSleep: not before.
  uint32_t ticket = 0;  // kNotifyWait.

  // Memory the operations use.
  uint64_t values[5] = {};  // Sent, or received into, by case.
  Scase cases[5];
  bool received = false;
  int32_t chosenByRuntime = -1;
  int old = 0;
  uint64_t sends = 0;  // Values made so far.

  // What it holds.
  bool holds[kMutexes] = {};
  bool reads[kRWMutexes] = {};
  bool writes[kRWMutexes] = {};
  const M* lockedTo = nullptr;
  uint32_t locks = 0;
  bool counted = false;  // By a WaitGroup.

  // What the model says.
  On on = On::kNothing;
  uint8_t object = 0;
  bool woken = false;
  uint64_t wait = 0;  // Number of the wait.
  uint32_t chosen = 0;
  Result result;
};

}  // namespace gopark::simulation
