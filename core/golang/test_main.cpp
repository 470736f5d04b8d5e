// See test_main.h. Go's counterpart: cmd/go/internal/load test.go, and the part of go/doc that
// finds an example's output.
#include "golang/test_main.h"

#include <array>
#include <map>

#include "golang/lib/unicode.h"
#include "golang/syntax/unicode.h"

namespace gopark {

namespace {

using syntax::FuncDecl;

enum Kind : size_t { kTest, kBenchmark, kFuzz, kExample, kKinds };

constexpr std::array<std::string_view, kKinds> kPrefixes = {"Test", "Benchmark", "Fuzz", "Example"};
constexpr std::array<std::string_view, kKinds> kLists = {"InternalTest", "InternalBenchmark",
                                                         "InternalFuzzTarget", "InternalExample"};

// isNamed() is Go's rule: Test, TestX and Test_x, but not Testx.
bool isNamed(std::string_view name, std::string_view prefix) {
  if (!name.starts_with(prefix)) return false;
  name.remove_prefix(prefix.size());
  if (name.empty()) return true;
  const char32_t first = syntax::decodeRune(name).rune;
  return !lib::isLower(static_cast<int32_t>(first));
}

// takes() reports whether the function's only parameter may be a *testing.`type`. What a name like
// `t.T` stands for is not known yet; the checker finds out.
bool takes(const FuncDecl* f, std::string_view type) {
  if (!f->tparamList.empty() || !f->type->resultList.empty() || f->type->paramList.size() != 1) {
    return false;
  }
  auto* pointer = syntax::nodeCast<syntax::Operation>(f->type->paramList[0]->type);
  if (pointer == nullptr || pointer->y != nullptr || pointer->op != syntax::Operator::Mul) {
    return false;
  }
  if (auto* name = syntax::nodeCast<syntax::Name>(pointer->x)) return name->value == type;
  auto* selector = syntax::nodeCast<syntax::SelectorExpr>(pointer->x);
  return selector != nullptr && selector->sel->value == type;
}

std::string_view trim(std::string_view s) {
  constexpr std::string_view kBlanks = " \t\r\n";
  size_t first = s.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(kBlanks) - first + 1);
}

size_t offsetOf(const syntax::SourceFile& file, syntax::Pos pos) {
  size_t at = 0;
  for (uint32_t line = 1; line < pos.line; line++) at = file.text.find('\n', at) + 1;
  return at + pos.column - 1;
}

// lastComment() is the text of the last comment in a function's body: the `//` lines, or the one
// in /* */, that end the body.
std::string lastComment(const syntax::File* file, const FuncDecl* f) {
  const std::string& text = file->source->text;
  const size_t from = offsetOf(*file->source, f->body->pos) + 1;
  std::string_view body(text.data() + from, offsetOf(*file->source, f->body->rbrace) - from);
  body = trim(body);
  if (body.ends_with("*/")) {
    const size_t open = body.rfind("/*");
    return open == std::string_view::npos
               ? ""
               : std::string(body.substr(open + 2, body.size() - open - 4));
  }
  std::string comment;
  while (!body.empty()) {
    const size_t end = body.rfind('\n');
    std::string_view line = trim(end == std::string_view::npos ? body : body.substr(end + 1));
    if (!line.starts_with("//")) {
      // Behind a statement it may still begin the comment's text.
      const size_t tail = line.find("// ");
      if (comment.empty() && tail != std::string_view::npos) comment = line.substr(tail + 3);
      break;
    }
    line.remove_prefix(line.starts_with("// ") ? 3 : 2);
    comment.insert(0, std::string(line) + "\n");
    body = end == std::string_view::npos ? std::string_view() : body.substr(0, end);
  }
  return comment;
}

struct ExampleOutput {
  bool found = false;
  bool unordered = false;
  std::string text;
};

bool skipWord(std::string_view* s, std::string_view word) {
  if (s->size() < word.size()) return false;
  for (size_t i = 0; i < word.size(); i++) {
    const char c = (*s)[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c) != word[i]) return false;
  }
  s->remove_prefix(word.size());
  return true;
}

ExampleOutput exampleOutput(const syntax::File* file, const FuncDecl* f) {
  const std::string comment = lastComment(file, f);
  std::string_view rest = trim(comment);
  ExampleOutput output;
  if (skipWord(&rest, "unordered")) {
    output.unordered = true;
    rest = trim(rest);
  }
  if (!skipWord(&rest, "output:")) return {};
  output.found = true;
  output.text = trim(rest);
  if (!output.text.empty()) output.text += '\n';
  return output;
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned char>(c));
    if (c == '\n') {
      result += "\\n";
    } else if (static_cast<unsigned char>(c) < ' ' || c == '"' || c == '\\' || c == '\x7f') {
      result += escape;
    } else {
      result += c;
    }
  }
  return result + '"';
}

// Found is what the files of one package under test contain.
struct Found {
  std::array<std::string, kKinds> lists;  // Elements of composite literals.
  std::string testMain;                   // The qualified name, "" if there is none.
  bool uses[2] = {};                      // Whether the inside and outside packages are named.
};

class Finder {
 public:
  Finder(Found* found, std::vector<Diagnostic>* diagnostics)
      : found_(*found), diagnostics_(*diagnostics) {}

