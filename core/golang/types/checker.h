// Checker: the state of checking one package, and the functions its source files share. Private to
// core/golang/types; the front door is check.h. Go's counterpart: types2.Checker.
//
// How it goes: collectObjects() declares everything at package level; packageObjects() determines
// the types of those objects, on demand and recursively (completeObject); function bodies and
// checks that need complete types are put off with later(); then initialization order, unused
// imports and what is left are dealt with. With Bodies::WhenNeeded the checker stays, and each body
// goes through the last steps by itself (checkBody).
//
// Error discipline: an operand or type that is invalid was reported; whoever meets one stays
// silent.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "golang/syntax/ast.h"
#include "golang/syntax/printer.h"
#include "golang/types/check.h"
#include "golang/types/context.h"
#include "golang/types/info.h"
#include "golang/types/mono.h"
#include "golang/types/object.h"
#include "golang/types/operand.h"
#include "golang/types/relations.h"
#include "golang/types/subst.h"
#include "golang/types/universe.h"

namespace gopark::types {

using syntax::CallExpr;
using syntax::Expr;
using syntax::Name;
using syntax::Node;
using syntax::nodeCast;
using syntax::NodeKind;
using syntax::Operation;
using syntax::Operator;
using syntax::Pos;
using syntax::Stmt;
using ExprList = std::span<Expr* const>;

// DeclInfo is what is known of a package-level declaration or method before it is checked.
struct DeclInfo {
  Scope* file = nullptr;
  std::vector<Var*> lhs;  // All variables of `var a, b = f()`; empty otherwise.
  Expr* type = nullptr;
  Expr* init = nullptr;
  bool inherited = false;  // The constant repeats an earlier expression.
  syntax::TypeDecl* typeDecl = nullptr;
  syntax::FuncDecl* funcDecl = nullptr;
  std::vector<Object*> deps;  // Package-level objects the initializer or body refers to.
  std::unordered_set<Object*> depSet;
  FuncInfo* func = nullptr;  // Holds the function literals of an initializer.

  bool hasInitializer() const { return init || (funcDecl && funcDecl->body); }
};

// At is where an error is: gc reports those about nodes where their text begins.
struct At {
  At(Pos p) : pos(p) {}                                            // NOLINT: converts
  At(const Node* n) : pos(n ? syntax::startPos(n) : Pos()) {}      // NOLINT
  At(const Operand* x) : At(static_cast<const Node*>(x->expr)) {}  // NOLINT
  At(const Object* o) : pos(o->pos) {}                             // NOLINT
  Pos pos;
};

// A Report is one error under construction: a first line and continuation lines, each of which
// shows its own place if it has one.
struct Report {
  std::vector<std::pair<Pos, std::string>> lines;
  bool empty() const { return lines.empty(); }
};

// A Target is the function-typed variable an expression is assigned to: what may be inferred from
// it for a generic function.
struct Target {
  Signature* sig = nullptr;
  std::string description;
};

class Checker {
 public:
  Checker(Context& context, Package* pkg, const Importer& importer,
          std::vector<Diagnostic>& diagnostics, Info& info, Bodies bodies);

  void checkFiles(const std::vector<syntax::File*>& files);
  // checkBody() checks a body that was put off; false if the package has errors.
  bool checkBody(FuncInfo* info);

  // completeObject() determines the type of o (types2: objDecl).
  void completeObject(Object* o);
  // duplicateMethod() reports two methods of one name in an interface.
  void duplicateMethod(Pos pos, Func* m, Pos otherPos, Func* other, bool isExplicit);
  void tooManyTerms(Pos pos, size_t max);

 private:
  friend class Unifier;
  friend class Inferer;

  // The surroundings of what is being checked; saved and restored around each object and body.
  struct Environment {
    DeclInfo* decl = nullptr;
    Scope* scope = nullptr;
    constant::Value iota;  // Known inside constant declarations.
    Pos errorPos;          // Known while repeating an inherited constant expression.
    bool inTParamList = false;
    Signature* sig = nullptr;
    std::shared_ptr<std::unordered_set<const CallExpr*>> panics;  // Calls of panic in this body.
    bool hasCallOrRecv = false;
    FuncInfo* func = nullptr;
  };
  // Restore puts the environment back at the end of a C++ scope.
  class Restore {
   public:
    explicit Restore(Checker* checker) : checker_(checker), saved_(checker->env_) {}
    ~Restore() { checker_->env_ = std::move(saved_); }

