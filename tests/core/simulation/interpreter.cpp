// See interpreter.h. An operation is called on the runtime first and judged afterwards, because a
// timer may fire inside of it, which tells the model itself.
#include "interpreter.h"

#include <algorithm>

#include "runtime/sched.h"
#include "world.h"

namespace gopark::simulation {

namespace {

// An instruction of the program other than computing.
constexpr int64_t kOpInstructions = 3;

std::string who(const Body* body) {
  return "goroutine " + std::to_string(body->instance) + " of routine " +
         std::to_string(body->index) + ": ";
}

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

// --- Channels ---

void judgeReceived(Body* body, const Result& result, uint64_t value, bool ok) {
  if (ok != result.ok) {
    fail(body, ok ? "received a value from a closed channel" : "received no value");
  } else if (value != result.value) {
    fail(body,
         "received value " + std::to_string(value) + " instead of " + std::to_string(result.value));
  }
}

void judgePanic(Body* body, const Result& result, const OpResult& r) {
  if ((r.status == OpStatus::kPanic) != result.panics) {
    fail(body, result.panics ? "did not panic on a closed channel" : "panicked without reason");
  }
}

uint64_t freshValue(Body* body) {
  return uint64_t{body->instance} << 32 | ++body->sends;
}

OpResult send(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  const bool resumed = body->begun;
  if (!resumed) body->values[0] = freshValue(body);
  OpResult r = chansend(gp, &body->op, world->chans[op.object], &body->values[0]);
  if (resumed) {
    resume(body);
    judgePanic(body, body->result, r);
    return r;
  }
  Result result = world->model.trySend(op.object, body->values[0]);
  if ((r.status == OpStatus::kStop) == result.done) {
    fail(body, result.done ? "waits to send although it could" : "sent although nobody could take");
  }
  if (!result.done) {
    waitOn(body, On::kChan, op.object);
    world->model.chans[op.object].senders.push_back({body, body->wait, 0, body->values[0]});
  } else {
    judgePanic(body, result, r);
  }
  return r;
}

OpResult recv(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  const bool resumed = body->begun;
  if (!resumed) body->values[0] = UINT64_MAX;
  OpResult r = chanrecv(gp, &body->op, world->chans[op.object], &body->values[0], &body->received);
  if (resumed) {
    resume(body);
    judgeReceived(body, body->result, body->values[0], body->received);
    return r;
  }
  Result result = world->model.tryReceive(op.object);
  if ((r.status == OpStatus::kStop) == result.done) {
    fail(body, result.done ? "waits to receive although it could" : "received out of nothing");
  }
  if (!result.done) {
    waitOn(body, On::kChan, op.object);
    world->model.chans[op.object].receivers.push_back({body, body->wait, 0, 0});
  } else {
    judgeReceived(body, result, body->values[0], body->received);
  }
  return r;
}

OpResult close(Body* body, G* gp, const Op& op) {
  OpResult r = closechan(gp, body->world->chans[op.object]);
  judgePanic(body, body->world->model.close(op.object), r);
  return r;
}

void judgeCase(Body* body, const Op& op, uint32_t chosen, const Result& result, const OpResult& r) {
  const Case& one = op.cases[chosen];
  judgePanic(body, result, r);
  if (!one.send) judgeReceived(body, result, body->values[chosen], body->received);
}

// A select that could go on at once took `chosen`, -1: none.
void judgeSelect(Body* body, const Op& op, int32_t chosen, const OpResult& r) {
  World* world = body->world;
  uint32_t ready[5], count = 0;
  int place = -1;
  for (uint32_t i = 0; i < op.cases.size(); i++) {
    if (!world->model.ready(op.cases[i])) continue;
    if (static_cast<int32_t>(i) == chosen) place = static_cast<int>(count);
    ready[count++] = i;
  }
  if (r.status == OpStatus::kPanic) {
    // Which case it took is not said: one of those that send on a closed channel.
    for (uint32_t i = 0; i < count; i++) {
      const Case& one = op.cases[ready[i]];
      if (one.send && world->model.chans[one.chan].closed) return;
    }
    fail(body, "select panicked without reason");
    return;
  }
  if (chosen < 0) {
    if (count > 0) fail(body, "select took the default although a case was ready");
    return;
  }
  if (place < 0) {
    fail(body, "select took a case that was not ready");
    return;
  }
  // A panic is not seen here, so only selects without that possibility tell whether chance is fair.
  bool panics = false;
  for (uint32_t i = 0; i < count; i++) {
    const Case& one = op.cases[ready[i]];
    panics = panics || (one.send && world->model.chans[one.chan].closed);
  }
  if (!panics && world->tally != nullptr) world->tally->taken[count][place]++;
  const Case& one = op.cases[static_cast<size_t>(chosen)];
  Result result = one.send ? world->model.trySend(one.chan, body->values[chosen])
                           : world->model.tryReceive(one.chan);
  judgeCase(body, op, static_cast<uint32_t>(chosen), result, r);
}

// One case and a default is an operation of its own, as the compiler makes it.
OpResult callSelect(Body* body, G* gp, const Op& op, uint32_t count) {
  if (count != 1 || !op.hasDefault) {
    return selectgo(gp, &body->op, body->cases, count, !op.hasDefault, &body->chosenByRuntime,
                    &body->received);
  }
  bool selected;
  const Scase& one = body->cases[0];
  OpResult r = one.send ? selectnbsend(gp, one.c, one.elem, &selected)
                        : selectnbrecv(gp, one.c, one.elem, &selected, &body->received);
  body->chosenByRuntime = selected ? 0 : -1;
  return r;
}

OpResult selectOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  const bool resumed = body->begun;
  const auto count = static_cast<uint32_t>(op.cases.size());
  if (!resumed) {
    for (uint32_t i = 0; i < count; i++) {
      const Case& one = op.cases[i];
      body->values[i] = one.send ? freshValue(body) : UINT64_MAX;
      body->cases[i] = Scase{world->chans[one.chan], &body->values[i], one.send};
    }
  }
  OpResult r = callSelect(body, gp, op, count);
  if (resumed) {
    resume(body);
    if (r.status != OpStatus::kPanic &&
        body->chosenByRuntime != static_cast<int32_t>(body->chosen)) {
      fail(body, "select woke with case " + std::to_string(body->chosenByRuntime) + " instead of " +
                     std::to_string(body->chosen));
    } else {
      judgeCase(body, op, body->chosen, body->result, r);
    }
    return r;
  }
  if (r.status != OpStatus::kStop) {
    judgeSelect(body, op, body->chosenByRuntime, r);
    return r;
  }
  for (const Case& one : op.cases) {
    if (world->model.ready(one)) {
      fail(body, "select waits although it could go on with channel " + std::to_string(one.chan));
    }
  }
  waitOn(body, On::kChan, count > 0 ? op.cases[0].chan : 0);
  for (uint32_t i = 0; i < count; i++) {
    const Case& one = op.cases[i];
    ModelChan& c = world->model.chans[one.chan];
    (one.send ? c.senders : c.receivers).push_back({body, body->wait, i, body->values[i]});
  }
  return r;
}

// --- Locks ---

// Bits of the mutex's state word and of OpState::u32 in mutex.cpp.
constexpr int32_t kWokenBit = 2;
constexpr int32_t kStarvingBit = 4;
constexpr int kWaiterShift = 3;
constexpr uint32_t kLifo = 2;

void acquired(Body* body, ModelMutex* m) {
  if (m->owner != nullptr) fail(body, "locked a mutex that another one holds");
  if (m->next != nullptr && m->next != body) {
    fail(body, "locked a mutex that starvation mode owes to goroutine " +
                   std::to_string(m->next->instance));
  }
  m->next = nullptr;
  m->owner = body;
}

OpResult lockOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  if (body->holds[op.object]) return OpResult::done();  // It would wait for itself.
  ModelMutex& m = world->model.mutexes[op.object];
  MutexWords& words = world->mutexes[op.object];
  const bool resumed = body->begun;
  const int64_t now = world->nowNs();
  // It competes for the lock unless another one, who came later, took the wake-up meant for it.
  const bool competes = resumed && words.sema.load() > 0;
  const bool starving = competes && now - body->op.i64 > world->machine->settings.mutexStarvationNs;
  if (resumed) {
    resume(body);
    m.awake--;
  }
  OpResult r = mutexLock(gp, &body->op, &words);
  if (r.status == OpStatus::kDone) {
    acquired(body, &m);
    body->holds[op.object] = true;
    return r;
  }
  waitOn(body, On::kMutex, op.object);
  if ((body->op.u32 & kLifo) != 0) {
    m.waiters.push_front(body);
  } else {
    m.waiters.push_back(body);
  }
  if (starving && (words.state.load() & kStarvingBit) == 0) {
    fail(body, "waits over the limit and the mutex is not in starvation mode");
  }
  return r;
}

