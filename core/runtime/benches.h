// The measurements of `gopark bench`: what an operation of the scheduler costs between C++
// goroutines, the floor under every language. Each is the main goroutine of a machine of its own.
#pragma once

#include <string>

#include "runtime/proc.h"

namespace gopark {

enum class Bench : uint8_t {
  kSpawnExit,    // A goroutine is started and ends: ns per goroutine.
  kGosched,      // Two goroutines call Gosched in turns on one P: ns per call.
  kPingPong,     // Two goroutines pass a value over unbuffered channels: ns per round trip.
  kSteal,        // A tree of goroutines spreads over all Ps: ns per goroutine.
  kParkedBytes,  // Parked goroutines: bytes of memory for each.
  kCount,
};

// benchName() is the name of the measurement in tables and JSON, benchUnit() its unit.
const char* benchName(Bench bench);
const char* benchUnit(Bench bench);

// benchProcs() is the number of Ps it is meant for: 1, or 0 for all there are.
int benchProcs(Bench bench);

// BenchResult is what one run yields: `operations` in `ns` nanoseconds, or `bytes` of memory.
struct BenchResult {
  int64_t operations = 0;
  int64_t ns = 0;
  int64_t bytes = 0;

  // perOperation() is the figure, in benchUnit().
  double perOperation() const {
    return operations == 0 ? 0 : static_cast<double>(bytes != 0 ? bytes : ns) / operations;
  }
};

// benchBody() is the main goroutine of the measurement, for startTheMachine(); it fills *result
// before the program ends. operations 0: as many as take about half a second. residentBytes: how
// much memory the process uses, for kParkedBytes.
GoBody benchBody(Bench bench, int64_t operations, int64_t (*residentBytes)(), BenchResult* result);

}  // namespace gopark
