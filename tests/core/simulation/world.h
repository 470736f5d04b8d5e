// World: one run's program with the runtime's objects it uses, its model, and what was found wrong.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "body.h"
#include "model.h"
#include "runtime/chan.h"
#include "runtime/cond.h"
#include "runtime/mutex.h"
#include "runtime/rwmutex.h"
#include "runtime/time.h"
#include "runtime/waitgroup.h"
#include "tally.h"

namespace gopark::simulation {

class World {
 public:
  World(const Program& program, Tally* tally);
  ~World();

  // mainBody() is the program's main goroutine.
  GoBody mainBody();

  // fail() notes the first thing found wrong.
  void fail(const std::string& what);
  bool failed() const { return !failure.empty(); }

  // makeObjects() makes the channels and timers. In a G.
  void makeObjects(G* gp);
  int64_t nowNs() const { return machine->host->nanotime(); }

  const Program& program;
  Tally* const tally;
  Machine* machine = nullptr;
  std::string failure;
  Model model;
  bool objectsMade = false;
  int64_t latestNs = 0;  // The clock as last seen by a goroutine.

  Hchan* chans[kChans + kTimers] = {};
  MutexWords mutexes[kMutexes];
  RWMutexWords rwmutexes[kRWMutexes];
  WaitGroupWords waitGroups[kWaitGroups];
  NotifyListWords notifyLists[kNotifyLists];
  Timer timers[kTimers];
  Timer funcTimers[kFuncTimers];

  std::vector<Body*> live;  // Goroutines that have begun and not ended.
  uint32_t instances = 0;
  uint32_t destroyed = 0;

  Body* newBody(uint32_t routine);
  void forget(Body* body);

 private:
  std::vector<std::unique_ptr<Body>> owned_;
};

}  // namespace gopark::simulation
