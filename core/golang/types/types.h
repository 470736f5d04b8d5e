// The types of Go: one struct per kind of type, and the questions one may ask of any type
// (identity, underlying type, method sets, sizes, how gc prints it). Go's counterpart is
// cmd/compile/internal/types2. All types are owned by a Context (context.h) and compared either by
// identical() or, once they hold no type parameters, by the address of their canonical() twin.
//
// Invariants:
//   - A Named type's underlying type is never itself Named, Alias or TypeParam.
//   - Alias types are real nodes: look through them with unalias() before switching on kind.
//     underlying(), identical(), as<>() below all look through aliases themselves.
//   - Basic types and the universe's `error`, `any`, `comparable` are shared by all Contexts and
//     never written to after they are built.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "golang/syntax/ast.h"

namespace gopark::types {

class Checker;
class Context;
class Scope;
struct Func;
struct Object;
struct Package;
struct TypeName;
struct Var;

enum class TypeKind : uint8_t {
  Basic,
  Array,
  Slice,
  Struct,
  Pointer,
  Tuple,
  Signature,
  Union,
  Interface,
  Map,
  Chan,
  Named,
  TypeParam,
  Alias,
};

// Type is the head of every type. Use cast<T>() to get at the rest.
struct Type {
  explicit Type(TypeKind k) : kind(k) {}
  const TypeKind kind;
};

// Order matters: Bool..UnsafePointer are the typed ones, and the numeric ones are contiguous.
enum class BasicKind : uint8_t {
  Invalid,
  Bool,
  Int,
  Int8,
  Int16,
  Int32,
  Int64,
  Uint,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Uintptr,
  Float32,
  Float64,
  Complex64,
  Complex128,
  String,
  UnsafePointer,
  UntypedBool,
  UntypedInt,
  UntypedRune,
  UntypedFloat,
  UntypedComplex,
  UntypedString,
  UntypedNil,
};
inline constexpr int kBasicKindCount = static_cast<int>(BasicKind::UntypedNil) + 1;

// Properties of basic types, as bits.
enum BasicInfo : uint16_t {
  kIsBoolean = 1 << 0,
  kIsInteger = 1 << 1,
  kIsUnsigned = 1 << 2,
  kIsFloat = 1 << 3,
  kIsComplex = 1 << 4,
  kIsString = 1 << 5,
  kIsUntyped = 1 << 6,
  kIsOrdered = kIsInteger | kIsFloat | kIsString,
  kIsNumeric = kIsInteger | kIsFloat | kIsComplex,
  kIsConstType = kIsBoolean | kIsNumeric | kIsString,
};

struct Basic : Type {
  static constexpr TypeKind kKind = TypeKind::Basic;
  Basic(BasicKind k, uint16_t i, std::string_view n)
      : Type(kKind), basicKind(k), info(i), name(n) {}
  BasicKind basicKind;
  uint16_t info;  // BasicInfo bits.
  std::string_view name;
};

struct Array : Type {
  static constexpr TypeKind kKind = TypeKind::Array;
  Array(Type* e, int64_t n) : Type(kKind), elem(e), len(n) {}
  Type* elem;
  int64_t len;  // Negative: unknown, an error was reported.
};

struct Slice : Type {
  static constexpr TypeKind kKind = TypeKind::Slice;
  explicit Slice(Type* e) : Type(kKind), elem(e) {}
  Type* elem;
};

struct Struct : Type {
  static constexpr TypeKind kKind = TypeKind::Struct;
  Struct() : Type(kKind) {}
  std::vector<Var*> fields;
  std::vector<std::string> tags;  // Empty, or one per field up to the last one with a tag.
  // tag() is field i's tag, unquoted, or "".
  std::string_view tag(size_t i) const {
    return i < tags.size() ? std::string_view(tags[i]) : std::string_view();
  }
};

struct Pointer : Type {
  static constexpr TypeKind kKind = TypeKind::Pointer;
  explicit Pointer(Type* b) : Type(kKind), base(b) {}
  Type* base;
};

// Tuple is a parameter or result list, or the type of a call with several (or no) results. A null
// Tuple* stands for the empty one.
struct Tuple : Type {
  static constexpr TypeKind kKind = TypeKind::Tuple;
  Tuple() : Type(kKind) {}
  explicit Tuple(std::vector<Var*> v) : Type(kKind), vars(std::move(v)) {}
  std::vector<Var*> vars;
};
inline size_t tupleLen(const Tuple* t) {
  return t ? t->vars.size() : 0;
}

struct TypeParam;

struct Signature : Type {
  static constexpr TypeKind kKind = TypeKind::Signature;
  Signature() : Type(kKind) {}
  // A generic function's type parameters, in order. A method's receiver type parameters are in
  // `rparams` instead (`func (l *List[T]) ...`: one TypeParam of its own per method).
  std::vector<TypeParam*> tparams;
  std::vector<TypeParam*> rparams;
  Scope* scope = nullptr;  // Function scope; null for func types without a body.
  Var* recv = nullptr;     // Null unless a method (of a type or of an interface).
  Tuple* params = nullptr;
  Tuple* results = nullptr;
  bool variadic = false;  // The last parameter has type []T (or string, in append's special case).
};

// Term is one term of a union: T or ~T.
struct Term {
  bool tilde = false;
  Type* type = nullptr;
};

// TypeSet is what an interface means: all its methods, sorted by id (exported names, then package
// qualified ones), and the terms of its unions.
struct TypeSet {
  std::vector<Func*> methods;
  std::vector<Term> terms;  // Meaningful when !allTypes; empty then means the empty set.
  bool allTypes = true;     // No union restricts the set.
  bool comparable = false;  // All members must be comparable (only when allTypes).
  bool isEmpty() const { return !allTypes && terms.empty(); }
  bool isAll() const { return allTypes && !comparable && methods.empty(); }
  bool isMethodSet() const { return allTypes && !comparable; }
  bool hasTerms() const { return !allTypes && !terms.empty(); }
};

struct Union : Type {
  static constexpr TypeKind kKind = TypeKind::Union;
  Union() : Type(kKind) {}
  std::vector<Term> terms;
};

struct Interface : Type {
  static constexpr TypeKind kKind = TypeKind::Interface;
  Interface() : Type(kKind) {}
  std::vector<Func*> methods;         // Explicitly declared.
  std::vector<Type*> embeddeds;       // Embedded elements, in source order.
  std::vector<syntax::Pos> embedPos;  // Positions of embeddeds; empty when unknown.
  bool implicit = false;              // A constraint literal [T ~int] without "interface{}".
  bool complete = false;              // All fields above are set up.
  Checker* check = nullptr;           // For error reports while computing the type set.
  std::unique_ptr<TypeSet> tset;      // Ask typeSet().
};

struct Map : Type {
  static constexpr TypeKind kKind = TypeKind::Map;
  Map(Type* k, Type* e) : Type(kKind), key(k), elem(e) {}
  Type* key;
  Type* elem;
};

enum class ChanDir : uint8_t { SendRecv, SendOnly, RecvOnly };

struct Chan : Type {
  static constexpr TypeKind kKind = TypeKind::Chan;
  Chan(ChanDir d, Type* e) : Type(kKind), dir(d), elem(e) {}
  ChanDir dir;
  Type* elem;
};

// Named is a defined type: `type T ...`, a generic type, or an instance of one.
struct Named : Type {
  static constexpr TypeKind kKind = TypeKind::Named;
  Named() : Type(kKind) {}
  Context* context = nullptr;
  Checker* check = nullptr;  // While its package is being checked.
  TypeName* obj = nullptr;   // For an instance: the generic type's object,
  TypeName* site = nullptr;  // and an object of its own where it was first asked for.
  uint32_t id = 0;           // Unique in the Context.

