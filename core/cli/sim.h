// gopark sim: run a program on the simulated machine, once or under many seeds.
#pragma once

#include <string>

#include "cli/options.h"

namespace gopark::cli {

// sim() runs `source` and returns the exit status: the program's own for one run; for many (-seeds)
// 0 when all had one outcome, else 1. With -compare it is 3 when the events differ.
int sim(const Options& options, const std::string& source);

}  // namespace gopark::cli
