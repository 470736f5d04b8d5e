// The runtime's shared structures: G, M, P, Sched, Sudog, and the Machine that owns them all.
// Go's counterpart: runtime2.go. Every scheduler file works on these; what may touch a field, and
// when, stands beside it.
//
// Differs: Go's scheduler jumps (gogo, mcall); here a G is *run* by its M's g0 loop, which calls
// gp->resume and commits what the G asked for when it returns (see Stop below). g0 is the M's own
// native thread (or, on the single-threaded host, the M's context), so no G value stands for it:
// mp->curg is null while the M is in the scheduler.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/rng.h"
#include "events/event.h"
#include "host/host.h"
#include "runtime/settings.h"

namespace gopark {

struct G;
struct M;
struct P;
struct Sudog;
struct Hchan;
class EventRing;
struct Timer;
struct Bubble;
class Machine;

// --- Status values (their numbers are visible in scheddetail) ---

enum GStatus : uint32_t {
  _Gidle = 0,       // Just allocated, not initialised.
  _Grunnable = 1,   // On a run queue.
  _Grunning = 2,    // Executing; has an M, normally a P.
  _Gsyscall = 3,    // In a system call; has an M, does not own the P that may still be attached.
  _Gwaiting = 4,    // Parked, recorded in some wait structure.
  _Gdead = 6,       // Unused: on a free list, exiting, or being initialised.
  _Gcopystack = 8,  // Its stack is being moved.
  _Gpreempted = 9,  // Stopped itself for suspendG.
  _Gleaked = 10,    // Waiting, and proven leaked.
  _Gscan = 0x1000,  // Or'ed in by whoever owns the stack for a moment; blocks transitions.
};

enum PStatus : uint32_t { _Pidle = 0, _Prunning = 1, _Pgcstop = 3, _Pdead = 4 };

enum class WaitReason : uint8_t {
#define GOPARK_WAIT_REASON(name, text) k##name,
#include "runtime/wait_reasons.def"
#undef GOPARK_WAIT_REASON
  kCount,
};

// waitReasonString() is the text Go prints between the brackets of a goroutine header.
const char* waitReasonString(WaitReason reason);

// --- How a G returns to its M ---

// Stop says why a G's body returned control to the M's g0 loop, which then commits it. The details
// are in gp->request.
enum class Stop : uint8_t {
  kPark,       // gopark: running -> waiting, then request.unlockf decides whether it stays parked.
  kGosched,    // runtime.Gosched: to the global queue.
  kGoyield,    // To the tail of the local queue (semaphore hand-off).
  kPreempted,  // It saw gp->preempt: to the global queue (runnext when a stop of the world waits).
  kExit,       // Its function returned.
  kGoexit,     // It called Goexit; deferred calls have run. Differs from kExit for main only.
  kG0Call,     // Run request.g0fn(gp, request.g0arg) on g0, then continue the same G (systemstack).
               // g0fn must not block the M.
  kStopWorld,  // Stop the world, run request.g0fn, start the world, continue the same G.
  kGcStart,    // Begin a garbage collection with the world stopped, and park until its end.
  kSyscall,    // entersyscall; request.g0fn(...); exitsyscall. A thread may block inside.
  kThreadSleep,  // The same, with a sleep of the thread for request.ns as the call.
  kSwitchTo,     // Park, and run request.target directly on this P (coroutines).
  kTimeSlice,  // Not a decision of the scheduler: where Ms share one thread (Host::timeSliced), let
               // the other Ms run, then continue the same G.
};

// PreemptLevel is the value of gp->preempt: at which of its polls the body has to stop. Bodies poll
// at every function entry and at every loop back-edge (stopAtCall, stopAtLoop below).
//
// Who asks, and how far it reaches, by the machine's PreemptMode:
//               time slice over   stop the world   end of the program
//   async       any poll          any poll         any poll
//   cooperative function entry    function entry   any poll
//   none        not asked         function entry   any poll
// A stop of the world for a snapshot of the events reaches any poll, as the end of the program
// does. So a loop without calls holds up a stop of the world under none and cooperative, as in Go
// before 1.14, and a run can always be ended.
enum PreemptLevel : uint8_t { kPreemptNot = 0, kPreemptAtCalls = 1, kPreemptAnywhere = 2 };

// Request is what a stopping G asks the g0 loop to do.
struct Request {
  bool (*unlockf)(G* gp, void* lock) =
      nullptr;           // kPark: called after the status change; false: do not park.
  void* lock = nullptr;  // kPark: its argument.
  WaitReason reason{};   // kPark.
  uint32_t object = 0;   // kPark: identity of what it waits on, for the events.
  bool atHead = false;   // kPark: it is the first of those who wait on it, for the events.
  void (*g0fn)(G* gp, void* arg) = nullptr;  // kG0Call, kStopWorld, kSyscall.
  void* g0arg = nullptr;
  SyscallKind syscall{};  // kSyscall.
  StwReason stwReason{};  // kStopWorld.
  int64_t ns = 0;         // kThreadSleep.
  uint32_t place = 0;     // Source place of the stop, for the events; the body's to fill.
  G* target = nullptr;    // kSwitchTo.
};

// OpState is the scratch of one resumable operation (see op.h): zero means "not begun". It lives in
// the caller (the interpreter's frame of the call, or a C++ goroutine's native frame) and must stay
// in place while the G is parked.
struct OpState {
  uint32_t phase = 0;
  uint32_t u32 = 0;
  int64_t i64 = 0;
  void* ptr[4] = {};
};

// --- G ---

struct G {
  std::atomic<uint64_t> goid{0};               // Unique in the machine, never 0, never reused.
  std::atomic<uint32_t> atomicstatus{_Gidle};  // A GStatus; changed only through casgstatus.
  std::atomic<uint8_t> preempt{kPreemptNot};   // A PreemptLevel, polled by the body.
  bool preemptStop = false;                    // Preemption is to end in _Gpreempted, not a queue.
  bool system = false;                         // A runtime goroutine: not counted, not dumped.
  std::atomic<bool> userCode{false};           // ... that runs a call of the program: dumped.
  bool callsUser = false;                      // ... that may: no system goroutine to schedEnabled.
  int16_t node = -1;                           // Simulated machines: the NUMA node it last ran on.
  bool asyncSafePoint = false;                 // The body says which kind of point it stopped at.
  std::atomic<WaitReason> waitreason{};        // Why it waits; stale while running.
  std::atomic<M*> m{nullptr};                  // The M that runs it, or null.
  G* schedlink = nullptr;                      // Next in whichever queue or list holds it.
  std::atomic<M*> lockedm{nullptr};            // The M it is locked to (LockOSThread).
  void* param = nullptr;                       // What the waker hands over: the Sudog that fired.
  Sudog* waiting = nullptr;                    // Sudogs it waits with, in lock order.
  const void* waitAddress = nullptr;           // In a wait of package sync: on what. Else stale.
  std::atomic<uint32_t> selectDone{0};         // A waker of a select has won when it set this.
  std::atomic<bool> parkingOnChan{false};      // About to park on a channel: no stack shrinking.
  std::atomic<int64_t> waitsince{0};           // Since when it has waited, set during a GC; else 0.
  int64_t runnableSinceNs = 0;                 // For scheduling-latency figures.
  uint64_t parentGoid = 0;                     // Its creator.
  uint32_t gopc = 0;                           // Place of the go statement: the language's code id.
  uint32_t startpc = 0;                        // Its function: the language's function id.
  int64_t sysenterNs = 0;                      // When it entered the current system call.
  Timer* sleepTimer = nullptr;                 // Cached timer of time.Sleep; owned.
  int64_t sleepWhen = 0;                       // When to set it to, once parked.
  std::atomic<Bubble*> bubble{nullptr};        // Its synctest bubble, null: none. Itself, creator.

