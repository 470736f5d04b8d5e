// Writing an event: see emit.h.
#include "runtime/emit.h"

#include "events/ring.h"
#include "runtime/machine.h"

namespace gopark {

void emitSlow(M* mp, EventType type, uint16_t p, uint64_t g, uint8_t sub, uint16_t aux, uint32_t a,
              uint32_t b, uint32_t c) {
  Event event;
  event.seq = 0;
  event.timeNs = mp->machine->host->nanotime() - mp->machine->startNs;
  event.g = static_cast<uint32_t>(g);
  event.m = static_cast<uint16_t>(mp->id);
  event.p = p;
  event.type = type;
  event.sub = sub;
  event.aux = aux;
  event.a = a;
  event.b = b;
  event.c = c;
  mp->events->write(event);
}

}  // namespace gopark
