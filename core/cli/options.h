// The command line of `gopark`, parsed.
#pragma once

#include <cstdint>
#include <string>

#include "api/session.h"

namespace gopark::cli {

struct Options {
  std::string command;      // run, check, bench
  std::string file;         // A path, "-" for standard input, or a workload's name with -workload.
  std::string traceEvents;  // Where to write the events; empty: nowhere.
  bool workload = false;
  bool json = false;
  SessionOptions session;
};

// parseOptions() reads argv. On a mistake it prints one line and the usage to stderr and returns
// false with *status the exit status; also after -help, with status 0.
bool parseOptions(int argc, char** argv, Options* options, int* status);

// parseDuration() reads Go's duration form ("1.5s", "200ms", "2m"); negative when it is none.
int64_t parseDuration(const std::string& text);

}  // namespace gopark::cli
