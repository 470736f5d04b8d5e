// The scheduler's public face: what channels, timers, the VM, the façade and tests call. What only
// the scheduler's own files use is in sched.h. Go's counterpart: the exported part of proc.go,
// lock_futex.go and stubs.go.
//
// Contexts, named below:
//   in a G    called by a goroutine's body (or by a runtime operation on its behalf) while it runs;
//   on g0     called by the M's loop, a timer callback or a Request::g0fn: the M has a P, no G
//   runs; off P     called by an M without a P (sysmon); outside   called by a thread that is no M.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/emit.h"
#include "runtime/machine.h"
#include "runtime/op.h"
#include "runtime/runtime2.h"

namespace gopark {

// --- A machine's life (boot.cpp, exit.cpp) ---

// GoBody is what a new goroutine is made of.
struct GoBody {
  Stop (*resume)(G* gp) = nullptr;       // Runs it until its next stop.
  void (*destroyBody)(G* gp) = nullptr;  // Frees gp->body when it ends; may be null.
  void* body = nullptr;
  uint32_t startpc = 0;    // Its function, in the language's numbering.
  uint32_t gopc = 0;       // The place of the go statement.
  bool system = false;     // A goroutine of the runtime.
  bool callsUser = false;  // ... that calls functions of the program.
};

// startTheMachine() boots the machine: schedinit, then goroutine 1 (runtime.main) on the first M.
// Goroutine 1 starts sysmon and the runtime's own goroutines and then becomes `main`: it is locked
// to the first M until unlockMainThread(), so that package initialisation runs there. When `main`
// ends by Stop::kExit the program exits with status 0. Outside only, once per machine.
void startTheMachine(Machine* machine, const GoBody& main);

// unlockMainThread() ends the lock to the first M: called by goroutine 1 after the initialisation,
// right before main.main.
void unlockMainThread(G* gp);

// --- Goroutines (g.cpp, proc.cpp) ---

// newproc() makes a goroutine and puts it into the current P's runnext. In a G or on g0. Nothing
// blocks in it but short runtime mutexes.
G* newproc(const GoBody& body);

// newprocParked() makes a goroutine that waits, for `reason`, until somebody readies it or switches
// to it. In a G or on g0.
G* newprocParked(const GoBody& body, WaitReason reason);

// goready() makes a waiting goroutine runnable, as the current P's runnext. In a G or on g0.
void goready(G* gp);

// ready() is goready() with the choice of the queue's tail instead of runnext.
void ready(G* gp, bool next);

// injectglist() makes every G of the list runnable and starts idle Ps for them. From any M, also
// off P. Takes the Gs out of the list.
void injectglist(GQueue* list);

// readgstatus() is gp's status, with the scan bit. Acquires.
uint32_t readgstatus(const G* gp);

// casgstatus() changes gp's status from `from` to `to`, neither with the scan bit; waits while
// another thread holds that bit. Illegal transitions abort. Releases and acquires.
void casgstatus(G* gp, uint32_t from, uint32_t to);

// numGoroutine() is runtime.NumGoroutine: user goroutines that exist, at least 1.
int numGoroutine(Machine* machine);

// setMaxMs() is debug.SetMaxThreads: the most Ms there may be. It returns the number before, and
// sets *exceeded when there are more already.
uint32_t setMaxMs(Machine* machine, uint32_t most, bool* exceeded);

// findG() is the goroutine with this id, null when there is none. Any thread; linear.
G* findG(Machine* machine, uint64_t goid);

// --- Operations of a running goroutine (op.h says how they are called) ---

// gosched() is runtime.Gosched: to the global queue's tail. goyield() goes to the local tail.
OpResult gosched(G* gp, OpState* op);
OpResult goyield(G* gp, OpState* op);

// lockOSThread() and unlockOSThread() are the functions of package runtime. Locking too deep
// panics.
OpResult lockOSThread(G* gp);
OpResult unlockOSThread(G* gp);

// gomaxprocs() is runtime.GOMAXPROCS: *old is the previous value; n < 1 only reads.
OpResult gomaxprocs(G* gp, OpState* op, int n, int* old);

// withWorldStopped() stops the world, runs fn(machine, gp, arg) on g0, and starts the world again.
// fn must not block. Only one goroutine stops the world at a time; the others park meanwhile.
using WorldStoppedFn = void (*)(Machine* machine, G* gp, void* arg);
OpResult withWorldStopped(G* gp, OpState* op, StwReason reason, WorldStoppedFn fn, void* arg);

// blockingCall() runs fn(gp, arg) as a system call: its M may lose its P while fn blocks the
// thread. fn must not touch the runtime, and on hosts whose Ms share a thread it blocks them all.
// `arg` must stay valid until the operation is done.
OpResult blockingCall(G* gp, OpState* op, SyscallKind kind, void (*fn)(G* gp, void* arg),
                      void* arg);

// threadSleep() blocks the goroutine's thread for ns nanoseconds, as a system call. The end of the
// program cuts it short.
OpResult threadSleep(G* gp, OpState* op, int64_t ns);

// --- Calls queued by the language (system.cpp) ---

// callbacksQueued() says that there are calls for the goroutine of that kind: the next M that looks
// for work wakes it. World stopped, on g0.
void callbacksQueued(Machine* machine, CallbackKind kind);

// startCallbackG() makes the goroutine of that kind if there is none yet. In a G or on g0.
void startCallbackG(Machine* machine, CallbackKind kind);

// --- Locks and notes (lock_futex.cpp) ---

// lock() acquires one of the runtime's mutexes; any M may call it, anywhere. Acquire.
void lock(RuntimeMutex* l);
// unlock() releases it. Release.
void unlock(RuntimeMutex* l);
// The same from a thread that may be no M.
void lockOn(Host* host, RuntimeMutex* l);
void unlockOn(Host* host, RuntimeMutex* l);

// --- Random choices (random.cpp) ---

// ChoiceKind says what a random number decides, so that a controlled host may decide it instead.
// choose() is a number in [0, n), n > 0. Every draw of the runtime goes through it, so that a
// controlled host can take the decision; `what` names the alternatives (see ChoiceKind), null:
// their numbers do.
uint32_t choose(M* mp, ChoiceKind kind, uint32_t n, const uint32_t* what = nullptr);

// cheaprand() is 32 random bits for what nobody would want to decide.
uint32_t cheaprand(M* mp, ChoiceKind kind);

// interleave() is a place of the scheduler's own code where a controlled host may let other Ms go
// on, as any instruction is on a real computer. On g0, without runtime locks, with no goroutine in
// hand. May suspend the M.
void interleave(M* mp);

// --- Faults (sysmon.cpp): between turns of a controlled host ---

// injectPreempt() asks the goroutine that runs on P number `p` to yield; nothing when none does.
void injectPreempt(Machine* machine, int64_t p);

// injectGc() starts a garbage collection as sysmon does when none has run for long; nothing when
// one is under way or the language collects nothing.
void injectGc(Machine* machine);

// --- Endings (panic.cpp, traceback.cpp) ---

// fatalError() ends the program because of a mistake of its own that cannot be recovered:
// `fatal error: ` + text, the goroutines' stacks as GOTRACEBACK says, exit status 2. In a G (which
// must then return Stop::kExit) or, with gp null, on g0. The caller holds no runtime mutex.
void fatalError(Machine* machine, G* gp, const std::string& text);

// fatalPanic() ends the program because of an uncaught panic. `text` is what Go prints before the
// stacks, without the final newline: `panic: boom` or the whole chain.
void fatalPanic(Machine* machine, G* gp, const std::string& text);

// goroutineHeader() is `goroutine 7 [chan receive, 2 minutes]:`, without a newline.
std::string goroutineHeader(Machine* machine, G* gp);

// stackDump() is runtime.Stack's text: gp's stack, or with `all` those of every user goroutine,
// gp's first; with `bubble` those of its goroutines too. With `all` the world must be stopped.
std::string stackDump(Machine* machine, G* gp, bool all, const Bubble* bubble = nullptr);

// --- Events ---

// emitSnapshot() writes the machine's full picture into the events (Snapshot, GoStatus,
// ProcStatus), after events were lost. The world must be stopped; on g0.
void emitSnapshot(M* mp);

// requestSnapshot() asks for an emitSnapshot() soon: sysmon wakes a goroutine of the runtime that
// stops the world for it. For whoever reads the events and has found some lost. Any thread.
void requestSnapshot(Machine* machine);

// --- What the scheduler asks of the timers (time.cpp implements) ---

// TimersCheck is the result of running a heap's due timers.
struct TimersCheck {
  int64_t now;        // The time it looked at the clock, or the one it was given.
  int64_t pollUntil;  // When the next timer is due; 0: none.
  bool ran;           // Whether any timer ran.
};

// timersCheck() runs the due timers of pp's heap on the current P (pp may be another's; pp's heap
// is locked meanwhile). now 0: look at the clock if there are timers. On g0.
TimersCheck timersCheck(M* mp, P* pp, int64_t now);

// timersWakeTime() is when pp's earliest timer is due, 0 when it has none. Any thread.
int64_t timersWakeTime(P* pp);

// timersLen() is the number of timers in pp's heap. Any thread.
uint32_t timersLen(P* pp);

// timersTake() moves all timers of `from` to `to`. The world is stopped.
void timersTake(P* to, P* from);

// timersRelease() empties a heap at the machine's end. timersInit() makes pp->timers;
// timersDestroy() frees it with everything in it.
void timersRelease(Timers* ts);
void timersInit(P* pp);
void timersDestroy(P* pp);

// sleepTimerDestroy() frees gp->sleepTimer, which is in no heap any more. Null is fine.
void sleepTimerDestroy(G* gp);

// wakeNetPoller() is what timers call when a new earliest timer is due at `when`: a sleeping poller
// that would sleep longer is woken, or else an M for an idle P. In a G or on g0.
void wakeNetPoller(int64_t when);

// semDestroy() frees machine->semtable (sema.cpp implements). Null is fine.
void semDestroy(Machine* machine);

// sudogsDestroy() frees every cached sudog of the machine (chan side implements).
void sudogsDestroy(Machine* machine);

}  // namespace gopark
