// The Embind surface: core/api's Session as a JavaScript class, and nothing else.
// web/engine/module.ts and tools/gopark-wasm.mjs are its readers. Whatever it returns is a copy, so
// that it may be transferred and outlives growth of the memory; nothing throws across it.
//
// A module serves one thread of JavaScript, the one that loaded it: a Worker in a page, the main
// thread under Node. In the mt build that thread never runs a goroutine; tick() is sysmon's timer.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "api/session.h"
#include "events/picture.h"
#include "trace/event_json.h"
#include "worker_pool.h"

namespace gopark {
namespace {

using emscripten::val;

template <class T>
val copyOf(const T* data, size_t count) {
  return val(emscripten::typed_memory_view(count, data)).template call<val>("slice");
}

val arrayOf(const std::vector<Diagnostic>& diagnostics) {
  val array = val::array();
  for (const Diagnostic& d : diagnostics) {
    val object = val::object();
    object.set("file", d.file);
    object.set("line", d.line);
    object.set("column", d.column);
    object.set("message", d.message);
    array.call<void>("push", object);
  }
  return array;
}

// An option that is left out keeps the default.
template <class T>
void number(const val& options, const char* name, double scale, T* out) {
  val value = options[name];
  if (value.isNumber()) *out = static_cast<T>(value.as<double>() * scale);
}

// The index of a word-valued option among `words`, or -1 when it is left out or none of them.
int word(const val& options, const char* name, std::initializer_list<const char*> words) {
  val value = options[name];
  if (!value.isString()) return -1;
  const auto text = value.as<std::string>();
  int index = 0;
  for (const char* word : words) {
    if (text == word) return index;
    index++;
  }
  return -1;
}

SessionOptions optionsFrom(const val& given) {
  SessionOptions options;
  options.host = hostSupported(HostKind::kThreads) ? HostKind::kThreads : HostKind::kCoop;
  options.workers = moduleWorkers();
  number(given, "procs", 1, &options.settings.gomaxprocs);
  int preempt = word(given, "preempt", {"none", "cooperative", "async"});
  if (preempt >= 0) options.settings.preempt = static_cast<PreemptMode>(preempt);
  int swap = word(given, "swap", {"auto", "context"});
  if (swap >= 0) options.settings.swap = static_cast<SwapMode>(swap);
  number(given, "timeoutMs", 1e6, &options.timeoutNs);
  number(given, "outputLimitBytes", 1, &options.outputLimitBytes);
  number(given, "memoryLimitBytes", 1, &options.memoryLimitBytes);
  if (val events = given["events"]; events.isTrue() || events.isFalse()) {
    options.events = events.isTrue();
  }
  options.keepEvents = given["keepEvents"].isTrue();
  if (val args = given["args"]; args.isArray()) {
    options.args = emscripten::vecFromJSArray<std::string>(args);
  }
  if (val env = given["env"]; !env.isUndefined()) {
    val entries = val::global("Object").call<val>("entries", env);
    for (unsigned i = 0, count = entries["length"].as<unsigned>(); i < count; i++) {
      options.env.emplace_back(entries[i][0].as<std::string>(), entries[i][1].as<std::string>());
    }
  }
  return options;
}

class SessionBinding {
 public:
  explicit SessionBinding(val options) : session_(optionsFrom(options)) {}

  val check(const std::string& source, const std::string& fileName) {
    return arrayOf(session_.check(source, fileName));
  }

  val start(const std::string& source, const std::string& fileName) {
    return arrayOf(session_.start(source, fileName));
  }

  bool startWorkload(const std::string& name) { return session_.startWorkload(name); }

  double tick(double budgetNs) {
    return static_cast<double>(session_.tick(static_cast<int64_t>(budgetNs)));
  }

  void stop() { session_.stop(); }
  bool done() const { return session_.done(); }
  int exitCode() const { return session_.exitCode(); }

