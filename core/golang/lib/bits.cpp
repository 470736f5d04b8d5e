// Natives of math/bits.

#include <bit>

#include "golang/lib/natives.h"

namespace gopark::lib {
namespace {

using vm::NativeCall;
using vm::NativeDef;
using vm::NativeStatus;

int64_t lengthOf(uint64_t x) {
  return 64 - std::countl_zero(x);
}
int64_t trailingZeros(uint64_t x) {
  return std::countr_zero(x);
}
int64_t onesCount(uint64_t x) {
  return std::popcount(x);
}

uint64_t reverseBytes(uint64_t x) {
  return __builtin_bswap64(x);
}

uint64_t reverse(uint64_t x) {
  x = (x >> 1 & 0x5555555555555555) | (x & 0x5555555555555555) << 1;
  x = (x >> 2 & 0x3333333333333333) | (x & 0x3333333333333333) << 2;
  x = (x >> 4 & 0x0F0F0F0F0F0F0F0F) | (x & 0x0F0F0F0F0F0F0F0F) << 4;
  return reverseBytes(x);
}

template <auto function>
NativeStatus unary(NativeCall& c) {
  c.set(0, function(c.u64(0)));
  return NativeStatus::kDone;
}

__extension__ using Wide = unsigned __int128;

NativeStatus mul64(NativeCall& c) {
  Wide product = static_cast<Wide>(c.u64(0)) * c.u64(1);
  c.set(0, static_cast<uint64_t>(product >> 64));
  c.set(1, static_cast<uint64_t>(product));
  return NativeStatus::kDone;
}

// div64() is called with a divisor greater than the high word.
NativeStatus div64(NativeCall& c) {
  Wide dividend = static_cast<Wide>(c.u64(0)) << 64 | c.u64(1);
  uint64_t divisor = c.u64(2);
  c.set(0, static_cast<uint64_t>(dividend / divisor));
  c.set(1, static_cast<uint64_t>(dividend % divisor));
  return NativeStatus::kDone;
}

constexpr NativeDef kBitsNatives[] = {
    {"math/bits.Len64", unary<lengthOf>},
    {"math/bits.TrailingZeros64", unary<trailingZeros>},
    {"math/bits.OnesCount64", unary<onesCount>},
    {"math/bits.Reverse64", unary<reverse>},
    {"math/bits.ReverseBytes64", unary<reverseBytes>},
    {"math/bits.Mul64", mul64},
    {"math/bits.div64", div64},
};

}  // namespace

std::span<const NativeDef> bitsNatives() {
  return kBitsNatives;
}

}  // namespace gopark::lib
