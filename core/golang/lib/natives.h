// The tables of natives, one for each file of this folder that has some.
#pragma once

#include <span>

#include "golang/vm/native.h"

namespace gopark::lib {

std::span<const vm::NativeDef> bytealgNatives();  // internal/bytealg
std::span<const vm::NativeDef> utf8Natives();     // unicode/utf8
std::span<const vm::NativeDef> ucdNatives();      // internal/ucd, unicode
std::span<const vm::NativeDef> bitsNatives();     // math/bits
std::span<const vm::NativeDef> mathNatives();     // math
std::span<const vm::NativeDef> randNatives();     // math/rand, math/rand/v2
std::span<const vm::NativeDef> strconvNatives();  // strconv

}  // namespace gopark::lib
