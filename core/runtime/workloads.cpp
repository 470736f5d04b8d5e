// See workloads.h. All goroutine code is in namespace stackful: Asyncify must be able to carry its
// frames, so what blocks is reached by direct calls only.
#include "runtime/workloads.h"

#include <charconv>
#include <iterator>

#include "runtime/goroutine.h"
#include "runtime/stress.h"

namespace gopark {

namespace {

// What a person may set. 0: the workload's own number.
struct Params {
  int64_t goroutines = 0;
  int64_t size = 0;  // Of one goroutine's work: numbers, rounds or steps.
};

// The start functions of their goroutines, by startpc.
enum Name : uint32_t {
  kMain = 1,
  kCountPrimes,
  kPing,
  kPong,
  kComputer,
  kSleeper,
  kBlocker,
  kLocker,
  kTickWatcher,
};

constexpr const char* kNames[] = {
    "",
    "main.main",
    "main.countPrimes",
    "main.ping",
    "main.pong",
    "main.computer",
    "main.sleeper",
    "main.blocker",
    "main.locker",
    "main.tickWatcher",
};

}  // namespace

namespace stackful {

namespace {

// --- fanout
// -----------------------------------------------------------------------------------------

// Counts the primes in [from, to) by trial division: much work on little memory.
int64_t primesBetween(int64_t from, int64_t to) {
  int64_t count = 0;
  for (int64_t n = from < 2 ? 2 : from; n < to; n++) {
    bool prime = true;
    for (int64_t d = 2; d * d <= n && prime; d++) prime = n % d != 0;
    count += prime ? 1 : 0;
    if (n % 64 == 0) poll();
  }
  return count;
}

void fanout(const Params& params) {
  const int64_t goroutines = params.goroutines > 0 ? params.goroutines : 64;
  const int64_t size = params.size > 0 ? params.size : 4000;
  Chan<int64_t> counts = makeChan<int64_t>();
  for (int64_t i = 0; i < goroutines; i++) {
    go([counts, i, size] { counts.send(primesBetween(i * size, (i + 1) * size)); }, kCountPrimes);
  }
  int64_t total = 0;
  for (int64_t i = 0; i < goroutines; i++) total += counts.recv();
  print("fanout: " + std::to_string(goroutines) + " goroutines found " + std::to_string(total) +
        " primes below " + std::to_string(goroutines * size) + "\n");
}

// --- pingpong
// ---------------------------------------------------------------------------------------

void pingpong(const Params& params) {
  const int64_t pairs = params.goroutines > 0 ? (params.goroutines + 1) / 2 : 4;
  const int64_t rounds = params.size > 0 ? params.size : 20'000;
  Chan<int64_t> ends = makeChan<int64_t>(pairs);
  for (int64_t i = 0; i < pairs; i++) {
    Chan<int64_t> there = makeChan<int64_t>(), back = makeChan<int64_t>();
    go(
        [there, back, ends, rounds] {
          int64_t value = 0;
          for (int64_t n = 0; n < rounds; n++) {
            there.send(value);
            value = back.recv();
          }
          there.close();
          ends.send(value);
        },
        kPing);
    go(
        [there, back] {
          int64_t value;
          while (there.recv(&value)) back.send(value + 1);
        },
        kPong);
  }
  int64_t total = 0;
  for (int64_t i = 0; i < pairs; i++) total += ends.recv();
  print("pingpong: " + std::to_string(pairs) + " pairs, " + std::to_string(rounds) +
        " rounds each, counted " + std::to_string(total) + "\n");
}

// --- mixed
// ------------------------------------------------------------------------------------------

struct Tally {
  Mutex mutex;
  int64_t steps = 0;  // L(mutex).

