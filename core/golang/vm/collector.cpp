// Sweeping: see collector.h.
#include "golang/vm/collector.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace gopark::vm {

namespace {

bool bitAt(const std::vector<uint64_t>& bits, uint64_t i) {
  return (bits[i / 64] >> (i % 64)) & 1;
}

}  // namespace

Collector::Collector(Heap* heap) : heap_(heap), marker_(heap) {
  for (auto& span : heap_->spans_) span->marks.assign((span->objects + 63) / 64, 0);
}

bool Collector::marked(Addr address) const {
  Span* span = nullptr;
  char* object = heap_->objectOf(address, &span);
  return object != nullptr && bitAt(span->marks, span->indexOf(object));
}

bool Collector::inHeap(Addr address) const {
  Span* span = nullptr;
  return heap_->objectOf(address, &span) != nullptr;
}

void Collector::trace() {
  int64_t all = INT64_MAX;
  marker_.drain(&all);
}

// sweepSpan() frees what was not reached in a span; false when nothing in it is left.
bool Collector::sweepSpan(Span* span) {
  const uint64_t stride = span->stride();
  uint64_t live = 0;
  for (uint64_t word : span->marks) live += static_cast<uint64_t>(__builtin_popcountll(word));
  liveBytes_ += live * stride;
  char* head = nullptr;
  char* tail = nullptr;
  for (uint32_t i = 0; i < span->objects; i++) {
    if (bitAt(span->marks, i)) continue;
    char* header = span->base + i * stride;
    if (relaxedLoad<uint64_t>(header) != 0) {
      freedBytes_ += stride;
      freedObjects_++;
      relaxedStore<uint64_t>(header, 0);
    }
    if (live == 0) continue;
    if (tail == nullptr) {
      head = header;
    } else {
      std::memcpy(tail + kHeaderBytes, &header, sizeof header);
    }
    tail = header;
  }
  if (live == 0) return false;
  if (tail != nullptr) {
    char* none = nullptr;
    std::memcpy(tail + kHeaderBytes, &none, sizeof none);
    heap_->classFree_[span->sizeClass].emplace_back(head, tail);
  }
  return true;
}

// rebuildPages() finds the free page runs anew from the arenas' tables, so neighbours that were
// freed at different times become one run. Blocks made for one large object are not shared.
void Collector::rebuildPages() {
  for (auto& runs : heap_->pageFree_) runs.clear();
  if (heap_->pageFree_.size() <= kArenaPages) heap_->pageFree_.resize(kArenaPages + 1);
  for (Heap::Arena* arena : heap_->arenas_) {
    if (arena->dedicated) continue;
    for (int i = 0; i < kArenaPages;) {
      char* page = arena->base + static_cast<uint64_t>(i) * kPageBytes;
      bool untouched = page >= heap_->pageNext_ && page < heap_->pageEnd_;
      if (arena->pages[i] != nullptr || untouched) {
        i++;
        continue;
      }
      int from = i;
      while (i < kArenaPages && arena->pages[i] == nullptr &&
             arena->base + static_cast<uint64_t>(i) * kPageBytes != heap_->pageNext_) {
        i++;
      }
      heap_->pageFree_[static_cast<size_t>(i - from)].push_back(page);
    }
  }
}

void Collector::finish(const std::vector<HeapCache*>& caches) {
  trace();
  std::lock_guard<std::mutex> guard(heap_->mutex_);
  for (HeapCache* cache : caches) {
    for (FreeList& list : cache->lists) list = FreeList();
    heap_->flushLocked(cache);
  }
  for (auto& lists : heap_->classFree_) lists.clear();
  auto& spans = heap_->spans_;
  auto kept = std::partition(spans.begin(), spans.end(),
                             [this](const auto& span) { return sweepSpan(span.get()); });
  uint64_t spanBytes = heap_->spanBytes_.load(std::memory_order_relaxed);
  for (auto it = kept; it != spans.end(); ++it) {
    spanBytes -= (*it)->bytes;
    heap_->releaseSpan(it->get());
  }
  spans.erase(kept, spans.end());
  rebuildPages();
  heap_->spanBytes_.store(spanBytes, std::memory_order_relaxed);
  heap_->liveBytes_ = liveBytes_;
  heap_->frees_ += freedObjects_;
  heap_->collections_++;
  heap_->freedBytes_ += freedBytes_;
  heap_->spanBytesAfter_ = spanBytes;
  heap_->updateTrigger();
}

}  // namespace gopark::vm
