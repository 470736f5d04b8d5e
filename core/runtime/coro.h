// Coroutines: goroutines that run only when another switches to them, on its M and P, past all
// queues; iter.Pull is made of them. Go's counterpart: coro.go.
//
//   coroswitch(c)   the running goroutine and the one in c's slot change places
//
// Exactly one of the two sides is in the slot, waiting, while the other runs.
#pragma once

#include "runtime/proc.h"

namespace gopark {

// Coro has the layout of rt.Coro: one word.
struct Coro {
  std::atomic<uint64_t> gp{0};  // The waiting side, 0: a switch is under way, or it is over.
};

// newcoro() makes c's goroutine, parked until the first switch. Its body ends with coroexit(). In a
// G.
G* newcoro(Coro* c, const GoBody& body);

// coroswitch() runs the other side until it switches back or exits.
OpResult coroswitch(G* gp, OpState* op, Coro* c);

// coroexit() arranges that the other side goes on when gp's body now returns Stop::kExit or
// Stop::kGoexit.
OpResult coroexit(G* gp, Coro* c);

}  // namespace gopark
