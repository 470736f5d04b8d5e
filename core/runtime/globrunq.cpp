// The global run queue: what does not fit locally, preempted and Gosched'ed goroutines, and those
// made ready by somebody without a P. Everything here is under L(sched.lock) but for globrunqempty.
// Go's counterpart: the globrunq functions of proc.go.
#include <algorithm>

#include "runtime/sched.h"

namespace gopark {

namespace {

void publishSize(Sched& sched) {
  sched.runqsize.store(sched.runq.size, std::memory_order_release);
}

}  // namespace

bool globrunqempty(const Machine* machine) {
  return machine->sched.runqsize.load(std::memory_order_acquire) == 0;
}

void globrunqnote(M* mp, G* gp, PutWhy why) {
  emit(mp, EventType::kGlobrunqPut, gp, static_cast<uint8_t>(why), 0,
       mp->machine->sched.runqsize.load(std::memory_order_relaxed));
}

void globrunqput(M* mp, G* gp, PutWhy why) {
  Sched& sched = mp->machine->sched;
  emit(mp, EventType::kGlobrunqPut, gp, static_cast<uint8_t>(why), 0, sched.runq.size, 0, 0);
  sched.runq.pushBack(gp);
  publishSize(sched);
}

void globrunqputhead(M* mp, G* gp, PutWhy why) {
  Sched& sched = mp->machine->sched;
  emit(mp, EventType::kGlobrunqPut, gp, static_cast<uint8_t>(why), 0, sched.runq.size, 0, 1);
  sched.runq.push(gp);
  publishSize(sched);
}

void globrunqputbatch(Machine* machine, GQueue* q) {
  machine->sched.runq.pushBackAll(q);
  publishSize(machine->sched);
}

G* globrunqget(Machine* machine) {
  G* gp = machine->sched.runq.pop();
  publishSize(machine->sched);
  return gp;
}

G* globrunqgetbatch(Machine* machine, int32_t max, GQueue* rest) {
  Sched& sched = machine->sched;
  if (sched.runq.empty()) return nullptr;
  int32_t procs = machine->gomaxprocs.load(std::memory_order_relaxed);
  int32_t n = std::min({max, sched.runq.size, sched.runq.size / procs + 1});
  G* gp = sched.runq.pop();
  for (int32_t i = 1; i < n; i++) rest->pushBack(sched.runq.pop());
  publishSize(sched);
  return gp;
}

}  // namespace gopark
