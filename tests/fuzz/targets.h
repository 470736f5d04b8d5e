// What is fuzzed: each takes any bytes and must neither crash nor run without bound.
#pragma once

#include <string_view>

namespace gopark::fuzz {

// fuzzParse() scans and parses a file, and prints what it has parsed.
void fuzzParse(std::string_view text);
// fuzzCheck() is the whole front end: a file or a txtar archive, with the library it imports.
void fuzzCheck(std::string_view text);
// fuzzRun() runs a program, if it is one, for a while on a small simulated machine.
void fuzzRun(std::string_view text);

}  // namespace gopark::fuzz
