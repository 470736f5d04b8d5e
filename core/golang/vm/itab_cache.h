// ItabCache: which itab belongs to a pair of interface type and dynamic type, for conversions and
// assertions between interfaces, without the compiler's lock. Only a memory of what the compiler
// said: what a program sees does not depend on it.
//
// Go's counterpart: internal/abi.ITab's hash table (itabTable), TypeAssertCache.
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <utility>

#include "golang/vm/rtype.h"

namespace gopark::vm {

class CodeSource;

class ItabCache {
 public:
  // find() is CodeSource::itab(): null when the type does not implement the interface, which has
  // methods.
  Itab* find(CodeSource* source, RType* iface, RType* type);

 private:
  // Entry never changes once others can see it, so a place of the table that is overwritten while
  // it is read gives one answer or the other, each for its own pair.
  struct Entry {
    const RType* iface;
    const RType* type;
    Itab* itab;
  };
  Itab* miss(CodeSource* source, RType* iface, RType* type, std::atomic<const Entry*>* place);

  static constexpr size_t kPlaces = 512;
  std::atomic<const Entry*> places_[kPlaces] = {};
  std::mutex mutex_;
  std::map<std::pair<const RType*, const RType*>, const Entry*> known_;
  std::deque<Entry> entries_;
};

}  // namespace gopark::vm
