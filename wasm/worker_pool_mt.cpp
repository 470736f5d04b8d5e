// The pool of Workers in the mt build.
#include "host/threads/worker_pool_web.h"
#include "worker_pool.h"

namespace gopark {
namespace {

// A Worker costs a browser megabytes, so a program that blocks in more system calls than this at
// once is refused another thread.
constexpr int kWorkersMax = 256;

// Not destroyed: its Workers wait in it as long as the module lives.
WorkerPool& pool() {
  static auto* workers = new WorkerPool(kWorkersMax);
  return *workers;
}

}  // namespace

WorkerPool* moduleWorkers() {
  return &pool();
}

int workerCount() {
  return pool().workers();
}

void prepareWorkers(int count) {
  pool().prepare(count);
}

}  // namespace gopark