  void add(int64_t n) {
    mutex.lock();
    steps += n;
    mutex.unlock();
  }
};

constexpr int64_t kMs = 1'000'000;

void mixed(const Params& params) {
  const int64_t each = params.goroutines > 0 ? (params.goroutines + 3) / 4 : 4;
  const int64_t steps = params.size > 0 ? params.size : 20;
  Tally tally;
  WaitGroup wg;
  Chan<int64_t> quit = makeChan<int64_t>();
  for (int64_t i = 0; i < each; i++) {
    wg.add(4);
    go(
        [&, i] {
          for (int64_t n = 0; n < steps; n++) {
            primesBetween(i * 1000, i * 1000 + 1000);
            tally.add(1);
          }
          wg.done();
        },
        kComputer);
    go(
        [&, i] {
          for (int64_t n = 0; n < steps; n++) {
            sleep((1 + i % 3) * kMs);
            tally.add(1);
          }
          wg.done();
        },
        kSleeper);
    go(
        [&, i] {
          for (int64_t n = 0; n < steps; n++) {
            blockingSleep((1 + i % 2) * kMs);
            tally.add(1);
          }
          wg.done();
        },
        kBlocker);
    go(
        [&] {
          for (int64_t n = 0; n < steps; n++) {
            // Held across a yield, so that others have to queue.
            tally.mutex.lock();
            gosched();
            tally.steps++;
            tally.mutex.unlock();
            poll();
          }
          wg.done();
        },
        kLocker);
  }
  Chan<int64_t> ticks = makeChan<int64_t>(1);
  go(
      [quit, ticks] {
        Ticker ticker(kMs);
        int64_t seen = 0, value;
        while (select({ticker.chan().recvCase(&value), quit.recvCase(&value)}) == 0) seen++;
        ticker.stop();
        ticks.send(seen);
      },
      kTickWatcher);
  wg.wait();
  quit.close();
  const bool ticked = ticks.recv() > 0;
  print("mixed: " + std::to_string(4 * each) + " goroutines did " + std::to_string(tally.steps) +
        " steps" + (ticked ? ", the ticker ran\n" : "\n"));
}

// --- stress
// -----------------------------------------------------------------------------------------

void stressAndTell(const Params& params) {
  const int64_t goroutines = params.goroutines > 0 ? params.goroutines : 64;
  StressResult r = stress(goroutines, params.size > 0 ? params.size : 3'500);
  print("stress: " + std::to_string(goroutines) + " goroutines, " + std::to_string(r.steps) +
        " steps, " + std::to_string(r.missing + r.errors) + " errors, " +
        std::to_string(r.migrations) + " migrations\n");
  if (r.missing + r.errors != 0) getm()->machine->exit(1);
}

// A main goroutine for each, so that nothing that blocks is called through a pointer.
GoBody fanoutBody(const Params& params) {
  return bodyOfFn(
      [params] {
        unlockMainThread(currentG());
        fanout(params);
      },
      kMain);
}

GoBody pingpongBody(const Params& params) {
  return bodyOfFn(
      [params] {
        unlockMainThread(currentG());
        pingpong(params);
      },
      kMain);
}

GoBody mixedBody(const Params& params) {
  return bodyOfFn(
      [params] {
        unlockMainThread(currentG());
        mixed(params);
      },
      kMain);
}

GoBody stressBody(const Params& params) {
  return bodyOfFn(
      [params] {
        unlockMainThread(currentG());
        stressAndTell(params);
      },
      kMain);
}

}  // namespace

}  // namespace stackful

namespace {

struct Workload {
  const char* name;
  GoBody (*body)(const Params& params);
  bool listed = true;
};

constexpr Workload kWorkloads[] = {
    {"fanout", stackful::fanoutBody},
    {"pingpong", stackful::pingpongBody},
    {"mixed", stackful::mixedBody},
    {"stress", stackful::stressBody, /*listed=*/false},
};

// Takes the text up to the next comma off the front.
std::string_view nextPart(std::string_view* text) {
  size_t comma = text->find(',');
  std::string_view part = text->substr(0, comma);
  text->remove_prefix(comma == std::string_view::npos ? text->size() : comma + 1);
  return part;
}

bool parseParam(std::string_view part, Params* params) {
  size_t equals = part.find('=');
  if (equals == std::string_view::npos) return false;
  std::string_view key = part.substr(0, equals), text = part.substr(equals + 1);
  int64_t value = 0;
  auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || value <= 0) {
    return false;
  }
  if (key == "goroutines") {
    params->goroutines = value;
  } else if (key == "size") {
    params->size = value;
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> workloadNames() {
  std::vector<std::string> names;
  for (const Workload& one : kWorkloads) {
    if (one.listed) names.push_back(one.name);
  }
  return names;
}

GoBody workloadBody(std::string_view spec) {
  std::string_view name = nextPart(&spec);
  Params params;
  while (!spec.empty()) {
    if (!parseParam(nextPart(&spec), &params)) return GoBody{};
  }
  for (const Workload& one : kWorkloads) {
    if (name == one.name) return one.body(params);
  }
  return GoBody{};
}

std::string workloadFunctionName(uint32_t startpc) {
  return startpc < std::size(kNames) ? kNames[startpc] : "";
}

}  // namespace gopark