  Request request;  // Filled by the body before it returns a Stop.
  // resume runs the body until its next stop. On g0, with gp running on mp.
  Stop (*resume)(G* gp) = nullptr;
  // destroyBody frees the body when the G exits, or with the machine. Null: nothing to free.
  void (*destroyBody)(G* gp) = nullptr;
  void* body = nullptr;                   // The interpreter's stack, a native Context, ...
  struct SwapStack* swapStack = nullptr;  // Swap mode `context`: the native stack it runs on.
};

// stopAtCall() and stopAtLoop() are the polls of a running body, at a function entry and at a loop
// back-edge: true means that it must return Stop::kPreempted from here. Relaxed loads: the flag
// only asks, whoever set it repeats the request until it is obeyed.
inline bool stopAtCall(const G* gp) {
  return gp->preempt.load(std::memory_order_relaxed) >= kPreemptAtCalls;
}
inline bool stopAtLoop(const G* gp) {
  return gp->preempt.load(std::memory_order_relaxed) >= kPreemptAnywhere;
}

// --- Sudog ---

// Sudog is a G in the wait queue of a channel or a semaphore. Many per G (select), many per object.
struct Sudog {
  G* g = nullptr;
  Sudog* next = nullptr;
  Sudog* prev = nullptr;
  void* elem = nullptr;       // Where the value is read or written; a semaphore's address.
  uint32_t ticket = 0;        // Treap priority; 1 after a direct hand-off.
  bool isSelect = false;      // g takes part in a select: win g->selectDone first.
  bool success = false;       // Woken by a value, not by close.
  Sudog* parent = nullptr;    // Semaphore treap.
  Sudog* waitlink = nullptr;  // g->waiting list, or the semaphore's list of one address.
  Sudog* waittail = nullptr;
  Hchan* c = nullptr;      // The channel.
  uint32_t caseIndex = 0;  // select: which case.
};

// --- Queues ---

// GQueue is an intrusive FIFO of Gs through schedlink. Not thread safe.
struct GQueue {
  G* head = nullptr;
  G* tail = nullptr;
  int32_t size = 0;

