// Handlers of the fused instructions, a part of interp_loop.h's loop: included in its midst, behind
// the plain instructions they are made of.

#define RK fp[word(pc + 1)]
#define CALC_AddF64(x, y) slotOf(f64Of(x) + f64Of(y))
#define CALC_SubF64(x, y) slotOf(f64Of(x) - f64Of(y))
#define CALC_MulF64(x, y) slotOf(f64Of(x) * f64Of(y))
#define CALC_DivF64(x, y) slotOf(f64Of(x) / f64Of(y))
#define CALC_AddI64(x, y) ((x) + (y))
#define CALC_SubI64(x, y) ((x) - (y))
#define CALC_MulI64(x, y) ((x) * (y))
#define CALC_And(x, y) ((x) & (y))
#define CALC_Or(x, y) ((x) | (y))
#define CALC_Xor(x, y) ((x) ^ (y))
#define CALC_AndNot(x, y) ((x) & ~(y))

#define FUSED_OPS(op)                                                                \
  CASE(k##op##Ld) : {                                                                \
    Addr p = RC;                                                                     \
    if (__builtin_expect(!p, 0)) NIL_FAULT(word(pc + 1));                            \
    Slot y = relaxedLoad<uint64_t>(ptrOf<char>(p) + word(pc + 1));                   \
    RA = CALC_##op(RB, y);                                                           \
    NEXT(1);                                                                         \
  }                                                                                  \
  CASE(k##op##Ld2) : {                                                               \
    Addr p = RB, q = RC;                                                             \
    uint64_t offsets = word(pc + 1);                                                 \
    if (__builtin_expect(!p, 0)) NIL_FAULT(static_cast<uint32_t>(offsets));          \
    if (__builtin_expect(!q, 0)) NIL_FAULT(offsets >> 32);                           \
    Slot x = relaxedLoad<uint64_t>(ptrOf<char>(p) + static_cast<uint32_t>(offsets)); \
    Slot y = relaxedLoad<uint64_t>(ptrOf<char>(q) + (offsets >> 32));                \
    RA = CALC_##op(x, y);                                                            \
    NEXT(1);                                                                         \
  }                                                                                  \
  CASE(k##op##Sld) : {                                                               \
    uint64_t i = RK, n = fp[pc->c + 1];                                              \
    if (__builtin_expect(i >= n, 0)) INDEX_FAULT(i, n);                              \
    Slot y = relaxedLoad<uint64_t>(ptrOf<char>(RC) + i * 8);                         \
    RA = CALC_##op(RB, y);                                                           \
    NEXT(1);                                                                         \
  }
GOPARK_FUSED(FUSED_OPS)
#undef FUSED_OPS

