// The protocol of operations that may block.
//
// Parking is a change of state, not an operation on a stack: so an operation that may block is a
// function that can be called again. It is called with a zeroed OpState and the G that performs it;
//
//     OpStatus::kDone   it is finished, its results are where the caller said.
//     OpStatus::kStop   the G must return the result.s stop to its M's g0 loop (request filled in
//     gp->request)
//                       and, when it runs again, call the same function with the same arguments and
//                       the same OpState, which then goes on behind the wait.
//     OpStatus::kPanic  the operation panics; its text says with what: a runtime.Error, or with
//     stringPanic a string.
//     OpStatus::kFatal  the program's misuse ends it: `fatal error: ` and its text.
//
// The interpreter calls these functions at each visit of the instruction; C++ goroutines call them
// through await(), which switches out in between.
//
//     chansend(c, &v)  ──kDone──────────────────────────────►  next instruction
//          │ kStop
//          ▼
//     resume() returns Stop::kPark ─► park_m: waiting, unlockf ─► ... goready ... ─► resume()
//          ▲                                                                         │
//          └────────────── chansend(c, &v) again, phase 1 ◄─────────────────────────┘
#pragma once

#include "runtime/runtime2.h"

namespace gopark {

enum class OpStatus : uint8_t { kDone, kStop, kPanic, kFatal };

// OpResult is what an operation returns: its status and, for kStop, what to tell the g0 loop, or
// for kPanic and kFatal the message (a constant; "send on closed channel").
struct OpResult {
  OpStatus status;
  Stop stop = Stop::kPark;
  const char* text = nullptr;
  bool stringPanic = false;

  static OpResult done() { return {OpStatus::kDone}; }
  static OpResult stopWith(Stop stop) { return {OpStatus::kStop, stop}; }
  static OpResult panic(const char* text) { return {OpStatus::kPanic, Stop::kPark, text}; }
  static OpResult panicString(const char* text) {
    return {OpStatus::kPanic, Stop::kPark, text, true};
  }
  static OpResult fatal(const char* text) { return {OpStatus::kFatal, Stop::kPark, text}; }
};

// gopark() fills gp->request for a park and returns the result that asks for it.
// `unlockf` runs on g0 after the G has become waiting; when it returns false the G goes on at once.
OpResult gopark(G* gp, bool (*unlockf)(G*, void*), void* lock, WaitReason reason, uint32_t object);

// goparkunlock() parks and then releases `lock`, which the caller holds.
OpResult goparkunlock(G* gp, RuntimeMutex* lock, WaitReason reason, uint32_t object);

}  // namespace gopark