  std::string stopCause() const {
    switch (session_.stopCause()) {
      case StopCause::kStopped:
        return "stopped";
      case StopCause::kTimeout:
        return "timeout";
      case StopCause::kOutputLimit:
        return "outputLimit";
      case StopCause::kNone:
        break;
    }
    return "none";
  }

  val takeOutput(double bytesMax) {
    val array = val::array();
    for (const OutputChunk& chunk : session_.takeOutput(static_cast<size_t>(bytesMax))) {
      val object = val::object();
      object.set("stream", static_cast<int>(chunk.stream));
      object.set("bytes",
                 copyOf(reinterpret_cast<const uint8_t*>(chunk.text.data()), chunk.text.size()));
      array.call<void>("push", object);
    }
    return array;
  }

  // takeEvents() is the latest recordsMax records since the last call; those before them count as
  // skipped.
  val takeEvents(double recordsMax) {
    std::vector<Event> events = drain();
    size_t keep = std::min(events.size(), static_cast<size_t>(recordsMax));
    skipped_ += events.size() - keep;
    return copyOf(reinterpret_cast<const uint8_t*>(events.data() + (events.size() - keep)),
                  keep * sizeof(Event));
  }

  // takeEventsJson() is all records since the last call, one JSON object a line.
  std::string takeEventsJson() {
    std::string json;
    for (const Event& event : drain()) appendEventJson(event, &json);
    return json;
  }

  // eventsSkipped() counts records not handed over since it was last asked.
  double eventsSkipped() {
    double skipped = static_cast<double>(skipped_);
    skipped_ = 0;
    return skipped;
  }

  val picture(double listedMax) const {
    std::vector<uint32_t> words = packPicture(session_.fold(), static_cast<uint32_t>(listedMax));
    return copyOf(words.data(), words.size());
  }

  std::string functionName(double id) const {
    return session_.functionName(static_cast<uint32_t>(id));
  }

 private:
  std::vector<Event> drain() {
    uint64_t lost = 0;
    std::vector<Event> events = session_.takeEvents(&lost);
    skipped_ += lost - lost_;
    lost_ = lost;
    return events;
  }

  Session session_;
  uint64_t lost_ = 0;     // The session's own count of lost events when last seen.
  uint64_t skipped_ = 0;  // Records not handed over and not yet reported.
};

val workloads() {
  val array = val::array();
  for (const std::string& name : Session::workloads()) array.call<void>("push", name);
  return array;
}

bool threads() {
  return hostSupported(HostKind::kThreads);
}

// memoryBytes() is the module's linear memory, which never shrinks.
double memoryBytes() {
  return __builtin_wasm_memory_size(0) * 65536.0;
}

}  // namespace

EMSCRIPTEN_BINDINGS(gopark) {
  emscripten::class_<SessionBinding>("Session")
      .constructor<val>()
      .function("check", &SessionBinding::check)
      .function("start", &SessionBinding::start)
      .function("startWorkload", &SessionBinding::startWorkload)
      .function("tick", &SessionBinding::tick)
      .function("stop", &SessionBinding::stop)
      .function("done", &SessionBinding::done)
      .function("exitCode", &SessionBinding::exitCode)
      .function("stopCause", &SessionBinding::stopCause)
      .function("takeOutput", &SessionBinding::takeOutput)
      .function("takeEvents", &SessionBinding::takeEvents)
      .function("takeEventsJson", &SessionBinding::takeEventsJson)
      .function("eventsSkipped", &SessionBinding::eventsSkipped)
      .function("picture", &SessionBinding::picture)
      .function("functionName", &SessionBinding::functionName);
  emscripten::function("workloads", &workloads);
  emscripten::function("threads", &threads);
  emscripten::function("memoryBytes", &memoryBytes);
  emscripten::function("workers", &workerCount);
  emscripten::function("prepareWorkers", &prepareWorkers);
}

}  // namespace gopark
