// The natives of package os: the standard streams, the command line, the end of the program.
#include "golang/vm/native_op.h"
#include "golang/vm/natives.h"
#include "runtime/proc.h"

namespace gopark::vm {

namespace {

// A transfer is one write or read of a standard stream, with bytes of its own: other goroutines may
// change the program's slice during the call. It lies in the Go heap, kept alive by the scratch
// slot.
struct Transfer {
  Host* host;
  Stream stream;
  char* bytes;
  int64_t count;
};

void doWrite(G*, void* arg) {
  auto* t = static_cast<Transfer*>(arg);
  t->host->write(t->stream, t->bytes, static_cast<size_t>(t->count));
}

void doRead(G*, void* arg) {
  auto* t = static_cast<Transfer*>(arg);
  t->count = t->host->read(t->bytes, static_cast<size_t>(t->count));
}

// The same on every machine, so that heaps are.
constexpr int64_t kTransferBytes = 32;
static_assert(sizeof(Transfer) <= kTransferBytes);

// The transfer in progress is kept in the last scratch slot, behind the operation's state.
Slot& transferSlot(NativeCall& c) {
  return c.scratch[kOpSlots];
}

Transfer* beginTransfer(NativeCall& c, Stream stream, int64_t count) {
  auto* t = static_cast<Transfer*>(newArray(c, nullptr, kTransferBytes + count));
  *t = {c.vm->machine->host, stream, reinterpret_cast<char*>(t + 1), count};
  transferSlot(c) = addrOf(t);
  return t;
}

NativeStatus osWrite(NativeCall& c) {
  GoSlice data = c.slice(1);
  auto* t = ptrOf<Transfer>(transferSlot(c));
  if (t == nullptr) {
    t = beginTransfer(c, c.i64(0) == 2 ? Stream::kStderr : Stream::kStdout, data.len);
    copyMemory(t->bytes, data.data(), static_cast<uint64_t>(data.len));
  }
  OpResult r = blockingCall(c.gp, opState(c), SyscallKind::kWrite, doWrite, t);
  if (r.status == OpStatus::kDone) c.set(0, data.len);
  return finish(c, r);
}

NativeStatus osRead(NativeCall& c) {
  GoSlice data = c.slice(1);
  auto* t = ptrOf<Transfer>(transferSlot(c));
  if (t == nullptr) t = beginTransfer(c, Stream::kStdout, data.len);
  OpResult r = blockingCall(c.gp, opState(c), SyscallKind::kRead, doRead, t);
  if (r.status == OpStatus::kDone) {
    if (t->count > 0) copyMemory(data.data(), t->bytes, static_cast<uint64_t>(t->count));
    c.set(0, t->count);
  }
  return finish(c, r);
}

GoSlice newStrings(NativeCall& c, const std::vector<std::string>& texts) {
  auto count = static_cast<int64_t>(texts.size());
  auto* slots = static_cast<Slot*>(newArray(c, c.vm->known.string, count));
  for (size_t i = 0; i < texts.size(); i++) {
    GoString s = newString(c, texts[i]);
    relaxedStore<Slot>(slots + 2 * i, s.ptr);
    relaxedStore<Slot>(slots + 2 * i + 1, static_cast<Slot>(s.len));
  }
  return {addrOf(slots), count, count};
}

NativeStatus osArgs(NativeCall& c) {
  c.setSlice(0, newStrings(c, c.vm->options.args));
  return NativeStatus::kDone;
}

NativeStatus osEnviron(NativeCall& c) {
  std::vector<std::string> entries;
  for (const auto& [name, value] : c.vm->options.env) {
    std::string& entry = entries.emplace_back(name);
    entry += '=';
    entry += value;
  }
  c.setSlice(0, newStrings(c, entries));
  return NativeStatus::kDone;
}

NativeStatus osExit(NativeCall& c) {
  c.vm->machine->exit(static_cast<int>(c.i64(0)) & 0xff);
  // Every M leaves at its next look at the scheduler; this goroutine goes there at once.
  c.stop = Stop::kGosched;
  return NativeStatus::kStop;
}

NativeStatus gotestSetEpitaph(NativeCall& c) {
  c.vm->setEpitaph(std::string(c.str(0).view()));
  return NativeStatus::kDone;
}

NativeStatus testingTesting(NativeCall& c) {
  c.set(0, c.vm->options.tests);
  return NativeStatus::kDone;
}

constexpr NativeDef kOsNatives[] = {
    {"os.sysWrite", osWrite, NativeKind::kStep, kOpSlots + 1, true},
    {"os.sysRead", osRead, NativeKind::kStep, kOpSlots + 1, true},
    {"os.args", osArgs},
    {"os.environ", osEnviron},
    {"os.exit", osExit, NativeKind::kStep, kOpSlots},
    {"internal/gotest.setEpitaph", gotestSetEpitaph},
    {"testing.Testing", testingTesting},
};

}  // namespace

std::span<const NativeDef> osNatives() {
  return kOsNatives;
}

}  // namespace gopark::vm
