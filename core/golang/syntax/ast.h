// The syntax tree of Go 1.26: one struct per construct, with the shapes, names and positions of
// cmd/compile/internal/syntax, so that errors found in it later are reported where gc does.
//
// Invariants:
//   - Nodes live in an Arena and are never destroyed; texts view into the SourceFile. Both must
//     outlive the tree.
//   - A node's kind says its struct: use nodeCast<T>(). There is no RTTI.
//   - Pointers documented as "null: ..." may be null, all others are not, even after errors:
//     a BadExpr or the name `_` fills the hole.
//   - Parentheses are kept as ParenExpr in expressions, and dropped around types where only a type
//     may stand, as gc does.
//
//   - No node is more than kMaxTreeDepth levels below its File.
//
// Positions. Node::pos is what gc calls the node's position; startPos() is where its text begins
// (with gc's own exceptions). types2 reports an error "at node n" at startPos(n); only where it
// says "at n.Pos()" the error is at n->pos (assignment mismatches, binary operations' operators,
// ...):
//
//   node                               pos                          startPos
//   Name, BasicLit, FuncLit, ParenExpr first byte                   pos
//   CompositeLit  T{...}               the {                        of the type, if there is one
//   KeyValueExpr  k: v                 the :                        of the key
//   SelectorExpr  x.sel                the .                        of x
//   IndexExpr     x[i], x[T1, T2]      the [                        of x
//   SliceExpr     x[i:j]               the [                        pos (sic)
//   AssertExpr, TypeSwitchGuard        the .                        of x, or of the Lhs
//   CallExpr      f(x)                 the (                        of f
//   Operation     x op y               the operator                 of x
//   Operation     op x                 the operator                 pos
//   ListExpr      a, b                 pos of the first element     of the first element
//   types                              first byte; see FuncType     pos
//   Field         a, b T               the name, else the type      pos
//   AssignStmt, SendStmt               the operator                 of the left side
//   ExprStmt                           pos of the expression        pos (sic)
//   LabeledStmt   L: s                 the :                        pos
//   RangeClause                        the keyword range            of the Lhs, or of x
//   const/var/type/import/func decl    the first name; of a func the name or its receiver's (
//   other statements and clauses       their keyword or {           pos
#pragma once

#include <span>
#include <string_view>
#include <type_traits>

#include "golang/syntax/arena.h"
#include "golang/syntax/pos.h"
#include "golang/syntax/tokens.h"

namespace gopark::syntax {

// Code that recurses over a tree may rely on these bounds; deeper programs are refused. Nested
// constructs recurse in the parser too; chains (`a + b + ...`, `f(x)(y)...`) only deepen the tree.
// Differs: gc has no bounds. Its stack grows; a browser's Worker has about 1 MB of it for
// WebAssembly, which makes a kilobyte a level. Go's own library stays below 250.
inline constexpr int kMaxNesting = 250;
inline constexpr int kMaxTreeDepth = 800;

enum class NodeKind : uint8_t {
  File,
  Field,
  CaseClause,
  CommClause,
  // Declarations.
  ImportDecl,
  ConstDecl,
  TypeDecl,
  VarDecl,
  FuncDecl,
  // Expressions, types included.
  BadExpr,
  Name,
  BasicLit,
  CompositeLit,
  KeyValueExpr,
  FuncLit,
  ParenExpr,
  SelectorExpr,
  IndexExpr,
  SliceExpr,
  AssertExpr,
  TypeSwitchGuard,
  Operation,
  CallExpr,
  ListExpr,
  ArrayType,
  SliceType,
  DotsType,
  StructType,
  InterfaceType,
  FuncType,
  MapType,
  ChanType,
  // Statements.
  LabeledStmt,
  BlockStmt,
  DeclStmt,
  BranchStmt,
  CallStmt,
  ReturnStmt,
  IfStmt,
  ForStmt,
  SwitchStmt,
  SelectStmt,
  // Simple statements.
  EmptyStmt,
  ExprStmt,
  SendStmt,
  AssignStmt,
  RangeClause,
};

struct Node {
  Pos pos;
  const NodeKind kind;

