// See simulation.h.
#include "api/simulation.h"

#include <algorithm>
#include <utility>

#include "events/ring.h"
#include "host/system.h"
#include "runtime/machine.h"
#include "runtime/proc.h"

namespace gopark {

namespace {

// The machine is drained at the latest when it has written so many events. A ring holds four times
// as many, and one turn writes far fewer.
constexpr uint64_t kDrainAt = 4096;
constexpr size_t kDrainAtOnce = 1 << 16;
constexpr size_t kDecisionsKept = 1 << 16;

// How much real time the machine gets between two looks at what it wrote.
constexpr int64_t kSliceNs = 2'000'000;

bool aboutTurns(ChoiceKind kind) {
  return kind == ChoiceKind::kRunNext || kind == ChoiceKind::kRunLength;
}

// What goroutines and the search for one do, without the moves between them.
bool isOperation(EventType type) {
  switch (type) {
    case EventType::kGoCreate:
    case EventType::kGoDestroy:
    case EventType::kGoStart:
    case EventType::kGoPark:
    case EventType::kGoUnpark:
    case EventType::kGoStop:
    case EventType::kSteal:
    case EventType::kRunqOverflow:
    case EventType::kGlobrunqGet:
    case EventType::kProcHandoff:
    case EventType::kProcRetake:
    case EventType::kSyscallEnter:
    case EventType::kSyscallExit:
    case EventType::kTimerSet:
    case EventType::kTimerStop:
    case EventType::kTimerFire:
    case EventType::kChanMake:
    case EventType::kChanSend:
    case EventType::kChanRecv:
    case EventType::kChanClose:
    case EventType::kSelectBegin:
    case EventType::kSelectDone:
    case EventType::kLockAcquire:
    case EventType::kLockRelease:
    case EventType::kStwBegin:
    case EventType::kStwEnd:
    case EventType::kGcBegin:
    case EventType::kGcWorker:
    case EventType::kGoDisabled:
    case EventType::kGcEnd:
    case EventType::kStackGrow:
    case EventType::kStackShrink:
    case EventType::kGoLeak:
    case EventType::kDeadlock:
    case EventType::kMachineExit:
    case EventType::kProcsChange:
      return true;
    default:
      return false;
  }
}

int64_t deadlineAfter(int64_t budgetNs) {
  return budgetNs < 0 ? INT64_MAX : systemNanotime() + budgetNs;
}

}  // namespace

void StampedOutput::write(Stream stream, const char* data, size_t size) {
  total += size;
  const uint64_t at = events->written();
  if (pieces.empty() || pieces.back().stream != stream || pieces.back().events != at) {
    pieces.push_back(Piece{stream, at, {}});
  }
  pieces.back().bytes.append(data, size);
}

Simulation::Simulation(SimHost* host, Machine* machine, Fold* fold, StampedOutput* output,
                       Schedule schedule)
    : host_(host), machine_(machine), fold_(fold), output_(output), schedule_(std::move(schedule)) {
  output_->events = machine_->events.get();
  host_->watch(this, true);
}

Simulation::~Simulation() {
  host_->watch(nullptr, false);
}

// --- The watcher ---

uint64_t Simulation::eventsWritten() {
  return machine_->events->written();
}

bool Simulation::turned() {
  const uint64_t written = machine_->events->written();
  for (uint64_t count = host_->chooser().decisions(); decisionsSeen_ < count; decisionsSeen_++) {
    const Decision* d = host_->chooser().find(decisionsSeen_);
    if (d != nullptr && !aboutTurns(d->kind)) decisions_.push_back(*d);
  }
  while (decisions_.size() > kDecisionsKept) decisions_.pop_front();
  if (written - cursor_ - ahead_.size() >= kDrainAt) drain();
  turnEnded_ = true;
  return oneTurn_ || written >= stopEvents_ || host_->nanotime() - machine_->startNs > stopTimeNs_;
}

void Simulation::inject(const Fault& fault) {
  if (fault.kind == FaultKind::kPreempt) injectPreempt(machine_, fault.a);
  if (fault.kind == FaultKind::kGc) injectGc(machine_);
}

// --- Cursor and machine ---

void Simulation::drain() {
  do {
    batch_.clear();
    machine_->events->drain(&batch_, kDrainAtOnce);
    ahead_.insert(ahead_.end(), batch_.begin(), batch_.end());
  } while (!batch_.empty());
}

// applyNext() moves the cursor over one event; false when the machine has written no more.
bool Simulation::applyNext() {
  if (ahead_.empty()) return false;
  const Event event = ahead_.front();
  ahead_.pop_front();
  fold_->apply(&event, 1);
  cursor_++;
  cursorNs_ = event.timeNs;
  if (keepEvents) kept_.push_back(event);
  if (kept_.size() / 2 >= keptMax) {
    kept_.erase(kept_.begin(), kept_.end() - static_cast<ptrdiff_t>(keptMax));
  }
  return true;
}

// moreMachine() lets the machine run a little, to pauseAt at most. False: it cannot, and *halt says
// why.
bool Simulation::moreMachine(uint64_t pauseAt, int64_t deadlineNs, Halt* halt) {
  if (machine_->exiting.load()) stuck_ = false;
  if (ended_ || stuck_) {
    *halt = ended_ ? Halt::kEnded : Halt::kStuck;
    return false;
  }
  int64_t budget = kSliceNs;
  if (deadlineNs != INT64_MAX) {
    budget = std::min(budget, deadlineNs - systemNanotime());
    if (budget <= 0) {
      *halt = Halt::kBudget;
      return false;
    }
  }
  turnEnded_ = false;
  host_->pauseAt(pauseAt);
  const int64_t next = host_->drive(budget);
  host_->pauseAt(UINT64_MAX);
  drain();
  ended_ = next < 0;
  stuck_ = next == SimHost::kStuckNs && !machine_->exiting.load();
  return true;
}

// flush() brings the cursor to where the machine is.
Halt Simulation::flush() {
  while (applyNext()) continue;
  return Halt::kReached;
}

Halt Simulation::advance(const Target& target, int64_t deadlineNs) {
  oneTurn_ = target.breakpoints;
  stopEvents_ = target.events;
  stopTimeNs_ = target.timeNs;
  for (;;) {
    while (!ahead_.empty()) {
      if (cursor_ >= target.events) return Halt::kReached;
      if (ahead_.front().timeNs > target.timeNs) return Halt::kReached;
      const Event event = ahead_.front();
      applyNext();
      if (!target.breakpoints) continue;
      for (Breakpoint& b : breakpoints_) {
        if (!stopsAt(&b, event, *fold_)) continue;
        breakReason_ = b.text;
        return Halt::kBreakpoint;
      }
    }
    if (cursor_ >= target.events || host_->tick() >= target.tick) return Halt::kReached;
    if (host_->nanotime() - machine_->startNs > target.timeNs) return Halt::kReached;
    const bool lines = target.breakpoints && lineBreaks_;
    Halt halt{};
    if (!moreMachine(lines ? host_->tick() + 1 : target.tick, deadlineNs, &halt)) return halt;
    if (lines && lineReached()) {
      flush();
      return Halt::kBreakpoint;
    }
  }
}

Halt Simulation::run(const Target& target, int64_t budgetNs) {
  stepping_ = false;
  breakReason_.clear();
  return advance(target, deadlineAfter(budgetNs));
}

Position Simulation::position() const {
  Position at;
  at.events = cursor_;
  at.timeNs = cursorNs_;
  at.machineEvents = machine_->events->written();
  at.tick = host_->tick();
  at.decisions = host_->chooser().decisions();
  at.ended = ended_ && ahead_.empty();
  at.m = host_->currentM();
  const Where here = where();
  at.g = here.g;
  at.line = here.place & 0xffff;
  return at;
}

// --- Lines ---

Simulation::Where Simulation::where() const {
  const int32_t m = host_->currentM();
  if (m < 0 || ended_) return {};
  for (M* mp = machine_->allm.load(); mp != nullptr; mp = mp->alllink.load()) {
    if (mp->id != static_cast<uint32_t>(m)) continue;
    G* gp = mp->curg.load();
    if (gp == nullptr || machine_->language == nullptr) return {};
    return {gp->goid.load(), machine_->language->place(gp)};
  }
  return {};
}

// lineReached() says whether a goroutine has just come to a line with a breakpoint.
bool Simulation::lineReached() {
  const Where here = where();
  if (here.g == 0 || here.place == 0) return false;
  uint32_t& last = lastPlace_[here.g];
  if (last == here.place) return false;
  last = here.place;
  for (const Breakpoint& b : breakpoints_) {
    if (b.kind != Breakpoint::Kind::kLine || b.value != (here.place & 0xffff)) continue;
    breakReason_ = b.text;
    return true;
  }
  return false;
}

void Simulation::setBreakpoints(std::vector<Breakpoint> breakpoints) {
  breakpoints_ = std::move(breakpoints);
  lineBreaks_ = std::any_of(breakpoints_.begin(), breakpoints_.end(),
                            [](const Breakpoint& b) { return b.kind == Breakpoint::Kind::kLine; });
}

// --- Steps ---

Halt Simulation::step(Step step, int64_t budgetNs) {
  breakReason_.clear();
  const int64_t deadline = deadlineAfter(budgetNs);
  if (!stepping_) stepFrom_ = where();
  stopEvents_ = UINT64_MAX;
  stopTimeNs_ = INT64_MAX;
  Halt halt{};
  switch (step) {
    case Step::kEvent:
      halt = stepEvent(false, deadline);
      break;
    case Step::kOperation:
      halt = stepEvent(true, deadline);
      break;
    case Step::kInstruction:
      halt = stepInstruction(deadline);
      break;
    case Step::kLine:
      halt = stepLine(deadline);
      break;
    case Step::kDecision:
      halt = stepDecision(deadline);
      break;
    case Step::kTurn:
      halt = stepTurn(deadline);
      break;
  }
  stepping_ = halt == Halt::kBudget;
  return halt;
}

Halt Simulation::stepEvent(bool operation, int64_t deadlineNs) {
  for (;;) {
    while (!ahead_.empty()) {
      const EventType type = ahead_.front().type;
      applyNext();
      if (!operation || isOperation(type)) return Halt::kReached;
    }
    oneTurn_ = true;
    Halt halt{};
    if (!moreMachine(UINT64_MAX, deadlineNs, &halt)) return halt;
  }
}

// The cursor catches up first: what is shown must be what the instruction was executed in.
Halt Simulation::stepInstruction(int64_t deadlineNs) {
  if (!ahead_.empty()) return flush();
  oneTurn_ = false;
  // Until a goroutine's instruction is next; what the scheduler does before is part of the step.
  const uint64_t from = host_->tick();
  for (;;) {
    Halt halt{};
    if (!moreMachine(host_->tick() + 1, deadlineNs, &halt)) return halt;
    flush();
    if (ended_) return Halt::kEnded;
    if (host_->tick() > from && where().g != 0) return Halt::kReached;
  }
}

Halt Simulation::stepLine(int64_t deadlineNs) {
  flush();
  oneTurn_ = false;
  for (;;) {
    Halt halt{};
    if (!moreMachine(host_->tick() + 1, deadlineNs, &halt)) return halt;
    flush();
    if (ended_) return Halt::kEnded;
    const Where here = where();
    if (here.place == 0) continue;
    if (here.g == stepFrom_.g && here.place == stepFrom_.place) continue;
    return Halt::kReached;
  }
}

// The cursor goes behind the last event before the decision: what it was taken on.
Halt Simulation::stepDecision(int64_t deadlineNs) {
  for (;;) {
    for (; nextDecision_ < host_->chooser().decisions(); nextDecision_++) {
      const Decision* d = host_->chooser().find(nextDecision_);
      if (d == nullptr || aboutTurns(d->kind) || d->events < cursor_) continue;
      while (cursor_ < d->events && applyNext()) continue;
      nextDecision_++;
      return Halt::kReached;
    }
    flush();
    oneTurn_ = true;
    Halt halt{};
    if (!moreMachine(UINT64_MAX, deadlineNs, &halt)) return halt;
  }
}

Halt Simulation::stepTurn(int64_t deadlineNs) {
  flush();
  oneTurn_ = true;
  for (;;) {
    Halt halt{};
    if (!moreMachine(UINT64_MAX, deadlineNs, &halt)) return halt;
    if (!turnEnded_ && !ended_ && !stuck_) continue;
    flush();
    return ended_ ? Halt::kEnded : Halt::kReached;
  }
}

// --- What was decided, and what is changed ---

const Decision* Simulation::decision(uint64_t index) const {
  return host_->chooser().find(index);
}

std::vector<Decision> Simulation::takeDecisions() {
  std::vector<Decision> taken;
  while (!decisions_.empty() && decisions_.front().events <= cursor_) {
    taken.push_back(decisions_.front());
    decisions_.pop_front();
  }
  return taken;
}

bool Simulation::overrideDecision(uint64_t index, uint32_t alternative) {
  if (index < host_->chooser().decisions()) return false;
  std::vector<Override>& overrides = schedule_.sim.overrides;
  // What was decided otherwise from there on belongs to the other future.
  overrides.erase(std::remove_if(overrides.begin(), overrides.end(),
                                 [&](const Override& o) { return o.decision >= index; }),
                  overrides.end());
  overrides.push_back(Override{index, alternative});
  host_->chooser().setOverrides(overrides);
  return true;
}

void Simulation::addFault(Fault fault) {
  fault.tick = host_->tick();
  schedule_.sim.faults.push_back(fault);
  host_->addFault(fault);
}

std::vector<Event> Simulation::takeEvents() {
  return std::exchange(kept_, {});
}

}  // namespace gopark
