// The children of every kind of node, and what is built on them.
#include "golang/syntax/walk.h"

#include <vector>

namespace gopark::syntax {

namespace {

using Visitor = std::function<void(const Node*)>;

void each(const Visitor& visit, std::initializer_list<const Node*> nodes) {
  for (const Node* n : nodes) {
    if (n) visit(n);
  }
}

template <typename T>
void each(const Visitor& visit, List<T> nodes) {
  for (const Node* n : nodes) {
    if (n) visit(n);
  }
}

void eachOfStmt(const Node* n, const Visitor& visit) {
  switch (n->kind) {
    case NodeKind::LabeledStmt: {
      auto* s = static_cast<const LabeledStmt*>(n);
      return each(visit, {s->label, s->stmt});
    }
    case NodeKind::BlockStmt:
      return each(visit, static_cast<const BlockStmt*>(n)->list);
    case NodeKind::DeclStmt:
      return each(visit, static_cast<const DeclStmt*>(n)->declList);
    case NodeKind::BranchStmt:
      return each(visit, {static_cast<const BranchStmt*>(n)->label});
    case NodeKind::CallStmt:
      return each(visit, {static_cast<const CallStmt*>(n)->call});
    case NodeKind::ReturnStmt:
      return each(visit, {static_cast<const ReturnStmt*>(n)->results});
    case NodeKind::IfStmt: {
      auto* s = static_cast<const IfStmt*>(n);
      return each(visit, {s->init, s->cond, s->then, s->els});
    }
    case NodeKind::ForStmt: {
      auto* s = static_cast<const ForStmt*>(n);
      return each(visit, {s->init, s->cond, s->post, s->body});
    }
    case NodeKind::SwitchStmt: {
      auto* s = static_cast<const SwitchStmt*>(n);
      each(visit, {s->init, s->tag});
      return each(visit, s->body);
    }
    case NodeKind::SelectStmt:
      return each(visit, static_cast<const SelectStmt*>(n)->body);
    case NodeKind::ExprStmt:
      return each(visit, {static_cast<const ExprStmt*>(n)->x});
    case NodeKind::SendStmt: {
      auto* s = static_cast<const SendStmt*>(n);
      return each(visit, {s->chan, s->value});
    }
    case NodeKind::AssignStmt: {
      auto* s = static_cast<const AssignStmt*>(n);
      return each(visit, {s->lhs, s->rhs});
    }
    case NodeKind::RangeClause: {
      auto* s = static_cast<const RangeClause*>(n);
      return each(visit, {s->lhs, s->x});
    }
    case NodeKind::CaseClause: {
      auto* c = static_cast<const CaseClause*>(n);
      each(visit, {c->cases});
      return each(visit, c->body);
    }
    case NodeKind::CommClause: {
      auto* c = static_cast<const CommClause*>(n);
      each(visit, {c->comm});
      return each(visit, c->body);
    }
    default:
      return;
  }
}

void eachOfDecl(const Node* n, const Visitor& visit) {
  switch (n->kind) {
    case NodeKind::File: {
      auto* f = static_cast<const File*>(n);
      each(visit, {f->pkgName});
      return each(visit, f->declList);
    }
    case NodeKind::ImportDecl: {
      auto* d = static_cast<const ImportDecl*>(n);
      return each(visit, {d->localPkgName, d->path});
    }
    case NodeKind::ConstDecl: {
      auto* d = static_cast<const ConstDecl*>(n);
      each(visit, d->nameList);
      return each(visit, {d->type, d->values});
    }
    case NodeKind::TypeDecl: {
      auto* d = static_cast<const TypeDecl*>(n);
      each(visit, {d->name});
      each(visit, d->tparamList);
      return each(visit, {d->type});
    }
    case NodeKind::VarDecl: {
      auto* d = static_cast<const VarDecl*>(n);
      each(visit, d->nameList);
      return each(visit, {d->type, d->values});
    }
    case NodeKind::FuncDecl: {
      auto* d = static_cast<const FuncDecl*>(n);
      each(visit, {d->recv, d->name});
      each(visit, d->tparamList);
      return each(visit, {d->type, d->body});
    }
    default:
      return eachOfStmt(n, visit);
  }
}

void eachOfType(const Node* n, const Visitor& visit) {
  switch (n->kind) {
    case NodeKind::ArrayType: {
      auto* t = static_cast<const ArrayType*>(n);
      return each(visit, {t->len, t->elem});
    }
    case NodeKind::SliceType:
      return each(visit, {static_cast<const SliceType*>(n)->elem});
    case NodeKind::DotsType:
      return each(visit, {static_cast<const DotsType*>(n)->elem});
    case NodeKind::StructType: {
      auto* t = static_cast<const StructType*>(n);
      for (size_t i = 0; i < t->fieldList.size(); i++) {
        visit(t->fieldList[i]);
        if (i < t->tagList.size()) each(visit, {t->tagList[i]});
      }
      return;
    }
    case NodeKind::Field: {
      auto* f = static_cast<const Field*>(n);
      return each(visit, {f->name, f->type});
    }
    case NodeKind::InterfaceType:
      return each(visit, static_cast<const InterfaceType*>(n)->methodList);
    case NodeKind::FuncType: {
      auto* t = static_cast<const FuncType*>(n);
      each(visit, t->paramList);
      return each(visit, t->resultList);
    }
    case NodeKind::MapType: {
      auto* t = static_cast<const MapType*>(n);
      return each(visit, {t->key, t->value});
    }
    case NodeKind::ChanType:
      return each(visit, {static_cast<const ChanType*>(n)->elem});
    default:
      return eachOfDecl(n, visit);
  }
}

}  // namespace

void forEachChild(const Node* n, const Visitor& visit) {
  switch (n->kind) {
    case NodeKind::CompositeLit: {
      auto* e = static_cast<const CompositeLit*>(n);
      each(visit, {e->type});
      return each(visit, e->elemList);
    }
    case NodeKind::KeyValueExpr: {
      auto* e = static_cast<const KeyValueExpr*>(n);
      return each(visit, {e->key, e->value});
    }
    case NodeKind::FuncLit: {
      auto* e = static_cast<const FuncLit*>(n);
      return each(visit, {e->type, e->body});
    }
    case NodeKind::ParenExpr:
      return each(visit, {static_cast<const ParenExpr*>(n)->x});
    case NodeKind::SelectorExpr: {
      auto* e = static_cast<const SelectorExpr*>(n);
      return each(visit, {e->x, e->sel});
    }
    case NodeKind::IndexExpr: {
      auto* e = static_cast<const IndexExpr*>(n);
      return each(visit, {e->x, e->index});
    }
    case NodeKind::SliceExpr: {
      auto* e = static_cast<const SliceExpr*>(n);
      return each(visit, {e->x, e->index[0], e->index[1], e->index[2]});
    }
    case NodeKind::AssertExpr: {
      auto* e = static_cast<const AssertExpr*>(n);
      return each(visit, {e->x, e->type});
    }
    case NodeKind::TypeSwitchGuard: {
      auto* e = static_cast<const TypeSwitchGuard*>(n);
      return each(visit, {e->lhs, e->x});
    }
    case NodeKind::Operation: {
      auto* e = static_cast<const Operation*>(n);
      return each(visit, {e->x, e->y});
    }
    case NodeKind::CallExpr: {
      auto* e = static_cast<const CallExpr*>(n);
      each(visit, {e->fun});
      return each(visit, e->argList);
    }
    case NodeKind::ListExpr:
      return each(visit, static_cast<const ListExpr*>(n)->elemList);
    default:
      return eachOfType(n, visit);
  }
}

void inspect(const Node* n, const std::function<bool(const Node*)>& visit) {
  if (!visit(n)) return;
  forEachChild(n, [&](const Node* child) { inspect(child, visit); });
}

const Node* deeperThan(const Node* n, int limit) {
  struct Entry {
    const Node* node;
    int depth;
  };
  std::vector<Entry> pending;
  if (n) pending.push_back({n, 0});
  while (!pending.empty()) {
    Entry entry = pending.back();
    if (entry.depth > limit) return entry.node;
    pending.pop_back();
    forEachChild(entry.node, [&](const Node* child) {
      pending.push_back({child, entry.depth + 1});
    });
  }
  return nullptr;
}

}  // namespace gopark::syntax
