// Emitter: the growing body of one function: instructions with their lines, labels, and frame
// slots.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "golang/vm/code.h"

namespace gopark::compile {

// Label is a place in the code that branches refer to, bound once.
struct Label {
  int at = -1;
  std::vector<int> fixups;                       // Branches that wait for it.
  std::vector<std::pair<int, uint32_t>> tables;  // Entries of jump tables that do: place, number.
};

class Emitter {
 public:
  using Op = vm::Op;

  // emit() appends an instruction and returns its place.
  int emit(Op op, int a = 0, int b = 0, int c = 0);
  // emitImm() is emit() with a 32-bit number in b and c.
  int emitImm(Op op, int a, int32_t imm);
  // word() appends an extension word.
  void word(uint64_t w);

  // branch() emits a jump of any form to a label; for the compare-and-branch forms a and b are the
  // operands. Backward branches become the polling kind.
  void branch(Op op, Label* to, int a = 0, int b = 0);
  void bind(Label* label);
  // jumpTable() branches to the label, ahead, of the number in a slot, which counts from `first`;
  // falls through for others.
  void jumpTable(int slot, uint64_t first, const std::vector<Label*>& to);
  // newest() is the newest instruction, or the n-th before it, if it is of the line being compiled
  // and control can only come from it to here(): one that may still be joined with its successor.
  // Else null. The pointer lasts until the next emit().
  const vm::Instr* newest(size_t n = 0) const;
  // takeBack() removes the newest instruction, which is no branch.
  void takeBack();
  int here() const { return static_cast<int>(body_.size()); }

  // alloc() is `slots` fresh slots; release() gives back everything from `mark` on.
  int alloc(int slots);
  int mark() const { return top_; }
  void release(int mark) { top_ = mark; }
  // pointers() says that a value of type t will stand at `slot` at some time.
  void pointers(int slot, const vm::RType* t);
  void pointerAt(int slot);

  void setLine(uint32_t line) { line_ = line; }
  uint32_t line() const { return line_; }

  // finish() hands body, lines and pointer map to the function. False: it is too large for 16-bit
  // branches; compile it again with longBranches.
  bool finish(vm::Function* fn);
  bool longBranches = false;
  // Slots a function may have: operands are 16 bits wide.
  bool frameTooLarge() const { return maxTop_ > 0xfff0; }
  int maxTop() const { return maxTop_; }
  std::vector<vm::Instr>& body() { return body_; }
  // Where ENTER is patched: first slot to clear.
  int firstLocal = 0;

 private:
  void patch(int at, int target);

  std::vector<vm::Instr> body_;
  std::vector<uint32_t> lines_;
  std::vector<int> starts_;  // Of the instructions since the last place that branches lead to.
  std::vector<uint64_t> pointerSlots_;
  uint32_t line_ = 0;
  int top_ = vm::kHeaderSlots;
  int maxTop_ = vm::kHeaderSlots;
  bool overflow_ = false;
};

}  // namespace gopark::compile
