// Natives of math/rand and math/rand/v2: seeding, ChaCha8's blocks, and numbers from the host.

#include <bit>

#include "golang/lib/natives.h"
#include "golang/lib/rand_table.h"
#include "runtime/proc.h"

namespace gopark::lib {
namespace {

using vm::NativeCall;
using vm::NativeDef;
using vm::NativeStatus;

// lehmer() is one step of Lehmer's generator modulo 2^31 - 1.
int64_t lehmer(int64_t x) {
  return x * 48271 % 0x7FFFFFFF;
}

NativeStatus seedVec(NativeCall& c) {
  auto* vec = c.slice(0).data<uint64_t>();
  int64_t x = c.i64(3) % 0x7FFFFFFF;
  if (x < 0) x += 0x7FFFFFFF;
  if (x == 0) x = 89482311;
  for (int i = 0; i < 20; i++) x = lehmer(x);
  for (int i = 0; i < kRandLength; i++) {
    uint64_t mixed = 0;
    for (int shift = 40; shift >= 0; shift -= 20) {
      x = lehmer(x);
      mixed ^= static_cast<uint64_t>(x) << shift;
    }
    vm::relaxedStore(&vec[i], mixed ^ kRandTable[i]);
  }
  return NativeStatus::kDone;
}

uint64_t randomBits(NativeCall& c) {
  uint64_t high = cheaprand(c.gp->m, ChoiceKind::kProgram);
  return high << 32 | cheaprand(c.gp->m, ChoiceKind::kProgram);
}

NativeStatus hostUint64(NativeCall& c) {
  c.set(0, randomBits(c));
  return NativeStatus::kDone;
}

// hostBelow() asks the host for the number itself where it can, so that a controlled host sees the
// choice as the program does.
NativeStatus hostBelow(NativeCall& c) {
  uint64_t n = c.u64(0);
  if (n <= 0xFFFFFFFF) {
    c.set(0, choose(c.gp->m, ChoiceKind::kProgram, static_cast<uint32_t>(n)));
    return NativeStatus::kDone;
  }
  // What is above the last whole multiple of n would make small numbers likelier.
  uint64_t limit = ~uint64_t{0} - ~uint64_t{0} % n;
  uint64_t x = randomBits(c);
  while (x >= limit) x = randomBits(c);
  c.set(0, x % n);
  return NativeStatus::kDone;
}

void quarterRound(uint32_t& a, uint32_t& b, uint32_t& c, uint32_t& d) {
  a += b;
  d = std::rotl(d ^ a, 16);
  c += d;
  b = std::rotl(b ^ c, 12);
  a += b;
  d = std::rotl(d ^ a, 8);
  c += d;
  b = std::rotl(b ^ c, 7);
}

// chachaBlocks() writes four blocks, word by word: word i of the four, then word i + 1. Only the
// key is added to the result of the rounds.
NativeStatus chachaBlocks(NativeCall& c) {
  auto* seed = c.slice(0).data<uint64_t>();
  auto* out = c.slice(3).data<uint64_t>();
  auto counter = static_cast<uint32_t>(c.u64(6));
  uint32_t blocks[4][16];
  for (uint32_t lane = 0; lane < 4; lane++) {
    uint32_t* b = blocks[lane];
    uint32_t start[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    for (int i = 0; i < 4; i++) {
      auto key = vm::relaxedLoad<uint64_t>(&seed[i]);
      start[4 + 2 * i] = static_cast<uint32_t>(key);
      start[5 + 2 * i] = static_cast<uint32_t>(key >> 32);
    }
    start[12] = counter + lane;
    for (int i = 0; i < 16; i++) b[i] = start[i];
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 4; i++) quarterRound(b[i], b[4 + i], b[8 + i], b[12 + i]);
      for (int i = 0; i < 4; i++) {
        quarterRound(b[i], b[4 + (i + 1) % 4], b[8 + (i + 2) % 4], b[12 + (i + 3) % 4]);
      }
    }
    for (int i = 4; i < 12; i++) b[i] += start[i];
  }
  for (int i = 0; i < 16; i++) {
    for (int pair = 0; pair < 2; pair++) {
      uint64_t low = blocks[2 * pair][i];
      uint64_t high = blocks[2 * pair + 1][i];
      vm::relaxedStore(&out[2 * i + pair], high << 32 | low);
    }
  }
  return NativeStatus::kDone;
}

constexpr NativeDef kRandNatives[] = {
    {"math/rand.seedVec", seedVec},        {"math/rand.hostUint64", hostUint64},
    {"math/rand.hostBelow", hostBelow},    {"math/rand/v2.hostUint64", hostUint64},
    {"math/rand/v2.hostBelow", hostBelow}, {"math/rand/v2.chachaBlocks", chachaBlocks},
};

}  // namespace

std::span<const NativeDef> randNatives() {
  return kRandNatives;
}

}  // namespace gopark::lib
