// The module's one pool of Workers: all sessions of a module share it, because Workers belong to
// the module as threads belong to a process. The st build has none.
#pragma once

namespace gopark {

class WorkerPool;

// moduleWorkers() is the pool; null in the st build.
WorkerPool* moduleWorkers();

// workerCount() is how many Workers there are or are coming up; it never shrinks.
int workerCount();

// prepareWorkers() brings up Workers before they are needed, until there are `count`.
void prepareWorkers(int count);

}  // namespace gopark
