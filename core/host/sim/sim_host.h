// SimHost: a computer that exists in this program only. Virtual cores run Ms as contexts, an
// operating system places Ms on cores, time passes by what things cost, and every question that
// chance would answer goes to a Chooser. A run depends on its options and on nothing else.
//
//   core 0  [M3 ....|M3 ..|M1 ...        each core has its own clock; a turn advances it
//   core 1  [M2 ..|     idle  |M4 ..
//   waiting for a core: M5 M7            asleep: on a word, until a time, or both
//
// The loop (drive) always lets the core that lags behind go on, or, by choice, another one not far
// ahead of it: so clocks stay close together, as those of real cores do, and whatever could happen
// in parallel is tried in different orders. A turn ends after a chosen time, at the next step of
// the M where it may be set aside: between two bytecode instructions, or at one of g0's points.
//
// Position: tick() counts bytecode instructions executed, points passed and turns begun. A run can
// be paused at any tick without changing what follows, which is what makes stepping, going back and
// faults exact.
//
// All calls come from one thread. sysmon is called by the loop when its time has come; it uses no
// core.
#pragma once

#include <atomic>
#include <queue>
#include <vector>

#include "base/intrusive_list.h"
#include "host/context/context.h"
#include "host/make_host.h"
#include "host/sim/chooser.h"
#include "host/sim/sim_options.h"

namespace gopark {

// SimWatcher is told what happens between turns. No M runs during these calls.
class SimWatcher {
 public:
  virtual ~SimWatcher() = default;
  // turned() is called after every turn, with nobody inside the machine. True pauses the run.
  virtual bool turned() { return false; }
  // inject() carries out a fault that is the runtime's, not the computer's (kPreempt, kGc).
  virtual void inject(const Fault& fault) {}
  // eventsWritten() is the number of events so far, for the decisions' places among them.
  virtual uint64_t eventsWritten() { return 0; }
};

class SimHost : public Host {
 public:
  // `options` must be sound: see sim_options.h.
  SimHost(const HostOptions& host, const SimOptions& options);

  // ~SimHost() drops threads that have not ended where they stand.
  ~SimHost() override;

  // --- Host ---

  // nanotime() is the running core's clock, but never less than it was before; between turns the
  // time of the machine as a whole.
  int64_t nanotime() override;
  // walltime() begins at 2009-11-10 23:00:00 UTC, when Go was published.
  int64_t walltime() override;
  bool newosproc(void (*fn)(void*), void* arg, uint32_t m) override;
  int liveThreads() override;
  void futexwakeup(std::atomic<uint32_t>* addr, uint32_t count) override;
  void locksleep(std::atomic<uint32_t>* addr, uint32_t value) override;
  void osyield() override;
  void procyield(uint32_t steps) override;
  bool timeSliced() const override;
  bool controlled() const override;
  Meter* meter() override;
  void spend(Cost cost, int64_t times) override;
  int64_t syscallNs(Cost cost) override;
  int node() override;
  uint32_t choose(ChoiceKind kind, uint32_t n, const uint32_t* what, uint32_t subject) override;
  uint64_t random() override;
  int ncpu() override;
  void startSysmon(int64_t (*tick)(void*), void* arg) override;
  void wakeSysmon() override;
  bool parallel() const override;
  void write(Stream stream, const char* data, size_t size) override;

  // drive() runs turns for about budgetNs of real time (negative: without limit), until paused. It
  // returns 0 when it should be called again, kPausedNs when a pause was reached, kStuckNs when
  // nothing will happen any more although threads are left, and -1 when none is.
  int64_t drive(int64_t budgetNs) override;

  static constexpr int64_t kStuckNs = INT64_C(3600) * 1000000000;
  static constexpr int64_t kPausedNs = kStuckNs - 1;

  // --- Control; between turns only ---

  // watch() sets the watcher (null: none), which must outlive the host. `turns` asks for turned().
  void watch(SimWatcher* watcher, bool turns);

  // tick() is the position. pauseAt() lets drive() return no later than at that tick (UINT64_MAX:
  // nowhere), in the middle of a turn if need be.
  uint64_t tick() const { return tick_; }
  void pauseAt(uint64_t tick) { pauseAt_ = tick; }

  // addFault() adds a fault that is due now or later.
  void addFault(const Fault& fault);

  // restartCores() lets stopped cores go on, so that a program can be ended.
  void restartCores();

  Chooser& chooser() { return chooser_; }
  const Chooser& chooser() const { return chooser_; }
  const SimOptions& options() const { return options_; }

  // What the cores do, for views. m: the M placed there, -1 for none.
  struct CoreView {
    int32_t m = -1;
    bool stopped = false;
    int64_t clockNs = 0;
  };
  std::vector<CoreView> cores() const;

