// OutputBuffer: order, limits, closing. When one fails look at core/host/output.cpp.
#include "host/output.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace gopark {
namespace {

std::string takeAll(OutputBuffer* buffer, size_t bytesMax = SIZE_MAX) {
  std::deque<OutputBuffer::Piece> pieces;
  buffer->take(bytesMax, &pieces);
  std::string all;
  for (auto& piece : pieces) all += piece.bytes;
  return all;
}

TEST(OutputBuffer, Take_keepsTheOrderOfBothStreams) {
  OutputBuffer buffer;
  buffer.write(Stream::kStdout, "one", 3);
  buffer.write(Stream::kStderr, "two", 3);
  buffer.write(Stream::kStdout, "three", 5);
  std::deque<OutputBuffer::Piece> pieces;
  EXPECT_EQ(buffer.take(4, &pieces), 4u);
  EXPECT_EQ(buffer.take(100, &pieces), 7u);
  ASSERT_EQ(pieces.size(), 4u);
  EXPECT_EQ(pieces[0].bytes, "one");
  EXPECT_EQ(pieces[1].bytes, "t");
  EXPECT_EQ(pieces[1].stream, Stream::kStderr);
  EXPECT_EQ(pieces[2].bytes, "wo");
  EXPECT_EQ(pieces[3].bytes, "three");
  EXPECT_EQ(buffer.bytesWaiting(), 0u);
  EXPECT_EQ(buffer.bytesTotal(), 11u);
}

TEST(OutputBuffer, LargeWrites_arriveWhole) {
  OutputBuffer buffer;
  std::string large;
  for (int i = 0; i < 50000; i++) large += std::to_string(i) + "\n";
  buffer.write(Stream::kStdout, large.data(), large.size());
  std::string got;
  for (std::string part; !(part = takeAll(&buffer, 7777)).empty();) got += part;
  EXPECT_EQ(got, large);
}

TEST(OutputBuffer, Writers_waitForRoomAndLoseNothing) {
  OutputBuffer buffer(1000);
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; i < 20000; i++) {
      std::string line = std::to_string(i) + "\n";
      buffer.write(Stream::kStdout, line.data(), line.size());
    }
    done = true;
  });
  std::string got;
  while (!done || buffer.bytesWaiting() > 0) {
    EXPECT_LE(buffer.bytesWaiting(), 1000u);
    got += takeAll(&buffer, 300);
  }
  writer.join();
  std::string want;
  for (int i = 0; i < 20000; i++) want += std::to_string(i) + "\n";
  EXPECT_EQ(got, want);
}

TEST(OutputBuffer, Close_releasesABlockedWriter) {
  OutputBuffer buffer(10);
  std::thread writer([&] { buffer.write(Stream::kStdout, "more than ten bytes", 19); });
  while (buffer.bytesWaiting() < 10) std::this_thread::yield();
  buffer.close();
  writer.join();
  EXPECT_EQ(buffer.bytesTotal(), 10u);
  buffer.write(Stream::kStdout, "x", 1);
  EXPECT_EQ(buffer.bytesTotal(), 10u);
}

}  // namespace
}  // namespace gopark
