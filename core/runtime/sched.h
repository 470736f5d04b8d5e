// What the scheduler's own files share: queues, Ms, Ps, the loop, preemption, stops. Channels,
// timers and the language use proc.h instead. Go's counterpart: the unexported part of proc.go.
//
// Every function that may suspend the M (marked "may suspend") is called directly, from g0 code
// that holds no runtime mutex; see host/host.h. Functions that return bool or a G* and may suspend
// return false or null when the program has ended meanwhile: the M then leaves its loop.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "runtime/proc.h"

namespace gopark {

// The most Ps a machine can have.
inline constexpr int kProcsMax = 1024;

// --- The current M and blocking (lock_futex.cpp) ---

// setm() makes mp the calling thread's M.
void setm(M* mp);

// noteclear() prepares the note for its next use.
void noteclear(Note* n);
// notewakeup() wakes the sleeper, now or in the future; once per clear.
void notewakeup(Host* host, Note* n);
// notesleep() sleeps until the note is woken; false when the program ended. May suspend.
bool notesleep(M* mp, Note* n);
// notetsleep() sleeps at most ns; true when the note was woken. May suspend.
bool notetsleep(M* mp, Note* n, int64_t ns);
// noteexit() ends any present and future sleep on the note, for the end of the program.
void noteexit(Host* host, Note* n);
// musleep() blocks the M for ns. May suspend.
void musleep(M* mp, int64_t ns);
// exitsleep() blocks the M for ns or until the program ends. May suspend.
void exitsleep(M* mp, int64_t ns);

// --- Goroutines (g.cpp) ---

// castogscanstatus() sets the scan bit if the status is `from`; the setter owns the G's fate until
// casfromgscanstatus().
bool castogscanstatus(G* gp, uint32_t from);
void casfromgscanstatus(G* gp, uint32_t to);

G* gfget(Machine* machine, P* pp);
void gfput(Machine* machine, P* pp, G* gp);
void gfpurge(Machine* machine, P* pp);

// dropg() separates gp from its M.
void dropg(M* mp, G* gp);

// --- Queues (runq.cpp, globrunq.cpp, gqueue.cpp) ---

void runqput(M* mp, P* pp, G* gp, bool next, PutWhy why);
// runqdrain() takes everything out of the own queue, runnext first.
void runqdrain(P* pp, GQueue* out);
// runqputbatch() appends what fits of q to the own queue and leaves the rest in q.
void runqputbatch(M* mp, P* pp, GQueue* q, PutWhy why);
G* runqget(P* pp, bool* inheritTime);
// runqsteal() takes half of the victim's queue, returns one G and keeps the rest. May suspend.
G* runqsteal(M* mp, P* victim, bool stealRunNext, uint32_t pass, bool* wasRunnext);
bool runqempty(const P* pp);
uint32_t runqlen(const P* pp);  // Without runnext.

// The global queue; all L(sched.lock), but for globrunqempty.
void globrunqput(M* mp, G* gp, PutWhy why);
void globrunqputhead(M* mp, G* gp, PutWhy why);
// globrunqputbatch() publishes q; its events were written by globrunqnote() before.
void globrunqputbatch(Machine* machine, GQueue* q);
void globrunqnote(M* mp, G* gp, PutWhy why);
G* globrunqget(Machine* machine);
// globrunqgetbatch() takes a fair share: it returns the first and leaves the others in *rest.
G* globrunqgetbatch(Machine* machine, int32_t max, GQueue* rest);
bool globrunqempty(const Machine* machine);

// --- Ps (p.cpp, procresize.cpp) ---

void acquirep(M* mp, P* pp);
P* releasep(M* mp);
void pidleput(M* mp, P* pp);            // L(sched.lock)
P* pidleget(Machine* machine);          // L(sched.lock)
P* pidlegetSpinning(Machine* machine);  // L(sched.lock)
bool maskRead(const std::vector<std::atomic<uint32_t>>& mask, int32_t id);
void maskSet(std::vector<std::atomic<uint32_t>>* mask, int32_t id);
void maskClear(std::vector<std::atomic<uint32_t>>* mask, int32_t id);
// procresize() changes the number of Ps and returns, linked, those that have work; each with the
// idle M that is to run it in m, or null. World stopped, L(sched.lock).
P* procresize(M* mp, int nprocs);

// CoprimeOrder enumerates 0..count-1 in an order that looks random, without keeping a list: start
// anywhere and step by a number coprime with count.
struct CoprimeOrder {
  uint32_t count = 0;
  std::vector<uint32_t> coprimes;

  void reset(uint32_t n);

