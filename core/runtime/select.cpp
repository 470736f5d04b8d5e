// See select.h.
//
//   pollorder  a random order of the cases: who is looked at first
//   lockorder  the cases by their channels' identity numbers: how locks are taken, and in which
//              order the goroutine queues up. All channels are locked while the select looks or
//              queues, so it sees them at one moment.
//
// After the wait only g->waiting is needed, whose Sudogs are in lock order: so nothing of the two
// arrays has to outlive the park.
//
// Differs: Go orders the locks by address; identity numbers make the order the same on every host.
#include "runtime/select.h"

#include <algorithm>
#include <memory>

#include "base/check.h"
#include "runtime/sudog.h"
#include "runtime/synctest.h"

namespace gopark {

namespace {

constexpr uint32_t kParked = 1;
constexpr uint32_t kInlineCases = 16;

// Orders holds both orders of one select: without allocation for the usual few cases.
class Orders {
 public:
  Orders(M* mp, const Scase* cases, uint32_t count) {
    if (count > kInlineCases) {
      many_ = std::make_unique<uint32_t[]>(2 * size_t{count});
      poll = many_.get();
      lock = poll + count;
    }
    for (uint32_t i = 0; i < count; i++) {
      if (cases[i].c == nullptr) continue;
      if (cases[i].c->timer != nullptr) maybeRunChan(cases[i].c->timer);
      // Inside-out shuffle: every order is equally likely. On a controlled host the cases keep
      // their order; which ready one is taken is asked when they are known (pickReady).
      uint32_t j =
          mp->machine->meter != nullptr ? size : choose(mp, ChoiceKind::kSelectOrder, size + 1);
      poll[size] = poll[j];
      poll[j] = i;
      size++;
    }
    auto before = [cases](uint32_t a, uint32_t b) { return cases[a].c->id < cases[b].c->id; };
    if (size > kInlineCases) {
      std::copy(poll, poll + size, lock);
      std::stable_sort(lock, lock + size, before);
      return;
    }
    for (uint32_t i = 0; i < size; i++) {
      uint32_t at = i;
      for (; at > 0 && before(poll[i], lock[at - 1]); at--) lock[at] = lock[at - 1];
      lock[at] = poll[i];
    }
  }

  uint32_t size = 0;
  uint32_t* poll = inline_;
  uint32_t* lock = inline_ + kInlineCases;

