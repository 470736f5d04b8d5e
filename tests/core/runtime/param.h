// What most runtime tests are run with: a host and a number of Ps.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "kit.h"

namespace gopark {

struct Config {
  HostKind host;
  int procs;
};

inline std::string configName(const testing::TestParamInfo<Config>& info) {
  return (info.param.host == HostKind::kThreads ? "threads" : "coop") +
         std::to_string(info.param.procs);
}

inline auto allConfigs() {
  return testing::Values(Config{HostKind::kThreads, 1}, Config{HostKind::kThreads, 2},
                         Config{HostKind::kThreads, 4}, Config{HostKind::kThreads, 8},
                         Config{HostKind::kCoop, 1}, Config{HostKind::kCoop, 2},
                         Config{HostKind::kCoop, 4}, Config{HostKind::kCoop, 8});
}

}  // namespace gopark
