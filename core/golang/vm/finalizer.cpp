// Records on objects and the queues of calls: see finalizer.h.
#include "golang/vm/finalizer.h"

#include <algorithm>
#include <utility>

#include "golang/vm/collector.h"

namespace gopark::vm {

bool CallbackQueue::pop(Callback* callback) {
  std::lock_guard<std::mutex> guard(mutex_);
  if (calls_.empty()) return false;
  *callback = calls_.front();
  calls_.pop_front();
  return true;
}

bool CallbackQueue::empty() {
  std::lock_guard<std::mutex> guard(mutex_);
  return calls_.empty();
}

Addr Finalizers::objectOf(Addr pointer) const {
  Span* span = nullptr;
  return addrOf(heap_->objectOf(pointer, &span));
}

bool Finalizers::setFinalizer(Addr pointer, const Callback& call) {
  std::lock_guard<std::mutex> guard(mutex_);
  std::vector<Record>& records = records_[objectOf(pointer)];
  for (const Record& r : records) {
    if (r.kind == Kind::kFinalizer && r.pointer == pointer) return false;
  }
  records.push_back({Kind::kFinalizer, ++nextId_, pointer, call});
  return true;
}

void Finalizers::removeFinalizer(Addr pointer) {
  std::lock_guard<std::mutex> guard(mutex_);
  auto at = records_.find(objectOf(pointer));
  if (at == records_.end()) return;
  std::erase_if(at->second, [pointer](const Record& r) {
    return r.kind == Kind::kFinalizer && r.pointer == pointer;
  });
  if (at->second.empty()) records_.erase(at);
}

uint64_t Finalizers::addCleanup(Addr pointer, Slot closure) {
  std::lock_guard<std::mutex> guard(mutex_);
  Record record{Kind::kCleanup, ++nextId_, pointer, {}};
  record.call.closure = closure;
  Addr object = objectOf(pointer);
  records_[object].push_back(record);
  cleanupObject_[record.id] = object;
  return record.id;
}

void Finalizers::stopCleanup(uint64_t id) {
  std::lock_guard<std::mutex> guard(mutex_);
  auto object = cleanupObject_.find(id);
  if (object == cleanupObject_.end()) return;
  auto at = records_.find(object->second);
  cleanupObject_.erase(object);
  std::erase_if(at->second, [id](const Record& r) { return r.id == id; });
  if (at->second.empty()) records_.erase(at);
}

void* Finalizers::weakHandle(HeapCache* cache, Addr pointer) {
  std::lock_guard<std::mutex> guard(mutex_);
  Addr object = objectOf(pointer);
  if (auto at = records_.find(object); at != records_.end()) {
    for (const Record& r : at->second) {
      if (r.kind == Kind::kWeak && r.pointer == pointer) return ptrOf(r.call.closure);
    }
  }
  void* handle = heap_->newArray(cache, nullptr, sizeof(Addr));
  if (handle == nullptr) return nullptr;
  relaxedStore<Addr>(handle, pointer);
  Record record{Kind::kWeak, ++nextId_, pointer, {}};
  record.call.closure = addrOf(handle);
  records_[object].push_back(record);
  return handle;
}

void Finalizers::markFrom(Marker* marker) {
  for (CallbackQueue* queue : {&finalizers, &cleanups}) {
    for (const Callback& call : queue->calls_) {
      marker->mark(call.closure);
      marker->markSlots(call.args, call.slots);
    }
  }
  // In the order they were made: a table of addresses has none that is the same everywhere.
  std::vector<std::pair<const Record*, Addr>> all;
  for (const auto& [object, records] : records_) {
    for (const Record& r : records) all.emplace_back(&r, object);
  }
  std::sort(all.begin(), all.end(),
            [](const auto& x, const auto& y) { return x.first->id < y.first->id; });
  for (const auto& [r, object] : all) {
    // A handle lives as long as its object, so that later weak pointers equal earlier ones.
    marker->mark(r->call.closure);
    if (r->kind == Kind::kFinalizer) marker->markContents(object);
  }
}

void Finalizers::queueUnreachable(Collector* collector) {
  std::vector<Record> due, dueCleanups;
  for (auto at = records_.begin(); at != records_.end();) {
    std::vector<Record>& records = at->second;
    if (at->first == 0 || collector->marked(at->first)) {
      ++at;
      continue;
    }
    bool resurrect = false;
    for (const Record& r : records) {
      if (r.kind == Kind::kWeak) relaxedStore<Addr>(ptrOf(r.call.closure), 0);
      if (r.kind == Kind::kFinalizer) {
        due.push_back(r);
        resurrect = true;
      }
    }
    std::erase_if(records, [](const Record& r) { return r.kind != Kind::kCleanup; });
    if (!resurrect) {
      for (const Record& r : records) cleanupObject_.erase(r.id);
      // The newest of an object first, the objects by their oldest.
      if (!records.empty()) {
        uint64_t first = records.front().id;
        std::reverse(records.begin(), records.end());
        for (Record& r : records) {
          dueCleanups.push_back(r);
          dueCleanups.back().id = first;
        }
      }
      records.clear();
    }
    at = records.empty() ? records_.erase(at) : std::next(at);
  }
  std::sort(due.begin(), due.end(), [](const Record& x, const Record& y) { return x.id > y.id; });
  std::stable_sort(dueCleanups.begin(), dueCleanups.end(),
                   [](const Record& x, const Record& y) { return x.id < y.id; });
  for (const Record& r : due) {
    collector->marker()->markSlots(r.call.args, r.call.slots);
    finalizers.calls_.push_back(r.call);
  }
  for (const Record& r : dueCleanups) cleanups.calls_.push_back(r.call);
  collector->trace();
}

}  // namespace gopark::vm
