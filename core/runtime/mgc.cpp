// A cycle's beginning and which worker runs where. Go's counterparts: gcStart of mgc.go;
// startCycle, findRunnableGCWorker, assignWaitingGCWorker and addIdleMarkWorker of mgcpacer.go;
// checkIdleGCNoP of proc.go.
#include "runtime/mgc.h"

#include <cmath>

#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

// How far whole workers may be from the part of the Ps' time that marking takes.
constexpr double kUtilizationErrorMax = 0.3;

}  // namespace

void GcController::startCycle(int procs, double utilization, GcTrigger trigger, int64_t now) {
  markStartTime = now;
  const double total = procs * utilization;
  auto dedicated = static_cast<int64_t>(std::lround(total));
  const double error = static_cast<double>(dedicated) / total - 1;
  fractionalUtilizationGoal = 0;
  if (error < -kUtilizationErrorMax || error > kUtilizationErrorMax) {
    // Whole workers alone would be too many or too few: fractional ones make up for the rest.
    if (static_cast<double>(dedicated) > total) dedicated--;
    fractionalUtilizationGoal = (total - static_cast<double>(dedicated)) / procs;
  }
  dedicatedMarkWorkersNeeded.store(dedicated, std::memory_order_relaxed);
  idleMarkWorkers.store(0, std::memory_order_relaxed);
  // A cycle that only time asked for leaves idle Ps alone, but somebody has to mark.
  auto idle = static_cast<int32_t>(procs - dedicated);
  if (trigger == GcTrigger::kTime) idle = dedicated > 0 ? 0 : 1;
  maxIdleMarkWorkers.store(idle, std::memory_order_relaxed);
}

bool GcController::addIdleMarkWorker() {
  int32_t n = idleMarkWorkers.load(std::memory_order_seq_cst);
  while (n < maxIdleMarkWorkers.load(std::memory_order_seq_cst)) {
    if (idleMarkWorkers.compare_exchange_weak(n, n + 1, std::memory_order_seq_cst)) return true;
  }
  return false;
}

void setGcWork(Machine* machine, GcWork* work) {
  machine->gc->work = work;
}

// --- Beginning a cycle ---

namespace {

bool stillWanted(Gc& gc, GcTrigger trigger, uint32_t cyclesAtCall) {
  switch (trigger) {
    case GcTrigger::kHeap:
      return gc.work->due();
    case GcTrigger::kCycle:
      return gc.cycles.load(std::memory_order_relaxed) == cyclesAtCall;
    case GcTrigger::kTime:
      return true;
  }
  return false;
}

}  // namespace

OpResult gcStart(G* gp, OpState* op, GcTrigger trigger) {
  Machine* machine = gp->m.load(std::memory_order_relaxed)->machine;
  Sched& sched = machine->sched;
  Gc& gc = *machine->gc;
  enum : uint32_t { kBegin, kGcOurs, kWorldOurs, kOver };
  if (op->phase == kOver || gc.work == nullptr) return OpResult::done();
  if (op->phase == kBegin) {
    op->u32 = gc.cycles.load(std::memory_order_relaxed);
    op->phase = kGcOurs;
    if (!acquireSema(gp, &sched.gc)) return waitForSema(gp, &sched.gc);
  }
  if (op->phase == kGcOurs) {
    if (!stillWanted(gc, trigger, op->u32)) {
      releaseSema(machine, &sched.gc);
      op->phase = kOver;
      return OpResult::done();
    }
    op->phase = kWorldOurs;
    if (!acquireSema(gp, &sched.world)) return waitForSema(gp, &sched.world);
  }
  gc.trigger = trigger;
  op->phase = kOver;
  return OpResult::stopWith(Stop::kGcStart);
}

void gcStartStopped(M* mp, G* gp) {
  Machine* machine = mp->machine;
  Gc& gc = *machine->gc;
  GcController& controller = gc.controller;
  const int procs = machine->gomaxprocs.load(std::memory_order_relaxed);
  gc.startTime = machine->host->nanotime();
  gc.cycles.fetch_add(1, std::memory_order_relaxed);
  while (gc.workers.size() < static_cast<size_t>(procs)) {
    G* worker = newGcWorker(static_cast<uint32_t>(gc.workers.size()));
    gc.workers.push_back(worker);
    gc.pool.push(worker);
  }
  controller.startCycle(procs, machine->settings.gcUtilization / 100.0, gc.trigger, gc.startTime);
  for (P* pp : machine->allp) pp->gcFractionalMarkTime = 0;
  const uint32_t heapKiB = gc.work->begin(static_cast<uint32_t>(gc.workers.size()), procs > 1);
  emit(mp, EventType::kGcBegin, gp, 0, 0, heapKiB,
       static_cast<uint32_t>(controller.dedicatedMarkWorkersNeeded.load(std::memory_order_relaxed)),
       static_cast<uint32_t>(controller.maxIdleMarkWorkers.load(std::memory_order_relaxed)));
  CHECK(gc.work->available(), "gopark: gcStart: nothing to mark, and so nobody to end it");
  gc.markDone = false;
  gc.starter = gp;
  schedEnableUser(mp, false);
  gc.blackenEnabled.store(true, std::memory_order_seq_cst);
}

