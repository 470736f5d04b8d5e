// futexWait and futexWake where the system has no such call (macOS): a table of condition variables
// shared by the words that hash to one. A wake-up reaches every sleeper of the bucket, which only
// means more of the spurious returns the contract allows.
#if !defined(__linux__)

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "host/futex.h"

namespace gopark {
namespace {

struct Bucket {
  std::mutex lock;
  std::condition_variable changed;
};

// The table stands in for the kernel's own: it belongs to the process, as that does.
Bucket& bucketOf(const void* addr) {
  static Bucket buckets[64];
  return buckets[(reinterpret_cast<uintptr_t>(addr) >> 4) % 64];
}

}  // namespace

void futexWait(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns) {
  Bucket& bucket = bucketOf(addr);
  std::unique_lock<std::mutex> hold(bucket.lock);
  if (addr->load() != value) return;
  if (ns < 0) {
    bucket.changed.wait(hold);
  } else {
    bucket.changed.wait_for(hold, std::chrono::nanoseconds(ns));
  }
}

void futexWake(std::atomic<uint32_t>* addr, uint32_t) {
  Bucket& bucket = bucketOf(addr);
  std::lock_guard<std::mutex> hold(bucket.lock);
  bucket.changed.notify_all();
}

}  // namespace gopark

#endif
