// The predeclared things: basic types, any, error, comparable, constants, nil, built-in functions,
// and package unsafe. Built once, never changed afterwards, shared by all Contexts.
#pragma once

#include "golang/types/object.h"
#include "golang/types/types.h"

namespace gopark::types {

struct Universe {
  Scope* scope;
  Package* unsafe;
  Basic* basic[kBasicKindCount];  // By BasicKind.
  Basic* byteType;                // uint8 under the name it was written with.
  Basic* runeType;
  Interface* emptyInterface;  // Prints as "any".
  Alias* any;
  Named* error;
  Named* comparable;
  Object* iota;
};

// universe() is the one Universe.
const Universe& universe();

// basicType() is the basic type of that kind.
inline Type* basicType(BasicKind kind) {
  return universe().basic[static_cast<int>(kind)];
}
inline Type* invalidType() {
  return basicType(BasicKind::Invalid);
}

// How a call of a built-in may be used as a statement.
enum class ExprKind : uint8_t { Conversion, Expression, Statement };

struct BuiltinInfo {
  const char* name;
  int argCount;  // At least that many.
  bool variadic;
  ExprKind kind;
};
const BuiltinInfo& builtinInfo(BuiltinId id);

}  // namespace gopark::types
