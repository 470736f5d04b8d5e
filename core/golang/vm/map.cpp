// See map.h.
#include "golang/vm/map.h"

#include "base/check.h"
#include "golang/vm/ops.h"
#include "golang/vm/units.h"
#include "runtime/proc.h"

namespace gopark::vm {

namespace {

// Word offsets of the two private objects.
enum : int { kCount = 0, kFlags = 8, kTable = 16, kEpoch = 24, kMapBytes = 32 };
enum : int { kEntries = 0, kIndex = 8, kCapacity = 16, kMask = 24, kUsed = 32, kTableBytes = 40 };
constexpr uint64_t kWriting = 1;
constexpr uint64_t kSmall = 8;  // Capacity up to which no index is kept.

template <typename T = uint64_t>
T get(Addr object, int offset) {
  return relaxedLoad<T>(ptrOf<char>(object) + offset);
}
template <typename T = uint64_t>
void put(Addr object, int offset, T v) {
  relaxedStore<T>(ptrOf<char>(object) + offset, v);
}

struct Shape {
  RType type;
  Shape(uint64_t size, uint64_t mask) {
    type.size = size;
    type.kind = Kind::kStruct;
    type.hasPointers = true;
    type.pointerMask = {mask};
  }
};

// Table is a table's words, read once.
struct Table {
  Addr self = 0;
  char* entries = nullptr;
  uint32_t* index = nullptr;
  uint64_t capacity = 0;
  uint64_t mask = 0;
  uint64_t entrySize = 0;

