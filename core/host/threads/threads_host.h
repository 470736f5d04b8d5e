// ThreadsHost: every M is a thread of the system; sleeping is a futex. Natively a pthread, in a
// page a Web Worker over shared memory (thread_web.cpp). No M is ever set aside, so the begin
// functions block and return null.
//
// Go's counterpart: os_linux.go.
#pragma once

#include <atomic>

#include "host/make_host.h"

namespace gopark {

class ThreadsHost final : public Host {
 public:
  explicit ThreadsHost(const HostOptions& options);

  // ~ThreadsHost() waits until no thread is left; the machine must have told its Ms to leave.
  ~ThreadsHost() override;

  int64_t nanotime() override;
  int64_t walltime() override;
  bool newosproc(void (*fn)(void*), void* arg, uint32_t m) override;
  int liveThreads() override;
  void futexwakeup(std::atomic<uint32_t>* addr, uint32_t count) override;
  void locksleep(std::atomic<uint32_t>* addr, uint32_t value) override;
  void osyield() override;
  void procyield(uint32_t steps) override;
  uint64_t random() override;
  int ncpu() override;
  void startSysmon(int64_t (*tick)(void*), void* arg) override;
  void wakeSysmon() override;
  int64_t drive(int64_t budgetNs) override;
  bool parallel() const override;
  void write(Stream stream, const char* data, size_t size) override;

 protected:
  Context* beginFutexsleep(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns) override;
  Context* beginUsleep(int64_t ns) override;
  Context* beginYield() override;

 private:
  struct Start;
  static void threadMain(void* arg);
  static void sysmonMain(void* arg);
  void threadEnded();
  bool startCounted(void (*fn)(void*), void* arg);

  const HostOptions options_;
  const int processors_;
  std::atomic<uint32_t> live_{0};    // Threads whose function has not returned.
  std::atomic<uint32_t> alarms_{0};  // Counts wakeSysmon calls; sysmon sleeps on it.
  int64_t (*tick_)(void*) = nullptr;
  void* tickArg_ = nullptr;
  // Where sysmon is driven from outside: when the next tick is due, and the alarms already seen.
  int64_t tickDueNs_ = 0;
  uint32_t alarmsSeen_ = 0;
};

}  // namespace gopark
