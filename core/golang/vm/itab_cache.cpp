// See itab_cache.h.
#include "golang/vm/itab_cache.h"

#include "golang/vm/vm.h"

namespace gopark::vm {

Itab* ItabCache::find(CodeSource* source, RType* iface, RType* type) {
  std::atomic<const Entry*>& place = places_[(iface->id * 31 + type->id) % kPlaces];
  const Entry* entry = place.load(std::memory_order_acquire);
  if (entry != nullptr && entry->iface == iface && entry->type == type) return entry->itab;
  return miss(source, iface, type, &place);
}

Itab* ItabCache::miss(CodeSource* source, RType* iface, RType* type,
                      std::atomic<const Entry*>* place) {
  // Not under the lock: the compiler has one of its own.
  Itab* itab = source->itab(iface, type, nullptr);
  std::lock_guard<std::mutex> guard(mutex_);
  const Entry*& entry = known_[{iface, type}];
  if (entry == nullptr) entry = &entries_.emplace_back(Entry{iface, type, itab});
  place->store(entry, std::memory_order_release);
  return itab;
}

}  // namespace gopark::vm