 private:
  uint32_t inline_[2 * kInlineCases];
  std::unique_ptr<uint32_t[]> many_;
};

void sellock(const Scase* cases, const Orders& orders) {
  Hchan* last = nullptr;
  for (uint32_t i = 0; i < orders.size; i++) {
    Hchan* c = cases[orders.lock[i]].c;
    if (c != last) lock(&c->lock);
    last = c;
  }
}

void selunlock(const Scase* cases, const Orders& orders) {
  for (uint32_t i = orders.size; i > 0; i--) {
    Hchan* c = cases[orders.lock[i - 1]].c;
    if (i >= 2 && cases[orders.lock[i - 2]].c == c) continue;
    unlock(&c->lock);
  }
}

// Whether dequeue() would find somebody: selects that another case has won do not count.
bool hasWaiter(const WaitQ& q) {
  for (Sudog* s = q.first.load(std::memory_order_relaxed); s != nullptr; s = s->next) {
    if (!s->isSelect || s->g->selectDone.load(std::memory_order_relaxed) == 0) return true;
  }
  return false;
}

bool isReady(const Scase& one) {
  const Hchan* c = one.c;
  if (c->closed) return true;
  if (one.send) return hasWaiter(c->recvq) || c->qcount < c->dataqsiz;
  return hasWaiter(c->sendq) || c->qcount > 0;
}

// pickReady() puts the ready case that the controlled host chooses first in the order of looking:
// as likely as by shuffling, but one question, and about what matters. All channels are locked.
void pickReady(M* mp, const Scase* cases, Orders* orders) {
  uint32_t ready = 0;
  for (uint32_t i = 0; i < orders->size; i++) {
    const uint32_t at = orders->poll[i];
    if (!isReady(cases[at])) continue;
    std::copy_backward(orders->poll + ready, orders->poll + i, orders->poll + i + 1);
    orders->poll[ready++] = at;
  }
  if (ready < 2) return;
  std::swap(orders->poll[0],
            orders->poll[choose(mp, ChoiceKind::kSelectCase, ready, orders->poll)]);
}

// The same over the Sudogs of a parked select, which are in lock order.
void lockWaiting(Sudog* first) {
  Hchan* last = nullptr;
  for (Sudog* s = first; s != nullptr; s = s->waitlink) {
    if (s->c != last) lock(&s->c->lock);
    last = s->c;
  }
}

// After the last unlock the goroutine may run on another M and its Sudogs be gone: each is read
// before its channel is unlocked.
void unlockWaiting(Sudog* first) {
  Sudog* s = first;
  while (s != nullptr) {
    Hchan* c = s->c;
    while (s != nullptr && s->c == c) s = s->waitlink;
    unlock(&c->lock);
  }
}

// On g0, after gp has become waiting.
bool selparkcommit(G* gp, void*) {
  gp->parkingOnChan.store(false, std::memory_order_relaxed);
  unlockWaiting(gp->waiting);
  return true;
}

void selectDoneEvent(G* gp, int32_t chosen, const Hchan* c, uint8_t how) {
  emit(mOf(gp), EventType::kSelectDone, gp, how, 0, static_cast<uint32_t>(chosen),
       c == nullptr ? 0 : c->id);
}

// Queues gp up with every channel, in lock order, all of them locked.
void enqueueAll(G* gp, const Scase* cases, const Orders& orders) {
  Sudog** link = &gp->waiting;
  for (uint32_t i = 0; i < orders.size; i++) {
    const Scase& one = cases[orders.lock[i]];
    Sudog* s = acquireSudog(mOf(gp));
    s->g = gp;
    s->isSelect = true;
    s->elem = one.elem;
    s->c = one.c;
    s->caseIndex = orders.lock[i];
    *link = s;
    link = &s->waitlink;
    if (one.send) {
      one.c->sendq.enqueue(s);
    } else {
      if (one.c->timer != nullptr) blockTimerChan(one.c);
      one.c->recvq.enqueue(s);
    }
  }
}

// After the wait: leaves every queue and tells which case fired.
OpResult finish(G* gp, OpState* op, const Scase* cases, int32_t* chosen, bool* received) {
  lockWaiting(gp->waiting);
  gp->selectDone.store(0, std::memory_order_relaxed);
  Sudog* fired = static_cast<Sudog*>(gp->param);
  gp->param = nullptr;
  *chosen = -1;
  Sudog* list = gp->waiting;
  gp->waiting = nullptr;
  for (Sudog* s = list; s != nullptr; s = s->waitlink) {
    const Scase& one = cases[s->caseIndex];
    if (!one.send && s->c->timer != nullptr) unblockTimerChan(s->c);
    if (s == fired) {
      *chosen = static_cast<int32_t>(s->caseIndex);
    } else {
      (one.send ? s->c->sendq : s->c->recvq).remove(s);
    }
  }
  CHECK(*chosen >= 0, "gopark: selectgo: bad wakeup");
  const bool success = fired->success;
  unlockWaiting(list);
  while (list != nullptr) {
    Sudog* s = list;
    list = s->waitlink;
    s->next = s->prev = nullptr;
    releaseSudog(mOf(gp), s);
  }
  op->phase = 0;
  const Scase& won = cases[*chosen];
  if (won.send && !success) return OpResult::panic(kSendOnClosedText);
  if (!won.send && !success) emit(mOf(gp), EventType::kChanRecv, gp, 1, 0, won.c->id);
  selectDoneEvent(gp, *chosen, won.c, 1);
  if (received != nullptr) *received = !won.send && success;
  return OpResult::done();
}

}  // namespace

OpResult selectgo(G* gp, OpState* op, const Scase* cases, uint32_t count, bool block,
                  int32_t* chosen, bool* received) {
  if (op->phase == kParked) return finish(gp, op, cases, chosen, received);
  CHECK(count <= kSelectCasesMax, "gopark: selectgo: too many cases");
  M* mp = mOf(gp);
  *chosen = -1;
  if (received != nullptr) *received = false;
  emit(mp, EventType::kSelectBegin, gp, block ? 0 : 1, 0, count);
  // Durable: every channel belongs to the bubble.
  bool durable = bubbleOf(gp) != nullptr;
  for (uint32_t i = 0; i < count; i++) {
    if (cases[i].c == nullptr) continue;
    if (outsideBubble(gp, cases[i].c->bubble)) {
      return OpResult::fatal("select on synctest channel from outside bubble");
    }
    durable = durable && cases[i].c->bubble != 0;
  }
  Orders orders(mp, cases, count);
  sellock(cases, orders);
  if (mp->machine->meter != nullptr) pickReady(mp, cases, &orders);

  for (uint32_t i = 0; i < orders.size; i++) {
    const Scase& one = cases[orders.poll[i]];
    G* wake;
    ChanTry tried = one.send ? trysendLocked(mp, gp, one.c, one.elem, &wake)
                             : tryrecvLocked(mp, gp, one.c, one.elem, &wake);
    if (tried == ChanTry::kWouldBlock) continue;
    selunlock(cases, orders);
    if (one.send && tried == ChanTry::kClosed) return OpResult::panic(kSendOnClosedText);
    *chosen = static_cast<int32_t>(orders.poll[i]);
    if (received != nullptr) *received = !one.send && tried == ChanTry::kDone;
    selectDoneEvent(gp, *chosen, one.c, 0);
    if (wake != nullptr) goready(wake);
    return OpResult::done();
  }

  if (!block) {
    selunlock(cases, orders);
    selectDoneEvent(gp, -1, nullptr, 2);
    return OpResult::done();
  }
  // With nil channels only, nobody will ever wake it.
  gp->waiting = nullptr;
  gp->param = nullptr;
  enqueueAll(gp, cases, orders);
  op->phase = kParked;
  gp->parkingOnChan.store(true, std::memory_order_relaxed);
  return gopark(gp, selparkcommit, nullptr,
                durable ? WaitReason::kSynctestSelect : WaitReason::kSelect,
                orders.size == 0 ? 0 : cases[orders.lock[0]].c->id);
}

OpResult selectNone(G* gp) {
  return gopark(gp, nullptr, nullptr, WaitReason::kSelectNoCases, 0);
}

}  // namespace gopark
