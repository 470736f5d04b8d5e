// for ... range over everything but functions (range_func.cpp).
#include "base/check.h"
#include "golang/compile/func_compiler.h"
#include "golang/vm/map.h"

namespace gopark::compile {

using types::RangeKind;
using vm::Kind;

// rangeVars() gives the iteration's values to the clause's variables; a slot of -1 stands for none.
// Where they are assigned, not defined, it is an assignment of both at once: `i, x[i]` means the
// old i.
void FuncCompiler::rangeVars(const syntax::RangeClause* clause, const RangeValue& key,
                             const RangeValue& value) {
  auto lhs = syntax::unpackList(clause->lhs);
  if (clause->def || lhs.size() < 2) {
    rangeVar(clause, 0, key.var, key.slot, key.type);
    rangeVar(clause, 1, value.var, value.slot, value.type);
    return;
  }
  int mark = 0;
  std::vector<Place> places = targetPlaces(lhs, false, &mark);
  if (key.slot >= 0) storeConverted(places[0], key.slot, key.type);
  if (value.slot >= 0) storeConverted(places[1], value.slot, value.type);
  e.release(mark);
}

// rangeVar() stores the iteration's value `slot` of type `t` into the key or value of the clause.
void FuncCompiler::rangeVar(const syntax::RangeClause* clause, size_t number, types::Var* var,
                            int slot, types::Type* t) {
  auto lhs = syntax::unpackList(clause->lhs);
  if (number >= lhs.size() || slot < 0) return;
  if (clause->def) {
    if (!var || var->name == "_") return;
    if (!vars_.count(var) || vars_[var].boxed) declare(var, false);
    storeConverted(variable(var), slot, t);
    return;
  }
  int mark = e.mark();
  storeConverted(assignTarget(lhs[number], false), slot, t);
  e.release(mark);
}

void FuncCompiler::rangeStmt(const syntax::ForStmt* s, const syntax::RangeClause* clause) {
  auto it = c.info().ranges.find(clause);
  CHECK(it != c.info().ranges.end(), "gopark: a range clause nobody described");
  types::RangeInfo range = it->second;
  types::Type* xType = concrete(range.xType);
  RangeKind kind = range.kind;
  if (kind == RangeKind::Func) return rangeFunc(s, clause, range);
  auto lhs = syntax::unpackList(clause->lhs);
  auto wants = [&](size_t i) {
    if (i >= lhs.size()) return false;
    auto* n = syntax::nodeCast<const syntax::Name>(lhs[i]);
    return !n || !n->isBlank();
  };
  types::Type* intType = Compiler::source(c.vm()->known.int_);
  types::Type* keyType = range.keyType ? concrete(range.keyType) : intType;
  Label top, test, next, end;
  // An unshared, unchanged key variable can be the counter itself.
  auto counterSlot = [&](RType* t) {
    if (clause->def && range.key && range.key->name != "_" && !range.key->reassigned &&
        !needsBox(range.key) && rtype(range.key->type) == t) {
      return declare(range.key, false).slot;
    }
    return temp(t);
  };
  auto countedLoop = [&](int counter, int limit, RType* t, const std::function<void()>& bindVars) {
    e.emitImm(Op::kLoadI, counter, 0);
    e.branch(Op::kJmp, &test);
    e.bind(&top);
    int mark = e.mark();
    bindVars();
    loopBody(s, &end, &next);
    e.release(mark);
    e.bind(&next);
    at(s);
    e.emit(addImmediate(t), counter, counter, 1);
    e.bind(&test);
    bool isSign = t->rep != Rep::k64 || (t->kind >= Kind::kInt && t->kind <= Kind::kInt64);
    e.branch(isSign ? Op::kJLtS : Op::kJLtU, &top, counter, limit);
    e.bind(&end);
  };
  switch (kind) {
    case RangeKind::Int: {
      RType* t = rtype(keyType);
      int limit = temp(t);
      valueTo(clause->x, limit);
      int counter = counterSlot(t);
      // The last value plus one may not fit a narrow type: count by comparing first.
      bool own = range.key && vars_.count(range.key) && vars_[range.key].slot == counter;
      countedLoop(counter, limit, t, [&] {
        if (!own) rangeVar(clause, 0, range.key, counter, keyType);
      });
      return;
    }
    case RangeKind::Slice: {
      RType* t = rtype(xType);
      int slice = temp(t);
      valueTo(clause->x, slice);
      RType* intR = c.vm()->known.int_;
      int counter = counterSlot(intR);
      bool own = range.key && vars_.count(range.key) && vars_[range.key].slot == counter;
      countedLoop(counter, slice + 1, intR, [&] {
        RangeValue key{range.key, own ? -1 : counter, intType};
        if (!wants(1)) return rangeVars(clause, key, {});
        Place p;
        p.kind = Place::kSlice;
        p.slot = slice;
        p.index = counter;
        p.type = t->elem;
        rangeElement(clause, key, range.value, p);
      });
      return;
    }
    case RangeKind::Array:
    case RangeKind::ArrayPtr: {
      RType* x = rtype(xType);
      RType* array = kind == RangeKind::ArrayPtr ? x->elem : x;
      Place base;
      if (kind == RangeKind::ArrayPtr) {
        int pointer = temp(x);
        valueTo(clause->x, pointer);
        base = memory(pointer, 0, array);
      } else if (wants(1)) {
        // The loop sees the array as it is now.
        if (array->slots < 64 && array->rep != Rep::kHuge && array->elem->kind != Kind::kArray &&
            array->elem->kind != Kind::kStruct) {
          int copy = temp(array);
          valueTo(clause->x, copy);
          base = frame(copy, array);
        } else {
          int box = e.alloc(1);
          e.pointerAt(box);
          e.emit(Op::kNew, box);
          e.word(addrOf(array));
          int mark = e.mark();
          store(memory(box, 0, array), value(clause->x));
          e.release(mark);
          base = memory(box, 0, array);
        }
      }
      if (kind == RangeKind::Array && !wants(1) && hasCall(clause->x)) value(clause->x);
      RType* intR = c.vm()->known.int_;
      int limit = e.alloc(1);
      e.emitImm(Op::kLoadI, limit, static_cast<int32_t>(array->len));
      int counter = counterSlot(intR);
      bool own = range.key && vars_.count(range.key) && vars_[range.key].slot == counter;
      countedLoop(counter, limit, intR, [&] {
        RangeValue key{range.key, own ? -1 : counter, intType};
        if (!wants(1)) return rangeVars(clause, key, {});
        Place p;
        p.type = array->elem;
        if (base.kind == Place::kFrame) {
          p.kind = Place::kFrameIndex;
          p.slot = static_cast<int>(base.offset / 8);
          p.index = counter;
          p.length = array->len;
        } else {
          p.kind = Place::kArray;
          p.slot = base.slot;
          p.index = counter;
          p.length = array->len;
        }
        rangeElement(clause, key, range.value, p);
      });
      return;
    }
    case RangeKind::String: {
      int text = e.alloc(2);
      e.pointerAt(text);
      valueTo(clause->x, text);
      int state = e.alloc(3);
      e.emitImm(Op::kLoadI, state, 0);
      Label again;
      e.branch(Op::kJmp, &again);
      e.bind(&top);
      e.bind(&again);
      rangeStep(Op::kRangeStr, state, text, &end);
      int mark = e.mark();
      rangeVars(clause, {range.key, state + 1, intType},
                {range.value, state + 2, Compiler::source(c.vm()->known.int32)});
      loopBody(s, &end, &next);
      e.release(mark);
      e.bind(&next);
      at(s);
      e.branch(Op::kJmp, &top);
      e.bind(&end);
      return;
    }
    case RangeKind::Map: {
      RType* m = rtype(xType);
      int map = e.alloc(1);
      e.pointerAt(map);
      valueTo(clause->x, map);
      int state = e.alloc(vm::kMapIterSlots);
      e.pointerAt(state);
      e.pointerAt(state + 1);
      e.emit(Op::kMapIter, state, map);
      e.word(addrOf(m));
      int key = wants(0) ? temp(m->key) : 0xffff;
      int val = wants(1) ? temp(m->elem) : 0xffff;
      e.bind(&top);
      e.emit(Op::kMapNext, state, 0, 0);
      end.fixups.push_back(e.here() - 1);
      e.word(static_cast<uint64_t>(key));
      e.word(static_cast<uint64_t>(val));
      int mark = e.mark();
      rangeVars(clause, {range.key, wants(0) ? key : -1, Compiler::source(m->key)},
                {range.value, wants(1) ? val : -1, Compiler::source(m->elem)});
      loopBody(s, &end, &next);
      e.release(mark);
      e.bind(&next);
      at(s);
      e.branch(Op::kJmp, &top);
      e.bind(&end);
      return;
    }
    case RangeKind::Chan: {
      RType* ch = rtype(xType);
      int chan = e.alloc(1);
      e.pointerAt(chan);
      valueTo(clause->x, chan);
      int v = temp(ch->elem);
      int ok = e.alloc(1);
      e.bind(&top);
      e.emit(Op::kRecv, v, chan, ok + 1);
      e.word(addrOf(ch->elem));
      e.branch(Op::kJF, &end, ok);
      int mark = e.mark();
      rangeVar(clause, 0, range.key, v, Compiler::source(ch->elem));
      loopBody(s, &end, &next);
      e.release(mark);
      e.bind(&next);
      at(s);
      e.branch(Op::kJmp, &top);
      e.bind(&end);
      return;
    }
    default:
      CHECK(false, "gopark: a range over something unknown");
  }
}

// rangeStep() emits a step instruction that branches to `end` when there is nothing left.
void FuncCompiler::rangeStep(Op op, int state, int over, Label* end) {
  end->fixups.push_back(e.emit(op, state, over, 0));
}

// rangeElement() gives the iteration's key and the element at p to the clause's variables.
void FuncCompiler::rangeElement(const syntax::RangeClause* clause, const RangeValue& key,
                                types::Var* var, const Place& p) {
  if (clause->def && var && var->name != "_" && rtype(var->type) == p.type && !needsBox(var)) {
    rangeVar(clause, 0, key.var, key.slot, key.type);
    if (!vars_.count(var)) declare(var, false);
    load(p, locate(var).slot);
    return;
  }
  int slot = temp(p.type);
  load(p, slot);
  rangeVars(clause, key, {var, slot, Compiler::source(p.type)});
}

}  // namespace gopark::compile
