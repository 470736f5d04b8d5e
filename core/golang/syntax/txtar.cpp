// Splitting a text at its markers.
#include "golang/syntax/txtar.h"

namespace gopark::syntax {

namespace {

std::string_view trim(std::string_view s) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  size_t first = s.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(kBlanks) - first + 1);
}

// fileName() is the name in a `-- name --` line, or "" if the line is no such.
std::string_view fileName(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (line.size() < 7 || !line.starts_with("-- ") || !line.ends_with(" --")) return {};
  return trim(line.substr(3, line.size() - 6));
}

}  // namespace

Txtar parseTxtar(std::string_view text) {
  Txtar result;
  std::string* current = &result.comment;
  for (int number = 1; !text.empty(); number++) {
    size_t end = text.find('\n');
    bool complete = end != std::string_view::npos;
    std::string_view line = text.substr(0, end);
    text.remove_prefix(complete ? end + 1 : text.size());
    if (std::string_view name = fileName(line); !name.empty()) {
      result.files.push_back({std::string(name), "", number + 1});
      current = &result.files.back().text;
      continue;
    }
    current->append(line);
    *current += '\n';
  }
  return result;
}

std::vector<TxtarFile> programFiles(std::string_view text, std::string_view defaultName) {
  Txtar archive = parseTxtar(text);
  if (archive.files.empty()) return {{std::string(defaultName), std::string(text), 1}};
  std::vector<TxtarFile> files;
  if (!trim(archive.comment).empty()) {
    files.push_back({std::string(defaultName), std::move(archive.comment), 1});
  }
  for (TxtarFile& file : archive.files) files.push_back(std::move(file));
  return files;
}

}  // namespace gopark::syntax
