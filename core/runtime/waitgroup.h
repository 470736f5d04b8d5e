// sync.WaitGroup over its words. Go's counterpart: sync/waitgroup.go.
//
//   state   high half: the counter; low half: bit 31 unused, then the number of waiters
//   sema    what the waiters sleep on
#pragma once

#include "runtime/mutex.h"

namespace gopark {

struct WaitGroupWords {
  std::atomic<uint64_t> state{0};
  SemWord sema{0};
};

// waitGroupAdd() is Add. It wakes all waiters when the counter becomes zero, and never stops.
OpResult waitGroupAdd(G* gp, WaitGroupWords* wg, int64_t delta);
// waitGroupWait() is Wait.
OpResult waitGroupWait(G* gp, OpState* op, WaitGroupWords* wg);

}  // namespace gopark
