// makeHost() in WebAssembly: threads in the mt build, where no M can be set aside (host.cpp), and
// one thread in the st build.
#include "host/coop/coop_host.h"
#include "host/make_host.h"
#include "host/sim/sim_host.h"
#include "host/threads/threads_host.h"

namespace gopark {

#if defined(__EMSCRIPTEN_PTHREADS__)

bool hostSupported(HostKind kind) {
  return kind == HostKind::kThreads;
}

std::unique_ptr<Host> makeHost(HostKind kind, const HostOptions& options) {
  if (kind != HostKind::kThreads) return nullptr;
  return std::make_unique<ThreadsHost>(options);
}

#else

bool hostSupported(HostKind kind) {
  return kind == HostKind::kCoop || kind == HostKind::kSim;
}

std::unique_ptr<Host> makeHost(HostKind kind, const HostOptions& options) {
  if (!hostSupported(kind)) return nullptr;
  if (kind == HostKind::kSim) return std::make_unique<SimHost>(options, options.sim);
  return std::make_unique<CoopHost>(options);
}

#endif

}  // namespace gopark
