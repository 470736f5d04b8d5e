// Sessions that share a library: each program runs as it does with one of its own. When one fails
// look at core/golang/program.cpp.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "api/session.h"
#include "api/simulation.h"
#include "golang/program.h"

namespace gopark {
namespace {

const char* const kPrograms[] = {
    R"(package main

import (
	"fmt"
	"strings"
)

var order = note("main")

func note(s string) string { return strings.ToUpper(s) }

func main() { fmt.Println(order, strings.Fields(" a b ")) }
)",
    // Fewer packages than before, and another T.
    R"(package main

import "errors"

type T struct{ s string }

func (t T) Error() string { return t.s }

func main() {
	var t T
	println(errors.As(errors.Join(T{"x"}), &t), t.s)
}
)",
    R"(package main

import (
	"fmt"
	"nowhere"
	"sort"
)

func main() { sort.Ints(1); var unused int }
)",
    // A package of the program that has a library package's name.
    R"(-- go.mod --
module m
-- main.go --
package main

import (
	"fmt"
	"m/strings"
)

type T []int

func main() { fmt.Println(strings.Own, T{1}) }
-- strings/s.go --
package strings

import "sort"

var Own = func() []int { s := []int{3, 1}; sort.Ints(s); return s }()
)",
    R"(package main

import (
	"slices"
	"sync"
)

type T string

func main() {
	var wg sync.WaitGroup
	all := []T{"b", "c", "a"}
	for i := range all {
		wg.Add(1)
		go func() { defer wg.Done(); all[i] += "!" }()
	}
	wg.Wait()
	slices.Sort(all)
	println(all[0], all[2])
}
)",
};

// What a program says, and how far its simulated run had come by then.
struct Said {
  std::vector<std::string> diagnostics;
  std::string output;
  uint64_t events = 0;  // Before its last output.
};

Said run(const char* source, Library* library) {
  SessionOptions options;
  options.host = HostKind::kSim;
  options.keepEvents = true;
  options.library = library;
  EXPECT_EQ(parseSchedule("v1,procs=2,seed=7", &options.schedule), "");
  Session session(options);
  Said said;
  for (const Diagnostic& d : session.start(source, "prog.go")) {
    said.diagnostics.push_back(d.file + ":" + std::to_string(d.line) + ": " + d.message);
  }
  if (!said.diagnostics.empty()) return said;
  while (session.tick(-1) >= 0) {
  }
  for (const OutputChunk& chunk : session.takeOutput(SIZE_MAX)) {
    said.output += chunk.text;
    said.events = chunk.events;
  }
  return said;
}

TEST(SharedLibrary, servesOneProgramAfterTheOther) {
  Library library;
  for (int round = 0; round < 2; round++) {
    for (const char* source : kPrograms) {
      Said alone = run(source, nullptr), shared = run(source, &library);
      EXPECT_EQ(alone.diagnostics, shared.diagnostics) << source;
      EXPECT_EQ(alone.output, shared.output) << source;
      EXPECT_EQ(alone.events, shared.events) << source;
      EXPECT_NE(alone.diagnostics.empty(), alone.output.empty()) << source;
    }
  }
}

}  // namespace
}  // namespace gopark
