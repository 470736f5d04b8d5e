// See program.h. Most programs are made so that they end: main finishes by closing every channel,
// setting every timer and waking every notify list, a few times, and only then waits for the
// others.
#include "program.h"

#include <algorithm>

#include "base/rng.h"

namespace gopark::simulation {

namespace {

constexpr const char* kNames[] = {
    "spawn",        "send",       "recv",      "select",     "close",     "lock",
    "trylock",      "unlock",     "rlock",     "wlock",      "rwunlock",  "wgwait",
    "sleep",        "timerset",   "timerstop", "funcset",    "funcstop",  "threadsleep",
    "syscall",      "gosched",    "compute",   "gomaxprocs", "stopworld", "lockthread",
    "unlockthread", "notifywait", "notifyone", "notifyall",  "collect",
};
static_assert(sizeof(kNames) / sizeof(kNames[0]) == static_cast<size_t>(OpKind::kCount));

// A program has a character: which kinds of operations it is made of.
constexpr OpKind kAll[] = {
    OpKind::kSend,       OpKind::kRecv,        OpKind::kSelect,     OpKind::kClose,
    OpKind::kLock,       OpKind::kTryLock,     OpKind::kUnlock,     OpKind::kRLock,
    OpKind::kWLock,      OpKind::kRWUnlock,    OpKind::kWgWait,     OpKind::kSleep,
    OpKind::kTimerSet,   OpKind::kTimerStop,   OpKind::kFuncSet,    OpKind::kFuncStop,
    OpKind::kSyscall,    OpKind::kThreadSleep, OpKind::kGosched,    OpKind::kCompute,
    OpKind::kGomaxprocs, OpKind::kStopWorld,   OpKind::kLockThread, OpKind::kUnlockThread,
    OpKind::kNotifyWait, OpKind::kNotifyOne,   OpKind::kNotifyAll,  OpKind::kCollect,
};
constexpr OpKind kChannels[] = {OpKind::kSend, OpKind::kRecv, OpKind::kSelect,  OpKind::kSelect,
                                OpKind::kSend, OpKind::kRecv, OpKind::kCompute, OpKind::kGosched};
constexpr OpKind kLocks[] = {OpKind::kLock,    OpKind::kUnlock, OpKind::kLock,     OpKind::kUnlock,
                             OpKind::kRLock,   OpKind::kWLock,  OpKind::kRWUnlock, OpKind::kCompute,
                             OpKind::kCompute, OpKind::kTryLock};
constexpr OpKind kTime[] = {OpKind::kSleep,      OpKind::kTimerSet, OpKind::kTimerStop,
                            OpKind::kFuncSet,    OpKind::kFuncStop, OpKind::kFuncSet,
                            OpKind::kSelect,     OpKind::kCompute,  OpKind::kSleep,
                            OpKind::kGomaxprocs, OpKind::kCollect};
constexpr OpKind kBusy[] = {OpKind::kCompute,      OpKind::kGosched,   OpKind::kSyscall,
                            OpKind::kThreadSleep,  OpKind::kCompute,   OpKind::kLockThread,
                            OpKind::kUnlockThread, OpKind::kStopWorld, OpKind::kGomaxprocs,
                            OpKind::kSend,         OpKind::kRecv,      OpKind::kCollect};

class Maker {
 public:
  explicit Maker(uint64_t seed) : rng_(seed) {}

  Program make() {
    Program program;
    for (uint8_t& capacity : program.capacity) {
      capacity = static_cast<uint8_t>(rng_.below(2) == 0 ? 0 : rng_.below(4));
    }
    character_ = rng_.below(6);
    const uint32_t routines = 2 + rng_.below(5);
    for (uint32_t i = 0; i < routines; i++) program.routines.push_back(routine(i, routines));
    if (rng_.below(8) != 0) {
      end(&program.routines[0]);
    } else if (rng_.below(2) == 0) {
      add(&program.routines[0], OpKind::kWgWait, 0);
    }
    return program;
  }

 private:
  bool oneIn(uint32_t n) { return rng_.below(n) == 0; }

  static void add(Routine* routine, OpKind kind, uint32_t object, int64_t n = 0) {
    Op op;
    op.kind = kind;
    op.object = static_cast<uint8_t>(object);
    op.n = n;
    routine->ops.push_back(op);
  }

  // Up to about `max`, small ones as likely as large ones.
  int64_t spread(int64_t max) {
    int64_t n = 1 + rng_.below(16);
    while (n < max && rng_.below(8) != 0) n *= 2;
    return std::min(n, max);
  }

  template <size_t N>
  OpKind from(const OpKind (&kinds)[N]) {
    return kinds[rng_.below(N)];
  }

  OpKind kind() {
    switch (character_) {
      case 0:
        return from(kChannels);
      case 1:
        return from(kLocks);
      case 2:
        return from(kTime);
      case 3:
        return from(kBusy);
      default:
        return from(kAll);
    }
  }

