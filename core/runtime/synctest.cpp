// See synctest.h.
#include "runtime/synctest.h"

#include "base/check.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

constexpr int64_t kEpochNs = int64_t{946'684'800} * 1'000'000'000;  // 2000-01-01 00:00 UTC.
constexpr uint32_t kIdle = 1;                                       // Phases of the operations.
constexpr uint32_t kWaiting = 1;

constexpr const char* kBlockedText = "deadlock: all goroutines in bubble are blocked";
constexpr const char* kRemainText =
    "deadlock: main bubble goroutine has exited but blocked goroutines remain";

Bubble* newBubble(Machine* machine, G* root) {
  lock(&machine->bubbleLock);
  machine->bubbles.push_back(
      std::make_unique<Bubble>(static_cast<uint32_t>(machine->bubbles.size()) + 1));
  Bubble* bubble = machine->bubbles.back().get();
  unlock(&machine->bubbleLock);
  bubble->root = root;
  bubble->now.store(kEpochNs, std::memory_order_relaxed);
  return bubble;
}

// L(bubble->mu). Who is to be woken because nobody else can go on; it has to lower `active` again.
G* whoToWake(Bubble* bubble) {
  if (bubble->running > 0 || bubble->active > 0) return nullptr;
  bubble->active++;
  const int64_t next = bubble->timers.wakeTime();
  const bool due = next > 0 && next <= bubble->now.load(std::memory_order_relaxed);
  return due || bubble->waiter == nullptr ? bubble->root : bubble->waiter;
}

// Runs the timers that are due, in the root: what they start belongs to the bubble.
void runTimers(Bubble* bubble) {
  Timers* ts = &bubble->timers;
  const int64_t now = bubble->now.load(std::memory_order_relaxed);
  lock(&ts->mu);
  if (!ts->heap.empty()) ts->adjust(now, /*force=*/false);
  while (!ts->heap.empty() && ts->run(now) == 0) continue;
  unlock(&ts->mu);
}

// On g0, after the root has become waiting: park_m still keeps the bubble active.
bool idleCommit(G*, void* arg) {
  auto* bubble = static_cast<Bubble*>(arg);
  lock(&bubble->mu);
  bubble->active--;
  unlock(&bubble->mu);
  return true;
}

bool waitCommit(G* gp, void* arg) {
  auto* bubble = static_cast<Bubble*>(arg);
  lock(&bubble->mu);
  bubble->waiter = gp;
  unlock(&bubble->mu);
  return true;
}

OpResult parkRoot(G* gp, OpState* op, Bubble* bubble) {
  runTimers(bubble);
  op->phase = kIdle;
  return gopark(gp, idleCommit, bubble, WaitReason::kSynctestRun, 0);
}

// What is left when the bubble has ended will never be run.
void dropTimers(Bubble* bubble) {
  Timers* ts = &bubble->timers;
  lock(&ts->mu);
  std::vector<TimerWhen> heap = std::move(ts->heap);
  ts->heap.clear();
  ts->len.store(0, std::memory_order_relaxed);
  unlock(&ts->mu);
  for (TimerWhen& entry : heap) {
    timerLock(entry.timer);
    timerUnheap(entry.timer);
    timerUnlock(entry.timer);
    timerRelease(entry.timer);
  }
}

}  // namespace

Bubble* findBubble(Machine* machine, uint32_t id) {
  lock(&machine->bubbleLock);
  Bubble* bubble = machine->bubbles[id - 1].get();
  unlock(&machine->bubbleLock);
  return bubble;
}

bool isIdleInSynctest(WaitReason reason) {
  switch (reason) {
    case WaitReason::kChanReceiveNilChan:
    case WaitReason::kChanSendNilChan:
    case WaitReason::kSelectNoCases:
    case WaitReason::kSleep:
    case WaitReason::kSyncCondWait:
    case WaitReason::kCoroutine:
    case WaitReason::kSynctestRun:
    case WaitReason::kSynctestWait:
    case WaitReason::kSynctestChanReceive:
    case WaitReason::kSynctestChanSend:
    case WaitReason::kSynctestSelect:
    case WaitReason::kSynctestWaitGroupWait:
      return true;
    default:
      return false;
  }
}

