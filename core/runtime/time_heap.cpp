// The heaps of timers. See time.h.
//
//   heap[0]                  the earliest
//   heap[1..4]               its children, then the children of heap[1] from heap[5] on
//
// A four-ary heap is as deep as half a binary one, and a node's children share a cache line or two.
#include <algorithm>

#include "base/check.h"
#include "runtime/synctest.h"

namespace gopark {

namespace {

constexpr size_t kArity = 4;

}  // namespace

// --- The order
// --------------------------------------------------------------------------------------

void Timers::siftUp(size_t i) {
  const TimerWhen moving = heap[i];
  CHECK(moving.when > 0, "gopark: timers: bad when");
  while (i > 0) {
    size_t parent = (i - 1) / kArity;
    if (moving.when >= heap[parent].when) break;
    heap[i] = heap[parent];
    i = parent;
  }
  heap[i] = moving;
}

void Timers::siftDown(size_t i) {
  const size_t n = heap.size();
  const TimerWhen moving = heap[i];
  CHECK(moving.when > 0, "gopark: timers: bad when");
  for (;;) {
    size_t first = i * kArity + 1;
    if (first >= n) break;
    int64_t least = moving.when;
    size_t child = i;
    for (size_t j = first; j < std::min(first + kArity, n); j++) {
      if (heap[j].when < least) {
        least = heap[j].when;
        child = j;
      }
    }
    if (child == i) break;
    heap[i] = heap[child];
    i = child;
  }
  heap[i] = moving;
}

void Timers::initHeap() {
  // The last node that has children, and all before it.
  if (heap.size() <= 1) return;
  for (size_t i = (heap.size() - 2) / kArity + 1; i > 0; i--) siftDown(i - 1);
}

// --- When to look
// -----------------------------------------------------------------------------------

int64_t Timers::wakeTime() const {
  // This order: a timer whose change moves from minWhenModified into the heap in between is then
  // seen in one of them at least.
  int64_t modified = minWhenModified.load(std::memory_order_seq_cst);
  int64_t when = minWhenHeap.load(std::memory_order_seq_cst);
  if (when == 0 || (modified != 0 && modified < when)) when = modified;
  return when;
}

void Timers::updateMinWhenHeap() {
  minWhenHeap.store(heap.empty() ? 0 : heap[0].when, std::memory_order_seq_cst);
}

void Timers::updateMinWhenModified(int64_t when) {
  int64_t old = minWhenModified.load(std::memory_order_relaxed);
  while ((old == 0 || when < old) &&
         !minWhenModified.compare_exchange_weak(old, when, std::memory_order_seq_cst,
                                                std::memory_order_relaxed)) {
  }
}

// --- In and out
// -------------------------------------------------------------------------------------

void Timers::addHeap(Timer* t) {
  CHECK(t->ts == nullptr, "gopark: timers: already in a heap");
  t->ts = this;
  t->refs.fetch_add(1, std::memory_order_relaxed);
  heap.push_back({t, t->when});
  siftUp(heap.size() - 1);
  if (heap[0].timer == t) updateMinWhenHeap();
  len.store(static_cast<uint32_t>(heap.size()), std::memory_order_release);
}

void Timers::deleteMin() {
  heap[0] = heap.back();
  heap.pop_back();
  if (!heap.empty()) siftDown(0);
  updateMinWhenHeap();
  len.store(static_cast<uint32_t>(heap.size()), std::memory_order_release);
  // No timers, so none that is modified.
  if (heap.empty()) minWhenModified.store(0, std::memory_order_seq_cst);
}

void timerUnheap(Timer* t) {
  if ((t->state & kTimerZombie) != 0) t->ts->zombies.fetch_sub(1, std::memory_order_relaxed);
  t->state &= static_cast<uint8_t>(~(kTimerHeaped | kTimerModified | kTimerZombie));
  t->ts = nullptr;
}

HeapUpdate timerUpdateHeap(Timer* t) {
  Timers* ts = t->ts;
  CHECK(ts != nullptr && ts->heap[0].timer == t, "gopark: timers: not the first");
  if ((t->state & kTimerZombie) != 0) {
    timerUnheap(t);
    ts->deleteMin();
    return HeapUpdate::kRemoved;
  }
  if ((t->state & kTimerModified) != 0) {
    t->state &= static_cast<uint8_t>(~kTimerModified);
    ts->heap[0].when = t->when;
    ts->siftDown(0);
    ts->updateMinWhenHeap();
    return HeapUpdate::kMoved;
  }
  return HeapUpdate::kNone;
}

// Before a timer goes in, so that a program that sets and stops many does not pile up zombies.
void Timers::cleanHead() {
  for (;;) {
    if (heap.empty()) return;
    // Zombies at the end cost nothing to drop; and what replaces a zombie at the head is then no
    // zombie.
    Timer* last = heap.back().timer;
    if ((last->astate.load(std::memory_order_relaxed) & kTimerZombie) != 0) {
      timerLock(last);
      const bool zombie = (last->state & kTimerZombie) != 0;
      if (zombie) {
        timerUnheap(last);
        heap.pop_back();
        len.store(static_cast<uint32_t>(heap.size()), std::memory_order_release);
        if (heap.empty()) {
          updateMinWhenHeap();
          minWhenModified.store(0, std::memory_order_seq_cst);
        }
      }
      timerUnlock(last);
      if (zombie) timerRelease(last);
      continue;
    }
    Timer* head = heap[0].timer;
    if ((head->astate.load(std::memory_order_relaxed) & (kTimerModified | kTimerZombie)) == 0) {
      return;
    }
    timerLock(head);
    HeapUpdate update = timerUpdateHeap(head);
    timerUnlock(head);
    if (update == HeapUpdate::kRemoved) timerRelease(head);
    if (update == HeapUpdate::kNone) return;
  }
}

// Puts the whole heap in order when a modified timer may have become due before its place in it.
void Timers::adjust(int64_t now, bool force) {
  if (!force) {
    int64_t first = minWhenModified.load(std::memory_order_seq_cst);
    if (first == 0 || first > now) return;
  }
  // Before the sweep: what is modified meanwhile sets it again.
  minWhenModified.store(0, std::memory_order_seq_cst);
  bool changed = false;
  for (size_t i = 0; i < heap.size();) {
    Timer* t = heap[i].timer;
    if ((t->astate.load(std::memory_order_seq_cst) & (kTimerModified | kTimerZombie)) == 0) {
      i++;
      continue;
    }
    timerLock(t);
    const bool zombie = (t->state & kTimerZombie) != 0;
    if (zombie) {
      timerUnheap(t);
      heap[i] = heap.back();
      heap.pop_back();
      changed = true;
    } else {
      if ((t->state & kTimerModified) != 0) {
        heap[i].when = t->when;
        t->state &= static_cast<uint8_t>(~kTimerModified);
        changed = true;
      }
      i++;
    }
    timerUnlock(t);
    if (zombie) timerRelease(t);
  }
  len.store(static_cast<uint32_t>(heap.size()), std::memory_order_release);
  if (changed) initHeap();
  updateMinWhenHeap();
}

int64_t Timers::run(int64_t now) {
  for (;;) {
    if (heap.empty()) return -1;
    Timer* t = heap[0].timer;
    timerLock(t);
    HeapUpdate update = timerUpdateHeap(t);
    if (update != HeapUpdate::kNone) {
      timerUnlock(t);
      if (update == HeapUpdate::kRemoved) timerRelease(t);
      continue;
    }
    CHECK(t->state == kTimerHeaped, "gopark: timers: bad state");
    if (t->when > now) {
      int64_t when = t->when;
      timerUnlock(t);
      return when;
    }
    timerUnlockAndRun(t, now);
    return 0;
  }
}

// --- What the scheduler asks
// ------------------------------------------------------------------------

void timersInit(P* pp) {
  pp->timers = new Timers;
}

void timersRelease(Timers* ts) {
  for (TimerWhen& entry : ts->heap) {
    entry.timer->ts = nullptr;
    timerRelease(entry.timer);
  }
  ts->heap.clear();
}

void timersDestroy(P* pp) {
  if (pp->timers == nullptr) return;
  timersRelease(pp->timers);
  delete pp->timers;
  pp->timers = nullptr;
}

uint32_t timersLen(P* pp) {
  return pp->timers->len.load(std::memory_order_acquire);
}

int64_t timersWakeTime(P* pp) {
  return pp->timers->wakeTime();
}

TimersCheck timersCheck(M* mp, P* pp, int64_t now) {
  Timers* ts = pp->timers;
  int64_t next = ts->wakeTime();
  if (next == 0) return {now, 0, false};
  if (now == 0) now = mp->machine->host->nanotime();
  // Zombies are swept when they are more than a quarter, but only by the owner.
  auto zombiesAbound = [&] {
    return pp == mp->p && ts->zombies.load(std::memory_order_relaxed) >
                              static_cast<int32_t>(ts->len.load(std::memory_order_relaxed) / 4);
  };
  if (now < next && !zombiesAbound()) return {now, next, false};

  TimersCheck result{now, 0, false};
  lock(&ts->mu);
  if (!ts->heap.empty()) {
    ts->adjust(now, false);
    while (!ts->heap.empty()) {
      int64_t when = ts->run(now);
      if (when != 0) {
        if (when > 0) result.pollUntil = when;
        break;
      }
      result.ran = true;
    }
    if (zombiesAbound()) ts->adjust(now, true);
  }
  unlock(&ts->mu);
  return result;
}

void timersTake(P* to, P* from) {
  Timers* src = from->timers;
  Timers* dst = to->timers;
  for (TimerWhen& entry : src->heap) {
    Timer* t = entry.timer;
    if ((t->state & kTimerZombie) != 0) {
      timerUnheap(t);
    } else {
      t->ts = nullptr;
      t->state &= static_cast<uint8_t>(~kTimerModified);
      dst->addHeap(t);
    }
    t->astate.store(t->state, std::memory_order_relaxed);
    timerRelease(t);  // The old heap's hold.
  }
  src->heap.clear();
  src->len.store(0, std::memory_order_relaxed);
  src->minWhenHeap.store(0, std::memory_order_relaxed);
  src->minWhenModified.store(0, std::memory_order_relaxed);
}

void timersForEach(Machine* machine, void (*fn)(Timer* t, void* arg), void* arg) {
  for (P* pp : machine->allp) {
    for (TimerWhen& entry : pp->timers->heap) fn(entry.timer, arg);
  }
  for (auto& bubble : machine->bubbles) {
    for (TimerWhen& entry : bubble->timers.heap) fn(entry.timer, arg);
  }
}

}  // namespace gopark
