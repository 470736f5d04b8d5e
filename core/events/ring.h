// EventRing and EventRings: where events lie between the M that writes them and the one reader.
// Each M has a ring of its own, so writing takes no lock; the reader puts the rings' records into
// the machine's one order by their sequence numbers.
//
//   M0  [ 1 | 4 | 5 |   ]  ──┐
//   M1  [ 2 | 3 |   |   ]  ──┼─► drain(): 1 2 3 4 5, stops before a number not yet written
//   M2  [ 7 |   |   |   ]  ──┘            (6 is still being written: 7 waits)
//
// Invariants:
//   - one writer and one reader per ring; a sequence number is taken only when its record has room,
//     so the numbers of all rings together have no gaps;
//   - a full ring drops: the records are counted, and one EventsLost is written when there is room;
//   - the ring of an M that ended is drained like the others and then used for another M.
// Go's counterpart: the per-M trace buffers of trace.go (which block up into batches instead).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "events/event.h"

namespace gopark {

class EventRing {
 public:
  // `size` is a power of two. `seq` is the machine's counter; it must outlive the ring.
  EventRing(uint32_t size, std::atomic<uint64_t>* seq);

  // write() appends the record, with its sequence number filled in, or counts it as lost. Writer.
  void write(Event event);

  // room() is how many records are sure to fit now. Writer.
  uint32_t room() const;

 private:
  friend class EventRings;

  enum State : uint32_t { kFree, kActive, kRetired };

  void push(const Event& event, uint64_t at);

  const uint32_t size_;
  std::atomic<uint64_t>* const seq_;
  std::unique_ptr<Event[]> records_;
  EventRing* next_ = nullptr;  // In EventRings; set before the ring is published.
  std::atomic<uint32_t> state_{kActive};

  // The writer's line. tail_ is published with release after the record is in place.
  alignas(64) std::atomic<uint64_t> tail_{0};
  uint64_t headSeen_ = 0;  // The writer's last look at head_.
  uint32_t lost_ = 0;
  // The reader's line. head_ is published with release after the record is copied out.
  alignas(64) std::atomic<uint64_t> head_{0};
};

class EventRings {
 public:
  // `shared`: all Ms write into one ring, as they may where only one of them runs at a time.
  EventRings(uint32_t ringSize, bool shared);
  ~EventRings();
  EventRings(const EventRings&) = delete;
  EventRings& operator=(const EventRings&) = delete;

  // add() is a ring for a new M. Any thread.
  EventRing* add();

  // retire() says that no more records will be written to the ring. Its writer.
  void retire(EventRing* ring);

  // written() counts the records that have a number so far.
  uint64_t written() const { return seq_.load(std::memory_order_relaxed) - 1; }

  // drain() appends to *out the records that are next in order, at most about `limit`, and returns
  // how many. One thread at a time.
  size_t drain(std::vector<Event>* out, size_t limit);

 private:
  const uint32_t ringSize_;
  const bool shared_;
  std::atomic<uint64_t> seq_{1};
  std::atomic<EventRing*> rings_{nullptr};

  // Records taken out of the rings but not yet next in order: window_[seq & (size - 1)]; seq 0
  // marks an empty place. The reader's.
  std::vector<Event> window_;
  uint64_t nextSeq_ = 1;
};

}  // namespace gopark
