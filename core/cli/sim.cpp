// See sim.h.
#include "cli/sim.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <vector>

#include "api/simulation.h"
#include "trace/event_json.h"

namespace gopark::cli {

namespace {

constexpr int kExitSteps = 124;  // As after a timeout.
constexpr int kExitDiffers = 3;  // -compare.
constexpr size_t kSeedsShown = 8;
constexpr size_t kLinesShown = 20;

using File = std::unique_ptr<FILE, int (*)(FILE*)>;

File open(const std::string& path, const char* mode) {
  File file(std::fopen(path.c_str(), mode), std::fclose);
  if (file == nullptr) {
    std::fprintf(stderr, "gopark: %s: %s\n", path.c_str(), std::strerror(errno));
  }
  return file;
}

// Expected compares a run's events with those of an earlier one, line by line.
class Expected {
 public:
  explicit Expected(FILE* file) : file_(file) {}

  void check(const std::string& json) {
    size_t at = 0;
    while (at < json.size() && !differs_) {
      const size_t end = json.find('\n', at);
      take(json.substr(at, end - at));
      at = end + 1;
    }
  }

  // finish() tells whether all was the same, and where it first was not.
  bool finish() {
    std::string line;
    if (!differs_ && readLine(&line)) report(line, "(no more events)");
    if (!differs_) std::fprintf(stderr, "gopark: %zu events, all the same\n", lines_);
    return !differs_;
  }

 private:
  void take(const std::string& got) {
    std::string want;
    const bool more = readLine(&want);
    if (!more || want != got) {
      report(more ? want : "(no more events)", got);
      return;
    }
    lines_++;
  }

  void report(const std::string& want, const std::string& got) {
    differs_ = true;
    std::fprintf(stderr, "gopark: the runs differ first at event %zu\n  want %s\n  got  %s\n",
                 lines_ + 1, want.c_str(), got.c_str());
  }

  bool readLine(std::string* line) {
    line->clear();
    for (int c; (c = std::fgetc(file_)) != EOF && c != '\n';) line->push_back(static_cast<char>(c));
    return !line->empty();
  }

