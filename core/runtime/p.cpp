// Ps: who owns them, the idle list, the masks. Go's counterpart: acquirep, releasep, pidleput,
// pidleget and pMask of proc.go.
#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

// --- Masks ---

// A bit may be a moment old for readers without sched.lock: they look again under the lock, or are
// covered by the re-check before an M goes to sleep. Hence acquire and release suffice.
bool maskRead(const std::vector<std::atomic<uint32_t>>& mask, int32_t id) {
  return (mask[id / 32].load(std::memory_order_acquire) >> (id % 32) & 1) != 0;
}

void maskSet(std::vector<std::atomic<uint32_t>>* mask, int32_t id) {
  (*mask)[id / 32].fetch_or(1u << (id % 32), std::memory_order_acq_rel);
}

void maskClear(std::vector<std::atomic<uint32_t>>* mask, int32_t id) {
  (*mask)[id / 32].fetch_and(~(1u << (id % 32)), std::memory_order_acq_rel);
}

// --- Ownership ---

void acquirep(M* mp, P* pp) {
  CHECK(mp->p == nullptr, "gopark: wirep: already in go");
  CHECK(pp->m.load(std::memory_order_relaxed) == nullptr &&
            pp->status.load(std::memory_order_relaxed) == _Pidle,
        "gopark: wirep: invalid p state");
  mp->p = pp;
  pp->oldm.store(mp, std::memory_order_relaxed);
  pp->m.store(mp, std::memory_order_release);
  pp->status.store(_Prunning, std::memory_order_release);
  emit(mp, EventType::kProcStart, nullptr);
}

P* releasep(M* mp) {
  P* pp = mp->p;
  CHECK(pp != nullptr, "gopark: releasep: no p");
  CHECK(pp->m.load(std::memory_order_relaxed) == mp &&
            pp->status.load(std::memory_order_relaxed) == _Prunning,
        "gopark: releasep: invalid p state");
  emit(mp, EventType::kProcStop, nullptr);
  gcReleaseNextWorker(mp->machine, pp);
  mp->p = nullptr;
  pp->m.store(nullptr, std::memory_order_release);
  pp->status.store(_Pidle, std::memory_order_release);
  return pp;
}

// --- The idle list ---

void pidleput(M* mp, P* pp) {
  CHECK(runqempty(pp), "gopark: pidleput: P has non-empty run queue");
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  if (timersLen(pp) == 0) maskClear(&machine->timerpMask, pp->id);
  maskSet(&machine->idlepMask, pp->id);
  pp->link = sched.pidle;
  sched.pidle = pp;
  int32_t idle = sched.npidle.fetch_add(1, std::memory_order_seq_cst) + 1;
  emitP(mp, EventType::kProcIdle, pp, nullptr, 0, 0, idle);
}

P* pidleget(Machine* machine) {
  Sched& sched = machine->sched;
  P* pp = sched.pidle;
  if (pp == nullptr) return nullptr;
  maskSet(&machine->timerpMask, pp->id);
  maskClear(&machine->idlepMask, pp->id);
  sched.pidle = pp->link;
  pp->link = nullptr;
  sched.npidle.fetch_sub(1, std::memory_order_seq_cst);
  return pp;
}

P* pidlegetSpinning(Machine* machine) {
  P* pp = pidleget(machine);
  // Work was found but there is no P for it: the next M that is about to go idle must look again.
  if (pp == nullptr) machine->sched.needspinning.store(1, std::memory_order_release);
  return pp;
}

}  // namespace gopark
