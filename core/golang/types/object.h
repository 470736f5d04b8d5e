// Objects: the named things of a program (constants, types, variables, functions, packages, ...)
// and the scopes that hold them. Go's counterpart: cmd/compile/internal/types2 object.go, scope.go.
// All objects and scopes are owned by a Context.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "golang/syntax/ast.h"
#include "golang/types/constant.h"
#include "golang/types/types.h"

namespace gopark::types {

struct FuncInfo;

enum class ObjectKind : uint8_t { PkgName, Const, TypeName, Var, Func, Label, Builtin, Nil };

// Progress of an object's type: White not begun, Grey being determined, Black known.
enum class Color : uint8_t { White, Grey, Black };

struct Object {
  explicit Object(ObjectKind k) : kind(k) {}
  const ObjectKind kind;
  Color color = Color::White;
  bool isDependency = false;  // Const, Var, Func: may appear in initialization expressions.
  std::string name;
  syntax::Pos pos;          // Where it is declared; invalid for universe objects.
  syntax::Pos scopePos;     // Its scope starts here (locals).
  Scope* parent = nullptr;  // Null for methods and struct fields.
  Package* pkg = nullptr;   // Null for universe objects.
  Type* type = nullptr;     // Null while unknown.
  uint32_t order = 0;       // Source order of package-level objects and methods; > 0.
  uint32_t id = 0;          // Unique in the Context.

  // exported() reports whether the name starts with an upper-case letter.
  bool exported() const;
  // sameId() reports whether `other` (of package `p`) names the same field or method.
  bool sameId(const Package* p, std::string_view other, bool foldCase = false) const;
};

struct PkgName : Object {
  static constexpr ObjectKind kKind = ObjectKind::PkgName;
  PkgName() : Object(kKind) {}
  Package* imported = nullptr;
  bool used = false;
};

struct Const : Object {
  static constexpr ObjectKind kKind = ObjectKind::Const;
  Const() : Object(kKind) {}
  constant::Value value;
};

struct TypeName : Object {
  static constexpr ObjectKind kKind = ObjectKind::TypeName;
  TypeName() : Object(kKind) {}
  bool isAlias() const;
};

enum class VarKind : uint8_t { PackageVar, LocalVar, RecvVar, ParamVar, ResultVar, FieldVar };

struct Var : Object {
  static constexpr ObjectKind kKind = ObjectKind::Var;
  Var() : Object(kKind) {}
  VarKind varKind = VarKind::LocalVar;
  bool embedded = false;      // Embedded struct field.
  bool used = false;          // For "declared and not used".
  bool captured = false;      // Referred to by a function literal nested in its function.
  bool addressTaken = false;  // &x, &x.f, &x[i], x[:], or x.m() with a pointer receiver.
  bool reassigned = false;    // Assigned to after its declaration (captures may copy if not).
  FuncInfo* owner = nullptr;  // The function it is a local, parameter or result of.
  Var* origin = nullptr;      // Field of an instance: the generic type's field. Else itself/null.

  bool isField() const { return varKind == VarKind::FieldVar; }
  bool isPackageLevel() const { return varKind == VarKind::PackageVar; }
  // onHeap() reports whether the variable must outlive or be shared outside its frame.
  bool onHeap() const { return captured || addressTaken; }
};

struct Func : Object {
  static constexpr ObjectKind kKind = ObjectKind::Func;
  Func() : Object(kKind) { isDependency = true; }
  bool hasPtrRecv = false;           // Known before the signature is (method collection).
  Func* origin = nullptr;            // Method of an instance: the generic type's method. Else null.
  syntax::FuncDecl* decl = nullptr;  // Null for interface methods and instances' methods.
  FuncInfo* info = nullptr;          // Null if there is no body.

