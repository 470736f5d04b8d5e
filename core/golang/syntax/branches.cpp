// Checking labels and branches: one pass over a body, with the gotos that wait for their labels
// handed outwards from block to block.
#include "golang/syntax/branches.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "golang/syntax/printer.h"

namespace gopark::syntax {

namespace {

// Block is a block and its place among those around it.
struct Block {
  const Block* parent;
  Pos start;
  const LabeledStmt* label;  // Of the statement this is the (or a) body of, or null.
};

struct Label {
  const Block* block;  // The one it is declared in.
  Pos blockStart;      // Of that, after it is gone.
  LabeledStmt* stmt;
  bool used = false;
};

// Context is what an unlabelled break, continue or fallthrough refers to.
struct Context {
  Stmt* breaks = nullptr;
  ForStmt* continues = nullptr;
  int caseIndex = -1;  // Of the switch whose clause's own statements these are.
};

class BranchChecker {
 public:
  BranchChecker(const std::function<void(Pos, std::string)>& onError, const FileSet& files)
      : onError_(onError), files_(files) {}

  void check(BlockStmt* body);

 private:
  // Scope is a block while its statements are gone through.
  struct Scope {
    Block block;
    std::vector<BranchStmt*> forward;  // Gotos from here or deeper whose label has not come yet.
    std::vector<BranchStmt*> jumped;   // Those of them before the last variable declaration.
    Pos varPos;                        // Of that declaration, if there is one.
    const Expr* varName = nullptr;
  };

  std::vector<BranchStmt*> checkBlock(const Block* parent, const Context& context,
                                      const LabeledStmt* label, Pos start, List<Stmt> body);
  void checkStmt(Scope& scope, const Context& context, Stmt* stmt, bool isLast);
  void inner(Scope& scope, const Context& context, const LabeledStmt* label, Pos start,
             List<Stmt> body);
  void declareVar(Scope& scope, Pos pos, const Expr* name);
  void declareLabel(Scope& scope, LabeledStmt* stmt);
  void checkUnlabelled(const Context& context, BranchStmt* branch, bool isLast);
  void checkFallthrough(const Context& context, BranchStmt* branch, bool isLast);
  void checkLabelled(Scope& scope, BranchStmt* branch);
  Label* find(std::string_view name) {
    auto it = byName_.find(name);
    return it == byName_.end() ? nullptr : &labels_[it->second];
  }
  std::string text(Pos pos) const { return files_.describe(pos); }

