// CoopHost: every M is a context on one thread. The host's loop enters the runnable ones in turn;
// an M comes back when it sleeps, blocks, or offers the processor at a schedulePoint. Real clock,
// real sleeps: this is a computer with one processor and an operating system that never interrupts,
// not yet the simulated machine with virtual time. It runs the wasm build without threads, and
// natively `-host coop`.
//
//   ready: [M] -> [M] -> [M]      asleep on a word: by address      asleep until: by deadline
//
// All calls come from the one thread. sysmon is called by the loop between Ms, when it is due.
#pragma once

#include <atomic>
#include <memory>
#include <queue>
#include <unordered_set>
#include <vector>

#include "base/intrusive_list.h"
#include "host/context/context.h"
#include "host/make_host.h"

namespace gopark {

class CoopHost : public Host {
 public:
  explicit CoopHost(const HostOptions& options);

  // ~CoopHost() drops threads that have not ended where they stand.
  ~CoopHost() override;

  int64_t nanotime() override;
  int64_t walltime() override;
  bool newosproc(void (*fn)(void*), void* arg, uint32_t m) override;
  int liveThreads() override;
  void futexwakeup(std::atomic<uint32_t>* addr, uint32_t count) override;
  void locksleep(std::atomic<uint32_t>* addr, uint32_t value) override;
  void osyield() override;
  void procyield(uint32_t steps) override;
  bool timeSliced() const override;
  uint64_t random() override;
  int ncpu() override;
  void startSysmon(int64_t (*tick)(void*), void* arg) override;
  void wakeSysmon() override;
  bool parallel() const override;
  void write(Stream stream, const char* data, size_t size) override;

  // drive() enters runnable Ms for about budgetNs. With a budget it never sleeps: it returns how
  // long until the next M or sysmon is due, which is 0 when the budget ran out first. Without one
  // it sleeps through idle times and returns when no thread is left. Should all threads sleep
  // without limit and nobody be left to wake them, it returns kStuckNs either way.
  int64_t drive(int64_t budgetNs) override;

  // kStuckNs is drive()'s answer when nothing will happen unless something outside wakes an M.
  static constexpr int64_t kStuckNs = INT64_C(3600) * 1000000000;

 protected:
  Context* beginFutexsleep(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns) override;
  Context* beginUsleep(int64_t ns) override;
  Context* beginYield() override;

 private:
  // Thread is one M: its context, and what it waits for while it is not ready.
  struct Thread {
    Context context;
    ListLink<Thread> link;       // On ready_, or on the sleepers of its word.
    const void* word = nullptr;  // The futex word it sleeps on; null when none.
    int64_t deadlineNs = -1;     // When its sleep ends; negative: no limit, or not asleep.
    uint64_t sleepId = 0;        // Tells this sleep from earlier ones of the same thread.
  };
  using ThreadList = IntrusiveList<Thread, &Thread::link>;

  // Alarm is the end of a limited sleep. It is stale when the sleep ended otherwise.
  struct Alarm {
    int64_t deadlineNs;
    uint64_t sleepId;
    Thread* thread;
    bool operator>(const Alarm& other) const {
      return deadlineNs != other.deadlineNs ? deadlineNs > other.deadlineNs
                                            : sleepId > other.sleepId;
    }
  };

  Context* setAside(const void* word, int64_t ns);
  void makeReady(Thread* thread);
  void run(Thread* thread);
  void fireAlarms(int64_t now);
  void sysmonIfDue(int64_t now);
  int64_t nextDueNs();
  ThreadList& sleepersOf(const void* word);

  const HostOptions options_;
  const int processors_;
  StackPool stacks_;
  std::unordered_set<Thread*> threads_;  // All that have not ended. Owned.
  ThreadList ready_;                     // Runnable, the next first.
  Thread* running_ = nullptr;            // Whose context is entered; null in the loop.
  ThreadList sleepers_[64];              // Threads asleep on a word, by a hash of its address.
  std::priority_queue<Alarm, std::vector<Alarm>, std::greater<Alarm>> alarms_;
  uint64_t sleeps_ = 0;               // Sleeps ever begun; numbers them.
  int64_t (*tick_)(void*) = nullptr;  // sysmon, null before it starts and after it ended.
  void* tickArg_ = nullptr;
  int64_t tickDueNs_ = 0;
};

}  // namespace gopark
