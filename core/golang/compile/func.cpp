// The frame of a function body: parameters, results, captured variables, boxes, the epilogue.
#include "base/check.h"
#include "golang/compile/func_compiler.h"
#include "golang/syntax/walk.h"

namespace gopark::compile {

using vm::Kind;

namespace {

// A value of this many slots or more lives on the heap when it is a variable.
constexpr uint32_t kFrameSlotsMax = 64;
// Captured variables up to this size are copied into the closure if they never change.
constexpr uint32_t kCopySlotsMax = 4;

// hasInnerArrays() reports arrays whose elements have parts, or that do not begin on a slot:
// indexing them in a frame with a variable index would need addresses into the frame.
bool hasInnerArrays(const RType* t, uint64_t offset = 0) {
  if (t->kind == Kind::kArray) {
    if (t->elem->kind == Kind::kArray || t->elem->kind == Kind::kStruct) return true;
    return offset % 8 != 0;
  }
  if (t->kind != Kind::kStruct) return false;
  for (const vm::RField& field : t->fields) {
    if (hasInnerArrays(field.type, offset + field.offset)) return true;
  }
  return false;
}

}  // namespace

FuncCompiler::FuncCompiler(Compiler& compiler, Function* function, FuncSource* s)
    : c(compiler), fn(function), source(s), env(s->env), info_(s->info) {}

bool FuncCompiler::run(bool longBranches) {
  e.longBranches = longBranches;
  e.setLine(source->line);
  if (source->generate) {
    source->generate(*this);
  } else if (source->rangeBody) {
    compileRangeBody();
  } else {
    compileBody();
  }
  if (!e.finish(fn)) return false;
  if (epilogueAt_ >= 0) fn->epilogue = fn->body.data() + epilogueAt_;
  return true;
}

void FuncCompiler::begin(int entrySlots) {
  e.alloc(entrySlots - vm::kHeaderSlots);
  e.pointerAt(vm::kClosureSlot);
  e.firstLocal = entrySlots;
  e.emit(Op::kEnter);
  e.word(0);
}

void FuncCompiler::emitReturn() {
  const vm::Instr* newest = e.newest();
  if (newest && (newest->op == Op::kMov || newest->op == Op::kLoadI)) {
    const vm::Instr in = *newest;
    e.takeBack();
    e.emit(in.op == Op::kMov ? Op::kReturnMov : Op::kReturnI, in.a, in.b, in.c);
    return;
  }
  e.emit(Op::kReturn);
}

int FuncCompiler::temp(const RType* t) {
  int slot = e.alloc(static_cast<int>(t->slots));
  e.pointers(slot, t);
  return slot;
}

bool FuncCompiler::needsBox(types::Var* v) {
  RType* t = rtype(v->type);
  if (v->addressTaken || c.rangeFuncVars.count(v)) return true;
  if (t->slots >= kFrameSlotsMax || t->rep == Rep::kHuge || hasInnerArrays(t)) return true;
  if (!v->captured) return false;
  return v->reassigned || v->varKind == types::VarKind::ResultVar || t->slots > kCopySlotsMax;
}

VarLoc FuncCompiler::declare(types::Var* v, bool zeroed) {
  VarLoc loc;
  loc.type = rtype(v->type);
  loc.boxed = needsBox(v);
  if (loc.boxed) {
    loc.slot = e.alloc(1);
    e.pointerAt(loc.slot);
    e.emit(Op::kNew, loc.slot);
    e.word(addrOf(loc.type));
  } else {
    loc.slot = temp(loc.type);
    if (zeroed) zero(loc.slot, loc.type);
  }
  vars_[v] = loc;
  return loc;
}

VarLoc& FuncCompiler::locate(types::Var* v) {
  auto it = vars_.find(v);
  CHECK(it != vars_.end(), "gopark: a variable without a place");
  return it->second;
}

Place FuncCompiler::variable(types::Var* v) {
  if (v->isPackageLevel()) {
    Place p;
    p.kind = Place::kGlobal;
    p.offset = static_cast<int64_t>(c.globalOffset(v));
    p.type = rtype(v->type);
    return p;
  }
  VarLoc& loc = locate(v);
  return loc.boxed ? memory(loc.slot, 0, loc.type) : frame(loc.slot, loc.type);
}

// freshBox() gives a boxed loop variable a new box with its present value: one per iteration.
void FuncCompiler::freshBox(types::Var* v) {
  VarLoc& loc = locate(v);
  if (!loc.boxed) return;
  int mark = e.mark();
  int box = e.alloc(1);
  e.pointerAt(box);
  int value = temp(loc.type);
  load(memory(loc.slot, 0, loc.type), value);
  e.emit(Op::kNew, box);
  e.word(addrOf(loc.type));
  store(memory(box, 0, loc.type), value);
  e.emit(Op::kMov, loc.slot, box);
  e.release(mark);
}

// declareParams() gives results, parameters and receiver their places in the frame.
void FuncCompiler::declareParams(types::Signature* sig) {
  struct Param {
    types::Var* var;
    int slot;
    RType* type;
    bool result;
  };
  std::vector<Param> params;
  int slot = vm::kHeaderSlots;
  auto add = [&](types::Var* v, bool result) {
    RType* t = rtype(v->type);
    params.push_back({v, slot, t, result});
    slot += static_cast<int>(t->slots);
  };
  if (sig->results) {
    for (types::Var* v : sig->results->vars) add(v, true);
  }
  if (sig->params) {
    for (types::Var* v : sig->params->vars) add(v, false);
  }
  if (sig->recv && source->func) add(sig->recv, false);
  begin(slot);
  for (const Param& p : params) {
    e.pointers(p.slot, p.type);
    if (p.result) results_.push_back(p.var);
    bool named = !p.var->name.empty() && p.var->name != "_";
    if (p.result && (named || hasDefer_)) zero(p.slot, p.type);
    VarLoc loc{false, p.slot, p.type};
    if (needsBox(p.var) && (named || p.result)) {
      loc.boxed = true;
      loc.slot = e.alloc(1);
      e.pointerAt(loc.slot);
      e.emit(Op::kNew, loc.slot);
      e.word(addrOf(p.type));
      if (!p.result) store(memory(loc.slot, 0, p.type), p.slot);
    }
    vars_[p.var] = loc;
  }
}

void FuncCompiler::compileBody() {
  sig_ = info_->sig;
  hasDefer_ = info_->hasDefer || fn->hasDefer;
  if (!info_->outer) collectRangeFuncVars(info_);
  if (info_->node) at(info_->node);
  fn->hasDefer = hasDefer_;
  declareParams(sig_);
  // Captured variables are fetched once: copies, or the pointers to their boxes.
  int offset = 0;
  for (types::Var* v : info_->captures) {
    VarLoc loc;
    loc.type = rtype(v->type);
    loc.boxed = needsBox(v);
    int slots = loc.boxed ? 1 : static_cast<int>(loc.type->slots);
    loc.slot = e.alloc(slots);
    if (loc.boxed) {
      e.pointerAt(loc.slot);
    } else {
      e.pointers(loc.slot, loc.type);
    }
    if (slots) {
      e.emit(Op::kCtx, loc.slot, 0, offset);
      e.word(static_cast<uint64_t>(slots));
    }
    offset += slots;
    vars_[v] = loc;
  }
  block(info_->body);
  e.setLine(static_cast<uint32_t>(info_->body->rbrace.line));
  epilogue();
}

// epilogue() is where every return of a function with deferred calls or boxed results ends, and
// where a recovered panic goes on.
void FuncCompiler::epilogue() {
  e.bind(&epilogue_);
  if (hasDefer_) {
    epilogueAt_ = e.here();
    e.emit(Op::kRunDefers);
  }
  int slot = vm::kHeaderSlots;
  for (types::Var* v : results_) {
    VarLoc& loc = locate(v);
    if (loc.boxed) load(memory(loc.slot, 0, loc.type), slot);
    slot += static_cast<int>(loc.type->slots);
  }
  emitReturn();
}

void FuncCompiler::returnStmt(const syntax::ReturnStmt* s) {
  if (rangeBody_) return returnFromRange(s);
  auto values = syntax::unpackList(s->results);
  bool boxed = false;
  for (types::Var* v : results_) boxed |= locate(v).boxed;
  int mark = e.mark();
  if (values.size() == 1 && results_.size() == 1) {
    VarLoc& loc = locate(results_[0]);
    if (loc.boxed) {
      store(memory(loc.slot, 0, loc.type), value(values[0]));
    } else if (results_[0]->name.empty() && !hasDefer_) {
      init(values[0], loc.slot);
    } else {
      valueTo(values[0], loc.slot);
    }
  } else if (values.size() == 1 && results_.size() > 1) {
    auto* call = syntax::nodeCast<const syntax::CallExpr>(syntax::unparen(values[0]));
    types::Type* t = typeOfExpr(values[0]);
    int from = this->call(call);
    storeResults(from, static_cast<types::Tuple*>(t));
  } else if (!values.empty()) {
    std::vector<int> slots(values.size());
    for (bool calls : {true, false}) {
      for (size_t i = 0; i < values.size(); i++) {
        if (hasCall(values[i]) != calls) continue;
        int slot = value(values[i]);
        // A later result may overwrite a named one that an earlier expression only refers to.
        if (slot < mark) {
          RType* t = rtype(valueType(values[i]));
          int copy = temp(t);
          copySlots(copy, slot, static_cast<int>(t->slots));
          slot = copy;
        }
        slots[i] = slot;
      }
    }
    for (size_t i = 0; i < slots.size(); i++) store(variable(results_[i]), slots[i]);
  }
  e.release(mark);
  if (hasDefer_ || boxed) {
    e.branch(Op::kJmp, &epilogue_);
  } else {
    emitReturn();
  }
}

// storeResults() stores the values of a call's result tuple into this function's results.
void FuncCompiler::storeResults(int from, types::Tuple* tuple) {
  for (size_t i = 0; i < results_.size(); i++) {
    types::Type* t = concrete(tuple->vars[i]->type);
    storeConverted(variable(results_[i]), from, t);
    from += static_cast<int>(rtype(t)->slots);
  }
}

int FuncCompiler::callArea(const RType* signature, int recvSlots) {
  int base = e.alloc(vm::kHeaderSlots);
  e.pointerAt(base + vm::kClosureSlot);
  for (const RType* t : signature->results) temp(t);
  for (const RType* t : signature->params) temp(t);
  int recv = e.alloc(recvSlots);
  for (int i = 0; i < recvSlots; i++) e.pointerAt(recv + i);
  return base;
}

int FuncCompiler::callAreaFor(const Function* callee) {
  int slots = callee->entrySlots();
  int base = e.alloc(slots);
  for (int i = vm::kClosureSlot; i < slots; i++) e.pointerAt(base + i);
  return base;
}

void FuncCompiler::emitCall(int base, Function* callee) {
  e.emit(Op::kCall, base);
  e.word(addrOf(callee));
}

void FuncCompiler::copySlots(int dst, int src, int slots) {
  if (dst == src || slots == 0) return;
  if (slots == 1) {
    e.emit(Op::kMov, dst, src);
  } else if (slots == 2) {
    e.emit(Op::kMov2, dst, src);
  } else if (slots == 3) {
    e.emit(Op::kMov3, dst, src);
  } else {
    e.emit(Op::kMovN, dst, src, slots);
  }
}

}  // namespace gopark::compile
