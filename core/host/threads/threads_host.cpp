// ThreadsHost: see threads_host.h.
#include "host/threads/threads_host.h"

#include <memory>

#include "base/check.h"
#include "host/futex.h"
#include "host/system.h"
#include "host/threads/thread.h"

namespace gopark {
namespace {

constexpr int64_t kFirstTickNs = 20000;

}  // namespace

ThreadsHost::ThreadsHost(const HostOptions& options)
    : options_(options),
      processors_(options.processors > 0 ? options.processors : systemProcessors()) {}

ThreadsHost::~ThreadsHost() {
  wakeSysmon();
  while (uint32_t live = live_.load(std::memory_order_acquire)) futexWait(&live_, live, -1);
}

int64_t ThreadsHost::nanotime() {
  return systemNanotime();
}

int64_t ThreadsHost::walltime() {
  return systemWalltime();
}

struct ThreadsHost::Start {
  ThreadsHost* host;
  void (*fn)(void*);
  void* arg;
};

void ThreadsHost::threadMain(void* arg) {
  Start start = *static_cast<Start*>(arg);
  delete static_cast<Start*>(arg);
  start.fn(start.arg);
  start.host->threadEnded();
}

// threadEnded() is the last thing a thread does with the host. After the decrement the host may be
// gone, so only the address of the word is used.
void ThreadsHost::threadEnded() {
  std::atomic<uint32_t>* live = &live_;
  if (live->fetch_sub(1, std::memory_order_acq_rel) == 1) futexWake(live, UINT32_MAX);
}

bool ThreadsHost::startCounted(void (*fn)(void*), void* arg) {
  auto start = std::make_unique<Start>(Start{this, fn, arg});
  live_.fetch_add(1, std::memory_order_relaxed);
  if (startThread(options_.workers, threadMain, start.get())) {
    static_cast<void>(start.release());  // The thread owns it now.
    return true;
  }
  threadEnded();
  return false;
}

bool ThreadsHost::newosproc(void (*fn)(void*), void* arg, uint32_t) {
  return startCounted(fn, arg);
}

int ThreadsHost::liveThreads() {
  return static_cast<int>(live_.load(std::memory_order_acquire));
}

Context* ThreadsHost::beginFutexsleep(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns) {
  futexWait(addr, value, ns);
  return nullptr;
}

Context* ThreadsHost::beginUsleep(int64_t ns) {
  systemSleep(ns);
  return nullptr;
}

Context* ThreadsHost::beginYield() {
  return nullptr;
}

void ThreadsHost::futexwakeup(std::atomic<uint32_t>* addr, uint32_t count) {
  futexWake(addr, count);
}

void ThreadsHost::locksleep(std::atomic<uint32_t>* addr, uint32_t value) {
  futexWait(addr, value, -1);
}

void ThreadsHost::osyield() {
  systemYield();
}

void ThreadsHost::procyield(uint32_t steps) {
  systemPause(steps);
}

uint64_t ThreadsHost::random() {
  return systemRandom();
}

int ThreadsHost::ncpu() {
  return processors_;
}

bool ThreadsHost::parallel() const {
  return processors_ > 1;
}

void ThreadsHost::write(Stream stream, const char* data, size_t size) {
  if (options_.output != nullptr) options_.output->write(stream, data, size);
}

void ThreadsHost::startSysmon(int64_t (*tick)(void*), void* arg) {
  CHECK(tick_ == nullptr, "gopark: sysmon started twice");
  tick_ = tick;
  tickArg_ = arg;
  tickDueNs_ = nanotime() + kFirstTickNs;
  if (kSysmonThread) {
    CHECK(startCounted(sysmonMain, this), "gopark: no thread for sysmon");
  }
}

void ThreadsHost::sysmonMain(void* arg) {
  auto* host = static_cast<ThreadsHost*>(arg);
  uint32_t alarms = 0;
  for (int64_t ns = kFirstTickNs; ns >= 0; ns = host->tick_(host->tickArg_)) {
    futexWait(&host->alarms_, alarms, ns);
    alarms = host->alarms_.load(std::memory_order_acquire);
  }
}

void ThreadsHost::wakeSysmon() {
  alarms_.fetch_add(1, std::memory_order_acq_rel);
  futexWake(&alarms_, 1);
}

// drive() calls sysmon where it has no thread. Only the thread that owns the page's engine calls
// it.
int64_t ThreadsHost::drive(int64_t) {
  if (kSysmonThread || tick_ == nullptr) return -1;
  uint32_t alarms = alarms_.load(std::memory_order_acquire);
  int64_t now = nanotime();
  if (now < tickDueNs_ && alarms == alarmsSeen_) return tickDueNs_ - now;
  alarmsSeen_ = alarms;
  int64_t ns = tick_(tickArg_);
  if (ns < 0) {
    tick_ = nullptr;
    return -1;
  }
  tickDueNs_ = nanotime() + ns;
  return ns;
}

}  // namespace gopark
