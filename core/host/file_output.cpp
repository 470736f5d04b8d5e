// FileOutput: write(2) to the process's own descriptors. A reader that went away ends the output
// silently here; the process gets its SIGPIPE as any command does.
#include <unistd.h>

#include <cerrno>

#include "host/output.h"

namespace gopark {

void FileOutput::write(Stream stream, const char* data, size_t size) {
  while (size > 0) {
    ssize_t n = ::write(static_cast<int>(stream), data, size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return;
    data += n;
    size -= static_cast<size_t>(n);
  }
}

}  // namespace gopark
