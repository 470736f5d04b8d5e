// See schedule.h.
#include "schedule.h"

#include <algorithm>

#include "base/rng.h"

namespace gopark::simulation {

namespace {

// Two streams of one seed: what the program draws must not shift the schedule.
constexpr uint64_t kSalt = 0x7363686564756c65u;

constexpr const char* kFaultNames[] = {"preempt",   "gc",       "slow-syscall", "delay-wake",
                                       "stop-core", "refuse-m", "jump-clock"};
static_assert(sizeof(kFaultNames) / sizeof(kFaultNames[0]) ==
              static_cast<size_t>(FaultKind::kCount));

template <class T, size_t N>
T oneOf(Rng* rng, const T (&values)[N]) {
  return values[rng->below(N)];
}

Fault makeFault(Rng* rng, int cores) {
  Fault fault;
  fault.tick = rng->below(oneOf(rng, {300u, 3'000u, 30'000u}));
  switch (rng->below(7)) {
    case 0:
      fault.kind = FaultKind::kSlowSyscall;
      fault.a = 1 + rng->below(2'000'000);
      break;
    case 1:
      fault.kind = FaultKind::kDelayWake;
      fault.a = 1 + rng->below(1'000'000);
      break;
    case 2:
      fault.kind = FaultKind::kStopCore;
      fault.a = rng->below(static_cast<uint32_t>(cores));
      fault.b = 1 + rng->below(2'000'000);
      break;
    case 3:
      fault.kind = FaultKind::kJumpClock;
      fault.a = 1 + rng->below(2'000'000);
      break;
    case 4:
      fault.kind = FaultKind::kGc;
      break;
    default:
      fault.kind = FaultKind::kPreempt;
      fault.a = rng->below(8);
      break;
  }
  return fault;
}

void perturb(Rng* rng, Costs* costs) {
  for (uint32_t i = rng->below(6); i > 0; i--) {
    const auto cost = static_cast<Cost>(rng->below(static_cast<uint32_t>(Cost::kCount)));
    int64_t& ns = (*costs)[cost];
    ns = std::max<int64_t>(1, rng->below(2) == 0 ? ns / (1 + rng->below(20)) : ns * 3);
  }
}

void makeSettings(Rng* rng, Settings* s) {
  s->gomaxprocs = oneOf(rng, {1, 2, 2, 3, 4, 4, 6, 8});
  s->preempt = oneOf(rng, {PreemptMode::kAsync, PreemptMode::kAsync, PreemptMode::kAsync,
                           PreemptMode::kCooperative, PreemptMode::kNone});
  s->runqSize = oneOf(rng, {2u, 4u, 8u, 256u});
  s->globalTick = oneOf(rng, {61u, 5u, 2u});
  s->forcePreemptNs = oneOf(rng, {INT64_C(10'000'000), INT64_C(100'000), INT64_C(30'000)});
  s->sysmonDelayMaxNs = oneOf(rng, {INT64_C(10'000'000), INT64_C(40'000), INT64_C(20'000)});
  s->syscallRetakeNs = oneOf(rng, {INT64_C(10'000'000), INT64_C(100'000)});
  s->mutexStarvationNs = oneOf(rng, {INT64_C(1'000'000), INT64_C(20'000), INT64_C(5'000)});
  s->gFreeLocalMax = oneOf(rng, {64u, 4u});
  s->gFreeLocalKeep = s->gFreeLocalMax / 2;
  s->sudogCacheSize = oneOf(rng, {128u, 4u});
  s->goidBatch = oneOf(rng, {16u, 1u});
  s->eventRingSize = 1u << 14;
}

void addNumber(std::string* text, const char* name, int64_t value, int64_t usual) {
  if (value != usual) *text += std::string(",") + name + "=" + std::to_string(value);
}

}  // namespace

Schedule makeSchedule(uint64_t seed) {
  Rng rng(seed ^ kSalt);
  Schedule schedule;
  makeSettings(&rng, &schedule.settings);
  SimOptions& sim = schedule.sim;
  sim.cores = static_cast<int>(1 + rng.below(4));
  sim.seed = rng.next();
  if (rng.below(2) == 0) perturb(&rng, &sim.costs);
  if (rng.below(2) == 0) {
    for (uint32_t i = 1 + rng.below(6); i > 0; i--)
      sim.faults.push_back(makeFault(&rng, sim.cores));
    std::stable_sort(sim.faults.begin(), sim.faults.end(),
                     [](const Fault& a, const Fault& b) { return a.tick < b.tick; });
  }
  return schedule;
}

std::string scheduleText(const Schedule& schedule) {
  static constexpr const char* kModes[] = {"none", "cooperative", "async"};
  const SimOptions& sim = schedule.sim;
  const Settings& s = schedule.settings;
  const Settings usual;
  std::string text = "procs=" + std::to_string(s.gomaxprocs) +
                     ",cores=" + std::to_string(sim.cores) + ",seed=" + std::to_string(sim.seed) +
                     ",preempt=" + kModes[static_cast<int>(s.preempt)];
  addNumber(&text, "runqSize", s.runqSize, usual.runqSize);
  addNumber(&text, "globalTick", s.globalTick, usual.globalTick);
  addNumber(&text, "forcePreemptNs", s.forcePreemptNs, usual.forcePreemptNs);
  addNumber(&text, "sysmonDelayMaxNs", s.sysmonDelayMaxNs, usual.sysmonDelayMaxNs);
  addNumber(&text, "syscallRetakeNs", s.syscallRetakeNs, usual.syscallRetakeNs);
  addNumber(&text, "mutexStarvationNs", s.mutexStarvationNs, usual.mutexStarvationNs);
  addNumber(&text, "gFreeLocalMax", s.gFreeLocalMax, usual.gFreeLocalMax);
  addNumber(&text, "sudogCacheSize", s.sudogCacheSize, usual.sudogCacheSize);
  addNumber(&text, "goidBatch", s.goidBatch, usual.goidBatch);
  for (int i = 0; i < static_cast<int>(Cost::kCount); i++) {
    const auto cost = static_cast<Cost>(i);
    const std::string name = std::string("cost.") + costInfo(cost).name;
    addNumber(&text, name.c_str(), sim.costs[cost], costInfo(cost).defaultNs);
  }
  for (const Fault& fault : sim.faults) {
    text += ",f=" + std::to_string(fault.tick) + ":" + kFaultNames[static_cast<int>(fault.kind)] +
            ":" + std::to_string(fault.a) + ":" + std::to_string(fault.b);
  }
  return text;
}

}  // namespace gopark::simulation
