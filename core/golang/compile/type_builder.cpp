// Type descriptors: layout, pointer maps, names. Recursive types are no problem because a type's
// own words are known before its element types are looked at.
#include "base/check.h"
#include "golang/compile/compiler.h"

namespace gopark::compile {

using types::TypeKind;
using vm::Kind;

namespace {

Kind basicKind(types::BasicKind k) {
  using B = types::BasicKind;
  switch (k) {
    case B::Bool:
    case B::UntypedBool:
      return Kind::kBool;
    case B::Int:
    case B::UntypedInt:
      return Kind::kInt;
    case B::Int8:
      return Kind::kInt8;
    case B::Int16:
      return Kind::kInt16;
    case B::Int32:
    case B::UntypedRune:
      return Kind::kInt32;
    case B::Int64:
      return Kind::kInt64;
    case B::Uint:
      return Kind::kUint;
    case B::Uint8:
      return Kind::kUint8;
    case B::Uint16:
      return Kind::kUint16;
    case B::Uint32:
      return Kind::kUint32;
    case B::Uint64:
      return Kind::kUint64;
    case B::Uintptr:
      return Kind::kUintptr;
    case B::Float32:
      return Kind::kFloat32;
    case B::Float64:
    case B::UntypedFloat:
      return Kind::kFloat64;
    case B::Complex64:
      return Kind::kComplex64;
    case B::Complex128:
    case B::UntypedComplex:
      return Kind::kComplex128;
    case B::String:
    case B::UntypedString:
      return Kind::kString;
    case B::UnsafePointer:
    case B::UntypedNil:
      return Kind::kUnsafePointer;
    case B::Invalid:
      break;
  }
  return Kind::kInvalid;
}

Rep repOf(Kind k) {
  switch (k) {
    case Kind::kInt8:
      return Rep::kI8;
    case Kind::kInt16:
      return Rep::kI16;
    case Kind::kInt32:
      return Rep::kI32;
    case Kind::kBool:
    case Kind::kUint8:
      return Rep::kU8;
    case Kind::kUint16:
      return Rep::kU16;
    case Kind::kUint32:
    case Kind::kFloat32:
      return Rep::kU32;
    case Kind::kInt:
    case Kind::kInt64:
    case Kind::kUint:
    case Kind::kUint64:
    case Kind::kUintptr:
    case Kind::kFloat64:
    case Kind::kChan:
    case Kind::kFunc:
    case Kind::kMap:
    case Kind::kPointer:
    case Kind::kUnsafePointer:
      return Rep::k64;
    default:
      return Rep::kMulti;
  }
}

std::string tupleText(types::Tuple* tuple, bool variadic) {
  std::string text;
  for (size_t i = 0; i < types::tupleLen(tuple); i++) {
    if (i) text += ", ";
    types::Type* t = tuple->vars[i]->type;
    if (variadic && i + 1 == tuple->vars.size()) {
      text += "...";
      if (auto* s = types::cast<types::Slice>(t)) t = s->elem;
    }
    text += reflectString(t);
  }
  return text;
}

std::string signatureText(types::Signature* s) {
  std::string text = "(" + tupleText(s->params, s->variadic) + ")";
  size_t results = types::tupleLen(s->results);
  if (results == 1) text += " " + reflectString(s->results->vars[0]->type);
  if (results > 1) text += " (" + tupleText(s->results, false) + ")";
  return text;
}

std::string quoted(std::string_view s) {
  std::string text = "\"";
  for (char ch : s) {
    if (ch == '"' || ch == '\\') text += '\\';
    text += ch;
  }
  return text + "\"";
}

std::string namedText(types::Named* n, bool fullPath) {
  std::string text;
  if (n->obj->pkg) text = (fullPath ? n->obj->pkg->path : n->obj->pkg->name) + ".";
  text += n->obj->name;
  const auto& targs = n->targs;
  if (targs.empty()) return text;
  text += "[";
  for (size_t i = 0; i < targs.size(); i++) {
    if (i) text += ",";
    types::Type* t = types::unalias(targs[i]);
    auto* arg = types::cast<types::Named>(t);
    text += arg ? namedText(arg, true) : reflectString(t);
  }
  return text + "]";
}

void setBit(std::vector<uint64_t>* mask, size_t bit) {
  if (mask->size() <= bit / 64) mask->resize(bit / 64 + 1);
  (*mask)[bit / 64] |= uint64_t{1} << (bit % 64);
}

// addWords() marks in one of a type's masks the words of a value of type t at byte `offset`.
void addWords(RType* whole, std::vector<uint64_t> RType::*mask, uint64_t offset, const RType* t) {
  if (t->kind == Kind::kArray) {
    if (!(mask == &RType::pointerMask ? t->hasPointers : t->hasUnits)) return;
    for (int64_t i = 0; i < t->len; i++) {
      addWords(whole, mask, offset + static_cast<uint64_t>(i) * t->elem->size, t->elem);
    }
    return;
  }
  const std::vector<uint64_t>& words = t->*mask;
  for (size_t word = 0; word < words.size() * 64; word++) {
    if ((words[word / 64] >> (word % 64)) & 1) setBit(&(whole->*mask), offset / 8 + word);
  }
}

}  // namespace

std::string reflectString(types::Type* type) {
  types::Type* t = types::unalias(type);
  switch (t->kind) {
    case TypeKind::Basic: {
      auto* b = static_cast<types::Basic*>(t);
      if (b->basicKind == types::BasicKind::Uint8) return "uint8";
      if (b->basicKind == types::BasicKind::Int32) return "int32";
      if (b->basicKind == types::BasicKind::UnsafePointer) return "unsafe.Pointer";
      return std::string(b->name);
    }
    case TypeKind::Array: {
      auto* a = static_cast<types::Array*>(t);
      return "[" + std::to_string(a->len) + "]" + reflectString(a->elem);
    }
    case TypeKind::Slice:
      return "[]" + reflectString(static_cast<types::Slice*>(t)->elem);
    case TypeKind::Pointer:
      return "*" + reflectString(static_cast<types::Pointer*>(t)->base);
    case TypeKind::Map: {
      auto* m = static_cast<types::Map*>(t);
      return "map[" + reflectString(m->key) + "]" + reflectString(m->elem);
    }
    case TypeKind::Chan: {
      auto* c = static_cast<types::Chan*>(t);
      std::string elem = reflectString(c->elem);
      if (c->dir == types::ChanDir::SendOnly) return "chan<- " + elem;
      if (c->dir == types::ChanDir::RecvOnly) return "<-chan " + elem;
      auto* inner = types::cast<types::Chan>(c->elem);
      if (inner && inner->dir == types::ChanDir::RecvOnly) return "chan (" + elem + ")";
      return "chan " + elem;
    }
    case TypeKind::Signature:
      return "func" + signatureText(static_cast<types::Signature*>(t));
    case TypeKind::Struct: {
      auto* s = static_cast<types::Struct*>(t);
      if (s->fields.empty()) return "struct {}";
      std::string text = "struct {";
      for (size_t i = 0; i < s->fields.size(); i++) {
        text += i ? "; " : " ";
        if (!s->fields[i]->embedded) text += s->fields[i]->name + " ";
        text += reflectString(s->fields[i]->type);
        if (!s->tag(i).empty()) text += " " + quoted(s->tag(i));
      }
      return text + " }";
    }
    case TypeKind::Interface: {
      auto* set = types::typeSet(static_cast<types::Interface*>(t));
      if (set->methods.empty()) return "interface {}";
      std::string text = "interface {";
      for (size_t i = 0; i < set->methods.size(); i++) {
        types::Func* m = set->methods[i];
        text += i ? "; " : " ";
        if (!m->exported() && m->pkg) text += m->pkg->path + ".";
        text += m->name + signatureText(m->signature());
      }
      return text + " }";
    }
    case TypeKind::Named:
      return namedText(static_cast<types::Named*>(t), false);
    case TypeKind::Tuple:
      return "(" + tupleText(static_cast<types::Tuple*>(t), false) + ")";
    default:
      return types::typeString(t);
  }
}

types::Type* Compiler::concrete(const Env* env, types::Type* t) {
  static const types::SubstMap kNone;
  return types::instanceType(context(), t, env ? env->map : kNone);
}

RType* Compiler::typeOf(types::Type* t) {
  CHECK(t, "gopark: an expression without a type");
  if (auto it = types_.find(t); it != types_.end()) return it->second;
  types::Type* canonical = context().canonical(t);
  auto it = types_.find(canonical);
  RType* r = it != types_.end() ? it->second : build(canonical);
  types_[t] = r;
  return r;
}

RType* Compiler::build(types::Type* type) {
  RType* t = &typeStore_.emplace_back();
  types_[type] = t;
  t->id = static_cast<uint32_t>(typeStore_.size());
  t->source = type;
  t->string = reflectString(type);
  if (auto* named = types::cast<types::Named>(type)) {
    t->named = true;
    std::string text = namedText(named, false);
    t->name = named->obj->pkg ? text.substr(named->obj->pkg->name.size() + 1) : text;
    if (named->obj->pkg) t->pkgPath = named->obj->pkg->path;
  } else if (type->kind == TypeKind::Basic) {
    t->named = true;
    t->name = t->string;
  }
  buildDepth_++;
  fill(t, type, types::underlying(type));
  if (--buildDepth_ == 0) finishMaps();
  return t;
}

namespace {
void setHuge(RType* t) {
  if (t->size < vm::kHugeBytes) return;
  t->rep = Rep::kHuge;
  t->slots = 1;
}
}  // namespace

void Compiler::fill(RType* t, types::Type* type, types::Type* under) {
  t->comparable = types::comparableType(type);
  auto setWords = [&](Kind kind, uint64_t words, uint64_t mask, bool plain) {
    t->kind = kind;
    t->size = words * 8;
    t->slots = static_cast<uint32_t>(words);
    t->align = 8;
    t->rep = repOf(kind);
    t->hasPointers = mask != 0;
    if (mask) t->pointerMask = {mask};
    // Words that are one value but no number are a unit.
    t->hasUnits = words > 1;
    if (words > 1) t->joinedMask = {words == 2 ? 0b10u : 0b110u};
    t->plainEqual = plain;
    t->direct = words == 1 && mask == 1;
  };
  switch (under->kind) {
    case TypeKind::Basic: {
      auto* b = static_cast<types::Basic*>(under);
      t->kind = basicKind(b->basicKind);
      if (t->kind == Kind::kString) return setWords(Kind::kString, 2, 1, false);
      if (t->kind == Kind::kUnsafePointer) return setWords(t->kind, 1, 1, true);
      t->size = static_cast<uint64_t>(types::sizeOf(types::defaultType(under)));
      t->align = static_cast<uint8_t>(types::alignOf(types::defaultType(under)));
      t->slots = t->size > 8 ? 2 : 1;
      t->rep = repOf(t->kind);
      t->plainEqual = t->kind < Kind::kFloat32;
      return;
    }
    case TypeKind::Pointer:
      setWords(Kind::kPointer, 1, 1, true);
      t->elem = typeOf(static_cast<types::Pointer*>(under)->base);
      if (!t->named) t->elem->pointerTo.store(t, std::memory_order_release);
      return;
    case TypeKind::Slice:
      setWords(Kind::kSlice, 3, 1, false);
      t->elem = typeOf(static_cast<types::Slice*>(under)->elem);
      return;
    case TypeKind::Chan:
      setWords(Kind::kChan, 1, 1, true);
      t->elem = typeOf(static_cast<types::Chan*>(under)->elem);
      t->chanDir = static_cast<uint8_t>(static_cast<types::Chan*>(under)->dir);
      return;
    case TypeKind::Map:
      setWords(Kind::kMap, 1, 1, false);
      t->key = typeOf(static_cast<types::Map*>(under)->key);
      t->elem = typeOf(static_cast<types::Map*>(under)->elem);
      pendingMaps_.push_back(t);
      return;
    case TypeKind::Signature: {
      setWords(Kind::kFunc, 1, 1, false);
      auto* s = static_cast<types::Signature*>(under);
      t->variadic = s->variadic;
      for (size_t i = 0; i < types::tupleLen(s->params); i++) {
        t->params.push_back(typeOf(s->params->vars[i]->type));
      }
      for (size_t i = 0; i < types::tupleLen(s->results); i++) {
        t->results.push_back(typeOf(s->results->vars[i]->type));
      }
      return;
    }
    case TypeKind::Interface: {
      setWords(Kind::kInterface, 2, 2, false);
      auto* set = types::typeSet(static_cast<types::Interface*>(under));
      for (types::Func* m : set->methods) {
        vm::RMethod method;
        method.name = m->name;
        if (!m->exported() && m->pkg) method.pkgPath = m->pkg->path;
        t->methods.push_back(std::move(method));
      }
      return;
    }
    case TypeKind::Array: {
      auto* a = static_cast<types::Array*>(under);
      t->kind = Kind::kArray;
      t->elem = typeOf(a->elem);
      t->len = a->len;
      t->size = static_cast<uint64_t>(types::sizeOf(under));
      t->align = t->elem->align;
      t->slots = static_cast<uint32_t>((t->size + 7) / 8);
      setHuge(t);
      t->hasPointers = a->len > 0 && t->elem->hasPointers;
      t->hasUnits = a->len > 0 && t->elem->hasUnits;
      t->plainEqual = t->elem->plainEqual;
      t->direct = a->len == 1 && t->elem->direct;
      return;
    }
    case TypeKind::Struct: {
      auto* s = static_cast<types::Struct*>(under);
      t->kind = Kind::kStruct;
      t->size = static_cast<uint64_t>(types::sizeOf(under));
      t->align = static_cast<uint8_t>(types::alignOf(under));
      t->slots = static_cast<uint32_t>((t->size + 7) / 8);
      setHuge(t);
      std::vector<int64_t> offsets = types::fieldOffsets(s);
      uint64_t covered = 0;
      t->plainEqual = true;
      t->fields.resize(s->fields.size());
      for (size_t i = 0; i < s->fields.size(); i++) {
        vm::RField& field = t->fields[i];
        field.name = s->fields[i]->name;
        if (!s->fields[i]->exported() && s->fields[i]->pkg) {
          field.pkgPath = s->fields[i]->pkg->path;
        }
        field.tag = std::string(s->tag(i));
        field.type = typeOf(s->fields[i]->type);
        field.offset = static_cast<uint64_t>(offsets[i]);
        field.embedded = s->fields[i]->embedded;
        covered += field.type->size;
        if (!field.type->plainEqual || field.name == "_") t->plainEqual = false;
        if (field.type->hasPointers) t->hasPointers = true;
        if (field.type->hasUnits) t->hasUnits = true;
        addWords(t, &RType::pointerMask, field.offset, field.type);
        addWords(t, &RType::joinedMask, field.offset, field.type);
      }
      if (covered != t->size) t->plainEqual = false;
      t->direct = t->fields.size() == 1 && t->fields[0].type->direct;
      return;
    }
    case TypeKind::Tuple:
      return;
    default:
      CHECK(false, "gopark: a type that has no values");
  }
}

void Compiler::finishMaps() {
  while (!pendingMaps_.empty()) {
    RType* t = pendingMaps_.back();
    pendingMaps_.pop_back();
    t->entryType = structType({nullptr, t->key, t->elem}, "map entry");
    t->valueOffset = 8 + static_cast<uint32_t>((t->key->size + 7) / 8 * 8);
    t->entrySize = static_cast<uint32_t>(t->entryType->size);
  }
}

RType* Compiler::structType(const std::vector<RType*>& parts, std::string name) {
  RType* t = &typeStore_.emplace_back();
  t->id = static_cast<uint32_t>(typeStore_.size());
  t->kind = Kind::kStruct;
  t->string = std::move(name);
  t->align = 8;
  uint64_t at = 0;
  for (RType* part : parts) {
    // A null part is one word that is no pointer.
    if (part) {
      if (part->hasPointers) t->hasPointers = true;
      if (part->hasUnits) t->hasUnits = true;
      addWords(t, &RType::pointerMask, at, part);
      addWords(t, &RType::joinedMask, at, part);
      at += (part->size + 7) / 8 * 8;
    } else {
      at += 8;
    }
  }
  t->size = at;
  t->slots = static_cast<uint32_t>(at / 8);
  return t;
}

RType* Compiler::pointerType(RType* t) {
  if (RType* p = t->pointerTo.load(std::memory_order_acquire)) return p;
  RType* p = typeOf(context().canonical(context().pointerTo(source(t))));
  t->pointerTo.store(p, std::memory_order_release);
  return p;
}

RType* Compiler::sliceType(RType* t) {
  return typeOf(context().canonical(context().sliceOf(source(t))));
}

}  // namespace gopark::compile
