// FuncCompiler: compiles one function body. Values live in frame slots: a variable in its own, an
// intermediate result in a temporary on top, released at the end of the statement that made it.
// A variable that must be shared or outlive its frame (captured and reassigned, address taken,
// large or with inner arrays) is a box on the heap, its slot holds the pointer.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "golang/compile/compiler.h"
#include "golang/compile/emitter.h"
#include "golang/vm/ops.h"

namespace gopark::compile {

// Place is somewhere a value can be read from and written to, its operands evaluated.
struct Place {
  enum Kind : uint8_t {
    kNone,        // The blank identifier: written values vanish.
    kFrame,       // In the frame, at byte offset `offset`.
    kMemory,      // Behind the pointer in `slot`, at byte `offset`.
    kGlobal,      // Package variable at `offset`.
    kSlice,       // Element `index` (slot) of the slice in `slot`.
    kSliceField,  // At `offset` in element `index` of the slice in `slot`, `length` bytes each.
    kArray,       // Element `index` of the array that `slot` points to, `length` long.
    kFrameIndex,  // Element `index` of the array in the frame at `slot`, `length` long.
    kMap,         // Element of the map in `slot`, key in slot `index`.
  };
  Kind kind = kNone;
  int slot = 0;
  int index = 0;
  int64_t offset = 0;
  int64_t length = 0;
  bool whole = false;        // kFrame: a value of its own, in slot form, not a part of an image.
  RType* type = nullptr;     // Of the value.
  RType* mapType = nullptr;  // kMap.
};

struct VarLoc {
  bool boxed = false;
  int slot = 0;
  RType* type = nullptr;
};

// Target is where break and continue of one statement go.
struct Target {
  const syntax::Stmt* stmt = nullptr;
  Label* onBreak = nullptr;
  Label* onContinue = nullptr;
};

// RangeBody is what the body of a range-over-func loop shares with the function around it: exits
// are coded as a number in a box that the outer function looks at when the iterator has returned.
struct RangeBody {
  struct Exit {
    enum Kind : uint8_t { kBreak, kContinue, kReturn, kGoto };
    Kind kind;
    const syntax::Stmt* stmt = nullptr;
  };
  const syntax::ForStmt* loop = nullptr;
  types::RangeInfo range;
  types::FuncInfo* info = nullptr;    // Of the enclosing real function.
  types::Signature* sig = nullptr;    // Of yield.
  RangeBody* outer = nullptr;         // When loops nest.
  std::vector<Target> targets;        // Statements around the loop.
  std::vector<types::Var*> captures;  // Variables passed in, in order.
  std::vector<types::Var*> results;   // The enclosing function's results, boxed.
  bool hasDefer = false;
  std::vector<Exit> exits;  // Where the body leaves to; found while compiling it.
  const std::unordered_map<types::Var*, VarLoc>* locations = nullptr;  // Of the function around.
};

class FuncCompiler {
 public:
  FuncCompiler(Compiler& compiler, Function* fn, FuncSource* source);
  // run() compiles the body; false: again with long branches.
  bool run(bool longBranches);

  // --- For generated bodies
  // -------------------------------------------------------------------------
  Compiler& c;
  Emitter e;
  Function* const fn;
  FuncSource* const source;
  const Env* env;

  void begin(int entrySlots);
  void emitReturn();
  // callArea() allocates a callee's area and returns its base.
  int callArea(const RType* signature, int recvSlots);
  int callAreaFor(const Function* callee);
  void emitCall(int base, Function* callee);
  void copySlots(int dst, int src, int slots);
  void load(const Place& p, int dst);
  void store(const Place& p, int src);
  Place memory(int slot, int64_t offset, RType* type);
  Place frame(int slot, RType* type);
  // walk() follows field indices from a place, through embedded pointers.
  Place walk(Place p, types::Type** type, const std::vector<int>& index, size_t count);
  // callMethodOn() calls method `m` (declared or of an interface) of the value at p, whose type is
  // `type`, with arguments already in the area's argument slots.
  struct Callee {
    Function* fn = nullptr;  // Known function.
    const vm::NativeDef* native = nullptr;
    int closure = -1;  // Slot of a func value.
    int iface = -1;    // Slot of an interface, with method number:
    int method = 0;
    bool builtin = false;
    const RType* signature = nullptr;
    int recvSlots = 0;
    int argSlots = -1;
    int resultSlots = -1;
    int recvTemp = -1;       // Where the evaluated receiver waits.
    bool recvFresh = false;  // In a temporary of the call, that is.
    RType* recvType = nullptr;
  };
  Callee methodCallee(Place receiver, types::Type* type, types::Func* method,
                      const std::vector<int>& index);
  static uint64_t callSlots(const RType* signature);
  void passReceiver(const Callee& callee, int slot);
  void invoke(const Callee& callee, int base);
  RType* rtype(types::Type* t) { return c.typeIn(env, t); }
  types::Type* concrete(types::Type* t) { return c.concrete(env, t); }
  int temp(const RType* t);
  void initPackage(types::Package* package);
  void initTuple(const types::Initializer& init);

