// SimHost: see sim_host.h.
#include "host/sim/sim_host.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "host/system.h"

namespace gopark {
namespace {

constexpr int64_t kFirstTickNs = 20000;
constexpr int64_t kNever = INT64_MAX;

// Time 0 of the machine as the program's clocks see it: its monotonic clock must not read 0, its
// wall clock begins at 2009-11-10 23:00:00 UTC.
constexpr int64_t kBootNs = 1'000'000;
constexpr int64_t kWallBaseNs = INT64_C(1257894000) * 1'000'000'000;

// g0 code, the interpreter and the compiler it calls run on an M's stack.
constexpr size_t kThreadStackBytes = sizeof(void*) == 8 ? 1 << 20 : 256 << 10;

// How long turns last, in nanoseconds: mostly short, so that cores take turns at every step of the
// scheduler, sometimes long.
constexpr uint32_t kTurnsNs[] = {30, 100, 300, 1000, 3000};
constexpr uint32_t kTurnLengths = sizeof(kTurnsNs) / sizeof(kTurnsNs[0]);

// A core may go on while another one lags behind by less than this.
constexpr int64_t kSlackNs = 1000;

// A woken M becomes runnable after the usual time, half of it, or four times it.
constexpr uint32_t kLatencies = 3;

// How often drive() looks at the real clock, in turns.
constexpr uint32_t kClockTurns = 256;

constexpr uint32_t kPauseSteps = 20;  // What a procyield step or an osyield stands for, in ns.

}  // namespace

const CostInfo& costInfo(Cost cost) {
  static constexpr CostInfo kTable[] = {
#define GOPARK_COST(name, ns, what, source) {#name, ns, what, source},
#include "host/costs.def"
#undef GOPARK_COST
  };
  return kTable[static_cast<int>(cost)];
}

SimHost::SimHost(const HostOptions& host, const SimOptions& options)
    : host_(host),
      options_(options),
      chooser_(options.seed, options.overrides),
      stacks_(kThreadStackBytes),
      nowNs_(kBootNs) {
  CHECK(options_.cores >= 1 && options_.cores <= kSimCoresMax, "gopark: sim: cores");
  CHECK(options_.nodes >= 1 && options_.nodes <= options_.cores, "gopark: sim: nodes");
  // Otherwise a loop without an end would take no time.
  for (Cost cost : {Cost::kInstruction, Cost::kPoint}) {
    options_.costs[cost] = std::max<int64_t>(options_.costs[cost], 1);
  }
  cores_.resize(static_cast<size_t>(options_.cores));
  for (size_t i = 0; i < cores_.size(); i++) cores_[i].id = static_cast<int>(i);
  std::stable_sort(options_.faults.begin(), options_.faults.end(),
                   [](const Fault& a, const Fault& b) { return a.tick < b.tick; });
}

SimHost::~SimHost() {
  CHECK(!inside_, "gopark: a host is destroyed from inside one of its threads");
  for (Thread* thread : threads_) {
    contextRelease(&thread->context);
    delete thread;
  }
  for (Thread* thread : spare_) delete thread;
}

void SimHost::watch(SimWatcher* watcher, bool turns) {
  watcher_ = watcher;
  watchTurns_ = turns && watcher != nullptr;
}

// --- Time and position ---

// While a turn lasts, its core's clock is clockNs plus what the VM has executed since the last
// settlement; settle() moves the latter into the former.
void SimHost::settle() {
  const int64_t executed = granted_ - meter_.left;
  if (executed <= 0) return;
  granted_ = meter_.left;
  turnLeft_ -= executed;
  tick_ += static_cast<uint64_t>(executed);
  turn_->clockNs += executed * options_.costs[Cost::kInstruction];
}

int64_t SimHost::turnNs() const {
  return turn_->clockNs + (granted_ - meter_.left) * options_.costs[Cost::kInstruction];
}

// What one core did may be seen by another whose clock is a little behind: reading the clock must
// not give less than it gave before, as it never does on a computer whose cores' clocks agree.
int64_t SimHost::nanotime() {
  const int64_t ns = inside_ && turn_ != nullptr ? turnNs() : nowNs_;
  if (!inside_) return std::max(ns, latestNs_);
  latestNs_ = std::max(latestNs_, ns);
  return latestNs_;
}

int64_t SimHost::walltime() {
  return kWallBaseNs + nanotime() - kBootNs;
}

uint64_t SimHost::limitTick() const {
  uint64_t limit = pauseAt_;
  if (nextFault_ < options_.faults.size()) {
    limit = std::min(limit, options_.faults[nextFault_].tick);
  }
  return limit;
}

// A step of the machine that is no instruction: tick() counts it, and so every moment at which the
// loop is in control has a tick of its own.
void SimHost::stepTick() {
  settle();
  tick_++;
  // What the VM may still execute shrinks with it, up to the next pause or fault.
  const uint64_t limit = limitTick();
  const uint64_t room = limit > tick_ ? limit - tick_ : 0;
  if (room < static_cast<uint64_t>(meter_.left)) {
    meter_.left = static_cast<int64_t>(room);
    granted_ = meter_.left;
  }
}

void SimHost::spend(Cost cost, int64_t times) {
  if (!inside_ || turn_ == nullptr) return;  // sysmon uses no core.
  turn_->clockNs += options_.costs[cost] * times;
}

int64_t SimHost::syscallNs(Cost cost) {
  return options_.costs[cost] + std::exchange(slowSyscallNs_, 0);
}

int SimHost::node() {
  return inside_ && turn_ != nullptr ? turn_->id * options_.nodes / options_.cores : 0;
}

Meter* SimHost::meter() {
  return &meter_;
}

// --- Choices ---

uint32_t SimHost::ask(ChoiceKind kind, uint32_t n, const uint32_t* what, uint16_t m,
                      uint32_t subject) {
  if (n <= 1) return 0;
  Decision decision;
  decision.tick = tick_ + static_cast<uint64_t>(granted_ - meter_.left);
  decision.timeNs = nanotime() - kBootNs;
  decision.events = watcher_ != nullptr ? watcher_->eventsWritten() : 0;
  decision.kind = kind;
  decision.m = m;
  decision.n = n;
  decision.subject = subject;
  for (uint32_t i = 0; i < n && i < Decision::kWhatMax; i++) {
    decision.what[i] = what != nullptr ? what[i] : i;
  }
  return chooser_.choose(&decision);
}

uint32_t SimHost::choose(ChoiceKind kind, uint32_t n, const uint32_t* what, uint32_t subject) {
  const bool byM = inside_ && turn_ != nullptr && turn_->thread != nullptr;
  return ask(kind, n, what, byM ? static_cast<uint16_t>(turn_->thread->m) : uint16_t{0xffff},
             subject);
}

uint64_t SimHost::random() {
  return chooser_.random();
}

// --- Threads ---

bool SimHost::newosproc(void (*fn)(void*), void* arg, uint32_t m) {
  if (std::exchange(refuseM_, false)) return false;
  if (spare_.empty()) spare_.push_back(new Thread);
  Thread* thread = spare_.back();
  if (!contextInit(&thread->context, &stacks_, fn, arg)) return false;
  spare_.pop_back();
  thread->m = m;
  threads_.push_back(thread);
  spend(Cost::kThreadCreate, 1);
  const bool first = threads_.size() == 1;
  runnableAt(thread, nanotime() + (first ? 0 : options_.costs[Cost::kThreadStart]));
  return true;
}

int SimHost::liveThreads() {
  return static_cast<int>(threads_.size());
}

SimHost::ThreadList& SimHost::sleepersOf(const void* word) {
  uintptr_t hash = reinterpret_cast<uintptr_t>(word) / sizeof(uint32_t);
  return sleepers_[(hash ^ hash >> 6) % 64];
}

// runnableAt() lets `thread`, which is asleep or new, wait for a core from then on.
void SimHost::runnableAt(Thread* thread, int64_t atNs) {
  thread->sleepId = ++sleeps_;
  alarms_.push(Alarm{atNs, thread->sleepId, thread});
}

Context* SimHost::setAside(const void* word, int64_t ns) {
  CHECK(inside_ && turn_ != nullptr, "gopark: a sleep outside any thread of the host");
  stepTick();
  Thread* thread = turn_->thread;
  thread->word = word;
  if (word != nullptr) sleepersOf(word).pushBack(thread);
  if (ns >= 0) {
    const int64_t now = nanotime();
    runnableAt(thread, ns > kNever - now ? kNever : now + ns);
  } else {
    thread->sleepId = ++sleeps_;
  }
  asideInTurn_ = true;
  return &thread->context;
}

Context* SimHost::beginFutexsleep(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns) {
  if (addr->load(std::memory_order_relaxed) != value) return nullptr;
  return setAside(addr, ns);
}

Context* SimHost::beginUsleep(int64_t ns) {
  return setAside(nullptr, ns > 0 ? ns : 0);
}

// The VM has stopped between two instructions: because the turn is over, or for a pause, after
// which it goes on as if nothing had been.
Context* SimHost::beginMeterSpent() {
  settle();
  if (meter_.left > 0) {
    // It stopped before it had to: it gives the rest of its turn away.
    turn_->clockNs = std::max(turn_->clockNs, turnEndNs_);
    turnLeft_ = 0;
  }
  pausedInCode_ = turnLeft_ > 0;
  return &turn_->thread->context;
}

Context* SimHost::beginYield() {
  CHECK(inside_ && turn_ != nullptr, "gopark: a schedule point outside any thread of the host");
  turn_->clockNs += options_.costs[Cost::kPoint];
  stepTick();
  if (turn_->clockNs < turnEndNs_ && tick_ < limitTick()) return nullptr;
  return &turn_->thread->context;
}

void SimHost::futexwakeup(std::atomic<uint32_t>* addr, uint32_t count) {
  ThreadList& sleepers = sleepersOf(addr);
  Thread* next = nullptr;
  for (Thread* thread = sleepers.front(); thread != nullptr && count > 0; thread = next) {
    next = sleepers.next(thread);
    if (thread->word != addr) continue;
    count--;
    sleepers.remove(thread);
    thread->word = nullptr;
    spend(Cost::kFutexWake, 1);
    const auto usual = static_cast<uint32_t>(options_.costs[Cost::kWakeLatency]);
    const uint32_t what[kLatencies] = {usual, usual / 2, usual * 4};
    int64_t latency = what[choose(ChoiceKind::kWakeLatency, kLatencies, what, thread->m)];
    latency += std::exchange(delayWakeNs_, 0);
    runnableAt(thread, nanotime() + latency);
  }
}

void SimHost::locksleep(std::atomic<uint32_t>*, uint32_t) {
  CHECK(false, "gopark: an M was set aside while it held a runtime mutex");
}

void SimHost::osyield() {
  procyield(1);
}

void SimHost::procyield(uint32_t steps) {
  if (inside_ && turn_ != nullptr) turn_->clockNs += int64_t{steps} * kPauseSteps;
}

bool SimHost::timeSliced() const {
  return true;
}

bool SimHost::controlled() const {
  return true;
}

int SimHost::ncpu() {
  return options_.cores;
}

bool SimHost::parallel() const {
  return options_.cores > 1;
}

void SimHost::write(Stream stream, const char* data, size_t size) {
  if (host_.output != nullptr) host_.output->write(stream, data, size);
}

void SimHost::startSysmon(int64_t (*tick)(void*), void* arg) {
  CHECK(sysmon_ == nullptr, "gopark: sysmon started twice");
  sysmon_ = tick;
  sysmonArg_ = arg;
  sysmonDueNs_ = nanotime() + kFirstTickNs;
}

void SimHost::wakeSysmon() {
  sysmonDueNs_ = std::min(sysmonDueNs_, nanotime());
  sysmonAsked_ = true;
}

// --- The operating system ---

// ring() is what happens when an alarm goes off.
void SimHost::ring(const Alarm& alarm) {
  Thread* thread = alarm.thread;
  if (thread->word != nullptr) sleepersOf(thread->word).remove(thread);
  thread->word = nullptr;
  thread->sleepId = 0;
  waiting_.pushBack(thread);
}

int64_t SimHost::nextAlarmNs() {
  while (!alarms_.empty()) {
    const Alarm& alarm = alarms_.top();
    if (alarm.thread->sleepId == alarm.sleepId) return alarm.atNs;
    alarms_.pop();
  }
  return kNever;
}

// nextRestartNs() is when a core that was stopped for a while can take a waiting thread.
int64_t SimHost::nextRestartNs() const {
  int64_t again = kNever;
  if (waiting_.empty()) return again;
  for (const Core& core : cores_) {
    if (core.thread == nullptr && core.stoppedUntilNs > nowNs_) {
      again = std::min(again, core.stoppedUntilNs);
    }
  }
  return again;
}

// place() gives idle cores to waiting threads.
void SimHost::place() {
  for (Core& core : cores_) {
    if (waiting_.empty()) return;
    if (core.thread != nullptr || core.stoppedUntilNs > nowNs_) continue;
    Thread* candidates[Decision::kWhatMax];
    uint32_t names[Decision::kWhatMax];
    uint32_t count = 0;
    for (Thread* t = waiting_.front(); t != nullptr && count < Decision::kWhatMax;
         t = waiting_.next(t)) {
      candidates[count] = t;
      names[count++] = t->m;
    }
    Thread* thread = candidates[ask(ChoiceKind::kCoreNext, count, names, 0xffff, 0)];
    waiting_.remove(thread);
    core.thread = thread;
    core.clockNs = std::max(core.clockNs, nowNs_);
    if (core.lastThread != thread->m) core.clockNs += options_.costs[Cost::kOsSwitch];
    core.lastThread = thread->m;
    core.sliceEndNs = core.clockNs + options_.costs[Cost::kOsSlice];
  }
}

// laggard() is the core with work whose clock is behind all others'; null when none has work.
SimHost::Core* SimHost::laggard() {
  Core* first = nullptr;
  for (Core& core : cores_) {
    if (core.thread == nullptr) continue;
    if (core.stoppedUntilNs > core.clockNs) {
      if (core.stoppedUntilNs == kNever) continue;
      core.clockNs = core.stoppedUntilNs;
    }
    if (first == nullptr || core.clockNs < first->clockNs) first = &core;
  }
  return first;
}

// nextCore() chooses whose turn it is among the cores close behind `first`.
SimHost::Core* SimHost::nextCore(Core* first) {
  Core* candidates[Decision::kWhatMax] = {first};
  uint32_t names[Decision::kWhatMax] = {first->thread->m};
  uint32_t count = 1;
  for (Core& core : cores_) {
    if (count == Decision::kWhatMax) break;
    if (&core == first || core.thread == nullptr || core.stoppedUntilNs > core.clockNs) continue;
    if (core.clockNs - first->clockNs > kSlackNs) continue;
    candidates[count] = &core;
    names[count++] = core.thread->m;
  }
  return candidates[ask(ChoiceKind::kRunNext, count, names, 0xffff, 0)];
}

void SimHost::beginTurn(Core* core) {
  tick_++;
  turn_ = core;
  nowNs_ = std::max(nowNs_, core->clockNs);
  turnEndNs_ = core->clockNs + kTurnsNs[ask(ChoiceKind::kRunLength, kTurnLengths, kTurnsNs,
                                            static_cast<uint16_t>(core->thread->m), 0)];
  turnLeft_ = (turnEndNs_ - core->clockNs) / options_.costs[Cost::kInstruction] + 1;
}

// payQuota() counts core time; when a period's is used up, nothing runs until the next.
void SimHost::payQuota(int64_t ns) {
  if (options_.quotaNs <= 0) return;
  const int64_t period = std::max<int64_t>(options_.periodNs, 1'000'000);
  const int64_t start = (nowNs_ - kBootNs) / period * period + kBootNs;
  if (start > periodStartNs_) {
    periodStartNs_ = start;
    usedNs_ = 0;
  }
  usedNs_ += ns;
  if (usedNs_ < options_.quotaNs) return;
  for (Core& core : cores_) {
    core.stoppedUntilNs = std::max(core.stoppedUntilNs, start + period);
  }
}

void SimHost::endTurn() {
  Core* core = turn_;
  turn_ = nullptr;
  if (asideInTurn_) {
    core->thread = nullptr;
  } else if (core->clockNs >= core->sliceEndNs) {
    core->sliceEndNs = core->clockNs + options_.costs[Cost::kOsSlice];
    if (!waiting_.empty() || core->stoppedUntilNs > core->clockNs) {
      waiting_.pushBack(core->thread);
      core->thread = nullptr;
    }
  }
  asideInTurn_ = false;
}

// enter() lets the turn's thread go on until it is set aside.
void SimHost::enter() {
  Core* core = turn_;
  Thread* thread = core->thread;
  const int64_t startNs = core->clockNs;
  // A pause takes nothing from the turn and gives it nothing.
  granted_ = static_cast<int64_t>(
      std::min(static_cast<uint64_t>(std::max<int64_t>(turnLeft_, 0)), limitTick() - tick_));
  meter_.left = granted_;
  pausedInCode_ = false;
  inside_ = true;
  const bool ended = contextEnter(&thread->context);
  inside_ = false;
  settle();
  payQuota(core->clockNs - startNs);
  if (!ended) return;
  asideInTurn_ = true;
  contextRelease(&thread->context);
  threads_.erase(std::find(threads_.begin(), threads_.end(), thread));
  spare_.push_back(thread);
}

// --- Faults ---

void SimHost::addFault(const Fault& fault) {
  auto at = options_.faults.begin() + static_cast<std::ptrdiff_t>(nextFault_);
  while (at != options_.faults.end() && at->tick <= fault.tick) ++at;
  options_.faults.insert(at, fault);
}

void SimHost::restartCores() {
  for (Core& core : cores_) core.stoppedUntilNs = 0;
}

bool SimHost::allStopped() const {
  return std::all_of(cores_.begin(), cores_.end(),
                     [](const Core& core) { return core.stoppedUntilNs == kNever; });
}

void SimHost::apply(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::kSlowSyscall:
      slowSyscallNs_ += std::max<int64_t>(fault.a, 0);
      return;
    case FaultKind::kDelayWake:
      delayWakeNs_ += std::max<int64_t>(fault.a, 0);
      return;
    case FaultKind::kStopCore: {
      if (fault.a < 0 || fault.a >= options_.cores) return;
      Core& core = cores_[static_cast<size_t>(fault.a)];
      core.stoppedUntilNs = fault.b > 0 ? std::max(core.clockNs, nowNs_) + fault.b : kNever;
      // The system moves what ran there to another core.
      if (core.thread != nullptr && turn_ != &core) {
        waiting_.pushBack(std::exchange(core.thread, nullptr));
      } else if (turn_ == &core) {
        turnEndNs_ = core.clockNs;
        core.sliceEndNs = core.clockNs;
      }
      return;
    }
    case FaultKind::kRefuseM:
      refuseM_ = true;
      return;
    case FaultKind::kJumpClock: {
      const int64_t ns = std::max<int64_t>(fault.a, 0);
      nowNs_ += ns;
      turnEndNs_ += ns;
      for (Core& core : cores_) {
        core.clockNs += ns;
        core.sliceEndNs += ns;
      }
      return;
    }
    case FaultKind::kPreempt:
    case FaultKind::kGc:
      if (watcher_ != nullptr) watcher_->inject(fault);
      return;
    case FaultKind::kCount:
      return;
  }
}

