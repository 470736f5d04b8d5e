// The library's Go sources, embedded in the binary. embed.cmake turns every file below
// core/golang/lib/go/<import path>/ into a string; a package is compiled when a program imports it.
//
// Go's counterpart: the tree below GOROOT/src.
#pragma once

#include <span>
#include <string_view>

namespace gopark::lib {

// LibFile is one Go file of a library package.
struct LibFile {
  std::string_view package;  // Import path, "unicode/utf8".
  std::string_view name;     // File name without folders, "utf8.go".
  std::string_view text;
};

// libFiles() is every file of the package, sorted by name; empty when the library has no such
// package. The memory lives as long as the process.
std::span<const LibFile> libFiles(std::string_view importPath);

// allLibFiles() is every file of every package, sorted by package and name.
std::span<const LibFile> allLibFiles();

}  // namespace gopark::lib
