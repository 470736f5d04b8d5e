// Printing expressions and types, in the brief form of messages and in full.
#include "golang/syntax/printer_internal.h"

namespace gopark::syntax {

namespace {

// Messages need no more of an expression than this; deeper parts are shown as `…`.
constexpr int kMaxShortDepth = 500;

}  // namespace

void Printer::print(const Node* n) {
  if (n == nullptr) return;
  if (brief_ && depth_ >= kMaxShortDepth) return write("…");
  depth_++;
  if (n->isExpr()) {
    expression(n);
  } else if (n->isSimpleStmt()) {
    simpleStatement(n);
  } else if (n->isStmt()) {
    statement(n);
  } else {
    declaration(n);
  }
  depth_--;
}

void Printer::expression(const Node* n) {
  switch (n->kind) {
    case NodeKind::BadExpr:
      return write("<bad expr>");
    case NodeKind::Name:
      return write(static_cast<const Name*>(n)->value);
    case NodeKind::BasicLit:
      return write(static_cast<const BasicLit*>(n)->value);
    case NodeKind::CompositeLit: {
      auto* e = static_cast<const CompositeLit*>(n);
      all(e->type, "{");
      if (!brief_) {
        commaList(e->elemList);
      } else if (!e->elemList.empty()) {
        write("…");
      }
      return write("}");
    }
    case NodeKind::KeyValueExpr: {
      auto* e = static_cast<const KeyValueExpr*>(n);
      return all(e->key, ": ", e->value);
    }
    case NodeKind::FuncLit: {
      auto* e = static_cast<const FuncLit*>(n);
      all(e->type, " ");
      if (!brief_) return block(e->body);
      return write(e->body->list.empty() ? "{}" : "{…}");
    }
    case NodeKind::ParenExpr:
      return all("(", static_cast<const ParenExpr*>(n)->x, ")");
    case NodeKind::SelectorExpr: {
      auto* e = static_cast<const SelectorExpr*>(n);
      return all(e->x, ".", e->sel);
    }
    case NodeKind::IndexExpr: {
      auto* e = static_cast<const IndexExpr*>(n);
      return all(e->x, "[", e->index, "]");
    }
    case NodeKind::SliceExpr: {
      auto* e = static_cast<const SliceExpr*>(n);
      all(e->x, "[", e->index[0], ":", e->index[1]);
      if (e->index[2]) all(":", e->index[2]);
      return write("]");
    }
    case NodeKind::AssertExpr: {
      auto* e = static_cast<const AssertExpr*>(n);
      return all(e->x, ".(", e->type, ")");
    }
    case NodeKind::TypeSwitchGuard: {
      auto* e = static_cast<const TypeSwitchGuard*>(n);
      if (e->lhs) all(e->lhs, " := ");
      return all(e->x, ".(type)");
    }
    case NodeKind::Operation: {
      auto* e = static_cast<const Operation*>(n);
      if (!e->isBinary()) return unary(e);
      return all(e->x, " ", operatorText(e->op), " ", e->y);
    }
    case NodeKind::CallExpr: {
      auto* e = static_cast<const CallExpr*>(n);
      all(e->fun, "(");
      commaList(e->argList);
      // `0...` would be the number `0.` and two dots.
      if (e->hasDots) write(brief_ ? "..." : " ...");
      return write(")");
    }
    case NodeKind::ListExpr:
      return commaList(static_cast<const ListExpr*>(n)->elemList);
    default:
      return type(n);
  }
}

void Printer::type(const Node* n) {
  switch (n->kind) {
    case NodeKind::ArrayType: {
      auto* t = static_cast<const ArrayType*>(n);
      if (t->len == nullptr) return all("[...]", t->elem);
      return all("[", t->len, "]", t->elem);
    }
    case NodeKind::SliceType:
      return all("[]", static_cast<const SliceType*>(n)->elem);
    case NodeKind::DotsType:
      return all("...", static_cast<const DotsType*>(n)->elem);
    case NodeKind::StructType:
      return structType(static_cast<const StructType*>(n));
    case NodeKind::InterfaceType:
      return interfaceType(static_cast<const InterfaceType*>(n));
    case NodeKind::FuncType:
      write("func");
      return signature(static_cast<const FuncType*>(n));
    case NodeKind::MapType: {
      auto* t = static_cast<const MapType*>(n);
      return all("map[", t->key, "]", t->value);
    }
    case NodeKind::ChanType:
      return chanType(static_cast<const ChanType*>(n));
    default:
      return;
  }
}

void Printer::unary(const Operation* n) {
  write(operatorText(n->op));
  auto* inner = nodeCast<Operation>(n->x);
  if (!brief_ && inner && !inner->isBinary()) write(" ");  // `- -x` is not `--x`.
  // The parser drops the parentheses that `&(T{})` needs before a block.
  bool literal = !brief_ && n->op == Operator::And && n->x->kind == NodeKind::CompositeLit;
  all(literal ? "(" : "", n->x, literal ? ")" : "");
}

void Printer::chanType(const ChanType* n) {
  write(n->dir == ChanDir::RecvOnly   ? "<-chan "
        : n->dir == ChanDir::SendOnly ? "chan<- "
                                      : "chan ");
  // The arrow of `chan <-chan T` would be taken for that of the outer channel.
  auto* elem = nodeCast<ChanType>(n->elem);
  if (n->dir == ChanDir::Both && elem && elem->dir == ChanDir::RecvOnly) {
    all("(", elem, ")");
  } else {
    print(n->elem);
  }
}

void Printer::structType(const StructType* n) {
  if (n->fieldList.empty()) return write("struct{}");
  write(brief_ ? "struct{" : "struct {");
  indent_++;
  for (size_t i = 0; i < n->fieldList.size();) {
    if (!brief_) {
      newline();
    } else if (i > 0) {
      write("; ");
    }
    // Names declared together share their type, and a tag each of them has.
    size_t end = i + 1;
    const Field* f = n->fieldList[i];
    if (f->name) {
      while (end < n->fieldList.size() && n->fieldList[end]->name &&
             n->fieldList[end]->type == f->type) {
        end++;
      }
      for (size_t j = i; j < end; j++) all(j > i ? ", " : "", n->fieldList[j]->name);
      write(" ");
    }
    print(f->type);
    if (i < n->tagList.size() && n->tagList[i]) all(" ", n->tagList[i]);
    i = end;
  }
  indent_--;
  if (!brief_) newline();
  write("}");
}

void Printer::interfaceType(const InterfaceType* n) {
  write("interface{");
  for (size_t i = 0; i < n->methodList.size(); i++) {
    const Field* f = n->methodList[i];
    if (i > 0) write("; ");
    print(f->name);
    auto* method = f->name ? nodeCast<FuncType>(f->type) : nullptr;
    if (method) {
      signature(method);
    } else {
      print(f->type);
    }
  }
  write("}");
}

void Printer::signature(const FuncType* n) {
  write("(");
  fields(n->paramList);
  write(")");
  if (n->resultList.empty()) return;
  if (n->resultList.size() == 1 && n->resultList[0]->name == nullptr) {
    return all(" ", n->resultList[0]->type);
  }
  write(" (");
  fields(n->resultList);
  write(")");
}

// fields() prints parameters; names in a row with one type are written `a, b T`.
void Printer::fields(List<Field> list) {
  for (size_t i = 0; i < list.size(); i++) {
    const Field* f = list[i];
    if (i > 0) write(", ");
    if (f->name) {
      print(f->name);
      if (i + 1 < list.size() && list[i + 1]->name && list[i + 1]->type == f->type) continue;
      write(" ");
    }
    print(f->type);
  }
}

void Printer::typeParams(const Node* owner, List<Field> list) {
  if (list.empty()) return;
  write("[");
  fields(list);
  // Without the comma `type T[P *C]` would be an array of P*C elements.
  if (owner->kind == NodeKind::TypeDecl) write(",");
  write("]");
}

std::string exprString(const Node* n) {
  Printer printer(true);
  printer.print(n);
  return printer.take();
}

std::string sourceString(const Node* n) {
  Printer printer(false);
  printer.print(n);
  return printer.take();
}

}  // namespace gopark::syntax
