// See sudog.h.
#include "runtime/sudog.h"

#include "base/check.h"

namespace gopark {

namespace {

// Half a P's cache moves at a time, so that neither taking nor giving goes to the lock often.
size_t half(const Machine* machine) {
  return machine->settings.sudogCacheSize / 2;
}

void refill(M* mp) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  std::vector<Sudog*>& cache = mp->p->sudogcache;
  const size_t want = half(machine) == 0 ? 1 : half(machine);
  lock(&sched.sudoglock);
  if (sched.sudogcache.empty()) {
    sched.sudogblocks.push_back(std::make_unique<Sudog[]>(want));
    Sudog* block = sched.sudogblocks.back().get();
    for (size_t i = 0; i < want; i++) cache.push_back(&block[i]);
  } else {
    while (cache.size() < want && !sched.sudogcache.empty()) {
      cache.push_back(sched.sudogcache.back());
      sched.sudogcache.pop_back();
    }
  }
  unlock(&sched.sudoglock);
}

void spill(M* mp) {
  Machine* machine = mp->machine;
  Sched& sched = machine->sched;
  std::vector<Sudog*>& cache = mp->p->sudogcache;
  lock(&sched.sudoglock);
  while (cache.size() > half(machine)) {
    sched.sudogcache.push_back(cache.back());
    cache.pop_back();
  }
  unlock(&sched.sudoglock);
}

}  // namespace

Sudog* acquireSudog(M* mp) {
  std::vector<Sudog*>& cache = mp->p->sudogcache;
  if (cache.empty()) refill(mp);
  Sudog* s = cache.back();
  cache.pop_back();
  return s;
}

void releaseSudog(M* mp, Sudog* s) {
  CHECK(s->next == nullptr && s->prev == nullptr && s->parent == nullptr,
        "gopark: releaseSudog: still in a queue");
  std::vector<Sudog*>& cache = mp->p->sudogcache;
  if (cache.size() >= mp->machine->settings.sudogCacheSize) spill(mp);
  *s = Sudog{};
  cache.push_back(s);
}

void sudogsDestroy(Machine* machine) {
  for (auto& pp : machine->allpOwned) pp->sudogcache.clear();
  machine->sched.sudogcache.clear();
  machine->sched.sudogblocks.clear();
}

}  // namespace gopark
