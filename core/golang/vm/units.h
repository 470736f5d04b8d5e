// Units: the values of several words that belong together. A string whose pointer is one value's
// and whose length another's would let a program read memory that is not its own, and so would a
// torn slice or interface; any other mixture of words is one that Go might show too. Goroutines of
// a racy program may store and load the same unit from several threads, so in memory that they
// share a unit is only touched under a sequence lock, one of a table, found by the unit's address:
//
//     a writer   makes the lock odd, stores the words, makes it even again
//     a reader   loads the words between two looks at the lock, again if it was odd or has moved
//
// Nothing is allocated, raised or waited for while a lock is held, so no thread has more than one
// and none is held at a safe point. Memory that no other goroutine can know yet is written plainly.
// Reading a unit also orders: what its writer did before, the reader sees. A single pointer has no
// such order by itself; see publish().
//
// While only one thread runs Go code nothing of this happens: unitsShared() is false.
//
// Go's counterpart: none. A racy Go program can corrupt its memory through torn units.
#pragma once

#include <atomic>

#include "golang/vm/value.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define GOPARK_TSAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define GOPARK_TSAN 1
#endif

#ifdef GOPARK_TSAN
extern "C" {
void __tsan_acquire(void* address);
void __tsan_release(void* address);
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
}
#endif

namespace gopark::vm {

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
inline constexpr bool unitsShared() {
  return false;
}
inline void shareUnits() {}
#else
namespace detail {
inline std::atomic<bool> unitsShared{false};
}
// unitsShared() says whether threads of this process may run Go code at the same time.
inline bool unitsShared() {
  return detail::unitsShared.load(std::memory_order_relaxed);
}
// shareUnits() makes that true, for good. Called while no other thread runs code of the run that
// needs it.
inline void shareUnits() {
  detail::unitsShared.store(true, std::memory_order_relaxed);
}
#endif

using UnitLock = std::atomic<uint64_t>;
inline constexpr uint64_t kUnitLocks = 1024;
inline constexpr uint64_t kUnitLine = 64;
extern UnitLock unitLocks[kUnitLocks];

// unitLock() is the lock of the unit that begins at `at`: units of one cache line share one, as
// their writers share the line.
inline UnitLock& unitLock(const void* at) {
  return unitLocks[addrOf(at) / kUnitLine % kUnitLocks];
}

// waitForUnit() passes the time until another thread has finished its few stores.
void waitForUnit(int* turns);
// lockContended() is lockUnit() when that did not get the lock at once.
uint64_t lockContended(UnitLock& lock);

inline uint64_t lockUnit(UnitLock& lock) {
  uint64_t now = lock.load(std::memory_order_relaxed);
  if (__builtin_expect(
          (now & 1) != 0 || !lock.compare_exchange_strong(now, now + 1, std::memory_order_acquire,
                                                          std::memory_order_relaxed),
          0)) {
    return lockContended(lock);
  }
  return now;
}

inline void unlockUnit(UnitLock& lock, uint64_t before) {
  lock.store(before + 2, std::memory_order_release);
}

// unitLoad() and unitStore() are a word's accesses between the two looks at the lock, which they
// stay between. The thread sanitizer would remember the history of every word released; the
// lock's says as much.
inline uint64_t unitLoad(const char* at) {
  return __atomic_load_n(reinterpret_cast<const uint64_t*>(at), __ATOMIC_ACQUIRE);
}
inline void unitStore(char* at, uint64_t v) {
#ifdef GOPARK_TSAN
  __atomic_store_n(reinterpret_cast<uint64_t*>(at), v, __ATOMIC_RELAXED);
#else
  __atomic_store_n(reinterpret_cast<uint64_t*>(at), v, __ATOMIC_RELEASE);
#endif
}

// loadUnit() copies a unit of kWords words, and storeUnit() replaces it.
template <int kWords>
inline void loadUnit(Slot* dst, const void* src) {
  const char* at = static_cast<const char*>(src);
  Slot words[kWords];
  if (!unitsShared()) {
    for (int i = 0; i < kWords; i++) words[i] = relaxedLoad<uint64_t>(at + i * 8);
  } else {
    const UnitLock& lock = unitLock(at);
    for (int turns = 0;; waitForUnit(&turns)) {
      const uint64_t before = lock.load(std::memory_order_acquire);
      for (int i = 0; i < kWords; i++) words[i] = unitLoad(at + i * 8);
      const uint64_t after = lock.load(std::memory_order_relaxed);
      if (__builtin_expect((before & 1) == 0 && before == after, 1)) break;
    }
  }
  for (int i = 0; i < kWords; i++) dst[i] = words[i];
}

template <int kWords>
inline void storeUnit(void* dst, const Slot* src) {
  char* at = static_cast<char*>(dst);
  if (!unitsShared()) {
    for (int i = 0; i < kWords; i++) relaxedStore<uint64_t>(at + i * 8, src[i]);
    return;
  }
  UnitLock& lock = unitLock(at);
  const uint64_t before = lockUnit(lock);
  for (int i = 0; i < kWords; i++) unitStore(at + i * 8, src[i]);
  unlockUnit(lock, before);
}

// The units in memory as natives read them.
inline GoString loadString(const void* at) {
  Slot words[2];
  loadUnit<2>(words, at);
  return {words[0], static_cast<int64_t>(words[1])};
}
inline GoSlice loadSlice(const void* at) {
  Slot words[3];
  loadUnit<3>(words, at);
  return {words[0], static_cast<int64_t>(words[1]), static_cast<int64_t>(words[2])};
}
inline GoIface loadIface(const void* at) {
  Slot words[2];
  loadUnit<2>(words, at);
  return {words[0], words[1]};
}

// RacyReads is around reads of the bytes of strings and byte slices by libc and by code like it,
// which are no atomics. A string never changes, but by unsafe means and where package bytes lets
// functions on strings look at its slices. A program that races there gets old bytes or new ones,
// as it may; nothing that is read depends on being the same twice. The sanitizer is told not to
// look.
struct RacyReads {
#ifdef GOPARK_TSAN
  RacyReads() {
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
  }
  ~RacyReads() {
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
  }
  RacyReads(const RacyReads&) = delete;
  RacyReads& operator=(const RacyReads&) = delete;
#endif
};

// publish() comes between making an object and handing its address to where goroutines may find it
// that have no order with this one: they see what was stored in it before. found() comes before
// such an object's plain members are read. A processor needs nothing there, because what depends on
// an address comes after it; the sanitizer does not know that. Go's counterpart:
// publicationBarrier.
inline void publish([[maybe_unused]] const void* object) {
#if defined(GOPARK_TSAN)
  __tsan_release(const_cast<void*>(object));
#else
  if (unitsShared()) std::atomic_thread_fence(std::memory_order_release);
#endif
}
inline void found([[maybe_unused]] const void* object) {
#if defined(GOPARK_TSAN)
  __tsan_acquire(const_cast<void*>(object));
#endif
}

}  // namespace gopark::vm
