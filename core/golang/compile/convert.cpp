// Conversions, explicit and implicit.
#include "base/check.h"
#include "golang/compile/func_compiler.h"

namespace gopark::compile {

using vm::Kind;

namespace {
bool isInteger(const RType* t) {
  return t->kind >= Kind::kInt && t->kind <= Kind::kUintptr;
}
bool isSigned(const RType* t) {
  return t->kind >= Kind::kInt && t->kind <= Kind::kInt64;
}
bool isFloat(const RType* t) {
  return t->kind == Kind::kFloat32 || t->kind == Kind::kFloat64;
}
bool isComplex(const RType* t) {
  return t->kind == Kind::kComplex64 || t->kind == Kind::kComplex128;
}
bool isNumber(const RType* t) {
  return isInteger(t) || isFloat(t) || isComplex(t);
}
}  // namespace

// convertExpr() is dst = to(x).
void FuncCompiler::convertExpr(const syntax::Expr* x, types::Type* to, int dst) {
  RType* target = rtype(to);
  const syntax::Expr* inner = syntax::unparen(const_cast<syntax::Expr*>(x));
  const types::TypeAndValue* tv = c.info().find(inner);
  int mark = e.mark();
  if (tv && tv->isConst()) {
    RType* from = rtypeOf(x);
    if (target->isInterface()) {
      // The box of a constant is made once.
      Slot slots[2] = {};
      if (constantSlots(tv->value, from, slots)) {
        e.emit(Op::kLoadK2, dst);
        e.word(c.tabFor(target, from));
        e.word(c.staticBox(slots, from));
        return;
      }
    } else if (isNumber(from) && isNumber(target) && from != target) {
      return constant(tv->value, target, dst);
    }
  }
  if (tv && tv->mode == types::Mode::NilValue) return zero(dst, target);
  types::Type* from = typeOfExpr(x);
  int src = expr(x);
  convert(dst, src, from, to);
  e.release(mark);
}

// constantSlots() is a constant in slot form, if it has no parts to allocate.
bool FuncCompiler::constantSlots(const types::constant::Value& v, RType* t, Slot* slots) {
  switch (t->kind) {
    case Kind::kBool:
      slots[0] = v.boolValue();
      return true;
    case Kind::kString: {
      vm::GoString s = c.constantString(v.stringValue());
      slots[0] = s.ptr;
      slots[1] = static_cast<Slot>(s.len);
      return true;
    }
    case Kind::kFloat64:
      slots[0] = vm::slotOf(types::constant::toFloat(v).float64());
      return true;
    case Kind::kFloat32:
      slots[0] = vm::slotOf(types::constant::toFloat(v).float32());
      return true;
    default:
      break;
  }
  if (!isInteger(t)) return false;
  slots[0] = types::constant::toInt(v).bits64();
  vm::normalizeSlot(slots, t->rep);
  return true;
}

void FuncCompiler::convert(int dst, int src, types::Type* fromType, types::Type* toType) {
  RType* from = rtype(fromType);
  RType* to = rtype(toType);
  if (from == to) return copySlots(dst, src, static_cast<int>(to->slots));
  if (to->isInterface()) {
    if (!from->isInterface()) {
      e.emit(Op::kMakeIface, dst, src);
      e.word(c.tabFor(to, from));
      e.word(addrOf(from));
    } else if ((from->methods.empty() && to->methods.empty()) || from->string == to->string) {
      copySlots(dst, src, 2);
    } else {
      e.emit(Op::kIfaceToIface, dst, src, from->methods.empty() ? 0 : 1);
      e.word(addrOf(to));
      e.word(0);
    }
    return;
  }
  bool numeric = isInteger(from) || isFloat(from);
  if (numeric && (isInteger(to) || isFloat(to))) return convertNumber(dst, src, from, to);
  if (isComplex(from) && isComplex(to)) {
    if (from->kind == to->kind) return copySlots(dst, src, static_cast<int>(to->slots));
    e.emit(Op::kComplex, dst, src, src);
    e.word(static_cast<uint64_t>(to->kind == Kind::kComplex128 ? vm::ComplexOp::kWiden
                                                               : vm::ComplexOp::kNarrow));
    return;
  }
  if (to->kind == Kind::kString) {
    if (isInteger(from)) {
      e.emit(Op::kStrFromRune, dst, src);
    } else if (from->kind == Kind::kSlice) {
      e.emit(from->elem->size == 1 ? Op::kStrFromBytes : Op::kStrFromRunes, dst, src);
    } else {
      copySlots(dst, src, 2);
    }
    return;
  }
  if (from->kind == Kind::kString && to->kind == Kind::kSlice) {
    e.emit(to->elem->size == 1 ? Op::kBytesFromStr : Op::kRunesFromStr, dst, src);
    return;
  }
  if (from->kind == Kind::kSlice && to->kind != Kind::kSlice) {
    RType* array = to->kind == Kind::kPointer ? to->elem : to;
    int pointer = e.alloc(1);
    e.pointerAt(pointer);
    e.emit(Op::kSliceToArray, pointer, src);
    e.word(static_cast<uint64_t>(array->len));
    if (to->kind == Kind::kPointer) {
      e.emit(Op::kMov, dst, pointer);
    } else if (array->len > 0) {
      load(memory(pointer, 0, array), dst);
    }
    return;
  }
  copySlots(dst, src, static_cast<int>(to->slots));
}

void FuncCompiler::convertNumber(int dst, int src, RType* from, RType* to) {
  if (isFloat(from) && isFloat(to)) {
    if (from->kind == to->kind) return copySlots(dst, src, 1);
    e.emit(to->kind == Kind::kFloat64 ? Op::kF32ToF64 : Op::kF64ToF32, dst, src);
    return;
  }
  if (isFloat(to)) {
    bool wide = to->kind == Kind::kFloat64;
    if (isSigned(from)) {
      e.emit(wide ? Op::kI64ToF64 : Op::kI64ToF32, dst, src);
    } else {
      e.emit(wide ? Op::kU64ToF64 : Op::kU64ToF32, dst, src);
    }
    return;
  }
  if (isFloat(from)) {
    int wide = src;
    if (from->kind == Kind::kFloat32) {
      wide = e.alloc(1);
      e.emit(Op::kF32ToF64, wide, src);
    }
    bool unsigned64 = !isSigned(to) && to->size == 8;
    e.emit(unsigned64 ? Op::kF64ToU64 : Op::kF64ToI64, dst, wide);
    normalize(dst, to);
    return;
  }
  // Between integers: only a narrower or differently signed form changes the slot.
  bool same = to->size == 8 || (to->rep == from->rep) ||
              (to->size > from->size && !isSigned(from)) ||
              (to->size > from->size && isSigned(from) && isSigned(to));
  if (same) return copySlots(dst, src, 1);
  normalizeTo(dst, src, to);
}

}  // namespace gopark::compile
