// Composite literals, function literals, method values and method expressions.
#include "base/check.h"
#include "golang/compile/func_compiler.h"

namespace gopark::compile {

using vm::Kind;

namespace {

types::Type* elementType(types::Type* t) {
  types::Type* under = types::underlying(t);
  if (auto* a = types::cast<types::Array>(under)) return a->elem;
  if (auto* s = types::cast<types::Slice>(under)) return s->elem;
  if (auto* m = types::cast<types::Map>(under)) return m->elem;
  return nullptr;
}

}  // namespace

void FuncCompiler::compositeLit(const syntax::CompositeLit* lit, int dst) {
  types::Type* t = typeOfExpr(lit);
  if (auto* core = types::coreType(t)) {
    if (auto* pointer = types::cast<types::Pointer>(core)) {
      // An elided &T in a literal of pointers.
      RType* r = rtype(pointer->base);
      int slot = e.alloc(1);
      e.pointerAt(slot);
      e.emit(Op::kNew, slot);
      e.word(addrOf(r));
      compositeInto(lit, concrete(pointer->base), memory(slot, 0, r), true);
      e.emit(Op::kMov, dst, slot);
      return;
    }
  }
  RType* r = rtype(t);
  int value = temp(r);
  if (r->rep == Rep::kHuge) {
    e.emit(Op::kNew, value);
    e.word(addrOf(r));
    compositeInto(lit, t, memory(value, 0, r), true);
    e.emit(Op::kMov, dst, value);
    return;
  }
  compositeInto(lit, t, frame(value, r), false);
  copySlots(dst, value, static_cast<int>(r->slots));
}

int64_t FuncCompiler::literalLength(const syntax::CompositeLit* lit) {
  int64_t next = 0, length = 0;
  for (syntax::Expr* element : lit->elemList) {
    if (auto* kv = syntax::nodeCast<syntax::KeyValueExpr>(element)) {
      constantOf(kv->key, &next);
    }
    next++;
    if (next > length) length = next;
  }
  return length;
}

// compositeInto() builds a literal of type t at p. `zeroed`: p holds the zero value already.
void FuncCompiler::compositeInto(const syntax::CompositeLit* lit, types::Type* t, const Place& p,
                                 bool zeroed) {
  RType* r = rtype(t);
  int mark = e.mark();
  switch (r->kind) {
    case Kind::kStruct: {
      auto* s = types::as<types::Struct>(t);
      if (!zeroed && (lit->elemList.size() < s->fields.size() || r->size % 8 || !r->plainEqual)) {
        if (p.kind == Place::kFrame && p.whole) {
          zero(p.slot, r);
        } else {
          zeroPlace(p);
        }
      }
      for (size_t i = 0; i < lit->elemList.size(); i++) {
        syntax::Expr* element = lit->elemList[i];
        size_t number = i;
        if (auto* kv = syntax::nodeCast<syntax::KeyValueExpr>(element)) {
          auto* key = syntax::nodeCast<syntax::Name>(kv->key);
          for (number = 0; number < s->fields.size(); number++) {
            if (key && s->fields[number]->name == key->value) break;
          }
          CHECK(number < s->fields.size(), "gopark: a literal names an unknown field");
          element = kv->value;
        }
        elementInto(element, concrete(s->fields[number]->type),
                    fieldOf(p, r, static_cast<int>(number)));
        e.release(mark);
      }
      return;
    }
    case Kind::kArray:
      if (!zeroed) {
        if (p.kind == Place::kFrame && p.whole) {
          zero(p.slot, r);
        } else {
          zeroPlace(p);
        }
      }
      return arrayInto(lit, concrete(elementType(t)), p, true);
    case Kind::kSlice: {
      int64_t length = literalLength(lit);
      types::Type* elem = concrete(elementType(t));
      RType* array = rtype(c.context().make<types::Array>(elem, length));
      int slice = e.alloc(3);
      e.pointerAt(slice);
      e.emit(Op::kNew, slice);
      e.word(addrOf(array));
      arrayInto(lit, elem, memory(slice, 0, array), true);
      e.emitImm(Op::kLoadI, slice + 1, static_cast<int32_t>(length));
      e.emitImm(Op::kLoadI, slice + 2, static_cast<int32_t>(length));
      store(p, slice);
      e.release(mark);
      return;
    }
    case Kind::kMap: {
      int map = e.alloc(2);
      e.pointerAt(map);
      e.emitImm(Op::kLoadI, map + 1, static_cast<int32_t>(lit->elemList.size()));
      e.emit(Op::kMakeMap, map, map + 1);
      e.word(addrOf(r));
      auto* m = types::cast<types::Map>(types::underlying(t));
      int inner = e.mark();
      for (syntax::Expr* element : lit->elemList) {
        auto* kv = syntax::nodeCast<syntax::KeyValueExpr>(element);
        int key = temp(r->key);
        int val = temp(r->elem);
        elementInto(kv->key, concrete(m->key), frame(key, r->key));
        elementInto(kv->value, concrete(m->elem), frame(val, r->elem));
        e.emit(Op::kMapSet, map, key, val);
        e.word(addrOf(r));
        e.release(inner);
      }
      store(p, map);
      e.release(mark);
      return;
    }
    default:
      CHECK(false, "gopark: a literal of a type that has none");
  }
}

// elementInto() evaluates one element of a literal into its place. A literal without a type of its
// own is of the element's type.
void FuncCompiler::elementInto(const syntax::Expr* x, types::Type* type, const Place& p) {
  int mark = e.mark();
  auto* lit = syntax::nodeCast<const syntax::CompositeLit>(x);
  if (lit && !c.info().conversions.count(x)) {
    types::Type* t = typeOfExpr(lit);
    RType* r = rtype(t);
    // In memory, only into what is still zero: the literal cannot refer to it.
    bool byReference = p.kind == Place::kFrame && r->rep == Rep::kHuge;
    if (r == p.type && !byReference && (r->kind == Kind::kStruct || r->kind == Kind::kArray)) {
      bool memoryPlace = p.kind == Place::kMemory;
      compositeInto(lit, t, p, memoryPlace);
      e.release(mark);
      return;
    }
  }
  const bool aligned = p.kind == Place::kFrame && p.offset % 8 == 0 && p.type->rep == Rep::k64;
  if (aligned || (p.kind == Place::kFrame && p.whole)) {
    valueTo(x, static_cast<int>(p.offset / 8));
  } else {
    store(p, value(x));
  }
  e.release(mark);
}

void FuncCompiler::arrayInto(const syntax::CompositeLit* lit, types::Type* elem, const Place& base,
                             bool zeroed) {
  RType* r = rtype(elem);
  int64_t next = 0;
  int mark = e.mark();
  for (syntax::Expr* element : lit->elemList) {
    if (auto* kv = syntax::nodeCast<syntax::KeyValueExpr>(element)) {
      constantOf(kv->key, &next);
      element = kv->value;
    }
    Place p = base;
    int64_t offset = next * static_cast<int64_t>(r->size);
    if (base.kind == Place::kMemory) {
      p = memory(base.slot, base.offset + offset, r);
    } else {
      p.offset += offset;
      p.whole = false;
      p.type = r;
    }
    elementInto(element, elem, p);
    e.release(mark);
    next++;
  }
}

void FuncCompiler::funcLit(const syntax::FuncLit* lit, int dst) {
  auto it = c.info().funcs.find(lit);
  CHECK(it != c.info().funcs.end(), "gopark: a function literal nobody described");
  types::FuncInfo* info = it->second;
  Function* callee = c.literalFunction(fn, info, env);
  if (info->captures.empty()) {
    e.emit(Op::kLoadK, dst);
    e.word(addrOf(&callee->staticClosure));
    return;
  }
  std::vector<RType*> parts{nullptr};
  int total = 0;
  for (types::Var* v : info->captures) {
    VarLoc& loc = locate(v);
    parts.push_back(loc.boxed ? c.pointerType(loc.type) : loc.type);
    total += loc.boxed ? 1 : static_cast<int>(loc.type->slots);
  }
  callee->closureType = c.structType(parts, "closure");
  int base = e.alloc(total ? total : 1);
  int at = base;
  for (types::Var* v : info->captures) {
    VarLoc& loc = locate(v);
    int slots = loc.boxed ? 1 : static_cast<int>(loc.type->slots);
    if (loc.boxed) {
      e.pointerAt(at);
    } else {
      e.pointers(at, loc.type);
    }
    copySlots(at, loc.slot, slots);
    at += slots;
  }
  e.emit(Op::kClosure, dst, base, total);
  e.word(addrOf(callee));
}

// methodValue() is x.m not called: a closure over the evaluated receiver.
void FuncCompiler::methodValue(const syntax::SelectorExpr* s, const types::Selection& sel,
                               int dst) {
  types::Type* t = typeOfExpr(s->x);
  Place receiver = types::as<types::Pointer>(t) ? frame(value(s->x), rtype(t)) : place(s->x);
  Callee callee = methodCallee(receiver, t, sel.method(), sel.index);
  RType* signature = rtype(typeOfExpr(s));
  int slots = callee.iface >= 0 ? 2 : callee.recvSlots;
  int from = callee.iface >= 0 ? callee.iface : callee.recvTemp;
  if (callee.iface >= 0) e.emit(Op::kMethodFn, 0, callee.iface, callee.method);
  RType* part = callee.iface >= 0 ? c.vm()->known.emptyInterface : callee.recvType;
  if (part && part->rep == Rep::kHuge) part = c.pointerType(part);
  std::string key = "bound " + std::to_string(callee.fn ? callee.fn->id : 0) + " " +
                    std::to_string(callee.method) + " " + std::to_string(signature->id);
  Function* wrapper = c.wrapper(key, [&] {
    auto src = std::make_unique<FuncSource>();
    Callee target = callee;
    src->generate = [target, signature, slots](FuncCompiler& f) mutable {
      f.begin(f.fn->entrySlots());
      for (int i = vm::kHeaderSlots; i < f.fn->entrySlots(); i++) f.e.pointerAt(i);
      int receiver = f.e.alloc(slots ? slots : 1);
      for (int i = 0; i < slots; i++) f.e.pointerAt(receiver + i);
      if (slots) {
        f.e.emit(Op::kCtx, receiver, 0, 0);
        f.e.word(static_cast<uint64_t>(slots));
      }
      if (target.iface >= 0) {
        target.iface = receiver;
      } else {
        target.recvTemp = receiver;
      }
      int base = f.callArea(signature, target.iface >= 0 ? 1 : target.recvSlots);
      f.copySlots(base + vm::kHeaderSlots + f.fn->resultSlots, vm::kHeaderSlots + f.fn->resultSlots,
                  f.fn->argSlots);
      f.invoke(target, base);
      f.copySlots(vm::kHeaderSlots, base + vm::kHeaderSlots, f.fn->resultSlots);
      f.emitReturn();
    };
    uint32_t results = 0, args = 0;
    for (RType* r : signature->results) results += r->slots;
    for (RType* r : signature->params) args += r->slots;
    std::string name = (callee.fn ? callee.fn->name : sel.method()->name) + "-fm";
    Function* made = c.newFunction(name, std::move(src), results, args, 0);
    made->wrapper = true;
    made->closureType = c.structType({nullptr, part}, "bound method");
    return made;
  });
  e.emit(Op::kClosure, dst, from < 0 ? dst : from, slots);
  e.word(addrOf(wrapper));
}

Function* Compiler::boundCall(RType* signature) {
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  return wrapper("call " + std::to_string(signature->id), [&] {
    auto src = std::make_unique<FuncSource>();
    src->generate = [signature](FuncCompiler& f) {
      f.begin(f.fn->entrySlots());
      FuncCompiler::Callee target;
      target.signature = signature;
      target.closure = f.temp(signature);
      f.load(f.memory(vm::kClosureSlot, 8, signature), target.closure);
      const int base = f.callArea(signature, 0);
      int slot = base + vm::kHeaderSlots;
      for (const RType* r : signature->results) slot += static_cast<int>(r->slots);
      int64_t offset = 16;
      for (RType* r : signature->params) {
        f.load(f.memory(vm::kClosureSlot, offset, r), slot);
        slot += static_cast<int>(r->slots);
        offset += static_cast<int64_t>((r->size + 7) / 8 * 8);
      }
      f.invoke(target, base);
      f.emitReturn();
    };
    Function* made = newFunction("internal/rt.Bind", std::move(src), 0, 0, 0);
    made->wrapper = true;
    std::vector<RType*> parts = {nullptr, signature};
    parts.insert(parts.end(), signature->params.begin(), signature->params.end());
    made->closureType = structType(parts, "bound call");
    return made;
  });
}

// methodExpr() is T.m: a function whose first parameter is the receiver.
void FuncCompiler::methodExpr(const types::Selection& sel, int dst) {
  types::Type* recv = concrete(sel.recv);
  RType* signature = rtype(sel.type);
  types::Func* method = sel.method();
  std::vector<int> index = sel.index;
  std::string key = "expr " + std::to_string(rtype(recv)->id) + " " + method->name;
  const Env* environment = env;
  Function* wrapper = c.wrapper(key, [&] {
    auto src = std::make_unique<FuncSource>();
    src->env = environment;
    src->generate = [recv, method, index, signature](FuncCompiler& f) {
      f.begin(f.fn->entrySlots());
      for (int i = vm::kHeaderSlots; i < f.fn->entrySlots(); i++) f.e.pointerAt(i);
      int first = vm::kHeaderSlots + f.fn->resultSlots;
      RType* r = f.c.typeOf(recv);
      Callee callee = f.methodCallee(f.frame(first, r), recv, method, index);
      // The callee's signature is this one without its first parameter.
      int base = f.e.alloc(vm::kHeaderSlots + f.fn->resultSlots + f.fn->argSlots -
                           static_cast<int>(r->slots) + callee.recvSlots + 2);
      for (int i = base; i < f.e.mark(); i++) f.e.pointerAt(i);
      f.copySlots(base + vm::kHeaderSlots + f.fn->resultSlots, first + static_cast<int>(r->slots),
                  f.fn->argSlots - static_cast<int>(r->slots));
      callee.argSlots = f.fn->argSlots - static_cast<int>(r->slots);
      callee.resultSlots = f.fn->resultSlots;
      f.invoke(callee, base);
      f.copySlots(vm::kHeaderSlots, base + vm::kHeaderSlots, f.fn->resultSlots);
      f.emitReturn();
      (void)signature;
    };
    uint32_t results = 0, args = 0;
    for (RType* r : signature->results) results += r->slots;
    for (RType* r : signature->params) args += r->slots;
    Function* made =
        c.newFunction(rtype(recv)->string + "." + method->name, std::move(src), results, args, 0);
    made->wrapper = true;
    return made;
  });
  e.emit(Op::kLoadK, dst);
  e.word(addrOf(&wrapper->staticClosure));
}

}  // namespace gopark::compile
