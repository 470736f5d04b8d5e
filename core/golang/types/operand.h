// Operand: an expression being checked, with what is known about it so far. Private to
// core/golang/types. Go's counterpart: types2 operand.go.
#pragma once

#include <string>

#include "golang/syntax/ast.h"
#include "golang/types/constant.h"
#include "golang/types/info.h"
#include "golang/types/types.h"

namespace gopark::types {

struct Operand {
  Mode mode = Mode::Invalid;
  syntax::Expr* expr = nullptr;
  Type* type = nullptr;
  constant::Value value;  // Mode::Constant.
  BuiltinId builtin = BuiltinId::Append;

  bool valid() const { return mode != Mode::Invalid; }
  bool isConst() const { return mode == Mode::Constant; }
  bool isNil() const { return mode == Mode::NilValue; }
  void invalidate() { mode = Mode::Invalid; }
};

// operandString() describes x as gc's messages do: `n (variable of type int)`.
std::string operandString(const Operand& x, const Package* relativeTo);

}  // namespace gopark::types
