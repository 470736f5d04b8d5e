// The data flow over a function's bytecode: see liveness.h.
#include "golang/vm/liveness.h"

#include <algorithm>
#include <cstring>

#include "golang/vm/map.h"

namespace gopark::vm {

namespace {

constexpr size_t kRest = SIZE_MAX / 2;  // A range up to the frame's end.

uint64_t wordAt(const Instr* at) {
  uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

size_t slotsOfBytes(uint64_t bytes) {
  return static_cast<size_t>((bytes + sizeof(Slot) - 1) / sizeof(Slot));
}

bool isOneOf(Op op, Op first, Op last) {
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
  uint64_t word(int i) const { return wordAt(words_ + i); }
  const RType* type(int i) const { return ptrOf<const RType>(word(i)); }
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

bool returns(Op op) {
  return op == Op::kReturn || op == Op::kReturnMov || op == Op::kReturnI;
}

bool goesOn(Op op) {
  return op != Op::kJmp && op != Op::kJmpBack && !returns(op) && op != Op::kPanic &&
         op != Op::kPanicText && op != Op::kUnreachable;
}

// lengthOf() is an instruction's length in words.
size_t lengthOf(const Instr& in) {
  const size_t table = in.op == Op::kSwitch ? (in.b + 1u) / 2 : 0;
  return 1 + static_cast<size_t>(opInfo(in.op).words) + table;
}

bool isCall(Op op) {
  return op == Op::kCall || op == Op::kCallClosure || op == Op::kCallIface;
}

}  // namespace

void SlotSet::add(size_t from, size_t count) {
  const size_t end = count > slots_ ? slots_ : std::min(slots_, from + count);
  for (size_t slot = from; slot < end; slot++) words_[slot / 64] |= uint64_t{1} << (slot % 64);
}

void SlotSet::remove(size_t from, size_t count) {
  const size_t end = count > slots_ ? slots_ : std::min(slots_, from + count);
  for (size_t slot = from; slot < end; slot++) words_[slot / 64] &= ~(uint64_t{1} << (slot % 64));
}

bool SlotSet::merge(const SlotSet& other) {
  bool changed = false;
  for (size_t i = 0; i < words_.size(); i++) {
    changed |= (other.words_[i] & ~words_[i]) != 0;
    words_[i] |= other.words_[i];
  }
  return changed;
}

bool needsClearing(const std::vector<Instr>& body) {
  SlotSet none;
  for (size_t at = 0; at < body.size(); at += lengthOf(body[at])) {
    switch (body[at].op) {
      case Op::kReturn:
        break;
      case Op::kSend:
      case Op::kRecv:
      case Op::kSelect:
      case Op::kClose:
      case Op::kNativeStub:
      case Op::kMapNext:  // It writes its variables only when there is a next one.
        return true;
      case Op::kGo:  // Of an unknown function.
        if (body[at].b != 0) return true;
        break;
      default:
        if (!Effect(&body[at], &none).apply()) return true;
    }
  }
  return false;
}

Liveness::Sets Liveness::compute(const Function& fn) {
  const std::vector<Instr>& body = fn.body;
  std::vector<uint32_t> starts;
  for (size_t at = 0; at < body.size();) {
    starts.push_back(static_cast<uint32_t>(at));
    at += lengthOf(body[at]);
  }
  // By place; only those of instructions are used.
  std::vector<SlotSet> before(body.size() + 1, SlotSet(fn.frameSlots));
  auto compute = [&](size_t at, size_t next) {
    const Instr* in = &body[at];
    SlotSet live(fn.frameSlots);
    if (goesOn(in->op)) live.merge(before[next]);
    auto branch = [&](int64_t distance) {
      live.merge(before[static_cast<size_t>(static_cast<int64_t>(at) + distance)]);
    };
    const OpInfo& info = opInfo(in->op);
    if (info.operands[1] == 'O') branch(in->imm32());
    if (info.operands[2] == 'o') branch(static_cast<int16_t>(in->c));
    for (size_t i = 0; in->op == Op::kSwitch && i < in->b; i++) {
      int32_t distance;
      std::memcpy(&distance, reinterpret_cast<const char*>(in + 2) + i * 4, 4);
      branch(distance);
    }
    if (returns(in->op)) live.add(kHeaderSlots, fn.resultSlots);
    if (in->op != Op::kReturn) Effect(in, &live).apply();
    return before[at].merge(live);
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = starts.size(), next = body.size(); i-- > 0; next = starts[i]) {
      changed |= compute(starts[i], next);
    }
  }
  // A goroutine stops where it polls or blocks, and behind calls.
  Sets sets;
  for (size_t i = 0; i < starts.size(); i++) {
    const Op op = body[starts[i]].op;
    const OpInfo& info = opInfo(op);
    const bool branches = info.operands[1] == 'O' || info.operands[2] == 'o';
    const bool behindCall = i > 0 && isCall(body[starts[i - 1]].op);
    if (op == Op::kEnter || branches || behindCall) {
      sets.emplace(starts[i], std::move(before[starts[i]]));
    }
  }
  return sets;
}

const SlotSet* Liveness::at(const Function* fn, const Instr* pc) {
  if (fn->body.empty() || fn->hasDefer) return nullptr;
  if (pc < fn->body.data() || pc >= fn->body.data() + fn->body.size()) return nullptr;
  std::lock_guard<std::mutex> guard(mutex_);
  auto known = known_.find(fn);
  if (known == known_.end()) known = known_.emplace(fn, compute(*fn)).first;
  auto set = known->second.find(static_cast<uint32_t>(pc - fn->body.data()));
  return set == known->second.end() ? nullptr : &set->second;
}

}  // namespace gopark::vm
