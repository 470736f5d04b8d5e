// `gopark bench`: runs every measurement of api/bench.h and prints the figures.
#include "cli/bench.h"

#include <cstdio>

#include "api/bench.h"

namespace gopark::cli {

int bench(const Options& options) {
  bool failed = false;
  if (options.json) std::printf("[");
  for (size_t i = 0; i < benchCount(); i++) {
    BenchItem item = benchItem(i);
    BenchRun run(i, options.session.host, nullptr);
    run.session().runToEnd(nullptr);
    double value = run.value();
    failed = failed || value < 0;
    if (options.json) {
      std::printf("%s\n  {\"name\":\"%s\",\"goroutines\":\"%s\",\"unit\":\"%s\",\"value\":%.1f}",
                  i == 0 ? "" : ",", item.name.c_str(), item.goroutines.c_str(), item.unit.c_str(),
                  value);
    } else {
      std::printf("%-18s %-18s %10.1f %s\n", item.name.c_str(), item.goroutines.c_str(), value,
                  item.unit.c_str());
    }
    std::fflush(stdout);
  }
  if (options.json) std::printf("\n]\n");
  return failed ? 1 : 0;
}

}  // namespace gopark::cli