  Op op() {
    Op op;
    op.kind = kind();
    switch (op.kind) {
      case OpKind::kSend:
        op.object = static_cast<uint8_t>(rng_.below(kChans));
        break;
      case OpKind::kRecv:
        op.object =
            static_cast<uint8_t>(oneIn(8) ? kChans + rng_.below(kTimers) : rng_.below(kChans));
        break;
      case OpKind::kClose:
        // A closed channel is the end of much: seldom.
        if (!oneIn(6)) op.kind = OpKind::kGosched;
        op.object = static_cast<uint8_t>(rng_.below(kChans));
        break;
      case OpKind::kSelect:
        select(&op);
        break;
      case OpKind::kLock:
      case OpKind::kTryLock:
      case OpKind::kUnlock:
        op.object = static_cast<uint8_t>(rng_.below(kMutexes));
        break;
      case OpKind::kWgWait:
        if (!oneIn(4)) op.kind = OpKind::kGosched;
        op.object = static_cast<uint8_t>(rng_.below(kWaitGroups));
        break;
      case OpKind::kSleep:
      case OpKind::kThreadSleep:
        op.n = spread(400'000);
        break;
      case OpKind::kTimerSet:
        op.object = static_cast<uint8_t>(rng_.below(kTimers));
        op.n = spread(400'000);
        if (oneIn(4)) op.period = 20'000 + spread(100'000);
        break;
      case OpKind::kFuncSet:
        op.object = static_cast<uint8_t>(rng_.below(kFuncTimers));
        op.n = spread(400'000);
        if (oneIn(4)) op.period = 20'000 + spread(100'000);
        break;
      case OpKind::kTimerStop:
        op.object = static_cast<uint8_t>(rng_.below(kTimers));
        break;
      case OpKind::kFuncStop:
        op.object = static_cast<uint8_t>(rng_.below(kFuncTimers));
        break;
      case OpKind::kCompute:
        op.n = spread(oneIn(6) ? 60'000 : 2'000);
        break;
      case OpKind::kGomaxprocs:
        op.n = 1 + rng_.below(8);
        break;
      default:
        break;
    }
    return op;
  }

  void select(Op* op) {
    op->hasDefault = oneIn(3);
    const uint32_t count = 1 + rng_.below(4);
    bool used[kChans + kTimers] = {};
    for (uint32_t i = 0; i < count; i++) {
      Case one;
      one.chan = static_cast<uint8_t>(rng_.below(kChans + (oneIn(2) ? kTimers : 0)));
      if (used[one.chan]) continue;  // One case a channel: the model knows whose value it is.
      used[one.chan] = true;
      one.send = one.chan < kChans && oneIn(2);
      op->cases.push_back(one);
    }
  }

  Routine routine(uint32_t index, uint32_t routines) {
    Routine routine;
    routine.repeat = index == 0 || oneIn(2) ? 1 : 1 + rng_.below(12);
    if (index + 1 < routines && (index == 0 || oneIn(3))) {
      const uint32_t spawns = 1 + rng_.below(index == 0 ? 3 : 1);
      for (uint32_t i = 0; i < spawns; i++) {
        add(&routine, OpKind::kSpawn, index + 1 + rng_.below(routines - index - 1),
            oneIn(3) ? 1 + rng_.below(index == 0 ? 24 : 3) : 1 + rng_.below(3));
      }
      if (index != 0) routine.repeat = 1;
    }
    const uint32_t count = rng_.below(index == 0 ? 6 : 9);
    for (uint32_t i = 0; i < count; i++) routine.ops.push_back(op());
    // Starts are not all at the beginning.
    for (size_t i = 1; i < routine.ops.size() && oneIn(2); i++) {
      std::swap(routine.ops[i - 1], routine.ops[i]);
    }
    return routine;
  }

  // What lets the others end: nobody waits for ever on what is closed, woken and let go of.
  void end(Routine* main) {
    for (int i = 0; i < kMutexes; i++) add(main, OpKind::kUnlock, static_cast<uint32_t>(i));
    add(main, OpKind::kRWUnlock, 0);
    add(main, OpKind::kSleep, 0, spread(200'000));
    for (uint32_t i = 0; i < kChans; i++) add(main, OpKind::kClose, i);
    for (int round = 0; round < 3; round++) {
      for (uint32_t i = 0; i < kTimers; i++) {
        add(main, OpKind::kTimerSet, i, 100);
        main->ops.back().period = 10'000;
      }
      add(main, OpKind::kNotifyAll, 0);
      add(main, OpKind::kSleep, 0, 30'000);
    }
    for (uint32_t i = 0; i < kFuncTimers; i++) {
      if (oneIn(2)) add(main, OpKind::kFuncStop, i);
    }
    for (uint32_t i = 0; i < kWaitGroups; i++) add(main, OpKind::kWgWait, i);
    for (uint32_t i = 0; i < kTimers; i++) add(main, OpKind::kTimerStop, i);
  }

  Rng rng_;
  uint32_t character_ = 0;
};

std::string opText(const Op& op) {
  std::string text = kNames[static_cast<int>(op.kind)];
  if (op.kind == OpKind::kSelect) {
    for (const Case& one : op.cases) {
      text += (one.send ? " send:" : " recv:") + std::to_string(one.chan);
    }
    return text + (op.hasDefault ? " default" : "");
  }
  text += " " + std::to_string(op.object);
  if (op.n != 0) text += " n=" + std::to_string(op.n);
  if (op.period != 0) text += " period=" + std::to_string(op.period);
  return text;
}

}  // namespace

Program makeProgram(uint64_t seed) {
  return Maker(seed * 2 + 1).make();
}

std::string programText(const Program& program) {
  std::string text = "capacities";
  for (uint8_t capacity : program.capacity) text += " " + std::to_string(capacity);
  for (size_t i = 0; i < program.routines.size(); i++) {
    const Routine& routine = program.routines[i];
    text += "\nroutine " + std::to_string(i) + ", " + std::to_string(routine.repeat) + " times:";
    for (const Op& op : routine.ops) text += "\n  " + opText(op);
  }
  return text + "\n";
}

}  // namespace gopark::simulation
