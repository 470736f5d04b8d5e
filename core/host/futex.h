// futexWait and futexWake: sleeping on a word of memory until someone changes it, the one primitive
// under every sleep on hosts with real threads. The Linux system call natively, the memory.atomic
// instructions in wasm, and elsewhere a table of condition variables (futex_generic_native.cpp).
//
// Go's counterpart: futexsleep and futexwakeup of os_linux.go.
#pragma once

#include <atomic>
#include <cstdint>

namespace gopark {

// futexWait() sleeps while *addr == value, at most ns nanoseconds (negative: no limit). It may
// return early for no reason. It orders nothing: the caller looks at *addr again with the order it
// needs.
void futexWait(std::atomic<uint32_t>* addr, uint32_t value, int64_t ns);

// futexWake() wakes at most count threads that sleep on addr. The word may be gone already; only
// its address is used.
void futexWake(std::atomic<uint32_t>* addr, uint32_t count);

}  // namespace gopark
