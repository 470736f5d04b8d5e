// Expression switches and type switches.
#include <map>

#include "golang/types/checker.h"

namespace gopark::types {

// The constants of a switch's cases by value; equal ones of different types may coexist in a
// switch over an interface.
struct Checker::SeenValues {
  struct Entry {
    Pos pos;
    Type* type;
  };
  std::map<std::string, std::vector<Entry>> entries;
};

void Checker::switchStmt(unsigned inner, syntax::SwitchStmt* s) {
  Operand x;
  if (s->tag) {
    expr(nullptr, &x, s->tag);
    // The tag is copied to a hidden variable.
    assignment(&x, nullptr, "switch expression");
    if (x.valid() && !comparableType(x.type) && !hasNil(x.type)) {
      errorf(&x, "cannot switch on %s (%s is not comparable)", &x, x.type);
      x.invalidate();
    }
  } else {
    x.mode = Mode::Constant;
    x.type = basicType(BasicKind::Bool);
    x.value = constant::makeBool(true);
    auto* name = context_.make<Name>();
    name->pos = s->body.empty() ? s->rbrace : s->body[0]->pos;
    name->value = "true";
    x.expr = name;
  }
  syntax::CaseClause* firstDefault = nullptr;
  for (syntax::CaseClause* c : s->body) {
    if (c->cases) continue;
    if (firstDefault) {
      errorf(c, "multiple defaults (first at %s)", firstDefault->pos);
    } else {
      firstDefault = c;
    }
  }
  SeenValues seen;
  for (size_t i = 0; i < s->body.size(); i++) {
    syntax::CaseClause* c = s->body[i];
    caseValues(&x, syntax::unpackList(c->cases), &seen);
    openScope(c);
    bool last = i + 1 == s->body.size();
    stmtList(inner | (last ? kFinalSwitchCase : kFallthroughOk), {c->body.data(), c->body.size()});
    closeScope();
  }
}

void Checker::caseValues(Operand* x, ExprList values, SeenValues* seen) {
  for (Expr* e : values) {
    Operand v;
    expr(nullptr, &v, e);
    if (!x->valid() || !v.valid()) continue;
    convertUntyped(&v, x->type);
    if (!v.valid()) continue;
    // v comes first: errors belong to the case.
    Operand result = v, tag = *x;
    comparison(&result, &tag, Operator::Eql, true);
    if (!result.valid() || !v.isConst() || !v.value.known()) continue;
    std::string key;
    switch (v.value.kind()) {
      case constant::Kind::Int:
      case constant::Kind::Float: {
        constant::Value i = constant::toInt(v.value);
        key = (i.known() ? i : v.value).exactStr();
        break;
      }
      case constant::Kind::String:
        key = v.value.exactStr();
        break;
      default:
        continue;  // gc does not look at the others.
    }
    std::vector<SeenValues::Entry>& entries = seen->entries[key];
    bool duplicate = false;
    for (const SeenValues::Entry& entry : entries) {
      if (!identical(v.type, entry.type)) continue;
      Report r;
      addf(&r, &v, "duplicate case %s in expression switch", &v);
      addf(&r, entry.pos, "previous case");
      report(r);
      duplicate = true;
      break;
    }
    if (!duplicate) entries.push_back({v.expr->pos, v.type});
  }
}

bool Checker::isNilName(Expr* e) {
  auto* name = nodeCast<Name>(syntax::unparen(e));
  return name && objectCast<Nil>(lookup(name->value));
}

Type* Checker::caseTypes(Operand* x, ExprList types, std::vector<std::pair<Type*, Expr*>>* seen) {
  Type* T = nullptr;  // Null: nil.
  for (Expr* e : types) {
    if (isNilName(e)) {
      T = nullptr;
      Operand dummy;
      expr(nullptr, &dummy, e);
    } else {
      T = varType(e);
      if (!isValid(T)) continue;
    }
    bool duplicate = false;
    for (auto& [other, at] : *seen) {
      if ((T == nullptr) != (other == nullptr) || (T && !identical(T, other))) continue;
      Report r;
      addf(&r, e, "duplicate case %s in type switch", T ? str(T) : "nil");
      addf(&r, at, "previous case");
      report(r);
      duplicate = true;
      break;
    }
    if (duplicate) continue;
    seen->push_back({T, e});
    if (x && T) typeAssertion(e, x, T, true);
  }
  // With exactly one type the clause's variable has that type.
  if (types.size() == 1 && T) return T;
  return x ? x->type : invalidType();
}

void Checker::typeSwitchStmt(unsigned inner, syntax::SwitchStmt* s,
                             syntax::TypeSwitchGuard* guard) {
  Name* lhs = guard->lhs;
  if (lhs) {
    if (lhs->isBlank()) {
      errorf(lhs, "no new variable on left side of :=");
      lhs = nullptr;
    } else {
      recordDef(lhs, nullptr);  // Each clause declares a variable of its own.
    }
  }
  Operand x;
  Operand* tag = nullptr;
  expr(nullptr, &x, guard->x);
  if (x.valid()) {
    if (isTypeParam(x.type)) {
      errorf(&x, "cannot use type switch on type parameter value %s", &x);
    } else if (isInterface(x.type)) {
      tag = &x;
    } else {
      errorf(&x, "%s is not an interface", &x);
    }
  }
  syntax::CaseClause* firstDefault = nullptr;
  for (syntax::CaseClause* c : s->body) {
    if (c->cases) continue;
    if (firstDefault) {
      errorf(c, "multiple defaults (first at %s)", firstDefault->pos);
    } else {
      firstDefault = c;
    }
  }
  std::vector<Var*> vars;
  std::vector<std::pair<Type*, Expr*>> seen;
  for (syntax::CaseClause* c : s->body) {
    Type* T = caseTypes(tag, syntax::unpackList(c->cases), &seen);
    openScope(c);
    if (lhs) {
      Var* v = newLocal(lhs->pos, lhs->value, T);
      declare(env_.scope, nullptr, v, c->colon);
      recordImplicit(c, v);
      vars.push_back(v);
    }
    stmtList(inner, {c->body.data(), c->body.size()});
    closeScope();
  }
  if (!lhs) return;
  // The clauses' variables count as one.
  bool used = false;
  for (Var* v : vars) {
    used |= v->used;
    v->used = true;
  }
  if (!used) errorf(lhs, "%s declared and not used", lhs->value);
}

}  // namespace gopark::types
