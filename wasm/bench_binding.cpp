// The Embind surface of core/api's measurements: what `gopark bench` runs, for a caller that has an
// event loop to turn between ticks.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include "api/bench.h"
#include "worker_pool.h"

namespace gopark {
namespace {

using emscripten::val;

class BenchBinding {
 public:
  explicit BenchBinding(unsigned index)
      : run_(index, hostSupported(HostKind::kThreads) ? HostKind::kThreads : HostKind::kCoop,
             moduleWorkers()) {}

  double tick(double budgetNs) {
    return static_cast<double>(run_.session().tick(static_cast<int64_t>(budgetNs)));
  }

  double value() { return run_.value(); }

 private:
  BenchRun run_;
};

unsigned count() {
  return static_cast<unsigned>(benchCount());
}

val item(unsigned index) {
  BenchItem item = benchItem(index);
  val object = val::object();
  object.set("name", item.name);
  object.set("goroutines", item.goroutines);
  object.set("unit", item.unit);
  return object;
}

}  // namespace

EMSCRIPTEN_BINDINGS(gopark_bench) {
  emscripten::class_<BenchBinding>("BenchRun")
      .constructor<unsigned>()
      .function("tick", &BenchBinding::tick)
      .function("value", &BenchBinding::value);
  emscripten::function("benchCount", &count);
  emscripten::function("benchItem", &item);
}

}  // namespace gopark
