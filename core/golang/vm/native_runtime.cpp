// The natives of packages runtime and runtime/debug: a program's view of its scheduler.
#include <algorithm>

#include "golang/vm/native_op.h"
#include "golang/vm/natives.h"
#include "golang/vm/traceback.h"
#include "runtime/proc.h"

namespace gopark::vm {

namespace {

NativeStatus runtimeGomaxprocs(NativeCall& c) {
  int old = 0;
  int64_t n = c.i64(0);
  bool first = opState(c)->phase == 0;
  OpResult r = gomaxprocs(c.gp, opState(c), n > INT32_MAX ? INT32_MAX : static_cast<int>(n), &old);
  // Only the first phase tells the old value; the result slot keeps it over the stop of the world.
  if (first) c.set(0, int64_t{old});
  return finish(c, r);
}

NativeStatus runtimeSetDefaultGomaxprocs(NativeCall& c) {
  int old = 0;
  return finish(c, gomaxprocs(c.gp, opState(c), c.vm->machine->host->ncpu(), &old));
}

NativeStatus runtimeNumCpu(NativeCall& c) {
  c.set(0, int64_t{c.vm->machine->host->ncpu()});
  return NativeStatus::kDone;
}

NativeStatus runtimeNumGoroutine(NativeCall& c) {
  c.set(0, int64_t{numGoroutine(c.vm->machine)});
  return NativeStatus::kDone;
}

NativeStatus runtimeGosched(NativeCall& c) {
  return finish(c, gosched(c.gp, opState(c)));
}

NativeStatus runtimeGoexit(NativeCall& c) {
  goroutineOf(c.gp)->fail(Fault::kGoexit, "");
  return NativeStatus::kPanic;
}

NativeStatus runtimeLockOSThread(NativeCall& c) {
  return finish(c, lockOSThread(c.gp));
}

NativeStatus runtimeUnlockOSThread(NativeCall& c) {
  return finish(c, unlockOSThread(c.gp));
}

NativeStatus runtimeGc(NativeCall& c) {
  return finish(c, c.vm->collect(c.gp, opState(c), /*forced=*/true));
}

// The text of a dump of all goroutines is made with the world stopped and kept for the second
// visit.
void dumpAll(Machine* machine, G* gp, void* arg) {
  *static_cast<std::string**>(arg) = new std::string(stackDump(machine, gp, true));
}

NativeStatus runtimeStack(NativeCall& c) {
  GoSlice buffer = c.slice(0);
  std::string text;
  if (c.boolean(3)) {
    auto** kept = reinterpret_cast<std::string**>(&c.scratch[kOpSlots]);
    OpResult r = withWorldStopped(c.gp, opState(c), StwReason::kStack, dumpAll, kept);
    if (r.status != OpStatus::kDone) return finish(c, r);
    text = std::move(**kept);
    delete *kept;
  } else {
    text = stackDump(c.vm->machine, c.gp, false);
  }
  auto n = std::min(static_cast<int64_t>(text.size()), buffer.len);
  copyMemory(buffer.data(), text.data(), static_cast<uint64_t>(n));
  c.set(0, n);
  return NativeStatus::kDone;
}

// A pc is what a program sees as an address: the function's number and the source line.
constexpr int kPcLineBits = 24;

uint64_t pcOf(const FrameInfo& frame) {
  if (frame.isPanic) return kPanicLine;
  return uint64_t{frame.fn->id} << kPcLineBits | (frame.line & ((1u << kPcLineBits) - 1));
}

void describe(NativeCall& c, int slot, uint64_t pc) {
  Function* fn = c.vm->function(static_cast<uint32_t>(pc >> kPcLineBits));
  auto line = static_cast<uint32_t>(pc & ((1u << kPcLineBits) - 1));
  if (pc == kPanicLine) {
    c.setStr(slot, newString(c, "runtime.gopanic"));
    c.setStr(slot + 2, newString(c, kPanicFile));
    c.set(slot + 4, int64_t{line});
    c.set(slot + 5, true);
    return;
  }
  Function::ReportedLine at{"", line};
  if (fn != nullptr) at = fn->reported(line);
  c.setStr(slot, newString(c, fn == nullptr ? "" : fn->name));
  c.setStr(slot + 2, newString(c, at.file));
  c.set(slot + 4, int64_t{at.line});
  c.set(slot + 5, fn != nullptr);
}

// The frame `skip` levels above the Go function that called the native.
bool frameAbove(NativeCall& c, int64_t skip, FrameInfo* found) {
  bool ok = false;
  walkFrames(goroutineOf(c.gp), [&](const FrameInfo& frame) {
    if (!frame.isPanic && (frame.fn->wrapper || frame.fn->native != nullptr)) return true;
    if (skip-- > 0) return true;
    *found = frame;
    ok = true;
    return false;
  });
  return ok;
}

NativeStatus runtimeCallerAt(NativeCall& c) {
  FrameInfo frame;
  if (c.i64(0) >= 0 && frameAbove(c, c.i64(0), &frame)) {
    c.out[0] = pcOf(frame);
  } else {
    c.out[0] = 0;
  }
  describe(c, 1, c.out[0]);
  return NativeStatus::kDone;
}

NativeStatus runtimePcInfo(NativeCall& c) {
  describe(c, 0, c.u64(0));
  return NativeStatus::kDone;
}

NativeStatus rtCallerName(NativeCall& c) {
  FrameInfo frame;
  bool ok = c.i64(0) >= 0 && frameAbove(c, c.i64(0) + 1, &frame);
  describe(c, 0, ok ? pcOf(frame) : 0);
  return NativeStatus::kDone;
}

NativeStatus syncProcId(NativeCall& c) {
  c.set(0, int64_t{getm()->p->id});
  return NativeStatus::kDone;
}

constexpr NativeDef kRuntimeNatives[] = {
    {"runtime.GOMAXPROCS", runtimeGomaxprocs, NativeKind::kStep, kOpSlots},
    {"runtime.SetDefaultGOMAXPROCS", runtimeSetDefaultGomaxprocs, NativeKind::kStep, kOpSlots},
    {"runtime.NumCPU", runtimeNumCpu},
    {"runtime.NumGoroutine", runtimeNumGoroutine},
    {"runtime.Gosched", runtimeGosched, NativeKind::kStep, kOpSlots},
    {"runtime.Goexit", runtimeGoexit, NativeKind::kStep, kOpSlots},
    {"runtime.LockOSThread", runtimeLockOSThread},
    {"runtime.UnlockOSThread", runtimeUnlockOSThread},
    {"runtime.GC", runtimeGc, NativeKind::kStep, kOpSlots},
    {"runtime.Stack", runtimeStack, NativeKind::kStep, kOpSlots + 1},
    {"runtime.callerAt", runtimeCallerAt},
    {"runtime.pcInfo", runtimePcInfo},
    {"internal/rt.CallerName", rtCallerName},
    {"sync.procID", syncProcId},
};

}  // namespace

std::span<const NativeDef> runtimeNatives() {
  return kRuntimeNatives;
}

void addVmNatives(NativeTable& table) {
  table.add(rtNatives());
  table.add(syncNatives());
  table.add(atomicNatives());
  table.add(timeNatives());
  table.add(runtimeNatives());
  table.add(osNatives());
  table.add(finalizerNatives());
  table.add(memoryNatives());
}

}  // namespace gopark::vm
