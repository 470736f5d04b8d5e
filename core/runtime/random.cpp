// Random choices of the runtime. All draws come through choose() with what they decide, so that a
// controlled host can take the decision itself. Go's counterpart: cheaprand of rand.go.
#include "runtime/proc.h"

namespace gopark {

uint32_t choose(M* mp, ChoiceKind kind, uint32_t n, const uint32_t* what) {
  if (mp->machine->meter == nullptr) return mp->rng.below(n);
  const G* gp = mp->curg.load(std::memory_order_relaxed);
  const uint64_t subject = gp == nullptr ? 0 : gp->goid.load(std::memory_order_relaxed);
  return mp->machine->host->choose(kind, n, what, static_cast<uint32_t>(subject));
}

uint32_t cheaprand(M* mp, ChoiceKind kind) {
  return mp->rng.next32();
}

}  // namespace gopark
