// The session: wires a host, a machine, a program and the fold of its events together.
#include "api/session.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>

#include "api/environment.h"
#include "api/simulation.h"
#include "base/check.h"
#include "events/ring.h"
#include "golang/program.h"
#include "host/output.h"
#include "host/system.h"
#include "runtime/machine.h"
#include "runtime/proc.h"
#include "runtime/workloads.h"

namespace gopark {

namespace {

constexpr size_t kOutputWaitingMax = 4 << 20;
constexpr size_t kDrainAtOnce = 1 << 16;
constexpr int64_t kTickNs = 1'000'000;  // How often a run on native threads wants a look.
constexpr int kSimCoresDefault = 4;
constexpr uint32_t kSimRingSize = 1u << 14;
constexpr int64_t kSnapshotEveryNs = 100'000'000;  // At most, after events were lost.
constexpr int64_t kFirstLookNs = 50'000;  // ... at first, so that short programs end promptly.

// Exit statuses of runs that did not end by themselves.
constexpr int kExitStopped = 130;  // As after an interrupt.
constexpr int kExitStuck = 123;    // A fault left nothing that could ever happen.
constexpr int kExitTimeout = 124;  // As timeout(1) has it.
constexpr int kExitOutputLimit = 125;

}  // namespace

struct Session::Impl {
  explicit Impl(SessionOptions given)
      : options(std::move(given)),
        output(options.host == HostKind::kThreads ? kOutputWaitingMax : 0) {}

  SessionOptions options;
  OutputBuffer output;
  FileOutput direct;
  StampedOutput stamped;  // kSim.
  // Destroyed in reverse: the machine before the program and the host it stands on.
  std::unique_ptr<Host> host;
  std::unique_ptr<Program> program;
  std::unique_ptr<Machine> machine;
  Fold fold;
  std::unique_ptr<Simulation> simulation;  // kSim.
  int64_t snapshotAskedNs = 0;  // When the fold's loss of the picture last led to a request.
  std::vector<Event> batch;
  std::vector<Event> kept;
  StopCause cause = StopCause::kNone;
  bool drained = false;  // The run is over and its last events are in the fold.

