// Filtering, sorting and cutting off errors as gc does while it collects and prints them.
#include "golang/syntax/errors.h"

#include <algorithm>
#include <string_view>

namespace gopark::syntax {

namespace {

bool isSyntaxError(const Diagnostic& d) {
  return d.message.starts_with("syntax error");
}

bool sameLine(const Diagnostic* a, const Diagnostic& b) {
  return a && a->line == b.line && a->file == b.file;
}

}  // namespace

bool hasSyntaxErrors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(), isSyntaxError);
}

std::vector<Diagnostic> sortAndLimit(const std::vector<Diagnostic>& found, size_t limit) {
  std::vector<Diagnostic> kept;
  std::vector<std::string_view> files;  // In order of their first error.
  const Diagnostic* lastSyntax = nullptr;
  const Diagnostic* lastOther = nullptr;
  for (const Diagnostic& d : found) {
    if (isSyntaxError(d)) {
      if (sameLine(lastSyntax, d)) continue;
      lastSyntax = &d;
    } else {
      if (sameLine(lastOther, d) && lastOther->message == d.message) continue;
      lastOther = &d;
    }
    if (std::find(files.begin(), files.end(), d.file) == files.end()) files.push_back(d.file);
    kept.push_back(d);
    if (kept.size() == limit) break;
  }
  bool tooMany = kept.size() == limit;
  Diagnostic last = tooMany ? kept.back() : Diagnostic();

  auto rank = [&](const Diagnostic& d) {
    return std::find(files.begin(), files.end(), d.file) - files.begin();
  };
  std::stable_sort(kept.begin(), kept.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    if (a.file != b.file) return rank(a) < rank(b);
    // Columns from 255 on are all the same to gc (see Diagnostic::text()).
    if (a.line != b.line) return a.line < b.line;
    return std::min(a.column, 255) < std::min(b.column, 255);
  });
  auto same = [](const Diagnostic& a, const Diagnostic& b) { return a.text() == b.text(); };
  kept.erase(std::unique(kept.begin(), kept.end(), same), kept.end());
  if (tooMany) {
    last.message = "too many errors";
    kept.push_back(std::move(last));
  }
  return kept;
}

std::string formatErrors(const std::vector<Diagnostic>& found) {
  std::string text;
  for (const Diagnostic& d : sortAndLimit(found)) text += d.text() + "\n";
  return text;
}

}  // namespace gopark::syntax
