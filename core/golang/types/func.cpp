// Functions: their declarations, their bodies, and the variables nobody uses.
#include <algorithm>

#include "golang/syntax/parser.h"
#include "golang/types/checker.h"

namespace gopark::types {

void Checker::funcDecl(Func* o, DeclInfo* d) {
  auto* sig = context_.make<Signature>();
  o->type = sig;  // Against cycles.
  syntax::FuncDecl* decl = d->funcDecl;
  funcType(sig, decl->recv, decl->tparamList, decl->type);
  sig->scope->setEnd(syntax::endPos(decl));
  if (!decl->tparamList.empty() && !decl->body) {
    errorf(decl, "generic function is missing function body");
  }
  if (!decl->body) return;
  o->info = newFuncInfo(decl, nullptr, sig, decl->body);
  o->info->func = o;
  if (bodies_ == Bodies::WhenNeeded) {
    o->info->checker = this;
    return;
  }
  later([=, this] { funcBody(d, sig, decl->body, {}, o->info); });
}

void Checker::postponedBody(FuncInfo* info) {
  info->checker = nullptr;
  DeclInfo* decl = declOf_.at(info->func);
  syntax::readBody(decl->funcDecl, diagnostics_);
  funcBody(decl, info->sig, info->body, {}, info);
  processDelayed(0);
}

bool Checker::checkBody(FuncInfo* info) {
  postponedBody(info);
  completeTypes();
  recordUntyped();
  releaseTypes();
  return !failed_;
}

void Checker::funcBody(DeclInfo* decl, Signature* sig, syntax::BlockStmt* body,
                       constant::Value iota, FuncInfo* info) {
  Restore restore(this);
  env_ = Environment();
  env_.decl = decl;
  env_.scope = sig->scope;
  env_.iota = std::move(iota);
  env_.sig = sig;
  env_.func = info;
  env_.panics = std::make_shared<std::unordered_set<const CallExpr*>>();
  adoptParameters(info);
  stmtList(0, body->list);
  if (tupleLen(sig->results) > 0 && !isTerminating(body)) {
    errorf(body->rbrace, "missing return");
  }
  usage(sig->scope);
}

void Checker::usage(Scope* scope) {
  std::vector<Var*> unused;
  for (Object* o : scope->objects()) {
    auto* v = objectCast<Var>(o);
    if (v && v->varKind == VarKind::LocalVar && !v->used) unused.push_back(v);
  }
  std::sort(unused.begin(), unused.end(), [](Var* a, Var* b) { return a->pos < b->pos; });
  for (Var* v : unused) errorf(v->pos, "declared and not used: %s", v->name);
  for (Scope* child : scope->children()) {
    // Function literals have looked after themselves.
    if (!child->isFunc) usage(child);
  }
}

}  // namespace gopark::types
