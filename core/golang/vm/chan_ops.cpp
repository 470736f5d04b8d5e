// Channel instructions over the runtime's two-phase operations. The operation's state and a
// select's cases stay in the Goroutine while it is parked; values are sent from and received into
// frame slots, whose low bytes are the element's memory image.
#include "golang/vm/ops.h"
#include "golang/vm/units.h"
#include "runtime/chan.h"
#include "runtime/select.h"

namespace gopark::vm {

namespace {

// chanAt() is the channel that a program's word is.
Hchan* chanAt(Addr chan) {
  found(ptrOf<void>(chan));
  return ptrOf<Hchan>(chan);
}

OpResult settle(Goroutine* g, OpResult r) {
  if (r.status != OpStatus::kStop && g->op.phase != 0) g->op = OpState{};
  return r;
}

}  // namespace

void releaseCases(Goroutine* g) {
  delete[] static_cast<Scase*>(g->cases);
  g->cases = nullptr;
  g->casesMax = 0;
}

bool makeChan(Goroutine* g, Slot* dst, int64_t size, RType* type) {
  const RType* elem = type->elem;
  size_t bytes = 0;
  if (size < 0 || !chanSize(elem->size, size, &bytes)) {
    return g->fail(Fault::kPlainError, kMakechanText);
  }
  uint64_t header = kBytesHeader;
  if (elem->hasPointers && size > 0) header = addrOf(g->vm->chanShape(elem, size, bytes));
  void* memory = g->vm->heap.allocate(g->cache, bytes, header);
  if (!memory) return outOfMemory(g, 0);
  const uint32_t place = mOf(g->gp)->events == nullptr ? 0 : stopPlace(g);
  *dst = addrOf(makechanIn(g->gp, memory, elem->size, size, place));
  publish(memory);
  return true;
}

OpResult sendOp(Goroutine* g, Addr chan, Slot* value) {
  return settle(g, chansend(g->gp, &g->op, chanAt(chan), value));
}

OpResult recvOp(Goroutine* g, Addr chan, Slot* dst, bool* received) {
  return settle(g, chanrecv(g->gp, &g->op, chanAt(chan), dst, received));
}

OpResult closeOp(Goroutine* g, Addr chan) {
  return closechan(g->gp, chanAt(chan));
}

int64_t chanLen(Addr chan) {
  return chanlen(chanAt(chan));
}
int64_t chanCap(Addr chan) {
  return chancap(chanAt(chan));
}

OpResult selectOp(Goroutine* g, Slot* fp, int base, int count, bool blocking, int32_t* chosen,
                  bool* received) {
  if (count == 0) {
    *chosen = -1;
    return blocking ? selectNone(g->gp) : OpResult::done();
  }
  const Slot* in = fp + base;
  if (count == 1) {
    auto* c = chanAt(in[0]);
    Slot* elem = fp + in[1];
    *chosen = 0;
    if (blocking) {
      return settle(
          g, in[2] ? chansend(g->gp, &g->op, c, elem) : chanrecv(g->gp, &g->op, c, elem, received));
    }
    bool selected = false;
    OpResult r = in[2] ? selectnbsend(g->gp, c, elem, &selected)
                       : selectnbrecv(g->gp, c, elem, &selected, received);
    if (!selected) *chosen = -1;
    return r;
  }
  // The cases are laid out at the first visit and found again at the later ones.
  if (g->op.phase == 0) {
    if (g->casesMax < count) {
      releaseCases(g);
      g->cases = new Scase[static_cast<size_t>(count)];
      g->casesMax = count;
    }
    auto* cases = static_cast<Scase*>(g->cases);
    for (int i = 0; i < count; i++, in += 3) {
      cases[i] = {chanAt(in[0]), fp + in[1], in[2] != 0};
    }
  }
  return settle(g, selectgo(g->gp, &g->op, static_cast<Scase*>(g->cases),
                            static_cast<uint32_t>(count), blocking, chosen, received));
}

void opFailed(Goroutine* g, const OpResult& result) {
  g->fail(result.status == OpStatus::kFatal ? Fault::kFatal : Fault::kPlainError, result.text);
}

}  // namespace gopark::vm
