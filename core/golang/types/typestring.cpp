// Types as text, as compile errors show them.
#include <set>

#include "golang/types/context.h"
#include "golang/types/object.h"
#include "golang/types/quote.h"
#include "golang/types/relations.h"
#include "golang/types/types.h"
#include "golang/types/universe.h"

namespace gopark::types {

namespace {

// sharesName() reports whether a package of that name but another path is imported somewhere.
bool sharesName(const Package* from, const Package* pkg, std::set<const Package*>& seen) {
  if (!from || !seen.insert(from).second) return false;
  if (from != pkg && from->name == pkg->name && from->path != pkg->path) return true;
  for (const Package* p : from->imports) {
    if (sharesName(p, pkg, seen)) return true;
  }
  return false;
}

class TypeWriter {
 public:
  TypeWriter(Qualify qualify, const Package* relativeTo)
      : qualify_(qualify), relativeTo_(relativeTo) {}

  std::string out;
  bool paramNames = true;
  bool annotatePackages = false;  // Say once which package an unexported field belongs to.

  void type(Type* t) {
    if (!t) {
      out += "<nil>";
      return;
    }
    // Anonymous types cannot be infinite, but erroneous ones may contain themselves.
    if (!seen_.insert(t).second) {
      out += "<cycle>";
      return;
    }
    write(t);
    seen_.erase(t);
  }

  void signature(Signature* s) {
    if (!s->tparams.empty()) tparamList(s->tparams);
    tuple(s->params, s->variadic);
    if (tupleLen(s->results) == 0) return;
    out += ' ';
    if (s->results->vars.size() == 1 && s->results->vars[0]->name.empty()) {
      type(s->results->vars[0]->type);
    } else {
      tuple(s->results, false);
    }
  }

  void tparamList(const std::vector<TypeParam*>& list) {
    out += '[';
    for (size_t i = 0; i < list.size(); i++) {
      if (i > 0) {
        if (list[i]->bound != list[i - 1]->bound) {
          out += ' ';
          type(list[i - 1]->bound);
        }
        out += ", ";
      }
      type(list[i]);
    }
    if (!list.empty() && list.back()->bound) {
      out += ' ';
      type(list.back()->bound);
    }
    out += ']';
  }

 private:
  void write(Type* t) {
    switch (t->kind) {
      case TypeKind::Basic:
        if (static_cast<Basic*>(t)->basicKind == BasicKind::UnsafePointer) out += "unsafe.";
        out += static_cast<Basic*>(t)->name;
        return;
      case TypeKind::Array:
        out += '[' + std::to_string(static_cast<Array*>(t)->len) + ']';
        return type(static_cast<Array*>(t)->elem);
      case TypeKind::Slice:
        out += "[]";
        return type(static_cast<Slice*>(t)->elem);
      case TypeKind::Pointer:
        out += '*';
        return type(static_cast<Pointer*>(t)->base);
      case TypeKind::Map:
        out += "map[";
        type(static_cast<Map*>(t)->key);
        out += ']';
        return type(static_cast<Map*>(t)->elem);
      case TypeKind::Chan:
        return chan(static_cast<Chan*>(t));
      case TypeKind::Struct:
        return structure(static_cast<Struct*>(t));
      case TypeKind::Tuple:
        return tuple(static_cast<Tuple*>(t), false);
      case TypeKind::Signature:
        out += "func";
        return signature(static_cast<Signature*>(t));
      case TypeKind::Union:
        return unionTerms(static_cast<Union*>(t));
      case TypeKind::Interface:
        return interface(static_cast<Interface*>(t));
      case TypeKind::Named: {
        auto* n = static_cast<Named*>(t);
        typeName(n->obj);
        if (!n->targs.empty()) {
          typeList(n->targs);
        } else if (!n->isInstance() && !n->tparams.empty()) {
          tparamList(n->tparams);
        }
        return;
      }
      case TypeKind::Alias: {
        auto* a = static_cast<Alias*>(t);
        typeName(a->obj);
        if (!a->targs.empty()) {
          typeList(a->targs);
        } else if (!a->tparams.empty()) {
          tparamList(a->tparams);
        }
        return;
      }
      case TypeKind::TypeParam: {
        auto* p = static_cast<TypeParam*>(t);
        out += p->obj->name;
        if (universe().scope->lookup(p->obj->name)) {
          out += " /* with " + p->obj->name + " declared at line " +
                 std::to_string(static_cast<unsigned>(p->obj->pos.line)) + " */";
        }
        return;
      }
    }
  }

