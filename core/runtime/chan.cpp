// See chan.h.
#include "runtime/chan.h"

#include <cstdlib>
#include <cstring>
#include <new>

#include "base/check.h"
#include "runtime/sudog.h"
#include "runtime/synctest.h"

namespace gopark {

// --- Wait queues
// ----------------------------------------------------------------------------------

void WaitQ::enqueue(Sudog* s) {
  s->next = nullptr;
  s->prev = last;
  if (last == nullptr) {
    first.store(s, std::memory_order_relaxed);
  } else {
    last->next = s;
  }
  last = s;
}

Sudog* WaitQ::dequeue() {
  for (;;) {
    Sudog* s = first.load(std::memory_order_relaxed);
    if (s == nullptr) return nullptr;
    Sudog* next = s->next;
    first.store(next, std::memory_order_relaxed);
    if (next == nullptr) {
      last = nullptr;
    } else {
      next->prev = nullptr;
      s->next = nullptr;
    }
    // A goroutine in a select is in several queues: whoever sets selectDone wakes it, the others
    // pass it over. Its remaining Sudogs it takes out itself.
    uint32_t notDone = 0;
    if (s->isSelect &&
        !s->g->selectDone.compare_exchange_strong(notDone, 1, std::memory_order_acq_rel)) {
      continue;
    }
    return s;
  }
}

void WaitQ::remove(Sudog* s) {
  if (s->prev == nullptr && s->next == nullptr && first.load(std::memory_order_relaxed) != s) {
    return;  // Taken out by dequeue().
  }
  if (s->prev != nullptr) {
    s->prev->next = s->next;
  } else {
    first.store(s->next, std::memory_order_relaxed);
  }
  (s->next != nullptr ? s->next->prev : last) = s->prev;
  s->next = s->prev = nullptr;
}

// --- Making
// -----------------------------------------------------------------------------------------

namespace {

// Go's limit of one allocation on 64-bit machines.
constexpr uint64_t kMaxAlloc = uint64_t{1} << 48;

uint32_t goidOf(const G* gp) {
  return gp == nullptr ? 0 : static_cast<uint32_t>(gp->goid.load(std::memory_order_relaxed));
}

uint32_t count32(const Hchan* c) {
  return static_cast<uint32_t>(c->qcount.load(std::memory_order_relaxed));
}

}  // namespace

bool chanSize(uint64_t elemsize, int64_t capacity, size_t* bytes) {
  uint64_t buffer;
  if (capacity < 0 || __builtin_mul_overflow(elemsize, static_cast<uint64_t>(capacity), &buffer) ||
      buffer > kMaxAlloc - kChanBufOffset) {
    return false;
  }
  uint64_t total = kChanBufOffset + buffer;
  *bytes = static_cast<size_t>(total);
  return *bytes == total;
}

Hchan* makechanIn(G* gp, void* memory, uint64_t elemsize, int64_t capacity, uint32_t place) {
  Hchan* c = new (memory) Hchan;
  c->dataqsiz = static_cast<uint64_t>(capacity);
  c->buf = static_cast<char*>(memory) + kChanBufOffset;
  c->elemsize = static_cast<uint32_t>(elemsize);
  c->bubble = bubbleIdOf(gp) & 0xffffff;
  M* mp = mOf(gp);
  c->id = mp->machine->nextObjectId.fetch_add(1, std::memory_order_relaxed) + 1;
  emit(mp, EventType::kChanMake, gp, 0, 0, c->id, static_cast<uint32_t>(capacity), place);
  return c;
}

Hchan* makechan(G* gp, uint64_t elemsize, int64_t capacity) {
  size_t bytes;
  if (!chanSize(elemsize, capacity, &bytes)) return nullptr;
  void* memory = std::calloc(1, bytes);
  return memory == nullptr ? nullptr : makechanIn(gp, memory, elemsize, capacity);
}

void freechan(Hchan* c) {
  CHECK(c->recvq.empty() && c->sendq.empty(), "gopark: freechan: somebody waits on it");
  std::free(c);
}

// --- One step of an exchange, under the lock
// --------------------------------------------------------

namespace {

void advance(const Hchan* c, uint64_t* index) {
  if (++*index == c->dataqsiz) *index = 0;
}

void setCount(Hchan* c, uint64_t count) {
  c->qcount.store(count, std::memory_order_relaxed);
}

void copyElem(void* to, const void* from, uint32_t size) {
  if (to != nullptr && size != 0) std::memcpy(to, from, size);
}

void clearElem(void* at, uint32_t size) {
  if (at != nullptr && size != 0) std::memset(at, 0, size);
}

// Tells the goroutine of a dequeued Sudog how its wait ended.
G* conclude(Sudog* s, bool success) {
  G* gp = s->g;
  s->elem = nullptr;
  s->success = success;
  gp->param = s;
  return gp;
}

}  // namespace

ChanTry trysendLocked(M* mp, G* gp, Hchan* c, const void* elem, G** wake) {
  *wake = nullptr;
  if (c->closed.load(std::memory_order_relaxed) != 0) return ChanTry::kClosed;
  if (Sudog* receiver = c->recvq.dequeue()) {
    copyElem(receiver->elem, elem, c->elemsize);
    *wake = conclude(receiver, true);
    emit(mp, EventType::kChanSend, gp, 0, 0, c->id, count32(c), goidOf(*wake));
    return ChanTry::kDone;
  }
  uint64_t count = c->qcount.load(std::memory_order_relaxed);
  if (count == c->dataqsiz) return ChanTry::kWouldBlock;
  copyElem(c->slot(c->sendx), elem, c->elemsize);
  advance(c, &c->sendx);
  setCount(c, count + 1);
  emit(mp, EventType::kChanSend, gp, 0, 0, c->id, count32(c));
  return ChanTry::kDone;
}

ChanTry tryrecvLocked(M* mp, G* gp, Hchan* c, void* elem, G** wake) {
  *wake = nullptr;
  uint64_t count = c->qcount.load(std::memory_order_relaxed);
  if (c->closed.load(std::memory_order_relaxed) != 0) {
    if (count == 0) {
      clearElem(elem, c->elemsize);
      emit(mp, EventType::kChanRecv, gp, 1, 0, c->id);
      return ChanTry::kClosed;
    }
  } else if (Sudog* sender = c->sendq.dequeue()) {
    if (c->dataqsiz == 0) {
      copyElem(elem, sender->elem, c->elemsize);
    } else {
      // The ring is full: take its head, and the sender's value becomes its tail, in the same slot.
      char* slot = c->slot(c->recvx);
      copyElem(elem, slot, c->elemsize);
      copyElem(slot, sender->elem, c->elemsize);
      advance(c, &c->recvx);
      c->sendx = c->recvx;
    }
    *wake = conclude(sender, true);
    emit(mp, EventType::kChanRecv, gp, 0, 0, c->id, count32(c), goidOf(*wake));
    return ChanTry::kDone;
  }
  if (count == 0) return ChanTry::kWouldBlock;
  char* slot = c->slot(c->recvx);
  copyElem(elem, slot, c->elemsize);
  clearElem(slot, c->elemsize);  // A collector that scans the ring must not see it any more.
  advance(c, &c->recvx);
  setCount(c, count - 1);
  emit(mp, EventType::kChanRecv, gp, 0, 0, c->id, count32(c));
  return ChanTry::kDone;
}

// --- Send and receive
// -------------------------------------------------------------------------------

namespace {

constexpr uint32_t kParked = 1;

constexpr const char* kSendOutsideText = "send on synctest channel from outside bubble";
constexpr const char* kReceiveOutsideText = "receive on synctest channel from outside bubble";

// On g0, after gp has become waiting: whoever gets the lock now may wake it.
bool chanparkcommit(G* gp, void* c) {
  gp->parkingOnChan.store(false, std::memory_order_relaxed);
  unlock(&static_cast<Hchan*>(c)->lock);
  return true;
}

OpResult parkOn(G* gp, OpState* op, Hchan* c, WaitQ* queue, void* elem, WaitReason reason) {
  Sudog* s = acquireSudog(mOf(gp));
  s->g = gp;
  s->elem = elem;
  s->c = c;
  gp->waiting = s;
  gp->param = nullptr;
  queue->enqueue(s);
  op->phase = kParked;
  gp->parkingOnChan.store(true, std::memory_order_relaxed);
  return gopark(gp, chanparkcommit, c, reason, c->id);
}

// Ends the wait that parkOn() began; true: a value changed hands, false: the channel was closed.
bool unpark(G* gp, OpState* op) {
  Sudog* s = gp->waiting;
  CHECK(s != nullptr && s == gp->param, "gopark: G waiting list is corrupted");
  bool success = s->success;
  gp->waiting = nullptr;
  gp->param = nullptr;
  op->phase = 0;
  s->next = s->prev = nullptr;
  releaseSudog(mOf(gp), s);
  return success;
}

// Whether a receive would have to wait, without the lock: right at some moment during the call.
bool seemsEmpty(const Hchan* c) {
  if (c->dataqsiz == 0) return c->sendq.first.load(std::memory_order_acquire) == nullptr;
  return c->qcount.load(std::memory_order_acquire) == 0;
}

bool seemsFull(const Hchan* c) {
  if (c->dataqsiz == 0) return c->recvq.first.load(std::memory_order_acquire) == nullptr;
  return c->qcount.load(std::memory_order_acquire) == c->dataqsiz;
}

}  // namespace

OpResult chansend(G* gp, OpState* op, Hchan* c, const void* elem) {
  if (op->phase == kParked) {
    return unpark(gp, op) ? OpResult::done() : OpResult::panic(kSendOnClosedText);
  }
  if (c == nullptr) return gopark(gp, nullptr, nullptr, WaitReason::kChanSendNilChan, 0);
  if (outsideBubble(gp, c->bubble)) return OpResult::fatal(kSendOutsideText);
  lock(&c->lock);
  G* wake;
  ChanTry tried = trysendLocked(mOf(gp), gp, c, elem, &wake);
  if (tried == ChanTry::kWouldBlock) {
    return parkOn(gp, op, c, &c->sendq, const_cast<void*>(elem),
                  c->bubble != 0 ? WaitReason::kSynctestChanSend : WaitReason::kChanSend);
  }
  unlock(&c->lock);
  if (tried == ChanTry::kClosed) return OpResult::panic(kSendOnClosedText);
  if (wake != nullptr) goready(wake);
  return OpResult::done();
}

OpResult chanrecv(G* gp, OpState* op, Hchan* c, void* elem, bool* received) {
  if (op->phase == kParked) {
    if (c->timer != nullptr) unblockTimerChan(c);
    bool ok = unpark(gp, op);
    if (!ok) emit(mOf(gp), EventType::kChanRecv, gp, 1, 0, c->id);
    if (received != nullptr) *received = ok;
    return OpResult::done();
  }
  if (c == nullptr) return gopark(gp, nullptr, nullptr, WaitReason::kChanReceiveNilChan, 0);
  if (outsideBubble(gp, c->bubble)) return OpResult::fatal(kReceiveOutsideText);
  if (c->timer != nullptr) maybeRunChan(c->timer);
  lock(&c->lock);
  G* wake;
  ChanTry tried = tryrecvLocked(mOf(gp), gp, c, elem, &wake);
  if (tried == ChanTry::kWouldBlock) {
    if (c->timer != nullptr) blockTimerChan(c);
    return parkOn(gp, op, c, &c->recvq, elem,
                  c->bubble != 0 ? WaitReason::kSynctestChanReceive : WaitReason::kChanReceive);
  }
  unlock(&c->lock);
  if (wake != nullptr) goready(wake);
  if (received != nullptr) *received = tried == ChanTry::kDone;
  return OpResult::done();
}

OpResult selectnbsend(G* gp, Hchan* c, const void* elem, bool* selected) {
  *selected = false;
  if (c == nullptr) return OpResult::done();
  if (outsideBubble(gp, c->bubble)) return OpResult::fatal(kSendOutsideText);
  // `closed` first: a channel seen open and then full was both at the moment of the first look.
  if (c->closed.load(std::memory_order_acquire) == 0 && seemsFull(c)) return OpResult::done();
  lock(&c->lock);
  G* wake;
  ChanTry tried = trysendLocked(mOf(gp), gp, c, elem, &wake);
  unlock(&c->lock);
  if (tried == ChanTry::kClosed) return OpResult::panic(kSendOnClosedText);
  if (wake != nullptr) goready(wake);
  *selected = tried == ChanTry::kDone;
  return OpResult::done();
}

OpResult selectnbrecv(G* gp, Hchan* c, void* elem, bool* selected, bool* received) {
  *selected = false;
  bool ignored;
  if (received == nullptr) received = &ignored;
  *received = false;
  if (c == nullptr) return OpResult::done();
  if (outsideBubble(gp, c->bubble)) return OpResult::fatal(kReceiveOutsideText);
  if (c->timer != nullptr) maybeRunChan(c->timer);
  // Emptiness first: an open channel seen afterwards was open and empty at the first look.
  if (seemsEmpty(c) && c->closed.load(std::memory_order_acquire) == 0) return OpResult::done();
  lock(&c->lock);
  G* wake;
  ChanTry tried = tryrecvLocked(mOf(gp), gp, c, elem, &wake);
  unlock(&c->lock);
  if (wake != nullptr) goready(wake);
  *selected = tried != ChanTry::kWouldBlock;
  *received = tried == ChanTry::kDone;
  return OpResult::done();
}

// --- Close
// ------------------------------------------------------------------------------------------

OpResult closechan(G* gp, Hchan* c) {
  if (c == nullptr) return OpResult::panic("close of nil channel");
  if (outsideBubble(gp, c->bubble)) {
    return OpResult::fatal("close of synctest channel from outside bubble");
  }
  lock(&c->lock);
  if (c->closed.load(std::memory_order_relaxed) != 0) {
    unlock(&c->lock);
    return OpResult::panic("close of closed channel");
  }
  c->closed.store(1, std::memory_order_release);
  // Last in, first out: the last of the queue becomes ready first.
  GQueue woken;
  while (Sudog* receiver = c->recvq.dequeue()) {
    clearElem(receiver->elem, c->elemsize);
    woken.push(conclude(receiver, false));
  }
  uint32_t receivers = static_cast<uint32_t>(woken.size);
  while (Sudog* sender = c->sendq.dequeue()) woken.push(conclude(sender, false));
  emit(mOf(gp), EventType::kChanClose, gp, 0, 0, c->id, receivers,
       static_cast<uint32_t>(woken.size) - receivers);
  unlock(&c->lock);
  while (G* next = woken.pop()) goready(next);
  return OpResult::done();
}

// --- The rest
// ---------------------------------------------------------------------------------------

int64_t chanlen(const Hchan* c) {
  if (c == nullptr || c->timer != nullptr) return 0;
  return static_cast<int64_t>(c->qcount.load(std::memory_order_acquire));
}

int64_t chancap(const Hchan* c) {
  if (c == nullptr || c->timer != nullptr) return 0;
  return static_cast<int64_t>(c->dataqsiz);
}

void chansendTimer(M* mp, Hchan* c, const void* elem) {
  lock(&c->lock);
  G* wake;
  trysendLocked(mp, nullptr, c, elem, &wake);
  unlock(&c->lock);
  if (wake != nullptr) goready(wake);
}

bool timerchandrain(Hchan* c) {
  if (c->qcount.load(std::memory_order_acquire) == 0) return false;
  lock(&c->lock);
  uint64_t count = c->qcount.load(std::memory_order_relaxed);
  const bool any = count != 0;
  while (count > 0) {
    clearElem(c->slot(c->recvx), c->elemsize);
    advance(c, &c->recvx);
    setCount(c, --count);
  }
  unlock(&c->lock);
  return any;
}

}  // namespace gopark
