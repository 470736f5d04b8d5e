// The interpreter: runs one goroutine until its next stop. One handler per row of opcodes.def, with
// frame pointer and instruction pointer in locals; everything slow is a function of its own,
// entered with both saved in the Goroutine and left with both reloaded, because the stack may have
// moved.
//
// Dispatch is a computed goto where the compiler makes a good one of it, a switch otherwise. A poll
// is one relaxed load and a countdown, at function entry and on backward branches.
//
// The loop is compiled twice: as vmRun (interp.cpp), and with GOPARK_METERED as vmRunMetered
// (interp_metered.cpp), which counts every instruction and can stop before any of them, for hosts
// that control how far an M goes (Host::controlled). So the usual one pays nothing for it.
#pragma once

// NOLINTBEGIN(misc-definitions-in-headers): either of the two sources is alone in including it.

#include <cmath>

#include "base/check.h"
#include "golang/vm/map.h"
#include "golang/vm/native_op.h"
#include "golang/vm/ops.h"
#include "golang/vm/units.h"
#include "golang/vm/vm.h"
#include "runtime/proc.h"

namespace gopark::vm {

namespace {

inline uint64_t word(const Instr* at) {
  uint64_t v;
  std::memcpy(&v, at, 8);
  return v;
}

inline int64_t toI64(double v) {
  return v >= -9223372036854775808.0 && v < 9223372036854775808.0 ? static_cast<int64_t>(v)
                                                                  : INT64_MIN;
}

inline uint64_t toU64(double v) {
  if (v < 9223372036854775808.0) return static_cast<uint64_t>(toI64(v));
  return static_cast<uint64_t>(toI64(v - 9223372036854775808.0)) ^ (uint64_t{1} << 63);
}

// The slot forms of the integer widths.
struct I64 {
  static Slot fit(uint64_t v) { return v; }
};
struct I32 {
  static Slot fit(uint64_t v) { return slotOf(static_cast<int32_t>(v)); }
};
struct I16 {
  static Slot fit(uint64_t v) { return slotOf(int64_t{static_cast<int16_t>(v)}); }
};
struct I8 {
  static Slot fit(uint64_t v) { return slotOf(int64_t{static_cast<int8_t>(v)}); }
};
struct U32 {
  static Slot fit(uint64_t v) { return static_cast<uint32_t>(v); }
};
struct U16 {
  static Slot fit(uint64_t v) { return static_cast<uint16_t>(v); }
};
struct U8 {
  static Slot fit(uint64_t v) { return static_cast<uint8_t>(v); }
};

bool stringsEqual(const Slot* x, const Slot* y) {
  [[maybe_unused]] RacyReads racy;
  return x[1] == y[1] && (x[0] == y[0] || x[1] == 0 ||
                          std::memcmp(ptrOf<char>(x[0]), ptrOf<char>(y[0]), x[1]) == 0);
}

int compareStrings(const Slot* x, const Slot* y) {
  [[maybe_unused]] RacyReads racy;
  uint64_t n = x[1] < y[1] ? x[1] : y[1];
  int order = n ? std::memcmp(ptrOf<char>(x[0]), ptrOf<char>(y[0]), n) : 0;
  if (order) return order;
  return x[1] < y[1] ? -1 : x[1] > y[1];
}

void loadFrameBytes(Slot* dst, const char* src, uint64_t bytes) {
  Slot* last = dst + (bytes + 7) / 8;
  if (bytes & 7) {
    // The source may be the destination's own last word, so it is read before that is cleared.
    Slot tail = 0;
    std::memcpy(&tail, src + (bytes & ~uint64_t{7}), bytes & 7);
    std::memmove(dst, src, bytes & ~uint64_t{7});
    last[-1] = tail;
  } else {
    std::memmove(dst, src, bytes);
  }
}

}  // namespace

#if defined(__GNUC__) && !defined(__EMSCRIPTEN__)
#define GOPARK_THREADED 1
#endif

#ifdef GOPARK_THREADED
#define CASE(name) L_##name
#define ENTER_OP() goto* kLabels[static_cast<uint16_t>(pc->op)]
#else
#define CASE(name) case Op::name
#define ENTER_OP() goto dispatch
#endif
#ifdef GOPARK_METERED
#define DISPATCH()                    \
  do {                                \
    if (meter->left <= 0) goto spent; \
    meter->left--;                    \
    ENTER_OP();                       \
  } while (0)
#else
#define DISPATCH() ENTER_OP()
#endif
#define NEXT(words)    \
  do {                 \
    pc += 1 + (words); \
    DISPATCH();        \
  } while (0)
#define JUMP(distance) \
  do {                 \
    pc += (distance);  \
    DISPATCH();        \
  } while (0)
#define RA fp[pc->a]
#define RB fp[pc->b]
#define RC fp[pc->c]
#define IB static_cast<int64_t>(static_cast<int16_t>(pc->b))
#define IC static_cast<int64_t>(static_cast<int16_t>(pc->c))
#define SI(slot) static_cast<int64_t>(slot)
#define SAVE() (g->fp = fp, g->pc = pc)
// Leaves for the g0 loop; SAVE() has been done.
#define STOP(stop) return gp->request.place = stopPlace(g), (stop)
#define RELOAD() (fp = g->fp, pc = g->pc, limit = g->stackEnd)
// After a helper that continues at g->pc, or stops.
#define GO_ON(step)                            \
  do {                                         \
    if ((step) == Step::kStop) return g->stop; \
    RELOAD();                                  \
    DISPATCH();                                \
  } while (0)
#define RAISE()      \
  do {               \
    SAVE();          \
    GO_ON(raise(g)); \
  } while (0)
#define NIL_AT(address)  \
  do {                   \
    g->failNil(address); \
    RAISE();             \
  } while (0)
// The same for the many handlers of interp_fused.h, without the size.
#define NIL_FAULT(address) \
  do {                     \
    g->failNil(address);   \
    goto raised;           \
  } while (0)
#define INDEX_FAULT(i, n)       \
  do {                          \
    failIndex(g, SI(i), SI(n)); \
    goto raised;                \
  } while (0)
#define OUT_OF_MEMORY() goto outOfMemory
// A helper `bool f(g, ...)` that may fail with a fault, may allocate, never moves the stack.
#define TRY(call)      \
  do {                 \
    SAVE();            \
    if (!(call)) {     \
      GO_ON(raise(g)); \
    }                  \
  } while (0)

// POLL() is the question asked at function entry and on backward branches: did somebody ask the
// goroutine to yield, or is its share of a thread that Ms take turns on used up? TIME_SLICE() then
// lets the others have their turn where that is how Ms run, and refills the share; the instruction
// at pc, which was not begun, is executed afterwards.
#ifdef GOPARK_METERED
#define POLL() __builtin_expect(gp->preempt.load(std::memory_order_relaxed) != 0, 0)
#define TIME_SLICE()
#else
#define POLL()      \
  __builtin_expect( \
      (gp->preempt.load(std::memory_order_relaxed) != 0 ? 1 : 0) | (--fuel < 0 ? 1 : 0), 0)
#define TIME_SLICE()                                               \
  if (fuel < 0) {                                                  \
    fuel = kFuel;                                                  \
    if (gp->m.load()->machine->timeSliced) STOP(Stop::kTimeSlice); \
  }
#endif

#ifdef GOPARK_METERED
Stop vmRunMetered(G* gp) {
#else
// About 100 µs of the shortest loop there is.
constexpr int32_t kFuel = 20'000;

Stop vmRun(G* gp) {
#endif
  auto* const g = static_cast<Goroutine*>(gp->body);
  g->gp = gp;
  Vm* const vm = g->vm;
  char* const globals = vm->globals;
  g->cache = vm->cacheOf(getm()->p);
  g->cache->poll = &gp->preempt;
  if (g->collecting && pollCollect(g)) return g->stop;
  if (g->outOfMemory != 0 && dieOutOfMemory(g) == Step::kStop) return g->stop;
  Slot* fp = g->fp;
  const Instr* pc = g->pc;
  Slot* limit = g->stackEnd;
#ifdef GOPARK_METERED
  Meter* const meter = vm->machine->meter;
#else
  int32_t fuel = kFuel;
#endif

#ifdef GOPARK_THREADED
  static const void* const kLabels[] = {
#define X(name, operands, words, sentence) &&L_##name,
#include "golang/vm/opcodes.def"
#undef X
  };
  DISPATCH();
#else
  DISPATCH();
dispatch:
  switch (pc->op) {
    case Op::kCount:
      break;
#endif

  CASE(kMov) : {
    RA = RB;
    NEXT(0);
  }
  CASE(kMov2) : {
    Slot x = RB, y = fp[pc->b + 1];
    RA = x;
    fp[pc->a + 1] = y;
    NEXT(0);
  }
  CASE(kMov3) : {
    Slot x = RB, y = fp[pc->b + 1], z = fp[pc->b + 2];
    RA = x;
    fp[pc->a + 1] = y;
    fp[pc->a + 2] = z;
    NEXT(0);
  }
  CASE(kMovN) : {
    std::memmove(&RA, &RB, size_t{pc->c} * 8);
    NEXT(0);
  }
  CASE(kLoadI) : {
    RA = slotOf(pc->imm32());
    NEXT(0);
  }
  CASE(kLoadK) : {
    RA = word(pc + 1);
    NEXT(1);
  }
  CASE(kLoadK2) : {
    RA = word(pc + 1);
    fp[pc->a + 1] = word(pc + 2);
    NEXT(2);
  }
  CASE(kZeroN) : {
    std::memset(&RA, 0, size_t{pc->b} * 8);
    NEXT(0);
  }

#define WIDTH_OPS(w)                             \
  CASE(kAdd##w) : {                              \
    RA = w::fit(RB + RC);                        \
    NEXT(0);                                     \
  }                                              \
  CASE(kSub##w) : {                              \
    RA = w::fit(RB - RC);                        \
    NEXT(0);                                     \
  }                                              \
  CASE(kMul##w) : {                              \
    RA = w::fit(RB * RC);                        \
    NEXT(0);                                     \
  }                                              \
  CASE(kAddI##w) : {                             \
    RA = w::fit(RB + static_cast<uint64_t>(IC)); \
    NEXT(0);                                     \
  }                                              \
  CASE(kShl##w) : {                              \
    RA = RC < 64 ? w::fit(RB << RC) : 0;         \
    NEXT(0);                                     \
  }                                              \
  CASE(kExt##w) : {                              \
    RA = w::fit(RB);                             \
    NEXT(0);                                     \
  }
  GOPARK_WIDTHS(WIDTH_OPS)
#undef WIDTH_OPS

  CASE(kMulI) : {
    RA = RB * static_cast<uint64_t>(IC);
    NEXT(0);
  }
  CASE(kAnd) : {
    RA = RB & RC;
    NEXT(0);
  }
  CASE(kOr) : {
    RA = RB | RC;
    NEXT(0);
  }
  CASE(kXor) : {
    RA = RB ^ RC;
    NEXT(0);
  }
  CASE(kAndNot) : {
    RA = RB & ~RC;
    NEXT(0);
  }
  CASE(kAndI) : {
    RA = RB & static_cast<uint64_t>(IC);
    NEXT(0);
  }
  CASE(kOrI) : {
    RA = RB | static_cast<uint64_t>(IC);
    NEXT(0);
  }
  CASE(kXorI) : {
    RA = RB ^ static_cast<uint64_t>(IC);
    NEXT(0);
  }
  CASE(kShrS) : {
    RA = slotOf(SI(RB) >> (RC < 64 ? RC : 63));
    NEXT(0);
  }
  CASE(kShrU) : {
    RA = RC < 64 ? RB >> RC : 0;
    NEXT(0);
  }
  CASE(kShlI) : {
    RA = RB << pc->c;
    NEXT(0);
  }
  CASE(kShrSI) : {
    RA = slotOf(SI(RB) >> pc->c);
    NEXT(0);
  }
  CASE(kShrUI) : {
    RA = RB >> pc->c;
    NEXT(0);
  }
  CASE(kCheckShift) : {
    if (SI(RA) < 0) {
      g->fail(Fault::kRuntimeError, "negative shift amount");
      RAISE();
    }
    NEXT(0);
  }
  CASE(kDivS) : {
    int64_t d = SI(RC);
    if (d == 0) goto divideByZero;
    RA = d == -1 ? uint64_t{0} - RB : slotOf(SI(RB) / d);
    NEXT(0);
  }
  CASE(kDivU) : {
    if (RC == 0) goto divideByZero;
    RA = RB / RC;
    NEXT(0);
  }
  CASE(kRemS) : {
    int64_t d = SI(RC);
    if (d == 0) goto divideByZero;
    RA = d == -1 ? 0 : slotOf(SI(RB) % d);
    NEXT(0);
  }
  CASE(kRemU) : {
    if (RC == 0) goto divideByZero;
    RA = RB % RC;
    NEXT(0);
  }
  CASE(kDivSI) : {
    RA = slotOf(SI(RB) / IC);
    NEXT(0);
  }
  CASE(kDivUI) : {
    RA = RB / static_cast<uint64_t>(IC);
    NEXT(0);
  }
  CASE(kRemSI) : {
    RA = slotOf(SI(RB) % IC);
    NEXT(0);
  }
  CASE(kRemUI) : {
    RA = RB % static_cast<uint64_t>(IC);
    NEXT(0);
  }
  CASE(kNeg) : {
    RA = uint64_t{0} - RB;
    NEXT(0);
  }

#define BINARY_F(name, of, op, type)                  \
  CASE(name) : {                                      \
    RA = slotOf(static_cast<type>(of(RB) op of(RC))); \
    NEXT(0);                                          \
  }
  BINARY_F(kAddF64, f64Of, +, double)
  BINARY_F(kSubF64, f64Of, -, double)
  BINARY_F(kMulF64, f64Of, *, double)
  BINARY_F(kDivF64, f64Of, /, double)
  BINARY_F(kAddF32, f32Of, +, float)
  BINARY_F(kSubF32, f32Of, -, float)
  BINARY_F(kMulF32, f32Of, *, float)
  BINARY_F(kDivF32, f32Of, /, float)
  BINARY_F(kEqF64, f64Of, ==, bool)
  BINARY_F(kNeF64, f64Of, !=, bool)
  BINARY_F(kLtF64, f64Of, <, bool)
  BINARY_F(kLeF64, f64Of, <=, bool)
  BINARY_F(kEqF32, f32Of, ==, bool)
  BINARY_F(kNeF32, f32Of, !=, bool)
  BINARY_F(kLtF32, f32Of, <, bool)
  BINARY_F(kLeF32, f32Of, <=, bool)
#undef BINARY_F
  CASE(kNegF64) : {
    RA = slotOf(-f64Of(RB));
    NEXT(0);
  }
  CASE(kNegF32) : {
    RA = slotOf(-f32Of(RB));
    NEXT(0);
  }
  CASE(kI64ToF64) : {
    RA = slotOf(static_cast<double>(SI(RB)));
    NEXT(0);
  }
  CASE(kU64ToF64) : {
    RA = slotOf(static_cast<double>(RB));
    NEXT(0);
  }
  CASE(kI64ToF32) : {
    RA = slotOf(static_cast<float>(SI(RB)));
    NEXT(0);
  }
  CASE(kU64ToF32) : {
    RA = slotOf(static_cast<float>(RB));
    NEXT(0);
  }
  CASE(kF64ToI64) : {
    RA = slotOf(toI64(f64Of(RB)));
    NEXT(0);
  }
  CASE(kF64ToU64) : {
    RA = toU64(f64Of(RB));
    NEXT(0);
  }
  CASE(kF64ToF32) : {
    RA = slotOf(static_cast<float>(f64Of(RB)));
    NEXT(0);
  }
  CASE(kF32ToF64) : {
    RA = slotOf(static_cast<double>(f32Of(RB)));
    NEXT(0);
  }
  CASE(kComplex) : {
    complexOp(&RA, &RB, &RC, word(pc + 1));
    NEXT(1);
  }

#define COMPARE(name, expr) \
  CASE(name) : {            \
    RA = slotOf(expr);      \
    NEXT(0);                \
  }
  COMPARE(kEq, RB == RC)
  COMPARE(kNe, RB != RC)
  COMPARE(kLtS, SI(RB) < SI(RC))
  COMPARE(kLeS, SI(RB) <= SI(RC))
  COMPARE(kLtU, RB < RC)
  COMPARE(kLeU, RB <= RC)
  COMPARE(kEqStr, stringsEqual(&RB, &RC))
  COMPARE(kLtStr, compareStrings(&RB, &RC) < 0)
  COMPARE(kLeStr, compareStrings(&RB, &RC) <= 0)
#undef COMPARE
  CASE(kEqIface) : {
    uint64_t k = word(pc + 1);
    RType* x = dynamicType(k & 1, RB);
    RType* y = dynamicType(k & 2, RC);
    if (x != y) {
      RA = 0;
    } else if (!x) {
      RA = 1;
    } else {
      SAVE();
      bool ok = true;
      bool equal = equalIface(g, x, fp[pc->b + 1], fp[pc->c + 1], &ok);
      if (!ok) RAISE();
      RA = slotOf(equal);
    }
    NEXT(1);
  }
  CASE(kEqVal) : {
    SAVE();
    bool ok = true;
    const auto* type = ptrOf<RType>(word(pc + 1));
    bool equal = equalMemory(g, imageOf(&RB, type), imageOf(&RC, type), type, &ok);
    if (!ok) RAISE();
    RA = slotOf(equal);
    NEXT(1);
  }

  CASE(kJmp) : {
    JUMP(pc->imm32());
  }
  CASE(kJmpBack) : {
    if (POLL()) goto pollBack;
    JUMP(pc->imm32());
  }
  CASE(kJT) : {
    if (RA) JUMP(pc->imm32());
    NEXT(0);
  }
  CASE(kJF) : {
    if (!RA) JUMP(pc->imm32());
    NEXT(0);
  }
  CASE(kJTBack) : {
    if (POLL()) goto pollBack;
    if (RA) JUMP(pc->imm32());
    NEXT(0);
  }
#define BRANCH(name, expr, distance) \
  CASE(kJ##name) : {                 \
    if (expr) JUMP(distance);        \
    NEXT(0);                         \
  }                                  \
  CASE(kJ##name##Back) : {           \
    if (POLL()) goto pollBack;       \
    if (expr) JUMP(distance);        \
    NEXT(0);                         \
  }
  BRANCH(Eq, RA == RB, IC)
  BRANCH(Ne, RA != RB, IC)
  BRANCH(LtS, SI(RA) < SI(RB), IC)
  BRANCH(LeS, SI(RA) <= SI(RB), IC)
  BRANCH(LtU, RA < RB, IC)
  BRANCH(LeU, RA <= RB, IC)
  BRANCH(EqI, SI(RA) == IB, IC)
  BRANCH(NeI, SI(RA) != IB, IC)
  BRANCH(LtI, SI(RA) < IB, IC)
  BRANCH(LeI, SI(RA) <= IB, IC)
  BRANCH(GtI, SI(RA) > IB, IC)
  BRANCH(GeI, SI(RA) >= IB, IC)
  BRANCH(EqF64, f64Of(RA) == f64Of(RB), IC)
  BRANCH(NeF64, f64Of(RA) != f64Of(RB), IC)
  BRANCH(LtF64, f64Of(RA) < f64Of(RB), IC)
  BRANCH(LeF64, f64Of(RA) <= f64Of(RB), IC)
  BRANCH(NLtF64, !(f64Of(RA) < f64Of(RB)), IC)
  BRANCH(NLeF64, !(f64Of(RA) <= f64Of(RB)), IC)
#undef BRANCH
  CASE(kSwitch) : {
    uint64_t index = RA - word(pc + 1);
    if (index < pc->b) {
      int32_t distance;
      std::memcpy(&distance, reinterpret_cast<const char*>(pc + 2) + index * 4, 4);
      JUMP(distance);
    }
    NEXT(1 + (pc->b + 1) / 2);
  }

#define LOADED_I8(p) slotOf(int64_t{relaxedLoad<int8_t>(p)})
#define LOADED_I16(p) slotOf(int64_t{relaxedLoad<int16_t>(p)})
#define LOADED_I32(p) slotOf(relaxedLoad<int32_t>(p))
#define LOADED_U8(p)        \
  Slot {                    \
    relaxedLoad<uint8_t>(p) \
  }
#define LOADED_U16(p)        \
  Slot {                     \
    relaxedLoad<uint16_t>(p) \
  }
#define LOADED_U32(p)        \
  Slot {                     \
    relaxedLoad<uint32_t>(p) \
  }
#define LOADED_64(p) relaxedLoad<uint64_t>(p)
#define LOAD_OPS(w)                                               \
  CASE(kLd##w) : {                                                \
    Addr p = RB;                                                  \
    if (__builtin_expect(!p, 0)) NIL_AT(pc->c);                   \
    RA = LOADED_##w(ptrOf<char>(p) + pc->c);                      \
    NEXT(0);                                                      \
  }                                                               \
  CASE(kFld##w) : {                                               \
    RA = LOADED_##w(reinterpret_cast<char*>(fp) + pc->imm32());   \
    NEXT(0);                                                      \
  }                                                               \
  CASE(kGld##w) : {                                               \
    RA = LOADED_##w(globals + pc->imm32());                       \
    NEXT(0);                                                      \
  }                                                               \
  CASE(kSld##w) : {                                               \
    uint64_t i = RC;                                              \
    if (__builtin_expect(i >= fp[pc->b + 1], 0)) goto indexError; \
    RA = LOADED_##w(ptrOf<char>(RB) + (i << kShift_##w));         \
    NEXT(0);                                                      \
  }
  enum {
    kShift_I8 = 0,
    kShift_U8 = 0,
    kShift_I16 = 1,
    kShift_U16 = 1,
    kShift_I32 = 2,
    kShift_U32 = 2,
    kShift_64 = 3
  };
  GOPARK_REPS(LOAD_OPS)
#undef LOAD_OPS
  CASE(kLd2) : {
    Addr p = RB;
    if (__builtin_expect(!p, 0)) NIL_AT(pc->c);
    loadUnit<2>(&RA, ptrOf<char>(p) + pc->c);
    NEXT(0);
  }
  CASE(kLd3) : {
    Addr p = RB;
    if (__builtin_expect(!p, 0)) NIL_AT(pc->c);
    loadUnit<3>(&RA, ptrOf<char>(p) + pc->c);
    NEXT(0);
  }
  CASE(kLdN) : {
    Addr p = RB;
    if (__builtin_expect(!p, 0)) NIL_AT(pc->c);
    loadBytes(&RA, ptrOf<char>(p) + pc->c, word(pc + 1));
    NEXT(1);
  }
#define STORE_OPS(bits, type, shift)                                           \
  CASE(kSt##bits) : {                                                          \
    Addr p = RA;                                                               \
    if (__builtin_expect(!p, 0)) NIL_AT(pc->c);                                \
    relaxedStore<type>(ptrOf<char>(p) + pc->c, static_cast<type>(RB));         \
    NEXT(0);                                                                   \
  }                                                                            \
  CASE(kGst##bits) : {                                                         \
    relaxedStore<type>(globals + pc->imm32(), static_cast<type>(RA));          \
    NEXT(0);                                                                   \
  }                                                                            \
  CASE(kSst##bits) : {                                                         \
    uint64_t i = RB;                                                           \
    if (__builtin_expect(i >= fp[pc->a + 1], 0)) goto indexErrorB;             \
    relaxedStore<type>(ptrOf<char>(RA) + (i << shift), static_cast<type>(RC)); \
    NEXT(0);                                                                   \
  }
  STORE_OPS(8, uint8_t, 0)
  STORE_OPS(16, uint16_t, 1)
  STORE_OPS(32, uint32_t, 2)
  STORE_OPS(64, uint64_t, 3)
#undef STORE_OPS
  CASE(kSt2) : {
    Addr p = RA;
    if (__builtin_expect(!p, 0)) NIL_AT(pc->c);
    storeUnit<2>(ptrOf<char>(p) + pc->c, &RB);
    NEXT(0);
  }
  CASE(kSt3) : {
    Addr p = RA;
    if (__builtin_expect(!p, 0)) NIL_AT(pc->c);
    storeUnit<3>(ptrOf<char>(p) + pc->c, &RB);
    NEXT(0);
  }
  CASE(kStN) : {
    Addr p = RA;
    if (__builtin_expect(!p, 0)) NIL_AT(pc->c);
    copyMemory(ptrOf<char>(p) + pc->c, &RB, word(pc + 1));
    NEXT(1);
  }
  CASE(kLdV) : {
    if (__builtin_expect(RB == 0, 0)) NIL_AT(pc->c);
    loadSlots(&RA, ptrOf<char>(RB) + pc->c, ptrOf<RType>(word(pc + 1)));
    NEXT(1);
  }
  CASE(kStV) : {
    if (__builtin_expect(RA == 0, 0)) NIL_AT(pc->c);
    storeSlots(ptrOf<char>(RA) + pc->c, &RB, ptrOf<RType>(word(pc + 1)));
    NEXT(1);
  }
  CASE(kHugeImage) : {
    RA = addrOf(imageOf(&RB, ptrOf<RType>(word(pc + 1))));
    NEXT(1);
  }
  CASE(kLea) : {
    uint64_t offset = word(pc + 1);
    Addr p = RB;
    if (__builtin_expect(!p, 0)) NIL_AT(offset);
    RA = p + offset;
    NEXT(1);
  }
  CASE(kNilCheck) : {
    if (__builtin_expect(!RA, 0)) NIL_AT(0);
    NEXT(0);
  }

  CASE(kFldN) : {
    loadFrameBytes(&RA, reinterpret_cast<char*>(fp) + pc->imm32(), word(pc + 1));
    NEXT(1);
  }
  CASE(kFst8) : {
    reinterpret_cast<uint8_t*>(fp)[pc->imm32()] = static_cast<uint8_t>(RA);
    NEXT(0);
  }
  CASE(kFst16) : {
    auto v = static_cast<uint16_t>(RA);
    std::memcpy(reinterpret_cast<char*>(fp) + pc->imm32(), &v, 2);
    NEXT(0);
  }
  CASE(kFst32) : {
    auto v = static_cast<uint32_t>(RA);
    std::memcpy(reinterpret_cast<char*>(fp) + pc->imm32(), &v, 4);
    NEXT(0);
  }
  CASE(kFstN) : {
    std::memmove(reinterpret_cast<char*>(fp) + pc->imm32(), &RA, word(pc + 1));
    NEXT(1);
  }
  CASE(kFldX) : {
    auto* type = ptrOf<RType>(word(pc + 1));
    if (__builtin_expect(RC >= word(pc + 2), 0)) {
      g->fail(Fault::kBounds, indexText(SI(RC), SI(word(pc + 2))));
      RAISE();
    }
    const char* at = reinterpret_cast<char*>(&RB) + RC * type->size;
    if (type->rep == Rep::kMulti) {
      loadFrameBytes(&RA, at, type->size);
    } else {
      loadSlots(&RA, at, type);
    }
    NEXT(2);
  }
  CASE(kFstX) : {
    auto* type = ptrOf<RType>(word(pc + 1));
    if (__builtin_expect(RC >= word(pc + 2), 0)) {
      g->fail(Fault::kBounds, indexText(SI(RC), SI(word(pc + 2))));
      RAISE();
    }
    std::memmove(reinterpret_cast<char*>(&RA) + RC * type->size, &RB, type->size);
    NEXT(2);
  }
  CASE(kFIndex) : {
    if (__builtin_expect(RA >= word(pc + 1), 0)) {
      g->fail(Fault::kBounds, indexText(SI(RA), SI(word(pc + 1))));
      RAISE();
    }
    NEXT(1);
  }

  CASE(kGAddr) : {
    RA = addrOf(globals + pc->imm32());
    NEXT(0);
  }
  CASE(kGldN) : {
    loadBytes(&RA, globals + pc->imm32(), word(pc + 1));
    NEXT(1);
  }
  CASE(kGstN) : {
    copyMemory(globals + pc->imm32(), &RA, word(pc + 1));
    NEXT(1);
  }
  CASE(kGldV) : {
    loadSlots(&RA, globals + pc->imm32(), ptrOf<RType>(word(pc + 1)));
    NEXT(1);
  }
  CASE(kGstV) : {
    storeSlots(globals + pc->imm32(), &RA, ptrOf<RType>(word(pc + 1)));
    NEXT(1);
  }

  CASE(kSld2) : {
    uint64_t i = RC;
    if (__builtin_expect(i >= fp[pc->b + 1], 0)) goto indexError;
    loadUnit<2>(&RA, ptrOf<char>(RB) + i * 16);
    NEXT(0);
  }
  CASE(kSld3) : {
    uint64_t i = RC;
    if (__builtin_expect(i >= fp[pc->b + 1], 0)) goto indexError;
    loadUnit<3>(&RA, ptrOf<char>(RB) + i * 24);
    NEXT(0);
  }
  CASE(kSldN) : {
    uint64_t i = RC, size = word(pc + 1);
    if (__builtin_expect(i >= fp[pc->b + 1], 0)) goto indexError;
    loadBytes(&RA, ptrOf<char>(RB) + i * size, size);
    NEXT(1);
  }
  CASE(kSldV) : {
    uint64_t i = RC;
    const auto* type = ptrOf<RType>(word(pc + 1));
    if (__builtin_expect(i >= fp[pc->b + 1], 0)) goto indexError;
    loadSlots(&RA, ptrOf<char>(RB) + i * type->size, type);
    NEXT(1);
  }
  CASE(kSst2) : {
    uint64_t i = RB;
    if (__builtin_expect(i >= fp[pc->a + 1], 0)) goto indexErrorB;
    storeUnit<2>(ptrOf<char>(RA) + i * 16, &RC);
    NEXT(0);
  }
  CASE(kSstN) : {
    uint64_t i = RB, size = word(pc + 1);
    if (__builtin_expect(i >= fp[pc->a + 1], 0)) goto indexErrorB;
    copyMemory(ptrOf<char>(RA) + i * size, &RC, size);
    NEXT(1);
  }
  CASE(kSstV) : {
    uint64_t i = RB;
    const auto* type = ptrOf<RType>(word(pc + 1));
    if (__builtin_expect(i >= fp[pc->a + 1], 0)) goto indexErrorB;
    storeSlots(ptrOf<char>(RA) + i * type->size, &RC, type);
    NEXT(1);
  }
  CASE(kSAddr) : {
    uint64_t i = RC;
    if (__builtin_expect(i >= fp[pc->b + 1], 0)) goto indexError;
    RA = RB + i * word(pc + 1);
    NEXT(1);
  }
  CASE(kAAddr) : {
    uint64_t i = RC;
    if (__builtin_expect(!RB, 0)) NIL_AT(0);
    if (__builtin_expect(i >= word(pc + 2), 0)) {
      g->fail(Fault::kBounds, indexText(SI(i), SI(word(pc + 2))));
      RAISE();
    }
    RA = RB + i * word(pc + 1);
    NEXT(2);
  }
  CASE(kStrIndex) : {
    uint64_t i = RC;
    if (__builtin_expect(i >= fp[pc->b + 1], 0)) goto indexError;
    RA = relaxedLoad<uint8_t>(ptrOf<uint8_t>(RB) + i);
    NEXT(0);
  }
  CASE(kSliceOp) : {
    TRY(sliceOp(g, &RA, &RB, &RC, word(pc + 1), word(pc + 2)));
    NEXT(2);
  }
  CASE(kMakeSlice) : {
    TRY(makeSlice(g, &RA, SI(RB), SI(RC), ptrOf<RType>(word(pc + 1))));
    NEXT(1);
  }
  CASE(kAppend1) : {
    auto* type = ptrOf<RType>(word(pc + 1));
    uint64_t length = fp[pc->b + 1];
    if (__builtin_expect(length < fp[pc->b + 2], 1)) {
      storeSlots(ptrOf<char>(RB) + length * type->size, &RC, type);
      Slot ptr = RB, capacity = fp[pc->b + 2];
      RA = ptr;
      fp[pc->a + 1] = length + 1;
      fp[pc->a + 2] = capacity;
      NEXT(1);
    }
    Slot grown[3];
    TRY(appendGrow(g, grown, &RB, 1, type));
    storeSlots(ptrOf<char>(grown[0]) + length * type->size, &RC, type);
    std::memcpy(&RA, grown, sizeof grown);
    NEXT(1);
  }
  CASE(kAppendGrow) : {
    TRY(appendGrow(g, &RA, &RB, pc->c, ptrOf<RType>(word(pc + 1))));
    NEXT(1);
  }
  CASE(kAppendSlice) : {
    auto* type = ptrOf<RType>(word(pc + 1));
    Slot grown[3];
    uint64_t length = fp[pc->b + 1], more = fp[pc->c + 1];
    TRY(appendGrow(g, grown, &RB, SI(more), type));
    copyValues(ptrOf<char>(grown[0]) + length * type->size, ptrOf<char>(RC), type, more);
    std::memcpy(&RA, grown, sizeof grown);
    NEXT(1);
  }
  CASE(kCopy) : {
    uint64_t n = fp[pc->b + 1] < fp[pc->c + 1] ? fp[pc->b + 1] : fp[pc->c + 1];
    copyValues(ptrOf<char>(RB), ptrOf<char>(RC), ptrOf<RType>(word(pc + 1)), n);
    RA = n;
    NEXT(1);
  }
  CASE(kUnsafeLen) : {
    if (!unsafeLength(g, RA, SI(fp[pc->a + 1]), word(pc + 1), pc->b != 0)) RAISE();
    NEXT(1);
  }
  CASE(kSliceToArray) : {
    uint64_t length = word(pc + 1);
    if (fp[pc->b + 1] < length) {
      g->fail(Fault::kBounds,
              "cannot convert slice with length " + std::to_string(SI(fp[pc->b + 1])) +
                  " to array or pointer to array with length " + std::to_string(length));
      RAISE();
    }
    RA = RB;
    NEXT(1);
  }

#include "golang/vm/interp_fused.h"

  CASE(kConcat) : {
    SAVE();
    GoString s = concat(g, &RB, pc->c);
    RA = s.ptr;
    fp[pc->a + 1] = slotOf(s.len);
    NEXT(0);
  }
  CASE(kStrFromBytes) : {
    SAVE();
    stringFromBytes(g, &RA, &RB);
    NEXT(0);
  }
  CASE(kBytesFromStr) : {
    SAVE();
    bytesFromString(g, &RA, &RB);
    NEXT(0);
  }
  CASE(kStrFromRunes) : {
    SAVE();
    stringFromRunes(g, &RA, &RB);
    NEXT(0);
  }
  CASE(kRunesFromStr) : {
    SAVE();
    runesFromString(g, &RA, &RB);
    NEXT(0);
  }
  CASE(kStrFromRune) : {
    SAVE();
    stringFromRune(g, &RA, SI(RB));
    NEXT(0);
  }
  CASE(kRangeStr) : {
    int64_t at = SI(RA), length = SI(fp[pc->b + 1]);
    if (at >= length) JUMP(IC);
    const char* text = ptrOf<char>(RB);
    int width = 1;
    int32_t rune = relaxedLoad<uint8_t>(text + at);
    if (rune >= 0x80) rune = decodeRune(text, length, at, &width);
    fp[pc->a + 1] = slotOf(at);
    fp[pc->a + 2] = slotOf(rune);
    RA = slotOf(at + width);
    NEXT(0);
  }

  CASE(kNew) : {
    void* p = vm->heap.newObject(g->cache, ptrOf<RType>(word(pc + 1)));
    if (__builtin_expect(!p, 0)) OUT_OF_MEMORY();
    RA = addrOf(p);
    NEXT(1);
  }
  CASE(kMakeIface) : {
    SAVE();
    GoIface v = makeIface(g, word(pc + 1), &RB, ptrOf<RType>(word(pc + 2)));
    RA = v.tab;
    fp[pc->a + 1] = v.data;
    NEXT(2);
  }
  CASE(kIfaceToIface) : {
    convertIface(g, &RA, &RB, pc->c & 1, ptrOf<RType>(word(pc + 1)));
    NEXT(2);
  }
  CASE(kIfaceType) : {
    RA = addrOf(dynamicType(pc->c & 1, RB));
    NEXT(0);
  }
  CASE(kAssertType) : {
    auto* want = ptrOf<RType>(word(pc + 1));
    RType* have = dynamicType(pc->c & 2, RB);
    if (have == want) {
      if (pc->c & 1) fp[word(pc + 3)] = 1;
      if (want->direct) {
        RA = fp[pc->b + 1];
      } else {
        loadFrozen(&RA, ptrOf<char>(fp[pc->b + 1]), want);
      }
    } else if (pc->c & 1) {
      std::memset(&RA, 0, size_t{want->slots} * 8);
      fp[word(pc + 3)] = 0;
    } else {
      assertFailed(g, have, want, ptrOf<RType>(word(pc + 2)));
      RAISE();
    }
    NEXT(3);
  }
  CASE(kAssertIface) : {
    SAVE();
    bool ok = assertIface(g, &RA, &RB, pc->c & 2, ptrOf<RType>(word(pc + 1)), !(pc->c & 1));
    if (pc->c & 1) {
      fp[word(pc + 3)] = slotOf(ok);
    } else if (!ok) {
      RAISE();
    }
    NEXT(3);
  }
  CASE(kImplements) : {
    Addr tab = tabFor(g, ptrOf<RType>(RB), ptrOf<RType>(word(pc + 1)));
    RA = slotOf(tab != 0);
    RC = tab;
    NEXT(1);
  }

  CASE(kMakeMap) : {
    SAVE();
    Addr m = mapMake(g, ptrOf<RType>(word(pc + 1)), SI(RB));
    if (!m) OUT_OF_MEMORY();
    RA = m;
    NEXT(1);
  }
  CASE(kMapGet) : {
    auto* type = ptrOf<RType>(word(pc + 1));
    const char* found = nullptr;
    TRY(mapGet(g, type, RB, &RC, &found));
    uint64_t ok = word(pc + 2);
    if (found) {
      loadSlots(&RA, found, type->elem);
    } else {
      std::memset(&RA, 0, size_t{type->elem->slots} * 8);
    }
    if (ok) fp[ok - 1] = slotOf(found != nullptr);
    NEXT(2);
  }
  CASE(kMapSet) : {
    auto* type = ptrOf<RType>(word(pc + 1));
    char* place = nullptr;
    TRY(mapAssign(g, type, RA, &RB, &place));
    storeSlots(place, &RC, type->elem);
    mapAssigned(RA);
    NEXT(1);
  }
  CASE(kMapDelete) : {
    TRY(mapDelete(g, ptrOf<RType>(word(pc + 1)), RA, &RB));
    NEXT(1);
  }
  CASE(kMapClear) : {
    TRY(mapClear(g, ptrOf<RType>(word(pc + 1)), RA));
    NEXT(1);
  }
  CASE(kMapLen) : {
    RA = slotOf(mapLen(RB));
    NEXT(0);
  }
  CASE(kMapIter) : {
    mapIterInit(g, ptrOf<RType>(word(pc + 1)), RB, reinterpret_cast<MapIter*>(&RA));
    NEXT(1);
  }
  CASE(kMapNext) : {
    auto* it = reinterpret_cast<MapIter*>(&RA);
    const char *key = nullptr, *value = nullptr;
    bool more = false;
    TRY(mapIterNext(g, it, &more, &key, &value));
    if (!more) JUMP(IC);
    uint64_t k1 = word(pc + 1), k2 = word(pc + 2);
    auto* type = ptrOf<RType>(it->type);
    if (k1 != 0xffff) loadSlots(fp + k1, key, type->key);
    if (k2 != 0xffff) loadSlots(fp + k2, value, type->elem);
    NEXT(2);
  }

  CASE(kCall) : {
    auto* fn = ptrOf<Function>(word(pc + 1));
    Slot* callee = fp + pc->a;
    callee[kReturnSlot] = addrOf(pc + 2);
    callee[kBackSlot] = pc->a;
    callee[kFunctionSlot] = addrOf(fn);
    fp = callee;
    pc = fn->code.load(std::memory_order_acquire);
    DISPATCH();
  }
  CASE(kCallClosure) : {
    Addr closure = RB;
    if (__builtin_expect(!closure, 0)) NIL_AT(0);
    auto* fn = closureFunction(closure);
    Slot* callee = fp + pc->a;
    callee[kReturnSlot] = addrOf(pc + 2);
    callee[kBackSlot] = pc->a;
    callee[kFunctionSlot] = addrOf(fn);
    callee[kClosureSlot] = closure;
    fp = callee;
    pc = fn->code.load(std::memory_order_acquire);
    DISPATCH();
  }
  CASE(kCallIface) : {
    auto* itab = ptrOf<Itab>(RB);
    if (__builtin_expect(!itab, 0)) NIL_AT(0);
    const MethodEntry& entry = itab->method(pc->c);
    Function* fn = entry.fn;
    const Addr data = fp[pc->b + 1];
    Slot* callee = fp + pc->a;
    Slot* receiver = callee + entry.recvAt;
    if (!entry.copyReceiver) {
      *receiver = data;
    } else {
      if (__builtin_expect(!data, 0)) {
        nilReceiver(g, itab, pc->c);
        RAISE();
      }
      if (__builtin_expect(receiver + entry.recvSlots > limit, 0)) {
        SAVE();
        if (!growStack(g, uint64_t{pc->a} + entry.recvAt + entry.recvSlots)) GO_ON(raise(g));
        RELOAD();
        callee = fp + pc->a;
        receiver = callee + entry.recvAt;
      }
      if (entry.frozenWords) {
        const auto* from = ptrOf<char>(data);
        for (Slot* end = receiver + entry.recvSlots; receiver != end; receiver++, from += 8) {
          *receiver = relaxedLoad<uint64_t>(from);
        }
      } else {
        loadSlots(receiver, ptrOf<char>(data), fn->receiver);
      }
    }
    callee[kReturnSlot] = addrOf(pc + 2);
    callee[kBackSlot] = pc->a;
    callee[kFunctionSlot] = addrOf(fn);
    fp = callee;
    pc = fn->code.load(std::memory_order_acquire);
    DISPATCH();
  }
  CASE(kCallNative) : {
    const auto* def = ptrOf<const NativeDef>(word(pc + 1));
    auto* fn = ptrOf<Function>(word(pc + 2));
    Slot* base = fp + pc->a + kHeaderSlots;
    SAVE();
    NativeCall call{vm,     gp, base + fn->resultSlots, base, base + fn->resultSlots + fn->argSlots,
                    nullptr};
    if (__builtin_expect(callNative(*def, call) != NativeStatus::kDone, 0)) GO_ON(raise(g));
    if (__builtin_expect(g->outOfMemory != 0, 0)) GO_ON(dieOutOfMemory(g));
    NEXT(2);
  }
  CASE(kEnter) : {
    if (__builtin_expect(fp + pc->a > limit, 0)) {
      SAVE();
      if (!growStack(g, pc->a)) GO_ON(raise(g));
      RELOAD();
    }
    if (POLL()) {
      SAVE();
      TIME_SLICE()
      gp->asyncSafePoint = false;
      if (gp->preempt.load(std::memory_order_relaxed) && poll(g)) STOP(g->stop);
    }
    Slot* at = fp + pc->b;
    for (Slot* end = at + pc->c; at != end; at++) *at = 0;
    NEXT(1);
  }
  CASE(kReturn) : {
    pc = ptrOf<const Instr>(fp[kReturnSlot]);
    fp -= fp[kBackSlot];
    DISPATCH();
  }
  CASE(kReturnMov) : {
    RA = RB;
    pc = ptrOf<const Instr>(fp[kReturnSlot]);
    fp -= fp[kBackSlot];
    DISPATCH();
  }
  CASE(kReturnI) : {
    RA = slotOf(pc->imm32());
    pc = ptrOf<const Instr>(fp[kReturnSlot]);
    fp -= fp[kBackSlot];
    DISPATCH();
  }
  CASE(kRunDefers) : {
    SAVE();
    if (runDefers(g)) {
      RELOAD();
      DISPATCH();
    }
    if (g->fault.kind != Fault::kNone) GO_ON(raise(g));
    RELOAD();
    NEXT(0);
  }
  CASE(kNativeStub) : {
    Function* fn = ptrOf<Function>(fp[kFunctionSlot]);
    Slot* base = fp + kHeaderSlots;
    SAVE();
    NativeCall call{vm, gp, base + fn->resultSlots, base, fp + fn->recvAt(), fp + fn->entrySlots()};
    const NativeStatus status = callNative(*fn->native, call);
    if (__builtin_expect(g->outOfMemory != 0, 0)) GO_ON(dieOutOfMemory(g));
    switch (status) {
      case NativeStatus::kDone:
        NEXT(0);
      case NativeStatus::kStop:
        STOP(call.stop);
      case NativeStatus::kPanic:
      case NativeStatus::kFatal:
        GO_ON(raise(g));
    }
    NEXT(0);
  }
  CASE(kCompileStub) : {
    Function* fn = ptrOf<Function>(fp[kFunctionSlot]);
    SAVE();
    vm->source->compile(fn);
    pc = fn->code.load(std::memory_order_acquire);
    DISPATCH();
  }
  CASE(kClosure) : {
    auto* fn = ptrOf<Function>(word(pc + 1));
    auto* p = static_cast<char*>(vm->heap.newObject(g->cache, fn->closureType));
    if (__builtin_expect(!p, 0)) OUT_OF_MEMORY();
    copyMemory(p + 8, &RB, size_t{pc->c} * 8);
    setClosureFunction(p, fn);
    RA = addrOf(p);
    NEXT(1);
  }
  CASE(kCtx) : {
    const char* p = ptrOf<char>(fp[kClosureSlot]);
    loadBytes(&RA, p + 8 + size_t{pc->c} * 8, word(pc + 1) * 8);
    NEXT(1);
  }
  CASE(kMethodFn) : {
    if (!RB) NIL_AT(0);
    NEXT(0);
  }
  CASE(kGo) : {
    SAVE();
    GO_ON(startGoroutine(g));
  }
  CASE(kDefer) : {
    TRY(pushDefer(g));
    NEXT(1);
  }
  CASE(kFrameToken) : {
    RA = g->offsetOf(fp);
    NEXT(0);
  }
  CASE(kDeferOuter) : {
    giveDefer(g, static_cast<uint32_t>(RA));
    NEXT(0);
  }
  CASE(kPanic) : {
    SAVE();
    GO_ON(panicWith(g, {RA, fp[pc->a + 1]}));
  }
  CASE(kRecover) : {
    SAVE();
    GoIface v = recoverValue(g, pc->b ? g->at(static_cast<uint32_t>(fp[pc->b])) : fp);
    RA = v.tab;
    fp[pc->a + 1] = v.data;
    NEXT(0);
  }
  CASE(kGoexitStub) : {
    SAVE();
    return finished(g);
  }
  CASE(kPanicReturn) : {
    SAVE();
    GO_ON(panicReturned(g));
  }
  CASE(kPrintReturn) : {
    SAVE();
    GO_ON(printReturned(g));
  }
  CASE(kInitStub) : {
    unlockMainThread(gp);
    NEXT(0);
  }
  CASE(kPanicText) : {
    g->fail(static_cast<Fault::Kind>(pc->a), ptrOf<const char>(word(pc + 1)));
    RAISE();
  }
  CASE(kPrint) : {
    SAVE();
    printValue(g, &RA, ptrOf<RType>(word(pc + 1)), pc->b);
    NEXT(1);
  }

  CASE(kMakeChan) : {
    TRY(makeChan(g, &RA, SI(RB), ptrOf<RType>(word(pc + 1))));
    NEXT(1);
  }
  CASE(kSend) : {
    SAVE();
    OpResult r = sendOp(g, RA, &RB);
    if (r.status == OpStatus::kDone) NEXT(1);
    if (r.status == OpStatus::kStop) STOP(r.stop);
    opFailed(g, r);
    RAISE();
  }
  CASE(kRecv) : {
    SAVE();
    bool received = false;
    OpResult r = recvOp(g, RB, &RA, &received);
    if (r.status == OpStatus::kDone) {
      normalizeSlot(&RA, ptrOf<RType>(word(pc + 1))->rep);
      if (pc->c) fp[pc->c - 1] = slotOf(received);
      NEXT(1);
    }
    if (r.status == OpStatus::kStop) STOP(r.stop);
    opFailed(g, r);
    RAISE();
  }
  CASE(kClose) : {
    SAVE();
    OpResult r = closeOp(g, RA);
    if (r.status == OpStatus::kDone) NEXT(0);
    if (r.status == OpStatus::kStop) STOP(r.stop);
    opFailed(g, r);
    RAISE();
  }
  CASE(kChanLen) : {
    RA = slotOf(chanLen(RB));
    NEXT(0);
  }
  CASE(kChanCap) : {
    RA = slotOf(chanCap(RB));
    NEXT(0);
  }
  CASE(kSelect) : {
    SAVE();
    int32_t chosen = -1;
    bool received = false;
    OpResult r = selectOp(g, fp, pc->b, pc->c, word(pc + 1) != 0, &chosen, &received);
    if (r.status == OpStatus::kDone) {
      RA = slotOf(chosen);
      fp[pc->a + 1] = slotOf(received);
      NEXT(1);
    }
    if (r.status == OpStatus::kStop) STOP(r.stop);
    opFailed(g, r);
    RAISE();
  }
  CASE(kSelectNorm) : {
    normalizeSlot(&RA, ptrOf<RType>(word(pc + 1))->rep);
    NEXT(1);
  }
  CASE(kMinMax) : {
    minMax(&RA, &RB, &RC, word(pc + 1));
    NEXT(1);
  }
  CASE(kUnreachable) : {
    CHECK(false, "gopark: unreachable bytecode");
  }

#ifndef GOPARK_THREADED
}
CHECK(false, "gopark: bad opcode");
#endif

#ifdef GOPARK_METERED
spent :
    // The instruction at pc was not begun.
    SAVE();
STOP(Stop::kTimeSlice);
#endif

pollBack :
    // Whoever asks says whether loops are meant too.
    SAVE();
TIME_SLICE()
gp->asyncSafePoint = true;
if (stopAtLoop(gp) && poll(g)) STOP(g->stop);
// Not now: do what the branch would have done.
pc = branchTarget(fp, pc);
DISPATCH();

raised : RAISE();
indexError : g->fail(Fault::kBounds, indexText(SI(RC), SI(fp[pc->b + 1])));
RAISE();
indexErrorB : g->fail(Fault::kBounds, indexText(SI(RB), SI(fp[pc->a + 1])));
RAISE();
divideByZero : g->fail(Fault::kRuntimeError, "integer divide by zero");
RAISE();
outOfMemory : outOfMemory(g, pc->op == Op::kNew ? ptrOf<RType>(word(pc + 1))->size : 0);
RAISE();
}

}  // namespace gopark::vm

// NOLINTEND(misc-definitions-in-headers)
