// Assignability and conversions. V is the operand's type, T the target, as in types2.
#include "golang/syntax/unicode.h"
#include "golang/types/checker.h"

namespace gopark::types {

namespace {

// explain() puts a line before the cause found deeper down.
void explain(std::string* cause, std::string text) {
  if (!cause) return;
  if (!cause->empty()) text += "\n\t" + *cause;
  *cause = std::move(text);
}

bool isIntegerOrFloat(Type* t) {
  return isBasicInfo(t, kIsInteger | kIsFloat);
}

}  // namespace

bool Checker::assignableTo(const Operand& x, Type* T0, std::string* cause) {
  if (!x.valid() || !isValid(T0)) return true;
  Type *V = unalias(x.type), *T = unalias(T0);
  if (identical(V, T)) return true;
  Type *Vu = underlying(V), *Tu = underlying(T);
  auto *Vp = cast<TypeParam>(V), *Tp = cast<TypeParam>(T);

  if (isUntyped(Vu)) {
    constant::Value ignored;
    Fit fit;
    if (!Tp) return implicitType(x, T, &ignored, &fit);
    // Every type in T's type set must take the value.
    return forEachTerm(
        Tp, [&](const Term* t) { return t && implicitType(x, t->type, &ignored, &fit); });
  }

  if (!Vp && !Tp && identical(Vu, Tu) && (!hasName(V) || !hasName(T))) return true;

  if ((Tu->kind == TypeKind::Interface && !Tp) || isInterfacePointer(Tu)) {
    if (implements(V, T, false, cause)) return true;
    if (!Vp) return false;
    if (cause) cause->clear();
  }
  if (Vu->kind == TypeKind::Interface && !Vp && implements(T, V, false, nullptr)) {
    if (cause) *cause = "need type assertion";
    return false;
  }
  auto *Vc = cast<Chan>(Vu), *Tc = cast<Chan>(Tu);
  if (Vc && Tc && Vc->dir == ChanDir::SendRecv && identical(Vc->elem, Tc->elem)) {
    return !hasName(V) || !hasName(T);
  }
  if (!Vp && !Tp) return false;

  if (Tp && !hasName(V)) {
    return forEachTerm(Tp, [&](const Term* t) {
      if (!t) return false;
      if (assignableTo(x, t->type, cause)) return true;
      explain(cause,
              sprintf("cannot assign %s to %s (in %s)", x.type, t->type, static_cast<Type*>(Tp)));
      return false;
    });
  }
  if (Vp && !hasName(T)) {
    Operand member = x;
    return forEachTerm(Vp, [&](const Term* t) {
      if (!t) return false;
      member.type = t->type;
      if (assignableTo(member, T, cause)) return true;
      explain(cause,
              sprintf("cannot assign %s (in %s) to %s", t->type, static_cast<Type*>(Vp), T0));
      return false;
    });
  }
  return false;
}

bool Checker::convertibleTo(const Operand& x, Type* T0, std::string* cause) {
  if (assignableTo(x, T0, cause)) return true;
  Type *V = unalias(x.type), *T = unalias(T0);
  Type *Vu = underlying(V), *Tu = underlying(T);
  auto *Vp = cast<TypeParam>(V), *Tp = cast<TypeParam>(T);

  if (!Vp && !Tp && identicalIgnoreTags(Vu, Tu)) return true;
  if (V->kind == TypeKind::Pointer && T->kind == TypeKind::Pointer) {
    Type *vb = static_cast<Pointer*>(V)->base, *tb = static_cast<Pointer*>(T)->base;
    if (!isTypeParam(vb) && !isTypeParam(tb) &&
        identicalIgnoreTags(underlying(vb), underlying(tb))) {
      return true;
    }
  }
  if (isIntegerOrFloat(Vu) && isIntegerOrFloat(Tu)) return true;
  if (isComplex(Vu) && isComplex(Tu)) return true;
  if ((isInteger(Vu) || isBytesOrRunes(Vu)) && isString(Tu)) return true;
  if (isString(Vu) && isBytesOrRunes(Tu)) return true;
  if ((isPointer(Vu) || isUintptr(Vu)) && isUnsafePointer(Tu)) return true;
  if (isUnsafePointer(Vu) && (isPointer(Tu) || isUintptr(Tu))) return true;
  if (auto* s = cast<Slice>(Vu)) {
    auto* a = cast<Array>(Tu);
    if (auto* p = cast<Pointer>(Tu)) a = as<Array>(p->base);
    if (a && identical(s->elem, a->elem)) return true;
  }
  if (!Vp && !Tp) return false;

  // Every combination of the types in the type sets must be convertible.
  Operand member = x;
  if (Vp && Tp) {
    return forEachTerm(Vp, [&](const Term* v) {
      if (!v) return false;
      member.type = v->type;
      return forEachTerm(Tp, [&](const Term* t) {
        if (!t) return false;
        if (convertibleTo(member, t->type, cause)) return true;
        explain(cause, sprintf("cannot convert %s (in %s) to type %s (in %s)", v->type,
                               static_cast<Type*>(Vp), t->type, static_cast<Type*>(Tp)));
        return false;
      });
    });
  }
  if (Vp) {
    return forEachTerm(Vp, [&](const Term* v) {
      if (!v) return false;
      member.type = v->type;
      if (convertibleTo(member, T, cause)) return true;
      explain(cause,
              sprintf("cannot convert %s (in %s) to type %s", v->type, static_cast<Type*>(Vp), T0));
      return false;
    });
  }
  return forEachTerm(Tp, [&](const Term* t) {
    if (!t) return false;
    if (convertibleTo(x, t->type, cause)) return true;
    explain(cause, sprintf("cannot convert %s to type %s (in %s)", x.type, t->type,
                           static_cast<Type*>(Tp)));
    return false;
  });
}

bool Checker::constConvertible(Operand* x, Type* T, constant::Value* value) {
  auto* t = as<Basic>(T);
  if (!t) return false;
  if (representableConst(x->value, t, value)) return true;
  if (!isInteger(x->type) || !isString(t)) return false;
  // string(65) is "A".
  char32_t rune = syntax::kRuneError;
  bool exact = false;
  if (x->value.kind() == constant::Kind::Int) {
    uint64_t n = x->value.uint64(&exact);
    if (exact && n <= syntax::kMaxRune) rune = static_cast<char32_t>(n);
  }
  if (value) {
    std::string s;
    syntax::appendRune(s, rune);
    *value = constant::makeString(s);
  }
  return true;
}

void Checker::conversion(Operand* x, Type* T) {
  bool constArg = x->isConst();
  bool ok = false;
  std::string cause;
  if (constArg && isConstType(T)) {
    ok = constConvertible(x, T, &x->value);
    if (!ok && isInteger(x->type) && isInteger(T)) {
      errorf(x, "constant %s overflows %s", x->value, T);
      x->invalidate();
      return;
    }
  } else if (constArg && isTypeParam(T)) {
    ok = forEachType(T, [&](Type*, Type* u) {
      if (!u) {
        cause = sprintf("%s does not contain specific types", T);
        return false;
      }
      if (isString(x->type) && isBytesOrRunes(u)) return true;
      if (constConvertible(x, u, nullptr)) return true;
      if (isInteger(x->type) && isInteger(u)) {
        cause = sprintf("constant %s overflows %s (in %s)", x->value, u, T);
      } else {
        cause = sprintf("cannot convert %s to type %s (in %s)", x, u, T);
      }
      return false;
    });
    x->mode = Mode::Value;
  } else if (convertibleTo(*x, T, &cause)) {
    ok = true;
    x->mode = Mode::Value;
  }
  if (!ok) {
    if (cause.empty()) {
      errorf(x, "cannot convert %s to type %s", x, T);
    } else {
      errorf(x, "cannot convert %s to type %s: %s", x, T, cause);
    }
    x->invalidate();
    return;
  }
  if (isUntyped(x->type)) {
    Type* final = T;
    if (x->type == basicType(BasicKind::UntypedNil)) {
      // nil takes the target type.
    } else if (isNonTypeParamInterface(T) || (constArg && !isConstType(T))) {
      final = defaultType(x->type);
    } else if (x->isConst() && isInteger(x->type) && allString(T)) {
      final = x->type;
    }
    updateExprType(x->expr, final, true);
  }
  x->type = T;
}

}  // namespace gopark::types
