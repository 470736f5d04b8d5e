// The cache of Sudogs: a few per P, the rest with the machine. Go's counterpart: acquireSudog and
// releaseSudog of proc.go.
//
// Differs: Sudogs are made in blocks that the machine owns until its end, so a machine that ends
// with goroutines parked frees theirs too; Go leaves them to its collector.
#pragma once

#include "runtime/proc.h"

namespace gopark {

// acquireSudog() is a cleared Sudog for the calling M, which has a P. In a G or on g0; the caller
// may hold any lock but sched.sudoglock.
Sudog* acquireSudog(M* mp);

// releaseSudog() gives it back, out of every queue.
void releaseSudog(M* mp, Sudog* s);

}  // namespace gopark
