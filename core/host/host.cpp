// The calls of Host that may set the calling M aside. They are plain functions so that Asyncify
// sees the whole chain from an M's start to contextSwitchOut: see host.h.
#include "host/host.h"

#include "base/check.h"
#include "host/context/context.h"
#include "host/system.h"

namespace gopark {
namespace {

#if defined(__EMSCRIPTEN_PTHREADS__)
// The mt build has only hosts with real threads, whose begin functions always do the whole
// operation. Saying so spares the scheduler's loop there all of Asyncify's instrumentation.
void setAside(Context* m) {
  CHECK(m == nullptr, "gopark: this build sets no M aside");
}
#else
void setAside(Context* m) {
  if (m != nullptr) contextSwitchOut(m);
}
#endif

}  // namespace

void Host::futexsleep(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns) {
  setAside(beginFutexsleep(addr, value, ns));
}

void Host::usleep(int64_t ns) {
  setAside(beginUsleep(ns));
}

void Host::schedulePoint() {
  setAside(beginYield());
}

void Host::meterSpent() {
  setAside(beginMeterSpent());
}

int64_t Host::read(char* data, size_t size) {
  return systemRead(data, size);
}

}  // namespace gopark
