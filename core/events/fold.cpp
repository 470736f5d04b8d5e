// The fold: see fold.h. It is keyed by goroutine, not by queue position: an event names the
// goroutine it moves, so a steal that overtakes its victim's own pick cannot corrupt a queue.
#include "events/fold.h"

#include <bit>

namespace gopark {

Fold::Fold() = default;

void Fold::reset() {
  *this = Fold();
}

void Fold::apply(const Event* events, size_t count) {
  for (size_t i = 0; i < count; i++) applyOne(events[i]);
}

const FoldG* Fold::find(uint32_t id) const {
  const int32_t slot = index_.find(id);
  return slot == IdMap::kNone ? nullptr : &slots_[slot];
}

void Fold::queueIds(const FoldQueue& queue, size_t limit, std::vector<uint32_t>* ids) const {
  int32_t at = queue.head;
  for (size_t n = 0; at >= 0 && n < limit; n++, at = slots_[at].next) ids->push_back(slots_[at].id);
}

FoldG& Fold::goroutine(uint32_t id) {
  int32_t slot = index_.find(id);
  if (slot != IdMap::kNone) return slots_[slot];
  if (freeSlots_.empty()) {
    slot = static_cast<int32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = freeSlots_.back();
    freeSlots_.pop_back();
    slots_[slot] = FoldG();
  }
  slots_[slot].id = id;
  index_.insert(id, slot);
  return slots_[slot];
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

// The list that the goroutine is in; null: none, or a runnext slot.
FoldQueue* Fold::queueOf(const FoldG& g) {
  switch (g.place) {
    case GPlace::kLocal:
      return &procs_[g.p].queue;
    case GPlace::kGlobal:
      return &global_;
    case GPlace::kDisabled:
      return &disabled_;
    case GPlace::kObject:
      return &objects_.at(g.objectSlot).waiting[static_cast<size_t>(g.side)];
    default:
      return nullptr;
  }
}

void Fold::unqueue(FoldG& g) {
  if (g.place == GPlace::kNone) return;
  if (FoldQueue* queue = queueOf(g)) {
    (g.prev >= 0 ? slots_[g.prev].next : queue->head) = g.next;
    (g.next >= 0 ? slots_[g.next].prev : queue->tail) = g.prev;
    queue->length--;
    g.next = g.prev = -1;
  } else if (FoldP* pp = proc(g.p); pp != nullptr && pp->runnext == g.id) {
    pp->runnext = 0;
  }
  if (g.place == GPlace::kObject) {
    objects_.settle(g.objectSlot);
    g.objectSlot = -1;
  }
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
  const int32_t slot = index_.find(id);
  if (slot == IdMap::kNone) return;
  freeSlots_.push_back(slot);
  slots_[slot] = FoldG();
  index_.erase(id);
}

void Fold::noteRunning(FoldG& g, const Event& e) {
  if (g.status == FoldG::kRunnable) {
    int64_t wait = e.timeNs - g.sinceNs;
    int bucket = wait <= 0 ? 0 : std::bit_width(static_cast<uint64_t>(wait)) - 1;
    latency_[bucket < kLatencyBuckets ? bucket : kLatencyBuckets - 1]++;
    if (wait > latencyMaxNs_) {
      latencyMaxNs_ = wait;
      latencyMaxG_ = g.id;
    }
  }
  unqueue(g);
  setStatus(g, FoldG::kRunning, e.timeNs);
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
    case EventType::kTimerSet:
    case EventType::kTimerStop:
    case EventType::kTimerFire:
      applyTimer(e);
      break;
    case EventType::kChanMake:
    case EventType::kChanSend:
    case EventType::kChanRecv:
    case EventType::kChanClose:
      applyChannel(e);
      break;
    case EventType::kLockAcquire:
    case EventType::kLockRelease:
      applyLock(e);
      break;
    case EventType::kProcsChange:
    case EventType::kProcStart:
    case EventType::kProcStop:
    case EventType::kProcIdle:
    case EventType::kSpinStart:
    case EventType::kSpinStop:
    case EventType::kMStart:
    case EventType::kMPark:
    case EventType::kMUnpark:
    case EventType::kMExit:
    case EventType::kMLock:
      applyThread(e);
      break;
    default:
      applyWorld(e);
      break;
  }
}

void Fold::applyWorld(const Event& e) {
  switch (e.type) {
    case EventType::kSysmonTick:
      counts_.sysmonTicks++;
      sysmon_ = {e.timeNs, int64_t{e.a} * 1000, e.b};
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
      setStatus(g, FoldG::kRunnable, e.timeNs);
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
      setStatus(g, FoldG::kWaiting, e.timeNs);
      g.reason = e.sub;
      g.object = e.a;
      g.line = e.c;
      waitOnObject(g, e.timeNs, e.b != 0);
      break;
    case EventType::kGoUnpark:
      counts_.unparks++;
      unqueue(g);
      setStatus(g, FoldG::kRunnable, e.timeNs);
      break;
    case EventType::kGoStop:
      if (e.sub == static_cast<uint8_t>(StopReason::kPreemptedAsync) ||
          e.sub == static_cast<uint8_t>(StopReason::kPreemptedCooperative)) {
        counts_.preemptions++;
      }
      leaveThread(g);
      setStatus(g, FoldG::kRunnable, e.timeNs);
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
  if (g.status != FoldG::kRunnable) setStatus(g, FoldG::kRunnable, e.timeNs);
  if (e.type == EventType::kGoDisabled) {
    g.place = GPlace::kDisabled;
    append(disabled_, g, false);
    return;
  }
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
      if (const int32_t at = index_.find(pp->runnext); at != IdMap::kNone) unqueue(slots_[at]);
    }
    g.place = GPlace::kRunnext;
    pp->runnext = g.id;
  } else {
    g.place = GPlace::kLocal;
    append(pp->queue, g, false);
  }
}

}  // namespace gopark
