// txtar: several files in one text, as the Go playground and Go's own tests write them:
//
//   -- go.mod --
//   module example
//   -- util/util.go --
//   package util
//
// Go's counterpart: golang.org/x/tools/txtar.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gopark::syntax {

struct TxtarFile {
  std::string name;
  std::string text;  // Ends with a newline unless it is empty.
  int line = 1;      // Of the whole text: where the file's first line stands.
};

struct Txtar {
  std::string comment;  // What comes before the first file.
  std::vector<TxtarFile> files;
};

// parseTxtar() splits a text at its `-- name --` lines. Without any, all of it is the comment.
Txtar parseTxtar(std::string_view text);

// programFiles() is the files of a program in one text: those of a txtar archive, preceded by its
// comment as `defaultName` if that holds more than blanks; or the text itself as `defaultName`,
// byte for byte.
std::vector<TxtarFile> programFiles(std::string_view text, std::string_view defaultName);

}  // namespace gopark::syntax
