// FoldObjects: the channels, locks and timers of the picture, as far as the events tell of them.
//
// A program may make a million channels, so what is kept is bounded: every object that somebody
// waits on (there are no more of those than goroutines), and of the others the kIdleMax used last.
// One that was dropped and is used again comes back with what is not known about it marked so.
#pragma once

#include <cstdint>
#include <vector>

#include "events/id_map.h"

namespace gopark {

// What the events never said.
inline constexpr uint32_t kNotKnown = 0xffffffff;

// FoldQueue is a list of goroutines through FoldG::next and prev.
struct FoldQueue {
  int32_t head = -1, tail = -1;
  uint32_t length = 0;
};

enum class ObjectKind : uint8_t {
  kUnknown,
  kChannel,
  kMutex,
  kRWMutex,
  kWaitGroup,
  kCond,
  kSema,
};

// WaitSide: which of an object's two queues a goroutine waits in.
enum class WaitSide : uint8_t {
  kFirst,   // To send, or for the lock (an RWMutex: to write).
  kSecond,  // To receive, or to read.
  kNone,    // In no object's queue.
};

// WaitPlace is what a wait reason says about the object waited on.
struct WaitPlace {
  ObjectKind kind = ObjectKind::kUnknown;
  WaitSide side = WaitSide::kNone;
};

// waitPlaceOf() reads a WaitReason. A select waits on several objects and is in no one's queue
// here: its park names only the first of its channels.
WaitPlace waitPlaceOf(uint8_t reason);

// FoldObject is a channel or a lock in the picture.
struct FoldObject {
  uint32_t id = 0;
  ObjectKind kind = ObjectKind::kUnknown;
  bool closed = false;
  uint32_t capacity = kNotKnown;   // Channels.
  uint32_t buffered = kNotKnown;   // Channels: values in the buffer.
  uint32_t place = 0;              // Channels: where in the source it was made; 0: not known.
  uint32_t owner = kNotKnown;      // Locks: who has it (an RWMutex: to write); 0: nobody.
  uint32_t readers = kNotKnown;    // RWMutexes: how many have it to read.
  FoldQueue waiting[2];            // By WaitSide, the longest-waiting first.
  int64_t usedNs = 0;              // When an event last named it.
  int32_t newer = -1, older = -1;  // Neighbours among the idle ones.

  uint32_t waiters() const { return waiting[0].length + waiting[1].length; }
};

// FoldTimer is a timer that is set.
struct FoldTimer {
  uint32_t id = 0;
  uint32_t g = 0;    // The goroutine it wakes, or that set it.
  uint16_t p = 0;    // The P it was set on.
  uint8_t kind = 0;  // TimerKind.
  int64_t dueNs = 0;
  int64_t periodNs = 0;  // Tickers.
};

class FoldObjects {
 public:
  static constexpr uint32_t kIdleMax = 1024;
  static constexpr uint32_t kTimersMax = 1u << 16;

  // use() is the object with this id, new or known, used at `now`. Its address holds until the next
  // call.
  FoldObject& use(uint32_t id, ObjectKind kind, int64_t now);

  // settle() keeps the object (by its slot) among the idle ones exactly while nobody waits on it.
  void settle(int32_t slot);

  FoldObject& at(int32_t slot) { return slots_[static_cast<size_t>(slot)]; }
  int32_t slotOf(const FoldObject& object) const {
    return static_cast<int32_t>(&object - slots_.data());
  }
  const FoldObject* find(uint32_t id) const;

  void setTimer(const FoldTimer& timer);
  // fireTimer(): it was due then and ran. A ticker stays set for its next time.
  void fireTimer(uint32_t id, int64_t wasDueNs);
  void stopTimer(uint32_t id);

  // lose() drops everything: events are missing. What is known from here on is not all there is.
  void lose(int64_t now);

  // Every object kept, in no order; those with id 0 are empty slots.
  const std::vector<FoldObject>& slots() const { return slots_; }
  // Every timer that is set, in no order; those with id 0 are empty slots.
  const std::vector<FoldTimer>& timers() const { return timers_; }
  uint32_t timersSet() const { return static_cast<uint32_t>(timerIndex_.size()); }
  // Timers set while there were kTimersMax already.
  uint64_t timersNotKept() const { return timersNotKept_; }
  uint64_t channelsMade() const { return channelsMade_; }
  void countChannel() { channelsMade_++; }
  // When all objects were lost last; 0: never.
  int64_t sinceNs() const { return sinceNs_; }

 private:
  int32_t add(uint32_t id);
  void link(int32_t slot);
  void unlink(int32_t slot);
  void drop(int32_t slot);
  void eraseTimer(int32_t slot);

  std::vector<FoldObject> slots_;
  std::vector<int32_t> freeSlots_;
  IdMap index_;
  int32_t newest_ = -1, oldest_ = -1;  // The idle ones, by their last use.
  uint32_t idle_ = 0;
  uint32_t highestId_ = 0;
  bool dropped_ = false;
  std::vector<FoldTimer> timers_;
  std::vector<int32_t> freeTimers_;
  IdMap timerIndex_;
  uint64_t timersNotKept_ = 0;
  uint64_t channelsMade_ = 0;
  int64_t sinceNs_ = 0;
};

}  // namespace gopark
