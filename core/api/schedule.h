// Schedule: the name of a run on the simulated machine. The program, and this, decide everything.
//
//   v1,procs=4,cores=2,seed=12,preempt=cooperative,cost.WakeLatency=5000,set.globalTick=1,
//   o=17:2+45:0,f=900:stop-core:1:10000000
//
// (one line). What is left out is the default, so a short run has a short name. `set` is a row of
// runtime/settings.def by its name, times in nanoseconds; runnext, steal and handoff, which are
// older than that table, stand alone. `o` lists overrides, decision:alternative; `f` faults,
// tick:name[:a[:b]], both joined with '+'.
#pragma once

#include <string>
#include <string_view>

#include "host/sim/sim_options.h"
#include "runtime/settings.h"

namespace gopark {

struct Schedule {
  Settings settings;  // All but what Settings says is no rule of the scheduler.
  SimOptions sim;
};

// formatSchedule() is the schedule's text.
std::string formatSchedule(const Schedule& schedule);

// parseSchedule() reads it back. On a mistake it returns a sentence that names it, and *schedule is
// unchanged; else an empty string.
std::string parseSchedule(std::string_view text, Schedule* schedule);

// parseFault() reads a fault as people write it, with durations: "stop-core 1 10ms". The tick is
// left alone. It returns what is wrong with it, or an empty string.
std::string parseFault(std::string_view text, Fault* fault);

// parsePart() reads one key=value of a schedule, as parseSchedule() does; the same is returned.
std::string parsePart(std::string_view part, Schedule* schedule);

// parseDuration() reads Go's duration form ("1.5s", "200ms", "2m"); negative when it is none.
int64_t parseDuration(std::string_view text);

}  // namespace gopark
