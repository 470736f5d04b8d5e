// The built-in functions.
#include "base/check.h"
#include "golang/compile/func_compiler.h"

namespace gopark::compile {

using vm::Kind;
using B = types::BuiltinId;

int FuncCompiler::builtin(const syntax::CallExpr* x, types::BuiltinId id) {
  if (const syntax::CallExpr* whole = spread(x, id)) {
    int result = builtin(whole, id);
    for (syntax::Expr* arg : whole->argList) preset_.erase(arg);
    return result;
  }
  auto args = x->argList;
  switch (id) {
    case B::Append:
      return append(x);
    case B::Make:
      return make(x);
    case B::Len:
    case B::Cap: {
      types::Type* t = typeOfExpr(args[0]);
      RType* r = rtype(t);
      if (r->kind == Kind::kString) return value(args[0]) + 1;
      if (r->kind == Kind::kSlice) return value(args[0]) + (id == B::Len ? 1 : 2);
      int dst = e.alloc(1);
      if (r->kind == Kind::kMap) {
        e.emit(Op::kMapLen, dst, value(args[0]));
      } else if (r->kind == Kind::kChan) {
        e.emit(id == B::Len ? Op::kChanLen : Op::kChanCap, dst, value(args[0]));
      } else {
        RType* array = r->kind == Kind::kPointer ? r->elem : r;
        int mark = e.mark();
        if (r->kind == Kind::kPointer || hasCall(args[0])) value(args[0]);
        e.release(mark);
        e.emitImm(Op::kLoadI, dst, static_cast<int32_t>(array->len));
      }
      return dst;
    }
    case B::New: {
      RType* r = rtypeOf(x)->elem;
      int dst = e.alloc(1);
      e.pointerAt(dst);
      const types::TypeAndValue* tv = c.info().find(syntax::unparen(args[0]));
      int init = tv && tv->isType() ? -1 : value(args[0]);
      e.emit(Op::kNew, dst);
      e.word(addrOf(r));
      // new(expression) copies the value.
      if (init >= 0) store(memory(dst, 0, r), init);
      return dst;
    }
    case B::Panic: {
      int v = value(args[0]);
      at(x);
      e.emit(Op::kPanic, v);
      return v;
    }
    case B::Recover: {
      int dst = e.alloc(2);
      e.pointerAt(dst + 1);
      // In the body of a range-over-func loop it is the function around the loop that recovers.
      e.emit(Op::kRecover, dst, rangeBody_ ? frameSlot_ : 0);
      return dst;
    }
    case B::Print:
      print(x, false);
      return e.mark();
    case B::Println:
      print(x, true);
      return e.mark();
    case B::Copy: {
      int dst = e.alloc(1);
      int to, from;
      operands(args[0], args[1], &to, &from);
      e.emit(Op::kCopy, dst, to, from);
      e.word(addrOf(rtypeOf(args[0])->elem));
      return dst;
    }
    case B::Delete: {
      RType* map = rtypeOf(args[0]);
      int m, k;
      operands(args[0], args[1], &m, &k);
      e.emit(Op::kMapDelete, m, k);
      e.word(addrOf(map));
      return e.mark();
    }
    case B::Clear:
      clearOf(value(args[0]), rtypeOf(args[0]));
      return e.mark();
    case B::Close: {
      int ch = value(args[0]);
      at(x);
      e.emit(Op::kClose, ch);
      return e.mark();
    }
    case B::Complex: {
      RType* r = rtypeOf(x);
      int dst = temp(r);
      int re = value(args[0]);
      int im = value(args[1]);
      e.emit(Op::kComplex, dst, re, im);
      e.word(static_cast<uint64_t>(vm::ComplexOp::kMake) |
             (r->kind == Kind::kComplex64 ? vm::kComplex64Flag : 0));
      return dst;
    }
    case B::Real:
    case B::Imag: {
      RType* r = rtypeOf(args[0]);
      int dst = e.alloc(1);
      int z = value(args[0]);
      e.emit(Op::kComplex, dst, z, z);
      e.word(static_cast<uint64_t>(id == B::Real ? vm::ComplexOp::kReal : vm::ComplexOp::kImag) |
             (r->kind == Kind::kComplex64 ? vm::kComplex64Flag : 0));
      return dst;
    }
    case B::Min:
    case B::Max: {
      RType* r = rtypeOf(x);
      vm::MinMaxKind kind = r->kind == Kind::kString    ? vm::MinMaxKind::kString
                            : r->kind == Kind::kFloat64 ? vm::MinMaxKind::kF64
                            : r->kind == Kind::kFloat32 ? vm::MinMaxKind::kF32
                            : r->kind >= Kind::kUint    ? vm::MinMaxKind::kU64
                                                        : vm::MinMaxKind::kI64;
      int dst = temp(r);
      valueTo(args[0], dst);
      for (size_t i = 1; i < args.size(); i++) {
        int mark = e.mark();
        int y = value(args[i]);
        e.emit(Op::kMinMax, dst, dst, y);
        e.word(static_cast<uint64_t>(kind) | (id == B::Max ? vm::kMaxFlag : 0));
        e.release(mark);
      }
      return dst;
    }
    case B::UnsafeStringData:
    case B::UnsafeSliceData:
      return value(args[0]);
    case B::UnsafeString:
    case B::UnsafeSlice: {
      int dst = e.alloc(3);
      e.pointerAt(dst);
      valueTo(args[0], dst);
      valueTo(args[1], dst + 1);
      widenIndex(args[1], dst + 1);
      at(x);
      e.emit(Op::kUnsafeLen, dst, id == B::UnsafeString ? 1 : 0);
      e.word(id == B::UnsafeString ? 1 : rtypeOf(args[0])->elem->size);
      if (id == B::UnsafeSlice) e.emit(Op::kMov, dst + 2, dst + 1);
      return dst;
    }
    case B::UnsafeAdd: {
      int dst = e.alloc(1);
      e.pointerAt(dst);
      int p = value(args[0]);
      int n = value(args[1]);
      e.emit(Op::kAddI64, dst, p, n);
      return dst;
    }
    case B::UnsafeOffsetof: {
      int dst = e.alloc(1);
      e.emitImm(Op::kLoadI, dst, static_cast<int32_t>(offsetOf(args[0])));
      return dst;
    }
    case B::UnsafeSizeof:
    case B::UnsafeAlignof: {
      int dst = e.alloc(1);
      RType* r = rtypeOf(args[0]);
      e.emitImm(Op::kLoadI, dst,
                static_cast<int32_t>(id == B::UnsafeSizeof ? r->size : uint64_t{r->align}));
      return dst;
    }
  }
  CHECK(false, "gopark: an unknown built-in function");
  return 0;
}

// offsetOf() is the offset of a field within the struct before the dot, where that depends on type
// arguments.
uint64_t FuncCompiler::offsetOf(const syntax::Expr* field) {
  auto* s = syntax::nodeCast<const syntax::SelectorExpr>(
      syntax::unparen(const_cast<syntax::Expr*>(field)));
  auto it = c.info().selections.find(s);
  CHECK(it != c.info().selections.end(), "gopark: Offsetof of something that is no field");
  types::Type* t = typeOfExpr(s->x);
  if (auto* pointer = types::as<types::Pointer>(t)) t = concrete(pointer->base);
  RType* r = rtype(t);
  uint64_t offset = 0;
  for (int i : it->second.index) {
    const vm::RField& part = r->fields[static_cast<size_t>(i)];
    offset += part.offset;
    r = part.type;
  }
  return offset;
}

// spread() is the call f(g()), where g has several results, as one with an argument for each: names
// that stand for nothing in the source, evaluated already. Null if x is no such call.
const syntax::CallExpr* FuncCompiler::spread(const syntax::CallExpr* x, types::BuiltinId id) {
  if (x->argList.size() != 1) return nullptr;
  syntax::Expr* arg = syntax::unparen(x->argList[0]);
  auto* tuple = types::cast<types::Tuple>(c.info().typeOf(arg));
  const types::TypeAndValue* tv = c.info().find(arg);
  if (!tuple || !tv || tv->isCommaOk()) return nullptr;
  int from = expr(arg);
  std::vector<syntax::Expr*> names;
  types::Type* target = nullptr;  // What the arguments behind the first are converted to.
  for (types::Var* v : tuple->vars) {
    types::Type* t = concrete(v->type);
    int slot = from;
    from += static_cast<int>(rtype(t)->slots);
    if (names.empty()) {
      auto* s = types::as<types::Slice>(t);
      auto* m = types::as<types::Map>(t);
      if (id == B::Append && s) target = concrete(s->elem);
      if (id == B::Delete && m) target = concrete(m->key);
    } else if (target && rtype(target) != rtype(t)) {
      int converted = temp(rtype(target));
      convert(converted, slot, t, target);
      slot = converted;
      t = target;
    }
    syntax::Expr* name = c.syntheticName(t);
    preset_[name] = slot;
    names.push_back(name);
  }
  return c.syntheticCall(x, names);
}

void FuncCompiler::clearOf(int slot, RType* r) {
  if (r->kind == Kind::kMap) {
    e.emit(Op::kMapClear, slot);
    e.word(addrOf(r));
    return;
  }
  // for i := range s { s[i] = zero }
  int mark = e.mark();
  int i = e.alloc(1);
  int value = temp(r->elem);
  zero(value, r->elem);
  e.emitImm(Op::kLoadI, i, 0);
  Label top, test;
  e.branch(Op::kJmp, &test);
  e.bind(&top);
  Place p;
  p.kind = Place::kSlice;
  p.slot = slot;
  p.index = i;
  p.type = r->elem;
  store(p, value);
  e.emit(Op::kAddII64, i, i, 1);
  e.bind(&test);
  e.branch(Op::kJLtS, &top, i, slot + 1);
  e.release(mark);
}

int FuncCompiler::append(const syntax::CallExpr* x) {
  auto args = x->argList;
  RType* slice = rtypeOf(x);
  RType* elem = slice->elem;
  int dst = temp(slice);
  if (args.size() == 1) {
    valueTo(args[0], dst);
    return dst;
  }
  if (args.size() == 2) {
    int s, v;
    operands(args[0], args[1], &s, &v);
    at(x);
    e.emit(x->hasDots ? Op::kAppendSlice : Op::kAppend1, dst, s, v);
    e.word(addrOf(elem));
    return dst;
  }
  // All operands are evaluated before the slice grows.
  std::vector<int> values(args.size());
  for (bool calls : {true, false}) {
    for (size_t i = 0; i < args.size(); i++) {
      if (hasCall(args[i]) == calls) values[i] = value(args[i]);
    }
  }
  int s = values[0];
  values.erase(values.begin());
  int n = static_cast<int>(values.size());
  at(x);
  int index = e.alloc(1);
  e.emit(Op::kMov, index, s + 1);
  e.emit(Op::kAppendGrow, dst, s, n);
  e.word(addrOf(elem));
  for (int i = 0; i < n; i++) {
    Place p;
    p.kind = Place::kSlice;
    p.slot = dst;
    p.index = index;
    p.type = elem;
    store(p, values[static_cast<size_t>(i)]);
    if (i + 1 < n) e.emit(Op::kAddII64, index, index, 1);
  }
  return dst;
}

int FuncCompiler::make(const syntax::CallExpr* x) {
  auto args = x->argList;
  RType* r = rtypeOf(x);
  int dst = temp(r);
  int n = e.alloc(2);
  if (args.size() > 1) {
    valueTo(args[1], n);
    widenIndex(args[1], n);
  } else {
    e.emitImm(Op::kLoadI, n, 0);
  }
  at(x);
  if (r->kind == Kind::kSlice) {
    if (args.size() > 2) {
      valueTo(args[2], n + 1);
    } else {
      e.emit(Op::kMov, n + 1, n);
    }
    e.emit(Op::kMakeSlice, dst, n, n + 1);
    e.word(addrOf(r->elem));
  } else {
    if (r->kind == Kind::kChan && r->elem->rep == Rep::kHuge) {
      // The type checker refuses these, but in generic code it cannot know.
      vm::GoString text =
          c.constantString(std::string("channel element type too large (>64kB)") + '\0');
      e.emit(Op::kPanicText, vm::Fault::kFatal);
      e.word(text.ptr);
    }
    e.emit(r->kind == Kind::kMap ? Op::kMakeMap : Op::kMakeChan, dst, n);
    e.word(addrOf(r));
  }
  return dst;
}

// widenIndex() turns a size given as a float constant's value into an integer; others already are.
void FuncCompiler::widenIndex(const syntax::Expr* x, int slot) {
  RType* t = rtype(valueType(x));
  if (t->kind == Kind::kFloat64) e.emit(Op::kF64ToI64, slot, slot);
}

void FuncCompiler::print(const syntax::CallExpr* x, bool line) {
  bool first = true;
  for (syntax::Expr* arg : x->argList) {
    int mark = e.mark();
    if (!first && line) {
      e.emit(Op::kPrint, vm::kHeaderSlots, 1);
      e.word(0);
    }
    first = false;
    int v = value(arg);
    e.emit(Op::kPrint, v, 0);
    e.word(addrOf(rtype(valueType(arg))));
    e.release(mark);
  }
  if (line) {
    e.emit(Op::kPrint, vm::kHeaderSlots, 2);
    e.word(0);
  }
}

}  // namespace gopark::compile
