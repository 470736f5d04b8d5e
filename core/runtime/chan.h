// Channels. Go's counterpart: chan.go.
//
// An Hchan is a header followed by a ring of element images; it can lie in memory of the C++ heap
// (makechan) or in memory the language gives (makechanIn), whose collector then owns it. Elements
// are `elemsize` bytes, moved by memcpy.
//
//   sendq: G5 -> G9        [ 3 | 4 | 5 |   ]        recvq: (empty)
//   parked senders,         ring, recvx at 3         parked receivers,
//   values in their         sendx behind 5           each with the address
//   own memory                                       that awaits a value
//
// Invariants, under the channel's lock: at least one of sendq and recvq is empty (except for one
// goroutine that selects in both directions of an unbuffered channel); values in the ring mean that
// nobody waits to receive, room in it that nobody waits to send. A value goes past the ring,
// directly into the memory of a waiting receiver, whenever there is one.
//
// Events: one for each value that changes hands. A hand-over to a waiting receiver is a ChanSend
// that names the receiver, one from a waiting sender a ChanRecv that names the sender.
//
// Differs: a G's memory is written directly under the channel lock, as in Go; but frames never move
// while their G is parked, so activeStackChans is not needed.
#pragma once

#include <cstddef>

#include "runtime/proc.h"

namespace gopark {

// WaitQ is a FIFO of Sudogs. The channel's lock guards it; `first` may be compared with null
// without.
struct WaitQ {
  std::atomic<Sudog*> first{nullptr};
  Sudog* last = nullptr;

  bool empty() const { return first.load(std::memory_order_relaxed) == nullptr; }
  void enqueue(Sudog* s);
  // dequeue() takes the first waiter that is not a select already won by another case; null if
  // there is none.
  Sudog* dequeue();
  // remove() takes s out if it is in the queue.
  void remove(Sudog* s);
};

struct Hchan {
  std::atomic<uint64_t> qcount{0};  // Values in the ring. L(lock) to change; read without by len.
  uint64_t dataqsiz = 0;            // Slots of the ring.
  char* buf = nullptr;              // The ring; constant.
  uint32_t elemsize = 0;            // Bytes of an element.
  std::atomic<uint8_t> closed{0};   // L(lock) to set.
  uint32_t bubble : 24 = 0;         // The synctest bubble it was made in, 0: none. Constant.
  Timer* timer = nullptr;           // The timer that sends on it, or null. Set once, at creation.
  uint64_t sendx = 0;               // Next slot to fill. L(lock).
  uint64_t recvx = 0;               // Next slot to take. L(lock).
  WaitQ recvq;                      // Parked receivers. L(lock).
  WaitQ sendq;                      // Parked senders. L(lock).
  RuntimeMutex lock;
  uint32_t id = 0;  // Identity number in its machine: the events' name and select's lock order.

  char* slot(uint64_t index) const { return buf + index * elemsize; }
};

// chanSize() computes how many bytes a channel takes, header included; the ring begins
// kChanBufOffset bytes into it. False: the size is out of range, and make panics with
// kMakechanText.
bool chanSize(uint64_t elemsize, int64_t capacity, size_t* bytes);
inline constexpr size_t kChanBufOffset = 96;  // The same on every machine, so that heaps are.
static_assert(sizeof(Hchan) <= kChanBufOffset);
inline constexpr const char* kMakechanText = "makechan: size out of range";

// makechanIn() makes a channel in zeroed memory of chanSize() bytes, aligned to 8 at least. gp: its
// maker; place: where in the source, for the events.
Hchan* makechanIn(G* gp, void* memory, uint64_t elemsize, int64_t capacity, uint32_t place = 0);

// makechan() makes a channel in malloc's memory; null when there is none or the size is out of
// range. freechan() frees it, with nobody waiting on it.
Hchan* makechan(G* gp, uint64_t elemsize, int64_t capacity);
void freechan(Hchan* c);

// chansend() sends the value at elem, waiting for a receiver or for room. c may be null. elem must
// stay where it is until the operation is done.
OpResult chansend(G* gp, OpState* op, Hchan* c, const void* elem);

// chanrecv() receives into elem (null: drop the value), waiting for one. *received (may be null) is
// false when the channel is closed and drained; elem is then zeroed.
OpResult chanrecv(G* gp, OpState* op, Hchan* c, void* elem, bool* received);

// selectnbsend() is chansend() if it can be done at once; *selected says whether it was.
OpResult selectnbsend(G* gp, Hchan* c, const void* elem, bool* selected);

// selectnbrecv() is chanrecv() if it can be done at once; *selected says whether it was.
OpResult selectnbrecv(G* gp, Hchan* c, void* elem, bool* selected, bool* received);

// closechan() closes the channel and wakes all who wait on it.
OpResult closechan(G* gp, Hchan* c);

// chanlen() and chancap() are the built-in functions; c may be null. A timer's channel has neither.
int64_t chanlen(const Hchan* c);
int64_t chancap(const Hchan* c);

// --- For select.cpp and time.cpp ---

inline constexpr const char* kSendOnClosedText = "send on closed channel";

enum class ChanTry : uint8_t { kDone, kClosed, kWouldBlock };

// trysendLocked() sends if that is possible at once. The channel's lock is held by the caller; if
// the result names a goroutine in *wake, the caller releases its locks and then makes it ready. gp
// null: a timer sends.
ChanTry trysendLocked(M* mp, G* gp, Hchan* c, const void* elem, G** wake);

// tryrecvLocked() receives if that is possible at once; kClosed: elem was zeroed.
ChanTry tryrecvLocked(M* mp, G* gp, Hchan* c, void* elem, G** wake);

// chansendTimer() is the send of a timer, on g0 or in a G: dropped if there is no room.
void chansendTimer(M* mp, Hchan* c, const void* elem);

// timerchandrain() empties the ring of a timer's channel and says whether there was anything in it.
bool timerchandrain(Hchan* c);

}  // namespace gopark