   private:
    Checker* checker_;
    Environment saved_;
  };

  // An expression whose final type is not known yet.
  struct Untyped {
    bool shiftLhs = false;
    Mode mode = Mode::Invalid;
    Type* type = nullptr;
    constant::Value value;
  };

  // What may follow in a statement list.
  enum StmtContext : unsigned {
    kBreakOk = 1,
    kContinueOk = 2,
    kFallthroughOk = 4,
    kFinalSwitchCase = 8,
    kInTypeSwitch = 16,
  };

  // ---- errors.cpp: messages. `%s` in a format takes the next argument.
  std::string str(const char* s) const { return s; }
  std::string str(const std::string& s) const { return s; }
  std::string str(std::string_view s) const { return std::string(s); }
  std::string str(int64_t n) const { return std::to_string(n); }
  std::string str(int n) const { return std::to_string(n); }
  std::string str(size_t n) const { return std::to_string(n); }
  std::string str(Operator op) const { return std::string(syntax::operatorText(op)); }
  std::string str(const Operand* x) const { return operandString(*x, pkg_); }
  std::string str(const Node* n) const { return syntax::exprString(n); }
  std::string str(const constant::Value& v) const { return v.str(); }
  std::string str(Type* t) const { return typeString(t, Qualify::kRelative, pkg_); }
  std::string str(Pos pos) const;
  std::string str(ExprList list) const;
  static std::string format(std::string_view format, std::initializer_list<std::string> args);
  template <typename... Args>
  std::string sprintf(std::string_view f, const Args&... args) const {
    return format(f, {str(args)...});
  }
  template <typename... Args>
  void errorf(At at, std::string_view f, const Args&... args) {
    Report report;
    report.lines.push_back({at.pos, format(f, {str(args)...})});
    this->report(report);
  }
  template <typename... Args>
  void addf(Report* report, At at, std::string_view f, const Args&... args) {
    report->lines.push_back({at.pos, format(f, {str(args)...})});
  }
  void addOtherDecl(Report* report, const Object* o);
  void report(const Report& report);
  std::string message(const Report& report) const;
  std::string typesSummary(const std::vector<Type*>& list, bool variadic, bool hasDots) const;
  std::string lookupError(Type* type, std::string_view sel, Object* other, bool structLit) const;

  // ---- record.cpp: what the Info learns.
  void record(const Operand& x);
  void recordTypeAndValue(Expr* e, Mode mode, Type* type, const constant::Value& value = {});
  void recordBuiltin(Expr* fun, BuiltinId id);
  void recordCommaOk(Expr* e, Type* value, Type* ok);
  void recordInstance(Expr* e, const std::vector<Type*>& targs, Type* type);
  void recordDef(const Name* name, Object* o) {
    info_.record(name);
    info_.defs.set(name, o);
  }
  void recordUse(const Name* name, Object* o) {
    info_.record(name);
    info_.uses.set(name, o);
  }
  void recordImplicit(const Node* node, Object* o) { info_.implicits[node] = o; }
  Selection& recordSelection(syntax::SelectorExpr* e, SelectionKind kind, Type* recv,
                             const LookupResult& found);
  void recordConversion(Expr* e, Type* from, Type* to);
  void recordUntyped();
  void noteUse(Var* v);
  void noteAddressTaken(Expr* e);
  void noteAssigned(Expr* lhs);
  Var* newLocal(Pos pos, std::string_view name, Type* type);
  FuncInfo* newFuncInfo(Node* node, FuncInfo* outer, Signature* sig, syntax::BlockStmt* body);
  void adoptParameters(FuncInfo* f);

