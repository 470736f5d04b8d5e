// Compiler: from a checked program to functions of bytecode, one at a time, when they are first
// called. It owns what functions share: type descriptors, instances of generic functions, wrappers,
// package variables, constant strings.
//
// Generic code is compiled once per list of type arguments (an Env); everything downstream sees
// concrete types only. All public functions take the compile lock, since any M may meet a function
// for the first time. Go's counterparts: cmd/compile/internal/{ir,reflectdata,staticinit}.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "golang/types/info.h"
#include "golang/types/lookup.h"
#include "golang/types/subst.h"
#include "golang/types/universe.h"
#include "golang/vm/vm.h"

namespace gopark::compile {

using vm::Addr;
using vm::addrOf;
using vm::Function;
using vm::Instr;
using vm::Op;
using vm::Rep;
using vm::RType;
using vm::Slot;

class FuncCompiler;
struct RangeBody;

// Env is the type arguments of the generic function being compiled; empty for ordinary ones.
struct Env {
  types::SubstMap map;
  std::vector<types::Type*> targs;
};

// FuncSource is what a Function is compiled from.
struct FuncSource {
  types::FuncInfo* info = nullptr;  // Declaration or literal; else `generate` makes the body.
  const Env* env = nullptr;
  types::Func* func = nullptr;  // Of a declaration.
  std::function<void(FuncCompiler&)> generate;
  uint32_t line = 0;
  // The body of a `for range f` loop, compiled as a function of its own.
  struct RangeBody* rangeBody = nullptr;
};

// Program is what the front end hands over: checked packages in the order of their initialization.
struct ProgramInput {
  types::Context* context = nullptr;
  types::Info* info = nullptr;
  const syntax::FileSet* files = nullptr;
  std::vector<types::Package*> packages;  // Imported ones first, main last.
  types::Package* runtimePackage = nullptr;
  const vm::NativeTable* natives = nullptr;
};

class Compiler : public vm::CodeSource {
 public:
  explicit Compiler(const ProgramInput& input);
  ~Compiler() override;

  // attach() binds the compiler to the run it compiles for and lays out the package variables.
  void attach(vm::Vm* vm);
  // mainFunction() runs the package initializations and main.main.
  Function* mainFunction();
  // packageFunction() finds a function by package path and name, null if there is none.
  Function* packageFunction(std::string_view path, std::string_view name);
  // compileAll() compiles every function reachable without calling it: tests and disassembly.
  std::string disassembly(Function* fn);

  // CodeSource.
  void compile(Function* fn) override;
  RType* pointerTo(RType* t) override;
  vm::Itab* itab(RType* iface, RType* type, std::string* missing) override;
  const vm::MethodEntry* textMethod(RType* type, std::string_view name) override;
  bool assignable(RType* from, RType* to) override;
  Function* boundCall(RType* signature) override;
  int exportedMethods(RType* type) override;

  // --- For FuncCompiler; the lock is held
  // ---------------------------------------------------------

  types::Context& context() { return *input_.context; }
  types::Info& info() { return *input_.info; }
  const syntax::FileSet& files() { return *input_.files; }
  vm::Vm* vm() { return vm_; }

  // typeOf() is the descriptor of a type without type parameters; typeIn() substitutes first.
  RType* typeOf(types::Type* t);
  RType* typeIn(const Env* env, types::Type* t) { return typeOf(concrete(env, t)); }
  types::Type* concrete(const Env* env, types::Type* t);
  static types::Type* source(const RType* t) {
    return static_cast<types::Type*>(const_cast<void*>(t->source));
  }
  RType* pointerType(RType* t);
  RType* sliceType(RType* t);
  // structType() is an anonymous layout of values one after the other: closures, map entries.
  RType* structType(const std::vector<RType*>& parts, std::string name);

  // functionFor() is the function of a declared func or method, given the type arguments of it or
  // of its receiver.
  Function* functionFor(types::Func* f, const std::vector<types::Type*>& targs);
  // methodFunction() is the function of a declared method on a concrete receiver type.
  Function* methodFunction(types::Func* method, types::Type* receiver);
  // literalFunction() is the function of a literal inside `outer`.
  Function* literalFunction(Function* outer, types::FuncInfo* literal, const Env* env);
  // newFunction() registers a function with the given signature shape.
  Function* newFunction(std::string name, std::unique_ptr<FuncSource> source, uint32_t results,
                        uint32_t args, uint32_t recv);
  // wrapper() is the function generated for `key`, made at the first call.
  Function* wrapper(const std::string& key, const std::function<Function*()>& make);
  vm::Itab* itabFor(RType* iface, RType* type, std::string* missing);
  vm::MethodEntry methodEntry(RType* type, const types::MethodEntry& method);
  // tabFor() is the type word for a value of `type` in an interface of type `iface`.
  Addr tabFor(RType* iface, RType* type);

  uint64_t globalOffset(types::Var* v);
  // constantString() keeps the text for the whole run.
  vm::GoString constantString(std::string_view text);
  // staticBox() is read-only memory holding a constant, for interfaces.
  Addr staticBox(const Slot* slots, const RType* type);
  uint32_t slotsOf(const Env* env, types::Tuple* tuple);
  // setFile() says which file a function stands in.
  void setFile(Function* fn, syntax::Pos pos);
  // keep() keeps a loop body's description for the whole run.
  RangeBody* keep(std::unique_ptr<RangeBody> body);
  // syntheticName() is a new expression that stands for a value of type t; syntheticCall() is the
  // call x with other arguments.
  syntax::Expr* syntheticName(types::Type* t);
  const syntax::CallExpr* syntheticCall(const syntax::CallExpr* x,
                                        const std::vector<syntax::Expr*>& args);
  // Variables that bodies of range-over-func loops share with the function around them.
  std::unordered_set<types::Var*> rangeFuncVars;
  // Which expressions call something; see FuncCompiler::hasCall().
  std::unordered_map<const syntax::Expr*, bool> calls;

 private:
  static bool sameSignature(types::Signature* x, types::Signature* y);
  RType* build(types::Type* canonical);
  void fill(RType* t, types::Type* type, types::Type* under);
  void finishMaps();
  void layOutGlobals();
  Function* initFunction(types::Package* package);
  void setKnownTypes();
  std::string functionName(types::Func* f, const std::vector<types::Type*>& targs);

  ProgramInput input_;
  vm::Vm* vm_ = nullptr;
  std::recursive_mutex mutex_;
  std::deque<RType> typeStore_;
  std::unordered_map<types::Type*, RType*> types_;
  std::vector<RType*> pendingMaps_;
  int buildDepth_ = 0;
  std::map<std::pair<const void*, std::vector<types::Type*>>, Function*> functions_;
  std::map<std::pair<const void*, const void*>, Function*> literals_;
  std::unordered_map<std::string, Function*> wrapperByKey_;
  std::deque<std::unique_ptr<FuncSource>> sources_;
  std::deque<Env> envs_;
  std::vector<std::unique_ptr<char[]>> itabStore_;  // What itabs_ points to.
  std::map<std::pair<RType*, RType*>, vm::Itab*> itabs_;
  std::map<std::pair<RType*, std::string>, std::unique_ptr<vm::MethodEntry>> textMethods_;
  std::unordered_map<types::Var*, uint64_t> globals_;
  std::unordered_map<std::string, std::unique_ptr<std::string>> strings_;
  std::deque<std::vector<Slot>> boxes_;
  std::deque<std::unique_ptr<RangeBody>> rangeBodies_;
  syntax::Arena synthetic_;
};

// reflectString() is a type as reflect prints it.
std::string reflectString(types::Type* t);

}  // namespace gopark::compile
