// WorkerPool: the page's Web Workers for Ms. Starting a Worker takes milliseconds and needs the
// event loop of the Worker that loaded the module, so Workers are never ended and never joined: one
// whose function has returned waits here for the next. One pool serves all machines of a module.
//
//   start(fn, arg) -> jobs_ -> [idle Worker]  ...no idle one: the pool grows by another Worker
#pragma once

#include <atomic>
#include <deque>
#include <mutex>

namespace gopark {

class WorkerPool {
 public:
  // WorkerPool() will hold at most workersMax Workers.
  explicit WorkerPool(int workersMax) : workersMax_(workersMax) {}

  // A pool lasts as long as its module: its Workers wait in it.
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // prepare() makes the pool hold at least `count` Workers. Called where the module was loaded.
  void prepare(int count);

  // start() runs fn(arg) on an idle Worker, or else on a new one, as soon as it is up; false when
  // the pool is full and no Worker idle. Any thread; never blocks on the page.
  bool start(void (*fn)(void*), void* arg);

  // workers() and idleWorkers() count Workers, for tests and the page's statistics.
  int workers();
  int idleWorkers();

 private:
  struct Job {
    void (*fn)(void*);
    void* arg;
  };

  static void* workerMain(void* arg);
  static void growOnMain(void* arg);
  void grow();

  const int workersMax_;
  std::mutex lock_;       // Guards everything below but for posted_.
  std::deque<Job> jobs_;  // Not yet taken by a Worker, oldest first.
  int workers_ = 0;       // Made or being made.
  int unspoken_ = 0;      // Idle Workers, and those still coming up, minus jobs_ they will take.
  std::atomic<uint32_t> posted_{0};  // Counts jobs ever posted; idle Workers sleep on it.
};

}  // namespace gopark
