// Size classes, spans and arenas. The locked paths are rare: a P's cache takes a span's worth of
// objects at a time.
#include "golang/vm/heap.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "base/check.h"
#include "golang/vm/units.h"

namespace gopark::vm {

namespace {

// Sizes of objects, header included.
constexpr uint32_t kClassBytes[kSizeClasses] = {
    16,   24,   32,   40,   48,   56,   64,   72,    80,    96,    112,   128,   144,  160,  192,
    224,  256,  320,  384,  448,  512,  640,  768,   896,   1024,  1280,  1536,  1792, 2048, 2560,
    3072, 3584, 4096, 5120, 6144, 7168, 8192, 10240, 12288, 16384, 20480, 24576, 32768};
constexpr uint64_t kSmallMax = 32768;
constexpr uint64_t kFineMax = 1024;

struct ClassTable {
  uint8_t fine[kFineMax / 8 + 1];  // By size / 8, for sizes up to kFineMax.
};

constexpr ClassTable makeClassTable() {
  ClassTable table{};
  int c = 0;
  for (uint64_t i = 0; i <= kFineMax / 8; i++) {
    while (kClassBytes[c] < i * 8) c++;
    table.fine[i] = static_cast<uint8_t>(c);
  }
  return table;
}
constexpr ClassTable kTable = makeClassTable();

int classOf(uint64_t total) {
  if (total <= kFineMax) return kTable.fine[(total + 7) / 8];
  return static_cast<int>(std::lower_bound(kClassBytes, kClassBytes + kSizeClasses, total) -
                          kClassBytes);
}

uint64_t spanPagesOf(int sizeClass) {
  uint64_t bytes = kClassBytes[sizeClass];
  if (bytes <= 1024) return 1;
  if (bytes <= 8192) return 4;
  return 8;
}

char* nextFree(char* header) {
  char* next;
  std::memcpy(&next, header + kHeaderBytes, sizeof next);
  return next;
}

// clearUnused() zeroes memory that nobody has the address of: whoever finds it in an object made
// there looks later. The sanitizer has to be told, as in publish().
void clearUnused(char* p, uint64_t bytes) {
#ifdef GOPARK_TSAN
  clearMemory(p, bytes);
#else
  std::memset(p, 0, bytes);
#endif
}

// newBlock() is zeroed memory from the system, aligned as arenas are; null if there is none.
void* newBlock(uint64_t bytes) {
#ifdef GOPARK_TSAN
  AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
#endif
  void* block = std::aligned_alloc(kArenaBytes, bytes);
  if (block != nullptr) std::memset(block, 0, bytes);
#ifdef GOPARK_TSAN
  AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
#endif
  return block;
}

}  // namespace

Heap::~Heap() {
  for (char* block : blocks_) std::free(block);
  for (Arena* arena : arenas_) delete arena;
}

uint64_t Heap::roundUp(uint64_t bytes) {
  uint64_t total = bytes + kHeaderBytes;
  if (total <= kSmallMax) return kClassBytes[classOf(total)] - kHeaderBytes;
  return (total + kPageBytes - 1) / kPageBytes * kPageBytes - kHeaderBytes;
}

void* Heap::allocate(HeapCache* cache, uint64_t bytes, uint64_t header) {
  uint64_t total = bytes + kHeaderBytes;
  if (total > kSmallMax) return allocateLarge(cache, bytes, header);
  int sizeClass = classOf(total);
  FreeList& list = cache->lists[sizeClass];
  uint32_t size = kClassBytes[sizeClass];
  char* at = list.head;
  if (at) {
    list.head = nextFree(at);
    clearUnused(at + kHeaderBytes, size - kHeaderBytes);
  } else if (list.bump != list.end) {
    at = list.bump;
    list.bump += size;
  } else {
    return allocateSlow(cache, sizeClass, header);
  }
  relaxedStore<uint64_t>(at, header);
  cache->allocatedBytes += size;
  cache->allocatedObjects++;
  publish(at);
  return at + kHeaderBytes;
}

void* Heap::allocateSlow(HeapCache* cache, int sizeClass, uint64_t header) {
  uint32_t size = kClassBytes[sizeClass];
  {
    std::lock_guard<std::mutex> guard(mutex_);
    flushLocked(cache);
    FreeList& list = cache->lists[sizeClass];
    if (!classFree_[sizeClass].empty()) {
      list.head = classFree_[sizeClass].back().first;
      classFree_[sizeClass].pop_back();
    } else {
      uint64_t pages = spanPagesOf(sizeClass);
      if (!reserve(pages * kPageBytes)) return nullptr;
      if (cache->poll && wantsCollection()) cache->poll->store(2, std::memory_order_relaxed);
      Span* span = newSpan(pages, pages * kPageBytes);
      if (!span) return nullptr;
      span->sizeClass = static_cast<uint8_t>(sizeClass);
      span->objectSize = size;
      span->objects = static_cast<uint32_t>(span->bytes / size);
      list.bump = span->base;
      list.end = span->base + uint64_t{span->objects} * size;
    }
  }
  return allocate(cache, size - kHeaderBytes, header);
}

void* Heap::allocateLarge(HeapCache* cache, uint64_t bytes, uint64_t header) {
  uint64_t total = bytes + kHeaderBytes;
  uint64_t pages = (total + kPageBytes - 1) / kPageBytes;
  std::lock_guard<std::mutex> guard(mutex_);
  if (total < bytes || !reserve(pages * kPageBytes)) return nullptr;
  if (cache->poll && wantsCollection()) cache->poll->store(2, std::memory_order_relaxed);
  Span* span = newSpan(pages, pages * kPageBytes);
  if (!span) return nullptr;
  span->large = true;
  span->sizeClass = kSizeClasses;
  span->objects = 1;
  span->objectSize = 0;
  relaxedStore<uint64_t>(span->base, header);
  totalBytes_ += span->bytes;
  mallocs_++;
  publish(span->base);
  return span->base + kHeaderBytes;
}

// reserve() counts `bytes` more against the limit. Caller holds the lock.
bool Heap::reserve(uint64_t bytes) {
  uint64_t now = spanBytes_.load(std::memory_order_relaxed);
  if (bytes > limit_ || now > limit_ - bytes) {
    failedBytes_.store(bytes, std::memory_order_relaxed);
    return false;
  }
  spanBytes_.store(now + bytes, std::memory_order_relaxed);
  return true;
}

// takePages() is a run of zeroed pages no longer than an arena: the shortest free run that fits, or
// untouched ones. Caller holds the lock.
char* Heap::takePages(uint64_t pages) {
  uint64_t bytes = pages * kPageBytes;
  for (uint64_t length = pages; length < pageFree_.size(); length++) {
    if (pageFree_[length].empty()) continue;
    char* base = pageFree_[length].back();
    pageFree_[length].pop_back();
    if (length > pages) pageFree_[length - pages].push_back(base + bytes);
    clearUnused(base, bytes);
    return base;
  }
  if (static_cast<uint64_t>(pageEnd_ - pageNext_) < bytes) {
    uint64_t rest = static_cast<uint64_t>(pageEnd_ - pageNext_) / kPageBytes;
    if (rest) {
      if (pageFree_.size() <= rest) pageFree_.resize(rest + 1);
      pageFree_[rest].push_back(pageNext_);
    }
    Arena* arena = newArenas(1, false);
    if (!arena) return nullptr;
    pageNext_ = arena->base;
    pageEnd_ = arena->base + kArenaBytes;
  }
  char* base = pageNext_;
  pageNext_ += bytes;
  return base;
}

void Heap::releaseSpan(Span* span) {
  uint64_t pages = span->bytes / kPageBytes;
  if (pages <= kArenaPages) {
    // The page runs are found anew after a sweep; only the table has to say that these are free.
    Arena* arena = arenaOf(addrOf(span->base));
    uint64_t first = static_cast<uint64_t>(span->base - arena->base) / kPageBytes;
    for (uint64_t i = 0; i < pages; i++) arena->pages[first + i] = nullptr;
    return;
  }
  uint64_t count = (span->bytes + kArenaBytes - 1) / kArenaBytes;
  for (uint64_t i = 0; i < count; i++) {
    char* base = span->base + i * kArenaBytes;
    Arena* arena = arenaOf(addrOf(base));
    setArena(base, nullptr);
    arenas_.erase(std::find(arenas_.begin(), arenas_.end(), arena));
    delete arena;
  }
  mappedBytes_ -= count * kArenaBytes;
  blocks_.erase(std::find(blocks_.begin(), blocks_.end(), span->base));
  std::free(span->base);
}

// newSpan() is zeroed pages with their table entries set. Caller holds the lock.
Span* Heap::newSpan(uint64_t pages, uint64_t bytes) {
  char* base = nullptr;
  if (pages > kArenaPages) {
    Arena* arena = newArenas((bytes + kArenaBytes - 1) / kArenaBytes, true);
    if (!arena) return nullptr;
    base = arena->base;
  } else {
    base = takePages(pages);
    if (!base) return nullptr;
  }
  spans_.push_back(std::make_unique<Span>());
  Span* span = spans_.back().get();
  span->base = base;
  span->bytes = bytes;
  for (uint64_t i = 0; i < pages; i++) {
    char* page = base + i * kPageBytes;
    Arena* arena = arenaOf(addrOf(page));
    arena->pages[static_cast<uint64_t>(page - arena->base) / kPageBytes] = span;
  }
  return span;
}

Heap::Arena* Heap::newArenas(uint64_t count, bool dedicated) {
  auto* block = static_cast<char*>(newBlock(count * kArenaBytes));
  if (!block) {
    failedBytes_.store(count * kArenaBytes, std::memory_order_relaxed);
    return nullptr;
  }
  blocks_.push_back(block);
  mappedBytes_ += count * kArenaBytes;
  Arena* first = nullptr;
  for (uint64_t i = 0; i < count; i++) {
    auto* arena = new Arena;
    arena->base = block + i * kArenaBytes;
    arena->dedicated = dedicated;
    arenas_.push_back(arena);
    setArena(arena->base, arena);
    if (!first) first = arena;
  }
  return first;
}

void Heap::setArena(char* base, Arena* arena) {
  uint64_t number = addrOf(base) / kArenaBytes;
  CHECK(number >> (2 * kLeafBits) == 0, "gopark: address outside the arena table");
  std::atomic<Leaf*>& entry = root_[number >> kLeafBits];
  Leaf* leaf = entry.load(std::memory_order_relaxed);
  if (!leaf) {
    leaves_.push_back(std::make_unique<Leaf>());
    leaf = leaves_.back().get();
    entry.store(leaf, std::memory_order_release);
  }
  leaf->arenas[number & ((1 << kLeafBits) - 1)].store(arena, std::memory_order_release);
}

Heap::Arena* Heap::arenaOf(Addr address) const {
  uint64_t number = address / kArenaBytes;
  if (number >> (2 * kLeafBits)) return nullptr;
  Leaf* leaf = root_[number >> kLeafBits].load(std::memory_order_acquire);
  if (!leaf) return nullptr;
  return leaf->arenas[number & ((1 << kLeafBits) - 1)].load(std::memory_order_acquire);
}

char* Heap::objectOf(Addr address, Span** span) const {
  Arena* arena = arenaOf(address);
  if (!arena) return nullptr;
  char* at = ptrOf<char>(address);
  Span* s = arena->pages[static_cast<uint64_t>(at - arena->base) / kPageBytes];
  if (!s) return nullptr;
  char* header = s->base;
  if (!s->large) {
    uint64_t index = static_cast<uint64_t>(at - s->base) / s->objectSize;
    if (index >= s->objects) return nullptr;
    header += index * s->objectSize;
  }
  if (relaxedLoad<uint64_t>(header) == 0) return nullptr;
  *span = s;
  return header + kHeaderBytes;
}

void Heap::flushLocked(HeapCache* cache) {
  totalBytes_ += cache->allocatedBytes;
  mallocs_ += cache->allocatedObjects;
  cache->allocatedBytes = cache->allocatedObjects = 0;
}

void Heap::flush(HeapCache* cache) {
  std::lock_guard<std::mutex> guard(mutex_);
  flushLocked(cache);
}

int64_t Heap::setPercent(int64_t percent) {
  std::lock_guard<std::mutex> guard(mutex_);
  int64_t old = percent_;
  percent_ = std::max<int64_t>(percent, -1);
  updateTrigger();
  return old;
}

int64_t Heap::setSoftLimit(int64_t bytes) {
  std::lock_guard<std::mutex> guard(mutex_);
  int64_t old = softLimit_;
  softLimit_ = bytes;
  updateTrigger();
  return old;
}

int64_t Heap::softLimit() {
  std::lock_guard<std::mutex> guard(mutex_);
  return softLimit_;
}

void Heap::updateTrigger() {
  constexpr uint64_t kMinimum = 4 << 20;  // Go's minimum heap, at 100 per cent.
  constexpr uint64_t kSlack = 1 << 20;
  // What cannot be freed must not make every new span collect again.
  const uint64_t afterLast = spanBytesAfter_ + liveBytes_ / 4 + kSlack;
  uint64_t trigger = UINT64_MAX;
  if (percent_ >= 0) {
    const auto percent = static_cast<uint64_t>(percent_);
    const uint64_t goal = liveBytes_ + liveBytes_ / 100 * percent;
    trigger = std::max({kMinimum / 100 * percent, goal, afterLast});
    // Nothing is collected in the middle of an allocation: there must be room left for large ones.
    trigger = std::min(trigger, std::max(limit_ - limit_ / 4, spanBytesAfter_ + kSlack));
  }
  if (softLimit_ != INT64_MAX) {
    trigger = std::min(trigger, std::max(static_cast<uint64_t>(softLimit_), afterLast));
  }
  trigger_.store(trigger, std::memory_order_relaxed);
}

HeapStats Heap::stats() {
  std::lock_guard<std::mutex> guard(mutex_);
  HeapStats stats;
  stats.totalBytes = totalBytes_;
  stats.mallocs = mallocs_;
  stats.spanBytes = spanBytes_.load(std::memory_order_relaxed);
  stats.liveBytes = liveBytes_;
  stats.usedBytes = totalBytes_ - freedBytes_;
  stats.mappedBytes = mappedBytes_;
  stats.frees = frees_;
  stats.collections = collections_;
  return stats;
}

}  // namespace gopark::vm
