// Model: what channels, locks and wait groups are by the language's rules, in the plainest form.
// The interpreter performs each operation on the runtime and on the model and compares what comes
// out; and whoever waits in the model must wait in the runtime, at every turn.
//
// The simulated machine is what makes this exact: nothing else happens between the begin of an
// operation and its end or park, so there is one order of operations and the model is told it.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "program.h"

namespace gopark::simulation {

struct Body;

// What a body waits for.
enum class On : uint8_t {
  kNothing,
  kChan,
  kMutex,
  kWaitGroup,
  kNotify,
  kSleep,    // Woken by the clock.
  kSyscall,  // Not parked, but off in a call.
  kRWMutex,  // The model knows who holds it, not who is next.
  kWorld,    // The right to stop the world.
};

// Waiter is a place in a queue. Stale when its body has been woken by another case, or waits anew.
struct Waiter {
  Body* body = nullptr;
  uint64_t wait = 0;  // Body::wait when it queued up.
  uint32_t index = 0;
  uint64_t value = 0;
};

// Result is how an operation on a channel comes out.
struct Result {
  bool done = false;    // Else it waits.
  bool panics = false;  // Send on, or close of, a closed channel.
  bool ok = false;      // A receive got a value.
  uint64_t value = 0;
};

struct ModelChan {
  uint32_t capacity = 0;
  bool closed = false;
  std::deque<uint64_t> buffer;
  std::deque<Waiter> receivers, senders;
};

struct ModelMutex {
  Body* owner = nullptr;
  std::deque<Body*> waiters;  // Asleep, in the order of waking.
  int awake = 0;              // Woken, and not yet back.
  Body* next = nullptr;       // Whom starvation mode has handed the lock.
};

struct ModelRWMutex {
  int readers = 0;
  Body* writer = nullptr;
};

struct ModelWaitGroup {
  int64_t counter = 0;
  std::vector<Body*> waiters;
  size_t returning = 0;  // Woken, and not yet back.
};

struct ModelTimer {
  bool pending = false;
  int64_t when = 0;
  int64_t period = 0;
  uint64_t fired = 0;
};

struct Model {
  ModelChan chans[kChans + kTimers];
  ModelMutex mutexes[kMutexes];
  ModelRWMutex rwmutexes[kRWMutexes];
  ModelWaitGroup waitGroups[kWaitGroups];
  std::deque<Body*> notifyLists[kNotifyLists];
  ModelTimer timers[kTimers];
  ModelTimer funcTimers[kFuncTimers];
  uint64_t sent = 0, received = 0;  // Values over all channels.

  // trySend() and tryReceive() do it if it can be done at once, waking who waited.
  Result trySend(int chan, uint64_t value);
  Result tryReceive(int chan);
  Result close(int chan);
  // ready() says whether a case could go on.
  bool ready(const Case& one);
  // receives() says whether somebody waits to receive from the channel.
  bool receives(int chan);

 private:
  Body* dequeue(std::deque<Waiter>* queue, Waiter* waiter);
  bool waits(const std::deque<Waiter>& queue);
};

}  // namespace gopark::simulation
