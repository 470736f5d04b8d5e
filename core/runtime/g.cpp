// Goroutines as records: status changes, ids, the free lists. Go's counterpart: the g part of
// proc.go (casgstatus, gfget, gfput, newproc1, gcount).
//
// Gs are never freed while the machine lives: a pointer to one stays valid, and a stale one sees a
// dead or reused G at worst.
#include "base/check.h"
#include "runtime/sched.h"
#include "runtime/synctest.h"

namespace gopark {

namespace {

// Whether a plain transition (no scan bit) is one the scheduler makes; go_runtime_spec 1.2.
bool legalTransition(uint32_t from, uint32_t to) {
  switch (from) {
    case _Gidle:
      return to == _Gdead;
    case _Gdead:
      return to == _Grunnable || to == _Gwaiting;
    case _Grunnable:
      return to == _Grunning;
    case _Grunning:
      return to == _Grunnable || to == _Gwaiting || to == _Gsyscall || to == _Gcopystack ||
             to == _Gdead;
    case _Gsyscall:
      return to == _Grunning;
    case _Gwaiting:
      return to == _Grunnable || to == _Grunning || to == _Gleaked;
    case _Gcopystack:
      return to == _Grunning;
    case _Gpreempted:
    case _Gleaked:
      return to == _Gwaiting;
    default:
      return false;
  }
}

constexpr int64_t kStatusSpinNs = 5'000;

}  // namespace

uint32_t readgstatus(const G* gp) {
  return gp->atomicstatus.load(std::memory_order_acquire);
}

void casgstatus(G* gp, uint32_t from, uint32_t to) {
  CHECK(legalTransition(from, to), "gopark: casgstatus: illegal transition");
  Host* host = nullptr;
  int64_t yieldAt = 0;
  Bubble* bubble = bubbleOf(gp);
  for (;;) {
    uint32_t found = from;
    // Sequentially consistent: entersyscall and a stop of the world each write one word and then
    // read the other's.
    if (gp->atomicstatus.compare_exchange_strong(found, to, std::memory_order_seq_cst,
                                                 std::memory_order_acquire)) {
      if (bubble != nullptr) bubbleStatusChanged(bubble, gp, from, to);
      return;
    }
    CHECK(!(from == _Gwaiting && found == _Grunnable),
          "gopark: casgstatus: waiting for Gwaiting but is Grunnable");
    CHECK(found == (from | _Gscan) || found == from, "gopark: casgstatus: bad incoming status");
    // The owner of the scan bit is about to let go. First poll, then give up the processor.
    if (host == nullptr) {
      host = getm()->machine->host;
      yieldAt = host->nanotime() + kStatusSpinNs;
    }
    if (host->nanotime() < yieldAt) {
      host->procyield(10);
    } else {
      host->osyield();
      yieldAt = host->nanotime() + kStatusSpinNs / 2;
    }
  }
}

bool castogscanstatus(G* gp, uint32_t from) {
  uint32_t expected = from;
  return gp->atomicstatus.compare_exchange_strong(expected, from | _Gscan,
                                                  std::memory_order_seq_cst);
}

void casfromgscanstatus(G* gp, uint32_t to) {
  uint32_t expected = to | _Gscan;
  CHECK(gp->atomicstatus.compare_exchange_strong(expected, to, std::memory_order_acq_rel),
        "gopark: casfromgscanstatus: gp is not in that scan status");
}

// --- Free lists ---

//   P.gFree (last in, first out) --64--> spills down to 31 --> sched.gFree --> refills up to 32

namespace {

void setLocalFreeCount(P* pp) {
  pp->gFreeCount.store(pp->gFree.size, std::memory_order_relaxed);
}

void spill(Machine* machine, P* pp, int32_t keepBelow) {
  GQueue moved;
  while (pp->gFree.size >= keepBelow && !pp->gFree.empty()) moved.push(pp->gFree.pop());
  setLocalFreeCount(pp);
  Sched& sched = machine->sched;
  lock(&sched.gFreeLock);
  while (!moved.empty()) sched.gFree.push(moved.pop());
  sched.gFreeCount.store(sched.gFree.size, std::memory_order_relaxed);
  unlock(&sched.gFreeLock);
}

}  // namespace

void gfput(Machine* machine, P* pp, G* gp) {
  CHECK(readgstatus(gp) == _Gdead, "gopark: gfput: bad status (not Gdead)");
  pp->gFree.push(gp);
  setLocalFreeCount(pp);
  const Settings& settings = machine->settings;
  if (pp->gFree.size >= static_cast<int32_t>(settings.gFreeLocalMax)) {
    spill(machine, pp, static_cast<int32_t>(settings.gFreeLocalKeep));
  }
}

G* gfget(Machine* machine, P* pp) {
  Sched& sched = machine->sched;
  if (pp->gFree.empty() && sched.gFreeCount.load(std::memory_order_relaxed) > 0) {
    lock(&sched.gFreeLock);
    while (pp->gFree.size < static_cast<int32_t>(machine->settings.gFreeLocalKeep) &&
           !sched.gFree.empty()) {
      pp->gFree.push(sched.gFree.pop());
    }
    sched.gFreeCount.store(sched.gFree.size, std::memory_order_relaxed);
    unlock(&sched.gFreeLock);
  }
  if (pp->gFree.empty()) return nullptr;
  G* gp = pp->gFree.pop();
  setLocalFreeCount(pp);
  return gp;
}

void gfpurge(Machine* machine, P* pp) {
  if (!pp->gFree.empty()) spill(machine, pp, 0);
}

int numGoroutine(Machine* machine) {
  Sched& sched = machine->sched;
  lockOn(machine->host, &machine->allglock);
  int64_t n = static_cast<int64_t>(machine->allgs.size());
  unlockOn(machine->host, &machine->allglock);
  n -= sched.gFreeCount.load(std::memory_order_relaxed);
  n -= sched.ngsys.load(std::memory_order_relaxed);
  lockOn(machine->host, &machine->allpLock);
  for (P* pp : machine->allp) n -= pp->gFreeCount.load(std::memory_order_relaxed);
  unlockOn(machine->host, &machine->allpLock);
  // Every number may be a moment old; at least the caller exists.
  return n < 1 ? 1 : static_cast<int>(n);
}

G* findG(Machine* machine, uint64_t goid) {
  lockOn(machine->host, &machine->allglock);
  G* found = nullptr;
  for (G* gp : machine->allgs) {
    if (gp->goid == goid && readgstatus(gp) != _Gdead) found = gp;
  }
  unlockOn(machine->host, &machine->allglock);
  return found;
}

// --- Creation ---

namespace {

G* newG(Machine* machine) {
  G* gp = new G();
  casgstatus(gp, _Gidle, _Gdead);
  // Published only as dead: whoever walks allgs must not take it for a live one.
  lock(&machine->allglock);
  machine->allgs.push_back(gp);
  unlock(&machine->allglock);
  return gp;
}

void takeGoid(Machine* machine, P* pp, G* gp) {
  if (pp->goidcache == pp->goidcacheend) {
    const uint64_t batch = machine->settings.goidBatch;
    pp->goidcache = machine->sched.goidgen.fetch_add(batch, std::memory_order_relaxed) + 1;
    pp->goidcacheend = pp->goidcache + batch;
  }
  gp->goid.store(pp->goidcache++, std::memory_order_relaxed);
}

}  // namespace

namespace {

// Makes a goroutine that is waiting (for a switch to it) or runnable, in no queue.
G* newproc1(M* mp, const GoBody& body, bool parked, WaitReason reason) {
  Machine* machine = mp->machine;
  P* pp = mp->p;
  CHECK(pp != nullptr, "gopark: newproc without a P");
  CHECK(body.resume != nullptr, "gopark: newproc: no body");
  G* gp = gfget(machine, pp);
  if (gp == nullptr) gp = newG(machine);
  CHECK(readgstatus(gp) == _Gdead, "gopark: newproc1: new g is not Gdead");

  const G* creator = mp->curg.load(std::memory_order_relaxed);
  gp->resume = body.resume;
  gp->destroyBody = body.destroyBody;
  gp->body = body.body;
  gp->startpc = body.startpc;
  gp->gopc = body.gopc;
  gp->system = body.system;
  gp->callsUser = body.callsUser;
  gp->bubble.store(body.system ? nullptr : bubbleOf(creator), std::memory_order_relaxed);
  gp->parentGoid = creator == nullptr ? 0 : creator->goid.load(std::memory_order_relaxed);
  gp->request = Request{};
  gp->waitreason.store(reason, std::memory_order_relaxed);
  gp->preempt.store(kPreemptNot, std::memory_order_relaxed);
  if (body.system) machine->sched.ngsys.fetch_add(1, std::memory_order_relaxed);
  takeGoid(machine, pp, gp);
  casgstatus(gp, _Gdead, parked ? _Gwaiting : _Grunnable);
  emit(mp, EventType::kGoCreate, gp, body.system ? 1 : 0, 0, static_cast<uint32_t>(gp->parentGoid),
       body.startpc, body.gopc);
  return gp;
}

}  // namespace

G* newproc(const GoBody& body) {
  M* mp = getm();
  G* gp = newproc1(mp, body, /*parked=*/false, WaitReason::kZero);
  runqput(mp, mp->p, gp, /*next=*/true, PutWhy::kCreated);
  if (mp->machine->mainStarted.load(std::memory_order_relaxed)) wakep();
  return gp;
}

G* newprocParked(const GoBody& body, WaitReason reason) {
  M* mp = getm();
  G* gp = newproc1(mp, body, /*parked=*/true, reason);
  emit(mp, EventType::kGoPark, gp, static_cast<uint8_t>(reason));
  return gp;
}

// --- Ready ---

void ready(G* gp, bool next) {
  M* mp = getm();
  P* pp = mp->p;
  CHECK(pp != nullptr, "gopark: ready without a P");
  const G* waker = mp->curg.load(std::memory_order_relaxed);
  emit(mp, EventType::kGoUnpark, gp,
       static_cast<uint8_t>(gp->waitreason.load(std::memory_order_relaxed)), 0, gp->request.object,
       waker == nullptr ? 0 : static_cast<uint32_t>(waker->goid.load(std::memory_order_relaxed)));
  casgstatus(gp, _Gwaiting, _Grunnable);
  runqput(mp, pp, gp, next, PutWhy::kReadied);
  wakep();
}

void goready(G* gp) {
  ready(gp, /*next=*/true);
}

void dropg(M* mp, G* gp) {
  gp->m.store(nullptr, std::memory_order_relaxed);
  mp->curg.store(nullptr, std::memory_order_relaxed);
}

}  // namespace gopark
