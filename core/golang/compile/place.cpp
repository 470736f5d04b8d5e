// Places: which variables, fields, elements and what pointers point to expressions stand for.
#include "base/check.h"
#include "golang/compile/func_compiler.h"

namespace gopark::compile {

Place FuncCompiler::memory(int slot, int64_t offset, RType* type) {
  Place p;
  p.kind = Place::kMemory;
  p.slot = slot;
  p.offset = offset;
  p.type = type;
  if (offset > 0xffff) {
    p.slot = e.alloc(1);
    e.pointerAt(p.slot);
    e.emit(Op::kLea, p.slot, slot);
    e.word(static_cast<uint64_t>(offset));
    p.offset = 0;
  }
  return p;
}

Place FuncCompiler::frame(int slot, RType* type) {
  Place p;
  p.kind = Place::kFrame;
  p.slot = slot;
  p.offset = int64_t{slot} * 8;
  p.whole = true;
  p.type = type;
  return p;
}

// hugeAddress() is a slot with the address of a place that holds a huge value.
int FuncCompiler::hugeAddress(const Place& p) {
  return p.kind == Place::kMemory ? p.slot : addressSlot(p);
}

// settle() is where the parts of a huge value that lies in a slot of the frame are read.
Place FuncCompiler::settle(const Place& p) {
  if (p.kind != Place::kFrame || p.type->rep != Rep::kHuge) return p;
  int address = e.alloc(1);
  e.pointerAt(address);
  e.emit(Op::kHugeImage, address, static_cast<int>(p.offset / 8));
  e.word(addrOf(p.type));
  return memory(address, 0, p.type);
}

// inMemory() is an element of a slice or array, or a part of one, as a place behind its address.
Place FuncCompiler::inMemory(const Place& p) {
  if (p.kind != Place::kSliceField && p.kind != Place::kArray) return p;
  int address = e.alloc(1);
  e.pointerAt(address);
  if (p.kind == Place::kSliceField) {
    e.emit(Op::kSAddr, address, p.slot, p.index);
    e.word(static_cast<uint64_t>(p.length));
    return memory(address, p.offset, p.type);
  }
  e.emit(Op::kAAddr, address, p.slot, p.index);
  e.word(p.type->size);
  e.word(static_cast<uint64_t>(p.length));
  return memory(address, 0, p.type);
}

int FuncCompiler::addressSlot(const Place& p) {
  int dst = e.alloc(1);
  e.pointerAt(dst);
  addressInto(p, dst);
  return dst;
}

void FuncCompiler::addressInto(const Place& p, int dst) {
  switch (p.kind) {
    case Place::kMemory:
      e.emit(Op::kLea, dst, p.slot);
      e.word(static_cast<uint64_t>(p.offset));
      break;
    case Place::kGlobal:
      e.emitImm(Op::kGAddr, dst, static_cast<int32_t>(p.offset));
      break;
    case Place::kSlice:
      e.emit(Op::kSAddr, dst, p.slot, p.index);
      e.word(p.type->size);
      break;
    case Place::kSliceField:
      e.emit(Op::kSAddr, dst, p.slot, p.index);
      e.word(static_cast<uint64_t>(p.length));
      if (p.offset) {
        e.emit(Op::kLea, dst, dst);
        e.word(static_cast<uint64_t>(p.offset));
      }
      break;
    case Place::kArray:
      e.emit(Op::kAAddr, dst, p.slot, p.index);
      e.word(p.type->size);
      e.word(static_cast<uint64_t>(p.length));
      break;
    default: {
      // A value without an address of its own: the address of a copy.
      int value = temp(p.type);
      load(p, value);
      e.emit(Op::kNew, dst);
      e.word(addrOf(p.type));
      store(memory(dst, 0, p.type), value);
    }
  }
}

Place FuncCompiler::fieldOf(Place p, RType* structType, int number) {
  p = settle(p);
  const vm::RField& field = structType->fields[static_cast<size_t>(number)];
  switch (p.kind) {
    case Place::kFrame:
      p.offset += static_cast<int64_t>(field.offset);
      p.whole = false;
      p.type = field.type;
      return p;
    case Place::kMemory:
      return memory(p.slot, p.offset + static_cast<int64_t>(field.offset), field.type);
    case Place::kGlobal:
      p.offset += static_cast<int64_t>(field.offset);
      p.type = field.type;
      return p;
    case Place::kSlice:
      if (p.type->rep == Rep::kHuge) {
        return memory(addressSlot(p), static_cast<int64_t>(field.offset), field.type);
      }
      p.kind = Place::kSliceField;
      p.length = static_cast<int64_t>(p.type->size);
      p.offset = static_cast<int64_t>(field.offset);
      p.type = field.type;
      return p;
    case Place::kSliceField:
      p.offset += static_cast<int64_t>(field.offset);
      p.type = field.type;
      return p;
    case Place::kArray:
      return fieldOf(inMemory(p), structType, number);
    default: {
      int value = temp(p.type);
      load(p, value);
      return fieldOf(frame(value, p.type), structType, number);
    }
  }
}

Place FuncCompiler::walk(Place p, types::Type** type, const std::vector<int>& index, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (auto* pointer = types::as<types::Pointer>(*type)) {
      int slot = e.alloc(1);
      e.pointerAt(slot);
      if (p.kind == Place::kFrame && p.offset % 8 == 0) {
        slot = static_cast<int>(p.offset / 8);
      } else {
        load(p, slot);
      }
      *type = concrete(pointer->base);
      p = memory(slot, 0, rtype(*type));
    }
    auto* s = types::as<types::Struct>(*type);
    CHECK(s, "gopark: a field of something that is no struct");
    p = fieldOf(p, rtype(*type), index[i]);
    *type = concrete(s->fields[static_cast<size_t>(index[i])]->type);
  }
  return p;
}

