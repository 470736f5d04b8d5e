// Goroutines in C++: the scheduler as a library. Everything here reads like its Go counterpart:
//
//   using namespace gopark::stackful;
//   Chan<int> c = makeChan<int>(0);
//   go([c] { for (int i = 0; i < 3; i++) c.send(i); c.close(); });
//   int v;
//   while (c.recv(&v)) use(v);
//
// A whole program is in tests/core/runtime/examples/hello_goroutines.cpp.
//
// What to know:
//   - A goroutine runs on a small native stack of its own (Settings::nativeStackBytes) and may go
//   on
//     on another thread after every call of this file that can block: keep no address of a
//     thread-local across one.
//   - It is interrupted only where it says so: a loop that does not block calls poll().
//   - Misuse (a send on a closed channel, an unlock of an unlocked mutex) ends the program with
//   Go's
//     message, as an uncaught panic does.
//   - A goroutine that is parked when the program ends is dropped where it stands: destructors in
//     its frames do not run. Handles of this file (Chan, TimerHandle) are freed all the same.
//   - WebAssembly: a function that blocks must be reached by direct calls from the goroutine's
//     lambda, never through a function pointer, std::function or a virtual function, because
//     Asyncify carries only frames it can see. All that can block is in namespace gopark::stackful.
#pragma once

#include <cstring>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runtime/cond.h"
#include "runtime/native.h"
#include "runtime/once.h"
#include "runtime/rwmutex.h"
#include "runtime/select.h"
#include "runtime/time.h"
#include "runtime/waitgroup.h"

namespace gopark::stackful {

// --- Starting ---

// NativeFn is the body of a goroutine that runs a callable.
template <class F>
struct NativeFn : NativeG {
  explicit NativeFn(F f) : fn(std::move(f)) {
    entry = [](void* self) { static_cast<NativeFn*>(self)->fn(); };
    arg = this;
    destroy = [](NativeG* self) { delete static_cast<NativeFn*>(self); };
  }
  F fn;
};

// bodyOfFn() is a body that calls fn, for newproc() and startTheMachine(). `name` is its startpc.
template <class F>
GoBody bodyOfFn(F fn, uint32_t name = 0) {
  GoBody body;
  body.resume = resumeNative;
  body.destroyBody = destroyNative;
  body.body = static_cast<NativeG*>(new NativeFn<F>(std::move(fn)));
  body.startpc = name;
  return body;
}

// start() boots the machine with fn as its main goroutine. The program ends when fn returns.
template <class F>
void start(Machine* machine, F fn) {
  startTheMachine(machine, bodyOfFn([fn = std::move(fn)]() mutable {
                    unlockMainThread(currentG());
                    fn();
                  }));
}

// go() starts a goroutine that calls fn(). In a goroutine.
template <class F>
G* go(F fn, uint32_t name = 0) {
  return newproc(bodyOfFn(std::move(fn), name));
}

// --- The running goroutine ---

// gosched() lets others run: runtime.Gosched. goexit() ends the goroutine; its frames are dropped.
void gosched();
[[noreturn]] void goexit();

// poll() is where a loop may be interrupted: when its time slice is over, the world is to stop or
// the program has ended.
void poll();

// sleep() waits at least ns nanoseconds.
void sleep(int64_t ns);

// blockingSleep() blocks the thread for ns nanoseconds, as a system call does: the P goes to
// another M meanwhile. blockingCall() runs fn(arg) like that; fn must not call the runtime.
void blockingSleep(int64_t ns);
void blockingCall(SyscallKind kind, void (*fn)(void* arg), void* arg);

// print() writes to the program's standard output.
void print(std::string_view text);

// gomaxprocs() is runtime.GOMAXPROCS; n < 1 only reads.
int gomaxprocs(int n);

// nanotime() is the machine's monotonic clock.
int64_t nanotime();

// --- Channels ---

// ChanBox is a channel with the number of handles to it.
struct ChanBox : NativeObject {
  std::atomic<uint32_t> refs{1};
  Machine* machine = nullptr;
  Hchan* c = nullptr;
  Timer* timer = nullptr;  // The timer that sends on it, held; or null.
};

ChanBox* newChanBox(uint64_t elemsize, int64_t capacity);
void releaseChanBox(ChanBox* box);

void chanSend(Hchan* c, const void* elem);
bool chanRecv(Hchan* c, void* elem);
bool chanTrySend(Hchan* c, const void* elem);
bool chanTryRecv(Hchan* c, void* elem, bool* ok);
void chanClose(Hchan* c);

// Chan is a handle to a channel of T; copies are the same channel. A default one is Go's nil
// channel. Values are moved as bytes. A handle must not outlive its machine.
template <class T>
class Chan {
  static_assert(std::is_trivially_copyable_v<T>, "values are moved as bytes");

 public:
  Chan() = default;
  explicit Chan(ChanBox* box) : box_(box) {}  // Takes over one hold.
  Chan(const Chan& other) : box_(other.box_) {
    if (box_ != nullptr) box_->refs.fetch_add(1, std::memory_order_relaxed);
  }
  Chan(Chan&& other) noexcept : box_(std::exchange(other.box_, nullptr)) {}
  Chan& operator=(Chan other) noexcept {
    std::swap(box_, other.box_);
    return *this;
  }
  ~Chan() {
    if (box_ != nullptr) releaseChanBox(box_);
  }

