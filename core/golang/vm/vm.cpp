// One run of one program: registries and the services natives use.
#include "golang/vm/vm.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/check.h"
#include "golang/vm/collection.h"
#include "golang/vm/native.h"
#include "golang/vm/ops.h"
#include "golang/vm/units.h"
#include "runtime/chan.h"
#include "runtime/proc.h"

namespace gopark::vm {

namespace {

// readBytes() reads GOMEMLIMIT: a number with a unit or without; negative: it is neither.
int64_t readBytes(std::string_view text) {
  static constexpr std::string_view kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  int shift = 0;
  for (int i = 4; i >= 0; i--) {
    if (!text.ends_with(kUnits[i])) continue;
    text.remove_suffix(kUnits[i].size());
    shift = 10 * i;
    break;
  }
  int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || value < 0 || value > INT64_MAX >> shift) return -1;
  return value << shift;
}

// readMemoryVariables() obeys the machine's settings, and GOGC and GOMEMLIMIT, which go before
// them; it ignores what it cannot read.
void readMemoryVariables(const Settings& settings, const VmOptions& options, Heap* heap) {
  heap->setPercent(settings.gcPercent);
  if (settings.memoryLimitMiB > 0) heap->setSoftLimit(int64_t{settings.memoryLimitMiB} << 20);
  for (const auto& [name, value] : options.env) {
    if (name == "GOGC" && value == "off") heap->setPercent(-1);
    if (name == "GOGC") {
      int32_t percent = 0;
      auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), percent);
      if (error == std::errc() && *end == 0) heap->setPercent(percent);
    }
    if (name == "GOMEMLIMIT" && value != "off") {
      if (int64_t bytes = readBytes(value); bytes >= 0) heap->setSoftLimit(bytes);
    }
  }
}

}  // namespace

Vm::Vm(Machine* m, CodeSource* s, const VmOptions& o)
    : run(m->meter != nullptr ? vmRunMetered : vmRun),
      stackLimit(o.stackLimit),
      machine(m),
      source(s),
      tracebackMin(m->traceback),
      options(o),
      heap(o.memoryLimit),
      collection_(std::make_unique<Collection>(this)) {
  readMemoryVariables(machine->settings, options, &heap);
  setGcWork(machine, collection_.get());
}

Vm::~Vm() {
  while (Goroutine* g = pool_) {
    pool_ = g->poolNext;
    std::free(g->stack);
    delete g;
  }
  for (HeapCache* cache : caches_) delete cache;
  std::free(globals);
  for (void* p : lastMemory_) std::free(p);
}

HeapCache* Vm::cacheOf(P* pp) {
  if (pp->languageCache) return static_cast<HeapCache*>(pp->languageCache);
  auto* cache = new HeapCache;
  pp->languageCache = cache;
  std::lock_guard<std::mutex> guard(mutex_);
  caches_.push_back(cache);
  return cache;
}

void Vm::destroyPerP(P* pp) {
  auto* cache = static_cast<HeapCache*>(pp->languageCache);
  pp->languageCache = nullptr;
  if (!cache) return;
  std::lock_guard<std::mutex> guard(mutex_);
  caches_.erase(std::find(caches_.begin(), caches_.end(), cache));
  delete cache;
}

void Vm::goParallel() {
  shareUnits();
}

void* Vm::allocate(Goroutine* g, const RType* type, uint64_t count) {
  if (void* p = heap.newArray(g->cache, type, count)) return p;
  const uint64_t size = type == nullptr ? 1 : type->size;
  g->outOfMemory = size * count;
  if (g->cache->poll != nullptr) g->cache->poll->store(2, std::memory_order_relaxed);
  void* p = size != 0 && count > SIZE_MAX / size ? nullptr : std::calloc(count, size);
  if (p == nullptr) {
    outOfMemory(g, g->outOfMemory);
    fatalError(machine, g->gp, g->fault.text);
    CHECK(false, "gopark: no memory at all");
  }
  std::lock_guard<std::mutex> guard(mutex_);
  lastMemory_.push_back(p);
  return p;
}

const RType* Vm::chanShape(const RType* elem, int64_t capacity, uint64_t bytes) {
  std::lock_guard<std::mutex> guard(mutex_);
  std::unique_ptr<RType>& shape = chanShapes_[{elem, capacity}];
  if (shape) return shape.get();
  shape = std::make_unique<RType>();
  shape->kind = Kind::kStruct;
  shape->size = bytes;
  shape->hasPointers = true;
  shape->pointerMask.resize(bytes / 512 + 1);
  for (uint64_t at = kChanBufOffset; at < bytes; at += elem->size) {
    for (uint64_t word = 0; word < elem->size / 8; word++) {
      bool pointer = elem->kind == Kind::kArray || elem->isPointerWord(word);
      uint64_t bit = at / 8 + word;
      if (pointer) shape->pointerMask[bit / 64] |= uint64_t{1} << (bit % 64);
    }
  }
  return shape.get();
}

