// Programs of C++ goroutines on the kit, and the check that a program which waited for all its
// goroutines left nothing behind.
#pragma once

#include <gtest/gtest.h>

#include <mutex>
#include <string>

#include "kit.h"
#include "runtime/goroutine.h"

namespace gopark {

// runNative() runs a program whose main goroutine calls fn() and then waits until all other
// goroutines have ended.
template <class F>
int runNative(Kit& kit, F fn, int timeoutMs = 60'000) {
  return kit.runBody(stackful::bodyOfFn([fn = std::move(fn)]() mutable {
                       unlockMainThread(stackful::currentG());
                       fn();
                       // Those that have told main they are done may still have to end.
                       while (numGoroutine(getm()->machine) > 1) stackful::sleep(10'000);
                     }),
                     timeoutMs);
}

// expectNothingLeft() checks the machine of a program that has ended after all its goroutines but
// main: none is left, nor a timer, a sudog in use, a stack or an object. (Bytes are for
// AddressSanitizer, threads for the host, which waits for them.)
void expectNothingLeft(Kit& kit);

// Log collects words from goroutines on any thread.
class Log {
 public:
  void add(const std::string& word) {
    std::lock_guard<std::mutex> guard(mutex_);
    if (!text_.empty()) text_ += ' ';
    text_ += word;
  }
  void add(int64_t number) { add(std::to_string(number)); }
  std::string text() {
    std::lock_guard<std::mutex> guard(mutex_);
    return text_;
  }

 private:
  std::mutex mutex_;
  std::string text_;
};

}  // namespace gopark
