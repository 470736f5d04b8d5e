// Heap: where Go's objects live. Objects of one size class share a span; every object is preceded
// by one header word that says how to scan it; any address inside an object can be traced back to
// it through the arena table, which is what a mark-and-sweep collector with interior pointers
// needs.
//
//     arena (1 MiB, aligned)   pages of 8 KiB -> Span*
//     span                     | header | object | header | object | ...      one size class
//
// Each P has a HeapCache, so that most allocations touch nobody else. Objects never move.
// Go's counterparts: mheap, mcentral, mcache, mspan. Differs: one header word per object instead of
// heap bitmaps, and one kind of span for objects with and without pointers.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "golang/vm/rtype.h"

namespace gopark::vm {

inline constexpr uint64_t kPageBytes = 8192;
inline constexpr uint64_t kArenaBytes = 1 << 20;
inline constexpr int kArenaPages = static_cast<int>(kArenaBytes / kPageBytes);
inline constexpr uint64_t kHeaderBytes = 8;
inline constexpr int kSizeClasses = 43;

// The header word: an RType* with flags in the low bits, or kBytesHeader. 0: a free object.
inline constexpr uint64_t kArrayFlag = 1;    // Values of the type follow each other to the end.
inline constexpr uint64_t kBytesHeader = 2;  // No pointers, no type.
inline constexpr uint64_t kHeaderFlags = 7;

struct Span {
  char* base = nullptr;
  uint64_t bytes = 0;       // Of the whole span.
  uint32_t objectSize = 0;  // Header included; of a large object the whole span.
  uint32_t objects = 0;
  uint8_t sizeClass = 0;  // kSizeClasses: one large object.
  bool large = false;
  std::vector<uint64_t> marks;  // One bit per object, during a collection.

  // stride() is the bytes of one object with its header; indexOf() the number of one.
  uint64_t stride() const { return large ? bytes : objectSize; }
  uint64_t indexOf(const char* object) const {
    return large ? 0 : static_cast<uint64_t>(object - kHeaderBytes - base) / objectSize;
  }
};

// FreeList is a size class of one P's cache: objects to reuse, then untouched ones.
struct FreeList {
  char* head = nullptr;  // Header addresses, linked through the word after the header.
  char* bump = nullptr;
  char* end = nullptr;
};

// HeapCache is a P's share of the heap. Only the P's owner touches it.
struct HeapCache {
  FreeList lists[kSizeClasses];
  uint64_t allocatedBytes = 0;  // Since the last collection; folded into the statistics.
  uint64_t allocatedObjects = 0;
  // The running goroutine's poll flag: raised when a collection is due.
  std::atomic<uint8_t>* poll = nullptr;
};

struct HeapStats {
  uint64_t totalBytes = 0;  // Allocated over the whole run.
  uint64_t mallocs = 0;
  uint64_t frees = 0;
  uint64_t usedBytes = 0;    // Allocated and not freed.
  uint64_t spanBytes = 0;    // In spans: what the limit compares.
  uint64_t mappedBytes = 0;  // Taken from the system.
  uint64_t liveBytes = 0;    // After the last collection.
  uint32_t collections = 0;
};

class Heap {
 public:
  explicit Heap(uint64_t limitBytes) : limit_(limitBytes) {}
  ~Heap();
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  // allocate() is a zeroed object of `bytes` (> 0) with the given header. Null when the memory
  // limit forbids it.
  void* allocate(HeapCache* cache, uint64_t bytes, uint64_t header);

  // newObject() is a zero value of the type; newArray() is `count` of them (a null type: bytes).
  void* newObject(HeapCache* cache, const RType* type) {
    if (type->size == 0) return zeroBase();
    return allocate(cache, type->size,
                    type->hasPointers ? static_cast<uint64_t>(addrOf(type)) : kBytesHeader);
  }
  void* newArray(HeapCache* cache, const RType* elem, uint64_t count) {
    uint64_t size = elem ? elem->size : 1;
    if (size * count == 0) return zeroBase();
    return allocate(cache, size * count,
                    elem && elem->hasPointers ? (addrOf(elem) | kArrayFlag) : kBytesHeader);
  }

