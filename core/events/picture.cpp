// The packing: see picture.h for the layout.
#include "events/picture.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
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
  std::vector<uint32_t> places;

  void add(const FoldG& g, uint32_t listedMax) {
    length++;
    if (ids.size() >= listedMax) return;
    ids.push_back(g.id);
    functions.push_back(functionOf(g));
    places.push_back(g.line);
  }
};

class Packer {
 public:
  Packer(const Fold& fold, uint32_t listedMax) : fold_(fold), listedMax_(listedMax) {}

  void word(uint32_t value) { words_.push_back(value); }

  void wide(uint64_t value) {
    word(static_cast<uint32_t>(value));
    word(static_cast<uint32_t>(value >> 32));
  }

  // A goroutine that may be absent (0) or not known.
  void goroutine(uint32_t id) {
    const FoldG* g = id == 0 || id == kNotKnown ? nullptr : fold_.find(id);
    word(id);
    word(g == nullptr ? 0 : functionOf(*g));
    word(g == nullptr ? 0 : g->line);
  }

  void list(const List& list) {
    word(list.length);
    word(static_cast<uint32_t>(list.ids.size()));
    words_.insert(words_.end(), list.ids.begin(), list.ids.end());
    words_.insert(words_.end(), list.functions.begin(), list.functions.end());
    words_.insert(words_.end(), list.places.begin(), list.places.end());
  }

