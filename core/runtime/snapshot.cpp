// emitSnapshot: the whole picture as events, for a reader that has lost some. The world is stopped,
// so the queues stand still.
#include "events/ring.h"
#include "runtime/sched.h"

namespace gopark {

namespace {

enum Place : uint32_t { kNowhere, kRunnext, kLocal, kGlobal };

// Records kept free for the end mark and what follows it.
constexpr uint32_t kRoomKept = 16;

// Writes goroutines' states while there is room: a ring that is smaller than the number of
// goroutines gets the queues and the running ones, and as many of the parked as fit.
struct Writer {
  M* mp;
  uint32_t room;
  uint32_t written = 0;

  void write(G* gp, const P* pp, uint32_t status, uint32_t a) {
    if (written == room) return;
    written++;
    const auto reason = static_cast<uint16_t>(gp->waitreason.load(std::memory_order_relaxed));
    emitP(mp, EventType::kGoStatus, pp, gp, static_cast<uint8_t>(status), reason, a, gp->startpc,
          static_cast<uint32_t>(gp->parentGoid));
  }
};

void writeQueues(Machine* machine, Writer* writer) {
  for (P* pp : machine->allp) {
    if (G* next = pp->runnext.load(std::memory_order_acquire)) {
      writer->write(next, pp, _Grunnable, kRunnext);
    }
    const uint32_t tail = pp->runqtail.load(std::memory_order_acquire);
    for (uint32_t i = pp->runqhead.load(std::memory_order_acquire); i != tail; i++) {
      G* gp = pp->runq[i % pp->runqSize].load(std::memory_order_relaxed);
      writer->write(gp, pp, _Grunnable, kLocal);
    }
  }
  lock(&machine->sched.lock);
  for (G* gp = machine->sched.runq.head; gp != nullptr; gp = gp->schedlink) {
    writer->write(gp, nullptr, _Grunnable, kGlobal);
  }
  for (G* gp = machine->sched.disable.runnable.head; gp != nullptr; gp = gp->schedlink) {
    writer->write(gp, nullptr, _Grunnable, kNowhere);
  }
  unlock(&machine->sched.lock);
}

// Those in no queue; first the ones that do something, then the parked.
void writeOthers(Machine* machine, M* mp, Writer* writer) {
  std::vector<G*> all;
  lock(&machine->allglock);
  all = machine->allgs;
  unlock(&machine->allglock);
  for (bool parked : {false, true}) {
    for (G* gp : all) {
      const uint32_t status = readgstatus(gp) & ~_Gscan;
      if (status == _Gdead || status == _Gidle || status == _Grunnable) continue;
      if ((status == _Gwaiting) != parked) continue;
      writer->write(gp, status == _Grunning ? mp->p : nullptr, status,
                    parked ? gp->request.object : 0);
    }
  }
}

}  // namespace

void requestSnapshot(Machine* machine) {
  machine->snapshotWanted.store(true, std::memory_order_release);
  machine->host->wakeSysmon();
}

void emitSnapshot(M* mp) {
  if (mp->events == nullptr) return;
  Machine* machine = mp->machine;
  const auto procs = static_cast<uint32_t>(machine->allp.size());
  const uint32_t room = mp->events->room();
  if (room < procs + kRoomKept) return;  // Nobody reads; no use in losing more.
  emit(mp, EventType::kSnapshot, nullptr, 0, 0, 1);
  for (P* pp : machine->allp) {
    emitP(mp, EventType::kProcStatus, pp, nullptr, pp == mp->p ? _Prunning : _Pgcstop, 0,
          pp->schedtick.load(std::memory_order_relaxed),
          pp->syscalltick.load(std::memory_order_relaxed));
  }
  Writer writer{mp, room - procs - kRoomKept};
  // Queues first and in their order; a reader appends what it reads.
  writeQueues(machine, &writer);
  writeOthers(machine, mp, &writer);
  emit(mp, EventType::kSnapshot, nullptr, 0, 0, 0, writer.written, procs);
}

}  // namespace gopark
