// Parsing expressions.
#include "golang/syntax/parser_internal.h"
#include "golang/syntax/printer.h"

namespace gopark::syntax {

namespace {

// isValue() reports whether x can only be a value, not a type.
bool isValue(const Expr* x) {
  switch (x->kind) {
    case NodeKind::BasicLit:
    case NodeKind::CompositeLit:
    case NodeKind::FuncLit:
    case NodeKind::SliceExpr:
    case NodeKind::AssertExpr:
    case NodeKind::TypeSwitchGuard:
    case NodeKind::CallExpr:
      return true;
    case NodeKind::Operation: {
      auto* operation = static_cast<const Operation*>(x);
      return operation->op != Operator::Mul || operation->isBinary();
    }
    case NodeKind::ParenExpr:
      return isValue(static_cast<const ParenExpr*>(x)->x);
    case NodeKind::IndexExpr: {
      auto* index = static_cast<const IndexExpr*>(x);
      return isValue(index->x) || isValue(index->index);
    }
    default:
      return false;
  }
}

}  // namespace

// binaryExpr() parses operations of a precedence above `prec`; x is the first operand if that was
// read already.
Expr* Parser::binaryExpr(Expr* x, int prec) {
  if (x == nullptr) x = unaryExpr();
  for (int length = 0; tok() == Token::Operator || tok() == Token::Star; length++) {
    Operator op = scan_.op;
    int opPrec = precedence(op);
    if (opPrec <= prec) break;
    if (length > kMaxTreeDepth) {
      giveUp();
      break;
    }
    Pos at = pos();
    next();
    x = makeBinary(at, op, x, binaryExpr(nullptr, opPrec));
  }
  return x;
}

Expr* Parser::unaryExpr() {
  Nesting nesting(*this);
  if (nesting.tooDeep()) return badExpr();
  if (tok() == Token::Arrow) return receiveOrChanType();
  if (tok() == Token::Operator || tok() == Token::Star) {
    Pos at = pos();
    Operator op = scan_.op;
    switch (op) {
      case Operator::Mul:
      case Operator::Add:
      case Operator::Sub:
      case Operator::Not:
      case Operator::Xor:
      case Operator::Tilde:
        next();
        return makeUnary(at, op, unaryExpr());
      case Operator::And:
        // Of a parenthesized composite literal too the address can be taken.
        next();
        return makeUnary(at, op, unparen(unaryExpr()));
      default:
        break;
    }
  }
  return primaryExpr(nullptr, true);
}

// receiveOrChanType() parses `<-x`. Whether that receives or is a channel type shows only once x is
// known; then the arrow belongs to the innermost channel: <-(chan<- (chan T)) was
// (<-chan) (<-chan T).
Expr* Parser::receiveOrChanType() {
  Pos at = pos();
  next();
  Expr* x = unaryExpr();
  if (x->kind != NodeKind::ChanType) return makeUnary(at, Operator::Recv, x);
  ChanDir dir = ChanDir::SendOnly;
  Expr* t = x;
  while (dir == ChanDir::SendOnly) {
    auto* chan = nodeCast<ChanType>(t);
    if (chan == nullptr) break;
    dir = chan->dir;
    if (dir == ChanDir::RecvOnly) syntaxError("unexpected <-, expected chan");
    chan->dir = ChanDir::RecvOnly;
    t = chan->elem;
  }
  if (dir == ChanDir::SendOnly) {
    syntaxError("unexpected " + exprString(t) + ", expected chan");
  }
  return x;
}

Expr* Parser::operand(bool keepParens) {
  switch (tok()) {
    case Token::Name:
      return name();
    case Token::Literal:
      return literalOrNull();
    case Token::Lparen: {
      Pos at = pos();
      next();
      exprLevel_++;
      Expr* x = expr();
      exprLevel_--;
      want(Token::Rparen);
      // `(T) {` may be a composite literal, whose type must not be in parentheses.
      if (!keepParens && tok() != Token::Lbrace) return x;
      auto* paren = make<ParenExpr>(at);
      paren->x = x;
      return paren;
    }
    case Token::Func: {
      Pos at = pos();
      next();
      FuncType* signature = funcType("function type").second;
      if (tok() != Token::Lbrace) return signature;
      exprLevel_++;
      auto* f = make<FuncLit>(at);
      f->type = signature;
      f->body = funcBody();
      exprLevel_--;
      return f;
    }
    case Token::Lbrack:
    case Token::Chan:
    case Token::Map:
    case Token::Struct:
    case Token::Interface:
      return type();
    default: {
      Expr* x = badExpr();
      syntaxError("expected expression");
      advance({Token::Rparen, Token::Rbrack, Token::Rbrace});
      return x;
    }
  }
}

// primaryExpr() parses an operand (unless x is one already) and what is applied to it.
Expr* Parser::primaryExpr(Expr* x, bool keepParens) {
  if (x == nullptr) x = operand(keepParens);
  for (int length = 0;; length++) {
    if (length > kMaxTreeDepth) {
      giveUp();
      return x;
    }
    Pos at = pos();
    switch (tok()) {
      case Token::Dot:
        x = selectorOrAssertion(x, at);
        break;
      case Token::Lbrack:
        x = indexOrSlice(x, at);
        break;
      case Token::Lparen:
        x = callExpr(x, at);
        break;
      case Token::Lbrace: {
        if (!startsCompositeLit(unparen(x))) return x;
        if (x->kind == NodeKind::ParenExpr) {
          syntaxError("cannot parenthesize type in composite literal");
        }
        CompositeLit* literal = compositeLit();
        literal->type = x;
        x = literal;
        break;
      }
      default:
        return x;
    }
  }
}

// startsCompositeLit() reports whether the { after x belongs to x: always after a type literal, and
// after what may be the name of a type unless a block must follow.
bool Parser::startsCompositeLit(Expr* x) const {
  switch (x->kind) {
    case NodeKind::Name:
    case NodeKind::SelectorExpr:
      return exprLevel_ >= 0;
    case NodeKind::IndexExpr:
      return exprLevel_ >= 0 && !isValue(x);
    case NodeKind::ArrayType:
    case NodeKind::SliceType:
    case NodeKind::StructType:
    case NodeKind::MapType:
      return true;
    default:
      return false;
  }
}

Expr* Parser::selectorOrAssertion(Expr* x, Pos at) {
  next();
  if (tok() == Token::Name) {
    auto* selector = make<SelectorExpr>(at);
    selector->x = x;
    selector->sel = name();
    return selector;
  }
  if (!got(Token::Lparen)) {
    syntaxError("expected name or (");
    advance({Token::Semi, Token::Rparen});
    return x;
  }
  if (got(Token::Type)) {
    auto* guard = make<TypeSwitchGuard>(at);  // simpleStmt() sets lhs.
    guard->x = x;
    want(Token::Rparen);
    return guard;
  }
  auto* assertion = make<AssertExpr>(at);
  assertion->x = x;
  assertion->type = type();
  want(Token::Rparen);
  return assertion;
}

Expr* Parser::indexOrSlice(Expr* x, Pos at) {
  next();
  Expr* first = nullptr;
  if (tok() != Token::Colon) {
    bool comma = false;
    if (tok() == Token::Rbrack) {
      syntaxError("expected operand");
      first = badExpr();
    } else {
      first = typeList(false, &comma);
    }
    if (comma || tok() == Token::Rbrack) {
      want(Token::Rbrack);
      auto* index = make<IndexExpr>(at);
      index->x = x;
      index->index = first;
      return index;
    }
  }
  return sliceExpr(x, at, first);
}

// sliceExpr() goes on at the first colon of a slice expression.
Expr* Parser::sliceExpr(Expr* x, Pos at, Expr* first) {
  if (!got(Token::Colon)) {
    syntaxError("expected comma, : or ]");
    advance({Token::Comma, Token::Colon, Token::Rbrack});
  }
  exprLevel_++;
  auto* slice = make<SliceExpr>(at);
  slice->x = x;
  slice->index[0] = first;
  if (tok() != Token::Colon && tok() != Token::Rbrack) slice->index[1] = expr();
  if (tok() == Token::Colon) {
    slice->full = true;
    if (slice->index[1] == nullptr) {
      error("middle index required in 3-index slice");
      slice->index[1] = badExpr();
    }
    next();
    if (tok() != Token::Rbrack) {
      slice->index[2] = expr();
    } else {
      error("final index required in 3-index slice");
      slice->index[2] = badExpr();
    }
  }
  exprLevel_--;
  want(Token::Rbrack);
  return slice;
}

Expr* Parser::callExpr(Expr* x, Pos at) {
  auto* call = make<CallExpr>(at);
  next();
  call->fun = x;
  exprLevel_++;
  std::vector<Expr*> args;
  call->rparen = list("argument list", Token::Comma, Token::Rparen, [&] {
    args.push_back(expr());
    call->hasDots = got(Token::DotDotDot);
    return call->hasDots;
  });
  exprLevel_--;
  call->argList = arena_.copy(args);
  return call;
}

// compositeLit() parses the braces of a composite literal; the caller sets its type.
CompositeLit* Parser::compositeLit() {
  auto* literal = make<CompositeLit>(pos());
  exprLevel_++;
  want(Token::Lbrace);
  std::vector<Expr*> elems;
  literal->rbrace = list("composite literal", Token::Comma, Token::Rbrace, [&] {
    Expr* e = element();
    if (tok() == Token::Colon) {
      auto* pair = make<KeyValueExpr>(pos());
      next();
      pair->key = e;
      pair->value = element();
      literal->nKeys++;
      e = pair;
    }
    elems.push_back(e);
    return false;
  });
  exprLevel_--;
  literal->elemList = arena_.copy(elems);
  return literal;
}

// element() parses a key or a value of a composite literal: an expression, or the braces of a
// literal whose type is elided.
Expr* Parser::element() {
  Nesting nesting(*this);
  if (nesting.tooDeep()) return badExpr();
  return tok() == Token::Lbrace ? compositeLit() : expr();
}

Expr* Parser::exprList() {
  std::vector<Expr*> elements{expr()};
  while (got(Token::Comma)) elements.push_back(expr());
  return elements.size() == 1 ? elements[0] : makeList(elements);
}

BasicLit* Parser::literalOrNull() {
  if (tok() != Token::Literal) return nullptr;
  auto* literal = make<BasicLit>(pos());
  literal->value = scan_.lit;
  literal->litKind = scan_.kind;
  literal->bad = scan_.bad;
  next();
  return literal;
}

Name* Parser::name() {
  if (tok() == Token::Name) {
    Name* n = makeName(pos(), scan_.lit);
    next();
    return n;
  }
  Name* n = makeName(pos(), "_");
  syntaxError("expected name");
  advance();
  return n;
}

std::vector<Name*> Parser::nameList(Name* first) {
  std::vector<Name*> names{first};
  while (got(Token::Comma)) names.push_back(name());
  return names;
}

// qualifiedName() parses the name of a type, possibly of another package and with type arguments;
// its first name may have been read already.
Expr* Parser::qualifiedName(Name* first) {
  Expr* x = first;
  if (x == nullptr && tok() == Token::Name) x = name();
  if (x == nullptr) {
    x = makeName(pos(), "_");
    syntaxError("expected name");
    advance({Token::Dot, Token::Semi, Token::Rbrace});
  }
  if (tok() == Token::Dot) {
    auto* selector = make<SelectorExpr>(pos());
    next();
    selector->x = x;
    selector->sel = name();
    x = selector;
  }
  return tok() == Token::Lbrack ? typeInstance(x) : x;
}

}  // namespace gopark::syntax
