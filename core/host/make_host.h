// makeHost(): the one door through which a host is made.
#pragma once

#include <memory>

#include "host/host.h"
#include "host/output.h"
#include "host/sim/sim_options.h"

namespace gopark {

class WorkerPool;

// HostKind names the hosts.
enum class HostKind : uint8_t {
  kThreads,  // Every M is a thread (a Web Worker in a page).
  kCoop,     // Every M is a context on the calling thread: no threads needed.
  kSim,  // The same on a simulated machine: virtual cores, virtual time, every choice controlled.
};

struct HostOptions {
  OutputSink* output = nullptr;   // Where write() goes. Not owned; must outlive the host.
  int processors = 0;             // What ncpu() answers; 0: what the system says.
  WorkerPool* workers = nullptr;  // Web, kThreads: the page's Workers. Not owned.
  SimOptions sim;                 // kSim: the machine.
};

// hostSupported() says whether makeHost can make one here: natively both, in WebAssembly kThreads
// in the mt build, kCoop and kSim in the st build.
bool hostSupported(HostKind kind);

// makeHost() makes a host; null when it is not supported here.
std::unique_ptr<Host> makeHost(HostKind kind, const HostOptions& options);

}  // namespace gopark
