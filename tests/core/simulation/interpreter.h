// The interpreter: runs a Body's operations on the runtime, and each of them on the model as well.
#pragma once

#include "body.h"

namespace gopark::simulation {

// goBodyOf() is the goroutine that interprets `body`.
GoBody goBodyOf(Body* body);

}  // namespace gopark::simulation
