// Ms: making them, starting one for a P, putting one to sleep, waking. Go's counterpart: newm,
// startm, stopm, mget, mput, handoffp, wakep and resetspinning of proc.go.
//
// Differs: an M record lives as long as its machine, so whoever read pp->m may look at it later; Go
// needs freem and weak pointers for that.
#include <string>
#include <utility>

#include "base/check.h"
#include "events/ring.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

// Not inlined, and the only places that touch the thread-local: a G's native frames may go on on
// another thread after a park, so its address must be taken afresh each time.
thread_local M* currentM = nullptr;

void mspinning(M* mp) {
  mp->spinning.store(true, std::memory_order_relaxed);
}

}  // namespace

__attribute__((noinline)) M* getm() {
  return currentM;
}

__attribute__((noinline)) void setm(M* mp) {
  currentM = mp;
}

// --- Making Ms ---

int32_t mcount(const Machine* machine) {
  return static_cast<int32_t>(machine->sched.mnext - machine->sched.nmfreed);
}

int64_t mReserveID(Machine* machine) {
  return machine->sched.mnext++;
}

M* mcommoninit(Machine* machine, int64_t id) {
  auto owned = std::make_unique<M>();
  M* mp = owned.get();
  mp->machine = machine;
  mp->rng = Rng(machine->host->random());
  if (machine->events != nullptr) mp->events = machine->events->add();
  Sched& sched = machine->sched;
  lockOn(machine->host, &sched.lock);
  mp->id = static_cast<uint32_t>(id >= 0 ? id : mReserveID(machine));
  mp->alllink = machine->allm.load(std::memory_order_relaxed);
  machine->allmOwned.push_back(std::move(owned));
  machine->allm.store(mp, std::memory_order_release);
  const uint32_t most = machine->settings.maxmcount;
  bool tooMany = mcount(machine) > static_cast<int32_t>(most);
  unlockOn(machine->host, &sched.lock);
  if (tooMany) {
    std::string limit = std::to_string(most);
    std::string text = "runtime: program exceeds " + limit + "-thread limit\n";
    machine->host->write(Stream::kStderr, text.data(), text.size());
    fatalError(machine, nullptr, "thread exhaustion");
  }
  return mp;
}

uint32_t setMaxMs(Machine* machine, uint32_t most, bool* exceeded) {
  lock(&machine->sched.lock);
  const uint32_t old = std::exchange(machine->settings.maxmcount, most);
  *exceeded = mcount(machine) > static_cast<int32_t>(most);
  unlock(&machine->sched.lock);
  return old;
}

void newm(Machine* machine, void (*fn)(M*), P* pp, int64_t id) {
  M* mp = mcommoninit(machine, id);
  mp->mstartfn = fn;
  mp->nextp = pp;
  machine->liveMs.fetch_add(1, std::memory_order_relaxed);
  if (machine->host->newosproc(mstart, mp, mp->id)) return;
  const int have = machine->liveMs.fetch_sub(1, std::memory_order_release) - 1;
  const std::string text = "runtime: failed to create new OS thread (have " + std::to_string(have) +
                           " already; errno=11)\n"
                           "runtime: may need to increase max user processes (ulimit -u)\n";
  machine->host->write(Stream::kStderr, text.data(), text.size());
  fatalError(machine, nullptr, "newosproc");
}

// --- The idle list: doubly linked, last in first out ---

namespace {

void idleUnlink(Sched& sched, M* mp) {
  (mp->idlePrev != nullptr ? mp->idlePrev->idleNext : sched.midle) = mp->idleNext;
  if (mp->idleNext != nullptr) mp->idleNext->idlePrev = mp->idlePrev;
  mp->idlePrev = mp->idleNext = nullptr;
  mp->onIdleList = false;
  sched.nmidle--;
}

}  // namespace

void mput(M* mp) {
  Sched& sched = mp->machine->sched;
  mp->idleNext = sched.midle;
  if (sched.midle != nullptr) sched.midle->idlePrev = mp;
  sched.midle = mp;
  mp->onIdleList = true;
  sched.nmidle++;
  emit(mp, EventType::kMPark, nullptr, 0, 0, sched.nmidle);
}

M* mget(Machine* machine) {
  M* mp = machine->sched.midle;
  if (mp != nullptr) idleUnlink(machine->sched, mp);
  return mp;
}

bool mgetSpecific(Machine* machine, M* mp) {
  if (!mp->onIdleList) return false;
  idleUnlink(machine->sched, mp);
  return true;
}

// --- Sleeping and waking ---

bool stopm(M* mp) {
  CHECK(mp->locks == 0, "gopark: stopm holding locks");
  CHECK(mp->p == nullptr, "gopark: stopm holding p");
  CHECK(!mp->spinning.load(std::memory_order_relaxed), "gopark: stopm spinning");
  Machine* machine = mp->machine;
  lock(&machine->sched.lock);
  mput(mp);
  Dead dead = checkdead(machine);
  unlock(&machine->sched.lock);
  if (dead != Dead::kNo) endDead(machine, dead);
  if (!notesleep(mp, &mp->park)) return false;
  noteclear(&mp->park);
  acquirep(mp, mp->nextp);
  mp->nextp = nullptr;
  return true;
}