#define UPDATE_OPS(op)                                                    \
  CASE(kSt##op) : {                                                       \
    Addr p = RA;                                                          \
    if (__builtin_expect(!p, 0)) NIL_FAULT(pc->c);                        \
    char* at = ptrOf<char>(p) + pc->c;                                    \
    relaxedStore<uint64_t>(at, CALC_##op(relaxedLoad<uint64_t>(at), RB)); \
    NEXT(0);                                                              \
  }                                                                       \
  CASE(kSst##op) : {                                                      \
    uint64_t i = RB, n = fp[pc->a + 1];                                   \
    if (__builtin_expect(i >= n, 0)) INDEX_FAULT(i, n);                   \
    char* at = ptrOf<char>(RA) + i * 8;                                   \
    relaxedStore<uint64_t>(at, CALC_##op(relaxedLoad<uint64_t>(at), RC)); \
    NEXT(0);                                                              \
  }
GOPARK_UPDATES(UPDATE_OPS)
#undef UPDATE_OPS
CASE(kStAddI) : {
  Addr p = RA;
  if (__builtin_expect(!p, 0)) NIL_FAULT(pc->c);
  char* at = ptrOf<char>(p) + pc->c;
  relaxedStore<uint64_t>(at, relaxedLoad<uint64_t>(at) + static_cast<uint64_t>(IB));
  NEXT(0);
}
CASE(kSstAddI) : {
  uint64_t i = RB, n = fp[pc->a + 1];
  if (__builtin_expect(i >= n, 0)) INDEX_FAULT(i, n);
  char* at = ptrOf<char>(RA) + i * 8;
  relaxedStore<uint64_t>(at, relaxedLoad<uint64_t>(at) + static_cast<uint64_t>(IC));
  NEXT(0);
}

#define PART_LOADS(w)                                                  \
  CASE(kSfLd##w) : {                                                   \
    uint64_t i = RC, n = fp[pc->b + 1], packed = word(pc + 1);         \
    if (__builtin_expect(i >= n, 0)) INDEX_FAULT(i, n);                \
    const char* at = ptrOf<char>(RB) + i * (packed >> 32);             \
    RA = LOADED_##w(at + static_cast<uint32_t>(packed));               \
    NEXT(1);                                                           \
  }                                                                    \
  CASE(kALd##w) : {                                                    \
    uint64_t i = RC, n = word(pc + 1);                                 \
    Addr p = RB;                                                       \
    if (__builtin_expect(!p, 0)) NIL_FAULT(0);                         \
    if (__builtin_expect(i >= n, 0)) INDEX_FAULT(i, n);                \
    RA = LOADED_##w(ptrOf<char>(p) + (i << kShift_##w));               \
    NEXT(1);                                                           \
  }                                                                    \
  CASE(kFldX##w) : {                                                   \
    uint64_t i = RC, n = word(pc + 1);                                 \
    if (__builtin_expect(i >= n, 0)) INDEX_FAULT(i, n);                \
    RA = LOADED_##w(reinterpret_cast<char*>(&RB) + (i << kShift_##w)); \
    NEXT(1);                                                           \
  }
GOPARK_REPS(PART_LOADS)
#undef PART_LOADS
#define PART_STORES(bits)                                                       \
  CASE(kSfSt##bits) : {                                                         \
    uint64_t i = RB, n = fp[pc->a + 1], packed = word(pc + 1);                  \
    if (__builtin_expect(i >= n, 0)) INDEX_FAULT(i, n);                         \
    char* at = ptrOf<char>(RA) + i * (packed >> 32);                            \
    relaxedStore<uint##bits##_t>(at + static_cast<uint32_t>(packed),            \
                                 static_cast<uint##bits##_t>(RC));              \
    NEXT(1);                                                                    \
  }                                                                             \
  CASE(kASt##bits) : {                                                          \
    uint64_t i = RB, n = word(pc + 1);                                          \
    Addr p = RA;                                                                \
    if (__builtin_expect(!p, 0)) NIL_FAULT(0);                                  \
    if (__builtin_expect(i >= n, 0)) INDEX_FAULT(i, n);                         \
    relaxedStore<uint##bits##_t>(ptrOf<char>(p) + i * (bits / 8),               \
                                 static_cast<uint##bits##_t>(RC));              \
    NEXT(1);                                                                    \
  }                                                                             \
  CASE(kFstX##bits) : {                                                         \
    uint64_t i = RB, n = word(pc + 1);                                          \
    if (__builtin_expect(i >= n, 0)) INDEX_FAULT(i, n);                         \
    relaxedStore<uint##bits##_t>(reinterpret_cast<char*>(&RA) + i * (bits / 8), \
                                 static_cast<uint##bits##_t>(RC));              \
    NEXT(1);                                                                    \
  }
GOPARK_STORES(PART_STORES)
#undef PART_STORES

#define CONSTANT_OP(name, expr)             \
  CASE(name) : {                            \
    double x = f64Of(RB);                   \
    double k = f64Of(word(pc + 1));         \
    RA = slotOf(static_cast<double>(expr)); \
    NEXT(1);                                \
  }
CONSTANT_OP(kAddF64K, x + k)
CONSTANT_OP(kSubF64K, x - k)
CONSTANT_OP(kMulF64K, x* k)
CONSTANT_OP(kDivF64K, x / k)
CONSTANT_OP(kFromF64K, k - x)
CONSTANT_OP(kOverF64K, k / x)
#undef CONSTANT_OP
CASE(kMulAddF64) : {
  double product = f64Of(RC) * f64Of(RK);
  RA = slotOf(f64Of(RB) + product);
  NEXT(1);
}
CASE(kMulSubF64) : {
  double product = f64Of(RC) * f64Of(RK);
  RA = slotOf(f64Of(RB) - product);
  NEXT(1);
}
CASE(kMulAddI64) : {
  RA = RB + RC * RK;
  NEXT(1);
}
#define UNARY_F(name, f)       \
  CASE(name) : {               \
    RA = slotOf(f(f64Of(RB))); \
    NEXT(0);                   \
  }
UNARY_F(kSqrtF64, std::sqrt)
UNARY_F(kAbsF64, std::fabs)
UNARY_F(kFloorF64, std::floor)
UNARY_F(kCeilF64, std::ceil)
UNARY_F(kTruncF64, std::trunc)
#undef UNARY_F
CASE(kBitLen) : {
  RA = slotOf(int64_t{64 - std::countl_zero(RB)});
  NEXT(0);
}
CASE(kTrailingZeros) : {
  RA = slotOf(int64_t{std::countr_zero(RB)});
  NEXT(0);
}
CASE(kOnesCount) : {
  RA = slotOf(int64_t{std::popcount(RB)});
  NEXT(0);
}

#define STEP_BRANCH(name, step, expr)                                            \
  CASE(name) : {                                                                 \
    if (POLL()) goto pollBack;                                                   \
    int64_t v = static_cast<int64_t>(RA + static_cast<uint64_t>(int64_t{step})); \
    RA = slotOf(v);                                                              \
    if (expr) JUMP(IC);                                                          \
    NEXT(0);                                                                     \
  }
STEP_BRANCH(kIncJLtS, 1, v < SI(RB))
STEP_BRANCH(kIncJLeS, 1, v <= SI(RB))
STEP_BRANCH(kIncJLtI, 1, v < IB)
STEP_BRANCH(kIncJLeI, 1, v <= IB)
STEP_BRANCH(kDecJGtI, -1, v > IB)
STEP_BRANCH(kDecJGeI, -1, v >= IB)
#undef STEP_BRANCH
#define LOAD_BRANCH(name, type, test)                               \
  CASE(name) : {                                                    \
    Addr p = RA;                                                    \
    if (__builtin_expect(!p, 0)) NIL_FAULT(pc->b);                  \
    if (relaxedLoad<type>(ptrOf<char>(p) + pc->b) test 0) JUMP(IC); \
    NEXT(0);                                                        \
  }
LOAD_BRANCH(kJTLd, uint8_t, !=)
LOAD_BRANCH(kJFLd, uint8_t, ==)
LOAD_BRANCH(kJZLd, uint64_t, ==)
LOAD_BRANCH(kJNZLd, uint64_t, !=)
#undef LOAD_BRANCH
#define ELEMENT_BRANCH(name, test)                                  \
  CASE(name) : {                                                    \
    uint64_t i = RB, n = fp[pc->a + 1];                             \
    if (__builtin_expect(i >= n, 0)) INDEX_FAULT(i, n);             \
    if (relaxedLoad<uint8_t>(ptrOf<char>(RA) + i) test 0) JUMP(IC); \
    NEXT(0);                                                        \
  }
ELEMENT_BRANCH(kJTSld, !=)
ELEMENT_BRANCH(kJFSld, ==)
#undef ELEMENT_BRANCH
CASE(kJEqK) : {
  if (RA == word(pc + 1)) JUMP(IC);
  NEXT(1);
}
CASE(kJEqStr) : {
  if (stringsEqual(&RA, &RB)) JUMP(IC);
  NEXT(0);
}
CASE(kJNeStr) : {
  if (!stringsEqual(&RA, &RB)) JUMP(IC);
  NEXT(0);
}
CASE(kJEqStrK) : {
  const Slot constant[2] = {word(pc + 1), word(pc + 2)};
  if (stringsEqual(&RA, constant)) JUMP(IC);
  NEXT(2);
}
CASE(kJNeStrK) : {
  const Slot constant[2] = {word(pc + 1), word(pc + 2)};
  if (!stringsEqual(&RA, constant)) JUMP(IC);
  NEXT(2);
}

#define ATOMIC_OPS(w, type)                                                         \
  CASE(kAtomicLd##w) : {                                                            \
    auto* at = ptrOf<type>(RB);                                                     \
    if (__builtin_expect(!at, 0)) NIL_FAULT(0);                                     \
    RA = slotOf(__atomic_load_n(at, __ATOMIC_SEQ_CST));                             \
    NEXT(0);                                                                        \
  }                                                                                 \
  CASE(kAtomicSt##w) : {                                                            \
    auto* at = ptrOf<type>(RA);                                                     \
    if (__builtin_expect(!at, 0)) NIL_FAULT(0);                                     \
    __atomic_store_n(at, static_cast<type>(RB), __ATOMIC_SEQ_CST);                  \
    NEXT(0);                                                                        \
  }                                                                                 \
  CASE(kAtomicAdd##w) : {                                                           \
    auto* at = ptrOf<type>(RB);                                                     \
    if (__builtin_expect(!at, 0)) NIL_FAULT(0);                                     \
    RA = slotOf(__atomic_add_fetch(at, static_cast<type>(RC), __ATOMIC_SEQ_CST));   \
    NEXT(0);                                                                        \
  }                                                                                 \
  CASE(kAtomicCas##w) : {                                                           \
    auto* at = ptrOf<type>(RB);                                                     \
    if (__builtin_expect(!at, 0)) NIL_FAULT(0);                                     \
    auto was = static_cast<type>(RC);                                               \
    RA = slotOf(__atomic_compare_exchange_n(at, &was, static_cast<type>(RK), false, \
                                            __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));   \
    NEXT(1);                                                                        \
  }
ATOMIC_OPS(I32, int32_t)
ATOMIC_OPS(U32, uint32_t)
ATOMIC_OPS(64, uint64_t)
#undef ATOMIC_OPS
