// Host: what the runtime asks of a computer. Threads, sleeping and waking, clocks, entropy, output.
// The scheduler above is written once against this interface; the hosts are real threads (native
// and Web Workers), and a single thread on which every M is a suspended context (host/coop).
// Nothing outside core/host may start a thread, read a clock or draw a random number.
//
// Go's counterpart: the os_*.go files and futexsleep/futexwakeup of lock_futex.go. Notes and the
// runtime's mutexes are built on these calls in core/runtime, as Go builds them.
//
// Calls that may suspend the M (futexsleep, usleep, schedulePoint) follow two rules, because on a
// single-threaded host the M that makes them is set aside as a context:
//   - only g0 code makes them, never code inside a goroutine's native frames, and never while the M
//     holds a runtime mutex;
//   - every function between the M's start and the call is called directly, not through a pointer
//   or
//     a virtual function: Asyncify carries only frames it can see (host/context/context.h). They
//     are therefore not virtual; what differs between hosts is behind the begin functions.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "host/choice.h"
#include "host/cost.h"

namespace gopark {

struct Context;

// Meter counts down the bytecode instructions that the running M may still execute before it has to
// return to its g0 loop and pass a schedulePoint. Below 0 it must return at once.
struct Meter {
  int64_t left = 0;
};

// Stream is where a program's output goes.
enum class Stream : uint8_t { kStdout = 1, kStderr = 2 };

class Host {
 public:
  virtual ~Host() = default;

  // nanotime() is the monotonic clock in nanoseconds. Its zero is arbitrary but never 0 in use.
  virtual int64_t nanotime() = 0;

  // walltime() is Unix time in nanoseconds.
  virtual int64_t walltime() = 0;

  // newosproc() runs fn(arg) on a new thread, that of the M with number m. False when the system
  // refuses another thread. The thread ends when fn returns; it is never joined.
  virtual bool newosproc(void (*fn)(void*), void* arg, uint32_t m) = 0;

  // liveThreads() counts the threads newosproc started (or still has to start) whose function has
  // not returned, and sysmon while it is called. Once it is 0 no thread of the host touches the
  // machine. Destroying the host waits for that where it can.
  virtual int liveThreads() = 0;

  // futexsleep() sleeps while *addr == value, at most ns nanoseconds (ns < 0: no limit). It may
  // wake spuriously. May suspend the M: see above.
  void futexsleep(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns);

  // futexwakeup() wakes at most count sleepers on addr. Any thread may call it.
  virtual void futexwakeup(std::atomic<uint32_t>* addr, uint32_t count) = 0;

  // locksleep() is futexsleep without limit for the slow path of the runtime's own mutexes. It
  // never suspends an M, so that lock() may be called anywhere: on a single-threaded host a mutex
  // is never contended, since no M is set aside while it holds one, and this call aborts.
  virtual void locksleep(std::atomic<uint32_t>* addr, uint32_t value) = 0;

  // osyield() lets another thread of the system run; on a single-threaded host it does nothing.
  // procyield(n) is a short busy pause of n steps. Neither suspends.
  virtual void osyield() = 0;
  virtual void procyield(uint32_t steps) = 0;

  // usleep() blocks the calling M for at least ns nanoseconds. May suspend the M: see above.
  void usleep(int64_t ns);

  // schedulePoint() is where the operating system may take the processor away from this M. Nothing
  // on hosts with real threads. Where timeSliced() holds it lets the other Ms run, then returns.
  // May suspend the M: see above.
  void schedulePoint();

  // meterSpent() is where an M whose meter() is used up lets the host decide what goes on. May
  // suspend the M: see above.
  void meterSpent();

  // timeSliced() says that Ms share one thread. Then nothing interrupts a running M, not even for
  // sysmon: its g0 loop must call schedulePoint() about every 100 µs, so goroutine bodies have to
  // return to it that often, at the places where they poll for preemption, without that being a
  // decision of the scheduler (the same G goes on afterwards).
  virtual bool timeSliced() const { return false; }

  // controlled() says that nothing is left to chance: choose() answers every question of that kind,
  // meter() limits how long an M goes on by itself, spend() and syscallNs() say what time passes.
  // On other hosts they do nothing of use and are not to be called.
  virtual bool controlled() const { return false; }

  // choose() is a number in [0, n). what[i] says what alternative i stands for (see ChoiceKind),
  // for the first kChoiceWhatMax of them; null: its number says it. `subject` is the goroutine it
  // is about, 0: none.
  virtual uint32_t choose(ChoiceKind kind, uint32_t n, const uint32_t* what, uint32_t subject) {
    return 0;
  }
  virtual Meter* meter() { return nullptr; }
  virtual void spend(Cost cost, int64_t times) {}

  // node() is the NUMA node of the processor that the calling M is on.
  virtual int node() { return 0; }

  // syscallNs() is how long the system call that is being made blocks its thread.
  virtual int64_t syscallNs(Cost cost) { return 0; }

  // random() is 64 bits of entropy: a seed for an M's generator. A controlled host draws it from
  // the run's own seed.
  virtual uint64_t random() = 0;

  // ncpu() is the number of processors this machine may use, at least 1.
  virtual int ncpu() = 0;

  // startSysmon() arranges that tick(arg) is called off every P, first after 20 µs and then after
  // the number of nanoseconds the previous call returned, until it returns a negative number. A
  // native host starts a thread; a page's host leaves the calls to drive(), where a JS timer makes
  // them. On a single-threaded host tick runs between Ms and must not wait for one.
  virtual void startSysmon(int64_t (*tick)(void*), void* arg) = 0;

  // wakeSysmon() makes the next tick due now: sysmon may be in a long sleep. Any thread.
  virtual void wakeSysmon() = 0;

  // drive() gives the host the calling thread for about budgetNs nanoseconds (negative: until no
  // thread is left): sysmon in a page, all Ms on a single-threaded host. It returns the nanoseconds
  // after which it wants to be called again, 0 for at once, negative when nothing is left to do.
  // Hosts that need no driving return a negative number. Called from outside the machine only.
  virtual int64_t drive(int64_t budgetNs) { return -1; }

  // parallel() says whether several Ms can really run at the same time (mutex spinning asks).
  virtual bool parallel() const = 0;

  // write() delivers program output whole, in order for each stream. On threads it blocks as a pipe
  // does while nobody takes the output (so it is called inside a system call); never suspends.
  virtual void write(Stream stream, const char* data, size_t size) = 0;

  // read() takes at most `size` bytes of the program's input: 0 at its end, negative for an error.
  // It blocks the thread (called inside a system call); a page has no input.
  int64_t read(char* data, size_t size);

 protected:
  // The begin functions do the whole operation and return null, or note what the calling M waits
  // for and return its context, which the caller then switches out of.
  virtual Context* beginFutexsleep(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns) = 0;
  virtual Context* beginUsleep(int64_t ns) = 0;
  virtual Context* beginYield() = 0;
  virtual Context* beginMeterSpent() { return nullptr; }
};

}  // namespace gopark
