// How the compiler lays out code: branches, polls, the frame's pointer map. When one fails, look at
// core/golang/compile/emitter.cpp.
#include "golang/compile/emitter.h"

#include <gtest/gtest.h>

namespace gopark::compile {
namespace {

using vm::Op;

TEST(VmEmitter, ForwardBranch_isPatchedWhenItsLabelIsBound) {
  Emitter e;
  Label end;
  e.branch(Op::kJEqI, &end, 5, 7);
  e.emit(Op::kMov, 1, 2);
  e.bind(&end);
  EXPECT_EQ(e.body()[0].op, Op::kJEqI);
  EXPECT_EQ(static_cast<int16_t>(e.body()[0].c), 2);
}

TEST(VmEmitter, BackwardBranch_becomesThePollingForm) {
  Emitter e;
  Label top;
  e.bind(&top);
  e.emit(Op::kMov, 1, 2);
  e.branch(Op::kJLtS, &top, 3, 4);
  e.branch(Op::kJmp, &top);
  EXPECT_EQ(e.body()[1].op, Op::kJLtSBack);
  EXPECT_EQ(static_cast<int16_t>(e.body()[1].c), -1);
  EXPECT_EQ(e.body()[2].op, Op::kJmpBack);
  EXPECT_EQ(e.body()[2].imm32(), -2);
}

TEST(VmEmitter, FusedBranchTooFar_asksForLongBranches) {
  for (bool longBranches : {false, true}) {
    Emitter e;
    e.longBranches = longBranches;
    Label end;
    e.branch(Op::kJNe, &end, 1, 2);
    for (int i = 0; i < 40'000; i++) e.emit(Op::kMov, 1, 2);
    e.bind(&end);
    vm::Function fn;
    EXPECT_EQ(e.finish(&fn), longBranches);
  }
}

TEST(VmEmitter, Enter_clearsUpToTheLastSlotThatMayPoint) {
  Emitter e;
  e.firstLocal = vm::kHeaderSlots;
  e.emit(Op::kEnter);
  e.word(0);
  int first = e.alloc(3);
  e.pointerAt(first + 1);
  e.emit(Op::kSend);  // Whoever waits here has all of its slots looked at.
  e.word(0);
  vm::Function fn;
  ASSERT_TRUE(e.finish(&fn));
  EXPECT_EQ(fn.frameSlots, static_cast<uint32_t>(vm::kHeaderSlots + 3));
  EXPECT_EQ(fn.body[0].b, vm::kHeaderSlots);
  EXPECT_EQ(fn.body[0].c, 2);
  EXPECT_TRUE(fn.mayPoint(static_cast<size_t>(first) + 1));
  EXPECT_FALSE(fn.mayPoint(static_cast<size_t>(first)));
}

TEST(VmEmitter, Enter_clearsNothingWhereItIsKnownWhatIsAlive) {
  Emitter e;
  e.firstLocal = vm::kHeaderSlots;
  e.emit(Op::kEnter);
  e.word(0);
  int first = e.alloc(1);
  e.pointerAt(first);
  e.emit(Op::kLd64, first, first, 8);
  vm::Function fn;
  ASSERT_TRUE(e.finish(&fn));
  EXPECT_EQ(fn.body[0].c, 0);
}

TEST(VmEmitter, NewestInstruction_endsWhereBranchesArriveAndLinesChange) {
  Emitter e;
  Label here;
  e.setLine(1);
  EXPECT_EQ(e.newest(), nullptr);
  e.emit(Op::kLoadK, 4);
  e.word(7);
  e.emit(Op::kMov, 5, 4);
  ASSERT_NE(e.newest(1), nullptr);
  EXPECT_EQ(e.newest(1)->op, Op::kLoadK);
  e.takeBack();
  EXPECT_EQ(e.newest()->op, Op::kLoadK);
  EXPECT_EQ(e.here(), 2);
  e.setLine(2);
  EXPECT_EQ(e.newest(), nullptr);
  e.setLine(1);
  e.bind(&here);
  EXPECT_EQ(e.newest(), nullptr);
}

TEST(VmEmitter, CountingBranch_isOneInstruction) {
  Emitter e;
  Label top;
  e.bind(&top);
  e.emit(Op::kMov, 1, 2);
  e.emit(Op::kAddII64, 3, 3, 1);
  e.branch(Op::kJLtS, &top, 3, 4);
  e.emit(Op::kAddII64, 3, 3, 1);
  e.branch(Op::kJLtS, &top, 4, 3);  // Another variable is compared.
  EXPECT_EQ(e.body()[1].op, Op::kIncJLtS);
  EXPECT_EQ(static_cast<int16_t>(e.body()[1].c), -1);
  EXPECT_EQ(e.body()[2].op, Op::kAddII64);
  EXPECT_EQ(e.body()[3].op, Op::kJLtSBack);
}

TEST(VmEmitter, Disassembly_namesInstructionAndOperands) {
  Emitter e;
  e.setLine(12);
  e.emit(Op::kAddI64, 4, 5, 6);
  vm::Function fn;
  fn.name = "main.f";
  ASSERT_TRUE(e.finish(&fn));
  std::string text = vm::disassemble(fn);
  EXPECT_NE(text.find("main.f"), std::string::npos);
  EXPECT_NE(text.find("line 12\tAddI64 r4 r5 r6"), std::string::npos);
}

}  // namespace
}  // namespace gopark::compile
