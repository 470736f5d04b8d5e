// Fused instructions: an operand that the newest instruction fetched into a temporary is fetched by
// the operation itself instead. Only instructions of one source line are joined, so that a fault is
// reported where it belongs.
#include <cstring>
#include <string_view>

#include "golang/compile/func_compiler.h"
#include "golang/compile/kinds.h"

namespace gopark::compile {

namespace {

uint64_t wordAt(const vm::Instr* at) {
  uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// numberIn() is the place of an operation in GOPARK_FUSED, -1 if it has none.
int numberIn(Op op) {
  constexpr Op kOrder[] = {Op::kAddF64, Op::kSubF64, Op::kMulF64, Op::kDivF64,
                           Op::kAddI64, Op::kSubI64, Op::kMulI64};
  for (int i = 0; i < 7; i++) {
    if (kOrder[i] == op) return i;
  }
  return -1;
}

bool commutes(Op op) {
  return op == Op::kAddF64 || op == Op::kMulF64 || op == Op::kAddI64 || op == Op::kMulI64;
}

}  // namespace

// fuse() emits dst = x op y together with the instructions that fetched x and y; slots from `fresh`
// on are temporaries that nobody else reads. False: there is nothing to join.
bool FuncCompiler::fuse(Op op, int dst, int x, int y, int fresh) {
  const vm::Instr* newest = e.newest();
  int number = numberIn(op);
  if (!newest || number < 0 || x == y) return false;
  const bool right = newest->a == y && y >= fresh;
  const bool left = newest->a == x && x >= fresh;
  if (!right && !left) return false;
  const vm::Instr in = *newest;
  const int other = right ? x : y;
  switch (in.op) {
    case Op::kLd64: {
      const vm::Instr* before = right ? e.newest(1) : nullptr;
      if (before && before->op == Op::kLd64 && before->a == x && x >= fresh && in.b != x) {
        const vm::Instr first = *before;
        e.takeBack();
        e.takeBack();
        e.emit(plus(Op::kAddF64Ld2, number), dst, first.b, in.b);
        e.word(first.c | uint64_t{in.c} << 32);
        return true;
      }
      if (!right && !commutes(op)) return false;
      e.takeBack();
      e.emit(plus(Op::kAddF64Ld, number), dst, other, in.b);
      e.word(in.c);
      return true;
    }
    case Op::kSld64:
      if (!right && !commutes(op)) return false;
      e.takeBack();
      e.emit(plus(Op::kAddF64Sld, number), dst, other, in.b);
      e.word(in.c);
      return true;
    case Op::kMulF64:
      if (op != Op::kAddF64 && !(op == Op::kSubF64 && right)) return false;
      e.takeBack();
      e.emit(op == Op::kAddF64 ? Op::kMulAddF64 : Op::kMulSubF64, dst, other, in.b);
      e.word(in.c);
      return true;
    case Op::kMulI64:
      if (op != Op::kAddI64) return false;
      e.takeBack();
      e.emit(Op::kMulAddI64, dst, other, in.b);
      e.word(in.c);
      return true;
    case Op::kLoadI:
    case Op::kLoadK: {
      if (number > 3) return false;
      const uint64_t k = in.op == Op::kLoadK ? wordAt(newest + 1) : vm::slotOf(in.imm32());
      Op withK = plus(Op::kAddF64K, number);
      if (left && op == Op::kSubF64) withK = Op::kFromF64K;
      if (left && op == Op::kDivF64) withK = Op::kOverF64K;
      e.takeBack();
      e.emit(withK, dst, other);
      e.word(k);
      return true;
    }
    default:
      return false;
  }
}

// fuseTest() branches to `to`, ahead, when the value the newest instruction fetched into the
// temporary `slot` is not zero, as `when` says: a bool, or a word. False: it fetched none.
bool FuncCompiler::fuseTest(Label* to, int slot, bool when, bool word, int fresh) {
  const vm::Instr* newest = e.newest();
  if (!newest || newest->a != slot || slot < fresh || to->at >= 0 || e.longBranches) return false;
  const vm::Instr in = *newest;
  Op op = Op::kCount;
  if (in.op == Op::kLdU8 && !word) op = when ? Op::kJTLd : Op::kJFLd;
  if (in.op == Op::kLd64 && word) op = when ? Op::kJNZLd : Op::kJZLd;
  if (in.op == Op::kSldU8 && !word) op = when ? Op::kJTSld : Op::kJFSld;
  if (op == Op::kCount) return false;
  e.takeBack();
  to->fixups.push_back(e.emit(op, in.b, in.c));
  return true;
}

// branchEqualStrings() branches to `to`, ahead, when the strings at a and b are equal, or not.
void FuncCompiler::branchEqualStrings(bool equal, int a, int b, Label* to, int fresh) {
  const vm::Instr* newest = e.newest();
  if (newest && newest->op == Op::kLoadK2 && newest->a >= fresh && a != b &&
      (newest->a == a || newest->a == b)) {
    const int other = newest->a == a ? b : a;
    const uint64_t pointer = wordAt(newest + 1), length = wordAt(newest + 2);
    e.takeBack();
    to->fixups.push_back(e.emit(equal ? Op::kJEqStrK : Op::kJNeStrK, other));
    e.word(pointer);
    e.word(length);
    return;
  }
  to->fixups.push_back(e.emit(equal ? Op::kJEqStr : Op::kJNeStr, a, b));
}

// update() is the statement p op= value for a word in memory or an element of a slice of words.
// False: p is neither, the operation has no such form, or the value could fail in another way than
// p, and p comes first.
bool FuncCompiler::update(const Place& p, const syntax::AssignStmt* s) {
  using syntax::Operator;
  const RType* t = p.type;
  if ((p.kind != Place::kMemory && p.kind != Place::kSlice) || t->rep != Rep::k64) return false;
  const bool isFloat = t->kind == vm::Kind::kFloat64;
  if (!isFloat && (t->kind < vm::Kind::kInt || t->kind > vm::Kind::kUintptr)) return false;
  int number = -1;
  switch (s->op) {
    case Operator::Add:
      number = isFloat ? 0 : 4;
      break;
    case Operator::Sub:
      number = isFloat ? 1 : 5;
      break;
    case Operator::Mul:
      number = isFloat ? 2 : 6;
      break;
    case Operator::Div:
      number = isFloat ? 3 : -1;
      break;
    case Operator::And:
      number = 7;
      break;
    case Operator::Or:
      number = 8;
      break;
    case Operator::Xor:
      number = 9;
      break;
    case Operator::AndNot:
      number = 10;
      break;
    default:
      break;
  }
  if (number < 0 || !neverFails(s->rhs, p.kind == Place::kMemory)) return false;
  int y = value(s->rhs);
  at(s);
  if (p.kind == Place::kMemory) {
    e.emit(plus(Op::kStAddF64, number), p.slot, y, static_cast<int>(p.offset));
  } else {
    e.emit(plus(Op::kSstAddF64, number), p.slot, p.index, y);
  }
  return true;
}

// neverFails() reports whether evaluating x cannot panic, but for a nil pointer when `butNil`.
bool FuncCompiler::neverFails(const syntax::Expr* x, bool butNil) {
  x = syntax::unparen(const_cast<syntax::Expr*>(x));
  const types::TypeAndValue* tv = c.info().find(x);
  if (tv && tv->isConst()) return true;
  if (x->kind == syntax::NodeKind::Name) return true;
  if (auto* s = syntax::nodeCast<const syntax::SelectorExpr>(x)) {
    auto it = c.info().selections.find(s);
    if (it == c.info().selections.end()) return true;
    return butNil && it->second.kind == types::SelectionKind::FieldVal && neverFails(s->x, butNil);
  }
  auto* op = syntax::nodeCast<const syntax::Operation>(x);
  if (!op) return false;
  switch (op->op) {
    case syntax::Operator::Add:
    case syntax::Operator::Sub:
    case syntax::Operator::Mul:
    case syntax::Operator::Or:
    case syntax::Operator::Xor:
    case syntax::Operator::AndNot:
      if (!op->isBinary()) return butNil && neverFails(op->x, butNil);
      return neverFails(op->x, butNil) && neverFails(op->y, butNil);
    default:
      return false;
  }
}

// updateBy() emits p += k for the same places of integers, with a small k.
bool FuncCompiler::updateBy(const Place& p, int64_t k) {
  const RType* t = p.type;
  if ((p.kind != Place::kMemory && p.kind != Place::kSlice) || t->rep != Rep::k64) return false;
  if (t->kind < vm::Kind::kInt || t->kind > vm::Kind::kUintptr) return false;
  const int imm = static_cast<int>(k) & 0xffff;
  if (p.kind == Place::kMemory) {
    e.emit(Op::kStAddI, p.slot, imm, static_cast<int>(p.offset));
  } else {
    e.emit(Op::kSstAddI, p.slot, p.index, imm);
  }
  return true;
}

namespace {

// intrinsic() is the instruction that does what a function of the library does with its one
// argument; kCount: there is none.
Op intrinsic(std::string_view name) {
  struct Row {
    std::string_view name;
    Op op;
  };
  constexpr Row kRows[] = {
      {"math.Sqrt", Op::kSqrtF64},
      {"math.Abs", Op::kAbsF64},
      {"math.Floor", Op::kFloorF64},
      {"math.Ceil", Op::kCeilF64},
      {"math.Trunc", Op::kTruncF64},
      {"math.Float64bits", Op::kMov},
      {"math.Float64frombits", Op::kMov},
      {"math.Float32bits", Op::kMov},
      {"math.Float32frombits", Op::kMov},
      {"math/bits.Len", Op::kBitLen},
      {"math/bits.Len64", Op::kBitLen},
      {"math/bits.TrailingZeros64", Op::kTrailingZeros},
      {"math/bits.OnesCount", Op::kOnesCount},
      {"math/bits.OnesCount64", Op::kOnesCount},
  };
  for (const Row& row : kRows) {
    if (row.name == name) return row.op;
  }
  return Op::kCount;
}

// atomicOp() is the instruction of a function or method of sync/atomic, by its name without the
// package: "AddInt64", "Int64.Add"; kCount: there is none.
Op atomicOp(std::string_view name) {
  struct Verb {
    std::string_view name;
    Op first;
  };
  constexpr Verb kVerbs[] = {{"Load", Op::kAtomicLdI32},
                             {"Store", Op::kAtomicStI32},
                             {"Add", Op::kAtomicAddI32},
                             {"CompareAndSwap", Op::kAtomicCasI32}};
  const size_t dot = name.find('.');
  for (const Verb& verb : kVerbs) {
    std::string_view type;
    if (dot == name.npos && name.substr(0, verb.name.size()) == verb.name) {
      type = name.substr(verb.name.size());
    } else if (dot != name.npos && name.substr(dot + 1) == verb.name) {
      type = name.substr(0, dot);
    }
    if (type == "Int32") return verb.first;
    if (type == "Uint32") return plus(verb.first, 1);
    if (type == "Int64" || type == "Uint64" || type == "Uintptr" || type == "Pointer") {
      return plus(verb.first, 2);
    }
  }
  return Op::kCount;
}

}  // namespace

// intrinsicCall() is dst = x when x calls a function of the library that is one instruction here.
// False: it does not.
bool FuncCompiler::intrinsicCall(const syntax::CallExpr* x, int dst) {
  auto* s = syntax::nodeCast<const syntax::SelectorExpr>(syntax::unparen(x->fun));
  if (!s || isTypeExpr(s)) return false;
  auto selection = c.info().selections.find(s);
  const bool isMethod = selection != c.info().selections.end();
  if (isMethod && selection->second.kind != types::SelectionKind::MethodVal) return false;
  types::Func* f = isMethod ? selection->second.method()
                            : types::objectCast<types::Func>(c.info().objectOf(s->sel));
  if (!f || !f->pkg) return false;
  const types::TypeAndValue* first =
      x->argList.empty() ? nullptr : c.info().find(syntax::unparen(x->argList[0]));
  if (first && first->type && first->type->kind == types::TypeKind::Tuple) return false;
  if (f->pkg->path == "sync/atomic" && f->isNative()) {
    const Op op = atomicOp(f->fullName().substr(std::string_view("sync/atomic.").size()));
    if (op == Op::kCount) return false;
    atomicCall(x, op, isMethod, dst);
    return true;
  }
  if (isMethod || x->argList.size() != 1 || f->pkg->path.substr(0, 4) != "math") return false;
  const Op op = intrinsic(f->fullName());
  if (op == Op::kCount) return false;
  int from = value(x->argList[0]);
  at(x);
  e.emit(op, dst, from);
  return true;
}

// atomicCall() is dst = x for a call of sync/atomic that `op` does.
void FuncCompiler::atomicCall(const syntax::CallExpr* x, Op op, bool isMethod, int dst) {
  // The address, then the other arguments.
  int slots[3] = {};
  const size_t before = isMethod ? 1 : 0;
  if (isMethod) slots[0] = callee(x).recvTemp;
  for (bool calls : {true, false}) {
    for (size_t i = 0; i < x->argList.size(); i++) {
      if (hasCall(x->argList[i]) == calls) slots[i + before] = value(x->argList[i]);
    }
  }
  at(x);
  if (op >= Op::kAtomicStI32 && op <= Op::kAtomicSt64) {
    e.emit(op, slots[0], slots[1]);
    return;
  }
  e.emit(op, dst, slots[0], slots[1]);
  if (op >= Op::kAtomicCasI32) e.word(static_cast<uint64_t>(slots[2]));
}

}  // namespace gopark::compile
