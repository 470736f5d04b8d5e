// The parser itself; parser.h is its face. Its methods are spread over parse_decl.cpp,
// parse_type.cpp, parse_expr.cpp and parse_stmt.cpp as the grammar is.
//
// A recursive descent without backtracking: every method is called with the first token of its
// construct (or the one after what it was handed) as the current token, and leaves the first token
// after it. Methods named ...OrNull may return null, all others return a node whatever happens.
// Whether and where an error is reported, and what is skipped after it, is visible to users, so
// both follow cmd/compile/internal/syntax parser.go.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "golang/syntax/ast.h"
#include "golang/syntax/parser.h"
#include "golang/syntax/scanner.h"

namespace gopark::syntax {

class Parser {
 public:
  Parser(SourceFile& source, Arena& arena, std::vector<Diagnostic>& diagnostics, FuncBodies bodies);

  // parse() is the whole file, or null if its package clause is broken.
  File* parse();
  // parseBody() is the function body whose { is at `offset`, which is `at`.
  BlockStmt* parseBody(size_t offset, Pos at);

 private:
  // Nesting counts a level of recursion for as long as it lives. gc's stack grows as needed; ours
  // does not, so the parser gives up on the file once `tooDeep`.
  class Nesting {
   public:
    explicit Nesting(Parser& parser) : parser_(parser) { parser_.depth_++; }
    ~Nesting() { parser_.depth_--; }
    bool tooDeep() {
      if (parser_.depth_ <= kMaxNesting) return false;
      parser_.giveUp();
      return true;
    }

   private:
    Parser& parser_;
  };

  // Tokens.
  Token tok() const { return scan_.tok; }
  Pos pos() const { return scan_.pos; }
  bool atOperator(Operator op) const { return tok() == Token::Operator && scan_.op == op; }
  void next() { scan_.next(); }
  bool got(Token token);
  void want(Token token);
  bool gotAssign();
  void advance(std::initializer_list<Token> follow = {});

  // Errors.
  void errorAt(Pos at, std::string message);
  void error(std::string message) { errorAt(pos(), std::move(message)); }
  void syntaxErrorAt(Pos at, const std::string& message);
  void syntaxError(const std::string& message) { syntaxErrorAt(pos(), message); }
  std::string currentToken() const;
  void giveUp();

  // Nodes.
  template <typename T>
  T* make(Pos at) {
    T* node = arena_.make<T>();
    node->pos = at;
    return node;
  }
  Name* makeName(Pos at, std::string_view value);
  BadExpr* badExpr() { return make<BadExpr>(pos()); }
  Operation* makeUnary(Pos at, Operator op, Expr* x);
  Operation* makeBinary(Pos at, Operator op, Expr* x, Expr* y);
  Expr* makeList(const std::vector<Expr*>& elements);  // Two or more.

  // list() parses `{ element sep } close`, where the last sep is optional. element() returns true
  // if nothing may follow it. The result is the position of `close`.
  template <typename F>
  Pos list(const char* context, Token sep, Token close, F element);

  // Declarations.
  using DeclParser = Decl* (Parser::*)(DeclGroup*);
  void appendGroup(std::vector<Decl*>& decls, DeclParser parseOne);
  Decl* importDecl(DeclGroup* group);
  Decl* constDecl(DeclGroup* group);
  Decl* typeDecl(DeclGroup* group);
  Decl* varDecl(DeclGroup* group);
  FuncDecl* funcDecl();
  BlockStmt* funcBody();
  BlockStmt* skipBody(FuncDecl* f);
  void typeParamsOrArray(TypeDecl* d);

