// The fold: see fold.h. It is keyed by goroutine, not by queue position: an event names the
// goroutine it moves, so a steal that overtakes its victim's own pick cannot corrupt a queue.
#include "events/fold.h"

#include <bit>

namespace gopark {

namespace {

constexpr uint8_t kRunnable = 1, kRunning = 2, kSyscallStatus = 3, kWaiting = 4;
constexpr size_t kProcsMax = 4096;
constexpr size_t kThreadsMax = kNoId;

}  // namespace

Fold::Fold() = default;

void Fold::reset() {
  *this = Fold();
}

void Fold::apply(const Event* events, size_t count) {
  for (size_t i = 0; i < count; i++) applyOne(events[i]);
}

const FoldG* Fold::find(uint32_t id) const {
  auto it = index_.find(id);
  return it == index_.end() ? nullptr : &slots_[it->second];
}

void Fold::queueIds(const FoldQueue& queue, size_t limit, std::vector<uint32_t>* ids) const {
  int32_t at = queue.head;
  for (size_t n = 0; at >= 0 && n < limit; n++, at = slots_[at].next) ids->push_back(slots_[at].id);
}

FoldG& Fold::goroutine(uint32_t id) {
  auto [it, isNew] = index_.try_emplace(id, 0);
  if (isNew) {
    if (freeSlots_.empty()) {
      it->second = static_cast<int32_t>(slots_.size());
      slots_.emplace_back();
    } else {
      it->second = freeSlots_.back();
      freeSlots_.pop_back();
    }
    slots_[it->second] = FoldG();
    slots_[it->second].id = id;
  }
  return slots_[it->second];
}

FoldP* Fold::proc(uint16_t id) {
  if (id >= kProcsMax) return nullptr;
  if (id >= procs_.size()) procs_.resize(id + 1);
  return &procs_[id];
}

FoldM* Fold::thread(uint16_t id) {
  if (id >= kThreadsMax) return nullptr;
  if (id >= threads_.size()) threads_.resize(id + 1);
  return &threads_[id];
}

void Fold::unqueue(FoldG& g) {
  FoldP* pp = proc(g.p);
  if (g.place == GPlace::kRunnext) {
    if (pp != nullptr && pp->runnext == g.id) pp->runnext = 0;
  } else if (g.place != GPlace::kNone) {
    FoldQueue& queue = g.place == GPlace::kGlobal ? global_ : pp->queue;
    (g.prev >= 0 ? slots_[g.prev].next : queue.head) = g.next;
    (g.next >= 0 ? slots_[g.next].prev : queue.tail) = g.prev;
    queue.length--;
  }
  g.next = g.prev = -1;
  g.place = GPlace::kNone;
}

void Fold::append(FoldQueue& queue, FoldG& g, bool atHead) {
  int32_t self = static_cast<int32_t>(&g - slots_.data());
  if (atHead) {
    g.next = queue.head;
    (queue.head >= 0 ? slots_[queue.head].prev : queue.tail) = self;
    queue.head = self;
  } else {
    g.prev = queue.tail;
    (queue.tail >= 0 ? slots_[queue.tail].next : queue.head) = self;
    queue.tail = self;
  }
  queue.length++;
}

// The goroutine no longer runs: its M and P are free of it.
void Fold::leaveThread(FoldG& g) {
  if (FoldM* mp = thread(g.m); mp != nullptr && mp->g == g.id) {
    mp->g = 0;
    if (mp->state == MState::kRunning || mp->state == MState::kSyscall) {
      mp->state = MState::kScheduling;
    }
  }
  if (FoldP* pp = proc(g.p); pp != nullptr && pp->g == g.id) pp->g = pp->gcWorker = 0;
}

// The P has no M any more.
void Fold::detachProc(uint16_t p) {
  FoldP* pp = proc(p);
  if (pp == nullptr) return;
  if (FoldM* mp = thread(pp->m); mp != nullptr && mp->p == p) mp->p = kNoId;
  pp->m = kNoId;
  pp->g = pp->gcWorker = 0;
}

void Fold::setStatus(FoldG& g, uint8_t status, int64_t now) {
  g.status = status;
  g.leaked = false;
  g.sinceNs = now;
}

void Fold::forget(uint32_t id) {
  auto it = index_.find(id);
  if (it == index_.end()) return;
  freeSlots_.push_back(it->second);
  slots_[it->second] = FoldG();
  index_.erase(it);
}

void Fold::noteRunning(FoldG& g, const Event& e) {
  if (g.status == kRunnable) {
    int64_t wait = e.timeNs - g.sinceNs;
    int bucket = wait <= 0 ? 0 : std::bit_width(static_cast<uint64_t>(wait)) - 1;
    latency_[bucket < kLatencyBuckets ? bucket : kLatencyBuckets - 1]++;
    if (wait > latencyMaxNs_) {
      latencyMaxNs_ = wait;
      latencyMaxG_ = g.id;
    }
  }
  unqueue(g);
  setStatus(g, kRunning, e.timeNs);
  if (g.m != kNoId && g.m != e.m) counts_.migrations++;
  g.m = e.m;
  g.p = e.p;
  if (FoldM* mp = thread(e.m)) {
    mp->state = MState::kRunning;
    mp->g = g.id;
    mp->p = e.p;
  }
  if (FoldP* pp = proc(e.p)) {
    pp->g = g.id;
    pp->m = e.m;
    pp->idle = false;
  }
}

void Fold::applyOne(const Event& e) {
  counts_.events++;
  if (e.timeNs > timeNs_) timeNs_ = e.timeNs;
  switch (e.type) {
    case EventType::kGoCreate:
    case EventType::kGoDestroy:
    case EventType::kGoStart:
    case EventType::kGoPark:
    case EventType::kGoUnpark:
    case EventType::kGoStop:
      applyGoroutine(e);
      break;
    case EventType::kRunqPut:
    case EventType::kGlobrunqPut:
    case EventType::kGoDisabled:
    case EventType::kRunqOverflow:
    case EventType::kSteal:
    case EventType::kStealTry:
      applyQueue(e);
      break;
    case EventType::kSyscallEnter:
    case EventType::kSyscallExit:
    case EventType::kProcRetake:
    case EventType::kProcHandoff:
      applySyscall(e);
      break;
    case EventType::kSnapshot:
    case EventType::kGoStatus:
    case EventType::kProcStatus:
      applySnapshot(e);
      break;
    case EventType::kSysmonTick:
      counts_.sysmonTicks++;
      lastSysmonNs_ = e.timeNs;
      break;
    case EventType::kTimerSet:
    case EventType::kTimerStop:
    case EventType::kTimerFire:
      if (e.type == EventType::kTimerFire) counts_.timersFired++;
      if (FoldP* pp = proc(e.type == EventType::kTimerFire ? static_cast<uint16_t>(e.c) : e.p)) {
        if (e.type == EventType::kTimerSet) {
          pp->timers = e.c;
        } else if (pp->timers > 0) {
          pp->timers--;
        }
      }
      break;
    case EventType::kStwBegin:
      worldStopped_ = true;
      counts_.stops++;
      break;
    case EventType::kStwEnd:
      worldStopped_ = false;
      break;
    case EventType::kGoLeak:
      goroutine(e.g).leaked = true;
      break;
    case EventType::kGcBegin:
      collecting_ = true;
      break;
    case EventType::kGcWorker:
      if (FoldP* pp = proc(e.p)) pp->gcWorker = e.sub;
      break;
    case EventType::kGcEnd:
      collecting_ = false;
      counts_.collections++;
      break;
    case EventType::kEventsLost:
      counts_.lost += e.a;
      resyncing_ = true;
      break;
    case EventType::kMachineExit:
      exited_ = true;
      break;
    default:
      applyThread(e);
      break;
  }
}

void Fold::applyGoroutine(const Event& e) {
  FoldG& g = goroutine(e.g);
  switch (e.type) {
    case EventType::kGoCreate:
      counts_.created++;
      g.parent = e.a;
      g.startFunction = e.b;
      g.system = e.sub != 0;
      setStatus(g, kRunnable, e.timeNs);
      break;
    case EventType::kGoDestroy:
      counts_.destroyed++;
      unqueue(g);
      leaveThread(g);
      forget(e.g);
      break;
    case EventType::kGoStart:
      counts_.starts++;
      noteRunning(g, e);
      if (FoldP* pp = proc(e.p)) {
        pp->schedtick = e.b;
        pp->lastBranch = e.sub;
      }
      break;
    case EventType::kGoPark:
      counts_.parks++;
      leaveThread(g);
      unqueue(g);
      setStatus(g, kWaiting, e.timeNs);
      g.reason = e.sub;
      g.object = e.a;
      g.line = e.c;
      break;
    case EventType::kGoUnpark:
      counts_.unparks++;
      setStatus(g, kRunnable, e.timeNs);
      break;
    case EventType::kGoStop:
      if (e.sub == static_cast<uint8_t>(StopReason::kPreemptedAsync) ||
          e.sub == static_cast<uint8_t>(StopReason::kPreemptedCooperative)) {
        counts_.preemptions++;
      }
      leaveThread(g);
      setStatus(g, kRunnable, e.timeNs);
      g.line = e.c;
      break;
    default:
      break;
  }
}

void Fold::applyQueue(const Event& e) {
  if (e.type == EventType::kStealTry) {
    counts_.failedSteals++;
    return;
  }
  if (e.type == EventType::kRunqOverflow) {
    counts_.overflows++;
    return;
  }
  if (e.type == EventType::kSteal) {
    counts_.steals++;
    counts_.stolen += e.b;
    if (FoldP* pp = proc(e.p)) pp->steals++;
    if (FoldP* pp = proc(static_cast<uint16_t>(e.a))) pp->stealsFrom++;
    return;
  }
  FoldG& g = goroutine(e.g);
  unqueue(g);
  if (g.status != kRunnable) setStatus(g, kRunnable, e.timeNs);
  if (e.type == EventType::kGoDisabled) return;
  if (e.type == EventType::kGlobrunqPut) {
    g.place = GPlace::kGlobal;
    append(global_, g, e.c != 0);
    return;
  }
  FoldP* pp = proc(e.p);
  if (pp == nullptr) return;
  g.p = e.p;
  if (e.c != 0) {
    // The one it displaces follows as its own RunqPut (kKicked); until then it is in no queue.
    if (pp->runnext != 0) {
      if (auto it = index_.find(pp->runnext); it != index_.end()) unqueue(slots_[it->second]);
    }
    g.place = GPlace::kRunnext;
    pp->runnext = g.id;
  } else {
    g.place = GPlace::kLocal;
    append(pp->queue, g, false);
  }
}

void Fold::applySyscall(const Event& e) {
  switch (e.type) {
    case EventType::kSyscallEnter: {
      FoldG& g = goroutine(e.g);
      counts_.syscalls++;
      setStatus(g, kSyscallStatus, e.timeNs);
      g.line = e.c;
      if (FoldM* mp = thread(e.m)) mp->state = MState::kSyscall;
      if (FoldP* pp = proc(e.p)) pp->syscalls++;
      break;
    }
    case EventType::kSyscallExit: {
      FoldG& g = goroutine(e.g);
      if (e.sub == static_cast<uint8_t>(SyscallExit::kQueued)) {
        leaveThread(g);
        setStatus(g, kRunnable, e.timeNs);
      } else {
        setStatus(g, kSyscallStatus, e.timeNs);
        noteRunning(g, e);
      }
      break;
    }
    case EventType::kProcRetake:
    case EventType::kProcHandoff:
      (e.type == EventType::kProcRetake ? counts_.retakes : counts_.handoffs)++;
      detachProc(e.p);
      break;
    default:
      break;
  }
}

void Fold::applyThread(const Event& e) {
  FoldM* mp = thread(e.m);
  FoldP* pp = proc(e.p);
  switch (e.type) {
    case EventType::kProcsChange:
      if (e.a > kProcsMax) return;
      if (procs_.size() < e.a) procs_.resize(e.a);
      for (size_t i = 0; i < procs_.size(); i++) procs_[i].alive = i < e.a;
      break;
    case EventType::kProcStart:
      if (pp == nullptr || mp == nullptr) return;
      detachProc(e.p);
      pp->alive = true;
      pp->idle = false;
      pp->m = e.m;
      mp->p = e.p;
      if (mp->state == MState::kGone || mp->state == MState::kIdle) {
        mp->state = MState::kScheduling;
      }
      break;
    case EventType::kProcStop:
    case EventType::kProcIdle:
      if (pp == nullptr) return;
      if (e.type == EventType::kProcIdle) pp->idle = true;
      detachProc(e.p);
      break;
    case EventType::kSpinStart:
      if (mp != nullptr) mp->state = MState::kSpinning;
      break;
    case EventType::kSpinStop:
      if (mp != nullptr && mp->state == MState::kSpinning) mp->state = MState::kScheduling;
      break;
    case EventType::kMStart:
      if (mp != nullptr) mp->state = e.sub != 0 ? MState::kSpinning : MState::kScheduling;
      break;
    case EventType::kMPark:
      if (mp != nullptr) {
        mp->state = MState::kIdle;
        mp->g = 0;
      }
      break;
    case EventType::kMUnpark:
      if (FoldM* woken = thread(static_cast<uint16_t>(e.a))) {
        woken->state = e.sub != 0 ? MState::kSpinning : MState::kScheduling;
      }
      break;
    case EventType::kMExit:
      // The picture of a program that has ended is the one at its end, with the Ms as they were.
      if (mp != nullptr && !exited_) *mp = FoldM();
      break;
    default:
      break;
  }
}

// A snapshot replaces all that is known of goroutines and processors; the totals stay.
void Fold::applySnapshot(const Event& e) {
  switch (e.type) {
    case EventType::kSnapshot:
      if (e.a != 0) {
        slots_.clear();
        freeSlots_.clear();
        index_.clear();
        global_ = FoldQueue();
        for (FoldP& pp : procs_) {
          pp.queue = FoldQueue();
          pp.g = pp.runnext = 0;
        }
      } else {
        resyncing_ = false;
      }
      break;
    case EventType::kGoStatus: {
      FoldG& g = goroutine(e.g);
      g.startFunction = e.b;
      g.parent = e.c;
      g.reason = static_cast<uint8_t>(e.aux);
      g.m = e.m;
      g.p = e.p;
      setStatus(g, e.sub, e.timeNs);
      if (e.sub == kWaiting) g.object = e.a;
      if (e.sub == kRunning) {
        if (FoldM* mp = thread(e.m)) mp->g = e.g;
        if (FoldP* pp = proc(e.p)) pp->g = e.g;
      }
      if (e.sub == kRunnable) {
        g.place = static_cast<GPlace>(e.a);
        FoldP* pp = proc(e.p);
        if (g.place == GPlace::kGlobal) {
          append(global_, g, false);
        } else if (g.place == GPlace::kLocal && pp != nullptr) {
          append(pp->queue, g, false);
        } else if (g.place == GPlace::kRunnext && pp != nullptr) {
          pp->runnext = e.g;
        } else {
          g.place = GPlace::kNone;
        }
      }
      break;
    }
    case EventType::kProcStatus:
      if (FoldP* pp = proc(e.p)) {
        pp->alive = true;
        pp->idle = e.sub == 0;
        pp->m = e.m;
        pp->schedtick = e.a;
      }
      break;
    default:
      break;
  }
}

}  // namespace gopark
