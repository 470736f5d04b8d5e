// Native threads: detached pthreads with every signal blocked, so that signals stay with the
// process's first thread.
#include <pthread.h>
#include <signal.h>

#include <memory>

#include "host/context/sanitizer_fiber.h"
#include "host/threads/thread.h"

namespace gopark {
namespace {

// g0 code, the interpreter and the compiler it calls run on this stack.
constexpr size_t kThreadStackBytes = 2 << 20;

struct Start {
  void (*fn)(void*);
  void* arg;
};

void* threadMain(void* arg) {
  Start start = *static_cast<Start*>(arg);
  delete static_cast<Start*>(arg);
  start.fn(start.arg);
  return nullptr;
}

}  // namespace

const bool kSysmonThread = true;

bool startThread(WorkerPool*, void (*fn)(void*), void* arg) {
  auto start = std::make_unique<Start>(Start{fn, arg});
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, kThreadStackBytes * kSanitizerStackFactor);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  bool started = pthread_create(&thread, &attributes, threadMain, start.get()) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (started) static_cast<void>(start.release());  // The thread owns it now.
  return started;
}

}  // namespace gopark