  // Declaration side.
  Type* fromRhs = nullptr;          // What the declaration says, for cycle reports.
  Type* underlyingType = nullptr;   // Null until resolved; ask underlying().
  std::vector<TypeParam*> tparams;  // Set for generic types and not for their instances.
  std::vector<Func*> methods;       // Declared methods; for instances ask method(i).

  // Type parameters of the function a local type is declared in: the type is one type per
  // instantiation of that function, although it has no type parameter list of its own.
  std::vector<TypeParam*> outerTparams;
  std::vector<Type*> outerTargs;  // Their arguments, in instances made by subst().

  // Instance side.
  Named* origin = nullptr;    // The generic type; this itself when not an instance.
  std::vector<Type*> targs;   // Type arguments; empty when not an instance.
  bool expanding = false;     // Underlying type being computed.
  bool methodsReady = false;  // `methods` of an instance has one (maybe null) entry per method.

  bool isInstance() const { return origin != this; }
};

struct TypeParam : Type {
  static constexpr TypeKind kKind = TypeKind::TypeParam;
  TypeParam() : Type(kKind) {}
  Context* context = nullptr;
  Checker* check = nullptr;
  TypeName* obj = nullptr;
  uint32_t id = 0;        // Unique in the Context.
  int index = -1;         // Place in its list; negative until bound to one.
  Type* bound = nullptr;  // The constraint as written; ask typeParamInterface().
};

// Alias is `type A = B`. Generic aliases have tparams; their instances have origin and targs.
struct Alias : Type {
  static constexpr TypeKind kKind = TypeKind::Alias;
  Alias() : Type(kKind) {}
  TypeName* obj = nullptr;
  Alias* origin = nullptr;
  std::vector<TypeParam*> tparams;
  std::vector<Type*> targs;
  Type* fromRhs = nullptr;
  Type* actual = nullptr;  // What it stands for, itself never an Alias; null until known.
};

// unalias() looks through all aliases of t.
Type* unalias(Type* t);

// underlying() is t's underlying type: of a type parameter its constraint interface, of an alias
// that of its actual type. Expands instances of generic types on demand.
Type* underlying(Type* t);

// cast<T>() is t as a T if t itself (aliases looked through) is one, else null. Null in, null out.
template <typename T>
T* cast(Type* t) {
  if (!t) return nullptr;
  if constexpr (T::kKind == TypeKind::Alias) {
    return t->kind == T::kKind ? static_cast<T*>(t) : nullptr;
  } else {
    if (t->kind == TypeKind::Alias) t = unalias(t);
    return t->kind == T::kKind ? static_cast<T*>(t) : nullptr;
  }
}

// as<T>() is t's underlying type as a T, or null. (For type parameters: their interface.)
template <typename T>
T* as(Type* t) {
  return t ? cast<T>(underlying(t)) : nullptr;
}

// ---- Questions. None of these reports errors. -----------------------------------------------

// identical() reports whether x and y are the same type by the rules of the language.
bool identical(Type* x, Type* y);
// identicalIgnoreTags() is identical() without regard to struct tags (conversions).
bool identicalIgnoreTags(Type* x, Type* y);

// These look at the underlying type of t; a type parameter is none of them.
bool isBoolean(Type* t);
bool isInteger(Type* t);
bool isUnsigned(Type* t);
bool isFloat(Type* t);
bool isComplex(Type* t);
bool isNumeric(Type* t);
bool isString(Type* t);
bool isConstType(Type* t);
bool isBasicKind(Type* t, BasicKind kind);
// These also hold for a type parameter if they hold for every type in its type set.
bool allBoolean(Type* t);
bool allInteger(Type* t);
bool allUnsigned(Type* t);
bool allNumeric(Type* t);
bool allString(Type* t);
bool allOrdered(Type* t);
bool allNumericOrString(Type* t);

bool isValid(Type* t);  // Not the invalid type.
bool isTyped(Type* t);  // Not one of the untyped basic types.
bool isUntyped(Type* t);
bool isUntypedNumeric(Type* t);
bool isInterface(Type* t);  // Underlying type is an interface; true for type parameters too.
bool isNonTypeParamInterface(Type* t);
bool isTypeParam(Type* t);
bool isGeneric(Type* t);  // A generic type that is not instantiated.
bool hasNil(Type* t);
bool hasEmptyTypeSet(Type* t);
bool isBytesOrRunes(Type* t);  // []byte or []rune by underlying types.
bool isPointer(Type* t);
// hasTypeParam() reports whether t mentions a type parameter anywhere.
bool hasTypeParam(Type* t);

// comparableType() reports whether == is defined on t. With `dynamic`, interfaces count.
bool comparableType(Type* t, bool dynamic = true);

// defaultType() is the type an untyped t becomes on its own; other types are returned unchanged.
Type* defaultType(Type* t);

// deref() is (the base, true) of an unnamed or named pointer type, else (t, false).
Type* deref(Type* t, bool* wasPointer);

// ---- Interfaces -----------------------------------------------------------------------------

// typeSet() is t's type set, computed once.
const TypeSet* typeSet(Interface* t);

// typeParamInterface() is the interface of p's constraint.
Interface* typeParamInterface(TypeParam* p);

// isTypeSetComparable() reports whether every type of t's type set is comparable.
bool isTypeSetComparable(Interface* t);

// coreType() is the single underlying type of t's type set, or null.
Type* coreType(Type* t);

// ---- Instances ------------------------------------------------------------------------------

// namedTypeParams() are the type parameters of a (generic) type, those of the origin included for
// instances; namedMethodCount() and namedMethod() give the declared methods, substituted for an
// instance (made on demand; Func::origin is the generic method).
const std::vector<TypeParam*>& namedTypeParams(Named* t);
size_t namedMethodCount(Named* t);
Func* namedMethod(Named* t, size_t i);

// ---- Sizes (64-bit gc, everywhere) ----------------------------------------------------------

// sizeOf(), alignOf(): in bytes, of a type without type parameters. sizeOf() of a type too large
// for the address space is negative.
int64_t sizeOf(Type* t);
int64_t alignOf(Type* t);
// fieldOffsets() are the byte offsets of t's fields.
std::vector<int64_t> fieldOffsets(Struct* t);

// ---- Text -----------------------------------------------------------------------------------

enum class Qualify : uint8_t {
  kPath,      // Full import path: reflect-like debugging text.
  kName,      // Package name: `main.T`, what the runtime prints in panics and %T does.
  kRelative,  // Unqualified inside `relativeTo`, package name elsewhere: compile errors.
};

// typeString() is how gc's errors print t. Byte and rune keep the name they were written with.
std::string typeString(Type* t, Qualify qualify = Qualify::kName,
                       const Package* relativeTo = nullptr);

// runtimeTypeString() is how a running program sees t: reflect's Type.String(), what %T and panics
// print (`struct { X int }`, `interface {}`, `main.Pair[int,string]`).
std::string runtimeTypeString(Type* t);

}  // namespace gopark::types
