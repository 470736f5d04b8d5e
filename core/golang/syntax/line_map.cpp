// See line_map.h; and how the scanner reads directives.
#include "golang/syntax/line_map.h"

#include <algorithm>
#include <optional>

#include "golang/syntax/scanner.h"

namespace gopark::syntax {

LineMap::Place LineMap::at(uint32_t line, uint32_t column) const {
  auto after = std::upper_bound(rules_.begin(), rules_.end(), std::pair{line, column},
                                [](const std::pair<uint32_t, uint32_t>& place, const Rule& rule) {
                                  return place < std::pair{rule.line, rule.column};
                                });
  if (after == rules_.begin()) return {nullptr, line, column};
  const Rule& rule = *(after - 1);
  Place place{&rule.file, rule.reportedLine + (line - rule.line), column};
  if (rule.reportedColumn == 0) {
    place.column = 0;
  } else if (line == rule.line) {
    place.column = rule.reportedColumn + (column - rule.column);
  }
  return place;
}

namespace {

// Number is the digits after the last colon of a text.
struct Number {
  size_t at;  // Where they begin: behind the colon.
  std::optional<uint32_t> value;
};

std::optional<Number> numberAtEnd(std::string_view text) {
  size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {};
  std::string_view digits = text.substr(colon + 1);
  bool ok = !digits.empty() && digits.size() < 9 &&
            std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!ok) return Number{colon + 1, {}};
  return Number{colon + 1, static_cast<uint32_t>(std::stoul(std::string(digits)))};
}

bool outOfRange(uint32_t n) {
  return n == 0 || n > kMaxLine;
}

}  // namespace

// lineDirective() reads `text`, what stands behind `//line ` or between `/*line ` and `*/` and
// begins `offset` bytes into the current token. The directive is about what follows the comment.
void Scanner::lineDirective(std::string_view text, size_t offset) {
  if (lineMap_ == nullptr) return;
  std::optional<Number> number = numberAtEnd(text);
  if (!number) return;  // No directive at all.
  if (!number->value) {
    return errorAt(offset + number->at,
                   "invalid line number: " + std::string(text.substr(number->at)));
  }
  uint32_t line = *number->value, column = 0;
  size_t end = number->at - 1;  // Of the file's name.
  std::optional<Number> before = numberAtEnd(text.substr(0, end));
  bool hasColumn = before && before->value;
  if (hasColumn) {
    column = line;
    line = *before->value;
    if (outOfRange(column)) {
      return errorAt(offset + number->at,
                     "invalid column number: " + std::string(text.substr(number->at)));
    }
    end = before->at - 1;
    number = before;
  }
  if (outOfRange(line)) {
    std::string_view digits = text.substr(number->at);
    return errorAt(offset + number->at, "invalid line number: " + std::string(digits));
  }
  LineMap::Rule rule{line_, column_, {}, line, column};
  if (ch_ == '\n') {
    rule.line++;
    rule.column = 1;
  }
  std::string_view name = text.substr(0, end);
  if (!name.empty()) {
    rule.file = std::string(name);
  } else if (hasColumn) {
    rule.file = lineMap_->last() ? lineMap_->last()->file : source_.name;
  }
  lineMap_->add(std::move(rule));
}

}  // namespace gopark::syntax
