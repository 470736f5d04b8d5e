// The stress workload: about a million operations on channels, selects and locks by C++ goroutines
// that check themselves. Run by the tests on every host, and in WebAssembly as `-workload stress`.
#pragma once

#include <cstdint>

namespace gopark::stackful {

// StressResult is what a run found.
struct StressResult {
  int64_t steps = 0;       // Steps done by all goroutines.
  int64_t missing = 0;     // Goroutines that did not run exactly theirs.
  int64_t errors = 0;      // Values lost, doubled or mixed up, locks broken.
  int64_t migrations = 0;  // How often a goroutine went on on another M.
};

// stress() runs `goroutines` goroutines of `steps` steps each and waits for them. In a goroutine.
StressResult stress(int64_t goroutines, int64_t steps);

}  // namespace gopark::stackful
