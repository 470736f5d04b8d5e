// See operations.h.
#include "operations.h"

#include "runtime/mgc.h"
#include "runtime/sched.h"

namespace gopark::simulation {

namespace {

std::string who(const Body* body) {
  return "goroutine " + std::to_string(body->instance) + " of routine " +
         std::to_string(body->index) + ": ";
}

}  // namespace

void fail(const Body* body, const std::string& what) {
  body->world->fail(who(body) + what);
}

void waitOn(Body* body, On on, uint8_t object) {
  body->on = on;
  body->object = object;
  body->woken = false;
  body->wait++;
}

void wake(Body* body) {
  body->woken = true;
}

// Called when an operation that had stopped goes on: the model must have woken its goroutine.
void resume(Body* body) {
  if (!body->woken) fail(body, "goes on although nothing woke it");
  body->on = On::kNothing;
  body->woken = false;
}

OpResult sleepOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  const bool resumed = body->begun;
  if (!resumed) body->untilNs = world->nowNs() + op.n;
  OpResult r = timeSleep(gp, &body->op, op.n);
  if (resumed) {
    body->on = On::kNothing;
    if (world->nowNs() < body->untilNs) fail(body, "woke early from a sleep");
    if (r.status != OpStatus::kDone) fail(body, "sleeps again");
  } else {
    waitOn(body, On::kSleep, 0);
  }
  return r;
}

OpResult timerOp(Body* body, const Op& op) {
  World* world = body->world;
  const bool chan = op.kind == OpKind::kTimerSet || op.kind == OpKind::kTimerStop;
  const bool set = op.kind == OpKind::kTimerSet || op.kind == OpKind::kFuncSet;
  Timer* timer = chan ? &world->timers[op.object] : &world->funcTimers[op.object];
  ModelTimer& m = chan ? world->model.timers[op.object] : world->model.funcTimers[op.object];
  bool pending = m.pending;
  if (chan) {
    // What was sent of the old setting is taken back.
    std::deque<uint64_t>& buffer = world->model.chans[kChans + op.object].buffer;
    pending = pending || !buffer.empty();
    world->model.sent -= buffer.size();
    buffer.clear();
  }
  const int64_t when = timerWhen(world->machine, op.n);
  // The model first: setting a timer may let it fire.
  m.pending = set;
  m.when = when;
  m.period = op.period;
  const bool was = set ? timerModify(timer, when, op.period) : timerStop(timer);
  if (was != pending) {
    fail(body, std::string(set ? "setting" : "stopping") + " a timer says it was" +
                   (was ? "" : " not") + " pending");
  }
  return OpResult::done();
}

OpResult threadSleepOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  if (!body->begun) {
    body->untilNs = world->nowNs() + op.n;
    waitOn(body, On::kSyscall, 0);
  } else {
    body->on = On::kNothing;
    if (world->nowNs() < body->untilNs) fail(body, "came back early from a system call");
  }
  return threadSleep(gp, &body->op, op.n);
}

OpResult syscallOp(Body* body, G* gp) {
  if (!body->begun) {
    waitOn(body, On::kSyscall, 0);
  } else {
    body->on = On::kNothing;
  }
  return blockingCall(
      gp, &body->op, SyscallKind::kOther, [](G*, void*) {}, nullptr);
}

namespace {

// With the world stopped nothing may run, and every P must be stopped.
void lookAround(Machine* machine, G* gp, void* arg) {
  auto* world = static_cast<World*>(arg);
  for (P* pp : machine->allp) {
    if (pp->status.load() != _Pgcstop) world->fail("the world is stopped and a P is not");
  }
  for (G* other : machine->allgs) {
    if (other != gp && readgstatus(other) == _Grunning) {
      world->fail("the world is stopped and a goroutine runs");
    }
  }
}

}  // namespace

namespace {

OpResult runWorldOp(Body* body, G* gp, const Op& op) {
  switch (op.kind) {
    case OpKind::kStopWorld:
      return withWorldStopped(gp, &body->op, StwReason::kStack, lookAround, body->world);
    case OpKind::kCollect:
      return gcStart(gp, &body->op, GcTrigger::kCycle);
    default:
      return gomaxprocs(gp, &body->op, static_cast<int>(op.n), &body->old);
  }
}

}  // namespace

OpResult worldOp(Body* body, G* gp, const Op& op) {
  const OpResult r = runWorldOp(body, gp, op);
  if (r.status == OpStatus::kStop) {
    waitOn(body, On::kWorld, 0);
  } else {
    body->on = On::kNothing;
  }
  return r;
}

OpResult threadLockOp(Body* body, G* gp, const Op& op) {
  if (op.kind == OpKind::kLockThread) {
    lockOSThread(gp);
    body->locks++;
    body->lockedTo = gp->m.load();
  } else if (body->locks > 0) {
    unlockOSThread(gp);
    if (--body->locks == 0) body->lockedTo = nullptr;
  }
  return OpResult::done();
}

}  // namespace gopark::simulation
