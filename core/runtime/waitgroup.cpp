// See waitgroup.h.
#include "runtime/waitgroup.h"

#include "runtime/synctest.h"

namespace gopark {

namespace {

constexpr int kCounterShift = 32;
constexpr uint64_t kWaitersMask = 0x7fffffff;

int32_t counterOf(uint64_t state) {
  return static_cast<int32_t>(state >> kCounterShift);
}

void note(G* gp, EventType type, const WaitGroupWords* wg, uint32_t waiters) {
  M* mp = mOf(gp);
  if (mp->events == nullptr) return;
  emit(mp, type, gp, static_cast<uint8_t>(LockKind::kWaitGroup), 0, objectId(mp, wg), waiters);
}

constexpr const char* kMisuseText = "sync: WaitGroup misuse: Add called concurrently with Wait";

// Associates wg with gp's bubble, or finds that it belongs elsewhere: then a fatal error's text.
const char* enterBubble(G* gp, WaitGroupWords* wg, bool shared) {
  const uint32_t id = shared ? 0 : bubbleIdOf(gp);
  uint32_t owner = wg->bubble.load(std::memory_order_acquire);
  if (owner == id) return nullptr;
  if (owner != 0) {
    return id != 0 ? "sync: WaitGroup.Add called from multiple synctest bubbles"
                   : "sync: WaitGroup.Add called from inside and outside synctest bubble";
  }
  if (wg->state.load(std::memory_order_seq_cst) != 0) {
    return "sync: WaitGroup.Add called from inside and outside synctest bubble";
  }
  wg->bubble.store(id, std::memory_order_release);
  return nullptr;
}

}  // namespace

OpResult waitGroupAdd(G* gp, WaitGroupWords* wg, int64_t delta, bool shared) {
  if (const char* text = enterBubble(gp, wg, shared)) return OpResult::fatal(text);
  const uint64_t added = static_cast<uint64_t>(delta) << kCounterShift;
  uint64_t state = wg->state.fetch_add(added, std::memory_order_seq_cst) + added;
  const int32_t counter = counterOf(state);
  const uint64_t waiters = state & kWaitersMask;
  if (counter < 0) return OpResult::panicString("sync: negative WaitGroup counter");
  if (waiters != 0 && delta > 0 && counter == static_cast<int32_t>(delta)) {
    return OpResult::panicString(kMisuseText);
  }
  if (counter > 0 || waiters == 0) return OpResult::done();
  // The counter is zero and somebody waits: nobody may change the state now.
  if (wg->state.load(std::memory_order_seq_cst) != state) {
    return OpResult::panicString(kMisuseText);
  }
  note(gp, EventType::kLockRelease, wg, static_cast<uint32_t>(waiters));
  wg->bubble.store(0, std::memory_order_relaxed);
  wg->state.store(0, std::memory_order_seq_cst);
  for (uint64_t i = 0; i < waiters; i++) semreleaseNow(gp, &wg->sema);
  return OpResult::done();
}

OpResult waitGroupWait(G* gp, OpState* op, WaitGroupWords* wg) {
  if (op->phase == 0) {
    uint64_t state = wg->state.load(std::memory_order_seq_cst);
    do {
      if (counterOf(state) == 0) {
        const uint32_t id = bubbleIdOf(gp);
        if (id != 0 && wg->bubble.load(std::memory_order_relaxed) == id) wg->bubble.store(0);
        return OpResult::done();
      }
    } while (!wg->state.compare_exchange_weak(state, state + 1, std::memory_order_seq_cst));
  }
  const uint32_t id = bubbleIdOf(gp);
  const bool durable = id != 0 && wg->bubble.load(std::memory_order_relaxed) == id;
  OpResult r =
      semacquire(gp, op, &wg->sema, false,
                 durable ? WaitReason::kSynctestWaitGroupWait : WaitReason::kSyncWaitGroupWait,
                 objectId(mOf(gp), wg));
  if (r.status != OpStatus::kDone) return r;
  if (wg->state.load(std::memory_order_seq_cst) != 0) {
    return OpResult::panicString("sync: WaitGroup is reused before previous Wait has returned");
  }
  note(gp, EventType::kLockAcquire, wg, 0);
  return OpResult::done();
}

}  // namespace gopark