 private:
  friend class Compiler;
  // Functions (func.cpp).
  void compileBody();
  void compileRangeBody();
  void declareParams(types::Signature* sig);
  void epilogue();
  bool needsBox(types::Var* v);
  VarLoc declare(types::Var* v, bool zero);
  VarLoc& locate(types::Var* v);
  Place variable(types::Var* v);
  void freshBox(types::Var* v);
  void collectRangeFuncVars(types::FuncInfo* info);

  // Statements (stmt.cpp, range.cpp, switch.cpp).
  void stmt(const syntax::Stmt* s);
  void stmtList(syntax::List<syntax::Stmt> list);
  void block(const syntax::BlockStmt* b);
  void declStmt(const syntax::DeclStmt* s);
  void assignStmt(const syntax::AssignStmt* s);
  void defineOrAssign(std::span<syntax::Expr* const> lhs, std::span<syntax::Expr* const> rhs,
                      bool define);
  bool defineAll(std::span<syntax::Expr* const> lhs, std::span<syntax::Expr* const> rhs);
  bool changesFrame(syntax::Expr* x);
  void opAssign(const syntax::AssignStmt* s);
  // targetPlaces() is where several values at once will go, its operands fixed before the values
  // are computed; variables that `define` makes are declared. *mark: the temporaries to release
  // after.
  std::vector<Place> targetPlaces(std::span<syntax::Expr* const> lhs, bool define, int* mark);
  void assignTuple(std::span<syntax::Expr* const> lhs, syntax::Expr* rhs, bool define);
  // newVar() is the variable that the name x defines; null: none.
  types::Var* newVar(const syntax::Expr* x);
  Place assignTarget(syntax::Expr* lhs, bool define);
  void storeConverted(const Place& p, int src, types::Type* from);
  void ifStmt(const syntax::IfStmt* s);
  void forStmt(const syntax::ForStmt* s);
  void rangeStmt(const syntax::ForStmt* s, const syntax::RangeClause* clause);
  void rangeFunc(const syntax::ForStmt* s, const syntax::RangeClause* clause,
                 const types::RangeInfo& range);
  void switchStmt(const syntax::SwitchStmt* s);
  void typeSwitch(const syntax::SwitchStmt* s, const syntax::TypeSwitchGuard* guard);
  void selectStmt(const syntax::SelectStmt* s);
  void returnStmt(const syntax::ReturnStmt* s);
  void branchStmt(const syntax::BranchStmt* s);
  void goDefer(const syntax::CallStmt* s);
  void sendStmt(const syntax::SendStmt* s);
  void loopBody(const syntax::ForStmt* s, Label* onBreak, Label* onContinue);
  bool isShort(const syntax::Expr* x);
  const syntax::Expr* loopConstant(const syntax::Expr* x);
  Label* labelOf(const syntax::LabeledStmt* s);
  void storeInit(const Place& p, const syntax::Expr* x);
  static Op addImmediate(const RType* t);
  // Multiway branches (switch_tables.cpp).
  struct Case {
    uint64_t key;
    Label* to;
  };
  bool constantCases(const syntax::SwitchStmt* s, int tag, RType* t, std::vector<Label>* labels);
  void multiway(int slot, bool isUnsigned, std::span<const Case> cases);
  void branchWord(int slot, uint64_t key, Label* to);
  void branchEqual(int slot, uint64_t key, Label* to);
  void caseTest(int tag, types::Type* tagType, const syntax::Expr* x, Label* to);
  void rangeVar(const syntax::RangeClause* clause, size_t number, types::Var* var, int slot,
                types::Type* t);
  void rangeStep(Op op, int state, int over, Label* end);
  // RangeValue is a key or value of an iteration: who gets it, and where it lies.
  struct RangeValue {
    types::Var* var = nullptr;
    int slot = -1;
    types::Type* type = nullptr;
  };
  void rangeVars(const syntax::RangeClause* clause, const RangeValue& key, const RangeValue& value);
  void rangeElement(const syntax::RangeClause* clause, const RangeValue& key, types::Var* var,
                    const Place& p);
  void gotoLabel(const syntax::LabeledStmt* label);
  void leaveRange(RangeBody::Exit::Kind kind, const syntax::Stmt* stmt);
  void leaveTo(RangeBody::Exit::Kind kind, const syntax::Stmt* stmt);
  void leaveFunction();
  void setState(int code);
  void rangePanic(const char* text);

