// The measurements of `gopark bench`: the same five operations for goroutines in C++ and in Go, the
// latter without and with a native stack of their own. Each is a run of its own.
//
//     BenchRun run(i, HostKind::kThreads);
//     run.session().runToEnd(...);            // or tick() until done
//     double value = run.value();             // nanoseconds or bytes per operation
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "api/session.h"

namespace gopark {

struct BenchItem {
  std::string name;        // "ping-pong"
  std::string goroutines;  // "C++", "Go", "Go, swap=context"
  std::string unit;        // "ns" or "bytes"
};

// benchCount() is how many measurements there are; benchItem() describes one.
size_t benchCount();
BenchItem benchItem(size_t index);

class BenchRun {
 public:
  // BenchRun() starts the measurement. `workers`: see SessionOptions.
  BenchRun(size_t index, HostKind host, WorkerPool* workers);
  ~BenchRun();
  BenchRun(const BenchRun&) = delete;
  BenchRun& operator=(const BenchRun&) = delete;

  Session& session();

  // value() is the figure once the session is done; negative when the run failed.
  double value();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gopark
