// makeHost() in WebAssembly: threads in the mt build, where no M can be set aside (host.cpp), and
// one thread in the st build.
#include "host/coop/coop_host.h"
#include "host/make_host.h"
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
  return kind == HostKind::kCoop;
}

std::unique_ptr<Host> makeHost(HostKind kind, const HostOptions& options) {
  if (kind != HostKind::kCoop) return nullptr;
  return std::make_unique<CoopHost>(options);
}

#endif

}  // namespace gopark
