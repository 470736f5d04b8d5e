// A machine's birth, end and destruction. Go's counterpart: schedinit and the entry sequence
// (proc.go, asm_*.s), exit. A Go process has one scheduler and never frees it; here everything is
// given back.
#include "runtime/machine.h"

#include <algorithm>

#include "base/check.h"
#include "events/ring.h"
#include "runtime/mgc.h"
#include "runtime/native.h"
#include "runtime/sched.h"
#include "runtime/synctest.h"

namespace gopark {

Machine::Machine(Host* host, const Settings& settings)
    : host(host),
      settings(settings),
      meter(host->controlled() ? host->meter() : nullptr),
      stealOrder(std::make_unique<CoprimeOrder>()),
      idlepMask(kProcsMax / 32),
      timerpMask(kProcsMax / 32) {
  for (int row = 0; row < settingCount(); row++) {
    CHECK(settingAllows(row, settingValue(settings, row)),
          "gopark: Machine: a setting is out of bounds");
  }
  allp.reserve(kProcsMax);
  if (settings.eventRingSize != 0)
    events = std::make_unique<EventRings>(settings.eventRingSize, /*shared=*/meter != nullptr);
  systemGs = new SystemGs();
  gc = new Gc();
  sysmon = new Sysmon();
}

Machine::~Machine() {
  CHECK(m0 == nullptr || finished(), "gopark: machine destroyed while it runs");
  for (G* gp : allgs) {
    stackful::stackRelease(gp);
    if (gp->destroyBody != nullptr) gp->destroyBody(gp);
    sleepTimerDestroy(gp);
    delete gp;
  }
  sudogsDestroy(this);
  for (auto& pp : allpOwned) {
    timersDestroy(pp.get());
    if (pp->languageCache != nullptr && language != nullptr) language->destroyPerP(pp.get());
  }
  for (auto& bubble : bubbles) timersRelease(&bubble->timers);
  semDestroy(this);
  nativeDestroy(this);
  // On a host whose Ms share the caller's thread, the last one to run may still be its M.
  if (M* mp = getm(); mp != nullptr && mp->machine == this) setm(nullptr);
  delete systemGs;
  delete gc;
  delete sysmon;
}

int defaultGomaxprocs(Machine* machine) {
  return std::clamp(machine->host->ncpu(), 1, kProcsMax);
}

// The calling thread plays the first M until that has its own thread.
void schedinit(Machine* machine) {
  CHECK(machine->m0 == nullptr, "gopark: machine started twice");
  machine->startNs = machine->host->nanotime();
  machine->timeSliced = machine->host->timeSliced();
  M* mp = mcommoninit(machine, -1);
  machine->m0 = mp;
  machine->sysmonM = mcommoninit(machine, -1);
  machine->sched.nmsys++;
  int procs = machine->settings.gomaxprocs;
  machine->customGomaxprocs.store(procs > 0, std::memory_order_relaxed);
  if (procs <= 0) procs = defaultGomaxprocs(machine);
  setm(mp);
  lock(&machine->sched.lock);
  machine->sched.lastpoll.store(machine->host->nanotime(), std::memory_order_relaxed);
  P* runnable = procresize(mp, std::min(procs, kProcsMax));
  unlock(&machine->sched.lock);
  CHECK(runnable == nullptr, "gopark: schedinit: unknown runnable goroutine during bootstrap");
}

void startTheMachine(Machine* machine, const GoBody& main) {
  M* outside = getm();
  schedinit(machine);
  M* mp = machine->m0;
  machine->mainG.store(newMainG(mp, main), std::memory_order_relaxed);
  setm(outside);
  machine->liveMs.store(1, std::memory_order_relaxed);
  CHECK(machine->host->newosproc(mstart, mp, mp->id),
        "gopark: the first thread could not be started");
}

void Machine::exit(int code) {
  if (exiting.exchange(true, std::memory_order_seq_cst)) return;
  exitCode.store(code, std::memory_order_relaxed);
  exitEventDue.store(true, std::memory_order_release);
  // Running bodies see the request at their next poll; sysmon repeats it until all have.
  M* self = getm();
  if (self != nullptr && self->machine != this) self = nullptr;
  preemptall(this, self, PreemptWhy::kExit);
  // Sleepers. An M made after this loop sees exiting before it sleeps: it took sched.lock later.
  lockOn(host, &sched.lock);
  for (const auto& mp : allmOwned) noteexit(host, &mp->park);
  noteexit(host, &sched.stopnote);
  unlockOn(host, &sched.lock);
  netpollBreak(this);
  exitWord.store(1, std::memory_order_seq_cst);
  host->futexwakeup(&exitWord, UINT32_MAX);
  host->wakeSysmon();
}

bool Machine::finished() const {
  return exiting.load(std::memory_order_acquire) && liveMs.load(std::memory_order_acquire) == 0 &&
         host->liveThreads() == 0;
}

}  // namespace gopark
