// Arithmetic: operators that make a number or a string of two.
#include <functional>

#include "base/check.h"
#include "golang/compile/func_compiler.h"
#include "golang/compile/kinds.h"

namespace gopark::compile {

using syntax::Operator;
using vm::Kind;

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
}  // namespace gopark::compile
