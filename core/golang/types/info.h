// What the checker records about a program for those that come after it (the compiler above all).
// One Info may serve many packages: AST nodes are unique. Go's counterpart: types2.Info, and the
// parts of the noder that derive what types2 leaves out.
//
// Types recorded inside generic functions mention type parameters; substitute them (subst.h) with
// the type arguments of the instance being compiled.
#pragma once

#include <deque>
#include <unordered_map>
#include <vector>

#include "golang/syntax/ast.h"
#include "golang/types/constant.h"
#include "golang/types/object.h"
#include "golang/types/types.h"

namespace gopark::types {

// What kind of thing an expression is.
enum class Mode : uint8_t {
  Invalid,
  NoValue,   // A call without results; type is the empty tuple (or null).
  Builtin,   // A built-in function.
  TypeExpr,  // A type.
  Constant,  // A constant; `value` is known.
  Variable,  // Addressable.
  MapIndex,  // m[k]: not addressable, but assignable and usable with comma-ok.
  Value,     // A computed value. A call with several results has a Tuple type.
  NilValue,  // nil; `type` is the type it was converted to.
  CommaOk,   // v.(T), <-ch: value that may appear in a comma-ok form.
};

struct TypeAndValue {
  Mode mode = Mode::Invalid;
  // The final type: untyped operands have the type their context gave them. In a comma-ok form a
  // Tuple (T, bool).
  Type* type = nullptr;
  constant::Value value;                  // Known only for constants (of final type `type`).
  BuiltinId builtin = BuiltinId::Append;  // Mode::Builtin: which.

  bool isType() const { return mode == Mode::TypeExpr; }
  bool isConst() const { return value.known(); }
  bool isCommaOk() const {
    return (mode == Mode::CommaOk || mode == Mode::MapIndex) && type->kind == TypeKind::Tuple;
  }
};

// Instance is the use of a generic function or type: its arguments and the instantiated type.
struct Instance {
  std::vector<Type*> targs;
  Type* type = nullptr;
};

enum class SelectionKind : uint8_t {
  FieldVal,    // x.f
  MethodVal,   // x.m (called or bound)
  MethodExpr,  // T.m
};

// Selection describes x.sel where x is not a package. To get from x to the field or method, follow
// index[0..n-2] through embedded fields, with an implicit * wherever the value reached so far is a
// pointer; index[n-1] is the field's number, or the method's in its type (Named: declaration order;
// interface: sorted order).
struct Selection {
  SelectionKind kind = SelectionKind::FieldVal;
  Type* recv = nullptr;   // Type of x.
  Object* obj = nullptr;  // Var (field) or Func.
  std::vector<int> index;
  bool indirect = false;  // A pointer was followed on the way (x itself included).
  // MethodVal: what happens to the receiver after the embedded fields were followed.
  bool implicitAddress = false;  // (&x).m: x is addressable and m has a pointer receiver.
  bool implicitDeref = false;    // (*p).m: p is a pointer and m has a value receiver.
  Type* type = nullptr;  // Field type; method signature; for MethodExpr with receiver first.

