// Objects and scopes.
#include "golang/types/object.h"

#include <algorithm>

#include "golang/types/quote.h"
#include "golang/types/universe.h"

namespace gopark::types {

bool Object::exported() const {
  return isExported(name);
}

bool samePackage(const Package* a, const Package* b) {
  if (!a || !b) return a == b;
  return a == b || a->path == b->path;
}

bool Object::sameId(const Package* p, std::string_view other, bool foldCase) const {
  if (foldCase && equalFold(name, other)) return true;
  if (name != other) return false;
  return exported() || samePackage(pkg, p);
}

bool TypeName::isAlias() const {
  if (!type) return false;
  switch (type->kind) {
    case TypeKind::Basic: {
      if (pkg == universe().unsafe) return false;
      // byte and rune are aliases, and so is any user name for a basic type.
      return pkg || static_cast<Basic*>(type)->name != name || type == universe().byteType ||
             type == universe().runeType;
    }
    case TypeKind::Named:
      return static_cast<Named*>(type)->obj != this;
    case TypeKind::TypeParam:
      return static_cast<TypeParam*>(type)->obj != this;
    default:
      return true;
  }
}

bool Func::isNative() const {
  return decl && !decl->body;
}

std::string Func::fullName() const {
  std::string prefix = pkg ? pkg->path + "." : "";
  if (type) {
    if (Var* recv = signature()->recv) {
      Type* base = deref(recv->type, nullptr);
      if (auto* named = cast<Named>(base)) prefix += named->obj->name + ".";
    }
  }
  return prefix + name;
}

Scope::Scope(Scope* parent, syntax::Pos pos, syntax::Pos end)
    : parent_(parent), pos_(pos), end_(end) {
  // The universe is shared and immutable: it does not know its children.
  if (parent && parent->parent_) parent->children_.push_back(this);
}

Object* Scope::lookup(std::string_view name) const {
  auto it = byName_.find(name);
  return it == byName_.end() ? nullptr : it->second;
}

Object* Scope::lookupParent(std::string_view name, syntax::Pos pos, Scope** where) const {
  for (const Scope* s = this; s; s = s->parent_) {
    Object* o = s->lookup(name);
    if (o && (!pos.isKnown() || o->scopePos <= pos)) {
      if (where) *where = const_cast<Scope*>(s);
      return o;
    }
  }
  return nullptr;
}

Object* Scope::insert(Object* o) {
  if (o->name == "_") return nullptr;
  auto [it, inserted] = byName_.try_emplace(o->name, o);
  if (!inserted) return it->second;
  objects_.push_back(o);
  if (!o->parent) o->parent = this;
  return nullptr;
}

std::vector<std::string> Scope::names() const {
  std::vector<std::string> list;
  for (const Object* o : objects_) list.push_back(o->name);
  std::sort(list.begin(), list.end());
  return list;
}

}  // namespace gopark::types
