// Writing an event: see emit.h.
#include "runtime/emit.h"

#include "events/ring.h"
#include "runtime/machine.h"

namespace gopark {

namespace {

// What an event stands for on a machine whose time is simulated. Those that only report are free.
Cost costOf(EventType type) {
  switch (type) {
    case EventType::kGoCreate:
      return Cost::kGoCreate;
    case EventType::kGoDestroy:
      return Cost::kGoExit;
    case EventType::kGoStart:
      return Cost::kGoSwitch;
    case EventType::kGoPark:
      return Cost::kGoPark;
    case EventType::kGoUnpark:
      return Cost::kGoReady;
    case EventType::kGlobrunqPut:
    case EventType::kGlobrunqGet:
    case EventType::kRunqOverflow:
      return Cost::kGlobalQueue;
    case EventType::kSpinStart:
    case EventType::kSpinStop:
    case EventType::kProcStart:
    case EventType::kProcIdle:
      return Cost::kSpin;
    case EventType::kStealTry:
      return Cost::kStealTry;
    case EventType::kSteal:
      return Cost::kSteal;
    case EventType::kSyscallEnter:
    case EventType::kSyscallExit:
      return Cost::kSyscall;
    case EventType::kTimerSet:
    case EventType::kTimerStop:
    case EventType::kTimerFire:
      return Cost::kTimerOp;
    case EventType::kChanMake:
    case EventType::kChanSend:
    case EventType::kChanRecv:
    case EventType::kChanClose:
    case EventType::kSelectBegin:
      return Cost::kChanOp;
    case EventType::kLockAcquire:
    case EventType::kLockRelease:
      return Cost::kLockOp;
    case EventType::kGcBegin:
      return Cost::kGcFixed;
    case EventType::kStackGrow:
    case EventType::kStackShrink:
      return Cost::kStackCopy;
    default:
      return Cost::kCount;
  }
}

void spend(Machine* machine, EventType type) {
  Cost cost = costOf(type);
  if (cost != Cost::kCount) machine->host->spend(cost, 1);
}

}  // namespace

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
  if (mp->machine->meter != nullptr) spend(mp->machine, type);
}

}  // namespace gopark
