// How operands are described in messages.
#include "golang/types/operand.h"

#include "golang/syntax/printer.h"
#include "golang/types/relations.h"
#include "golang/types/universe.h"

namespace gopark::types {

namespace {

const char* modeName(Mode mode) {
  switch (mode) {
    case Mode::Invalid:
      return "invalid operand";
    case Mode::NoValue:
      return "no value";
    case Mode::Builtin:
      return "built-in";
    case Mode::TypeExpr:
      return "type";
    case Mode::Constant:
      return "constant";
    case Mode::Variable:
      return "variable";
    case Mode::MapIndex:
      return "map index expression";
    case Mode::Value:
      return "value";
    case Mode::NilValue:
      return "nil";
    case Mode::CommaOk:
      return "comma, ok expression";
  }
  return "";
}

// typePhrase() is " of type T" with what helps to understand T.
std::string typePhrase(Type* type, const Package* relativeTo) {
  if (!isValid(type)) return " with invalid type";
  std::string text = " of ";
  if (isGeneric(type)) text += "generic ";
  auto* p = cast<TypeParam>(type);
  if (!p && (type->kind == TypeKind::Alias || type->kind == TypeKind::Named)) {
    std::string_view what = compositeKind(type);
    if (what.empty()) {
      auto* basic = as<Basic>(type);
      text += basic ? basic->name : "";
    } else {
      text += what;
    }
    text += ' ';
  }
  text += "type " + typeString(type, Qualify::kRelative, relativeTo);
  if (p) {
    text += " constrained by " + typeString(p->bound, Qualify::kRelative, relativeTo);
    if (hasEmptyTypeSet(p)) text += " with empty type set";
  }
  return text;
}

}  // namespace

std::string operandString(const Operand& x, const Package* relativeTo) {
  if (x.mode == Mode::NilValue) {
    if (!x.type || !isValid(x.type)) return "nil (with invalid type)";
    if (x.type == basicType(BasicKind::UntypedNil)) return "nil";
    return "nil (of type " + typeString(x.type, Qualify::kRelative, relativeTo) + ")";
  }
  std::string expr;
  if (x.expr) {
    expr = syntax::exprString(x.expr);
  } else if (x.mode == Mode::Builtin) {
    expr = builtinInfo(x.builtin).name;
  } else if (x.mode == Mode::TypeExpr) {
    expr = typeString(x.type, Qualify::kRelative, relativeTo);
  } else if (x.mode == Mode::Constant) {
    expr = x.value.str();
  }
  bool showsType = x.type && x.mode != Mode::Invalid && x.mode != Mode::NoValue &&
                   x.mode != Mode::Builtin && x.mode != Mode::TypeExpr;
  std::string text;
  if (showsType && isUntyped(x.type)) {
    text = std::string(static_cast<Basic*>(x.type)->name) + " ";
    showsType = false;
  }
  text += modeName(x.mode);
  if (x.mode == Mode::Constant) {
    if (std::string value = x.value.str(); value != expr) text += " " + value;
  }
  if (showsType) text += typePhrase(x.type, relativeTo);
  return expr.empty() ? text : expr + " (" + text + ")";
}

}  // namespace gopark::types
