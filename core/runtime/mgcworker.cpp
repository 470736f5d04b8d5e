// The workers: goroutines of the runtime that mark, and the end of a cycle. Go's counterparts:
// gcBgMarkWorker, gcMarkDone and gcMarkTermination of mgc.go, gcDrain of mgcmark.go.
//
// Differs: what a worker has found is its own only while it marks. So whenever none does,
// everything left is where all can see it, and the end needs no barrier over the Ps.
#include <utility>

#include "base/check.h"
#include "runtime/mgc.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

// How much a worker marks before it looks whether it has to stop: about 50 µs. On a simulated
// machine less, as nothing else happens on its core meanwhile.
constexpr uint64_t kSliceWords = 12'500;
constexpr uint64_t kMeteredSliceWords = 1'024;

// How far a fractional worker may go over its share.
constexpr double kShareSlack = 1.2;

struct GcBgMarkWorker {
  enum Phase : uint8_t { kIdle, kMarking, kMarkDone };
  Phase phase = kIdle;
  bool preempted = false;  // It was asked to yield since it began.
  uint32_t number = 0;
  OpState op;
};

GcBgMarkWorker* workerOf(G* gp) {
  return static_cast<GcBgMarkWorker*>(gp->body);
}

void destroyWorker(G* gp) {
  delete workerOf(gp);
}

bool intoPool(G* gp, void* arg) {
  Gc& gc = *static_cast<Gc*>(arg);
  lock(&gc.lock);
  gc.pool.push(gp);
  unlock(&gc.lock);
  return true;
}

Stop waitInPool(G* gp, Gc& gc) {
  workerOf(gp)->phase = GcBgMarkWorker::kIdle;
  return gopark(gp, intoPool, &gc, WaitReason::kGCWorkerIdle, 0).stop;
}

// Whether something else waits for the P of an idle worker.
bool pollWork(M* mp) {
  return !globrunqempty(mp->machine) || !runqempty(mp->p);
}

bool pollFractionalWorkerExit(const GcController& controller, const P* pp, int64_t now) {
  const int64_t since = now - controller.markStartTime;
  if (since <= 0) return true;
  const int64_t own = pp->gcFractionalMarkTime + (now - pp->gcMarkWorkerStartTime);
  return static_cast<double>(own) / static_cast<double>(since) >
         kShareSlack * controller.fractionalUtilizationGoal;
}

// The others on this P go where they can be run by somebody else.
void giveQueueAway(M* mp) {
  GQueue queue;
  runqdrain(mp->p, &queue);
  if (queue.empty()) return;
  for (G* gp = queue.head; gp != nullptr; gp = gp->schedlink) {
    globrunqnote(mp, gp, PutWhy::kWorkerMoved);
  }
  lock(&mp->machine->sched.lock);
  globrunqputbatch(mp->machine, &queue);
  unlock(&mp->machine->sched.lock);
}

// Whether a worker that was asked to yield has to.
bool obeys(M* mp, GcBgMarkWorker* worker, GcWorkerMode mode) {
  if (mode != GcWorkerMode::kDedicated) return true;
  if (!worker->preempted) {
    worker->preempted = true;
    giveQueueAway(mp);
  }
  return mp->machine->sched.gcwaiting.load(std::memory_order_seq_cst) ||
         mp->machine->exiting.load(std::memory_order_acquire);
}

// Work that others could take, and nobody looks for work: an idle P is to find it.
void enlistWorker(Machine* machine) {
  Sched& sched = machine->sched;
  if (sched.npidle.load(std::memory_order_seq_cst) != 0 &&
      sched.nmspinning.load(std::memory_order_seq_cst) == 0 && gcMarkWorkAvailable(machine)) {
    wakep();
  }
}

void beginMarking(M* mp, G* gp, Gc& gc) {
  GcBgMarkWorker* worker = workerOf(gp);
  P* pp = mp->p;
  CHECK(gc.blackenEnabled.load(std::memory_order_relaxed),
        "gopark: gcBgMarkWorker: blackening not enabled");
  CHECK(pp->gcMarkWorkerMode != GcWorkerMode::kNotWorker, "gopark: gcBgMarkWorker: mode not set");
  pp->gcMarkWorkerStartTime = mp->machine->host->nanotime();
  worker->preempted = false;
  worker->phase = GcBgMarkWorker::kMarking;
  gc.marking.fetch_add(1, std::memory_order_seq_cst);
  emit(mp, EventType::kGcWorker, gp, static_cast<uint8_t>(pp->gcMarkWorkerMode));
}

