// Running programs on the simulated machine, one or many, here or in a child process that may die.
#pragma once

#include <cstdint>
#include <string>

#include "program.h"
#include "schedule.h"
#include "world.h"

namespace gopark::simulation {

// runHere() runs the program to its end and returns what was found wrong, "" if nothing. After a
// finding the machine is left as it stands: the process should end soon.
std::string runHere(const Program& program, const Schedule& schedule, Tally* tally);

// Found is the end of a run in a child process.
struct Found {
  bool failed = false;
  uint64_t seed = 0;  // runSeeds(): the seed it was found with.
  std::string what;   // A finding, the last line of a crash, or that it did not end.
};

// runApart() runs one program in a child process.
Found runApart(const Program& program, const Schedule& schedule);

// runSeeds() runs the programs and schedules of the seeds from..to in a child process, up to the
// first that fails or until `seconds` (0: no limit) have passed; *tally counts them.
Found runSeeds(uint64_t from, uint64_t to, double seconds, Tally* tally);

}  // namespace gopark::simulation
