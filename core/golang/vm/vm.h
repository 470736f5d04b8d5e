// Vm: one run of one Go program: its heap, package variables, functions and types, and the services
// the interpreter needs from the compiler. Goroutine: the body of a G that runs Go code.
//
// Go's counterparts: the stack, _defer and _panic fields of g; the linker's symbol tables.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "golang/vm/code.h"
#include "golang/vm/finalizer.h"
#include "golang/vm/heap.h"
#include "golang/vm/itab_cache.h"
#include "golang/vm/liveness.h"
#include "golang/vm/sync_pools.h"
#include "runtime/machine.h"
#include "runtime/op.h"

namespace gopark::vm {

class Vm;

// Defer is one deferred call: its arguments, evaluated. On the goroutine's list, newest first.
struct Defer {
  Defer* next = nullptr;
  uint32_t frame = 0;      // Where the deferring frame begins, in slots from the stack's start.
  uint32_t slots = 0;      // How many argument and receiver slots follow.
  Function* fn = nullptr;  // Null: a nil func value, which panics when called.
  Slot closure = 0;
  Itab* nilItab = nullptr;  // fn is null: a value method called by a nil pointer, of this itab
  int nilMethod = 0;        // and number, panics when called.
  struct Panic* panic = nullptr;  // The panic that is running it, or null.
  Slot args[1];                   // `slots` of them.
};

// Panic is one panic (or Goexit) in progress. On the goroutine's list, newest first.
struct Panic {
  Panic* link = nullptr;
  GoIface arg;                // The value: an empty interface.
  uint32_t frame = 0;         // The panicking frame, in slots from the stack's start.
  uint32_t callFrame = 0;     // The frame of the deferred call it is running.
  const Instr* pc = nullptr;  // Where it was raised.
  bool recovered = false;
  bool aborted = false;  // A newer panic came through it.
  bool goexit = false;
  bool repanicked = false;  // Recovered, and raised again with the same value.
  bool fault = false;       // A nil dereference: prints the signal line.
  Addr faultAddress = 0;
  bool hasText = false;  // `text` is what its Error or String method returned.
  std::string text;
};

// Fault describes why an operation failed; the interpreter turns it into a panic.
struct Fault {
  enum Kind : uint8_t {
    kNone,
    kRuntimeError,  // runtime.errorString: "runtime error: " + text.
    kBounds,        // runtime.boundsError: the same, another type.
    kPlainError,    // A runtime.Error with the text alone.
    kNilDereference,
    kTypeAssertion,  // *runtime.TypeAssertionError.
    kValue,          // `value` itself.
    kFatal,          // Not a panic: "fatal error: " + text ends the program.
    kGoexit,         // Not a panic: runtime.Goexit.
  };
  Kind kind = kNone;
  Addr address = 0;
  GoIface value;
  std::string text;
};

// Goroutine is a G's body: its stack and what is unwinding on it. Only the M that runs the G
// touches it, or whoever has stopped the world.
struct Goroutine {
  Vm* vm = nullptr;
  G* gp = nullptr;
  HeapCache* cache = nullptr;  // Of the P it runs on; set at each resume.
  Slot* stack = nullptr;
  Slot* stackEnd = nullptr;
  Slot* fp = nullptr;         // Saved at each stop and each slow operation.
  const Instr* pc = nullptr;  // The instruction being executed.
  Defer* defers = nullptr;
  Panic* panics = nullptr;
  Panic* printing = nullptr;  // Whose Error or String method runs, when the program is dying.
  OpState op;                 // Of the channel operation in progress.
  void* cases = nullptr;      // Scase[casesMax]: of the select in progress, reused.
  int casesMax = 0;
  uint64_t outOfMemory = 0;  // Bytes of an allocation that failed where nothing could be done.
  bool collecting = false;   // A collection it began is to be continued (in `op`).
  Fault fault;
  Stop stop = Stop::kExit;  // What a helper that returned Step::kStop wants.
  Goroutine* poolNext = nullptr;