  // Types.
  Expr* type();
  Expr* typeOrNull();
  Expr* chanType(Pos at, ChanDir dir);
  Expr* chanElem();
  Expr* mapType(Pos at);
  Expr* structType();
  void fieldDecl(std::vector<Field*>& fields, std::vector<BasicLit*>& tags);
  Expr* interfaceType();
  Field* methodDecl();
  void methodOrInstance(Field* f, Name* name);
  Field* embeddedElem(Field* f);
  Expr* embeddedTerm();
  // `context` names what must not have type parameters; null where they may stand.
  std::pair<std::vector<Field*>, FuncType*> funcType(const char* context);
  std::vector<Field*> funcResult();
  Expr* arrayType(Pos at, Expr* len);
  Expr* sliceType(Pos at);
  Expr* arrayOrTypeArgs();
  Expr* typeInstance(Expr* x);
  Expr* typeList(bool strict, bool* comma);
  struct ParamRules {
    bool requireNames;  // A type parameter list.
    bool dotsOk;        // The last one may be `...T`.
  };
  std::vector<Field*> paramList(Name* name, Expr* type, Token close, ParamRules rules);
  Field* paramOrNull(Name* name, Token close);
  void distributeTypes(std::vector<Field*>& params, int named, int typed, Pos end,
                       bool requireNames);
  void checkDots(std::vector<Field*>& params, bool dotsOk);

  // Expressions.
  Expr* expr() { return binaryExpr(nullptr, kNoPrec); }
  Expr* binaryExpr(Expr* x, int prec);
  Expr* unaryExpr();
  Expr* receiveOrChanType();
  Expr* primaryExpr(Expr* x, bool keepParens);
  Expr* operand(bool keepParens);
  Expr* selectorOrAssertion(Expr* x, Pos at);
  Expr* indexOrSlice(Expr* x, Pos at);
  Expr* sliceExpr(Expr* x, Pos at, Expr* first);
  Expr* callExpr(Expr* x, Pos at);
  bool startsCompositeLit(Expr* x) const;
  CompositeLit* compositeLit();
  Expr* element();
  Expr* exprList();
  BasicLit* literalOrNull();
  Name* name();
  std::vector<Name*> nameList(Name* first);
  Expr* qualifiedName(Name* first);

  // Statements.
  struct Header {
    SimpleStmt* init = nullptr;
    Expr* cond = nullptr;
    SimpleStmt* post = nullptr;
  };
  Stmt* stmtOrNull();
  std::vector<Stmt*> stmtList();
  SimpleStmt* simpleStmt(Expr* lhs, Token keyword);
  RangeClause* rangeClause(Expr* lhs, bool def);
  AssignStmt* assignStmt(Pos at, Operator op, Expr* lhs, Expr* rhs);
  ExprStmt* exprStmt(Expr* x);
  Stmt* labeledStmtOrNull(Name* label);
  // `context` is for the message; null only if the current token is known to be a {.
  BlockStmt* blockStmt(const char* context);
  Stmt* declStmt(DeclParser parseOne);
  Stmt* branchStmt();
  Stmt* callStmt();
  Stmt* returnStmt();
  Stmt* ifStmt();
  Stmt* forStmt();
  Stmt* switchStmt();
  Stmt* selectStmt();
  CaseClause* caseClause();
  CommClause* commClause();
  Header header(Token keyword);
  Expr* condition(SimpleStmt* stmt, Token keyword, Pos semi, std::string_view semiText);

  SourceFile& source_;
  Arena& arena_;
  std::vector<Diagnostic>& diagnostics_;
  const FuncBodies bodies_;
  int errorCount_ = 0;  // Of the scanner and the parser, without misused labels.
  int depth_ = 0;
  int funcDepth_ = 0;  // Of function bodies: statements are a place to go on after an error.
  // Of brackets around the current expression. Negative in the header of an if, for or switch,
  // where a { opens the block and not a composite literal.
  int exprLevel_ = 0;
  Scanner scan_;  // Last: it may report an error while it is constructed.
};

// tokenName() is how messages call a token.
std::string tokenName(Token token);
// isTypeElem() reports whether x can only be a type, not a value.
bool isTypeElem(const Expr* x);

template <typename F>
Pos Parser::list(const char* context, Token sep, Token close, F element) {
  bool done = false;
  while (tok() != Token::Eof && tok() != close && !done) {
    done = element();
    if (got(sep) || tok() == close) continue;
    syntaxError(std::string("in ") + context + "; possibly missing " + tokenName(sep) + " or " +
                tokenName(close));
    advance({Token::Rparen, Token::Rbrack, Token::Rbrace});
    if (tok() != close) return pos();
  }
  Pos at = pos();
  want(close);
  return at;
}

}  // namespace gopark::syntax
