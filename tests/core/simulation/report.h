// What a failure looks like: its seed, and the smallest program and schedule that still fail.
#pragma once

#include <string>

#include "run.h"
#include "shrink.h"

namespace gopark::simulation {

// kind() is a finding without its numbers: two of one kind have the same cause, most likely.
std::string kind(const std::string& what);

// report() shrinks what was found and writes it for people.
std::string report(const Found& found);

}  // namespace gopark::simulation