  void chan(Chan* c) {
    auto* elem = c->elem->kind == TypeKind::Chan ? static_cast<Chan*>(c->elem) : nullptr;
    bool parens = c->dir == ChanDir::SendRecv && elem && elem->dir == ChanDir::RecvOnly;
    out += c->dir == ChanDir::SendRecv   ? "chan "
           : c->dir == ChanDir::SendOnly ? "chan<- "
                                         : "<-chan ";
    if (parens) out += '(';
    type(c->elem);
    if (parens) out += ')';
  }

  void structure(Struct* s) {
    out += "struct{";
    for (size_t i = 0; i < s->fields.size(); i++) {
      Var* f = s->fields[i];
      if (i > 0) out += "; ";
      bool annotate = annotatePackages && !f->exported();
      if (annotate) annotatePackages = false;
      if (!f->embedded) out += f->name + ' ';
      type(f->type);
      if (annotate && f->pkg) out += " /* package " + f->pkg->path + " */ ";
      if (!s->tag(i).empty()) out += ' ' + quote(s->tag(i));
    }
    out += '}';
  }

  void unionTerms(Union* u) {
    for (size_t i = 0; i < u->terms.size(); i++) {
      if (i > 0) out += " | ";
      if (u->terms[i].tilde) out += '~';
      type(u->terms[i].type);
    }
  }

  void interface(Interface* t) {
    if (t == universe().emptyInterface) {
      out += "any";
      return;
    }
    if (t == universe().comparable->underlyingType) {
      out += "interface{comparable}";
      return;
    }
    if (t->implicit) {
      if (t->methods.empty() && t->embeddeds.size() == 1) return type(t->embeddeds[0]);
      out += "/* implicit */ ";
    }
    out += "interface{";
    bool first = true;
    for (Func* m : t->methods) {
      if (!first) out += "; ";
      first = false;
      out += m->name;
      signature(m->signature());
    }
    for (Type* e : t->embeddeds) {
      if (!first) out += "; ";
      first = false;
      type(e);
    }
    out += '}';
  }

  void typeList(const std::vector<Type*>& list) {
    out += '[';
    for (size_t i = 0; i < list.size(); i++) {
      if (i > 0) out += ", ";
      type(list[i]);
    }
    out += ']';
  }

  void typeName(TypeName* o) {
    out += packagePrefix(o->pkg, qualify_, relativeTo_);
    out += o->name;
  }

  void tuple(Tuple* t, bool variadic) {
    out += '(';
    for (size_t i = 0; i < tupleLen(t); i++) {
      Var* v = t->vars[i];
      if (i > 0) out += ", ";
      if (!v->name.empty() && paramNames) out += v->name + ' ';
      if (variadic && i + 1 == t->vars.size()) {
        if (v->type->kind == TypeKind::Slice) {
          out += "...";
          type(static_cast<Slice*>(v->type)->elem);
        } else {
          // append(bytes, text...)
          type(v->type);
          out += "...";
        }
      } else {
        type(v->type);
      }
    }
    out += ')';
  }

  Qualify qualify_;
  const Package* relativeTo_;
  std::set<Type*> seen_;
};

}  // namespace

std::string packagePrefix(const Package* pkg, Qualify qualify, const Package* relativeTo) {
  if (!pkg) return "";
  switch (qualify) {
    case Qualify::kPath:
      return pkg->path + '.';
    case Qualify::kName:
      return pkg->name + '.';
    case Qualify::kRelative: {
      if (pkg == relativeTo) return "";
      std::set<const Package*> seen;
      if (sharesName(relativeTo, pkg, seen)) return quote(pkg->path) + '.';
      return pkg->name + '.';
    }
  }
  return "";
}

std::string typeString(Type* t, Qualify qualify, const Package* relativeTo) {
  TypeWriter writer(qualify, relativeTo);
  writer.type(t);
  return std::move(writer.out);
}

std::string methodString(Func* f, const Package* relativeTo, bool packages) {
  TypeWriter writer(packages ? Qualify::kPath : Qualify::kRelative, relativeTo);
  writer.annotatePackages = packages;
  writer.paramNames = false;
  writer.out = f->name;
  writer.signature(f->signature());
  return std::move(writer.out);
}

std::string tparamListString(const std::vector<TypeParam*>& list, const Package* relativeTo) {
  TypeWriter writer(Qualify::kRelative, relativeTo);
  writer.tparamList(list);
  return std::move(writer.out);
}

}  // namespace gopark::types