  // Expressions (expr.cpp).
  types::Type* typeOfExpr(const syntax::Expr* x);
  RType* rtypeOf(const syntax::Expr* x) { return rtype(typeOfExpr(x)); }
  // value() is the slot of an operand after its implicit conversion; it must not be written.
  int value(const syntax::Expr* x);
  void valueTo(const syntax::Expr* x, int dst);
  bool hasCall(const syntax::Expr* x);
  void operands(const syntax::Expr* x, const syntax::Expr* y, int* a, int* b);
  void init(const syntax::Expr* x, int dst);
  // valueType() is the type value() delivers.
  types::Type* valueType(const syntax::Expr* x);
  int expr(const syntax::Expr* x);
  void exprTo(const syntax::Expr* x, int dst);
  void constant(const types::constant::Value& v, RType* t, int dst);
  bool constantOf(const syntax::Expr* x, int64_t* v);
  void name(const syntax::Name* n, int dst);
  void operation(const syntax::Operation* op, int dst);
  void unary(const syntax::Operation* op, int dst);
  void binary(const syntax::Operation* op, int dst);
  // arithmetic() emits dst = x op y for operands of type t; those in slots from `fresh` on are
  // temporaries of this operation.
  void arithmetic(syntax::Operator op, RType* t, int dst, int x, int y, int fresh);
  static bool hasImmediate(syntax::Operator op, RType* t, int64_t k);
  void immediate(syntax::Operator op, RType* t, int dst, int x, int64_t k);
  // Fused instructions (fuse.cpp).
  bool fuse(Op op, int dst, int x, int y, int fresh);
  bool update(const Place& p, const syntax::AssignStmt* s);
  bool updateBy(const Place& p, int64_t k);
  bool fuseTest(Label* to, int slot, bool when, bool word, int fresh);
  bool neverFails(const syntax::Expr* x, bool butNil);
  bool intrinsicCall(const syntax::CallExpr* x, int dst);
  void atomicCall(const syntax::CallExpr* x, Op op, bool isMethod, int dst);
  void shift(syntax::Operator op, RType* t, int dst, int x, const syntax::Expr* count);
  void comparison(const syntax::Operation* op, int dst);
  void equality(RType* x, RType* y, int dst, int a, int b, bool negate);
  void condition(const syntax::Expr* x, Label* to, bool when);
  void compositeLit(const syntax::CompositeLit* lit, int dst);
  void compositeInto(const syntax::CompositeLit* lit, types::Type* type, const Place& p,
                     bool zeroed);
  void elementInto(const syntax::Expr* x, types::Type* type, const Place& p);
  void arrayInto(const syntax::CompositeLit* lit, types::Type* elem, const Place& base,
                 bool zeroed);
  int64_t literalLength(const syntax::CompositeLit* lit);
  void funcLit(const syntax::FuncLit* lit, int dst);
  void selector(const syntax::SelectorExpr* s, int dst);
  void methodValue(const syntax::SelectorExpr* s, const types::Selection& sel, int dst);
  void methodExpr(const types::Selection& sel, int dst);
  void indexExpr(const syntax::IndexExpr* x, int dst, int okSlot);
  void sliceExpr(const syntax::SliceExpr* x, int dst);
  void assertExpr(const syntax::AssertExpr* x, int dst, int okSlot);
  bool compareAndBranch(const syntax::Operation* op, Label* to, bool when);
  void branchEqualStrings(bool equal, int a, int b, Label* to, int fresh);
  // addressOf() is dst = &x; `early`: dst may be written before all of x has been evaluated.
  void addressOf(const syntax::Expr* x, int dst, bool early);
  void functionValue(const syntax::Name* n, types::Func* f, int dst);
  void receive(const syntax::Operation* op, int dst, int okSlot);
  Place place(const syntax::Expr* x);
  int hugeAddress(const Place& p);
  Place settle(const Place& p);
  Place inMemory(const Place& p);
  Place fieldOf(Place p, RType* structType, int field);
  Place elementOf(const syntax::Expr* x, const syntax::Expr* index);
  Place spill(const syntax::Expr* x);
  // pointerTo() is a slot holding the address of a memory place.
  int addressSlot(const Place& p);
  void addressInto(const Place& p, int dst);
  void zero(int dst, const RType* t);
  void zeroPlace(const Place& p);