  uint32_t offsetOf(const Slot* p) const { return static_cast<uint32_t>(p - stack); }
  Slot* at(uint32_t offset) const { return stack + offset; }
  Function* function() const { return ptrOf<Function>(fp[kFunctionSlot]); }

  // fail() records a fault and returns false, for `return g->fail(...)`.
  bool fail(Fault::Kind kind, std::string text) {
    fault.kind = kind;
    fault.text = std::move(text);
    return false;
  }
  bool failNil(Addr address) {
    fault.kind = Fault::kNilDereference;
    fault.address = address;
    return false;
  }
};

// CodeSource is what the VM asks of the compiler. Its functions take the compile lock themselves.
class CodeSource {
 public:
  virtual ~CodeSource() = default;
  // compile() fills fn's body and publishes fn->code.
  virtual void compile(Function* fn) = 0;
  // pointerTo() is the type *t.
  virtual RType* pointerTo(RType* t) = 0;
  // itab() pairs an interface type that has methods with a dynamic type; null when the type does
  // not implement it, `missing` then names the method.
  virtual Itab* itab(RType* iface, RType* type, std::string* missing) = 0;
  // method() finds a method with no parameters and one string result (Error, String); null if the
  // type has none of that name.
  virtual const MethodEntry* textMethod(RType* type, std::string_view name) = 0;
  // assignable() is the rule of rt.Type.AssignableTo.
  virtual bool assignable(RType* from, RType* to) = 0;
  // boundCall() is a function without parameters that calls a function of type `signature`: the
  // func value and the arguments are in its closure, as its closureType lays them out.
  virtual Function* boundCall(RType* signature) = 0;
  // exportedMethods() is how many exported methods are in the type's method set.
  virtual int exportedMethods(RType* type) = 0;
};

// KnownTypes are the types the VM makes values of by itself.
struct KnownTypes {
  RType* boolean = nullptr;
  RType* int_ = nullptr;
  RType* int32 = nullptr;
  RType* uint8 = nullptr;
  RType* string = nullptr;
  RType* uintptr = nullptr;
  RType* unsafePointer = nullptr;
  RType* emptyInterface = nullptr;
  RType* error = nullptr;
  RType* errorString = nullptr;         // runtime.errorString
  RType* plainError = nullptr;          // runtime.plainError
  RType* boundsError = nullptr;         // runtime.boundsError
  RType* memoryError = nullptr;         // runtime.errorAddressString
  RType* typeAssertionError = nullptr;  // *runtime.TypeAssertionError
  RType* panicNilError = nullptr;       // *runtime.PanicNilError
};

// GlobalRoot is one package variable, for the collector.
struct GlobalRoot {
  uint64_t offset = 0;
  RType* type = nullptr;
};

// GcHistory is what is remembered of the collections.
struct GcHistory {
  static constexpr uint32_t kPauses = 256;  // The latest, at their number modulo this.
  uint64_t pauseNs[kPauses] = {};
  uint64_t pauseEnd[kPauses] = {};  // Unix time.
  uint64_t pauseTotalNs = 0;
  uint64_t lastGc = 0;
};

// MemoryStats are the figures of runtime.MemStats.
struct MemoryStats {
  HeapStats heap;
  uint64_t stackBytes = 0;
  uint64_t nextGc = 0;
  uint32_t gcForced = 0;
  const GcHistory* gc = nullptr;
};

struct VmOptions {
  uint64_t memoryLimit = uint64_t{1} << 31;  // Heap bytes before "out of memory".
  uint64_t stackLimit = 1'000'000'000;       // Bytes of one goroutine's stack.
  std::vector<std::pair<std::string, std::string>> env;
  std::vector<std::string> args;
  bool tests = false;  // What testing.Testing reports.
  LeakCheck leaks = LeakCheck::kNone;
};

class Vm : public Language {
 public:
  Vm(Machine* machine, CodeSource* source, const VmOptions& options);
  ~Vm() override;

