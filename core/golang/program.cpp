// See program.h: parse, resolve imports from the embedded library and from the archive itself,
// check, compile lazily, run.
#include "golang/program.h"

#include <map>

#include "golang/compile/compiler.h"
#include "golang/lib/embed.h"
#include "golang/syntax/errors.h"
#include "golang/syntax/parser.h"
#include "golang/syntax/txtar.h"
#include "golang/test_main.h"
#include "golang/types/check.h"
#include "golang/vm/natives.h"
#include "golang/vm/vm.h"

namespace gopark {

namespace {

constexpr uint64_t kDefaultMemoryLimit = sizeof(void*) == 8 ? uint64_t{8} << 30 : uint64_t{1} << 30;

using SourceText = syntax::TxtarFile;

// Where the go command puts packages that belong to no module.
constexpr std::string_view kNoModule = "command-line-arguments";

using Packages = std::map<std::string, types::Package*, std::less<>>;

}  // namespace

// What the front end knows of the library, and of the programs that have used it.
struct Library::Impl {
  syntax::FileSet files;
  syntax::Arena arena;
  types::Context context;
  types::Info info;
  std::vector<Diagnostic> found;
  Packages packages;
};

Library::Library() : impl_(std::make_unique<Impl>()) {}
Library::~Library() = default;

class LoadedProgram : public Program {
 public:
  explicit LoadedProgram(Library* library) : library_(*(library ? library : &own_)->impl_) {}
  bool load(std::string_view source, std::string_view fileName, std::vector<Diagnostic>* errors,
            bool allErrors);
  GoBody install(Machine* machine, const ProgramOptions& options) override;
  std::string functionName(uint32_t startpc) override {
    return vm_ ? vm_->functionName(startpc) : "";
  }
  uint32_t placeLine(uint32_t place) override { return vm::placeLine(place); }

 private:
  using Texts = std::vector<const SourceText*>;
  using Parsed = std::vector<syntax::File*>;

  types::Package* import(std::string_view path, std::string* error);
  types::Package* importLibrary(const std::string& path);
  types::Package* useLibrary(types::Package* package);
  types::Package* checkPackage(const std::string& path, const Parsed& parsed);
  Parsed parseAll(const Texts& texts, std::string_view prefix);
  void sortFiles(std::string_view source, std::string_view fileName);
  bool loadProgram();
  bool loadTests(const std::map<std::string, Parsed>& folders);
  std::string pathOf(const std::string& folder) const;
  bool folderHasTests(const std::string& folder) const;

