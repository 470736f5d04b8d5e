// What the instructions about memory, parts of the frame, slices and strings read and write.
#include "golang/vm/effect.h"

namespace gopark::vm {

// NOLINTBEGIN(bugprone-branch-clone): a branch for each family of instructions.
bool Effect::memory() {
  switch (in_.op) {
    case Op::kLd2:
      shape(2, 1);
      return true;
    case Op::kLd3:
      shape(3, 1);
      return true;
    case Op::kLdN:
      shape(slotsOfBytes(word(0)), 1);
      return true;
    case Op::kLdV:
      shape(type(0)->slots, 1);
      return true;
    case Op::kSt2:
      readsOnly(1, 2);
      return true;
    case Op::kSt3:
      readsOnly(1, 3);
      return true;
    case Op::kStN:
      readsOnly(1, slotsOfBytes(word(0)));
      return true;
    case Op::kStV:
      readsOnly(1, type(0)->slots);
      return true;
    case Op::kLea:
      shape(1, 1);
      return true;
    case Op::kNilCheck:
    case Op::kFIndex:
      readsOnly(1);
      return true;
    case Op::kGAddr:
      writes(in_.a, 1);
      return true;
    case Op::kGldN:
      writes(in_.a, slotsOfBytes(word(0)));
      return true;
    case Op::kGldV:
      writes(in_.a, type(0)->slots);
      return true;
    case Op::kGstN:
      readsOnly(slotsOfBytes(word(0)));
      return true;
    case Op::kGstV:
      readsOnly(type(0)->slots);
      return true;
    default:
      break;
  }
  if (isOneOf(in_.op, Op::kLdI8, Op::kLd64)) {
    shape(1, 1);
  } else if (isOneOf(in_.op, Op::kSt8, Op::kSt64)) {
    readsOnly(1, 1);
  } else if (isOneOf(in_.op, Op::kGldI8, Op::kGld64)) {
    writes(in_.a, 1);
  } else if (isOneOf(in_.op, Op::kGst8, Op::kGst64)) {
    readsOnly(1);
  } else {
    return false;
  }
  return true;
}

// Stores into a part of a slot leave the rest of it alive.
bool Effect::frameParts() {
  const auto offset = static_cast<uint64_t>(in_.imm32());
  const auto first = static_cast<size_t>(offset / sizeof(Slot));
  if (isOneOf(in_.op, Op::kFldI8, Op::kFld64)) {
    writes(in_.a, 1);
    reads(first, 1);
  } else if (in_.op == Op::kFldN) {
    writes(in_.a, slotsOfBytes(word(0)));
    reads(first, slotsOfBytes(offset % sizeof(Slot) + word(0)));
  } else if (isOneOf(in_.op, Op::kFst8, Op::kFst32)) {
    readsOnly(1);
  } else if (in_.op == Op::kFstN) {
    readsOnly(slotsOfBytes(word(0)));
  } else if (in_.op == Op::kFldX) {
    shape(type(0)->slots, slotsOfBytes(type(0)->size * word(1)), 1);
  } else if (in_.op == Op::kFstX) {
    reads(in_.b, type(0)->slots);
    reads(in_.c, 1);
  } else {
    return false;
  }
  return true;
}

bool Effect::slices() {
  switch (in_.op) {
    case Op::kSld2:
      shape(2, 3, 1);
      return true;
    case Op::kSld3:
      shape(3, 3, 1);
      return true;
    case Op::kSldN:
      shape(slotsOfBytes(word(0)), 3, 1);
      return true;
    case Op::kSldV:
      shape(type(0)->slots, 3, 1);
      return true;
    case Op::kSst2:
      readsOnly(3, 1, 2);
      return true;
    case Op::kSstN:
      readsOnly(3, 1, slotsOfBytes(word(0)));
      return true;
    case Op::kSstV:
      readsOnly(3, 1, type(0)->slots);
      return true;
    case Op::kSAddr:
      shape(1, 3, 1);
      return true;
    case Op::kAAddr:
      shape(1, 1, 1);
      return true;
    case Op::kStrIndex:
      shape(1, 2, 1);
      return true;
    case Op::kSliceOp:
      shape(2, 3, 3);
      return true;
    case Op::kMakeSlice:
      shape(3, 1, 1);
      return true;
    case Op::kAppend1:
      shape(3, 3, type(0)->slots);
      return true;
    case Op::kAppendGrow:
      shape(3, 3);
      return true;
    case Op::kAppendSlice:
      shape(3, 3, 3);
      return true;
    case Op::kCopy:
      shape(1, 3, 3);
      return true;
    case Op::kSliceToArray:
      shape(1, 3);
      return true;
    case Op::kConcat:
      shape(2, size_t{in_.c} * 2);
      return true;
    case Op::kStrFromBytes:
    case Op::kStrFromRunes:
      shape(2, 3);
      return true;
    case Op::kBytesFromStr:
    case Op::kRunesFromStr:
      shape(3, 2);
      return true;
    case Op::kStrFromRune:
      shape(2, 1);
      return true;
    default:
      break;
  }
  if (isOneOf(in_.op, Op::kSldI8, Op::kSld64)) {
    shape(1, 3, 1);
  } else if (isOneOf(in_.op, Op::kSst8, Op::kSst64)) {
    readsOnly(3, 1, 1);
  } else {
    return false;
  }
  return true;
}

// NOLINTEND(bugprone-branch-clone)

}  // namespace gopark::vm