  bool isDecl() const { return kind >= NodeKind::ImportDecl && kind <= NodeKind::FuncDecl; }
  bool isExpr() const { return kind >= NodeKind::BadExpr && kind <= NodeKind::ChanType; }
  bool isStmt() const { return kind >= NodeKind::LabeledStmt; }
  bool isSimpleStmt() const { return kind >= NodeKind::EmptyStmt; }

 protected:
  explicit Node(NodeKind k) : kind(k) {}
};

struct Decl : Node {
  using Node::Node;
};
struct Stmt : Node {
  using Node::Node;
};
// SimpleStmt: what may stand before the `;` of an if, for or switch.
struct SimpleStmt : Stmt {
  using Stmt::Stmt;
};
struct Expr : Node {
  using Node::Node;
  // For whoever records facts about expressions: an index into a table of their own; 0: none.
  mutable uint32_t slot = 0;
};

template <typename T>
using List = std::span<T*>;

// nodeCast() is n as a T, or null if n is null or another kind of node.
template <typename T, typename N>
auto nodeCast(N* n) {
  using Result = std::conditional_t<std::is_const_v<N>, const T, T>;
  return n && n->kind == T::kKind ? static_cast<Result*>(n) : nullptr;
}

struct Name;
struct BasicLit;
struct BlockStmt;
struct FuncType;
struct CaseClause;
struct CommClause;
struct LabeledStmt;

// ---- Files and declarations -----------------------------------------------------------------

// Field is `name type` or `type`: a parameter, result, receiver, type parameter, struct field,
// interface method or embedded element. Names declared together share one type (same pointer).
struct Field : Node {
  static constexpr NodeKind kKind = NodeKind::Field;
  Field() : Node(kKind) {}
  Name* name = nullptr;  // Null: anonymous parameter, embedded field or interface element.
  Expr* type = nullptr;  // A FuncType for interface methods; may be `A|B` and `~T` in constraints.
};

struct File : Node {
  static constexpr NodeKind kKind = NodeKind::File;
  File() : Node(kKind) {}
  const SourceFile* source = nullptr;
  Name* pkgName = nullptr;
  List<Decl> declList;
  Pos eof;
};

// DeclGroup is shared by the declarations within one pair of parentheses.
struct DeclGroup {
  Pos pos;  // The (.
};

// import path, import name path; the position is that of the name if there is one.
struct ImportDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::ImportDecl;
  ImportDecl() : Decl(kKind) {}
  DeclGroup* group = nullptr;    // Null: not in parentheses.
  Name* localPkgName = nullptr;  // Null: none. Else a name, "_" or ".".
  BasicLit* path = nullptr;      // Null after an error. path->bad or a string otherwise.
};

// a, b = x, y;  a, b T = x, y;  a, b. The index of the specification within its group (iota) is
// for the reader to count.
struct ConstDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::ConstDecl;
  ConstDecl() : Decl(kKind) {}
  DeclGroup* group = nullptr;
  List<Name> nameList;
  Expr* type = nullptr;    // Null: none.
  Expr* values = nullptr;  // Null: none. A ListExpr if several.
};

// type N T;  type N = T;  type N[P C] T
struct TypeDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::TypeDecl;
  TypeDecl() : Decl(kKind) {}
  DeclGroup* group = nullptr;
  Name* name = nullptr;
  List<Field> tparamList;
  bool alias = false;
  Expr* type = nullptr;
};

// a, b T;  a, b T = x, y;  a, b = x, y
struct VarDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::VarDecl;
  VarDecl() : Decl(kKind) {}
  DeclGroup* group = nullptr;
  List<Name> nameList;
  Expr* type = nullptr;    // Null: none.
  Expr* values = nullptr;  // Null: none. A ListExpr if several.
};

// func name(...) {...};  func (recv) name(...) {...}. pos is what follows the keyword `func`.
// UnreadBody is where the parser finds a body that was skipped.
struct UnreadBody {
  SourceFile* source;
  Arena* arena;
  size_t offset;  // Of the {.
};

