// Builds the universe scope. The only storage of static duration in the type checker; immutable
// once built.
#include "golang/types/universe.h"

#include <memory>
#include <string>
#include <vector>

namespace gopark::types {

namespace {

constexpr BuiltinInfo kBuiltins[] = {
    {"append", 1, true, ExprKind::Expression},    {"cap", 1, false, ExprKind::Expression},
    {"clear", 1, false, ExprKind::Statement},     {"close", 1, false, ExprKind::Statement},
    {"complex", 2, false, ExprKind::Expression},  {"copy", 2, false, ExprKind::Statement},
    {"delete", 2, false, ExprKind::Statement},    {"imag", 1, false, ExprKind::Expression},
    {"len", 1, false, ExprKind::Expression},      {"make", 1, true, ExprKind::Expression},
    {"max", 1, true, ExprKind::Expression},       {"min", 1, true, ExprKind::Expression},
    {"new", 1, false, ExprKind::Expression},      {"panic", 1, false, ExprKind::Statement},
    {"print", 0, true, ExprKind::Statement},      {"println", 0, true, ExprKind::Statement},
    {"real", 1, false, ExprKind::Expression},     {"recover", 0, false, ExprKind::Statement},
    {"Add", 2, false, ExprKind::Expression},      {"Alignof", 1, false, ExprKind::Expression},
    {"Offsetof", 1, false, ExprKind::Expression}, {"Sizeof", 1, false, ExprKind::Expression},
    {"Slice", 2, false, ExprKind::Expression},    {"SliceData", 1, false, ExprKind::Expression},
    {"String", 2, false, ExprKind::Expression},   {"StringData", 1, false, ExprKind::Expression},
};

struct BasicRow {
  BasicKind kind;
  uint16_t info;
  const char* name;
};

constexpr BasicRow kBasics[] = {
    {BasicKind::Invalid, 0, "invalid type"},
    {BasicKind::Bool, kIsBoolean, "bool"},
    {BasicKind::Int, kIsInteger, "int"},
    {BasicKind::Int8, kIsInteger, "int8"},
    {BasicKind::Int16, kIsInteger, "int16"},
    {BasicKind::Int32, kIsInteger, "int32"},
    {BasicKind::Int64, kIsInteger, "int64"},
    {BasicKind::Uint, kIsInteger | kIsUnsigned, "uint"},
    {BasicKind::Uint8, kIsInteger | kIsUnsigned, "uint8"},
    {BasicKind::Uint16, kIsInteger | kIsUnsigned, "uint16"},
    {BasicKind::Uint32, kIsInteger | kIsUnsigned, "uint32"},
    {BasicKind::Uint64, kIsInteger | kIsUnsigned, "uint64"},
    {BasicKind::Uintptr, kIsInteger | kIsUnsigned, "uintptr"},
    {BasicKind::Float32, kIsFloat, "float32"},
    {BasicKind::Float64, kIsFloat, "float64"},
    {BasicKind::Complex64, kIsComplex, "complex64"},
    {BasicKind::Complex128, kIsComplex, "complex128"},
    {BasicKind::String, kIsString, "string"},
    {BasicKind::UnsafePointer, 0, "Pointer"},
    {BasicKind::UntypedBool, kIsBoolean | kIsUntyped, "untyped bool"},
    {BasicKind::UntypedInt, kIsInteger | kIsUntyped, "untyped int"},
    {BasicKind::UntypedRune, kIsInteger | kIsUntyped, "untyped rune"},
    {BasicKind::UntypedFloat, kIsFloat | kIsUntyped, "untyped float"},
    {BasicKind::UntypedComplex, kIsComplex | kIsUntyped, "untyped complex"},
    {BasicKind::UntypedString, kIsString | kIsUntyped, "untyped string"},
    {BasicKind::UntypedNil, kIsUntyped, "untyped nil"},
};

// Builder makes the objects and keeps them alive for ever.
class Builder {
 public:
  Universe build() {
    u_.scope = new Scope(nullptr, {}, {});
    u_.unsafe = new Package;
    u_.unsafe->path = u_.unsafe->name = "unsafe";
    u_.unsafe->scope = new Scope(u_.scope, {}, {});
    u_.unsafe->complete = true;
    for (const BasicRow& row : kBasics) {
      auto* type = new Basic(row.kind, row.info, row.name);
      u_.basic[static_cast<int>(row.kind)] = type;
      if (std::string_view(row.name).find(' ') == std::string_view::npos) defType(row.name, type);
    }
    u_.byteType = new Basic(BasicKind::Uint8, kIsInteger | kIsUnsigned, "byte");
    defType("byte", u_.byteType);
    u_.runeType = new Basic(BasicKind::Int32, kIsInteger, "rune");
    defType("rune", u_.runeType);
    defInterfaces();
    defConst("true", BasicKind::UntypedBool, constant::makeBool(true));
    defConst("false", BasicKind::UntypedBool, constant::makeBool(false));
    u_.iota = defConst("iota", BasicKind::UntypedInt, constant::makeInt64(0));
    auto* nil = new Nil;
    def(nil, "nil", u_.basic[static_cast<int>(BasicKind::UntypedNil)]);
    for (size_t i = 0; i < std::size(kBuiltins); i++) {
      auto* builtin = new Builtin;
      builtin->id = static_cast<BuiltinId>(i);
      def(builtin, kBuiltins[i].name, u_.basic[0]);
    }
    return u_;
  }

