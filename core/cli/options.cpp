// Command line parsing, on getopt_long_only: Go's tools spell long options with one dash.
#include "cli/options.h"

#include <getopt.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

extern char** environ;

namespace gopark::cli {

namespace {

constexpr const char kUsage[] =
    "usage: gopark run [options] prog.go   compile and run a Go program (- reads standard input)\n"
    "       gopark check prog.go           compile only\n"
    "       gopark bench [-json]           measure the scheduler\n"
    "\n"
    "  -procs N           GOMAXPROCS (default: $GOMAXPROCS, else the processors there are)\n"
    "  -preempt MODE      async, cooperative or none (default async)\n"
    "  -swap MODE         auto: only native goroutines own a native stack; context: all do\n"
    "  -host HOST         threads: every M is a thread; coop: every M on this one (default "
    "threads)\n"
    "  -timeout D         stop the program after D, as 10s or 200ms\n"
    "  -trace-events FILE write every scheduler event, one JSON object a line\n"
    "  -workload          the argument names a built-in C++ workload, not a file\n"
    "  -json              bench: print JSON\n"
    "\n"
    "GOMAXPROCS, GODEBUG=schedtrace=MS,scheddetail=1 and GOTRACEBACK are honoured as Go does.\n";

enum Option { kProcs = 1, kPreempt, kSwap, kHost, kTimeout, kTraceEvents, kWorkload, kJson, kHelp };

constexpr option kOptions[] = {{"procs", required_argument, nullptr, kProcs},
                               {"preempt", required_argument, nullptr, kPreempt},
                               {"swap", required_argument, nullptr, kSwap},
                               {"host", required_argument, nullptr, kHost},
                               {"timeout", required_argument, nullptr, kTimeout},
                               {"trace-events", required_argument, nullptr, kTraceEvents},
                               {"workload", no_argument, nullptr, kWorkload},
                               {"json", no_argument, nullptr, kJson},
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
    case kTimeout:
      o->session.timeoutNs = parseDuration(value);
      if (o->session.timeoutNs <= 0) {
        return badValue("timeout", value, "a duration such as 10s or 200ms");
      }
      return true;
    case kTraceEvents:
      o->traceEvents = value;
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

int64_t parseDuration(const std::string& text) {
  static constexpr struct {
    const char* unit;
    double ns;
  } kUnits[] = {{"ns", 1},  {"us", 1e3}, {"µs", 1e3},  {"ms", 1e6},
                {"s", 1e9}, {"m", 6e10}, {"h", 3.6e12}};
  double total = 0;
  const char* at = text.c_str();
  if (*at == '\0') return -1;
  while (*at != '\0') {
    char* end = nullptr;
    double value = std::strtod(at, &end);
    if (end == at || value < 0) return -1;
    size_t length = std::strcspn(end, "0123456789.");
    double scale = 0;
    for (const auto& unit : kUnits) {
      if (std::strlen(unit.unit) == length && std::strncmp(end, unit.unit, length) == 0) {
        scale = unit.ns;
      }
    }
    if (scale == 0) return -1;
    total += value * scale;
    at = end + length;
  }
  return total < 9e18 ? static_cast<int64_t>(total) : -1;
}

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
  if (choose(o->command.c_str(), "run|check|bench") < 0) {
    std::fprintf(stderr, "gopark: unknown command '%s'\n%s", argv[1], kUsage);
    return false;
  }
  for (char** entry = environ; *entry != nullptr; entry++) {
    if (const char* equals = std::strchr(*entry, '=')) {
      o->session.env.emplace_back(std::string(*entry, static_cast<size_t>(equals - *entry)),
                                  equals + 1);
    }
  }
  optind = 2;
  // '+': what follows the program's name belongs to the program.
  for (int which; (which = getopt_long_only(argc, argv, "+", kOptions, nullptr)) != -1;) {
    if (which == kHelp) {
      std::fputs(kUsage, stdout);
      *status = 0;
      return false;
    }
    if (which == '?' || !applyOption(which, optarg, o)) return false;
  }
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
