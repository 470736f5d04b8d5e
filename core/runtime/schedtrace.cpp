// The lines of GODEBUG=schedtrace and scheddetail, in Go's format. Go's counterpart: schedtrace of
// proc.go.
//
// Differs: an M's p is looked up from the Ps' side, where it may be read at any time; mallocing,
// throwing, preemptoff and dying have nothing behind them and print as in a healthy program.
#include <cinttypes>
#include <cstdarg>
#include <cstdio>

#include "runtime/sched.h"

namespace gopark {

namespace {

__attribute__((format(printf, 2, 3))) void append(std::string* out, const char* format, ...) {
  char buffer[512];
  va_list arguments;
  va_start(arguments, format);
  int n = vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  out->append(buffer, n < static_cast<int>(sizeof buffer) ? n : sizeof buffer - 1);
}

const char* boolText(bool value) {
  return value ? "true" : "false";
}

std::string idOrNil(const M* mp) {
  return mp == nullptr ? "nil" : std::to_string(mp->id);
}

std::string goidOrNil(const G* gp) {
  return gp == nullptr ? "nil" : std::to_string(gp->goid.load(std::memory_order_relaxed));
}

void appendPs(Machine* machine, std::string* out) {
  for (P* pp : machine->allp) {
    append(out,
           "  P%d: status=%u schedtick=%u syscalltick=%u m=%s runqsize=%u gfreecnt=%d "
           "timerslen=%u\n",
           pp->id, pp->status.load(std::memory_order_relaxed),
           pp->schedtick.load(std::memory_order_relaxed),
           pp->syscalltick.load(std::memory_order_relaxed),
           idOrNil(pp->m.load(std::memory_order_relaxed)).c_str(), runqlen(pp),
           pp->gFreeCount.load(std::memory_order_relaxed), timersLen(pp));
  }
}

void appendMs(Machine* machine, std::string* out) {
  for (M* mp = machine->allm.load(std::memory_order_acquire); mp != nullptr;
       mp = mp->alllink.load(std::memory_order_relaxed)) {
    std::string p = "nil";
    for (P* pp : machine->allp) {
      if (pp->m.load(std::memory_order_relaxed) == mp) p = std::to_string(pp->id);
    }
    append(out,
           "  M%u: p=%s curg=%s mallocing=0 throwing=0 preemptoff= locks=%d dying=0 spinning=%s "
           "blocked=%s lockedg=%s\n",
           mp->id, p.c_str(), goidOrNil(mp->curg.load(std::memory_order_acquire)).c_str(),
           mp == machine->sysmonM ? 2 : 0, boolText(mp->spinning.load(std::memory_order_relaxed)),
           boolText(mp->blocked.load(std::memory_order_relaxed)),
           goidOrNil(mp->lockedg.load(std::memory_order_relaxed)).c_str());
  }
}

void appendGs(Machine* machine, std::string* out) {
  lock(&machine->allglock);
  for (G* gp : machine->allgs) {
    append(out, "  G%" PRIu64 ": status=%u(%s) m=%s lockedm=%s\n",
           gp->goid.load(std::memory_order_relaxed), readgstatus(gp),
           waitReasonString(gp->waitreason.load(std::memory_order_relaxed)),
           idOrNil(gp->m.load(std::memory_order_relaxed)).c_str(),
           idOrNil(gp->lockedm.load(std::memory_order_relaxed)).c_str());
  }
  unlock(&machine->allglock);
}

}  // namespace

std::string schedtrace(Machine* machine, bool detailed, int64_t nowNs) {
  Sched& sched = machine->sched;
  std::string out;
  lock(&sched.lock);
  append(&out,
         "SCHED %" PRId64
         "ms: gomaxprocs=%d idleprocs=%d threads=%d spinningthreads=%d needspinning=%u "
         "idlethreads=%d runqueue=%d",
         (nowNs - machine->sysmon->startTraceNs) / 1'000'000,
         machine->gomaxprocs.load(std::memory_order_relaxed),
         sched.npidle.load(std::memory_order_relaxed), mcount(machine),
         sched.nmspinning.load(std::memory_order_relaxed),
         sched.needspinning.load(std::memory_order_relaxed), sched.nmidle, sched.runq.size);
  if (detailed) {
    append(&out, " gcwaiting=%s nmidlelocked=%d stopwait=%d sysmonwait=%s\n",
           boolText(sched.gcwaiting.load(std::memory_order_relaxed)), sched.nmidlelocked,
           sched.stopwait, boolText(sched.sysmonwait.load(std::memory_order_relaxed)));
    appendPs(machine, &out);
    appendMs(machine, &out);
    appendGs(machine, &out);
  } else {
    out += " [ ";
    for (P* pp : machine->allp) append(&out, "%u ", runqlen(pp));
    out += "] schedticks=[ ";
    for (P* pp : machine->allp) {
      append(&out, "%u ", pp->schedtick.load(std::memory_order_relaxed));
    }
    out += "]\n";
  }
  unlock(&sched.lock);
  return out;
}

}  // namespace gopark
