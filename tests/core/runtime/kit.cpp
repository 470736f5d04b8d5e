// The runtime tests' kit: see kit.h.
#include "kit.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "events/ring.h"

namespace gopark {

namespace {

Stop resumeStep(G* gp) {
  return (*static_cast<Step*>(gp->body))(gp);
}

void destroyStep(G* gp) {
  delete static_cast<Step*>(gp->body);
}

bool publishParked(G* gp, void* slot) {
  static_cast<std::atomic<G*>*>(slot)->store(gp, std::memory_order_release);
  return true;
}

}  // namespace

GoBody bodyOf(Step step, uint32_t id) {
  GoBody body;
  body.resume = resumeStep;
  body.destroyBody = destroyStep;
  body.body = new Step(std::move(step));
  body.startpc = id;
  return body;
}

G* go(Step step, uint32_t id) {
  return newproc(bodyOf(std::move(step), id));
}

Stop parkUntilReady(G* gp, std::atomic<G*>* slot) {
  return gopark(gp, publishParked, slot, WaitReason::kChanReceive, 0).stop;
}

Kit::Kit(int procs, HostKind host) : kind_(host) {
  settings.gomaxprocs = procs;
  // A simulated machine is drained only now and then, and loses nothing if there is room.
  settings.eventRingSize = host == HostKind::kSim ? 1u << 18 : 1u << 14;
}

Kit::~Kit() {
  machine_.reset();
  host_.reset();
}

void Kit::write(Stream stream, const char* data, size_t size) {
  std::lock_guard<std::mutex> guard(mutex_);
  (stream == Stream::kStderr ? err_ : out_).append(data, size);
}

int Kit::run(Step main, int timeoutMs) {
  return runBody(bodyOf([step = std::move(main), first = true](G* gp) mutable {
                   if (first) unlockMainThread(gp);
                   first = false;
                   return step(gp);
                 }),
                 timeoutMs);
}

int Kit::runBody(const GoBody& main, int timeoutMs) {
  machine_.reset();
  HostOptions options;
  options.output = this;
  options.processors = processors;
  options.sim.cores = settings.gomaxprocs > 0 ? settings.gomaxprocs : 4;
  host_ = makeHost(kind_, options);
  machine_ = std::make_unique<Machine>(host_.get(), settings);
  machine_->schedtraceNs = schedtraceNs;
  machine_->scheddetail = scheddetail;
  machine_->language = language;
  events_.clear();
  startTheMachine(machine_.get(), main);
  const int64_t deadline = host_->nanotime() + int64_t{timeoutMs} * 1'000'000;
  bool timedOut = false;
  std::vector<Event> drained;
  while (!machine_->finished()) {
    int64_t ns = host_->drive(kind_ == HostKind::kSim ? 100'000 : 1'000'000);
    if (machine_->events != nullptr) {
      machine_->events->drain(&drained, SIZE_MAX);
      if (keepEvents) events_.insert(events_.end(), drained.begin(), drained.end());
      drained.clear();
    }
    if (host_->nanotime() > deadline) {
      timedOut = true;
      machine_->exit(99);
    }
    if (ns != 0 && !machine_->finished()) ::usleep(kind_ == HostKind::kThreads ? 200 : 20);
  }
  if (machine_->events != nullptr) {
    machine_->events->drain(&drained, SIZE_MAX);
    if (keepEvents) events_.insert(events_.end(), drained.begin(), drained.end());
  }
  EXPECT_FALSE(timedOut) << "the program did not end\n" << errorText();
  return timedOut ? -1 : machine_->exitCode.load();
}

}  // namespace gopark
