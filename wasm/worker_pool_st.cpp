// The st build has no Workers.
#include "worker_pool.h"

namespace gopark {

WorkerPool* moduleWorkers() {
  return nullptr;
}

int workerCount() {
  return 0;
}

void prepareWorkers(int) {}

}  // namespace gopark
