// See native_kit.h.
#include "native_kit.h"

#include "runtime/sudog.h"

namespace gopark {

void expectNothingLeft(Kit& kit) {
  Machine* machine = kit.machine();
  int live = 0;
  for (G* gp : machine->allgs) {
    if (!gp->system && readgstatus(gp) != _Gdead) live++;
  }
  EXPECT_EQ(live, 1) << "goroutines besides main are left";
  uint32_t inHeaps = 0;
  size_t sudogs = machine->sched.sudogcache.size();
  for (const auto& pp : machine->allpOwned) {
    sudogs += pp->sudogcache.size();
    // Zombies stay until the heap is looked at again.
    uint32_t zombies = static_cast<uint32_t>(pp->timers->zombies.load());
    inHeaps += zombies;
    EXPECT_EQ(timersLen(pp.get()), zombies) << "timers are left on P " << pp->id;
  }
  size_t made = machine->sched.sudogblocks.size() * (machine->settings.sudogCacheSize / 2);
  EXPECT_EQ(sudogs, made) << "sudogs are still in use";
  NativeCounts counts = nativeCounts(machine);
  EXPECT_EQ(counts.stacks, 1u) << "native stacks besides main's are left";
  EXPECT_LE(counts.objects, inHeaps) << "channels or timers are left";
}

}  // namespace gopark
