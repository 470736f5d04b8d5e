// OutputBuffer: see output.h.
#include "host/output.h"

#include "host/futex.h"

namespace gopark {
namespace {

// Output is cut at this size so that taking a little does not move a lot.
constexpr size_t kPieceBytes = 64 << 10;

}  // namespace

void OutputBuffer::write(Stream stream, const char* data, size_t size) {
  while (size > 0) {
    uint32_t seen = room_.load(std::memory_order_acquire);
    {
      std::lock_guard<std::mutex> hold(lock_);
      if (closed_) return;
      size_t room = bytesMax_ == 0 ? size : waiting_ < bytesMax_ ? bytesMax_ - waiting_ : 0;
      while (room > 0 && size > 0) {
        if (pieces_.empty() || pieces_.back().stream != stream ||
            pieces_.back().bytes.size() >= kPieceBytes) {
          pieces_.push_back(Piece{stream, {}});
        }
        std::string& bytes = pieces_.back().bytes;
        size_t part = kPieceBytes - bytes.size();
        if (part > size) part = size;
        if (part > room) part = room;
        bytes.append(data, part);
        data += part;
        size -= part;
        room -= part;
        waiting_ += part;
        total_ += part;
      }
    }
    if (size > 0) futexWait(&room_, seen, -1);
  }
}

size_t OutputBuffer::take(size_t bytesMax, std::deque<Piece>* pieces) {
  size_t taken = 0;
  {
    std::lock_guard<std::mutex> hold(lock_);
    while (taken < bytesMax && !pieces_.empty()) {
      Piece& oldest = pieces_.front();
      size_t part = oldest.bytes.size();
      if (part <= bytesMax - taken) {
        pieces->push_back(std::move(oldest));
        pieces_.pop_front();
      } else {
        part = bytesMax - taken;
        pieces->push_back(Piece{oldest.stream, oldest.bytes.substr(0, part)});
        oldest.bytes.erase(0, part);
      }
      taken += part;
    }
    waiting_ -= taken;
  }
  if (taken > 0) {
    room_.fetch_add(1, std::memory_order_release);
    futexWake(&room_, UINT32_MAX);
  }
  return taken;
}

size_t OutputBuffer::bytesWaiting() {
  std::lock_guard<std::mutex> hold(lock_);
  return waiting_;
}

uint64_t OutputBuffer::bytesTotal() {
  std::lock_guard<std::mutex> hold(lock_);
  return total_;
}

void OutputBuffer::close() {
  {
    std::lock_guard<std::mutex> hold(lock_);
    closed_ = true;
  }
  room_.fetch_add(1, std::memory_order_release);
  futexWake(&room_, UINT32_MAX);
}

}  // namespace gopark
