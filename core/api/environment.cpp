// Reading of GOMAXPROCS, GODEBUG and GOTRACEBACK: see environment.h.
#include "api/environment.h"

#include <cstdlib>
#include <string_view>

namespace gopark {

namespace {

// A decimal number, or `otherwise` when the text is anything else.
int64_t number(std::string_view text, int64_t otherwise) {
  int64_t value = 0;
  if (text.empty() || text.size() > 15) return otherwise;
  for (char c : text) {
    if (c < '0' || c > '9') return otherwise;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

Environment readEnvironment(const std::vector<std::pair<std::string, std::string>>& env,
                            Settings* settings) {
  Environment result;
  for (const auto& [name, value] : env) {
    if (name == "GOMAXPROCS" && settings->gomaxprocs == 0) {
      int64_t n = number(value, 0);
      if (n > 0 && n <= 1024) settings->gomaxprocs = static_cast<int>(n);
    }
    if (name == "GOTRACEBACK") result.traceback = tracebackLevel(value);
    if (name != "GODEBUG") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      std::string_view item = rest.substr(0, rest.find(','));
      rest.remove_prefix(item.size() < rest.size() ? item.size() + 1 : rest.size());
      size_t equals = item.find('=');
      if (equals == std::string_view::npos) continue;
      std::string_view key = item.substr(0, equals);
      int64_t n = number(item.substr(equals + 1), 0);
      if (key == "schedtrace") result.schedtraceNs = n * 1'000'000;
      if (key == "scheddetail") result.scheddetail = n > 0;
      if (key == "asyncpreemptoff" && n > 0 && settings->preempt == PreemptMode::kAsync) {
        settings->preempt = PreemptMode::kCooperative;
      }
    }
  }
  return result;
}

}  // namespace gopark