// --- The loop ---

// step() does the next thing: a fault, a part of a turn, an alarm, a round of sysmon.
SimHost::Went SimHost::step() {
  while (nextFault_ < options_.faults.size() && options_.faults[nextFault_].tick <= tick_) {
    apply(options_.faults[nextFault_++]);
  }
  if (tick_ >= pauseAt_) return Went::kPaused;

  if (turn_ == nullptr) {
    if (allStopped()) return Went::kStuck;
    if (!waiting_.empty()) place();
    Core* first = laggard();
    const int64_t alarmNs = nextAlarmNs();
    const int64_t sysmonNs = sysmon_ != nullptr ? sysmonDueNs_ : kNever;
    const int64_t againNs = nextRestartNs();
    const int64_t outsideNs = std::min({alarmNs, sysmonNs, againNs});
    if (first == nullptr || outsideNs <= first->clockNs) {
      if (outsideNs == kNever) return Went::kStuck;
      if (againNs < std::min(alarmNs, sysmonNs)) {
        nowNs_ = againNs;
        tick_++;
        return Went::kOn;
      }
      tick_++;
      nowNs_ = std::max(nowNs_, outsideNs);
      if (alarmNs <= sysmonNs) {
        Alarm alarm = alarms_.top();
        alarms_.pop();
        ring(alarm);
      } else {
        sysmonRound();
      }
      return Went::kOn;
    }
    beginTurn(nextCore(first));
    if (tick_ >= limitTick()) return Went::kOn;  // A fault or a pause right at its beginning.
  }
  enter();
  if (asideInTurn_ || (!pausedInCode_ && (turnLeft_ <= 0 || turn_->clockNs >= turnEndNs_))) {
    endTurn();
    if (watchTurns_ && watcher_->turned()) return Went::kPaused;
  }
  return Went::kOn;
}

