// See targets.h.
#include "targets.h"

#include "api/session.h"
#include "api/simulation.h"
#include "golang/program.h"
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

// library() is parsed and checked once for many texts. Their own packages are left behind in it, so
// after a while it is made anew, between two texts.
Library* library() {
  constexpr int kTexts = 200;
  static std::unique_ptr<Library> shared;
  static int texts = 0;
  if (texts++ % kTexts == 0) shared = std::make_unique<Library>();
  return shared.get();
}

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
  SessionOptions options;
  options.library = library();
  Session session(options);
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
  options.library = library();
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
