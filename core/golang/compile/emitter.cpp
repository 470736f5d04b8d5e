// See emitter.h.
#include "golang/compile/emitter.h"

#include <cstring>

#include "base/check.h"
#include "golang/vm/liveness.h"

namespace gopark::compile {

using vm::Instr;
using vm::Op;

namespace {

bool isFused(Op op) {
  return op >= Op::kJEq && op <= Op::kJNLeF64Back;
}

// polling() is the backward form of a branch.
Op polling(Op op) {
  if (op == Op::kJmp) return Op::kJmpBack;
  if (op == Op::kJT) return Op::kJTBack;
  constexpr int kForms = static_cast<int>(Op::kJEqBack) - static_cast<int>(Op::kJEq);
  static_assert(static_cast<int>(Op::kJEqIBack) - static_cast<int>(Op::kJEqI) == kForms);
  static_assert(static_cast<int>(Op::kJEqF64Back) - static_cast<int>(Op::kJEqF64) == kForms);
  return static_cast<Op>(static_cast<int>(op) + kForms);
}

// stepping() is the backward form of a comparison that also counts by the step before it; kCount:
// there is none.
Op stepping(Op op, int step) {
  switch (op) {
    case Op::kJLtS:
      return step == 1 ? Op::kIncJLtS : Op::kCount;
    case Op::kJLeS:
      return step == 1 ? Op::kIncJLeS : Op::kCount;
    case Op::kJLtI:
      return step == 1 ? Op::kIncJLtI : Op::kCount;
    case Op::kJLeI:
      return step == 1 ? Op::kIncJLeI : Op::kCount;
    case Op::kJGtI:
      return step == -1 ? Op::kDecJGtI : Op::kCount;
    case Op::kJGeI:
      return step == -1 ? Op::kDecJGeI : Op::kCount;
    default:
      return Op::kCount;
  }
}

}  // namespace

int Emitter::emit(Op op, int a, int b, int c) {
  if (a > 0xffff || b > 0xffff || c > 0xffff) overflow_ = true;
  body_.push_back(
      {op, static_cast<uint16_t>(a), static_cast<uint16_t>(b), static_cast<uint16_t>(c)});
  lines_.push_back(line_);
  starts_.push_back(here() - 1);
  return here() - 1;
}

const Instr* Emitter::newest(size_t n) const {
  if (n >= starts_.size()) return nullptr;
  auto at = static_cast<size_t>(starts_[starts_.size() - 1 - n]);
  return lines_[at] == line_ ? &body_[at] : nullptr;
}

void Emitter::takeBack() {
  auto at = static_cast<size_t>(starts_.back());
  starts_.pop_back();
  body_.resize(at);
  lines_.resize(at);
}

int Emitter::emitImm(Op op, int a, int32_t imm) {
  auto v = static_cast<uint32_t>(imm);
  return emit(op, a, static_cast<int>(v & 0xffff), static_cast<int>(v >> 16));
}

void Emitter::word(uint64_t w) {
  Instr raw;
  std::memcpy(&raw, &w, sizeof raw);
  body_.push_back(raw);
  lines_.push_back(line_);
}

void Emitter::branch(Op op, Label* to, int a, int b) {
  bool back = to->at >= 0;
  if (back && op == Op::kJF) {
    // There is no polling kJF: hop over a polling jump.
    int hop = emitImm(Op::kJT, a, 0);
    int at = emitImm(Op::kJmpBack, 0, 0);
    patch(at, to->at);
    patch(hop, here());
    starts_.clear();
    return;
  }
  if (longBranches && isFused(op)) {
    // cc +2; jmp +2; jmp target: the distances of fused branches are short.
    int test = emit(op, a, b & 0xffff);
    patch(test, here() + 1);
    int hop = emitImm(Op::kJmp, 0, 0);
    branch(Op::kJmp, to);
    patch(hop, here());
    starts_.clear();
    return;
  }
  const Instr* last = newest();
  if (back && last && last->op == Op::kAddII64 && last->a == a && last->b == a &&
      !(vm::opInfo(op).operands[1] == 's' && b == a)) {
    const Op step = stepping(op, static_cast<int16_t>(last->c));
    if (step != Op::kCount) {
      takeBack();
      patch(emit(step, a, b & 0xffff), to->at);
      return;
    }
  }
  int at = isFused(op) ? emit(back ? polling(op) : op, a, b & 0xffff)
                       : emitImm(back ? polling(op) : op, a, 0);
  if (back) {
    patch(at, to->at);
  } else {
    to->fixups.push_back(at);
  }
}

void Emitter::bind(Label* label) {
  CHECK(label->at < 0, "gopark: a label bound twice");
  label->at = here();
  starts_.clear();
  for (int at : label->fixups) patch(at, here());
  label->fixups.clear();
  for (auto [at, index] : label->tables) {
    const int32_t distance = here() - at;
    auto* table = reinterpret_cast<char*>(&body_[static_cast<size_t>(at) + 2]);
    std::memcpy(table + size_t{4} * index, &distance, sizeof distance);
  }
  label->tables.clear();
}

void Emitter::jumpTable(int slot, uint64_t first, const std::vector<Label*>& to) {
  const int at = emit(Op::kSwitch, slot, static_cast<int>(to.size()));
  word(first);
  for (size_t i = 0; i < (to.size() + 1) / 2; i++) word(0);
  for (size_t i = 0; i < to.size(); i++) to[i]->tables.emplace_back(at, static_cast<uint32_t>(i));
}

void Emitter::patch(int at, int target) {
  Instr& in = body_[static_cast<size_t>(at)];
  int distance = target - at;
  if (vm::opInfo(in.op).operands[1] == 'O') {
    auto v = static_cast<uint32_t>(distance);
    in.b = static_cast<uint16_t>(v & 0xffff);
    in.c = static_cast<uint16_t>(v >> 16);
    return;
  }
  if (distance < INT16_MIN || distance > INT16_MAX) overflow_ = true;
  in.c = static_cast<uint16_t>(distance);
}

int Emitter::alloc(int slots) {
  int at = top_;
  top_ += slots;
  if (top_ > maxTop_) maxTop_ = top_;
  return at;
}

void Emitter::pointerAt(int slot) {
  auto word = static_cast<size_t>(slot) / 64;
  if (pointerSlots_.size() <= word) pointerSlots_.resize(word + 1);
  pointerSlots_[word] |= uint64_t{1} << (slot % 64);
}

void Emitter::pointers(int slot, const vm::RType* t) {
  if (t->rep == vm::Rep::kHuge) return pointerAt(slot);
  if (!t->hasPointers) return;
  if (t->kind == vm::Kind::kArray) {
    for (uint32_t i = 0; i < t->slots; i++) pointerAt(slot + static_cast<int>(i));
    return;
  }
  for (size_t i = 0; i < t->slots; i++) {
    if (i / 64 < t->pointerMask.size() && t->isPointerWord(i))
      pointerAt(slot + static_cast<int>(i));
  }
}

bool Emitter::finish(vm::Function* fn) {
  if (overflow_) return false;
  // ENTER clears from the first local to the last slot that may point.
  int last = firstLocal;
  for (int i = firstLocal; i < maxTop_; i++) {
    auto word = static_cast<size_t>(i) / 64;
    if (word < pointerSlots_.size() && ((pointerSlots_[word] >> (i % 64)) & 1)) last = i + 1;
  }
  if (!body_.empty() && body_[0].op == Op::kEnter) {
    body_[0].a = static_cast<uint16_t>(maxTop_);
    body_[0].b = static_cast<uint16_t>(firstLocal);
    body_[0].c = static_cast<uint16_t>(vm::needsClearing(body_) ? last - firstLocal : 0);
  }
  fn->frameSlots = static_cast<uint32_t>(maxTop_);
  fn->body = std::move(body_);
  fn->lines = std::move(lines_);
  fn->pointerSlots = std::move(pointerSlots_);
  return true;
}

}  // namespace gopark::compile