  void files(const std::vector<syntax::File*>& files, const std::string& qualifier, bool outside) {
    for (const syntax::File* file : files) {
      for (const syntax::Decl* decl : file->declList) {
        auto* f = syntax::nodeCast<const FuncDecl>(decl);
        if (f != nullptr && f->recv == nullptr && f->body != nullptr) {
          function(file, f, qualifier, &found_.uses[outside]);
        }
      }
    }
  }

 private:
  void function(const syntax::File* file, const FuncDecl* f, const std::string& qualifier,
                bool* used) {
    const std::string name(f->name->value);
    const std::string full = qualifier + "." + name;
    // TestMain(t *testing.T) is a test like any other.
    if (name == "TestMain" && !takes(f, "T")) {
      if (!wanted(file, f, "TestMain", "M", "m")) return;
      found_.testMain = full;
      *used = true;
      return;
    }
    for (size_t kind = kTest; kind < kExample; kind++) {
      if (!isNamed(name, kPrefixes[kind])) continue;
      constexpr std::array<const char*, kKinds> kTypes = {"T", "B", "F", ""};
      constexpr std::array<const char*, kKinds> kParams = {"t", "b", "f", ""};
      if (!wanted(file, f, name, kTypes[kind], kParams[kind])) return;
      add(kind, "{" + quoted(name) + ", " + full + "}", used);
      return;
    }
    if (isNamed(name, kPrefixes[kExample]) && f->type->paramList.empty()) {
      const ExampleOutput output = exampleOutput(file, f);
      // Without an output to compare with it is compiled and not run.
      if (!output.found) return;
      add(kExample,
          "{" + quoted(name) + ", " + full + ", " + quoted(output.text) + ", " +
              (output.unordered ? "true" : "false") + "}",
          used);
    }
  }

  void add(size_t kind, const std::string& element, bool* used) {
    found_.lists[kind] += element + ",\n";
    *used = true;
  }

  bool wanted(const syntax::File* file, const FuncDecl* f, std::string_view name, const char* type,
              const char* param) {
    if (takes(f, type)) return true;
    const std::string text(name);
    diagnostics_.push_back(file->source->set->diagnostic(
        f->name->pos, "wrong signature for " + text + ", must be: func " + text + "(" + param +
                          " *testing." + type + ")"));
    return false;
  }

  Found& found_;
  std::vector<Diagnostic>& diagnostics_;
};

}  // namespace

bool isTestFile(std::string_view name) {
  return name.ends_with("_test.go");
}

bool isOutsideTest(const syntax::File* file) {
  return file->pkgName != nullptr && file->pkgName->value.ends_with("_test");
}

bool looksLikeTests(const std::vector<syntax::File*>& files) {
  bool found = false;
  for (const syntax::File* file : files) {
    for (const syntax::Decl* decl : file->declList) {
      auto* f = syntax::nodeCast<const FuncDecl>(decl);
      if (f == nullptr || f->recv != nullptr) continue;
      if (f->name->value == "main") return false;
      found = found || (isNamed(f->name->value, kPrefixes[kTest]) && takes(f, "T")) ||
              (isNamed(f->name->value, kPrefixes[kBenchmark]) && takes(f, "B")) ||
              (isNamed(f->name->value, kPrefixes[kFuzz]) && takes(f, "F")) ||
              (isNamed(f->name->value, kPrefixes[kExample]) && exampleOutput(file, f).found);
    }
  }
  return found;
}

std::string testMainSource(const std::vector<TestedPackage>& packages,
                           const std::vector<std::string>& idle,
                           std::vector<Diagnostic>* diagnostics) {
  std::string imports;
  std::map<std::string, std::string> elements;  // By path, the order in which they run.
  for (size_t i = 0; i < packages.size(); i++) {
    const TestedPackage& package = packages[i];
    const std::string number = std::to_string(i);
    Found found;
    Finder finder(&found, diagnostics);
    finder.files(package.inside, "inside" + number, false);
    finder.files(package.outside, "outside" + number, true);
    if (!package.onlyOutside) {
      imports +=
          "import " + (found.uses[0] ? "inside" + number : "_") + " \"" + package.path + "\"\n";
    }
    if (!package.outside.empty()) {
      imports += "import " + (found.uses[1] ? "outside" + number : "_") + " \"" + package.path +
                 "_test\"\n";
    }
    std::string& body = elements[package.path];
    body = "{Path: \"" + package.path + "\", Main: func() *testing.M {\n";
    body += "m := testing.MainStart(gotest.Deps(\"" + package.path + "\")";
    for (size_t kind = kTest; kind < kKinds; kind++) {
      body += ",\n[]testing." + std::string(kLists[kind]) + "{\n" + found.lists[kind] + "}";
    }
    body +=
        ")\n" + (found.testMain.empty() ? "m.Run()" : found.testMain + "(m)") + "\nreturn m\n}},\n";
  }
  for (const std::string& path : idle) elements[path] = "{Path: \"" + path + "\"},\n";
  std::string body;
  for (const auto& element : elements) body += element.second;
  return "package main\nimport \"internal/gotest\"\nimport \"testing\"\n" + imports +
         "func main() {\ngotest.Run([]gotest.Package{\n" + body + "})\n}\n";
}

}  // namespace gopark