  const std::function<void(Pos, std::string)>& onError_;
  const FileSet& files_;
  std::vector<Label> labels_;
  std::unordered_map<std::string_view, size_t> byName_;
};

void BranchChecker::check(BlockStmt* body) {
  auto unresolved = checkBlock(nullptr, {}, nullptr, body->pos, body->list);
  for (BranchStmt* branch : unresolved) {
    std::string name(branch->label->value);
    if (Label* label = find(name)) {
      label->used = true;
      onError_(branch->label->pos,
               "goto " + name + " jumps into block starting at " + text(label->blockStart));
    } else {
      onError_(branch->label->pos, "label " + name + " not defined");
    }
  }
  for (const Label& label : labels_) {
    if (label.used) continue;
    const Name* name = label.stmt->label;
    onError_(name->pos, "label " + std::string(name->value) + " defined and not used");
  }
}

// checkBlock() returns the gotos whose labels were not found in the block (so far).
std::vector<BranchStmt*> BranchChecker::checkBlock(const Block* parent, const Context& context,
                                                   const LabeledStmt* label, Pos start,
                                                   List<Stmt> body) {
  Scope scope{.block = {parent, start, label}, .forward = {}, .jumped = {}, .varPos = {}};
  // Empty statements after a fallthrough leave it the last one.
  while (!body.empty() && body.back()->kind == NodeKind::EmptyStmt) {
    body = body.first(body.size() - 1);
  }
  for (Stmt* stmt : body) checkStmt(scope, context, stmt, stmt == body.back());
  for (Label& l : labels_) {
    if (l.block == &scope.block) l.block = nullptr;  // No goto from outside can reach it.
  }
  return std::move(scope.forward);
}

void BranchChecker::inner(Scope& scope, const Context& context, const LabeledStmt* label, Pos start,
                          List<Stmt> body) {
  auto unresolved = checkBlock(&scope.block, context, label, start, body);
  scope.forward.insert(scope.forward.end(), unresolved.begin(), unresolved.end());
}

void BranchChecker::checkStmt(Scope& scope, const Context& context, Stmt* stmt, bool isLast) {
  const LabeledStmt* label = nullptr;
  while (auto* labelled = nodeCast<LabeledStmt>(stmt)) {
    if (!labelled->label->isBlank()) {
      declareLabel(scope, labelled);
      label = labelled;
    }
    stmt = labelled->stmt;
  }
  switch (stmt->kind) {
    case NodeKind::DeclStmt:
      for (Decl* d : static_cast<DeclStmt*>(stmt)->declList) {
        if (auto* var = nodeCast<VarDecl>(d)) {
          return declareVar(scope, var->pos, var->nameList.front());
        }
      }
      return;
    case NodeKind::AssignStmt: {
      auto* s = static_cast<AssignStmt*>(stmt);
      if (s->op == Operator::Def) declareVar(scope, s->pos, s->lhs);
      return;
    }
    case NodeKind::BranchStmt: {
      auto* s = static_cast<BranchStmt*>(stmt);
      return s->label ? checkLabelled(scope, s) : checkUnlabelled(context, s, isLast);
    }
    case NodeKind::BlockStmt: {
      auto* s = static_cast<BlockStmt*>(stmt);
      return inner(scope, {context.breaks, context.continues, -1}, label, s->pos, s->list);
    }
    case NodeKind::IfStmt: {
      auto* s = static_cast<IfStmt*>(stmt);
      Context nested{context.breaks, context.continues, -1};
      inner(scope, nested, label, s->then->pos, s->then->list);
      if (s->els) inner(scope, nested, label, s->els->pos, List<Stmt>(&s->els, 1));
      return;
    }
    case NodeKind::ForStmt: {
      auto* s = static_cast<ForStmt*>(stmt);
      return inner(scope, {s, s, -1}, label, s->body->pos, s->body->list);
    }
    case NodeKind::SwitchStmt: {
      auto* s = static_cast<SwitchStmt*>(stmt);
      Context nested{s, context.continues, 0};
      for (CaseClause* c : s->body) {
        inner(scope, nested, label, c->pos, c->body);
        nested.caseIndex++;
      }
      return;
    }
    case NodeKind::SelectStmt: {
      auto* s = static_cast<SelectStmt*>(stmt);
      for (CommClause* c : s->body) {
        inner(scope, {s, context.continues, -1}, label, c->pos, c->body);
      }
      return;
    }
    default:
      return;
  }
}

void BranchChecker::declareVar(Scope& scope, Pos pos, const Expr* name) {
  // Whether a goto still waiting jumps over this or leaves the block shows when its label comes.
  scope.varPos = pos;
  scope.varName = name;
  scope.jumped = scope.forward;
}

void BranchChecker::declareLabel(Scope& scope, LabeledStmt* stmt) {
  std::string_view name = stmt->label->value;
  Label* label = find(name);
  if (label) {
    onError_(stmt->label->pos,
             "label " + std::string(name) + " already defined at " + text(label->stmt->label->pos));
  } else {
    byName_.emplace(name, labels_.size());
    labels_.push_back({&scope.block, scope.block.start, stmt});
    label = &labels_.back();
  }
  std::vector<BranchStmt*> waiting;
  for (BranchStmt* branch : scope.forward) {
    if (branch->label->value != name) {
      waiting.push_back(branch);
      continue;
    }
    branch->target = stmt;
    label->used = true;
    bool jumps = std::find(scope.jumped.begin(), scope.jumped.end(), branch) != scope.jumped.end();
    if (scope.varPos.isKnown() && jumps) {
      onError_(branch->label->pos, "goto " + std::string(name) + " jumps over declaration of " +
                                       exprString(scope.varName) + " at " + text(scope.varPos));
    }
  }
  scope.forward = std::move(waiting);
}

void BranchChecker::checkUnlabelled(const Context& context, BranchStmt* branch, bool isLast) {
  switch (branch->tok) {
    case Token::Break:
      branch->target = context.breaks;
      if (!branch->target) onError_(branch->pos, "break is not in a loop, switch, or select");
      return;
    case Token::Continue:
      branch->target = context.continues;
      if (!branch->target) onError_(branch->pos, "continue is not in a loop");
      return;
    default:
      return checkFallthrough(context, branch, isLast);
  }
}

void BranchChecker::checkFallthrough(const Context& context, BranchStmt* branch, bool isLast) {
  auto* s = nodeCast<SwitchStmt>(context.breaks);
  if (s && nodeCast<TypeSwitchGuard>(s->tag)) {
    onError_(branch->pos, "cannot fallthrough in type switch");
  } else if (!s || context.caseIndex < 0 || !isLast) {
    onError_(branch->pos, "fallthrough statement out of place");
  } else if (context.caseIndex + 1 == static_cast<int>(s->body.size())) {
    onError_(branch->pos, "cannot fallthrough final case in switch");
  }
}

void BranchChecker::checkLabelled(Scope& scope, BranchStmt* branch) {
  std::string name(branch->label->value);
  Label* label = find(name);
  if (label) label->used = true;  // If only wrongly: one error is enough.

  if (branch->tok == Token::Goto) {
    for (const Block* b = &scope.block; label && b; b = b->parent) {
      if (label->block == b) {
        branch->target = label->stmt;
        return;
      }
    }
    scope.forward.push_back(branch);
    return;
  }

  std::string_view keyword = tokenText(branch->tok);
  if (label == nullptr) {
    onError_(branch->label->pos, std::string(keyword) + " label not defined: " + name);
    return;
  }
  // A break or continue needs the label of a statement around it.
  for (const Block* b = &scope.block; b; b = b->parent) {
    if (b->label != label->stmt) continue;
    Stmt* target = label->stmt->stmt;
    bool isLoop = target->kind == NodeKind::ForStmt;
    bool breakable =
        isLoop || target->kind == NodeKind::SwitchStmt || target->kind == NodeKind::SelectStmt;
    if (branch->tok == Token::Break ? breakable : isLoop) {
      branch->target = target;
      return;
    }
    break;
  }
  onError_(branch->label->pos, "invalid " + std::string(keyword) + " label " + name);
}

}  // namespace

void checkBranches(BlockStmt* body, const std::function<void(Pos, std::string)>& onError,
                   const FileSet& files) {
  BranchChecker(onError, files).check(body);
}

}  // namespace gopark::syntax
