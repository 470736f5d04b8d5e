// select over several channels. Go's counterpart: select.go.
//
// The compiler's special cases are not handled here: no cases is selectNone(), one case is a plain
// operation, one case and a default a non-blocking one (chan.h).
#pragma once

#include "runtime/chan.h"

namespace gopark {

// Scase is one communication of a select.
struct Scase {
  Hchan* c = nullptr;    // Null: never ready.
  void* elem = nullptr;  // The value to send, or where to receive (null: drop it).
  bool send = false;
};

// The most cases a select can have.
inline constexpr uint32_t kSelectCasesMax = 65536;

// selectgo() performs one of the cases, chosen uniformly among those that can proceed; if none can,
// it waits, or with `block` false does nothing. *chosen is the index of the case, -1 for nothing;
// *received is what a receive returns as its second value. The cases and what they point to must
// stay where they are until the operation is done.
OpResult selectgo(G* gp, OpState* op, const Scase* cases, uint32_t count, bool block,
                  int32_t* chosen, bool* received);

// selectNone() is `select {}`: it waits for ever.
OpResult selectNone(G* gp);

}  // namespace gopark
