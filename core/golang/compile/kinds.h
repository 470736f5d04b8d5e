// What the kind of a type means for the choice of instructions.
#pragma once

#include "golang/vm/code.h"
#include "golang/vm/rtype.h"

namespace gopark::compile {

// widthOf() numbers the integer widths as opcodes.def does.
inline int widthOf(const vm::RType* t) {
  switch (t->rep) {
    case vm::Rep::kI32:
      return 1;
    case vm::Rep::kI16:
      return 2;
    case vm::Rep::kI8:
      return 3;
    case vm::Rep::kU32:
      return 4;
    case vm::Rep::kU16:
      return 5;
    case vm::Rep::kU8:
      return 6;
    default:
      return 0;
  }
}

inline bool isSigned(const vm::RType* t) {
  return t->kind >= vm::Kind::kInt && t->kind <= vm::Kind::kInt64;
}
inline bool isFloat(const vm::RType* t) {
  return t->kind == vm::Kind::kFloat32 || t->kind == vm::Kind::kFloat64;
}
inline bool isComplex(const vm::RType* t) {
  return t->kind == vm::Kind::kComplex64 || t->kind == vm::Kind::kComplex128;
}
inline bool isInteger(const vm::RType* t) {
  return t->kind >= vm::Kind::kInt && t->kind <= vm::Kind::kUintptr;
}
inline bool isOneWord(const vm::RType* t) {
  return t->slots == 1 && t->rep != vm::Rep::kMulti && t->rep != vm::Rep::kHuge && !isFloat(t);
}
// plus() is the instruction n rows further on in opcodes.def.
inline vm::Op plus(vm::Op op, int n) {
  return static_cast<vm::Op>(static_cast<int>(op) + n);
}

}  // namespace gopark::compile
