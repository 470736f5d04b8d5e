// Fold: the machine's picture, computed from the event stream alone. It never looks at the
// scheduler's own structures; whoever has the events (a running page, a file, a test) gets the same
// picture. Feed it events in `seq` order.
//
// Invariants after every apply():
//   - a goroutine is in at most one queue: of a P, the global one or the disabled ones while
//     runnable, of the object it waits on while waiting;
//   - at most one goroutine runs on an M, and at most one M holds a P.
// A stream with gaps (EventsLost) breaks the picture until the next Snapshot rebuilds it;
// resyncing() says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "events/event.h"
#include "events/fold_objects.h"
#include "events/id_map.h"

namespace gopark {

// Where a goroutine is, as the picture knows it.
enum class GPlace : uint8_t {
  kNone,
  kRunnext,
  kLocal,
  kGlobal,
  kDisabled,  // Put aside until the collector has marked.
  kObject,    // In the queue of FoldG::objectSlot that FoldG::side says.
};

// What an M does, as the picture knows it.
enum class MState : uint8_t { kGone, kScheduling, kRunning, kSpinning, kIdle, kSyscall };

// FoldG is a goroutine in the picture.
struct FoldG {
  // Values of `status`; they are the runtime's.
  enum Status : uint8_t { kRunnable = 1, kRunning = 2, kSyscall = 3, kWaiting = 4 };

  uint32_t id = 0;
  uint8_t status = 0;
  uint8_t reason = 0;  // WaitReason while waiting.
  GPlace place = GPlace::kNone;
  bool system = false;
  bool leaked = false;  // It waits for ever, as far as the machine could see.
  uint16_t p = kNoId;   // The P whose queue holds it, or that it runs on.
  uint16_t m = kNoId;   // The M it runs on, or ran on last.
  WaitSide side = WaitSide::kNone;
  uint32_t object = 0;      // What it waits on; of a select, the first of its channels.
  int32_t objectSlot = -1;  // That object's slot, while in one of its queues.
  uint32_t parent = 0;
  uint32_t startFunction = 0;
  uint32_t line = 0;             // Source place of its last stop; before the first, 0.
  int64_t sinceNs = 0;           // When it came into this state.
  int32_t next = -1, prev = -1;  // Neighbours in its queue.
};

struct FoldP {
  bool alive = false;
  bool idle = true;
  uint16_t m = kNoId;
  uint32_t g = 0;
  uint32_t runnext = 0;
  FoldQueue queue;
  uint32_t schedtick = 0;
  uint32_t syscalls = 0;
  uint32_t timers = 0;
  uint32_t stealsFrom = 0;  // How often others stole from it.
  uint32_t steals = 0;      // How often it stole.
  uint8_t lastBranch = 0;   // PickBranch of its last pick.
  uint8_t gcWorker = 0;     // GcWorkerMode of what it runs.
};

struct FoldM {
  MState state = MState::kGone;
  uint16_t p = kNoId;
  uint32_t g = 0;
  uint32_t lockedG = 0;  // The goroutine that alone may run on it.
};

// FoldSysmon is what sysmon said when it looked around last.
struct FoldSysmon {
  int64_t lookedNs = 0;
  int64_t nextInNs = 0;     // How long it wanted to sleep then.
  uint32_t idleRounds = 0;  // Looks in a row at which it found nothing to do.
};

// FoldCounts are totals since the start.
struct FoldCounts {
  uint64_t events = 0;
  uint64_t lost = 0;
  uint64_t created = 0;
  uint64_t destroyed = 0;
  uint64_t starts = 0;
  uint64_t migrations = 0;  // A goroutine went on running on another M than before.
  uint64_t steals = 0;
  uint64_t stolen = 0;  // Goroutines moved by steals.
  uint64_t failedSteals = 0;
  uint64_t preemptions = 0;
  uint64_t handoffs = 0;
  uint64_t retakes = 0;
  uint64_t overflows = 0;
  uint64_t parks = 0;
  uint64_t unparks = 0;
  uint64_t syscalls = 0;
  uint64_t sysmonTicks = 0;
  uint64_t timersFired = 0;
  uint64_t collections = 0;
  uint64_t stops = 0;  // Stops of the world.
};

class Fold {
 public:
  Fold();

