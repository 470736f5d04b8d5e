// How a program dies: fatal errors and uncaught panics. Go's counterpart: fatal, fatalpanic and
// dopanic_m of panic.go, freezetheworld of proc.go.
//
// The first to die sets machine->dying: from then on every M that comes to the scheduler waits for
// the end, so that the dump is of a world that stands (nearly) still.
#include "base/check.h"
#include "runtime/sched.h"
#include "runtime/synctest.h"

namespace gopark {

namespace {

// freezetheworld tries for as long as Go does: five times a millisecond.
constexpr int64_t kFreezeNs = 5'000'000;
constexpr int kSigabrt = 6;

bool anyOtherRuns(Machine* machine, M* self) {
  for (P* pp : machine->allp) {
    M* mp = pp->m.load(std::memory_order_acquire);
    if (mp == nullptr || mp == self) continue;
    G* gp = mp->curg.load(std::memory_order_acquire);
    if (gp != nullptr && (readgstatus(gp) & ~_Gscan) == _Grunning) return true;
  }
  return false;
}

// Best effort. It must not suspend the M: this may be called with a goroutine's frames below.
void freezetheworld(Machine* machine, M* self) {
  Host* host = machine->host;
  preemptall(machine, self, PreemptWhy::kExit);
  if (!host->parallel()) return;
  const int64_t deadline = host->nanotime() + kFreezeNs;
  while (anyOtherRuns(machine, self) && host->nanotime() < deadline) {
    host->osyield();
    preemptall(machine, self, PreemptWhy::kExit);
  }
}

// What stands before the stacks, which stacks, and the end.
void die(Machine* machine, G* gp, std::string out, bool all, const Bubble* bubble) {
  if (machine->dying.exchange(true, std::memory_order_acq_rel)) return;  // Another M is at it.
  freezetheworld(machine, getm());
  if (machine->traceback != Traceback::kNone) {
    out += "\n" + stackDump(machine, gp, all || machine->traceback >= Traceback::kAll, bubble);
  }
  int code = 2;
  if (machine->language != nullptr) out += machine->language->epitaph(&code);
  machine->host->write(Stream::kStderr, out.data(), out.size());
  // Differs: "crash" makes Go raise SIGABRT, which no page has; the status is what a shell reports.
  machine->exit(machine->traceback == Traceback::kCrash ? 128 + kSigabrt : code);
}

}  // namespace

void fatalError(Machine* machine, G* gp, const std::string& text) {
  die(machine, gp, "fatal error: " + text + "\n", /*all=*/true, nullptr);
}

void fatalPanic(Machine* machine, G* gp, const std::string& text) {
  // A bubble's deadlock is explained by its goroutines.
  die(machine, gp, text + "\n", /*all=*/false, bubbleDeadlocked(gp, text));
}

}  // namespace gopark
