// schedule and execute: from "this M has a P and nothing to run" to a running goroutine. Go's
// counterpart: the functions of these names in proc.go.
#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

void waitForTheEnd(M* mp) {
  constexpr int64_t kLookNs = 1'000'000;
  while (!mp->machine->exiting.load(std::memory_order_acquire)) exitsleep(mp, kLookNs);
}

G* schedule(M* mp) {
  Machine* machine = mp->machine;
  CHECK(mp->locks == 0, "gopark: schedule: holding locks");
  if (G* locked = mp->lockedg.load(std::memory_order_relaxed)) {
    if (!stoplockedm(mp)) return nullptr;
    return execute(mp, locked, /*inheritTime=*/false, PickBranch::kLocked);
  }
  for (;;) {
    if (machine->dying.load(std::memory_order_acquire)) waitForTheEnd(mp);
    if (machine->exiting.load(std::memory_order_acquire)) return nullptr;
    P* pp = mp->p;
    pp->preempt.store(false, std::memory_order_relaxed);
    CHECK(!mp->spinning.load(std::memory_order_relaxed) || runqempty(pp),
          "gopark: schedule: spinning with local work");
    Picked picked = findRunnable(mp);
    if (picked.gp == nullptr) return nullptr;
    gcReleaseNextWorker(machine, mp->p);
    if (mp->spinning.load(std::memory_order_relaxed)) resetspinning(mp);
    if (!schedEnabled(machine, picked.gp)) {
      schedDisable(mp, picked.gp);
      continue;
    }
    if (picked.tryWakeP) wakep();
    if (picked.gp->lockedm.load(std::memory_order_relaxed) != nullptr) {
      if (!startlockedm(mp, picked.gp)) return nullptr;
      continue;
    }
    return execute(mp, picked.gp, picked.inheritTime, picked.branch, picked.victim);
  }
}

bool schedEnabled(const Machine* machine, const G* gp) {
  if (!machine->sched.disable.user.load(std::memory_order_relaxed)) return true;
  return gp->system && !gp->callsUser;
}

void schedDisable(M* mp, G* gp) {
  Sched& sched = mp->machine->sched;
  lock(&sched.lock);
  emit(mp, EventType::kGoDisabled, gp, 0, 0, sched.disable.runnable.size);
  sched.disable.runnable.pushBack(gp);
  unlock(&sched.lock);
}

void schedEnableUser(M* mp, bool enable) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  lock(&sched.lock);
  CHECK(sched.disable.user.load(std::memory_order_relaxed) == enable,
        "gopark: schedEnableUser: no change");
  sched.disable.user.store(!enable, std::memory_order_relaxed);
  if (enable) {
    // They run when the world does: now no P is idle that could be started for them.
    for (G* gp = sched.disable.runnable.head; gp != nullptr; gp = gp->schedlink) {
      globrunqnote(mp, gp, PutWhy::kUserEnabled);
    }
    globrunqputbatch(machine, &sched.disable.runnable);
  }
  unlock(&sched.lock);
}

namespace {

// On a simulated machine with several memory nodes, a goroutine that comes to another node finds
// nothing of what it used in the caches there.
void payForNode(M* mp, G* gp) {
  Host* host = mp->machine->host;
  const int node = host->node();
  if (gp->node >= 0 && gp->node != node) host->spend(Cost::kRemoteAccess, 1);
  gp->node = static_cast<int16_t>(node);
}

}  // namespace

G* execute(M* mp, G* gp, bool inheritTime, PickBranch branch, uint32_t victim) {
  P* pp = mp->p;
  gp->m.store(mp, std::memory_order_relaxed);
  // Others find the running goroutine through curg (release): preemptone, retake.
  mp->curg.store(gp, std::memory_order_release);
  casgstatus(gp, _Grunnable, _Grunning);
  gp->waitsince.store(0, std::memory_order_relaxed);
  // Whoever wanted the previous slice preempted repeats itself if it means this one too.
  gp->preempt.store(kPreemptNot, std::memory_order_relaxed);
  uint32_t tick = pp->schedtick.load(std::memory_order_relaxed);
  if (!inheritTime) pp->schedtick.store(++tick, std::memory_order_relaxed);
  emit(mp, EventType::kGoStart, gp, static_cast<uint8_t>(branch), 0, victim, tick,
       inheritTime ? 1 : 0);
  if (mp->machine->meter != nullptr) payForNode(mp, gp);
  return gp;
}

}  // namespace gopark