  Library own_;
  Library::Impl& library_;
  std::vector<Diagnostic> found_;
  Packages packages_;
  std::map<std::string, Texts, std::less<>> folders_;  // Of the archive; "": its root.
  std::string module_;                                 // Of its go.mod; "" without one.
  std::map<std::string, Parsed, std::less<>> parsed_;  // Packages under test.
  std::vector<SourceText> texts_;
  std::vector<types::Package*> order_;  // In the order of initialization.
  types::Package* runtime_ = nullptr;
  bool hasTests_ = false;  // The program is the tests of its packages.
  vm::NativeTable natives_;
  std::unique_ptr<compile::Compiler> compiler_;
  std::unique_ptr<vm::Vm> vm_;
};

LoadedProgram::Parsed LoadedProgram::parseAll(const Texts& texts, std::string_view prefix) {
  Parsed parsed;
  for (const SourceText* text : texts) {
    syntax::SourceFile& file = library_.files.add(std::string(prefix) + text->name, text->text);
    syntax::ParseResult result = syntax::parseFile(file, library_.arena, found_);
    if (result.file) parsed.push_back(result.file);
  }
  return parsed;
}

types::Package* LoadedProgram::checkPackage(const std::string& path, const Parsed& parsed) {
  auto importer = [this](std::string_view wanted, std::string* error) {
    return import(wanted, error);
  };
  types::Package* package =
      types::check(library_.context, path, parsed, importer, found_, library_.info);
  package->ofProgram = true;
  order_.push_back(package);
  return package;
}

// useLibrary() adds a library package that an earlier program has imported, behind its own imports.
types::Package* LoadedProgram::useLibrary(types::Package* package) {
  types::Package*& mine = packages_[package->path];
  if (mine) return mine;
  for (types::Package* imported : package->imports) {
    if (library_.packages.count(imported->path)) useLibrary(imported);
  }
  order_.push_back(package);
  return packages_[package->path] = package;
}

// importLibrary() is a package of the embedded library, null if there is none of that path.
types::Package* LoadedProgram::importLibrary(const std::string& path) {
  if (auto known = library_.packages.find(path); known != library_.packages.end()) {
    return useLibrary(known->second);
  }
  Parsed parsed;
  for (const lib::LibFile& text : lib::libFiles(path)) {
    syntax::SourceFile& file = library_.files.add(
        "/usr/local/go/src/" + path + "/" + std::string(text.name), std::string(text.text));
    syntax::ParseResult result =
        syntax::parseFile(file, library_.arena, library_.found, syntax::FuncBodies::kSkip);
    if (result.file) parsed.push_back(result.file);
  }
  if (parsed.empty()) return nullptr;
  packages_[path] = nullptr;
  auto importer = [this](std::string_view wanted, std::string*) {
    return importLibrary(std::string(wanted));
  };
  // The library has been checked by its tests: a program pays for what it uses.
  types::Package* package = types::check(library_.context, path, parsed, importer, library_.found,
                                         library_.info, types::Bodies::WhenNeeded);
  order_.push_back(package);
  packages_[path] = library_.packages[path] = package;
  return package;
}

types::Package* LoadedProgram::import(std::string_view path, std::string* error) {
  auto known = packages_.find(path);
  if (known != packages_.end()) {
    if (!known->second) *error = "import cycle not allowed";
    return known->second;
  }
  std::string name(path);
  Parsed parsed;
  if (auto tested = parsed_.find(path); tested != parsed_.end()) {
    parsed = tested->second;
  } else if (!module_.empty() && (name + "/").starts_with(module_ + "/")) {
    auto folder = folders_.find(name == module_ ? "" : name.substr(module_.size() + 1));
    if (folder != folders_.end()) parsed = parseAll(folder->second, "");
  }
  if (parsed.empty()) {
    types::Package* package = importLibrary(name);
    if (!package) *error = "package " + name + " is not in std";
    return package;
  }
  packages_[name] = nullptr;
  return packages_[name] = checkPackage(name, parsed);
}

// sortFiles() finds the module's name and puts the Go files into folders.
void LoadedProgram::sortFiles(std::string_view source, std::string_view fileName) {
  texts_ = syntax::programFiles(source, fileName);
  for (const SourceText& text : texts_) {
    if (text.name == "go.mod") {
      size_t at = text.text.find("module ");
      if (at == std::string::npos) continue;
      size_t end = text.text.find_first_of(" \r\n", at + 7);
      module_ = text.text.substr(at + 7, end == std::string::npos ? end : end - at - 7);
    } else if (text.name.ends_with(".go") && texts_.size() > 1) {
      size_t slash = text.name.rfind('/');
      folders_[slash == std::string::npos ? "" : text.name.substr(0, slash)].push_back(&text);
    }
  }
  // A single file is the program, whatever its path.
  if (texts_.size() == 1) folders_[""].push_back(&texts_[0]);
}

std::string LoadedProgram::pathOf(const std::string& folder) const {
  std::string root = module_.empty() ? std::string(kNoModule) : module_;
  return folder.empty() ? root : root + "/" + folder;
}

bool LoadedProgram::folderHasTests(const std::string& folder) const {
  for (const SourceText* text : folders_.at(folder)) {
    if (isTestFile(text->name)) return true;
  }
  return false;
}

// loadTests() checks the packages under test, given by folder, and the main package that runs them.
bool LoadedProgram::loadTests(const std::map<std::string, Parsed>& folders) {
  hasTests_ = true;
  std::vector<TestedPackage> packages;
  for (const auto& [folder, files] : folders) {
    TestedPackage& package = packages.emplace_back();
    package.path = pathOf(folder);
    Parsed& own = parsed_[package.path];
    for (syntax::File* file : files) {
      const bool isTest = isTestFile(file->source->name);
      if (isTest && isOutsideTest(file)) {
        package.outside.push_back(file);
        continue;
      }
      own.push_back(file);
      if (isTest || !folderHasTests(folder)) package.inside.push_back(file);
    }
    package.onlyOutside = own.empty();
  }
  std::string why;
  for (const TestedPackage& package : packages) {
    if (!package.onlyOutside) import(package.path, &why);
    if (package.outside.empty()) continue;
    types::Package* outside = checkPackage(package.path + "_test", package.outside);
    packages_[outside->path] = outside;
  }
  std::vector<std::string> idle;
  if (packages.size() > 1) {
    for (const auto& entry : folders_) {
      if (!folders.count(entry.first)) idle.push_back(pathOf(entry.first));
    }
  }
  std::string text = testMainSource(packages, idle, &found_);
  if (!found_.empty()) return false;
  syntax::SourceFile& file = library_.files.add("_testmain.go", std::move(text));
  syntax::ParseResult result = syntax::parseFile(file, library_.arena, found_);
  if (result.file == nullptr) return false;
  types::Package* main = checkPackage("main", {result.file});
  main->ofProgram = false;
  return main->complete;
}

// loadProgram() parses and checks the program's packages; the main package is checked last.
bool LoadedProgram::loadProgram() {
  std::map<std::string, Parsed> tested;
  size_t count = 0, wanted = 0;
  for (const auto& [folder, texts] : folders_) {
    if (!folderHasTests(folder)) continue;
    tested[folder] = parseAll(texts, "");
    count += tested[folder].size();
    wanted += texts.size();
  }
  Parsed main;
  if (tested.empty()) {
    main = parseAll(folders_[""], "");
    count = main.size();
    wanted = folders_[""].size();
  }
  if (count != wanted || syntax::hasSyntaxErrors(found_)) return false;
  std::string why;
  runtime_ = import("runtime", &why);
  if (tested.empty() && looksLikeTests(main)) tested[""] = main;
  if (!tested.empty()) return loadTests(tested);
  return checkPackage("main", main)->complete;
}

bool LoadedProgram::load(std::string_view source, std::string_view fileName,
                         std::vector<Diagnostic>* errors, bool allErrors) {
  lib::registerNatives(natives_);
  vm::addVmNatives(natives_);
  sortFiles(source, fileName);
  if (!loadProgram() || !found_.empty()) {
    const size_t limit = allErrors ? SIZE_MAX : syntax::kMaxErrors;
    for (Diagnostic& d : syntax::sortAndLimit(found_, limit)) errors->push_back(std::move(d));
    return false;
  }
  compile::ProgramInput input;
  input.context = &library_.context;
  input.info = &library_.info;
  input.files = &library_.files;
  input.packages = order_;
  input.runtimePackage = runtime_;
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
  vmOptions.tests = hasTests_;
  vmOptions.leaks = options.leaks;
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

std::unique_ptr<Program> Program::load(std::string_view source, std::string_view fileName,
                                       std::vector<Diagnostic>* errors, bool allErrors,
                                       Library* library) {
  auto program = std::make_unique<LoadedProgram>(library);
  if (!program->load(source, fileName, errors, allErrors)) return nullptr;
  return program;
}

}  // namespace gopark
