// See run.h.
#include "run.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <new>

#include "collector.h"
#include "watcher.h"

namespace gopark::simulation {

namespace {

// No program takes so much: one that does makes no progress.
constexpr int64_t kVirtualNsMax = 5'000'000'000;
constexpr uint64_t kTurnsMax = 600'000;

// A child that says nothing for so long hangs inside of one turn. The longest programs take a
// second, and many times that in a sanitized build.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr double kSilenceSeconds = 120;
#else
constexpr double kSilenceSeconds = 10;
#endif

class Sink : public OutputSink {
 public:
  void write(Stream, const char* data, size_t size) override { text.append(data, size); }
  std::string text;
};

// SimLanguage is a language whose collections are those of collector.h.
class SimLanguage : public Language {
 public:
  std::string traceback(G*) override { return ""; }
  std::string functionName(uint32_t) override { return "routine"; }
  void destroyPerP(P*) override {}
  OpResult forceGc(G* gp, OpState* op) override { return gcStart(gp, op, GcTrigger::kTime); }
};

// A program whose timers go on for ever while everybody waits for something else has no
// end, and is not dead by Go's rules either.
bool endless(World* world) {
  bool periodic = false;
  for (const ModelTimer& timer : world->model.funcTimers) {
    if (timer.pending && timer.period == 0) return false;
    periodic = periodic || timer.pending;
  }
  for (int i = 0; i < kTimers; i++) {
    // One that was stopped and set again goes on in its heap with nobody waiting for it.
    const ModelTimer& timer = world->model.timers[i];
    if (timer.pending && world->model.receives(kChans + i)) return false;
    periodic = periodic || (timer.pending && timer.period > 0);
  }
  for (const Body* body : world->live) {
    const bool parked = body->gp != nullptr && readgstatus(body->gp) == _Gwaiting;
    if (!parked || body->woken || body->on == On::kSleep) return false;
  }
  return periodic;
}

void judgeEnd(World* world, const Watcher& watcher, const Sink& sink, Tally* tally) {
  const int code = world->machine->exitCode.load();
  if (watcher.sawDeadlock()) {
    tally->deadlocks++;
    if (code != 2 || sink.text.find("all goroutines are asleep") == std::string::npos) {
      world->fail("a deadlock ended with status " + std::to_string(code) + ": " + sink.text);
    }
  } else if (code != 0) {
    world->fail("the program ended with status " + std::to_string(code) + ": " + sink.text);
  } else {
    tally->ended++;
  }
}

}  // namespace

std::string runHere(const Program& program, const Schedule& schedule, Tally* tally) {
  // On the heap, and freed only after a good end: contexts lie in them that have not ended.
  World* world = new World(program, tally);
  Sink* sink = new Sink;
  SimLanguage* language = new SimLanguage;
  HostOptions options;
  options.output = sink;
  SimHost* host = new SimHost(options, schedule.sim);
  Machine* machine = new Machine(host, schedule.settings);
  machine->language = language;
  Collector* collector = new Collector(world);
  setGcWork(machine, collector);
  world->machine = machine;
  Watcher* watcher = new Watcher(world, host, schedule);
  host->watch(watcher, true);
  startTheMachine(machine, world->mainBody());
  while (!machine->finished() && !world->failed()) {
    // Pauses only to look at the limits.
    host->pauseAt(host->tick() + 20'000);
    const int64_t ns = host->drive(-1);
    if (ns == SimHost::kStuckNs) world->fail("the machine is stuck");
    const bool late = host->nanotime() > kVirtualNsMax || watcher->turns() > kTurnsMax;
    if (machine->exiting.load()) {
      if (late) world->fail("the machine does not end");
      continue;
    }
    if (endless(world)) {
      tally->endless++;
      machine->exit(0);
    } else if (late) {
      world->fail("the program did not end in " + std::to_string(host->nanotime()) + " ns");
    }
  }
  if (!world->failed()) watcher->finish();
  if (!world->failed()) judgeEnd(world, *watcher, *sink, tally);
  tally->runs++;
  tally->goroutines += world->instances;
  tally->turns += watcher->turns();
  tally->events += machine->events->written();
  tally->turnsMax = std::max(tally->turnsMax, watcher->turns());
  tally->virtualNs += host->nanotime();
  tally->virtualNsMax = std::max(tally->virtualNsMax, host->nanotime());
  tally->hash = (tally->hash ^ watcher->hash()) * 0x9e3779b97f4a7c15u;
  if (world->failed()) return world->failure;
  delete machine;
  delete host;
  std::string failure;
  if (world->destroyed != world->instances) failure = "goroutines were made and not destroyed";
  delete watcher;
  delete world;
  delete language;
  delete collector;
  delete sink;
  return failure;
}

namespace {

// Shared is the memory through which a child tells its parent.
struct Shared {
  std::atomic<uint64_t> seed{0};
  std::atomic<bool> finished{false};
  char what[2048] = {};
  Tally tally;
};

double secondsNow() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The last line a dying child wrote, which names the CHECK that failed.
std::string lastWords(std::FILE* file) {
  std::rewind(file);
  std::string found;
  char line[1024];
  while (std::fgets(line, sizeof line, file) != nullptr) {
    const std::string text = line;
    if (text.rfind("gopark: ", 0) == 0 || text.find("ERROR:") != std::string::npos ||
        text.find("runtime error") != std::string::npos || found.empty()) {
      found = text;
    }
  }
  while (!found.empty() && found.back() == '\n') found.pop_back();
  return found;
}

// Waits for the child; a silent one is killed.
Found awaitChild(pid_t child, Shared* shared, std::FILE* errors) {
  Found found;
  uint64_t seed = UINT64_MAX;
  double since = 0;
  int status = 0;
  for (;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) break;
    const uint64_t now = shared->seed.load();
    if (now != seed) {
      seed = now;
      since = secondsNow();
    } else if (secondsNow() - since > kSilenceSeconds) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      found.failed = true;
      found.what = "hangs inside of a turn";
      break;
    }
    ::usleep(500);
  }
  found.seed = shared->seed.load();
  if (found.failed) return found;
  if (shared->finished.load()) {
    found.what = shared->what;
    found.failed = !found.what.empty();
    return found;
  }
  found.failed = true;
  found.what = lastWords(errors);
  if (found.what.empty()) found.what = "died with status " + std::to_string(status);
  return found;
}

// Runs fn in a child; what it returns is the finding.
template <class F>
Found apart(Tally* tally, F fn) {
  void* memory =
      ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  CHECK(memory != MAP_FAILED, "simulation: no memory to share");
  auto* shared = new (memory) Shared;
  std::FILE* errors = std::tmpfile();
  CHECK(errors != nullptr, "simulation: no temporary file");
  std::fflush(nullptr);
  const pid_t child = ::fork();
  CHECK(child >= 0, "simulation: no child process");
  if (child == 0) {
    ::dup2(::fileno(errors), 2);
    const std::string what = fn(shared);
    std::strncpy(shared->what, what.c_str(), sizeof shared->what - 1);
    shared->finished.store(true);
    ::_exit(0);
  }
  Found found = awaitChild(child, shared, errors);
  if (tally != nullptr) *tally = shared->tally;
  std::fclose(errors);
  ::munmap(memory, sizeof(Shared));
  return found;
}

}  // namespace

Found runApart(const Program& program, const Schedule& schedule) {
  return apart(nullptr, [&](Shared* shared) { return runHere(program, schedule, &shared->tally); });
}

Found runSeeds(uint64_t from, uint64_t to, double seconds, Tally* tally) {
  return apart(tally, [&](Shared* shared) {
    const double start = secondsNow();
    for (uint64_t seed = from; seed <= to; seed++) {
      shared->seed.store(seed);
      const Program program = makeProgram(seed);
      const Schedule schedule = makeSchedule(seed);
      std::string what = runHere(program, schedule, &shared->tally);
      if (!what.empty()) return what;
      if (seconds > 0 && secondsNow() - start > seconds) break;
    }
    return std::string();
  });
}

}  // namespace gopark::simulation