  // ---- resolver.cpp: package-level names.
  void collectObjects(const std::vector<syntax::File*>& files);
  void collectImport(syntax::ImportDecl* d, Scope* fileScope);
  void collectFunc(syntax::FuncDecl* d, Scope* fileScope);
  void dotImport(syntax::ImportDecl* d, PkgName* pkgName, Scope* fileScope);
  Package* importPackage(Pos pos, const std::string& path);
  void declarePackageObject(Name* name, Object* o, DeclInfo* d);
  void addObject(Object* o, DeclInfo* d);
  void arity(Pos pos, std::span<Name* const> names, ExprList inits, bool isConst, bool inherited);
  void associateMethods();
  TypeName* resolveBaseTypeName(bool* pointer, Name* name);
  Expr* unpackReceiver(Expr* type, bool* pointer, std::vector<Name*>* tparams);
  void checkFileScopes();
  void packageObjects();
  void unusedImports();
  void checkMain();

  // ---- decl.cpp, func.cpp, cycles.cpp: declarations.
  void declare(Scope* scope, const Name* name, Object* o, Pos scopePos);
  void constDecl(Const* o, Expr* type, Expr* init, bool inherited);
  void varDecl(Var* o, const std::vector<Var*>& lhs, Expr* type, Expr* init);
  void typeDecl(TypeName* o, syntax::TypeDecl* d);
  void aliasDecl(TypeName* o, syntax::TypeDecl* d);
  void funcDecl(Func* o, DeclInfo* d);
  void collectTypeParams(std::vector<TypeParam*>* list, syntax::List<syntax::Field> fields);
  TypeParam* declareTypeParam(Name* name, Pos scopePos);
  Type* boundOf(Expr* e);
  void collectMethods(TypeName* o);
  void checkFieldUniqueness(Named* t);
  void declStmt(syntax::List<syntax::Decl> list);
  void localConstDecl(syntax::ConstDecl* d, syntax::ConstDecl* last, int iota, bool inherited);
  void localVarDecl(syntax::VarDecl* d);
  bool validCycle(Object* o);
  void cycleError(const std::vector<Object*>& cycle, size_t start);
  static size_t firstInSource(const std::vector<Object*>& cycle);
  void directCycles();
  bool finiteSize(Type* t);
  void validType(Named* t);
  bool validType0(Type* t, std::vector<Named*> nest, std::vector<Named*> path);
  void checkAnonymousInterfaceCycles();
  void push(Object* o);
  void pop();
  void addDeclDep(Object* to);
  void bodiesForInit();
  void initOrder();
  void reportInitCycle(const std::vector<Object*>& cycle);

  // ---- typexpr.cpp, typelit.cpp, signature.cpp: types.
  void ident(Operand* x, Name* e, bool wantType);
  Type* typ(Expr* e) { return declaredType(e, nullptr); }
  Type* varType(Expr* e);
  void validVarType(Expr* e, Type* type);
  Type* declaredType(Expr* e, TypeName* def);
  Type* genericType(Expr* e, std::string* cause);
  Type* typInternal(Expr* e, TypeName* def);
  Type* instantiatedType(syntax::IndexExpr* e);
  int64_t arrayLength(Expr* e);
  // typeList() is false if any of them was invalid.
  bool typeList(ExprList list, std::vector<Type*>* types);
  Type* structType(syntax::StructType* e);
  Type* interfaceType(syntax::InterfaceType* e, TypeName* def);
  Type* parseUnion(Expr* e);
  Term parseTerm(Expr* e);
  void checkUnionTerms(const std::vector<Term>& terms, const std::vector<Expr*>& exprs);
  std::string fieldTag(syntax::BasicLit* tag);
  void checkEmbeddedField(Pos pos, Type* type);
  void funcType(Signature* sig, syntax::Field* recv, syntax::List<syntax::Field> tparams,
                syntax::FuncType* type);
  Var* collectReceiver(Signature* sig, syntax::Field* recv, Pos scopePos);
  Type* genericReceiver(Signature* sig, syntax::Field* recv, Expr* base, bool pointer,
                        const std::vector<Name*>& names, Pos scopePos);
  void validReceiver(Expr* base, Var* recv);
  std::vector<Var*> collectParams(VarKind kind, syntax::List<syntax::Field> list,
                                  std::vector<Name*>* names, bool* variadic);