  Signature* signature() const { return static_cast<Signature*>(type); }
  // generic() is the declared function or method this one is an instance's copy of, or itself.
  Func* generic() { return origin ? origin : this; }
  // isNative() reports a declaration without a body.
  bool isNative() const;
  // fullName() is `pkg/path.Name` or `pkg/path.Type.Method`: the key natives are bound by.
  std::string fullName() const;
};

struct Label : Object {
  static constexpr ObjectKind kKind = ObjectKind::Label;
  Label() : Object(kKind) {}
  bool used = false;
};

// Predeclared and unsafe functions.
enum class BuiltinId : uint8_t {
  Append,
  Cap,
  Clear,
  Close,
  Complex,
  Copy,
  Delete,
  Imag,
  Len,
  Make,
  Max,
  Min,
  New,
  Panic,
  Print,
  Println,
  Real,
  Recover,
  UnsafeAdd,
  UnsafeAlignof,
  UnsafeOffsetof,
  UnsafeSizeof,
  UnsafeSlice,
  UnsafeSliceData,
  UnsafeString,
  UnsafeStringData,
};

struct Builtin : Object {
  static constexpr ObjectKind kKind = ObjectKind::Builtin;
  Builtin() : Object(kKind) {}
  BuiltinId id = BuiltinId::Append;
};

struct Nil : Object {
  static constexpr ObjectKind kKind = ObjectKind::Nil;
  Nil() : Object(kKind) {}
};

// objectCast<T>() is o as a T, or null if it is something else.
template <typename T>
T* objectCast(Object* o) {
  return o && o->kind == T::kKind ? static_cast<T*>(o) : nullptr;
}

// Scope maps names to objects; scopes form a tree from the universe over packages, files and
// functions down to blocks.
class Scope {
 public:
  Scope(Scope* parent, syntax::Pos pos, syntax::Pos end);

  Scope* parent() const { return parent_; }
  syntax::Pos pos() const { return pos_; }
  syntax::Pos end() const { return end_; }
  void setEnd(syntax::Pos end) { end_ = end; }
  bool isFunc = false;

  // lookup() is the object of that name in this very scope, or null.
  Object* lookup(std::string_view name) const;
  // lookupParent() walks outwards; only objects whose scope has begun at `pos` count (an invalid
  // pos: all). `where` receives the scope it was found in.
  Object* lookupParent(std::string_view name, syntax::Pos pos, Scope** where = nullptr) const;
  // insert() adds o unless the name is taken, and then returns the object that has it.
  // `_` is never inserted.
  Object* insert(Object* o);
  // objects() in order of insertion; names() sorted.
  const std::vector<Object*>& objects() const { return objects_; }
  std::vector<std::string> names() const;
  const std::vector<Scope*>& children() const { return children_; }

 private:
  Scope* parent_;
  std::vector<Scope*> children_;
  std::vector<Object*> objects_;
  std::unordered_map<std::string_view, Object*> byName_;
  syntax::Pos pos_, end_;
};

// Initializer is one `lhs = rhs` of package initialization; several lhs take one call's results.
struct Initializer {
  std::vector<Var*> lhs;
  syntax::Expr* rhs = nullptr;
  FuncInfo* info = nullptr;  // Captures do not occur here; literals in rhs do.
};

// Package is one checked (or half-checked) package.
struct Package {
  std::string path;
  std::string name;
  Scope* scope = nullptr;
  std::vector<Package*> imports;  // Direct imports, in order of first appearance.
  bool complete = false;          // Checked without errors.
  bool fake = false;              // Stands for an import that failed; its uses are silent.
  bool ofProgram = false;         // Its lines are those that events and steps name.
  uint32_t id = 0;                // Unique in the Context.
  // Package variables with initial values in the order they must be set, and `init` functions in
  // source order.
  std::vector<Initializer> initOrder;
  std::vector<Func*> initFuncs;
  // Every function and method with a declaration, in source order (blank ones included).
  std::vector<Func*> funcs;
};

}  // namespace gopark::types
