// `gopark bench`: nanoseconds per scheduler operation, on this machine, now.
#pragma once

#include "cli/options.h"

namespace gopark::cli {

// bench() runs every measurement and prints a table, or JSON with -json. Returns the exit status.
int bench(const Options& options);

}  // namespace gopark::cli