  bool prepare();
  SimOptions simOptions();
  void begin(const GoBody& main);
  void stop(StopCause why, int code);
  void drain();
  void enforceLimits();
};

bool Session::Impl::prepare() {
  CHECK(machine == nullptr, "session: started twice");
  if (!options.events && options.host != HostKind::kSim) options.settings.eventRingSize = 0;
  HostOptions hostOptions;
  hostOptions.output = options.directOutput ? static_cast<OutputSink*>(&direct) : &output;
  hostOptions.workers = options.workers;
  const bool simulated = options.host == HostKind::kSim;
  if (simulated) {
    hostOptions.sim = simOptions();
    if (!options.directOutput) hostOptions.output = &stamped;
  }
  host = makeHost(options.host, hostOptions);
  if (host == nullptr) return false;
  Environment environment = readEnvironment(options.env, &options.settings);
  machine = std::make_unique<Machine>(host.get(), options.settings);
  machine->traceback = environment.traceback;
  machine->schedtraceNs = environment.schedtraceNs;
  machine->scheddetail = environment.scheddetail;
  machine->customGomaxprocs.store(options.settings.gomaxprocs > 0);
  if (simulated) {
    simulation = std::make_unique<Simulation>(static_cast<SimHost*>(host.get()), machine.get(),
                                              &fold, &stamped, options.schedule);
    simulation->keepEvents = options.keepEvents;
    simulation->keptMax = options.keptMax;
  }
  return true;
}

// The simulated machine as the schedule has it, with the settings that belong to the scheduler put
// among the runtime's.
SimOptions Session::Impl::simOptions() {
  Settings& settings = options.settings;
  const Settings& named = options.schedule.settings;
  settings = named;
  // Nobody reads while Ms write, so one turn's events and what was there before have to fit.
  settings.eventRingSize = kSimRingSize;
  SimOptions sim = options.schedule.sim;
  if (sim.cores <= 0) {
    sim.cores = named.gomaxprocs > 0 ? std::min(named.gomaxprocs, kSimCoresMax) : kSimCoresDefault;
  }
  sim.nodes = std::min(sim.nodes, sim.cores);
  return sim;
}

void Session::Impl::begin(const GoBody& main) {
  startTheMachine(machine.get(), main);
}

void Session::Impl::stop(StopCause why, int code) {
  if (machine == nullptr || machine->exiting.load()) return;
  cause = why;
  if (simulation != nullptr) static_cast<SimHost*>(host.get())->restartCores();
  output.close();  // Writers blocked on a full buffer must be able to leave.
  machine->exit(code);
}

void Session::Impl::drain() {
  if (machine == nullptr || machine->events == nullptr) return;
  do {
    batch.clear();
    machine->events->drain(&batch, kDrainAtOnce);
    fold.apply(batch.data(), batch.size());
    if (options.keepEvents) kept.insert(kept.end(), batch.begin(), batch.end());
    // While the program runs one batch at a time is enough: it may write faster than we read.
  } while (!batch.empty() && machine->exiting.load());
  if (!fold.resyncing() || machine->exiting.load()) return;
  const int64_t now = host->nanotime();
  if (now - snapshotAskedNs < kSnapshotEveryNs) return;
  snapshotAskedNs = now;
  requestSnapshot(machine.get());
}

void Session::Impl::enforceLimits() {
  if (options.timeoutNs > 0 && host->nanotime() - machine->startNs > options.timeoutNs) {
    stop(StopCause::kTimeout, kExitTimeout);
  }
  const uint64_t written = simulation != nullptr ? stamped.total : output.bytesTotal();
  if (options.outputLimitBytes > 0 && written > static_cast<uint64_t>(options.outputLimitBytes)) {
    stop(StopCause::kOutputLimit, kExitOutputLimit);
  }
}

bool threadsAvailable() {
  return hostSupported(HostKind::kThreads);
}

Session::Session(SessionOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Session::~Session() {
  CHECK(!started() || done(), "session: destroyed while its program runs");
}

std::vector<Diagnostic> Session::check(std::string_view source, std::string_view fileName,
                                       bool allErrors) {
  std::vector<Diagnostic> errors;
  Program::load(source, fileName, &errors, allErrors, impl_->options.library);
  return errors;
}

std::vector<Diagnostic> Session::start(std::string_view source, std::string_view fileName) {
  std::vector<Diagnostic> errors;
  impl_->program =
      Program::load(source, fileName, &errors, /*allErrors=*/false, impl_->options.library);
  if (impl_->program == nullptr) return errors;
  if (!impl_->prepare()) {
    errors.push_back({std::string(fileName), 0, 0, "this build cannot run on the host asked for"});
    return errors;
  }
  ProgramOptions options;
  options.env = impl_->options.env;
  options.args = impl_->options.args;
  if (options.args.empty()) options.args.push_back("prog");
  options.memoryLimitBytes = impl_->options.memoryLimitBytes;
  options.leaks = impl_->options.leaks;
  impl_->begin(impl_->program->install(impl_->machine.get(), options));
  return errors;
}

bool Session::startBody(const GoBody& main) {
  if (!impl_->prepare()) return false;
  impl_->begin(main);
  return true;
}

bool Session::startWorkload(std::string_view name) {
  GoBody body = workloadBody(name);
  return body.resume != nullptr && startBody(body);
}

const std::vector<std::string>& Session::workloads() {
  static const std::vector<std::string> names = workloadNames();
  return names;
}

int64_t Session::tick(int64_t budgetNs) {
  Impl& s = *impl_;
  if (s.machine == nullptr || s.drained) return -1;
  if (s.simulation != nullptr) {
    const Halt halt = s.simulation->run(Target{}, budgetNs);
    s.enforceLimits();
    if (halt == Halt::kStuck && !s.machine->exiting.load()) s.stop(StopCause::kStopped, kExitStuck);
    s.drained = s.simulation->position().ended;
    return s.drained ? -1 : 0;
  }
  int64_t next = s.host->drive(budgetNs);
  s.enforceLimits();
  bool over = done();
  s.drain();
  if (over) {
    s.drained = true;
    return -1;
  }
  if (s.machine->exiting.load()) return 0;
  return next < 0 || next > kTickNs ? kTickNs : next;
}

int Session::runToEnd(const std::function<void()>& eachTick) {
  int64_t nap = kFirstLookNs;
  for (int64_t next; (next = tick(5 * kTickNs)) >= 0;) {
    if (eachTick) eachTick();
    if (next > nap) next = nap;
    if (next > 0) systemSleep(next);
    if (nap < kTickNs) nap *= 2;
  }
  if (eachTick) eachTick();
  return exitCode();
}

void Session::stop() {
  impl_->stop(StopCause::kStopped, kExitStopped);
}

bool Session::started() const {
  return impl_->machine != nullptr;
}

bool Session::done() const {
  return started() && impl_->machine->finished();
}

int Session::exitCode() const {
  return started() ? impl_->machine->exitCode.load() : 0;
}

StopCause Session::stopCause() const {
  return impl_->cause;
}

std::vector<OutputChunk> Session::takeOutput(size_t maxBytes) {
  std::deque<OutputBuffer::Piece> pieces;
  impl_->output.take(maxBytes, &pieces);
  std::vector<OutputChunk> chunks;
  if (Simulation* simulation = impl_->simulation.get()) {
    const uint64_t cursor = simulation->position().events;
    auto& stamped = impl_->stamped.pieces;
    for (size_t bytes = 0; !stamped.empty() && bytes < maxBytes; stamped.pop_front()) {
      StampedOutput::Piece& piece = stamped.front();
      if (piece.events > cursor) break;
      bytes += piece.bytes.size();
      chunks.push_back({piece.stream, std::move(piece.bytes), piece.events});
    }
    return chunks;
  }
  for (OutputBuffer::Piece& piece : pieces) {
    chunks.push_back({piece.stream, std::move(piece.bytes), 0});
  }
  return chunks;
}

std::vector<Event> Session::takeEvents(uint64_t* lost) {
  *lost = impl_->fold.counts().lost;
  if (impl_->simulation != nullptr) return impl_->simulation->takeEvents();
  return std::exchange(impl_->kept, {});
}

const Fold& Session::fold() const {
  return impl_->fold;
}

Simulation* Session::simulation() {
  return impl_->simulation.get();
}

std::string Session::functionName(uint32_t startFunction) const {
  return impl_->program != nullptr ? impl_->program->functionName(startFunction)
                                   : workloadFunctionName(startFunction);
}

}  // namespace gopark
