// The half of the fold that is about Ps, Ms and system calls, and what a snapshot says: see fold.h.
#include "events/fold.h"

namespace gopark {

void Fold::applySyscall(const Event& e) {
  switch (e.type) {
    case EventType::kSyscallEnter: {
      FoldG& g = goroutine(e.g);
      counts_.syscalls++;
      setStatus(g, FoldG::kSyscall, e.timeNs);
      g.line = e.c;
      if (FoldM* mp = thread(e.m)) mp->state = MState::kSyscall;
      if (FoldP* pp = proc(e.p)) pp->syscalls++;
      break;
    }
    case EventType::kSyscallExit: {
      FoldG& g = goroutine(e.g);
      if (e.sub == static_cast<uint8_t>(SyscallExit::kQueued)) {
        leaveThread(g);
        setStatus(g, FoldG::kRunnable, e.timeNs);
      } else {
        setStatus(g, FoldG::kSyscall, e.timeNs);
        noteRunning(g, e);
      }
      break;
    }
    case EventType::kProcRetake:
    case EventType::kProcHandoff:
      (e.type == EventType::kProcRetake ? counts_.retakes : counts_.handoffs)++;
      detachProc(e.p);
      break;
    default:
      break;
  }
}

void Fold::applyThread(const Event& e) {
  FoldM* mp = thread(e.m);
  FoldP* pp = proc(e.p);
  switch (e.type) {
    case EventType::kProcsChange:
      if (e.a > kProcsMax) return;
      if (procs_.size() < e.a) procs_.resize(e.a);
      for (size_t i = 0; i < procs_.size(); i++) procs_[i].alive = i < e.a;
      if (e.b != 0) globalTick_ = e.b;
      break;
    case EventType::kProcStart:
      if (pp == nullptr || mp == nullptr) return;
      detachProc(e.p);
      pp->alive = true;
      pp->idle = false;
      pp->m = e.m;
      mp->p = e.p;
      if (mp->state == MState::kGone || mp->state == MState::kIdle) {
        mp->state = MState::kScheduling;
      }
      break;
    case EventType::kProcStop:
    case EventType::kProcIdle:
      if (pp == nullptr) return;
      if (e.type == EventType::kProcIdle) pp->idle = true;
      detachProc(e.p);
      break;
    case EventType::kSpinStart:
      if (mp != nullptr) mp->state = MState::kSpinning;
      break;
    case EventType::kSpinStop:
      if (mp != nullptr && mp->state == MState::kSpinning) mp->state = MState::kScheduling;
      break;
    case EventType::kMStart:
      if (mp != nullptr) mp->state = e.sub != 0 ? MState::kSpinning : MState::kScheduling;
      break;
    case EventType::kMPark:
      if (mp != nullptr) {
        mp->state = MState::kIdle;
        mp->g = 0;
      }
      break;
    case EventType::kMUnpark:
      if (FoldM* woken = thread(static_cast<uint16_t>(e.a))) {
        woken->state = e.sub != 0 ? MState::kSpinning : MState::kScheduling;
      }
      break;
    case EventType::kMExit:
      // The picture of a program that has ended is the one at its end, with the Ms as they were.
      if (mp != nullptr && !exited_) *mp = FoldM();
      break;
    case EventType::kMLock:
      if (mp != nullptr) mp->lockedG = e.a != 0 ? e.g : 0;
      break;
    default:
      break;
  }
}

// A snapshot replaces all that is known of goroutines and processors; the totals stay. Of objects
// it says only who waits on them, so the rest is unknown until the next event that names them.
void Fold::applySnapshot(const Event& e) {
  switch (e.type) {
    case EventType::kSnapshot:
      if (e.a != 0) {
        slots_.clear();
        freeSlots_.clear();
        index_.clear();
        global_ = disabled_ = FoldQueue();
        objects_.lose(e.timeNs);
        for (FoldP& pp : procs_) {
          pp.queue = FoldQueue();
          pp.g = pp.runnext = 0;
        }
      } else {
        resyncing_ = false;
      }
      break;
    case EventType::kGoStatus:
      applyStatus(e);
      break;
    case EventType::kProcStatus:
      if (FoldP* pp = proc(e.p)) {
        pp->alive = true;
        pp->idle = e.sub == 0;
        pp->m = e.m;
        pp->schedtick = e.a;
      }
      break;
    default:
      break;
  }
}

void Fold::applyStatus(const Event& e) {
  FoldG& g = goroutine(e.g);
  unqueue(g);
  g.startFunction = e.b;
  g.parent = e.c;
  g.reason = static_cast<uint8_t>(e.aux);
  g.m = e.m;
  g.p = e.p;
  setStatus(g, e.sub, e.timeNs);
  FoldP* pp = proc(e.p);
  switch (e.sub) {
    case FoldG::kWaiting:
      g.object = e.a;
      waitOnObject(g, e.timeNs, false);
      break;
    case FoldG::kRunning:
      if (FoldM* mp = thread(e.m)) mp->g = e.g;
      if (pp != nullptr) pp->g = e.g;
      break;
    case FoldG::kRunnable:
      if (e.a == static_cast<uint32_t>(GPlace::kGlobal)) {
        g.place = GPlace::kGlobal;
        append(global_, g, false);
      } else if (e.a == static_cast<uint32_t>(GPlace::kLocal) && pp != nullptr) {
        g.place = GPlace::kLocal;
        append(pp->queue, g, false);
      } else if (e.a == static_cast<uint32_t>(GPlace::kRunnext) && pp != nullptr) {
        g.place = GPlace::kRunnext;
        pp->runnext = e.g;
      } else if (e.a == static_cast<uint32_t>(GPlace::kNone)) {
        // Of the runnable ones only the disabled are in no queue that a P or M looks at.
        g.place = GPlace::kDisabled;
        append(disabled_, g, false);
      }
      break;
    default:
      break;
  }
}

}  // namespace gopark
