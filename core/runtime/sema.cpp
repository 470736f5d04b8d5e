// See sema.h. The table is 251 roots, each with a treap (a search tree by address that is a heap by
// a random ticket) of the addresses waited on; who waits on the same address hangs off its node:
//
//   root 17:        [0x40 G5]──►[G8]──►[G9]       waitlink, in the order of waking;
//                   /       \                     the node's waittail is the last
//            [0x18 G7]     [0x78 G2]──►[G3]
//
// semacquire first announces itself (nwait) and then looks at the count, semrelease first raises
// the count and then looks at nwait, both sequentially consistent: one of them sees the other.
#include "runtime/sema.h"

#include <unordered_map>

#include "base/check.h"
#include "runtime/sudog.h"

namespace gopark {

namespace {

constexpr size_t kRoots = 251;

// The children of a treap node.
Sudog*& left(Sudog* s) {
  return s->prev;
}
Sudog*& right(Sudog* s) {
  return s->next;
}

uintptr_t addressOf(const Sudog* s) {
  return reinterpret_cast<uintptr_t>(s->elem);
}

struct alignas(64) SemaRoot {
  RuntimeMutex mutex;
  Sudog* treap = nullptr;          // L(mutex).
  std::atomic<uint32_t> nwait{0};  // Waiters; read without the lock.
  RuntimeMutex idLock;
  std::unordered_map<uintptr_t, uint32_t> ids;  // L(idLock).

  void queue(M* mp, SemWord* addr, Sudog* s, bool lifo);
  Sudog* dequeue(SemWord* addr);

