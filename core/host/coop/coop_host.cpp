// CoopHost: see coop_host.h.
#include "host/coop/coop_host.h"

#include "base/check.h"
#include "host/system.h"

namespace gopark {
namespace {

constexpr int64_t kFirstTickNs = 20000;

// g0 code, the interpreter and the compiler it calls run on an M's stack. Natively only touched
// pages cost memory; in wasm there are few Ms.
constexpr size_t kThreadStackBytes = sizeof(void*) == 8 ? 1 << 20 : 256 << 10;

}  // namespace

CoopHost::CoopHost(const HostOptions& options)
    : options_(options),
      processors_(options.processors > 0 ? options.processors : systemProcessors()),
      stacks_(kThreadStackBytes) {}

CoopHost::~CoopHost() {
  CHECK(running_ == nullptr, "gopark: a host is destroyed from inside one of its threads");
  for (Thread* thread : threads_) {
    contextRelease(&thread->context);
    delete thread;
  }
}

int64_t CoopHost::nanotime() {
  return systemNanotime();
}

int64_t CoopHost::walltime() {
  return systemWalltime();
}

bool CoopHost::newosproc(void (*fn)(void*), void* arg, uint32_t) {
  auto* thread = new Thread;
  // The M's function is the entry itself: one pointer call is what a context may have above it.
  if (!contextInit(&thread->context, &stacks_, fn, arg)) {
    delete thread;
    return false;
  }
  threads_.insert(thread);
  ready_.pushBack(thread);
  return true;
}

int CoopHost::liveThreads() {
  return static_cast<int>(threads_.size());
}

CoopHost::ThreadList& CoopHost::sleepersOf(const void* word) {
  uintptr_t hash = reinterpret_cast<uintptr_t>(word) / sizeof(uint32_t);
  return sleepers_[(hash ^ hash >> 6) % 64];
}

// setAside() notes what the running M waits for; the caller switches out of its context.
Context* CoopHost::setAside(const void* word, int64_t ns) {
  Thread* thread = running_;
  CHECK(thread != nullptr, "gopark: a sleep outside any thread of the host");
  thread->word = word;
  thread->deadlineNs = -1;
  thread->sleepId = ++sleeps_;
  if (ns >= 0) {
    int64_t now = nanotime();
    thread->deadlineNs = ns > INT64_MAX - now ? INT64_MAX : now + ns;
    alarms_.push(Alarm{thread->deadlineNs, thread->sleepId, thread});
  }
  if (word != nullptr) sleepersOf(word).pushBack(thread);
  return &thread->context;
}

Context* CoopHost::beginFutexsleep(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns) {
  if (addr->load(std::memory_order_relaxed) != value) return nullptr;
  return setAside(addr, ns);
}

Context* CoopHost::beginUsleep(int64_t ns) {
  return setAside(nullptr, ns > 0 ? ns : 0);
}

Context* CoopHost::beginYield() {
  CHECK(running_ != nullptr, "gopark: a schedule point outside any thread of the host");
  ready_.pushBack(running_);
  return &running_->context;
}

// makeReady() ends a sleep, whatever it was for.
void CoopHost::makeReady(Thread* thread) {
  if (thread->word != nullptr) sleepersOf(thread->word).remove(thread);
  thread->word = nullptr;
  thread->deadlineNs = -1;
  thread->sleepId = 0;
  ready_.pushBack(thread);
}

void CoopHost::futexwakeup(std::atomic<uint32_t>* addr, uint32_t count) {
  ThreadList& sleepers = sleepersOf(addr);
  Thread* next = nullptr;
  for (Thread* thread = sleepers.front(); thread != nullptr && count > 0; thread = next) {
    next = sleepers.next(thread);
    if (thread->word != addr) continue;
    makeReady(thread);
    count--;
  }
}

void CoopHost::locksleep(std::atomic<uint32_t>*, uint32_t) {
  CHECK(false, "gopark: an M was set aside while it held a runtime mutex");
}

void CoopHost::osyield() {}

void CoopHost::procyield(uint32_t) {}

bool CoopHost::timeSliced() const {
  return true;
}

uint64_t CoopHost::random() {
  return systemRandom();
}

int CoopHost::ncpu() {
  return processors_;
}

bool CoopHost::parallel() const {
  return false;
}

void CoopHost::write(Stream stream, const char* data, size_t size) {
  if (options_.output != nullptr) options_.output->write(stream, data, size);
}

void CoopHost::startSysmon(int64_t (*tick)(void*), void* arg) {
  CHECK(tick_ == nullptr, "gopark: sysmon started twice");
  tick_ = tick;
  tickArg_ = arg;
  tickDueNs_ = nanotime() + kFirstTickNs;
}

void CoopHost::wakeSysmon() {
  tickDueNs_ = 0;
}

void CoopHost::sysmonIfDue(int64_t now) {
  if (tick_ == nullptr || now < tickDueNs_) return;
  tickDueNs_ = INT64_MAX;
  int64_t ns = tick_(tickArg_);
  if (ns < 0) {
    tick_ = nullptr;
  } else if (tickDueNs_ != 0) {  // Else the tick itself asked for another.
    tickDueNs_ = now + ns;
  }
}

void CoopHost::fireAlarms(int64_t now) {
  while (!alarms_.empty() && alarms_.top().deadlineNs <= now) {
    Alarm alarm = alarms_.top();
    alarms_.pop();
    if (threads_.count(alarm.thread) != 0 && alarm.thread->sleepId == alarm.sleepId) {
      makeReady(alarm.thread);
    }
  }
}

// nextDueNs() is when something will be ready, assuming nothing is now; INT64_MAX for never.
int64_t CoopHost::nextDueNs() {
  while (!alarms_.empty()) {
    const Alarm& alarm = alarms_.top();
    if (threads_.count(alarm.thread) != 0 && alarm.thread->sleepId == alarm.sleepId) break;
    alarms_.pop();
  }
  int64_t due = alarms_.empty() ? INT64_MAX : alarms_.top().deadlineNs;
  if (tick_ != nullptr && tickDueNs_ < due) due = tickDueNs_;
  return due;
}

void CoopHost::run(Thread* thread) {
  running_ = thread;
  bool ended = contextEnter(&thread->context);
  running_ = nullptr;
  if (!ended) return;
  contextRelease(&thread->context);
  threads_.erase(thread);
  delete thread;
}

int64_t CoopHost::drive(int64_t budgetNs) {
  CHECK(running_ == nullptr, "gopark: drive called from inside a thread of the host");
  const int64_t start = nanotime();
  int64_t now = start;
  while (!threads_.empty()) {
    fireAlarms(now);
    sysmonIfDue(now);
    if (Thread* thread = ready_.popFront()) {
      run(thread);
      now = nanotime();
    } else {
      int64_t due = nextDueNs();
      if (due == INT64_MAX) return kStuckNs;
      if (budgetNs >= 0) return due > now ? due - now : 0;
      systemSleep(due - now);
      now = nanotime();
    }
    if (budgetNs >= 0 && now - start >= budgetNs) return 0;
  }
  return -1;
}

}  // namespace gopark
