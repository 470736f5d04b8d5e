// See collection.h.
#include "golang/vm/collection.h"

#include <algorithm>

#include "golang/vm/root_scan.h"
#include "golang/vm/vm.h"
#include "runtime/proc.h"
#include "runtime/sema.h"

namespace gopark::vm {

namespace {

constexpr size_t kGlobalsPerJob = 256;

// An address in the heap that belongs to no object any more.
bool isDead(const void* address, void* arg) {
  const auto* collector = static_cast<const Collector*>(arg);
  return collector->inHeap(addrOf(address)) && !collector->marked(addrOf(address));
}

}  // namespace

bool Collection::due() {
  return vm_->heap.wantsCollection();
}

uint32_t Collection::begin(uint32_t workers, bool parallel) {
  Machine* machine = vm_->machine;
  beginNs_ = machine->host->nanotime();
  vm_->pools.clear();
  collector_ = std::make_unique<Collector>(&vm_->heap);
  workers_.clear();
  for (uint32_t i = 0; i < workers; i++) {
    workers_.push_back(std::make_unique<Worker>(&vm_->heap, &queue_, parallel));
  }
  goroutines_.clear();
  for (G* gp : machine->allgs) {
    if (scannable(gp) != nullptr) goroutines_.push_back(gp);
  }
  globalJobs_ = (vm_->globalRoots.size() + kGlobalsPerJob - 1) / kGlobalsPerJob;
  jobs_.store(1 + globalJobs_ + goroutines_.size(), std::memory_order_seq_cst);
  nextJob_.store(0, std::memory_order_seq_cst);
  return static_cast<uint32_t>(vm_->heap.stats().spanBytes >> 10);
}

bool Collection::available() {
  return nextJob_.load(std::memory_order_seq_cst) < jobs_.load(std::memory_order_seq_cst) ||
         !queue_.empty();
}

// Marks one stack and returns its words.
int64_t Collection::markStack(Marker* marker, G* gp) {
  Goroutine* g = scannable(gp);
  const uint32_t status = readgstatus(gp) & ~_Gscan;
  if (status == _Gwaiting || status == _Gsyscall) {
    // Since when it has waited, as far as anybody cares: since before this cycle.
    int64_t never = 0;
    gp->waitsince.compare_exchange_strong(never, beginNs_, std::memory_order_relaxed);
  }
  // A system call may have been given a place on the stack, and who comes back from one counts as
  // running for a moment.
  if (status == _Gwaiting || status == _Grunnable) shrinkStack(gp, g);
  RootScan(vm_, marker).markGoroutine(g);
  return g->fp - g->stack + 1;
}

int64_t Collection::markRoot(Marker* marker, size_t job) {
  if (job == 0) {
    RootScan(vm_, marker).markOther();
    return 1;
  }
  if (job <= globalJobs_) {
    const size_t from = (job - 1) * kGlobalsPerJob;
    RootScan(vm_, marker)
        .markGlobals(from, std::min(from + kGlobalsPerJob, vm_->globalRoots.size()));
    return kGlobalsPerJob;
  }
  return markStack(marker, goroutines_[job - 1 - globalJobs_]);
}

// On a simulated machine marking takes time by the KiB.
void Collection::pay(Worker* worker) {
  worker->unpaidBytes += worker->marker.takeMarkedBytes();
  vm_->machine->host->spend(Cost::kGcPerKiB, static_cast<int64_t>(worker->unpaidBytes >> 10));
  worker->unpaidBytes &= 1023;
}

bool Collection::mark(uint32_t number, uint64_t words) {
  Worker* worker = workers_[number].get();
  const size_t jobs = jobs_.load(std::memory_order_relaxed);
  auto left = static_cast<int64_t>(words);
  while (left > 0 && nextJob_.load(std::memory_order_relaxed) < jobs) {
    const size_t job = nextJob_.fetch_add(1, std::memory_order_seq_cst);
    if (job < jobs) left -= markRoot(&worker->marker, job);
  }
  const bool more = left <= 0 || worker->marker.drain(&left);
  pay(worker);
  return more;
}

void Collection::dispose(uint32_t number) {
  workers_[number]->marker.dispose();
}

GcWork::Result Collection::finish() {
  Machine* machine = vm_->machine;
  Collector* collector = collector_.get();
  vm_->finalizers.queueUnreachable(collector);
  objectIdsForget(machine, isDead, collector);
  vm_->finishCollection(collector);
  if (!vm_->finalizers.finalizers.empty()) callbacksQueued(machine, CallbackKind::kFinalizer);
  if (!vm_->finalizers.cleanups.empty()) callbacksQueued(machine, CallbackKind::kCleanup);
  vm_->noteCollection(machine->host->nanotime() - beginNs_, machine->host->walltime());
  const Result result{static_cast<uint32_t>(collector->liveBytes() >> 10),
                      static_cast<uint32_t>(collector->freedBytes() >> 10)};
  collector_.reset();
  workers_.clear();
  return result;
}

}  // namespace gopark::vm