 private:
  void replace(Sudog* old, Sudog* with);
  void rotateUp(Sudog* child);
};

}  // namespace

struct SemTable {
  SemaRoot roots[kRoots];
};

namespace {

SemaRoot* rootFor(Machine* machine, const void* addr) {
  SemTable* table = machine->semtable.load(std::memory_order_acquire);
  if (table == nullptr) {
    SemTable* fresh = new SemTable;
    if (machine->semtable.compare_exchange_strong(table, fresh, std::memory_order_acq_rel,
                                                  std::memory_order_acquire)) {
      table = fresh;
    } else {
      delete fresh;
    }
  }
  return &table->roots[(reinterpret_cast<uintptr_t>(addr) >> 3) % kRoots];
}

// --- The treap
// --------------------------------------------------------------------------------------

// Puts `with` where `old` is in the tree.
void SemaRoot::replace(Sudog* old, Sudog* with) {
  Sudog* parent = old->parent;
  with->parent = parent;
  if (parent == nullptr) {
    treap = with;
  } else if (left(parent) == old) {
    left(parent) = with;
  } else {
    right(parent) = with;
  }
  left(with) = left(old);
  right(with) = right(old);
  if (left(with) != nullptr) left(with)->parent = with;
  if (right(with) != nullptr) right(with)->parent = with;
  old->parent = nullptr;
  left(old) = right(old) = nullptr;
}

// Makes `child` the parent of its parent, keeping the order of addresses.
void SemaRoot::rotateUp(Sudog* child) {
  Sudog* parent = child->parent;
  Sudog* above = parent->parent;
  if (left(parent) == child) {
    left(parent) = right(child);
    if (right(child) != nullptr) right(child)->parent = parent;
    right(child) = parent;
  } else {
    right(parent) = left(child);
    if (left(child) != nullptr) left(child)->parent = parent;
    left(child) = parent;
  }
  parent->parent = child;
  child->parent = above;
  if (above == nullptr) {
    treap = child;
  } else if (left(above) == parent) {
    left(above) = child;
  } else {
    right(above) = child;
  }
}

void SemaRoot::queue(M* mp, SemWord* addr, Sudog* s, bool lifo) {
  s->elem = addr;
  s->next = s->prev = nullptr;
  const uintptr_t key = addressOf(s);
  Sudog* parent = nullptr;
  Sudog** link = &treap;
  for (Sudog* at = treap; at != nullptr; at = *link) {
    if (addressOf(at) == key) {
      if (lifo) {
        // s becomes the node, the old one the first behind it.
        replace(at, s);
        s->ticket = at->ticket;
        s->waitlink = at;
        s->waittail = at->waittail != nullptr ? at->waittail : at;
        at->waittail = nullptr;
      } else {
        (at->waittail != nullptr ? at->waittail : at)->waitlink = s;
        at->waittail = s;
        s->waitlink = nullptr;
      }
      return;
    }
    parent = at;
    link = key < addressOf(at) ? &left(at) : &right(at);
  }
  // A new leaf. Its ticket is odd, hence not 0, which means "no ticket".
  s->ticket = cheaprand(mp, ChoiceKind::kSemaTicket) | 1;
  s->parent = parent;
  *link = s;
  while (s->parent != nullptr && s->parent->ticket > s->ticket) rotateUp(s);
}

Sudog* SemaRoot::dequeue(SemWord* addr) {
  const uintptr_t key = reinterpret_cast<uintptr_t>(addr);
  Sudog* s = treap;
  while (s != nullptr && addressOf(s) != key) s = key < addressOf(s) ? left(s) : right(s);
  if (s == nullptr) return nullptr;
  if (Sudog* second = s->waitlink) {
    // The next of the same address takes its place.
    replace(s, second);
    second->ticket = s->ticket;
    second->waittail = second->waitlink != nullptr ? s->waittail : nullptr;
    s->waitlink = s->waittail = nullptr;
  } else {
    // Down to a leaf, then off.
    while (left(s) != nullptr || right(s) != nullptr) {
      Sudog* up = right(s) == nullptr || (left(s) != nullptr && left(s)->ticket < right(s)->ticket)
                      ? left(s)
                      : right(s);
      rotateUp(up);
    }
    if (s->parent == nullptr) {
      treap = nullptr;
    } else if (left(s->parent) == s) {
      left(s->parent) = nullptr;
    } else {
      right(s->parent) = nullptr;
    }
  }
  s->parent = nullptr;
  s->elem = nullptr;
  s->next = s->prev = nullptr;
  s->ticket = 0;
  return s;
}

// --- Acquire and release
// ----------------------------------------------------------------------------

constexpr uint32_t kWaiting = 1;
constexpr uint32_t kYielded = 2;

bool cansemacquire(SemWord* addr) {
  uint32_t v = addr->load(std::memory_order_seq_cst);
  while (v > 0) {
    if (addr->compare_exchange_weak(v, v - 1, std::memory_order_seq_cst)) return true;
  }
  return false;
}

}  // namespace

OpResult semacquire(G* gp, OpState* op, SemWord* addr, bool lifo, WaitReason reason,
                    uint32_t object) {
  M* mp = mOf(gp);
  if (op->phase == kWaiting) {
    Sudog* s = static_cast<Sudog*>(op->ptr[0]);
    const bool handedOver = s->ticket != 0;
    op->phase = 0;
    s->ticket = 0;
    if (handedOver || cansemacquire(addr)) {
      releaseSudog(mp, s);
      return OpResult::done();
    }
    releaseSudog(mp, s);
  } else if (cansemacquire(addr)) {
    return OpResult::done();
  }
  SemaRoot* root = rootFor(mp->machine, addr);
  Sudog* s = acquireSudog(mp);
  s->g = gp;
  lock(&root->mutex);
  root->nwait.fetch_add(1, std::memory_order_seq_cst);
  if (cansemacquire(addr)) {
    root->nwait.fetch_sub(1, std::memory_order_seq_cst);
    unlock(&root->mutex);
    releaseSudog(mp, s);
    return OpResult::done();
  }
  root->queue(mp, addr, s, lifo);
  op->phase = kWaiting;
  op->ptr[0] = s;
  gp->waitAddress = addr;
  OpResult parked = goparkunlock(gp, &root->mutex, reason, object);
  gp->request.atHead = lifo;
  return parked;
}

namespace {

// Raises the count and readies the first waiter, whom it returns; null if nobody waits.
// *handedOver: the waiter has the count already.
G* release(G* gp, SemWord* addr, bool handoff, bool* handedOver) {
  *handedOver = false;
  SemaRoot* root = rootFor(mOf(gp)->machine, addr);
  addr->fetch_add(1, std::memory_order_seq_cst);
  if (root->nwait.load(std::memory_order_seq_cst) == 0) return nullptr;
  lock(&root->mutex);
  Sudog* s = root->dequeue(addr);
  if (s != nullptr) root->nwait.fetch_sub(1, std::memory_order_seq_cst);
  unlock(&root->mutex);
  if (s == nullptr) return nullptr;
  if (handoff && cansemacquire(addr)) {
    s->ticket = 1;
    *handedOver = true;
  }
  G* waiter = s->g;
  goready(waiter);
  return waiter;
}

}  // namespace

void semreleaseNow(G* gp, SemWord* addr) {
  bool handedOver;
  release(gp, addr, false, &handedOver);
}

OpResult semrelease(G* gp, OpState* op, SemWord* addr, bool handoff) {
  if (op->phase == kYielded) {
    op->phase = 0;
    return OpResult::done();
  }
  bool handedOver;
  release(gp, addr, handoff, &handedOver);
  if (handedOver && mOf(gp)->locks == 0) {
    // The waiter is this P's runnext: it runs at once, and inherits the time slice, so that two
    // goroutines that hand a lock to and fro keep nobody else away.
    op->phase = kYielded;
    return OpResult::stopWith(Stop::kGoyield);
  }
  return OpResult::done();
}

uint32_t semWaiters(Machine* machine, const SemWord* addr) {
  SemaRoot* root = rootFor(machine, addr);
  const uintptr_t key = reinterpret_cast<uintptr_t>(addr);
  lockOn(machine->host, &root->mutex);
  Sudog* s = root->treap;
  while (s != nullptr && addressOf(s) != key) s = key < addressOf(s) ? left(s) : right(s);
  uint32_t count = 0;
  for (; s != nullptr; s = s->waitlink) count++;
  unlockOn(machine->host, &root->mutex);
  return count;
}

void semDestroy(Machine* machine) {
  delete machine->semtable.exchange(nullptr, std::memory_order_acq_rel);
}

// --- Identity numbers
// -------------------------------------------------------------------------------

uint32_t objectId(M* mp, const void* address) {
  if (mp->events == nullptr) return 0;
  Machine* machine = mp->machine;
  SemaRoot* root = rootFor(machine, address);
  lock(&root->idLock);
  uint32_t& id = root->ids[reinterpret_cast<uintptr_t>(address)];
  if (id == 0) id = machine->nextObjectId.fetch_add(1, std::memory_order_relaxed) + 1;
  uint32_t found = id;
  unlock(&root->idLock);
  return found;
}

void objectIdsForget(Machine* machine, bool (*dead)(const void* address, void* arg), void* arg) {
  SemTable* table = machine->semtable.load(std::memory_order_acquire);
  if (table == nullptr) return;
  for (SemaRoot& root : table->roots) {
    std::erase_if(root.ids, [&](const auto& entry) {
      return dead(reinterpret_cast<const void*>(entry.first), arg);
    });
  }
}

}  // namespace gopark