struct FuncDecl : Decl {
  static constexpr NodeKind kKind = NodeKind::FuncDecl;
  FuncDecl() : Decl(kKind) {}
  Field* recv = nullptr;  // Null: a function.
  Name* name = nullptr;
  List<Field> tparamList;
  FuncType* type = nullptr;
  BlockStmt* body = nullptr;  // Null: declared without a body.
  // Set while the body has its braces only: see readBody() in parser.h.
  const UnreadBody* unread = nullptr;
};

// ---- Expressions ----------------------------------------------------------------------------

// BadExpr stands where no expression could be read; an error was reported.
struct BadExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::BadExpr;
  BadExpr() : Expr(kKind) {}
};

struct Name : Expr {
  static constexpr NodeKind kKind = NodeKind::Name;
  Name() : Expr(kKind) {}
  std::string_view value;
  bool isBlank() const { return value == "_"; }
};

// literal.h decodes the values.
struct BasicLit : Expr {
  static constexpr NodeKind kKind = NodeKind::BasicLit;
  BasicLit() : Expr(kKind) {}
  std::string_view value;  // As written, quotes included.
  LitKind litKind = LitKind::Int;
  bool bad = false;  // Malformed; an error was reported.
};

// type{elem, elem};  type{key: elem}
struct CompositeLit : Expr {
  static constexpr NodeKind kKind = NodeKind::CompositeLit;
  CompositeLit() : Expr(kKind) {}
  Expr* type = nullptr;  // Null: elided within an outer literal.
  List<Expr> elemList;
  int nKeys = 0;  // How many elements are KeyValueExprs.
  Pos rbrace;
};

struct KeyValueExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::KeyValueExpr;
  KeyValueExpr() : Expr(kKind) {}
  Expr* key = nullptr;
  Expr* value = nullptr;
};

struct FuncLit : Expr {
  static constexpr NodeKind kKind = NodeKind::FuncLit;
  FuncLit() : Expr(kKind) {}
  FuncType* type = nullptr;
  BlockStmt* body = nullptr;
};

struct ParenExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::ParenExpr;
  ParenExpr() : Expr(kKind) {}
  Expr* x = nullptr;
};

struct SelectorExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::SelectorExpr;
  SelectorExpr() : Expr(kKind) {}
  Expr* x = nullptr;
  Name* sel = nullptr;
};

// x[index]: an element, or an instantiation; several type arguments are a ListExpr.
struct IndexExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::IndexExpr;
  IndexExpr() : Expr(kKind) {}
  Expr* x = nullptr;
  Expr* index = nullptr;
};

struct SliceExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::SliceExpr;
  SliceExpr() : Expr(kKind) {}
  Expr* x = nullptr;
  Expr* index[3] = {};  // Null: left out.
  bool full = false;    // The three-index form.
};

struct AssertExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::AssertExpr;
  AssertExpr() : Expr(kKind) {}
  Expr* x = nullptr;
  Expr* type = nullptr;
};

// x.(type);  lhs := x.(type). It may turn up outside of a switch: gc leaves the complaint to the
// type checker.
struct TypeSwitchGuard : Expr {
  static constexpr NodeKind kKind = NodeKind::TypeSwitchGuard;
  TypeSwitchGuard() : Expr(kKind) {}
  Name* lhs = nullptr;  // Null: none.
  Expr* x = nullptr;
};

// A unary or binary operation, a pointer type (`*T` is Mul), a constraint term (`~T`) or a union
// of them (`A|B`).
struct Operation : Expr {
  static constexpr NodeKind kKind = NodeKind::Operation;
  Operation() : Expr(kKind) {}
  Operator op = Operator::None;
  Expr* x = nullptr;
  Expr* y = nullptr;  // Null: unary.
  bool isBinary() const { return y != nullptr; }
};

