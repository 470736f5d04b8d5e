// Memory, instances and canonical types.
#include "golang/types/context.h"

#include <algorithm>

#include "base/check.h"
#include "golang/types/relations.h"
#include "golang/types/subst.h"
#include "golang/types/universe.h"

namespace gopark::types {

namespace {
constexpr size_t kBlockBytes = 64 * 1024;
}

Context::Context() {
  universe();
}

Context::~Context() {
  for (size_t i = owned_.size(); i-- > 0;) owned_[i].destroy(owned_[i].object);
}

void* Context::allocate(size_t size, size_t align) {
  auto address = reinterpret_cast<uintptr_t>(next_);
  uintptr_t start = (address + align - 1) & ~(align - 1);
  if (!next_ || start + size > reinterpret_cast<uintptr_t>(limit_)) {
    size_t bytes = std::max(kBlockBytes, size + align);
    blocks_.push_back(std::unique_ptr<char[]>(new char[bytes]));
    next_ = blocks_.back().get();
    limit_ = next_ + bytes;
    address = reinterpret_cast<uintptr_t>(next_);
    start = (address + align - 1) & ~(align - 1);
  }
  next_ = reinterpret_cast<char*>(start + size);
  return reinterpret_cast<void*>(start);
}

Var* Context::newVar(VarKind kind, syntax::Pos pos, Package* pkg, std::string name, Type* type) {
  Var* v = make<Var>();
  v->varKind = kind;
  v->pos = pos;
  v->pkg = pkg;
  v->name = std::move(name);
  v->type = type;
  v->id = nextId();
  v->isDependency = true;
  return v;
}

Tuple* Context::newTuple(std::vector<Var*> vars) {
  return vars.empty() ? nullptr : make<Tuple>(std::move(vars));
}

Type* Context::instantiate(Type* generic, const std::vector<Type*>& targs, syntax::Pos pos) {
  switch (generic->kind) {
    case TypeKind::Named: {
      auto* named = static_cast<Named*>(generic);
      return namedInstance(named->origin, targs, named->outerTargs, pos);
    }
    case TypeKind::Alias: {
      auto* origin = static_cast<Alias*>(generic)->origin;
      if (origin->tparams.size() != targs.size() || targs.empty()) return invalidType();
      auto* alias = make<Alias>();
      alias->obj = origin->obj;
      alias->origin = origin;
      alias->tparams = origin->tparams;
      alias->targs = targs;
      alias->fromRhs = origin->fromRhs
                           ? subst(*this, origin->fromRhs, makeSubstMap(origin->tparams, targs))
                           : invalidType();
      return alias;
    }
    case TypeKind::Signature: {
      auto* origin = static_cast<Signature*>(generic);
      if (origin->tparams.size() != targs.size()) return invalidType();
      if (targs.empty()) return origin;
      Type* t = subst(*this, origin, makeSubstMap(origin->tparams, targs));
      auto* sig = make<Signature>(*static_cast<Signature*>(t));
      sig->tparams.clear();
      return sig;
    }
    default:
      CHECK(false, "types: only named types, aliases and functions can be instantiated");
      return nullptr;
  }
}

Named* Context::namedInstance(Named* origin, const std::vector<Type*>& targs,
                              const std::vector<Type*>& outerTargs, syntax::Pos pos) {
  // Identical arguments make one instance per spelling: messages show a type argument as it was
  // written (byte or uint8, an alias or what it stands for). canonical() unites the spellings.
  std::string key = "N" + std::to_string(origin->id);
  auto add = [&](const std::vector<Type*>& list) {
    for (Type* t : list) {
      key += ',' + typeHash(t) + ' ' + typeString(t, Qualify::kPath);
    }
    key += ';';
  };
  add(targs);
  add(outerTargs);
  auto [it, inserted] = instances_.try_emplace(key, nullptr);
  if (!inserted) return it->second;
  Named* t = make<Named>();
  it->second = t;
  t->context = this;
  t->check = origin->check;
  t->obj = origin->obj;
  t->id = nextId();
  t->origin = origin;
  t->targs = targs;
  t->outerTargs = outerTargs;
  t->site = make<TypeName>(*origin->obj);
  t->site->pos = pos.isKnown() ? pos : origin->obj->pos;
  t->site->parent = nullptr;
  t->site->type = t;
  return t;
}

std::string Context::typeHash(Type* t) {
  return std::to_string(canonicalId(t));
}

uint32_t Context::canonicalId(Type* t) {
  Type* c = canonical(t);
  auto [it, inserted] = idOf_.try_emplace(c, 0);
  if (inserted) it->second = nextId();
  return it->second;
}

Type* Context::canonical(Type* t) {
  if (!t) return t;
  if (auto it = canonicalOf_.find(t); it != canonicalOf_.end()) return it->second;
  Type* plain = unalias(t);
  bool settled = true;
  Type* result = makeCanonical(plain, &settled);
  if (settled && isValid(plain)) {
    canonicalOf_[t] = result;
    canonicalOf_[result] = result;
  }
  return result;
}

Tuple* Context::canonicalTuple(Tuple* t) {
  if (!t || t->vars.empty()) return nullptr;
  return static_cast<Tuple*>(canonical(t));
}

Type* Context::makeCanonical(Type* t, bool* settled) {
  auto hash = [&](Type* part) { return part ? typeHash(part) : std::string("-"); };
  // unite() returns the first type made under a key; `build` makes it.
  auto unite = [&](const std::string& key, auto build) -> Type* {
    auto [it, inserted] = canonical_.try_emplace(key, nullptr);
    if (inserted) {
      Type* made = build();
      canonical_[key] = made;
      return made;
    }
    return it->second;
  };
  switch (t->kind) {
    case TypeKind::Basic:
      return basicType(static_cast<Basic*>(t)->basicKind);
    case TypeKind::TypeParam:
    case TypeKind::Alias:
      return t;
    case TypeKind::Array: {
      auto* a = static_cast<Array*>(t);
      Type* elem = canonical(a->elem);
      return unite("A" + std::to_string(a->len) + "," + hash(elem),
                   [&] { return elem == a->elem ? a : make<Array>(elem, a->len); });
    }
    case TypeKind::Slice: {
      Type* elem = canonical(static_cast<Slice*>(t)->elem);
      return unite("S" + hash(elem), [&] { return make<Slice>(elem); });
    }
    case TypeKind::Pointer: {
      Type* base = canonical(static_cast<Pointer*>(t)->base);
      return unite("P" + hash(base), [&] { return make<Pointer>(base); });
    }
    case TypeKind::Map: {
      Type* key = canonical(static_cast<Map*>(t)->key);
      Type* elem = canonical(static_cast<Map*>(t)->elem);
      return unite("M" + hash(key) + "," + hash(elem), [&] { return make<Map>(key, elem); });
    }
    case TypeKind::Chan: {
      auto* c = static_cast<Chan*>(t);
      Type* elem = canonical(c->elem);
      return unite("C" + std::to_string(static_cast<int>(c->dir)) + hash(elem),
                   [&] { return make<Chan>(c->dir, elem); });
    }
    case TypeKind::Tuple: {
      auto* tuple = static_cast<Tuple*>(t);
      std::string key = "T";
      for (Var* v : tuple->vars) key += hash(v->type) + ",";
      return unite(key, [&] {
        auto* r = make<Tuple>();
        for (Var* v : tuple->vars) {
          Var* copy = make<Var>(*v);
          copy->type = canonical(v->type);
          r->vars.push_back(copy);
        }
        return r;
      });
    }
    case TypeKind::Struct:
      return canonicalStruct(static_cast<Struct*>(t));
    case TypeKind::Signature: {
      auto* s = static_cast<Signature*>(t);
      if (!s->tparams.empty()) return t;  // Generic functions are no values.
      Tuple *params = canonicalTuple(s->params), *results = canonicalTuple(s->results);
      std::string key = std::string("F") + (s->variadic ? "v" : "f") + hash(params) + hash(results);
      return unite(key, [&] {
        auto* r = make<Signature>();
        r->params = params;
        r->results = results;
        r->variadic = s->variadic;
        return r;
      });
    }
    case TypeKind::Union: {
      std::string key = "U";
      for (const Term& term : static_cast<Union*>(t)->terms) {
        key += (term.tilde ? "~" : "") + hash(term.type) + "|";
      }
      return unite(key, [&] { return t; });
    }
    case TypeKind::Interface:
      *settled = static_cast<Interface*>(t)->complete;
      return canonicalInterface(static_cast<Interface*>(t));
    case TypeKind::Named: {
      auto* n = static_cast<Named*>(t);
      if (!n->isInstance()) return n;
      std::string key = "N" + std::to_string(n->origin->id);
      std::vector<Type*> targs, outerTargs;
      for (Type* a : n->targs) targs.push_back(canonical(a)), key += "," + hash(a);
      key += ";";
      for (Type* a : n->outerTargs) outerTargs.push_back(canonical(a)), key += "," + hash(a);
      return unite(key, [&] { return namedInstance(n->origin, targs, outerTargs); });
    }
  }
  return t;
}

Type* Context::canonicalStruct(Struct* s) {
  std::string key = "R";
  for (size_t i = 0; i < s->fields.size(); i++) {
    Var* f = s->fields[i];
    key += f->name + (f->embedded ? "!" : " ");
    if (!f->exported() && f->pkg) key += "(" + f->pkg->path + ")";
    key += typeHash(f->type) + "`" + std::string(s->tag(i)) + "`;";
  }
  auto [it, inserted] = canonical_.try_emplace(key, nullptr);
  if (!inserted) return it->second;
  auto* r = make<Struct>();
  r->tags = s->tags;
  for (Var* f : s->fields) {
    Var* copy = make<Var>(*f);
    copy->type = canonical(f->type);
    copy->origin = f->origin ? f->origin : f;
    r->fields.push_back(copy);
  }
  return canonical_[key] = r;
}

Type* Context::canonicalInterface(Interface* t) {
  const TypeSet* set = typeSet(t);
  std::string key = set->comparable ? "Ic" : "I";
  for (Func* m : set->methods) {
    key += m->name;
    if (!m->exported() && m->pkg) key += "(" + m->pkg->path + ")";
    key += typeHash(m->type) + ";";
  }
  if (!set->allTypes) {
    std::vector<std::string> terms;
    for (const Term& term : set->terms) {
      terms.push_back((term.tilde ? "~" : "") + typeHash(term.type));
    }
    std::sort(terms.begin(), terms.end());
    key += "{";
    for (const std::string& s : terms) key += s + "|";
  }
  auto [it, inserted] = canonical_.try_emplace(key, nullptr);
  if (!inserted) return it->second;
  auto* r = make<Interface>();
  r->complete = true;
  r->methods = set->methods;
  r->tset = std::make_unique<TypeSet>(*set);
  return canonical_[key] = set->isAll() ? universe().emptyInterface : r;
}

}  // namespace gopark::types
