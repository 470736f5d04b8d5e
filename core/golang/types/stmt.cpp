// Statements, except switches (switch.cpp) and range loops (range.cpp). Misplaced break, continue,
// goto and labels were reported by the parser.
#include "golang/types/checker.h"

namespace gopark::types {

void Checker::openScope(Node* node) {
  auto* scope = context_.make<Scope>(env_.scope, node->pos, syntax::endPos(node));
  info_.scopes[node] = scope;
  env_.scope = scope;
}

void Checker::stmtList(unsigned context, std::span<Stmt* const> list) {
  bool fallthroughOk = context & kFallthroughOk;
  unsigned inner = context & ~kFallthroughOk;
  while (!list.empty() && list.back()->kind == NodeKind::EmptyStmt) {
    list = list.first(list.size() - 1);
  }
  for (size_t i = 0; i < list.size(); i++) {
    stmt(fallthroughOk && i + 1 == list.size() ? inner | kFallthroughOk : inner, list[i]);
  }
}

void Checker::stmt(unsigned context, Stmt* s) {
  if (!s) return;
  // Function literals are checked before the scope changes under them.
  size_t top = delayed_.size();
  Scope* scope = env_.scope;
  stmtInner(context, s);
  env_.scope = scope;
  processDelayed(top);
}

void Checker::stmtInner(unsigned context, Stmt* s) {
  unsigned inner = context & ~(kFallthroughOk | kFinalSwitchCase | kInTypeSwitch);
  switch (s->kind) {
    case NodeKind::DeclStmt:
      return declStmt(static_cast<syntax::DeclStmt*>(s)->declList);
    case NodeKind::LabeledStmt:
      return stmt(context, static_cast<syntax::LabeledStmt*>(s)->stmt);
    case NodeKind::ExprStmt:
      return exprStmt(static_cast<syntax::ExprStmt*>(s));
    case NodeKind::SendStmt: {
      auto* send = static_cast<syntax::SendStmt*>(s);
      Operand ch, value;
      expr(nullptr, &ch, send->chan);
      expr(nullptr, &value, send->value);
      if (!ch.valid() || !value.valid()) return;
      if (Type* elem = chanElem(send, &ch, false)) assignment(&value, elem, "send");
      return;
    }
    case NodeKind::AssignStmt:
      return assignStmt(static_cast<syntax::AssignStmt*>(s));
    case NodeKind::CallStmt:
      return callStmt(static_cast<syntax::CallStmt*>(s));
    case NodeKind::ReturnStmt:
      return returnStmt(static_cast<syntax::ReturnStmt*>(s));
    case NodeKind::BranchStmt:
      return;
    case NodeKind::BlockStmt: {
      auto* block = static_cast<syntax::BlockStmt*>(s);
      openScope(block);
      return stmtList(inner, block->list);
    }
    case NodeKind::IfStmt:
      return ifStmt(inner, static_cast<syntax::IfStmt*>(s));
    case NodeKind::SwitchStmt: {
      auto* sw = static_cast<syntax::SwitchStmt*>(s);
      openScope(sw);
      stmt(0, sw->init);
      if (auto* guard = nodeCast<syntax::TypeSwitchGuard>(sw->tag)) {
        typeSwitchStmt(inner | kBreakOk | kInTypeSwitch, sw, guard);
      } else {
        switchStmt(inner | kBreakOk, sw);
      }
      return;
    }
    case NodeKind::SelectStmt:
      return selectStmt(inner | kBreakOk, static_cast<syntax::SelectStmt*>(s));
    case NodeKind::ForStmt:
      return forStmt(inner | kBreakOk | kContinueOk, static_cast<syntax::ForStmt*>(s));
    default:
      return;
  }
}

void Checker::exprStmt(syntax::ExprStmt* s) {
  Operand x;
  ExprKind kind = rawExpr(nullptr, &x, s->x, nullptr, false);
  switch (x.mode) {
    case Mode::Builtin:
      errorf(&x, "%s must be called", &x);
      return;
    case Mode::TypeExpr:
      errorf(&x, "%s is not an expression", &x);
      return;
    default:
      if (kind != ExprKind::Statement) errorf(&x, "%s is not used", &x);
  }
}

void Checker::assignStmt(syntax::AssignStmt* s) {
  if (!s->rhs) {
    // x++, x--
    Operand x;
    expr(nullptr, &x, s->lhs);
    if (!x.valid()) return;
    if (!allNumeric(x.type)) {
      errorf(s->lhs, "invalid operation: %s%s%s (non-numeric type %s)", s->lhs, s->op, s->op,
             x.type);
      return;
    }
    assignVar(s->lhs, nullptr, &x, "assignment");
    return;
  }
  ExprList lhs = syntax::unpackList(s->lhs), rhs = syntax::unpackList(s->rhs);
  if (s->op == Operator::None) return assignVars(lhs, rhs);
  if (s->op == Operator::Def) return shortVarDecl(s->pos, lhs, rhs);
  if (lhs.size() != 1 || rhs.size() != 1) {
    errorf(s, "assignment operation %s requires single-valued expressions", s->op);
    return;
  }
  Operand x;
  binary(&x, nullptr, lhs[0], rhs[0], s->op);
  assignVar(lhs[0], nullptr, &x, "assignment");
}

void Checker::callStmt(syntax::CallStmt* s) {
  bool isDefer = s->tok == syntax::Token::Defer;
  const char* keyword = isDefer ? "defer" : "go";
  if (isDefer) {
    // Deferred calls of a loop body that is a function belong to the function around it.
    for (FuncInfo* f = env_.func; f; f = f->isRangeBody ? f->outer : nullptr) f->hasDefer = true;
  }
  if (s->call->kind != NodeKind::CallExpr) {
    errorf(s->call, "expression in %s must be function call", keyword);
    use(s->call);
    return;
  }
  Operand x;
  switch (rawExpr(nullptr, &x, s->call, nullptr, false)) {
    case ExprKind::Conversion:
      errorf(&x, "%s requires function call, not conversion %s", keyword, &x);
      break;
    case ExprKind::Expression:
      errorf(&x, "%s discards result of %s", keyword, &x);
      break;
    case ExprKind::Statement:
      break;
  }
}

void Checker::returnStmt(syntax::ReturnStmt* s) {
  Tuple* results = env_.sig->results;
  ExprList values = syntax::unpackList(s->results);
  std::vector<Var*> vars;
  if (results) vars = results->vars;
  bool named = !vars.empty() && !vars[0]->name.empty();
  // Inside the body of a loop over a function a return sets the outer function's results.
  if (named) {
    for (Var* v : vars) noteUse(v);
  }
  if (!values.empty() || !named) {
    initVars(vars, values, s);
    return;
  }
  for (Var* v : vars) {
    Object* other = lookup(v->name);
    if (!other || other == v) continue;
    Report r;
    addf(&r, s, "result parameter %s not in scope at return", v->name);
    addf(&r, other, "inner declaration of var %s %s", v->name, v->type);
    report(r);
  }
}

void Checker::condition(Expr* cond, std::string_view where) {
  if (!cond) return;
  Operand x;
  expr(nullptr, &x, cond);
  if (x.valid() && !allBoolean(x.type)) errorf(cond, "non-boolean condition in %s", where);
}

void Checker::ifStmt(unsigned inner, syntax::IfStmt* s) {
  openScope(s);
  stmt(0, s->init);
  condition(s->cond, "if statement");
  stmt(inner, s->then);
  stmt(inner, s->els);
}

void Checker::forStmt(unsigned inner, syntax::ForStmt* s) {
  if (auto* clause = nodeCast<syntax::RangeClause>(s->init)) return rangeStmt(inner, s, clause);
  openScope(s);
  stmt(0, s->init);
  condition(s->cond, "for statement");
  stmt(0, s->post);
  // The parser has complained about a declaration here.
  if (auto* a = nodeCast<syntax::AssignStmt>(s->post); a && a->op == Operator::Def) use(a->lhs);
  stmt(inner, s->body);
}

void Checker::selectStmt(unsigned inner, syntax::SelectStmt* s) {
  syntax::CommClause* first = nullptr;
  for (syntax::CommClause* c : s->body) {
    if (c->comm) continue;
    if (first) {
      errorf(c, "multiple defaults (first at %s)", first->pos);
    } else {
      first = c;
    }
  }
  for (syntax::CommClause* c : s->body) {
    bool valid = !c->comm || c->comm->kind == NodeKind::SendStmt;
    Expr* rhs = nullptr;
    if (auto* a = nodeCast<syntax::AssignStmt>(c->comm)) {
      if (a->rhs && a->rhs->kind != NodeKind::ListExpr) rhs = a->rhs;
    } else if (auto* e = nodeCast<syntax::ExprStmt>(c->comm)) {
      rhs = e->x;
    }
    if (rhs) {
      auto* op = nodeCast<Operation>(syntax::unparen(rhs));
      valid = op && !op->y && op->op == Operator::Recv;
    }
    if (!valid) {
      errorf(c->comm, "select case must be send or receive (possibly with assignment)");
      continue;
    }
    openScope(c);
    stmt(inner, c->comm);
    stmtList(inner, {c->body.data(), c->body.size()});
    closeScope();
  }
}

}  // namespace gopark::types