  FILE* file_;
  size_t lines_ = 0;
  bool differs_ = false;
};

bool startProgram(Session* session, const Options& o, const std::string& source) {
  auto diagnostics = session->start(source, o.file == "-" ? "prog.go" : o.file);
  for (const Diagnostic& d : diagnostics) {
    std::fprintf(stderr, "%s\n", d.line > 0 ? d.text().c_str() : d.message.c_str());
  }
  return diagnostics.empty();
}

// Runs to the end, to -steps, or to a breakpoint. True: the program has ended.
bool runOn(Session* session, const Options& o, const std::function<void()>& eachSlice) {
  Target target;
  if (o.steps > 0) target.tick = o.steps;
  target.breakpoints = !o.breakpoints.empty();
  for (;;) {
    const Halt halt = session->simulation()->run(target, 50'000'000);
    eachSlice();
    switch (halt) {
      case Halt::kBudget:
        continue;
      case Halt::kEnded:
        return true;
      case Halt::kBreakpoint: {
        const Position at = session->simulation()->position();
        std::fprintf(stderr, "gopark: %s: event %llu, tick %llu, %.3f µs\n",
                     session->simulation()->breakReason().c_str(),
                     static_cast<unsigned long long>(at.events),
                     static_cast<unsigned long long>(at.tick),
                     static_cast<double>(at.timeNs) / 1e3);
        continue;
      }
      case Halt::kStuck:
        std::fprintf(stderr, "gopark: nothing can happen any more\n");
        return false;
      case Halt::kReached:
        std::fprintf(stderr, "gopark: stopped after %llu steps\n",
                     static_cast<unsigned long long>(o.steps));
        return false;
    }
  }
}

// Lets a run that is over for us leave the machine in order.
void endRun(Session* session) {
  if (session->done()) return;
  session->stop();
  while (session->tick(-1) >= 0) continue;
}

void writeAll(Session* session) {
  for (const OutputChunk& chunk : session->takeOutput(SIZE_MAX)) {
    FILE* to = chunk.stream == Stream::kStdout ? stdout : stderr;
    std::fwrite(chunk.text.data(), 1, chunk.text.size(), to);
  }
  std::fflush(stdout);
}

int runOnce(const Options& o, const std::string& source) {
  File events(nullptr, std::fclose);
  File expected(nullptr, std::fclose);
  if (!o.traceEvents.empty() && (events = open(o.traceEvents, "wb")) == nullptr) return 1;
  if (!o.compare.empty() && (expected = open(o.compare, "rb")) == nullptr) return 1;
  SessionOptions options = o.session;
  options.keepEvents = events != nullptr || expected != nullptr;
  Session session(options);
  if (!startProgram(&session, o, source)) return 1;
  session.simulation()->setBreakpoints(o.breakpoints);
  Expected comparison(expected.get());
  std::string json;
  const bool ended = runOn(&session, o, [&] {
    writeAll(&session);
    if (!options.keepEvents) return;
    json.clear();
    uint64_t lost = 0;
    for (const Event& event : session.takeEvents(&lost)) appendEventJson(event, &json);
    if (events != nullptr) std::fwrite(json.data(), 1, json.size(), events.get());
    if (expected != nullptr) comparison.check(json);
  });
  if (o.verbose) {
    const Position at = session.simulation()->position();
    std::fprintf(
        stderr, "gopark: %s: %llu events, %llu decisions, %llu steps, %.6f s of virtual time\n",
        formatSchedule(session.simulation()->schedule()).c_str(),
        static_cast<unsigned long long>(at.events), static_cast<unsigned long long>(at.decisions),
        static_cast<unsigned long long>(at.tick), static_cast<double>(at.timeNs) / 1e9);
  }
  const int code = session.exitCode();
  endRun(&session);
  if (expected != nullptr && !comparison.finish()) return kExitDiffers;
  return ended ? code : kExitSteps;
}

struct Outcome {
  std::string text;  // Output and exit status.
  std::vector<uint64_t> seeds;
};

// The outcome of one seed: everything a person at a terminal would see.
bool outcomeOf(const Options& o, const std::string& source, uint64_t seed, std::string* text) {
  SessionOptions options = o.session;
  options.schedule.sim.seed = seed;
  Session session(options);
  if (!startProgram(&session, o, source)) return false;
  Target target;
  if (o.steps > 0) target.tick = o.steps;
  const Halt halt = session.simulation()->run(target, -1);
  for (const OutputChunk& chunk : session.takeOutput(SIZE_MAX)) *text += chunk.text;
  if (!text->empty() && text->back() != '\n') *text += '\n';
  if (halt == Halt::kEnded) {
    *text += "exit status " + std::to_string(session.exitCode()) + "\n";
  } else {
    *text += halt == Halt::kStuck ? "nothing can happen any more\n" : "still running\n";
  }
  endRun(&session);
  return true;
}

void printIndented(const std::string& text) {
  size_t at = 0;
  for (size_t line = 0; at < text.size(); line++) {
    if (line == kLinesShown) {
      std::printf("    ...\n");
      return;
    }
    const size_t end = std::min(text.find('\n', at), text.size());
    std::printf("    %s\n", text.substr(at, end - at).c_str());
    at = end + 1;
  }
}

int runMany(const Options& o, const std::string& source) {
  std::vector<Outcome> outcomes;
  std::map<std::string, size_t> known;
  uint64_t count = 0;
  for (uint64_t seed = o.firstSeed;; seed++) {
    std::string text;
    if (!outcomeOf(o, source, seed, &text)) return 1;
    auto [at, isNew] = known.emplace(text, outcomes.size());
    if (isNew) outcomes.push_back(Outcome{text, {}});
    outcomes[at->second].seeds.push_back(seed);
    count++;
    if (seed == o.lastSeed) break;
  }
  std::stable_sort(outcomes.begin(), outcomes.end(), [](const Outcome& a, const Outcome& b) {
    return a.seeds.size() > b.seeds.size();
  });
  std::printf("%llu seed%s, %zu outcome%s\n", static_cast<unsigned long long>(count),
              count == 1 ? "" : "s", outcomes.size(), outcomes.size() == 1 ? "" : "s");
  for (const Outcome& outcome : outcomes) {
    Schedule schedule = o.session.schedule;
    schedule.sim.seed = outcome.seeds.front();
    std::printf("\n%zu of %llu: seed", outcome.seeds.size(),
                static_cast<unsigned long long>(count));
    for (size_t i = 0; i < std::min(outcome.seeds.size(), kSeedsShown); i++) {
      std::printf("%s %llu", i == 0 ? "" : ",", static_cast<unsigned long long>(outcome.seeds[i]));
    }
    if (outcome.seeds.size() > kSeedsShown) std::printf(", ...");
    std::printf("\n  gopark sim -schedule '%s' %s\n", formatSchedule(schedule).c_str(),
                o.file.c_str());
    printIndented(outcome.text);
  }
  return outcomes.size() == 1 ? 0 : 1;
}

}  // namespace

int sim(const Options& o, const std::string& source) {
  return o.manySeeds ? runMany(o, source) : runOnce(o, source);
}

}  // namespace gopark::cli
