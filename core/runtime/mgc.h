// The garbage collector as the scheduler sees it: cycles, and the workers that mark on the Ps. What
// marking is, the language says (GcWork). Go's counterparts: mgc.go and mgcpacer.go; a cycle is
// Go's under GODEBUG=gcstoptheworld=1, for there are no write barriers:
//
//     gcStart            world stopped: begin(); user scheduling off, workers on; world started.
//                        Whoever wanted the cycle waits for its end.
//     gcBgMarkWorker     one system goroutine for each P, in a pool. findRunnable takes one where a
//                        dedicated or fractional worker is due, or where a P would go idle. User
//                        goroutines that are picked meanwhile go on the list of disabled ones.
//     gcMarkDone         the worker that finds nothing left, while no other marks, stops the world:
//                        finish(); user scheduling on, workers off; world started.
//
// Differs: Go gives all Ps dedicated workers in that mode, here their number is that of a
// concurrent cycle. And timers rest while it marks: they would hand objects to goroutines and
// channels that were looked at already.
#pragma once

#include <vector>

#include "runtime/op.h"
#include "runtime/runtime2.h"

namespace gopark {

// GcWork is the marking itself. Vm implements it.
class GcWork {
 public:
  virtual ~GcWork() = default;
  // due() says whether enough was allocated since the last cycle. In a G.
  virtual bool due() = 0;
  // begin() gets everything ready to be marked by workers number 0 to workers - 1, several at a
  // time if `parallel`, so that something is available, and returns the heap's size in KiB. World
  // stopped, on g0.
  virtual uint32_t begin(uint32_t workers, bool parallel) = 0;
  // mark() marks for about `words` words of memory as worker `number`, one call at a time for each
  // number; false: nothing was left that it could have taken. In a worker's G.
  virtual bool mark(uint32_t number, uint64_t words) = 0;
  // dispose() leaves what the worker has not looked at yet to the others. In that worker's G.
  virtual void dispose(uint32_t number) = 0;
  // available() says whether there is something that a further worker could take. Any M.
  virtual bool available() = 0;
  // finish() frees what was not reached and says what is left and what was freed, in KiB. World
  // stopped, on g0; nothing is available and every worker has disposed.
  struct Result {
    uint32_t liveKiB = 0;
    uint32_t freedKiB = 0;
  };
  virtual Result finish() = 0;
};

// GcTrigger is why somebody wants a cycle: for size; to have had one since the call (runtime.GC);
// or because there was none for long.
enum class GcTrigger : uint8_t { kHeap, kCycle, kTime };

// GcController says who may mark. Set up with the world stopped.
struct GcController {
  std::atomic<int64_t> dedicatedMarkWorkersNeeded{0};
  double fractionalUtilizationGoal = 0;  // Of each P's time; 0: there are no fractional workers.
  std::atomic<int32_t> maxIdleMarkWorkers{0};
  std::atomic<int32_t> idleMarkWorkers{0};
  int64_t markStartTime = 0;

  // startCycle() computes the numbers for `procs` Ps, so much of whose time is the collector's.
  void startCycle(int procs, double utilization, GcTrigger trigger, int64_t now);
  // addIdleMarkWorker() counts one more, if one more may be.
  bool addIdleMarkWorker();
  void removeIdleMarkWorker() { idleMarkWorkers.fetch_sub(1, std::memory_order_seq_cst); }
  bool needIdleMarkWorker() const {
    return idleMarkWorkers.load(std::memory_order_seq_cst) <
           maxIdleMarkWorkers.load(std::memory_order_seq_cst);
  }
};

// Gc is a machine's collector.
struct Gc {
  GcWork* work = nullptr;  // Null: the language has nothing to collect.
  GcController controller;
  // Workers may run. Changes with the world stopped, and so never while somebody holds a P.
  std::atomic<bool> blackenEnabled{false};
  std::atomic<uint32_t> cycles{0};  // Begun.
  std::atomic<int32_t> marking{0};  // Workers between their first look for work and their last.
  GcTrigger trigger = GcTrigger::kHeap;
  int64_t startTime = 0;
  std::vector<G*> workers;  // All of them, by number. World stopped.
  G* starter = nullptr;     // Who waits for the end of the cycle.

  RuntimeMutex lock;
  GQueue pool;            // Waiting workers, last in first out. L(lock)
  bool markDone = false;  // Some worker has seen that nothing is left. L(lock)
};

// gcStart() runs a cycle, if `trigger` still wants one when it is the caller's turn, and waits for
// its end: a resumable operation (op.h).
OpResult gcStart(G* gp, OpState* op, GcTrigger trigger);

// setGcWork() is how the language becomes a collected one. Before the machine is started.
void setGcWork(Machine* machine, GcWork* work);

}  // namespace gopark
