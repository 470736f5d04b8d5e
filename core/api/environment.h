// The environment variables the runtime itself obeys: GOMAXPROCS, GODEBUG, GOTRACEBACK.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runtime/machine.h"
#include "runtime/settings.h"

namespace gopark {

struct Environment {
  Traceback traceback = Traceback::kSingle;
  int64_t schedtraceNs = 0;
  bool scheddetail = false;
};

// readEnvironment() reads the variables. GOMAXPROCS sets settings->gomaxprocs unless that is set
// already; GODEBUG=asyncpreemptoff=1 turns async preemption into cooperative. Values Go would
// ignore are ignored.
Environment readEnvironment(const std::vector<std::pair<std::string, std::string>>& env,
                            Settings* settings);

}  // namespace gopark
