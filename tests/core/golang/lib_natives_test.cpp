// Every function of the library without a body has a native in C++. When this fails, a name was
// misspelled or a table is not registered; look at golang/lib/register.cpp and golang/vm/natives.h.

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "golang/lib/embed.h"
#include "golang/vm/native.h"
#include "golang/vm/natives.h"

namespace gopark::lib {
namespace {

// nativeName() is the name by which the body-less function declared on this line is bound; empty if
// the line declares none.
std::string nativeName(std::string_view package, std::string_view line) {
  constexpr std::string_view kFunc = "func ";
  if (line.substr(0, kFunc.size()) != kFunc || line.find(" {") != line.npos) return "";
  if (line.back() == ',') return "";  // A declaration that goes on has a body.
  std::string_view rest = line.substr(kFunc.size());
  std::string name = std::string(package) + ".";
  if (rest.front() == '(') {
    size_t close = rest.find(')');
    std::string_view receiver = rest.substr(1, close - 1);
    receiver.remove_prefix(receiver.find(' ') + 1);
    if (receiver.front() == '*') receiver.remove_prefix(1);
    name += std::string(receiver) + ".";
    rest.remove_prefix(close + 2);
  }
  return name + std::string(rest.substr(0, rest.find('(')));
}

TEST(LibNatives, FunctionsWithoutBody_areBound) {
  vm::NativeTable table;
  registerNatives(table);
  vm::addVmNatives(table);
  // What the machine cannot do yet: a call ends the program with a message that names it.
  const std::set<std::string> missing = {
      "runtime.SetFinalizer",         "runtime.addCleanup",        "runtime.stopCleanup",
      "runtime/debug.SetMemoryLimit", "runtime/debug.SetMaxStack", "runtime/debug.SetTraceback",
  };
  int bound = 0;
  for (const LibFile& file : allLibFiles()) {
    for (std::string_view text = file.text; !text.empty();) {
      std::string name = nativeName(file.package, text.substr(0, text.find('\n')));
      if (!name.empty() && missing.count(name) == 0) {
        EXPECT_NE(table.find(name), nullptr) << name << " in " << file.name;
        bound++;
      }
      text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    }
  }
  EXPECT_GT(bound, 250);
}

}  // namespace
}  // namespace gopark::lib
