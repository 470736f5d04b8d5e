// Goroutines in C++, from the outside: a program that counts the words of a text with a few workers
// and gives up after a second. What runtime/goroutine.h offers, in fifty lines.
#include <memory>
#include <string>
#include <string_view>

#include "host/make_host.h"
#include "host/system.h"
#include "runtime/goroutine.h"

using namespace gopark;
using namespace gopark::stackful;

namespace {

int64_t countWords(std::string_view line) {
  int64_t words = 0;
  for (size_t i = 0; i < line.size(); i++) {
    if (line[i] != ' ' && (i == 0 || line[i - 1] == ' ')) words++;
    poll();  // A loop that does not block says where it may be interrupted.
  }
  return words;
}

void countThem() {
  constexpr std::string_view kLines[] = {"share memory by communicating", "do not communicate",
                                         "by sharing memory", "errors are values"};
  Chan<std::string_view> lines = makeChan<std::string_view>();
  Chan<int64_t> counts = makeChan<int64_t>();
  WaitGroup workers;
  for (int i = 0; i < 3; i++) {
    workers.go([lines, counts] {
      std::string_view line;
      while (lines.recv(&line)) counts.send(countWords(line));
    });
  }
  go([lines, kLines] {
    for (std::string_view line : kLines) lines.send(line);
    lines.close();
  });

  int64_t total = 0, count = 0, when = 0;
  Chan<int64_t> timeout = after(1'000'000'000);
  for (size_t i = 0; i < std::size(kLines); i++) {
    if (select({counts.recvCase(&count), timeout.recvCase(&when)}) == 1) {
      print("too slow\n");
      return;
    }
    total += count;
  }
  workers.wait();
  print(std::to_string(total) + " words\n");
}

}  // namespace

int main() {
  FileOutput output;
  HostOptions options;
  options.output = &output;
  std::unique_ptr<Host> host = makeHost(HostKind::kThreads, options);
  Settings settings;
  settings.gomaxprocs = 4;
  settings.eventRingSize = 0;  // Nobody looks at the events.
  Machine machine(host.get(), settings);
  start(&machine, countThem);
  while (!machine.finished()) {
    host->drive(-1);
    systemSleep(100'000);
  }
  return machine.exitCode.load();
}
