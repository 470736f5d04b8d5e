// Nobody waits who need not: no wake-up is lost, no timer, no time slice, no deadlock.
#include <algorithm>

#include "runtime/mgc.h"
#include "runtime/sched.h"
#include "watcher.h"

namespace gopark::simulation {

namespace {

// Nothing that sysmon or a timer brings about is exact to less.
constexpr int64_t kSlackNs = 50'000;

// Cores' clocks are this far apart at most.
constexpr int64_t kSkewNs = 5'000;

std::string name(const Body* body) {
  return "goroutine " + std::to_string(body->instance) + " of routine " +
         std::to_string(body->index);
}

const char* onText(On on) {
  static constexpr const char* kTexts[] = {"nothing",       "a channel",     "a mutex",
                                           "a WaitGroup",   "a notify list", "the clock",
                                           "a system call", "an RWMutex",    "the world"};
  return kTexts[static_cast<int>(on)];
}

bool parked(const Body* body) {
  return body->gp != nullptr && readgstatus(body->gp) == _Gwaiting;
}

}  // namespace

// Who waits in the model waits in the runtime, and the other way round.
void Watcher::lookAtModel() {
  int rwParked = 0, rwAwake = 0;
  int worldParked = 0, worldAwake = 0;
  for (const Body* body : world_->live) {
    const bool waits = parked(body);
    switch (body->on) {
      case On::kChan:
      case On::kMutex:
      case On::kWaitGroup:
      case On::kNotify:
        if (waits && body->woken) fail(name(body) + " was not woken from " + onText(body->on));
        if (!waits && !body->woken) fail(name(body) + " was woken from " + onText(body->on));
        break;
      case On::kRWMutex:
        (waits ? rwParked : rwAwake)++;
        break;
      case On::kNothing:
      case On::kSyscall:
        if (waits) fail(name(body) + " is parked and waits for nothing");
        break;
      case On::kWorld:
        (waits ? worldParked : worldAwake)++;
        break;
      case On::kSleep:
        break;
    }
    // A writer that is about to let go of the writers' mutex.
    if (body->on != On::kRWMutex && body->begun && !waits) rwAwake++;
  }
  for (const G* gp : world_->machine->allgs) {
    if (gp->system && readgstatus(gp) != _Gwaiting) worldAwake++;
  }
  // Whoever stops the world does not park meanwhile. A collection has the world only at its ends.
  if (fold_.collecting()) worldAwake++;
  if (worldParked > 0 && worldAwake == 0) {
    fail("somebody waits to stop the world and nobody does");
  }
  for (const ModelMutex& m : world_->model.mutexes) {
    if (m.owner == nullptr && m.awake == 0 && !m.waiters.empty()) {
      fail("a mutex is free and nobody of those who wait was woken");
    }
  }
  for (const ModelRWMutex& rw : world_->model.rwmutexes) {
    if (rw.writer == nullptr && rw.readers == 0 && rwParked > 0 && rwAwake == 0) {
      fail("an RWMutex is free and nobody of those who wait was woken");
    }
  }
}

// earliestDue() is when the next thing happens that the clock brings about; INT64_MAX: never.
int64_t Watcher::earliestDue() const {
  int64_t due = INT64_MAX;
  for (const Body* body : world_->live) {
    if (body->on == On::kSleep && parked(body)) due = std::min(due, body->untilNs);
  }
  for (const ModelTimer& timer : world_->model.funcTimers) {
    if (timer.pending) due = std::min(due, timer.when);
  }
  for (int i = 0; i < kTimers; i++) {
    const ModelTimer& timer = world_->model.timers[i];
    // It fires only while somebody waits, or looks.
    if (timer.pending && world_->model.receives(kChans + i)) due = std::min(due, timer.when);
  }
  return due;
}

// Whether the M that sleeps in the poller will see to a timer that is due at `when`.
bool Watcher::pollerCovers(int64_t when, int64_t now) const {
  const Sched& sched = world_->machine->sched;
  if (sched.lastpoll.load() != 0) return false;
  if (pollBroken_) return true;
  const int64_t until = sched.pollUntil.load();
  if (until == 0 || until > when + kSlackNs) return false;
  // Once its time has come it waits for a core only.
  if (until > now - kSlackNs) return true;
  for (const SimHost::CoreView& core : host_->cores()) {
    if (core.m < 0 && !core.stopped) return false;
  }
  return true;
}

void Watcher::lookAtTimers(int64_t now) {
  const Sched& sched = world_->machine->sched;
  const int64_t due = earliestDue();
  const bool idle = sched.npidle.load() > 0 && look_.spinning == 0 && !look_.transit;
  const bool late = idle && due < now - kSlackNs && !pollerCovers(due, now);
  if (undue_.lasts(late, now) > kSlackNs) {
    fail("a timer is overdue by " + std::to_string(now - due) +
         " ns with an idle P and nobody to see to it");
  }
}

void Watcher::lookAtSlices(int64_t now) {
  const Settings& settings = schedule_.settings;
  // sysmon looks every sysmonDelayMaxNs at least, sees the slice at its next look, and asks at the
  // one after its end.
  const int64_t sysmonNs = 2 * settings.sysmonDelayMaxNs + kSlackNs;
  for (P* pp : world_->machine->allp) {
    OnP& on = onP_[pp];
    const M* mp = pp->m.load();
    const G* gp = mp == nullptr ? nullptr : mp->curg.load();
    const uint32_t status = gp == nullptr ? 0 : readgstatus(gp);
    const uint32_t tick = pp->schedtick.load();
    const bool runs = status == _Grunning && gp->preempt.load() == kPreemptNot &&
                      tick == on.schedtick && mp->blocked.load() == false;
    on.schedtick = tick;
    if (on.runs.lasts(runs, now) > settings.forcePreemptNs + sysmonNs + faultsNs_ &&
        settings.preempt == PreemptMode::kAsync) {
      failG(gp, "was not asked to yield after its time slice");
    }
    const bool held = status == _Gsyscall && look_.queued > 0 && !runqempty(pp);
    if (on.inSyscall.lasts(held, now) > settings.syscallRetakeNs + 2 * sysmonNs + faultsNs_) {
      failG(gp, "is in a system call and its P, which has work, was not retaken");
    }
  }
}

// Everybody in a queue gets a P within the time slices of all others.
void Watcher::lookAtWaits(int64_t now) {
  const Settings& settings = schedule_.settings;
  if (settings.preempt != PreemptMode::kAsync) return;
  const int64_t sliceNs = settings.forcePreemptNs + 2 * settings.sysmonDelayMaxNs + kSlackNs;
  int64_t ms = 0;
  for (M* mp = world_->machine->allm.load(); mp != nullptr; mp = mp->alllink.load()) ms++;
  const auto gs = static_cast<int64_t>(world_->live.size()) + 8;
  const int64_t crowd = ms / schedule_.sim.cores + 1;
  // While the world is stopped nobody runs, and who was preempted for it goes on first.
  const auto stops = static_cast<int64_t>(fold_.counts().stops);
  const int64_t boundNs = 4 * (gs + stops) * sliceNs * crowd + faultsNs_ + 100'000'000;
  for (const FoldG& g : fold_.slots()) {
    if (g.id != 0 && g.status == _Grunnable && now - g.sinceNs > boundNs) {
      fail("G" + std::to_string(g.id) + " waited " + std::to_string(now - g.sinceNs) +
           " ns to run");
    }
  }
}

// modelDead() says that nobody can ever go on.
bool Watcher::modelDead() const {
  if (earliestDue() != INT64_MAX) return false;
  if (world_->live.empty()) return false;
  for (const Body* body : world_->live) {
    if (!parked(body) || body->woken) return false;
  }
  return true;
}

void Watcher::lookForDeadlock(int64_t now) {
  bool timers = false;
  for (P* pp : world_->machine->allp) timers = timers || timersLen(pp) > 0;
  const bool dead = !timers && !look_.transit && look_.spinning == 0 && modelDead();
  if (dead_.lasts(dead, now) > 50'000'000 + faultsNs_) {
    fail("all goroutines are asleep and no deadlock is reported");
  }
}

// Whoever stops the world takes the Ps of those in system calls at once, and who enters one then
// gives up its own.
void Watcher::lookAtStop() {
  for (P* pp : world_->machine->allp) {
    const M* mp = pp->m.load();
    const G* gp = mp == nullptr ? nullptr : mp->curg.load();
    if (gp == nullptr || readgstatus(gp) != _Gsyscall || pp->status.load() != _Prunning) continue;
    failG(gp, "holds up a stop of the world in a system call");
  }
}

// While there is something to mark, no P that could do it is idle for long; and some time
// everything is marked.
void Watcher::lookAtCollection(int64_t now) {
  Machine* machine = world_->machine;
  const Gc& gc = *machine->gc;
  const bool marking = gcMarking(machine);
  if (marking) undue_ = Since{};
  const bool wanted = marking && (gc.controller.needIdleMarkWorker() ||
                                  gc.controller.dedicatedMarkWorkersNeeded.load() > 0);
  const bool unmarked = wanted && gcMarkWorkAvailable(machine) && gc.marking.load() == 0 &&
                        look_.spinning == 0 && !look_.transit;
  if (unmarked_.lasts(unmarked, now) > kSkewNs) fail("there is work to mark and nobody marks");
  if (collecting_.lasts(fold_.collecting(), now) > 100'000'000 + 2 * faultsNs_) {
    fail("a collection does not end");
  }
}

void Watcher::lookAtProgress() {
  Machine* machine = world_->machine;
  const Sched& sched = machine->sched;
  const int64_t now = host_->nanotime();
  // A break of the poller is under way until it has left.
  const uint32_t wake = sched.pollWake.load();
  if (sched.lastpoll.load() != 0) pollBroken_ = false;
  if (wake != pollWake_ && sched.lastpoll.load() == 0) pollBroken_ = true;
  pollWake_ = wake;
  if (sched.gcwaiting.load()) {
    lookAtStop();
    unserved_ = undue_ = dead_ = unmarked_ = Since{};
    onP_.clear();
    return;
  }
  const bool unserved = sched.npidle.load() > 0 && look_.queued > 0 && look_.spinning == 0 &&
                        sched.nmspinning.load() == 0 && !look_.transit;
  if (unserved_.lasts(unserved, now) > kSkewNs) {
    fail("work is queued, a P is idle, and nobody looks for work");
  }
  lookAtCollection(now);
  if (!gcMarking(machine)) lookAtTimers(now);
  lookAtSlices(now);
  lookForDeadlock(now);
  if (turns_ % 512 == 0) lookAtWaits(now - machine->startNs);
}

}  // namespace gopark::simulation