  struct Position {
    uint32_t done = 0, count, at, step;
    bool end() const { return done == count; }
    void next() {
      done++;
      at = (at + step) % count;
    }
  };
  Position start(uint32_t random) const;
};

// --- Ms (m.cpp, mlocked.cpp) ---

// mcommoninit() makes the M with this id and puts it on allm; id < 0: reserve one. L(sched.lock) is
// taken inside.
M* mcommoninit(Machine* machine, int64_t id);
int64_t mReserveID(Machine* machine);  // L(sched.lock)
int32_t mcount(const Machine* machine);
void newm(Machine* machine, void (*fn)(M*), P* pp, int64_t id);
void startm(Machine* machine, P* pp, bool spinning);
bool stopm(M* mp);          // May suspend.
void mput(M* mp);           // L(sched.lock); the caller looks at checkdead() afterwards.
M* mget(Machine* machine);  // L(sched.lock)
bool mgetSpecific(Machine* machine, M* mp);  // L(sched.lock)
void handoffp(M* mp, P* pp);
void wakep();
void resetspinning(M* mp);
void becomeSpinning(M* mp);
bool stoplockedm(M* mp);          // May suspend.
bool startlockedm(M* mp, G* gp);  // May suspend.
bool gcstopm(M* mp);              // May suspend.
void incidlelocked(Machine* machine, int32_t v);
// dolockOSThread() and dounlockOSThread() tie and untie the running G and its M.
void dolockOSThread(M* mp, G* gp);
void dounlockOSThread(M* mp, G* gp);

// --- The loop (mstart.cpp, schedule.cpp, findrunnable.cpp, commit.cpp) ---

void mstart(void* mp);
// mexit() ends this M's part in the machine: its P goes on elsewhere. May suspend (the first M).
void mexit(M* mp);

G* schedule(M* mp);  // May suspend.
// goschedImpl() puts the running gp into a queue; the caller goes on with schedule().
void goschedImpl(M* mp, G* gp, StopReason reason);
// schedEnabled() says whether gp may run: user goroutines may not while the collector marks. The
// answer stays true while the caller holds a P.
bool schedEnabled(const Machine* machine, const G* gp);
// schedDisable() puts gp, which was picked and may not run, on the list of disabled goroutines.
void schedDisable(M* mp, G* gp);
// schedEnableUser() lets user goroutines run or not. World stopped.
void schedEnableUser(M* mp, bool enable);
// waitForTheEnd() is for an M that comes to the scheduler while another one prints why the program
// dies: nothing may run any more, and the end is near. May suspend.
void waitForTheEnd(M* mp);
G* execute(M* mp, G* gp, bool inheritTime, PickBranch branch, uint32_t victim = 0);

// Picked is what findRunnable found; gp null: the program has ended.
struct Picked {
  G* gp = nullptr;
  bool inheritTime = false;
  bool tryWakeP = false;
  PickBranch branch = PickBranch::kNone;
  uint32_t victim = 0;
};
Picked findRunnable(M* mp);  // May suspend.

// StealResult is what a round over the other Ps yields.
struct StealResult {
  Picked picked;
  int64_t now = 0;
  int64_t pollUntil = 0;
  bool newWork = false;  // Nothing stolen, but look again.
};
StealResult stealWork(M* mp, int64_t now);  // May suspend.

// commitStop() does on g0 what the stopped gp asked for and returns the G to run next.
G* commitStop(M* mp, G* gp, Stop stop);  // May suspend.

// --- The poller (netpoll.cpp) ---

// netpollSleep() sleeps until `until` (0: no limit) or netpollBreak(). `ticket` is what
// netpollTicket() said before the M made itself known as the poller. May suspend.
uint32_t netpollTicket(const Machine* machine);
void netpollSleep(M* mp, uint32_t ticket, int64_t until);
void netpollBreak(Machine* machine);

// --- System calls (syscall.cpp) ---

void entersyscall(M* mp, G* gp, SyscallKind kind);
G* exitsyscall(M* mp, G* gp);  // May suspend.

// SyscallingThread is a G blocked in a system call that was made unable to leave it.
struct SyscallingThread {
  G* gp = nullptr;
  M* mp = nullptr;
  P* pp = nullptr;

