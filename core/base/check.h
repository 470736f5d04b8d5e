// CHECK and DCHECK: assertions about the runtime itself. A failed one means gopark is broken, never
// that the Go program is: the program's errors are values (Diagnostic, panics). Go's counterpart is
// `throw`. The report goes to stderr and the process aborts.
#pragma once

namespace gopark {

// checkFailed() prints the message and its place and aborts.
[[noreturn]] void checkFailed(const char* file, int line, const char* condition,
                              const char* message);

}  // namespace gopark

// CHECK aborts with `message` unless `condition` holds. On in every build.
#define CHECK(condition, message)                                     \
  do {                                                                \
    if (__builtin_expect(!(condition), 0))                            \
      ::gopark::checkFailed(__FILE__, __LINE__, #condition, message); \
  } while (0)

// DCHECK is CHECK in debug builds, and nothing (its condition unevaluated) in others. Only for
// measured hot paths.
#ifdef NDEBUG
#define DCHECK(condition, message) \
  do {                             \
  } while (0)
#else
#define DCHECK(condition, message) CHECK(condition, message)
#endif
