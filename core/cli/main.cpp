// The gopark command: run and check Go programs on the native hosts and the simulated one. Output
// and exit status are the program's own, as if Go had compiled it; what gopark itself has to say
// goes to stderr.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "cli/bench.h"
#include "cli/options.h"
#include "cli/sim.h"
#include "trace/event_json.h"

namespace gopark::cli {

namespace {

bool readSource(const std::string& path, std::string* text) {
  FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    std::fprintf(stderr, "gopark: %s: %s\n", path.c_str(), std::strerror(errno));
    return false;
  }
  char buffer[1 << 16];
  for (size_t n; (n = std::fread(buffer, 1, sizeof(buffer), file)) > 0;) text->append(buffer, n);
  bool failed = std::ferror(file) != 0;
  if (file != stdin) std::fclose(file);
  if (failed) std::fprintf(stderr, "gopark: %s: cannot be read\n", path.c_str());
  return !failed;
}

void report(const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& d : diagnostics) {
    std::fprintf(stderr, "%s\n", d.line > 0 ? d.text().c_str() : d.message.c_str());
  }
}

int run(const Options& o) {
  std::string source;
  if (!o.workload && !readSource(o.file, &source)) return 1;
  FILE* events = nullptr;
  if (!o.traceEvents.empty() && (events = std::fopen(o.traceEvents.c_str(), "wb")) == nullptr) {
    std::fprintf(stderr, "gopark: %s: %s\n", o.traceEvents.c_str(), std::strerror(errno));
    return 1;
  }
  SessionOptions options = o.session;
  options.keepEvents = events != nullptr;
  options.events = events != nullptr;
  options.directOutput = true;
  Session session(options);
  if (o.workload) {
    if (!session.startWorkload(o.file)) {
      std::fprintf(stderr, "gopark: no workload '%s'; there are:", o.file.c_str());
      for (const std::string& name : Session::workloads())
        std::fprintf(stderr, " %s", name.c_str());
      std::fputc('\n', stderr);
      return 1;
    }
  } else {
    auto diagnostics = session.start(source, o.file == "-" ? "prog.go" : o.file);
    if (!diagnostics.empty()) {
      report(diagnostics);
      return 1;
    }
  }
  std::string json;
  uint64_t lost = 0;
  int code = session.runToEnd([&] {
    if (events == nullptr) return;
    json.clear();
    for (const Event& event : session.takeEvents(&lost)) appendEventJson(event, &json);
    std::fwrite(json.data(), 1, json.size(), events);
  });
  if (events != nullptr) std::fclose(events);
  if (lost > 0) {
    std::fprintf(stderr,
                 "gopark: %llu events came faster than they could be written and are missing\n",
                 static_cast<unsigned long long>(lost));
  }
  if (session.stopCause() == StopCause::kTimeout) {
    std::fprintf(stderr, "gopark: the program was stopped: it ran longer than -timeout allows\n");
  }
  return code;
}

int check(const Options& o) {
  std::string source;
  if (!readSource(o.file, &source)) return 1;
  Session session(o.session);
  auto diagnostics = session.check(source, o.file == "-" ? "prog.go" : o.file, o.allErrors);
  report(diagnostics);
  return diagnostics.empty() ? 0 : 1;
}

}  // namespace

}  // namespace gopark::cli

int main(int argc, char** argv) {
  using namespace gopark::cli;
  Options options;
  int status = 0;
  if (!parseOptions(argc, argv, &options, &status)) return status;
  if (options.command == "run") status = run(options);
  if (options.command == "sim") {
    std::string source;
    status = readSource(options.file, &source) ? sim(options, source) : 1;
  }
  if (options.command == "check") status = check(options);
  if (options.command == "bench") status = bench(options);
  return status;
}
