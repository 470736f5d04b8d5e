// Natives that are runtime operations: how an OpResult becomes a NativeStatus. A kStep native with
// kOpSlots scratch slots keeps its operation's state there:
//
//     NativeStatus mutexLock(NativeCall& c) { return finish(c, lockSlow(c.gp, opState(c), ...)); }
#pragma once

#include "golang/vm/native.h"
#include "golang/vm/units.h"
#include "runtime/op.h"

namespace gopark::vm {

inline constexpr uint8_t kOpSlots = static_cast<uint8_t>(sizeof(OpState) / sizeof(Slot));
static_assert(sizeof(OpState) % sizeof(Slot) == 0 && sizeof(OpState) <= 64);

// opState() is the operation's state in the call's scratch slots; while it is parked, only
// shrinkStack() moves them.
inline OpState* opState(NativeCall& c) {
  return reinterpret_cast<OpState*>(c.scratch);
}

// callNative() calls a native. A pure one may read the bytes of strings.
inline NativeStatus callNative(const NativeDef& def, NativeCall& c) {
#ifdef GOPARK_TSAN
  if (def.kind == NativeKind::kPure) {
    RacyReads racy;
    return def.fn(c);
  }
#endif
  return def.fn(c);
}

// finish() translates the operation's result, recording its panic or fatal error.
inline NativeStatus finish(NativeCall& c, const OpResult& r) {
  switch (r.status) {
    case OpStatus::kStop:
      c.stop = r.stop;
      return NativeStatus::kStop;
    case OpStatus::kPanic:
      return r.stringPanic ? panicString(c, r.text) : panicPlainError(c, r.text);
    case OpStatus::kFatal:
      return fatal(c, r.text);
    case OpStatus::kDone:
      break;
  }
  return NativeStatus::kDone;
}

}  // namespace gopark::vm
