// switch, type switch and select.
#include "base/check.h"
#include "golang/compile/func_compiler.h"

namespace gopark::compile {

using vm::Kind;

void FuncCompiler::switchStmt(const syntax::SwitchStmt* s) {
  if (s->init) stmt(s->init);
  if (auto* guard = syntax::nodeCast<const syntax::TypeSwitchGuard>(s->tag)) {
    return typeSwitch(s, guard);
  }
  int tag = -1;
  types::Type* tagType = nullptr;
  if (s->tag) {
    tagType = valueType(s->tag);
    if (types::isUntyped(tagType)) tagType = types::defaultType(tagType);
    RType* t = rtype(tagType);
    tag = temp(t);
    valueTo(s->tag, tag);
  }
  std::vector<Label> labels(s->body.size() + 1);
  Label end;
  size_t defaultClause = s->body.size();
  const bool tabled = tag >= 0 && constantCases(s, tag, rtype(tagType), &labels);
  for (size_t i = 0; i < s->body.size(); i++) {
    const syntax::CaseClause* clause = s->body[i];
    if (!clause->cases) {
      defaultClause = i;
      continue;
    }
    if (tabled) continue;
    for (syntax::Expr* x : syntax::unpackList(clause->cases)) {
      int mark = e.mark();
      at(x);
      if (tag < 0) {
        condition(x, &labels[i], true);
      } else {
        caseTest(tag, tagType, x, &labels[i]);
      }
      e.release(mark);
    }
  }
  e.branch(Op::kJmp, defaultClause < s->body.size() ? &labels[defaultClause] : &end);
  Label* outer = fallthrough_;
  targets_.push_back({s, &end, nullptr});
  for (size_t i = 0; i < s->body.size(); i++) {
    e.bind(&labels[i]);
    Label next;
    fallthrough_ = i + 1 < s->body.size() ? &labels[i + 1] : &next;
    int mark = e.mark();
    stmtList(s->body[i]->body);
    e.release(mark);
    e.branch(Op::kJmp, &end);
    if (!next.fixups.empty()) e.bind(&next);
  }
  targets_.pop_back();
  fallthrough_ = outer;
  e.bind(&end);
}

// caseTest() branches to `to` when the case's value equals the tag.
void FuncCompiler::caseTest(int tag, types::Type* tagType, const syntax::Expr* x, Label* to) {
  RType* t = rtype(tagType);
  types::Type* caseType = valueType(x);
  RType* r = rtype(caseType);
  int64_t k = 0;
  bool word = t->slots == 1 && t->rep != Rep::kMulti && t->rep != Rep::kHuge &&
              t->kind != Kind::kFloat64 && t->kind != Kind::kFloat32;
  if (word && r == t) {
    if (constantOf(x, &k) && k >= -32768 && k < 32768) {
      e.branch(Op::kJEqI, to, tag, static_cast<int>(k));
    } else {
      e.branch(Op::kJEq, to, tag, value(x));
    }
    return;
  }
  int left = tag;
  int right = value(x);
  if (r->isInterface() && !t->isInterface()) {
    left = temp(r);
    convert(left, tag, tagType, caseType);
    t = r;
  } else if (t->isInterface() && !r->isInterface()) {
    int boxed = temp(t);
    convert(boxed, right, caseType, tagType);
    right = boxed;
    r = t;
  }
  if (t->kind == Kind::kString && r == t && !e.longBranches) {
    return branchEqualStrings(true, left, right, to, tag + 2);
  }
  int equal = e.alloc(1);
  equality(t, r, equal, left, right, false);
  e.branch(Op::kJT, to, equal);
}

void FuncCompiler::typeSwitch(const syntax::SwitchStmt* s, const syntax::TypeSwitchGuard* guard) {
  types::Type* ifaceType = typeOfExpr(guard->x);
  RType* iface = rtype(ifaceType);
  int v = temp(iface);
  valueTo(guard->x, v);
  int type = e.alloc(1);
  int methods = iface->methods.empty() ? 0 : 1;
  e.emit(Op::kIfaceType, type, v, methods);
  std::vector<Label> labels(s->body.size() + 1);
  Label end;
  size_t defaultClause = s->body.size();
  auto isNil = [&](syntax::Expr* x) {
    const types::TypeAndValue* tv = c.info().find(syntax::unparen(x));
    return tv && tv->mode == types::Mode::NilValue;
  };
  for (size_t i = 0; i < s->body.size(); i++) {
    const syntax::CaseClause* clause = s->body[i];
    if (!clause->cases) {
      defaultClause = i;
      continue;
    }
    for (syntax::Expr* x : syntax::unpackList(clause->cases)) {
      int mark = e.mark();
      at(x);
      if (isNil(x)) {
        e.branch(Op::kJEqI, &labels[i], type, 0);
      } else {
        RType* t = rtypeOf(x);
        int slot = e.alloc(2);
        if (t->isInterface()) {
          e.emit(Op::kImplements, slot, type, slot + 1);
          e.word(addrOf(t));
          e.branch(Op::kJT, &labels[i], slot);
        } else {
          branchWord(type, addrOf(t), &labels[i]);
        }
      }
      e.release(mark);
    }
  }
  e.branch(Op::kJmp, defaultClause < s->body.size() ? &labels[defaultClause] : &end);
  targets_.push_back({s, &end, nullptr});
  for (size_t i = 0; i < s->body.size(); i++) {
    const syntax::CaseClause* clause = s->body[i];
    e.bind(&labels[i]);
    int mark = e.mark();
    auto it = c.info().implicits.find(clause);
    auto* var =
        it == c.info().implicits.end() ? nullptr : types::objectCast<types::Var>(it->second);
    if (guard->lhs && var) {
      declare(var, false);
      auto cases = syntax::unpackList(clause->cases);
      int inner = e.mark();
      RType* t = rtype(var->type);
      int slot = v;
      if (cases.size() == 1 && !isNil(cases[0]) && t != iface) {
        slot = temp(t);
        e.emit(t->isInterface() ? Op::kAssertIface : Op::kAssertType, slot, v, methods << 1);
        e.word(addrOf(t));
        e.word(addrOf(iface));
        e.word(0);
      }
      store(variable(var), slot);
      e.release(inner);
    }
    stmtList(clause->body);
    e.release(mark);
    e.branch(Op::kJmp, &end);
  }
  targets_.pop_back();
  e.bind(&end);
}

void FuncCompiler::selectStmt(const syntax::SelectStmt* s) {
  struct Case {
    const syntax::CommClause* clause;
    const syntax::Operation* recv = nullptr;
    int value = -1;
    RType* elem = nullptr;
  };
  std::vector<Case> cases;
  const syntax::CommClause* other = nullptr;
  for (const syntax::CommClause* clause : s->body) {
    if (clause->comm) {
      cases.push_back({clause});
    } else {
      other = clause;
    }
  }
  int count = static_cast<int>(cases.size());
  int result = e.alloc(2);
  int base = e.alloc(count * 3 + 1);
  for (int i = 0; i < count; i++) {
    Case& k = cases[static_cast<size_t>(i)];
    int slot = base + i * 3;
    e.pointerAt(slot);
    at(k.clause);
    if (auto* send = syntax::nodeCast<const syntax::SendStmt>(k.clause->comm)) {
      k.elem = rtypeOf(send->chan)->elem;
      valueTo(send->chan, slot);
      k.value = temp(k.elem);
      valueTo(send->value, k.value);
      e.emitImm(Op::kLoadI, slot + 2, 1);
    } else {
      const syntax::Expr* x = nullptr;
      if (auto* st = syntax::nodeCast<const syntax::ExprStmt>(k.clause->comm)) x = st->x;
      if (auto* st = syntax::nodeCast<const syntax::AssignStmt>(k.clause->comm)) x = st->rhs;
      k.recv =
          syntax::nodeCast<const syntax::Operation>(syntax::unparen(const_cast<syntax::Expr*>(x)));
      k.elem = rtypeOf(k.recv->x)->elem;
      valueTo(k.recv->x, slot);
      k.value = temp(k.elem);
      e.emitImm(Op::kLoadI, slot + 2, 0);
    }
    e.emitImm(Op::kLoadI, slot + 1, k.value);
  }
  at(s);
  e.emit(Op::kSelect, result, base, count);
  e.word(other ? 0 : 1);
  std::vector<Label> labels(cases.size());
  Label end;
  for (size_t i = 0; i < cases.size(); i++) {
    e.branch(Op::kJEqI, &labels[i], result, static_cast<int>(i));
  }
  targets_.push_back({s, &end, nullptr});
  int mark = e.mark();
  if (other) {
    stmtList(other->body);
    e.release(mark);
  }
  e.branch(Op::kJmp, &end);
  for (size_t i = 0; i < cases.size(); i++) {
    const Case& k = cases[i];
    e.bind(&labels[i]);
    at(k.clause);
    if (k.recv) {
      if (k.elem->slots) {
        e.emit(Op::kSelectNorm, k.value);
        e.word(addrOf(k.elem));
      }
      if (auto* a = syntax::nodeCast<const syntax::AssignStmt>(k.clause->comm)) {
        auto lhs = syntax::unpackList(a->lhs);
        bool define = a->op == syntax::Operator::Def;
        types::Type* elem = Compiler::source(k.elem);
        storeConverted(assignTarget(lhs[0], define), k.value, elem);
        if (lhs.size() > 1) {
          storeConverted(assignTarget(lhs[1], define), result + 1,
                         Compiler::source(c.vm()->known.boolean));
        }
      }
    }
    stmtList(k.clause->body);
    e.release(mark);
    e.branch(Op::kJmp, &end);
  }
  targets_.pop_back();
  e.bind(&end);
}

}  // namespace gopark::compile
