// Liveness: which slots of a function's frame may still be read when it goes on at a given
// instruction. A stack slot that only holds what a finished call or a variable without further use
// left there keeps no object alive: finalizers, weak pointers and leaked goroutines depend on it,
// as they do in Go.
//
// Computed backwards over the bytecode, when a collection first meets the function. Where an
// instruction's operands do not tell how much it reads, it counts as reading everything behind;
// what it writes counts only as far as it is sure to. Functions with deferred calls may go on
// anywhere (recover), so all of their slots are alive. Go's counterpart: the compiler's liveness
// maps (cmd/compile/internal/liveness).
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "golang/vm/code.h"

namespace gopark::vm {

// SlotSet is a set of frame slots.
class SlotSet {
 public:
  explicit SlotSet(size_t slots = 0) : slots_(slots), words_((slots + 63) / 64) {}

  bool has(size_t slot) const { return slot < slots_ && ((words_[slot / 64] >> (slot % 64)) & 1); }
  // add() and remove() take a range, of which what lies beyond the frame is ignored.
  void add(size_t from, size_t count);
  void remove(size_t from, size_t count);
  // merge() adds another set; true when that changed this one.
  bool merge(const SlotSet& other);

 private:
  size_t slots_;
  std::vector<uint64_t> words_;
};

// needsClearing() reports whether the slots of a function's frame that may point have to be cleared
// at its entry: it may stop where no set tells what is alive, or some instruction does not tell
// what it reads, so that what an earlier call left in a slot would count.
bool needsClearing(const std::vector<Instr>& body);

class Liveness {
 public:
  // at() is the set of slots that are alive when fn goes on at pc; null: all are. Any thread.
  const SlotSet* at(const Function* fn, const Instr* pc);

 private:
  // The sets at the instructions where a goroutine may have stopped, by their place in the body.
  using Sets = std::unordered_map<uint32_t, SlotSet>;
  static Sets compute(const Function& fn);

  std::mutex mutex_;
  std::unordered_map<const Function*, Sets> known_;  // What is in it stays where it is.
};

}  // namespace gopark::vm