// A call or a conversion.
struct CallExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::CallExpr;
  CallExpr() : Expr(kKind) {}
  Expr* fun = nullptr;
  List<Expr> argList;
  bool hasDots = false;  // The last argument is followed by `...`.
  Pos rparen;            // The ), or wherever the list was given up after an error.
};

// Two or more expressions separated by commas.
struct ListExpr : Expr {
  static constexpr NodeKind kKind = NodeKind::ListExpr;
  ListExpr() : Expr(kKind) {}
  List<Expr> elemList;
};

// ---- Types ----------------------------------------------------------------------------------

struct ArrayType : Expr {
  static constexpr NodeKind kKind = NodeKind::ArrayType;
  ArrayType() : Expr(kKind) {}
  Expr* len = nullptr;  // Null: `...`.
  Expr* elem = nullptr;
};

struct SliceType : Expr {
  static constexpr NodeKind kKind = NodeKind::SliceType;
  SliceType() : Expr(kKind) {}
  Expr* elem = nullptr;
};

// ...elem, the type of a final parameter.
struct DotsType : Expr {
  static constexpr NodeKind kKind = NodeKind::DotsType;
  DotsType() : Expr(kKind) {}
  Expr* elem = nullptr;
};

struct StructType : Expr {
  static constexpr NodeKind kKind = NodeKind::StructType;
  StructType() : Expr(kKind) {}
  List<Field> fieldList;
  List<BasicLit> tagList;  // May be shorter than fieldList; null: no tag.
};

struct InterfaceType : Expr {
  static constexpr NodeKind kKind = NodeKind::InterfaceType;
  InterfaceType() : Expr(kKind) {}
  List<Field> methodList;  // With a name: a method. Without: an embedded element.
};

// pos is the token after `func`: the ( or, wrongly, [. Its keyword's position is that of the
// FuncLit or FuncDecl around it.
struct FuncType : Expr {
  static constexpr NodeKind kKind = NodeKind::FuncType;
  FuncType() : Expr(kKind) {}
  List<Field> paramList;
  List<Field> resultList;
};

struct MapType : Expr {
  static constexpr NodeKind kKind = NodeKind::MapType;
  MapType() : Expr(kKind) {}
  Expr* key = nullptr;
  Expr* value = nullptr;
};

enum class ChanDir : uint8_t { Both, SendOnly, RecvOnly };

struct ChanType : Expr {
  static constexpr NodeKind kKind = NodeKind::ChanType;
  ChanType() : Expr(kKind) {}
  ChanDir dir = ChanDir::Both;
  Expr* elem = nullptr;
};

// ---- Statements -----------------------------------------------------------------------------

struct EmptyStmt : SimpleStmt {
  static constexpr NodeKind kKind = NodeKind::EmptyStmt;
  EmptyStmt() : SimpleStmt(kKind) {}
};

struct LabeledStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::LabeledStmt;
  LabeledStmt() : Stmt(kKind) {}
  Name* label = nullptr;
  Stmt* stmt = nullptr;
};

struct BlockStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::BlockStmt;
  BlockStmt() : Stmt(kKind) {}
  List<Stmt> list;
  Pos rbrace;
};

struct ExprStmt : SimpleStmt {
  static constexpr NodeKind kKind = NodeKind::ExprStmt;
  ExprStmt() : SimpleStmt(kKind) {}
  Expr* x = nullptr;
};

struct SendStmt : SimpleStmt {
  static constexpr NodeKind kKind = NodeKind::SendStmt;
  SendStmt() : SimpleStmt(kKind) {}
  Expr* chan = nullptr;
  Expr* value = nullptr;
};

struct DeclStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::DeclStmt;
  DeclStmt() : Stmt(kKind) {}
  List<Decl> declList;
};

// lhs = rhs (op None);  lhs := rhs (op Def);  lhs op= rhs;  lhs++ and lhs-- (Add, Sub without rhs)
struct AssignStmt : SimpleStmt {
  static constexpr NodeKind kKind = NodeKind::AssignStmt;
  AssignStmt() : SimpleStmt(kKind) {}
  Operator op = Operator::None;
  Expr* lhs = nullptr;  // A ListExpr if several.
  Expr* rhs = nullptr;  // Null: ++ or --. A ListExpr if several.
};

