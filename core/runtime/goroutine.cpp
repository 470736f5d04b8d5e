// See goroutine.h.
//
// Every blocking function here is await() over a resumable operation: call it, switch out when it
// says so, call it again.
#include "runtime/goroutine.h"

#include <cstdlib>
#include <string>

#include "base/check.h"

namespace gopark::stackful {

namespace {

// How often poll() looks at the clock where Ms share a thread, in polls, and how long a turn lasts.
constexpr uint32_t kSlicePolls = 64;
constexpr int64_t kSliceNs = 100'000;

// What the code between two polls stands for where instructions are counted, and reading the clock.
constexpr int64_t kPollInstructions = 10;

Machine* currentMachine() {
  return getm()->machine;
}

// Ends the program: the operation failed. Does not return.
void failed(const OpResult& r) {
  G* gp = currentG();
  Machine* machine = currentMachine();
  if (r.status == OpStatus::kFatal) {
    fatalError(machine, gp, r.text);
  } else {
    fatalPanic(machine, gp, std::string("panic: ") + r.text);
  }
  for (;;) switchOut(Stop::kExit);
}

// Performs an operation: OpResult op(G*, OpState*).
template <class Op>
void await(Op op) {
  OpState state;
  G* gp = currentG();
  for (;;) {
    OpResult r = op(gp, &state);
    if (r.status == OpStatus::kDone) return;
    if (r.status != OpStatus::kStop) {
      failed(r);
      return;
    }
    switchOut(r.stop);
  }
}

}  // namespace

// --- The running goroutine
// --------------------------------------------------------------------------

void gosched() {
  await([](G* gp, OpState* op) { return gopark::gosched(gp, op); });
}

void goexit() {
  for (;;) switchOut(Stop::kGoexit);
}

void poll() {
  G* gp = currentG();
  if (stopAtLoop(gp)) {
    gp->asyncSafePoint = true;
    switchOut(Stop::kPreempted);
    return;
  }
  Machine* machine = currentMachine();
  if (machine->meter != nullptr) {
    if (machine->meter->left <= 0) switchOut(Stop::kTimeSlice);
    machine->meter->left--;
    machine->host->spend(Cost::kInstruction, kPollInstructions - 1);
    return;
  }
  if (!machine->timeSliced || ++static_cast<NativeG*>(gp->body)->polls % kSlicePolls != 0) return;
  if (machine->host->nanotime() - getm()->sliceStartNs >= kSliceNs) switchOut(Stop::kTimeSlice);
}

void sleep(int64_t ns) {
  await([ns](G* gp, OpState* op) { return timeSleep(gp, op, ns); });
}

void blockingSleep(int64_t ns) {
  await([ns](G* gp, OpState* op) { return threadSleep(gp, op, ns); });
}

void blockingCall(SyscallKind kind, void (*fn)(void* arg), void* arg) {
  struct Call {
    void (*fn)(void*);
    void* arg;
  } call{fn, arg};
  await([kind, &call](G* gp, OpState* op) {
    return gopark::blockingCall(
        gp, op, kind,
        [](G*, void* p) {
          auto* c = static_cast<Call*>(p);
          c->fn(c->arg);
        },
        &call);
  });
}

void print(std::string_view text) {
  struct Output {
    Host* host;
    std::string_view text;
  } output{currentMachine()->host, text};
  blockingCall(
      SyscallKind::kWrite,
      [](void* p) {
        auto* out = static_cast<Output*>(p);
        out->host->write(Stream::kStdout, out->text.data(), out->text.size());
      },
      &output);
}

int gomaxprocs(int n) {
  int old = 0;
  await([n, &old](G* gp, OpState* op) { return gopark::gomaxprocs(gp, op, n, &old); });
  return old;
}

int64_t nanotime() {
  Machine* machine = currentMachine();
  // Whoever watches the clock in a loop must see it move.
  if (machine->meter != nullptr) machine->host->spend(Cost::kInstruction, kPollInstructions);
  return machine->host->nanotime();
}

// --- Channels
// ---------------------------------------------------------------------------------------

namespace {

// The timer, which the machine has in its care too, is not touched: at the machine's end it may be
// gone already.
void freeChanBox(NativeObject* object) {
  auto* box = static_cast<ChanBox*>(object);
  std::free(box->c);
  delete box;
}

}  // namespace

ChanBox* newChanBox(uint64_t elemsize, int64_t capacity) {
  Hchan* c = makechan(currentG(), elemsize, capacity);
  if (c == nullptr) {
    failed(OpResult::panic(kMakechanText));
    return nullptr;
  }
  auto* box = new ChanBox;
  box->machine = currentMachine();
  box->c = c;
  box->destroy = freeChanBox;
  nativeAdopt(box->machine, box);
  return box;
}

void releaseChanBox(ChanBox* box) {
  if (box->refs.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  // A timer that is about to send on it must not find it gone. (No M: the program has ended.)
  if (box->timer != nullptr && getm() != nullptr) timerStop(box->timer);
  if (box->timer != nullptr) timerRelease(box->timer);
  nativeDisown(box->machine, box);
  freeChanBox(box);
}

void chanSend(Hchan* c, const void* elem) {
  await([c, elem](G* gp, OpState* op) { return chansend(gp, op, c, elem); });
}

bool chanRecv(Hchan* c, void* elem) {
  bool ok = false;
  await([c, elem, &ok](G* gp, OpState* op) { return chanrecv(gp, op, c, elem, &ok); });
  return ok;
}

bool chanTrySend(Hchan* c, const void* elem) {
  bool selected = false;
  OpResult r = selectnbsend(currentG(), c, elem, &selected);
  if (r.status != OpStatus::kDone) failed(r);
  return selected;
}

bool chanTryRecv(Hchan* c, void* elem, bool* ok) {
  bool selected = false;
  selectnbrecv(currentG(), c, elem, &selected, ok);
  return selected;
}

void chanClose(Hchan* c) {
  OpResult r = closechan(currentG(), c);
  if (r.status != OpStatus::kDone) failed(r);
}

namespace {

int selectAny(std::initializer_list<Scase> cases, bool block, bool* ok) {
  int32_t chosen = -1;
  const Scase* first = cases.begin();
  const auto count = static_cast<uint32_t>(cases.size());
  if (count == 0 && block) {
    await([](G* gp, OpState*) { return selectNone(gp); });
  }
  await([=, &chosen](G* gp, OpState* op) {
    return selectgo(gp, op, first, count, block, &chosen, ok);
  });
  return chosen;
}

}  // namespace

int select(std::initializer_list<Scase> cases, bool* ok) {
  return selectAny(cases, true, ok);
}

int trySelect(std::initializer_list<Scase> cases, bool* ok) {
  return selectAny(cases, false, ok);
}

// --- Locks
// ------------------------------------------------------------------------------------------

void Mutex::lock() {
  await([this](G* gp, OpState* op) { return mutexLock(gp, op, &words_); });
}

bool Mutex::tryLock() {
  return mutexTryLock(currentG(), &words_);
}

void Mutex::unlock() {
  await([this](G* gp, OpState* op) { return mutexUnlock(gp, op, &words_); });
}

void RWMutex::lock() {
  await([this](G* gp, OpState* op) { return rwmutexLock(gp, op, &words_); });
}

bool RWMutex::tryLock() {
  return rwmutexTryLock(currentG(), &words_);
}

void RWMutex::unlock() {
  await([this](G* gp, OpState* op) { return rwmutexUnlock(gp, op, &words_); });
}

void RWMutex::rlock() {
  await([this](G* gp, OpState* op) { return rwmutexRLock(gp, op, &words_); });
}

bool RWMutex::tryRLock() {
  return rwmutexTryRLock(currentG(), &words_);
}

void RWMutex::runlock() {
  OpResult r = rwmutexRUnlock(currentG(), &words_);
  if (r.status != OpStatus::kDone) failed(r);
}

void WaitGroup::add(int64_t delta) {
  OpResult r = waitGroupAdd(currentG(), &words_, delta);
  if (r.status != OpStatus::kDone) failed(r);
}

void WaitGroup::wait() {
  await([this](G* gp, OpState* op) { return waitGroupWait(gp, op, &words_); });
}

void Cond::wait() {
  const uint32_t ticket = notifyListAdd(&words_);
  mutex_->unlock();
  await([this, ticket](G* gp, OpState* op) { return notifyListWait(gp, op, &words_, ticket); });
  mutex_->lock();
}

void Cond::signal() {
  notifyListNotifyOne(currentG(), &words_);
}

void Cond::broadcast() {
  notifyListNotifyAll(currentG(), &words_);
}

bool Once::begin() {
  bool call = false;
  await([this, &call](G* gp, OpState* op) { return onceBegin(gp, op, &words_, &call); });
  return call;
}

void Once::end() {
  await([this](G* gp, OpState* op) { return onceEnd(gp, op, &words_); });
}

// --- Timers
// -----------------------------------------------------------------------------------------

namespace {

void releaseTimerBox(Timer* t) {
  auto* box = static_cast<TimerBox*>(t);
  nativeDisown(box->machine, box);
  box->destroy(box);
}

void adopt(TimerBox* box) {
  box->machine = currentMachine();
  box->release = releaseTimerBox;
  nativeAdopt(box->machine, box);
}

void sendTime(void* channel, uint64_t, int64_t delay) {
  M* mp = getm();
  int64_t when = mp->machine->host->nanotime() - delay;
  chansendTimer(mp, static_cast<Hchan*>(channel), &when);
}

// A channel with a timer that is kept by it.
Chan<int64_t> timerChan(TimerKind kind, int64_t ns, int64_t period, Timer** timer) {
  ChanBox* box = newChanBox(sizeof(int64_t), 1);
  auto* timerBox = new TimerBox;
  timerBox->destroy = [](NativeObject* self) { delete static_cast<TimerBox*>(self); };
  adopt(timerBox);
  timerInitChan(timerBox, box->machine, kind, sendTime, box->c, box->c);
  box->timer = timerBox;
  *timer = box->timer;
  timerModify(box->timer, timerWhen(box->machine, ns), period);
  return Chan<int64_t>(box);
}

}  // namespace

TimerHandle adoptTimer(TimerBox* box, TimerFn f, int64_t ns) {
  adopt(box);
  timerInit(box, box->machine, TimerKind::kAfterFunc, f, box);
  timerModify(box, timerWhen(box->machine, ns), 0);
  return TimerHandle(box);
}

TimerHandle::TimerHandle(const TimerHandle& other) : box_(other.box_) {
  box_->refs.fetch_add(1, std::memory_order_relaxed);
}

TimerHandle::~TimerHandle() {
  timerRelease(box_);
}

bool TimerHandle::stop() {
  return timerStop(box_);
}

bool TimerHandle::reset(int64_t ns) {
  return timerModify(box_, timerWhen(box_->machine, ns), 0);
}

Chan<int64_t> after(int64_t ns) {
  Timer* timer;
  return timerChan(TimerKind::kChannel, ns, 0, &timer);
}

Ticker::Ticker(int64_t ns) : chan_(timerChan(TimerKind::kTicker, ns, ns, &timer_)) {
  CHECK(ns > 0, "non-positive interval for NewTicker");
}

void Ticker::stop() {
  timerStop(timer_);
}

void Ticker::reset(int64_t ns) {
  CHECK(ns > 0, "non-positive interval for Ticker.Reset");
  timerModify(timer_, timerWhen(currentMachine(), ns), ns);
}

}  // namespace gopark::stackful
