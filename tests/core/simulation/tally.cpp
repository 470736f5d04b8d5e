// See tally.h.
#include "tally.h"

#include <algorithm>
#include <cstdio>

namespace gopark::simulation {

namespace {

// What chance exceeds once in a million, by degrees of freedom.
constexpr double kChiSquare[] = {0, 23.93, 27.63, 30.66, 33.38};

}  // namespace

void Tally::add(const Tally& other) {
  for (int k = 0; k < kReadyMax; k++) {
    for (int i = 0; i < kReadyMax; i++) taken[k][i] += other.taken[k][i];
  }
  runs += other.runs;
  ended += other.ended;
  deadlocks += other.deadlocks;
  endless += other.endless;
  goroutines += other.goroutines;
  events += other.events;
  turns += other.turns;
  turnsMax = std::max(turnsMax, other.turnsMax);
  virtualNs += other.virtualNs;
  virtualNsMax = std::max(virtualNsMax, other.virtualNsMax);
  hash = (hash ^ other.hash) * 0x9e3779b97f4a7c15u;
}

std::string Tally::unfair() const {
  for (int k = 2; k < kReadyMax; k++) {
    uint64_t all = 0;
    std::string counts;
    for (int i = 0; i < k; i++) {
      all += taken[k][i];
      counts += " " + std::to_string(taken[k][i]);
    }
    if (all < 100) continue;
    const double expected = static_cast<double>(all) / k;
    double chi = 0;
    for (int i = 0; i < k; i++) {
      const double off = static_cast<double>(taken[k][i]) - expected;
      chi += off * off / expected;
    }
    if (chi >= kChiSquare[k - 1]) {
      return "of " + std::to_string(k) + " ready cases select prefers some, taken:" + counts;
    }
  }
  return "";
}

std::string Tally::text() const {
  char text[400];
  std::snprintf(text, sizeof text,
                "%llu programs: %llu ended, %llu deadlocked, %llu without an end; %llu goroutines, "
                "%llu turns (at most %llu), %llu events, %.1f s of virtual time (at most %.1f)",
                static_cast<unsigned long long>(runs), static_cast<unsigned long long>(ended),
                static_cast<unsigned long long>(deadlocks),
                static_cast<unsigned long long>(endless),
                static_cast<unsigned long long>(goroutines), static_cast<unsigned long long>(turns),
                static_cast<unsigned long long>(turnsMax), static_cast<unsigned long long>(events),
                static_cast<double>(virtualNs) / 1e9, static_cast<double>(virtualNsMax) / 1e9);
  return text;
}

}  // namespace gopark::simulation
