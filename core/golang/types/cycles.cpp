// Cycles in declarations: those that are errors, and what is said about them.
#include <algorithm>
#include <map>

#include "golang/types/checker.h"

namespace gopark::types {

size_t Checker::firstInSource(const std::vector<Object*>& cycle) {
  size_t first = 0;
  for (size_t i = 1; i < cycle.size(); i++) {
    if (cycle[i]->pos < cycle[first]->pos) first = i;
  }
  return first;
}

bool Checker::validCycle(Object* o) {
  std::vector<Object*> cycle(path_.begin() + static_cast<long>(pathIndex_[o]), path_.end());
  size_t values = 0, definitions = 0;
  for (Object* c : cycle) {
    if (c->kind == ObjectKind::Const || c->kind == ObjectKind::Var) {
      values++;
    } else if (auto* t = objectCast<TypeName>(c)) {
      // Through a type parameter list a type may refer to itself.
      if (env_.inTParamList && t->type && isGeneric(t->type)) return true;
      if (!t->isAlias()) definitions++;
    }
  }
  // Cycles of constants and variables alone are reported as initialization cycles.
  if (values == cycle.size()) return true;
  // Cycles of types need a definition in between: aliases alone never end.
  if (values == 0 && definitions > 0) return true;
  cycleError(cycle, firstInSource(cycle));
  return false;
}

void Checker::cycleError(const std::vector<Object*>& cycle, size_t start) {
  auto name = [&](Object* o) { return packagePrefix(o->pkg, Qualify::kRelative, pkg_) + o->name; };
  Object* o = cycle[start];
  bool isType = o->kind == ObjectKind::TypeName;
  if (isType && o->type && o->type->kind == TypeKind::Alias) {
    auto* alias = static_cast<Alias*>(o->type);
    alias->fromRhs = alias->actual = invalidType();
  }
  if (cycle.size() == 1) {
    errorf(o,
           isType ? "invalid recursive type: %s refers to itself"
                  : "invalid cycle in declaration: %s refers to itself",
           name(o));
    return;
  }
  Report r;
  addf(&r, o, isType ? "invalid recursive type %s" : "invalid cycle in declaration of %s", name(o));
  for (size_t i = 0; i < cycle.size(); i++) {
    Object* next = cycle[(start + i + 1) % cycle.size()];
    addf(&r, o, "%s refers to %s", name(o), name(next));
    o = next;
  }
  report(r);
}

void Checker::directCycles() {
  // Chains `type A B; type B C`: names only, so no types are needed to follow them.
  std::map<TypeName*, int> state;  // Place on the path, or -1 when done.
  for (Object* o : objects_) {
    auto* name = objectCast<TypeName>(o);
    std::vector<TypeName*> path;
    while (name) {
      auto it = state.find(name);
      if (it != state.end()) {
        if (it->second >= 0) {
          name->type = invalidType();
          std::vector<Object*> cycle(path.begin() + it->second, path.end());
          cycleError(cycle, firstInSource(cycle));
        }
        break;
      }
      state[name] = static_cast<int>(path.size());
      path.push_back(name);
      auto decl = declOf_.find(name);
      auto* rhs = decl == declOf_.end() ? nullptr : nodeCast<Name>(decl->second->typeDecl->type);
      name = rhs ? objectCast<TypeName>(pkg_->scope->lookup(rhs->value)) : nullptr;
    }
    for (TypeName* t : path) state[t] = -1;
  }
}

bool Checker::finiteSize(Type* t) {
  t = unalias(t);
  switch (t->kind) {
    case TypeKind::Named: {
      auto* named = static_cast<Named*>(t);
      if (auto it = finite_.find(named); it != finite_.end()) return it->second;
      Object* name = named->isInstance() ? named->site : named->obj;
      if (auto it = pathIndex_.find(name); it != pathIndex_.end()) {
        std::vector<Object*> cycle(path_.begin() + static_cast<long>(it->second), path_.end());
        cycleError(cycle, firstInSource(cycle));
        return false;
      }
      // Finished types are finite; an instance nobody has looked into yet is none of our business.
      if (!named->check || !named->fromRhs) return true;
      push(name);
      bool finite = finiteSize(named->fromRhs);
      pop();
      return finite_[named] = finite;
    }
    case TypeKind::Array:
      return finiteSize(static_cast<Array*>(t)->elem);
    case TypeKind::Struct:
      for (Var* f : static_cast<Struct*>(t)->fields) {
        if (!finiteSize(f->type)) return false;
      }
      return true;
    default:
      return true;
  }
}

void Checker::validType(Named* t) {
  validType0(t, {}, {});
}

// `nest` is the types whose memory we are inside of, `path` all named types on the way: a type
// argument lies outside of the instance whose parameter it replaces, but is still on the way.
bool Checker::validType0(Type* t, std::vector<Named*> nest, std::vector<Named*> path) {
  if (!t) return true;
  t = unalias(t);
  switch (t->kind) {
    case TypeKind::Array:
      return validType0(static_cast<Array*>(t)->elem, nest, path);
    case TypeKind::Struct:
      for (Var* f : static_cast<Struct*>(t)->fields) {
        // Only these kinds can contain memory of named types.
        if (!validType0(f->type, nest, path)) return false;
      }
      return true;
    case TypeKind::Union:
      for (const Term& term : static_cast<Union*>(t)->terms) {
        if (!validType0(term.type, nest, path)) return false;
      }
      return true;
    case TypeKind::Interface:
      for (Type* e : static_cast<Interface*>(t)->embeddeds) {
        if (!validType0(e, nest, path)) return false;
      }
      return true;
    case TypeKind::Named: {
      auto* named = static_cast<Named*>(t);
      // Other packages' types are valid unless their arguments bring them back here.
      if (!named->origin->check && named->targs.empty()) return true;
      for (Named* n : nest) {
        if (!identical(n, named)) continue;
        named->origin->fromRhs = named->origin->underlyingType = invalidType();
        named->fromRhs = named->underlyingType = invalidType();
        for (size_t start = 0; start < path.size(); start++) {
          if (!identical(path[start], named)) continue;
          std::vector<Object*> cycle;
          for (size_t i = start; i < path.size(); i++) {
            cycle.push_back(path[i]->isInstance() ? path[i]->site : path[i]->obj);
          }
          cycleError(cycle, 0);
          return false;
        }
        return false;
      }
      nest.push_back(named);
      path.push_back(named);
      return validType0(named->origin->fromRhs, nest, path);
    }
    case TypeKind::TypeParam: {
      if (nest.empty()) return true;
      Named* instance = nest.back();
      const auto& params = instance->origin->tparams;
      for (size_t i = 0; i < params.size() && i < instance->targs.size(); i++) {
        if (params[i] != t) continue;
        nest.pop_back();
        return validType0(instance->targs[i], nest, path);
      }
      return true;
    }
    default:
      return true;
  }
}

namespace {

// hasInterfaceCycle() looks for an anonymous interface that contains itself.
class InterfaceCycleFinder {
 public:
  bool hasCycle(Interface* t) {
    for (Func* m : typeSet(t)->methods) {
      if (visit(m->type)) return true;
    }
    return false;
  }

