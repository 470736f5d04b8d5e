// Expressions. exprTo() writes its destination only with its last instruction, so the destination
// may be a variable that the expression also reads; what is built piece by piece (literals of
// structs and arrays) is built in a temporary first.
#include "base/check.h"
#include "golang/compile/func_compiler.h"
#include "golang/syntax/walk.h"

namespace gopark::compile {

using syntax::NodeKind;
using syntax::Operator;
using vm::Kind;

types::Type* FuncCompiler::typeOfExpr(const syntax::Expr* x) {
  types::Type* t = c.info().typeOf(x);
  if (!t) {
    if (auto* n = syntax::nodeCast<const syntax::Name>(x)) {
      if (auto* o = c.info().objectOf(n)) t = o->type;
    }
  }
  CHECK(t, "gopark: an expression without a recorded type");
  if (t->kind == types::TypeKind::Tuple) {
    const types::TypeAndValue* tv = c.info().find(x);
    if (tv && tv->isCommaOk()) t = static_cast<types::Tuple*>(t)->vars[0]->type;
  }
  return concrete(t);
}

types::Type* FuncCompiler::valueType(const syntax::Expr* x) {
  auto it = c.info().conversions.find(x);
  return it == c.info().conversions.end() ? typeOfExpr(x) : concrete(it->second);
}

// hasCall() reports whether evaluating x calls a function or receives. gc evaluates those first, in
// order, and looks at variables only afterwards; so do we.
bool FuncCompiler::hasCall(const syntax::Expr* x) {
  if (!x) return false;
  auto [it, fresh] = c.calls.try_emplace(x, false);
  if (!fresh) return it->second;
  const types::TypeAndValue* tv = c.info().find(x);
  if (tv && (tv->isConst() || tv->isType())) return false;
  bool found = false;
  if (auto* call = syntax::nodeCast<const syntax::CallExpr>(x)) {
    bool isBuiltin = false;
    builtinOf(call->fun, &isBuiltin);
    if (!isBuiltin && !isTypeExpr(call->fun)) found = true;
    for (syntax::Expr* arg : call->argList) found = found || hasCall(arg);
  } else if (auto* op = syntax::nodeCast<const syntax::Operation>(x);
             op && op->op == Operator::Recv && !op->isBinary()) {
    found = true;
  } else if (x->kind != NodeKind::FuncLit) {
    syntax::forEachChild(x, [&](const syntax::Node* n) {
      if (n->isExpr()) found = found || hasCall(static_cast<const syntax::Expr*>(n));
    });
  }
  c.calls[x] = found;
  return found;
}

// operands() evaluates x and y.
void FuncCompiler::operands(const syntax::Expr* x, const syntax::Expr* y, int* a, int* b) {
  // A constant on the left comes last too, where the operation may take it in.
  const types::TypeAndValue* tv = c.info().find(syntax::unparen(const_cast<syntax::Expr*>(x)));
  if ((hasCall(y) && !hasCall(x)) || (tv && tv->isConst())) {
    *b = value(y);
    *a = value(x);
  } else {
    *a = value(x);
    *b = value(y);
  }
}

int FuncCompiler::value(const syntax::Expr* x) {
  if (!preset_.empty()) {
    if (auto it = preset_.find(x); it != preset_.end()) return it->second;
  }
  auto it = c.info().conversions.find(x);
  if (it == c.info().conversions.end()) return expr(x);
  types::Type* to = concrete(it->second);
  int dst = temp(rtype(to));
  convertExpr(x, to, dst);
  return dst;
}

void FuncCompiler::valueTo(const syntax::Expr* x, int dst) {
  if (!preset_.empty() && preset_.count(x)) {
    return copySlots(dst, preset_[x], static_cast<int>(rtype(valueType(x))->slots));
  }
  auto it = c.info().conversions.find(x);
  if (it == c.info().conversions.end()) {
    exprTo(x, dst);
  } else {
    convertExpr(x, concrete(it->second), dst);
  }
}

// init() is valueTo() for a destination that the expression cannot refer to.
void FuncCompiler::init(const syntax::Expr* x, int dst) {
  const syntax::Expr* inner = syntax::unparen(const_cast<syntax::Expr*>(x));
  if (auto* lit = syntax::nodeCast<const syntax::CompositeLit>(inner)) {
    if (!c.info().conversions.count(x)) {
      types::Type* t = typeOfExpr(lit);
      RType* r = rtype(t);
      if ((r->kind == Kind::kStruct || r->kind == Kind::kArray) && r->rep != Rep::kHuge) {
        int mark = e.mark();
        compositeInto(lit, t, frame(dst, r), false);
        e.release(mark);
        return;
      }
    }
  }
  auto* op = syntax::nodeCast<const syntax::Operation>(inner);
  if (op && op->op == Operator::And && !op->isBinary() && !c.info().conversions.count(x)) {
    int mark = e.mark();
    at(op);
    addressOf(op->x, dst, true);
    e.release(mark);
    return;
  }
  valueTo(x, dst);
}

int FuncCompiler::expr(const syntax::Expr* x) {
  x = syntax::unparen(const_cast<syntax::Expr*>(x));
  const types::TypeAndValue* tv = c.info().find(x);
  if (!tv || !tv->isConst()) {
    if (x->kind == NodeKind::CallExpr) {
      auto* call = static_cast<const syntax::CallExpr*>(x);
      return this->call(call);
    }
    if (x->kind == NodeKind::Name || x->kind == NodeKind::SelectorExpr) {
      auto* n = syntax::nodeCast<const syntax::Name>(x);
      auto* s = syntax::nodeCast<const syntax::SelectorExpr>(x);
      types::Object* o = c.info().objectOf(n ? n : s->sel);
      if (types::objectCast<types::Var>(o)) {
        Place p = place(x);
        const RType* t = p.type;
        if (p.kind == Place::kFrame &&
            (p.whole || (p.offset % 8 == 0 &&
                         (t->rep == Rep::k64 || (t->rep == Rep::kMulti && t->size % 8 == 0))))) {
          return static_cast<int>(p.offset / 8);
        }
        int dst = temp(t);
        uint32_t line = e.line();
        at(x);
        load(p, dst);
        e.setLine(line);
        return dst;
      }
    }
  }
  int dst = temp(rtypeOf(x));
  exprTo(x, dst);
  return dst;
}

void FuncCompiler::exprTo(const syntax::Expr* x, int dst) {
  x = syntax::unparen(const_cast<syntax::Expr*>(x));
  const types::TypeAndValue* tv = c.info().find(x);
  if (tv && tv->isConst()) return constant(tv->value, rtypeOf(x), dst);
  if (tv && tv->mode == types::Mode::NilValue) return zero(dst, rtypeOf(x));
  int mark = e.mark();
  uint32_t line = e.line();
  if (x->kind != NodeKind::FuncLit) at(x);
  switch (x->kind) {
    case NodeKind::Name:
      name(static_cast<const syntax::Name*>(x), dst);
      break;
    case NodeKind::CompositeLit:
      compositeLit(static_cast<const syntax::CompositeLit*>(x), dst);
      break;
    case NodeKind::FuncLit:
      funcLit(static_cast<const syntax::FuncLit*>(x), dst);
      break;
    case NodeKind::SelectorExpr:
      selector(static_cast<const syntax::SelectorExpr*>(x), dst);
      break;
    case NodeKind::IndexExpr:
      indexExpr(static_cast<const syntax::IndexExpr*>(x), dst, -1);
      break;
    case NodeKind::SliceExpr:
      sliceExpr(static_cast<const syntax::SliceExpr*>(x), dst);
      break;
    case NodeKind::AssertExpr:
      assertExpr(static_cast<const syntax::AssertExpr*>(x), dst, -1);
      break;
    case NodeKind::Operation:
      operation(static_cast<const syntax::Operation*>(x), dst);
      break;
    case NodeKind::CallExpr: {
      auto* c = static_cast<const syntax::CallExpr*>(x);
      if (intrinsicCall(c, dst)) break;
      int from = call(c);
      copySlots(dst, from, static_cast<int>(rtypeOf(x)->slots));
      break;
    }
    default:
      CHECK(false, "gopark: an expression the compiler does not know");
  }
  e.setLine(line);
  e.release(mark);
}

void FuncCompiler::constant(const types::constant::Value& v, RType* t, int dst) {
  namespace k = types::constant;
  auto word = [&](uint64_t w) {
    auto s = static_cast<int64_t>(w);
    if (s >= INT32_MIN && s <= INT32_MAX) {
      e.emitImm(Op::kLoadI, dst, static_cast<int32_t>(s));
    } else {
      e.emit(Op::kLoadK, dst);
      e.word(w);
    }
  };
  switch (t->kind) {
    case Kind::kBool:
      return word(v.boolValue());
    case Kind::kFloat32:
      return word(vm::slotOf(k::toFloat(v).float32()));
    case Kind::kFloat64:
      return word(vm::slotOf(k::toFloat(v).float64()));
    case Kind::kComplex64: {
      k::Value z = k::toComplex(v);
      return word(vm::slotOf(k::toFloat(k::real(z)).float32()) |
                  vm::slotOf(k::toFloat(k::imag(z)).float32()) << 32);
    }
    case Kind::kComplex128: {
      k::Value z = k::toComplex(v);
      e.emit(Op::kLoadK2, dst);
      e.word(vm::slotOf(k::toFloat(k::real(z)).float64()));
      e.word(vm::slotOf(k::toFloat(k::imag(z)).float64()));
      return;
    }
    case Kind::kString: {
      vm::GoString s = c.constantString(v.stringValue());
      e.emit(Op::kLoadK2, dst);
      e.word(s.ptr);
      e.word(static_cast<uint64_t>(s.len));
      return;
    }
    default: {
      Slot s = k::toInt(v).bits64();
      vm::normalizeSlot(&s, t->rep);
      return word(s);
    }
  }
}

bool FuncCompiler::constantOf(const syntax::Expr* x, int64_t* v) {
  const types::TypeAndValue* tv = c.info().find(syntax::unparen(const_cast<syntax::Expr*>(x)));
  if (!tv || !tv->isConst()) return false;
  types::constant::Value i = types::constant::toInt(tv->value);
  if (i.kind() != types::constant::Kind::Int) return false;
  bool exact = false;
  *v = i.int64(&exact);
  return exact;
}

void FuncCompiler::name(const syntax::Name* n, int dst) {
  types::Object* o = c.info().objectOf(n);
  if (auto* v = types::objectCast<types::Var>(o)) return load(variable(v), dst);
  if (auto* f = types::objectCast<types::Func>(o)) return functionValue(n, f, dst);
  if (types::objectCast<types::Nil>(o)) return zero(dst, rtypeOf(n));
  CHECK(false, "gopark: a name that is no value");
}

void FuncCompiler::functionValue(const syntax::Name* n, types::Func* f, int dst) {
  std::vector<types::Type*> targs;
  if (auto it = c.info().instances.find(n); it != c.info().instances.end()) {
    for (types::Type* t : it->second.targs) targs.push_back(concrete(t));
  }
  Function* callee = c.functionFor(f, targs);
  e.emit(Op::kLoadK, dst);
  e.word(addrOf(&callee->staticClosure));
}

void FuncCompiler::selector(const syntax::SelectorExpr* s, int dst) {
  auto it = c.info().selections.find(s);
  if (it == c.info().selections.end()) return name(s->sel, dst);
  const types::Selection& sel = it->second;
  if (sel.kind == types::SelectionKind::FieldVal) return load(place(s), dst);
  if (sel.kind == types::SelectionKind::MethodVal) return methodValue(s, sel, dst);
  methodExpr(sel, dst);
}

void FuncCompiler::operation(const syntax::Operation* op, int dst) {
  if (!op->isBinary()) return unary(op, dst);
  if (op->op == Operator::AndAnd || op->op == Operator::OrOr) {
    Label no, end;
    condition(op, &no, false);
    e.emitImm(Op::kLoadI, dst, 1);
    e.branch(Op::kJmp, &end);
    e.bind(&no);
    e.emitImm(Op::kLoadI, dst, 0);
    e.bind(&end);
    return;
  }
  if (syntax::isComparison(op->op)) return comparison(op, dst);
  binary(op, dst);
}

void FuncCompiler::unary(const syntax::Operation* op, int dst) {
  switch (op->op) {
    case Operator::And:
      return addressOf(op->x, dst, false);
    case Operator::Mul:
      return load(place(op), dst);
    case Operator::Recv:
      return receive(op, dst, -1);
    case Operator::Not: {
      int x = value(op->x);
      e.emit(Op::kXorI, dst, x, 1);
      return;
    }
    case Operator::Add:
      return valueTo(op->x, dst);
    case Operator::Xor: {
      RType* t = rtypeOf(op);
      int x = value(op->x);
      e.emit(Op::kXorI, dst, x, 0xffff);
      normalize(dst, t);
      return;
    }
    case Operator::Sub: {
      RType* t = rtypeOf(op);
      int x = value(op->x);
      if (t->kind == Kind::kFloat64) {
        e.emit(Op::kNegF64, dst, x);
      } else if (t->kind == Kind::kFloat32) {
        e.emit(Op::kNegF32, dst, x);
      } else if (t->kind == Kind::kComplex64 || t->kind == Kind::kComplex128) {
        e.emit(Op::kComplex, dst, x, x);
        e.word(static_cast<uint64_t>(vm::ComplexOp::kNeg) |
               (t->kind == Kind::kComplex64 ? vm::kComplex64Flag : 0));
      } else {
        e.emit(Op::kNeg, dst, x);
        normalize(dst, t);
      }
      return;
    }
    default:
      CHECK(false, "gopark: an unknown unary operator");
  }
}

namespace {

// widthOf() numbers the integer widths as opcodes.def does.
int widthOf(const RType* t) {
  switch (t->rep) {
    case Rep::kI32:
      return 1;
    case Rep::kI16:
      return 2;
    case Rep::kI8:
      return 3;
    case Rep::kU32:
      return 4;
    case Rep::kU16:
      return 5;
    case Rep::kU8:
      return 6;
    default:
      return 0;
  }
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
bool isInteger(const RType* t) {
  return t->kind >= Kind::kInt && t->kind <= Kind::kUintptr;
}
bool isOneWord(const RType* t) {
  return t->slots == 1 && t->rep != Rep::kMulti && t->rep != Rep::kHuge && !isFloat(t);
}
Op plus(Op op, int n) {
  return static_cast<Op>(static_cast<int>(op) + n);
}

}  // namespace

void FuncCompiler::normalize(int slot, RType* t) {
  int width = widthOf(t);
  if (width) e.emit(plus(Op::kExtI64, width), slot, slot);
}

void FuncCompiler::normalizeTo(int dst, int src, RType* t) {
  e.emit(plus(Op::kExtI64, widthOf(t)), dst, src);
}

void FuncCompiler::binary(const syntax::Operation* op, int dst) {
  RType* t = rtypeOf(op);
  if (syntax::isShift(op->op)) {
    int x = value(op->x);
    return shift(op->op, t, dst, x, op->y);
  }
  if (t->kind == Kind::kString && op->op == Operator::Add) {
    // A chain of additions is one concatenation.
    std::vector<const syntax::Expr*> parts;
    std::function<void(const syntax::Expr*)> collect = [&](const syntax::Expr* x) {
      const syntax::Expr* inner = syntax::unparen(const_cast<syntax::Expr*>(x));
      auto* o = syntax::nodeCast<const syntax::Operation>(inner);
      const types::TypeAndValue* tv = c.info().find(inner);
      if (o && o->isBinary() && o->op == Operator::Add && !(tv && tv->isConst())) {
        collect(o->x);
        collect(o->y);
      } else {
        parts.push_back(x);
      }
    };
    collect(op);
    int base = e.alloc(static_cast<int>(parts.size()) * 2);
    for (bool calls : {true, false}) {
      for (size_t i = 0; i < parts.size(); i++) {
        int slot = base + static_cast<int>(i) * 2;
        if (hasCall(parts[i]) != calls) continue;
        e.pointers(slot, t);
        valueTo(parts[i], slot);
      }
    }
    e.emit(Op::kConcat, dst, base, static_cast<int>(parts.size()));
    return;
  }
  int64_t k = 0;
  const bool commutes = op->op == Operator::Add || op->op == Operator::Mul ||
                        op->op == Operator::And || op->op == Operator::Or;
  for (bool right : {true, false}) {
    if (!right && !commutes) break;
    if (!constantOf(right ? op->y : op->x, &k) || !hasImmediate(op->op, t, k)) continue;
    int x = value(right ? op->x : op->y);
    at(op);
    return immediate(op->op, t, dst, x, k);
  }
  int x, y;
  int fresh = e.mark();
  operands(op->x, op->y, &x, &y);
  at(op);
  arithmetic(op->op, t, dst, x, y, fresh);
}

// hasImmediate() reports whether an instruction takes the constant k on the right of an operation.
bool FuncCompiler::hasImmediate(Operator op, RType* t, int64_t k) {
  if (!isInteger(t) || k <= -32768 || k >= 32768) return false;
  switch (op) {
    case Operator::Add:
    case Operator::Sub:
      return true;
    case Operator::Mul:
      return widthOf(t) == 0;
    case Operator::And:
    case Operator::Or:
      return k >= 0;
    case Operator::Div:
    case Operator::Rem:
      return k > 0;
    default:
      return false;
  }
}

// immediate() emits dst = x op k.
void FuncCompiler::immediate(Operator op, RType* t, int dst, int x, int64_t k) {
  Op o;
  switch (op) {
    case Operator::Add:
    case Operator::Sub:
      o = plus(Op::kAddII64, widthOf(t));
      if (op == Operator::Sub) k = -k;
      break;
    case Operator::Mul:
      o = Op::kMulI;
      break;
    case Operator::And:
      o = Op::kAndI;
      break;
    case Operator::Or:
      o = Op::kOrI;
      break;
    case Operator::Div:
      o = isSigned(t) ? Op::kDivSI : Op::kDivUI;
      break;
    default:
      o = isSigned(t) ? Op::kRemSI : Op::kRemUI;
      break;
  }
  e.emit(o, dst, x, static_cast<int>(k) & 0xffff);
}

void FuncCompiler::arithmetic(Operator op, RType* t, int dst, int x, int y, int fresh) {
  if (t->kind == Kind::kString) {
    int base = e.alloc(4);
    e.pointers(base, t);
    e.pointers(base + 2, t);
    copySlots(base, x, 2);
    copySlots(base + 2, y, 2);
    e.emit(Op::kConcat, dst, base, 2);
    return;
  }
  if (isFloat(t)) {
    Op base = t->kind == Kind::kFloat64 ? Op::kAddF64 : Op::kAddF32;
    int n = op == Operator::Add ? 0 : op == Operator::Sub ? 1 : op == Operator::Mul ? 2 : 3;
    if (!fuse(plus(base, n), dst, x, y, fresh)) e.emit(plus(base, n), dst, x, y);
    return;
  }
  if (isComplex(t)) {
    vm::ComplexOp o = op == Operator::Add   ? vm::ComplexOp::kAdd
                      : op == Operator::Sub ? vm::ComplexOp::kSub
                      : op == Operator::Mul ? vm::ComplexOp::kMul
                                            : vm::ComplexOp::kDiv;
    e.emit(Op::kComplex, dst, x, y);
    e.word(static_cast<uint64_t>(o) | (t->kind == Kind::kComplex64 ? vm::kComplex64Flag : 0));
    return;
  }
  int width = widthOf(t);
  switch (op) {
    case Operator::Add:
      if (width || !fuse(Op::kAddI64, dst, x, y, fresh)) {
        e.emit(plus(Op::kAddI64, width), dst, x, y);
      }
      return;
    case Operator::Sub:
      if (width || !fuse(Op::kSubI64, dst, x, y, fresh)) {
        e.emit(plus(Op::kSubI64, width), dst, x, y);
      }
      return;
    case Operator::Mul:
      if (width || !fuse(Op::kMulI64, dst, x, y, fresh)) {
        e.emit(plus(Op::kMulI64, width), dst, x, y);
      }
      return;
    case Operator::Div:
      e.emit(isSigned(t) ? Op::kDivS : Op::kDivU, dst, x, y);
      if (isSigned(t)) normalize(dst, t);
      return;
    case Operator::Rem:
      e.emit(isSigned(t) ? Op::kRemS : Op::kRemU, dst, x, y);
      return;
    case Operator::And:
      e.emit(Op::kAnd, dst, x, y);
      return;
    case Operator::Or:
      e.emit(Op::kOr, dst, x, y);
      return;
    case Operator::Xor:
      e.emit(Op::kXor, dst, x, y);
      return;
    case Operator::AndNot:
      e.emit(Op::kAndNot, dst, x, y);
      return;
    default:
      CHECK(false, "gopark: an unknown binary operator");
  }
}

void FuncCompiler::shift(Operator op, RType* t, int dst, int x, const syntax::Expr* count) {
  int64_t k = 0;
  bool left = op == Operator::Shl;
  if (constantOf(count, &k)) {
    if (k >= 64) {
      if (left || !isSigned(t)) {
        e.emitImm(Op::kLoadI, dst, 0);
      } else {
        e.emit(Op::kShrSI, dst, x, 63);
      }
      return;
    }
    e.emit(left ? Op::kShlI : isSigned(t) ? Op::kShrSI : Op::kShrUI, dst, x, static_cast<int>(k));
    if (left) normalize(dst, t);
    return;
  }
  int y = value(count);
  if (isSigned(rtype(valueType(count)))) e.emit(Op::kCheckShift, y);
  if (left) {
    e.emit(plus(Op::kShlI64, widthOf(t)), dst, x, y);
  } else {
    e.emit(isSigned(t) ? Op::kShrS : Op::kShrU, dst, x, y);
  }
}

void FuncCompiler::equality(RType* xt, RType* yt, int dst, int a, int b, bool negate) {
  if (xt->kind == Kind::kInterface) {
    e.emit(Op::kEqIface, dst, a, b);
    e.word((xt->methods.empty() ? 0u : 1u) | (yt->methods.empty() ? 0u : 2u));
  } else if (xt->kind == Kind::kString) {
    e.emit(Op::kEqStr, dst, a, b);
  } else if (xt->kind == Kind::kFloat64) {
    e.emit(negate ? Op::kNeF64 : Op::kEqF64, dst, a, b);
    return;
  } else if (xt->kind == Kind::kFloat32) {
    e.emit(negate ? Op::kNeF32 : Op::kEqF32, dst, a, b);
    return;
  } else if (isOneWord(xt) || xt->kind == Kind::kSlice) {
    // A slice is only compared with nil.
    e.emit(negate ? Op::kNe : Op::kEq, dst, a, b);
    return;
  } else {
    e.emit(Op::kEqVal, dst, a, b);
    e.word(addrOf(xt));
  }
  if (negate) e.emit(Op::kXorI, dst, dst, 1);
}

void FuncCompiler::comparison(const syntax::Operation* op, int dst) {
  RType* xt = rtype(valueType(op->x));
  RType* yt = rtype(valueType(op->y));
  int a, b;
  operands(op->x, op->y, &a, &b);
  at(op);
  if (op->op == Operator::Eql || op->op == Operator::Neq) {
    return equality(xt, yt, dst, a, b, op->op == Operator::Neq);
  }
  if (op->op == Operator::Gtr || op->op == Operator::Geq) std::swap(a, b);
  bool strict = op->op == Operator::Lss || op->op == Operator::Gtr;
  Op o;
  if (xt->kind == Kind::kString) {
    o = strict ? Op::kLtStr : Op::kLeStr;
  } else if (xt->kind == Kind::kFloat64) {
    o = strict ? Op::kLtF64 : Op::kLeF64;
  } else if (xt->kind == Kind::kFloat32) {
    o = strict ? Op::kLtF32 : Op::kLeF32;
  } else if (isSigned(xt)) {
    o = strict ? Op::kLtS : Op::kLeS;
  } else {
    o = strict ? Op::kLtU : Op::kLeU;
  }
  e.emit(o, dst, a, b);
}

void FuncCompiler::condition(const syntax::Expr* x, Label* to, bool when) {
  x = syntax::unparen(const_cast<syntax::Expr*>(x));
  int mark = e.mark();
  const types::TypeAndValue* tv = c.info().find(x);
  if (tv && tv->isConst()) {
    if (tv->value.boolValue() == when) e.branch(Op::kJmp, to);
    return;
  }
  auto* op = syntax::nodeCast<const syntax::Operation>(x);
  if (op && op->op == Operator::Not && !op->isBinary()) return condition(op->x, to, !when);
  if (op && (op->op == Operator::AndAnd || op->op == Operator::OrOr)) {
    if ((op->op == Operator::AndAnd) == when) {
      Label skip;
      condition(op->x, &skip, !when);
      condition(op->y, to, when);
      e.bind(&skip);
    } else {
      condition(op->x, to, when);
      condition(op->y, to, when);
    }
    return;
  }
  if (op && op->isBinary() && syntax::isComparison(op->op)) {
    RType* t = rtype(valueType(op->x));
    const types::TypeAndValue* other = c.info().find(syntax::unparen(op->y));
    bool nilTest = other && other->mode == types::Mode::NilValue &&
                   (t->kind == Kind::kInterface || t->kind == Kind::kSlice);
    if (isOneWord(t) || nilTest) {
      bool isSign = isSigned(t) || widthOf(t) != 0;
      Operator o = op->op;
      if (!when) {
        switch (o) {
          case Operator::Eql:
            o = Operator::Neq;
            break;
          case Operator::Neq:
            o = Operator::Eql;
            break;
          case Operator::Lss:
            o = Operator::Geq;
            break;
          case Operator::Leq:
            o = Operator::Gtr;
            break;
          case Operator::Gtr:
            o = Operator::Leq;
            break;
          default:
            o = Operator::Lss;
            break;
        }
      }
      int64_t k = 0;
      bool small = constantOf(op->y, &k) && k >= -32768 && k < 32768;
      const types::TypeAndValue* nil = c.info().find(syntax::unparen(op->y));
      if (nil && nil->mode == types::Mode::NilValue) {
        small = true;
        k = 0;
      }
      if (small && (isSign || o == Operator::Eql || o == Operator::Neq)) {
        int a = value(op->x);
        Op branch = o == Operator::Eql   ? Op::kJEqI
                    : o == Operator::Neq ? Op::kJNeI
                    : o == Operator::Lss ? Op::kJLtI
                    : o == Operator::Leq ? Op::kJLeI
                    : o == Operator::Gtr ? Op::kJGtI
                                         : Op::kJGeI;
        const bool equality = o == Operator::Eql || o == Operator::Neq;
        if (k != 0 || !equality || !fuseTest(to, a, o == Operator::Neq, true, mark)) {
          e.branch(branch, to, a, static_cast<int>(k));
        }
        e.release(mark);
        return;
      }
      int a, b;
      operands(op->x, op->y, &a, &b);
      if (o == Operator::Gtr || o == Operator::Geq) std::swap(a, b);
      Op branch;
      if (o == Operator::Eql || o == Operator::Neq) {
        branch = o == Operator::Eql ? Op::kJEq : Op::kJNe;
      } else if (o == Operator::Lss || o == Operator::Gtr) {
        branch = isSign ? Op::kJLtS : Op::kJLtU;
      } else {
        branch = isSign ? Op::kJLeS : Op::kJLeU;
      }
      e.branch(branch, to, a, b);
      e.release(mark);
      return;
    }
  }
  if (op && op->isBinary() && syntax::isComparison(op->op) && compareAndBranch(op, to, when)) {
    e.release(mark);
    return;
  }
  int slot = value(x);
  if (!fuseTest(to, slot, when, false, mark)) e.branch(when ? Op::kJT : Op::kJF, to, slot);
  e.release(mark);
}

// compareAndBranch() is condition() for float64s and for the equality of strings. False: the
// operands are others.
bool FuncCompiler::compareAndBranch(const syntax::Operation* op, Label* to, bool when) {
  const RType* t = rtype(valueType(op->x));
  const bool equality = op->op == Operator::Eql || op->op == Operator::Neq;
  int a, b;
  if (t->kind == Kind::kFloat64) {
    operands(op->x, op->y, &a, &b);
    at(op);
    if (op->op == Operator::Gtr || op->op == Operator::Geq) std::swap(a, b);
    Op o;
    if (equality) {
      o = (op->op == Operator::Eql) == when ? Op::kJEqF64 : Op::kJNeF64;
    } else if (op->op == Operator::Lss || op->op == Operator::Gtr) {
      o = when ? Op::kJLtF64 : Op::kJNLtF64;
    } else {
      o = when ? Op::kJLeF64 : Op::kJNLeF64;
    }
    e.branch(o, to, a, b);
    return true;
  }
  if (t->kind != Kind::kString || !equality || to->at >= 0 || e.longBranches) return false;
  const int fresh = e.mark();
  operands(op->x, op->y, &a, &b);
  at(op);
  branchEqualStrings((op->op == Operator::Eql) == when, a, b, to, fresh);
  return true;
}

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
