// The natives of runtime.ReadMemStats and of runtime/debug's settings of memory and threads.
#include <algorithm>
#include <string>

#include "golang/vm/native_op.h"
#include "golang/vm/natives.h"
#include "runtime/proc.h"

namespace gopark::vm {

namespace {

// Writes the figures in the order of the constants in runtime/mstats.go, which makes `out` as long.
void writeStats(Machine* machine, G*, void* out) {
  const MemoryStats stats = static_cast<Vm*>(machine->language)->memoryStats();
  const HeapStats& heap = stats.heap;
  const uint64_t figures[] = {heap.usedBytes,   heap.totalBytes,  heap.mappedBytes,
                              heap.mallocs,     heap.frees,       stats.stackBytes,
                              stats.nextGc,     stats.gc->lastGc, stats.gc->pauseTotalNs,
                              heap.collections, stats.gcForced,   heap.spanBytes};
  copyMemory(out, figures, sizeof figures);
}

NativeStatus memStats(NativeCall& c) {
  return finish(c, withWorldStopped(c.gp, opState(c), StwReason::kMemStats, writeStats,
                                    c.slice(0).data<void>()));
}

// Collections write these with the world stopped, so not meanwhile. Both slices have kPauses.
NativeStatus gcPauses(NativeCall& c) {
  const GcHistory& gc = c.vm->gcHistory();
  copyMemory(c.slice(0).data<void>(), gc.pauseNs, sizeof gc.pauseNs);
  copyMemory(c.slice(3).data<void>(), gc.pauseEnd, sizeof gc.pauseEnd);
  return NativeStatus::kDone;
}

NativeStatus setGcPercent(NativeCall& c) {
  c.set(0, c.vm->heap.setPercent(c.i64(0)));
  return NativeStatus::kDone;
}

NativeStatus setMemoryLimit(NativeCall& c) {
  c.set(0, c.i64(0) < 0 ? c.vm->heap.softLimit() : c.vm->heap.setSoftLimit(c.i64(0)));
  return NativeStatus::kDone;
}

NativeStatus setMaxStack(NativeCall& c) {
  auto old = static_cast<int64_t>(c.vm->stackLimit.exchange(c.u64(0), std::memory_order_relaxed));
  c.set(0, old);
  return NativeStatus::kDone;
}

NativeStatus setMaxThreads(NativeCall& c) {
  const int64_t most = std::clamp<int64_t>(c.i64(0), 0, INT32_MAX);
  bool exceeded = false;
  c.set(0, int64_t{setMaxMs(c.vm->machine, static_cast<uint32_t>(most), &exceeded)});
  if (!exceeded) return NativeStatus::kDone;
  goroutineOf(c.gp)->fault.address = 1;  // The text has lines of its own before "fatal error: ".
  return fatal(c, "runtime: program exceeds " + std::to_string(most) +
                      "-thread limit\nfatal error: thread exhaustion");
}

// The program may ask for more than the environment, not for less.
NativeStatus setTraceback(NativeCall& c) {
  Machine* machine = c.vm->machine;
  const Traceback wanted = tracebackLevel(c.str(0).view());
  machine->traceback.store(std::max(wanted, c.vm->tracebackMin), std::memory_order_relaxed);
  return NativeStatus::kDone;
}

constexpr NativeDef kMemoryNatives[] = {
    {"runtime.memStats", memStats, NativeKind::kStep, kOpSlots},
    {"runtime.gcPauses", gcPauses},
    {"runtime/debug.SetGCPercent", setGcPercent},
    {"runtime/debug.SetMemoryLimit", setMemoryLimit},
    {"runtime/debug.SetMaxStack", setMaxStack},
    {"runtime/debug.SetMaxThreads", setMaxThreads},
    {"runtime/debug.SetTraceback", setTraceback},
};

}  // namespace

std::span<const NativeDef> memoryNatives() {
  return kMemoryNatives;
}

}  // namespace gopark::vm
