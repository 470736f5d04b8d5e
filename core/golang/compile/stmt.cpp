// Statements: blocks, declarations, assignments, branches, if and for.
#include <algorithm>

#include "base/check.h"
#include "golang/compile/func_compiler.h"
#include "golang/syntax/walk.h"

namespace gopark::compile {

using syntax::NodeKind;
using syntax::Operator;
using vm::Kind;

void FuncCompiler::block(const syntax::BlockStmt* b) {
  int mark = e.mark();
  stmtList(b->list);
  e.release(mark);
}

void FuncCompiler::stmtList(syntax::List<syntax::Stmt> list) {
  for (syntax::Stmt* s : list) stmt(s);
}

void FuncCompiler::stmt(const syntax::Stmt* s) {
  if (s->kind != NodeKind::BlockStmt && s->kind != NodeKind::LabeledStmt) at(s);
  switch (s->kind) {
    case NodeKind::EmptyStmt:
      return;
    case NodeKind::BlockStmt:
      return block(static_cast<const syntax::BlockStmt*>(s));
    case NodeKind::DeclStmt:
      return declStmt(static_cast<const syntax::DeclStmt*>(s));
    case NodeKind::AssignStmt:
      return assignStmt(static_cast<const syntax::AssignStmt*>(s));
    case NodeKind::LabeledStmt: {
      auto* l = static_cast<const syntax::LabeledStmt*>(s);
      e.bind(labelOf(l));
      return stmt(l->stmt);
    }
    default:
      break;
  }
  int mark = e.mark();
  switch (s->kind) {
    case NodeKind::ExprStmt: {
      auto* x = syntax::unparen(static_cast<const syntax::ExprStmt*>(s)->x);
      at(x);
      if (auto* call = syntax::nodeCast<const syntax::CallExpr>(x)) {
        this->call(call);
      } else {
        expr(x);
      }
      break;
    }
    case NodeKind::SendStmt:
      sendStmt(static_cast<const syntax::SendStmt*>(s));
      break;
    case NodeKind::BranchStmt:
      branchStmt(static_cast<const syntax::BranchStmt*>(s));
      break;
    case NodeKind::CallStmt:
      goDefer(static_cast<const syntax::CallStmt*>(s));
      break;
    case NodeKind::ReturnStmt:
      returnStmt(static_cast<const syntax::ReturnStmt*>(s));
      break;
    case NodeKind::IfStmt:
      ifStmt(static_cast<const syntax::IfStmt*>(s));
      break;
    case NodeKind::ForStmt:
      forStmt(static_cast<const syntax::ForStmt*>(s));
      break;
    case NodeKind::SwitchStmt:
      switchStmt(static_cast<const syntax::SwitchStmt*>(s));
      break;
    case NodeKind::SelectStmt:
      selectStmt(static_cast<const syntax::SelectStmt*>(s));
      break;
    default:
      CHECK(false, "gopark: a statement the compiler does not know");
  }
  e.release(mark);
}

void FuncCompiler::declStmt(const syntax::DeclStmt* s) {
  for (syntax::Decl* d : s->declList) {
    auto* v = syntax::nodeCast<syntax::VarDecl>(d);
    if (!v) continue;
    at(v);
    std::vector<syntax::Expr*> names(v->nameList.begin(), v->nameList.end());
    auto values = syntax::unpackList(v->values);
    if (!values.empty()) {
      defineOrAssign(names, values, true);
      continue;
    }
    for (syntax::Expr* n : names) {
      auto* var = types::objectCast<types::Var>(c.info().objectOf(static_cast<syntax::Name*>(n)));
      if (var && var->name != "_") declare(var, true);
    }
  }
}

void FuncCompiler::assignStmt(const syntax::AssignStmt* s) {
  if (s->op == Operator::None || s->op == Operator::Def) {
    defineOrAssign(syntax::unpackList(s->lhs), syntax::unpackList(s->rhs), s->op == Operator::Def);
    return;
  }
  opAssign(s);
}

namespace {

types::Var* newVar(types::Info& info, const syntax::Expr* x) {
  auto* n = syntax::nodeCast<const syntax::Name>(x);
  if (!n) return nullptr;
  auto it = info.defs.find(n);
  return it == info.defs.end() ? nullptr : types::objectCast<types::Var>(it->second);
}

}  // namespace

// assignTarget() is where a value for lhs goes; with `define`, a new variable is declared.
Place FuncCompiler::assignTarget(syntax::Expr* lhs, bool define) {
  lhs = syntax::unparen(lhs);
  if (auto* n = syntax::nodeCast<syntax::Name>(lhs); n && n->isBlank()) return {};
  if (define) {
    if (types::Var* v = newVar(c.info(), lhs)) {
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
    types::Var* fresh = define ? newVar(c.info(), target) : nullptr;
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
    types::Var* v = newVar(c.info(), syntax::unparen(x));
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
    types::Var* v = define ? newVar(c.info(), syntax::unparen(x)) : nullptr;
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

void FuncCompiler::ifStmt(const syntax::IfStmt* s) {
  if (s->init) stmt(s->init);
  Label no, end;
  condition(s->cond, &no, false);
  block(s->then);
  if (s->els) {
    e.branch(Op::kJmp, &end);
    e.bind(&no);
    stmt(s->els);
    e.bind(&end);
  } else {
    e.bind(&no);
    e.bind(&end);
  }
}

void FuncCompiler::loopBody(const syntax::ForStmt* s, Label* onBreak, Label* onContinue) {
  targets_.push_back({s, onBreak, onContinue});
  block(s->body);
  targets_.pop_back();
}

void FuncCompiler::forStmt(const syntax::ForStmt* s) {
  if (auto* clause = syntax::nodeCast<const syntax::RangeClause>(s->init)) {
    return rangeStmt(s, clause);
  }
  std::vector<types::Var*> loopVars;
  if (s->init) {
    stmt(s->init);
    if (auto* a = syntax::nodeCast<const syntax::AssignStmt>(s->init);
        a && a->op == Operator::Def) {
      for (syntax::Expr* x : syntax::unpackList(a->lhs)) {
        types::Var* v = newVar(c.info(), syntax::unparen(x));
        if (v && v->name != "_") loopVars.push_back(v);
      }
    }
  }
  Label top, test, next, end;
  // A short condition stands before the loop as well as at its end, where the step joins it.
  const bool twice = s->cond && isShort(s->cond);
  const syntax::Expr* limit = twice ? loopConstant(s->cond) : nullptr;
  if (twice) {
    condition(s->cond, &end, false);
  } else if (s->cond) {
    e.branch(Op::kJmp, &test);
  }
  e.bind(&top);
  loopBody(s, &end, &next);
  e.bind(&next);
  // Each iteration has its own variables; who captured the old ones keeps them.
  for (types::Var* v : loopVars) freshBox(v);
  if (s->post) stmt(s->post);
  if (!twice) e.bind(&test);
  at(s);
  if (s->cond) {
    condition(s->cond, &top, true);
  } else {
    e.branch(Op::kJmp, &top);
  }
  if (limit) preset_.erase(limit);
  e.bind(&end);
}

// isShort() reports an expression that may be compiled twice: few operations and no functions.
bool FuncCompiler::isShort(const syntax::Expr* x) {
  int nodes = 0;
  std::function<void(const syntax::Node*)> count = [&](const syntax::Node* n) {
    const NodeKind kind = n->kind;
    const bool heavy = kind == NodeKind::FuncLit || kind == NodeKind::CompositeLit;
    nodes += heavy ? 100 : 1;
    if (nodes < 100) syntax::forEachChild(n, count);
  };
  count(x);
  return nodes <= 12 && !hasCall(x);
}

// loopConstant() loads the constant that a loop's condition compares with, if it is too large for
// the instruction, and returns its expression.
const syntax::Expr* FuncCompiler::loopConstant(const syntax::Expr* x) {
  auto* op =
      syntax::nodeCast<const syntax::Operation>(syntax::unparen(const_cast<syntax::Expr*>(x)));
  if (!op || !op->isBinary() || !syntax::isComparison(op->op) || preset_.count(op->y))
    return nullptr;
  int64_t k = 0;
  if (!constantOf(op->y, &k) || (k >= -32768 && k < 32768)) return nullptr;
  RType* t = rtype(valueType(op->y));
  if (t->kind < Kind::kInt || t->kind > Kind::kUintptr) return nullptr;
  int slot = temp(t);
  valueTo(op->y, slot);
  preset_[op->y] = slot;
  return op->y;
}

Label* FuncCompiler::labelOf(const syntax::LabeledStmt* s) {
  auto& label = labels_[s];
  if (!label) label = std::make_unique<Label>();
  return label.get();
}

void FuncCompiler::branchStmt(const syntax::BranchStmt* s) {
  if (s->tok == syntax::Token::Fallthrough) {
    e.branch(Op::kJmp, fallthrough_);
    return;
  }
  if (s->tok == syntax::Token::Goto) {
    return gotoLabel(syntax::nodeCast<const syntax::LabeledStmt>(s->target));
  }
  for (size_t i = targets_.size(); i-- > 0;) {
    const Target& t = targets_[i];
    if (t.stmt != s->target) continue;
    e.branch(Op::kJmp, s->tok == syntax::Token::Break ? t.onBreak : t.onContinue);
    return;
  }
  CHECK(rangeBody_, "gopark: a branch to nowhere");
  leaveRange(s->tok == syntax::Token::Break ? RangeBody::Exit::kBreak : RangeBody::Exit::kContinue,
             s->target);
}

void FuncCompiler::sendStmt(const syntax::SendStmt* s) {
  RType* chan = rtypeOf(s->chan);
  int ch = value(s->chan);
  int v = value(s->value);
  at(s);
  e.emit(Op::kSend, ch, v);
  e.word(addrOf(chan->elem));
}

}  // namespace gopark::compile
