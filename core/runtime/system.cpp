// The runtime's own goroutines, and runtime.main. All are stackless: their bodies are small state
// machines. Go's counterpart: main and forcegchelper of proc.go, gcenable and bgsweep of mgc.go and
// mgcsweep.go, bgscavenge, updateMaxProcsGoroutine, runFinalizers.
//
// What runtime.main does decides which goroutines exist, their ids, and the tick at which main.main
// begins; programs can tell. On one P:
//
//   main locks itself to the first M; `go forcegchelper`; `go bgsweep`; `go bgscavenge`; waits for
//   two signals. The last made, bgscavenge, runs first, and signals: main, in runnext, goes back to
//   its M (tick 1) and waits again; forcegc (2), bgsweep (3), which signals: main (4). Then the
//   GOMAXPROCS updater and the finalizer goroutine are made; they have not run when main.main
//   begins.
//
// Differs: Go's finalizer goroutine is made by whatever package sets the first finalizer; package
// os does, so nearly every program has it.
#include <utility>

#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

Machine* machineOf(G* gp) {
  return gp->m.load(std::memory_order_relaxed)->machine;
}

// A system goroutine's body: where it is, and the operation it is in.
struct SystemBody {
  uint32_t phase = 0;
  OpState op;
  int procs = 0;
};

void destroySystemBody(G* gp) {
  delete static_cast<SystemBody*>(gp->body);
}

G* startSystemG(Stop (*resume)(G*)) {
  GoBody body;
  body.resume = resume;
  body.destroyBody = destroySystemBody;
  body.body = new SystemBody();
  body.system = true;
  return newproc(body);
}

SystemBody* bodyOf(G* gp) {
  return static_cast<SystemBody*>(gp->body);
}

// --- forcegc: collects when nothing was collected for two minutes ---

Stop forcegcResume(G* gp) {
  Machine* machine = machineOf(gp);
  SystemGs& system = *machine->systemGs;
  SystemBody* body = bodyOf(gp);
  if (body->phase == 1) {
    OpResult result =
        machine->language == nullptr ? OpResult::done() : machine->language->forceGc(gp, &body->op);
    if (result.status == OpStatus::kStop) return result.stop;
    body->op = OpState{};
  }
  body->phase = 1;
  if (std::exchange(system.forcegcWanted, false)) return forcegcResume(gp);
  lock(&system.lock);
  CHECK(!system.forcegcIdle.load(std::memory_order_relaxed), "gopark: forcegc: phase error");
  system.forcegc = gp;
  system.forcegcIdle.store(true, std::memory_order_release);
  return goparkunlock(gp, &system.lock, WaitReason::kForceGCIdle, 0).stop;
}

// --- bgsweep and bgscavenge: exist and wait ---

// Sends one of the two signals main waits for in gcenable: a channel of capacity 2 whose receiver,
// if it waits, gets the value directly.
void signalMain(SystemGs& system) {
  lock(&system.lock);
  G* waiting = system.mainWaiting;
  system.mainWaiting = nullptr;
  if (waiting == nullptr) system.started++;
  unlock(&system.lock);
  if (waiting != nullptr) goready(waiting);
}

Stop waitForWork(G* gp, WaitReason reason) {
  SystemBody* body = bodyOf(gp);
  if (body->phase++ == 0) signalMain(*machineOf(gp)->systemGs);
  return gopark(gp, nullptr, nullptr, reason, 0).stop;
}

Stop bgsweepResume(G* gp) {
  return waitForWork(gp, WaitReason::kGCSweepWait);
}

Stop bgscavengeResume(G* gp) {
  return waitForWork(gp, WaitReason::kGCScavengeWait);
}

// --- Finalizers and cleanups ---

// Their bodies belong to the language: what is called runs in one like any goroutine's, and between
// two calls there is none.
Stop callbackResume(G* gp, CallbackKind kind, WaitReason reason) {
  Machine* machine = machineOf(gp);
  SystemGs& system = *machine->systemGs;
  SystemGs::CallbackG& self = system.callbackGs[static_cast<int>(kind)];
  for (;;) {
    Stop stop;
    if (machine->language != nullptr && machine->language->runCallbacks(gp, kind, &stop)) {
      return stop;
    }
    lock(&system.lock);
    if (std::exchange(self.wanted, false)) {
      unlock(&system.lock);
      continue;
    }
    self.waiting = gp;
    return goparkunlock(gp, &system.lock, reason, 0).stop;
  }
}

Stop finalizerResume(G* gp) {
  return callbackResume(gp, CallbackKind::kFinalizer, WaitReason::kFinalizerWait);
}

Stop cleanupResume(G* gp) {
  return callbackResume(gp, CallbackKind::kCleanup, WaitReason::kCleanupWait);
}

// --- The GOMAXPROCS updater ---

