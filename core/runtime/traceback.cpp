// Goroutine headers and dumps as Go prints them. Go's counterpart: goroutineheader, tracebackothers
// and Stack (traceback.go, mprof.go). The frames come from the language.
#include <charconv>
#include <cinttypes>
#include <cstdio>

#include "runtime/sched.h"
#include "runtime/synctest.h"

namespace gopark {

Traceback tracebackLevel(std::string_view text) {
  if (text == "single" || text.empty()) return Traceback::kSingle;
  if (text == "all") return Traceback::kAll;
  if (text == "system") return Traceback::kSystem;
  if (text == "crash") return Traceback::kCrash;
  // Numbers are levels, and what is neither word nor number is level 0: nothing.
  int level = 0;
  std::from_chars(text.data(), text.data() + text.size(), level);
  return level == 0 ? Traceback::kNone : level == 1 ? Traceback::kAll : Traceback::kSystem;
}

namespace {

constexpr int64_t kMinuteNs = 60'000'000'000;

const char* statusText(uint32_t status) {
  switch (status) {
    case _Gidle:
      return "idle";
    case _Grunnable:
      return "runnable";
    case _Grunning:
      return "running";
    case _Gsyscall:
      return "syscall";
    case _Gwaiting:
      return "waiting";
    case _Gdead:
      return "dead";
    case _Gcopystack:
      return "copystack";
    case _Gleaked:
      return "leaked";
    case _Gpreempted:
      return "preempted";
    default:
      return "???";
  }
}

std::string pointersText(G* gp) {
  char text[96];
  M* mp = gp->m.load(std::memory_order_acquire);
  if (mp == nullptr) {
    snprintf(text, sizeof text, " gp=%p m=nil", static_cast<void*>(gp));
  } else {
    snprintf(text, sizeof text, " gp=%p m=%u mp=%p", static_cast<void*>(gp), mp->id,
             static_cast<void*>(mp));
  }
  return text;
}

// holdStill() keeps a goroutine that does not run from beginning to, until casfromgscanstatus()
// with *status; false: it runs, or is dead.
bool holdStill(G* gp, uint32_t* status) {
  for (;;) {
    *status = readgstatus(gp);
    if (*status == _Grunning || *status == _Gdead || (*status & _Gscan) != 0) return false;
    if (castogscanstatus(gp, *status)) return true;
  }
}

// One goroutine: header and frames. `self` is the goroutine that asks, or dies.
std::string oneGoroutine(Machine* machine, G* gp, G* self) {
  std::string out = goroutineHeader(machine, gp) + "\n";
  uint32_t status = 0;
  if (gp != self && !holdStill(gp, &status)) {
    if (status == _Grunning) out = goroutineHeader(machine, gp) + "\n";
    return out + "\tgoroutine running on other thread; stack unavailable\n";
  }
  if (machine->language != nullptr) out += machine->language->traceback(gp);
  if (gp != self) casfromgscanstatus(gp, status);
  return out;
}

}  // namespace

std::string goroutineHeader(Machine* machine, G* gp) {
  const uint32_t full = readgstatus(gp);
  const uint32_t status = full & ~_Gscan;
  const WaitReason reason = gp->waitreason.load(std::memory_order_relaxed);
  std::string out = "goroutine " + std::to_string(gp->goid.load(std::memory_order_relaxed));
  if (machine->traceback >= Traceback::kSystem) out += pointersText(gp);
  out += " [";
  const bool waits = status == _Gwaiting || status == _Gleaked;
  out += waits && reason != WaitReason::kZero ? waitReasonString(reason) : statusText(status);
  if (status == _Gleaked) out += " (leaked)";
  if ((full & _Gscan) != 0) out += " (scan)";
  const uint32_t bubble = bubbleIdOf(gp);
  if (bubble != 0 && status == _Gwaiting && isIdleInSynctest(reason) &&
      !out.ends_with("(durable)")) {
    out += " (durable)";
  }
  const int64_t since = gp->waitsince.load(std::memory_order_relaxed);
  if ((waits || status == _Gsyscall) && since != 0) {
    int64_t minutes = (machine->host->nanotime() - since) / kMinuteNs;
    if (minutes >= 1) out += ", " + std::to_string(minutes) + " minutes";
  }
  if (gp->lockedm.load(std::memory_order_relaxed) != nullptr) out += ", locked to thread";
  if (bubble != 0) out += ", synctest bubble " + std::to_string(bubble);
  return out + "]:";
}

std::string stackDump(Machine* machine, G* gp, bool all, const Bubble* bubble) {
  std::string out;
  if (gp != nullptr) out = oneGoroutine(machine, gp, gp);
  if (gp != nullptr && !all && bubble == nullptr) return out;
  std::vector<G*> others;
  lockOn(machine->host, &machine->allglock);
  others = machine->allgs;
  unlockOn(machine->host, &machine->allglock);
  for (G* other : others) {
    if (other == gp || (readgstatus(other) & ~_Gscan) == _Gdead) continue;
    const bool hidden = other->system && !other->userCode.load(std::memory_order_relaxed);
    if (hidden && machine->traceback < Traceback::kSystem) continue;
    if (!all && bubbleOf(other) != bubble) continue;
    if (!out.empty()) out += "\n";
    out += oneGoroutine(machine, other, gp);
  }
  return out;
}

}  // namespace gopark
