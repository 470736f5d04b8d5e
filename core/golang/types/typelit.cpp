// Struct and interface types, and the unions in constraints.
#include <algorithm>

#include "golang/syntax/literal.h"
#include "golang/types/checker.h"

namespace gopark::types {

namespace {

Expr* pointerBase(Expr* e) {
  auto* op = nodeCast<Operation>(e);
  return op && op->op == Operator::Mul && !op->y ? op->x : nullptr;
}

// embeddedName() is the name an embedded field goes by: T, *T, p.T, T[A].
Name* embeddedName(Expr* e) {
  switch (e->kind) {
    case NodeKind::Name:
      return static_cast<Name*>(e);
    case NodeKind::Operation: {
      Expr* base = pointerBase(e);
      return base && !pointerBase(base) ? embeddedName(base) : nullptr;
    }
    case NodeKind::SelectorExpr:
      return static_cast<syntax::SelectorExpr*>(e)->sel;
    case NodeKind::IndexExpr:
      return embeddedName(static_cast<syntax::IndexExpr*>(e)->x);
    default:
      return nullptr;
  }
}

}  // namespace

std::string Checker::fieldTag(syntax::BasicLit* tag) {
  if (!tag || tag->bad) return "";
  if (tag->litKind == syntax::LitKind::String) {
    if (auto value = syntax::stringValue(tag->value)) return *value;
  }
  errorf(tag, "invalid syntax tree: incorrect tag syntax: %s", tag->value);
  return "";
}

Type* Checker::structType(syntax::StructType* e) {
  auto* type = context_.make<Struct>();
  std::vector<Var*> fields;
  std::vector<std::string> tags;
  Type* fieldType = nullptr;
  Expr* previous = nullptr;
  for (size_t i = 0; i < e->fieldList.size(); i++) {
    syntax::Field* f = e->fieldList[i];
    // a, b, c T share one type expression.
    if (i == 0 || f->type != previous) {
      fieldType = varType(f->type);
      previous = f->type;
    }
    std::string tag = i < e->tagList.size() ? fieldTag(e->tagList[i]) : "";
    Name* name = f->name;
    Pos start = syntax::startPos(f->type);
    Type* t = fieldType;
    if (!name) {
      name = embeddedName(f->type);
      if (!name) {
        errorf(start, "invalid syntax tree: invalid embedded field type %s", f->type);
        continue;
      }
    }
    Var* v = context_.newVar(VarKind::FieldVar, name->pos, pkg_, std::string(name->value), t);
    v->embedded = !f->name;
    if (v->embedded) later([=, this] { checkEmbeddedField(start, t); });
    auto same = std::find_if(fields.begin(), fields.end(), [&](Var* other) {
      return v->name != "_" && other->sameId(pkg_, v->name);
    });
    if (same != fields.end()) {
      Report r;
      addf(&r, v, "%s redeclared", v->name);
      addOtherDecl(&r, *same);
      report(r);
      continue;
    }
    if (!tag.empty()) {
      tags.resize(fields.size());
      tags.push_back(std::move(tag));
    }
    fields.push_back(v);
    // An embedded type's name is a use of the type, too.
    recordDef(name, v);
  }
  type->fields = std::move(fields);
  type->tags = std::move(tags);
  return type;
}

void Checker::checkEmbeddedField(Pos pos, Type* type) {
  bool pointer;
  Type* t = deref(type, &pointer);
  Type* u = underlying(t);
  if (u->kind == TypeKind::Basic) {
    if (isValid(t) && isUnsafePointer(u)) {
      errorf(pos, "embedded field type cannot be unsafe.Pointer");
    }
  } else if (u->kind == TypeKind::Pointer) {
    errorf(pos, "embedded field type cannot be a pointer");
  } else if (u->kind == TypeKind::Interface) {
    if (isTypeParam(t)) {
      errorf(pos, "embedded field type cannot be a (pointer to a) type parameter");
    } else if (pointer) {
      errorf(pos, "embedded field type cannot be a pointer to an interface");
    }
  }
}

Type* Checker::interfaceType(syntax::InterfaceType* e, TypeName* def) {
  auto* type = context_.make<Interface>();
  type->check = this;
  interfaces_.push_back(type);
  for (syntax::Field* f : e->methodList) {
    if (!f->name) {
      type->embedPos.push_back(syntax::startPos(f->type));
      type->embeddeds.push_back(parseUnion(f->type));
      continue;
    }
    if (f->name->isBlank()) {
      errorf(f->name, "methods must have a unique non-blank name");
      continue;
    }
    auto* sig = cast<Signature>(typ(f->type));
    if (!sig) continue;
    Type* recv = type;
    if (auto* named = def && def->type ? cast<Named>(def->type) : nullptr) recv = named;
    sig->recv = context_.newVar(VarKind::RecvVar, f->name->pos, pkg_, "", recv);
    auto* m = context_.make<Func>();
    m->pos = f->name->pos;
    m->pkg = pkg_;
    m->name = std::string(f->name->value);
    m->id = context_.nextId();
    m->type = sig;
    recordDef(f->name, m);
    type->methods.push_back(m);
  }
  type->complete = true;
  if (type->methods.empty() && type->embeddeds.empty()) {
    type->tset = std::make_unique<TypeSet>();
    return type;
  }
  std::stable_sort(type->methods.begin(), type->methods.end(),
                   [](Func* a, Func* b) { return compareMethods(a, b) < 0; });
  later([=, this] { computeTypeSet(this, type); });
  return type;
}

Type* Checker::parseUnion(Expr* e) {
  // A | B | C leans to the left.
  std::vector<Expr*> exprs;
  std::vector<Operation*> operations;
  for (auto* op = nodeCast<Operation>(e); op && op->op == Operator::Or && op->y;
       op = nodeCast<Operation>(e)) {
    operations.push_back(op);
    exprs.push_back(op->y);
    e = op->x;
  }
  exprs.push_back(e);
  std::reverse(exprs.begin(), exprs.end());

  constexpr size_t kTermsMax = 100;  // gc's limit.
  std::vector<Term> terms;
  bool tooMany = false;
  for (Expr* x : exprs) {
    Term term = parseTerm(x);
    if (exprs.size() == 1 && !term.tilde) return term.type;
    if (terms.size() < kTermsMax) {
      terms.push_back(term);
    } else if (!tooMany) {
      errorf(x, "cannot handle more than %s union terms (implementation limitation)", kTermsMax);
      tooMany = true;
    }
  }
  if (tooMany) return invalidType();
  auto* u = context_.make<Union>();
  u->terms = terms;
  for (Operation* op : operations) recordTypeAndValue(op, Mode::TypeExpr, u);
  later([=, this] { checkUnionTerms(terms, exprs); });
  return u;
}

Term Checker::parseTerm(Expr* e) {
  Expr* x = e;
  bool tilde = false;
  if (auto* op = nodeCast<Operation>(x); op && op->op == Operator::Tilde) {
    x = op->x;
    tilde = true;
  }
  Type* t = typ(x);
  if (isTypeParam(t)) {
    if (tilde) {
      errorf(x, "type in term %s cannot be a type parameter", e);
    } else {
      errorf(x, "term cannot be a type parameter");
    }
    t = invalidType();
  }
  if (tilde) {
    auto* u = context_.make<Union>();
    u->terms.push_back({true, t});
    recordTypeAndValue(e, Mode::TypeExpr, u);
  }
  return {tilde, t};
}

void Checker::checkUnionTerms(const std::vector<Term>& terms, const std::vector<Expr*>& exprs) {
  for (size_t i = 0; i < terms.size(); i++) {
    const Term& term = terms[i];
    if (!isValid(term.type)) continue;
    Type* u = underlying(term.type);
    auto* interface = cast<Interface>(u);
    if (term.tilde) {
      if (interface) {
        errorf(exprs[i], "invalid use of ~ (%s is an interface)", term.type);
        continue;
      }
      if (!identical(u, term.type)) {
        errorf(exprs[i], "invalid use of ~ (underlying type of %s is %s)", term.type, u);
        continue;
      }
    }
    if (interface) {
      const TypeSet* set = typeSet(interface);
      std::string name = termString(term, pkg_);
      if (!set->methods.empty()) {
        errorf(exprs[i], "cannot use %s in union (%s contains methods)", name, name);
      } else if (term.type == universe().comparable) {
        errorf(exprs[i], "cannot use comparable in union");
      } else if (set->comparable) {
        errorf(exprs[i], "cannot use %s in union (%s embeds comparable)", name, name);
      }
      continue;
    }
    for (size_t j = 0; j < i; j++) {
      if (isInterface(terms[j].type) || disjointTerms(terms[j], term)) continue;
      errorf(exprs[i], "overlapping terms %s and %s", termString(term, pkg_),
             termString(terms[j], pkg_));
      break;
    }
  }
}

}  // namespace gopark::types
