// sysmon: the watcher without a P. Go's counterpart: sysmon of proc.go.
//
// Differs: Go's sysmon is a thread that sleeps; here the host calls sysmonTick() and is told when
// to call again, so that a page can drive it with a timer. Its M exists (id 1, as in Go) and counts
// as a system M; what one tick remembers for the next is in Machine::sysmon.
#include <algorithm>

#include "base/check.h"
#include "events/ring.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

constexpr int64_t kExitPollNs = 100'000;
constexpr int64_t kMaxprocsCheckNs = 1'000'000'000;

// The machine is ending: keep asking until the last other M has left.
int64_t exitRound(Machine* machine, M* self) {
  if (machine->liveMs.load(std::memory_order_acquire) > 0) {
    preemptall(machine, self, PreemptWhy::kExit);
    return kExitPollNs;
  }
  if (machine->exitEventDue.exchange(false, std::memory_order_relaxed)) {
    emitP(self, EventType::kMachineExit, nullptr, nullptr, 0, 0,
          static_cast<uint32_t>(machine->exitCode.load(std::memory_order_relaxed)));
  }
  return -1;
}

int64_t earliestTimer(Machine* machine) {
  int64_t next = INT64_MAX;
  lock(&machine->allpLock);
  for (P* pp : machine->allp) {
    int64_t when = timersWakeTime(pp);
    if (when != 0) next = std::min(next, when);
  }
  unlock(&machine->allpLock);
  return next;
}

// Nothing runs, or the world is stopped: sleep until a timer is due or somebody wakes sysmon.
// Returns for how long, 0: not now.
int64_t tryDeepSleep(Machine* machine, int64_t now) {
  Sched& sched = machine->sched;
  auto quiet = [&] {
    return sched.gcwaiting.load(std::memory_order_seq_cst) ||
           sched.npidle.load(std::memory_order_seq_cst) ==
               machine->gomaxprocs.load(std::memory_order_relaxed);
  };
  if (machine->schedtraceNs > 0 || !quiet()) return 0;
  if (machine->snapshotWanted.load(std::memory_order_acquire)) return 0;
  int64_t ns = 0;
  lock(&sched.lock);
  if (quiet()) {
    int64_t next = earliestTimer(machine);
    if (next > now) {
      sched.sysmonwait.store(true, std::memory_order_seq_cst);
      ns = std::min(machine->settings.forceGcPeriodNs / 2, next - now);
    }
  }
  unlock(&sched.lock);
  return ns;
}

void injectOne(G* gp) {
  GQueue list;
  list.pushBack(gp);
  injectglist(&list);
}

// Wakes the GOMAXPROCS updater, if it sleeps, to set procs (0: leave it) and do what else it does.
void wakeUpdater(Machine* machine, int procs) {
  SystemGs& system = *machine->systemGs;
  lock(&system.lock);
  const bool wake = system.updaterIdle.exchange(false, std::memory_order_acq_rel);
  if (wake) system.updaterProcs = procs;
  unlock(&system.lock);
  if (wake) injectOne(system.updater);
}

void maybeUpdateMaxprocs(Machine* machine, int64_t now) {
  Sysmon& state = *machine->sysmon;
  if (machine->customGomaxprocs.load(std::memory_order_relaxed)) return;
  if (now - state.lastMaxprocsNs < kMaxprocsCheckNs) return;
  state.lastMaxprocsNs = now;
  int procs = defaultGomaxprocs(machine);
  if (procs == machine->gomaxprocs.load(std::memory_order_relaxed)) return;
  wakeUpdater(machine, procs);
}

void wakeForceGc(Machine* machine) {
  SystemGs& system = *machine->systemGs;
  lock(&system.lock);
  const bool wake = system.forcegcIdle.exchange(false, std::memory_order_acq_rel);
  unlock(&system.lock);
  if (wake) injectOne(system.forcegc);
}

void maybeForceGc(Machine* machine, int64_t now) {
  int64_t last = machine->lastGcNs.load(std::memory_order_relaxed);
  if (last != 0 && now - last >= machine->settings.forceGcPeriodNs) wakeForceGc(machine);
}

void maybeTrace(Machine* machine, int64_t now) {
  Sysmon& state = *machine->sysmon;
  if (machine->schedtraceNs <= 0 || state.lastTraceNs + machine->schedtraceNs > now) return;
  state.lastTraceNs = now;
  if (state.startTraceNs == 0) state.startTraceNs = now;
  std::string text = schedtrace(machine, machine->scheddetail, now);
  machine->host->write(Stream::kStderr, text.data(), text.size());
}

int64_t round(Machine* machine, M* self) {
  if (machine->exiting.load(std::memory_order_acquire)) return exitRound(machine, self);
  const Settings& settings = machine->settings;
  Sysmon& state = *machine->sysmon;
  int64_t now = machine->host->nanotime();
  if (state.deepSleeping) {
    state.deepSleeping = false;
    machine->sched.sysmonwait.store(false, std::memory_order_seq_cst);
    state.idle = 0;
  } else if (int64_t ns = tryDeepSleep(machine, now)) {
    state.deepSleeping = true;
    emit(self, EventType::kSysmonTick, nullptr, 0, 0, static_cast<uint32_t>(ns / 1000), state.idle);
    return ns;
  }
  maybeUpdateMaxprocs(machine, now);
  if (machine->snapshotWanted.load(std::memory_order_acquire)) wakeUpdater(machine, 0);
  const uint32_t retaken = retake(self, now);
  state.idle = retaken != 0 ? 0 : state.idle + 1;
  maybeForceGc(machine, now);
  maybeTrace(machine, now);

  if (state.idle == 0) {
    state.delay = settings.sysmonDelayMinNs;
  } else if (state.idle > settings.sysmonIdleRounds) {
    state.delay *= 2;
  }
  const int64_t most = std::max(settings.sysmonDelayMinNs, settings.sysmonDelayMaxNs);
  state.delay = std::clamp(state.delay, settings.sysmonDelayMinNs, most);
  emit(self, EventType::kSysmonTick, nullptr, retaken != 0 ? 1 : 0, 0,
       static_cast<uint32_t>(state.delay / 1000), state.idle);
  return state.delay;
}

}  // namespace

int64_t sysmonTick(void* arg) {
  Machine* machine = static_cast<Machine*>(arg);
  M* before = getm();  // A single-threaded host calls this between Ms.
  M* self = machine->sysmonM;
  setm(self);
  int64_t ns = round(machine, self);
  setm(before);
  if (ns >= 0) return ns;
  if (self->events != nullptr) {
    EventRing* ring = self->events;
    self->events = nullptr;
    machine->events->retire(ring);
  }
  return -1;
}

void injectPreempt(Machine* machine, int64_t p) {
  if (p < 0 || p >= static_cast<int64_t>(machine->allp.size())) return;
  M* before = getm();
  setm(machine->sysmonM);
  preemptone(machine->sysmonM, machine->allp[static_cast<size_t>(p)], PreemptWhy::kUser, 0);
  setm(before);
}

void injectGc(Machine* machine) {
  M* before = getm();
  setm(machine->sysmonM);
  // Before the helper has come to wait for the first time it finds the wish.
  if (machine->systemGs->forcegc == nullptr) machine->systemGs->forcegcWanted = true;
  wakeForceGc(machine);
  setm(before);
}

void sysmonWake(Machine* machine) {
  if (machine->sched.sysmonwait.exchange(false, std::memory_order_seq_cst)) {
    machine->host->wakeSysmon();
  }
}

}  // namespace gopark
