// See interpreter.h.
#include "interpreter.h"

#include <algorithm>

#include "operations.h"

namespace gopark::simulation {

namespace {

// An instruction of the program other than computing.
constexpr int64_t kOpInstructions = 3;

OpResult spawnOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  // A WaitGroup may be used anew when all who waited have returned.
  const uint32_t wg = op.object % kWaitGroups;
  const bool counted = world->model.waitGroups[wg].returning == 0;
  if (counted) wgAdd(body, gp, wg, op.n);
  for (int64_t i = 0; i < op.n; i++) {
    Body* made = world->newBody(op.object);
    made->counted = counted;
    newproc(goBodyOf(made));
  }
  return OpResult::done();
}

OpResult perform(Body* body, G* gp, const Op& op) {
  switch (op.kind) {
    case OpKind::kSpawn:
      return spawnOp(body, gp, op);
    case OpKind::kSend:
      return sendOp(body, gp, op);
    case OpKind::kRecv:
      return recvOp(body, gp, op);
    case OpKind::kSelect:
      return selectOp(body, gp, op);
    case OpKind::kClose:
      return closeOp(body, gp, op);
    case OpKind::kLock:
      return lockOp(body, gp, op);
    case OpKind::kTryLock:
      return body->holds[op.object] ? OpResult::done() : tryLockOp(body, gp, op);
    case OpKind::kUnlock:
      return unlockOp(body, gp, op.object);
    case OpKind::kRLock:
      return rwLockOp(body, gp, op, false);
    case OpKind::kWLock:
      return rwLockOp(body, gp, op, true);
    case OpKind::kRWUnlock:
      return rwUnlockOp(body, gp, op.object);
    case OpKind::kWgWait:
      return wgWaitOp(body, gp, op);
    case OpKind::kSleep:
      return sleepOp(body, gp, op);
    case OpKind::kTimerSet:
    case OpKind::kTimerStop:
    case OpKind::kFuncSet:
    case OpKind::kFuncStop:
      return timerOp(body, op);
    case OpKind::kThreadSleep:
      return threadSleepOp(body, gp, op);
    case OpKind::kSyscall:
      return syscallOp(body, gp);
    case OpKind::kGosched:
      return gosched(gp, &body->op);
    case OpKind::kGomaxprocs:
    case OpKind::kStopWorld:
    case OpKind::kCollect:
      return worldOp(body, gp, op);
    case OpKind::kLockThread:
    case OpKind::kUnlockThread:
      return threadLockOp(body, gp, op);
    case OpKind::kNotifyWait:
      return notifyWaitOp(body, gp, op);
    case OpKind::kNotifyOne:
    case OpKind::kNotifyAll:
      return notifyOp(body, gp, op);
    case OpKind::kCompute:
    case OpKind::kCount:
      break;
  }
  return OpResult::done();
}

// What a routine does behind its last operation: it lets go of its locks, then of its WaitGroup.
OpResult performEnd(Body* body, G* gp) {
  if (body->ending < kMutexes) return unlockOp(body, gp, body->ending);
  if (body->ending < kMutexes + kRWMutexes) return rwUnlockOp(body, gp, body->ending - kMutexes);
  if (body->counted) wgAdd(body, gp, body->index % kWaitGroups, -1);
  return OpResult::done();
}

constexpr uint32_t kEndSteps = kMutexes + kRWMutexes + 1;

// compute() executes instructions until they are done (true) or the M has to go back to its loop.
bool compute(Body* body, G* gp, Stop* stop) {
  Meter* meter = body->world->machine->meter;
  const int64_t n = std::min(body->left, std::max<int64_t>(meter->left + 1, 0));
  meter->left -= n;
  body->left -= n;
  if (body->left == 0) return true;
  gp->asyncSafePoint = stopAtLoop(gp);
  *stop = gp->asyncSafePoint ? Stop::kPreempted : Stop::kTimeSlice;
  return false;
}

// One operation, or what is left of it. False: the goroutine stops.
bool step(Body* body, G* gp, Stop* stop) {
  const std::vector<Op>& ops = body->routine->ops;
  const bool atEnd = body->round == body->routine->repeat || ops.empty();
  if (!atEnd && ops[body->at].kind == OpKind::kCompute) {
    if (!body->begun) body->left = ops[body->at].n;
    body->begun = true;
    if (body->left > 0 && !compute(body, gp, stop)) return false;
  } else {
    OpResult r = atEnd ? performEnd(body, gp) : perform(body, gp, ops[body->at]);
    body->begun = true;
    if (r.status == OpStatus::kStop) {
      *stop = r.stop;
      return false;
    }
    if (r.status == OpStatus::kFatal) fail(body, std::string("fatal: ") + r.text);
  }
  body->begun = false;
  body->op = OpState{};
  if (atEnd) {
    body->ending++;
  } else if (++body->at == ops.size()) {
    body->at = 0;
    body->round++;
  }
  return true;
}

Stop resumeBody(G* gp) {
  Body* body = static_cast<Body*>(gp->body);
  World* world = body->world;
  if (body->gp == nullptr) {
    body->gp = gp;
    if (body->index == 0) unlockMainThread(gp);
    world->makeObjects(gp);
  }
  if (body->lockedTo != nullptr && gp->m.load() != body->lockedTo) {
    fail(body, "runs on another M than the one it is locked to");
  }
  Meter* meter = world->machine->meter;
  for (;;) {
    if (world->failed()) return Stop::kGosched;
    if (!body->begun) {
      if (body->ending == kEndSteps) return Stop::kExit;
      if (stopAtCall(gp)) {
        gp->asyncSafePoint = false;
        return Stop::kPreempted;
      }
      if (meter->left < 0) return Stop::kTimeSlice;
      meter->left -= kOpInstructions;
    }
    // Any order of reading it: one goroutine may tell another.
    const int64_t now = world->nowNs();
    if (now < world->latestNs) fail(body, "sees the clock go back");
    world->latestNs = now;
    Stop stop;
    if (!step(body, gp, &stop)) return stop;
  }
}

void destroyBody(G* gp) {
  Body* body = static_cast<Body*>(gp->body);
  body->world->forget(body);
}

}  // namespace

GoBody goBodyOf(Body* body) {
  GoBody go;
  go.resume = resumeBody;
  go.destroyBody = destroyBody;
  go.body = body;
  go.startpc = body->index;
  return go;
}

}  // namespace gopark::simulation
