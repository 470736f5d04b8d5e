// Shrinking: from a program and a schedule that fail to small ones that still do, by leaving out
// parts for as long as the failure stays (delta debugging).
#pragma once

#include <functional>

#include "program.h"
#include "schedule.h"

namespace gopark::simulation {

struct Pair {
  Program program;
  Schedule schedule;
};

// shrink() leaves out what it can for as long as fails(pair) holds, asking at most `tries` times.
Pair shrink(const Pair& pair, const std::function<bool(const Pair&)>& fails, uint32_t tries);

}  // namespace gopark::simulation