  // apply() takes the next events of the stream, in order.
  void apply(const Event* events, size_t count);

  // Clears everything: a new run begins.
  void reset();

  int64_t timeNs() const { return timeNs_; }
  bool resyncing() const { return resyncing_; }
  bool worldStopped() const { return worldStopped_; }
  bool collecting() const { return collecting_; }
  bool exited() const { return exited_; }
  const FoldSysmon& sysmon() const { return sysmon_; }
  // Every so many ticks a P looks at the global queue first; 0: not known yet.
  uint32_t globalTick() const { return globalTick_; }
  const FoldCounts& counts() const { return counts_; }
  const std::vector<FoldP>& procs() const { return procs_; }
  const std::vector<FoldM>& threads() const { return threads_; }
  const FoldQueue& global() const { return global_; }
  const FoldQueue& disabled() const { return disabled_; }
  const FoldObjects& objects() const { return objects_; }

  // find() is the live goroutine with this id, or null.
  const FoldG* find(uint32_t id) const;

  // queueIds() appends at most `limit` ids of the queue, head first.
  void queueIds(const FoldQueue& queue, size_t limit, std::vector<uint32_t>* ids) const;

  // goroutines() is every live goroutine, in no order.
  const std::vector<FoldG>& slots() const { return slots_; }

  // Runnable-to-running waits: counts by power of two of nanoseconds, and the longest so far.
  static constexpr int kLatencyBuckets = 40;
  const uint64_t* latencyBuckets() const { return latency_; }
  int64_t latencyMaxNs() const { return latencyMaxNs_; }
  uint32_t latencyMaxG() const { return latencyMaxG_; }

 private:
  static constexpr size_t kProcsMax = 4096;
  static constexpr size_t kThreadsMax = kNoId;

  void applyOne(const Event& e);
  void applyGoroutine(const Event& e);
  void applyQueue(const Event& e);
  void applyThread(const Event& e);
  void applySnapshot(const Event& e);
  void applySyscall(const Event& e);
  void applyWorld(const Event& e);
  void applyTimer(const Event& e);
  void applyChannel(const Event& e);
  void applyLock(const Event& e);
  void applyStatus(const Event& e);

  FoldG& goroutine(uint32_t id);
  FoldP* proc(uint16_t id);
  FoldM* thread(uint16_t id);
  void unqueue(FoldG& g);
  FoldQueue* queueOf(const FoldG& g);
  void append(FoldQueue& queue, FoldG& g, bool atHead);
  void waitOnObject(FoldG& g, int64_t now, bool atHead);
  void leaveThread(FoldG& g);
  void detachProc(uint16_t p);
  void setStatus(FoldG& g, uint8_t status, int64_t now);
  void noteRunning(FoldG& g, const Event& e);
  void forget(uint32_t id);

  std::vector<FoldG> slots_;
  std::vector<int32_t> freeSlots_;
  IdMap index_;
  std::vector<FoldP> procs_;
  std::vector<FoldM> threads_;
  FoldQueue global_;
  FoldQueue disabled_;
  FoldObjects objects_;
  FoldSysmon sysmon_;
  uint32_t globalTick_ = 0;
  FoldCounts counts_;
  uint64_t latency_[kLatencyBuckets] = {};
  int64_t latencyMaxNs_ = 0;
  uint32_t latencyMaxG_ = 0;
  int64_t timeNs_ = 0;
  bool resyncing_ = false;
  bool worldStopped_ = false;
  bool collecting_ = false;
  bool exited_ = false;
};

}  // namespace gopark