  // ---- instantiate.cpp, infer.cpp: generics.
  Type* instance(Type* generic, const std::vector<Type*>& targs, Pos pos);
  bool validateTargCount(Pos pos, const std::string& name, size_t want, size_t got);
  // verify() is the index of the first argument that does not satisfy its constraint, or -1.
  int verify(const std::vector<TypeParam*>& tparams, const std::vector<Type*>& targs,
             std::string* cause);
  void verifyLater(Pos pos, std::vector<TypeParam*> tparams, std::vector<Type*> targs,
                   std::vector<Expr*> exprs);
  Signature* instantiateSignature(Pos pos, Expr* expr, Signature* sig,
                                  const std::vector<Type*>& targs, ExprList exprs);
  bool funcInst(const Target* target, Pos pos, Operand* x, syntax::IndexExpr* inst, bool infer,
                std::vector<Type*>* partial);
  std::vector<TypeParam*> renameTypeParams(const std::vector<TypeParam*>& tparams, Type** type);
  bool infer(Pos pos, const std::vector<TypeParam*>& tparams, std::vector<Type*>* targs,
             Tuple* params, const std::vector<Operand*>& args, bool reverse, Report* report);
  bool implements(Type* V, Type* T, bool constraint, std::string* cause) {
    return implementsImpl(this, V, T, constraint, cause, pkg_);
  }

  // ---- expr.cpp: expressions.
  ExprKind rawExpr(const Target* target, Operand* x, Expr* e, Type* hint, bool allowGeneric);
  ExprKind exprInternal(const Target* target, Operand* x, Expr* e, Type* hint);
  void expr(const Target* target, Operand* x, Expr* e);
  void genericExpr(Operand* x, Expr* e);
  void exprWithHint(Operand* x, Expr* e, Type* hint);
  void exprOrType(Operand* x, Expr* e, bool allowGeneric);
  std::vector<Operand> multiExpr(Expr* e, bool allowCommaOk, bool* commaOk);
  std::vector<Operand> exprList(ExprList list);
  void nonGeneric(const Target* target, Operand* x);
  void exclude(Operand* x, std::initializer_list<Mode> modes);
  void singleValue(Operand* x);
  void assertExpr(Operand* x, syntax::AssertExpr* e);
  void indirection(Operand* x, Operation* e);
  void typeAssertion(Expr* e, Operand* x, Type* T, bool typeSwitch);
  bool use(Expr* e, bool lhs = false);
  bool useAll(ExprList list, bool lhs = false);

  // ---- operators.cpp, compare.cpp, shift.cpp, untyped.cpp.
  void unary(Operand* x, Operation* e);
  void binary(Operand* x, Expr* e, Expr* lhs, Expr* rhs, Operator op);
  bool operatorDefined(Operand* x, Operator op, bool isUnary);
  void matchTypes(Operand* x, Operand* y);
  void comparison(Operand* x, Operand* y, Operator op, bool switchCase);
  std::string incomparableCause(Type* t);
  void shift(Operand* x, Operand* y, Expr* e, Operator op);
  Type* chanElem(At at, Operand* x, bool recv);
  void overflow(Operand* x, Pos opPos);
  enum class Fit : uint8_t { Ok, Truncated, Overflow, Mismatch };
  static bool representableConst(const constant::Value& v, Basic* type, constant::Value* rounded);
  Fit representation(const Operand& x, Basic* type, constant::Value* value);
  void representable(Operand* x, Basic* type);
  void invalidConversion(Fit fit, Operand* x, Type* target);
  // implicitType() is the type x takes when used as a target, or null (and *fit says why).
  Type* implicitType(const Operand& x, Type* target, constant::Value* value, Fit* fit);
  void convertUntyped(Operand* x, Type* target);
  void updateExprType(Expr* e, Type* type, bool final);
  void updateExprValue(Expr* e, const constant::Value& value);

