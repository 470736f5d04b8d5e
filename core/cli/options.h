// The command line of `gopark`, parsed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "api/breakpoint.h"
#include "api/session.h"

namespace gopark::cli {

struct Options {
  std::string command;      // run, sim, check, bench
  std::string file;         // A path, "-" for standard input, or a workload's name with -workload.
  std::string traceEvents;  // Where to write the events; empty: nowhere.
  bool workload = false;
  bool json = false;
  bool verbose = false;
  bool allErrors = false;  // check -e.
  // sim:
  bool manySeeds = false;  // -seeds: run firstSeed to lastSeed and compare outcomes.
  uint64_t firstSeed = 0;
  uint64_t lastSeed = 0;
  uint64_t steps = 0;   // Stop at this tick; 0: never.
  std::string compare;  // An earlier -events file to compare with; empty: none.
  std::vector<Breakpoint> breakpoints;
  SessionOptions session;
};

// parseOptions() reads argv. On a mistake it prints one line and the usage to stderr and returns
// false with *status the exit status; also after -help, with status 0.
bool parseOptions(int argc, char** argv, Options* options, int* status);

}  // namespace gopark::cli
