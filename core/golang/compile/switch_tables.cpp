// Switches over constants: a jump table where the numbers are dense, a binary search where they are
// not, and for strings both by their length first. Constants of a switch are distinct, so the order
// in which they are compared does not matter.
#include <algorithm>

#include "golang/compile/func_compiler.h"

namespace gopark::compile {

using vm::Kind;

namespace {

constexpr size_t kFewCases = 4;        // Fewer are compared one after the other.
constexpr size_t kTableMax = 1 << 12;  // Entries of a jump table.

}  // namespace

// branchWord() branches to `to`, ahead, when the word in `slot` is the key.
void FuncCompiler::branchWord(int slot, uint64_t key, Label* to) {
  if (e.longBranches) {
    int mark = e.mark();
    int constant = e.alloc(1);
    e.emit(Op::kLoadK, constant);
    e.word(key);
    e.branch(Op::kJEq, to, slot, constant);
    e.release(mark);
    return;
  }
  to->fixups.push_back(e.emit(Op::kJEqK, slot));
  e.word(key);
}

// branchEqual() does so for a number.
void FuncCompiler::branchEqual(int slot, uint64_t key, Label* to) {
  const auto k = static_cast<int64_t>(key);
  if (k < -32768 || k >= 32768) return branchWord(slot, key, to);
  e.branch(Op::kJEqI, to, slot, static_cast<int>(k));
}

// multiway() branches to the label of the key in `slot`; falls through when there is none. The
// cases are sorted, as signed or unsigned numbers.
void FuncCompiler::multiway(int slot, bool isUnsigned, std::span<const Case> cases) {
  if (cases.size() < kFewCases) {
    for (const Case& c : cases) branchEqual(slot, c.key, c.to);
    return;
  }
  const uint64_t range = cases.back().key - cases.front().key;
  Label none;
  if (range < kTableMax && range <= 3 * cases.size()) {
    std::vector<Label*> table(static_cast<size_t>(range) + 1, &none);
    for (const Case& c : cases) table[static_cast<size_t>(c.key - cases.front().key)] = c.to;
    e.jumpTable(slot, cases.front().key, table);
    e.bind(&none);
    return;
  }
  const size_t half = cases.size() / 2;
  const uint64_t middle = cases[half].key;
  const auto k = static_cast<int64_t>(middle);
  Label below;
  if (!isUnsigned && k >= -32768 && k < 32768) {
    e.branch(Op::kJLtI, &below, slot, static_cast<int>(k));
  } else {
    int mark = e.mark();
    int constant = e.alloc(1);
    e.emit(Op::kLoadK, constant);
    e.word(middle);
    e.branch(isUnsigned ? Op::kJLtU : Op::kJLtS, &below, slot, constant);
    e.release(mark);
  }
  multiway(slot, isUnsigned, cases.subspan(half));
  e.branch(Op::kJmp, &none);
  e.bind(&below);
  multiway(slot, isUnsigned, cases.first(half));
  e.bind(&none);
}

// constantCases() branches to the clauses of a switch over integers or strings whose cases are all
// constants of the tag's type; falls through when none of them is the tag. False: they are not, or
// too few.
bool FuncCompiler::constantCases(const syntax::SwitchStmt* s, int tag, RType* t,
                                 std::vector<Label>* labels) {
  const bool isString = t->kind == Kind::kString;
  const bool isInteger = t->kind >= Kind::kInt && t->kind <= Kind::kUintptr;
  if (!isString && !isInteger) return false;
  struct Text {
    vm::GoString text;
    Label* to;
  };
  std::vector<Case> cases;
  std::vector<Text> texts;
  for (size_t i = 0; i < s->body.size(); i++) {
    if (!s->body[i]->cases) continue;
    for (syntax::Expr* x : syntax::unpackList(s->body[i]->cases)) {
      const types::TypeAndValue* tv = c.info().find(syntax::unparen(x));
      if (!tv || !tv->isConst() || rtype(valueType(x)) != t) return false;
      Slot slots[2] = {};
      if (!constantSlots(tv->value, t, slots)) return false;
      if (isString) {
        texts.push_back({{slots[0], static_cast<int64_t>(slots[1])}, &(*labels)[i]});
      } else {
        cases.push_back({slots[0], &(*labels)[i]});
      }
    }
  }
  if (cases.size() + texts.size() < kFewCases) return false;
  if (isInteger) {
    const bool isUnsigned = t->kind >= Kind::kUint && t->rep == Rep::k64;
    std::stable_sort(cases.begin(), cases.end(), [&](const Case& x, const Case& y) {
      return isUnsigned ? x.key < y.key : static_cast<int64_t>(x.key) < static_cast<int64_t>(y.key);
    });
    for (size_t i = 1; i < cases.size(); i++) {
      if (cases[i].key == cases[i - 1].key) return false;  // Of instances of type parameters.
    }
    multiway(tag, isUnsigned, cases);
    return true;
  }
  if (e.longBranches) return false;
  std::stable_sort(texts.begin(), texts.end(),
                   [](const Text& x, const Text& y) { return x.text.len < y.text.len; });
  std::vector<Label> groups(texts.size());
  for (size_t i = 0; i < texts.size(); i++) {
    if (i > 0 && texts[i].text.len == texts[i - 1].text.len) continue;
    cases.push_back({static_cast<uint64_t>(texts[i].text.len), &groups[i]});
  }
  Label none;
  multiway(tag + 1, false, cases);
  e.branch(Op::kJmp, &none);
  for (size_t i = 0; i < texts.size(); i++) {
    if (i == 0 || texts[i].text.len != texts[i - 1].text.len) {
      if (i > 0) e.branch(Op::kJmp, &none);
      e.bind(&groups[i]);
    }
    texts[i].to->fixups.push_back(e.emit(Op::kJEqStrK, tag));
    e.word(texts[i].text.ptr);
    e.word(static_cast<uint64_t>(texts[i].text.len));
  }
  e.bind(&none);
  return true;
}

}  // namespace gopark::compile