  // ---- conversions.cpp, assignments.cpp.
  void conversion(Operand* x, Type* T);
  bool constConvertible(Operand* x, Type* T, constant::Value* value);
  bool convertibleTo(const Operand& x, Type* T, std::string* cause);
  bool assignableTo(const Operand& x, Type* T, std::string* cause);
  void assignment(Operand* x, Type* T, std::string_view context);
  void initConst(Const* lhs, Operand* x);
  void initVar(Var* lhs, Operand* x, std::string_view context);
  Type* lhsVar(Expr* lhs);
  void assignVar(Expr* lhs, Expr* rhs, Operand* x, std::string_view context);
  void initVars(const std::vector<Var*>& lhs, ExprList rhs, Stmt* returnStmt);
  void assignVars(ExprList lhs, ExprList rhs);
  void assignError(ExprList rhs, size_t l, size_t r);
  void returnError(Stmt* at, const std::vector<Var*>& lhs, std::vector<Operand>& rhs);
  void shortVarDecl(Pos pos, ExprList lhs, ExprList rhs);

  // ---- index.cpp, literals.cpp.
  bool indexExpr(Operand* x, syntax::IndexExpr* e);
  bool indexTypeParam(Operand* x, syntax::IndexExpr* e, int64_t* length, bool* done);
  void mapIndex(Operand* x, syntax::IndexExpr* e, Type* key, Type* elem);
  void sliceExpr(Operand* x, syntax::SliceExpr* e);
  void sliceIndices(syntax::SliceExpr* e, int64_t length);
  Expr* singleIndex(syntax::IndexExpr* e);
  Type* index(Expr* e, int64_t max, int64_t* value);
  bool isValidIndex(Operand* x, std::string_view what, bool allowNegative);
  void basicLit(Operand* x, syntax::BasicLit* e);
  void funcLit(Operand* x, syntax::FuncLit* e);
  void compositeLit(Operand* x, syntax::CompositeLit* e, Type* hint);
  void structLit(Operand* x, syntax::CompositeLit* e, Struct* type, Type* base);
  void mapLit(Operand* x, syntax::CompositeLit* e, Map* type);
  int64_t indexedElements(ExprList list, Type* type, int64_t length);

  // ---- call.cpp, selector.cpp, builtins.cpp.
  ExprKind callExpr(Operand* x, CallExpr* call);
  ExprKind conversionCall(Operand* x, CallExpr* call);
  std::vector<Operand> genericExprList(ExprList list, std::vector<std::vector<Type*>>* targs);
  void genericArgument(Operand* x, Expr* e, std::vector<Type*>* targs);
  Signature* arguments(CallExpr* call, Signature* sig, std::vector<Type*> targs, ExprList exprs,
                       std::vector<Operand>& args, const std::vector<std::vector<Type*>>& atargs);
  bool adjustParams(CallExpr* call, Signature* sig, std::vector<Operand>& args, Tuple** params,
                    bool* adjusted);
  bool inferArguments(CallExpr* call, Signature** sig, std::vector<Type*> targs, ExprList exprs,
                      std::vector<Operand>& args, const std::vector<std::vector<Type*>>& atargs,
                      Tuple** params, bool adjusted);
  void selector(Operand* x, syntax::SelectorExpr* e, bool wantType);
  bool packageSelector(Operand* x, syntax::SelectorExpr* e, bool* ok);
  bool memberSelector(Operand* x, syntax::SelectorExpr* e, bool wantType);
  void missingSelector(Operand* x, syntax::SelectorExpr* e, const LookupResult& r);
  bool methodExpr(Operand* x, syntax::SelectorExpr* e, const LookupResult& r);
  bool builtin(Operand* x, CallExpr* call, BuiltinId id);
  bool builtinCall(Operand* x, CallExpr* call, BuiltinId id, std::vector<Operand>& args);
  bool builtinAppend(Operand* x, CallExpr* call, std::vector<Operand>& args);
  bool builtinCopy(Operand* x, std::vector<Operand>& args);
  bool builtinLen(Operand* x, BuiltinId id);
  bool builtinComplex(Operand* x, CallExpr* call, std::vector<Operand>& args);
  bool builtinRealImag(Operand* x, BuiltinId id);
  bool builtinDelete(Operand* x, std::vector<Operand>& args);
  bool builtinMake(Operand* x, CallExpr* call);
  bool builtinMinMax(Operand* x, BuiltinId id, std::vector<Operand>& args);
  bool builtinNew(Operand* x, CallExpr* call);
  bool unsafeBuiltin(Operand* x, CallExpr* call, BuiltinId id, std::vector<Operand>& args);
  bool builtinOffsetof(Operand* x, CallExpr* call);
  Type* sliceElem(Operand* x, std::string* why);
  Type* applyTypeFunc(const std::function<Type*(Type*)>& f, Operand* x, BuiltinId id);

