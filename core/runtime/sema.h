// Semaphores: the sleep and wake-up under sync's locks. A semaphore is a word of memory; who waits
// on which word is kept in a table aside. Go's counterpart: sema.go.
//
// The words (and those of mutex.h, rwmutex.h, waitgroup.h, cond.h) lie wherever the lock lies: in
// the interpreted program's heap or in a C++ object. They are always accessed as atomics.
//
// Differs: the address's identity number, which names the lock in events, is looked up in a table
// beside the semaphores, because Go's locks have no room for it. Addresses decide nothing else that
// could be observed.
#pragma once

#include "runtime/proc.h"

namespace gopark {

using SemWord = std::atomic<uint32_t>;

// semacquire() waits until *addr > 0 and then decrements it. lifo: it waits at the head of the
// word's queue. `object` names what is waited for in events.
OpResult semacquire(G* gp, OpState* op, SemWord* addr, bool lifo, WaitReason reason,
                    uint32_t object);

// semrelease() increments *addr and wakes the first waiter. handoff: that waiter gets the count
// directly and runs next, in the caller's time slice, while the caller yields.
OpResult semrelease(G* gp, OpState* op, SemWord* addr, bool handoff);

// semreleaseNow() is semrelease() without hand-off, which never stops.
void semreleaseNow(G* gp, SemWord* addr);

// semWaiters() counts the goroutines that wait on the word. For tests and views.
uint32_t semWaiters(Machine* machine, const SemWord* addr);

// objectId() is the identity number of the lock at this address, given on first use; 0 when events
// are off.
uint32_t objectId(M* mp, const void* address);

// objectIdsForget() drops the numbers of addresses for which dead(address, arg) holds: their memory
// may become another object's. The world is stopped.
void objectIdsForget(Machine* machine, bool (*dead)(const void* address, void* arg), void* arg);

}  // namespace gopark
