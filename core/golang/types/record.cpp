// Everything the checker writes into the Info, and what it notes about variables for the compiler:
// which are captured, have their address taken, are assigned again.
#include <algorithm>

#include "golang/types/checker.h"

namespace gopark::types {

void Checker::record(const Operand& x) {
  if (!x.expr || x.mode == Mode::Invalid) return;
  Type* type = x.type;
  if (x.mode == Mode::NoValue) {
    recordTypeAndValue(x.expr, x.mode, nullptr);
    return;
  }
  if (!isUntyped(type)) {
    recordTypeAndValue(x.expr, x.mode, type, x.isConst() ? x.value : constant::Value());
    info_.record(x.expr).builtin = x.builtin;
    return;
  }
  // The final type comes with the use.
  Untyped& u = untyped_[x.expr];
  u = {false, x.mode, type, x.isConst() ? x.value : constant::Value()};
}

void Checker::recordTypeAndValue(Expr* e, Mode mode, Type* type, const constant::Value& value) {
  if (mode == Mode::Invalid) return;
  TypeAndValue& tv = info_.record(e);
  tv.mode = mode;
  tv.type = type;
  tv.value = value;
}

void Checker::recordBuiltin(Expr* fun, BuiltinId id) {
  for (;;) {
    TypeAndValue& tv = info_.record(fun);
    tv.mode = Mode::Builtin;
    tv.type = invalidType();
    tv.builtin = id;
    auto* paren = nodeCast<syntax::ParenExpr>(fun);
    if (!paren) return;
    fun = paren->x;
  }
}

void Checker::recordCommaOk(Expr* e, Type* value, Type* ok) {
  info_.conversions.erase(e);  // Of the value alone; the tuple says enough.
  for (;;) {
    auto var = [&](Type* t) { return context_.newVar(VarKind::LocalVar, e->pos, pkg_, "", t); };
    info_.record(e).type = context_.newTuple({var(value), var(ok)});
    auto* paren = nodeCast<syntax::ParenExpr>(e);
    if (!paren) return;
    e = paren->x;
  }
}

void Checker::recordInstance(Expr* e, const std::vector<Type*>& targs, Type* type) {
  e = syntax::unparen(e);
  if (auto* index = nodeCast<syntax::IndexExpr>(e)) e = syntax::unparen(index->x);
  if (auto* selector = nodeCast<syntax::SelectorExpr>(e)) e = selector->sel;
  if (auto* name = nodeCast<Name>(e)) info_.instances[name] = {targs, type};
}

Selection& Checker::recordSelection(syntax::SelectorExpr* e, SelectionKind kind, Type* recv,
                                    const LookupResult& found) {
  recordUse(e->sel, found.obj);
  Selection& s = info_.selections[e];
  s.kind = kind;
  s.recv = recv;
  s.obj = found.obj;
  s.index = found.index;
  s.indirect = found.indirect;
  s.type = found.obj->type;
  return s;
}

void Checker::recordConversion(Expr* e, Type* from, Type* to) {
  if (!e || !from || !to || identical(from, to) || !isValid(to)) return;
  // The values of a call with several results share one expression.
  if (Type* recorded = info_.typeOf(e); recorded && recorded->kind == TypeKind::Tuple) return;
  info_.conversions[e] = to;
}

void Checker::recordUntyped() {
  for (auto& [e, u] : untyped_) {
    recordTypeAndValue(const_cast<Expr*>(e), u.mode, u.type, u.value);
  }
  untyped_.clear();
}

FuncInfo* Checker::newFuncInfo(Node* node, FuncInfo* outer, Signature* sig,
                               syntax::BlockStmt* body) {
  auto* f = context_.make<FuncInfo>();
  f->node = node;
  f->outer = outer;
  f->sig = sig;
  f->body = body;
  if (outer) outer->literals.push_back(f);
  if (node) info_.funcs[node] = f;
  return f;
}

void Checker::adoptParameters(FuncInfo* f) {
  if (f->sig->recv) f->sig->recv->owner = f;
  for (Tuple* t : {f->sig->params, f->sig->results}) {
    if (!t) continue;
    for (Var* v : t->vars) v->owner = f;
  }
}

Var* Checker::newLocal(Pos pos, std::string_view name, Type* type) {
  Var* v = context_.newVar(VarKind::LocalVar, pos, pkg_, std::string(name), type);
  v->owner = env_.func;
  if (env_.func) env_.func->locals.push_back(v);
  return v;
}

void Checker::noteUse(Var* v) {
  if (!v->owner || v->owner == env_.func) return;
  for (FuncInfo* f = env_.func; f && f != v->owner; f = f->outer) {
    if (std::find(f->captures.begin(), f->captures.end(), v) == f->captures.end()) {
      f->captures.push_back(v);
    }
    v->captured = true;
  }
}

// rootVariable() is the variable whose memory e lies in, or null if a pointer is followed.
static Var* rootVariable(const Info& info, Expr* e) {
  for (;;) {
    switch (e->kind) {
      case NodeKind::ParenExpr:
        e = static_cast<syntax::ParenExpr*>(e)->x;
        continue;
      case NodeKind::Name:
        return objectCast<Var>(info.objectOf(static_cast<Name*>(e)));
      case NodeKind::SelectorExpr: {
        auto* s = static_cast<syntax::SelectorExpr*>(e);
        auto it = info.selections.find(s);
        // Without a selection it is another package's variable.
        if (it == info.selections.end()) return objectCast<Var>(info.objectOf(s->sel));
        if (it->second.indirect || it->second.kind != SelectionKind::FieldVal) return nullptr;
        e = s->x;
        continue;
      }
      case NodeKind::IndexExpr: {
        auto* i = static_cast<syntax::IndexExpr*>(e);
        Type* t = info.typeOf(i->x);
        // A type parameter's arrays count as arrays.
        if (!t || !(as<Array>(t) || isTypeParam(t))) return nullptr;
        e = i->x;
        continue;
      }
      default:
        return nullptr;
    }
  }
}

void Checker::noteAddressTaken(Expr* e) {
  if (Var* v = rootVariable(info_, e)) v->addressTaken = true;
}

void Checker::noteAssigned(Expr* lhs) {
  if (Var* v = rootVariable(info_, lhs)) v->reassigned = true;
}

}  // namespace gopark::types