  // Conversions (convert.cpp).
  void convert(int dst, int src, types::Type* from, types::Type* to);
  void convertExpr(const syntax::Expr* x, types::Type* to, int dst);
  void convertNumber(int dst, int src, RType* from, RType* to);
  void normalize(int slot, RType* t);
  void normalizeTo(int dst, int src, RType* t);
  bool constantSlots(const types::constant::Value& v, RType* t, Slot* slots);
  int stable(int slot, int slots);
  void storeResults(int from, types::Tuple* tuple);
  void returnFromRange(const syntax::ReturnStmt* s);

  // Calls (call.cpp, builtin.cpp).
  // call() leaves the results at the returned slot.
  int call(const syntax::CallExpr* x);
  Callee callee(const syntax::CallExpr* x);
  void arguments(const syntax::CallExpr* x, types::Signature* sig, int firstSlot);
  int builtin(const syntax::CallExpr* x, types::BuiltinId id);
  const syntax::CallExpr* spread(const syntax::CallExpr* x, types::BuiltinId id);
  uint64_t offsetOf(const syntax::Expr* field);
  int append(const syntax::CallExpr* x);
  int make(const syntax::CallExpr* x);
  void print(const syntax::CallExpr* x, bool line);
  types::BuiltinId builtinOf(const syntax::Expr* fun, bool* is);
  bool isTypeExpr(const syntax::Expr* x);
  void goDeferBuiltin(const syntax::CallExpr* x, types::BuiltinId id, Op op);
  void builtinBody(types::BuiltinId id, const std::vector<RType*>& params);
  void clearOf(int slot, RType* r);
  void widenIndex(const syntax::Expr* x, int slot);
  void variadicSlice(int slot, types::Type* elem, int64_t n);
  void emitGoDefer(Op op, const Callee& callee, int base);

  void at(const syntax::Node* n) {
    if (n->pos.isKnown()) e.setLine(static_cast<uint32_t>(n->pos.line));
  }

  types::FuncInfo* info_ = nullptr;
  types::Signature* sig_ = nullptr;
  std::unordered_map<types::Var*, VarLoc> vars_;
  std::unordered_map<types::Var*, bool> rangeFuncVars_;  // Used in bodies of range-over-func loops.
  std::vector<Target> targets_;
  std::unordered_map<const syntax::LabeledStmt*, std::unique_ptr<Label>> labels_;
  std::vector<types::Var*> results_;
  Label epilogue_;
  bool hasDefer_ = false;
  RangeBody* rangeBody_ = nullptr;
  int stateSlot_ = -1;  // Box of the exit code, in a range body.
  Label* fallthrough_ = nullptr;
  int frameSlot_ = -1;  // In a range body: the frame its deferred calls belong to.
  Label bodyEnd_;       // Of a range body: its next iteration.
  int rangeBodies_ = 0;
  int epilogueAt_ = -1;  // Place of the epilogue of a function with deferred calls.
  std::unordered_map<const syntax::Expr*, int> preset_;  // Evaluated already, at this slot.
  bool snapshot_ = false;  // Operands of places are copied: a multiple assignment is going on.
  int snapshotMark_ = 0;
};

}  // namespace gopark::compile