void bubbleStatusChanged(Bubble* bubble, G* gp, uint32_t from, uint32_t to) {
  const bool idle = isIdleInSynctest(gp->waitreason.load(std::memory_order_relaxed));
  auto runs = [idle](uint32_t status) {
    return status != _Gdead && !(status == _Gwaiting && idle);
  };
  const int32_t total = (from == _Gdead ? 1 : 0) - (to == _Gdead ? 1 : 0);
  const int32_t running = (runs(to) ? 1 : 0) - (runs(from) ? 1 : 0);
  if (total == 0 && running == 0) return;
  lock(&bubble->mu);
  if (to == _Gdead && gp == bubble->main) bubble->done = true;
  bubble->total += total;
  bubble->running += running;
  CHECK(bubble->total >= 0 && bubble->running >= 0, "gopark: synctest: a count below zero");
  G* wake = whoToWake(bubble);
  unlock(&bubble->mu);
  if (wake != nullptr) goready(wake);
}

void bubbleEnter(Bubble* bubble) {
  if (bubble == nullptr) return;
  lock(&bubble->mu);
  bubble->active++;
  unlock(&bubble->mu);
}

void bubbleLeave(Bubble* bubble) {
  if (bubble == nullptr) return;
  lock(&bubble->mu);
  bubble->active--;
  CHECK(bubble->active >= 0, "gopark: synctest: active < 0");
  G* wake = whoToWake(bubble);
  unlock(&bubble->mu);
  if (wake != nullptr) goready(wake);
}

OpResult synctestRun(G* gp, OpState* op, const GoBody& main) {
  if (op->phase != kIdle) {
    Bubble* bubble = newBubble(gp->m.load(std::memory_order_relaxed)->machine, gp);
    gp->bubble.store(bubble, std::memory_order_relaxed);
    // Parked until the bubble knows which one is its first.
    bubble->main = newprocParked(main, WaitReason::kZero);
    bubble->active++;
    goready(bubble->main);
    return parkRoot(gp, op, bubble);
  }
  Bubble* bubble = bubbleOf(gp);
  lock(&bubble->mu);
  const int64_t next = bubble->timers.wakeTime();
  if (next != 0 && !bubble->done) {
    CHECK(next >= bubble->now.load(std::memory_order_relaxed),
          "gopark: synctest: time went backwards");
    bubble->now.store(next, std::memory_order_relaxed);
    unlock(&bubble->mu);
    return parkRoot(gp, op, bubble);
  }
  const int32_t total = bubble->total;
  const bool done = bubble->done;
  unlock(&bubble->mu);
  op->phase = 0;
  gp->bubble.store(nullptr, std::memory_order_relaxed);
  dropTimers(bubble);
  if (total == 1) return OpResult::done();
  return OpResult::panic(done ? kRemainText : kBlockedText);
}

OpResult synctestWait(G* gp, OpState* op) {
  Bubble* bubble = bubbleOf(gp);
  if (bubble == nullptr) return OpResult::panicString("goroutine is not in a bubble");
  lock(&bubble->mu);
  if (op->phase == kWaiting) {
    bubble->active--;
    bubble->waiter = nullptr;
    bubble->waiting = false;
    unlock(&bubble->mu);
    op->phase = 0;
    return OpResult::done();
  }
  const bool taken = bubble->waiting;
  bubble->waiting = true;
  unlock(&bubble->mu);
  if (taken) return OpResult::panicString("wait already in progress");
  op->phase = kWaiting;
  return gopark(gp, waitCommit, bubble, WaitReason::kSynctestWait, 0);
}

Bubble* bubbleDeadlocked(const G* gp, const std::string& text) {
  if (text.find(kBlockedText) == std::string::npos && text.find(kRemainText) == std::string::npos) {
    return nullptr;
  }
  Machine* machine = gp->m.load(std::memory_order_relaxed)->machine;
  Bubble* found = nullptr;
  lock(&machine->bubbleLock);
  for (auto& bubble : machine->bubbles) {
    if (bubble->root == gp) found = bubble.get();
  }
  unlock(&machine->bubbleLock);
  return found;
}

}  // namespace gopark