void startm(Machine* machine, P* pp, bool spinning) {
  M* self = getm();
  Sched& sched = machine->sched;
  lock(&sched.lock);
  if (pp == nullptr) {
    CHECK(!spinning, "gopark: startm: P required for spinning=true");
    pp = pidleget(machine);
    if (pp == nullptr) {
      unlock(&sched.lock);
      return;
    }
  }
  M* mp = mget(machine);
  if (mp == nullptr) {
    // The id is taken before the lock is let go, so that checkdead counts the new M as running.
    int64_t id = mReserveID(machine);
    unlock(&sched.lock);
    newm(machine, spinning ? mspinning : nullptr, pp, id);
    return;
  }
  unlock(&sched.lock);
  CHECK(!mp->spinning.load(std::memory_order_relaxed), "gopark: startm: m is spinning");
  CHECK(mp->nextp == nullptr, "gopark: startm: m has p");
  CHECK(!spinning || runqempty(pp), "gopark: startm: p has runnable gs");
  mp->spinning.store(spinning, std::memory_order_relaxed);
  mp->nextp = pp;
  emitP(self, EventType::kMUnpark, self->p, nullptr, spinning ? 1 : 0, 0, mp->id, pp->id);
  notewakeup(machine->host, &mp->park);
}

void wakep() {
  M* self = getm();
  Machine* machine = self->machine;
  Sched& sched = machine->sched;
  // At most one M looks for work at a time for this reason; it wakes the next when it finds some.
  int32_t none = 0;
  if (sched.nmspinning.load(std::memory_order_seq_cst) != 0 ||
      !sched.nmspinning.compare_exchange_strong(none, 1, std::memory_order_seq_cst)) {
    return;
  }
  lock(&sched.lock);
  P* pp = pidlegetSpinning(machine);
  unlock(&sched.lock);
  if (pp == nullptr) {
    int32_t spinning = sched.nmspinning.fetch_sub(1, std::memory_order_seq_cst);
    CHECK(spinning >= 1, "gopark: wakep: negative nmspinning");
    return;
  }
  emit(self, EventType::kWakep, nullptr, 1, 0, sched.npidle.load(std::memory_order_relaxed));
  startm(machine, pp, /*spinning=*/true);
}

void becomeSpinning(M* mp) {
  Sched& sched = mp->machine->sched;
  mp->spinning.store(true, std::memory_order_relaxed);
  int32_t spinning = sched.nmspinning.fetch_add(1, std::memory_order_seq_cst) + 1;
  sched.needspinning.store(0, std::memory_order_release);
  emit(mp, EventType::kSpinStart, nullptr, 0, 0, spinning,
       sched.npidle.load(std::memory_order_relaxed));
}

void resetspinning(M* mp) {
  Sched& sched = mp->machine->sched;
  CHECK(mp->spinning.load(std::memory_order_relaxed), "gopark: resetspinning: not a spinning m");
  mp->spinning.store(false, std::memory_order_relaxed);
  int32_t spinning = sched.nmspinning.fetch_sub(1, std::memory_order_seq_cst) - 1;
  CHECK(spinning >= 0, "gopark: findRunnable: negative nmspinning");
  emit(mp, EventType::kSpinStop, nullptr, 1, 0, spinning);
  // One spinner fewer, and work about: perhaps there is more of it.
  wakep();
}

// --- Handing a P on ---

// Must start an M whenever findRunnable would find work for pp.
void handoffp(M* mp, P* pp) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  if (!runqempty(pp) || !globrunqempty(machine)) {
    startm(machine, pp, false);
    return;
  }
  if (gcMarking(machine) && gcMarkWorkAvailable(machine)) {
    startm(machine, pp, false);
    return;
  }
  // No work. If nobody looks for some and no other P is idle, this one had better look.
  int32_t none = 0;
  if (sched.nmspinning.load(std::memory_order_seq_cst) +
              sched.npidle.load(std::memory_order_seq_cst) ==
          0 &&
      sched.nmspinning.compare_exchange_strong(none, 1, std::memory_order_seq_cst)) {
    sched.needspinning.store(0, std::memory_order_release);
    startm(machine, pp, true);
    return;
  }
  lock(&sched.lock);
  if (sched.gcwaiting.load(std::memory_order_seq_cst)) {
    pp->status.store(_Pgcstop, std::memory_order_release);
    sched.stopwait--;
    if (sched.stopwait == 0) notewakeup(machine->host, &sched.stopnote);
    unlock(&sched.lock);
    return;
  }
  if (sched.runq.size != 0) {
    unlock(&sched.lock);
    startm(machine, pp, false);
    return;
  }
  // The last running P: somebody has to sleep in the poller for the timers.
  if (sched.npidle.load(std::memory_order_relaxed) ==
          machine->gomaxprocs.load(std::memory_order_relaxed) - 1 &&
      sched.lastpoll.load(std::memory_order_seq_cst) != 0) {
    unlock(&sched.lock);
    startm(machine, pp, false);
    return;
  }
  int64_t when = timersWakeTime(pp);
  pidleput(mp, pp);
  unlock(&sched.lock);
  if (when != 0) wakeNetPoller(when);
}

}  // namespace gopark