void SimHost::sysmonRound() {
  sysmonAsked_ = false;
  sysmonDueNs_ = kNever;
  inside_ = true;
  const int64_t ns = sysmon_(sysmonArg_);
  inside_ = false;
  if (ns < 0) {
    sysmon_ = nullptr;
  } else {
    // Unless the round itself asked for another.
    sysmonDueNs_ = sysmonAsked_ ? nowNs_ : nowNs_ + ns;
  }
  if (watchTurns_) pausedBySysmon_ = watcher_->turned();
}

int64_t SimHost::drive(int64_t budgetNs) {
  CHECK(!inside_, "gopark: drive called from inside a thread of the host");
  const int64_t start = budgetNs >= 0 ? systemNanotime() : 0;
  for (uint32_t turns = 1; !threads_.empty(); turns++) {
    switch (step()) {
      case Went::kOn:
        break;
      case Went::kPaused:
        return kPausedNs;
      case Went::kStuck:
        return kStuckNs;
    }
    if (std::exchange(pausedBySysmon_, false)) return kPausedNs;
    if (budgetNs >= 0 && turns % kClockTurns == 0 && systemNanotime() - start >= budgetNs) return 0;
  }
  return -1;
}

std::vector<SimHost::CoreView> SimHost::cores() const {
  std::vector<CoreView> views;
  for (const Core& core : cores_) {
    CoreView view;
    if (core.thread != nullptr) view.m = static_cast<int32_t>(core.thread->m);
    view.stopped = core.stoppedUntilNs > std::max(core.clockNs, nowNs_);
    view.clockNs = core.clockNs - kBootNs;
    views.push_back(view);
  }
  return views;
}

int32_t SimHost::currentM() const {
  return turn_ != nullptr ? static_cast<int32_t>(turn_->thread->m) : -1;
}

}  // namespace gopark