// Marks until the worker has to stop (false) or, where Ms share a thread, for a slice (true).
bool drain(M* mp, G* gp, Gc& gc) {
  Machine* machine = mp->machine;
  GcBgMarkWorker* worker = workerOf(gp);
  P* pp = mp->p;
  const GcWorkerMode mode = pp->gcMarkWorkerMode;
  const uint64_t words = machine->meter != nullptr ? kMeteredSliceWords : kSliceWords;
  for (;;) {
    if (gp->preempt.load(std::memory_order_relaxed) != kPreemptNot && obeys(mp, worker, mode)) {
      return false;
    }
    if (!gc.work->mark(worker->number, words)) return false;
    enlistWorker(machine);
    if (mode == GcWorkerMode::kIdle && pollWork(mp)) return false;
    if (mode == GcWorkerMode::kFractional &&
        pollFractionalWorkerExit(gc.controller, pp, machine->host->nanotime())) {
      return false;
    }
    if (machine->timeSliced) return true;
  }
}

void markWorkerStop(M* mp, Gc& gc) {
  P* pp = mp->p;
  switch (pp->gcMarkWorkerMode) {
    case GcWorkerMode::kDedicated:
      gc.controller.dedicatedMarkWorkersNeeded.fetch_add(1, std::memory_order_seq_cst);
      break;
    case GcWorkerMode::kFractional:
      pp->gcFractionalMarkTime += mp->machine->host->nanotime() - pp->gcMarkWorkerStartTime;
      break;
    case GcWorkerMode::kIdle:
      gc.controller.removeIdleMarkWorker();
      break;
    case GcWorkerMode::kNotWorker:
      break;
  }
  pp->gcMarkWorkerMode = GcWorkerMode::kNotWorker;
}

// Whether this worker, which has just stopped marking, is the one to end the cycle. A worker that
// was picked before and begins only now finds nothing.
bool isLast(Machine* machine, Gc& gc) {
  if (gc.marking.fetch_sub(1, std::memory_order_seq_cst) != 1) return false;
  if (gcMarkWorkAvailable(machine)) return false;
  lock(&gc.lock);
  const bool last = !gc.markDone && gc.marking.load(std::memory_order_seq_cst) == 0 &&
                    !gcMarkWorkAvailable(machine);
  if (last) gc.markDone = true;
  unlock(&gc.lock);
  return last;
}

void gcMarkTermination(Machine* machine, G* gp, void*) {
  Gc& gc = *machine->gc;
  M* mp = gp->m.load(std::memory_order_relaxed);
  CHECK(gc.marking.load(std::memory_order_relaxed) == 0 && !gcMarkWorkAvailable(machine),
        "gopark: gcMarkDone: not done");
  gc.blackenEnabled.store(false, std::memory_order_seq_cst);
  const GcWork::Result result = gc.work->finish();
  const int64_t now = machine->host->nanotime();
  machine->lastGcNs.store(now, std::memory_order_relaxed);
  emit(mp, EventType::kGcEnd, nullptr, 0, 0, result.liveKiB, result.freedKiB,
       static_cast<uint32_t>((now - gc.startTime) / 1000));
  schedEnableUser(mp, true);
  releaseSema(machine, &machine->sched.gc);
  // Last, so that it goes on first.
  goready(std::exchange(gc.starter, nullptr));
}

Stop resumeWorker(G* gp) {
  M* mp = gp->m.load(std::memory_order_relaxed);
  Machine* machine = mp->machine;
  Gc& gc = *machine->gc;
  GcBgMarkWorker* worker = workerOf(gp);
  if (worker->phase == GcBgMarkWorker::kIdle) beginMarking(mp, gp, gc);
  if (worker->phase == GcBgMarkWorker::kMarking) {
    if (drain(mp, gp, gc)) {
      // On a simulated machine g0 is where others may go on.
      if (machine->meter == nullptr) return Stop::kTimeSlice;
      gp->request.g0fn = [](G*, void*) {};
      return Stop::kG0Call;
    }
    gc.work->dispose(worker->number);
    markWorkerStop(mp, gc);
    if (!isLast(machine, gc)) return waitInPool(gp, gc);
    worker->phase = GcBgMarkWorker::kMarkDone;
    worker->op = OpState{};
  }
  OpResult result =
      withWorldStopped(gp, &worker->op, StwReason::kGcMarkTermination, gcMarkTermination, nullptr);
  if (result.status == OpStatus::kStop) return result.stop;
  return waitInPool(gp, gc);
}

}  // namespace

G* newGcWorker(uint32_t number) {
  GoBody body;
  body.resume = resumeWorker;
  body.destroyBody = destroyWorker;
  auto* worker = new GcBgMarkWorker;
  worker->number = number;
  body.body = worker;
  body.system = true;
  return newprocParked(body, WaitReason::kGCWorkerIdle);
}

}  // namespace gopark
