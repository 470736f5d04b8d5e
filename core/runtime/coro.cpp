// See coro.h.
#include "runtime/coro.h"

namespace gopark {

namespace {

constexpr uint32_t kSwitched = 1;

constexpr const char* kExitedText = "coroswitch on exited coro";
constexpr const char* kLockedText =
    "coro: OS thread locking must match locking at coroutine creation";

uint64_t wordOf(G* gp) {
  return reinterpret_cast<uintptr_t>(gp);
}

// On g0, after gp has become waiting: only now may it be switched to.
bool enterSlot(G* gp, void* c) {
  static_cast<Coro*>(c)->gp.store(wordOf(gp), std::memory_order_release);
  return true;
}

// Takes the waiting side out of the slot into gp's request.
OpResult takeOther(G* gp, Coro* c) {
  // Two goroutines that switch by the same coroutine at once are a mistake of the program; the
  // second finds the slot empty.
  G* other =
      reinterpret_cast<G*>(static_cast<uintptr_t>(c->gp.exchange(0, std::memory_order_acq_rel)));
  if (other == nullptr) return OpResult::fatal(kExitedText);
  // Differs: Go allows a coroutine whose both sides were locked to the same thread from the start.
  if (gp->lockedm.load(std::memory_order_relaxed) != nullptr ||
      other->lockedm.load(std::memory_order_relaxed) != nullptr) {
    return OpResult::fatal(kLockedText);
  }
  gp->request = Request{};
  gp->request.target = other;
  return OpResult::done();
}

}  // namespace

G* newcoro(Coro* c, const GoBody& body) {
  G* gp = newprocParked(body, WaitReason::kCoroutine);
  c->gp.store(wordOf(gp), std::memory_order_release);
  return gp;
}

OpResult coroswitch(G* gp, OpState* op, Coro* c) {
  if (op->phase == kSwitched) {
    op->phase = 0;
    return OpResult::done();
  }
  const uint32_t place = gp->request.place;
  OpResult taken = takeOther(gp, c);
  if (taken.status != OpStatus::kDone) return taken;
  gp->request.place = place;
  gp->request.reason = WaitReason::kCoroutine;
  gp->request.unlockf = enterSlot;
  gp->request.lock = c;
  op->phase = kSwitched;
  return OpResult::stopWith(Stop::kSwitchTo);
}

OpResult coroexit(G* gp, Coro* c) {
  return takeOther(gp, c);
}

}  // namespace gopark