// --- Who marks where ---

bool gcMarking(const Machine* machine) {
  return machine->gc->blackenEnabled.load(std::memory_order_seq_cst);
}

bool gcMarkWorkAvailable(Machine* machine) {
  return machine->gc->work->available();
}

namespace {

G* popWorker(Gc& gc) {
  lock(&gc.lock);
  G* gp = gc.pool.pop();
  unlock(&gc.lock);
  return gp;
}

void pushWorker(Gc& gc, G* gp) {
  lock(&gc.lock);
  gc.pool.push(gp);
  unlock(&gc.lock);
}

bool takeDedicated(GcController& controller) {
  std::atomic<int64_t>& needed = controller.dedicatedMarkWorkersNeeded;
  int64_t n = needed.load(std::memory_order_seq_cst);
  while (n > 0) {
    if (needed.compare_exchange_weak(n, n - 1, std::memory_order_seq_cst)) return true;
  }
  return false;
}

// Whether fractional workers have had more than their share of this P's time.
bool overShare(const GcController& controller, const P* pp, int64_t now) {
  const int64_t since = now - controller.markStartTime;
  return since > 0 && static_cast<double>(pp->gcFractionalMarkTime) / static_cast<double>(since) >
                          controller.fractionalUtilizationGoal;
}

G* wakeWorker(M* mp, G* gp) {
  emit(mp, EventType::kGoUnpark, gp, static_cast<uint8_t>(WaitReason::kGCWorkerIdle));
  casgstatus(gp, _Gwaiting, _Grunnable);
  return gp;
}

}  // namespace

bool gcAssignWorker(Machine* machine, P* pp) {
  Gc& gc = *machine->gc;
  GcController& controller = gc.controller;
  if (!gcMarkWorkAvailable(machine)) return false;
  G* gp = popWorker(gc);
  if (gp == nullptr) return false;
  if (takeDedicated(controller)) {
    pp->gcMarkWorkerMode = GcWorkerMode::kDedicated;
  } else if (controller.fractionalUtilizationGoal == 0 ||
             overShare(controller, pp, machine->host->nanotime())) {
    pushWorker(gc, gp);
    return false;
  } else {
    pp->gcMarkWorkerMode = GcWorkerMode::kFractional;
  }
  pp->nextGCMarkWorker = gp;
  return true;
}

void gcReleaseNextWorker(Machine* machine, P* pp) {
  G* gp = pp->nextGCMarkWorker;
  if (gp == nullptr) return;
  Gc& gc = *machine->gc;
  if (pp->gcMarkWorkerMode == GcWorkerMode::kDedicated) {
    gc.controller.dedicatedMarkWorkersNeeded.fetch_add(1, std::memory_order_seq_cst);
  }
  pp->gcMarkWorkerMode = GcWorkerMode::kNotWorker;
  pp->nextGCMarkWorker = nullptr;
  pushWorker(gc, gp);
}

G* gcFindWorker(M* mp) {
  P* pp = mp->p;
  if (pp->nextGCMarkWorker == nullptr && !gcAssignWorker(mp->machine, pp)) return nullptr;
  G* gp = pp->nextGCMarkWorker;
  pp->nextGCMarkWorker = nullptr;
  return wakeWorker(mp, gp);
}

G* gcFindIdleWorker(M* mp) {
  Gc& gc = *mp->machine->gc;
  if (!gcMarkWorkAvailable(mp->machine) || !gc.controller.addIdleMarkWorker()) return nullptr;
  G* gp = popWorker(gc);
  if (gp == nullptr) {
    gc.controller.removeIdleMarkWorker();
    return nullptr;
  }
  mp->p->gcMarkWorkerMode = GcWorkerMode::kIdle;
  return wakeWorker(mp, gp);
}

G* gcIdleWorkNoP(M* mp) {
  Machine* machine = mp->machine;
  Gc& gc = *machine->gc;
  if (!gcMarking(machine) || !gc.controller.needIdleMarkWorker()) return nullptr;
  if (!gcMarkWorkAvailable(machine)) return nullptr;
  lock(&machine->sched.lock);
  P* pp = pidlegetSpinning(machine);
  // With a P in hand the answer stays true.
  if (pp == nullptr || !gcMarking(machine) || !gc.controller.addIdleMarkWorker()) {
    if (pp != nullptr) pidleput(mp, pp);
    unlock(&machine->sched.lock);
    return nullptr;
  }
  G* gp = popWorker(gc);
  if (gp == nullptr) pidleput(mp, pp);
  unlock(&machine->sched.lock);
  if (gp == nullptr) {
    gc.controller.removeIdleMarkWorker();
    return nullptr;
  }
  acquirep(mp, pp);
  becomeSpinning(mp);
  pp->gcMarkWorkerMode = GcWorkerMode::kIdle;
  return wakeWorker(mp, gp);
}

}  // namespace gopark
