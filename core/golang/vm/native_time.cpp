// The natives of package time: the clocks, Sleep, and the timers under Timer, Ticker and AfterFunc.
//
// A Go timer is one heap object: what the collector must see (the channel, the function) and the
// runtime's Timer. The channel refers to it as long as it lives; while the timer lies in a P's heap
// the collector takes it as a root.
// Go's counterpart: time.go of the runtime (newTimer, sendTime, goFunc).
#include "golang/vm/native_op.h"
#include "golang/vm/natives.h"
#include "golang/vm/spawn.h"
#include "runtime/chan.h"
#include "runtime/synctest.h"
#include "runtime/time.h"

namespace gopark::vm {

namespace {

constexpr int64_t kNsPerSecond = 1'000'000'000;
constexpr int64_t kUnixToInternal = int64_t{719162} * 86400;  // Seconds from the year 1 to 1970.

// The image of a time.Time: lib/go/time/time.go has the same fields.
struct TimeImage {
  int64_t sec;
  int64_t nsec;
  int64_t mono;
  Addr loc;
};

// The same on every machine, so that heaps are.
constexpr size_t kTimerBytes = 104;
static_assert(sizeof(Timer) <= kTimerBytes);

struct GoTimer {
  Addr channel;                        // Hchan*, or 0.
  Addr closure;                        // AfterFunc's function, or 0.
  Addr vm;                             // Vm*, not a Go pointer.
  alignas(8) char timer[kTimerBytes];  // Heap objects are aligned to 8.

  Timer* runtimeTimer() { return reinterpret_cast<Timer*>(timer); }
};

static_assert(alignof(Timer) <= 8);

// Shape of a GoTimer for the collector: two pointers in front.
const RType* goTimerType() {
  static const RType* const type = [] {
    auto* t = new RType;
    t->size = sizeof(GoTimer);
    t->kind = Kind::kStruct;
    t->hasPointers = true;
    t->pointerMask.assign(sizeof(GoTimer) / 8 / 64 + 1, 0);
    t->pointerMask[0] = 3;
    return t;
  }();
  return type;
}

// sinceStart() is the monotonic clock as a program sees it: never 0.
int64_t sinceStart(Machine* machine) {
  return machine->host->nanotime() - machine->startNs + 1;
}

TimeImage timeNow(Machine* machine, int64_t ago) {
  const Bubble* bubble = bubbleOf(getm()->curg.load(std::memory_order_relaxed));
  int64_t wall = (bubble != nullptr ? bubble->now.load(std::memory_order_relaxed)
                                    : machine->host->walltime()) -
                 ago;
  int64_t sec = wall / kNsPerSecond;
  int64_t nsec = wall % kNsPerSecond;
  if (nsec < 0) {
    nsec += kNsPerSecond;
    sec--;
  }
  // A bubble's times have no monotonic clock, which would not fit to those from outside.
  return {sec + kUnixToInternal, nsec, bubble != nullptr ? 0 : sinceStart(machine) - ago, 0};
}

void sendTime(void* arg, uint64_t seq, int64_t delay) {
  auto* t = static_cast<GoTimer*>(arg);
  // What is delivered is when the timer was due, not when somebody found the time to run it.
  TimeImage now = timeNow(ptrOf<Vm>(t->vm)->machine, delay);
  chansendTimer(getm(), ptrOf<Hchan>(t->channel), &now);
}

void goFunc(void* arg, uint64_t seq, int64_t delay) {
  auto* t = static_cast<GoTimer*>(arg);
  spawnClosure(ptrOf<Vm>(t->vm), t->closure);
}

NativeStatus timeNowNative(NativeCall& c) {
  TimeImage now = timeNow(c.vm->machine, 0);
  c.set(0, now.sec - kUnixToInternal);
  c.set(1, now.nsec);
  c.set(2, now.mono);
  return NativeStatus::kDone;
}

NativeStatus timeNanotime(NativeCall& c) {
  c.set(0, clockOf(c.gp, c.vm->machine));
  return NativeStatus::kDone;
}

NativeStatus timeSleepNative(NativeCall& c) {
  return finish(c, timeSleep(c.gp, opState(c), c.i64(0)));
}

NativeStatus timeNewTimer(NativeCall& c) {
  auto* t = static_cast<GoTimer*>(newArray(c, goTimerType(), 1));
  relaxedStore<Addr>(&t->channel, c.u64(2));
  relaxedStore<Addr>(&t->closure, c.u64(3));
  t->vm = addrOf(c.vm);
  auto* timer = new (t->timer) Timer;
  if (t->channel != 0) {
    TimerKind kind = c.i64(1) > 0 ? TimerKind::kTicker : TimerKind::kChannel;
    timerInitChan(timer, c.vm->machine, kind, sendTime, t, ptrOf<Hchan>(t->channel));
  } else {
    timerInit(timer, c.vm->machine, TimerKind::kAfterFunc, goFunc, t);
  }
  timerModify(timer, c.i64(0), c.i64(1));
  c.setPtr(0, t);
  return NativeStatus::kDone;
}

NativeStatus timeStopTimer(NativeCall& c) {
  Timer* timer = c.ptr<GoTimer>(0)->runtimeTimer();
  if (timer->bubble != 0 && bubbleOf(c.gp) == nullptr) {
    return fatal(c, "stop of synctest timer from outside bubble");
  }
  c.set(0, timerStop(timer));
  return NativeStatus::kDone;
}

NativeStatus timeResetTimer(NativeCall& c) {
  Timer* timer = c.ptr<GoTimer>(0)->runtimeTimer();
  if (timer->bubble != 0 && bubbleOf(c.gp) == nullptr) {
    return fatal(c, "reset of synctest timer from outside bubble");
  }
  c.set(0, timerModify(timer, c.i64(1), c.i64(2)));
  return NativeStatus::kDone;
}

constexpr NativeDef kTimeNatives[] = {
    {"time.now", timeNowNative},
    {"time.nanotime", timeNanotime},
    {"time.Sleep", timeSleepNative, NativeKind::kStep, kOpSlots},
    {"time.newTimer", timeNewTimer},
    {"time.stopTimer", timeStopTimer, NativeKind::kStep},
    {"time.resetTimer", timeResetTimer, NativeKind::kStep},
};

}  // namespace

std::span<const NativeDef> timeNatives() {
  return kTimeNatives;
}

}  // namespace gopark::vm
