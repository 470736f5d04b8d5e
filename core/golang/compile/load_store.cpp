// Reading and writing places.
#include "golang/compile/func_compiler.h"

namespace gopark::compile {

namespace {

// Instructions of one family stand in the order of Rep.
Op forRep(Op first, Rep rep) {
  return static_cast<Op>(static_cast<int>(first) + static_cast<int>(rep));
}

Op storeOp(Op first, Rep rep) {
  switch (rep) {
    case Rep::kI8:
    case Rep::kU8:
      return first;
    case Rep::kI16:
    case Rep::kU16:
      return static_cast<Op>(static_cast<int>(first) + 1);
    case Rep::kI32:
    case Rep::kU32:
      return static_cast<Op>(static_cast<int>(first) + 2);
    default:
      return static_cast<Op>(static_cast<int>(first) + 3);
  }
}

// oneUnit() says whether a value in memory is moved as one unit of so many bytes: it is one, or it
// does no harm.
bool oneUnit(const RType* t, uint64_t bytes) {
  return t->size == bytes && t->align == 8 && (!t->hasUnits || t->isJoined(1));
}

}  // namespace

void FuncCompiler::load(const Place& p, int dst) {
  const RType* t = p.type;
  const bool word = t && t->rep != Rep::kMulti && t->rep != Rep::kHuge;
  if (!word && (p.kind == Place::kSliceField || p.kind == Place::kArray)) {
    return load(inMemory(p), dst);
  }
  if (t && t->rep == Rep::kHuge &&
      (p.kind == Place::kMemory || p.kind == Place::kGlobal || p.kind == Place::kSlice)) {
    e.emit(Op::kLdV, dst, hugeAddress(p),
           p.kind == Place::kMemory ? static_cast<int>(p.offset) : 0);
    e.word(addrOf(t));
    return;
  }
  bool multi = t->rep == Rep::kMulti;
  switch (p.kind) {
    case Place::kFrame:
      if (p.whole || (p.offset % 8 == 0 && (t->rep == Rep::k64 || (multi && t->size % 8 == 0)))) {
        copySlots(dst, static_cast<int>(p.offset / 8), static_cast<int>(t->slots));
      } else if (multi) {
        e.emitImm(Op::kFldN, dst, static_cast<int32_t>(p.offset));
        e.word(t->size);
      } else {
        e.emitImm(forRep(Op::kFldI8, t->rep), dst, static_cast<int32_t>(p.offset));
      }
      return;
    case Place::kMemory:
      if (!multi) {
        e.emit(forRep(Op::kLdI8, t->rep), dst, p.slot, static_cast<int>(p.offset));
      } else if (oneUnit(t, 16)) {
        e.emit(Op::kLd2, dst, p.slot, static_cast<int>(p.offset));
      } else if (oneUnit(t, 24)) {
        e.emit(Op::kLd3, dst, p.slot, static_cast<int>(p.offset));
      } else {
        e.emit(t->hasUnits ? Op::kLdV : Op::kLdN, dst, p.slot, static_cast<int>(p.offset));
        e.word(t->hasUnits ? addrOf(t) : t->size);
      }
      return;
    case Place::kGlobal:
      if (!multi) {
        e.emitImm(forRep(Op::kGldI8, t->rep), dst, static_cast<int32_t>(p.offset));
      } else {
        e.emitImm(t->hasUnits ? Op::kGldV : Op::kGldN, dst, static_cast<int32_t>(p.offset));
        e.word(t->hasUnits ? addrOf(t) : t->size);
      }
      return;
    case Place::kSlice:
      if (!multi) {
        e.emit(forRep(Op::kSldI8, t->rep), dst, p.slot, p.index);
      } else if (oneUnit(t, 16)) {
        e.emit(Op::kSld2, dst, p.slot, p.index);
      } else if (oneUnit(t, 24)) {
        e.emit(Op::kSld3, dst, p.slot, p.index);
      } else {
        e.emit(t->hasUnits ? Op::kSldV : Op::kSldN, dst, p.slot, p.index);
        e.word(t->hasUnits ? addrOf(t) : t->size);
      }
      return;
    case Place::kSliceField:
      e.emit(forRep(Op::kSfLdI8, t->rep), dst, p.slot, p.index);
      e.word(static_cast<uint64_t>(p.offset) | static_cast<uint64_t>(p.length) << 32);
      return;
    case Place::kArray:
      e.emit(forRep(Op::kALdI8, t->rep), dst, p.slot, p.index);
      e.word(static_cast<uint64_t>(p.length));
      return;
    case Place::kFrameIndex:
      if (word) {
        e.emit(forRep(Op::kFldXI8, t->rep), dst, p.slot, p.index);
        e.word(static_cast<uint64_t>(p.length));
        return;
      }
      e.emit(Op::kFldX, dst, p.slot, p.index);
      e.word(addrOf(t));
      e.word(static_cast<uint64_t>(p.length));
      return;
    case Place::kMap:
      e.emit(Op::kMapGet, dst, p.slot, p.index);
      e.word(addrOf(p.mapType));
      e.word(0);
      return;
    case Place::kNone:
      return;
  }
}

void FuncCompiler::store(const Place& p, int src) {
  const RType* t = p.type;
  const bool word = t && t->rep != Rep::kMulti && t->rep != Rep::kHuge;
  if (!word && (p.kind == Place::kSliceField || p.kind == Place::kArray)) {
    return store(inMemory(p), src);
  }
  if (t && t->rep == Rep::kHuge &&
      (p.kind == Place::kMemory || p.kind == Place::kGlobal || p.kind == Place::kSlice)) {
    e.emit(Op::kStV, hugeAddress(p), src,
           p.kind == Place::kMemory ? static_cast<int>(p.offset) : 0);
    e.word(addrOf(t));
    return;
  }
  bool multi = t && t->rep == Rep::kMulti;
  switch (p.kind) {
    case Place::kNone:
      return;
    case Place::kFrame:
      if (p.whole || (p.offset % 8 == 0 && (t->rep == Rep::k64 || (multi && t->size % 8 == 0)))) {
        copySlots(static_cast<int>(p.offset / 8), src, static_cast<int>(t->slots));
      } else if (multi) {
        e.emitImm(Op::kFstN, src, static_cast<int32_t>(p.offset));
        e.word(t->size);
      } else {
        e.emitImm(storeOp(Op::kFst8, t->rep), src, static_cast<int32_t>(p.offset));
      }
      return;
    case Place::kMemory:
      if (!multi) {
        e.emit(storeOp(Op::kSt8, t->rep), p.slot, src, static_cast<int>(p.offset));
      } else if (oneUnit(t, 16)) {
        e.emit(Op::kSt2, p.slot, src, static_cast<int>(p.offset));
      } else if (oneUnit(t, 24)) {
        e.emit(Op::kSt3, p.slot, src, static_cast<int>(p.offset));
      } else {
        e.emit(t->hasUnits ? Op::kStV : Op::kStN, p.slot, src, static_cast<int>(p.offset));
        e.word(t->hasUnits ? addrOf(t) : t->size);
      }
      return;
    case Place::kGlobal:
      if (!multi) {
        e.emitImm(storeOp(Op::kGst8, t->rep), src, static_cast<int32_t>(p.offset));
      } else {
        e.emitImm(t->hasUnits ? Op::kGstV : Op::kGstN, src, static_cast<int32_t>(p.offset));
        e.word(t->hasUnits ? addrOf(t) : t->size);
      }
      return;
    case Place::kSlice:
      if (!multi) {
        e.emit(storeOp(Op::kSst8, t->rep), p.slot, p.index, src);
      } else if (oneUnit(t, 16)) {
        e.emit(Op::kSst2, p.slot, p.index, src);
      } else {
        e.emit(t->hasUnits ? Op::kSstV : Op::kSstN, p.slot, p.index, src);
        e.word(t->hasUnits ? addrOf(t) : t->size);
      }
      return;
    case Place::kSliceField:
      e.emit(storeOp(Op::kSfSt8, t->rep), p.slot, p.index, src);
      e.word(static_cast<uint64_t>(p.offset) | static_cast<uint64_t>(p.length) << 32);
      return;
    case Place::kArray:
      e.emit(storeOp(Op::kASt8, t->rep), p.slot, p.index, src);
      e.word(static_cast<uint64_t>(p.length));
      return;
    case Place::kFrameIndex:
      if (word) {
        e.emit(storeOp(Op::kFstX8, t->rep), p.slot, p.index, src);
        e.word(static_cast<uint64_t>(p.length));
        return;
      }
      e.emit(Op::kFstX, p.slot, src, p.index);
      e.word(addrOf(t));
      e.word(static_cast<uint64_t>(p.length));
      return;
    case Place::kMap:
      e.emit(Op::kMapSet, p.slot, p.index, src);
      e.word(addrOf(p.mapType));
      return;
  }
}

void FuncCompiler::zero(int dst, const RType* t) {
  if (t->slots == 1) {
    e.emitImm(Op::kLoadI, dst, 0);
  } else if (t->slots > 1) {
    e.emit(Op::kZeroN, dst, static_cast<int>(t->slots));
  }
}

void FuncCompiler::zeroPlace(const Place& p) {
  int mark = e.mark();
  int value = temp(p.type);
  zero(value, p.type);
  store(p, value);
  e.release(mark);
}
}  // namespace gopark::compile
