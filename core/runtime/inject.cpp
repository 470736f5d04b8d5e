// injectglist: goroutines made ready by somebody who is not at a goroutine's place, sysmon above
// all. Go's counterpart: injectglist of proc.go.
#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

void startIdle(Machine* machine, int32_t n) {
  for (int32_t i = 0; i < n; i++) {
    lock(&machine->sched.lock);
    P* pp = pidlegetSpinning(machine);
    unlock(&machine->sched.lock);
    if (pp == nullptr) return;
    startm(machine, pp, false);
  }
}

}  // namespace

void injectglist(GQueue* list) {
  if (list->empty()) return;
  M* mp = getm();
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  for (G* gp = list->head; gp != nullptr; gp = gp->schedlink) {
    emit(mp, EventType::kGoUnpark, gp,
         static_cast<uint8_t>(gp->waitreason.load(std::memory_order_relaxed)), 0,
         gp->request.object);
    casgstatus(gp, _Gwaiting, _Grunnable);
  }
  if (mp->p == nullptr) {
    for (G* gp = list->head; gp != nullptr; gp = gp->schedlink) {
      globrunqnote(mp, gp, PutWhy::kInjected);
    }
    const int32_t n = list->size;
    lock(&sched.lock);
    globrunqputbatch(machine, list);
    unlock(&sched.lock);
    startIdle(machine, n);
    return;
  }
  // One for each idle P goes where that P finds it, the others stay here.
  GQueue global;
  const int32_t idle = sched.npidle.load(std::memory_order_seq_cst);
  while (global.size < idle && !list->empty()) global.pushBack(list->pop());
  if (!global.empty()) {
    for (G* gp = global.head; gp != nullptr; gp = gp->schedlink) {
      globrunqnote(mp, gp, PutWhy::kInjected);
    }
    const int32_t n = global.size;
    lock(&sched.lock);
    globrunqputbatch(machine, &global);
    unlock(&sched.lock);
    startIdle(machine, n);
  }
  runqputbatch(mp, mp->p, list, PutWhy::kInjected);
  if (!list->empty()) {
    for (G* gp = list->head; gp != nullptr; gp = gp->schedlink) {
      globrunqnote(mp, gp, PutWhy::kOverflow);
    }
    lock(&sched.lock);
    globrunqputbatch(machine, list);
    unlock(&sched.lock);
  }
  wakep();
}

}  // namespace gopark
