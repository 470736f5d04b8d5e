// emit(): how the scheduler writes an event. It is one test of a pointer when events are off.
// An M writes only into its own ring, so nothing here takes a lock; the order over all Ms is the
// sequence number. See events/ring.h.
#pragma once

#include "events/event.h"
#include "runtime/runtime2.h"

namespace gopark {

// emitSlow() is emit() with events on.
void emitSlow(M* mp, EventType type, uint16_t p, uint64_t g, uint8_t sub, uint16_t aux, uint32_t a,
              uint32_t b, uint32_t c);

// emitP() writes an event that speaks of pp (null: of no P).
inline void emitP(M* mp, EventType type, const P* pp, const G* gp, uint8_t sub = 0,
                  uint16_t aux = 0, uint32_t a = 0, uint32_t b = 0, uint32_t c = 0) {
  if (mp == nullptr || mp->events == nullptr) return;
  emitSlow(mp, type, pp == nullptr ? kNoId : static_cast<uint16_t>(pp->id),
           gp == nullptr ? 0 : gp->goid.load(std::memory_order_relaxed), sub, aux, a, b, c);
}

// emit() writes an event of the P that mp holds.
inline void emit(M* mp, EventType type, const G* gp, uint8_t sub = 0, uint16_t aux = 0,
                 uint32_t a = 0, uint32_t b = 0, uint32_t c = 0) {
  if (mp == nullptr || mp->events == nullptr) return;
  emitP(mp, type, mp->p, gp, sub, aux, a, b, c);
}

}  // namespace gopark
