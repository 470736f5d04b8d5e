// Expressions that reach into values: addresses, elements, slices, assertions, and receiving.
#include "base/check.h"
#include "golang/compile/func_compiler.h"

namespace gopark::compile {

using vm::Kind;

void FuncCompiler::addressOf(const syntax::Expr* x, int dst, bool early) {
  x = syntax::unparen(const_cast<syntax::Expr*>(x));
  if (auto* lit = syntax::nodeCast<const syntax::CompositeLit>(x)) {
    types::Type* t = typeOfExpr(lit);
    RType* r = rtype(t);
    int pointer = early ? dst : e.alloc(1);
    e.pointerAt(pointer);
    e.emit(Op::kNew, pointer);
    e.word(addrOf(r));
    compositeInto(lit, t, memory(pointer, 0, r), true);
    copySlots(dst, pointer, 1);
    return;
  }
  if (auto* n = syntax::nodeCast<const syntax::Name>(x)) {
    if (auto* v = types::objectCast<types::Var>(c.info().objectOf(n)); v && !v->isPackageLevel()) {
      VarLoc& loc = locate(v);
      CHECK(loc.boxed, "gopark: the address of a variable that lives in the frame");
      e.emit(Op::kMov, dst, loc.slot);
      return;
    }
  }
  addressInto(place(x), dst);
}

void FuncCompiler::receive(const syntax::Operation* op, int dst, int okSlot) {
  RType* chan = rtypeOf(op->x);
  int ch = value(op->x);
  at(op);
  e.emit(Op::kRecv, dst, ch, okSlot + 1);
  e.word(addrOf(chan->elem));
}

void FuncCompiler::indexExpr(const syntax::IndexExpr* x, int dst, int okSlot) {
  types::Type* t = typeOfExpr(x->x);
  types::Type* under = types::underlying(t);
  if (types::cast<types::Signature>(under)) {
    // f[T1, T2] as a value.
    const syntax::Expr* f = syntax::unparen(x->x);
    return exprTo(f, dst);
  }
  if (types::isString(t)) {
    int s, i;
    operands(x->x, x->index, &s, &i);
    at(x);
    e.emit(Op::kStrIndex, dst, s, i);
    return;
  }
  Place p = elementOf(x->x, x->index);
  at(x);
  if (p.kind == Place::kMap) {
    e.emit(Op::kMapGet, dst, p.slot, p.index);
    e.word(addrOf(p.mapType));
    e.word(static_cast<uint64_t>(okSlot) + 1);
    return;
  }
  load(p, dst);
}

void FuncCompiler::sliceExpr(const syntax::SliceExpr* x, int dst) {
  types::Type* t = typeOfExpr(x->x);
  RType* r = rtype(t);
  uint64_t packed = 0, length = 0;
  int bounds = e.alloc(3);
  constexpr uint64_t kFlags[] = {vm::kSliceHasLow, vm::kSliceHasHigh, vm::kSliceHasMax};
  auto evaluateBounds = [&] {
    for (int i = 0; i < 3; i++) {
      if (!x->index[i]) continue;
      packed |= kFlags[i];
      valueTo(x->index[i], bounds + i);
    }
  };
  bool boundsFirst =
      !hasCall(x->x) && (hasCall(x->index[0]) || hasCall(x->index[1]) || hasCall(x->index[2]));
  if (boundsFirst) evaluateBounds();
  uint64_t form = 0, size = 1;
  int src;
  if (r->kind == Kind::kString) {
    form = vm::kSliceOfString;
    src = value(x->x);
  } else if (r->kind == Kind::kSlice) {
    size = r->elem->size;
    src = value(x->x);
  } else {
    form = vm::kSliceOfArray;
    RType* array = r->kind == Kind::kPointer ? r->elem : r;
    size = array->elem->size;
    length = static_cast<uint64_t>(array->len);
    if (r->kind == Kind::kPointer) {
      src = value(x->x);
    } else {
      src = e.alloc(1);
      e.pointerAt(src);
      addressOf(x->x, src, false);
    }
  }
  if (!boundsFirst) evaluateBounds();
  packed |= form | size << vm::kSliceSizeShift;
  at(x);
  e.emit(Op::kSliceOp, dst, src, bounds);
  e.word(packed);
  e.word(length);
}

void FuncCompiler::assertExpr(const syntax::AssertExpr* x, int dst, int okSlot) {
  RType* from = rtypeOf(x->x);
  types::Type* target = concrete(c.info().typeOf(x->type));
  RType* to = rtype(target);
  int src = value(x->x);
  at(x);
  int flags = (okSlot >= 0 ? 1 : 0) | (from->methods.empty() ? 0 : 2);
  e.emit(to->isInterface() ? Op::kAssertIface : Op::kAssertType, dst, src, flags);
  e.word(addrOf(to));
  e.word(addrOf(from));
  e.word(static_cast<uint64_t>(okSlot < 0 ? 0 : okSlot));
}
}  // namespace gopark::compile
