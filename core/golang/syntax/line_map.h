// LineMap: what the `//line` and `/*line*/` directives of one file say about where its text comes
// from. Go's counterpart: PosBase of cmd/compile/internal/syntax pos.go.
//
// Positions in the AST, in bytecode and in events stay physical, since an editor shows the text as
// it is; only what a person reads (errors, tracebacks, runtime.Caller) goes through the map.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gopark::syntax {

class LineMap {
 public:
  // Rule holds from the given place on, until the next one.
  struct Rule {
    uint32_t line = 0;
    uint32_t column = 0;
    std::string file;  // Empty when the directive had only a line.
    uint32_t reportedLine = 0;
    uint32_t reportedColumn = 0;  // 0: columns are not to be reported.
  };
  // Place is what is reported for a position.
  struct Place {
    const std::string* file = nullptr;  // Null: the file's own name.
    uint32_t line = 0;
    uint32_t column = 0;
  };

  // add() appends a rule; rules come in the order of the text.
  void add(Rule rule) { rules_.push_back(std::move(rule)); }
  bool empty() const { return rules_.empty(); }
  // last() is the newest rule, or null.
  const Rule* last() const { return rules_.empty() ? nullptr : &rules_.back(); }

  // at() maps a position. A column of UINT32_MAX asks for the end of the line.
  Place at(uint32_t line, uint32_t column) const;

 private:
  std::vector<Rule> rules_;
};

}  // namespace gopark::syntax
