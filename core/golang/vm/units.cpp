// See units.h. Also: copying values that have units in them.
#include "golang/vm/units.h"

#include <algorithm>

#include "golang/vm/rtype.h"
#include "runtime/proc.h"

namespace gopark::vm {

UnitLock unitLocks[kUnitLocks];

void waitForUnit(int* turns) {
  constexpr int kBusyTurns = 30;
  constexpr uint32_t kSteps = 10;
  Host* host = getm()->machine->host;
  // The writer's thread may have been set aside by the system.
  if ((*turns)++ < kBusyTurns) {
    host->procyield(kSteps);
  } else {
    host->osyield();
  }
}

uint64_t lockContended(UnitLock& lock) {
  for (int turns = 0;; waitForUnit(&turns)) {
    uint64_t now = lock.load(std::memory_order_relaxed);
    if ((now & 1) == 0 && lock.compare_exchange_strong(now, now + 1, std::memory_order_acquire,
                                                       std::memory_order_relaxed)) {
      return now;
    }
  }
}

namespace {

// Words is where units begin in values of a type that follow each other, counted in words.
struct Words {
  const RType* type;
  size_t period;  // Words of one value.

  explicit Words(const RType* t) : type(t) {
    while (type->kind == Kind::kArray) type = type->elem;
    period = type->size / sizeof(Slot);
  }
  bool joined(size_t word) const { return type->isJoined(word < period ? word : word % period); }
  // lineEnd() is the end of the words from `first` to `end` whose units have the same lock.
  size_t lineEnd(const char* base, size_t first, size_t end) const {
    const Addr at = addrOf(base) + first * sizeof(Slot);
    size_t stop = first + static_cast<size_t>((kUnitLine - at % kUnitLine) / sizeof(Slot));
    if (stop >= end) return end;
    while (stop < end && joined(stop)) stop++;
    return stop;
  }
};

// load() and store() move words [first, end), whole units, between shared memory at `base` and
// words of the caller's own.
void load(const Words& words, Slot* dst, const char* base, size_t first, size_t end) {
  while (first < end) {
    const size_t stop = words.lineEnd(base, first, end);
    const UnitLock& lock = unitLock(base + first * sizeof(Slot));
    for (int turns = 0;; waitForUnit(&turns)) {
      const uint64_t before = lock.load(std::memory_order_acquire);
      for (size_t i = first; i < stop; i++) {
        relaxedStore<uint64_t>(dst + (i - first), unitLoad(base + i * sizeof(Slot)));
      }
      if ((before & 1) == 0 && lock.load(std::memory_order_relaxed) == before) break;
    }
    dst += stop - first;
    first = stop;
  }
}

void store(const Words& words, char* base, const Slot* src, size_t first, size_t end) {
  while (first < end) {
    const size_t stop = words.lineEnd(base, first, end);
    UnitLock& lock = unitLock(base + first * sizeof(Slot));
    const uint64_t before = lockUnit(lock);
    for (; first < stop; first++) unitStore(base + first * sizeof(Slot), *src++);
    unlockUnit(lock, before);
  }
}

// Values are copied from shared memory to shared memory by as many words as this, and perhaps the
// rest of a unit.
constexpr size_t kChunk = 30;

void copyForward(const Words& words, char* dst, const char* src, size_t count) {
  Slot held[kChunk + 2];
  for (size_t first = 0; first < count;) {
    size_t end = std::min(first + kChunk, count);
    while (end < count && words.joined(end)) end++;
    load(words, held, src, first, end);
    store(words, dst, held, first, end);
    first = end;
  }
}

void copyBackward(const Words& words, char* dst, const char* src, size_t count) {
  Slot held[kChunk];
  for (size_t end = count; end > 0;) {
    size_t first = end > kChunk ? end - kChunk : 0;
    while (words.joined(first)) first++;
    load(words, held, src, first, end);
    store(words, dst, held, first, end);
    end = first;
  }
}

}  // namespace

void copyUnits(void* dst, const void* src, const RType* t, uint64_t count) {
  const Words words(t);
  const uint64_t bytes = t->size * count;
  char* to = static_cast<char*>(dst);
  const char* from = static_cast<const char*>(src);
  if (to == from) return;
  const bool backward = to > from && to < from + bytes;
  (backward ? copyBackward : copyForward)(words, to, from,
                                          static_cast<size_t>(bytes / sizeof(Slot)));
}

void loadUnits(void* dst, const void* src, const RType* t, uint64_t count) {
  load(Words(t), static_cast<Slot*>(dst), static_cast<const char*>(src), 0,
       static_cast<size_t>(t->size * count / sizeof(Slot)));
}

void storeUnits(void* dst, const void* src, const RType* t, uint64_t count) {
  store(Words(t), static_cast<char*>(dst), static_cast<const Slot*>(src), 0,
        static_cast<size_t>(t->size * count / sizeof(Slot)));
}

void clearUnits(void* dst, const RType* t, uint64_t count) {
  static constexpr Slot kZero[kChunk + 2] = {};
  const Words words(t);
  const auto total = static_cast<size_t>(t->size * count / sizeof(Slot));
  for (size_t first = 0; first < total;) {
    size_t end = std::min(first + kChunk, total);
    while (end < total && words.joined(end)) end++;
    store(words, static_cast<char*>(dst), kZero, first, end);
    first = end;
  }
}

}  // namespace gopark::vm