  bool empty() const { return head == nullptr; }
  void push(G* gp);      // Adds at the head.
  void pushBack(G* gp);  // Adds at the tail.
  void pushBackAll(GQueue* q);
  G* pop();
};

// RuntimeMutex is the runtime's own lock (Go's `mutex`), built on the host's futex. Held only
// briefly and never across a park. A zeroed one is unlocked.
struct RuntimeMutex {
  std::atomic<uint32_t> key{0};
};

// Note is a one-shot event: sleep until woken up, once, then clear. A zeroed one is clear.
struct Note {
  std::atomic<uint32_t> key{0};
};

inline constexpr uint32_t kRunqSlotsMax = 256;

// --- M ---

struct M {
  Machine* machine = nullptr;
  uint32_t id = 0;
  // The G it runs, null in the scheduler. Written by the M itself; others look without a lock.
  std::atomic<G*> curg{nullptr};
  P* p = nullptr;      // Attached P, or null. Written by others only by [P steal in syscall].
  P* nextp = nullptr;  // Handed over with the wake-up.
  P* oldp = nullptr;   // The P it had on entering a system call.
  std::atomic<bool> spinning{false};  // Out of work and looking at other Ps.
  std::atomic<bool> blocked{false};   // Asleep on its note.
  bool exiting = false;               // Its thread ends when the g0 loop sees this.
  int32_t locks = 0;                  // Not preemptible while > 0.
  std::atomic<G*> lockedg{nullptr};   // The G locked to it.
  uint32_t lockedExt = 0;             // LockOSThread nesting by the program.
  uint32_t lockedInt = 0;             // ... and by the runtime (init functions).
  Note park;
  std::atomic<M*> alllink{nullptr};  // On allm, newest first.
  M* idlePrev = nullptr;             // On sched.midle.
  M* idleNext = nullptr;
  bool onIdleList = false;
  uint32_t syscalltick = 0;  // The P's at entry of the system call.
  void (*mstartfn)(M* mp) = nullptr;
  Rng rng;                      // cheaprand.
  EventRing* events = nullptr;  // Its ring; null: events are off.
  uint32_t sliceStops = 0;      // Time-sliced hosts: stops since the M began ...
  int64_t sliceStartNs = 0;     // ... and when its turn began.
};

// mOf() is the M that runs gp; for gp itself, in what it does there.
inline M* mOf(const G* gp) {
  return gp->m.load(std::memory_order_relaxed);
}

// getm() is the calling thread's M, null on a thread of nobody. Never cached across a point where
// the G may move to another thread, and not inlined, for the same reason.
M* getm();

// --- P ---

struct Sysmontick {
  uint32_t schedtick = 0;
  uint32_t syscalltick = 0;
  int64_t schedwhen = 0;
  int64_t syscallwhen = 0;
};

// Timers is a P's four-ary heap; see time.h.
struct Timers;

struct alignas(64) P {
  int32_t id = 0;
  std::atomic<uint32_t> status{_Pgcstop};
  P* link = nullptr;                     // On the idle list.
  std::atomic<uint32_t> schedtick{0};    // Incremented at each execute that starts a new slice.
  std::atomic<uint32_t> syscalltick{0};  // Incremented at each system call.
  Sysmontick sysmontick;                 // What sysmon saw last; sysmon only.
  std::atomic<M*> m{nullptr};            // Back-link; null when idle.
  std::atomic<M*> oldm{nullptr};         // The M it last ran on.
  std::atomic<bool> preempt{false};      // This P should enter the scheduler soon.
  uint32_t runqSize = kRunqSlotsMax;     // Settings::runqSize.
  bool runnextEnabled = true;            // Settings::runnext.