  Func* method() const { return objectCast<Func>(obj); }
  Var* field() const { return objectCast<Var>(obj); }
};

class Checker;

// FuncInfo describes one function body: a declaration's, a literal's, or that of a loop that ranges
// over a function, which is a function of its own in disguise (`isRangeBody`): captures, locals and
// nested literals are counted as if it were a literal; a `return` in it captures the named results.
struct FuncInfo {
  syntax::Node* node = nullptr;  // FuncDecl, FuncLit or ForStmt; null: package initialization.
  bool isRangeBody = false;
  Func* func = nullptr;       // Of a declaration.
  FuncInfo* outer = nullptr;  // Of a literal: the function around it.
  Signature* sig = nullptr;
  syntax::BlockStmt* body = nullptr;
  // Set while the body is unchecked, and all below unknown: see checkBody() in check.h.
  Checker* checker = nullptr;
  std::vector<Var*> captures;       // Variables of outer functions used in here or deeper.
  std::vector<Var*> locals;         // All variables declared in the body, in source order.
  std::vector<FuncInfo*> literals;  // Directly nested ones.
  bool hasDefer = false;
  bool hasRecover = false;    // Calls recover() directly.
  bool hasRangeFunc = false;  // Ranges over a function, directly.
};

enum class RangeKind : uint8_t {
  Invalid,
  Int,       // key: the integer's type
  Array,     // key int, value elem; x may be an array (copied if the value is used)...
  ArrayPtr,  // ... or a pointer to one
  Slice,
  String,  // key int, value rune
  Map,
  Chan,  // key: the element
  Func,  // key, value: yield's parameters; up to two
};

// RangeInfo describes one `for ... range`. In generic code the kind is that of the core type.
struct RangeInfo {
  RangeKind kind = RangeKind::Invalid;
  Type* xType = nullptr;    // Type of the range expression.
  Type* keyType = nullptr;  // Null if there is none.
  Type* valueType = nullptr;
  // With :=, the new variables (null for absent or blank ones).
  Var* key = nullptr;
  Var* value = nullptr;
};

// NameTable maps identifiers to objects: a map in its interface, a table by Expr::slot inside.
class NameTable {
 public:
  struct Entry {
    const syntax::Name* first = nullptr;  // Null: no entry.
    Object* second = nullptr;
  };
  const Entry* find(const syntax::Name* name) const {
    size_t i = name->slot;
    return i > 0 && i <= entries_.size() && entries_[i - 1].first ? &entries_[i - 1] : nullptr;
  }
  const Entry* end() const { return nullptr; }
  // set() needs a name that has a slot.
  void set(const syntax::Name* name, Object* o) {
    if (entries_.size() < name->slot) entries_.resize(name->slot + name->slot / 2);
    entries_[name->slot - 1] = {name, o};
  }

 private:
  std::vector<Entry> entries_;
};

struct Info {
  // Identifiers. defs: where an object is declared (null object: the symbolic variable of a type
  // switch, `package main`). uses: everywhere else, selectors' names included.
  NameTable defs, uses;
  // Objects without an identifier of their own: ImportDecl -> PkgName, CaseClause -> the clause's
  // Var of a type switch with :=, Field -> unnamed parameter.
  std::unordered_map<const syntax::Node*, Object*> implicits;
  std::unordered_map<const syntax::SelectorExpr*, Selection> selections;
  // Generic functions and types used with (given or inferred) arguments, by their identifier
  // (the Sel of a qualified one).
  std::unordered_map<const syntax::Name*, Instance> instances;
  std::unordered_map<const syntax::Node*, Scope*> scopes;
  // FuncDecl, FuncLit, and ForStmt over a function -> body description.
  std::unordered_map<const syntax::Node*, FuncInfo*> funcs;
  // Expressions whose value is implicitly converted where it is used (assigned, passed, returned,
  // sent, compared, ...): the target type. Present only when it differs from the recorded type,
  // which then is assignable to it: value to interface, interface to wider interface, named to
  // unnamed, bidirectional to one-way channel. Calls with several results are not listed: compare
  // the tuple with the targets.
  std::unordered_map<const syntax::Expr*, Type*> conversions;
  // By RangeClause.
  std::unordered_map<const syntax::Node*, RangeInfo> ranges;
  // The records of expressions, by Expr::slot - 1: an AST belongs to one Info. Ask find().
  std::deque<TypeAndValue> expressions;

  // find() is the record of e, or null. Every expression that was checked has one, type
  // expressions and the operands of selectors included, but package names and the keys of struct
  // literals have none.
  const TypeAndValue* find(const syntax::Expr* e) const {
    if (!e->slot) return nullptr;
    const TypeAndValue& tv = expressions[e->slot - 1];
    return tv.mode == Mode::Invalid ? nullptr : &tv;  // A name may have a slot and no type.
  }
  // typeOf() is the recorded type of e, or null.
  Type* typeOf(const syntax::Expr* e) const {
    return e->slot ? expressions[e->slot - 1].type : nullptr;
  }
  // record() is the record of e, made if there is none: for the checker.
  TypeAndValue& record(const syntax::Expr* e) {
    if (!e->slot) {
      expressions.emplace_back();
      e->slot = static_cast<uint32_t>(expressions.size());
    }
    return expressions[e->slot - 1];
  }
  // objectOf() is what an identifier declares or refers to, or null.
  Object* objectOf(const syntax::Name* n) const {
    if (auto* entry = defs.find(n)) return entry->second;
    if (auto* entry = uses.find(n)) return entry->second;
    return nullptr;
  }
};

}  // namespace gopark::types