  // zeroBase() is the address of all zero-sized objects.
  void* zeroBase() { return &zeroBase_; }

  // objectOf() is the object that an address points into, and its span; null when it points to
  // none.
  char* objectOf(Addr address, Span** span) const;

  // roundUp() is how many bytes an allocation of `bytes` really gets: what append may use.
  static uint64_t roundUp(uint64_t bytes);

  HeapStats stats();
  uint64_t limit() const { return limit_; }
  uint64_t trigger() const { return trigger_.load(std::memory_order_relaxed); }
  void setLimit(uint64_t bytes) { limit_ = bytes; }
  // failedBytes() is how much the latest allocation that failed asked for; 0: none has.
  uint64_t failedBytes() const { return failedBytes_.load(std::memory_order_relaxed); }
  // setPercent() is GOGC: how much may be allocated before the next collection, in per cent of what
  // the last one left; negative: no limit. setSoftLimit() makes collections come earlier when the
  // spans would exceed that many bytes. Both return the value before.
  int64_t setPercent(int64_t percent);
  int64_t setSoftLimit(int64_t bytes);
  int64_t softLimit();
  // flush() adds what a cache counted to the statistics. The cache's owner is stopped, or calls.
  void flush(HeapCache* cache);
  // wantsCollection() says whether enough has been allocated since the last one.
  bool wantsCollection() const {
    return spanBytes_.load(std::memory_order_relaxed) >= trigger_.load(std::memory_order_relaxed);
  }

 private:
  friend class Collector;
  struct Arena {
    char* base = nullptr;
    bool dedicated = false;  // Part of a block made for one object larger than an arena.
    Span* pages[kArenaPages] = {};
  };
  static constexpr int kLeafBits = 14;
  struct Leaf {
    std::atomic<Arena*> arenas[1 << kLeafBits] = {};
  };

  void* allocateSlow(HeapCache* cache, int sizeClass, uint64_t header);
  void* allocateLarge(HeapCache* cache, uint64_t bytes, uint64_t header);
  bool reserve(uint64_t bytes);
  void flushLocked(HeapCache* cache);
  // updateTrigger() says when the next collection is due. Caller holds the lock.
  void updateTrigger();
  Span* newSpan(uint64_t pages, uint64_t bytes);
  char* takePages(uint64_t pages);
  // releaseSpan() gives a span's pages back. Caller holds the lock and drops the Span itself.
  void releaseSpan(Span* span);
  Arena* newArenas(uint64_t count, bool dedicated);
  void setArena(char* base, Arena* arena);
  Arena* arenaOf(Addr address) const;

  std::mutex mutex_;
  uint64_t limit_;
  std::atomic<uint64_t> spanBytes_{0};
  std::atomic<uint64_t> trigger_{4 << 20};  // Collect when spanBytes_ reaches it.
  std::atomic<uint64_t> failedBytes_{0};
  std::vector<std::unique_ptr<Span>> spans_;
  std::vector<Arena*> arenas_;
  std::vector<char*> blocks_;  // What to free: arenas in runs.
  std::vector<std::unique_ptr<Leaf>> leaves_;
  std::atomic<Leaf*> root_[1 << kLeafBits] = {};
  std::vector<std::pair<char*, char*>> classFree_[kSizeClasses];  // Free lists given back: head,.
  char* pageNext_ = nullptr;  // Untouched pages of the newest arena.
  char* pageEnd_ = nullptr;
  std::vector<std::vector<char*>> pageFree_;  // Free page runs by length.
  int64_t percent_ = 100;
  int64_t softLimit_ = INT64_MAX;
  uint64_t mappedBytes_ = 0;
  uint64_t totalBytes_ = 0;
  uint64_t freedBytes_ = 0;
  uint64_t mallocs_ = 0;
  uint64_t frees_ = 0;
  uint64_t liveBytes_ = 0;       // After the last collection.
  uint64_t spanBytesAfter_ = 0;  // Likewise.
  uint32_t collections_ = 0;
  uint64_t zeroBase_ = 0;
};

}  // namespace gopark::vm
