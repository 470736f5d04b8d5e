// Type sets: lists of terms T and ~T in normal form (no term covers another), and their
// computation for interfaces and unions. Go's counterparts: types2 typeset.go, typeterm.go,
// termlist.go.
#include <algorithm>
#include <map>

#include "golang/types/checker.h"
#include "golang/types/object.h"
#include "golang/types/quote.h"
#include "golang/types/relations.h"
#include "golang/types/types.h"

namespace gopark::types {

namespace {

// subsetOf() reports x ⊆ y for single terms.
bool subsetTerm(const Term& x, const Term& y) {
  return !disjointTerms(x, y) && (!x.tilde || y.tilde);
}

// normalize() merges terms that overlap.
void normalize(std::vector<Term>* terms) {
  std::vector<Term> result;
  for (const Term& x : *terms) {
    bool covered = false;
    for (Term& y : result) {
      if (disjointTerms(x, y)) continue;
      if (x.tilde && !y.tilde) y = x;
      covered = true;
      break;
    }
    if (!covered) result.push_back(x);
  }
  *terms = std::move(result);
}

void intersect(TypeSet* into, const TypeSet& other) {
  bool comparable = into->comparable || other.comparable;
  if (!other.allTypes) {
    if (into->allTypes) {
      into->terms = other.terms;
      into->allTypes = false;
    } else {
      std::vector<Term> both;
      for (const Term& x : into->terms) {
        for (const Term& y : other.terms) {
          if (!disjointTerms(x, y)) both.push_back(!x.tilde || y.tilde ? x : y);
        }
      }
      normalize(&both);
      into->terms = std::move(both);
    }
  }
  if (comparable && !into->allTypes) {
    std::erase_if(into->terms, [](const Term& t) { return !comparableType(t.type, false); });
    comparable = false;
  }
  into->comparable = comparable;
}

}  // namespace

bool disjointTerms(const Term& x, const Term& y) {
  Type* ux = y.tilde ? underlying(x.type) : x.type;
  Type* uy = x.tilde ? underlying(y.type) : y.type;
  return !identical(ux, uy);
}

bool termIncludes(const Term& term, Type* t) {
  return identical(term.type, term.tilde ? underlying(t) : t);
}

bool subsetTerms(const TypeSet& x, const TypeSet& y) {
  if (y.allTypes) return true;
  if (x.allTypes) return false;
  if (y.terms.empty()) return x.terms.empty();
  for (const Term& term : x.terms) {
    if (std::none_of(y.terms.begin(), y.terms.end(),
                     [&](const Term& other) { return subsetTerm(term, other); })) {
      return false;
    }
  }
  return true;
}

bool equalTypeSetTerms(const TypeSet& x, const TypeSet& y) {
  return subsetTerms(x, y) && subsetTerms(y, x);
}

std::string termString(const Term& term, const Package* relativeTo) {
  return (term.tilde ? "~" : "") + typeString(term.type, Qualify::kPath, relativeTo);
}

std::string termsString(const TypeSet& set, const Package* relativeTo) {
  std::string s;
  for (const Term& term : set.terms) s += (s.empty() ? "" : " | ") + termString(term, relativeTo);
  return s;
}

int compareMethods(const Object* a, const Object* b) {
  if (a == b) return 0;
  bool ea = a->exported(), eb = b->exported();
  if (ea != eb) return ea ? -1 : 1;
  if (int c = a->name.compare(b->name)) return c;
  if (ea || !a->pkg || !b->pkg) return 0;
  return a->pkg->path.compare(b->pkg->path);
}

int findMethod(const std::vector<Func*>& methods, const Package* pkg, std::string_view name,
               bool foldCase) {
  if (name == "_") return -1;
  for (size_t i = 0; i < methods.size(); i++) {
    if (methods[i]->sameId(pkg, name, foldCase)) return static_cast<int>(i);
  }
  return -1;
}

TypeSet unionTypeSet(Union* u, Checker* check, syntax::Pos pos) {
  TypeSet set;
  set.allTypes = false;
  for (const Term& term : u->terms) {
    Type* under = underlying(term.type);
    if (auto* i = cast<Interface>(under)) {
      const TypeSet* inner = typeSet(i);
      if (inner->allTypes) {
        set.allTypes = true;
        continue;
      }
      set.terms.insert(set.terms.end(), inner->terms.begin(), inner->terms.end());
    } else if (isValid(under)) {
      // No type has a defined type as its underlying type: ~MyInt is the empty set.
      if (term.tilde && !identical(term.type, under)) continue;
      set.terms.push_back(term);
    }
  }
  if (set.allTypes) set.terms.clear();
  constexpr size_t kTermsMax = 100;  // gc's limit; comparing all with all takes its time.
  if (set.terms.size() > kTermsMax) {
    if (check) check->tooManyTerms(pos, kTermsMax);
    return TypeSet();
  }
  normalize(&set.terms);
  return set;
}

const TypeSet* typeSet(Interface* t) {
  return computeTypeSet(t->check, t);
}

const TypeSet* computeTypeSet(Checker* check, Interface* t) {
  static const TypeSet& top = *new TypeSet;
  if (t->tset) return t->tset.get();
  if (!t->complete) return &top;  // Still being declared: not to be remembered.
  // Infinite interfaces are reported elsewhere; here they end at this first, empty answer.
  t->tset = std::make_unique<TypeSet>();

  std::vector<Func*> methods;
  std::map<Func*, syntax::Pos> places;
  auto add = [&](syntax::Pos pos, Func* m, bool isExplicit) {
    Func* other = nullptr;
    for (Func* f : methods) {
      if (f->sameId(m->pkg, m->name)) other = f;
    }
    if (!other) {
      methods.push_back(m);
      places[m] = pos;
    } else if (check && other != m) {
      check->duplicateMethod(pos, m, places[other], other, isExplicit);
    }
  };
  for (Func* m : t->methods) add(m->pos, m, true);

  TypeSet set;
  for (size_t i = 0; i < t->embeddeds.size(); i++) {
    syntax::Pos pos = i < t->embedPos.size() ? t->embedPos[i] : syntax::Pos();
    Type* under = underlying(t->embeddeds[i]);
    if (auto* inner = cast<Interface>(under)) {
      const TypeSet* innerSet = computeTypeSet(check, inner);
      for (Func* m : innerSet->methods) add(pos, m, false);
      intersect(&set, *innerSet);
    } else if (under->kind == TypeKind::Union) {
      intersect(&set, unionTypeSet(static_cast<Union*>(under), check, pos));
    } else if (isValid(under)) {
      TypeSet single;
      single.allTypes = false;
      single.terms.push_back({false, t->embeddeds[i]});
      intersect(&set, single);
    }
  }
  std::stable_sort(methods.begin(), methods.end(),
                   [](Func* a, Func* b) { return compareMethods(a, b) < 0; });
  set.methods = std::move(methods);
  *t->tset = std::move(set);
  return t->tset.get();
}

}  // namespace gopark::types
