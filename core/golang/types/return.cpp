// Terminating statements: a function with results must end in one. The parser has set the targets
// of all branches, so a break that leaves a statement is found by its target.
#include "golang/types/checker.h"

namespace gopark::types {

namespace {

bool breaks(Stmt* s, const Stmt* target);

bool anyBreaks(std::span<Stmt* const> list, const Stmt* target) {
  for (Stmt* s : list) {
    if (breaks(s, target)) return true;
  }
  return false;
}

// breaks() reports whether s contains a break out of `target`.
bool breaks(Stmt* s, const Stmt* target) {
  if (!s) return false;
  switch (s->kind) {
    case NodeKind::LabeledStmt:
      return breaks(static_cast<syntax::LabeledStmt*>(s)->stmt, target);
    case NodeKind::BranchStmt: {
      auto* b = static_cast<syntax::BranchStmt*>(s);
      return b->tok == syntax::Token::Break && b->target == target;
    }
    case NodeKind::BlockStmt: {
      auto list = static_cast<syntax::BlockStmt*>(s)->list;
      return anyBreaks({list.data(), list.size()}, target);
    }
    case NodeKind::IfStmt: {
      auto* i = static_cast<syntax::IfStmt*>(s);
      return breaks(i->then, target) || breaks(i->els, target);
    }
    case NodeKind::SwitchStmt:
      for (syntax::CaseClause* c : static_cast<syntax::SwitchStmt*>(s)->body) {
        if (anyBreaks({c->body.data(), c->body.size()}, target)) return true;
      }
      return false;
    case NodeKind::SelectStmt:
      for (syntax::CommClause* c : static_cast<syntax::SelectStmt*>(s)->body) {
        if (anyBreaks({c->body.data(), c->body.size()}, target)) return true;
      }
      return false;
    case NodeKind::ForStmt:
      return breaks(static_cast<syntax::ForStmt*>(s)->body, target);
    default:
      return false;
  }
}

}  // namespace

bool Checker::isTerminatingList(std::span<Stmt* const> list) {
  while (!list.empty() && list.back()->kind == NodeKind::EmptyStmt) {
    list = list.first(list.size() - 1);
  }
  return !list.empty() && isTerminating(list.back());
}

bool Checker::isTerminating(Stmt* s) {
  switch (s->kind) {
    case NodeKind::LabeledStmt:
      return isTerminating(static_cast<syntax::LabeledStmt*>(s)->stmt);
    case NodeKind::ExprStmt: {
      auto* call = nodeCast<CallExpr>(syntax::unparen(static_cast<syntax::ExprStmt*>(s)->x));
      return call && env_.panics && env_.panics->contains(call);
    }
    case NodeKind::ReturnStmt:
      return true;
    case NodeKind::BranchStmt: {
      syntax::Token tok = static_cast<syntax::BranchStmt*>(s)->tok;
      return tok == syntax::Token::Goto || tok == syntax::Token::Fallthrough;
    }
    case NodeKind::BlockStmt: {
      auto list = static_cast<syntax::BlockStmt*>(s)->list;
      return isTerminatingList({list.data(), list.size()});
    }
    case NodeKind::IfStmt: {
      auto* i = static_cast<syntax::IfStmt*>(s);
      return i->els && isTerminating(i->then) && isTerminating(i->els);
    }
    case NodeKind::SwitchStmt: {
      bool hasDefault = false;
      for (syntax::CaseClause* c : static_cast<syntax::SwitchStmt*>(s)->body) {
        hasDefault |= !c->cases;
        std::span<Stmt* const> body(c->body.data(), c->body.size());
        if (!isTerminatingList(body) || anyBreaks(body, s)) return false;
      }
      return hasDefault;
    }
    case NodeKind::SelectStmt:
      for (syntax::CommClause* c : static_cast<syntax::SelectStmt*>(s)->body) {
        std::span<Stmt* const> body(c->body.data(), c->body.size());
        if (!isTerminatingList(body) || anyBreaks(body, s)) return false;
      }
      return true;
    case NodeKind::ForStmt: {
      auto* f = static_cast<syntax::ForStmt*>(s);
      if (f->init && f->init->kind == NodeKind::RangeClause) return false;
      return !f->cond && !breaks(f->body, s);
    }
    default:
      return false;
  }
}

}  // namespace gopark::types
