// Basic, function and composite literals.
#include <algorithm>
#include <map>
#include <tuple>

#include "golang/types/checker.h"

namespace gopark::types {

void Checker::basicLit(Operand* x, syntax::BasicLit* e) {
  if (e->bad) return;
  constant::LiteralKind kind = constant::LiteralKind::String;
  BasicKind type = BasicKind::UntypedString;
  switch (e->litKind) {
    case syntax::LitKind::Int:
      kind = constant::LiteralKind::Int;
      type = BasicKind::UntypedInt;
      break;
    case syntax::LitKind::Float:
      kind = constant::LiteralKind::Float;
      type = BasicKind::UntypedFloat;
      break;
    case syntax::LitKind::Imag:
      kind = constant::LiteralKind::Imag;
      type = BasicKind::UntypedComplex;
      break;
    case syntax::LitKind::Rune:
      kind = constant::LiteralKind::Rune;
      type = BasicKind::UntypedRune;
      break;
    case syntax::LitKind::String:
      break;
  }
  constexpr size_t kCharsMax = 10000;  // Of a number; longer ones only cost time.
  if (type < BasicKind::UntypedString && type != BasicKind::UntypedRune &&
      e->value.size() > kCharsMax) {
    errorf(e, "excessively long constant: %s... (%s chars)", e->value.substr(0, 10),
           e->value.size());
    return;
  }
  x->value = constant::fromLiteral(e->value, kind);
  if (!x->value.known()) {
    errorf(e, "malformed constant: %s", e->value);
    return;
  }
  x->mode = Mode::Constant;
  x->type = basicType(type);
  x->expr = e;
  overflow(x, e->pos);
}

void Checker::funcLit(Operand* x, syntax::FuncLit* e) {
  auto* sig = cast<Signature>(typ(e->type));
  sig->scope->setEnd(syntax::endPos(e));
  FuncInfo* info = newFuncInfo(e, env_.func, sig, e->body);
  // The body waits until the declaration around the literal is complete, but not longer than the
  // scope it sees stays as it is.
  later([this, sig, e, info, decl = env_.decl, iota = env_.iota] {
    funcBody(decl, sig, e->body, iota, info);
  });
  x->mode = Mode::Value;
  x->type = sig;
}

void Checker::compositeLit(Operand* x, syntax::CompositeLit* e, Type* hint) {
  Type *type, *base;
  bool isElement = false;
  if (e->type) {
    auto* array = nodeCast<syntax::ArrayType>(e->type);
    if (array && !array->len) {
      type = context_.make<Array>(varType(array->elem), -1);  // [...]T: counted below.
    } else {
      type = typ(e->type);
    }
    base = type;
  } else if (hint) {
    // An element of an outer literal; for *T it stands for &T{...}.
    type = base = hint;
    if (Type* u = commonUnder(base)) {
      bool pointer;
      Type* pointed = deref(u, &pointer);
      if (pointer) base = pointed;
    }
    isElement = true;
  } else {
    errorf(e, "missing type in composite literal");
    type = base = invalidType();
  }

  Type* u = commonUnder(base);
  switch (u ? u->kind : TypeKind::Tuple) {
    case TypeKind::Struct:
      structLit(x, e, static_cast<Struct*>(u), base);
      break;
    case TypeKind::Array: {
      auto* array = static_cast<Array*>(u);
      int64_t n = indexedElements(e->elemList, array->elem, array->len);
      if (array->len < 0) {
        array->len = n;
        if (e->type) recordTypeAndValue(e->type, Mode::TypeExpr, array);
      }
      break;
    }
    case TypeKind::Slice:
      indexedElements(e->elemList, static_cast<Slice*>(u)->elem, -1);
      break;
    case TypeKind::Map:
      mapLit(x, e, static_cast<Map*>(u));
      break;
    default:
      for (Expr* elem : e->elemList) {
        auto* kv = nodeCast<syntax::KeyValueExpr>(elem);
        use(kv ? kv->value : elem);
      }
      if (u && !isValid(u)) break;  // The type may just not be complete yet.
      errorf(e, "invalid composite literal%s type %s%s", isElement ? " element" : "", type,
             u ? "" : " (no common underlying type)");
      x->invalidate();
      return;
  }
  x->mode = Mode::Value;
  x->type = type;
}

void Checker::structLit(Operand* x, syntax::CompositeLit* e, Struct* type, Type* base) {
  if (e->elemList.empty()) return;
  const std::vector<Var*>& fields = type->fields;
  if (e->elemList[0]->kind == NodeKind::KeyValueExpr) {
    std::vector<bool> visited(fields.size());
    for (Expr* elem : e->elemList) {
      auto* kv = nodeCast<syntax::KeyValueExpr>(elem);
      if (!kv) {
        errorf(elem, "mixture of field:value and value elements in struct literal");
        continue;
      }
      auto* key = nodeCast<Name>(kv->key);
      int i = key ? fieldIndex(fields, pkg_, key->value, false) : -1;
      // A generic function value may be inferred from the field's type.
      expr(nullptr, x, kv->value);
      if (!key) {
        errorf(kv, "invalid field name %s in struct literal", kv->key);
        continue;
      }
      if (i < 0) {
        int other = fieldIndex(fields, pkg_, key->value, true);
        Object* alt = other >= 0 ? fields[static_cast<size_t>(other)] : nullptr;
        errorf(kv->key, "%s", lookupError(base, key->value, alt, true));
        continue;
      }
      auto index = static_cast<size_t>(i);
      recordUse(key, fields[index]);
      assignment(x, fields[index]->type, "struct literal");
      if (visited[index]) {
        errorf(kv, "duplicate field name %s in struct literal", key->value);
        continue;
      }
      visited[index] = true;
    }
    return;
  }
  for (size_t i = 0; i < e->elemList.size(); i++) {
    Expr* elem = e->elemList[i];
    if (elem->kind == NodeKind::KeyValueExpr) {
      errorf(elem, "mixture of field:value and value elements in struct literal");
      continue;
    }
    expr(nullptr, x, elem);
    if (i >= fields.size()) {
      errorf(x, "too many values in struct literal of type %s", base);
      break;
    }
    Var* f = fields[i];
    if (!f->exported() && f->pkg != pkg_) {
      errorf(x, "implicit assignment to unexported field %s in struct literal of type %s", f->name,
             base);
      continue;
    }
    assignment(x, f->type, "struct literal");
  }
  if (e->elemList.size() < fields.size()) {
    errorf(e->rbrace, "too few values in struct literal of type %s", base);
  }
}

namespace {

// A constant as a map key: equal values have equal keys whatever their kind.
using ConstantKey = std::tuple<int, std::string>;

ConstantKey constantKey(const constant::Value& v) {
  constant::Value smallest = v;
  if (constant::Value f = constant::toFloat(v); f.known()) smallest = f;
  if (constant::Value i = constant::toInt(v); i.known()) smallest = i;
  return {static_cast<int>(smallest.kind()), smallest.exactStr()};
}

}  // namespace

void Checker::mapLit(Operand* x, syntax::CompositeLit* e, Map* type) {
  // In an interface, equal constants of different types are different keys.
  bool keyIsInterface = isNonTypeParamInterface(type->key);
  std::map<ConstantKey, std::vector<Type*>> visited;
  for (Expr* elem : e->elemList) {
    auto* kv = nodeCast<syntax::KeyValueExpr>(elem);
    if (!kv) {
      errorf(elem, "missing key in map literal");
      continue;
    }
    exprWithHint(x, kv->key, type->key);
    assignment(x, type->key, "map literal");
    if (!x->valid()) continue;
    if (x->isConst() && x->value.known()) {
      std::vector<Type*>& types = visited[constantKey(x->value)];
      bool duplicate = false;
      for (Type* t : types) duplicate |= !keyIsInterface || identical(t, x->type);
      types.push_back(x->type);
      if (duplicate) {
        errorf(x, "duplicate key %s in map literal", x->value);
        continue;
      }
    }
    exprWithHint(x, kv->value, type->elem);
    assignment(x, type->elem, "map literal");
  }
}

int64_t Checker::indexedElements(ExprList list, Type* type, int64_t length) {
  std::set<int64_t> visited;
  int64_t index = 0, max = 0;
  // Without keys nothing can repeat.
  bool hasKeys = std::any_of(list.begin(), list.end(),
                             [](Expr* e) { return e->kind == NodeKind::KeyValueExpr; });
  for (Expr* elem : list) {
    bool valid = false;
    Expr* value = elem;
    if (auto* kv = nodeCast<syntax::KeyValueExpr>(elem)) {
      int64_t i;
      if (isValid(this->index(kv->key, length, &i))) {
        if (i >= 0) {
          index = i;
          valid = true;
        } else {
          errorf(elem, "index %s must be integer constant", kv->key);
        }
      }
      value = kv->value;
    } else if (length >= 0 && index >= length) {
      errorf(elem, "index %s is out of bounds (>= %s)", index, length);
    } else {
      valid = true;
    }
    if (valid && hasKeys && !visited.insert(index).second) {
      errorf(elem, "duplicate index %s in array or slice literal", index);
    }
    index++;
    max = std::max(max, index);
    Operand x;
    exprWithHint(&x, value, type);
    assignment(&x, type, "array or slice literal");
  }
  return max;
}

}  // namespace gopark::types