 private:
  void def(Object* o, const char* name, Type* type) {
    o->name = name;
    o->type = type;
    // Exported names belong to package unsafe.
    bool exported = name[0] >= 'A' && name[0] <= 'Z';
    if (exported) o->pkg = u_.unsafe;
    (exported ? u_.unsafe->scope : u_.scope)->insert(o);
  }

  TypeName* defType(const char* name, Type* type) {
    auto* o = new TypeName;
    def(o, name, type);
    return o;
  }

  Const* defConst(const char* name, BasicKind kind, constant::Value value) {
    auto* o = new Const;
    o->value = std::move(value);
    def(o, name, u_.basic[static_cast<int>(kind)]);
    return o;
  }

  static Interface* completeInterface() {
    auto* type = new Interface;
    type->complete = true;
    type->tset = std::make_unique<TypeSet>();
    return type;
  }

  Named* defNamed(const char* name, Interface* rhs) {
    auto* type = new Named;
    type->origin = type;
    type->fromRhs = type->underlyingType = rhs;
    type->obj = defType(name, type);
    return type;
  }

  void defInterfaces() {
    u_.emptyInterface = completeInterface();
    u_.any = new Alias;
    u_.any->origin = u_.any;
    u_.any->fromRhs = u_.any->actual = u_.emptyInterface;
    u_.any->obj = defType("any", u_.any);

    Interface* error = completeInterface();
    u_.error = defNamed("error", error);
    auto* sig = new Signature;
    sig->recv = new Var;
    sig->recv->varKind = VarKind::RecvVar;
    sig->recv->type = u_.error;
    auto* result = new Var;
    result->varKind = VarKind::ResultVar;
    result->type = u_.basic[static_cast<int>(BasicKind::String)];
    sig->results = new Tuple({result});
    auto* method = new Func;
    method->name = "Error";
    method->type = sig;
    error->methods.push_back(method);
    error->tset->methods.push_back(method);

    Interface* comparable = completeInterface();
    comparable->tset->comparable = true;
    u_.comparable = defNamed("comparable", comparable);
  }

  Universe u_{};
};

}  // namespace

const Universe& universe() {
  static const Universe& instance = *new Universe(Builder().build());
  return instance;
}

const BuiltinInfo& builtinInfo(BuiltinId id) {
  return kBuiltins[static_cast<int>(id)];
}

}  // namespace gopark::types
