// Bytecode and functions. See opcodes.def for the instructions.
//
// A frame on a goroutine's stack, in 8-byte slots from fp:
//
//     0  return address (Instr* in the caller)      3  closure of this call (func values only)
//     1  distance back to the caller's fp           4  results, then arguments, then receiver,
//     2  Function* of this frame                       then locals and temporaries, and at the end
//                                                      the areas where callees' frames will begin
//
// Invariants: a function's own slots are [fp, fp + frameSlots); a callee's frame begins inside
// them, behind every live temporary, so arguments are evaluated in place and never copied.
// Everything in a frame is relative, so that a stack is moved by copying. A slot whose bit in
// pointerSlots is clear never holds a pointer; one whose bit is set may hold a scalar at other
// times, so the collector looks before it believes.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "golang/syntax/line_map.h"
#include "golang/vm/native.h"
#include "golang/vm/rtype.h"
#include "golang/vm/units.h"

namespace gopark::vm {

enum class Op : uint16_t {
#define X(name, operands, words, sentence) name,
#include "golang/vm/opcodes.def"
#undef X
  kCount,
};

struct Instr {
  Op op;
  uint16_t a, b, c;

  int32_t imm32() const {
    return static_cast<int32_t>(static_cast<uint32_t>(b) | static_cast<uint32_t>(c) << 16);
  }
};
static_assert(sizeof(Instr) == 8);

// OpInfo describes a row of opcodes.def.
struct OpInfo {
  const char* name;
  const char* operands;
  int words;  // Extension words.
};
const OpInfo& opInfo(Op op);

inline constexpr int kHeaderSlots = 4;
inline constexpr int kReturnSlot = 0;
inline constexpr int kBackSlot = 1;
inline constexpr int kFunctionSlot = 2;
inline constexpr int kClosureSlot = 3;

// Function is one compiled (or not yet compiled) function: a declaration, one instance of a generic
// one, a literal, a native, or a wrapper the compiler made. Created under the compile lock, lives
// as long as the run.
struct Function {
  // Where execution begins: kCompileStub until the body is compiled. Published with release.
  std::atomic<const Instr*> code{nullptr};
  // A func value of this function without captures is the address of this word.
  Addr staticClosure = addrOf(this);

  uint32_t id = 0;           // Its number in the run: G::startpc, events.
  uint32_t frameSlots = 0;   // Valid once compiled.
  uint16_t resultSlots = 0;  // From kHeaderSlots on.
  uint16_t argSlots = 0;     // Behind the results.
  uint16_t recvSlots = 0;    // Behind the arguments.
  bool wrapper = false;      // Made by the compiler: hidden in tracebacks, transparent to recover.
  bool hasDefer = false;
  bool system = false;              // Runtime-internal: hidden in tracebacks.
  bool library = false;             // Not of the program itself.
  const Instr* epilogue = nullptr;  // hasDefer: runs the rest of the deferred calls and returns.
  RType* receiver = nullptr;        // Receiver type of a method with a value receiver.
  const NativeDef* native = nullptr;
  RType* closureType = nullptr;  // Layout of its closures: one word of code, then the captures.
  std::string name;              // "main.main.func1"
  std::string file;
  const syntax::LineMap* lineMap = nullptr;  // Of the file, when it has line directives.
  std::vector<Instr> body;
  std::vector<uint32_t> lines;         // Source line of each word of body.
  std::vector<uint64_t> pointerSlots;  // One bit per frame slot.
  void* source = nullptr;              // The compiler's description; see compile/.

  int recvAt() const { return kHeaderSlots + resultSlots + argSlots; }
  int entrySlots() const { return recvAt() + recvSlots; }
  bool mayPoint(size_t slot) const {
    size_t word = slot / 64;
    return word < pointerSlots.size() && ((pointerSlots[word] >> (slot % 64)) & 1);
  }
  // lineOf() is the source line of an instruction of this function.
  uint32_t lineOf(const Instr* pc) const;
  // reported() is a line as a person is to see it: where line directives say it is. Differs: a line
  // is one place; with directives in its midst, that of its end.
  struct ReportedLine {
    std::string_view file;
    uint32_t line;
  };
  ReportedLine reported(uint32_t sourceLine) const;
};

// disassemble() lists a function's code, one instruction a line.
std::string disassemble(const Function& fn);

// setClosureFunction() writes the first word of a func value whose captures have been stored;
// closureFunction() reads it.
inline void setClosureFunction(void* closure, const Function* fn) {
  relaxedStore<uint64_t>(closure, addrOf(fn));
  publish(closure);
}
inline Function* closureFunction(Addr closure) {
  found(ptrOf<void>(closure));
  return ptrOf<Function>(relaxedLoad<uint64_t>(ptrOf<void>(closure)));
}

}  // namespace gopark::vm
