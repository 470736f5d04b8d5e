// The program's start: initialization of its packages, then main.
#include "golang/compile/func_compiler.h"

namespace gopark::compile {

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
