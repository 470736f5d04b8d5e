// Bubbles: groups of goroutines with a clock of their own, which stands still while any of them can
// go on. Go's counterpart: synctest.go.
//
//   running   goroutines of the bubble that are not durably blocked: they run, could run, or wait
//             for something from outside the bubble (a mutex, a system call, an outer channel)
//   active    other reasons to keep still: a park that is being committed, a wake-up under way
//
// When both are zero, somebody is woken: the goroutine in synctest.Wait, or else the root, which
// called synctest.Run and sets the clock to the next timer.
//
// Goroutines started in a bubble belong to it, and so do channels and timers made in it and
// WaitGroups first added to in it. Those are named by the bubble's number, 0: none.
//
// Differs: bubbles are kept until the machine's end, since channels and timers may outlive them.
#pragma once

#include "runtime/op.h"
#include "runtime/time.h"

namespace gopark {

struct GoBody;

struct Bubble {
  explicit Bubble(uint32_t number) : id(number) {}

  const uint32_t id;            // From 1.
  std::atomic<int64_t> now{0};  // Its clock, in nanoseconds since 1970. Set by the root only.
  G* root = nullptr;            // Called synctest.Run. Constant.
  RuntimeMutex mu;              // Guards what follows.
  G* main = nullptr;            // Its first goroutine. Set before that runs.
  G* waiter = nullptr;          // Parked in synctest.Wait.
  bool waiting = false;         // Somebody calls synctest.Wait.
  bool done = false;            // main has ended: time stands still.
  int32_t total = 1;            // Goroutines, the root included.
  int32_t running = 1;
  int32_t active = 0;
  Timers timers;
};

// bubbleOf() is the bubble of a goroutine, null if it is in none or gp is null.
inline Bubble* bubbleOf(const G* gp) {
  return gp == nullptr ? nullptr : gp->bubble.load(std::memory_order_relaxed);
}

// bubbleIdOf() is its number, 0: none.
inline uint32_t bubbleIdOf(const G* gp) {
  const Bubble* bubble = bubbleOf(gp);
  return bubble == nullptr ? 0 : bubble->id;
}

// outsideBubble() reports whether gp may not touch what belongs to the bubble of that number.
inline bool outsideBubble(const G* gp, uint32_t id) {
  return id != 0 && bubbleIdOf(gp) != id;
}

// findBubble() is the bubble of that number. Any M.
Bubble* findBubble(Machine* machine, uint32_t id);

// isIdleInSynctest() reports whether a wait of this kind is durable: only the bubble can end it.
bool isIdleInSynctest(WaitReason reason);

// bubbleStatusChanged() is told of every change of status of a goroutine in the bubble, after it.
// It may ready the root or the waiter.
void bubbleStatusChanged(Bubble* bubble, G* gp, uint32_t from, uint32_t to);

// bubbleEnter() keeps the bubble from being found blocked until bubbleLeave(). Null is fine.
void bubbleEnter(Bubble* bubble);
void bubbleLeave(Bubble* bubble);

// synctestRun() runs `main` in a new bubble and waits until all its goroutines have ended; it
// panics when they cannot. `main` is looked at in the first phase only; gp is in no bubble.
OpResult synctestRun(G* gp, OpState* op, const GoBody& main);

// synctestWait() waits until every other goroutine of gp's bubble is durably blocked.
OpResult synctestWait(G* gp, OpState* op);

// bubbleDeadlocked() is the bubble whose deadlock gp's panic reports, null if `text` is another's.
Bubble* bubbleDeadlocked(const G* gp, const std::string& text);

}  // namespace gopark
