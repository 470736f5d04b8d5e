// The run queue of a P: a ring of 256 slots and the runnext slot. Go's counterpart: runqput and its
// neighbours in proc.go.
//
//          head (anybody takes, by CAS)          tail (only the owner puts)
//            |                                    |
//   ring  [ G7 | G9 | G12 | G13 | ... | G40 |     |     ]        runnext: G41
//
// The owner stores a slot and then publishes it by storing tail with release; a taker loads tail
// with acquire, reads slots, and owns them only if its CAS of head (release, so that the owner does
// not reuse a slot that is still being read) succeeds. head and tail only grow; their difference is
// the length.
#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

// --- GQueue ---

void GQueue::push(G* gp) {
  gp->schedlink = head;
  head = gp;
  if (tail == nullptr) tail = gp;
  size++;
}

void GQueue::pushBack(G* gp) {
  gp->schedlink = nullptr;
  (tail != nullptr ? tail->schedlink : head) = gp;
  tail = gp;
  size++;
}

void GQueue::pushBackAll(GQueue* q) {
  if (q->empty()) return;
  (tail != nullptr ? tail->schedlink : head) = q->head;
  tail = q->tail;
  size += q->size;
  *q = GQueue{};
}

G* GQueue::pop() {
  G* gp = head;
  if (gp == nullptr) return nullptr;
  head = gp->schedlink;
  if (head == nullptr) tail = nullptr;
  gp->schedlink = nullptr;
  size--;
  return gp;
}

// --- The ring ---

uint32_t runqlen(const P* pp) {
  for (;;) {
    uint32_t head = pp->runqhead.load(std::memory_order_acquire);
    uint32_t tail = pp->runqtail.load(std::memory_order_acquire);
    if (head == pp->runqhead.load(std::memory_order_acquire)) return tail - head;
  }
}

// A look at head, tail and runnext one after the other could miss a G that is kicked from runnext
// to the tail in between; tail, read again, tells.
bool runqempty(const P* pp) {
  for (;;) {
    uint32_t head = pp->runqhead.load(std::memory_order_acquire);
    uint32_t tail = pp->runqtail.load(std::memory_order_acquire);
    G* next = pp->runnext.load(std::memory_order_acquire);
    if (tail == pp->runqtail.load(std::memory_order_acquire)) {
      return head == tail && next == nullptr;
    }
  }
}

namespace {

G* slotLoad(const P* pp, uint32_t index) {
  return pp->runq[index % pp->runqSize].load(std::memory_order_relaxed);
}

void slotStore(P* pp, uint32_t index, G* gp) {
  pp->runq[index % pp->runqSize].store(gp, std::memory_order_relaxed);
}

// Moves half of the full queue and gp to the global queue; false when a thief made room meanwhile.
bool runqputslow(M* mp, P* pp, G* gp, uint32_t head, uint32_t tail) {
  const uint32_t n = (tail - head) / 2;
  CHECK(n == pp->runqSize / 2, "gopark: runqputslow: queue is not full");
  G* taken[kRunqSlotsMax / 2];
  for (uint32_t i = 0; i < n; i++) taken[i] = slotLoad(pp, head + i);
  if (!pp->runqhead.compare_exchange_strong(head, head + n, std::memory_order_release,
                                            std::memory_order_relaxed)) {
    return false;
  }
  emitP(mp, EventType::kRunqOverflow, pp, gp, 0, 0, n + 1);
  GQueue batch;
  for (uint32_t i = 0; i < n; i++) {
    batch.pushBack(taken[i]);
    globrunqnote(mp, taken[i], PutWhy::kOverflow);
  }
  batch.pushBack(gp);
  globrunqnote(mp, gp, PutWhy::kOverflow);
  Machine* machine = mp->machine;
  lock(&machine->sched.lock);
  globrunqputbatch(machine, &batch);
  unlock(&machine->sched.lock);
  return true;
}

}  // namespace

// Owner only. Writes the event before the G can be seen.
void runqput(M* mp, P* pp, G* gp, bool next, PutWhy why) {
  if (next && pp->runnextEnabled) {
    emitP(mp, EventType::kRunqPut, pp, gp, static_cast<uint8_t>(why), 0, runqlen(pp), 0, 1);
    G* kicked = pp->runnext.load(std::memory_order_relaxed);
    while (!pp->runnext.compare_exchange_weak(kicked, gp, std::memory_order_acq_rel,
                                              std::memory_order_relaxed)) {
    }
    if (kicked == nullptr) return;
    gp = kicked;
    why = PutWhy::kKicked;
  }
  for (;;) {
    uint32_t head = pp->runqhead.load(std::memory_order_acquire);
    uint32_t tail = pp->runqtail.load(std::memory_order_relaxed);
    if (tail - head < pp->runqSize) {
      emitP(mp, EventType::kRunqPut, pp, gp, static_cast<uint8_t>(why), 0, tail - head);
      slotStore(pp, tail, gp);
      pp->runqtail.store(tail + 1, std::memory_order_release);
      return;
    }
    if (runqputslow(mp, pp, gp, head, tail)) return;
  }
}

