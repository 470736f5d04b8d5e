// The event rings: see ring.h.
#include "events/ring.h"

#include "base/check.h"

namespace gopark {

namespace {

constexpr size_t kWindowSize = 1u << 14;

bool isPowerOfTwo(uint64_t n) {
  return n != 0 && (n & (n - 1)) == 0;
}

}  // namespace

EventRing::EventRing(uint32_t size, std::atomic<uint64_t>* seq)
    : size_(size), seq_(seq), records_(new Event[size]) {
  CHECK(isPowerOfTwo(size) && size >= 2, "gopark: event ring size is not a power of two");
}

void EventRing::push(const Event& event, uint64_t at) {
  Event& slot = records_[at & (size_ - 1)];
  slot = event;
  // Relaxed: if one record's number was taken before another's in the happens-before order, it is
  // smaller, because both come from the same atomic object.
  slot.seq = seq_->fetch_add(1, std::memory_order_relaxed);
}

void EventRing::write(Event event) {
  uint64_t tail = tail_.load(std::memory_order_relaxed);
  uint64_t needed = lost_ == 0 ? 1 : 2;
  if (tail - headSeen_ + needed > size_) {
    headSeen_ = head_.load(std::memory_order_acquire);
    if (tail - headSeen_ + needed > size_) {
      lost_++;
      return;
    }
  }
  if (lost_ != 0) {
    Event notice{};
    notice.timeNs = event.timeNs;
    notice.m = event.m;
    notice.p = kNoId;
    notice.type = EventType::kEventsLost;
    notice.a = lost_;
    lost_ = 0;
    push(notice, tail++);
  }
  push(event, tail++);
  tail_.store(tail, std::memory_order_release);
}

uint32_t EventRing::room() const {
  uint64_t used = tail_.load(std::memory_order_relaxed) - head_.load(std::memory_order_acquire);
  return size_ - static_cast<uint32_t>(used) - (lost_ != 0 ? 1 : 0);
}

EventRings::EventRings(uint32_t ringSize, bool shared)
    : ringSize_(ringSize), shared_(shared), window_(kWindowSize) {}

EventRings::~EventRings() {
  EventRing* ring = rings_.load(std::memory_order_acquire);
  while (ring != nullptr) {
    EventRing* next = ring->next_;
    delete ring;
    ring = next;
  }
}

EventRing* EventRings::add() {
  EventRing* head = rings_.load(std::memory_order_acquire);
  if (shared_ && head != nullptr) return head;
  for (EventRing* ring = head; ring != nullptr; ring = ring->next_) {
    uint32_t expected = EventRing::kFree;
    // Acquires what the previous writer left (tail_, lost_), by way of the reader's kFree.
    if (ring->state_.compare_exchange_strong(expected, EventRing::kActive,
                                             std::memory_order_acq_rel)) {
      return ring;
    }
  }
  EventRing* ring = new EventRing(ringSize_, &seq_);
  ring->next_ = head;
  while (!rings_.compare_exchange_weak(ring->next_, ring, std::memory_order_acq_rel)) {
  }
  return ring;
}

void EventRings::retire(EventRing* ring) {
  if (!shared_) ring->state_.store(EventRing::kRetired, std::memory_order_release);
}

size_t EventRings::drain(std::vector<Event>* out, size_t limit) {
  size_t drained = 0;
  bool moved = true;
  while (moved && drained < limit) {
    moved = false;
    for (EventRing* ring = rings_.load(std::memory_order_acquire); ring != nullptr;
         ring = ring->next_) {
      uint32_t state = ring->state_.load(std::memory_order_acquire);
      if (state == EventRing::kFree) continue;
      uint64_t head = ring->head_.load(std::memory_order_relaxed);
      uint64_t tail = ring->tail_.load(std::memory_order_acquire);
      uint64_t start = head;
      for (; head != tail; head++) {
        const Event& event = ring->records_[head & (ring->size_ - 1)];
        // A record far ahead of its turn stays in its ring until the window has come closer.
        if (event.seq - nextSeq_ >= kWindowSize) break;
        window_[event.seq & (kWindowSize - 1)] = event;
      }
      if (head != start) {
        ring->head_.store(head, std::memory_order_release);
        moved = true;
      }
      if (state == EventRing::kRetired && head == tail) {
        ring->state_.store(EventRing::kFree, std::memory_order_release);
      }
    }
    for (;;) {
      Event& slot = window_[nextSeq_ & (kWindowSize - 1)];
      if (slot.seq != nextSeq_ || drained >= limit) break;
      out->push_back(slot);
      slot.seq = 0;
      nextSeq_++;
      drained++;
      moved = true;
    }
  }
  return drained;
}

}  // namespace gopark
