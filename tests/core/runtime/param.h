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

inline const char* hostName(HostKind host) {
  switch (host) {
    case HostKind::kThreads:
      return "threads";
    case HostKind::kCoop:
      return "coop";
    case HostKind::kSim:
      break;
  }
  return "sim";
}

inline std::string configName(const testing::TestParamInfo<Config>& info) {
  return std::string(hostName(info.param.host)) + std::to_string(info.param.procs);
}

inline auto allConfigs() {
  return testing::Values(
      Config{HostKind::kThreads, 1}, Config{HostKind::kThreads, 2}, Config{HostKind::kThreads, 4},
      Config{HostKind::kThreads, 8}, Config{HostKind::kCoop, 1}, Config{HostKind::kCoop, 2},
      Config{HostKind::kCoop, 4}, Config{HostKind::kCoop, 8}, Config{HostKind::kSim, 1},
      Config{HostKind::kSim, 2}, Config{HostKind::kSim, 4}, Config{HostKind::kSim, 8});
}

}  // namespace gopark
