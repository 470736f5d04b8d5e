// sync.Once over its words, as the two halves around the call of its function. Go's counterpart:
// sync/once.go, which the interpreted library's own once.go follows in Go; C++ goroutines use this.
#pragma once

#include "runtime/mutex.h"

namespace gopark {

struct OnceWords {
  std::atomic<uint32_t> done{0};
  MutexWords m;
};

// onceBegin() waits until the function has returned in some goroutine, or until it is this one's
// turn to call it: *call says which. If so, onceEnd() must follow when the function has returned.
OpResult onceBegin(G* gp, OpState* op, OnceWords* once, bool* call);
OpResult onceEnd(G* gp, OpState* op, OnceWords* once);

}  // namespace gopark