  // currentM() is the M in whose turn the run is paused, -1 between turns.
  int32_t currentM() const;

 protected:
  Context* beginFutexsleep(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns) override;
  Context* beginUsleep(int64_t ns) override;
  Context* beginYield() override;
  Context* beginMeterSpent() override;

 private:
  struct Core;

  // Thread is one M: its context, and where it is.
  struct Thread {
    Context context;
    ListLink<Thread> link;       // On waiting_, or on the sleepers of its word.
    uint32_t m = 0;              // Its name.
    const void* word = nullptr;  // The futex word it sleeps on; null when none.
    uint64_t sleepId = 0;        // Tells this sleep, or start, from others; 0: it does not sleep.
  };
  using ThreadList = IntrusiveList<Thread, &Thread::link>;

  struct Core {
    int id = 0;
    Thread* thread = nullptr;    // Placed on it.
    int64_t clockNs = 0;         // How far it has come.
    int64_t sliceEndNs = 0;      // When its thread must give way to one that waits.
    int64_t stoppedUntilNs = 0;  // A stopped core executes nothing before; INT64_MAX: ever.
    uint32_t lastThread = UINT32_MAX;
  };

  // Alarm is a moment at which a thread becomes runnable. Stale when the sleep ended otherwise.
  struct Alarm {
    int64_t atNs;
    uint64_t sleepId;
    Thread* thread;
    bool operator>(const Alarm& other) const {
      return atNs != other.atNs ? atNs > other.atNs : sleepId > other.sleepId;
    }
  };

  enum class Went : uint8_t { kOn, kPaused, kStuck };

  void stepTick();
  void settle();
  int64_t turnNs() const;
  Context* setAside(const void* word, int64_t ns);
  void runnableAt(Thread* thread, int64_t atNs);
  void ring(const Alarm& alarm);
  void place();
  int64_t nextAlarmNs();
  int64_t nextRestartNs() const;
  Core* laggard();
  Core* nextCore(Core* first);
  void beginTurn(Core* core);
  void endTurn();
  void enter();
  void payQuota(int64_t ns);
  void apply(const Fault& fault);
  bool allStopped() const;
  uint64_t limitTick() const;
  void sysmonRound();
  Went step();
  ThreadList& sleepersOf(const void* word);
  uint32_t ask(ChoiceKind kind, uint32_t n, const uint32_t* what, uint16_t m, uint32_t subject);

  const HostOptions host_;
  SimOptions options_;
  Chooser chooser_;
  SimWatcher* watcher_ = nullptr;
  bool watchTurns_ = false;
  StackPool stacks_;

  std::vector<Core> cores_;
  std::vector<Thread*> threads_;  // All that have not ended. Owned.
  std::vector<Thread*> spare_;    // For new ones; old alarms may point to them. Owned.
  ThreadList waiting_;            // Runnable, without a core, the longest waiting first.
  ThreadList sleepers_[64];       // Asleep on a word, by a hash of nothing observable.
  std::priority_queue<Alarm, std::vector<Alarm>, std::greater<Alarm>> alarms_;
  uint64_t sleeps_ = 0;

  uint64_t tick_ = 0;
  uint64_t pauseAt_ = UINT64_MAX;
  int64_t nowNs_ = 0;          // Between turns: the time of the last thing that happened.
  int64_t latestNs_ = 0;       // The latest time that nanotime() has told.
  Core* turn_ = nullptr;       // Whose turn it is; kept while paused in its middle.
  bool inside_ = false;        // A thread's context is entered, or sysmon is called.
  bool pausedInCode_ = false;  // The VM stopped for a pause, in the middle of the turn.
  bool asideInTurn_ = false;   // The running thread slept or ended: its turn is over.
  int64_t turnEndNs_ = 0;      // When the turn should end.
  Meter meter_;                // What the VM counts down.
  int64_t granted_ = 0;        // meter_.left at the last settlement.
  int64_t turnLeft_ = 0;       // Instructions left in the turn; a pause may grant fewer at once.

  size_t nextFault_ = 0;
  int64_t slowSyscallNs_ = 0;
  int64_t delayWakeNs_ = 0;
  bool refuseM_ = false;
  int64_t periodStartNs_ = 0;
  int64_t usedNs_ = 0;  // Of the quota, in this period.

  int64_t (*sysmon_)(void*) = nullptr;
  void* sysmonArg_ = nullptr;
  int64_t sysmonDueNs_ = 0;
  bool sysmonAsked_ = false;
  bool pausedBySysmon_ = false;
};

}  // namespace gopark
