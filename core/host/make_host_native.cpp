// makeHost() natively: all kinds.
#include "host/coop/coop_host.h"
#include "host/make_host.h"
#include "host/sim/sim_host.h"
#include "host/threads/threads_host.h"

namespace gopark {

bool hostSupported(HostKind) {
  return true;
}

std::unique_ptr<Host> makeHost(HostKind kind, const HostOptions& options) {
  if (kind == HostKind::kThreads) return std::make_unique<ThreadsHost>(options);
  if (kind == HostKind::kSim) return std::make_unique<SimHost>(options, options.sim);
  return std::make_unique<CoopHost>(options);
}

}  // namespace gopark
