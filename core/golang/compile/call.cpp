// Calls of functions, methods, interface methods and func values; go and defer statements.
#include "base/check.h"
#include "golang/compile/func_compiler.h"

namespace gopark::compile {

bool FuncCompiler::isTypeExpr(const syntax::Expr* x) {
  const types::TypeAndValue* tv = c.info().find(syntax::unparen(const_cast<syntax::Expr*>(x)));
  return tv && tv->isType();
}

types::BuiltinId FuncCompiler::builtinOf(const syntax::Expr* fun, bool* is) {
  fun = syntax::unparen(const_cast<syntax::Expr*>(fun));
  types::Object* o = nullptr;
  if (auto* n = syntax::nodeCast<const syntax::Name>(fun)) o = c.info().objectOf(n);
  if (auto* s = syntax::nodeCast<const syntax::SelectorExpr>(fun)) {
    if (!c.info().selections.count(s)) o = c.info().objectOf(s->sel);
  }
  auto* b = types::objectCast<types::Builtin>(o);
  *is = b != nullptr;
  return b ? b->id : types::BuiltinId::Append;
}

int FuncCompiler::call(const syntax::CallExpr* x) {
  if (isTypeExpr(x->fun)) {
    types::Type* to = typeOfExpr(x);
    int dst = temp(rtype(to));
    // A conversion: its operand may itself be implicitly converted first.
    convertExpr(x->argList[0], to, dst);
    return dst;
  }
  bool isBuiltin = false;
  types::BuiltinId id = builtinOf(x->fun, &isBuiltin);
  if (isBuiltin) return builtin(x, id);
  uint32_t line = e.line();
  int mark = e.mark();
  int result = e.alloc(1);
  if (intrinsicCall(x, result)) {
    e.setLine(line);
    return result;
  }
  e.release(mark);
  Callee target = callee(x);
  int base = callArea(target.signature, target.iface >= 0 ? 1 : target.recvSlots);
  int first = base + vm::kHeaderSlots;
  for (const RType* r : target.signature->results) first += static_cast<int>(r->slots);
  auto* sig = types::as<types::Signature>(typeOfExpr(x->fun));
  arguments(x, sig, first);
  at(x);
  invoke(target, base);
  e.setLine(line);
  // Only the results stay allocated.
  int results = base + vm::kHeaderSlots;
  e.release(first);
  return results;
}

// callee() evaluates who is called: function value, or receiver.
FuncCompiler::Callee FuncCompiler::callee(const syntax::CallExpr* x) {
  const syntax::Expr* fun = syntax::unparen(x->fun);
  Callee callee;
  callee.signature = rtype(typeOfExpr(fun));
  const syntax::Name* n = syntax::nodeCast<const syntax::Name>(fun);
  const syntax::Expr* generic = fun;
  if (auto* i = syntax::nodeCast<const syntax::IndexExpr>(fun)) {
    // f[T](...), unless it is an element of a slice of functions.
    const types::TypeAndValue* tv = c.info().find(i->index);
    auto* list = syntax::nodeCast<const syntax::ListExpr>(i->index);
    if ((tv && tv->isType()) || list) generic = syntax::unparen(i->x);
    n = syntax::nodeCast<const syntax::Name>(generic);
  }
  if (auto* s = syntax::nodeCast<const syntax::SelectorExpr>(generic)) {
    auto it = c.info().selections.find(s);
    if (it == c.info().selections.end()) {
      n = s->sel;
    } else if (it->second.kind == types::SelectionKind::MethodVal) {
      types::Type* t = typeOfExpr(s->x);
      const int before = e.mark();
      Place receiver;
      if (types::as<types::Pointer>(t)) {
        receiver = frame(value(s->x), rtype(t));
      } else {
        receiver = place(s->x);
      }
      at(x);
      Callee method = methodCallee(receiver, t, it->second.method(), it->second.index);
      method.signature = callee.signature;
      method.recvFresh = method.recvTemp >= before;
      return method;
    }
  }
  if (n) {
    if (auto* f = types::objectCast<types::Func>(c.info().objectOf(n))) {
      std::vector<types::Type*> targs;
      if (auto it = c.info().instances.find(n); it != c.info().instances.end()) {
        for (types::Type* t : it->second.targs) targs.push_back(concrete(t));
      }
      callee.fn = c.functionFor(f, targs);
      return callee;
    }
  }
  callee.closure = value(fun);
  return callee;
}

// methodCallee() finds method `m` from a receiver at `receiver` of type `type` by the path `index`,
// and evaluates what the method will get as its receiver.
FuncCompiler::Callee FuncCompiler::methodCallee(Place receiver, types::Type* type, types::Func* m,
                                                const std::vector<int>& path) {
  std::vector<int> index = path;
  types::Func* method = m;
  // In generic code the receiver's type was a type parameter: find the method again.
  types::Type* base = type;
  if (auto* pointer = types::as<types::Pointer>(type)) base = concrete(pointer->base);
  bool abstract = method->signature() && method->signature()->recv &&
                  types::isInterface(method->signature()->recv->type);
  if (abstract && !types::isInterface(base) && index.size() == 1) {
    types::LookupResult found =
        types::lookupFieldOrMethod(c.context(), type, true, m->pkg, m->name);
    auto* f = types::objectCast<types::Func>(found.obj);
    CHECK(f, "gopark: a type argument without its method");
    method = f;
    index = found.index;
  }
  Callee callee;
  types::Type* t = type;
  Place p = walk(receiver, &t, index, index.size() - 1);
  callee.argSlots = -1;
  // A variable of the frame need not be copied: evaluating the arguments cannot change it.
  const bool inFrame = p.kind == Place::kFrame && p.whole;
  if (types::isInterface(t)) {
    int slot = inFrame ? p.slot : temp(p.type);
    if (!inFrame) load(p, slot);
    callee.iface = slot;
    RType* iface = rtype(t);
    callee.method = -1;
    for (size_t i = 0; i < iface->methods.size(); i++) {
      if (iface->methods[i].name == method->name &&
          (method->exported() || !method->pkg || iface->methods[i].pkgPath == method->pkg->path)) {
        callee.method = static_cast<int>(i);
      }
    }
    CHECK(callee.method >= 0, "gopark: an interface without its method");
    return callee;
  }
  bool isPointer = false;
  types::Type* named = types::deref(t, &isPointer);
  named = concrete(named);
  callee.fn = c.methodFunction(method, named);
  types::Type* recvType = method->signature()->recv->type;
  bool wantsPointer = types::as<types::Pointer>(types::unalias(recvType)) != nullptr &&
                      types::cast<types::Named>(types::unalias(recvType)) == nullptr;
  if (wantsPointer) {
    callee.recvSlots = 1;
    callee.recvType = c.pointerType(c.typeOf(named));
    if (isPointer ? inFrame : p.kind == Place::kMemory && p.offset == 0) {
      callee.recvTemp = p.slot;
    } else if (isPointer) {
      callee.recvTemp = temp(p.type);
      load(p, callee.recvTemp);
    } else {
      callee.recvTemp = addressSlot(p);
    }
  } else {
    if (isPointer) {
      int slot = inFrame ? p.slot : temp(p.type);
      if (!inFrame) load(p, slot);
      p = memory(slot, 0, c.typeOf(named));
    }
    callee.recvType = p.type;
    callee.recvSlots = static_cast<int>(p.type->slots);
    if (p.kind == Place::kFrame && p.whole) {
      callee.recvTemp = p.slot;
    } else {
      callee.recvTemp = temp(p.type);
      load(p, callee.recvTemp);
    }
  }
  return callee;
}

// callSlots() is how many slots the results and the arguments of a call have, as the instructions
// say it that do not name the function.
uint64_t FuncCompiler::callSlots(const RType* signature) {
  if (!signature) return uint64_t{0xffff} << 32;  // A wrapper's call: as many as there may be.
  uint64_t results = 0, args = 0;
  for (const RType* r : signature->results) results += r->slots;
  for (const RType* r : signature->params) args += r->slots;
  return results | args << 32;
}

// passReceiver() moves the evaluated receiver to where the method gets it; one that has just been
// fetched is fetched to there.
void FuncCompiler::passReceiver(const Callee& callee, int slot) {
  const vm::Instr* newest = e.newest();
  if (callee.recvFresh && callee.recvSlots == 1 && newest && newest->a == callee.recvTemp) {
    const vm::Instr in = *newest;
    if (in.op == Op::kLd64 || in.op == Op::kGld64 || in.op == Op::kSld64 || in.op == Op::kGAddr) {
      e.takeBack();
      e.emit(in.op, slot, in.b, in.c);
      return;
    }
  }
  copySlots(slot, callee.recvTemp, callee.recvSlots);
}

// invoke() emits the call; arguments are in place at `base`.
void FuncCompiler::invoke(const Callee& callee, int base) {
  if (callee.iface >= 0) {
    e.emit(Op::kCallIface, base, callee.iface, callee.method);
    e.word(callSlots(callee.signature));
    return;
  }
  if (callee.closure >= 0) {
    e.emit(Op::kCallClosure, base, callee.closure);
    e.word(callSlots(callee.signature));
    return;
  }
  if (callee.recvSlots) passReceiver(callee, base + callee.fn->recvAt());
  if (callee.fn->native && callee.fn->native->kind == vm::NativeKind::kPure) {
    e.emit(Op::kCallNative, base);
    e.word(addrOf(callee.fn->native));
    e.word(addrOf(callee.fn));
    return;
  }
  emitCall(base, callee.fn);
}

// arguments() evaluates a call's arguments into the parameter slots.
void FuncCompiler::arguments(const syntax::CallExpr* x, types::Signature* sig, int first) {
  size_t count = types::tupleLen(sig->params);
  std::vector<int> slots;
  std::vector<types::Type*> params;
  int slot = first;
  for (size_t i = 0; i < count; i++) {
    params.push_back(concrete(sig->params->vars[i]->type));
    slots.push_back(slot);
    slot += static_cast<int>(rtype(params[i])->slots);
  }
  int mark = e.mark();
  size_t fixed = sig->variadic ? count - 1 : count;
  auto args = x->argList;
  auto* tuple = args.size() == 1
                    ? types::cast<types::Tuple>(c.info().typeOf(syntax::unparen(args[0])))
                    : nullptr;
  const types::TypeAndValue* tv =
      args.size() == 1 ? c.info().find(syntax::unparen(args[0])) : nullptr;
  if (tuple && tv && !tv->isCommaOk()) {
    // f(g()) with several results of g.
    int from = expr(args[0]);
    int list = -1;
    std::vector<types::Type*> types;
    std::vector<int> values;
    for (types::Var* v : tuple->vars) {
      types.push_back(concrete(v->type));
      values.push_back(from);
      from += static_cast<int>(rtype(types.back())->slots);
    }
    for (size_t i = 0; i < fixed; i++) convert(slots[i], values[i], types[i], params[i]);
    if (sig->variadic) {
      auto* slice = types::as<types::Slice>(params[fixed]);
      auto n = static_cast<int64_t>(types.size() - fixed);
      types::Type* elem = concrete(slice->elem);
      list = slots[fixed];
      variadicSlice(list, elem, n);
      for (int64_t i = 0; i < n; i++) {
        RType* r = rtype(elem);
        int inner = e.mark();
        int value = temp(r);
        size_t k = fixed + static_cast<size_t>(i);
        convert(value, values[k], types[k], elem);
        store(memory(list, i * static_cast<int64_t>(r->size), r), value);
        e.release(inner);
      }
    }
    e.release(mark);
    return;
  }
  size_t direct = sig->variadic && x->hasDots ? count : fixed;
  for (bool calls : {true, false}) {
    for (size_t i = 0; i < direct; i++) {
      if (hasCall(args[i]) != calls) continue;
      init(args[i], slots[i]);
      e.release(mark);
    }
    // The rest of a variadic call is evaluated in order, behind the calls before it.
  }
  if (!sig->variadic || x->hasDots) return;
  int list = slots[fixed];
  auto n = static_cast<int64_t>(args.size() - fixed);
  auto* slice = types::as<types::Slice>(params[fixed]);
  types::Type* elem = concrete(slice->elem);
  RType* r = rtype(elem);
  // The list is made in a temporary: the arguments may call functions while the area is incomplete.
  int made = e.alloc(3);
  e.pointerAt(made);
  variadicSlice(made, elem, n);
  for (bool calls : {true, false}) {
    for (int64_t i = 0; i < n; i++) {
      const syntax::Expr* arg = args[fixed + static_cast<size_t>(i)];
      if (hasCall(arg) != calls) continue;
      int inner = e.mark();
      elementInto(arg, elem, memory(made, i * static_cast<int64_t>(r->size), r));
      e.release(inner);
    }
  }
  copySlots(list, made, 3);
  e.release(mark);
}

// variadicSlice() makes the slice of n extra arguments at `slot`; nil when there are none.
void FuncCompiler::variadicSlice(int slot, types::Type* elem, int64_t n) {
  if (n == 0) {
    e.emit(Op::kZeroN, slot, 3);
    return;
  }
  RType* array = rtype(c.context().make<types::Array>(elem, n));
  e.emit(Op::kNew, slot);
  e.word(addrOf(array));
  e.emitImm(Op::kLoadI, slot + 1, static_cast<int32_t>(n));
  e.emitImm(Op::kLoadI, slot + 2, static_cast<int32_t>(n));
}

void FuncCompiler::goDefer(const syntax::CallStmt* s) {
  Op op = s->tok == syntax::Token::Go ? Op::kGo : Op::kDefer;
  auto* x = syntax::nodeCast<const syntax::CallExpr>(syntax::unparen(s->call));
  CHECK(x, "gopark: go or defer of something that is no call");
  int mark = e.mark();
  bool isBuiltin = false;
  types::BuiltinId id = builtinOf(x->fun, &isBuiltin);
  if (isBuiltin || isTypeExpr(x->fun)) {
    goDeferBuiltin(x, id, op);
    e.release(mark);
    return;
  }
  Callee target = callee(x);
  int base = callArea(target.signature, target.iface >= 0 ? 1 : target.recvSlots);
  int first = base + vm::kHeaderSlots;
  for (const RType* r : target.signature->results) first += static_cast<int>(r->slots);
  arguments(x, types::as<types::Signature>(typeOfExpr(x->fun)), first);
  at(s);
  if (target.fn && target.recvSlots) {
    copySlots(base + target.fn->recvAt(), target.recvTemp, target.recvSlots);
  }
  emitGoDefer(op, target, base);
  e.release(mark);
}

void FuncCompiler::emitGoDefer(Op op, const Callee& callee, int base) {
  if (callee.iface >= 0) {
    e.emit(op, base, 2, callee.method);
    e.word(static_cast<uint64_t>(callee.iface));
  } else if (callee.closure >= 0) {
    e.emit(op, base, 1);
    e.word(static_cast<uint64_t>(callee.closure));
  } else {
    e.emit(op, base, 0);
    e.word(addrOf(callee.fn));
  }
  if (op == Op::kDefer && rangeBody_) e.emit(Op::kDeferOuter, frameSlot_);
}

// goDeferBuiltin() makes a function of a built-in one whose arguments are its parameters.
void FuncCompiler::goDeferBuiltin(const syntax::CallExpr* x, types::BuiltinId id, Op op) {
  if (const syntax::CallExpr* whole = spread(x, id)) {
    goDeferBuiltin(whole, id, op);
    for (syntax::Expr* arg : whole->argList) preset_.erase(arg);
    return;
  }
  std::vector<RType*> params;
  for (syntax::Expr* arg : x->argList) {
    types::Type* t = valueType(arg);
    params.push_back(rtype(types::isUntyped(t) ? types::defaultType(t) : t));
  }
  auto src = std::make_unique<FuncSource>();
  src->line = e.line();
  src->generate = [id, params](FuncCompiler& f) { f.builtinBody(id, params); };
  uint32_t args = 0;
  for (RType* r : params) args += r->slots;
  Function* wrapper = c.newFunction(fn->name + ".builtin", std::move(src), 0, args, 0);
  wrapper->wrapper = true;
  wrapper->file = fn->file;
  wrapper->lineMap = fn->lineMap;
  int base = callAreaFor(wrapper);
  int slot = base + vm::kHeaderSlots;
  for (size_t i = 0; i < x->argList.size(); i++) {
    valueTo(x->argList[i], slot);
    slot += static_cast<int>(params[i]->slots);
  }
  Callee target;
  target.fn = wrapper;
  emitGoDefer(op, target, base);
}

void FuncCompiler::builtinBody(types::BuiltinId id, const std::vector<RType*>& params) {
  using B = types::BuiltinId;
  begin(fn->entrySlots());
  int first = vm::kHeaderSlots;
  std::vector<int> slots;
  for (RType* r : params) {
    e.pointers(first, r);
    slots.push_back(first);
    first += static_cast<int>(r->slots);
  }
  switch (id) {
    case B::Close:
      e.emit(Op::kClose, slots[0]);
      break;
    case B::Panic:
      e.emit(Op::kPanic, slots[0]);
      break;
    case B::Recover: {
      int dst = e.alloc(2);
      e.pointerAt(dst + 1);
      e.emit(Op::kRecover, dst);
      break;
    }
    case B::Print:
    case B::Println:
      for (size_t i = 0; i < params.size(); i++) {
        if (i && id == B::Println) {
          e.emit(Op::kPrint, slots[0], 1);
          e.word(0);
        }
        e.emit(Op::kPrint, slots[i], 0);
        e.word(addrOf(params[i]));
      }
      if (id == B::Println) {
        e.emit(Op::kPrint, vm::kHeaderSlots, 2);
        e.word(0);
      }
      break;
    case B::Delete:
      e.emit(Op::kMapDelete, slots[0], slots[1]);
      e.word(addrOf(params[0]));
      break;
    case B::Clear:
      clearOf(slots[0], params[0]);
      break;
    case B::Copy: {
      int n = e.alloc(1);
      e.emit(Op::kCopy, n, slots[0], slots[1]);
      e.word(addrOf(params[0]->elem));
      break;
    }
    default:
      break;
  }
  emitReturn();
}

}  // namespace gopark::compile
