// Timers. Go's counterpart: time.go of the runtime.
//
// Each P has a four-ary heap of timers, run inside findRunnable by its owner, or by an M that has
// nothing else to do. Changing a timer that lies in a heap only marks it; the heap is put in order
// when it is next looked at. So no operation on a timer touches another P's heap.
//
//   state bits    heaped    it lies in t->ts's heap
//                 modified  t->when differs from the `when` in the heap
//                 zombie    stopped, and still in the heap
//
// A timer that sends on a channel (isChan) lies in a heap only while some goroutine is blocked on
// that channel; whoever looks at the channel without blocking runs the timer on the spot if it is
// due (maybeRunChan).
//
// Lock order: the channel's lock, then Timers::mu, then Timer::mu; Timer::sendLock before the
// channel's lock and before Timer::mu.
#pragma once

#include "runtime/proc.h"

namespace gopark {

enum TimerState : uint8_t { kTimerHeaped = 1, kTimerModified = 2, kTimerZombie = 4 };

// TimerFn is what a timer does when it is due, on g0 or in a G, holding no lock but the timer's own
// sendLock: it must not block. `delay` is how late it is, in nanoseconds.
using TimerFn = void (*)(void* arg, uint64_t seq, int64_t delay);

struct Timer {
  RuntimeMutex mu;                 // Guards all but `astate` and `refs`.
  std::atomic<uint8_t> astate{0};  // Copy of `state` as of the last unlock, for looks without mu.
  uint8_t state = 0;               // TimerState bits.
  bool isChan = false;             // f sends on `channel`. Constant.
  TimerKind kind = TimerKind::kSleep;  // For the events. Constant.
  uint32_t id = 0;                     // Identity number, for the events. Constant.
  uint32_t blocked = 0;                // isChan: goroutines blocked on the channel.
  int64_t when = 0;                    // Due at this nanotime; 0: not set.
  int64_t period = 0;                  // > 0: set again this much later.
  TimerFn f = nullptr;
  void* arg = nullptr;
  uint64_t seq = 0;          // isChan: number of the current setting; stale sends are dropped.
  Timers* ts = nullptr;      // The heap it lies in.
  Hchan* channel = nullptr;  // isChan. Constant.
  G* wakes = nullptr;        // The goroutine f will ready, for the events; null: not known.
  RuntimeMutex sendLock;     // isChan: held while f sends.
  std::atomic<int32_t> isSending{0};  // isChan, period 0: f is about to send.
  // Who holds on to it: its owner, the heap it lies in, a run of f. At 0 `release` is called, null
  // where the memory is another's (a collector, who keeps what timersForEach() names).
  std::atomic<uint32_t> refs{1};
  uint32_t bubble = 0;  // The synctest bubble whose clock it goes by, 0: none.
  void (*release)(Timer* t) = nullptr;
};

// timerInit() prepares a zeroed or new Timer that calls f(arg, seq, delay). timerInitChan()
// prepares one whose f sends on c (capacity 1, used for nothing else) with chansendTimer().
void timerInit(Timer* t, Machine* machine, TimerKind kind, TimerFn f, void* arg);
void timerInitChan(Timer* t, Machine* machine, TimerKind kind, TimerFn f, void* arg, Hchan* c);

// timerModify() sets the timer to `when` > 0, and with period > 0 every period from then on. Says
// whether it was still to come before. In a G or on g0.
bool timerModify(Timer* t, int64_t when, int64_t period);

// timerStop() ends the timer and says whether it was still to come. In a G or on g0.
bool timerStop(Timer* t);

// timerWhen() is ns from now for the running goroutine, the greatest time when that overflows.
int64_t timerWhen(Machine* machine, int64_t ns);

// clockOf() is the time as gp sees it: its bubble's or the host's nanotime().
int64_t clockOf(const G* gp, Machine* machine);

// timerRelease() gives up the owner's hold on the timer.
void timerRelease(Timer* t);

// timeSleep() is time.Sleep: the goroutine waits at least ns nanoseconds.
OpResult timeSleep(G* gp, OpState* op, int64_t ns);

// timersForEach() calls fn for every timer that lies in a heap. The world is stopped.
void timersForEach(Machine* machine, void (*fn)(Timer* t, void* arg), void* arg);

// --- For chan.cpp and select.cpp ---

// maybeRunChan() runs a channel's timer if it is due and lies in no heap. In a G, without locks.
void maybeRunChan(Timer* t);

// blockTimerChan() says that a goroutine is about to block on the timer's channel,
// unblockTimerChan() that it no longer does. The channel's lock may be held.
void blockTimerChan(Hchan* c);
void unblockTimerChan(Hchan* c);

// --- The heap (time_heap.cpp) ---

// TimerWhen is an entry of the heap: `when` is what the heap is ordered by.
struct TimerWhen {
  Timer* timer;
  int64_t when;
};

// Timers is the heap of a P.
struct Timers {
  RuntimeMutex mu;
  std::vector<TimerWhen> heap;              // L(mu).
  std::atomic<uint32_t> len{0};             // heap.size(), for looks without mu.
  std::atomic<int32_t> zombies{0};          // Zombies in the heap. Changed under a timer's mu.
  std::atomic<int64_t> minWhenHeap{0};      // heap[0].when, 0: empty.
  std::atomic<int64_t> minWhenModified{0};  // At most the least `when` of modified timers, 0: none.

  // wakeTime() is when to look at the heap next, 0: never.
  int64_t wakeTime() const;
  void updateMinWhenHeap();  // L(mu)
  void updateMinWhenModified(int64_t when);
  void addHeap(Timer* t);                // L(mu), L(t->mu)
  void deleteMin();                      // L(mu)
  void siftUp(size_t i);                 // L(mu)
  void siftDown(size_t i);               // L(mu)
  void initHeap();                       // L(mu)
  void cleanHead();                      // L(mu)
  void adjust(int64_t now, bool force);  // L(mu)
  // run() runs the first timer if it is due. 0: it ran; -1: there is none; else when it is due.
  int64_t run(int64_t now);  // L(mu), released while f runs.
};

// The timer's own lock; unlocking publishes the state.
void timerLock(Timer* t);
void timerUnlock(Timer* t);
// timerUpdateHeap() brings the heap's first entry, t, into order. kRemoved: the caller must release
// the heap's hold on t after unlocking it.
enum class HeapUpdate : uint8_t { kNone, kMoved, kRemoved };
HeapUpdate timerUpdateHeap(Timer* t);  // L(t->ts->mu), L(t->mu)
// timerUnlockAndRun() runs a due timer. L(t->mu) and, if it is heaped, L(t->ts->mu), which is
// released while f runs and held again on return.
void timerUnlockAndRun(Timer* t, int64_t now);
// timerUnheap() notes in t that it has been taken out of its heap. The caller must release the
// heap's hold on t after unlocking it. L(t->mu)
void timerUnheap(Timer* t);

}  // namespace gopark