Function* Vm::addFunction(std::unique_ptr<Function> fn) {
  std::lock_guard<std::mutex> guard(mutex_);
  fn->id = static_cast<uint32_t>(functions_.size()) + 1;
  if (!fn->code.load(std::memory_order_relaxed)) fn->code.store(compileStub);
  functions_.push_back(std::move(fn));
  publish(&functions_.back()->staticClosure);
  return functions_.back().get();
}

Function* Vm::function(uint32_t id) {
  std::lock_guard<std::mutex> guard(mutex_);
  return id >= 1 && id <= functions_.size() ? functions_[id - 1].get() : nullptr;
}

std::string Vm::functionName(uint32_t startpc) {
  Function* fn = function(startpc);
  return fn ? fn->name : "";
}

void Vm::setEpitaph(std::string text) {
  std::lock_guard<std::mutex> guard(mutex_);
  epitaph_ = std::move(text);
  epitaphSinceNs_ = machine->host->nanotime();
}

std::string Vm::epitaph(int* code) {
  std::lock_guard<std::mutex> guard(mutex_);
  if (epitaph_.empty()) return "";
  *code = 1;
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.3fs\n",
                static_cast<double>(machine->host->nanotime() - epitaphSinceNs_) / 1e9);
  return epitaph_ + seconds;
}

uint32_t Vm::place(G* gp) {
  const Goroutine* g = goroutineBody(gp);
  if (g == nullptr) return 0;
  auto* fn = ptrOf<Function>(g->fp[kFunctionSlot]);
  return fn->library || fn->wrapper ? 0 : placeOf(fn, fn->lineOf(g->pc));
}

void* newHuge(const RType* t) {
  auto* g = static_cast<Goroutine*>(getm()->curg.load(std::memory_order_relaxed)->body);
  void* object = g->vm->heap.newObject(g->cache, t);
  CHECK(object, "gopark: out of memory for a large value");
  return object;
}

// --- Natives -------------------------------------------------------------------------------------

namespace {
Goroutine* bodyOf(NativeCall& c) {
  return static_cast<Goroutine*>(c.gp->body);
}

NativeStatus failWith(NativeCall& c, Fault::Kind kind, std::string_view text) {
  bodyOf(c)->fail(kind, std::string(text));
  return kind == Fault::kFatal ? NativeStatus::kFatal : NativeStatus::kPanic;
}
}  // namespace

GoString newString(NativeCall& c, std::string_view text) {
  return makeString(bodyOf(c), text);
}

void* newArray(NativeCall& c, const RType* type, int64_t count) {
  return c.vm->allocate(bodyOf(c), type, static_cast<uint64_t>(count));
}

void* tryArray(NativeCall& c, const RType* type, int64_t count) {
  return c.vm->heap.newArray(bodyOf(c)->cache, type, static_cast<uint64_t>(count));
}

NativeStatus outOfMemory(NativeCall& c, int64_t bytes) {
  outOfMemory(bodyOf(c), static_cast<uint64_t>(bytes));
  return NativeStatus::kFatal;
}

GoSlice newBytes(NativeCall& c, int64_t len, int64_t cap) {
  return {addrOf(newArray(c, nullptr, cap)), len, cap};
}

NativeStatus panicRuntimeError(NativeCall& c, std::string_view message) {
  return failWith(c, Fault::kRuntimeError, message);
}

NativeStatus panicPlainError(NativeCall& c, std::string_view message) {
  return failWith(c, Fault::kPlainError, message);
}

NativeStatus panicString(NativeCall& c, std::string_view text) {
  Goroutine* g = bodyOf(c);
  GoString s = makeString(g, text);
  Slot slots[2] = {s.ptr, slotOf(s.len)};
  return panicValue(c, makeIface(g, addrOf(c.vm->known.string), slots, c.vm->known.string));
}

NativeStatus panicValue(NativeCall& c, GoIface value) {
  Goroutine* g = bodyOf(c);
  g->fault.kind = Fault::kValue;
  g->fault.value = value;
  return NativeStatus::kPanic;
}

NativeStatus fatal(NativeCall& c, std::string_view message) {
  return failWith(c, Fault::kFatal, message);
}

}  // namespace gopark::vm
