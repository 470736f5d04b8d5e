// Parsing statements.
#include "golang/syntax/parser_internal.h"
#include "golang/syntax/printer.h"

namespace gopark::syntax {

namespace {

// emphasize() is x as text, in parentheses if it is a binary operation: so that the = of a
// supposed comparison stands out.
std::string emphasize(const Expr* x) {
  auto* operation = nodeCast<Operation>(x);
  if (operation && operation->isBinary()) return "(" + exprString(x) + ")";
  return exprString(x);
}

}  // namespace

std::vector<Stmt*> Parser::stmtList() {
  std::vector<Stmt*> stmts;
  while (tok() != Token::Eof && tok() != Token::Rbrace && tok() != Token::Case &&
         tok() != Token::Default) {
    Stmt* s = stmtOrNull();
    if (s == nullptr) break;
    stmts.push_back(s);
    if (!got(Token::Semi) && tok() != Token::Rbrace) {
      syntaxError("at end of statement");
      advance({Token::Semi, Token::Rbrace, Token::Case, Token::Default});
      got(Token::Semi);
    }
  }
  return stmts;
}

Stmt* Parser::stmtOrNull() {
  Nesting nesting(*this);
  if (nesting.tooDeep()) return nullptr;
  if (tok() == Token::Name) {
    Expr* lhs = exprList();
    auto* label = nodeCast<Name>(lhs);
    if (label && tok() == Token::Colon) return labeledStmtOrNull(label);
    return simpleStmt(lhs, Token::Invalid);
  }
  switch (tok()) {
    case Token::Var:
      return declStmt(&Parser::varDecl);
    case Token::Const:
      return declStmt(&Parser::constDecl);
    case Token::Type:
      return declStmt(&Parser::typeDecl);
    case Token::Lbrace:
      return blockStmt(nullptr);
    case Token::Operator:
    case Token::Star:
      switch (scan_.op) {
        case Operator::Add:
        case Operator::Sub:
        case Operator::Mul:
        case Operator::And:
        case Operator::Xor:
        case Operator::Not:
          return simpleStmt(nullptr, Token::Invalid);
        default:
          return nullptr;
      }
    case Token::Literal:
    case Token::Func:
    case Token::Lparen:
    case Token::Lbrack:
    case Token::Struct:
    case Token::Map:
    case Token::Chan:
    case Token::Interface:
    case Token::Arrow:
      return simpleStmt(nullptr, Token::Invalid);
    case Token::For:
      return forStmt();
    case Token::Switch:
      return switchStmt();
    case Token::Select:
      return selectStmt();
    case Token::If:
      return ifStmt();
    case Token::Fallthrough:
    case Token::Break:
    case Token::Continue:
    case Token::Goto:
      return branchStmt();
    case Token::Go:
    case Token::Defer:
      return callStmt();
    case Token::Return:
      return returnStmt();
    case Token::Semi:
      return make<EmptyStmt>(pos());
    default:
      return nullptr;
  }
}

// simpleStmt() parses a simple statement, whose left side may have been read already. `keyword` is
// that of the header it is in, if any: `range` may stand only after for, `:= x.(type)` after
// switch.
SimpleStmt* Parser::simpleStmt(Expr* lhs, Token keyword) {
  if (keyword == Token::For && tok() == Token::Range) return rangeClause(nullptr, false);
  if (lhs == nullptr) lhs = exprList();

  Pos at = pos();
  if (tok() == Token::Assign || tok() == Token::Define) {
    Operator op = tok() == Token::Define ? Operator::Def : Operator::None;
    next();
    if (keyword == Token::For && tok() == Token::Range) {
      return rangeClause(lhs, op == Operator::Def);
    }
    Expr* rhs = exprList();
    auto* guard = nodeCast<TypeSwitchGuard>(rhs);
    auto* variable = nodeCast<Name>(lhs);
    if (guard && variable && keyword == Token::Switch && op == Operator::Def) {
      guard->lhs = variable;
      return exprStmt(guard);
    }
    return assignStmt(at, op, lhs, rhs);
  }
  if (auto* several = nodeCast<ListExpr>(lhs)) {
    syntaxError("expected := or = or comma");
    advance({Token::Semi, Token::Rbrace});
    return exprStmt(several->elemList.front());
  }
  switch (tok()) {
    case Token::AssignOp: {
      Operator op = scan_.op;
      next();
      return assignStmt(at, op, lhs, expr());
    }
    case Token::IncOp: {
      Operator op = scan_.op;
      next();
      return assignStmt(at, op, lhs, nullptr);
    }
    case Token::Arrow: {
      auto* s = make<SendStmt>(at);
      next();
      s->chan = lhs;
      s->value = expr();
      return s;
    }
    default:
      return exprStmt(lhs);
  }
}

RangeClause* Parser::rangeClause(Expr* lhs, bool def) {
  auto* clause = make<RangeClause>(pos());
  next();
  clause->lhs = lhs;
  clause->def = def;
  clause->x = expr();
  return clause;
}

AssignStmt* Parser::assignStmt(Pos at, Operator op, Expr* lhs, Expr* rhs) {
  auto* s = make<AssignStmt>(at);
  s->op = op;
  s->lhs = lhs;
  s->rhs = rhs;
  return s;
}

ExprStmt* Parser::exprStmt(Expr* x) {
  auto* s = make<ExprStmt>(x->pos);
  s->x = x;
  return s;
}

Stmt* Parser::labeledStmtOrNull(Name* label) {
  auto* s = make<LabeledStmt>(pos());
  s->label = label;
  want(Token::Colon);
  if (tok() == Token::Rbrace) {
    s->stmt = make<EmptyStmt>(pos());  // Its semicolon may be left out.
    return s;
  }
  s->stmt = stmtOrNull();
  if (s->stmt) return s;
  syntaxErrorAt(s->pos, "missing statement after label");
  return nullptr;
}

BlockStmt* Parser::blockStmt(const char* context) {
  auto* s = make<BlockStmt>(pos());
  if (!got(Token::Lbrace)) {
    syntaxError(std::string("expected { after ") + (context ? context : ""));
    advance({Token::Name, Token::Rbrace});
    s->rbrace = pos();
    if (got(Token::Rbrace)) return s;
  }
  s->list = arena_.copy(stmtList());
  s->rbrace = pos();
  want(Token::Rbrace);
  return s;
}

Stmt* Parser::declStmt(DeclParser parseOne) {
  auto* s = make<DeclStmt>(pos());
  next();
  std::vector<Decl*> decls;
  appendGroup(decls, parseOne);
  s->declList = arena_.copy(decls);
  return s;
}

Stmt* Parser::branchStmt() {
  auto* s = make<BranchStmt>(pos());
  s->tok = tok();
  next();
  bool mayHaveLabel = s->tok == Token::Break || s->tok == Token::Continue;
  if (s->tok == Token::Goto || (mayHaveLabel && tok() == Token::Name)) s->label = name();
  return s;
}

Stmt* Parser::callStmt() {
  auto* s = make<CallStmt>(pos());
  s->tok = tok();
  next();
  Expr* x = primaryExpr(nullptr, tok() == Token::Lparen);
  s->call = unparen(x);
  if (s->call != x) {
    errorAt(x->pos,
            "expression in " + std::string(tokenText(s->tok)) + " must not be parenthesized");
  }
  return s;
}

Stmt* Parser::returnStmt() {
  auto* s = make<ReturnStmt>(pos());
  next();
  if (tok() != Token::Semi && tok() != Token::Rbrace) s->results = exprList();
  return s;
}

Stmt* Parser::ifStmt() {
  Nesting nesting(*this);
  auto* s = make<IfStmt>(pos());
  Header h = header(Token::If);
  s->init = h.init;
  s->cond = h.cond;
  s->then = blockStmt("if clause");
  if (!got(Token::Else)) return s;
  if (tok() == Token::If && !nesting.tooDeep()) {
    s->els = ifStmt();
  } else if (tok() == Token::Lbrace) {
    s->els = blockStmt(nullptr);
  } else {
    syntaxError("else must be followed by if or statement block");
    advance({Token::Name, Token::Rbrace});
  }
  return s;
}

Stmt* Parser::forStmt() {
  auto* s = make<ForStmt>(pos());
  Header h = header(Token::For);
  s->init = h.init;
  s->cond = h.cond;
  s->post = h.post;
  s->body = blockStmt("for clause");
  return s;
}

// header() parses what stands between the keyword and the { of an if, for or switch.
Parser::Header Parser::header(Token keyword) {
  Header h;
  want(keyword);
  if (tok() == Token::Lbrace) {
    if (keyword == Token::If) {
      syntaxError("missing condition in if statement");
      h.cond = badExpr();
    }
    return h;
  }

  int outerLevel = exprLevel_;
  exprLevel_ = -1;
  if (tok() != Token::Semi) {
    if (got(Token::Var)) {
      syntaxError("var declaration not allowed in " + std::string(tokenText(keyword)) +
                  " initializer");
    }
    h.init = simpleStmt(nullptr, keyword);
    if (h.init->kind == NodeKind::RangeClause) {
      exprLevel_ = outerLevel;
      return h;
    }
  }

  SimpleStmt* cond = nullptr;
  Pos semi;
  std::string_view semiText;
  if (tok() == Token::Lbrace) {
    cond = h.init;
    h.init = nullptr;
  } else {
    if (tok() == Token::Semi) {
      semi = pos();
      semiText = scan_.lit;
      next();
    } else {
      // Asking for a { makes a better message than asking for a semicolon.
      want(Token::Lbrace);
      if (tok() != Token::Lbrace) advance({Token::Lbrace, Token::Rbrace});
    }
    if (keyword != Token::For) {
      if (tok() != Token::Lbrace) cond = simpleStmt(nullptr, keyword);
    } else if (tok() == Token::Lbrace) {
      syntaxError("expected for loop condition");
    } else {
      if (tok() != Token::Semi) cond = simpleStmt(nullptr, Token::Invalid);
      want(Token::Semi);
      if (tok() != Token::Lbrace) {
        h.post = simpleStmt(nullptr, Token::Invalid);
        auto* assign = nodeCast<AssignStmt>(h.post);
        if (assign && assign->op == Operator::Def) {
          syntaxErrorAt(assign->pos, "cannot declare in post statement of for loop");
        }
      }
    }
  }
  h.cond = condition(cond, keyword, semi, semiText);
  exprLevel_ = outerLevel;
  return h;
}

// condition() is the expression that the statement in the place of a condition consists of. `semi`
// is the semicolon before it, if known.
Expr* Parser::condition(SimpleStmt* stmt, Token keyword, Pos semi, std::string_view semiText) {
  if (stmt == nullptr) {
    if (keyword != Token::If || !semi.isKnown()) return nullptr;
    if (semiText == "semicolon") {
      syntaxErrorAt(semi, "missing condition in if statement");
    } else {
      syntaxErrorAt(semi, "unexpected " + std::string(semiText) + ", expected { after if clause");
    }
    return make<BadExpr>(semi);
  }
  if (auto* s = nodeCast<ExprStmt>(stmt)) return s->x;
  // Mostly an = where == was meant.
  std::string text;
  if (auto* s = nodeCast<AssignStmt>(stmt); s && s->op == Operator::None) {
    text = "assignment " + emphasize(s->lhs) + " = " + emphasize(s->rhs);
  } else {
    text = exprString(stmt);
  }
  syntaxErrorAt(stmt->pos, "cannot use " + text + " as value");
  return nullptr;
}

Stmt* Parser::switchStmt() {
  auto* s = make<SwitchStmt>(pos());
  Header h = header(Token::Switch);
  s->init = h.init;
  s->tag = h.cond;
  if (!got(Token::Lbrace)) {
    syntaxError("missing { after switch clause");
    advance({Token::Case, Token::Default, Token::Rbrace});
  }
  std::vector<CaseClause*> clauses;
  while (tok() != Token::Eof && tok() != Token::Rbrace) clauses.push_back(caseClause());
  s->body = arena_.copy(clauses);
  s->rbrace = pos();
  want(Token::Rbrace);
  return s;
}

Stmt* Parser::selectStmt() {
  auto* s = make<SelectStmt>(pos());
  want(Token::Select);
  if (!got(Token::Lbrace)) {
    syntaxError("missing { after select clause");
    advance({Token::Case, Token::Default, Token::Rbrace});
  }
  std::vector<CommClause*> clauses;
  while (tok() != Token::Eof && tok() != Token::Rbrace) clauses.push_back(commClause());
  s->body = arena_.copy(clauses);
  s->rbrace = pos();
  want(Token::Rbrace);
  return s;
}

CaseClause* Parser::caseClause() {
  auto* c = make<CaseClause>(pos());
  if (got(Token::Case)) {
    c->cases = exprList();
  } else if (!got(Token::Default)) {
    syntaxError("expected case or default or }");
    advance({Token::Colon, Token::Case, Token::Default, Token::Rbrace});
  }
  c->colon = pos();
  want(Token::Colon);
  c->body = arena_.copy(stmtList());
  return c;
}

CommClause* Parser::commClause() {
  auto* c = make<CommClause>(pos());
  if (got(Token::Case)) {
    c->comm = simpleStmt(nullptr, Token::Invalid);
  } else if (!got(Token::Default)) {
    syntaxError("expected case or default or }");
    advance({Token::Colon, Token::Case, Token::Default, Token::Rbrace});
  }
  c->colon = pos();
  want(Token::Colon);
  c->body = arena_.copy(stmtList());
  return c;
}

}  // namespace gopark::syntax
