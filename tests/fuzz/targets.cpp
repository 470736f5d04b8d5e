// See targets.h.
#include "targets.h"

#include "api/session.h"
#include "api/simulation.h"
#include "golang/syntax/errors.h"
#include "golang/syntax/parser.h"
#include "golang/syntax/printer.h"
#include "golang/syntax/walk.h"

namespace gopark::fuzz {

namespace {

// Longer texts find nothing that shorter ones do not.
constexpr size_t kTextMax = 1 << 16;
constexpr uint64_t kTicks = 100'000;
constexpr int64_t kHeapBytes = 16 << 20;
constexpr int64_t kOutputBytes = 1 << 16;

}  // namespace

void fuzzParse(std::string_view text) {
  if (text.size() > kTextMax) return;
  syntax::FileSet files;
  syntax::Arena arena;
  std::vector<Diagnostic> diagnostics;
  syntax::ParseResult result =
      syntax::parseFile(files.add("prog.go", std::string(text)), arena, diagnostics);
  syntax::formatErrors(diagnostics);
  if (result.file == nullptr) return;
  syntax::inspect(result.file, [](const syntax::Node* n) {
    syntax::startPos(n);
    syntax::endPos(n);
    if (n->isExpr()) syntax::exprString(static_cast<const syntax::Expr*>(n));
    return true;
  });
}

void fuzzCheck(std::string_view text) {
  if (text.size() > kTextMax) return;
  Session session((SessionOptions()));
  session.check(text, "prog.go", /*allErrors=*/true);
}

void fuzzRun(std::string_view text) {
  if (text.size() > kTextMax) return;
  SessionOptions options;
  options.host = HostKind::kSim;
  options.events = false;
  options.memoryLimitBytes = kHeapBytes;
  options.outputLimitBytes = kOutputBytes;
  options.schedule.sim.cores = 2;
  Session session(options);
  if (!session.start(text, "prog.go").empty()) return;
  Target target;
  target.tick = kTicks;
  while (session.simulation()->run(target, 50'000'000) == Halt::kBudget)
    session.takeOutput(SIZE_MAX);
  if (session.done()) return;
  session.stop();
  while (session.tick(-1) >= 0) session.takeOutput(SIZE_MAX);
}

}  // namespace gopark::fuzz
