// Schedule: everything a run depends on besides the program: the simulated machine, the faults, and
// the scheduler's settings, of which most are made small so that rare paths are taken often.
#pragma once

#include <cstdint>
#include <string>

#include "host/sim/sim_options.h"
#include "runtime/settings.h"

namespace gopark::simulation {

struct Schedule {
  SimOptions sim;
  Settings settings;
};

// makeSchedule() is the schedule of a seed.
Schedule makeSchedule(uint64_t seed);

// scheduleText() writes it in one line; what is as usual is left out.
std::string scheduleText(const Schedule& schedule);

}  // namespace gopark::simulation
