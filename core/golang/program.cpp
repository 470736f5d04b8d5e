// See program.h: parse, resolve imports from the embedded library and from the archive itself,
// check, compile lazily, run.
#include "golang/program.h"

#include <map>

#include "golang/compile/compiler.h"
#include "golang/lib/embed.h"
#include "golang/syntax/errors.h"
#include "golang/syntax/parser.h"
#include "golang/syntax/txtar.h"
#include "golang/types/check.h"
#include "golang/vm/natives.h"
#include "golang/vm/vm.h"

namespace gopark {

namespace {

constexpr uint64_t kDefaultMemoryLimit = sizeof(void*) == 8 ? uint64_t{8} << 30 : uint64_t{1} << 30;

using SourceText = syntax::TxtarFile;

bool endsWith(std::string_view s, std::string_view tail) {
  return s.size() >= tail.size() && s.substr(s.size() - tail.size()) == tail;
}

class LoadedProgram : public Program {
 public:
  bool load(std::string_view source, std::string_view fileName, std::vector<Diagnostic>* errors,
            bool allErrors);
  GoBody install(Machine* machine, const ProgramOptions& options) override;
  std::string functionName(uint32_t startpc) override {
    return vm_ ? vm_->functionName(startpc) : "";
  }
  uint32_t placeLine(uint32_t place) override { return vm::placeLine(place); }

 private:
  types::Package* import(std::string_view path, std::string* error);
  types::Package* checkPackage(const std::string& path, const std::vector<syntax::File*>& parsed);
  std::vector<syntax::File*> parseAll(const std::vector<const SourceText*>& texts,
                                      std::string_view prefix);

  syntax::FileSet files_;
  syntax::Arena arena_;
  types::Context context_;
  types::Info info_;
  std::vector<Diagnostic> found_;
  std::map<std::string, types::Package*, std::less<>> packages_;
  std::map<std::string, std::vector<const SourceText*>, std::less<>> folders_;  // Of the archive.
  std::string module_;
  std::vector<SourceText> texts_;
  std::vector<types::Package*> order_;  // In the order of initialization.
  vm::NativeTable natives_;
  std::unique_ptr<compile::Compiler> compiler_;
  std::unique_ptr<vm::Vm> vm_;
};

std::vector<syntax::File*> LoadedProgram::parseAll(const std::vector<const SourceText*>& texts,
                                                   std::string_view prefix) {
  std::vector<syntax::File*> parsed;
  for (const SourceText* text : texts) {
    syntax::SourceFile& file = files_.add(std::string(prefix) + text->name, text->text);
    syntax::ParseResult result = syntax::parseFile(file, arena_, found_);
    if (result.file) parsed.push_back(result.file);
  }
  return parsed;
}

types::Package* LoadedProgram::checkPackage(const std::string& path,
                                            const std::vector<syntax::File*>& parsed) {
  auto importer = [this](std::string_view wanted, std::string* error) {
    return import(wanted, error);
  };
  types::Package* package = types::check(context_, path, parsed, importer, found_, info_);
  order_.push_back(package);
  return package;
}

types::Package* LoadedProgram::import(std::string_view path, std::string* error) {
  auto known = packages_.find(path);
  if (known != packages_.end()) {
    if (!known->second) *error = "import cycle not allowed";
    return known->second;
  }
  std::string name(path);
  std::vector<SourceText> library;
  std::vector<const SourceText*> texts;
  std::string prefix;
  if (!module_.empty() && name.compare(0, module_.size() + 1, module_ + "/") == 0) {
    auto folder = folders_.find(name.substr(module_.size() + 1));
    if (folder != folders_.end()) texts = folder->second;
  }
  if (texts.empty()) {
    for (const lib::LibFile& file : lib::libFiles(path)) {
      library.push_back({std::string(file.name), std::string(file.text)});
    }
    for (const SourceText& text : library) texts.push_back(&text);
    prefix = "/usr/local/go/src/" + name + "/";
  }
  if (texts.empty()) {
    *error = "package " + name + " is not in std";
    return nullptr;
  }
  packages_[name] = nullptr;
  types::Package* package = checkPackage(name, parseAll(texts, prefix));
  packages_[name] = package;
  return package;
}

bool LoadedProgram::load(std::string_view source, std::string_view fileName,
                         std::vector<Diagnostic>* errors, bool allErrors) {
  lib::registerNatives(natives_);
  vm::addVmNatives(natives_);
  texts_ = syntax::programFiles(source, fileName);
  for (const SourceText& text : texts_) {
    if (text.name == "go.mod") {
      size_t at = text.text.find("module ");
      if (at == std::string::npos) continue;
      size_t end = text.text.find_first_of(" \r\n", at + 7);
      module_ = text.text.substr(at + 7, end == std::string::npos ? end : end - at - 7);
    } else if (endsWith(text.name, ".go")) {
      size_t slash = text.name.rfind('/');
      folders_[slash == std::string::npos ? "" : text.name.substr(0, slash)].push_back(&text);
    }
  }
  std::vector<const SourceText*> mainTexts = folders_[""];
  if (mainTexts.empty() && texts_.size() == 1) mainTexts.push_back(&texts_[0]);
  std::vector<syntax::File*> parsed = parseAll(mainTexts, "");
  bool ok = parsed.size() == mainTexts.size() && !syntax::hasSyntaxErrors(found_);
  types::Package* runtime = nullptr;
  types::Package* main = nullptr;
  if (ok) {
    std::string why;
    runtime = import("runtime", &why);
    main = checkPackage("main", parsed);
  }
  if (!found_.empty() || !main || !main->complete || !runtime) {
    size_t limit = allErrors ? SIZE_MAX : syntax::kMaxErrors;
    for (Diagnostic& d : syntax::sortAndLimit(found_, limit)) errors->push_back(std::move(d));
    return false;
  }
  compile::ProgramInput input;
  input.context = &context_;
  input.info = &info_;
  input.files = &files_;
  input.packages = order_;
  input.runtimePackage = runtime;
  input.natives = &natives_;
  compiler_ = std::make_unique<compile::Compiler>(input);
  return true;
}

GoBody LoadedProgram::install(Machine* machine, const ProgramOptions& options) {
  vm::VmOptions vmOptions;
  vmOptions.memoryLimit = options.memoryLimitBytes > 0
                              ? static_cast<uint64_t>(options.memoryLimitBytes)
                              : kDefaultMemoryLimit;
  vmOptions.env = options.env;
  vmOptions.args = options.args;
  vm_ = std::make_unique<vm::Vm>(machine, compiler_.get(), vmOptions);
  compiler_->attach(vm_.get());
  machine->language = vm_.get();
  vm::Function* main = compiler_->mainFunction();
  GoBody body;
  body.resume = vm_->run;
  body.destroyBody = vm::destroyGoroutineBody;
  body.body = vm_->newGoroutineBody(main, 0, nullptr, 0);
  body.startpc = main->id;
  return body;
}

}  // namespace

std::unique_ptr<Program> Program::load(std::string_view source, std::string_view fileName,
                                       std::vector<Diagnostic>* errors, bool allErrors) {
  auto program = std::make_unique<LoadedProgram>();
  if (!program->load(source, fileName, errors, allErrors)) return nullptr;
  return program;
}

}  // namespace gopark
