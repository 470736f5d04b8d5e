// Finding fields and methods, and telling whether a type implements an interface.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "golang/types/context.h"
#include "golang/types/object.h"
#include "golang/types/types.h"

namespace gopark::types {

struct LookupResult {
  Object* obj = nullptr;   // Var (field) or Func (method); null if not found.
  std::vector<int> index;  // As in Selection; set without obj: the name is ambiguous.
  bool indirect = false;   // A pointer was followed; set without obj: the method needs a pointer.
};

// lookupFieldOrMethod() finds x.name for a (value of) type t, `addressable` or not, as seen from
// `pkg` (which decides about unexported names).
LookupResult lookupFieldOrMethod(Context& context, Type* t, bool addressable, const Package* pkg,
                                 std::string_view name, bool foldCase = false);

// lookupMethod() is the method `name` in the method set of t (embedded ones included), or null.
// Use it to resolve a method of a type parameter once its type argument is known.
LookupResult lookupMethod(Context& context, Type* t, const Package* pkg, std::string_view name);

// MethodEntry is one method of a method set: how to reach it from a value of the type.
struct MethodEntry {
  Func* method = nullptr;
  std::vector<int> index;
  bool indirect = false;
};

// methodSet() is the whole method set of t (concrete or interface), sorted by id: exported names
// first by name, unexported ones by package path and name. The compiler builds itabs from it.
std::vector<MethodEntry> methodSet(Context& context, Type* t);

// implements() reports whether t implements interface type iface (methods and type terms); `why`
// receives gc's explanation ("T does not implement I (missing method M)").
bool implements(Context& context, Type* t, Type* iface, bool constraint, std::string* why = nullptr,
                Package* relativeTo = nullptr);

// missingMethod() is the first method of iface that t lacks, or null.
Func* missingMethod(Context& context, Type* t, Type* iface, bool isStatic);

// assertableTo() reports whether a value of interface type `from` may hold one of type t.
bool assertableTo(Context& context, Type* from, Type* t);

}  // namespace gopark::types
