// What all other instructions read and write.
#include "golang/vm/effect.h"

#include "golang/vm/map.h"

namespace gopark::vm {

// NOLINTBEGIN(bugprone-branch-clone): a branch for each family of instructions.
bool Effect::arithmetic() {
  const Op op = in_.op;
  const char* operands = opInfo(op).operands;
  if (op == Op::kCheckShift || op == Op::kSwitch || isOneOf(op, Op::kJT, Op::kJTBack)) {
    readsOnly(1);
  } else if (op != Op::kComplex && isOneOf(op, Op::kAddI64, Op::kF32ToF64)) {
    shape(1, 1, operands[2] == 's' ? 1 : 0);
  } else if (isOneOf(op, Op::kEq, Op::kLeF32)) {
    shape(1, 1, 1);
  } else if (isOneOf(op, Op::kEqStr, Op::kEqIface)) {
    shape(1, 2, 2);
  } else if (op == Op::kEqVal) {
    shape(1, type(0)->slots, type(0)->slots);
  } else if (op == Op::kJmp || op == Op::kJmpBack) {
    return true;
  } else if (isOneOf(op, Op::kJEq, Op::kJNLeF64Back)) {
    readsOnly(1, operands[1] == 's' ? 1 : 0);
  } else if (isOneOf(op, Op::kIncJLtS, Op::kDecJGeI)) {
    readsOnly(1, operands[1] == 's' ? 1 : 0);
  } else if (isOneOf(op, Op::kJTLd, Op::kJNZLd)) {
    readsOnly(1);
  } else if (op == Op::kJEqK) {
    readsOnly(1);
  } else if (op == Op::kJEqStr || op == Op::kJNeStr) {
    readsOnly(2, 2);
  } else if (op == Op::kJEqStrK || op == Op::kJNeStrK) {
    readsOnly(2);
  } else if (op == Op::kJTSld || op == Op::kJFSld) {
    readsOnly(2, 1);
  } else {
    return false;
  }
  return true;
}

bool Effect::values() {
  switch (in_.op) {
    case Op::kMov:
      shape(1, 1);
      return true;
    case Op::kMov2:
      shape(2, 2);
      return true;
    case Op::kMov3:
      shape(3, 3);
      return true;
    case Op::kMovN:
      shape(in_.c, in_.c);
      return true;
    case Op::kLoadI:
    case Op::kLoadK:
    case Op::kNew:
      writes(in_.a, 1);
      return true;
    case Op::kLoadK2:
      writes(in_.a, 2);
      return true;
    case Op::kZeroN:
      writes(in_.a, in_.b);
      return true;
    case Op::kMakeIface:
      shape(2, type(1)->slots);
      return true;
    case Op::kIfaceToIface:
    case Op::kAssertIface:
      shape(2, 2);
      return true;
    case Op::kIfaceType:
      shape(1, 2);
      return true;
    case Op::kAssertType:
      shape(type(0)->slots, 2);
      return true;
    case Op::kImplements:
    case Op::kMakeMap:
    case Op::kMakeChan:
    case Op::kMapLen:
    case Op::kChanLen:
    case Op::kChanCap:
      shape(1, 1);
      return true;
    case Op::kMapIter:
      shape(kMapIterSlots, 1);
      return true;
    case Op::kMapGet:
      shape(type(0)->elem->slots, 1, type(0)->key->slots);
      return true;
    case Op::kMapSet:
      readsOnly(1, type(0)->key->slots, type(0)->elem->slots);
      return true;
    case Op::kMapDelete:
      readsOnly(1, type(0)->key->slots);
      return true;
    case Op::kMapClear:
    case Op::kClose:
      readsOnly(1);
      return true;
    case Op::kMapNext:
      readsOnly(kMapIterSlots);
      return true;
    case Op::kRangeStr:
      readsOnly(1, 2);
      return true;
    case Op::kMinMax:
      shape(1, 2, 2);
      return true;
    default:
      return false;
  }
}

bool Effect::calls() {
  const Function* fn = nullptr;
  switch (in_.op) {
    case Op::kCall:
      fn = ptrOf<const Function>(word(0));
      writes(in_.a, kRest);  // The callee's frame.
      reads(in_.a + size_t{kHeaderSlots} + fn->resultSlots, size_t{fn->argSlots} + fn->recvSlots);
      return true;
    case Op::kCallNative:
      fn = ptrOf<const Function>(word(1));
      writes(in_.a + size_t{kHeaderSlots}, fn->resultSlots);
      reads(in_.a + size_t{kHeaderSlots} + fn->resultSlots, size_t{fn->argSlots} + fn->recvSlots);
      return true;
    case Op::kCallClosure:
    case Op::kCallIface:
      writes(in_.a, kRest);
      callArguments();
      reads(in_.b, in_.op == Op::kCallIface ? 2 : 1);
      return true;
    case Op::kGo:
      if (in_.b == 0) fn = ptrOf<const Function>(word(0));
      reads(in_.a + size_t{kHeaderSlots} + (fn != nullptr ? fn->resultSlots : 0),
            fn != nullptr ? size_t{fn->argSlots} + fn->recvSlots : kRest);
      if (in_.b != 0) reads(static_cast<size_t>(word(0)), in_.b);
      return true;
    case Op::kSend:
      readsOnly(1, type(0)->slots);
      return true;
    case Op::kRecv:
      reads(in_.b, 1);
      return true;
    case Op::kPrint:
      if (in_.b == 0) readsOnly(type(0)->slots);
      return true;
    case Op::kReturnMov:
      shape(1, 1);
      return true;
    case Op::kReturnI:
      writes(in_.a, 1);
      return true;
    case Op::kEnter:
      writes(in_.b, in_.c);
      return true;
    case Op::kClosure:
      shape(1, in_.c);
      return true;
    case Op::kCtx:
      writes(in_.a, static_cast<size_t>(word(0)));
      return true;
    case Op::kMethodFn:
      reads(in_.b, 2);
      return true;
    case Op::kPanic:
      readsOnly(2);
      return true;
    case Op::kPanicText:
    case Op::kUnreachable:
    case Op::kInitStub:
      return true;
    default:
      return false;
  }
}

bool Effect::fused() {
  const Op op = in_.op;
  if (isOneOf(op, Op::kAddF64Sld, Op::kMulI64Sld)) {
    shape(1, 1, 3);
    reads(static_cast<size_t>(word(0)), 1);
  } else if (isOneOf(op, Op::kAddF64Ld, Op::kMulI64Ld2)) {
    shape(1, 1, 1);
  } else if (isOneOf(op, Op::kStAddF64, Op::kStAndNot)) {
    readsOnly(1, 1);
  } else if (isOneOf(op, Op::kSstAddF64, Op::kSstAndNot)) {
    readsOnly(3, 1, 1);
  } else if (op == Op::kStAddI) {
    readsOnly(1);
  } else if (op == Op::kSstAddI) {
    readsOnly(3, 1);
  } else if (isOneOf(op, Op::kSfLdI8, Op::kSfLd64)) {
    shape(1, 3, 1);
  } else if (isOneOf(op, Op::kSfSt8, Op::kSfSt64)) {
    readsOnly(3, 1, 1);
  } else if (isOneOf(op, Op::kALdI8, Op::kALd64)) {
    shape(1, 1, 1);
  } else if (isOneOf(op, Op::kASt8, Op::kASt64)) {
    readsOnly(1, 1, 1);
  } else if (isOneOf(op, Op::kFldXI8, Op::kFldX64)) {
    shape(1, static_cast<size_t>(word(0)), 1);
  } else if (isOneOf(op, Op::kFstX8, Op::kFstX64)) {
    reads(in_.b, 1);
    reads(in_.c, 1);
  } else if (isOneOf(op, Op::kAtomicLdI32, Op::kAtomicLd64)) {
    shape(1, 1);
  } else if (isOneOf(op, Op::kAtomicStI32, Op::kAtomicSt64)) {
    readsOnly(1, 1);
  } else if (isOneOf(op, Op::kAtomicAddI32, Op::kAtomicAdd64)) {
    shape(1, 1, 1);
  } else if (isOneOf(op, Op::kAtomicCasI32, Op::kAtomicCas64)) {
    shape(1, 1, 1);
    reads(static_cast<size_t>(word(0)), 1);
  } else if (isOneOf(op, Op::kMulAddF64, Op::kMulAddI64)) {
    shape(1, 1, 1);
    reads(static_cast<size_t>(word(0)), 1);
  } else if (isOneOf(op, Op::kAddF64K, Op::kOverF64K) ||
             isOneOf(op, Op::kSqrtF64, Op::kOnesCount)) {
    shape(1, 1);
  } else {
    return false;
  }
  return true;
}

// NOLINTEND(bugprone-branch-clone)

bool Effect::apply() {
  if (arithmetic() || memory() || frameParts() || slices() || values() || calls() || fused()) {
    return true;
  }
  live_->add(0, kRest);
  return false;
}

}  // namespace gopark::vm
