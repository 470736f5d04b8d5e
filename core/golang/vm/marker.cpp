// Marking: see marker.h.
#include "golang/vm/marker.h"

#include <algorithm>
#include <utility>

namespace gopark::vm {

namespace {

// Long arrays are looked at in pieces, so that several workers may, and so that a worker can stop.
// An item with this bit is the beginning of a piece that is not the first. (Objects lie at
// multiples of 8.)
constexpr Addr kOblet = 1;
constexpr uint64_t kObletBytes = 128 << 10;

// Sharing: blocks of this many objects at most and more than a few kept, as in Go, looked for every
// so many objects.
constexpr size_t kBlockObjects = 253;
constexpr size_t kKeptObjects = 4;
constexpr uint32_t kShareEvery = 64;

}  // namespace

void MarkQueue::put(std::vector<Addr> block) {
  std::lock_guard<std::mutex> guard(mutex_);
  list_.push_back(std::move(block));
  blocks_.store(list_.size(), std::memory_order_seq_cst);
}

bool MarkQueue::get(std::vector<Addr>* out) {
  if (empty()) return false;
  std::lock_guard<std::mutex> guard(mutex_);
  if (list_.empty()) return false;
  out->insert(out->end(), list_.back().begin(), list_.back().end());
  list_.pop_back();
  blocks_.store(list_.size(), std::memory_order_seq_cst);
  return true;
}

void Marker::mark(Addr address) {
  if (address == 0) return;
  Span* span = nullptr;
  char* object = heap_->objectOf(address, &span);
  if (object == nullptr) return;
  const uint64_t index = span->indexOf(object);
  const uint64_t bit = uint64_t{1} << (index % 64);
  uint64_t* word = &span->marks[index / 64];
  if (!parallel_) {
    if ((*word & bit) != 0) return;
    *word |= bit;
  } else {
    if ((__atomic_load_n(word, __ATOMIC_RELAXED) & bit) != 0) return;
    if ((__atomic_fetch_or(word, bit, __ATOMIC_RELAXED) & bit) != 0) return;
  }
  markedBytes_ += span->stride();
  if (relaxedLoad<uint64_t>(object - kHeaderBytes) != kBytesHeader) work_.push_back(addrOf(object));
}

void Marker::markSlots(const Slot* slots, uint64_t count) {
  for (uint64_t i = 0; i < count; i++) mark(slots[i]);
}

void Marker::markValue(const void* value, const RType* t) {
  if (!t->hasPointers) return;
  const char* at = static_cast<const char*>(value);
  if (t->kind == Kind::kArray) {
    for (int64_t i = 0; i < t->len; i++) {
      markValue(at + static_cast<uint64_t>(i) * t->elem->size, t->elem);
    }
    return;
  }
  for (uint64_t word = 0; word < t->size / sizeof(Slot); word++) {
    if (t->isPointerWord(word)) mark(relaxedLoad<uint64_t>(at + word * sizeof(Slot)));
  }
}

// scanArray() looks at the values that begin in the piece at `from` and returns its size.
uint64_t Marker::scanArray(char* object, const RType* type, uint64_t from, uint64_t bytes) {
  const uint64_t end = std::min(bytes, from + kObletBytes);
  uint64_t at = (from + type->size - 1) / type->size * type->size;
  for (; at < end && at + type->size <= bytes; at += type->size) markValue(object + at, type);
  return end - from;
}

// scan() looks at an object or a piece of one and returns how many words that are.
uint64_t Marker::scan(Addr item) {
  char* object = ptrOf<char>(item & ~kOblet);
  Span* span = nullptr;
  uint64_t from = 0;
  if ((item & kOblet) != 0) {
    char* at = object;
    object = heap_->objectOf(addrOf(at), &span);
    from = static_cast<uint64_t>(at - object);
  }
  const uint64_t header = relaxedLoad<uint64_t>(object - kHeaderBytes);
  const auto* type = ptrOf<const RType>(header & ~kHeaderFlags);
  if ((header & kArrayFlag) == 0) {
    markValue(object, type);
    return type->size / sizeof(Slot) + 1;
  }
  if (span == nullptr) heap_->objectOf(addrOf(object), &span);
  const uint64_t bytes = span->stride() - kHeaderBytes;
  if (from == 0) {
    for (uint64_t at = kObletBytes; at < bytes; at += kObletBytes) {
      work_.push_back(addrOf(object + at) | kOblet);
    }
  }
  return scanArray(object, type, from, bytes) / sizeof(Slot) + 1;
}

void Marker::markContents(Addr object) {
  if (object == 0) return;
  if (relaxedLoad<uint64_t>(ptrOf<char>(object) - kHeaderBytes) != kBytesHeader) scan(object);
}

// share() gives the older half to the others if they have nothing: what was found first leads to
// most.
void Marker::share() {
  if (work_.size() <= kKeptObjects || !queue_->empty()) return;
  const size_t half = std::min(work_.size() / 2, 4 * kBlockObjects);
  for (size_t at = 0; at < half; at += kBlockObjects) {
    const size_t end = std::min(half, at + kBlockObjects);
    queue_->put(
        {work_.begin() + static_cast<ptrdiff_t>(at), work_.begin() + static_cast<ptrdiff_t>(end)});
  }
  work_.erase(work_.begin(), work_.begin() + static_cast<ptrdiff_t>(half));
}

bool Marker::drain(int64_t* words) {
  uint32_t sinceShare = 0;
  while (*words > 0) {
    if (work_.empty() && (queue_ == nullptr || !queue_->get(&work_))) return false;
    const Addr item = work_.back();
    work_.pop_back();
    *words -= static_cast<int64_t>(scan(item));
    if (parallel_ && ++sinceShare % kShareEvery == 0) share();
  }
  return true;
}

void Marker::dispose() {
  for (size_t at = 0; at < work_.size(); at += kBlockObjects) {
    const size_t end = std::min(work_.size(), at + kBlockObjects);
    queue_->put(
        {work_.begin() + static_cast<ptrdiff_t>(at), work_.begin() + static_cast<ptrdiff_t>(end)});
  }
  work_.clear();
}

uint64_t Marker::takeMarkedBytes() {
  return std::exchange(markedBytes_, 0);
}

}  // namespace gopark::vm
