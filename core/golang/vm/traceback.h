// Walking the frames of a goroutine that is not running, or of the caller itself.
#pragma once

#include <functional>

#include "golang/vm/vm.h"

namespace gopark::vm {

// Where Go 1.26.1's gopanic calls deferred functions.
inline constexpr const char* kPanicFile = "/usr/local/go/src/runtime/panic.go";
inline constexpr uint32_t kPanicLine = 860;

struct FrameInfo {
  Function* fn = nullptr;
  const Instr* pc = nullptr;
  const Slot* fp = nullptr;
  uint32_t line = 0;
  uint32_t offset = 0;   // In bytes, from the function's start.
  bool isPanic = false;  // Not a frame of its own: here a panic called what came before.
};

// walkFrames() visits the frames, innermost first, wrappers included, until visit returns false.
void walkFrames(const Goroutine* g, const std::function<bool(const FrameInfo&)>& visit);

}  // namespace gopark::vm