  // ---- stmt.cpp, switch.cpp, range.cpp, return.cpp.
  void funcBody(DeclInfo* decl, Signature* sig, syntax::BlockStmt* body, constant::Value iota,
                FuncInfo* info);
  void postponedBody(FuncInfo* info);
  void usage(Scope* scope);
  void openScope(Node* node);
  void closeScope() { env_.scope = env_.scope->parent(); }
  void stmt(unsigned context, Stmt* s);
  void stmtInner(unsigned context, Stmt* s);
  void stmtList(unsigned context, std::span<Stmt* const> list);
  void exprStmt(syntax::ExprStmt* s);
  void assignStmt(syntax::AssignStmt* s);
  void callStmt(syntax::CallStmt* s);
  void returnStmt(syntax::ReturnStmt* s);
  void branchStmt(unsigned context, syntax::BranchStmt* s);
  void ifStmt(unsigned context, syntax::IfStmt* s);
  void forStmt(unsigned context, syntax::ForStmt* s);
  void selectStmt(unsigned context, syntax::SelectStmt* s);
  void condition(Expr* cond, std::string_view where);
  void switchStmt(unsigned context, syntax::SwitchStmt* s);
  void typeSwitchStmt(unsigned context, syntax::SwitchStmt* s, syntax::TypeSwitchGuard* guard);
  struct SeenValues;
  void caseValues(Operand* x, ExprList values, SeenValues* seen);
  Type* caseTypes(Operand* x, ExprList types, std::vector<std::pair<Type*, Expr*>>* seen);
  bool isNilName(Expr* e);
  void rangeStmt(unsigned context, syntax::ForStmt* s, syntax::RangeClause* clause);
  void rangeVars(syntax::ForStmt* s, syntax::RangeClause* clause, Operand* x, Expr* const lhs[2],
                 Type* const rhs[2], RangeInfo* range);
  bool rangeKeyValue(Type* t, Type** key, Type** value, RangeKind* kind, std::string* cause);
  bool isTerminating(Stmt* s);
  bool isTerminatingList(std::span<Stmt* const> list);

  // ---- Environment helpers.
  Object* lookup(std::string_view name, Scope** where = nullptr) const {
    return env_.scope->lookupParent(name, Pos(), where);
  }
  void later(std::function<void()> action) { delayed_.push_back(std::move(action)); }
  void processDelayed(size_t top);
  void completeTypes();
  void releaseTypes();
  void endlessInstances();
  Type* newPointer(Type* base) { return context_.pointerTo(base); }

  Context& context_;
  Package* pkg_;
  const Importer& importer_;  // Gone when bodies are checked later.
  std::vector<Diagnostic>& diagnostics_;
  Info& info_;
  const Bodies bodies_;
  const syntax::FileSet* files_ = nullptr;
  std::vector<syntax::File*> fileList_;

  std::unordered_map<Object*, DeclInfo*> declOf_;
  std::vector<Object*> objects_;  // The keys of declOf_ in source order.
  std::unordered_map<TypeName*, std::vector<Func*>> methodsOf_;
  struct MethodDecl {
    Func* func;
    bool pointer;
    Name* receiver;
  };
  std::vector<MethodDecl> methodDecls_;
  std::vector<PkgName*> imports_;
  std::vector<Scope*> fileScopes_;
  std::unordered_map<std::string, Package*> imported_;
  std::unordered_map<Object*, PkgName*> dotImported_;
  std::unordered_map<const Expr*, Untyped> untyped_;
  std::vector<std::function<void()>> delayed_;
  std::vector<Object*> path_;  // Objects whose types are being determined, outermost first.
  std::unordered_map<Object*, size_t> pathIndex_;
  std::unordered_map<Named*, bool> finite_;
  std::vector<Named*> namedTypes_;  // To be completed at the end.
  std::vector<TypeParam*> typeParams_;
  std::vector<Interface*> interfaces_;
  MonoGraph mono_;
  bool failed_ = false;  // An error was reported.
  Environment env_;
};

}  // namespace gopark::types
