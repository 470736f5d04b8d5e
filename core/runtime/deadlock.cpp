// checkdead: nothing runs and nothing ever will. Go's counterpart: checkdead of proc.go.
//
// It counts threads, not goroutines: an M that sleeps in the poller or in a system call counts as
// running, so a program that waits for either is never dead. It only says so; the caller lets go of
// sched.lock and then buries the program (endDead), since printing may block.
#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

Dead checkdead(Machine* machine) {
  Sched& sched = machine->sched;
  if (machine->exiting.load(std::memory_order_acquire) ||
      machine->dying.load(std::memory_order_acquire)) {
    return Dead::kNo;
  }
  int32_t running = mcount(machine) - sched.nmidle - sched.nmidlelocked - sched.nmsys;
  if (running > 0) return Dead::kNo;
  CHECK(running == 0, "gopark: checkdead: inconsistent counts");

  uint32_t waiting = 0;
  lock(&machine->allglock);
  for (G* gp : machine->allgs) {
    if (gp->system && !gp->userCode.load(std::memory_order_relaxed)) continue;
    switch (readgstatus(gp) & ~_Gscan) {
      case _Gwaiting:
      case _Gleaked:
      case _Gpreempted:
        waiting++;
        break;
      case _Grunnable:
      case _Grunning:
      case _Gsyscall:
        CHECK(false, "gopark: checkdead: runnable g");
        break;
      default:
        break;
    }
  }
  unlock(&machine->allglock);
  if (waiting == 0) return Dead::kNoGoroutines;
  for (P* pp : machine->allp) {
    if (timersLen(pp) > 0) return Dead::kNo;
  }
  return Dead::kDeadlock;
}

void endDead(Machine* machine, Dead dead) {
  if (machine->language != nullptr) machine->language->markLeaked();
  emit(getm(), EventType::kDeadlock, nullptr, 0, 0, static_cast<uint32_t>(numGoroutine(machine)));
  fatalError(machine, nullptr,
             dead == Dead::kNoGoroutines ? "no goroutines (main called runtime.Goexit) - deadlock!"
                                         : "all goroutines are asleep - deadlock!");
}

}  // namespace gopark
