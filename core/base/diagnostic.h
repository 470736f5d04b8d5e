// Diagnostic: one error in the person's source, as a value. Everything the front end refuses is
// reported this way and printed as Go's compiler prints it.
#pragma once

#include <string>

namespace gopark {

struct Diagnostic {
  std::string file;     // Name as given, "prog.go" by default.
  int line = 0;         // 1-based; 0: the message has no place (the linker's, say).
  int column = 0;       // 1-based, in bytes.
  std::string message;  // May hold continuation lines, each with its own leading tabs.

  // text() is `file:line:column: message`, without the column where gc leaves it out too: its
  // positions have 8 bits for it. What has no place is its message alone.
  std::string text() const {
    if (line == 0) return message;
    std::string at = file + ":" + std::to_string(line);
    if (column > 0 && column < 255) at += ":" + std::to_string(column);
    return at + ": " + message;
  }
};

}  // namespace gopark
