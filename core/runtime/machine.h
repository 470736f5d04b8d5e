// Machine: one scheduler with everything that belongs to it. Several live in one process; the core
// has no other mutable state. Construct, give it a main goroutine, start, wait for its end,
// destroy.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "runtime/op.h"
#include "runtime/runtime2.h"

namespace gopark {

// CallbackKind says which of the runtime's goroutines makes a call that the language has queued.
enum class CallbackKind : uint8_t { kFinalizer, kCleanup, kCount };

// Language is what the runtime asks of the language its goroutines are written in: words for
// tracebacks. All are called with the world stopped or dying, on g0.
class Language {
 public:
  virtual ~Language() = default;
  // traceback() is the frames of gp, each as Go prints it, with the `created by` lines.
  virtual std::string traceback(G* gp) = 0;
  // place() is the source place of the instruction that gp, which is running and set aside,
  // executes next, as the events carry places; 0 when it is not in the program's own code.
  virtual uint32_t place(G* gp) { return 0; }
  // functionName() names a function id (startpc), as `main.main.func1`.
  virtual std::string functionName(uint32_t startpc) = 0;
  // destroyPerP() frees p->languageCache.
  virtual void destroyPerP(P* pp) = 0;
  // epitaph() is what the end of a program that dies adds to its last words. It may change the exit
  // status.
  virtual std::string epitaph(int* code) { return ""; }
  // forceGc() is run by the forcegc helper when nothing was collected for two minutes: a resumable
  // operation (op.h). The default has nothing to collect.
  virtual OpResult forceGc(G* gp, OpState* op);
  // markLeaked() turns the goroutines that wait for ever into leaked ones, if that is wanted: of a
  // program that is dead, before it says so. On g0; nothing runs.
  virtual void markLeaked() {}
  // runCallbacks() goes on with the calls queued for gp, the goroutine of that kind, until it has
  // to stop (true, and *stop says how) or none is left (false). In a G; it sets gp->userCode.
  virtual bool runCallbacks(G* gp, CallbackKind kind, Stop* stop) { return false; }
  // goParallel() says that from now on several goroutines may run at the same time, on threads.
  // Nothing runs yet, or the world is stopped.
  virtual void goParallel() {}
};

// Traceback is GOTRACEBACK: whose stacks a dying program prints.
enum class Traceback : uint8_t { kNone, kSingle, kAll, kSystem, kCrash };

// tracebackLevel() reads GOTRACEBACK's words and numbers.
Traceback tracebackLevel(std::string_view text);

struct CoprimeOrder;
class EventRings;

class Machine {
 public:
  // The host must outlive the machine. Values in `settings` are fixed from here on, but for
  // gomaxprocs, which the program may change.
  Machine(Host* host, const Settings& settings);
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  Host* const host;
  Settings settings;
  Meter* const meter;  // On a controlled host: how far the running M may go by itself. Else null.
  Sched sched;
  Language* language = nullptr;

  RuntimeMutex allglock;
  std::vector<G*> allgs;          // Every G ever made; append only. L(allglock) to append.
  std::atomic<M*> allm{nullptr};  // Newest first. L(sched.lock) to change.
  // By id; changed only with the world stopped, under allpLock. Its storage never moves: an M that
  // has given up its P may go on reading the elements it knew of.
  std::vector<P*> allp;
  RuntimeMutex allpLock;
  std::vector<std::unique_ptr<P>> allpOwned;  // Every P ever made, dead ones included.
  std::vector<std::unique_ptr<M>> allmOwned;  // Every M ever made. L(sched.lock) to change.
  std::unique_ptr<CoprimeOrder> stealOrder;   // Rebuilt by procresize.
  std::atomic<int32_t> gomaxprocs{0};
  std::vector<std::atomic<uint32_t>> idlepMask;   // One bit per P.
  std::vector<std::atomic<uint32_t>> timerpMask;  // One bit per P that may have timers.
  std::atomic<bool> mainStarted{false};
  int64_t startNs = 0;  // host->nanotime() at start: time 0 of the events.

  std::atomic<uint32_t> nextObjectId{0};  // Identity numbers of channels, locks, timers.

  // The end of the program: set once, by exit(), then every M leaves its loop.
  std::atomic<bool> exiting{false};
  std::atomic<int> exitCode{0};
  std::atomic<bool> exitEventDue{false};  // Whoever takes it writes the MachineExit event.
  std::atomic<uint32_t> exitWord{0};      // 1 from exit() on: what long sleeps wait on.
  std::atomic<int32_t> liveMs{0};         // Ms whose loop has not ended; sysmon is not counted.
  std::atomic<bool> dying{false};         // A fatal error or panic is being printed.

  // exit() ends the program with this status: every M leaves its loop at its next look at the
  // scheduler; sleepers are woken and running bodies asked to stop. The first call decides. Any
  // thread may call it; the caller must hold no runtime mutex.
  void exit(int code);

  // finished() says that the program has ended and no M touches the machine any more, so that it
  // may be destroyed. Acquires: what the Ms did is visible afterwards.
  bool finished() const;

  RuntimeMutex bubbleLock;
  std::vector<std::unique_ptr<Bubble>> bubbles;  // Every one ever made. L(bubbleLock).

  // From GODEBUG and GOTRACEBACK; set before the start.
  std::atomic<Traceback> traceback{Traceback::kSingle};
  int64_t schedtraceNs = 0;  // Print a schedtrace line this often; 0: never.
  bool scheddetail = false;

  std::unique_ptr<EventRings> events;  // Null when settings.eventRingSize is 0.

  bool timeSliced = false;  // host->timeSliced().

  M* m0 = nullptr;       // The first M; runs main's initialisation.
  M* sysmonM = nullptr;  // Stands for sysmon: an M without a P.
  std::atomic<G*> mainG{nullptr};
  std::atomic<bool> customGomaxprocs{true};  // The program or its caller chose the number of Ps.
  std::atomic<int64_t> lastGcNs{0};          // When the last collection ended; 0: none can happen.
  std::atomic<bool> snapshotWanted{false};   // requestSnapshot() was called.
  int newprocs = 0;                          // Number of Ps from the next start of the world on.
  struct SystemGs* systemGs = nullptr;       // Owned; system.cpp.
  struct Gc* gc = nullptr;                   // Owned; mgc.h.
  struct Sysmon* sysmon = nullptr;           // Owned; sysmon.cpp.

  std::atomic<struct SemTable*> semtable{nullptr};  // Owned; made at first use; sema.cpp.
  std::atomic<struct NativeGs*> nativeGs{nullptr};  // Owned; made at first use; native.cpp.
};

}  // namespace gopark
