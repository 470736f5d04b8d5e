// Declarations of constants, variables and types, at package level and in functions.
#include <algorithm>

#include "base/check.h"
#include "golang/types/checker.h"

namespace gopark::types {

void Checker::declare(Scope* scope, const Name* name, Object* o, Pos scopePos) {
  if (o->name != "_") {
    if (Object* other = scope->insert(o)) {
      Report r;
      addf(&r, o, "%s redeclared in this block", o->name);
      addOtherDecl(&r, other);
      report(r);
      return;
    }
    o->scopePos = scopePos;
  }
  if (name) recordDef(name, o);
}

void Checker::push(Object* o) {
  pathIndex_[o] = path_.size();
  path_.push_back(o);
}

void Checker::pop() {
  pathIndex_.erase(path_.back());
  path_.pop_back();
}

void Checker::addDeclDep(Object* to) {
  if (!env_.decl || !declOf_.contains(to)) return;
  if (env_.decl->depSet.insert(to).second) env_.decl->deps.push_back(to);
}

void Checker::completeObject(Object* o) {
  if (pathIndex_.contains(o)) {
    // The type of o depends on itself.
    bool valid = validCycle(o);
    if (o->kind == ObjectKind::Func) return;
    if (!valid || !o->type) o->type = invalidType();
    return;
  }
  if (o->type) return;
  auto it = declOf_.find(o);
  if (it == declOf_.end()) {
    o->type = invalidType();
    return;
  }
  DeclInfo* d = it->second;
  push(o);
  {
    Restore restore(this);
    env_ = Environment();
    env_.scope = d->file;
    switch (o->kind) {
      case ObjectKind::Const:
        env_.decl = d;
        constDecl(static_cast<Const*>(o), d->type, d->init, d->inherited);
        break;
      case ObjectKind::Var:
        env_.decl = d;
        if (d->init) {
          if (!d->func) d->func = newFuncInfo(nullptr, nullptr, nullptr, nullptr);
          env_.func = d->func;
        }
        varDecl(static_cast<Var*>(o), d->lhs, d->type, d->init);
        break;
      case ObjectKind::TypeName:
        typeDecl(static_cast<TypeName*>(o), d->typeDecl);
        collectMethods(static_cast<TypeName*>(o));
        break;
      case ObjectKind::Func:
        funcDecl(static_cast<Func*>(o), d);
        break;
      default:
        CHECK(false, "types: object cannot be declared at package level");
    }
  }
  pop();
}

void Checker::constDecl(Const* o, Expr* type, Expr* init, bool inherited) {
  constant::Value savedIota = env_.iota;
  Pos savedPos = env_.errorPos;
  env_.iota = o->value;
  env_.errorPos = Pos();
  o->value = constant::Value();
  [&] {
    if (type) {
      Type* t = typ(type);
      if (!isConstType(t)) {
        if (isValid(underlying(t))) errorf(type, "invalid constant type %s", t);
        o->type = invalidType();
        return;
      }
      o->type = t;
    }
    Operand x;
    if (init) {
      // The expression stands elsewhere: errors are shown at this constant's name.
      if (inherited) env_.errorPos = o->pos;
      expr(nullptr, &x, init);
    }
    initConst(o, &x);
  }();
  env_.iota = savedIota;
  env_.errorPos = savedPos;
}

void Checker::varDecl(Var* o, const std::vector<Var*>& lhs, Expr* type, Expr* init) {
  if (type) o->type = varType(type);
  if (!init) {
    if (!type) o->type = invalidType();
    return;
  }
  if (lhs.size() <= 1) {
    Target target;
    Operand x;
    if (o->type) {
      if (auto* sig = as<Signature>(o->type)) target = {sig, o->name};
    }
    expr(target.sig ? &target : nullptr, &x, init);
    initVar(o, &x, "variable declaration");
    return;
  }
  if (type) {
    for (Var* v : lhs) v->type = o->type;
  }
  Expr* list[] = {init};
  initVars(lhs, list, nullptr);
}

void Checker::typeDecl(TypeName* o, syntax::TypeDecl* d) {
  later([=, this] {
    if (auto* named = cast<Named>(o->type)) validType(named);
  });
  if (d->alias) return aliasDecl(o, d);

  auto* named = context_.make<Named>();
  named->context = &context_;
  named->check = this;
  named->obj = o;
  named->id = context_.nextId();
  named->origin = named;
  o->type = named;
  namedTypes_.push_back(named);
  // A type local to a generic function is one type per instance of that function.
  for (FuncInfo* f = env_.func; f; f = f->outer) {
    if (f->outer || !f->sig) continue;
    named->outerTparams = f->sig->tparams;
    named->outerTparams.insert(named->outerTparams.end(), f->sig->rparams.begin(),
                               f->sig->rparams.end());
  }
  if (!d->tparamList.empty()) {
    openScope(d);
    collectTypeParams(&named->tparams, d->tparamList);
  }
  Type* rhs = declaredType(d->type, o);
  named->fromRhs = rhs;
  if (isTypeParam(rhs)) {
    errorf(d->type, "cannot use a type parameter as RHS in type declaration");
    named->fromRhs = invalidType();
  }
  if (!d->tparamList.empty()) closeScope();
}

void Checker::aliasDecl(TypeName* o, syntax::TypeDecl* d) {
  auto* alias = context_.make<Alias>();
  alias->obj = o;
  alias->origin = alias;
  o->type = alias;
  if (!d->tparamList.empty()) {
    openScope(d);
    collectTypeParams(&alias->tparams, d->tparamList);
  }
  Type* rhs = declaredType(d->type, o);
  alias->fromRhs = rhs;
  const auto& own = alias->tparams;
  if (rhs->kind == TypeKind::TypeParam && std::find(own.begin(), own.end(), rhs) != own.end()) {
    errorf(d->type, "cannot use type parameter declared in alias declaration as RHS");
    alias->fromRhs = invalidType();
  }
  if (!d->tparamList.empty()) closeScope();
}

TypeParam* Checker::declareTypeParam(Name* name, Pos scopePos) {
  auto* o = context_.make<TypeName>();
  o->pos = name->pos;
  o->pkg = pkg_;
  o->name = std::string(name->value);
  auto* p = context_.make<TypeParam>();
  p->context = &context_;
  p->check = this;
  p->obj = o;
  p->id = context_.nextId();
  p->bound = invalidType();  // Until the constraint is known.
  o->type = p;
  typeParams_.push_back(p);
  declare(env_.scope, name, o, scopePos);
  return p;
}

void Checker::collectTypeParams(std::vector<TypeParam*>* list, syntax::List<syntax::Field> fields) {
  // All are declared before any constraint is read: constraints may refer to all of them, and to
  // the type being declared.
  for (syntax::Field* f : fields) {
    TypeParam* p = declareTypeParam(f->name, fields[0]->pos);
    p->index = static_cast<int>(list->size());
    list->push_back(p);
  }
  env_.inTParamList = true;
  Type* bound = nullptr;
  for (size_t i = 0; i < fields.size(); i++) {
    // Names that share a constraint share its type, so that they print as a group.
    if (i == 0 || fields[i]->type != fields[i - 1]->type) {
      bound = boundOf(fields[i]->type);
      if (isTypeParam(bound)) {
        errorf(fields[i]->type, "cannot use a type parameter as constraint");
        bound = invalidType();
      }
    }
    (*list)[i]->bound = bound;
  }
  env_.inTParamList = false;
}

Type* Checker::boundOf(Expr* e) {
  // ~T and A|B stand for the interface that embeds them.
  auto* op = nodeCast<Operation>(e);
  if (!op || (op->op != Operator::Tilde && op->op != Operator::Or)) return typ(e);
  auto* t = context_.make<Interface>();
  t->check = this;
  t->embedPos.push_back(syntax::startPos(e));
  t->embeddeds.push_back(parseUnion(e));
  t->implicit = true;
  t->complete = true;
  interfaces_.push_back(t);
  later([=, this] { computeTypeSet(this, t); });
  recordTypeAndValue(e, Mode::TypeExpr, t);
  return t;
}

void Checker::collectMethods(TypeName* o) {
  auto it = methodsOf_.find(o);
  if (it == methodsOf_.end()) return;
  std::vector<Func*> methods = std::move(it->second);
  methodsOf_.erase(it);
  auto* base = cast<Named>(o->type);
  if (base) later([=, this] { checkFieldUniqueness(base); });
  std::vector<Func*> seen;
  for (Func* m : methods) {
    auto same = std::find_if(seen.begin(), seen.end(), [&](Func* f) { return f->name == m->name; });
    if (same != seen.end()) {
      errorf(m->pos, "method %s.%s already declared at %s", o->name, m->name, (*same)->pos);
      continue;
    }
    seen.push_back(m);
    if (base) base->methods.push_back(m);
  }
}

void Checker::checkFieldUniqueness(Named* t) {
  auto* s = as<Struct>(t);
  if (!s) return;
  for (Var* f : s->fields) {
    if (f->name == "_") continue;
    for (Func* m : t->methods) {
      if (!m->sameId(f->pkg, f->name)) continue;
      Report r;
      addf(&r, m, "field and method with the same name %s", f->name);
      addOtherDecl(&r, f);
      report(r);
    }
  }
}

void Checker::declStmt(syntax::List<syntax::Decl> list) {
  int first = -1;
  syntax::ConstDecl* last = nullptr;
  for (int index = 0; index < static_cast<int>(list.size()); index++) {
    syntax::Decl* decl = list[index];
    if (decl->kind != NodeKind::ConstDecl) first = -1;
    switch (decl->kind) {
      case NodeKind::ConstDecl: {
        auto* d = static_cast<syntax::ConstDecl*>(decl);
        if (first < 0 || !d->group ||
            static_cast<syntax::ConstDecl*>(list[index - 1])->group != d->group) {
          first = index;
          last = nullptr;
        }
        bool inherited = !d->type && !d->values && last;
        if (!inherited) last = d;
        localConstDecl(d, last, index - first, inherited);
        break;
      }
      case NodeKind::VarDecl:
        localVarDecl(static_cast<syntax::VarDecl*>(decl));
        break;
      case NodeKind::TypeDecl: {
        auto* d = static_cast<syntax::TypeDecl*>(decl);
        auto* o = context_.make<TypeName>();
        o->pos = d->name->pos;
        o->pkg = pkg_;
        o->name = std::string(d->name->value);
        // The scope of a local type begins at its name: it may refer to itself.
        declare(env_.scope, d->name, o, d->name->pos);
        push(o);
        typeDecl(o, d);
        pop();
        break;
      }
      default:
        break;
    }
  }
}

void Checker::localConstDecl(syntax::ConstDecl* d, syntax::ConstDecl* last, int iota,
                             bool inherited) {
  size_t top = delayed_.size();
  ExprList values = syntax::unpackList(last->values);
  std::vector<Const*> constants;
  for (size_t i = 0; i < d->nameList.size(); i++) {
    auto* c = context_.make<Const>();
    c->pos = d->nameList[i]->pos;
    c->pkg = pkg_;
    c->name = std::string(d->nameList[i]->value);
    c->value = constant::makeInt64(iota);
    constants.push_back(c);
    constDecl(c, last->type, i < values.size() ? values[i] : nullptr, inherited);
  }
  arity(d->pos, d->nameList, values, true, inherited);
  // Function literals see the scope as it was before these names.
  processDelayed(top);
  Pos scopePos = syntax::endPos(d);
  for (size_t i = 0; i < constants.size(); i++) {
    declare(env_.scope, d->nameList[i], constants[i], scopePos);
  }
}

void Checker::localVarDecl(syntax::VarDecl* d) {
  size_t top = delayed_.size();
  std::vector<Var*> vars;
  for (Name* name : d->nameList) vars.push_back(newLocal(name->pos, name->value, nullptr));
  ExprList values = syntax::unpackList(d->values);
  for (size_t i = 0; i < vars.size(); i++) {
    bool oneForAll = values.size() == 1 && vars.size() > 1;
    Expr* init = oneForAll ? values[0] : i < values.size() ? values[i] : nullptr;
    varDecl(vars[i], oneForAll ? vars : std::vector<Var*>(), d->type, init);
    // The first variable has taken care of the others.
    if (values.size() == 1) break;
  }
  for (Var* v : vars) {
    if (!v->type) v->type = invalidType();
  }
  if (!d->type || !values.empty()) arity(d->pos, d->nameList, values, false, false);
  processDelayed(top);
  Pos scopePos = syntax::endPos(d);
  for (size_t i = 0; i < vars.size(); i++) {
    declare(env_.scope, d->nameList[i], vars[i], scopePos);
  }
}

}  // namespace gopark::types
