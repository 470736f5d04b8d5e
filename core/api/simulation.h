// Simulation: a session's run on the simulated machine, under control. It has a cursor on the
// stream of events: what the picture, the events and the output show is what happened up to there,
// exactly. The machine itself may be ahead of the cursor by the rest of one turn, never by more
// once a call has returned.
//
//   events   1 2 3 4 5 6 | 7 8 9        the fold has 1 to 6, the machine has written up to 9
//                        cursor
//
// Going back is its user's: restore an earlier state of the whole memory (a page does), or begin
// again; then run to the place wanted. The same schedule leads to the same events.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/breakpoint.h"
#include "api/schedule.h"
#include "events/fold.h"
#include "host/output.h"
#include "host/sim/sim_host.h"

namespace gopark {

class EventRings;
class Machine;

// Why a call that lets the machine run returned.
enum class Halt : uint8_t {
  kBudget,      // Its real time was used up: call it again.
  kReached,     // Where it should stop.
  kBreakpoint,  // At a breakpoint.
  kEnded,       // The program has ended, and all of its events are behind the cursor.
  kStuck,       // Nothing will happen any more although the program has not ended.
};

// Step is how far one step goes: to the next ...
enum class Step : uint8_t {
  kEvent,        // event;
  kOperation,    // event that a goroutine, or the search for one, brought about;
  kInstruction,  // bytecode instruction;
  kLine,         // line of the program, on whichever goroutine comes to one;
  kDecision,     // decision, without those about turns (ChoiceKind::kRunNext, kRunLength);
  kTurn,         // end of a turn.
};

// Target is where a run should stop; the first that is reached does it.
struct Target {
  uint64_t events = UINT64_MAX;  // The cursor behind this many events.
  uint64_t tick = UINT64_MAX;    // The machine at this tick.
  int64_t timeNs = INT64_MAX;    // The cursor at the last event before this time.
  bool breakpoints = false;      // At a breakpoint, too.
};

struct Position {
  uint64_t events = 0;         // Behind the cursor.
  int64_t timeNs = 0;          // Of the last of them.
  uint64_t machineEvents = 0;  // Written by the machine.
  uint64_t tick = 0;           // Of the machine.
  uint64_t decisions = 0;      // Taken by the machine.
  int32_t m = -1;              // In whose turn the machine is paused, -1: between turns.
  uint64_t g = 0;              // The goroutine it runs there, 0: none.
  uint32_t line = 0;           // The line it comes to next, 0: not in the program's own code.
  bool ended = false;
};

// StampedOutput keeps a program's output with its places in the stream of events.
class StampedOutput : public OutputSink {
 public:
  struct Piece {
    Stream stream;
    uint64_t events;  // Written before it.
    std::string bytes;
  };

  void write(Stream stream, const char* data, size_t size) override;

  const EventRings* events = nullptr;  // Of the machine; set before it runs.
  uint64_t total = 0;                  // Bytes ever written.
  std::deque<Piece> pieces;
};

class Simulation : public SimWatcher {
 public:
  // All must outlive it. `schedule` is what the run was made from.
  Simulation(SimHost* host, Machine* machine, Fold* fold, StampedOutput* output, Schedule schedule);
  ~Simulation() override;

  // run() lets the machine go on to the target, for about budgetNs of real time (negative: as long
  // as it takes).
  Halt run(const Target& target, int64_t budgetNs);

  // step() takes one step. After kBudget, the next call continues it.
  Halt step(Step step, int64_t budgetNs);

  Position position() const;

  // setBreakpoints() replaces the breakpoints. breakReason() is the one that stopped the last run.
  void setBreakpoints(std::vector<Breakpoint> breakpoints);
  const std::string& breakReason() const { return breakReason_; }

  // decision() is one of the latest decisions, null when it is too long ago or yet to come.
  const Decision* decision(uint64_t index) const;

  // takeDecisions() moves out those behind the cursor since the last call, without the ones about
  // turns.
  std::vector<Decision> takeDecisions();

  // overrideDecision() answers a decision that the machine has not taken yet. False: it has.
  bool overrideDecision(uint64_t index, uint32_t alternative);

  // addFault() lets a fault happen now, at the machine's tick.
  void addFault(Fault fault);

  // schedule() is the run's name, with what was added to it.
  const Schedule& schedule() const { return schedule_; }

  // keepEvents: whether takeEvents() is going to be asked.
  bool keepEvents = false;
  // keptMax: at least the latest so many of them are kept. A page shows no more, and what is kept
  // is memory that each of its checkpoints has to copy.
  size_t keptMax = SIZE_MAX;
  std::vector<Event> takeEvents();

  // --- SimWatcher ---
  bool turned() override;
  void inject(const Fault& fault) override;
  uint64_t eventsWritten() override;

 private:
  // Where the goroutine of the paused turn is.
  struct Where {
    uint64_t g = 0;
    uint32_t place = 0;
  };

  void drain();
  bool applyNext();
  Halt advance(const Target& target, int64_t deadlineNs);
  bool moreMachine(uint64_t pauseAt, int64_t deadlineNs, Halt* halt);
  Halt stepInstruction(int64_t deadlineNs);
  Halt stepLine(int64_t deadlineNs);
  Halt stepEvent(bool operation, int64_t deadlineNs);
  Halt stepDecision(int64_t deadlineNs);
  Halt stepTurn(int64_t deadlineNs);
  Where where() const;
  bool lineReached();
  Halt flush();

  SimHost* const host_;
  Machine* const machine_;
  Fold* const fold_;
  StampedOutput* const output_;
  Schedule schedule_;

  std::deque<Event> ahead_;  // Written by the machine, not yet behind the cursor.
  std::vector<Event> batch_;
  std::vector<Event> kept_;
  uint64_t cursor_ = 0;
  int64_t cursorNs_ = 0;
  bool ended_ = false;
  bool stuck_ = false;
  bool oneTurn_ = false;              // turned() pauses, always ...
  uint64_t stopEvents_ = UINT64_MAX;  // ... or once so many events are written ...
  int64_t stopTimeNs_ = INT64_MAX;    // ... or the time is past this.
  bool turnEnded_ = false;

  std::deque<Decision> decisions_;  // Not yet taken out.
  uint64_t decisionsSeen_ = 0;      // Of the chooser's.
  std::vector<Breakpoint> breakpoints_;
  bool lineBreaks_ = false;                           // Some breakpoint is a line.
  std::unordered_map<uint64_t, uint32_t> lastPlace_;  // By goroutine, for lines.
  std::string breakReason_;

  uint64_t nextDecision_ = 0;  // Steps have not stopped at this one or later ones.
  bool stepping_ = false;      // The last step was interrupted by kBudget ...
  Where stepFrom_;             // ... and began here.
};

}  // namespace gopark
