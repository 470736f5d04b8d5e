// Index and slice expressions.
#include "golang/types/checker.h"

namespace gopark::types {

bool Checker::indexExpr(Operand* x, syntax::IndexExpr* e) {
  exprOrType(x, e->x, true);
  if (!x->valid()) {
    use(e->index);
    return false;
  }
  if (x->mode == Mode::TypeExpr) {
    x->invalidate();
    x->type = varType(e);
    if (isValid(x->type)) x->mode = Mode::TypeExpr;
    return false;
  }
  if (x->mode == Mode::Value) {
    auto* sig = as<Signature>(x->type);
    if (sig && !sig->tparams.empty()) return true;
  }
  nonGeneric(nullptr, x);
  if (!x->valid()) return false;

  bool valid = false, done = false;
  int64_t length = -1;
  Type* u = underlying(x->type);
  switch (u->kind) {
    case TypeKind::Basic:
      if (isString(u)) {
        valid = true;
        if (x->isConst() && x->value.known()) {
          length = static_cast<int64_t>(x->value.stringValue().size());
        }
        // The bytes of a constant string are no constants.
        if (isUntyped(x->type)) updateExprType(x->expr, basicType(BasicKind::String), true);
        x->mode = Mode::Value;
        x->type = universe().byteType;
      }
      break;
    case TypeKind::Array:
      valid = true;
      length = static_cast<Array*>(u)->len;
      if (x->mode != Mode::Variable) x->mode = Mode::Value;
      x->type = static_cast<Array*>(u)->elem;
      break;
    case TypeKind::Pointer:
      if (auto* a = as<Array>(static_cast<Pointer*>(u)->base)) {
        valid = true;
        length = a->len;
        x->mode = Mode::Variable;
        x->type = a->elem;
      }
      break;
    case TypeKind::Slice:
      valid = true;
      x->mode = Mode::Variable;
      x->type = static_cast<Slice*>(u)->elem;
      break;
    case TypeKind::Map:
      mapIndex(x, e, static_cast<Map*>(u)->key, static_cast<Map*>(u)->elem);
      return false;
    case TypeKind::Interface:
      if (isTypeParam(x->type)) valid = indexTypeParam(x, e, &length, &done);
      if (done) return false;
      break;
    default:
      break;
  }
  if (!valid) {
    errorf(e->pos, "cannot index %s", x);
    use(e->index);
    x->invalidate();
    return false;
  }
  Expr* i = singleIndex(e);
  if (!i) {
    x->invalidate();
    return false;
  }
  int64_t ignored;
  index(i, length, &ignored);
  return false;
}

void Checker::mapIndex(Operand* x, syntax::IndexExpr* e, Type* key, Type* elem) {
  Expr* i = singleIndex(e);
  if (!i) {
    x->invalidate();
    return;
  }
  Operand k;
  expr(nullptr, &k, i);
  assignment(&k, key, "map index");
  x->mode = Mode::MapIndex;
  x->type = elem;
  x->expr = e;
}

bool Checker::indexTypeParam(Operand* x, syntax::IndexExpr* e, int64_t* length, bool* done) {
  Type *key = nullptr, *elem = nullptr;
  Mode mode = Mode::Variable;
  bool ok = forEachType(x->type, [&](Type*, Type* u) {
    if (!u) return false;
    int64_t n = -1;
    Type *k = nullptr, *el = nullptr;
    switch (u->kind) {
      case TypeKind::Basic:
        if (isString(u)) {
          el = universe().byteType;
          mode = Mode::Value;
        }
        break;
      case TypeKind::Array:
        n = static_cast<Array*>(u)->len;
        el = static_cast<Array*>(u)->elem;
        if (x->mode != Mode::Variable) mode = Mode::Value;
        break;
      case TypeKind::Pointer:
        if (auto* a = as<Array>(static_cast<Pointer*>(u)->base)) {
          n = a->len;
          el = a->elem;
        }
        break;
      case TypeKind::Slice:
        el = static_cast<Slice*>(u)->elem;
        break;
      case TypeKind::Map:
        k = static_cast<Map*>(u)->key;
        el = static_cast<Map*>(u)->elem;
        break;
      default:
        break;
    }
    if (!el) return false;
    if (!elem) {
      *length = n;
      key = k;
      elem = el;
      return true;
    }
    // No mixing of maps with anything else, and one element type for all.
    if ((!key) != (!k) || (key && !identical(key, k)) || !identical(elem, el)) return false;
    if (n >= 0 && n < *length) *length = n;
    return true;
  });
  if (!ok) return false;
  if (key) {
    *done = true;
    mapIndex(x, e, key, elem);
    return true;
  }
  x->mode = mode;
  x->type = elem;
  return true;
}

void Checker::sliceExpr(Operand* x, syntax::SliceExpr* e) {
  expr(nullptr, x, e->x);
  if (!x->valid()) {
    for (Expr* i : e->index) use(i);
    return;
  }
  Type *common = nullptr, *commonType = nullptr;
  bool hasString = false;
  bool ok = forEachType(x->type, [&](Type* t, Type* u) {
    if (!u) {
      errorf(x, "cannot slice %s: no specific type in %s", x, x->type);
      return false;
    }
    // Strings count as slices of bytes.
    if (isString(u)) {
      u = context_.sliceOf(universe().byteType);
      hasString = true;
    }
    if (!common) {
      commonType = t;
      common = u;
    } else if (!identical(common, u)) {
      errorf(x, "cannot slice %s: %s and %s have different underlying types", x, commonType, t);
      return false;
    }
    return true;
  });
  if (!ok) {
    x->invalidate();
    return;
  }
  if (hasString) common = isTypeParam(x->type) ? basicType(BasicKind::String) : underlying(x->type);

  bool valid = false;
  int64_t length = -1;
  switch (common->kind) {
    case TypeKind::Basic:
      if (!isString(common)) break;
      if (e->full) {
        errorf(e->index[2] ? static_cast<Node*>(e->index[2]) : e,
               "invalid operation: 3-index slice of string");
        x->invalidate();
        return;
      }
      valid = true;
      if (x->isConst() && x->value.known()) {
        length = static_cast<int64_t>(x->value.stringValue().size());
      }
      if (isUntyped(x->type)) {
        updateExprType(x->expr, basicType(BasicKind::String), true);
        x->type = basicType(BasicKind::String);
      }
      break;
    case TypeKind::Array:
      valid = true;
      length = static_cast<Array*>(common)->len;
      if (x->mode != Mode::Variable) {
        errorf(x, "cannot slice unaddressable value %s", x);
        x->invalidate();
        return;
      }
      noteAddressTaken(e->x);
      x->type = context_.sliceOf(static_cast<Array*>(common)->elem);
      break;
    case TypeKind::Pointer:
      if (auto* a = as<Array>(static_cast<Pointer*>(common)->base)) {
        valid = true;
        length = a->len;
        x->type = context_.sliceOf(a->elem);
      }
      break;
    case TypeKind::Slice:
      valid = true;
      break;
    default:
      break;
  }
  if (!valid) {
    errorf(x, "cannot slice %s", x);
    x->invalidate();
    return;
  }
  x->mode = Mode::Value;
  if (e->full && (!e->index[1] || !e->index[2])) {
    errorf(e, "invalid syntax tree: 2nd and 3rd index required in 3-index slice");
    x->invalidate();
    return;
  }
  sliceIndices(e, length);
}

void Checker::sliceIndices(syntax::SliceExpr* e, int64_t length) {
  int64_t values[3];
  for (int i = 0; i < 3; i++) {
    values[i] = -1;
    if (e->index[i]) {
      index(e->index[i], length >= 0 ? length + 1 : -1, &values[i]);
    } else if (i == 0) {
      values[i] = 0;
    } else if (length >= 0) {
      values[i] = length;
    }
  }
  for (int i = 0; i < 2; i++) {
    if (values[i] <= 0) continue;
    for (int j = i + 1; j < 3; j++) {
      if (values[j] < 0 || values[j] >= values[i] || !e->index[j]) continue;
      errorf(e->index[j], "invalid slice indices: %s < %s", values[j], values[i]);
      return;
    }
  }
}

Expr* Checker::singleIndex(syntax::IndexExpr* e) {
  if (auto* list = nodeCast<syntax::ListExpr>(e->index)) {
    errorf(list->elemList[1], "invalid operation: more than one index");
    return list->elemList[0];
  }
  return e->index;
}

// index() checks an index below max (if that is not negative) and gives its type, invalid after an
// error, and its value if it is constant, else -1.
Type* Checker::index(Expr* e, int64_t max, int64_t* value) {
  *value = -1;
  Operand x;
  expr(nullptr, &x, e);
  if (!isValidIndex(&x, "index", false)) return invalidType();
  if (!x.isConst()) return x.type;
  if (!x.value.known()) return invalidType();
  int64_t v = x.value.int64();
  if (max >= 0 && v >= max) {
    errorf(&x, "invalid argument: index %s out of bounds [0:%s]", x.value.str(), max);
    return invalidType();
  }
  *value = v;
  return x.type;
}

bool Checker::isValidIndex(Operand* x, std::string_view what, bool allowNegative) {
  if (!x->valid()) return false;
  convertUntyped(x, basicType(BasicKind::Int));
  if (!x->valid()) return false;
  if (!allInteger(x->type)) {
    errorf(x, "invalid argument: %s %s must be integer", what, x);
    return false;
  }
  if (!x->isConst() || !x->value.known()) return true;
  if (!allowNegative && x->value.sign() < 0) {
    errorf(x, "invalid argument: %s %s must not be negative", what, x);
    return false;
  }
  if (!representableConst(x->value, static_cast<Basic*>(basicType(BasicKind::Int)), &x->value)) {
    errorf(x, "invalid argument: %s %s overflows int", what, x);
    return false;
  }
  return true;
}

}  // namespace gopark::types
