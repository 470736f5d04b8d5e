// Assignments and definitions.
#include <algorithm>

#include "golang/compile/func_compiler.h"

namespace gopark::compile {

using syntax::NodeKind;
using syntax::Operator;
using vm::Kind;

void FuncCompiler::assignStmt(const syntax::AssignStmt* s) {
  if (s->op == Operator::None || s->op == Operator::Def) {
    defineOrAssign(syntax::unpackList(s->lhs), syntax::unpackList(s->rhs), s->op == Operator::Def);
    return;
  }
  opAssign(s);
}

types::Var* FuncCompiler::newVar(const syntax::Expr* x) {
  auto* n = syntax::nodeCast<const syntax::Name>(x);
  if (!n) return nullptr;
  auto it = c.info().defs.find(n);
  return it == c.info().defs.end() ? nullptr : types::objectCast<types::Var>(it->second);
}

// assignTarget() is where a value for lhs goes; with `define`, a new variable is declared.
Place FuncCompiler::assignTarget(syntax::Expr* lhs, bool define) {
  lhs = syntax::unparen(lhs);
  if (auto* n = syntax::nodeCast<syntax::Name>(lhs); n && n->isBlank()) return {};
  if (define) {
    if (types::Var* v = newVar(lhs)) {
      declare(v, false);
      return variable(v);
    }
  }
  return place(lhs);
}

void FuncCompiler::defineOrAssign(std::span<syntax::Expr* const> lhs,
                                  std::span<syntax::Expr* const> rhs, bool define) {
  if (lhs.size() > rhs.size()) return assignTuple(lhs, rhs[0], define);
  if (lhs.size() == 1) {
    syntax::Expr* target = syntax::unparen(lhs[0]);
    types::Var* fresh = define ? newVar(target) : nullptr;
    if (fresh && fresh->name != "_") {
      VarLoc loc = declare(fresh, false);
      int mark = e.mark();
      if (loc.boxed) {
        storeInit(memory(loc.slot, 0, loc.type), rhs[0]);
      } else {
        init(rhs[0], loc.slot);
      }
      e.release(mark);
      return;
    }
    int mark = e.mark();
    auto* n = syntax::nodeCast<syntax::Name>(target);
    if (n && n->isBlank()) {
      const types::TypeAndValue* tv = c.info().find(syntax::unparen(rhs[0]));
      if (!tv || !tv->isConst()) value(rhs[0]);
    } else {
      // What the call on the right changes, the place on the left sees.
      bool callFirst = hasCall(rhs[0]) && !hasCall(target) && !n;
      int early = callFirst ? value(rhs[0]) : -1;
      Place p = place(target);
      if (p.kind == Place::kFrame && p.whole) {
        valueTo(rhs[0], p.slot);
      } else {
        store(p, callFirst ? early : value(rhs[0]));
      }
    }
    e.release(mark);
    return;
  }
  // New variables take their values at once: no value can refer to them.
  if (define && defineAll(lhs, rhs)) return;
  // Several at once: operands of places and the values first, then the assignments in order.
  int mark = 0;
  std::vector<Place> places = targetPlaces(lhs, define, &mark);
  std::vector<int> values(rhs.size());
  for (bool calls : {true, false}) {
    for (size_t i = 0; i < rhs.size(); i++) {
      if (hasCall(rhs[i]) != calls) continue;
      RType* t = rtype(valueType(rhs[i]));
      int slot = value(rhs[i]);
      if (slot < mark) {
        int copy = temp(t);
        copySlots(copy, slot, static_cast<int>(t->slots));
        slot = copy;
      }
      values[i] = slot;
    }
  }
  for (size_t i = 0; i < places.size(); i++) store(places[i], values[i]);
  e.release(mark);
}

// defineAll() is the definition of several variables of the frame, all of them new. False: some are
// not.
bool FuncCompiler::defineAll(std::span<syntax::Expr* const> lhs,
                             std::span<syntax::Expr* const> rhs) {
  std::vector<types::Var*> vars;
  for (syntax::Expr* x : lhs) {
    types::Var* v = newVar(syntax::unparen(x));
    if (!v || v->name == "_" || needsBox(v)) return false;
    vars.push_back(v);
  }
  for (types::Var* v : vars) declare(v, false);
  for (bool calls : {true, false}) {
    for (size_t i = 0; i < vars.size(); i++) {
      if (hasCall(rhs[i]) != calls) continue;
      int mark = e.mark();
      init(rhs[i], locate(vars[i]).slot);
      e.release(mark);
    }
  }
  return true;
}

// changesFrame() reports whether assigning to x may change a slot of the frame that the operands of
// the other places and values are read from.
bool FuncCompiler::changesFrame(syntax::Expr* x) {
  x = syntax::unparen(x);
  if (x->kind == NodeKind::Name) return !static_cast<syntax::Name*>(x)->isBlank();
  if (auto* s = syntax::nodeCast<syntax::SelectorExpr>(x)) {
    if (!c.info().selections.count(s)) return false;
    return !types::as<types::Pointer>(typeOfExpr(s->x)) && changesFrame(s->x);
  }
  if (auto* i = syntax::nodeCast<syntax::IndexExpr>(x)) {
    return rtypeOf(i->x)->kind == Kind::kArray && changesFrame(i->x);
  }
  return false;
}

// storeInit() stores a new variable's first value into its box, which is still zero.
void FuncCompiler::storeInit(const Place& p, const syntax::Expr* x) {
  syntax::Expr* inner = syntax::unparen(const_cast<syntax::Expr*>(x));
  auto* lit = syntax::nodeCast<const syntax::CompositeLit>(inner);
  if (lit && !c.info().conversions.count(x)) {
    types::Type* t = typeOfExpr(lit);
    RType* r = rtype(t);
    if (r == p.type && (r->kind == Kind::kStruct || r->kind == Kind::kArray)) {
      return compositeInto(lit, t, p, true);
    }
  }
  store(p, value(x));
}

void FuncCompiler::storeConverted(const Place& p, int src, types::Type* from) {
  if (p.kind == Place::kNone) return;
  RType* r = rtype(from);
  if (r == p.type) return store(p, src);
  int mark = e.mark();
  int dst = temp(p.type);
  convert(dst, src, from, Compiler::source(p.type));
  store(p, dst);
  e.release(mark);
}

std::vector<Place> FuncCompiler::targetPlaces(std::span<syntax::Expr* const> lhs, bool define,
                                              int* mark) {
  std::vector<types::Var*> vars;
  for (syntax::Expr* x : lhs) {
    types::Var* v = define ? newVar(syntax::unparen(x)) : nullptr;
    if (v && v->name == "_") v = nullptr;
    vars.push_back(v);
    if (v) declare(v, false);
  }
  *mark = e.mark();
  bool outer = snapshot_;
  int outerMark = snapshotMark_;
  snapshot_ = std::any_of(lhs.begin(), lhs.end(), [&](syntax::Expr* x) { return changesFrame(x); });
  snapshotMark_ = *mark;
  std::vector<Place> places;
  for (size_t i = 0; i < lhs.size(); i++) {
    if (vars[i]) {
      places.push_back(variable(vars[i]));
    } else {
      auto* n = syntax::nodeCast<syntax::Name>(syntax::unparen(lhs[i]));
      places.push_back(n && n->isBlank() ? Place{} : place(lhs[i]));
    }
  }
  snapshot_ = outer;
  snapshotMark_ = outerMark;
  return places;
}

// assignTuple() is `a, b = f()` and the comma-ok forms.
void FuncCompiler::assignTuple(std::span<syntax::Expr* const> lhs, syntax::Expr* rhs, bool define) {
  int mark = 0;
  std::vector<Place> places = targetPlaces(lhs, define, &mark);
  syntax::Expr* x = syntax::unparen(rhs);
  if (auto* call = syntax::nodeCast<const syntax::CallExpr>(x)) {
    auto* tuple = types::cast<types::Tuple>(c.info().typeOf(x));
    int from = this->call(call);
    for (size_t i = 0; i < places.size(); i++) {
      types::Type* t = concrete(tuple->vars[i]->type);
      storeConverted(places[i], from, t);
      from += static_cast<int>(rtype(t)->slots);
    }
    e.release(mark);
    return;
  }
  types::Type* t = typeOfExpr(x);
  RType* r = rtype(t);
  int dst = temp(r);
  int ok = e.alloc(1);
  at(x);
  if (auto* i = syntax::nodeCast<const syntax::IndexExpr>(x)) {
    indexExpr(i, dst, ok);
  } else if (auto* a = syntax::nodeCast<const syntax::AssertExpr>(x)) {
    assertExpr(a, dst, ok);
  } else {
    receive(static_cast<const syntax::Operation*>(x), dst, ok);
  }
  storeConverted(places[0], dst, t);
  if (places[1].kind != Place::kNone) {
    types::Type* boolean = Compiler::source(c.vm()->known.boolean);
    if (places[1].type->kind == Kind::kBool) {
      store(places[1], ok);
    } else {
      storeConverted(places[1], ok, boolean);
    }
  }
  e.release(mark);
}

void FuncCompiler::opAssign(const syntax::AssignStmt* s) {
  int mark = e.mark();
  Place p = inMemory(place(s->lhs));
  RType* t = p.type;
  int64_t k = 1;
  bool integer = t->kind >= Kind::kInt && t->kind <= Kind::kUintptr;
  bool add = s->op == Operator::Add || s->op == Operator::Sub;
  bool small = integer && add && (!s->rhs || (constantOf(s->rhs, &k) && k > -32768 && k < 32768));
  if (s->op == Operator::Sub) k = -k;
  if ((small && updateBy(p, k)) || (s->rhs && update(p, s))) {
    e.release(mark);
    return;
  }
  bool direct = p.kind == Place::kFrame && p.whole;
  int x = direct ? p.slot : temp(t);
  // What a call on the right changes, the place on the left sees.
  bool callFirst = !direct && s->rhs && hasCall(s->rhs) && !syntax::isShift(s->op);
  int y = callFirst ? value(s->rhs) : -1;
  if (!direct) load(p, x);
  int dst = x;
  if (small) {
    e.emit(addImmediate(t), dst, x, static_cast<int>(k) & 0xffff);
  } else if (s->rhs && constantOf(s->rhs, &k) && hasImmediate(s->op, t, k)) {
    immediate(s->op, t, dst, x, k);
  } else if (!s->rhs) {
    int one = temp(t);
    constant(types::constant::makeInt64(1), t, one);
    arithmetic(s->op, t, dst, x, one, one);
  } else if (syntax::isShift(s->op)) {
    shift(s->op, t, dst, x, s->rhs);
  } else {
    int fresh = e.mark();
    if (!callFirst) y = value(s->rhs);
    at(s);
    arithmetic(s->op, t, dst, x, y, fresh);
  }
  if (!direct) store(p, dst);
  e.release(mark);
}

Op FuncCompiler::addImmediate(const RType* t) {
  switch (t->rep) {
    case Rep::kI8:
      return Op::kAddII8;
    case Rep::kI16:
      return Op::kAddII16;
    case Rep::kI32:
      return Op::kAddII32;
    case Rep::kU8:
      return Op::kAddIU8;
    case Rep::kU16:
      return Op::kAddIU16;
    case Rep::kU32:
      return Op::kAddIU32;
    default:
      return Op::kAddII64;
  }
}

}  // namespace gopark::compile