void runqputbatch(M* mp, P* pp, GQueue* q, PutWhy why) {
  uint32_t head = pp->runqhead.load(std::memory_order_acquire);
  uint32_t tail = pp->runqtail.load(std::memory_order_relaxed);
  while (!q->empty() && tail - head < pp->runqSize) {
    G* gp = q->pop();
    emitP(mp, EventType::kRunqPut, pp, gp, static_cast<uint8_t>(why), 0, tail - head);
    slotStore(pp, tail++, gp);
  }
  pp->runqtail.store(tail, std::memory_order_release);
}

G* runqget(P* pp, bool* inheritTime) {
  // Only the owner may set runnext to a G, so when it is not null here and the CAS fails, a thief
  // has it: no loop.
  G* next = pp->runnext.load(std::memory_order_relaxed);
  if (next != nullptr && pp->runnext.compare_exchange_strong(
                             next, nullptr, std::memory_order_acquire, std::memory_order_relaxed)) {
    *inheritTime = true;
    return next;
  }
  *inheritTime = false;
  for (;;) {
    uint32_t head = pp->runqhead.load(std::memory_order_acquire);
    uint32_t tail = pp->runqtail.load(std::memory_order_relaxed);
    if (head == tail) return nullptr;
    G* gp = slotLoad(pp, head);
    if (pp->runqhead.compare_exchange_strong(head, head + 1, std::memory_order_release,
                                             std::memory_order_relaxed)) {
      return gp;
    }
  }
}

void runqdrain(P* pp, GQueue* out) {
  bool inherit;
  while (G* gp = runqget(pp, &inherit)) out->pushBack(gp);
}

// --- Stealing ---

namespace {

// Takes runnext from a victim that does not seem about to run it.
G* grabRunnext(M* mp, P* victim) {
  G* next = victim->runnext.load(std::memory_order_acquire);
  if (next == nullptr) return nullptr;
  if (victim->status.load(std::memory_order_acquire) == _Prunning) {
    // The victim may have readied it a moment ago and be about to park: then it runs it itself, and
    // stealing it now would only make the two Ps pass it to and fro. Give it time. Not if the
    // victim sits in a system call.
    M* owner = victim->m.load(std::memory_order_acquire);
    if (owner != nullptr) {
      G* running = owner->curg.load(std::memory_order_acquire);
      if (running == nullptr || (readgstatus(running) & ~_Gscan) != _Gsyscall) {
        musleep(mp, mp->machine->settings.stealRunnextBackoffNs);
      }
    }
  }
  if (!victim->runnext.compare_exchange_strong(next, nullptr, std::memory_order_acquire,
                                               std::memory_order_relaxed)) {
    return nullptr;
  }
  return next;
}

// Copies half of the victim's queue (with Go's divisor), rounded up, to the own P's slots from `at`
// on, unpublished. Returns how many.
uint32_t runqgrab(M* mp, P* victim, uint32_t at) {
  const uint32_t divisor = mp->machine->settings.stealDivisor;
  const auto share = [divisor](uint32_t n) { return (n + divisor - 1) / divisor; };
  for (;;) {
    uint32_t head = victim->runqhead.load(std::memory_order_acquire);
    uint32_t tail = victim->runqtail.load(std::memory_order_acquire);
    uint32_t n = tail - head;
    n = share(n);
    if (n == 0) return 0;
    if (n > share(victim->runqSize)) continue;  // head and tail were read at different moments.
    for (uint32_t i = 0; i < n; i++) slotStore(mp->p, at + i, slotLoad(victim, head + i));
    if (victim->runqhead.compare_exchange_strong(head, head + n, std::memory_order_release,
                                                 std::memory_order_relaxed)) {
      return n;
    }
  }
}

}  // namespace

G* runqsteal(M* mp, P* victim, bool stealRunNext, uint32_t pass, bool* wasRunnext) {
  P* pp = mp->p;
  *wasRunnext = false;
  const uint32_t tail = pp->runqtail.load(std::memory_order_relaxed);
  uint32_t n = runqgrab(mp, victim, tail);
  if (n == 0) {
    G* gp = stealRunNext ? grabRunnext(mp, victim) : nullptr;
    if (gp == nullptr) return nullptr;
    *wasRunnext = true;
    emit(mp, EventType::kSteal, gp, 1, 0, victim->id, 1, pass);
    return gp;
  }
  G* gp = slotLoad(pp, tail + n - 1);
  emit(mp, EventType::kSteal, gp, 0, 0, victim->id, n, pass);
  n--;
  if (n == 0) return gp;
  uint32_t head = pp->runqhead.load(std::memory_order_acquire);
  CHECK(tail - head + n < pp->runqSize, "gopark: runqsteal: runq overflow");
  for (uint32_t i = 0; i < n; i++) {
    emit(mp, EventType::kRunqPut, slotLoad(pp, tail + i), static_cast<uint8_t>(PutWhy::kStolen), 0,
         tail - head + i);
  }
  pp->runqtail.store(tail + n, std::memory_order_release);
  return gp;
}

}  // namespace gopark