OpResult tryLockOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  ModelMutex& m = world->model.mutexes[op.object];
  const bool starving = (world->mutexes[op.object].state.load() & kStarvingBit) != 0;
  const bool locked = mutexTryLock(gp, &world->mutexes[op.object]);
  if (locked) {
    acquired(body, &m);
    body->holds[op.object] = true;
  } else if (m.owner == nullptr && !starving) {
    fail(body, "TryLock failed on a mutex that is free");
  }
  return OpResult::done();
}

OpResult unlockOp(Body* body, G* gp, uint32_t object) {
  World* world = body->world;
  ModelMutex& m = world->model.mutexes[object];
  MutexWords& words = world->mutexes[object];
  if (body->begun) return mutexUnlock(gp, &body->op, &words);
  if (!body->holds[object]) return OpResult::done();
  const int32_t state = words.state.load();
  OpResult r = mutexUnlock(gp, &body->op, &words);
  body->holds[object] = false;
  m.owner = nullptr;
  const bool starving = (state & kStarvingBit) != 0;
  const bool wakes = starving || (state >> kWaiterShift != 0 && (state & kWokenBit) == 0);
  if (m.waiters.empty() || !wakes) return r;
  // With nobody awake the first is woken; in starvation mode it gets the lock.
  Body* first = m.waiters.front();
  m.waiters.pop_front();
  m.awake++;
  wake(first);
  if (starving) m.next = first;
  return r;
}

