// Comparisons: as values, and as branches.
#include "golang/compile/func_compiler.h"
#include "golang/compile/kinds.h"

namespace gopark::compile {

using syntax::Operator;
using vm::Kind;

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
}  // namespace gopark::compile
