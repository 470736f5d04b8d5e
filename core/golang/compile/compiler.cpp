// What functions share: instances, wrappers, package variables, constants.
#include "golang/compile/compiler.h"

#include <cstdlib>

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

}  // namespace gopark::compile
