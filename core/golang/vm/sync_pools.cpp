// Emptying pools: see sync_pools.h.
#include "golang/vm/sync_pools.h"

#include <utility>

#include "golang/vm/marker.h"

namespace gopark::vm {

namespace {
// Where the fields of a sync.Pool lie.
constexpr uint64_t kLocalAt = 0;
constexpr uint64_t kVictimAt = 8;
}  // namespace

void SyncPools::add(Addr pool) {
  std::lock_guard<std::mutex> guard(mutex_);
  local_.push_back(pool);
}

void SyncPools::clear() {
  for (Addr pool : victim_) relaxedStore<Addr>(ptrOf<char>(pool) + kVictimAt, 0);
  for (Addr pool : local_) {
    char* at = ptrOf<char>(pool);
    relaxedStore<Addr>(at + kVictimAt, relaxedLoad<Addr>(at + kLocalAt));
    relaxedStore<Addr>(at + kLocalAt, 0);
  }
  victim_ = std::exchange(local_, {});
}

void SyncPools::markFrom(Marker* marker) const {
  for (Addr pool : local_) marker->mark(pool);
  for (Addr pool : victim_) marker->mark(pool);
}

}  // namespace gopark::vm
