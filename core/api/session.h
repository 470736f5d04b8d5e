// Session: one run of one program, as everything outside the core sees it: load, start, drive, read
// output and events, look at the picture, stop. The page (through wasm/), the command and the tests
// use nothing else.
//
// A Session is used from one thread, which never blocks in it. Start at most one program per
// Session; destroy it only when done() holds or the program never started.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/schedule.h"
#include "base/diagnostic.h"
#include "events/fold.h"
#include "host/host.h"
#include "host/make_host.h"
#include "runtime/settings.h"

namespace gopark {

struct GoBody;
class Library;
class Simulation;

// threadsAvailable() says whether this build has the threads host.
bool threadsAvailable();

struct SessionOptions {
  HostKind host = HostKind::kThreads;
  Settings settings;
  std::vector<std::pair<std::string, std::string>> env;  // What os.Getenv and the runtime see.
  std::vector<std::string> args;                         // os.Args; empty: {"prog"}.
  int64_t timeoutNs = 0;                                 // The run is stopped after this; 0: never.
  int64_t outputLimitBytes = 0;                          // ... and after this much output; 0: none.
  int64_t memoryLimitBytes = 0;                          // Heap limit; 0: the build's default.
  LeakCheck leaks = LeakCheck::kNone;                    // At the end of the program.
  bool events = true;                                    // Record events.
  bool directOutput = false;      // Write output to the process's own streams at once.
  bool keepEvents = false;        // Keep them for takeEvents(); else only the fold sees them.
  size_t keptMax = SIZE_MAX;      // kSim: ... at least the latest so many.
  Schedule schedule;              // kSim: the machine, and the settings that are part of its name.
  WorkerPool* workers = nullptr;  // In a page, kThreads: its Workers. Must outlive the session.
  Library* library = nullptr;     // What sessions share, one after the other; outlives them.
};

// A piece of output, in the order it was written.
struct OutputChunk {
  Stream stream;
  std::string text;
  uint64_t events = 0;  // kSim: events written before it.
};

// Why a run ended other than by itself.
enum class StopCause : uint8_t { kNone, kStopped, kTimeout, kOutputLimit };

class Session {
 public:
  explicit Session(SessionOptions options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // check() compiles the source (one Go file, or a txtar archive of several) and returns what Go's
  // compiler would say; empty: it is correct. `allErrors`: not only the first ten.
  std::vector<Diagnostic> check(std::string_view source, std::string_view fileName,
                                bool allErrors = false);

  // start() compiles and begins to run. The program runs on from here; drive it with tick(). When
  // the diagnostics are not empty nothing was started.
  std::vector<Diagnostic> start(std::string_view source, std::string_view fileName);

  // startBody() begins to run a main goroutine written in C++; false: the host cannot be had.
  bool startBody(const GoBody& main);

  // startWorkload() begins one of the built-in C++ workloads instead; false: no such name.
  bool startWorkload(std::string_view name);
  static const std::vector<std::string>& workloads();

  // tick() gives the run what it needs of the calling thread: sysmon's round in a page, all the Ms
  // on the coop host for about budgetNs. Also drains events into the fold and enforces the limits.
  // Returns in how many nanoseconds it wants to be called again (0: at once), or -1: the run is
  // over.
  int64_t tick(int64_t budgetNs);

  // runToEnd() ticks, sleeping in between, until the run is over. Native callers only.
  int runToEnd(const std::function<void()>& eachTick);

  // stop() asks the program to end, with status 130; done() follows soon, unless an M is stuck in a
  // native call. A run that exceeds its time ends with status 124, one that exceeds its output with
  // 125.
  void stop();

  bool started() const;
  bool done() const;  // The program has ended and every M has left.
  int exitCode() const;
  StopCause stopCause() const;

  // takeOutput() moves out what the program has written since the last call, at most about
  // maxBytes.
  std::vector<OutputChunk> takeOutput(size_t maxBytes);

  // takeEvents() moves out the events drained since the last call (keepEvents only). `lost` counts
  // those it could not keep.
  std::vector<Event> takeEvents(uint64_t* lost);

  const Fold& fold() const;

  // simulation() controls the run on the simulated machine; null on other hosts and before start().
  // tick() and runToEnd() may be used as well, and go on to the end.
  Simulation* simulation();

  // functionName() names a goroutine's start function as tracebacks do.
  std::string functionName(uint32_t startFunction) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gopark
