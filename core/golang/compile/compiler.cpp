// What functions share: instances, wrappers, itabs, package variables, constants.
#include "golang/compile/compiler.h"

#include <cstdlib>
#include <cstring>

#include "base/check.h"
#include "golang/compile/func_compiler.h"
#include "golang/types/check.h"

namespace gopark::compile {

using vm::Kind;

Compiler::Compiler(const ProgramInput& input) : input_(input) {}
Compiler::~Compiler() = default;

void Compiler::attach(vm::Vm* vm) {
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  vm_ = vm;
  setKnownTypes();
  layOutGlobals();
}

void Compiler::setKnownTypes() {
  vm::KnownTypes& k = vm_->known;
  auto basic = [&](types::BasicKind kind) { return typeOf(types::basicType(kind)); };
  k.boolean = basic(types::BasicKind::Bool);
  k.int_ = basic(types::BasicKind::Int);
  k.int32 = basic(types::BasicKind::Int32);
  k.uint8 = basic(types::BasicKind::Uint8);
  k.string = basic(types::BasicKind::String);
  k.uintptr = basic(types::BasicKind::Uintptr);
  k.unsafePointer = k.uintptr;
  k.emptyInterface = typeOf(types::universe().any);
  k.error = typeOf(types::universe().error);
  auto runtimeType = [&](const char* name) {
    types::Object* o = input_.runtimePackage->scope->lookup(name);
    CHECK(o, "gopark: package runtime lacks a type");
    return typeOf(o->type);
  };
  k.errorString = runtimeType("errorString");
  k.plainError = runtimeType("plainError");
  k.boundsError = runtimeType("boundsError");
  k.typeAssertionError = pointerType(runtimeType("TypeAssertionError"));
  k.panicNilError = pointerType(runtimeType("PanicNilError"));
}

void Compiler::layOutGlobals() {
  uint64_t at = 0;
  for (types::Package* package : input_.packages) {
    for (types::Object* o : package->scope->objects()) {
      auto* v = types::objectCast<types::Var>(o);
      if (!v) continue;
      RType* t = typeOf(v->type);
      at = (at + 7) / 8 * 8;
      globals_[v] = at;
      if (t->hasPointers) vm_->globalRoots.push_back({at, t});
      at += t->size ? t->size : 1;
    }
  }
  vm_->globalBytes = at + 8;
  vm_->globals = static_cast<char*>(std::calloc(1, vm_->globalBytes));
  CHECK(vm_->globals, "gopark: no memory for the package variables");
}

RangeBody* Compiler::keep(std::unique_ptr<RangeBody> body) {
  rangeBodies_.push_back(std::move(body));
  return rangeBodies_.back().get();
}

syntax::Expr* Compiler::syntheticName(types::Type* t) {
  auto* name = synthetic_.make<syntax::Name>();
  types::TypeAndValue& tv = info().record(name);
  tv.mode = types::Mode::Value;
  tv.type = t;
  return name;
}

const syntax::CallExpr* Compiler::syntheticCall(const syntax::CallExpr* x,
                                                const std::vector<syntax::Expr*>& args) {
  auto* call = synthetic_.make<syntax::CallExpr>(*x);
  call->argList = synthetic_.copy(args);
  return call;
}

uint64_t Compiler::globalOffset(types::Var* v) {
  auto it = globals_.find(v);
  CHECK(it != globals_.end(), "gopark: an unknown package variable");
  return it->second;
}

vm::GoString Compiler::constantString(std::string_view text) {
  if (text.empty()) return {};
  auto& kept = strings_[std::string(text)];
  if (!kept) kept = std::make_unique<std::string>(text);
  return {addrOf(kept->data()), static_cast<int64_t>(kept->size())};
}

Addr Compiler::staticBox(const Slot* slots, const RType* type) {
  std::vector<Slot>& box = boxes_.emplace_back(type->slots + 1);
  vm::initSlots(box.data(), slots, type);
  return addrOf(box.data());
}

uint32_t Compiler::slotsOf(const Env* env, types::Tuple* tuple) {
  uint32_t slots = 0;
  if (tuple) {
    for (types::Var* v : tuple->vars) slots += typeIn(env, v->type)->slots;
  }
  return slots;
}

void Compiler::setFile(Function* fn, syntax::Pos pos) {
  if (!pos.isKnown()) return;
  fn->file = files().fileName(pos);
  const syntax::LineMap& lineMap = files().file(static_cast<uint32_t>(pos.file)).lineMap;
  if (!lineMap.empty()) fn->lineMap = &lineMap;
}

Function* Compiler::newFunction(std::string name, std::unique_ptr<FuncSource> source,
                                uint32_t results, uint32_t args, uint32_t recv) {
  auto fn = std::make_unique<Function>();
  fn->name = std::move(name);
  fn->resultSlots = static_cast<uint16_t>(results);
  fn->argSlots = static_cast<uint16_t>(args);
  fn->recvSlots = static_cast<uint16_t>(recv);
  fn->source = source.get();
  fn->library = true;
  sources_.push_back(std::move(source));
  return vm_->addFunction(std::move(fn));
}

Function* Compiler::wrapper(const std::string& key, const std::function<Function*()>& make) {
  auto it = wrapperByKey_.find(key);
  if (it != wrapperByKey_.end()) return it->second;
  Function* fn = make();
  wrapperByKey_[key] = fn;
  return fn;
}

// functionName() is how tracebacks name a declared function.
std::string Compiler::functionName(types::Func* f, const std::vector<types::Type*>& targs) {
  std::string name = f->pkg ? f->pkg->path + "." : "";
  types::Signature* sig = f->signature();
  if (sig->recv) {
    bool pointer = false;
    types::Type* base = types::deref(types::unalias(sig->recv->type), &pointer);
    auto* named = types::cast<types::Named>(base);
    std::string type = named ? named->obj->name : types::typeString(base);
    if (named && !named->targs.empty()) type += "[...]";
    name += pointer ? "(*" + type + ")." : type + ".";
  }
  name += f->name;
  if (!targs.empty() && !sig->recv) name += "[...]";
  return name;
}

Function* Compiler::functionFor(types::Func* f, const std::vector<types::Type*>& targs) {
  types::Func* generic = f->generic();
  std::pair<const void*, std::vector<types::Type*>> key{generic, targs};
  auto it = functions_.find(key);
  if (it != functions_.end()) return it->second;
  const Env* env = nullptr;
  types::Signature* sig = generic->signature();
  const auto& params = sig->rparams.empty() ? sig->tparams : sig->rparams;
  if (!targs.empty()) {
    CHECK(params.size() == targs.size(), "gopark: wrong number of type arguments");
    Env& made = envs_.emplace_back();
    made.targs = targs;
    made.map = types::makeSubstMap(params, targs);
    env = &made;
  }
  auto source = std::make_unique<FuncSource>();
  source->info = generic->info;
  source->env = env;
  source->func = generic;
  source->line = static_cast<uint32_t>(generic->pos.line);
  uint32_t recv = sig->recv ? typeIn(env, sig->recv->type)->slots : 0;
  Function* fn = newFunction(functionName(generic, targs), std::move(source),
                             slotsOf(env, sig->results), slotsOf(env, sig->params), recv);
  functions_[key] = fn;
  setFile(fn, generic->pos);
  fn->library = !generic->pkg || !generic->pkg->ofProgram;
  if (sig->recv) {
    RType* r = typeIn(env, sig->recv->type);
    if (r->kind != Kind::kPointer || r->named) fn->receiver = r;
  }
  if (generic->isNative()) fn->native = input_.natives->find(generic->fullName());
  return fn;
}

Function* Compiler::methodFunction(types::Func* method, types::Type* receiver) {
  bool pointer = false;
  auto* named = types::cast<types::Named>(types::deref(receiver, &pointer));
  std::vector<types::Type*> targs;
  if (named) {
    for (types::Type* t : named->targs) targs.push_back(context().canonical(t));
  }
  return functionFor(method, targs);
}

Function* Compiler::literalFunction(Function* outer, types::FuncInfo* literal, const Env* env) {
  std::pair<const void*, const void*> key{literal, outer};
  auto it = literals_.find(key);
  if (it != literals_.end()) return it->second;
  auto source = std::make_unique<FuncSource>();
  source->info = literal;
  source->env = env;
  source->line = static_cast<uint32_t>(literal->node->pos.line);
  size_t number = 1;
  types::FuncInfo* parent = literal->outer;
  if (parent) {
    for (size_t i = 0; i < parent->literals.size(); i++) {
      if (parent->literals[i] == literal) number = i + 1;
    }
  }
  bool nested = parent && parent->outer;
  std::string name = outer->name + (nested ? "." : ".func") + std::to_string(number);
  types::Signature* sig = literal->sig;
  Function* fn = newFunction(std::move(name), std::move(source), slotsOf(env, sig->results),
                             slotsOf(env, sig->params), 0);
  literals_[key] = fn;
  setFile(fn, literal->node->pos);
  fn->library = outer->library;
  return fn;
}

void Compiler::compile(Function* fn) {
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  if (fn->code.load(std::memory_order_acquire) != vm_->compileStub) return;
  auto* source = static_cast<FuncSource*>(fn->source);
  if (!source->generate && !source->rangeBody && (!source->info || !source->info->body)) {
    // A declaration without a body: the stub that calls the native, if there is one.
    const vm::NativeDef* native = fn->native;
    source->generate = [native](FuncCompiler& f) {
      f.begin(f.fn->entrySlots());
      for (int i = vm::kHeaderSlots; i < f.fn->entrySlots(); i++) f.e.pointerAt(i);
      if (native) {
        int scratch = f.e.alloc(native->scratchSlots);
        for (int i = 0; i < native->scratchSlots; i++) f.e.pointerAt(scratch + i);
        f.e.emit(Op::kNativeStub);
        f.emitReturn();
      } else {
        vm::GoString text = f.c.constantString("function " + f.fn->name +
                                               " is not available in this version" + '\0');
        f.e.emit(Op::kPanicText, vm::Fault::kFatal);
        f.e.word(text.ptr);
      }
    };
  }
  if (source->info) {
    CHECK(types::checkBody(source->info), "gopark: a library function with errors in its types");
  }
  bool done = false;
  for (bool longBranches : {false, true}) {
    FuncCompiler compiler(*this, fn, source);
    done = compiler.run(longBranches);
    if (done) break;
  }
  if (!done) {
    // Operands are 16 bits wide: a value of half a megabyte cannot be held in a frame.
    auto refusal = std::make_unique<FuncSource>();
    refusal->generate = [](FuncCompiler& f) {
      f.begin(f.fn->entrySlots());
      vm::GoString text = f.c.constantString("gopark: function " + f.fn->name +
                                             " handles values too large for a frame" + '\0');
      f.e.emit(Op::kPanicText, vm::Fault::kFatal);
      f.e.word(text.ptr);
    };
    refusal->line = source->line;
    FuncCompiler(*this, fn, refusal.get()).run(true);
    sources_.push_back(std::move(refusal));
  }
  fn->code.store(fn->body.data(), std::memory_order_release);
}

std::string Compiler::disassembly(Function* fn) {
  compile(fn);
  return vm::disassemble(*fn);
}

// --- Interfaces ----------------------------------------------------------------------------------

namespace {

void placeReceiver(vm::MethodEntry* entry) {
  entry->recvAt = static_cast<uint32_t>(entry->fn->recvAt());
  entry->recvSlots = entry->fn->recvSlots;
}

}  // namespace

// methodEntry() is how a method of the method set of `type` is called with an interface's data
// word.
vm::MethodEntry Compiler::methodEntry(RType* type, const types::MethodEntry& method) {
  vm::MethodEntry entry;
  types::Type* t = source(type);
  bool abstract = method.method->signature()->recv &&
                  types::isInterface(method.method->signature()->recv->type);
  if (method.index.size() == 1 && !abstract) {
    bool isPointer = type->kind == Kind::kPointer && !type->named;
    types::Type* base = isPointer ? source(type->elem) : t;
    entry.fn = methodFunction(method.method, base);
    types::Type* recv = types::unalias(method.method->signature()->recv->type);
    bool wantsPointer = recv->kind == types::TypeKind::Pointer;
    entry.copyReceiver = !wantsPointer && (isPointer || !type->direct);
    entry.frozenWords = entry.copyReceiver && !isPointer && type->align == 8 &&
                        type->size == uint64_t{type->slots} * sizeof(Slot) &&
                        type->rep != Rep::kHuge;
    placeReceiver(&entry);
    return entry;
  }
  // Through embedded fields: a wrapper that walks there. It gets the data word as its receiver.
  std::string key =
      "itab " + std::to_string(type->id) + " " + method.method->name +
      (method.method->exported() || !method.method->pkg ? "" : method.method->pkg->path);
  types::MethodEntry target = method;
  entry.fn = wrapper(key, [&] {
    auto src = std::make_unique<FuncSource>();
    src->generate = [type, target](FuncCompiler& f) {
      f.begin(f.fn->entrySlots());
      for (int i = vm::kHeaderSlots; i < f.fn->entrySlots(); i++) f.e.pointerAt(i);
      int recv = f.fn->recvAt();
      Place p = type->direct ? f.frame(recv, type) : f.memory(recv, 0, type);
      FuncCompiler::Callee callee =
          f.methodCallee(p, Compiler::source(type), target.method, target.index);
      int slots = vm::kHeaderSlots + f.fn->resultSlots + f.fn->argSlots + callee.recvSlots + 1;
      int base = f.e.alloc(slots);
      for (int i = vm::kClosureSlot; i < slots; i++) f.e.pointerAt(base + i);
      f.copySlots(base + vm::kHeaderSlots + f.fn->resultSlots, vm::kHeaderSlots + f.fn->resultSlots,
                  f.fn->argSlots);
      f.invoke(callee, base);
      f.copySlots(vm::kHeaderSlots, base + vm::kHeaderSlots, f.fn->resultSlots);
      f.emitReturn();
    };
    auto* sig = method.method->signature();
    // The method's signature as seen from this type: take it from the type's own method.
    types::LookupResult found =
        types::lookupFieldOrMethod(context(), t, true, method.method->pkg, method.method->name);
    if (auto* m = types::objectCast<types::Func>(found.obj)) sig = m->signature();
    Function* fn = newFunction(type->string + "." + method.method->name, std::move(src),
                               slotsOf(nullptr, sig->results), slotsOf(nullptr, sig->params), 1);
    fn->wrapper = true;
    return fn;
  });
  placeReceiver(&entry);
  return entry;
}

vm::Itab* Compiler::itabFor(RType* iface, RType* type, std::string* missing) {
  auto it = itabs_.find({iface, type});
  if (it != itabs_.end() && (it->second || !missing)) return it->second;
  std::vector<types::MethodEntry> set = types::methodSet(context(), source(type));
  std::vector<vm::MethodEntry> methods;
  for (const vm::RMethod& want : iface->methods) {
    const types::MethodEntry* found = nullptr;
    for (const types::MethodEntry& m : set) {
      if (m.method->name != want.name) continue;
      if (!want.pkgPath.empty() && (!m.method->pkg || m.method->pkg->path != want.pkgPath))
        continue;
      found = &m;
      break;
    }
    // The same name with another signature does not count.
    if (found) {
      auto* wanted = types::as<types::Interface>(source(iface));
      for (types::Func* f : types::typeSet(wanted)->methods) {
        if (f->name == want.name && f->sameId(found->method->pkg, found->method->name) &&
            !sameSignature(f->signature(), found->method->signature())) {
          found = nullptr;
          break;
        }
      }
    }
    if (!found) {
      if (missing) *missing = want.name;
      itabs_[{iface, type}] = nullptr;
      return nullptr;
    }
    methods.push_back(methodEntry(type, *found));
  }
  itabStore_.emplace_back(new char[vm::Itab::bytes(methods.size())]);
  auto* itab = new (itabStore_.back().get()) vm::Itab{iface, type};
  std::uninitialized_copy(methods.begin(), methods.end(), itab->methods());
  itabs_[{iface, type}] = itab;
  return itab;
}

// sameSignature() compares without the receivers.
bool Compiler::sameSignature(types::Signature* x, types::Signature* y) {
  auto same = [&](types::Tuple* a, types::Tuple* b) {
    if (types::tupleLen(a) != types::tupleLen(b)) return false;
    for (size_t i = 0; i < types::tupleLen(a); i++) {
      if (!types::identical(a->vars[i]->type, b->vars[i]->type)) return false;
    }
    return true;
  };
  return x->variadic == y->variadic && same(x->params, y->params) && same(x->results, y->results);
}

Addr Compiler::tabFor(RType* iface, RType* type) {
  if (iface->methods.empty()) return addrOf(type);
  vm::Itab* itab = itabFor(iface, type, nullptr);
  CHECK(itab, "gopark: a conversion to an interface the type does not implement");
  return addrOf(itab);
}

vm::Itab* Compiler::itab(RType* iface, RType* type, std::string* missing) {
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  return itabFor(iface, type, missing);
}

RType* Compiler::pointerTo(RType* t) {
  if (RType* p = t->pointerTo.load(std::memory_order_acquire)) return p;
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  return pointerType(t);
}

const vm::MethodEntry* Compiler::textMethod(RType* type, std::string_view name) {
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  auto key = std::make_pair(type, std::string(name));
  auto it = textMethods_.find(key);
  if (it != textMethods_.end()) return it->second.get();
  std::unique_ptr<vm::MethodEntry>& entry = textMethods_[key];
  for (const types::MethodEntry& m : types::methodSet(context(), source(type))) {
    auto* sig = m.method->signature();
    if (m.method->name != name || types::tupleLen(sig->params) != 0 ||
        types::tupleLen(sig->results) != 1 ||
        typeOf(sig->results->vars[0]->type) != vm_->known.string) {
      continue;
    }
    entry = std::make_unique<vm::MethodEntry>(methodEntry(type, m));
  }
  return entry.get();
}

bool Compiler::assignable(RType* from, RType* to) {
  if (from == to) return true;
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  if (to->isInterface()) {
    if (to->methods.empty()) return true;
    return itabFor(to, from, nullptr) != nullptr;
  }
  if (from->named && to->named) return false;
  return types::identical(types::underlying(source(from)), types::underlying(source(to)));
}

int Compiler::exportedMethods(RType* type) {
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  int count = 0;
  for (const types::MethodEntry& m : types::methodSet(context(), source(type))) {
    if (m.method->exported()) count++;
  }
  return count;
}

// --- The program's start -------------------------------------------------------------------------

Function* Compiler::packageFunction(std::string_view path, std::string_view name) {
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  for (types::Package* package : input_.packages) {
    if (package->path != path) continue;
    auto* f = types::objectCast<types::Func>(package->scope->lookup(name));
    return f ? functionFor(f, {}) : nullptr;
  }
  return nullptr;
}

// initFunction() sets the package's variables and calls its init functions; null if it has neither.
Function* Compiler::initFunction(types::Package* package) {
  if (package->initOrder.empty() && package->initFuncs.empty()) return nullptr;
  auto source = std::make_unique<FuncSource>();
  source->generate = [package](FuncCompiler& f) { f.initPackage(package); };
  Function* fn = newFunction(package->path + ".init", std::move(source), 0, 0, 0);
  fn->library = !package->ofProgram;
  if (!package->funcs.empty()) setFile(fn, package->funcs[0]->pos);
  return fn;
}

Function* Compiler::mainFunction() {
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  auto source = std::make_unique<FuncSource>();
  source->generate = [this](FuncCompiler& f) {
    f.begin(f.fn->entrySlots());
    auto* main = types::objectCast<types::Func>(input_.packages.back()->scope->lookup("main"));
    if (!main || input_.packages.back()->name != "main") {
      vm::GoString text = constantString(std::string("it is not a main package") + '\0');
      f.e.emit(Op::kPanicText, vm::Fault::kFatal);
      f.e.word(text.ptr);
      return;
    }
    for (types::Package* package : input_.packages) {
      if (Function* init = initFunction(package)) f.emitCall(f.callAreaFor(init), init);
    }
    f.e.emit(Op::kInitStub);
    Function* fn = functionFor(main, {});
    f.emitCall(f.callAreaFor(fn), fn);
    f.emitReturn();
  };
  Function* fn = newFunction("runtime.main", std::move(source), 0, 0, 0);
  fn->system = true;
  return fn;
}

void FuncCompiler::initPackage(types::Package* package) {
  begin(fn->entrySlots());
  for (const types::Initializer& init : package->initOrder) {
    int mark = e.mark();
    info_ = init.info;
    collectRangeFuncVars(info_);
    if (init.rhs) at(init.rhs);
    if (init.lhs.size() == 1) {
      types::Var* v = init.lhs[0];
      if (v->name == "_") {
        value(init.rhs);
      } else {
        store(variable(v), value(init.rhs));
      }
    } else {
      initTuple(init);
    }
    e.release(mark);
  }
  int number = 0;
  for (types::Func* f : package->initFuncs) {
    Function* callee = c.functionFor(f, {});
    callee->name = package->path + ".init." + std::to_string(number++);
    int mark = e.mark();
    emitCall(callAreaFor(callee), callee);
    e.release(mark);
  }
  emitReturn();
}

// initTuple() is `var a, b = f()` and the comma-ok forms at package level.
void FuncCompiler::initTuple(const types::Initializer& init) {
  const syntax::Expr* x = syntax::unparen(init.rhs);
  auto target = [&](size_t i) {
    return init.lhs[i]->name == "_" ? Place{} : variable(init.lhs[i]);
  };
  if (auto* call = syntax::nodeCast<const syntax::CallExpr>(x)) {
    auto* tuple = types::cast<types::Tuple>(c.info().typeOf(x));
    int from = this->call(call);
    for (size_t i = 0; i < init.lhs.size(); i++) {
      types::Type* t = concrete(tuple->vars[i]->type);
      storeConverted(target(i), from, t);
      from += static_cast<int>(rtype(t)->slots);
    }
    return;
  }
  types::Type* t = typeOfExpr(x);
  int dst = temp(rtype(t));
  int ok = e.alloc(1);
  if (auto* i = syntax::nodeCast<const syntax::IndexExpr>(x)) {
    indexExpr(i, dst, ok);
  } else if (auto* a = syntax::nodeCast<const syntax::AssertExpr>(x)) {
    assertExpr(a, dst, ok);
  } else {
    receive(static_cast<const syntax::Operation*>(x), dst, ok);
  }
  storeConverted(target(0), dst, t);
  storeConverted(target(1), ok, Compiler::source(c.vm()->known.boolean));
}

}  // namespace gopark::compile
