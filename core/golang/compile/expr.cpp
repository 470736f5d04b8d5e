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
}  // namespace gopark::compile
