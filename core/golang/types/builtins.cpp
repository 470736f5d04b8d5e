// The predeclared functions; those on numbers are in builtins_numbers.cpp, those of package unsafe
// in builtins_unsafe.cpp.
#include "golang/types/checker.h"

namespace gopark::types {

bool Checker::builtin(Operand* x, CallExpr* call, BuiltinId id) {
  ExprList argList(call->argList.data(), call->argList.size());
  const BuiltinInfo& info = builtinInfo(id);
  if (call->hasDots && id != BuiltinId::Append) {
    errorf(call, "invalid operation: invalid use of ... with built-in %s", info.name);
    useAll(argList);
    return false;
  }
  // len(x) of an array is constant only if x contains no calls or receives.
  bool saved = env_.hasCallOrRecv;
  bool isLength = id == BuiltinId::Len || id == BuiltinId::Cap;
  if (isLength) env_.hasCallOrRecv = false;

  std::vector<Operand> args;
  size_t count = argList.size();
  bool ok = true;
  if (id != BuiltinId::Make && id != BuiltinId::New && id != BuiltinId::UnsafeOffsetof) {
    args = exprList(argList);
    count = args.size();
    for (Operand& a : args) ok &= a.valid();
    if (ok && count > 0) *x = args[0];
  }
  if (ok) {
    auto want = static_cast<size_t>(info.argCount);
    const char* wrong = count < want                     ? "not enough"
                        : !info.variadic && count > want ? "too many"
                                                         : nullptr;
    if (wrong) {
      errorf(call, "invalid operation: %s arguments for %s (expected %s, found %s)", wrong,
             static_cast<Expr*>(call), want, count);
      ok = false;
    }
  }
  if (ok) {
    ok = builtinCall(x, call, id, args);
    recordBuiltin(call->fun, id);
  }
  if (isLength) env_.hasCallOrRecv = saved;
  return ok;
}

bool Checker::builtinCall(Operand* x, CallExpr* call, BuiltinId id, std::vector<Operand>& args) {
  switch (id) {
    case BuiltinId::Append:
      return builtinAppend(x, call, args);
    case BuiltinId::Cap:
    case BuiltinId::Len:
      return builtinLen(x, id);
    case BuiltinId::Clear:
      x->mode = Mode::NoValue;
      return forEachType(args[0].type, [&](Type*, Type* u) {
        if (u && (u->kind == TypeKind::Map || u->kind == TypeKind::Slice)) return true;
        errorf(&args[0],
               "invalid argument: cannot clear %s: argument must be (or constrained by) map or "
               "slice",
               &args[0]);
        return false;
      });
    case BuiltinId::Close:
      x->mode = Mode::NoValue;
      return forEachType(args[0].type, [&](Type*, Type* u) {
        auto* c = u ? cast<Chan>(u) : nullptr;
        if (!c) {
          errorf(&args[0], "invalid operation: cannot close non-channel %s", &args[0]);
          return false;
        }
        if (c->dir == ChanDir::RecvOnly) {
          errorf(&args[0], "invalid operation: cannot close receive-only channel %s", &args[0]);
          return false;
        }
        return true;
      });
    case BuiltinId::Complex:
      return builtinComplex(x, call, args);
    case BuiltinId::Copy:
      return builtinCopy(x, args);
    case BuiltinId::Delete:
      return builtinDelete(x, args);
    case BuiltinId::Imag:
    case BuiltinId::Real:
      return builtinRealImag(x, id);
    case BuiltinId::Make:
      return builtinMake(x, call);
    case BuiltinId::Max:
    case BuiltinId::Min:
      return builtinMinMax(x, id, args);
    case BuiltinId::New:
      return builtinNew(x, call);
    case BuiltinId::Panic:
      if (env_.sig && tupleLen(env_.sig->results) > 0 && env_.panics) env_.panics->insert(call);
      assignment(x, universe().emptyInterface, "argument to panic");
      if (!x->valid()) return false;
      x->mode = Mode::NoValue;
      return true;
    case BuiltinId::Print:
    case BuiltinId::Println:
      for (Operand& a : args) {
        assignment(&a, nullptr, std::string("argument to built-in ") + builtinInfo(id).name);
        if (!a.valid()) return false;
      }
      x->mode = Mode::NoValue;
      return true;
    case BuiltinId::Recover:
      if (env_.func) env_.func->hasRecover = true;
      x->mode = Mode::Value;
      x->type = universe().emptyInterface;
      return true;
    default:
      return unsafeBuiltin(x, call, id, args);
  }
}

Type* Checker::sliceElem(Operand* x, std::string* why) {
  Type* elem = nullptr;
  bool ok = forEachType(x->type, [&](Type*, Type* u) {
    auto* s = u ? cast<Slice>(u) : nullptr;
    if (!s) {
      *why = x->isNil() ? "argument must be a slice; have untyped nil"
                        : sprintf("argument must be a slice; have %s", x);
      return false;
    }
    if (elem && !identical(elem, s->elem)) {
      *why = sprintf("mismatched slice element types %s and %s in %s", elem, s->elem, x);
      return false;
    }
    elem = s->elem;
    return true;
  });
  return ok ? elem : nullptr;
}

namespace {

// isStringOrBytes() reports whether all types of t are strings or []byte, and whether any is a
// string.
bool isStringOrBytes(Type* t, bool* hasString) {
  *hasString = false;
  return forEachType(t, [&](Type*, Type* u) {
    if (!u) return false;
    auto* s = cast<Slice>(u);
    if (s && identical(s->elem, universe().byteType)) return true;
    if (!isString(u)) return false;
    *hasString = true;
    return true;
  });
}

}  // namespace

bool Checker::builtinAppend(Operand* x, CallExpr* call, std::vector<Operand>& args) {
  std::string why;
  Type* slice = x->type;
  Type* elem = sliceElem(x, &why);
  if (!elem) {
    errorf(x, "invalid append: %s", why);
    return false;
  }
  // append(bytes, text...) is the exception to the rule for variadic arguments.
  bool special = false;
  if (args.size() == 2 && call->hasDots &&
      assignableTo(*x, context_.sliceOf(universe().byteType), nullptr)) {
    bool hasString;
    special = isStringOrBytes(args[1].type, &hasString) && hasString;
    if (special && isUntyped(args[1].type)) {
      convertUntyped(&args[1], basicType(BasicKind::String));
    }
  }
  if (!special) {
    auto var = [&](Type* t) { return context_.newVar(VarKind::ParamVar, Pos(), nullptr, "", t); };
    auto* sig = context_.make<Signature>();
    sig->params = context_.newTuple({var(slice), var(context_.sliceOf(elem))});
    sig->results = context_.newTuple({var(slice)});
    sig->variadic = true;
    arguments(call, sig, {}, {}, args, {});  // Its errors are enough: the result's type is known.
  }
  x->mode = Mode::Value;
  x->type = slice;
  return true;
}

bool Checker::builtinCopy(Operand* x, std::vector<Operand>& args) {
  Operand* y = &args[1];
  bool special = false;
  if (assignableTo(*x, context_.sliceOf(universe().byteType), nullptr)) {
    bool ignored;
    special = isStringOrBytes(y->type, &ignored);
  }
  if (!special) {
    std::string why;
    Type* to = sliceElem(x, &why);
    if (!to) {
      errorf(x, "invalid copy: %s", why);
      return false;
    }
    Type* from = sliceElem(y, &why);
    if (!from) {
      if (!allString(y->type)) {
        errorf(y, "invalid copy: %s", why);
        return false;
      }
      from = universe().byteType;
    }
    if (!identical(to, from)) {
      errorf(x, "invalid copy: arguments %s and %s have different element types %s and %s", x, y,
             to, from);
      return false;
    }
  }
  if (isUntyped(y->type)) convertUntyped(y, basicType(BasicKind::String));
  x->mode = Mode::Value;
  x->type = basicType(BasicKind::Int);
  return true;
}

bool Checker::builtinLen(Operand* x, BuiltinId id) {
  bool isLen = id == BuiltinId::Len;
  Mode mode = Mode::Invalid;
  constant::Value value;
  Type* t = arrayOfPointer(underlying(x->type));
  switch (t->kind) {
    case TypeKind::Basic:
      if (!isLen || !isString(t)) break;
      mode = Mode::Value;
      if (x->isConst()) {
        mode = Mode::Constant;
        if (x->value.known()) {
          value = constant::makeInt64(static_cast<int64_t>(x->value.stringValue().size()));
        }
      }
      break;
    case TypeKind::Array:
      mode = Mode::Value;
      if (!env_.hasCallOrRecv) {
        mode = Mode::Constant;
        int64_t n = static_cast<Array*>(t)->len;
        if (n >= 0) value = constant::makeInt64(n);
      }
      break;
    case TypeKind::Slice:
    case TypeKind::Chan:
      mode = Mode::Value;
      break;
    case TypeKind::Map:
      if (isLen) mode = Mode::Value;
      break;
    case TypeKind::Interface: {
      bool ok = isTypeParam(x->type) && forEachType(x->type, [&](Type*, Type* u) {
                  if (!u) return false;
                  Type* a = arrayOfPointer(u);
                  switch (a->kind) {
                    case TypeKind::Basic:
                      return isLen && isString(a);
                    case TypeKind::Array:
                    case TypeKind::Slice:
                    case TypeKind::Chan:
                      return true;
                    case TypeKind::Map:
                      return isLen;
                    default:
                      return false;
                  }
                });
      if (ok) mode = Mode::Value;
      break;
    }
    default:
      break;
  }
  if (mode == Mode::Invalid) {
    if (isValid(underlying(x->type))) {
      errorf(x, "invalid argument: %s for built-in %s", x, builtinInfo(id).name);
    }
    return false;
  }
  if (isUntyped(x->type)) updateExprType(x->expr, basicType(BasicKind::String), true);
  x->mode = mode;
  x->type = basicType(BasicKind::Int);
  x->value = value;
  return true;
}

bool Checker::builtinDelete(Operand* x, std::vector<Operand>& args) {
  Type* key = nullptr;
  bool ok = forEachType(x->type, [&](Type*, Type* u) {
    auto* m = u ? cast<Map>(u) : nullptr;
    if (!m) {
      errorf(x, "invalid argument: %s is not a map", x);
      return false;
    }
    if (key && !identical(m->key, key)) {
      errorf(x, "invalid argument: maps of %s must have identical key types", x);
      return false;
    }
    key = m->key;
    return true;
  });
  if (!ok) return false;
  *x = args[1];
  assignment(x, key, "argument to delete");
  if (!x->valid()) return false;
  x->mode = Mode::NoValue;
  return true;
}

bool Checker::builtinMake(Operand* x, CallExpr* call) {
  Expr* arg0 = call->argList[0];
  Type* T = varType(arg0);
  if (!isValid(T)) return false;
  std::string why;
  Type* u = commonUnder(
      T,
      [](Type*, Type* under) -> Why {
        if (!under) return "no specific type";
        switch (under->kind) {
          case TypeKind::Slice:
          case TypeKind::Map:
          case TypeKind::Chan:
            return std::nullopt;
          default:
            return "type must be slice, map, or channel";
        }
      },
      &why, pkg_);
  if (!u) {
    errorf(arg0, "invalid argument: cannot make %s: %s", arg0, why);
    return false;
  }
  size_t min = u->kind == TypeKind::Slice ? 2 : 1, count = call->argList.size();
  if (count < min || min + 1 < count) {
    errorf(call, "invalid operation: %s expects %s or %s arguments; found %s",
           static_cast<Expr*>(call), min, min + 1, count);
    return false;
  }
  std::vector<int64_t> sizes;
  for (size_t i = 1; i < count; i++) {
    int64_t size;
    index(call->argList[i], -1, &size);
    if (size >= 0) sizes.push_back(size);
  }
  if (sizes.size() == 2 && sizes[0] > sizes[1]) {
    errorf(call->argList[1], "invalid argument: length and capacity swapped");
  }
  x->mode = Mode::Value;
  x->type = T;
  return true;
}

bool Checker::builtinNew(Operand* x, CallExpr* call) {
  Expr* arg = call->argList[0];
  exprOrType(x, arg, false);
  exclude(x, {Mode::NoValue, Mode::Builtin});
  if (!x->valid()) return false;
  if (x->mode == Mode::TypeExpr) {
    validVarType(arg, x->type);
  } else if (isUntyped(x->type)) {
    assignment(x, nullptr, "argument to new");
    if (!x->valid()) return false;
  }
  x->mode = Mode::Value;
  x->type = newPointer(x->type);
  return true;
}

}  // namespace gopark::types
