// Effect: what an instruction reads and writes in the frame, for Liveness.
#pragma once

#include <cstring>

#include "golang/vm/liveness.h"

namespace gopark::vm {

inline bool isOneOf(Op op, Op first, Op last) {
  return op >= first && op <= last;
}

// Effect computes what is alive before an instruction from what is alive behind it: first come the
// writes, then the reads.
class Effect {
 public:
  Effect(const Instr* in, SlotSet* live) : in_(*in), words_(in + 1), live_(live) {}
  // apply() is false when the instruction is not known: it may read everything.
  bool apply();

 private:
  static constexpr size_t kRest = SIZE_MAX / 2;  // A range up to the frame's end.

  static size_t slotsOfBytes(uint64_t bytes) {
    return static_cast<size_t>((bytes + sizeof(Slot) - 1) / sizeof(Slot));
  }
  void writes(size_t slot, size_t count) { live_->remove(slot, count); }
  void reads(size_t slot, size_t count) { live_->add(slot, count); }
  // The shape most instructions have: R[a..] = f(R[b..], R[c..]), by numbers of slots.
  void shape(size_t a, size_t b, size_t c = 0) {
    writes(in_.a, a);
    reads(in_.b, b);
    reads(in_.c, c);
  }
  void readsOnly(size_t a, size_t b = 0, size_t c = 0) {
    reads(in_.a, a);
    reads(in_.b, b);
    reads(in_.c, c);
  }
  // callArguments() reads what a call gets whose word packs the numbers of slots.
  void callArguments() {
    const uint64_t packed = word(0);
    reads(in_.a + size_t{kHeaderSlots} + static_cast<uint32_t>(packed),
          static_cast<size_t>(packed >> 32));
  }
  uint64_t word(int i) const {
    uint64_t v;
    std::memcpy(&v, words_ + i, sizeof v);
    return v;
  }
  const RType* type(int i) const { return ptrOf<const RType>(word(i)); }
  // Each knows one family of instructions, and is false for others.
  bool arithmetic();
  bool memory();
  bool frameParts();
  bool slices();
  bool values();
  bool calls();
  bool fused();

  const Instr& in_;
  const Instr* const words_;
  SlotSet* const live_;
};

}  // namespace gopark::vm
