// Where nodes start and end, with the conventions of cmd/compile/internal/syntax positions.go: the
// places visible in error messages must agree, so its exceptions are kept (marked sic).
#include "golang/syntax/ast.h"

namespace gopark::syntax {

namespace {

// leftmost() is the child that begins n's text, or null if n's own position is its start.
const Node* leftmost(const Node* n) {
  switch (n->kind) {
    case NodeKind::CompositeLit:
      return static_cast<const CompositeLit*>(n)->type;
    case NodeKind::KeyValueExpr:
      return static_cast<const KeyValueExpr*>(n)->key;
    case NodeKind::SelectorExpr:
      return static_cast<const SelectorExpr*>(n)->x;
    case NodeKind::IndexExpr:
      return static_cast<const IndexExpr*>(n)->x;
    case NodeKind::AssertExpr:
      return static_cast<const AssertExpr*>(n)->x;
    case NodeKind::CallExpr:
      return static_cast<const CallExpr*>(n)->fun;
    case NodeKind::SendStmt:
      return static_cast<const SendStmt*>(n)->chan;
    case NodeKind::AssignStmt:
      return static_cast<const AssignStmt*>(n)->lhs;
    case NodeKind::TypeSwitchGuard: {
      auto* guard = static_cast<const TypeSwitchGuard*>(n);
      return guard->lhs ? static_cast<const Node*>(guard->lhs) : guard->x;
    }
    case NodeKind::Operation: {
      auto* operation = static_cast<const Operation*>(n);
      return operation->isBinary() ? operation->x : nullptr;
    }
    case NodeKind::ListExpr: {
      auto* list = static_cast<const ListExpr*>(n);
      return list->elemList.empty() ? nullptr : list->elemList.front();
    }
    case NodeKind::RangeClause: {
      auto* range = static_cast<const RangeClause*>(n);
      return range->lhs ? range->lhs : range->x;
    }
    default:
      return nullptr;
  }
}

template <typename T>
const Node* last(List<T> list) {
  return list.empty() ? nullptr : list.back();
}

const Node* firstOf(const Node* a, const Node* b = nullptr, const Node* c = nullptr) {
  return a ? a : b ? b : c;
}

// rightmost() is the child that ends n's text, or null if n knows its end itself.
const Node* rightmost(const Node* n) {
  switch (n->kind) {
    case NodeKind::Field: {
      auto* d = static_cast<const Field*>(n);
      return firstOf(d->type, d->name);
    }
    case NodeKind::ImportDecl:
      return static_cast<const ImportDecl*>(n)->path;
    case NodeKind::ConstDecl: {
      auto* d = static_cast<const ConstDecl*>(n);
      return firstOf(d->values, d->type, last(d->nameList));
    }
    case NodeKind::TypeDecl:
      return static_cast<const TypeDecl*>(n)->type;
    case NodeKind::VarDecl: {
      auto* d = static_cast<const VarDecl*>(n);
      return firstOf(d->values, d->type, last(d->nameList));
    }
    case NodeKind::FuncDecl: {
      auto* d = static_cast<const FuncDecl*>(n);
      return firstOf(d->body, d->type);
    }
    case NodeKind::KeyValueExpr:
      return static_cast<const KeyValueExpr*>(n)->value;
    case NodeKind::FuncLit:
      return static_cast<const FuncLit*>(n)->body;
    case NodeKind::ParenExpr:
      return static_cast<const ParenExpr*>(n)->x;
    case NodeKind::SelectorExpr:
      return static_cast<const SelectorExpr*>(n)->sel;
    case NodeKind::IndexExpr:
      return static_cast<const IndexExpr*>(n)->index;
    case NodeKind::SliceExpr:
      return static_cast<const SliceExpr*>(n)->x;  // sic
    case NodeKind::AssertExpr:
      return static_cast<const AssertExpr*>(n)->type;
    case NodeKind::TypeSwitchGuard:
      return static_cast<const TypeSwitchGuard*>(n)->x;
    case NodeKind::Operation: {
      auto* e = static_cast<const Operation*>(n);
      return firstOf(e->y, e->x);
    }
    case NodeKind::CallExpr: {
      auto* e = static_cast<const CallExpr*>(n);
      return firstOf(last(e->argList), e->fun);
    }
    case NodeKind::ListExpr:
      return last(static_cast<const ListExpr*>(n)->elemList);
    case NodeKind::ArrayType:
      return static_cast<const ArrayType*>(n)->elem;
    case NodeKind::SliceType:
      return static_cast<const SliceType*>(n)->elem;
    case NodeKind::DotsType:
      return static_cast<const DotsType*>(n)->elem;
    case NodeKind::StructType:
      return last(static_cast<const StructType*>(n)->fieldList);
    case NodeKind::InterfaceType:
      return last(static_cast<const InterfaceType*>(n)->methodList);
    case NodeKind::FuncType: {
      auto* e = static_cast<const FuncType*>(n);
      return firstOf(last(e->resultList), last(e->paramList));
    }
    case NodeKind::MapType:
      return static_cast<const MapType*>(n)->value;
    case NodeKind::ChanType:
      return static_cast<const ChanType*>(n)->elem;
    case NodeKind::LabeledStmt:
      return static_cast<const LabeledStmt*>(n)->stmt;
    case NodeKind::ExprStmt:
      return static_cast<const ExprStmt*>(n)->x;
    case NodeKind::SendStmt:
      return static_cast<const SendStmt*>(n)->value;
    case NodeKind::DeclStmt:
      return last(static_cast<const DeclStmt*>(n)->declList);
    case NodeKind::AssignStmt:
      return static_cast<const AssignStmt*>(n)->rhs;
    case NodeKind::BranchStmt:
      return static_cast<const BranchStmt*>(n)->label;
    case NodeKind::CallStmt:
      return static_cast<const CallStmt*>(n)->call;
    case NodeKind::ReturnStmt:
      return static_cast<const ReturnStmt*>(n)->results;
    case NodeKind::IfStmt: {
      auto* s = static_cast<const IfStmt*>(n);
      return firstOf(s->els, s->then);
    }
    case NodeKind::ForStmt:
      return static_cast<const ForStmt*>(n)->body;
    case NodeKind::RangeClause:
      return static_cast<const RangeClause*>(n)->x;
    case NodeKind::CaseClause:
      return last(static_cast<const CaseClause*>(n)->body);
    case NodeKind::CommClause:
      return last(static_cast<const CommClause*>(n)->body);
    default:
      return nullptr;
  }
}

Pos after(Pos pos, size_t bytes) {
  return Pos(pos.file, pos.line, pos.column + static_cast<uint32_t>(bytes));
}

}  // namespace

Pos startPos(const Node* n) {
  if (n->kind == NodeKind::File) return Pos(n->pos.file, 1, 1);
  while (const Node* child = leftmost(n)) n = child;
  return n->pos;
}

Pos endPos(const Node* n) {
  while (const Node* child = rightmost(n)) n = child;
  switch (n->kind) {
    case NodeKind::File:
      return static_cast<const File*>(n)->eof;
    case NodeKind::Name:
      return after(n->pos, static_cast<const Name*>(n)->value.size());
    case NodeKind::BasicLit:
      return after(n->pos, static_cast<const BasicLit*>(n)->value.size());
    case NodeKind::CompositeLit:
      return static_cast<const CompositeLit*>(n)->rbrace;
    case NodeKind::BlockStmt:
      return static_cast<const BlockStmt*>(n)->rbrace;
    case NodeKind::SwitchStmt:
      return static_cast<const SwitchStmt*>(n)->rbrace;
    case NodeKind::SelectStmt:
      return static_cast<const SelectStmt*>(n)->rbrace;
    case NodeKind::CaseClause:
      return static_cast<const CaseClause*>(n)->colon;
    case NodeKind::CommClause:
      return static_cast<const CommClause*>(n)->colon;
    case NodeKind::AssignStmt:  // x++
      return after(endPos(static_cast<const AssignStmt*>(n)->lhs), 2);
    default:
      return n->pos;
  }
}

Expr* unparen(Expr* e) {
  while (auto* paren = nodeCast<ParenExpr>(e)) e = paren->x;
  return e;
}

std::span<Expr* const> unpackList(Expr* const& e) {
  if (e == nullptr) return {};
  if (auto* list = nodeCast<ListExpr>(e)) return {list->elemList.data(), list->elemList.size()};
  return {&e, 1};
}

}  // namespace gopark::syntax
