// Printing statements, declarations and files.
#include "golang/syntax/printer_internal.h"

namespace gopark::syntax {

namespace {

std::string_view keywordOf(const Decl* d) {
  switch (d->kind) {
    case NodeKind::ImportDecl:
      return "import";
    case NodeKind::ConstDecl:
      return "const";
    case NodeKind::TypeDecl:
      return "type";
    case NodeKind::VarDecl:
      return "var";
    default:
      return "func";
  }
}

const DeclGroup* groupOf(const Decl* d) {
  switch (d->kind) {
    case NodeKind::ImportDecl:
      return static_cast<const ImportDecl*>(d)->group;
    case NodeKind::ConstDecl:
      return static_cast<const ConstDecl*>(d)->group;
    case NodeKind::TypeDecl:
      return static_cast<const TypeDecl*>(d)->group;
    case NodeKind::VarDecl:
      return static_cast<const VarDecl*>(d)->group;
    default:
      return nullptr;
  }
}

}  // namespace

void Printer::simpleStatement(const Node* n) {
  switch (n->kind) {
    case NodeKind::ExprStmt:
      return print(static_cast<const ExprStmt*>(n)->x);
    case NodeKind::SendStmt: {
      auto* s = static_cast<const SendStmt*>(n);
      return all(s->chan, " <- ", s->value);
    }
    case NodeKind::AssignStmt: {
      auto* s = static_cast<const AssignStmt*>(n);
      if (s->rhs == nullptr) return all(s->lhs, operatorText(s->op), operatorText(s->op));
      return all(s->lhs, " ", operatorText(s->op), "= ", s->rhs);
    }
    case NodeKind::RangeClause: {
      auto* s = static_cast<const RangeClause*>(n);
      if (s->lhs) all(s->lhs, s->def ? " := " : " = ");
      return all("range ", s->x);
    }
    default:
      return;
  }
}

void Printer::block(const BlockStmt* n) {
  write("{");
  indent_++;
  statements(n->list);
  indent_--;
  newline();
  write("}");
}

void Printer::statements(List<Stmt> list) {
  for (const Stmt* s : list) {
    newline();
    print(s);
    if (s->kind == NodeKind::EmptyStmt) write(";");
  }
}

void Printer::statement(const Node* n) {
  // clause() prints one case of a switch or select.
  auto clause = [this](const Node* what, List<Stmt> body) {
    newline();
    if (what) {
      all("case ", what, ":");
    } else {
      write("default:");
    }
    indent_++;
    statements(body);
    indent_--;
  };
  switch (n->kind) {
    case NodeKind::BlockStmt:
      return block(static_cast<const BlockStmt*>(n));
    case NodeKind::LabeledStmt: {
      auto* s = static_cast<const LabeledStmt*>(n);
      all(s->label, ":");
      newline();
      print(s->stmt);
      if (s->stmt->kind == NodeKind::EmptyStmt) write(";");
      return;
    }
    case NodeKind::DeclStmt: {
      auto* s = static_cast<const DeclStmt*>(n);
      return s->declList.empty() ? write("var ()") : specs(s->declList, false);
    }
    case NodeKind::BranchStmt: {
      auto* s = static_cast<const BranchStmt*>(n);
      return all(tokenText(s->tok), s->label ? " " : "", s->label);
    }
    case NodeKind::CallStmt: {
      auto* s = static_cast<const CallStmt*>(n);
      return all(tokenText(s->tok), " ", s->call);
    }
    case NodeKind::ReturnStmt: {
      auto* s = static_cast<const ReturnStmt*>(n);
      return all("return", s->results ? " " : "", s->results);
    }
    case NodeKind::IfStmt:
      return ifStatement(static_cast<const IfStmt*>(n));
    case NodeKind::ForStmt:
      return forStatement(static_cast<const ForStmt*>(n));
    case NodeKind::SwitchStmt: {
      auto* s = static_cast<const SwitchStmt*>(n);
      write("switch ");
      if (s->init) all(s->init, "; ");
      all(s->tag, s->tag ? " {" : "{");
      for (const CaseClause* c : s->body) clause(c->cases, c->body);
      newline();
      return write("}");
    }
    case NodeKind::SelectStmt: {
      auto* s = static_cast<const SelectStmt*>(n);
      write("select {");
      for (const CommClause* c : s->body) clause(c->comm, c->body);
      newline();
      return write("}");
    }
    default:
      return;
  }
}

void Printer::ifStatement(const IfStmt* n) {
  write("if ");
  if (n->init) all(n->init, "; ");
  all(n->cond, " ", n->then);
  if (n->els) all(" else ", n->els);
}

void Printer::forStatement(const ForStmt* n) {
  write("for ");
  if (n->init && n->init->kind == NodeKind::RangeClause) {
    all(n->init, " ");
  } else if (n->init || n->post) {
    all(n->init, "; ", n->cond, "; ", n->post, n->post ? " " : "");
  } else if (n->cond) {
    all(n->cond, " ");
  }
  block(n->body);
}

// specs() prints declarations in a row, those of one pair of parentheses together.
void Printer::specs(List<Decl> list, bool blankLines) {
  for (size_t i = 0; i < list.size();) {
    if (blankLines) newline();
    if (i > 0) newline();
    const DeclGroup* g = groupOf(list[i]);
    size_t end = i + 1;
    while (g && end < list.size() && groupOf(list[end]) == g) end++;
    if (g) {
      group(keywordOf(list[i]), list.subspan(i, end - i));
    } else {
      all(keywordOf(list[i]), " ", list[i]);
    }
    i = end;
  }
}

void Printer::group(std::string_view keyword, List<Decl> list) {
  all(keyword, " (");
  indent_++;
  for (const Decl* d : list) {
    newline();
    print(d);
  }
  indent_--;
  newline();
  write(")");
}

// declaration() prints what follows the keyword of a declaration; files; and the nodes that are
// neither expressions, statements nor declarations.
void Printer::declaration(const Node* n) {
  auto namesTypeValues = [this](auto* d) {
    commaList(d->nameList);
    if (d->type) all(" ", d->type);
    if (d->values) all(" = ", d->values);
  };
  switch (n->kind) {
    case NodeKind::File: {
      auto* f = static_cast<const File*>(n);
      all("package ", f->pkgName, "\n");
      specs(f->declList, true);
      return write("\n");
    }
    case NodeKind::Field: {
      auto* f = static_cast<const Field*>(n);
      return all(f->name, f->name ? " " : "", f->type);
    }
    case NodeKind::ImportDecl: {
      auto* d = static_cast<const ImportDecl*>(n);
      return all(d->localPkgName, d->localPkgName ? " " : "", d->path);
    }
    case NodeKind::ConstDecl:
      return namesTypeValues(static_cast<const ConstDecl*>(n));
    case NodeKind::VarDecl:
      return namesTypeValues(static_cast<const VarDecl*>(n));
    case NodeKind::TypeDecl: {
      auto* d = static_cast<const TypeDecl*>(n);
      print(d->name);
      typeParams(d, d->tparamList);
      return all(d->alias ? " = " : " ", d->type);
    }
    case NodeKind::FuncDecl: {
      auto* d = static_cast<const FuncDecl*>(n);
      if (d->recv) all("(", d->recv, ") ");
      print(d->name);
      typeParams(d, d->tparamList);
      signature(d->type);
      if (d->body) all(" ", d->body);
      return;
    }
    default:
      return;
  }
}

}  // namespace gopark::syntax
