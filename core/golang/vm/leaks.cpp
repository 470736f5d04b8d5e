// Leaked goroutines: those that wait for something that no goroutine which can still run, no
// package variable and no timer leads to. Reachability is the collector's, but for the candidates:
// a goroutine that waits for a channel or an object of package sync counts only when that has been
// reached; then its stack is marked too, and so on until nothing changes. Whoever is left can never
// go on.
//
// Nothing is freed: it is a marking without a sweep.
// Go's counterpart: the goroutine leak profile, findGoroutineLeaks of mgc.go. Differs: it is made
// at the end of the program, when it is asked for at its start, instead of by package
// runtime/pprof.
#include <vector>

#include "golang/vm/collector.h"
#include "golang/vm/root_scan.h"
#include "golang/vm/vm.h"
#include "runtime/emit.h"
#include "runtime/proc.h"

namespace gopark::vm {

namespace {

WaitReason reasonOf(const G* gp) {
  return gp->waitreason.load(std::memory_order_relaxed);
}

// Whether gp waits for something that only other goroutines can give it.
bool mayBeLeaked(const G* gp) {
  const WaitReason reason = reasonOf(gp);
  if (gp->system || (readgstatus(gp) & ~_Gscan) != _Gwaiting) return false;
  return reason >= WaitReason::kChanReceiveNilChan && reason <= WaitReason::kSyncWaitGroupWait;
}

// Whether somebody who can still run may get hold of what gp waits for.
bool canBeWoken(const Collector& collector, const G* gp) {
  auto reached = [&](const void* object) {
    return !collector.inHeap(addrOf(object)) || collector.marked(addrOf(object));
  };
  switch (reasonOf(gp)) {
    case WaitReason::kChanReceiveNilChan:
    case WaitReason::kChanSendNilChan:
    case WaitReason::kSelectNoCases:
      return false;
    case WaitReason::kSelect:
    case WaitReason::kChanReceive:
    case WaitReason::kChanSend:
      for (const Sudog* s = gp->waiting; s != nullptr; s = s->waitlink) {
        if (reached(s->c)) return true;
      }
      return false;
    default:
      return reached(gp->waitAddress);
  }
}

// Makes leaked goroutines _Gleaked and returns them, in the order of their creation. `gone`, which
// may be null, is a goroutine whose function has returned.
std::vector<G*> findLeaks(Vm* vm, const G* gone) {
  Collector collector(&vm->heap);
  RootScan scan(vm, collector.marker());
  scan.markShared();
  std::vector<G*> blocked;
  for (G* gp : vm->machine->allgs) {
    if (readgstatus(gp) == _Gleaked) casgstatus(gp, _Gleaked, _Gwaiting);
    const Goroutine* g = scannable(gp);
    if (g == nullptr || gp == gone) continue;
    if (mayBeLeaked(gp)) {
      blocked.push_back(gp);
    } else {
      scan.markGoroutine(g);
    }
  }
  for (bool more = true; more;) {
    collector.trace();
    const size_t before = blocked.size();
    std::erase_if(blocked, [&](G* gp) {
      if (!canBeWoken(collector, gp)) return false;
      scan.markGoroutine(scannable(gp));
      return true;
    });
    more = blocked.size() < before;
  }
  // Main may wait in an empty select for others to end the program.
  std::erase_if(blocked, [&](G* gp) {
    return gp == vm->machine->mainG && reasonOf(gp) == WaitReason::kSelectNoCases;
  });
  for (G* gp : blocked) {
    casgstatus(gp, _Gwaiting, _Gleaked);
    emit(getm(), EventType::kGoLeak, gp, static_cast<uint8_t>(reasonOf(gp)), 0, gp->request.object,
         0, gp->request.place);
  }
  return blocked;
}

void reportStopped(Machine* machine, G* gp, void* arg) {
  auto* vm = static_cast<Vm*>(arg);
  std::vector<G*> leaked = findLeaks(vm, gp);
  if (leaked.empty()) return;
  std::string text = "goroutineleak profile: total " + std::to_string(leaked.size()) + "\n";
  for (G* other : leaked) {
    if (vm->options.leaks == LeakCheck::kReport) text += "\n" + stackDump(machine, other, false);
    casgstatus(other, _Gleaked, _Gwaiting);
  }
  if (vm->options.leaks != LeakCheck::kReport) return;
  machine->host->write(Stream::kStderr, text.data(), text.size());
}

}  // namespace

OpResult Vm::reportLeaks(G* gp, OpState* op) {
  return withWorldStopped(gp, op, StwReason::kStack, reportStopped, this);
}

void Vm::markLeaked() {
  if (options.leaks == LeakCheck::kReport) findLeaks(this, nullptr);
}

}  // namespace gopark::vm
