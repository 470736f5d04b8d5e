// Map: Go's map over a dense array of entries in order of insertion plus an index of hashes.
//
//     map object    {count, flags, table, epoch}
//     table object  {entries, index, capacity, mask, used}    capacity and arrays never change
//     entries       capacity times {hash | 1, key, value}; hash word 0: unused or deleted
//     index         mask+1 times uint32: entry number + 1; 0: empty. None for small tables.
//
// The order of iteration is drawn anew for each loop from the host's random numbers (never from
// hashes or addresses): a permutation of the entries. Deleting leaves a hole; a full table is
// copied into a new one, twice as large if most of it is alive. An iterator stays with the table it
// began on and, when the map has moved on, looks its keys up in the new one: so each entry comes at
// most once, deleted ones do not come, and new ones may.
//
// Racing goroutines cannot make the VM read astray: a writer has the map to itself, and a second
// one finds that out before it begins; a reader that comes across a writer unnoticed finds tables
// whose size never changes, checks every number it reads against it, and sees keys and values whole
// (units.h). Go's counterpart: internal/runtime/maps. Differs: not a Swiss table.
#pragma once

#include "golang/vm/vm.h"

namespace gopark::vm {

// MapIter lies in eight slots of the frame of a range loop.
struct MapIter {
  Addr map;
  Addr table;
  Addr type;       // RType* of the map.
  uint64_t next;   // How many places have been visited.
  uint64_t start;  // The permutation: place i is (start + i * stride) mod capacity.
  uint64_t stride;
  uint64_t epoch;  // Of the map when the loop began; clear() changes it.
  uint64_t scratch;
};
inline constexpr int kMapIterSlots = 8;
static_assert(sizeof(MapIter) == kMapIterSlots * sizeof(Slot));

Addr mapMake(Goroutine* g, RType* type, int64_t hint);
int64_t mapLen(Addr map);
// mapGet() finds the value of a key in slot form; *value stays null if there is none.
bool mapGet(Goroutine* g, RType* type, Addr map, const Slot* key, const char** value);
// mapAssign() makes or finds the place of a key's value; the caller stores it and then calls
// mapAssigned().
bool mapAssign(Goroutine* g, RType* type, Addr map, const Slot* key, char** value);
void mapAssigned(Addr map);
bool mapDelete(Goroutine* g, RType* type, Addr map, const Slot* key);
bool mapClear(Goroutine* g, RType* type, Addr map);
void mapIterInit(Goroutine* g, RType* type, Addr map, MapIter* it);
// mapIterNext() moves to the next entry; *more false at the end.
bool mapIterNext(Goroutine* g, MapIter* it, bool* more, const char** key, const char** value);
// mapTypes() gives the collector the shapes of the map's two private objects.
const RType* mapObjectType();
const RType* mapTableType();

}  // namespace gopark::vm