OpResult rwLockOp(Body* body, G* gp, const Op& op, bool write) {
  World* world = body->world;
  if (body->reads[op.object] || body->writes[op.object]) return OpResult::done();
  ModelRWMutex& rw = world->model.rwmutexes[op.object];
  RWMutexWords& words = world->rwmutexes[op.object];
  OpResult r = write ? rwmutexLock(gp, &body->op, &words) : rwmutexRLock(gp, &body->op, &words);
  if (r.status != OpStatus::kDone) {
    waitOn(body, On::kRWMutex, op.object);
    return r;
  }
  body->on = On::kNothing;
  if (rw.writer != nullptr) fail(body, "locked an RWMutex that a writer holds");
  if (write && rw.readers > 0) fail(body, "locked an RWMutex for writing that readers hold");
  if (write) {
    rw.writer = body;
    body->writes[op.object] = true;
  } else {
    rw.readers++;
    body->reads[op.object] = true;
  }
  return r;
}

OpResult rwUnlockOp(Body* body, G* gp, uint32_t object) {
  World* world = body->world;
  ModelRWMutex& rw = world->model.rwmutexes[object];
  RWMutexWords& words = world->rwmutexes[object];
  if (body->reads[object]) {
    body->reads[object] = false;
    rw.readers--;
    return rwmutexRUnlock(gp, &words);
  }
  if (!body->begun && !body->writes[object]) return OpResult::done();
  if (!body->begun) {
    body->writes[object] = false;
    rw.writer = nullptr;
  }
  return rwmutexUnlock(gp, &body->op, &words);
}

