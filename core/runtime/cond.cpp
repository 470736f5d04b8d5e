// See cond.h.
#include "runtime/cond.h"

#include "base/check.h"
#include "runtime/sudog.h"
#include "runtime/synctest.h"

namespace gopark {

namespace {

constexpr uint32_t kWaiting = 1;

Sudog* sudogAt(uint64_t word) {
  return reinterpret_cast<Sudog*>(static_cast<uintptr_t>(word));
}
uint64_t wordOf(Sudog* s) {
  return reinterpret_cast<uintptr_t>(s);
}

// Tickets wrap around.
bool before(uint32_t a, uint32_t b) {
  return static_cast<int32_t>(a - b) < 0;
}

void note(G* gp, EventType type, uint32_t object, uint32_t waiters) {
  emit(mOf(gp), type, gp, static_cast<uint8_t>(LockKind::kCond), 0, object, waiters);
}

OpResult wake(G* gp, Sudog* s) {
  if (outsideBubble(gp, bubbleIdOf(s->g))) {
    return OpResult::fatal("semaphore wake of synctest goroutine from outside bubble");
  }
  goready(s->g);
  return OpResult::done();
}

}  // namespace

uint32_t notifyListAdd(NotifyListWords* l) {
  return l->wait.fetch_add(1, std::memory_order_seq_cst);
}

OpResult notifyListWait(G* gp, OpState* op, NotifyListWords* l, uint32_t ticket) {
  M* mp = mOf(gp);
  if (op->phase == kWaiting) {
    Sudog* s = static_cast<Sudog*>(op->ptr[0]);
    op->phase = 0;
    releaseSudog(mp, s);
    return OpResult::done();
  }
  lock(&l->lock);
  if (before(ticket, l->notify.load(std::memory_order_relaxed))) {
    unlock(&l->lock);
    return OpResult::done();
  }
  if (l->object == 0) {
    l->object = mp->machine->nextObjectId.fetch_add(1, std::memory_order_relaxed) + 1;
  }
  Sudog* s = acquireSudog(mp);
  s->g = gp;
  s->ticket = ticket;
  if (l->tail == 0) {
    l->head = wordOf(s);
  } else {
    sudogAt(l->tail)->next = s;
  }
  l->tail = wordOf(s);
  op->phase = kWaiting;
  op->ptr[0] = s;
  gp->waitAddress = l;
  return goparkunlock(gp, &l->lock, WaitReason::kSyncCondWait, l->object);
}

OpResult notifyListNotifyOne(G* gp, NotifyListWords* l) {
  if (l->wait.load(std::memory_order_seq_cst) == l->notify.load(std::memory_order_seq_cst)) {
    return OpResult::done();
  }
  lock(&l->lock);
  const uint32_t ticket = l->notify.load(std::memory_order_relaxed);
  if (ticket == l->wait.load(std::memory_order_seq_cst)) {
    unlock(&l->lock);
    return OpResult::done();
  }
  l->notify.store(ticket + 1, std::memory_order_seq_cst);
  // Tickets in the queue are not in order, but nearly.
  Sudog* previous = nullptr;
  Sudog* s = sudogAt(l->head);
  while (s != nullptr && s->ticket != ticket) {
    previous = s;
    s = s->next;
  }
  if (s != nullptr) {
    if (previous == nullptr) {
      l->head = wordOf(s->next);
    } else {
      previous->next = s->next;
    }
    if (l->tail == wordOf(s)) l->tail = wordOf(previous);
    s->next = nullptr;
  }
  note(gp, EventType::kLockRelease, l->object, s != nullptr ? 1 : 0);
  unlock(&l->lock);
  return s != nullptr ? wake(gp, s) : OpResult::done();
}

OpResult notifyListNotifyAll(G* gp, NotifyListWords* l) {
  if (l->wait.load(std::memory_order_seq_cst) == l->notify.load(std::memory_order_seq_cst)) {
    return OpResult::done();
  }
  lock(&l->lock);
  Sudog* s = sudogAt(l->head);
  l->head = l->tail = 0;
  const uint32_t upTo = l->wait.load(std::memory_order_seq_cst);
  note(gp, EventType::kLockRelease, l->object, upTo - l->notify.load(std::memory_order_relaxed));
  l->notify.store(upTo, std::memory_order_seq_cst);
  unlock(&l->lock);
  while (s != nullptr) {
    Sudog* next = s->next;
    s->next = nullptr;
    OpResult r = wake(gp, s);
    if (r.status != OpStatus::kDone) return r;
    s = next;
  }
  return OpResult::done();
}

}  // namespace gopark
