// The functions of package unsafe.
#include "golang/types/checker.h"

namespace gopark::types {

bool Checker::unsafeBuiltin(Operand* x, CallExpr* call, BuiltinId id, std::vector<Operand>& args) {
  Type* uintptrType = basicType(BasicKind::Uintptr);
  Type* stringType = basicType(BasicKind::String);
  Type* bytePointer = newPointer(universe().byteType);
  switch (id) {
    case BuiltinId::UnsafeAdd:
      assignment(x, basicType(BasicKind::UnsafePointer), "argument to unsafe.Add");
      if (!x->valid() || !isValidIndex(&args[1], "length", true)) return false;
      x->type = basicType(BasicKind::UnsafePointer);
      break;
    case BuiltinId::UnsafeAlignof:
    case BuiltinId::UnsafeSizeof: {
      bool size = id == BuiltinId::UnsafeSizeof;
      assignment(x, nullptr, size ? "argument to unsafe.Sizeof" : "argument to unsafe.Alignof");
      if (!x->valid()) return false;
      Type* t = x->type;
      x->type = uintptrType;
      if (hasVariableSize(t)) break;
      int64_t n = size ? sizeOf(t) : alignOf(t);
      if (n < 0) {
        x->type = t;
        errorf(x, "%s is too large", x);
        return false;
      }
      x->mode = Mode::Constant;
      x->value = constant::makeInt64(n);
      return true;
    }
    case BuiltinId::UnsafeOffsetof:
      return builtinOffsetof(x, call);
    case BuiltinId::UnsafeSlice: {
      Type* u = commonUnder(x->type);
      auto* p = u ? cast<Pointer>(u) : nullptr;
      if (!p) {
        errorf(x, "invalid argument: %s is not a pointer", x);
        return false;
      }
      if (!isValidIndex(&args[1], "length", false)) return false;
      x->type = context_.sliceOf(p->base);
      break;
    }
    case BuiltinId::UnsafeSliceData: {
      Type* u = commonUnder(x->type);
      auto* s = u ? cast<Slice>(u) : nullptr;
      if (!s) {
        errorf(x, "invalid argument: %s is not a slice", x);
        return false;
      }
      x->type = newPointer(s->elem);
      break;
    }
    case BuiltinId::UnsafeString:
      assignment(x, bytePointer, "argument to unsafe.String");
      if (!x->valid() || !isValidIndex(&args[1], "length", false)) return false;
      x->type = stringType;
      break;
    case BuiltinId::UnsafeStringData:
      assignment(x, stringType, "argument to unsafe.StringData");
      if (!x->valid()) return false;
      x->type = bytePointer;
      break;
    default:
      return false;
  }
  x->mode = Mode::Value;
  return true;
}

bool Checker::builtinOffsetof(Operand* x, CallExpr* call) {
  Expr* arg0 = call->argList[0];
  auto* sel = nodeCast<syntax::SelectorExpr>(syntax::unparen(arg0));
  if (!sel) {
    errorf(arg0, "invalid argument: %s is not a selector expression", arg0);
    use(arg0);
    return false;
  }
  expr(nullptr, x, sel->x);
  if (!x->valid()) return false;
  Type* base = derefStructPointer(x->type);
  LookupResult r = lookupFieldOrMethod(context_, base, false, pkg_, sel->sel->value);
  if (!r.obj) {
    errorf(x, "invalid argument: %s has no single field %s", base, sel->sel->value);
    return false;
  }
  if (r.obj->kind == ObjectKind::Func) {
    errorf(arg0, "invalid argument: %s is a method value", arg0);
    return false;
  }
  if (r.indirect) {
    errorf(x, "invalid argument: field %s is embedded via a pointer in %s", sel->sel->value, base);
    return false;
  }
  recordSelection(sel, SelectionKind::FieldVal, base, r);
  recordTypeAndValue(sel, x->mode == Mode::Variable ? Mode::Variable : Mode::Value, r.obj->type);
  x->type = basicType(BasicKind::Uintptr);
  if (hasVariableSize(base)) {
    x->mode = Mode::Value;
    return true;
  }
  int64_t offset = 0;
  Type* t = base;
  for (int i : r.index) {
    auto* s = as<Struct>(t);
    int64_t field = fieldOffsets(s)[static_cast<size_t>(i)];
    if (field < 0) {
      errorf(arg0, "%s is too large", arg0);
      return false;
    }
    offset += field;
    t = s->fields[static_cast<size_t>(i)]->type;
  }
  x->mode = Mode::Constant;
  x->value = constant::makeInt64(offset);
  return true;
}

}  // namespace gopark::types