// It stops the world when sysmon cannot: to follow the number of processors, and to write a
// snapshot into the events.
//
// Differs: Go's updater does only the former; Go's tracer has goroutines of its own.
Stop updaterResume(G* gp) {
  Machine* machine = machineOf(gp);
  SystemGs& system = *machine->systemGs;
  SystemBody* body = bodyOf(gp);
  enum : uint32_t { kFirst, kWoken, kResizing, kLooking, kSnapshot };
  if (body->phase == kWoken) {
    lock(&system.lock);
    body->procs = system.updaterProcs;
    unlock(&system.lock);
    body->phase = body->procs > 0 ? kResizing : kLooking;
  }
  if (body->phase == kResizing) {
    int old;
    OpResult result = gomaxprocs(gp, &body->op, body->procs, &old);
    // The number is the system's choice, not the program's: go on following it.
    machine->customGomaxprocs.store(false, std::memory_order_relaxed);
    if (result.status == OpStatus::kStop) return result.stop;
    body->op = OpState{};
    body->phase = kLooking;
  }
  if (body->phase == kLooking &&
      machine->snapshotWanted.exchange(false, std::memory_order_acq_rel)) {
    body->phase = kSnapshot;
  }
  if (body->phase == kSnapshot) {
    auto write = [](Machine*, G* gp, void*) {
      emitSnapshot(gp->m.load(std::memory_order_relaxed));
    };
    OpResult result = withWorldStopped(gp, &body->op, StwReason::kSnapshot, write, nullptr);
    if (result.status == OpStatus::kStop) return result.stop;
    body->op = OpState{};
  }
  body->phase = kWoken;
  lock(&system.lock);
  system.updaterIdle.store(true, std::memory_order_release);
  return goparkunlock(gp, &system.lock, WaitReason::kUpdateGOMAXPROCSIdle, 0).stop;
}

// --- runtime.main ---

struct MainBody {
  GoBody main;
  uint32_t phase = 0;
};

void destroyMainBody(G* gp) {
  MainBody* body = static_cast<MainBody*>(gp->body);
  gp->body = body->main.body;
  if (body->main.destroyBody != nullptr) body->main.destroyBody(gp);
  delete body;
}

// Receives one signal; false: main has to park, with system.lock held.
bool receiveSignal(SystemGs& system, G* gp) {
  lock(&system.lock);
  if (system.started > 0) {
    system.started--;
    unlock(&system.lock);
    return true;
  }
  system.mainWaiting = gp;
  return false;
}

Stop mainResume(G* gp) {
  M* mp = gp->m.load(std::memory_order_relaxed);
  Machine* machine = mp->machine;
  SystemGs& system = *machine->systemGs;
  MainBody* body = static_cast<MainBody*>(gp->body);
  if (body->phase == 0) {
    machine->mainStarted.store(true, std::memory_order_relaxed);
    machine->host->startSysmon(sysmonTick, machine);
    CHECK(mp == machine->m0, "gopark: runtime.main not on m0");
    mp->lockedInt++;
    dolockOSThread(mp, gp);
    startSystemG(forcegcResume);
    startSystemG(bgsweepResume);
    startSystemG(bgscavengeResume);
  }
  // Two signals; a park that was answered directly counts as received.
  while (body->phase < 2) {
    body->phase++;
    if (!receiveSignal(system, gp)) {
      return goparkunlock(gp, &system.lock, WaitReason::kChanReceive, 0).stop;
    }
  }
  system.updater = startSystemG(updaterResume);
  startCallbackG(machine, CallbackKind::kFinalizer);
  // From here on gp is the program's main goroutine.
  gp->resume = body->main.resume;
  gp->destroyBody = body->main.destroyBody;
  gp->body = body->main.body;
  delete body;
  return gp->resume(gp);
}

}  // namespace

void startCallbackG(Machine* machine, CallbackKind kind) {
  SystemGs& system = *machine->systemGs;
  lock(&system.lock);
  const bool started = std::exchange(system.callbackGs[static_cast<int>(kind)].started, true);
  unlock(&system.lock);
  if (started) return;
  GoBody body;
  body.resume = kind == CallbackKind::kFinalizer ? finalizerResume : cleanupResume;
  body.system = true;
  body.callsUser = true;
  newproc(body);
}

void callbacksQueued(Machine* machine, CallbackKind kind) {
  SystemGs& system = *machine->systemGs;
  lock(&system.lock);
  system.callbackGs[static_cast<int>(kind)].wanted = true;
  system.callbacksWanted.store(true, std::memory_order_release);
  unlock(&system.lock);
}

void wakeCallbackGs(Machine* machine) {
  SystemGs& system = *machine->systemGs;
  GQueue awake;
  bool wanted = false;
  lock(&system.lock);
  for (SystemGs::CallbackG& callback : system.callbackGs) {
    if (callback.wanted && callback.waiting != nullptr) {
      callback.wanted = false;
      awake.push(std::exchange(callback.waiting, nullptr));
    }
    wanted |= callback.wanted;
  }
  system.callbacksWanted.store(wanted, std::memory_order_release);
  unlock(&system.lock);
  // The finalizer goroutine's turn in runnext is taken by nobody: it is readied last.
  while (G* gp = awake.pop()) goready(gp);
}

G* newMainG(M* mp, const GoBody& main) {
  MainBody* state = new MainBody();
  state->main = main;
  GoBody body = main;
  body.resume = mainResume;
  body.destroyBody = destroyMainBody;
  body.body = state;
  return newproc(body);
}

}  // namespace gopark