Place FuncCompiler::spill(const syntax::Expr* x) {
  RType* t = rtypeOf(x);
  return frame(expr(x), t);
}

Place FuncCompiler::elementOf(const syntax::Expr* x, const syntax::Expr* index) {
  if (!hasCall(x) && hasCall(index) && !preset_.count(index)) {
    // The index is evaluated first, into a place that the rest then finds.
    int slot = value(index);
    preset_[index] = slot;
    Place p = elementOf(x, index);
    preset_.erase(index);
    return p;
  }
  types::Type* t = typeOfExpr(x);
  types::Type* under = types::underlying(t);
  if (auto* coreT = types::coreType(t)) under = coreT;
  if (auto* m = types::cast<types::Map>(under)) {
    Place p;
    p.kind = Place::kMap;
    p.mapType = rtype(t);
    p.type = p.mapType->elem;
    p.slot = stable(value(x), 1);
    p.index = stable(value(index), static_cast<int>(p.mapType->key->slots));
    (void)m;
    return p;
  }
  if (types::cast<types::Slice>(under)) {
    Place p;
    p.kind = Place::kSlice;
    p.type = rtype(t)->elem;
    p.slot = stable(value(x), 3);
    p.index = stable(value(index), 1);
    return p;
  }
  RType* array = nullptr;
  Place base;
  if (auto* pointer = types::cast<types::Pointer>(under)) {
    array = rtype(pointer->base);
    base = memory(stable(value(x), 1), 0, array);
  } else {
    array = rtype(t);
    base = settle(place(x));
  }
  int64_t known = 0;
  auto size = static_cast<int64_t>(array->elem->size);
  if (constantOf(index, &known)) {
    switch (base.kind) {
      case Place::kFrame:
        base.offset += known * size;
        base.whole = false;
        base.type = array->elem;
        return base;
      case Place::kMemory:
        return memory(base.slot, base.offset + known * size, array->elem);
      case Place::kGlobal:
        base.offset += known * size;
        base.type = array->elem;
        return base;
      default:
        break;
    }
  }
  if (base.kind == Place::kFrame && base.offset % 8 == 0) {
    Place p;
    p.kind = Place::kFrameIndex;
    p.slot = static_cast<int>(base.offset / 8);
    p.index = stable(value(index), 1);
    p.length = array->len;
    p.type = array->elem;
    return p;
  }
  int address = base.kind == Place::kMemory && base.offset == 0 ? base.slot : addressSlot(base);
  Place p;
  p.kind = Place::kArray;
  p.slot = address;
  p.index = stable(value(index), 1);
  p.length = array->len;
  p.type = array->elem;
  return p;
}

// stable() copies a variable's slot when the statement may change the variable before it is used.
int FuncCompiler::stable(int slot, int slots) {
  if (!snapshot_ || slot >= snapshotMark_) return slot;
  int copy = e.alloc(slots);
  for (int i = 0; i < slots; i++) e.pointerAt(copy + i);
  copySlots(copy, slot, slots);
  return copy;
}

Place FuncCompiler::place(const syntax::Expr* x) {
  x = syntax::unparen(const_cast<syntax::Expr*>(x));
  switch (x->kind) {
    case syntax::NodeKind::Name: {
      auto* n = static_cast<const syntax::Name*>(x);
      if (n->isBlank()) return {};
      if (auto* v = types::objectCast<types::Var>(c.info().objectOf(n))) return variable(v);
      return spill(x);
    }
    case syntax::NodeKind::SelectorExpr: {
      auto* s = static_cast<const syntax::SelectorExpr*>(x);
      auto it = c.info().selections.find(s);
      if (it == c.info().selections.end()) {
        auto* v = types::objectCast<types::Var>(c.info().objectOf(s->sel));
        return v ? variable(v) : spill(x);
      }
      if (it->second.kind != types::SelectionKind::FieldVal) return spill(x);
      types::Type* t = typeOfExpr(s->x);
      Place base;
      if (types::as<types::Pointer>(t)) {
        base = frame(stable(value(s->x), 1), rtype(t));
      } else {
        base = place(s->x);
      }
      return walk(base, &t, it->second.index, it->second.index.size());
    }
    case syntax::NodeKind::IndexExpr: {
      auto* i = static_cast<const syntax::IndexExpr*>(x);
      types::Type* t = typeOfExpr(i->x);
      if (types::isString(t) || types::as<types::Signature>(t)) return spill(x);
      return elementOf(i->x, i->index);
    }
    case syntax::NodeKind::Operation: {
      auto* op = static_cast<const syntax::Operation*>(x);
      if (op->isBinary() || op->op != syntax::Operator::Mul) return spill(x);
      auto* pointer = types::as<types::Pointer>(typeOfExpr(op->x));
      return memory(stable(value(op->x), 1), 0, rtype(pointer->base));
    }
    default:
      return spill(x);
  }
}
}  // namespace gopark::compile
