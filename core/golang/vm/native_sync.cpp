// The natives of package sync, and the coroutines under iter.Pull: Go's types lie in the heap in
// the layout of the runtime's words, and the runtime's operations work on them there.
#include "golang/vm/native_op.h"
#include "golang/vm/natives.h"
#include "golang/vm/spawn.h"
#include "runtime/cond.h"
#include "runtime/coro.h"
#include "runtime/rwmutex.h"
#include "runtime/synctest.h"
#include "runtime/waitgroup.h"

namespace gopark::vm {

namespace {

// nilReceiver() records the panic of a nil receiver; what follows it never runs.
bool nilReceiver(NativeCall& c) {
  if (c.recv[0] != 0) return false;
  goroutineOf(c.gp)->failNil(0);
  return true;
}

// method() adapts an operation that may stop, over the words W at the receiver.
template <typename W, OpResult (*kOp)(G*, OpState*, W*)>
NativeStatus method(NativeCall& c) {
  if (nilReceiver(c)) return NativeStatus::kPanic;
  return finish(c, kOp(c.gp, opState(c), ptrOf<W>(c.recv[0])));
}

// tryMethod() adapts one that answers at once.
template <typename W, bool (*kOp)(G*, W*)>
NativeStatus tryMethod(NativeCall& c) {
  if (nilReceiver(c)) return NativeStatus::kPanic;
  c.out[0] = kOp(c.gp, ptrOf<W>(c.recv[0]));
  return NativeStatus::kDone;
}

NativeStatus rwmutexRUnlockNative(NativeCall& c) {
  if (nilReceiver(c)) return NativeStatus::kPanic;
  return finish(c, rwmutexRUnlock(c.gp, ptrOf<RWMutexWords>(c.recv[0])));
}

NativeStatus waitGroupAddNative(NativeCall& c) {
  if (nilReceiver(c)) return NativeStatus::kPanic;
  const Vm* vm = c.vm;
  const bool shared = c.recv[0] >= addrOf(vm->globals) &&
                      c.recv[0] < addrOf(vm->globals) + static_cast<Addr>(vm->globalBytes);
  OpResult r = waitGroupAdd(c.gp, ptrOf<WaitGroupWords>(c.recv[0]), c.i64(0), shared);
  // Misuse of a WaitGroup panics with a string, unlike that of a channel.
  return r.status == OpStatus::kPanic ? panicString(c, r.text) : finish(c, r);
}

NativeStatus waitGroupWaitNative(NativeCall& c) {
  if (nilReceiver(c)) return NativeStatus::kPanic;
  OpResult r = waitGroupWait(c.gp, opState(c), ptrOf<WaitGroupWords>(c.recv[0]));
  return r.status == OpStatus::kPanic ? panicString(c, r.text) : finish(c, r);
}

NativeStatus condAdd(NativeCall& c) {
  c.out[0] = notifyListAdd(c.ptr<NotifyListWords>(0));
  return NativeStatus::kDone;
}

NativeStatus condWait(NativeCall& c) {
  return finish(c, notifyListWait(c.gp, opState(c), c.ptr<NotifyListWords>(0),
                                  static_cast<uint32_t>(c.u64(1))));
}

NativeStatus condNotifyOne(NativeCall& c) {
  return finish(c, notifyListNotifyOne(c.gp, c.ptr<NotifyListWords>(0)));
}

NativeStatus condNotifyAll(NativeCall& c) {
  return finish(c, notifyListNotifyAll(c.gp, c.ptr<NotifyListWords>(0)));
}

NativeStatus synctestRunNative(NativeCall& c) {
  if (opState(c)->phase != 0) return finish(c, synctestRun(c.gp, opState(c), GoBody{}));
  if (bubbleOf(c.gp) != nullptr) {
    return panicString(c, "synctest.Run called from within a synctest bubble");
  }
  GoBody main = closureBody(c.vm, c.u64(0));
  Function* here = goroutineOf(c.gp)->function();
  main.gopc = placeOf(here, here->lineOf(goroutineOf(c.gp)->pc));
  return finish(c, synctestRun(c.gp, opState(c), main));
}

NativeStatus synctestWaitNative(NativeCall& c) {
  return finish(c, synctestWait(c.gp, opState(c)));
}

NativeStatus synctestInBubble(NativeCall& c) {
  c.set(0, bubbleOf(c.gp) != nullptr);
  return NativeStatus::kDone;
}

NativeStatus rtStartCoro(NativeCall& c) {
  newcoro(c.ptr<Coro>(0), closureBody(c.vm, c.u64(1)));
  return NativeStatus::kDone;
}

NativeStatus rtExitCoro(NativeCall& c) {
  return finish(c, coroexit(c.gp, c.ptr<Coro>(0)));
}

NativeStatus rtCoroSwitch(NativeCall& c) {
  return finish(c, coroswitch(c.gp, opState(c), c.ptr<Coro>(0)));
}

NativeStatus poolRegister(NativeCall& c) {
  c.vm->pools.add(c.recv[0]);
  return NativeStatus::kDone;
}

constexpr NativeKind kStep = NativeKind::kStep;

constexpr NativeDef kSyncNatives[] = {
    {"sync.Mutex.Lock", method<MutexWords, mutexLock>, kStep, kOpSlots},
    {"sync.Mutex.TryLock", tryMethod<MutexWords, mutexTryLock>},
    {"sync.Mutex.Unlock", method<MutexWords, mutexUnlock>, kStep, kOpSlots},
    {"sync.RWMutex.Lock", method<RWMutexWords, rwmutexLock>, kStep, kOpSlots},
    {"sync.RWMutex.TryLock", tryMethod<RWMutexWords, rwmutexTryLock>},
    {"sync.RWMutex.Unlock", method<RWMutexWords, rwmutexUnlock>, kStep, kOpSlots},
    {"sync.RWMutex.RLock", method<RWMutexWords, rwmutexRLock>, kStep, kOpSlots},
    {"sync.RWMutex.TryRLock", tryMethod<RWMutexWords, rwmutexTryRLock>},
    {"sync.RWMutex.RUnlock", rwmutexRUnlockNative, kStep, kOpSlots},
    {"sync.WaitGroup.Add", waitGroupAddNative, kStep, kOpSlots},
    {"sync.WaitGroup.Wait", waitGroupWaitNative, kStep, kOpSlots},
    {"sync.notifyListAdd", condAdd},
    {"sync.notifyListWait", condWait, kStep, kOpSlots},
    {"sync.notifyListNotifyOne", condNotifyOne, kStep, kOpSlots},
    {"sync.notifyListNotifyAll", condNotifyAll, kStep, kOpSlots},
    {"sync.Pool.register", poolRegister},
    {"internal/synctest.Run", synctestRunNative, kStep, kOpSlots},
    {"internal/synctest.Wait", synctestWaitNative, kStep, kOpSlots},
    {"internal/synctest.IsInBubble", synctestInBubble},
    {"internal/rt.startCoro", rtStartCoro},
    {"internal/rt.exitCoro", rtExitCoro},
    {"internal/rt.CoroSwitch", rtCoroSwitch, kStep, kOpSlots},
};

}  // namespace

std::span<const NativeDef> syncNatives() {
  return kSyncNatives;
}

}  // namespace gopark::vm
