// The queue of a sync.Cond over its words. Go's counterpart: notifyList of sema.go.
//
// A waiter draws a ticket before it releases the Cond's lock, and queues up afterwards. Who
// notifies takes the next ticket; if its owner is not in the queue yet it will find out when it
// comes.
//
//   wait: 7      next ticket to draw
//   notify: 4    next ticket to wake       queue: [4 G9] -> [6 G2]     (5 is on its way)
#pragma once

#include "runtime/mutex.h"

namespace gopark {

// NotifyListWords has the layout of sync.notifyList; head and tail are Sudogs.
struct NotifyListWords {
  std::atomic<uint32_t> wait{0};
  std::atomic<uint32_t> notify{0};  // L(lock) to change.
  RuntimeMutex lock;
  uint32_t object = 0;  // Identity number, for the events. L(lock).
  uint64_t head = 0;    // L(lock).
  uint64_t tail = 0;    // L(lock).
};
static_assert(sizeof(NotifyListWords) == 32);

// notifyListAdd() draws a ticket.
uint32_t notifyListAdd(NotifyListWords* l);
// notifyListWait() waits until the ticket is notified.
OpResult notifyListWait(G* gp, OpState* op, NotifyListWords* l, uint32_t ticket);
// notifyListNotifyOne() wakes the oldest ticket not yet woken, notifyListNotifyAll() all of them.
// Neither stops. A waiter in a synctest bubble can be woken from inside only.
OpResult notifyListNotifyOne(G* gp, NotifyListWords* l);
OpResult notifyListNotifyAll(G* gp, NotifyListWords* l);

}  // namespace gopark
