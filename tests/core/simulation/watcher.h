// Watcher: looks at the whole machine after every turn, when no M is inside of it and no lock is
// held, and at every event in between. What must hold is in structures.cpp (queues, lists and
// counters), stream.cpp (the scheduler's decisions, from its events) and progress.cpp (nobody waits
// who need not).
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "events/fold.h"
#include "events/ring.h"
#include "host/sim/sim_host.h"
#include "schedule.h"
#include "world.h"

namespace gopark::simulation {

// Since is since when something has held, without a break; -1: it does not.
struct Since {
  int64_t ns = -1;
  // lasts() is told whether it holds now and says for how long it has.
  int64_t lasts(bool holds, int64_t now) {
    if (!holds) {
      ns = -1;
      return 0;
    }
    if (ns < 0) ns = now;
    return now - ns;
  }
};

class Watcher : public SimWatcher {
 public:
  Watcher(World* world, SimHost* host, const Schedule& schedule);

  bool turned() override;
  void inject(const Fault& fault) override;
  uint64_t eventsWritten() override { return world_->machine->events->written(); }

  // finish() looks at the machine at its end.
  void finish();

  uint64_t turns() const { return turns_; }
  uint64_t hash() const { return hash_; }
  bool sawDeadlock() const { return sawDeadlock_; }

 private:
  struct OnP {
    uint32_t schedtick = 0;
    Since runs;       // The same time slice.
    Since inSyscall;  // In a system call, with others in the queue.
  };

  // What turned() finds in one look.
  struct Look {
    int queued = 0;        // Goroutines in run queues.
    bool transit = false;  // An M is on its way: woken, or in the scheduler.
    int spinning = 0;
  };

  void fail(const std::string& what) { world_->fail(what); }
  void failG(const G* gp, const std::string& what);

  // stream.cpp
  void drain();
  void before(const Event& event);
  std::vector<uint32_t> picture(const FoldQueue& queue) const;
  void judgeStart(const Event& event);
  void judgePut(const Event& event);
  void judgeSteal(const Event& event);
  void judgeBatch(const Event& event);
  void judgeCollection(const Event& event);
  void judgeWorker(const Event& event);
  void judgeDisabled(const Event& event);

  // structures.cpp
  void lookAtStructures();
  void queued(G* gp, const char* where);
  void lookAtRing(P* pp);
  void lookAtGlobal();
  void lookAtDisabled();
  void lookAtWorkers();
  void lookAtGs();
  void lookAtFree();
  void lookAtMs();
  void lookAtPs();
  void compare(const FoldQueue& queue, const std::vector<uint32_t>& ids, const std::string& where);
  bool inHand(const G* gp) const;

  // progress.cpp
  void lookAtProgress();
  void lookAtModel();
  void lookAtTimers(int64_t now);
  void lookAtSlices(int64_t now);
  void lookAtWaits(int64_t now);
  void lookForDeadlock(int64_t now);
  void lookAtStop();
  void lookAtCollection(int64_t now);
  bool modelDead() const;
  bool pollerCovers(int64_t when, int64_t now) const;
  int64_t earliestDue() const;

  World* const world_;
  SimHost* const host_;
  const Schedule& schedule_;
  const int64_t faultsNs_;  // Time that faults can take, all together.
  Fold fold_;
  std::vector<Event> events_;
  std::unordered_set<uint32_t> startedMs_;
  std::unordered_map<uint32_t, uint32_t> locked_;  // The goroutine of an M, by its number.
  std::unordered_set<uint32_t> handed_;            // Goroutines on their way to their Ms.
  std::unordered_map<const G*, const char*> where_;
  std::unordered_map<const P*, OnP> onP_;
  Look look_;
  std::unordered_set<uint32_t> disabled_;  // Goroutines that wait for the collector to have marked.
  uint32_t dedicatedMax_ = 0;              // Of the collection under way.
  uint32_t idleMax_ = 0;
  Since unserved_, undue_, dead_, unmarked_, collecting_;
  uint32_t pollWake_ = 0;
  bool pollBroken_ = false;
  uint64_t turns_ = 0;
  uint64_t looked_ = UINT64_MAX;  // Events written at the last full look.
  uint64_t hash_ = 0;
  bool sawDeadlock_ = false;
  bool booting_ = true;
  uint32_t procs_ = 1;
};

}  // namespace gopark::simulation
