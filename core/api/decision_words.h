// A decision in words: the question that was answered, and its alternatives.
#pragma once

#include <string>
#include <vector>

#include "host/sim/sim_options.h"

namespace gopark {

// choiceName() is the kind's name as the page writes it: "stealOrder".
const char* choiceName(ChoiceKind kind);

struct DecisionWords {
  std::string question;                   // "Which ready case does G7's select take?"
  std::vector<std::string> alternatives;  // "case 1"; those without a meaning of their own are left
                                          // out, so it may be shorter than the decision's n.
};

DecisionWords describe(const Decision& decision);

}  // namespace gopark
