// Mutexes, RWMutexes, WaitGroups and notify lists: see operations.h.
#include <algorithm>

#include "operations.h"

namespace gopark::simulation {

namespace {

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

}  // namespace

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

}  // namespace gopark::simulation
