// Looks up packages in the table that embed.cmake generates.

#include "golang/lib/embed.h"

#include <algorithm>

namespace gopark::lib {

std::span<const LibFile> libFiles(std::string_view importPath) {
  std::span<const LibFile> all = allLibFiles();
  struct ByPackage {
    bool operator()(const LibFile& file, std::string_view path) const {
      return file.package < path;
    }
    bool operator()(std::string_view path, const LibFile& file) const {
      return path < file.package;
    }
  };
  auto [first, last] = std::equal_range(all.begin(), all.end(), importPath, ByPackage());
  return all.subspan(static_cast<size_t>(first - all.begin()), static_cast<size_t>(last - first));
}

}  // namespace gopark::lib
