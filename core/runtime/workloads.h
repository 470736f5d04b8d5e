// The built-in C++ workloads: programs of goroutines written in C++, for the page's menu, the tests
// and the command (`gopark run -workload pingpong`). They show the scheduler with native
// goroutines: each owns a native stack and is set aside by a context switch, in WebAssembly by
// Asyncify.
//
//   fanout     many goroutines compute, and hand their results to one
//   pingpong   pairs of goroutines pass a value to and fro over unbuffered channels
//   mixed      goroutines that compute, sleep, block their thread, queue for a lock and select
//   stress     a test of the scheduler rather than a show (stress.h); not listed
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/proc.h"

namespace gopark {

// workloadNames() lists them.
std::vector<std::string> workloadNames();

// workloadBody() is the main goroutine of a workload, for startTheMachine(). `spec` is its name,
// then perhaps parameters, as in "fanout,goroutines=100,size=20000". The body's resume is null when
// there is no such workload or parameter.
GoBody workloadBody(std::string_view spec);

// workloadFunctionName() names the start function of a workload's goroutine, as tracebacks do; ""
// when it is none.
std::string workloadFunctionName(uint32_t startpc);

}  // namespace gopark