  // Language.
  std::string traceback(G* gp) override;
  std::string functionName(uint32_t startpc) override;
  uint32_t place(G* gp) override;
  std::string epitaph(int* code) override;
  OpResult forceGc(G* gp, OpState* op) override;
  void destroyPerP(P* pp) override;
  void markLeaked() override;
  bool runCallbacks(G* gp, CallbackKind kind, Stop* stop) override;
  void goParallel() override;

  // goroutineBody() is gp's body when it is one of this program's, else null.
  static Goroutine* goroutineBody(const G* gp);

  // run is the G::resume of this program's goroutines: vmRun or vmRunMetered.
  Stop (*const run)(G* gp);

  // newGoroutineBody() is a body that will call fn with `slots` argument slots copied from `args`.
  Goroutine* newGoroutineBody(Function* fn, Slot closure, const Slot* args, uint32_t slots);
  // freeGoroutineBody() gives it back.
  void freeGoroutineBody(Goroutine* g);
  // install() makes a body the G's.
  void install(G* gp, Goroutine* body);

  // addFunction() registers a new function and gives it its number. Compile lock held.
  Function* addFunction(std::unique_ptr<Function> fn);
  Function* function(uint32_t id);

  // setEpitaph() is how a program of tests that dies is to end: with `text`, the seconds it ran,
  // and exit status 1. An empty text takes that back.
  void setEpitaph(std::string text);

  HeapCache* cacheOf(P* pp);
  // allocate() is Heap::newArray() for callers that cannot fail: beyond the limit the memory comes
  // from elsewhere, and g ends the program as soon as it is back in the interpreter's loop.
  void* allocate(Goroutine* g, const RType* type, uint64_t count);
  // chanShape() is how to scan a channel of `capacity` elements with pointers.
  const RType* chanShape(const RType* elem, int64_t capacity, uint64_t bytes);

  // collect() runs a garbage collection: a resumable operation (runtime/mgc.h). `forced`: the
  // program asked for it.
  OpResult collect(G* gp, OpState* op, bool forced = false);
  // finishCollection() sweeps; noteCollection() remembers how long all of it took. World stopped.
  void finishCollection(class Collector* collector);
  void noteCollection(int64_t pauseNs, int64_t walltime);
  // reportLeaks() writes to standard error which goroutines wait for ever, now that main has
  // returned: a resumable operation (leaks.cpp).
  OpResult reportLeaks(G* gp, OpState* op);
  // memoryStats() is what runtime.ReadMemStats tells. World stopped.
  MemoryStats memoryStats();
  // gcHistory() changes only while the world is stopped.
  const GcHistory& gcHistory() const { return gcHistory_; }

  std::atomic<uint32_t> gcForced{0};  // Collections the program asked for.
  std::atomic<uint64_t> stackLimit;   // Bytes of one goroutine's stack.

  Machine* const machine;
  CodeSource* const source;
  const Traceback tracebackMin;  // GOTRACEBACK of the environment.
  const VmOptions options;
  Heap heap;
  Finalizers finalizers{&heap};
  SyncPools pools;
  Liveness liveness;
  ItabCache itabs;
  KnownTypes known;
  std::vector<GlobalRoot> globalRoots;
  char* globals = nullptr;
  uint64_t globalBytes = 0;

