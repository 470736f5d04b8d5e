// What queues, lists and counters must look like between two turns.
#include <algorithm>

#include "runtime/mgc.h"
#include "runtime/sched.h"
#include "watcher.h"

namespace gopark::simulation {

namespace {

std::string name(const G* gp) {
  return "G" + std::to_string(gp->goid.load());
}

std::string name(const P* pp) {
  return "P" + std::to_string(pp->id);
}

std::string name(const M* mp) {
  return "M" + std::to_string(mp->id);
}

uint32_t idOf(const G* gp) {
  return static_cast<uint32_t>(gp->goid.load());
}

}  // namespace

void Watcher::failG(const G* gp, const std::string& what) {
  fail(name(gp) + " " + what);
}

// A goroutine that was picked by an M it is not locked to is handed to the right one, with the P.
bool Watcher::inHand(const G* gp) const {
  const M* owner = gp->lockedm.load();
  return owner != nullptr && owner->nextp != nullptr;
}

void Watcher::queued(G* gp, const char* where) {
  if (gp == nullptr) return fail(std::string("an empty place in ") + where);
  if (readgstatus(gp) != _Grunnable) {
    failG(gp, "is in " + std::string(where) + " with status " + std::to_string(readgstatus(gp)));
  }
  auto [it, isNew] = where_.emplace(gp, where);
  if (!isNew) failG(gp, std::string("is in ") + it->second + " and in " + where);
  look_.queued++;
}

// The picture that the events give must be what lies in memory, in the same order.
void Watcher::compare(const FoldQueue& queue, const std::vector<uint32_t>& ids,
                      const std::string& where) {
  if (picture(queue) != ids) fail("the events' picture of " + where + " is not what lies there");
}

void Watcher::lookAtRing(P* pp) {
  const uint32_t head = pp->runqhead.load();
  const uint32_t tail = pp->runqtail.load();
  if (tail - head > pp->runqSize) return fail(name(pp) + "'s ring holds more than it can");
  std::vector<uint32_t> ids;
  for (uint32_t i = head; i != tail; i++) {
    G* gp = pp->runq[i % pp->runqSize].load();
    queued(gp, "a run queue");
    if (gp == nullptr) return;
    ids.push_back(idOf(gp));
  }
  G* next = pp->runnext.load();
  if (next != nullptr) queued(next, "runnext");
  const auto id = static_cast<size_t>(pp->id);
  if (id >= fold_.procs().size()) return fail(name(pp) + " is unknown to the events");
  compare(fold_.procs()[id].queue, ids, name(pp) + "'s ring");
}

void Watcher::lookAtGlobal() {
  const Sched& sched = world_->machine->sched;
  std::vector<uint32_t> ids;
  const G* last = nullptr;
  for (G* gp = sched.runq.head; gp != nullptr; gp = gp->schedlink) {
    queued(gp, "the global queue");
    ids.push_back(idOf(gp));
    last = gp;
    if (world_->failed()) return;
  }
  const auto size = static_cast<int32_t>(ids.size());
  if (size != sched.runq.size || size != sched.runqsize.load()) {
    fail("the global queue's length is not its size");
  }
  if (size > 0 && last != sched.runq.tail) fail("the global queue's tail is not its last");
  compare(fold_.global(), ids, "the global queue");
}

// Those that may not run while the collector marks; they are no work for anybody.
void Watcher::lookAtDisabled() {
  const Sched& sched = world_->machine->sched;
  const int before = look_.queued;
  int32_t size = 0;
  for (G* gp = sched.disable.runnable.head; gp != nullptr; gp = gp->schedlink) {
    queued(gp, "the list of disabled ones");
    if (gp != nullptr && disabled_.count(idOf(gp)) == 0) failG(gp, "is disabled without an event");
    size++;
    if (world_->failed()) return;
  }
  look_.queued = before;
  if (size != sched.disable.runnable.size || static_cast<size_t>(size) != disabled_.size()) {
    fail("the list of disabled goroutines is not as long as it should be");
  }
  if (size > 0 && !sched.disable.user.load()) fail("goroutines are disabled, and all may run");
}

// Every worker of the collector that waits is in the pool, or some P is about to run it; and those
// that mark are counted.
void Watcher::lookAtWorkers() {
  const Gc& gc = *world_->machine->gc;
  std::unordered_set<const G*> idle;
  for (const G* gp = gc.pool.head; gp != nullptr; gp = gp->schedlink) {
    if (!idle.insert(gp).second) return fail("the pool of workers is a ring");
  }
  int64_t dedicated = gc.controller.dedicatedMarkWorkersNeeded.load();
  int32_t idlers = 0;
  for (const P* pp : world_->machine->allp) {
    if (pp->nextGCMarkWorker != nullptr && !idle.insert(pp->nextGCMarkWorker).second) {
      failG(pp->nextGCMarkWorker, "is to be run by a P and in the pool, too");
    }
    if (pp->gcMarkWorkerMode == GcWorkerMode::kDedicated) dedicated++;
    if (pp->gcMarkWorkerMode == GcWorkerMode::kIdle) idlers++;
  }
  if (dedicated != dedicatedMax_) fail("a dedicated worker is missing or is one too many");
  if (idlers != gc.controller.idleMarkWorkers.load()) fail("idle workers are counted wrong");
  for (const G* gp : gc.workers) {
    const bool waits =
        readgstatus(gp) == _Gwaiting && gp->waitreason.load() == WaitReason::kGCWorkerIdle;
    if (waits != (idle.count(gp) != 0)) failG(gp, "is a worker that nobody will find");
  }
}

void Watcher::lookAtGs() {
  for (G* gp : world_->machine->allgs) {
    const uint32_t status = readgstatus(gp);
    const bool isQueued = where_.count(gp) != 0;
    const M* mp = gp->m.load();
    switch (status) {
      case _Grunnable:
        if (!isQueued && !inHand(gp)) failG(gp, "is runnable and in no queue");
        break;
      case _Grunning:
      case _Gsyscall:
        if (mp == nullptr || mp->curg.load() != gp) {
          failG(gp, "runs, but not on its M");
        } else if (status == _Grunning && (mp->p == nullptr || mp->p->m.load() != mp)) {
          failG(gp, "runs without a P");
        }
        break;
      case _Gwaiting:
      case _Gdead:
        if (mp != nullptr) failG(gp, "has an M although it does not run");
        break;
      default:
        failG(gp, "has status " + std::to_string(status));
    }
  }
}

// Every dead goroutine is on one free list, once.
void Watcher::lookAtFree() {
  Machine* machine = world_->machine;
  std::unordered_set<const G*> free;
  auto look = [&](const GQueue& list, int32_t counted) {
    int32_t size = 0;
    for (const G* gp = list.head; gp != nullptr; gp = gp->schedlink) {
      size++;
      if (readgstatus(gp) != _Gdead) failG(gp, "is on a free list and not dead");
      if (!free.insert(gp).second) return failG(gp, "is on free lists twice");
    }
    if (size != list.size || size != counted) fail("a free list's length is not its size");
  };
  for (const auto& pp : machine->allpOwned) look(pp->gFree, pp->gFreeCount.load());
  look(machine->sched.gFree, machine->sched.gFreeCount.load());
  size_t dead = 0;
  for (const G* gp : machine->allgs) dead += readgstatus(gp) == _Gdead ? 1 : 0;
  if (dead != free.size()) fail("a dead goroutine is on no free list");
}

void Watcher::lookAtMs() {
  Machine* machine = world_->machine;
  const Sched& sched = machine->sched;
  int spinning = 0;
  look_.transit = false;
  for (M* mp = machine->allm.load(); mp != nullptr; mp = mp->alllink.load()) {
    if (mp == machine->sysmonM) continue;
    const bool started = startedMs_.count(mp->id) != 0;
    // A new M that is to spin does not know it before it has started.
    if (mp->spinning.load() || (!started && mp->mstartfn != nullptr)) spinning++;
    if (mp->locks != 0) fail(name(mp) + " holds locks between turns");
    if (mp->curg.load() != nullptr) continue;
    if (mp->nextp != nullptr || (!mp->onIdleList && (mp->p != nullptr || !mp->blocked.load()))) {
      look_.transit = true;
    }
  }
  look_.spinning = spinning;
  if (spinning != sched.nmspinning.load()) {
    fail("nmspinning is " + std::to_string(sched.nmspinning.load()) + " with " +
         std::to_string(spinning) + " spinning Ms");
  }
  int idle = 0;
  for (M* mp = sched.midle; mp != nullptr; mp = mp->idleNext) {
    idle++;
    if (mp->p != nullptr || mp->curg.load() != nullptr || mp->spinning.load()) {
      return fail(name(mp) + " is on the idle list and not idle");
    }
    if (mp->nextp != nullptr) return fail(name(mp) + " is on the idle list with a P to come");
  }
  if (idle != sched.nmidle) fail("nmidle is not the length of the idle list");
}

void Watcher::lookAtPs() {
  Machine* machine = world_->machine;
  const Sched& sched = machine->sched;
  std::unordered_set<const P*> idle;
  for (P* pp = sched.pidle; pp != nullptr; pp = pp->link) {
    if (!idle.insert(pp).second) return fail("the list of idle Ps is a ring");
    if (pp->status.load() != _Pidle || pp->m.load() != nullptr) {
      return fail(name(pp) + " is on the idle list and not idle");
    }
    if (!runqempty(pp)) fail(name(pp) + " is idle and its queue is not empty");
  }
  if (static_cast<int32_t>(idle.size()) != sched.npidle.load()) {
    fail("npidle is " + std::to_string(sched.npidle.load()) + " with " +
         std::to_string(idle.size()) + " idle Ps");
  }
  if (static_cast<int32_t>(machine->allp.size()) != machine->gomaxprocs.load()) {
    fail("gomaxprocs is not the number of Ps");
  }
  std::unordered_map<const P*, int> owners;
  for (M* mp = machine->allm.load(); mp != nullptr; mp = mp->alllink.load()) {
    if (mp->p != nullptr) owners[mp->p]++;
    if (mp->nextp != nullptr) owners[mp->nextp]++;
  }
  for (P* pp : machine->allp) {
    const bool isIdle = idle.count(pp) != 0;
    if (maskRead(machine->idlepMask, pp->id) != isIdle) fail("idlepMask is wrong of " + name(pp));
    if (timersLen(pp) > 0 && !maskRead(machine->timerpMask, pp->id)) {
      fail("timerpMask is wrong of " + name(pp));
    }
    if (pp->status.load() == _Pgcstop) continue;
    const int expected = isIdle ? 0 : 1;
    if (owners[pp] != expected) {
      fail(name(pp) + " belongs to " + std::to_string(owners[pp]) + " Ms" +
           (isIdle ? " and is idle" : ""));
    }
  }
}

void Watcher::lookAtStructures() {
  Machine* machine = world_->machine;
  look_.queued = 0;
  where_.clear();
  for (P* pp : machine->allp) lookAtRing(pp);
  lookAtGlobal();
  lookAtDisabled();
  lookAtWorkers();
  if (world_->failed()) return;
  lookAtGs();
  lookAtFree();
  lookAtPs();
}

}  // namespace gopark::simulation
