// See watcher.h.
#include "watcher.h"

#include <utility>

#include "runtime/sched.h"

namespace gopark::simulation {

namespace {

int64_t sumOfFaults(const Schedule& schedule) {
  int64_t ns = 0;
  for (const Fault& fault : schedule.sim.faults) {
    switch (fault.kind) {
      case FaultKind::kSlowSyscall:
      case FaultKind::kDelayWake:
      case FaultKind::kJumpClock:
        ns += fault.a;
        break;
      case FaultKind::kStopCore:
        ns += fault.b;
        break;
      default:
        break;
    }
  }
  return ns;
}

}  // namespace

Watcher::Watcher(World* world, SimHost* host, const Schedule& schedule)
    : world_(world), host_(host), schedule_(schedule), faultsNs_(sumOfFaults(schedule)) {}

bool Watcher::turned() {
  turns_++;
  Machine* machine = world_->machine;
  // Main is locked to the first M until the program begins.
  if (turns_ == 1) locked_[machine->m0->id] = 1;
  drain();
  if (world_->objectsMade && std::exchange(booting_, false) &&
      machine->m0->lockedg.load() == nullptr) {
    locked_.erase(machine->m0->id);
  }
  // At its end the machine is left as it stands.
  if (machine->exiting.load() || machine->dying.load()) return world_->failed();
  // Most turns of computing goroutines change nothing.
  const uint64_t written = machine->events->written();
  if (written != looked_ || turns_ % 64 == 0) {
    looked_ = written;
    lookAtStructures();
    if (!world_->failed() && machine->mainStarted.load()) lookAtModel();
  }
  lookAtMs();
  if (!world_->failed() && machine->mainStarted.load()) lookAtProgress();
  return world_->failed();
}

void Watcher::inject(const Fault& fault) {
  if (fault.kind == FaultKind::kPreempt) injectPreempt(world_->machine, fault.a);
  if (fault.kind == FaultKind::kGc) injectGc(world_->machine);
}

void Watcher::finish() {
  drain();
  Machine* machine = world_->machine;
  const Model& model = world_->model;
  uint64_t buffered = 0;
  for (const ModelChan& c : model.chans) buffered += c.buffer.size();
  if (model.sent != model.received + buffered) fail("values were sent and not received");
  for (int i = 0; i < kChans + kTimers && world_->objectsMade; i++) {
    if (world_->chans[i]->qcount.load() != model.chans[i].buffer.size()) {
      fail("channel " + std::to_string(i) + " buffers another number of values than it should");
    }
  }
  uint64_t user = 0;
  for (const G* gp : machine->allgs) {
    if (!gp->system && readgstatus(gp) != _Gdead) user++;
  }
  if (user != world_->live.size()) fail("goroutines are unaccounted for at the end");
  if (fold_.counts().created - fold_.counts().destroyed < user) {
    fail("the events do not account for all goroutines");
  }
}

}  // namespace gopark::simulation
