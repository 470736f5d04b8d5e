// x.sel: qualified identifiers, fields, methods, method expressions.
#include "golang/types/checker.h"
#include "golang/types/quote.h"

namespace gopark::types {

void Checker::selector(Operand* x, syntax::SelectorExpr* e, bool wantType) {
  bool ok = false;
  if (!packageSelector(x, e, &ok)) ok = memberSelector(x, e, wantType);
  x->expr = e;
  if (ok) return;
  x->invalidate();
  x->type = invalidType();
}

// packageSelector() deals with pkg.Name, and is false if e is something else.
bool Checker::packageSelector(Operand* x, syntax::SelectorExpr* e, bool* ok) {
  auto* name = nodeCast<Name>(e->x);
  auto* pkgName = name ? objectCast<PkgName>(lookup(name->value)) : nullptr;
  if (!pkgName) return false;
  recordUse(name, pkgName);
  pkgName->used = true;
  Package* pkg = pkgName->imported;
  std::string_view sel = e->sel->value;
  Object* o = pkg->scope->lookup(sel);
  if (!o) {
    if (pkg->fake || !isValidName(sel)) return true;
    for (const std::string& other : pkg->scope->names()) {
      if (!isExported(other) || !equalFold(other, sel)) continue;
      errorf(e->sel, "undefined: %s (but have %s)", static_cast<Expr*>(e), other);
      return true;
    }
    errorf(e->sel, "undefined: %s", static_cast<Expr*>(e));
    return true;
  }
  if (!o->exported()) {
    errorf(e->sel, "name %s not exported by package %s", sel, pkg->name);
    // Go on as if it were.
  }
  recordUse(e->sel, o);
  switch (o->kind) {
    case ObjectKind::Const:
      x->mode = Mode::Constant;
      x->value = static_cast<Const*>(o)->value;
      break;
    case ObjectKind::TypeName:
      x->mode = Mode::TypeExpr;
      break;
    case ObjectKind::Var:
      x->mode = Mode::Variable;
      break;
    case ObjectKind::Func:
      x->mode = Mode::Value;
      break;
    case ObjectKind::Builtin:
      x->mode = Mode::Builtin;
      x->builtin = static_cast<Builtin*>(o)->id;
      break;
    default:
      return true;
  }
  x->type = o->type;
  // Variables of invalid type belong to packages with errors, which were reported.
  *ok = x->mode == Mode::Builtin || (x->type && isValid(x->type));
  return true;
}

bool Checker::memberSelector(Operand* x, syntax::SelectorExpr* e, bool wantType) {
  exprOrType(x, e->x, false);
  if (x->mode == Mode::Builtin) {
    errorf(e->pos, "invalid use of %s in selector expression", x);
    return false;
  }
  if (!x->valid()) return false;
  if (wantType) {
    errorf(e->sel, "%s is not a type", static_cast<Expr*>(e));
    return false;
  }
  LookupResult r =
      lookupFieldOrMethod(context_, x->type, x->mode == Mode::Variable, pkg_, e->sel->value);
  if (!r.obj) {
    missingSelector(x, e, r);
    return false;
  }
  if (auto* m = objectCast<Func>(r.obj)) {
    completeMethod(this, m);
    if (!m->type) return false;
  }
  if (x->mode == Mode::TypeExpr) return methodExpr(x, e, r);

  if (auto* f = objectCast<Var>(r.obj)) {
    recordSelection(e, SelectionKind::FieldVal, x->type, r);
    x->mode = x->mode == Mode::Variable || r.indirect ? Mode::Variable : Mode::Value;
    x->type = f->type;
    return true;
  }
  auto* m = static_cast<Func*>(r.obj);
  auto* sig = context_.make<Signature>(*m->signature());
  bool pointerRecv = hasPointerReceiver(m);
  sig->recv = nullptr;
  Selection& s = recordSelection(e, SelectionKind::MethodVal, x->type, r);
  s.type = sig;
  // What the receiver is once the embedded fields were followed.
  Type* t = x->type;
  for (size_t i = 0; i + 1 < r.index.size(); i++) {
    auto* st = as<Struct>(deref(t, nullptr));
    if (!st) st = as<Struct>(derefStructPointer(t));
    if (!st) break;
    t = st->fields[static_cast<size_t>(r.index[i])]->type;
  }
  bool isPointer = cast<Pointer>(t) != nullptr;
  s.implicitAddress = pointerRecv && !isPointer;
  s.implicitDeref = !pointerRecv && isPointer;
  if (s.implicitAddress && !r.indirect) noteAddressTaken(e->x);
  x->mode = Mode::Value;
  x->type = sig;
  addDeclDep(m->generic());
  return true;
}

void Checker::missingSelector(Operand* x, syntax::SelectorExpr* e, const LookupResult& r) {
  std::string_view sel = e->sel->value;
  if (!isValid(underlying(x->type))) return;
  if (!r.index.empty()) {
    errorf(e->sel, "ambiguous selector %s.%s", x->expr, sel);
    return;
  }
  if (r.indirect) {
    if (x->mode == Mode::TypeExpr) {
      errorf(e->sel, "invalid method expression %s.%s (needs pointer receiver (*%s).%s)", x->type,
             sel, x->type, sel);
    } else {
      errorf(e->sel, "cannot call pointer method %s on %s", sel, x->type);
    }
    return;
  }
  std::string why;
  if (isInterfacePointer(x->type)) {
    why = interfacePointerError(x->type, pkg_);
  } else {
    Object* other =
        lookupFieldOrMethod(context_, x->type, x->mode == Mode::Variable, pkg_, sel, true).obj;
    why = lookupError(x->type, sel, other, false);
  }
  errorf(e->sel, "%s.%s undefined (%s)", x->expr, sel, why);
}

bool Checker::methodExpr(Operand* x, syntax::SelectorExpr* e, const LookupResult& r) {
  auto* m = objectCast<Func>(r.obj);
  std::string_view sel = e->sel->value;
  if (!m) {
    errorf(e->sel, "%s.%s undefined (type %s has no method %s)", x->expr, sel, x->type, sel);
    return false;
  }
  Signature* declared = m->signature();
  if (!declared->recv) {
    errorf(e, "illegal cycle in method declaration");
    return false;
  }
  // The receiver becomes the first parameter.
  std::vector<Var*> params;
  if (declared->params) params = declared->params->vars;
  std::string name;
  if (!params.empty() && !params[0]->name.empty()) {
    name = declared->recv->name.empty() ? "_" : declared->recv->name;
  }
  params.insert(params.begin(), context_.newVar(VarKind::ParamVar, declared->recv->pos,
                                                declared->recv->pkg, name, x->type));
  auto* sig = context_.make<Signature>();
  sig->tparams = declared->tparams;
  sig->params = context_.newTuple(std::move(params));
  sig->results = declared->results;
  sig->variadic = declared->variadic;
  Selection& s = recordSelection(e, SelectionKind::MethodExpr, x->type, r);
  s.type = sig;
  x->mode = Mode::Value;
  x->type = sig;
  addDeclDep(m->generic());
  return true;
}

}  // namespace gopark::types
