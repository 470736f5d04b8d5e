// The failing side of CHECK: see check.h.
#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace gopark {

void checkFailed(const char* file, int line, const char* condition, const char* message) {
  std::fprintf(stderr, "gopark: %s (%s) at %s:%d\n", message, condition, file, line);
  std::fflush(stderr);
  std::abort();
}

}  // namespace gopark
