// Whether a type implements an interface, satisfies a constraint, or may be asserted to; and why
// not. V is the type, T the interface, as in types2.
#include <set>

#include "golang/types/checker.h"
#include "golang/types/lookup.h"
#include "golang/types/relations.h"
#include "golang/types/universe.h"

namespace gopark::types {

namespace {

bool hasInvalidEmbeddedFields(Type* t, std::set<Struct*>& seen) {
  auto* s = as<Struct>(derefStructPointer(t));
  if (!s || !seen.insert(s).second) return false;
  for (Var* f : s->fields) {
    if (f->embedded && (!isValid(f->type) || hasInvalidEmbeddedFields(f->type, seen))) return true;
  }
  return false;
}

// mentions() reports whether t occurs as an element of the constraint `in`.
bool mentions(Type* in, Type* t) {
  if (in->kind == TypeKind::Interface) {
    for (Type* e : static_cast<Interface*>(in)->embeddeds) {
      if (mentions(e, t)) return true;
    }
    return false;
  }
  if (in->kind == TypeKind::Union) {
    for (const Term& term : static_cast<Union*>(in)->terms) {
      if (mentions(term.type, t)) return true;
    }
    return false;
  }
  return identical(in, t);
}

// What is wrong with a method.
enum class Fault : uint8_t {
  None,
  NotFound,
  WrongName,
  Unexported,
  WrongSig,
  Ambiguous,
  PtrRecv,
  Field
};

std::string haveWant(const std::string& have, const std::string& want) {
  return "\n\t\thave " + have + "\n\t\twant " + want;
}

std::string describeFault(Fault fault, Type* V, Type* T, Func* f, Func* m,
                          const Package* relativeTo) {
  std::string type = typeString(V, Qualify::kRelative, relativeTo);
  switch (fault) {
    case Fault::NotFound:
      if (isInterfacePointer(V)) return "(" + interfacePointerError(V, relativeTo) + ")";
      if (isInterfacePointer(T)) return "(" + interfacePointerError(T, relativeTo) + ")";
      return "(missing method " + m->name + ")";
    case Fault::WrongName:
      return "(missing method " + m->name + ")" +
             haveWant(methodString(f, relativeTo, false), methodString(m, relativeTo, false));
    case Fault::Unexported:
      return "(unexported method " + m->name + ")";
    case Fault::WrongSig: {
      std::string have = methodString(f, relativeTo, false);
      std::string want = methodString(m, relativeTo, false);
      if (have == want) {
        have = methodString(f, relativeTo, true);
        want = methodString(m, relativeTo, true);
      }
      std::string text = "(wrong type for method " + m->name + ")";
      return have == want ? text : text + haveWant(have, want);
    }
    case Fault::Ambiguous:
      return "(ambiguous selector " + type + "." + m->name + ")";
    case Fault::PtrRecv:
      return "(method " + m->name + " has pointer receiver)";
    case Fault::Field:
      return "(" + type + "." + m->name + " is a field, not a method)";
    case Fault::None:
      break;
  }
  return "";
}

// checkMethod() looks for m in the non-interface type V.
Fault checkMethod(Checker* check, Type* V, Func* m, const Equivalent& equivalent, Func** f) {
  LookupResult r = lookupImpl(V, false, m->pkg, m->name, false);
  if (!r.obj) {
    if (!r.index.empty()) return Fault::Ambiguous;
    if (r.indirect) return Fault::PtrRecv;
    *f = objectCast<Func>(lookupImpl(V, false, m->pkg, m->name, true).obj);
    if (!*f) return Fault::NotFound;
    return (*f)->name == m->name ? Fault::Unexported : Fault::WrongName;
  }
  *f = objectCast<Func>(r.obj);
  if (!*f) return Fault::Field;
  completeMethod(check, *f);
  return equivalent((*f)->type, m->type) ? Fault::None : Fault::WrongSig;
}

}  // namespace

std::string interfacePointerError(Type* t, const Package* relativeTo) {
  std::string name = typeString(t, Qualify::kRelative, relativeTo);
  if (isTypeParam(as<Pointer>(t)->base)) {
    return "type " + name + " is pointer to type parameter, not type parameter";
  }
  return "type " + name + " is pointer to interface, not interface";
}

void completeMethod(Checker* check, Func* f) {
  if (check && !f->type) check->completeObject(f);
}

Func* missingMethodImpl(Checker* check, Type* V, Type* T, bool isStatic,
                        const Equivalent& equivalent, std::string* cause,
                        const Package* relativeTo) {
  auto* wanted = as<Interface>(T);
  if (!wanted) return nullptr;
  auto* have = as<Interface>(V);
  for (Func* m : typeSet(wanted)->methods) {
    Func* f = nullptr;
    Fault fault = Fault::None;
    if (have) {
      const TypeSet* set = typeSet(have);
      int i = findMethod(set->methods, m->pkg, m->name, false);
      if (i < 0) {
        if (!isStatic) continue;
        fault = Fault::NotFound;
      } else {
        f = set->methods[i];
        if (!equivalent(f->type, m->type)) fault = Fault::WrongSig;
      }
    } else {
      fault = checkMethod(check, V, m, equivalent, &f);
    }
    if (fault == Fault::None) continue;
    if (cause) {
      if (f) completeMethod(check, f);
      *cause = describeFault(fault, V, T, f, m, relativeTo);
    }
    return m;
  }
  return nullptr;
}

bool hasAllMethods(Checker* check, Type* V, Type* T, bool isStatic, const Equivalent& equivalent,
                   std::string* cause, const Package* relativeTo) {
  if (!isValid(V)) return true;
  if (!missingMethodImpl(check, V, T, isStatic, equivalent, cause, relativeTo)) return true;
  std::set<Struct*> seen;
  return hasInvalidEmbeddedFields(V, seen);
}

bool implementsImpl(Checker* check, Type* V, Type* T, bool constraint, std::string* cause,
                    const Package* relativeTo) {
  Type *Vu = underlying(V), *Tu = underlying(T);
  if (!isValid(Vu) || !isValid(Tu)) return true;
  if (auto* p = cast<Pointer>(Vu); p && !isValid(underlying(p->base))) return true;
  auto name = [&](Type* t) { return typeString(t, Qualify::kRelative, relativeTo); };
  const char* verb = constraint ? "satisfy" : "implement";
  // fail() says "V does not implement T" and a detail.
  auto fail = [&](const std::string& detail) {
    if (cause) *cause = name(V) + " does not " + verb + " " + name(T) + detail;
    return false;
  };

  auto* Ti = cast<Interface>(Tu);
  if (!Ti) {
    return fail(isInterfacePointer(Tu)
                    ? " (type " + name(T) + " is pointer to interface, not interface)"
                    : " (" + name(T) + " is not an interface)");
  }
  const TypeSet* set = typeSet(Ti);
  if (set->isAll()) return true;
  auto* Vi = cast<Interface>(Vu);
  if (Vi && typeSet(Vi)->isEmpty()) return true;
  if (set->isEmpty()) {
    if (cause) *cause = std::string("cannot ") + verb + " " + name(T) + " (empty type set)";
    return false;
  }
  std::string why;
  if (!hasAllMethods(check, V, T, true, identical, &why, relativeTo)) return fail(" " + why);

  auto checkComparable = [&] {
    if (!isTypeSetComparable(Ti)) return true;
    if (comparableType(V, false)) return true;
    if (constraint && comparableType(V, true)) return true;
    if (cause) *cause = name(V) + " does not " + verb + " comparable";
    return false;
  };
  if (!set->hasTerms()) return checkComparable();
  if (Vi) {
    if (!subsetTerms(*typeSet(Vi), *set)) return fail("");
    return checkComparable();
  }
  Type* missingTilde = nullptr;
  for (const Term& term : set->terms) {
    if (termIncludes(term, V)) return checkComparable();
    if (!missingTilde && !term.tilde && identical(term.type, underlying(term.type)) &&
        termIncludes({true, term.type}, V)) {
      missingTilde = term.type;
    }
  }
  if (missingTilde) {
    return fail(" (possibly missing ~ for " + name(missingTilde) + " in " + name(T) + ")");
  }
  if (mentions(Ti, V)) {
    return fail(" (" + name(T) + " mentions " + name(V) + ", but " + name(V) +
                " is not in the type set of " + name(T) + ")");
  }
  return fail(" (" + name(V) + " missing in " + termsString(*set, relativeTo) + ")");
}

bool implements(Context&, Type* t, Type* iface, bool constraint, std::string* why,
                Package* relativeTo) {
  return implementsImpl(nullptr, t, iface, constraint, why, relativeTo);
}

Func* missingMethod(Context&, Type* t, Type* iface, bool isStatic) {
  return missingMethodImpl(nullptr, t, iface, isStatic, identical, nullptr, nullptr);
}

bool assertableTo(Context&, Type* from, Type* t) {
  return isInterface(t) || hasAllMethods(nullptr, t, from, false, identical, nullptr, nullptr);
}

}  // namespace gopark::types
