// Program: a Go program from source text to goroutine 1. The room's face for core/api: load and
// check, then install on a machine and run.
//
//     std::vector<Diagnostic> errors;
//     auto program = Program::load(source, "prog.go", &errors);   // null when there are errors
//     startTheMachine(&machine, program->install(&machine, options));
//
// A Program runs on one machine, and must outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "runtime/machine.h"
#include "runtime/proc.h"
#include "runtime/settings.h"

namespace gopark {

struct ProgramOptions {
  std::vector<std::pair<std::string, std::string>> env;  // What os.Getenv sees.
  std::vector<std::string> args;                         // os.Args.
  int64_t memoryLimitBytes = 0;                          // Heap limit; 0: the build's default.
  LeakCheck leaks = LeakCheck::kNone;
};

// Library keeps the library packages that programs import parsed and checked for the next program,
// with all the notes that the front end took of them and of the programs: what is loaded with it
// grows it. The programs are loaded, run and destroyed one after the other.
class Library {
 public:
  Library();
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  struct Impl;

 private:
  friend class LoadedProgram;
  std::unique_ptr<Impl> impl_;
};

class Program {
 public:
  virtual ~Program() = default;

  // load() parses and checks one Go file, or a txtar archive of several, and the library packages
  // it imports. Null when there are errors: they are appended in Go's order and wording, at most
  // ten, then `too many errors` (a Diagnostic with line 0 is printed by its message alone);
  // `allErrors` lifts that limit, as gc's -e does. A `library` must outlive the program.
  static std::unique_ptr<Program> load(std::string_view source, std::string_view fileName,
                                       std::vector<Diagnostic>* errors, bool allErrors = false,
                                       Library* library = nullptr);

  // install() makes the run's heap, package variables and language hooks (machine->language), and
  // returns the body of goroutine 1: package initialisation, unlockMainThread, main.main. Once.
  virtual GoBody install(Machine* machine, const ProgramOptions& options) = 0;

  // functionName() names a start function (G::startpc) as tracebacks do. Any thread.
  virtual std::string functionName(uint32_t startpc) = 0;

  // placeLine() is the source line of a place id in the events (0: unknown). Any thread.
  virtual uint32_t placeLine(uint32_t place) = 0;
};

}  // namespace gopark
