// The operations as the interpreter calls them: on the runtime first, then judged by the model,
// because a timer may fire inside of one, which tells the model itself. Each may be called again
// after a stop, with Body::begun set.
#pragma once

#include <string>

#include "body.h"
#include "world.h"

namespace gopark::simulation {

// --- What they share (operations.cpp) ---

// fail() notes what is wrong with the body's operation.
void fail(const Body* body, const std::string& what);
// waitOn() says that the body waits from now on.
void waitOn(Body* body, On on, uint8_t object);
// wake() says that it need not wait any more.
void wake(Body* body);
// resume() is called when an operation that had stopped goes on: the model must have woken it.
void resume(Body* body);

// --- Channels and select (operations_chan.cpp) ---

OpResult sendOp(Body* body, G* gp, const Op& op);
OpResult recvOp(Body* body, G* gp, const Op& op);
OpResult closeOp(Body* body, G* gp, const Op& op);
OpResult selectOp(Body* body, G* gp, const Op& op);

// --- Locks and lists of waiters (operations_lock.cpp) ---

OpResult lockOp(Body* body, G* gp, const Op& op);
OpResult tryLockOp(Body* body, G* gp, const Op& op);
OpResult unlockOp(Body* body, G* gp, uint32_t object);
OpResult rwLockOp(Body* body, G* gp, const Op& op, bool write);
OpResult rwUnlockOp(Body* body, G* gp, uint32_t object);
OpResult wgWaitOp(Body* body, G* gp, const Op& op);
void wgAdd(Body* body, G* gp, uint32_t object, int64_t delta);
OpResult notifyWaitOp(Body* body, G* gp, const Op& op);
OpResult notifyOp(Body* body, G* gp, const Op& op);

// --- Time, calls, the world, threads (operations.cpp) ---

OpResult sleepOp(Body* body, G* gp, const Op& op);
OpResult timerOp(Body* body, const Op& op);
OpResult threadSleepOp(Body* body, G* gp, const Op& op);
OpResult syscallOp(Body* body, G* gp);
OpResult worldOp(Body* body, G* gp, const Op& op);
OpResult threadLockOp(Body* body, G* gp, const Op& op);

}  // namespace gopark::simulation
