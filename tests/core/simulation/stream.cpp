// The scheduler's decisions, judged from its events with the picture before each of them: what is
// stolen, what a batch is, when the global queue comes first.
#include <algorithm>
#include <iterator>

#include "runtime/sched.h"
#include "watcher.h"

namespace gopark::simulation {

void Watcher::drain() {
  events_.clear();
  world_->machine->events->drain(&events_, SIZE_MAX);
  for (const Event& event : events_) {
    before(event);
    fold_.apply(&event, 1);
    const auto* words = reinterpret_cast<const uint64_t*>(&event);
    for (size_t i = 0; i < sizeof event / sizeof *words; i++) {
      hash_ = (hash_ ^ words[i]) * 0x9e3779b97f4a7c15u;
      hash_ ^= hash_ >> 29;
    }
  }
}

void Watcher::before(const Event& event) {
  switch (event.type) {
    case EventType::kMStart:
      startedMs_.insert(event.m);
      break;
    case EventType::kProcsChange:
      procs_ = event.a;
      break;
    case EventType::kMLock:
      locked_[event.m] = event.a != 0 ? event.g : 0;
      break;
    case EventType::kMUnpark:
      // An M with a goroutine of its own sleeps until that one is picked.
      if (auto it = locked_.find(event.a); it != locked_.end() && it->second != 0) {
        handed_.insert(it->second);
      }
      break;
    case EventType::kMExit:
      locked_.erase(event.m);
      break;
    case EventType::kGcBegin:
      judgeCollection(event);
      break;
    case EventType::kTimerFire:
      if (fold_.collecting()) fail("a timer fired while the collector marks");
      break;
    case EventType::kGcWorker:
      judgeWorker(event);
      break;
    case EventType::kGoDisabled:
      judgeDisabled(event);
      break;
    case EventType::kStwEnd:
      if (!fold_.collecting() && !disabled_.empty()) {
        fail("a collection is over and G" + std::to_string(*disabled_.begin()) +
             " may still not run");
      }
      break;
    case EventType::kGoStart:
      judgeStart(event);
      handed_.erase(event.g);
      break;
    case EventType::kRunqPut:
    case EventType::kGlobrunqPut:
      judgePut(event);
      break;
    case EventType::kSteal:
      judgeSteal(event);
      break;
    case EventType::kGlobrunqGet:
      judgeBatch(event);
      break;
    case EventType::kDeadlock:
      sawDeadlock_ = true;
      if (!modelDead()) fail("deadlock reported although somebody can go on");
      break;
    case EventType::kEventsLost:
      fail("events were lost");
      break;
    default:
      break;
  }
}

// What the events say lies in the queue. A locked goroutine that an M picked is on its way to its
// own M, without an event of its own.
std::vector<uint32_t> Watcher::picture(const FoldQueue& queue) const {
  std::vector<uint32_t> ids;
  fold_.queueIds(queue, SIZE_MAX, &ids);
  if (!handed_.empty()) std::erase_if(ids, [&](uint32_t id) { return handed_.count(id) != 0; });
  return ids;
}

void Watcher::judgeStart(const Event& event) {
  const auto branch = static_cast<PickBranch>(event.sub);
  const bool inherits = event.c != 0;
  // Every 61st tick the global queue is looked at before the own one.
  const uint32_t tick = event.b - (inherits ? 0 : 1);
  const bool own = branch == PickBranch::kRunnext || branch == PickBranch::kLocal;
  if (own && tick % schedule_.settings.globalTick == 0 && !picture(fold_.global()).empty()) {
    fail("G" + std::to_string(event.g) + " of the own queue was run at tick " +
         std::to_string(tick) + " although the global queue had work");
  }
  if (branch == PickBranch::kRunnext && !inherits) fail("runnext did not inherit the time slice");
  if (branch == PickBranch::kLocal && event.p < fold_.procs().size()) {
    const FoldP& pp = fold_.procs()[event.p];
    if (pp.runnext != 0 && handed_.count(pp.runnext) == 0) {
      fail("the queue was taken from although there was a runnext");
    }
  }
  // A slice of its own is a tick of the P, an inherited one is not.
  if (event.p < fold_.procs().size() && fold_.procs()[event.p].schedtick != tick) {
    fail("P" + std::to_string(event.p) + " went from tick " +
         std::to_string(fold_.procs()[event.p].schedtick) + " to " + std::to_string(event.b));
  }
  const FoldG* g = fold_.find(event.g);
  if (g == nullptr) return;
  if (fold_.collecting() && !g->system) {
    fail("G" + std::to_string(event.g) + " was started while the collector marks");
  }
  if (g->status != _Grunnable && branch != PickBranch::kParkRefused) {
    fail("G" + std::to_string(event.g) + " was started with status " + std::to_string(g->status));
  }
}

// Who yields goes behind others: to the own tail, the global one by Gosched and by preemption; but
// who was preempted for a stop of the world goes on first.
void Watcher::judgePut(const Event& event) {
  const auto why = static_cast<PutWhy>(event.sub);
  const bool global = event.type == EventType::kGlobrunqPut;
  const bool first = event.c != 0;
  bool right = true;
  if (why == PutWhy::kGoyield || why == PutWhy::kKicked) right = !global && !first;
  if (why == PutWhy::kGosched) right = global && !first;
  if (why == PutWhy::kPreempted) right = fold_.worldStopped() ? !global && first : global && !first;
  if (why == PutWhy::kOverflow || why == PutWhy::kInjected) right = !first;
  if (why == PutWhy::kUserEnabled) right = global && !first && disabled_.erase(event.g) == 1;
  if (why == PutWhy::kWorkerMoved) right = global && !first;
  if (!right) {
    fail("G" + std::to_string(event.g) + " was put at the wrong place, reason " +
         std::to_string(event.sub));
  }
}

// A quarter of the Ps' time is the collector's, by whole workers as far as these come close; the
// others are for idle Ps, if there is more reason than that none was collected for long.
void Watcher::judgeCollection(const Event& event) {
  static constexpr uint32_t kDedicated[] = {0, 0, 0, 0, 1, 1, 1, 2, 2};
  dedicatedMax_ = event.b;
  idleMax_ = event.c;
  if (procs_ >= std::size(kDedicated)) return;
  const uint32_t dedicated = kDedicated[procs_];
  if (event.b != dedicated) fail("a collection has the wrong number of dedicated workers");
  if (event.c != procs_ - dedicated && event.c != (dedicated > 0 ? 0 : 1)) {
    fail("a collection has the wrong number of idle workers");
  }
}

// No more workers of a kind than the beginning of the collection allowed.
void Watcher::judgeWorker(const Event& event) {
  if (!fold_.collecting()) fail("a worker marks and nothing is collected");
  uint32_t same = 1;
  for (const FoldP& pp : fold_.procs()) same += pp.gcWorker == event.sub ? 1 : 0;
  const auto mode = static_cast<GcWorkerMode>(event.sub);
  if (mode == GcWorkerMode::kDedicated && same > dedicatedMax_) fail("too many dedicated workers");
  if (mode == GcWorkerMode::kIdle && same > idleMax_) fail("too many idle workers");
  if (mode == GcWorkerMode::kNotWorker) fail("a worker marks in no mode");
}

void Watcher::judgeDisabled(const Event& event) {
  // The goroutine that calls finalizers is the runtime's, but what it runs is the program's.
  // It may have ended since.
  const G* gp = findG(world_->machine, event.g);
  if (!fold_.collecting()) fail("a goroutine was disabled and nothing is collected");
  if (gp != nullptr && gp->system && !gp->callsUser) {
    fail("a goroutine of the runtime was disabled");
  }
  if (!disabled_.insert(event.g).second) fail("a goroutine was disabled twice");
}

// Half of the victim's queue, the larger one, from its head; or, if that is empty and only on the
// last pass, runnext.
void Watcher::judgeSteal(const Event& event) {
  if (event.a >= fold_.procs().size()) return fail("a steal from a P that is not there");
  const FoldP& victim = fold_.procs()[event.a];
  const auto length = static_cast<uint32_t>(picture(victim.queue).size());
  const bool runnext = event.sub != 0;
  if (runnext && event.c != schedule_.settings.stealTries - 1) {
    fail("runnext was stolen on pass " + std::to_string(event.c));
  }
  if (!runnext && event.b != length - length / 2) {
    fail("a steal took " + std::to_string(event.b) + " of " + std::to_string(length));
  }
}

// A batch of the global queue is a P's fair share, half a ring at most.
void Watcher::judgeBatch(const Event& event) {
  const auto branch = static_cast<PickBranch>(event.sub);
  const uint32_t size = event.a + event.b;
  uint32_t expected = 1;
  if (branch != PickBranch::kGlobal61) {
    expected = std::min({size / procs_ + 1, size, schedule_.settings.runqSize / 2});
    if (size != picture(fold_.global()).size())
      fail("the global queue is not as long as it was said");
  }
  if (event.a != expected) {
    fail("a batch of " + std::to_string(event.a) + " was taken of " + std::to_string(size) +
         " in the global queue instead of " + std::to_string(expected));
  }
}

}  // namespace gopark::simulation
