// What the files of the type checker share about types beyond types.h: terms of type sets, core
// types with reasons, and the relations that may need the checker to complete a method first.
// Private to core/golang/types.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "golang/types/lookup.h"
#include "golang/types/object.h"
#include "golang/types/types.h"

namespace gopark::types {

// ---- Terms and type sets (typeset.cpp) ---------------------------------------------------------

bool termIncludes(const Term& term, Type* t);
bool disjointTerms(const Term& x, const Term& y);
bool equalTypeSetTerms(const TypeSet& x, const TypeSet& y);
bool subsetTerms(const TypeSet& x, const TypeSet& y);
std::string termString(const Term& term, const Package* relativeTo);
std::string termsString(const TypeSet& set, const Package* relativeTo);

// unionTypeSet() has the terms of a union in normal form.
TypeSet unionTypeSet(Union* u, Checker* check = nullptr, syntax::Pos pos = {});
// computeTypeSet() is typeSet(), reporting duplicate methods through `check` if it is not null.
const TypeSet* computeTypeSet(Checker* check, Interface* t);
// compareMethods() orders exported names first, then by name, then by package path.
int compareMethods(const Object* a, const Object* b);
// findMethod() is the index of the method in a list, or -1.
int findMethod(const std::vector<Func*>& methods, const Package* pkg, std::string_view name,
               bool foldCase);

// ---- Type sets of operands (core.cpp) ----------------------------------------------------------

// forEachType() calls f(t, underlying) for each term of a type parameter's type set, (null, null)
// if there are none, or once for any other type; it stops when f returns false and returns that.
bool forEachType(Type* t, const std::function<bool(Type*, Type*)>& f);
// forEachTerm() is the same for the terms of a type parameter; f(null) if there are none.
bool forEachTerm(TypeParam* p, const std::function<bool(const Term*)>& f);

using Why = std::optional<std::string>;
// commonUnder() is the single underlying type of t's type set (channels may differ in direction),
// or null with a reason. `condition` may veto a member with a reason.
Type* commonUnder(Type* t, const std::function<Why(Type*, Type*)>& condition = nullptr,
                  std::string* why = nullptr, const Package* relativeTo = nullptr);

// ---- Predicates (predicates.cpp) ---------------------------------------------------------------

bool isBasicInfo(Type* t, uint16_t info);
bool hasName(Type* t);
bool isTypeLiteral(Type* t);
bool isUintptr(Type* t);
bool isUnsafePointer(Type* t);
bool isInterfacePointer(Type* t);
bool samePackage(const Package* a, const Package* b);
// incomparable() says why t is not comparable, or nothing if it is. The text may be empty.
Why incomparable(Type* t, bool dynamic, const Package* relativeTo = nullptr);
// maxUntyped() is the larger of two untyped types, or null if they do not go together.
Type* maxUntyped(Type* x, Type* y);
// compositeKind() is "struct", "func", ... or "" for a basic type.
std::string_view compositeKind(Type* t);
Type* derefStructPointer(Type* t);
// arrayOfPointer() is A if t is *A for an array A, else t.
Type* arrayOfPointer(Type* t);
// hasVariableSize() reports whether t's size depends on type parameters.
bool hasVariableSize(Type* t);

// ---- Names in messages (typestring.cpp) --------------------------------------------------------

std::string packagePrefix(const Package* pkg, Qualify qualify, const Package* relativeTo);
// methodString() is `Name(int) error`: a method without parameter names. With `packages` all names
// carry full paths.
std::string methodString(Func* f, const Package* relativeTo, bool packages);
std::string tparamListString(const std::vector<TypeParam*>& list, const Package* relativeTo);

// ---- Methods and interfaces (lookup.cpp, implements.cpp) ---------------------------------------

// lookupImpl() does not treat named pointer types specially.
LookupResult lookupImpl(Type* t, bool addressable, const Package* pkg, std::string_view name,
                        bool foldCase);
int fieldIndex(const std::vector<Var*>& fields, const Package* pkg, std::string_view name,
               bool foldCase);
bool hasPointerReceiver(Func* f);

using Equivalent = std::function<bool(Type*, Type*)>;
// missingMethodImpl() is the first method of T that V lacks; `cause` receives "(missing method M)"
// and its kin.
Func* missingMethodImpl(Checker* check, Type* V, Type* T, bool isStatic,
                        const Equivalent& equivalent, std::string* cause,
                        const Package* relativeTo);
bool hasAllMethods(Checker* check, Type* V, Type* T, bool isStatic, const Equivalent& equivalent,
                   std::string* cause, const Package* relativeTo);
bool implementsImpl(Checker* check, Type* V, Type* T, bool constraint, std::string* cause,
                    const Package* relativeTo);
std::string interfacePointerError(Type* t, const Package* relativeTo);

// completeMethod() makes sure that f's signature is known while its package is being checked.
void completeMethod(Checker* check, Func* f);

}  // namespace gopark::types
