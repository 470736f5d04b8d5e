// Identifiers and type expressions.
#include "golang/types/checker.h"
#include "golang/types/quote.h"

namespace gopark::types {

namespace {

const char* objectKindName(Object* o) {
  switch (o->kind) {
    case ObjectKind::PkgName:
      return "package name";
    case ObjectKind::Const:
      return "constant";
    case ObjectKind::TypeName:
      if (static_cast<TypeName*>(o)->isAlias()) return "type alias";
      return o->type && o->type->kind == TypeKind::TypeParam ? "type parameter" : "defined type";
    case ObjectKind::Var:
      switch (static_cast<Var*>(o)->varKind) {
        case VarKind::PackageVar:
          return "package-level variable";
        case VarKind::LocalVar:
          return "local variable";
        case VarKind::RecvVar:
          return "receiver";
        case VarKind::ParamVar:
          return "parameter";
        case VarKind::ResultVar:
          return "result variable";
        case VarKind::FieldVar:
          return "struct field";
      }
      return "";
    case ObjectKind::Func:
      return o->type && static_cast<Func*>(o)->signature()->recv ? "method" : "function";
    case ObjectKind::Label:
      return "label";
    case ObjectKind::Builtin:
      return "built-in function";
    case ObjectKind::Nil:
      return "untyped nil";
  }
  return "";
}

}  // namespace

void Checker::ident(Operand* x, Name* e, bool wantType) {
  x->mode = Mode::Invalid;
  x->expr = e;
  Scope* scope = nullptr;
  Object* o = lookup(e->value, &scope);
  if (!o) {
    if (e->isBlank()) {
      errorf(e, "cannot use _ as value or type");
    } else if (isValidName(e->value)) {
      errorf(e, "undefined: %s", e->value);
    }
    return;
  }
  recordUse(e, o);
  bool isTypeName = o->kind == ObjectKind::TypeName;
  if (!isTypeName && wantType) {
    errorf(e, "%s (%s) is not a type", o->name, objectKindName(o));
    if (auto* v = objectCast<Var>(o); v && v->pkg == pkg_) v->used = true;
    return;
  }
  // Types of this package are completed again where a type is wanted: that finds cycles.
  if (!o->type || (isTypeName && wantType && o->pkg == pkg_ && pathIndex_.contains(o))) {
    completeObject(o);
  }
  Type* type = o->type;
  if (auto it = dotImported_.find(o); it != dotImported_.end()) it->second->used = true;
  switch (o->kind) {
    case ObjectKind::PkgName:
      errorf(e, "use of package %s not in selector", o->name);
      return;
    case ObjectKind::Const:
      addDeclDep(o);
      if (!isValid(type)) return;
      if (o == universe().iota) {
        if (!env_.iota.known()) {
          errorf(e, "cannot use iota outside constant declaration");
          return;
        }
        x->value = env_.iota;
      } else {
        x->value = static_cast<Const*>(o)->value;
      }
      x->mode = Mode::Constant;
      break;
    case ObjectKind::TypeName:
      x->mode = Mode::TypeExpr;
      break;
    case ObjectKind::Var: {
      auto* v = static_cast<Var*>(o);
      if (v->pkg == pkg_) v->used = true;
      addDeclDep(o);
      noteUse(v);
      if (!isValid(type)) return;
      x->mode = Mode::Variable;
      break;
    }
    case ObjectKind::Func:
      addDeclDep(o);
      x->mode = Mode::Value;
      break;
    case ObjectKind::Builtin:
      x->builtin = static_cast<Builtin*>(o)->id;
      x->mode = Mode::Builtin;
      break;
    case ObjectKind::Nil:
      x->mode = Mode::NilValue;
      break;
    case ObjectKind::Label:
      return;
  }
  x->type = type;
}

Type* Checker::varType(Expr* e) {
  Type* t = declaredType(e, nullptr);
  validVarType(e, t);
  return t;
}

void Checker::validVarType(Expr* e, Type* type) {
  // Most types cannot be constraint interfaces: spare them the delayed look.
  switch (type->kind) {
    case TypeKind::Named:
    case TypeKind::Alias:
    case TypeKind::Interface:
      break;
    default:
      return;
  }
  if (isTypeParam(type)) return;
  later([=, this] {
    auto* i = as<Interface>(type);
    if (!i) return;
    const TypeSet* set = computeTypeSet(this, i);
    if (set->isMethodSet()) return;
    errorf(
        e,
        set->comparable
            ? "cannot use type %s outside a type constraint: interface is (or embeds) comparable"
            : "cannot use type %s outside a type constraint: interface contains type constraints",
        type);
  });
}

Type* Checker::declaredType(Expr* e, TypeName* def) {
  Type* t = typInternal(e, def);
  if (isGeneric(t)) {
    errorf(e, "cannot use generic type %s without instantiation", t);
    t = invalidType();
  }
  recordTypeAndValue(e, Mode::TypeExpr, t);
  return t;
}

Type* Checker::genericType(Expr* e, std::string* cause) {
  Type* t = typInternal(e, nullptr);
  if (isValid(t) && !isGeneric(t)) {
    if (cause) *cause = sprintf("%s is not a generic type", t);
    t = invalidType();
  }
  recordTypeAndValue(e, Mode::TypeExpr, t);
  return t;
}

Type* Checker::typInternal(Expr* e, TypeName* def) {
  switch (e->kind) {
    case NodeKind::BadExpr:
      return invalidType();
    case NodeKind::Name:
    case NodeKind::SelectorExpr: {
      Operand x;
      if (e->kind == NodeKind::Name) {
        ident(&x, static_cast<Name*>(e), true);
      } else {
        selector(&x, static_cast<syntax::SelectorExpr*>(e), true);
      }
      switch (x.mode) {
        case Mode::TypeExpr:
          return x.type;
        case Mode::Invalid:
          break;
        case Mode::NoValue:
          errorf(&x, "%s used as type", &x);
          break;
        default:
          errorf(&x, "%s is not a type", &x);
      }
      return invalidType();
    }
    case NodeKind::IndexExpr:
      return instantiatedType(static_cast<syntax::IndexExpr*>(e));
    case NodeKind::ParenExpr:
      return declaredType(static_cast<syntax::ParenExpr*>(e)->x, def);
    case NodeKind::ArrayType: {
      auto* a = static_cast<syntax::ArrayType*>(e);
      int64_t length = -1;
      if (a->len) {
        length = arrayLength(a->len);
      } else {
        errorf(e, "invalid use of [...] array (outside a composite literal)");
      }
      Type* elem = varType(a->elem);
      return length >= 0 ? context_.make<Array>(elem, length) : invalidType();
    }
    case NodeKind::SliceType:
      return context_.sliceOf(varType(static_cast<syntax::SliceType*>(e)->elem));
    case NodeKind::DotsType:
      errorf(e, "invalid syntax tree: invalid use of ...");
      return invalidType();
    case NodeKind::StructType:
      return structType(static_cast<syntax::StructType*>(e));
    case NodeKind::Operation: {
      auto* op = static_cast<Operation*>(e);
      if (op->op == Operator::Mul && !op->y) {
        Type* base = varType(op->x);
        return isValid(base) ? newPointer(base) : invalidType();
      }
      errorf(e, "%s is not a type", e);
      use(e);
      return invalidType();
    }
    case NodeKind::FuncType: {
      auto* sig = context_.make<Signature>();
      funcType(sig, nullptr, {}, static_cast<syntax::FuncType*>(e));
      return sig;
    }
    case NodeKind::InterfaceType:
      return interfaceType(static_cast<syntax::InterfaceType*>(e), def);
    case NodeKind::MapType: {
      auto* m = static_cast<syntax::MapType*>(e);
      Type* key = varType(m->key);
      Type* elem = varType(m->value);
      auto* type = context_.make<Map>(key, elem);
      later([=, this] {
        if (comparableType(key)) return;
        const char* why = isTypeParam(key) ? " (missing comparable constraint)" : "";
        errorf(m->key, "invalid map key type %s%s", key, why);
      });
      return type;
    }
    case NodeKind::ChanType: {
      auto* c = static_cast<syntax::ChanType*>(e);
      ChanDir dir = c->dir == syntax::ChanDir::SendOnly   ? ChanDir::SendOnly
                    : c->dir == syntax::ChanDir::RecvOnly ? ChanDir::RecvOnly
                                                          : ChanDir::SendRecv;
      Type* elem = varType(c->elem);
      later([=, this] {
        constexpr int64_t kElementMax = 1 << 16;
        if (!isValid(elem) || hasVariableSize(elem)) return;
        int64_t size = sizeOf(elem);
        if (size >= kElementMax || size < 0) {
          errorf(c, "channel element type too large (>64kB)");
        }
      });
      return context_.make<Chan>(dir, elem);
    }
    default:
      errorf(e, "%s is not a type", e);
      use(e);
      return invalidType();
  }
}

int64_t Checker::arrayLength(Expr* e) {
  // A lone name may be meant as a type parameter without a constraint.
  if (auto* name = nodeCast<Name>(e)) {
    Object* o = lookup(name->value);
    if (!o) {
      errorf(name, "undefined array length %s or missing type constraint", name->value);
      return -1;
    }
    if (o->kind != ObjectKind::Const) {
      errorf(name, "invalid array length %s", name->value);
      return -1;
    }
  }
  Operand x;
  expr(nullptr, &x, e);
  if (!x.isConst()) {
    if (x.valid()) errorf(&x, "array length %s must be constant", &x);
    return -1;
  }
  if (isUntyped(x.type) || isInteger(x.type)) {
    constant::Value v = constant::toInt(x.value);
    bool exact = false;
    if (v.known()) {
      int64_t n = v.int64(&exact);
      if (exact && n >= 0) return n;
    }
  }
  errorf(&x, isInteger(x.type) ? "invalid array length %s" : "array length %s must be integer", &x);
  return -1;
}

bool Checker::typeList(ExprList list, std::vector<Type*>* types) {
  bool ok = true;
  for (Expr* e : list) {
    Type* t = varType(e);
    ok &= isValid(t);
    types->push_back(t);
  }
  return ok;
}

}  // namespace gopark::types
