// See shrink.h.
#include "shrink.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace gopark::simulation {

namespace {

class Shrinker {
 public:
  Shrinker(const Pair& pair, const std::function<bool(const Pair&)>& fails, uint32_t tries)
      : best_(pair), fails_(fails), left_(tries) {}

  Pair run() {
    for (bool again = true; again && left_ > 0;) {
      again = false;
      again |= routines();
      again |= operations();
      again |= cases();
      again |= numbers();
      again |= faults();
      again |= schedule();
    }
    return best_;
  }

 private:
  bool attempt(const Pair& pair) {
    if (left_ == 0) return false;
    left_--;
    if (!fails_(pair)) return false;
    best_ = pair;
    return true;
  }

  // Tries to leave out elements of a list, first many at a time. `list` finds it in a pair.
  template <class List>
  bool elements(List list) {
    bool any = false;
    for (size_t chunk = std::max<size_t>(1, list(best_).size() / 2); chunk > 0; chunk /= 2) {
      for (size_t at = 0; at < list(best_).size();) {
        Pair pair = best_;
        auto& all = list(pair);
        const auto first = all.begin() + static_cast<std::ptrdiff_t>(at);
        const size_t n = std::min(chunk, all.size() - at);
        all.erase(first, first + static_cast<std::ptrdiff_t>(n));
        if (attempt(pair)) {
          any = true;
        } else {
          at += n;
        }
      }
    }
    return any;
  }

  // A routine is emptied, so that the numbers of the others stay; the last ones go.
  bool routines() {
    bool any = false;
    while (best_.program.routines.size() > 1) {
      Pair pair = best_;
      pair.program.routines.pop_back();
      const size_t count = pair.program.routines.size();
      for (Routine& routine : pair.program.routines) {
        std::erase_if(routine.ops, [&](const Op& op) {
          return op.kind == OpKind::kSpawn && op.object >= count;
        });
      }
      if (!attempt(pair)) break;
      any = true;
    }
    for (size_t i = 0; i < best_.program.routines.size(); i++) {
      if (best_.program.routines[i].ops.empty()) continue;
      Pair pair = best_;
      pair.program.routines[i].ops.clear();
      any |= attempt(pair);
    }
    return any;
  }

  bool operations() {
    bool any = false;
    for (size_t i = 0; i < best_.program.routines.size(); i++) {
      any |= elements([i](Pair & pair) -> auto& { return pair.program.routines[i].ops; });
    }
    return any;
  }

  bool cases() {
    bool any = false;
    for (size_t i = 0; i < best_.program.routines.size(); i++) {
      for (size_t k = 0; k < best_.program.routines[i].ops.size(); k++) {
        if (best_.program.routines[i].ops[k].cases.size() < 2) continue;
        any |= elements(
            [ i, k ](Pair & pair) -> auto& { return pair.program.routines[i].ops[k].cases; });
      }
    }
    return any;
  }

  // Smaller numbers: half, or the least.
  template <class T, class Where>
  bool smaller(Where where, T least) {
    bool any = false;
    while (where(best_) > least) {
      Pair pair = best_;
      where(pair) = least;
      if (attempt(pair)) return true;
      pair = best_;
      where(pair) = least + (where(pair) - least) / 2;
      if (!attempt(pair)) break;
      any = true;
    }
    return any;
  }

  bool numbers() {
    bool any = false;
    for (size_t i = 0; i < best_.program.routines.size(); i++) {
      any |= smaller<uint32_t>(
          [i](Pair & pair) -> auto& { return pair.program.routines[i].repeat; }, 1);
      for (size_t k = 0; k < best_.program.routines[i].ops.size(); k++) {
        if (best_.program.routines[i].ops[k].n <= 1) continue;
        any |= smaller<int64_t>(
            [ i, k ](Pair & pair) -> auto& { return pair.program.routines[i].ops[k].n; }, 1);
      }
    }
    return any;
  }

  bool faults() {
    return elements([](Pair & pair) -> auto& { return pair.schedule.sim.faults; });
  }

  template <class Change>
  bool change(Change change) {
    Pair pair = best_;
    return change(&pair.schedule) && attempt(pair);
  }

  // The usual costs, fewer cores, fewer Ps.
  bool schedule() {
    bool any = false;
    for (int i = 0; i < static_cast<int>(Cost::kCount); i++) {
      any |= change([i](Schedule* s) {
        int64_t& ns = s->sim.costs[static_cast<Cost>(i)];
        const int64_t usual = costInfo(static_cast<Cost>(i)).defaultNs;
        return std::exchange(ns, usual) != usual;
      });
    }
    any |= smaller<int>(
        [](Pair & pair) -> auto& { return pair.schedule.sim.cores; }, 1);
    any |= smaller<int>(
        [](Pair & pair) -> auto& { return pair.schedule.settings.gomaxprocs; }, 1);
    return any;
  }

  Pair best_;
  const std::function<bool(const Pair&)>& fails_;
  uint32_t left_;
};

}  // namespace

Pair shrink(const Pair& pair, const std::function<bool(const Pair&)>& fails, uint32_t tries) {
  return Shrinker(pair, fails, tries).run();
}

}  // namespace gopark::simulation
