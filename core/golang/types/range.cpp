// Range loops.
#include "golang/types/checker.h"

namespace gopark::types {

bool Checker::rangeKeyValue(Type* t, Type** key, Type** value, RangeKind* kind,
                            std::string* cause) {
  *key = *value = nullptr;
  Type* u = commonUnder(
      t,
      [&](Type* member, Type* under) -> Why {
        auto* c = under ? cast<Chan>(under) : nullptr;
        if (c && c->dir == ChanDir::SendOnly) {
          return sprintf("receive from send-only channel %s", member);
        }
        return std::nullopt;
      },
      cause, pkg_);
  auto bad = [&](std::string why) {
    *cause = std::move(why);
    return false;
  };
  if (!u) return false;
  Type* intType = basicType(BasicKind::Int);
  if (Type* a = arrayOfPointer(u); a != u) {
    *kind = RangeKind::ArrayPtr;
    *key = intType;
    *value = static_cast<Array*>(a)->elem;
    return true;
  }
  switch (u->kind) {
    case TypeKind::Basic:
      if (isString(u)) {
        *kind = RangeKind::String;
        *key = intType;
        *value = universe().runeType;
        return true;
      }
      if (isInteger(u)) {
        *kind = RangeKind::Int;
        *key = t;
        return true;
      }
      return false;
    case TypeKind::Array:
      *kind = RangeKind::Array;
      *key = intType;
      *value = static_cast<Array*>(u)->elem;
      return true;
    case TypeKind::Slice:
      *kind = RangeKind::Slice;
      *key = intType;
      *value = static_cast<Slice*>(u)->elem;
      return true;
    case TypeKind::Map:
      *kind = RangeKind::Map;
      *key = static_cast<Map*>(u)->key;
      *value = static_cast<Map*>(u)->elem;
      return true;
    case TypeKind::Chan:
      *kind = RangeKind::Chan;
      *key = static_cast<Chan*>(u)->elem;
      return true;
    case TypeKind::Signature: {
      auto* sig = static_cast<Signature*>(u);
      const std::string form = "func must be func(yield func(...) bool): ";
      if (tupleLen(sig->params) != 1) return bad(form + "wrong argument count");
      if (tupleLen(sig->results) != 0) return bad(form + "unexpected results");
      std::string why;
      Type* yieldType = commonUnder(sig->params->vars[0]->type, nullptr, &why, pkg_);
      if (!yieldType) return bad(form + "in yield type, " + why);
      auto* yield = cast<Signature>(yieldType);
      if (!yield) return bad(form + "argument is not func");
      if (tupleLen(yield->params) > 2) return bad(form + "yield func has too many parameters");
      bool one = tupleLen(yield->results) == 1;
      Type* result = one ? yield->results->vars[0]->type : nullptr;
      if (!one || !identical(result, basicType(BasicKind::Bool))) {
        return bad(form + (one && isBoolean(result)
                               ? "yield func returns user-defined boolean, not bool"
                               : "yield func does not return bool"));
      }
      *kind = RangeKind::Func;
      if (tupleLen(yield->params) >= 1) *key = yield->params->vars[0]->type;
      if (tupleLen(yield->params) >= 2) *value = yield->params->vars[1]->type;
      return true;
    }
    default:
      return false;
  }
}

void Checker::rangeStmt(unsigned inner, syntax::ForStmt* s, syntax::RangeClause* clause) {
  ExprList lhs = syntax::unpackList(clause->lhs);
  Expr* key = !lhs.empty() ? lhs[0] : nullptr;
  Expr* value = lhs.size() > 1 ? lhs[1] : nullptr;
  Expr* extra = lhs.size() > 2 ? lhs[2] : nullptr;

  Operand x;
  env_.hasCallOrRecv = false;
  expr(nullptr, &x, clause->x);
  RangeInfo range;
  Type *keyType = nullptr, *valueType = nullptr;
  if (x.valid()) {
    std::string cause;
    bool ok = rangeKeyValue(x.type, &keyType, &valueType, &range.kind, &cause);
    if (!ok) {
      if (cause.empty()) {
        errorf(&x, "cannot range over %s", &x);
      } else {
        errorf(&x, "cannot range over %s: %s", &x, cause);
      }
    } else if (key && !keyType) {
      errorf(key, "range over %s permits no iteration variables", &x);
    } else if (value && !valueType) {
      errorf(value, "range over %s permits only one iteration variable", &x);
    } else if (extra) {
      errorf(extra, "range clause permits at most two iteration variables");
    }
    if (!ok) keyType = valueType = nullptr;
  }

  openScope(s);
  // The body of a loop over a function becomes a function: what it uses of the outside is captured.
  FuncInfo* outer = env_.func;
  if (range.kind == RangeKind::Func && outer) {
    outer->hasRangeFunc = true;
    if (clause->def || !clause->lhs) {
      env_.func = newFuncInfo(s, outer, env_.sig, s->body);
      env_.func->isRangeBody = true;
    }
  }
  Expr* const left[2] = {key, value};
  Type* const right[2] = {keyType, valueType};
  rangeVars(s, clause, &x, left, right, &range);
  if (range.kind == RangeKind::Func && outer && env_.func == outer) {
    env_.func = newFuncInfo(s, outer, env_.sig, s->body);
    env_.func->isRangeBody = true;
    // for v = range f: the body's function assigns to v.
    for (Expr* e : left) {
      if (e) use(e, true);
    }
  }
  range.xType = x.valid() ? info_.typeOf(clause->x) : nullptr;
  if (!range.xType) range.xType = x.type;
  range.keyType = range.kind == RangeKind::Int && range.xType ? range.xType : keyType;
  range.valueType = valueType;
  info_.ranges[clause] = range;
  stmt(inner, s->body);
  env_.func = outer;
}

void Checker::rangeVars(syntax::ForStmt* s, syntax::RangeClause* clause, Operand* x,
                        Expr* const lhs[2], Type* const rhs[2], RangeInfo* range) {
  bool overInt = x->valid() && isInteger(x->type);
  if (clause->def) {
    std::vector<Var*> vars;
    for (int i = 0; i < 2; i++) {
      if (!lhs[i]) continue;
      Var* v;
      if (auto* name = nodeCast<Name>(lhs[i])) {
        v = newLocal(name->pos, name->value, nullptr);
        recordDef(name, v);
        if (!name->isBlank()) {
          vars.push_back(v);
          (i == 0 ? range->key : range->value) = v;
        }
      } else {
        errorf(lhs[i], "invalid syntax tree: cannot declare %s", lhs[i]);
        v = newLocal(lhs[i]->pos, "_", nullptr);
      }
      if (!rhs[i] || !isValid(rhs[i])) {
        v->type = invalidType();
        v->used = true;
      } else if (overInt) {
        initVar(v, x, "range clause");
      } else {
        Operand y{Mode::Value, lhs[i], rhs[i], {}, {}};
        initVar(v, &y, "assignment");
      }
    }
    if (vars.empty()) {
      errorf(s, "no new variables on left side of :=");
      return;
    }
    for (Var* v : vars) declare(env_.scope, nullptr, v, s->body->pos);
    return;
  }
  if (!lhs[0]) {
    // A constant count takes its default type.
    if (overInt) assignment(x, nullptr, "range clause");
    return;
  }
  for (int i = 0; i < 2; i++) {
    if (!lhs[i] || !rhs[i] || !isValid(rhs[i])) continue;
    if (overInt) {
      assignVar(lhs[i], nullptr, x, "range clause");
      if (x->valid() && !isInteger(x->type)) {
        errorf(lhs[i], "cannot use iteration variable of type %s", x->type);
      }
    } else {
      Operand y{Mode::Value, lhs[i], rhs[i], {}, {}};
      assignVar(lhs[i], nullptr, &y, "assignment");
      info_.conversions.erase(lhs[i]);  // It is the element that is converted, not the variable.
    }
  }
}

}  // namespace gopark::types
