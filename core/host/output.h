// Where a program's output goes: to file descriptors (FileOutput, the command) or into memory for
// somebody to take (OutputBuffer: the page, tests).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

#include "host/host.h"

namespace gopark {

class OutputSink {
 public:
  virtual ~OutputSink() = default;

  // write() takes the bytes whole and in order. Any thread. It may block until there is room.
  virtual void write(Stream stream, const char* data, size_t size) = 0;
};

// FileOutput writes to the process's standard output and error, unbuffered, as a Go program does.
class FileOutput : public OutputSink {
 public:
  void write(Stream stream, const char* data, size_t size) override;
};

// OutputBuffer keeps output until it is taken. With a limit, a writer that finds it full sleeps
// until there is room, as on a pipe nobody reads; so a program that floods its output is slowed to
// the reader's pace instead of filling memory.
class OutputBuffer : public OutputSink {
 public:
  // OutputBuffer() holds about bytesMax bytes before writers block; 0 means any number, for hosts
  // whose writers cannot block because the reader runs on the same thread.
  explicit OutputBuffer(size_t bytesMax = 0) : bytesMax_(bytesMax) {}

  void write(Stream stream, const char* data, size_t size) override;

  // Piece is consecutive output of one stream.
  struct Piece {
    Stream stream;
    std::string bytes;
  };

  // take() appends at most bytesMax bytes to `pieces`, oldest first, and returns how many it took.
  size_t take(size_t bytesMax, std::deque<Piece>* pieces);

  // bytesWaiting() is how much take() would find.
  size_t bytesWaiting();

  // bytesTotal() is how much was ever written, taken or not.
  uint64_t bytesTotal();

  // close() lets blocked writers go and drops what they and later ones write.
  void close();

 private:
  const size_t bytesMax_;
  std::mutex lock_;           // Guards what follows, but for room_.
  std::deque<Piece> pieces_;  // Oldest first.
  size_t waiting_ = 0;        // Bytes in pieces_.
  uint64_t total_ = 0;        // Bytes ever accepted.
  bool closed_ = false;
  std::atomic<uint32_t> room_{0};  // Changes whenever room appears; blocked writers sleep on it.
};

}  // namespace gopark
