// The opcode table and the disassembler.
#include "golang/vm/code.h"

namespace gopark::vm {

const OpInfo& opInfo(Op op) {
  static const OpInfo table[] = {
#define X(name, operands, words, sentence) {#name, operands, words},
#include "golang/vm/opcodes.def"
#undef X
  };
  return table[static_cast<size_t>(op)];
}

uint32_t Function::lineOf(const Instr* pc) const {
  if (body.empty() || pc < body.data() || pc >= body.data() + body.size()) return 0;
  return lines[static_cast<size_t>(pc - body.data())];
}

Function::ReportedLine Function::reported(uint32_t sourceLine) const {
  if (lineMap == nullptr) return {file, sourceLine};
  syntax::LineMap::Place place = lineMap->at(sourceLine, UINT32_MAX);
  std::string_view name = place.file ? *place.file : file;
  return {name.empty() ? "??" : name, place.line};
}

namespace {

void appendOperand(std::string* out, char kind, const Instr& in, uint16_t value, size_t at) {
  switch (kind) {
    case 's':
      *out += " r" + std::to_string(value);
      break;
    case 'i':
      *out += " " + std::to_string(static_cast<int16_t>(value));
      break;
    case 'u':
      *out += " " + std::to_string(value);
      break;
    case 'o':
      *out += " ->" + std::to_string(static_cast<int64_t>(at) + static_cast<int16_t>(value));
      break;
    case 'I':
      *out += " " + std::to_string(in.imm32());
      break;
    case 'O':
      *out += " ->" + std::to_string(static_cast<int64_t>(at) + in.imm32());
      break;
    default:
      break;
  }
}

}  // namespace

std::string disassemble(const Function& fn) {
  std::string out = fn.name + ": frame " + std::to_string(fn.frameSlots) + "\n";
  for (size_t at = 0; at < fn.body.size();) {
    const Instr& in = fn.body[at];
    const OpInfo& info = opInfo(in.op);
    out += std::to_string(at) + "\tline " + std::to_string(fn.lines[at]) + "\t" + (info.name + 1);
    const uint16_t values[] = {in.a, in.b, in.c};
    for (int i = 0; info.operands[i]; i++) appendOperand(&out, info.operands[i], in, values[i], at);
    size_t words = static_cast<size_t>(info.words);
    if (in.op == Op::kSwitch) words += (in.b + 1u) / 2;
    for (size_t i = 1; i <= words; i++) {
      uint64_t word;
      std::memcpy(&word, &fn.body[at + i], 8);
      out += " #" + std::to_string(word);
    }
    out += "\n";
    at += 1 + words;
  }
  return out;
}

}  // namespace gopark::vm
