// Changing the number of Ps. Go's counterpart: procresize of proc.go.
#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

void CoprimeOrder::reset(uint32_t n) {
  count = n;
  coprimes.clear();
  for (uint32_t i = 1; i <= n; i++) {
    if (std::gcd(i, n) == 1) coprimes.push_back(i);
  }
}

CoprimeOrder::Position CoprimeOrder::start(uint32_t random) const {
  uint32_t step = coprimes[random / count % coprimes.size()];
  return Position{0, count, random % count, step};
}

namespace {

P* newP(Machine* machine, int id) {
  auto owned = std::make_unique<P>();
  P* pp = owned.get();
  pp->id = id;
  pp->runqSize = machine->settings.runqSize;
  pp->runnextEnabled = machine->settings.runnext;
  timersInit(pp);
  machine->allpOwned.push_back(std::move(owned));
  return pp;
}

// The P goes away: what it holds goes where others find it, the queue to the head of the global
// one.
void destroyP(M* mp, P* pp) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  // From the tail, each to the global head, so that the order stays.
  while (pp->runqhead.load(std::memory_order_relaxed) !=
         pp->runqtail.load(std::memory_order_relaxed)) {
    uint32_t tail = pp->runqtail.load(std::memory_order_relaxed) - 1;
    pp->runqtail.store(tail, std::memory_order_relaxed);
    G* gp = pp->runq[tail % pp->runqSize].load(std::memory_order_relaxed);
    globrunqputhead(mp, gp, PutWhy::kProcresize);
  }
  if (G* next = pp->runnext.exchange(nullptr, std::memory_order_acq_rel)) {
    globrunqputhead(mp, next, PutWhy::kProcresize);
  }
  timersTake(mp->p, pp);
  lock(&sched.sudoglock);
  sched.sudogcache.insert(sched.sudogcache.end(), pp->sudogcache.begin(), pp->sudogcache.end());
  unlock(&sched.sudoglock);
  pp->sudogcache.clear();
  gfpurge(machine, pp);
  pp->status.store(_Pdead, std::memory_order_release);
}

// Gives mp a P that will exist: its own, or P 0.
void keepOrMove(M* mp, int nprocs) {
  Machine* machine = mp->machine;
  P* own = mp->p;
  if (own != nullptr && own->id < nprocs) {
    own->status.store(_Prunning, std::memory_order_release);
    return;
  }
  if (own != nullptr) {
    emit(mp, EventType::kProcStop, nullptr);
    own->m.store(nullptr, std::memory_order_release);
    mp->p = nullptr;
  }
  P* first = machine->allp[0];
  first->m.store(nullptr, std::memory_order_relaxed);
  first->status.store(_Pidle, std::memory_order_relaxed);
  acquirep(mp, first);
}

// Ps with nothing else to do are the first to get workers of the collector.
void assignWorkers(M* mp, int nprocs) {
  Machine* machine = mp->machine;
  for (int id = 0; id < nprocs; id++) {
    P* pp = machine->allp[id];
    if (pp != mp->p && runqempty(pp) && !gcAssignWorker(machine, pp)) return;
  }
}

}  // namespace

P* procresize(M* mp, int nprocs) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  CHECK(nprocs >= 1 && nprocs <= kProcsMax, "gopark: procresize: invalid arg");
  const int old = machine->gomaxprocs.load(std::memory_order_relaxed);
  sched.procresizetime = machine->host->nanotime();
  emit(mp, EventType::kProcsChange, nullptr, 0, 0, nprocs, machine->settings.globalTick);
  // One processor is enough for threads to interrupt each other anywhere.
  const bool threads = !machine->host->timeSliced() && !machine->host->controlled();
  if (nprocs > 1 && threads && machine->language != nullptr) machine->language->goParallel();

  // allp's storage is reserved for kProcsMax: it does not move under those who read it without a P.
  lock(&machine->allpLock);
  for (int id = static_cast<int>(machine->allp.size()); id < nprocs; id++) {
    P* pp = id < static_cast<int>(machine->allpOwned.size()) ? machine->allpOwned[id].get()
                                                             : newP(machine, id);
    pp->status.store(_Pgcstop, std::memory_order_release);
    maskClear(&machine->idlepMask, id);
    maskSet(&machine->timerpMask, id);
    machine->allp.push_back(pp);
  }
  unlock(&machine->allpLock);

  keepOrMove(mp, nprocs);

  for (int id = nprocs; id < old; id++) destroyP(mp, machine->allp[id]);
  if (static_cast<int>(machine->allp.size()) > nprocs) {
    lock(&machine->allpLock);
    for (int id = nprocs; id < old; id++) {
      maskClear(&machine->idlepMask, id);
      maskClear(&machine->timerpMask, id);
    }
    machine->allp.resize(nprocs);
    unlock(&machine->allpLock);
  }

  if (gcMarking(machine)) assignWorkers(mp, nprocs);
  // Those with work are returned, with the M they ran on if it is idle; the others go on the idle
  // list, lowest id first off it.
  P* runnable = nullptr;
  for (int id = nprocs - 1; id >= 0; id--) {
    P* pp = machine->allp[id];
    if (mp->p == pp) continue;
    pp->status.store(_Pidle, std::memory_order_release);
    if (runqempty(pp) && pp->nextGCMarkWorker == nullptr) {
      pidleput(mp, pp);
      continue;
    }
    M* before = pp->oldm.load(std::memory_order_relaxed);
    pp->m.store(before != nullptr && mgetSpecific(machine, before) ? before : nullptr,
                std::memory_order_relaxed);
    pp->link = runnable;
    runnable = pp;
  }
  for (P* pp = runnable; pp != nullptr; pp = pp->link) {
    if (pp->m.load(std::memory_order_relaxed) == nullptr) {
      pp->m.store(mget(machine), std::memory_order_relaxed);
    }
  }
  machine->stealOrder->reset(static_cast<uint32_t>(nprocs));
  machine->gomaxprocs.store(nprocs, std::memory_order_release);
  return runnable;
}

}  // namespace gopark
