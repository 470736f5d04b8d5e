// SyncPools: the sync.Pools that hold something, which a collection empties by halves: what lies in
// `local` becomes `victim`, what lay in `victim` is dropped. Go's counterpart: poolCleanup of
// sync/pool.go.
#pragma once

#include <mutex>
#include <vector>

#include "golang/vm/value.h"

namespace gopark::vm {

class Marker;

class SyncPools {
 public:
  // add() makes a pool known, and keeps it alive, until it has been emptied.
  void add(Addr pool);
  // clear() empties the pools by one half. World stopped, before the marking.
  void clear();
  // markFrom() marks the pools that are known. The program stands still.
  void markFrom(Marker* marker) const;

 private:
  std::mutex mutex_;
  std::vector<Addr> local_;   // Pools whose `local` may hold values, in the order they were added.
  std::vector<Addr> victim_;  // ... whose `victim` may.
};

}  // namespace gopark::vm
