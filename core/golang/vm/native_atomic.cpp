// The natives of sync/atomic: one machine word each, sequentially consistent. Go's counterpart:
// internal/runtime/atomic. A method's word lies at its receiver's address: the marker field before
// it has no size.
#include "golang/vm/natives.h"

namespace gopark::vm {

namespace {

// A nil address panics as any nil dereference.
NativeStatus nilAddress(NativeCall& c) {
  goroutineOf(c.gp)->failNil(0);
  return NativeStatus::kPanic;
}

enum class AtomicOp { kAdd, kAnd, kOr, kSwap, kCompareAndSwap, kLoad, kStore };

// T is the word's type, Method whether the address is the receiver instead of the first argument.
template <AtomicOp kOp, typename T, bool kMethod>
NativeStatus atomicOp(NativeCall& c) {
  const Slot* args = kMethod ? c.in : c.in + 1;
  auto* word = ptrOf<T>(kMethod ? c.recv[0] : c.in[0]);
  if (word == nullptr) return nilAddress(c);
  if constexpr (kOp == AtomicOp::kLoad) {
    c.out[0] = slotOf(__atomic_load_n(word, __ATOMIC_SEQ_CST));
  } else {
    T x = static_cast<T>(args[0]);
    if constexpr (kOp == AtomicOp::kAdd) {
      c.out[0] = slotOf(__atomic_add_fetch(word, x, __ATOMIC_SEQ_CST));
    } else if constexpr (kOp == AtomicOp::kAnd) {
      c.out[0] = slotOf(__atomic_fetch_and(word, x, __ATOMIC_SEQ_CST));
    } else if constexpr (kOp == AtomicOp::kOr) {
      c.out[0] = slotOf(__atomic_fetch_or(word, x, __ATOMIC_SEQ_CST));
    } else if constexpr (kOp == AtomicOp::kSwap) {
      c.out[0] = slotOf(__atomic_exchange_n(word, x, __ATOMIC_SEQ_CST));
    } else if constexpr (kOp == AtomicOp::kStore) {
      __atomic_store_n(word, x, __ATOMIC_SEQ_CST);
    } else {
      c.out[0] = slotOf(__atomic_compare_exchange_n(word, &x, static_cast<T>(args[1]), false,
                                                    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
    }
  }
  return NativeStatus::kDone;
}

#define GOPARK_ATOMIC(op, name, suffix, T)                            \
  {"sync/atomic." #name #suffix, atomicOp<AtomicOp::op, T, false>}, { \
    "sync/atomic." #suffix "." #name, atomicOp<AtomicOp::op, T, true> \
  }
#define GOPARK_ATOMIC_TYPE(suffix, T)                                           \
  GOPARK_ATOMIC(kAdd, Add, suffix, T), GOPARK_ATOMIC(kAnd, And, suffix, T),     \
      GOPARK_ATOMIC(kOr, Or, suffix, T), GOPARK_ATOMIC(kSwap, Swap, suffix, T), \
      GOPARK_ATOMIC(kCompareAndSwap, CompareAndSwap, suffix, T),                \
      GOPARK_ATOMIC(kLoad, Load, suffix, T), GOPARK_ATOMIC(kStore, Store, suffix, T)

constexpr NativeDef kAtomicNatives[] = {
    GOPARK_ATOMIC_TYPE(Int32, int32_t),
    GOPARK_ATOMIC_TYPE(Int64, int64_t),
    GOPARK_ATOMIC_TYPE(Uint32, uint32_t),
    GOPARK_ATOMIC_TYPE(Uint64, uint64_t),
    GOPARK_ATOMIC_TYPE(Uintptr, uint64_t),
    {"sync/atomic.SwapPointer", atomicOp<AtomicOp::kSwap, uint64_t, false>},
    {"sync/atomic.CompareAndSwapPointer", atomicOp<AtomicOp::kCompareAndSwap, uint64_t, false>},
    {"sync/atomic.LoadPointer", atomicOp<AtomicOp::kLoad, uint64_t, false>},
    {"sync/atomic.StorePointer", atomicOp<AtomicOp::kStore, uint64_t, false>},
};

#undef GOPARK_ATOMIC_TYPE
#undef GOPARK_ATOMIC

}  // namespace

std::span<const NativeDef> atomicNatives() {
  return kAtomicNatives;
}

}  // namespace gopark::vm