  // The ring: owner puts at the tail, anybody takes at the head by CAS.
  std::atomic<uint32_t> runqhead{0};
  std::atomic<uint32_t> runqtail{0};
  std::atomic<G*> runq[kRunqSlotsMax] = {};
  // runnext, if not null, is a runnable G that the running G readied; it runs next and inherits
  // the time slice. Others may only clear it.
  std::atomic<G*> runnext{nullptr};

  uint64_t goidcache = 0;  // Next id, up to goidcacheend. Owner only.
  uint64_t goidcacheend = 0;
  GQueue gFree;                        // Dead Gs. Owner only.
  std::atomic<int32_t> gFreeCount{0};  // Its length, for others.
  std::vector<Sudog*> sudogcache;      // Owner only.
  Timers* timers = nullptr;            // Owned.
  std::atomic<uint32_t> runSafePointFn{0};
  void* languageCache = nullptr;  // The language's per-P state (allocation cache). Owner only.

  // The collector's worker on this P. Owner only, or with the world stopped.
  GcWorkerMode gcMarkWorkerMode{};
  int64_t gcMarkWorkerStartTime = 0;
  int64_t gcFractionalMarkTime = 0;  // Of fractional workers, in this cycle.
  G* nextGCMarkWorker = nullptr;     // Assigned at the start of the world: to be run first.
};

// --- Sched ---

// WorldSema is held by one G at a time and handed over directly.
struct WorldSema {
  RuntimeMutex lock;
  bool held = false;  // L(lock).
  GQueue waiters;     // L(lock).
};

struct Sched {
  RuntimeMutex lock;
  std::atomic<uint64_t> goidgen{0};
  std::atomic<int64_t> lastpoll{0};   // 0: somebody sleeps in the poller.
  std::atomic<int64_t> pollUntil{0};  // Until when.

  M* midle = nullptr;  // Idle Ms, last in first out. L(lock).
  int32_t nmidle = 0;
  int32_t nmidlelocked = 0;  // Locked Ms waiting for work.
  int64_t mnext = 0;         // Ms created, and the next id.
  int32_t nmsys = 0;         // System Ms, not counted for deadlock.
  int64_t nmfreed = 0;
  std::atomic<int32_t> ngsys{0};
  std::atomic<int32_t> nGsyscallNoP{0};

  P* pidle = nullptr;  // Idle Ps. L(lock).
  std::atomic<int32_t> npidle{0};
  std::atomic<int32_t> nmspinning{0};
  std::atomic<uint32_t> needspinning{0};

  GQueue runq;                       // The global queue. L(lock).
  std::atomic<int32_t> runqsize{0};  // Its size, readable without the lock.

  RuntimeMutex gFreeLock;
  GQueue gFree;
  std::atomic<int32_t> gFreeCount{0};  // Its length, readable without the lock.

  RuntimeMutex sudoglock;
  std::vector<Sudog*> sudogcache;                     // Free ones. L(sudoglock).
  std::vector<std::unique_ptr<Sudog[]>> sudogblocks;  // Every one ever made. L(sudoglock).

  std::atomic<bool> gcwaiting{false};  // The world is being stopped.
  int32_t stopwait = 0;                // Ps still to stop. L(lock).
  Note stopnote;
  std::atomic<bool> sysmonwait{false};
  Note sysmonnote;
  RuntimeMutex sysmonlock;
  int64_t procresizetime = 0;

  // The poller: the M that sleeps until pollUntil waits on this word, which netpollBreak changes.
  std::atomic<uint32_t> pollWake{0};

  WorldSema world;  // Who may stop the world.
  WorldSema gc;     // Who may collect, or change what must not change during a collection.

  // While the collector marks, user goroutines may not run. L(lock) to change; `user` changes with
  // the world stopped only.
  struct {
    std::atomic<bool> user{false};
    GQueue runnable;  // Those that were picked.
  } disable;
};

// schedt's neighbours that are lists of everything live in Machine (machine.h).

}  // namespace gopark