  Table(Addr table, const RType* type) : self(table), entrySize(type->entrySize) {
    if (!table) return;
    entries = ptrOf<char>(get(table, kEntries));
    index = ptrOf<uint32_t>(get(table, kIndex));
    capacity = get(table, kCapacity);
    mask = get(table, kMask);
  }
  uint64_t used() const {
    uint64_t n = self ? get(self, kUsed) : 0;
    return n < capacity ? n : capacity;
  }
  char* entry(uint64_t i) const { return entries + i * entrySize; }
  uint64_t hashAt(uint64_t i) const { return relaxedLoad<uint64_t>(entry(i)); }
};

// findEntry() is the number of the key's entry, or -1; *ok false: comparing panicked.
int64_t findEntry(Goroutine* g, const RType* type, const Table& t, const void* key, uint64_t hash,
                  bool* ok) {
  uint64_t tag = hash | 1;
  auto matches = [&](uint64_t i) {
    return t.hashAt(i) == tag && equalMemory(g, t.entry(i) + 8, key, type->key, ok);
  };
  if (!t.index) {
    uint64_t used = t.used();
    for (uint64_t i = 0; i < used; i++) {
      if (matches(i)) return static_cast<int64_t>(i);
      if (!*ok) return -1;
    }
    return -1;
  }
  uint64_t at = (hash >> 8) & t.mask;
  for (uint64_t probes = 0; probes <= t.mask; probes++, at = (at + 1) & t.mask) {
    uint32_t number = relaxedLoad<uint32_t>(t.index + at);
    if (!number) return -1;
    if (number <= t.capacity && matches(number - 1)) return number - 1;
    if (!*ok) return -1;
  }
  return -1;
}

void addToIndex(const Table& t, uint64_t hash, uint64_t entry) {
  if (!t.index) return;
  uint64_t at = (hash >> 8) & t.mask;
  while (relaxedLoad<uint32_t>(t.index + at)) at = (at + 1) & t.mask;
  relaxedStore<uint32_t>(t.index + at, static_cast<uint32_t>(entry + 1));
}

// newTable() is an empty table for `capacity` entries, a power of two; 0: out of memory.
Addr newTable(Goroutine* g, const RType* type, uint64_t capacity) {
  Heap& heap = g->vm->heap;
  void* table = heap.newObject(g->cache, mapTableType());
  void* entries = heap.newArray(g->cache, type->entryType, capacity);
  if (!table || !entries) return 0;
  Addr self = addrOf(table);
  put(self, kEntries, addrOf(entries));
  put(self, kCapacity, capacity);
  if (capacity > kSmall) {
    void* index = heap.newArray(g->cache, nullptr, capacity * 2 * sizeof(uint32_t));
    if (!index) return 0;
    put(self, kIndex, addrOf(index));
    put(self, kMask, capacity * 2 - 1);
  }
  return self;
}

// rebuild() moves the live entries into a new table with room for at least one more.
Addr rebuild(Goroutine* g, const RType* type, Addr map) {
  Table old(get(map, kTable), type);
  uint64_t count = get(map, kCount), capacity = old.capacity ? old.capacity : kSmall;
  if (old.capacity && count * 4 >= capacity * 3) capacity *= 2;
  Addr self = newTable(g, type, capacity);
  if (!self) return 0;
  Table fresh(self, type);
  uint64_t n = 0;
  for (uint64_t i = 0, used = old.used(); i < used && n < capacity; i++) {
    uint64_t hash = old.hashAt(i);
    if (!hash) continue;
    loadValues(fresh.entry(n), old.entry(i), type->entryType, 1);
    // A racing delete may have cleared the entry meanwhile; what was read counts.
    relaxedStore<uint64_t>(fresh.entry(n), hash);
    addToIndex(fresh, hash, n++);
  }
  put(self, kUsed, n);
  publish(ptrOf<void>(self));
  put(map, kTable, self);
  return self;
}

// Of two writers at the same time one finds out before it has touched anything.
bool startWriting(Goroutine* g, Addr map) {
  uint64_t flags = get(map, kFlags);
  if (unitsShared() && !(flags & kWriting)) {
    flags = __atomic_exchange_n(ptrOf<uint64_t>(map + kFlags), kWriting, __ATOMIC_ACQUIRE);
  }
  if (flags & kWriting) return g->fail(Fault::kFatal, "concurrent map writes");
  if (!unitsShared()) put(map, kFlags, kWriting);
  return true;
}

bool stopWriting(Addr map) {
  __atomic_store_n(ptrOf<uint64_t>(map + kFlags), uint64_t{0}, __ATOMIC_RELEASE);
  return true;
}

}  // namespace

const RType* mapObjectType() {
  static const Shape shape(kMapBytes, 1 << (kTable / 8));
  return &shape.type;
}

const RType* mapTableType() {
  static const Shape shape(kTableBytes, 1 << (kEntries / 8) | 1 << (kIndex / 8));
  return &shape.type;
}

Addr mapMake(Goroutine* g, RType* type, int64_t hint) {
  void* object = g->vm->heap.newObject(g->cache, mapObjectType());
  if (!object) return 0;
  Addr map = addrOf(object);
  if (hint > static_cast<int64_t>(kSmall)) {
    uint64_t capacity = kSmall;
    auto wanted = static_cast<uint64_t>(hint < (int64_t{1} << 28) ? hint : 0);
    while (capacity < wanted) capacity *= 2;
    Addr table = newTable(g, type, capacity);
    if (!table) return 0;
    put(map, kTable, table);
  }
  return map;
}

int64_t mapLen(Addr map) {
  return map ? static_cast<int64_t>(get(map, kCount)) : 0;
}

bool mapGet(Goroutine* g, RType* type, Addr map, const Slot* key, const char** value) {
  bool ok = true;
  if (!map || !get(map, kCount)) {
    // An unhashable key panics even then.
    if (type->key->kind == Kind::kInterface || !type->key->plainEqual) {
      hashMemory(g, imageOf(key, type->key), type->key, &ok);
    }
    return ok;
  }
  if (get(map, kFlags) & kWriting) {
    return g->fail(Fault::kFatal, "concurrent map read and map write");
  }
  Table t(get(map, kTable), type);
  uint64_t hash = 0;
  int64_t entry = -1;
  hash = hashMemory(g, imageOf(key, type->key), type->key, &ok);
  if (!ok) return false;
  entry = findEntry(g, type, t, imageOf(key, type->key), hash, &ok);
  if (entry >= 0) *value = t.entry(static_cast<uint64_t>(entry)) + type->valueOffset;
  return ok;
}

bool mapAssign(Goroutine* g, RType* type, Addr map, const Slot* key, char** value) {
  if (!map) return g->fail(Fault::kPlainError, "assignment to entry in nil map");
  bool ok = true;
  uint64_t hash = hashMemory(g, imageOf(key, type->key), type->key, &ok);
  if (!ok || !startWriting(g, map)) return false;
  Table t(get(map, kTable), type);
  int64_t found = findEntry(g, type, t, imageOf(key, type->key), hash, &ok);
  if (!ok) {
    stopWriting(map);
    return false;
  }
  if (found >= 0) {
    char* entry = t.entry(static_cast<uint64_t>(found));
    // The key is overwritten too: +0 replaces -0.
    if (!type->key->plainEqual) storeSlots(entry + 8, key, type->key);
    *value = entry + type->valueOffset;
    return true;
  }
  uint64_t used = t.used();
  if (used == t.capacity) {
    Addr fresh = rebuild(g, type, map);
    if (!fresh) return outOfMemory(g, 0);
    t = Table(fresh, type);
    used = t.used();
    if (used == t.capacity) return g->fail(Fault::kFatal, "concurrent map writes");
  }
  char* entry = t.entry(used);
  storeSlots(entry + 8, key, type->key);
  relaxedStore<uint64_t>(entry, hash | 1);
  addToIndex(t, hash | 1, used);
  put(t.self, kUsed, used + 1);
  put(map, kCount, get(map, kCount) + 1);
  *value = entry + type->valueOffset;
  return true;
}

void mapAssigned(Addr map) {
  stopWriting(map);
}

bool mapDelete(Goroutine* g, RType* type, Addr map, const Slot* key) {
  bool ok = true;
  uint64_t hash = hashMemory(g, imageOf(key, type->key), type->key, &ok);
  if (!ok) return false;
  if (!map || !get(map, kCount)) return true;
  if (!startWriting(g, map)) return false;
  Table t(get(map, kTable), type);
  int64_t found = findEntry(g, type, t, imageOf(key, type->key), hash, &ok);
  if (found >= 0) {
    clearValues(t.entry(static_cast<uint64_t>(found)), type->entryType, 1);
    uint64_t count = get(map, kCount) - 1;
    put(map, kCount, count);
  }
  if (!ok) {
    stopWriting(map);
    return false;
  }
  return stopWriting(map);
}

bool mapClear(Goroutine* g, RType* type, Addr map) {
  if (!map) return true;
  if (!startWriting(g, map)) return false;
  put(map, kCount, uint64_t{0});
  put(map, kTable, Addr{0});
  put(map, kEpoch, get(map, kEpoch) + 1);
  return stopWriting(map);
}

void mapIterInit(Goroutine* g, RType* type, Addr map, MapIter* it) {
  *it = {};
  it->map = map;
  it->type = addrOf(type);
  if (!map || !get(map, kCount)) return;
  it->table = get(map, kTable);
  it->epoch = get(map, kEpoch);
  Table t(it->table, type);
  if (!t.capacity) return;
  M* mp = getm();
  it->start = choose(mp, ChoiceKind::kMapIteration, static_cast<uint32_t>(t.capacity));
  it->stride = (cheaprand(mp, ChoiceKind::kMapIteration) | 1) & (t.capacity - 1);
  // A large map is walked in order from a random place: strides would cost a cache miss each.
  if (t.capacity > 4096) it->stride = 1;
}

bool mapIterNext(Goroutine* g, MapIter* it, bool* more, const char** key, const char** value) {
  *more = false;
  if (!it->table) return true;
  auto* type = ptrOf<RType>(it->type);
  if (get(it->map, kFlags) & kWriting) {
    return g->fail(Fault::kFatal, "concurrent map iteration and map write");
  }
  Table t(it->table, type);
  while (it->next < t.capacity) {
    uint64_t place = (it->start + it->next++ * it->stride) & (t.capacity - 1);
    uint64_t hash = t.hashAt(place);
    if (!hash) continue;
    const char* entry = t.entry(place);
    *key = entry + 8;
    *value = entry + type->valueOffset;
    Addr now = get(it->map, kTable);
    if (now != it->table) {
      if (get(it->map, kEpoch) != it->epoch) return true;
      Table current(now, type);
      bool ok = true;
      // A key that differs from itself (NaN) cannot be looked up, changed or deleted.
      if (equalMemory(g, *key, *key, type->key, &ok)) {
        int64_t found = findEntry(g, type, current, *key, hash, &ok);
        if (!ok) return false;
        if (found < 0) continue;
        *key = current.entry(static_cast<uint64_t>(found)) + 8;
        *value = current.entry(static_cast<uint64_t>(found)) + type->valueOffset;
      }
    }
    *more = true;
    return true;
  }
  return true;
}

}  // namespace gopark::vm
