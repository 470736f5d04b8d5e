// Command line parsing, on getopt_long_only: Go's tools spell long options with one dash.
#include "cli/options.h"

#include <getopt.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "api/knobs.h"

extern char** environ;

namespace gopark::cli {

namespace {

constexpr const char kUsage[] =
    "usage: gopark run [options] prog.go   compile and run a Go program (- reads standard input);\n"
    "                                      with _test.go files, run its tests: go test's options,\n"
    "                                      as -run REGEXP or -bench REGEXP, follow the file\n"
    "       gopark sim [options] prog.go   run it on a simulated machine, repeatably\n"
    "       gopark check [-e] prog.go      compile only\n"
    "       gopark bench [-json]           measure the scheduler\n"
    "\n"
    "  -procs N           GOMAXPROCS (default: $GOMAXPROCS, else the processors there are)\n"
    "  -preempt MODE      async, cooperative or none (default async)\n"
    "  -swap MODE         auto: only native goroutines own a native stack; context: all do\n"
    "  -host HOST         threads: every M is a thread; coop: every M on this one; sim: as the\n"
    "                     command sim (default threads)\n"
    "  -set NAME=VALUE    turn a knob of the scheduler, as globalTick=1 or forcePreemptNs=2ms;\n"
    "                     may be repeated; -set list names them all\n"
    "  -preset NAME       a whole scheduler: go1.26, go1.13, go1.4 or go1.1 (default go1.26)\n"
    "  -timeout D         stop the program after D, as 10s or 200ms\n"
    "  -leaks             report goroutines that wait for ever, when the program ends\n"
    "  -trace-events FILE write every scheduler event, one JSON object a line\n"
    "  -workload          the argument names a built-in C++ workload, not a file\n"
    "  -json              bench: print JSON\n"
    "  -e                 check: report all errors, not only the first ten\n"
    "\n"
    "  sim only:\n"
    "  -seed N            seed of every choice (default 1)\n"
    "  -seeds A..B        run every seed from A to B and report each distinct outcome\n"
    "  -cores N           virtual cores (default: as -procs, else 4)\n"
    "  -schedule S        the whole run by its name: settings, seed, overrides, faults\n"
    "  -steps N           stop after N steps (instructions, and steps of the scheduler)\n"
    "  -events FILE       as -trace-events\n"
    "  -compare FILE      compare the events with an earlier -events file\n"
    "  -break TEXT        say when this happens: \"line 12\", \"P1.runq > 5\", \"event steal\"\n"
    "  -v                 say what the run was called and how long it was\n"
    "\n"
    "GOMAXPROCS, GODEBUG=schedtrace=MS,scheddetail=1 and GOTRACEBACK are honoured as Go does.\n";

enum Option {
  kProcs = 1,
  kPreempt,
  kSwap,
  kHost,
  kSet,
  kPreset,
  kTimeout,
  kLeaks,
  kTraceEvents,
  kWorkload,
  kJson,
  kSeed,
  kSeeds,
  kCores,
  kSchedule,
  kSteps,
  kCompare,
  kBreak,
  kVerbose,
  kAllErrors,
  kHelp
};

constexpr option kOptions[] = {{"procs", required_argument, nullptr, kProcs},
                               {"preempt", required_argument, nullptr, kPreempt},
                               {"swap", required_argument, nullptr, kSwap},
                               {"host", required_argument, nullptr, kHost},
                               {"set", required_argument, nullptr, kSet},
                               {"preset", required_argument, nullptr, kPreset},
                               {"timeout", required_argument, nullptr, kTimeout},
                               {"leaks", no_argument, nullptr, kLeaks},
                               {"trace-events", required_argument, nullptr, kTraceEvents},
                               {"workload", no_argument, nullptr, kWorkload},
                               {"json", no_argument, nullptr, kJson},
                               {"seed", required_argument, nullptr, kSeed},
                               {"seeds", required_argument, nullptr, kSeeds},
                               {"cores", required_argument, nullptr, kCores},
                               {"schedule", required_argument, nullptr, kSchedule},
                               {"steps", required_argument, nullptr, kSteps},
                               {"events", required_argument, nullptr, kTraceEvents},
                               {"compare", required_argument, nullptr, kCompare},
                               {"break", required_argument, nullptr, kBreak},
                               {"v", no_argument, nullptr, kVerbose},
                               {"e", no_argument, nullptr, kAllErrors},
                               {"help", no_argument, nullptr, kHelp},
                               {nullptr, 0, nullptr, 0}};

// The value's place among the words of `choices` ("async|cooperative|none"), or -1.
int choose(const char* value, const char* choices) {
  size_t length = std::strlen(value);
  int index = 0;
  for (const char* at = choices; *at != '\0'; index++) {
    size_t word = std::strcspn(at, "|");
    if (word == length && std::strncmp(at, value, word) == 0) return index;
    at += word + (at[word] == '|' ? 1 : 0);
  }
  return -1;
}

bool badValue(const char* option, const char* value, const char* want) {
  std::fprintf(stderr, "gopark: -%s takes %s, not '%s'\n", option, want, value);
  return false;
}

void listKnobs() {
  for (int row = 0; row < settingCount(); row++) {
    const SettingInfo& info = settingInfo(row);
    std::printf("%s=%lld\n    %s\n    Takes %s. Go: %s.\n", info.name,
                static_cast<long long>(info.usual), info.what, knobRange(row).c_str(), info.go);
  }
}

// What -set and -preset were given; false, and it was said, when it is wrong.
bool said(const char* option, const std::string& wrong) {
  if (!wrong.empty()) std::fprintf(stderr, "gopark: -%s: %s\n", option, wrong.c_str());
  return wrong.empty();
}

bool setKnobOption(const char* value, Settings* settings) {
  const char* equals = std::strchr(value, '=');
  if (equals == nullptr) return badValue("set", value, "name=value");
  return said("set", setKnob(std::string_view(value, static_cast<size_t>(equals - value)),
                             equals + 1, settings));
}

bool number(const char* value, uint64_t min, uint64_t max, uint64_t* out) {
  char* end = nullptr;
  errno = 0;
  const uint64_t n = std::strtoull(value, &end, 10);
  if (end == value || *end != '\0' || *value == '-' || errno != 0 || n < min || n > max)
    return false;
  *out = n;
  return true;
}

bool applyOption(int which, const char* value, Options* o) {
  Settings& settings = o->session.settings;
  switch (which) {
    case kProcs: {
      char* end = nullptr;
      long n = std::strtol(value, &end, 10);
      if (end == value || *end != '\0' || n < 1 || n > 1024) {
        return badValue("procs", value, "a number from 1 to 1024");
      }
      settings.gomaxprocs = static_cast<int>(n);
      return true;
    }
    case kPreempt: {
      int mode = choose(value, "none|cooperative|async");
      if (mode < 0) return badValue("preempt", value, "async, cooperative or none");
      settings.preempt = static_cast<PreemptMode>(mode);
      return true;
    }
    case kSwap: {
      int mode = choose(value, "auto|context");
      if (mode < 0) return badValue("swap", value, "auto or context");
      settings.swap = static_cast<SwapMode>(mode);
      return true;
    }
    case kHost: {
      int host = choose(value, "threads|coop|sim");
      if (host < 0) return badValue("host", value, "threads, coop or sim");
      o->session.host = static_cast<HostKind>(host);
      return true;
    }
    case kSet:
      return setKnobOption(value, &settings);
    case kPreset:
      return said("preset", applyPreset(value, &settings));
    case kTimeout:
      o->session.timeoutNs = parseDuration(value);
      if (o->session.timeoutNs <= 0) {
        return badValue("timeout", value, "a duration such as 10s or 200ms");
      }
      return true;
    case kLeaks:
      o->session.leaks = LeakCheck::kReport;
      return true;
    case kTraceEvents:
      o->traceEvents = value;
      return true;
    case kSeed:
      if (!number(value, 0, UINT64_MAX, &o->session.schedule.sim.seed)) {
        return badValue("seed", value, "a number");
      }
      return true;
    case kSeeds: {
      const char* dots = std::strstr(value, "..");
      o->manySeeds = dots != nullptr &&
                     number(std::string(value, dots).c_str(), 0, UINT64_MAX, &o->firstSeed) &&
                     number(dots + 2, o->firstSeed, UINT64_MAX, &o->lastSeed);
      return o->manySeeds || badValue("seeds", value, "a range such as 1..1000");
    }
    case kCores: {
      uint64_t cores = 0;
      if (!number(value, 1, kSimCoresMax, &cores)) {
        return badValue("cores", value, "a number from 1 to 256");
      }
      o->session.schedule.sim.cores = static_cast<int>(cores);
      return true;
    }
    case kSchedule: {
      const std::string wrong = parseSchedule(value, &o->session.schedule);
      if (!wrong.empty()) std::fprintf(stderr, "gopark: -schedule: %s\n", wrong.c_str());
      settings = o->session.schedule.settings;
      return wrong.empty();
    }
    case kSteps:
      if (!number(value, 1, UINT64_MAX, &o->steps)) return badValue("steps", value, "a number");
      return true;
    case kCompare:
      o->compare = value;
      return true;
    case kBreak: {
      Breakpoint breakpoint;
      const std::string wrong = parseBreakpoint(value, &breakpoint);
      if (!wrong.empty()) std::fprintf(stderr, "gopark: -break: %s\n", wrong.c_str());
      o->breakpoints.push_back(breakpoint);
      return wrong.empty();
    }
    case kVerbose:
      o->verbose = true;
      return true;
    case kAllErrors:
      o->allErrors = true;
      return true;
    case kWorkload:
      o->workload = true;
      return true;
    case kJson:
      o->json = true;
      return true;
    default:
      return false;
  }
}

}  // namespace

bool parseOptions(int argc, char** argv, Options* o, int* status) {
  *status = 2;
  if (argc < 2) {
    std::fputs(kUsage, stderr);
    return false;
  }
  o->command = argv[1];
  if (o->command == "help" || o->command == "-help" || o->command == "--help" ||
      o->command == "-h") {
    std::fputs(kUsage, stdout);
    *status = 0;
    return false;
  }
  if (choose(o->command.c_str(), "run|sim|check|bench") < 0) {
    std::fprintf(stderr, "gopark: unknown command '%s'\n%s", argv[1], kUsage);
    return false;
  }
  for (char** entry = environ; *entry != nullptr; entry++) {
    if (const char* equals = std::strchr(*entry, '=')) {
      o->session.env.emplace_back(std::string(*entry, static_cast<size_t>(equals - *entry)),
                                  equals + 1);
    }
  }
  if (o->command == "sim") o->session.host = HostKind::kSim;
  optind = 2;
  // '+': what follows the program's name belongs to the program.
  for (int which; (which = getopt_long_only(argc, argv, "+", kOptions, nullptr)) != -1;) {
    if (which == kHelp) {
      std::fputs(kUsage, stdout);
      *status = 0;
      return false;
    }
    if (which == kSet && std::strcmp(optarg, "list") == 0) {
      listKnobs();
      *status = 0;
      return false;
    }
    if (which == '?' || !applyOption(which, optarg, o)) return false;
  }
  if (o->session.host == HostKind::kSim) o->session.schedule.settings = o->session.settings;
  if (o->command == "bench") return true;
  if (optind >= argc) {
    std::fprintf(stderr, "gopark %s: which program?\n%s", argv[1], kUsage);
    return false;
  }
  o->file = argv[optind];
  for (int i = optind; i < argc; i++) o->session.args.push_back(argv[i]);
  return true;
}

}  // namespace gopark::cli