OpResult wgWaitOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  ModelWaitGroup& wg = world->model.waitGroups[op.object];
  const bool resumed = body->begun;
  if (resumed) {
    resume(body);
    wg.returning--;
  }
  OpResult r = waitGroupWait(gp, &body->op, &world->waitGroups[op.object]);
  if (resumed) {
    const bool reused = wg.counter != 0 || !wg.waiters.empty();
    if (r.status == OpStatus::kStop) fail(body, "waits again for a WaitGroup");
    if ((r.status == OpStatus::kPanic) != reused) fail(body, "WaitGroup.Wait: unexpected panic");
    return r;
  }
  if ((r.status == OpStatus::kDone) != (wg.counter == 0)) {
    fail(body, "WaitGroup.Wait returned with counter " + std::to_string(wg.counter));
  }
  if (r.status == OpStatus::kStop) {
    waitOn(body, On::kWaitGroup, op.object);
    wg.waiters.push_back(body);
  }
  return r;
}

void wgAdd(Body* body, G* gp, uint32_t object, int64_t delta) {
  World* world = body->world;
  ModelWaitGroup& wg = world->model.waitGroups[object];
  OpResult r = waitGroupAdd(gp, &world->waitGroups[object], delta);
  if (r.status != OpStatus::kDone) fail(body, std::string("WaitGroup.Add: ") + r.text);
  wg.counter += delta;
  if (wg.counter != 0) return;
  for (Body* waiter : wg.waiters) wake(waiter);
  wg.returning += wg.waiters.size();
  wg.waiters.clear();
}

// --- Notify lists ---

OpResult notifyWaitOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  NotifyListWords* l = &world->notifyLists[op.object];
  const bool resumed = body->begun;
  if (resumed) {
    resume(body);
  } else {
    body->ticket = notifyListAdd(l);
  }
  OpResult r = notifyListWait(gp, &body->op, l, body->ticket);
  if ((r.status == OpStatus::kStop) == resumed)
    fail(body, "notifyListWait: stopped at the wrong time");
  if (!resumed) {
    waitOn(body, On::kNotify, op.object);
    world->model.notifyLists[op.object].push_back(body);
  }
  return r;
}

OpResult notifyOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  std::deque<Body*>& list = world->model.notifyLists[op.object];
  const bool all = op.kind == OpKind::kNotifyAll;
  (all ? notifyListNotifyAll : notifyListNotifyOne)(gp, &world->notifyLists[op.object]);
  for (size_t n = all ? list.size() : std::min<size_t>(1, list.size()); n > 0; n--) {
    wake(list.front());
    list.pop_front();
  }
  return OpResult::done();
}

// --- Time ---

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

void timerOp(Body* body, const Op& op) {
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
}

// --- The rest ---

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

OpResult worldOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  OpResult r = op.kind == OpKind::kStopWorld
                   ? withWorldStopped(gp, &body->op, StwReason::kGc, lookAround, world)
                   : gomaxprocs(gp, &body->op, static_cast<int>(op.n), &body->old);
  if (r.status == OpStatus::kStop) {
    waitOn(body, On::kWorld, 0);
  } else {
    body->on = On::kNothing;
  }
  return r;
}

void threadLockOp(Body* body, G* gp, const Op& op) {
  if (op.kind == OpKind::kLockThread) {
    lockOSThread(gp);
    body->locks++;
    body->lockedTo = gp->m.load();
  } else if (body->locks > 0) {
    unlockOSThread(gp);
    if (--body->locks == 0) body->lockedTo = nullptr;
  }
}

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
      return send(body, gp, op);
    case OpKind::kRecv:
      return recv(body, gp, op);
    case OpKind::kSelect:
      return selectOp(body, gp, op);
    case OpKind::kClose:
      return close(body, gp, op);
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
      timerOp(body, op);
      return OpResult::done();
    case OpKind::kThreadSleep:
      return threadSleepOp(body, gp, op);
    case OpKind::kSyscall:
      return syscallOp(body, gp);
    case OpKind::kGosched:
      return gosched(gp, &body->op);
    case OpKind::kGomaxprocs:
    case OpKind::kStopWorld:
      return worldOp(body, gp, op);
    case OpKind::kLockThread:
    case OpKind::kUnlockThread:
      threadLockOp(body, gp, op);
      return OpResult::done();
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
