// sync.WaitGroup over its words. Go's counterpart: sync/waitgroup.go.
//
//   state   high half: the counter; low half: bit 31 unused, then the number of waiters
//   sema    what the waiters sleep on
//   bubble  set by an Add in a synctest bubble, until the counter is zero again
#pragma once

#include "runtime/mutex.h"

namespace gopark {

struct WaitGroupWords {
  std::atomic<uint64_t> state{0};
  SemWord sema{0};
  std::atomic<uint32_t> bubble{0};  // The synctest bubble it belongs to while it is counting.
};
static_assert(sizeof(WaitGroupWords) == 16);

// waitGroupAdd() is Add. It wakes all waiters when the counter becomes zero, and never stops. A
// package variable (`shared`) belongs to no bubble.
OpResult waitGroupAdd(G* gp, WaitGroupWords* wg, int64_t delta, bool shared = false);
// waitGroupWait() is Wait.
OpResult waitGroupWait(G* gp, OpState* op, WaitGroupWords* wg);

}  // namespace gopark
