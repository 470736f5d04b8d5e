// for ... range over a function. The loop's body becomes a function of its own, yield, that shares
// the variables around it through boxes. Leaving the body for anything but its own end stores a
// code in a box and makes yield return false; when the iterator has returned, the code says where
// to go.
//
//     code 0: in the body    1: it ran to the end (yield may be called again)
//     code 2 + i: exit number i of the loop    -1: the loop is over; yield must not be called
#include "base/check.h"
#include "golang/compile/func_compiler.h"
#include "golang/syntax/walk.h"

namespace gopark::compile {

namespace {

constexpr int kStateDone = -1;
constexpr int kStateReady = 0;
constexpr int kStateRunning = 1;
constexpr int kFirstExit = 2;

}  // namespace

// collectRangeFuncVars() finds the variables that loop bodies which become functions share with
// their surroundings: those are boxed. Looks into the literals too, whose captures depend on it.
void FuncCompiler::collectRangeFuncVars(types::FuncInfo* info) {
  if (!info) return;
  for (types::FuncInfo* literal : info->literals) collectRangeFuncVars(literal);
  if (!info->hasRangeFunc || !info->body) return;
  auto visitUses = [this](const syntax::Node* body) {
    syntax::inspect(body, [this](const syntax::Node* n) {
      auto* name = syntax::nodeCast<const syntax::Name>(n);
      if (!name) return true;
      auto it = c.info().uses.find(name);
      auto* v = it == c.info().uses.end() ? nullptr : types::objectCast<types::Var>(it->second);
      if (v && !v->isPackageLevel() && !v->isField()) c.rangeFuncVars.insert(v);
      return true;
    });
  };
  syntax::inspect(info->body, [&](const syntax::Node* n) {
    auto* loop = syntax::nodeCast<const syntax::ForStmt>(n);
    auto* clause = loop ? syntax::nodeCast<const syntax::RangeClause>(loop->init) : nullptr;
    if (!clause) return true;
    auto range = c.info().ranges.find(clause);
    if (range != c.info().ranges.end() && range->second.kind == types::RangeKind::Func) {
      visitUses(loop->body);
      if (clause->lhs && !clause->def) visitUses(clause->lhs);
    }
    return true;
  });
  if (!info->sig->results) return;
  for (types::Var* v : info->sig->results->vars) c.rangeFuncVars.insert(v);
}

void FuncCompiler::rangeFunc(const syntax::ForStmt* s, const syntax::RangeClause* clause,
                             const types::RangeInfo& range) {
  types::Type* iteratorType = concrete(range.xType);
  auto* iterator = types::as<types::Signature>(iteratorType);
  auto* yield = types::as<types::Signature>(concrete(iterator->params->vars[0]->type));
  RType* yieldType = rtype(iterator->params->vars[0]->type);
  int f = e.alloc(1);
  e.pointerAt(f);
  valueTo(clause->x, f);
  // The box of the state.
  RType* intR = c.vm()->known.int_;
  int state = e.alloc(1);
  e.pointerAt(state);
  e.emit(Op::kNew, state);
  e.word(addrOf(intR));

  auto body = std::make_unique<FuncSource>();
  auto shared = std::make_unique<RangeBody>();
  shared->loop = s;
  shared->range = range;
  shared->info = info_;
  shared->sig = yield;
  shared->outer = rangeBody_;
  shared->targets = targets_;
  shared->results = results_;
  shared->hasDefer = hasDefer_;
  // The boxes around here are passed in: everything the body may use is one.
  std::vector<RType*> parts{nullptr, c.pointerType(intR), nullptr};
  for (auto& [var, loc] : vars_) {
    if (!loc.boxed) continue;
    shared->captures.push_back(var);
    parts.push_back(c.pointerType(loc.type));
  }
  auto* src = body.get();
  src->info = info_;
  src->env = env;
  src->line = e.line();
  src->rangeBody = shared.get();
  uint32_t args = 0;
  for (const RType* r : yieldType->params) args += r->slots;
  Function* bodyFn = c.newFunction(fn->name + "-range" + std::to_string(++rangeBodies_),
                                   std::move(body), 1, args, 0);
  bodyFn->file = fn->file;
  bodyFn->lineMap = fn->lineMap;
  bodyFn->library = fn->library;
  bodyFn->closureType = c.structType(parts, "loop body");
  // The body is compiled now: what exits it has must be known here.
  RangeBody* rb = c.keep(std::move(shared));
  rb->locations = &vars_;
  src->rangeBody = rb;
  c.compile(bodyFn);
  rb->locations = nullptr;

  int total = 2 + static_cast<int>(rb->captures.size());
  int base = e.alloc(total);
  e.pointerAt(base);
  e.emit(Op::kMov, base, state);
  // Deferred calls of the body belong to the function around it.
  if (rangeBody_) {
    e.emit(Op::kMov, base + 1, frameSlot_);
  } else {
    e.emit(Op::kFrameToken, base + 1);
  }
  int at = base + 2;
  for (types::Var* v : rb->captures) {
    e.pointerAt(at);
    copySlots(at++, locate(v).slot, 1);
  }
  int closure = e.alloc(1);
  e.pointerAt(closure);
  e.emit(Op::kClosure, closure, base, total);
  e.word(addrOf(bodyFn));
  int area = e.alloc(vm::kHeaderSlots + 1);
  e.pointerAt(area + vm::kClosureSlot);
  e.pointerAt(area + vm::kHeaderSlots);
  e.emit(Op::kMov, area + vm::kHeaderSlots, closure);
  e.emit(Op::kCallClosure, area, f);
  e.word(uint64_t{1} << 32);
  // Where did the body leave to?
  int code = e.alloc(1);
  load(memory(state, 0, intR), code);
  int done = e.alloc(1);
  e.emitImm(Op::kLoadI, done, kStateDone);
  store(memory(state, 0, intR), done);
  Label running;
  e.branch(Op::kJNeI, &running, code, kStateRunning);
  rangePanic("iterator call did not preserve panic");
  e.bind(&running);
  for (size_t i = 0; i < rb->exits.size(); i++) {
    const RangeBody::Exit& exit = rb->exits[i];
    Label skip;
    e.branch(Op::kJNeI, &skip, code, static_cast<int>(i) + kFirstExit);
    if (exit.kind == RangeBody::Exit::kReturn) {
      leaveFunction();
    } else if (exit.kind == RangeBody::Exit::kGoto) {
      gotoLabel(static_cast<const syntax::LabeledStmt*>(exit.stmt));
    } else if (exit.stmt != s) {
      leaveTo(exit.kind, exit.stmt);
    }
    e.bind(&skip);
  }
}

void FuncCompiler::rangePanic(const char* text) {
  vm::GoString s = c.constantString(std::string("range function ") + text + '\0');
  e.emit(Op::kPanicText, vm::Fault::kRuntimeError);
  e.word(s.ptr);
}

// leaveFunction() returns from the function, whose results are set already.
void FuncCompiler::leaveFunction() {
  if (rangeBody_) return leaveRange(RangeBody::Exit::kReturn, nullptr);
  e.branch(Op::kJmp, &epilogue_);
}

// leaveTo() continues or breaks a statement around here, in this function or further out.
void FuncCompiler::leaveTo(RangeBody::Exit::Kind kind, const syntax::Stmt* stmt) {
  for (size_t i = targets_.size(); i-- > 0;) {
    const Target& t = targets_[i];
    if (t.stmt != stmt) continue;
    e.branch(Op::kJmp, kind == RangeBody::Exit::kBreak ? t.onBreak : t.onContinue);
    return;
  }
  CHECK(rangeBody_, "gopark: a branch to nowhere");
  leaveRange(kind, stmt);
}

// gotoLabel() goes on at a label of this function, or of the one around a loop body.
void FuncCompiler::gotoLabel(const syntax::LabeledStmt* label) {
  if (rangeBody_) {
    const syntax::BlockStmt* body = rangeBody_->loop->body;
    if (label->pos < body->pos || body->rbrace < label->pos) {
      return leaveRange(RangeBody::Exit::kGoto, label);
    }
  }
  e.branch(Op::kJmp, labelOf(label));
}

// leaveRange() leaves the body of a range-over-func loop for somewhere outside of it.
void FuncCompiler::leaveRange(RangeBody::Exit::Kind kind, const syntax::Stmt* stmt) {
  if (stmt == rangeBody_->loop && kind == RangeBody::Exit::kContinue) {
    e.branch(Op::kJmp, &bodyEnd_);
    return;
  }
  auto& exits = rangeBody_->exits;
  size_t number = 0;
  for (; number < exits.size(); number++) {
    if (exits[number].kind == kind && exits[number].stmt == stmt) break;
  }
  if (number == exits.size()) exits.push_back({kind, stmt});
  setState(static_cast<int>(number) + kFirstExit);
  e.emitImm(Op::kLoadI, vm::kHeaderSlots, 0);
  emitReturn();
}

void FuncCompiler::setState(int code) {
  int mark = e.mark();
  int slot = e.alloc(1);
  e.emitImm(Op::kLoadI, slot, code);
  store(memory(stateSlot_, 0, c.vm()->known.int_), slot);
  e.release(mark);
}

// returnFromRange() is a return statement inside such a body: the values go into the enclosing
// function's results, which are boxes.
void FuncCompiler::returnFromRange(const syntax::ReturnStmt* s) {
  auto values = syntax::unpackList(s->results);
  int mark = e.mark();
  if (values.size() == 1 && results_.size() > 1) {
    types::Type* t = typeOfExpr(values[0]);
    int from = expr(values[0]);
    storeResults(from, static_cast<types::Tuple*>(t));
  } else {
    std::vector<int> slots;
    for (syntax::Expr* x : values) slots.push_back(value(x));
    for (size_t i = 0; i < slots.size(); i++) store(variable(results_[i]), slots[i]);
  }
  e.release(mark);
  leaveRange(RangeBody::Exit::kReturn, nullptr);
}

// compileRangeBody() compiles yield: its parameters are the loop's variables.
void FuncCompiler::compileRangeBody() {
  rangeBody_ = source->rangeBody;
  sig_ = info_->sig;
  results_ = rangeBody_->results;
  hasDefer_ = false;
  const types::RangeInfo& range = rangeBody_->range;
  auto* clause = syntax::nodeCast<const syntax::RangeClause>(rangeBody_->loop->init);
  begin(fn->entrySlots());
  stateSlot_ = e.alloc(1);
  frameSlot_ = e.alloc(1);
  e.pointerAt(stateSlot_);
  e.emit(Op::kCtx, stateSlot_, 0, 0);
  e.word(2);
  int offset = 2;
  for (types::Var* v : rangeBody_->captures) {
    VarLoc loc = rangeBody_->locations->at(v);
    loc.slot = e.alloc(1);
    e.pointerAt(loc.slot);
    e.emit(Op::kCtx, loc.slot, 0, offset++);
    e.word(1);
    vars_[v] = loc;
  }
  // Calls of yield after the loop's end, or while the body runs, are the iterator's mistakes.
  RType* intR = c.vm()->known.int_;
  int state = e.alloc(1);
  load(memory(stateSlot_, 0, intR), state);
  Label ready;
  e.branch(Op::kJEqI, &ready, state, kStateReady);
  Label notDone;
  e.branch(Op::kJNeI, &notDone, state, kStateRunning);
  rangePanic("continued iteration after loop body panic");
  e.bind(&notDone);
  Label exited;
  e.branch(Op::kJNeI, &exited, state, kStateDone);
  rangePanic("continued iteration after whole loop exit");
  e.bind(&exited);
  rangePanic("continued iteration after function for loop body returned false");
  e.bind(&ready);
  setState(kStateRunning);
  int slot = vm::kHeaderSlots + 1;
  types::Tuple* params = rangeBody_->sig->params;
  RangeValue values[2] = {{range.key}, {range.value}};
  for (size_t i = 0; i < types::tupleLen(params); i++) {
    values[i].type = concrete(params->vars[i]->type);
    values[i].slot = slot;
    RType* r = rtype(values[i].type);
    e.pointers(slot, r);
    slot += static_cast<int>(r->slots);
  }
  rangeVars(clause, values[0], values[1]);
  Label onBreak;
  targets_.push_back({rangeBody_->loop, &onBreak, &bodyEnd_});
  block(rangeBody_->loop->body);
  targets_.pop_back();
  e.bind(&bodyEnd_);
  setState(kStateReady);
  e.emitImm(Op::kLoadI, vm::kHeaderSlots, 1);
  emitReturn();
  if (!onBreak.fixups.empty()) {
    e.bind(&onBreak);
    leaveRange(RangeBody::Exit::kBreak, rangeBody_->loop);
  }
}

}  // namespace gopark::compile
