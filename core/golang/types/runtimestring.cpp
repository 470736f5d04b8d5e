// Types as text, as a running program sees them: reflect's Type.String(), %T, panics.
#include "golang/types/object.h"
#include "golang/types/quote.h"
#include "golang/types/types.h"
#include "golang/types/universe.h"

namespace gopark::types {

namespace {

// RuntimeWriter prints as package reflect does. Differences: spaces inside struct and interface
// braces, no aliases, no parameter names, byte and rune by their real names, and no space in
// argument lists, whose elements carry full paths.
class RuntimeWriter {
 public:
  std::string out;

  void type(Type* t, bool fullPath = false) {
    t = unalias(t);
    switch (t->kind) {
      case TypeKind::Basic:
        out +=
            t == basicType(BasicKind::UnsafePointer)
                ? "unsafe.Pointer"
                : std::string(
                      universe().basic[static_cast<int>(static_cast<Basic*>(t)->basicKind)]->name);
        return;
      case TypeKind::Array:
        out += '[' + std::to_string(static_cast<Array*>(t)->len) + ']';
        return type(static_cast<Array*>(t)->elem, fullPath);
      case TypeKind::Slice:
        out += "[]";
        return type(static_cast<Slice*>(t)->elem, fullPath);
      case TypeKind::Pointer:
        out += '*';
        return type(static_cast<Pointer*>(t)->base, fullPath);
      case TypeKind::Map:
        out += "map[";
        type(static_cast<Map*>(t)->key, fullPath);
        out += ']';
        return type(static_cast<Map*>(t)->elem, fullPath);
      case TypeKind::Chan: {
        auto* c = static_cast<Chan*>(t);
        auto* elem = cast<Chan>(c->elem);
        bool parens = c->dir != ChanDir::SendOnly && elem && elem->dir == ChanDir::RecvOnly &&
                      c->dir == ChanDir::SendRecv;
        out += c->dir == ChanDir::SendRecv   ? "chan "
               : c->dir == ChanDir::SendOnly ? "chan<- "
                                             : "<-chan ";
        if (parens) out += '(';
        type(c->elem, fullPath);
        if (parens) out += ')';
        return;
      }
      case TypeKind::Struct:
        return structure(static_cast<Struct*>(t), fullPath);
      case TypeKind::Tuple:
        return tuple(static_cast<Tuple*>(t), false, fullPath);
      case TypeKind::Signature:
        out += "func";
        return signature(static_cast<Signature*>(t), fullPath);
      case TypeKind::Interface: {
        const TypeSet* set = typeSet(static_cast<Interface*>(t));
        if (set->methods.empty()) {
          out += "interface {}";
          return;
        }
        out += "interface {";
        for (size_t i = 0; i < set->methods.size(); i++) {
          Func* m = set->methods[i];
          out += i > 0 ? "; " : " ";
          if (!m->exported() && m->pkg) out += m->pkg->path + '.';
          out += m->name;
          signature(m->signature(), fullPath);
        }
        out += " }";
        return;
      }
      case TypeKind::Named: {
        auto* n = static_cast<Named*>(t);
        if (n->obj->pkg) out += (fullPath ? n->obj->pkg->path : n->obj->pkg->name) + '.';
        out += n->obj->name;
        std::vector<Type*> args = n->outerTargs;
        args.insert(args.end(), n->targs.begin(), n->targs.end());
        if (args.empty()) return;
        out += '[';
        for (size_t i = 0; i < args.size(); i++) {
          if (i > 0) out += ',';
          type(args[i], true);
        }
        out += ']';
        return;
      }
      case TypeKind::TypeParam:
        out += static_cast<TypeParam*>(t)->obj->name;
        return;
      case TypeKind::Union:
      case TypeKind::Alias:
        return;
    }
  }

 private:
  void structure(Struct* s, bool fullPath) {
    if (s->fields.empty()) {
      out += "struct {}";
      return;
    }
    out += "struct {";
    for (size_t i = 0; i < s->fields.size(); i++) {
      Var* f = s->fields[i];
      out += i > 0 ? "; " : " ";
      if (!f->embedded) out += f->name + ' ';
      type(f->type, fullPath);
      if (!s->tag(i).empty()) out += ' ' + quote(s->tag(i));
    }
    out += " }";
  }

  void tuple(Tuple* t, bool variadic, bool fullPath) {
    out += '(';
    for (size_t i = 0; i < tupleLen(t); i++) {
      if (i > 0) out += ", ";
      auto* slice = cast<Slice>(t->vars[i]->type);
      if (variadic && i + 1 == t->vars.size() && slice) {
        out += "...";
        type(slice->elem, fullPath);
      } else {
        type(t->vars[i]->type, fullPath);
      }
    }
    out += ')';
  }

  void signature(Signature* s, bool fullPath) {
    tuple(s->params, s->variadic, fullPath);
    if (tupleLen(s->results) == 0) return;
    out += ' ';
    if (s->results->vars.size() == 1) {
      type(s->results->vars[0]->type, fullPath);
    } else {
      tuple(s->results, false, fullPath);
    }
  }
};

}  // namespace

std::string runtimeTypeString(Type* t) {
  RuntimeWriter writer;
  writer.type(t);
  return std::move(writer.out);
}

}  // namespace gopark::types