struct BranchStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::BranchStmt;
  BranchStmt() : Stmt(kKind) {}
  Token tok = Token::Invalid;  // Break, Continue, Fallthrough or Goto.
  Name* label = nullptr;       // Null: none.
  // Where control goes on, set by the parser (branches.h), also for branches without a label: of a
  // goto the LabeledStmt, of a break the ForStmt, SwitchStmt or SelectStmt that is left, of a
  // continue the ForStmt. Null: fallthrough, or an error was reported.
  Stmt* target = nullptr;
};

// go f(x);  defer f(x)
struct CallStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::CallStmt;
  CallStmt() : Stmt(kKind) {}
  Token tok = Token::Invalid;  // Go or Defer.
  Expr* call = nullptr;        // Not necessarily a CallExpr: the checker complains.
};

struct ReturnStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::ReturnStmt;
  ReturnStmt() : Stmt(kKind) {}
  Expr* results = nullptr;  // Null: none. A ListExpr if several.
};

struct IfStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::IfStmt;
  IfStmt() : Stmt(kKind) {}
  SimpleStmt* init = nullptr;  // Null: none.
  Expr* cond = nullptr;        // Null after some errors.
  BlockStmt* then = nullptr;
  Stmt* els = nullptr;  // Null, an IfStmt or a BlockStmt.
};

struct ForStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::ForStmt;
  ForStmt() : Stmt(kKind) {}
  SimpleStmt* init = nullptr;  // Null: none. A RangeClause in `for range` loops.
  Expr* cond = nullptr;        // Null: none.
  SimpleStmt* post = nullptr;  // Null: none.
  BlockStmt* body = nullptr;
};

struct SwitchStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::SwitchStmt;
  SwitchStmt() : Stmt(kKind) {}
  SimpleStmt* init = nullptr;  // Null: none.
  Expr* tag = nullptr;         // Null: none. A TypeSwitchGuard in type switches.
  List<CaseClause> body;
  Pos rbrace;
};

struct SelectStmt : Stmt {
  static constexpr NodeKind kKind = NodeKind::SelectStmt;
  SelectStmt() : Stmt(kKind) {}
  List<CommClause> body;
  Pos rbrace;
};

// for lhs := range x;  for lhs = range x;  for range x
struct RangeClause : SimpleStmt {
  static constexpr NodeKind kKind = NodeKind::RangeClause;
  RangeClause() : SimpleStmt(kKind) {}
  Expr* lhs = nullptr;  // Null: none. A ListExpr if several.
  bool def = false;     // :=
  Expr* x = nullptr;
};

struct CaseClause : Node {
  static constexpr NodeKind kKind = NodeKind::CaseClause;
  CaseClause() : Node(kKind) {}
  Expr* cases = nullptr;  // Null: default. A ListExpr if several.
  List<Stmt> body;
  Pos colon;
};

struct CommClause : Node {
  static constexpr NodeKind kKind = NodeKind::CommClause;
  CommClause() : Node(kKind) {}
  // Null: default. Any simple statement may stand here: the checker complains about those that are
  // neither a send nor a receive.
  SimpleStmt* comm = nullptr;
  List<Stmt> body;
  Pos colon;
};

// ---- Helpers (positions.cpp) ----------------------------------------------------------------

// startPos() is where the text of n begins.
Pos startPos(const Node* n);
// endPos() is roughly where the text of n ends: just past names and literals, at the closing brace
// of blocks, at the last operand of most others. Good enough for the ends of scopes.
Pos endPos(const Node* n);

// unparen() is e without the parentheses around it.
Expr* unparen(Expr* e);
// unpackList() is the elements of a ListExpr, e alone, or nothing for null. The span may view
// `e` itself, so e must be the pointer stored in the tree (or outlive the span).
std::span<Expr* const> unpackList(Expr* const& e);

}  // namespace gopark::syntax
