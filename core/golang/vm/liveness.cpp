// The data flow over a function's bytecode: see liveness.h.
#include "golang/vm/liveness.h"

#include <algorithm>
#include <cstring>

#include "golang/vm/effect.h"

namespace gopark::vm {

namespace {

bool returns(Op op) {
  return op == Op::kReturn || op == Op::kReturnMov || op == Op::kReturnI;
}

bool goesOn(Op op) {
  return op != Op::kJmp && op != Op::kJmpBack && !returns(op) && op != Op::kPanic &&
         op != Op::kPanicText && op != Op::kUnreachable;
}

// lengthOf() is an instruction's length in words.
size_t lengthOf(const Instr& in) {
  const size_t table = in.op == Op::kSwitch ? (in.b + 1u) / 2 : 0;
  return 1 + static_cast<size_t>(opInfo(in.op).words) + table;
}

bool isCall(Op op) {
  return op == Op::kCall || op == Op::kCallClosure || op == Op::kCallIface;
}

}  // namespace

void SlotSet::add(size_t from, size_t count) {
  const size_t end = count > slots_ ? slots_ : std::min(slots_, from + count);
  for (size_t slot = from; slot < end; slot++) words_[slot / 64] |= uint64_t{1} << (slot % 64);
}

void SlotSet::remove(size_t from, size_t count) {
  const size_t end = count > slots_ ? slots_ : std::min(slots_, from + count);
  for (size_t slot = from; slot < end; slot++) words_[slot / 64] &= ~(uint64_t{1} << (slot % 64));
}

bool SlotSet::merge(const SlotSet& other) {
  bool changed = false;
  for (size_t i = 0; i < words_.size(); i++) {
    changed |= (other.words_[i] & ~words_[i]) != 0;
    words_[i] |= other.words_[i];
  }
  return changed;
}

bool needsClearing(const std::vector<Instr>& body) {
  SlotSet none;
  for (size_t at = 0; at < body.size(); at += lengthOf(body[at])) {
    switch (body[at].op) {
      case Op::kReturn:
        break;
      case Op::kSend:
      case Op::kRecv:
      case Op::kSelect:
      case Op::kClose:
      case Op::kNativeStub:
      case Op::kMapNext:  // It writes its variables only when there is a next one.
        return true;
      case Op::kGo:  // Of an unknown function.
        if (body[at].b != 0) return true;
        break;
      default:
        if (!Effect(&body[at], &none).apply()) return true;
    }
  }
  return false;
}

Liveness::Sets Liveness::compute(const Function& fn) {
  const std::vector<Instr>& body = fn.body;
  std::vector<uint32_t> starts;
  for (size_t at = 0; at < body.size();) {
    starts.push_back(static_cast<uint32_t>(at));
    at += lengthOf(body[at]);
  }
  // By place; only those of instructions are used.
  std::vector<SlotSet> before(body.size() + 1, SlotSet(fn.frameSlots));
  auto compute = [&](size_t at, size_t next) {
    const Instr* in = &body[at];
    SlotSet live(fn.frameSlots);
    if (goesOn(in->op)) live.merge(before[next]);
    auto branch = [&](int64_t distance) {
      live.merge(before[static_cast<size_t>(static_cast<int64_t>(at) + distance)]);
    };
    const OpInfo& info = opInfo(in->op);
    if (info.operands[1] == 'O') branch(in->imm32());
    if (info.operands[2] == 'o') branch(static_cast<int16_t>(in->c));
    for (size_t i = 0; in->op == Op::kSwitch && i < in->b; i++) {
      int32_t distance;
      std::memcpy(&distance, reinterpret_cast<const char*>(in + 2) + i * 4, 4);
      branch(distance);
    }
    if (returns(in->op)) live.add(kHeaderSlots, fn.resultSlots);
    if (in->op != Op::kReturn) Effect(in, &live).apply();
    return before[at].merge(live);
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = starts.size(), next = body.size(); i-- > 0; next = starts[i]) {
      changed |= compute(starts[i], next);
    }
  }
  // A goroutine stops where it polls or blocks, and behind calls.
  Sets sets;
  for (size_t i = 0; i < starts.size(); i++) {
    const Op op = body[starts[i]].op;
    const OpInfo& info = opInfo(op);
    const bool branches = info.operands[1] == 'O' || info.operands[2] == 'o';
    const bool behindCall = i > 0 && isCall(body[starts[i - 1]].op);
    if (op == Op::kEnter || branches || behindCall) {
      sets.emplace(starts[i], std::move(before[starts[i]]));
    }
  }
  return sets;
}

const SlotSet* Liveness::at(const Function* fn, const Instr* pc) {
  if (fn->body.empty() || fn->hasDefer) return nullptr;
  if (pc < fn->body.data() || pc >= fn->body.data() + fn->body.size()) return nullptr;
  std::lock_guard<std::mutex> guard(mutex_);
  auto known = known_.find(fn);
  if (known == known_.end()) known = known_.emplace(fn, compute(*fn)).first;
  auto set = known->second.find(static_cast<uint32_t>(pc - fn->body.data()));
  return set == known->second.end() ? nullptr : &set->second;
}

}  // namespace gopark::vm
