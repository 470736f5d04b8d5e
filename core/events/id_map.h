// IdMap: from a goroutine's, object's or timer's number to the place where the fold keeps it. Open
// addressing with linear probing: the fold looks something up for nearly every event, and the ids
// are small numbers close together, which a multiplication spreads well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace gopark {

class IdMap {
 public:
  // kNone is what find() returns for an id that is not there; values are never negative.
  static constexpr int32_t kNone = -1;

  int32_t find(uint32_t id) const {
    if (entries_.empty()) return kNone;
    for (size_t at = home(id);; at = next(at)) {
      if (entries_[at].value == kNone || entries_[at].id == id) return entries_[at].value;
    }
  }

  // insert() adds an id that is not in the map yet.
  void insert(uint32_t id, int32_t value) {
    if ((count_ + 1) * 4 > entries_.size() * 3) grow();
    place({id, value});
    count_++;
  }

  void erase(uint32_t id) {
    if (entries_.empty()) return;
    size_t hole = home(id);
    for (; entries_[hole].id != id || entries_[hole].value == kNone; hole = next(hole)) {
      if (entries_[hole].value == kNone) return;
    }
    // What follows moves up as far as its home allows, so that no search ends early at the hole.
    for (size_t at = next(hole); entries_[at].value != kNone; at = next(at)) {
      const size_t mask = entries_.size() - 1;
      if (((at - home(entries_[at].id)) & mask) < ((at - hole) & mask)) continue;
      entries_[hole] = entries_[at];
      hole = at;
    }
    entries_[hole].value = kNone;
    count_--;
  }

  void clear() { *this = IdMap(); }
  size_t size() const { return count_; }

 private:
  struct Entry {
    uint32_t id = 0;
    int32_t value = kNone;
  };

  size_t home(uint32_t id) const { return (id * 2654435769u) >> shift_; }
  size_t next(size_t at) const { return (at + 1) & (entries_.size() - 1); }

  void place(Entry entry) {
    size_t at = home(entry.id);
    while (entries_[at].value != kNone) at = next(at);
    entries_[at] = entry;
  }

  void grow() {
    const std::vector<Entry> old = std::move(entries_);
    entries_.assign(old.empty() ? 64 : old.size() * 2, Entry());
    shift_ = 32;
    for (size_t size = entries_.size(); size > 1; size /= 2) shift_--;
    for (const Entry& entry : old) {
      if (entry.value != kNone) place(entry);
    }
  }

  std::vector<Entry> entries_;  // A power of two of them, at most three quarters used.
  size_t count_ = 0;
  int shift_ = 32;
};

}  // namespace gopark
