// WorkerPool: see worker_pool_web.h.
#if defined(__EMSCRIPTEN_PTHREADS__)

#include "host/threads/worker_pool_web.h"

#include <emscripten/threading.h>
#include <pthread.h>

#include "base/check.h"
#include "host/futex.h"
#include "host/make_host.h"
#include "host/threads/thread.h"

namespace gopark {
namespace {

// g0 code, the interpreter and the compiler it calls run on a Worker's C stack.
constexpr size_t kWorkerStackBytes = 512 << 10;

}  // namespace

const bool kSysmonThread = false;

bool startThread(WorkerPool* workers, void (*fn)(void*), void* arg) {
  CHECK(workers != nullptr, "gopark: a host of threads in a page needs a pool of Workers");
  return workers->start(fn, arg);
}

void* WorkerPool::workerMain(void* arg) {
  auto* pool = static_cast<WorkerPool*>(arg);
  for (;;) {
    uint32_t seen = pool->posted_.load(std::memory_order_acquire);
    Job job{};
    {
      std::lock_guard<std::mutex> hold(pool->lock_);
      if (!pool->jobs_.empty()) {
        job = pool->jobs_.front();
        pool->jobs_.pop_front();
      }
    }
    if (job.fn == nullptr) {
      futexWait(&pool->posted_, seen, -1);
      continue;
    }
    job.fn(job.arg);
    std::lock_guard<std::mutex> hold(pool->lock_);
    pool->unspoken_++;
  }
}

// grow() makes one more Worker, which workers_ counts already. Only where the module was loaded:
// pthread_create elsewhere would wait for that Worker's event loop.
void WorkerPool::grow() {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, kWorkerStackBytes);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, workerMain, this);
  pthread_attr_destroy(&attributes);
  CHECK(error == 0, "gopark: the browser gives no further Worker");
}

void WorkerPool::growOnMain(void* arg) {
  static_cast<WorkerPool*>(arg)->grow();
}

void WorkerPool::prepare(int count) {
  for (;;) {
    {
      std::lock_guard<std::mutex> hold(lock_);
      if (workers_ >= count || workers_ >= workersMax_) return;
      workers_++;
      unspoken_++;
    }
    grow();
  }
}

bool WorkerPool::start(void (*fn)(void*), void* arg) {
  bool grows = false;
  {
    std::lock_guard<std::mutex> hold(lock_);
    if (unspoken_ > 0) {
      unspoken_--;
    } else if (workers_ < workersMax_) {
      workers_++;
      grows = true;
    } else {
      return false;
    }
    jobs_.push_back(Job{fn, arg});
  }
  posted_.fetch_add(1, std::memory_order_release);
  futexWake(&posted_, 1);
  if (!grows) return true;
  if (emscripten_is_main_runtime_thread()) {
    grow();
  } else {
    emscripten_async_run_in_main_runtime_thread(EM_FUNC_SIG_VI, growOnMain, this);
  }
  return true;
}

int WorkerPool::workers() {
  std::lock_guard<std::mutex> hold(lock_);
  return workers_;
}

int WorkerPool::idleWorkers() {
  std::lock_guard<std::mutex> hold(lock_);
  return unspoken_;
}

}  // namespace gopark

#endif