  void queue(const FoldQueue& queue, uint32_t listedMax = kNotKnown) {
    listedMax = std::min(listedMax, listedMax_);
    List out;
    for (int32_t at = queue.head; at >= 0 && out.ids.size() < listedMax;) {
      const FoldG& g = fold_.slots()[at];
      out.add(g, listedMax);
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

  void totals();
  void procs();
  void threads();
  void lists();
  void objects();
  void timers();
  void header();

 private:
  void channel(const FoldObject& c);
  void lock(const FoldObject& l);

  const Fold& fold_;
  const uint32_t listedMax_;
  std::vector<uint32_t> words_;
};

void Packer::totals() {
  const FoldCounts& c = fold_.counts();
  const uint64_t totals[] = {c.events,       c.lost,        c.created,     c.destroyed,
                             c.starts,       c.migrations,  c.steals,      c.stolen,
                             c.failedSteals, c.preemptions, c.handoffs,    c.retakes,
                             c.overflows,    c.parks,       c.unparks,     c.syscalls,
                             c.sysmonTicks,  c.timersFired, c.collections, c.stops};
  static_assert(sizeof(totals) == sizeof(FoldCounts), "a total is missing from the picture");
  for (uint64_t total : totals) wide(total);
  set(PictureWord::kTotals, std::size(totals));
}

void Packer::procs() {
  constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
  std::vector<int64_t> nearest(fold_.procs().size(), kNever);
  for (const FoldTimer& timer : fold_.objects().timers()) {
    if (timer.id == 0 || timer.p >= nearest.size()) continue;
    nearest[timer.p] = std::min(nearest[timer.p], timer.dueNs);
  }
  for (size_t id = 0; id < nearest.size(); id++) {
    const FoldP& p = fold_.procs()[id];
    word((p.alive ? 1 : 0) | (p.idle ? 2 : 0) | static_cast<uint32_t>(p.gcWorker << 2));
    word(p.m);
    goroutine(p.g);
    goroutine(p.runnext);
    word(p.schedtick);
    word(p.syscalls);
    word(p.timers);
    word(p.steals);
    word(p.stealsFrom);
    word(p.lastBranch);
    wide(nearest[id] == kNever ? ~uint64_t{0} : static_cast<uint64_t>(nearest[id]));
    queue(p.queue);
  }
  set(PictureWord::kProcs, nearest.size());
}

void Packer::threads() {
  for (const FoldM& m : fold_.threads()) {
    word(static_cast<uint32_t>(m.state));
    word(m.p);
    word(m.g);
    word(m.lockedG);
  }
  set(PictureWord::kThreads, fold_.threads().size());
}

void Packer::lists() {
  std::array<uint32_t, 5> byStatus{};
  uint32_t system = 0;
  List syscalls;
  std::array<List, kGroups> waiting;
  for (const FoldG& g : fold_.slots()) {
    if (g.id == 0) continue;
    if (g.system) system++;
    if (g.status < byStatus.size()) byStatus[g.status]++;
    if (g.status == FoldG::kSyscall) syscalls.add(g, listedMax_);
    if (g.status != FoldG::kWaiting) continue;
    waiting[g.reason + (g.leaked ? kReasons : 0)].add(g, listedMax_);
  }
  queue(fold_.global());
  list(syscalls);
  queue(fold_.disabled());
  uint32_t groups = 0;
  for (size_t reason = 0; reason < kGroups; reason++) {
    if (waiting[reason].length == 0) continue;
    word(static_cast<uint32_t>(reason));
    list(waiting[reason]);
    groups++;
  }
  set(PictureWord::kGroups, groups);
  set(PictureWord::kRunnable, byStatus[FoldG::kRunnable]);
  set(PictureWord::kRunning, byStatus[FoldG::kRunning]);
  set(PictureWord::kSyscall, byStatus[FoldG::kSyscall]);
  set(PictureWord::kWaiting, byStatus[FoldG::kWaiting]);
  set(PictureWord::kSystem, system);
}

void Packer::channel(const FoldObject& c) {
  word(c.id);
  word(c.closed ? 1 : 0);
  word(c.capacity);
  word(c.buffered);
  word(c.place);
  queue(c.waiting[0], kWaitersListedMax);
  queue(c.waiting[1], kWaitersListedMax);
}

void Packer::lock(const FoldObject& l) {
  word(l.id);
  word(static_cast<uint32_t>(l.kind));
  goroutine(l.owner);
  word(l.readers);
  queue(l.waiting[0], kWaitersListedMax);
  queue(l.waiting[1], kWaitersListedMax);
}

// Cuts the objects to those that are shown: most waited on, then used last; in the order of ids.
void choose(std::vector<const FoldObject*>* objects) {
  if (objects->size() > kObjectsListedMax) {
    auto before = [](const FoldObject* a, const FoldObject* b) {
      if (a->waiters() != b->waiters()) return a->waiters() > b->waiters();
      return a->usedNs != b->usedNs ? a->usedNs > b->usedNs : a->id > b->id;
    };
    const auto cut = objects->begin() + kObjectsListedMax;
    std::nth_element(objects->begin(), cut, objects->end(), before);
    objects->erase(cut, objects->end());
  }
  std::sort(objects->begin(), objects->end(),
            [](const FoldObject* a, const FoldObject* b) { return a->id < b->id; });
}

void Packer::objects() {
  std::vector<const FoldObject*> channels;
  std::vector<const FoldObject*> locks;
  uint32_t channelsWaiting = 0;
  uint32_t locksWaiting = 0;
  for (const FoldObject& object : fold_.objects().slots()) {
    if (object.id == 0) continue;
    const bool isChannel = object.kind == ObjectKind::kChannel;
    (isChannel ? channels : locks).push_back(&object);
    if (object.waiters() != 0) (isChannel ? channelsWaiting : locksWaiting)++;
  }
  set(PictureWord::kChannelsKept, channels.size());
  set(PictureWord::kChannelsWaiting, channelsWaiting);
  set(PictureWord::kChannelsMadeLow, fold_.objects().channelsMade(), true);
  set(PictureWord::kLocksKept, locks.size());
  set(PictureWord::kLocksWaiting, locksWaiting);
  choose(&channels);
  choose(&locks);
  for (const FoldObject* c : channels) channel(*c);
  for (const FoldObject* l : locks) lock(*l);
  set(PictureWord::kChannels, channels.size());
  set(PictureWord::kLocks, locks.size());
}

void Packer::timers() {
  std::vector<const FoldTimer*> due;
  for (const FoldTimer& timer : fold_.objects().timers()) {
    if (timer.id != 0) due.push_back(&timer);
  }
  set(PictureWord::kTimersSet, due.size());
  set(PictureWord::kTimersNotKeptLow, fold_.objects().timersNotKept(), true);
  const size_t shown = std::min<size_t>(due.size(), kTimersListedMax);
  std::partial_sort(due.begin(), due.begin() + static_cast<ptrdiff_t>(shown), due.end(),
                    [](const FoldTimer* a, const FoldTimer* b) {
                      return a->dueNs != b->dueNs ? a->dueNs < b->dueNs : a->id < b->id;
                    });
  for (size_t i = 0; i < shown; i++) {
    word(due[i]->id);
    word(due[i]->p);
    word(due[i]->kind);
    goroutine(due[i]->g);
    wide(static_cast<uint64_t>(due[i]->dueNs));
    wide(static_cast<uint64_t>(due[i]->periodNs));
  }
  set(PictureWord::kTimers, shown);
}

void Packer::header() {
  set(PictureWord::kVersion, kPictureVersion);
  set(PictureWord::kWords, size());
  set(PictureWord::kTimeNsLow, static_cast<uint64_t>(fold_.timeNs()), true);
  const FoldSysmon& sysmon = fold_.sysmon();
  set(PictureWord::kSysmonNsLow, static_cast<uint64_t>(sysmon.lookedNs), true);
  set(PictureWord::kSysmonNextNsLow, static_cast<uint64_t>(sysmon.nextInNs), true);
  set(PictureWord::kSysmonIdleRounds, sysmon.idleRounds);
  set(PictureWord::kGlobalTick, fold_.globalTick());
  set(PictureWord::kFlags, (fold_.resyncing() ? 1 : 0) | (fold_.worldStopped() ? 2 : 0) |
                               (fold_.exited() ? 4 : 0) | (fold_.collecting() ? 8 : 0));
  set(PictureWord::kLatencyMaxNsLow, static_cast<uint64_t>(fold_.latencyMaxNs()), true);
  set(PictureWord::kLatencyMaxG, fold_.latencyMaxG());
  set(PictureWord::kObjectsSinceNsLow, static_cast<uint64_t>(fold_.objects().sinceNs()), true);
}

}  // namespace

std::vector<uint32_t> packPicture(const Fold& fold, uint32_t listedMax) {
  Packer out(fold, listedMax);
  for (uint32_t i = 0; i < kPictureHeaderWords; i++) out.word(0);
  out.totals();
  out.procs();
  out.threads();
  out.lists();
  out.objects();
  out.timers();
  out.header();
  return out.take();
}

}  // namespace gopark
