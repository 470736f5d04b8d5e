// Field and method lookup: breadth first through embedded fields, the shallowest match wins, two at
// one depth are ambiguous. Go's counterpart: types2 lookup.go.
#include "golang/types/lookup.h"

#include <algorithm>
#include <map>

#include "golang/types/relations.h"
#include "golang/types/universe.h"

namespace gopark::types {

namespace {

// A type to look into at the current depth.
struct Embedded {
  Type* type;
  std::vector<int> index;
  bool indirect;   // A pointer was followed on the way here.
  bool multiples;  // The type occurs several times at this depth.
};

std::vector<int> extend(const std::vector<int>& index, int i) {
  std::vector<int> r = index;
  r.push_back(i);
  return r;
}

std::vector<Embedded> consolidate(std::vector<Embedded> list) {
  std::vector<Embedded> unique;
  for (Embedded& e : list) {
    auto same = std::find_if(unique.begin(), unique.end(),
                             [&](const Embedded& u) { return identical(u.type, e.type); });
    if (same == unique.end()) {
      unique.push_back(std::move(e));
    } else {
      same->multiples = true;
    }
  }
  return unique;
}

int methodIndex(Named* t, const Package* pkg, std::string_view name, bool foldCase) {
  if (name == "_") return -1;
  const std::vector<Func*>& methods = t->origin->methods;
  for (size_t i = 0; i < methods.size(); i++) {
    if (methods[i]->sameId(pkg, name, foldCase)) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

bool hasPointerReceiver(Func* f) {
  if (f->type && f->signature()->recv) {
    bool pointer;
    deref(f->signature()->recv->type, &pointer);
    return pointer;
  }
  return f->hasPtrRecv;
}

int fieldIndex(const std::vector<Var*>& fields, const Package* pkg, std::string_view name,
               bool foldCase) {
  if (name == "_") return -1;
  for (size_t i = 0; i < fields.size(); i++) {
    if (fields[i]->sameId(pkg, name, foldCase)) return static_cast<int>(i);
  }
  return -1;
}

LookupResult lookupImpl(Type* t, bool addressable, const Package* pkg, std::string_view name,
                        bool foldCase) {
  LookupResult found;
  if (name == "_") return found;
  bool pointer;
  Type* base = deref(t, &pointer);
  // A pointer to an interface has no methods.
  if (pointer && isInterface(base)) return found;

  std::vector<Embedded> current{{base, {}, pointer, false}};
  std::vector<Named*> seen;
  while (!current.empty()) {
    std::vector<Embedded> next;
    for (const Embedded& e : current) {
      // match() notes a match and reports whether it is the second one at this depth.
      auto match = [&](Object* o, int i) {
        bool collision = found.obj || e.multiples;
        found = {collision ? nullptr : o, extend(e.index, i), !collision && e.indirect};
        return collision;
      };
      if (auto* named = cast<Named>(e.type)) {
        if (std::any_of(seen.begin(), seen.end(), [&](Named* s) { return identical(s, named); })) {
          continue;  // It was at a lesser depth already, and shadows itself.
        }
        seen.push_back(named);
        if (int i = methodIndex(named, pkg, name, foldCase); i >= 0) {
          if (match(namedMethod(named, i), i)) return found;
          continue;
        }
      }
      Type* u = underlying(e.type);
      if (u->kind == TypeKind::Struct) {
        auto* s = static_cast<Struct*>(u);
        for (size_t i = 0; i < s->fields.size(); i++) {
          Var* f = s->fields[i];
          if (f->sameId(pkg, name, foldCase)) {
            if (match(f, static_cast<int>(i))) return found;
            continue;
          }
          if (!found.obj && f->embedded) {
            Type* inner = deref(f->type, &pointer);
            next.push_back(
                {inner, extend(e.index, static_cast<int>(i)), e.indirect || pointer, e.multiples});
          }
        }
      } else if (u->kind == TypeKind::Interface) {
        const TypeSet* set = typeSet(static_cast<Interface*>(u));
        if (int i = findMethod(set->methods, pkg, name, foldCase); i >= 0) {
          if (match(set->methods[i], i)) return found;
        }
      }
    }
    if (found.obj) {
      auto* f = objectCast<Func>(found.obj);
      if (f && hasPointerReceiver(f) && !found.indirect && !addressable) {
        return {nullptr, {}, true};
      }
      return found;
    }
    current = consolidate(std::move(next));
  }
  return {};
}

LookupResult lookupFieldOrMethod(Context&, Type* t, bool addressable, const Package* pkg,
                                 std::string_view name, bool foldCase) {
  // A named pointer type has its base's fields, but no methods.
  if (auto* named = cast<Named>(t)) {
    if (auto* p = as<Pointer>(named)) {
      LookupResult r = lookupImpl(p, false, pkg, name, foldCase);
      return r.obj && r.obj->kind == ObjectKind::Func ? LookupResult{} : r;
    }
  }
  return lookupImpl(t, addressable, pkg, name, foldCase);
}

LookupResult lookupMethod(Context& context, Type* t, const Package* pkg, std::string_view name) {
  LookupResult r = lookupFieldOrMethod(context, t, true, pkg, name);
  return r.obj && r.obj->kind == ObjectKind::Func ? r : LookupResult{};
}

std::vector<MethodEntry> methodSet(Context& context, Type* t) {
  // Collect every method name in reach, then look each up by the rules.
  std::vector<Func*> candidates;
  std::vector<Type*> todo{deref(t, nullptr)}, seen;
  auto* named0 = cast<Named>(t);
  if (named0 && as<Pointer>(named0)) return {};
  while (!todo.empty()) {
    Type* type = todo.back();
    todo.pop_back();
    if (std::any_of(seen.begin(), seen.end(), [&](Type* s) { return identical(s, type); })) {
      continue;
    }
    seen.push_back(type);
    if (auto* named = cast<Named>(type)) {
      for (Func* m : named->origin->methods) candidates.push_back(m);
    }
    if (auto* s = as<Struct>(type)) {
      for (Var* f : s->fields) {
        if (f->embedded) todo.push_back(deref(f->type, nullptr));
      }
    } else if (auto* i = as<Interface>(type)) {
      for (Func* m : typeSet(i)->methods) candidates.push_back(m);
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](Func* a, Func* b) { return compareMethods(a, b) < 0; });
  std::vector<MethodEntry> set;
  for (size_t i = 0; i < candidates.size(); i++) {
    if (i > 0 && compareMethods(candidates[i - 1], candidates[i]) == 0) continue;
    LookupResult r =
        lookupFieldOrMethod(context, t, false, candidates[i]->pkg, candidates[i]->name);
    if (auto* f = objectCast<Func>(r.obj)) set.push_back({f, r.index, r.indirect});
  }
  return set;
}

}  // namespace gopark::types