  void takeP();           // The P leaves the M and becomes idle.
  void gcstopP(M* self);  // ... or stopped, for a stop of the world. L(sched.lock)
  void resume();          // The G may leave the call again.
};
// setBlockOnExitSyscall() keeps the G whose system call holds pp inside that call; false when pp is
// not in a system call.
bool setBlockOnExitSyscall(P* pp, SyscallingThread* thread);

// --- Preemption and stopping (preempt.cpp, stw.cpp) ---

bool preemptone(M* self, P* pp, PreemptWhy why, uint32_t sliceUs);
void preemptall(Machine* machine, M* self, PreemptWhy why);
bool stopTheWorldWithSema(M* mp, G* gp, StwReason reason);  // May suspend.
void startTheWorldWithSema(M* mp, StwReason reason);
// acquireSema() says whether gp holds the semaphore now; if not, it is among the waiters, and the
// lock is held: waitForSema() parks gp until the semaphore is handed to it. In a G.
bool acquireSema(G* gp, WorldSema* sema);
OpResult waitForSema(G* gp, WorldSema* sema);
// releaseSema() hands it to the next G, if there is one that may run. In a G or on g0.
void releaseSema(Machine* machine, WorldSema* sema);

// --- The collector's workers (mgc.cpp, mgcworker.cpp) ---

// gcStartStopped() begins a cycle that gp will wait for. World stopped, on g0.
void gcStartStopped(M* mp, G* gp);
// gcMarking() says whether workers may run; while it does, timers rest. Stays true while the caller
// holds a P.
bool gcMarking(const Machine* machine);
// gcMarkWorkAvailable() says whether there is work for one more worker.
bool gcMarkWorkAvailable(Machine* machine);
// gcAssignWorker() reserves a dedicated or fractional worker for pp, if one is due there.
bool gcAssignWorker(Machine* machine, P* pp);
// gcReleaseNextWorker() takes the reservation back if it was not used.
void gcReleaseNextWorker(Machine* machine, P* pp);
// gcFindWorker() is a dedicated or fractional worker to run on mp's P, or null; gcFindIdleWorker()
// one for a P that has nothing else to do. Both make it runnable.
G* gcFindWorker(M* mp);
G* gcFindIdleWorker(M* mp);
// gcIdleWorkNoP() is gcFindIdleWorker() for an M that has given up its P: it takes an idle one and
// is spinning then.
G* gcIdleWorkNoP(M* mp);
// newGcWorker() makes the worker with this number, waiting in no pool. On g0.
G* newGcWorker(uint32_t number);

// --- sysmon (sysmon.cpp, retake.cpp, schedtrace.cpp) ---

// sysmonTick() is one round; returns the ns until the next, negative: the machine has ended.
int64_t sysmonTick(void* machine);
// sysmonWake() ends sysmon's deep sleep if it is in one.
void sysmonWake(Machine* machine);
uint32_t retake(M* self, int64_t now);
std::string schedtrace(Machine* machine, bool detailed, int64_t nowNs);

struct Sysmon {
  int64_t delay = 0;
  uint32_t idle = 0;
  bool deepSleeping = false;
  int64_t startTraceNs = 0;
  int64_t lastTraceNs = 0;
  int64_t lastMaxprocsNs = 0;
};

// --- Endings (deadlock.cpp, panic.cpp) ---

enum class Dead : uint8_t { kNo, kDeadlock, kNoGoroutines };
// checkdead() says whether nothing can ever happen again. L(sched.lock).
Dead checkdead(Machine* machine);
// endDead() ends a program that is dead. No lock held.
void endDead(Machine* machine, Dead dead);

// --- The runtime's own goroutines (system.cpp) ---

struct SystemGs {
  RuntimeMutex lock;
  G* forcegc = nullptr;  // goid 2
  std::atomic<bool> forcegcIdle{false};
  bool forcegcWanted =
      false;             // Between turns of a controlled host: asked for before it first waited.
  G* updater = nullptr;  // GOMAXPROCS updater
  std::atomic<bool> updaterIdle{false};
  int updaterProcs = 0;      // What the updater is to set. L(lock)
  G* mainWaiting = nullptr;  // Main, waiting in gcenable. L(lock)
  int started = 0;           // Signals of bgsweep and bgscavenge not yet received.

  // The goroutines that call finalizers and cleanups. L(lock)
  struct CallbackG {
    bool started = false;
    bool wanted = false;   // Something was queued since it looked last.
    G* waiting = nullptr;  // It, when it has nothing to call.
  };
  CallbackG callbackGs[static_cast<int>(CallbackKind::kCount)];
  std::atomic<bool> callbacksWanted{false};  // One of them is wanted.
};
// wakeCallbackGs() readies those of the callback goroutines that are wanted and wait. On g0.
void wakeCallbackGs(Machine* machine);
// newMainG() makes goroutine 1, which runs runtime.main and then `main`.
G* newMainG(M* mp, const GoBody& main);
// defaultGomaxprocs() is the number of Ps when nobody chose one.
int defaultGomaxprocs(Machine* machine);
void schedinit(Machine* machine);

}  // namespace gopark
