// Pos: a place in a Go source file, and the files themselves. Lines and columns count from 1, and
// columns count bytes, as gc's do. Go's counterparts: cmd/compile/internal/syntax pos.go, and the
// file table of cmd/internal/src.
//
// Invariants: a SourceFile never moves and its text never changes once it is in a FileSet, because
// tokens and AST nodes view into the text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "golang/syntax/line_map.h"

namespace gopark::syntax {

inline constexpr uint32_t kMaxLine = (1u << 24) - 1;  // Larger lines and columns are clamped.
inline constexpr uint32_t kMaxColumn = (1u << 24) - 1;

// Pos is a file of a FileSet, a line and a byte column, in 8 bytes. The default one is unknown.
struct Pos {
  constexpr Pos() : file(0), line(0), column(0) {}
  constexpr Pos(uint32_t f, uint32_t l, uint32_t c)
      : file(f & 0xffff),
        line(l < kMaxLine ? l : kMaxLine),
        column(c < kMaxColumn ? c : kMaxColumn) {}

  uint64_t file : 16;
  uint64_t line : 24;
  uint64_t column : 24;

  // isKnown() is false for the default position only.
  constexpr bool isKnown() const { return line != 0; }
  // key() orders positions by file, line and column.
  constexpr uint64_t key() const {
    return static_cast<uint64_t>(file) << 48 | static_cast<uint64_t>(line) << 24 | column;
  }
  friend constexpr bool operator==(Pos a, Pos b) { return a.key() == b.key(); }
  friend constexpr auto operator<=>(Pos a, Pos b) { return a.key() <=> b.key(); }
};

class FileSet;

// SourceFile is the name and the bytes of one Go file. Made by FileSet::add().
struct SourceFile {
  SourceFile(const FileSet* s, uint32_t i, std::string n, std::string t)
      : set(s), index(i), name(std::move(n)), text(std::move(t)) {}
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  const FileSet* const set;
  const uint32_t index;  // Pos::file of every position in this file.
  const std::string name;
  const std::string text;
  LineMap lineMap;  // Filled in by the parser.
};

// FileSet owns the files of a program: those of all its packages. It must outlive their ASTs.
class FileSet {
 public:
  FileSet() = default;
  FileSet(const FileSet&) = delete;
  FileSet& operator=(const FileSet&) = delete;

  // add() takes over a file's text. At most 65535 files can be told apart by their positions.
  SourceFile& add(std::string name, std::string text) {
    auto index = static_cast<uint32_t>(files_.size());
    files_.push_back(std::make_unique<SourceFile>(this, index, std::move(name), std::move(text)));
    return *files_.back();
  }

  size_t size() const { return files_.size(); }
  const SourceFile& file(uint32_t index) const { return *files_[index]; }

  // fileName() is the name of the file `pos` is in.
  const std::string& fileName(Pos pos) const { return files_[pos.file]->name; }

  // diagnostic() is an error at `pos`, or where line directives say that is.
  Diagnostic diagnostic(Pos pos, std::string message) const {
    LineMap::Place place = files_[pos.file]->lineMap.at(static_cast<uint32_t>(pos.line),
                                                        static_cast<uint32_t>(pos.column));
    return {place.file ? *place.file : fileName(pos), static_cast<int>(place.line),
            static_cast<int>(place.column), std::move(message)};
  }
  // describe() is `file:line:column` for the text of a message.
  std::string describe(Pos pos) const {
    Diagnostic d = diagnostic(pos, "");
    std::string at = d.file + ":" + std::to_string(d.line);
    return d.column > 0 ? at + ":" + std::to_string(d.column) : at;
  }

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
};

}  // namespace gopark::syntax
