// The printer itself; printer.h is its face. Expressions and types are printed by printer.cpp,
// statements, declarations and files by print_stmt.cpp.
#pragma once

#include <string>
#include <string_view>

#include "golang/syntax/printer.h"

namespace gopark::syntax {

class Printer {
 public:
  explicit Printer(bool brief) : brief_(brief) {}

  void print(const Node* n);
  std::string take() { return std::move(out_); }

 private:
  void write(std::string_view text) { out_ += text; }
  template <typename... Parts>
  void all(Parts... parts) {
    (part(parts), ...);
  }
  void part(std::string_view text) { out_ += text; }
  void part(const char* text) { out_ += text; }
  void part(const Node* n) { print(n); }
  // newline() begins a line; indent_ tabs deep.
  void newline() {
    out_ += '\n';
    out_.append(static_cast<size_t>(indent_), '\t');
  }

  template <typename T>
  void commaList(List<T> nodes) {
    for (size_t i = 0; i < nodes.size(); i++) all(i > 0 ? ", " : "", nodes[i]);
  }
  void expression(const Node* n);
  void type(const Node* n);
  void simpleStatement(const Node* n);
  void statement(const Node* n);
  void declaration(const Node* n);
  void structType(const StructType* n);
  void interfaceType(const InterfaceType* n);
  void chanType(const ChanType* n);
  void unary(const Operation* n);
  void signature(const FuncType* n);
  void fields(List<Field> list);
  void typeParams(const Node* owner, List<Field> list);
  void block(const BlockStmt* n);
  void statements(List<Stmt> list);
  void ifStatement(const IfStmt* n);
  void forStatement(const ForStmt* n);
  void specs(List<Decl> list, bool blankLines);
  void group(std::string_view keyword, List<Decl> list);

  const bool brief_;
  int indent_ = 0;
  int depth_ = 0;
  std::string out_;
};

}  // namespace gopark::syntax