  // send() waits for a receiver or for room.
  void send(const T& value) const { chanSend(raw(), &value); }
  // recv() waits for a value; false: the channel is closed and drained, *value is zero.
  bool recv(T* value) const { return chanRecv(raw(), value); }
  T recv() const {
    T value{};
    chanRecv(raw(), &value);
    return value;
  }
  // trySend() and tryRecv() do it only if they need not wait, and say whether they did. *ok: a
  // value was received, the channel was not closed.
  bool trySend(const T& value) const { return chanTrySend(raw(), &value); }
  bool tryRecv(T* value, bool* ok = nullptr) const { return chanTryRecv(raw(), value, ok); }
  void close() const { chanClose(raw()); }
  int64_t len() const { return chanlen(raw()); }
  int64_t cap() const { return chancap(raw()); }

  // sendCase() and recvCase() are for select(); what they point to must stay in place.
  Scase sendCase(const T* value) const { return {raw(), const_cast<T*>(value), true}; }
  Scase recvCase(T* value) const { return {raw(), value, false}; }

  Hchan* raw() const { return box_ == nullptr ? nullptr : box_->c; }

 private:
  ChanBox* box_ = nullptr;
};

// makeChan() is make(chan T, capacity).
template <class T>
Chan<T> makeChan(int64_t capacity = 0) {
  return Chan<T>(newChanBox(sizeof(T), capacity));
}

// select() waits until one of the cases can proceed, performs it and returns its index; *ok says
// whether a receive got a value. trySelect() returns -1 instead of waiting.
int select(std::initializer_list<Scase> cases, bool* ok = nullptr);
int trySelect(std::initializer_list<Scase> cases, bool* ok = nullptr);

// --- Locks ---

// Mutex, RWMutex, WaitGroup, Cond and Once are those of Go's package sync. Not copied, not moved.
class Mutex {
 public:
  void lock();
  bool tryLock();
  void unlock();

 private:
  MutexWords words_;
};

class RWMutex {
 public:
  void lock();
  bool tryLock();
  void unlock();
  void rlock();
  bool tryRLock();
  void runlock();

 private:
  RWMutexWords words_;
};

class WaitGroup {
 public:
  void add(int64_t delta);
  void done() { add(-1); }
  void wait();
  // go() runs fn in a goroutine the group waits for.
  template <class F>
  void go(F fn) {
    add(1);
    stackful::go([this, fn = std::move(fn)]() mutable {
      fn();
      done();
    });
  }

 private:
  WaitGroupWords words_;
};

class Cond {
 public:
  explicit Cond(Mutex* mutex) : mutex_(mutex) {}
  void wait();
  void signal();
  void broadcast();

 private:
  Mutex* mutex_;
  NotifyListWords words_;
};

class Once {
 public:
  // call() runs fn in the first call, and waits for it in all others.
  template <class F>
  void call(F fn) {
    if (!begin()) return;
    fn();
    end();
  }

 private:
  bool begin();
  void end();

  OnceWords words_;
};

// --- Timers ---

// TimerBox is a timer with its callback's state; Timer::refs counts the handles.
struct TimerBox : NativeObject, Timer {
  Machine* machine = nullptr;
};

// TimerHandle stands for a timer; copies are the same timer, which lives on without handles until
// it has fired.
class TimerHandle {
 public:
  explicit TimerHandle(TimerBox* box) : box_(box) {}  // Takes over one hold.
  TimerHandle(const TimerHandle& other);
  TimerHandle& operator=(TimerHandle other) noexcept {
    std::swap(box_, other.box_);
    return *this;
  }
  ~TimerHandle();

  // stop() keeps it from firing, reset() sets it anew; both say whether it was still to come.
  bool stop();
  bool reset(int64_t ns);

 private:
  TimerBox* box_;
};

// adoptTimer() sets the box's timer, whose callback is f, and makes it the machine's.
TimerHandle adoptTimer(TimerBox* box, TimerFn f, int64_t ns);

// afterFunc() calls fn in a goroutine of its own after ns nanoseconds.
template <class F>
TimerHandle afterFunc(int64_t ns, F fn) {
  struct Box : TimerBox {
    explicit Box(F f) : fn(std::move(f)) {
      destroy = [](NativeObject* self) { delete static_cast<Box*>(self); };
    }
    F fn;
  };
  return adoptTimer(
      new Box(std::move(fn)),
      [](void* box, uint64_t, int64_t) { go(static_cast<Box*>(static_cast<TimerBox*>(box))->fn); },
      ns);
}

// after() is a channel on which the time (of nanotime) is sent once, after ns nanoseconds.
Chan<int64_t> after(int64_t ns);

// Ticker sends the time every ns nanoseconds on its channel, leaving out ticks for a slow receiver.
class Ticker {
 public:
  explicit Ticker(int64_t ns);
  void stop();
  void reset(int64_t ns);
  const Chan<int64_t>& chan() const { return chan_; }

 private:
  Chan<int64_t> chan_;
  Timer* timer_;
};

}  // namespace gopark::stackful
