// Random choices of the runtime. All draws come through choose() with what they decide, so that a
// controlled host can take the decision itself. Go's counterpart: cheaprand of rand.go.
#include "runtime/proc.h"

namespace gopark {

uint32_t choose(M* mp, ChoiceKind kind, uint32_t n) {
  return mp->rng.below(n);
}

uint32_t cheaprand(M* mp, ChoiceKind kind) {
  return mp->rng.next32();
}

}  // namespace gopark
