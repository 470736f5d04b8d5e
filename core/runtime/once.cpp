// See once.h.
#include "runtime/once.h"

namespace gopark {

namespace {

constexpr uint32_t kUnlocking = kOuterPhase;

// Runs the unlocking of the mutex inside one of ours: it keeps its phase in op->u32 meanwhile.
OpResult unlockInside(G* gp, OpState* op, OnceWords* once) {
  op->phase = op->u32;
  OpResult r = mutexUnlock(gp, op, &once->m);
  op->u32 = op->phase;
  op->phase = r.status == OpStatus::kStop ? kUnlocking : 0;
  return r;
}

}  // namespace

OpResult onceBegin(G* gp, OpState* op, OnceWords* once, bool* call) {
  *call = false;
  if (op->phase == 0 && once->done.load(std::memory_order_acquire) != 0) return OpResult::done();
  if (op->phase < kOuterPhase) {
    OpResult r = mutexLock(gp, op, &once->m);
    if (r.status != OpStatus::kDone) return r;
    *op = OpState{};
    if (once->done.load(std::memory_order_relaxed) == 0) {
      *call = true;
      return OpResult::done();
    }
  }
  return unlockInside(gp, op, once);
}

OpResult onceEnd(G* gp, OpState* op, OnceWords* once) {
  if (op->phase == 0) {
    once->done.store(1, std::memory_order_release);
    op->u32 = 0;
  }
  return unlockInside(gp, op, once);
}

}  // namespace gopark
