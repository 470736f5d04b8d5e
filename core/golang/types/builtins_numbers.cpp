// The predeclared functions on numbers: complex, real, imag, max, min.
#include "golang/types/checker.h"

namespace gopark::types {

Type* Checker::applyTypeFunc(const std::function<Type*(Type*)>& f, Operand* x, BuiltinId id) {
  auto* p = cast<TypeParam>(x->type);
  if (!p) return f(x->type);
  std::vector<Term> terms;
  bool ok = forEachTerm(p, [&](const Term* t) {
    Type* r = t ? f(t->type) : nullptr;
    if (r) terms.push_back({t->tilde, r});
    return r != nullptr;
  });
  if (!ok) return nullptr;
  errorf(x, "%s not supported as argument to built-in %s for go1.18 (see go.dev/issue/50937)", x,
         builtinInfo(id).name);
  return invalidType();
}

bool Checker::builtinComplex(Operand* x, CallExpr* call, std::vector<Operand>& args) {
  Operand* y = &args[1];
  bool xu = isUntyped(x->type), yu = isUntyped(y->type);
  if (xu && yu) {
    if (x->isConst() && y->isConst()) {
      for (Operand* o : {x, y}) {
        if (isNumeric(o->type) && constant::imag(o->value).sign() == 0) {
          o->type = basicType(BasicKind::UntypedFloat);
        }
      }
    } else {
      convertUntyped(x, basicType(BasicKind::Float64));
      convertUntyped(y, basicType(BasicKind::Float64));
    }
  } else if (xu) {
    convertUntyped(x, y->type);
  } else if (yu) {
    convertUntyped(y, x->type);
  }
  if (!x->valid() || !y->valid()) return false;
  if (!identical(x->type, y->type)) {
    errorf(x, "invalid operation: %s (mismatched types %s and %s)", static_cast<Expr*>(call),
           x->type, y->type);
    return false;
  }
  auto toComplex = [](Type* t) -> Type* {
    if (isBasicKind(t, BasicKind::Float32)) return basicType(BasicKind::Complex64);
    if (isBasicKind(t, BasicKind::Float64)) return basicType(BasicKind::Complex128);
    if (isBasicKind(t, BasicKind::UntypedFloat)) return basicType(BasicKind::UntypedComplex);
    return nullptr;
  };
  Type* result = applyTypeFunc(toComplex, x, BuiltinId::Complex);
  if (!result) {
    errorf(x, "invalid argument: arguments have type %s, expected floating-point", x->type);
    return false;
  }
  if (x->isConst() && y->isConst()) {
    x->value = constant::binaryOp(constant::toFloat(x->value), constant::Op::Add,
                                  constant::makeImag(constant::toFloat(y->value)));
  } else {
    x->mode = Mode::Value;
  }
  x->type = result;
  return true;
}

bool Checker::builtinRealImag(Operand* x, BuiltinId id) {
  if (isUntyped(x->type)) {
    if (!x->isConst()) {
      convertUntyped(x, basicType(BasicKind::Complex128));
      if (!x->valid()) return false;
    } else if (isNumeric(x->type)) {
      x->type = basicType(BasicKind::UntypedComplex);
    }
  }
  auto toFloat = [](Type* t) -> Type* {
    if (isBasicKind(t, BasicKind::Complex64)) return basicType(BasicKind::Float32);
    if (isBasicKind(t, BasicKind::Complex128)) return basicType(BasicKind::Float64);
    if (isBasicKind(t, BasicKind::UntypedComplex)) return basicType(BasicKind::UntypedFloat);
    return nullptr;
  };
  Type* result = applyTypeFunc(toFloat, x, id);
  if (!result) {
    errorf(x, "invalid argument: argument has type %s, expected complex type", x->type);
    return false;
  }
  if (x->isConst()) {
    x->value = id == BuiltinId::Real ? constant::real(x->value) : constant::imag(x->value);
  } else {
    x->mode = Mode::Value;
  }
  x->type = result;
  return true;
}

bool Checker::builtinMinMax(Operand* x, BuiltinId id, std::vector<Operand>& args) {
  constant::Op op = id == BuiltinId::Max ? constant::Op::Gtr : constant::Op::Lss;
  for (size_t i = 0; i < args.size(); i++) {
    Operand* a = &args[i];
    if (!allOrdered(a->type)) {
      errorf(a, "invalid argument: %s cannot be ordered", a);
      return false;
    }
    if (i == 0) continue;
    matchTypes(x, a);
    if (!x->valid()) return false;
    if (!identical(x->type, a->type)) {
      errorf(a, "invalid argument: mismatched types %s (previous argument) and %s (type of %s)",
             x->type, a->type, a->expr);
      return false;
    }
    if (x->isConst() && a->isConst()) {
      if (constant::compare(a->value, op, x->value)) *x = *a;
    } else {
      x->mode = Mode::Value;
    }
  }
  if (!x->isConst()) {
    x->mode = Mode::Value;
    assignment(x, universe().emptyInterface,
               std::string("argument to built-in ") + builtinInfo(id).name);
    if (!x->valid()) return false;
    info_.conversions.erase(x->expr);
  }
  for (Operand& a : args) updateExprType(a.expr, x->type, true);
  return true;
}

}  // namespace gopark::types