  // Static code the machinery returns into.
  const Instr exitCode[1] = {{Op::kGoexitStub, 0, 0, 0}};
  const Instr panicReturn[1] = {{Op::kPanicReturn, 0, 0, 0}};
  const Instr printReturn[1] = {{Op::kPrintReturn, 0, 0, 0}};
  const Instr compileStub[1] = {{Op::kCompileStub, 0, 0, 0}};

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Function>> functions_;
  std::map<std::pair<const RType*, int64_t>, std::unique_ptr<RType>> chanShapes_;
  Goroutine* pool_ = nullptr;
  std::vector<HeapCache*> caches_;
  std::string epitaph_;
  int64_t epitaphSinceNs_ = 0;
  GcHistory gcHistory_;
  std::unique_ptr<class Collection> collection_;
  std::vector<void*> lastMemory_;  // What allocate() took from elsewhere.
};

// releaseCases() frees what a select in progress had allocated.
void releaseCases(Goroutine* g);

// A place in the source, as G::gopc and the events carry it: function number and line.
inline uint32_t placeOf(const Function* fn, uint32_t line) {
  return fn->id << 16 | (line < 0xffff ? line : 0xffff);
}
inline uint32_t placeFunction(uint32_t place) {
  return place >> 16;
}
inline uint32_t placeLine(uint32_t place) {
  return place & 0xffff;
}
// stopPlace() is the place in the program's own code where g has stopped; 0 if it is in none.
uint32_t stopPlace(const Goroutine* g);

// destroyGoroutineBody() frees gp's body: G::destroyBody of every Go goroutine.
void destroyGoroutineBody(G* gp);

// vmRun() interprets gp until its next stop: G::resume of every Go goroutine. vmRunMetered() is the
// same on a controlled host (Machine::meter).
Stop vmRun(G* gp);
Stop vmRunMetered(G* gp);

// --- The stack (stack.cpp) -----------------------------------------------------------------------

inline constexpr uint32_t kStackSlotsMin = 256;  // 2 KiB.

// growStack() makes room for `slots` slots from g->fp on; g->fp moves with the stack. False: the
// limit is reached and a fatal fault is recorded.
bool growStack(Goroutine* g, uint64_t slots);

// shrinkStack() halves the stack of a goroutine that uses less than a quarter of it, not below what
// it began with. With the world stopped; the goroutine is in no system call.
void shrinkStack(G* gp, Goroutine* g);

// --- Panics (panic.cpp) --------------------------------------------------------------------------

// Step says whether the interpreter goes on at g->pc, or returns g's stop to the g0 loop.
enum class Step : uint8_t { kGo, kStop };

// raise() turns g->fault into a panic at g->pc.
Step raise(Goroutine* g);
// startPanic() begins a panic with a value; startGoexit() a Goexit.
Step startPanic(Goroutine* g, GoIface value, bool fault, Addr faultAddress);
Step startGoexit(Goroutine* g);
// panicReturned() goes on after a deferred call run by a panic; printReturned() after a method that
// computes a panic's text.
Step panicReturned(Goroutine* g);
Step printReturned(Goroutine* g);
// recoverValue() is recover() called by the function whose frame is fp.
GoIface recoverValue(Goroutine* g, const Slot* fp);
// runDefers() starts the next deferred call of the frame g->fp; false: there is none.
bool runDefers(Goroutine* g);
// die() ends the program: `text` and the tracebacks go to standard error, exit status 2.
Step die(Goroutine* g, std::string text);
// pushCall() lays out a call of fn above the current frame; the callee returns to returnTo.
void pushCall(Goroutine* g, Function* fn, Slot closure, const Slot* args, uint32_t slots,
              const Instr* returnTo);
// panicValueText() is a panic value as the crash report shows it, methods aside.
std::string panicValueText(const GoIface& value);

// --- Strings (strings.cpp) -----------------------------------------------------------------------

GoString makeString(Goroutine* g, std::string_view text);
GoString concat(Goroutine* g, const Slot* strings, uint32_t count);
// decodeRune() is the rune that begins at `at` and its length.
int32_t decodeRune(const char* text, int64_t length, int64_t at, int* width);
// encodeRune() writes a rune as UTF-8 and returns the length.
int encodeRune(int32_t rune, char* out);

// --- Interfaces (iface.cpp) ----------------------------------------------------------------------

// makeIface() boxes a value in slot form. `tab` is the type word.
GoIface makeIface(Goroutine* g, Addr tab, const Slot* value, const RType* type);
// equalMemory() is == on two values in memory; false in *ok: a panic is recorded in g->fault.
bool equalMemory(Goroutine* g, const void* x, const void* y, const RType* type, bool* ok);
bool equalIface(Goroutine* g, RType* type, Addr x, Addr y, bool* ok);
// hashMemory() is a hash that agrees with equalMemory().
uint64_t hashMemory(Goroutine* g, const void* x, const RType* type, bool* ok);

}  // namespace gopark::vm
