// Statements: blocks, declarations, branches, if and for.
#include "base/check.h"
#include "golang/compile/func_compiler.h"
#include "golang/syntax/walk.h"

namespace gopark::compile {

using syntax::NodeKind;
using syntax::Operator;
using vm::Kind;

void FuncCompiler::block(const syntax::BlockStmt* b) {
  int mark = e.mark();
  stmtList(b->list);
  e.release(mark);
}

void FuncCompiler::stmtList(syntax::List<syntax::Stmt> list) {
  for (syntax::Stmt* s : list) stmt(s);
}

void FuncCompiler::stmt(const syntax::Stmt* s) {
  if (s->kind != NodeKind::BlockStmt && s->kind != NodeKind::LabeledStmt) at(s);
  switch (s->kind) {
    case NodeKind::EmptyStmt:
      return;
    case NodeKind::BlockStmt:
      return block(static_cast<const syntax::BlockStmt*>(s));
    case NodeKind::DeclStmt:
      return declStmt(static_cast<const syntax::DeclStmt*>(s));
    case NodeKind::AssignStmt:
      return assignStmt(static_cast<const syntax::AssignStmt*>(s));
    case NodeKind::LabeledStmt: {
      auto* l = static_cast<const syntax::LabeledStmt*>(s);
      e.bind(labelOf(l));
      return stmt(l->stmt);
    }
    default:
      break;
  }
  int mark = e.mark();
  switch (s->kind) {
    case NodeKind::ExprStmt: {
      auto* x = syntax::unparen(static_cast<const syntax::ExprStmt*>(s)->x);
      at(x);
      if (auto* call = syntax::nodeCast<const syntax::CallExpr>(x)) {
        this->call(call);
      } else {
        expr(x);
      }
      break;
    }
    case NodeKind::SendStmt:
      sendStmt(static_cast<const syntax::SendStmt*>(s));
      break;
    case NodeKind::BranchStmt:
      branchStmt(static_cast<const syntax::BranchStmt*>(s));
      break;
    case NodeKind::CallStmt:
      goDefer(static_cast<const syntax::CallStmt*>(s));
      break;
    case NodeKind::ReturnStmt:
      returnStmt(static_cast<const syntax::ReturnStmt*>(s));
      break;
    case NodeKind::IfStmt:
      ifStmt(static_cast<const syntax::IfStmt*>(s));
      break;
    case NodeKind::ForStmt:
      forStmt(static_cast<const syntax::ForStmt*>(s));
      break;
    case NodeKind::SwitchStmt:
      switchStmt(static_cast<const syntax::SwitchStmt*>(s));
      break;
    case NodeKind::SelectStmt:
      selectStmt(static_cast<const syntax::SelectStmt*>(s));
      break;
    default:
      CHECK(false, "gopark: a statement the compiler does not know");
  }
  e.release(mark);
}

void FuncCompiler::declStmt(const syntax::DeclStmt* s) {
  for (syntax::Decl* d : s->declList) {
    auto* v = syntax::nodeCast<syntax::VarDecl>(d);
    if (!v) continue;
    at(v);
    std::vector<syntax::Expr*> names(v->nameList.begin(), v->nameList.end());
    auto values = syntax::unpackList(v->values);
    if (!values.empty()) {
      defineOrAssign(names, values, true);
      continue;
    }
    for (syntax::Expr* n : names) {
      auto* var = types::objectCast<types::Var>(c.info().objectOf(static_cast<syntax::Name*>(n)));
      if (var && var->name != "_") declare(var, true);
    }
  }
}

void FuncCompiler::ifStmt(const syntax::IfStmt* s) {
  if (s->init) stmt(s->init);
  Label no, end;
  condition(s->cond, &no, false);
  block(s->then);
  if (s->els) {
    e.branch(Op::kJmp, &end);
    e.bind(&no);
    stmt(s->els);
    e.bind(&end);
  } else {
    e.bind(&no);
    e.bind(&end);
  }
}

void FuncCompiler::loopBody(const syntax::ForStmt* s, Label* onBreak, Label* onContinue) {
  targets_.push_back({s, onBreak, onContinue});
  block(s->body);
  targets_.pop_back();
}

void FuncCompiler::forStmt(const syntax::ForStmt* s) {
  if (auto* clause = syntax::nodeCast<const syntax::RangeClause>(s->init)) {
    return rangeStmt(s, clause);
  }
  std::vector<types::Var*> loopVars;
  if (s->init) {
    stmt(s->init);
    if (auto* a = syntax::nodeCast<const syntax::AssignStmt>(s->init);
        a && a->op == Operator::Def) {
      for (syntax::Expr* x : syntax::unpackList(a->lhs)) {
        types::Var* v = newVar(syntax::unparen(x));
        if (v && v->name != "_") loopVars.push_back(v);
      }
    }
  }
  Label top, test, next, end;
  // A short condition stands before the loop as well as at its end, where the step joins it.
  const bool twice = s->cond && isShort(s->cond);
  const syntax::Expr* limit = twice ? loopConstant(s->cond) : nullptr;
  if (twice) {
    condition(s->cond, &end, false);
  } else if (s->cond) {
    e.branch(Op::kJmp, &test);
  }
  e.bind(&top);
  loopBody(s, &end, &next);
  e.bind(&next);
  // Each iteration has its own variables; who captured the old ones keeps them.
  for (types::Var* v : loopVars) freshBox(v);
  if (s->post) stmt(s->post);
  if (!twice) e.bind(&test);
  at(s);
  if (s->cond) {
    condition(s->cond, &top, true);
  } else {
    e.branch(Op::kJmp, &top);
  }
  if (limit) preset_.erase(limit);
  e.bind(&end);
}

// isShort() reports an expression that may be compiled twice: few operations and no functions.
bool FuncCompiler::isShort(const syntax::Expr* x) {
  int nodes = 0;
  std::function<void(const syntax::Node*)> count = [&](const syntax::Node* n) {
    const NodeKind kind = n->kind;
    const bool heavy = kind == NodeKind::FuncLit || kind == NodeKind::CompositeLit;
    nodes += heavy ? 100 : 1;
    if (nodes < 100) syntax::forEachChild(n, count);
  };
  count(x);
  return nodes <= 12 && !hasCall(x);
}

// loopConstant() loads the constant that a loop's condition compares with, if it is too large for
// the instruction, and returns its expression.
const syntax::Expr* FuncCompiler::loopConstant(const syntax::Expr* x) {
  auto* op =
      syntax::nodeCast<const syntax::Operation>(syntax::unparen(const_cast<syntax::Expr*>(x)));
  if (!op || !op->isBinary() || !syntax::isComparison(op->op) || preset_.count(op->y))
    return nullptr;
  int64_t k = 0;
  if (!constantOf(op->y, &k) || (k >= -32768 && k < 32768)) return nullptr;
  RType* t = rtype(valueType(op->y));
  if (t->kind < Kind::kInt || t->kind > Kind::kUintptr) return nullptr;
  int slot = temp(t);
  valueTo(op->y, slot);
  preset_[op->y] = slot;
  return op->y;
}

Label* FuncCompiler::labelOf(const syntax::LabeledStmt* s) {
  auto& label = labels_[s];
  if (!label) label = std::make_unique<Label>();
  return label.get();
}

void FuncCompiler::branchStmt(const syntax::BranchStmt* s) {
  if (s->tok == syntax::Token::Fallthrough) {
    e.branch(Op::kJmp, fallthrough_);
    return;
  }
  if (s->tok == syntax::Token::Goto) {
    return gotoLabel(syntax::nodeCast<const syntax::LabeledStmt>(s->target));
  }
  for (size_t i = targets_.size(); i-- > 0;) {
    const Target& t = targets_[i];
    if (t.stmt != s->target) continue;
    e.branch(Op::kJmp, s->tok == syntax::Token::Break ? t.onBreak : t.onContinue);
    return;
  }
  CHECK(rangeBody_, "gopark: a branch to nowhere");
  leaveRange(s->tok == syntax::Token::Break ? RangeBody::Exit::kBreak : RangeBody::Exit::kContinue,
             s->target);
}

void FuncCompiler::sendStmt(const syntax::SendStmt* s) {
  RType* chan = rtypeOf(s->chan);
  int ch = value(s->chan);
  int v = value(s->value);
  at(s);
  e.emit(Op::kSend, ch, v);
  e.word(addrOf(chan->elem));
}

}  // namespace gopark::compile
