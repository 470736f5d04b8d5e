// The packing: see picture.h for the layout.
#include "events/picture.h"

#include <array>
#include <iterator>
#include <utility>

namespace gopark {

namespace {

constexpr uint32_t kSystemBit = 1u << 31;
constexpr size_t kReasons = 256;
constexpr size_t kGroups = 2 * kReasons;  // The leaked ones are groups of their own.

uint32_t functionOf(const FoldG& g) {
  return (g.startFunction & ~kSystemBit) | (g.system ? kSystemBit : 0);
}

// List gathers the goroutines of one place.
struct List {
  uint32_t length = 0;
  std::vector<uint32_t> ids;
  std::vector<uint32_t> functions;

  void add(const FoldG& g, uint32_t listedMax) {
    length++;
    if (ids.size() >= listedMax) return;
    ids.push_back(g.id);
    functions.push_back(functionOf(g));
  }
};

class Packer {
 public:
  explicit Packer(uint32_t listedMax) : listedMax_(listedMax) {}

  void word(uint32_t value) { words_.push_back(value); }

  void wide(uint64_t value) {
    word(static_cast<uint32_t>(value));
    word(static_cast<uint32_t>(value >> 32));
  }

  // A goroutine that may be absent (0), and its function.
  void goroutine(const Fold& fold, uint32_t id) {
    const FoldG* g = id == 0 ? nullptr : fold.find(id);
    word(id);
    word(g == nullptr ? 0 : functionOf(*g));
  }

  void list(const List& list) {
    word(list.length);
    word(static_cast<uint32_t>(list.ids.size()));
    words_.insert(words_.end(), list.ids.begin(), list.ids.end());
    words_.insert(words_.end(), list.functions.begin(), list.functions.end());
  }

  void queue(const Fold& fold, const FoldQueue& queue) {
    List out;
    for (int32_t at = queue.head; at >= 0 && out.ids.size() < listedMax_;) {
      const FoldG& g = fold.slots()[at];
      out.add(g, listedMax_);
      at = g.next;
    }
    out.length = queue.length;
    list(out);
  }

  void set(PictureWord at, uint64_t value, bool wide = false) {
    words_[static_cast<uint32_t>(at)] = static_cast<uint32_t>(value);
    if (wide) words_[static_cast<uint32_t>(at) + 1] = static_cast<uint32_t>(value >> 32);
  }

  std::vector<uint32_t> take() { return std::move(words_); }
  size_t size() const { return words_.size(); }

 private:
  uint32_t listedMax_;
  std::vector<uint32_t> words_;
};

}  // namespace

std::vector<uint32_t> packPicture(const Fold& fold, uint32_t listedMax) {
  std::array<uint32_t, 5> byStatus{};
  uint32_t system = 0;
  List syscalls;
  std::array<List, kGroups> waiting;
  for (const FoldG& g : fold.slots()) {
    if (g.id == 0) continue;
    if (g.system) system++;
    if (g.status < byStatus.size()) byStatus[g.status]++;
    if (g.status == 3) syscalls.add(g, listedMax);
    if (g.status == 4) waiting[g.reason + (g.leaked ? kReasons : 0)].add(g, listedMax);
  }

  Packer out(listedMax);
  for (uint32_t i = 0; i < kPictureHeaderWords; i++) out.word(0);
  const FoldCounts& c = fold.counts();
  const uint64_t totals[] = {c.events,       c.lost,        c.created,     c.destroyed,
                             c.starts,       c.migrations,  c.steals,      c.stolen,
                             c.failedSteals, c.preemptions, c.handoffs,    c.retakes,
                             c.overflows,    c.parks,       c.unparks,     c.syscalls,
                             c.sysmonTicks,  c.timersFired, c.collections, c.stops};
  static_assert(sizeof(totals) == sizeof(FoldCounts), "a total is missing from the picture");
  for (uint64_t total : totals) out.wide(total);

  uint32_t procs = 0;
  for (const FoldP& p : fold.procs()) {
    out.word((p.alive ? 1 : 0) | (p.idle ? 2 : 0) | static_cast<uint32_t>(p.gcWorker << 2));
    out.word(p.m);
    out.goroutine(fold, p.g);
    out.goroutine(fold, p.runnext);
    out.word(p.schedtick);
    out.word(p.syscalls);
    out.word(p.timers);
    out.word(p.steals);
    out.word(p.stealsFrom);
    out.word(p.lastBranch);
    out.queue(fold, p.queue);
    procs++;
  }
  for (const FoldM& m : fold.threads()) {
    out.word(static_cast<uint32_t>(m.state));
    out.word(m.p);
    out.word(m.g);
  }
  out.queue(fold, fold.global());
  out.list(syscalls);
  uint32_t groups = 0;
  for (size_t reason = 0; reason < kGroups; reason++) {
    if (waiting[reason].length == 0) continue;
    out.word(static_cast<uint32_t>(reason));
    out.list(waiting[reason]);
    groups++;
  }

  out.set(PictureWord::kVersion, kPictureVersion);
  out.set(PictureWord::kWords, out.size());
  out.set(PictureWord::kTimeNsLow, static_cast<uint64_t>(fold.timeNs()), true);
  out.set(PictureWord::kSysmonNsLow, static_cast<uint64_t>(fold.lastSysmonNs()), true);
  out.set(PictureWord::kFlags, (fold.resyncing() ? 1 : 0) | (fold.worldStopped() ? 2 : 0) |
                                   (fold.exited() ? 4 : 0) | (fold.collecting() ? 8 : 0));
  out.set(PictureWord::kProcs, procs);
  out.set(PictureWord::kThreads, fold.threads().size());
  out.set(PictureWord::kGroups, groups);
  out.set(PictureWord::kTotals, std::size(totals));
  out.set(PictureWord::kRunnable, byStatus[1]);
  out.set(PictureWord::kRunning, byStatus[2]);
  out.set(PictureWord::kSyscall, byStatus[3]);
  out.set(PictureWord::kWaiting, byStatus[4]);
  out.set(PictureWord::kSystem, system);
  out.set(PictureWord::kLatencyMaxNsLow, static_cast<uint64_t>(fold.latencyMaxNs()), true);
  out.set(PictureWord::kLatencyMaxG, fold.latencyMaxG());
  return out.take();
}

}  // namespace gopark
