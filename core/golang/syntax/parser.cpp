// What all of the parser shares: tokens, errors and getting back on track after them.
#include "golang/syntax/parser.h"

#include "golang/syntax/header.h"
#include "golang/syntax/parser_internal.h"
#include "golang/syntax/walk.h"

namespace gopark::syntax {

ParseResult parseFile(SourceFile& source, Arena& arena, std::vector<Diagnostic>& diagnostics,
                      FuncBodies bodies) {
  size_t before = diagnostics.size();
  ParseResult result;
  if (checkHeader(source, diagnostics)) {
    result.file = Parser(source, arena, diagnostics, bodies).parse();
  }
  if (const Node* deep = deeperThan(result.file, kMaxTreeDepth)) {
    diagnostics.push_back(source.set->diagnostic(deep->pos, "syntax error: nested too deeply"));
    result.file = nullptr;
  }
  result.errorCount = static_cast<int>(diagnostics.size() - before);
  return result;
}

void readBody(FuncDecl* f, std::vector<Diagnostic>& diagnostics) {
  if (!f->unread) return;
  const UnreadBody from = *f->unread;
  f->unread = nullptr;
  Parser parser(*from.source, *from.arena, diagnostics, FuncBodies::kRead);
  f->body->list = parser.parseBody(from.offset, f->body->pos)->list;
}

Parser::Parser(SourceFile& source, Arena& arena, std::vector<Diagnostic>& diagnostics,
               FuncBodies bodies)
    : source_(source),
      arena_(arena),
      diagnostics_(diagnostics),
      bodies_(bodies),
      scan_(
          source, [this](Pos at, std::string message) { errorAt(at, std::move(message)); },
          &source.lineMap) {}

bool Parser::got(Token token) {
  if (tok() != token) return false;
  next();
  return true;
}

void Parser::want(Token token) {
  if (got(token)) return;
  syntaxError("expected " + tokenName(token));
  advance();
}

// gotAssign() also takes a wrong `:=`, with an error.
bool Parser::gotAssign() {
  if (tok() == Token::Define) syntaxError("expected =");
  if (tok() != Token::Define && tok() != Token::Assign) return false;
  next();
  return true;
}

// advance() skips to one of the tokens that may follow what was being parsed, or within a function
// to a keyword that starts a statement. Without any such tokens it skips exactly one.
void Parser::advance(std::initializer_list<Token> follow) {
  if (follow.size() == 0) {
    if (tok() != Token::Eof) next();
    return;
  }
  auto bit = [](Token token) { return uint64_t{1} << static_cast<int>(token); };
  uint64_t stop = bit(Token::Eof);
  for (Token token : follow) stop |= bit(token);
  if (funcDepth_ > 0) {
    for (Token token : {Token::Break, Token::Const, Token::Continue, Token::Defer,
                        Token::Fallthrough, Token::For, Token::Go, Token::Goto, Token::If,
                        Token::Return, Token::Select, Token::Switch, Token::Type, Token::Var}) {
      stop |= bit(token);
    }
  }
  while ((stop & bit(tok())) == 0) next();
}

void Parser::errorAt(Pos at, std::string message) {
  errorCount_++;
  diagnostics_.push_back(source_.set->diagnostic(at, std::move(message)));
}

// syntaxErrorAt() reports a message that stands alone, or one that begins with in, at, after or
// expected and goes on from "unexpected <current token>".
void Parser::syntaxErrorAt(Pos at, const std::string& message) {
  if (tok() == Token::Eof && errorCount_ > 0) return;  // Whatever was missed explains it.
  auto startsWith = [&](std::string_view prefix) { return message.starts_with(prefix); };
  if (startsWith("in ") || startsWith("at ") || startsWith("after ")) {
    errorAt(at, "syntax error: unexpected " + currentToken() + " " + message);
  } else if (startsWith("expected ")) {
    errorAt(at, "syntax error: unexpected " + currentToken() + ", " + message);
  } else {
    errorAt(at, "syntax error: " + message);
  }
}

// currentToken() is how messages call the current token.
std::string Parser::currentToken() const {
  std::string lit(scan_.lit);
  std::string op(operatorText(scan_.op));
  switch (tok()) {
    case Token::Name:
      return "name " + lit;
    case Token::Semi:
      return lit;
    case Token::Literal:
      return "literal " + lit;
    case Token::Operator:
      return op;
    case Token::AssignOp:
      return op + "=";
    case Token::IncOp:
      return op + op;
    default:
      return tokenName(tok());
  }
}

// giveUp() reports that the program is nested too deeply and skips the rest of the file.
void Parser::giveUp() {
  syntaxError("nested too deeply");
  scan_.stop();
  next();
}

std::string tokenName(Token token) {
  if (token == Token::Comma) return "comma";
  if (token == Token::Semi) return "semicolon or newline";
  std::string text(tokenText(token));
  return isKeyword(token) ? "keyword " + text : text;
}

Name* Parser::makeName(Pos at, std::string_view value) {
  Name* n = make<Name>(at);
  n->value = value;
  return n;
}

Operation* Parser::makeUnary(Pos at, Operator op, Expr* x) {
  return makeBinary(at, op, x, nullptr);
}

Operation* Parser::makeBinary(Pos at, Operator op, Expr* x, Expr* y) {
  auto* operation = make<Operation>(at);
  operation->op = op;
  operation->x = x;
  operation->y = y;
  return operation;
}

Expr* Parser::makeList(const std::vector<Expr*>& elements) {
  auto* result = make<ListExpr>(elements.front()->pos);
  result->elemList = arena_.copy(elements);
  return result;
}

}  // namespace gopark::syntax
