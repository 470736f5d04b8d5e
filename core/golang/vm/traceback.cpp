// Tracebacks: the frames of a stopped goroutine as Go prints them. Go's counterpart: traceback.go.
// Differs: arguments are not shown (`f(...)`), as Go does not for inlined calls.
#include "golang/vm/traceback.h"

namespace gopark::vm {

void walkFrames(const Goroutine* g, const std::function<bool(const FrameInfo&)>& visit) {
  if (!g->fp) return;
  const Slot* fp = g->fp;
  const Instr* pc = g->pc;
  bool isReturn = false;  // pc is a return address: the call is the instruction before it.
  uint64_t above = 0;     // How far above this frame the one it called begins.
  for (;;) {
    auto* fn = ptrOf<Function>(fp[kFunctionSlot]);
    FrameInfo frame;
    frame.fn = fn;
    frame.pc = pc;
    frame.fp = fp;
    // A deferred call, which lies above the frame, returns to the instruction that runs them.
    bool itself = !isReturn || fn->body.empty() || above == fn->frameSlots;
    const Instr* at = itself ? pc : pc - 1;
    frame.line = fn->lineOf(at);
    if (!fn->body.empty() && at >= fn->body.data() && at < fn->body.data() + fn->body.size()) {
      frame.offset = static_cast<uint32_t>(at - fn->body.data()) * sizeof(Instr);
    }
    if (!visit(frame)) return;
    const Instr* to = ptrOf<const Instr>(fp[kReturnSlot]);
    if (to->op == Op::kGoexitStub) return;
    bool fromPanic = to->op == Op::kPanicReturn || to->op == Op::kPrintReturn;
    above = fp[kBackSlot];
    fp -= above;
    pc = to;
    isReturn = true;
    if (!fromPanic) continue;
    // A panic called the frame: find where it was raised.
    for (const Panic* p = g->panics; p; p = p->link) {
      if (g->at(p->frame) != fp) continue;
      FrameInfo panicking;
      panicking.isPanic = true;
      panicking.fn = fn;
      panicking.fp = fp;
      if (to->op == Op::kPanicReturn && !visit(panicking)) return;
      pc = p->pc;
      isReturn = false;
      break;
    }
  }
}

namespace {

std::string placeText(const Function* fn, uint32_t line) {
  Function::ReportedLine at = fn->reported(line);
  return std::string(at.file) + ":" + std::to_string(at.line);
}

std::string frameText(const FrameInfo& frame) {
  if (frame.isPanic) {
    return std::string("panic(...)\n\t") + kPanicFile + ":" + std::to_string(kPanicLine) +
           " +0x13a\n";
  }
  const Function* fn = frame.fn;
  char offset[24];
  std::snprintf(offset, sizeof offset, " +0x%x", frame.offset);
  return fn->name + (fn->argSlots + fn->recvSlots ? "(...)" : "()") + "\n\t" +
         placeText(fn, frame.line) + offset + "\n";
}

}  // namespace

std::string Vm::traceback(G* gp) {
  constexpr size_t kEnd = 50;  // Innermost and outermost frames shown.
  const Goroutine* g = goroutineBody(gp);
  std::string text;
  if (g != nullptr) {
    std::vector<FrameInfo> frames, last;
    size_t count = 0;
    walkFrames(g, [&](const FrameInfo& frame) {
      if (frame.fn->wrapper || frame.fn->system) return true;
      count++;
      if (frames.size() < kEnd) {
        frames.push_back(frame);
      } else {
        if (last.size() < kEnd) last.resize(kEnd);
        last[(count - 1) % kEnd] = frame;
      }
      return true;
    });
    for (const FrameInfo& frame : frames) text += frameText(frame);
    if (count > 2 * kEnd) {
      text += "..." + std::to_string(count - 2 * kEnd) + " frames elided...\n";
    }
    size_t shown = std::min(count - frames.size(), kEnd);
    for (size_t i = count - shown; i < count; i++) text += frameText(last[i % kEnd]);
  }
  if (Function* creator = gp->gopc ? function(placeFunction(gp->gopc)) : nullptr) {
    text += "created by " + creator->name + " in goroutine " + std::to_string(gp->parentGoid) +
            "\n\t" + placeText(creator, placeLine(gp->gopc)) + " +0x1d\n";
  }
  return text;
}

}  // namespace gopark::vm