  bool visit(Type* t) {
    t = unalias(t);
    switch (t->kind) {
      case TypeKind::Pointer:
        return visit(static_cast<Pointer*>(t)->base);
      case TypeKind::Array:
        return visit(static_cast<Array*>(t)->elem);
      case TypeKind::Slice:
        return visit(static_cast<Slice*>(t)->elem);
      case TypeKind::Chan:
        return visit(static_cast<Chan*>(t)->elem);
      case TypeKind::Map:
        return visit(static_cast<Map*>(t)->key) || visit(static_cast<Map*>(t)->elem);
      case TypeKind::Struct:
        for (Var* f : static_cast<Struct*>(t)->fields) {
          if (visit(f->type)) return true;
        }
        return false;
      case TypeKind::Signature:
        for (Tuple* tuple :
             {static_cast<Signature*>(t)->params, static_cast<Signature*>(t)->results}) {
          for (size_t i = 0; i < tupleLen(tuple); i++) {
            if (visit(tuple->vars[i]->type)) return true;
          }
        }
        return false;
      case TypeKind::Interface: {
        auto* i = static_cast<Interface*>(t);
        if (i->methods.empty() && i->embeddeds.empty()) return false;
        auto [it, inserted] = cyclic.try_emplace(i, true);
        if (!inserted) return it->second;
        if (hasCycle(i)) return true;
        cyclic[i] = false;
        return false;
      }
      default:
        return false;
    }
  }

  std::map<Interface*, bool> cyclic;
};

}  // namespace

void Checker::checkAnonymousInterfaceCycles() {
  InterfaceCycleFinder finder;
  for (Interface* t : interfaces_) {
    if (t->implicit || !finder.hasCycle(t)) continue;
    Pos pos = !t->methods.empty()   ? t->methods[0]->pos
              : t->embedPos.empty() ? Pos()
                                    : t->embedPos[0];
    errorf(pos,
           "invalid recursive type: anonymous interface refers to itself "
           "(see https://go.dev/issue/56103)");
    for (auto& [i, cyclic] : finder.cyclic) cyclic = false;
  }
}

}  // namespace gopark::types
