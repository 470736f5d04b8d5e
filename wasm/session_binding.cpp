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
#include <iterator>
#include <string>
#include <vector>

#include "api/decision_words.h"
#include "api/knobs.h"
#include "api/session.h"
#include "api/simulation.h"
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

// Turns the knobs of an object {name: number or text}; what is wrong with the first that cannot be,
// or an empty string.
std::string turnKnobs(const val& given, Settings* settings) {
  if (given.isUndefined() || given.isNull()) return "";
  const val entries = val::global("Object").call<val>("entries", given);
  std::string wrong;
  for (unsigned i = 0, count = entries["length"].as<unsigned>(); i < count; i++) {
    const auto text = val::global("String")(entries[i][1]).as<std::string>();
    const std::string one = setKnob(entries[i][0].as<std::string>(), text, settings);
    if (wrong.empty()) wrong = one;
  }
  return wrong;
}

// What is wrong with the knobs goes to *wrong.
SessionOptions optionsFrom(const val& given, std::string* wrong) {
  SessionOptions options;
  options.host = hostSupported(HostKind::kThreads) ? HostKind::kThreads : HostKind::kCoop;
  options.workers = moduleWorkers();
  number(given, "procs", 1, &options.settings.gomaxprocs);
  int preempt = word(given, "preempt", {"none", "cooperative", "async"});
  if (preempt >= 0) options.settings.preempt = static_cast<PreemptMode>(preempt);
  int swap = word(given, "swap", {"auto", "context"});
  if (swap >= 0) options.settings.swap = static_cast<SwapMode>(swap);
  *wrong = turnKnobs(given["settings"], &options.settings);
  number(given, "timeoutMs", 1e6, &options.timeoutNs);
  number(given, "outputLimitBytes", 1, &options.outputLimitBytes);
  number(given, "memoryLimitBytes", 1, &options.memoryLimitBytes);
  if (val events = given["events"]; events.isTrue() || events.isFalse()) {
    options.events = events.isTrue();
  }
  options.keepEvents = given["keepEvents"].isTrue();
  int leaks = word(given, "leaks", {"none", "mark", "report"});
  if (leaks >= 0) options.leaks = static_cast<LeakCheck>(leaks);
  number(given, "keptMax", 1, &options.keptMax);
  // A schedule that cannot be read is the caller's mistake: parseSchedule() says so beforehand.
  if (val schedule = given["schedule"]; schedule.isString()) {
    options.host = HostKind::kSim;
    parseSchedule(schedule.as<std::string>(), &options.schedule);
  }
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

const char* haltName(Halt halt) {
  switch (halt) {
    case Halt::kBudget:
      return "budget";
    case Halt::kReached:
      return "reached";
    case Halt::kBreakpoint:
      return "breakpoint";
    case Halt::kEnded:
      return "ended";
    case Halt::kStuck:
      break;
  }
  return "stuck";
}

val decisionObject(const Decision& d) {
  const DecisionWords words = describe(d);
  val object = val::object();
  object.set("index", static_cast<double>(d.index));
  object.set("kind", std::string(choiceName(d.kind)));
  object.set("events", static_cast<double>(d.events));
  object.set("timeNs", static_cast<double>(d.timeNs));
  object.set("m", d.m == kNoId ? -1 : static_cast<int>(d.m));
  object.set("g", d.subject);
  object.set("n", d.n);
  object.set("chosen", d.chosen);
  object.set("overridden", d.overridden);
  object.set("question", words.question);
  val alternatives = val::array();
  for (const std::string& one : words.alternatives) alternatives.call<void>("push", one);
  object.set("alternatives", alternatives);
  return object;
}

class SessionBinding {
 public:
  explicit SessionBinding(val options) : session_(optionsFrom(options, &wrong_)) {}

  val check(const std::string& source, const std::string& fileName) {
    return arrayOf(session_.check(source, fileName));
  }

  val start(const std::string& source, const std::string& fileName) {
    if (!wrong_.empty()) return arrayOf({Diagnostic{fileName, 0, 0, wrong_}});
    return arrayOf(session_.start(source, fileName));
  }

  bool startWorkload(const std::string& name) {
    return wrong_.empty() && session_.startWorkload(name);
  }

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
      object.set("events", static_cast<double>(chunk.events));
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

  // --- On the simulated machine, after a start() that succeeded ---

  std::string simRun(val given, double budgetNs) {
    Target target;
    number(given, "events", 1, &target.events);
    number(given, "tick", 1, &target.tick);
    number(given, "timeNs", 1, &target.timeNs);
    target.breakpoints = given["breakpoints"].isTrue();
    return haltName(session_.simulation()->run(target, static_cast<int64_t>(budgetNs)));
  }

  std::string simStep(const std::string& kind, double budgetNs) {
    static constexpr const char* kKinds[] = {"event", "operation", "instruction",
                                             "line",  "decision",  "turn"};
    for (size_t i = 0; i < std::size(kKinds); i++) {
      if (kind != kKinds[i]) continue;
      return haltName(
          session_.simulation()->step(static_cast<Step>(i), static_cast<int64_t>(budgetNs)));
    }
    return "no such step";
  }

  val simPosition() {
    const Position at = session_.simulation()->position();
    val object = val::object();
    object.set("events", static_cast<double>(at.events));
    object.set("timeNs", static_cast<double>(at.timeNs));
    object.set("machineEvents", static_cast<double>(at.machineEvents));
    object.set("tick", static_cast<double>(at.tick));
    object.set("decisions", static_cast<double>(at.decisions));
    object.set("m", at.m);
    object.set("g", static_cast<double>(at.g));
    object.set("line", at.line);
    object.set("ended", at.ended);
    return object;
  }

  // simBreakpoints() is what is wrong with each; those without a fault are set.
  val simBreakpoints(val texts) {
    val faults = val::array();
    std::vector<Breakpoint> breakpoints;
    for (const std::string& text : emscripten::vecFromJSArray<std::string>(texts)) {
      Breakpoint breakpoint;
      const std::string wrong = parseBreakpoint(text, &breakpoint);
      if (wrong.empty()) breakpoints.push_back(breakpoint);
      faults.call<void>("push", wrong);
    }
    session_.simulation()->setBreakpoints(std::move(breakpoints));
    return faults;
  }

  std::string simBreakReason() { return session_.simulation()->breakReason(); }

  val simDecision(double index) {
    const Decision* decision = session_.simulation()->decision(static_cast<uint64_t>(index));
    return decision != nullptr ? decisionObject(*decision) : val::null();
  }

  val simTakeDecisions() {
    val array = val::array();
    for (const Decision& d : session_.simulation()->takeDecisions()) {
      array.call<void>("push", decisionObject(d));
    }
    return array;
  }

  bool simOverride(double index, double alternative) {
    return session_.simulation()->overrideDecision(static_cast<uint64_t>(index),
                                                   static_cast<uint32_t>(alternative));
  }

  std::string simFault(const std::string& text) {
    Fault fault;
    std::string wrong = parseFault(text, &fault);
    if (wrong.empty()) session_.simulation()->addFault(fault);
    return wrong;
  }

  std::string simSchedule() { return formatSchedule(session_.simulation()->schedule()); }

 private:
  std::vector<Event> drain() {
    uint64_t lost = 0;
    std::vector<Event> events = session_.takeEvents(&lost);
    skipped_ += lost - lost_;
    lost_ = lost;
    return events;
  }

  std::string wrong_;  // With the options; before session_, whose making writes it.
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

// The knobs that differ from the defaults, by name.
val turned(const Settings& settings) {
  val object = val::object();
  for (int row = 0; row < settingCount(); row++) {
    const SettingInfo& info = settingInfo(row);
    const int64_t value = settingValue(settings, row);
    if (value != info.usual) object.set(info.name, static_cast<double>(value));
  }
  return object;
}

// parseSchedule() is the schedule's fields, or what is wrong with the text in `error`.
val parseScheduleBinding(const std::string& text) {
  Schedule schedule;
  val object = val::object();
  object.set("error", parseSchedule(text, &schedule));
  object.set("procs", schedule.settings.gomaxprocs);
  object.set("cores", schedule.sim.cores);
  object.set("seed", static_cast<double>(schedule.sim.seed));
  static constexpr const char* kPreempt[] = {"none", "cooperative", "async"};
  object.set("preempt", std::string(kPreempt[static_cast<int>(schedule.settings.preempt)]));
  static constexpr const char* kSwap[] = {"auto", "context"};
  object.set("swap", std::string(kSwap[static_cast<int>(schedule.settings.swap)]));
  object.set("nodes", schedule.sim.nodes);
  object.set("quotaUs", static_cast<double>(schedule.sim.quotaNs) / 1e3);
  object.set("periodMs", static_cast<double>(schedule.sim.periodNs) / 1e6);
  val costs = val::object();
  const Costs usual;
  for (int i = 0; i < static_cast<int>(Cost::kCount); i++) {
    if (schedule.sim.costs.ns[i] == usual.ns[i]) continue;
    costs.set(costInfo(static_cast<Cost>(i)).name, static_cast<double>(schedule.sim.costs.ns[i]));
  }
  object.set("costs", costs);
  object.set("settings", turned(schedule.settings));
  val overrides = val::array();
  for (const Override& one : schedule.sim.overrides) {
    val pair = val::array();
    pair.call<void>("push", static_cast<double>(one.decision));
    pair.call<void>("push", one.alternative);
    overrides.call<void>("push", pair);
  }
  object.set("overrides", overrides);
  // As they stand in the text: tick:name[:a[:b]].
  val faults = val::array();
  Schedule only;
  for (const Fault& fault : schedule.sim.faults) {
    only.sim.faults = {fault};
    const std::string one = formatSchedule(only);
    faults.call<void>("push", one.substr(one.find("f=") + 2));
  }
  object.set("faults", faults);
  return object;
}

// formatSchedule() is the text of a schedule with these fields; those left out keep their defaults.
// Knobs that cannot be turned so are in it as they were given, for parseSchedule() to say why.
std::string formatScheduleBinding(val given) {
  Schedule schedule;
  number(given, "procs", 1, &schedule.settings.gomaxprocs);
  number(given, "cores", 1, &schedule.sim.cores);
  number(given, "seed", 1, &schedule.sim.seed);
  number(given, "nodes", 1, &schedule.sim.nodes);
  number(given, "quotaUs", 1e3, &schedule.sim.quotaNs);
  number(given, "periodMs", 1e6, &schedule.sim.periodNs);
  const int preempt = word(given, "preempt", {"none", "cooperative", "async"});
  if (preempt >= 0) schedule.settings.preempt = static_cast<PreemptMode>(preempt);
  const int swap = word(given, "swap", {"auto", "context"});
  if (swap >= 0) schedule.settings.swap = static_cast<SwapMode>(swap);
  if (val costs = given["costs"]; !costs.isUndefined()) {
    for (int i = 0; i < static_cast<int>(Cost::kCount); i++) {
      number(costs, costInfo(static_cast<Cost>(i)).name, 1, &schedule.sim.costs.ns[i]);
    }
  }
  if (val overrides = given["overrides"]; overrides.isArray()) {
    for (unsigned i = 0, count = overrides["length"].as<unsigned>(); i < count; i++) {
      schedule.sim.overrides.push_back(
          Override{static_cast<uint64_t>(overrides[i][0].as<double>()),
                   static_cast<uint32_t>(overrides[i][1].as<double>())});
    }
  }
  std::string refused;
  if (val settings = given["settings"]; !settings.isUndefined()) {
    const val entries = val::global("Object").call<val>("entries", settings);
    for (unsigned i = 0, count = entries["length"].as<unsigned>(); i < count; i++) {
      const auto name = entries[i][0].as<std::string>();
      const auto value = val::global("String")(entries[i][1]).as<std::string>();
      if (setKnob(name, value, &schedule.settings).empty()) continue;
      refused.append(",set.").append(name).append("=").append(value);
    }
  }
  std::string text = formatSchedule(schedule) + refused;
  if (val faults = given["faults"]; faults.isArray()) {
    std::string list;
    for (const std::string& one : emscripten::vecFromJSArray<std::string>(faults)) {
      list += (list.empty() ? "" : "+") + one;
    }
    if (!list.empty()) text += ",f=" + list;
  }
  return text;
}

// breakpointFaults() is what is wrong with each text as a breakpoint, empty for nothing: for lists
// that are written before anything runs.
val breakpointFaults(val texts) {
  val faults = val::array();
  for (const std::string& text : emscripten::vecFromJSArray<std::string>(texts)) {
    Breakpoint breakpoint;
    faults.call<void>("push", parseBreakpoint(text, &breakpoint));
  }
  return faults;
}

val costs() {
  val array = val::array();
  for (int i = 0; i < static_cast<int>(Cost::kCount); i++) {
    const CostInfo& info = costInfo(static_cast<Cost>(i));
    val object = val::object();
    object.set("name", std::string(info.name));
    object.set("defaultNs", static_cast<double>(info.defaultNs));
    object.set("what", std::string(info.what));
    object.set("source", std::string(info.source));
    array.call<void>("push", object);
  }
  return array;
}

// settings() is the table of knobs; presets() are names for several at once.
val settings() {
  static constexpr const char* kKinds[] = {"flag", "count", "powerOfTwo", "time", "percent", "MiB"};
  static constexpr const char* kGroups[] = {"queues",   "stealing", "preemption",
                                            "syscalls", "locks",    "memory"};
  val array = val::array();
  for (int row = 0; row < settingCount(); row++) {
    const SettingInfo& info = settingInfo(row);
    val object = val::object();
    object.set("name", std::string(info.name));
    object.set("kind", std::string(kKinds[static_cast<int>(info.kind)]));
    object.set("group", std::string(kGroups[static_cast<int>(info.group)]));
    object.set("usual", static_cast<double>(info.usual));
    object.set("min", static_cast<double>(info.min));
    object.set("max", static_cast<double>(info.max));
    object.set("title", std::string(info.title));
    object.set("what", std::string(info.what));
    object.set("go", std::string(info.go));
    array.call<void>("push", object);
  }
  return array;
}

val presets() {
  static constexpr const char* kPreempt[] = {"none", "cooperative", "async"};
  val array = val::array();
  for (int i = 0; i < presetCount(); i++) {
    Settings made;
    applyPreset(preset(i).name, &made);
    val object = val::object();
    object.set("name", std::string(preset(i).name));
    object.set("about", std::string(preset(i).about));
    object.set("preempt", std::string(kPreempt[static_cast<int>(made.preempt)]));
    object.set("settings", turned(made));
    array.call<void>("push", object);
  }
  return array;
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
      .function("functionName", &SessionBinding::functionName)
      .function("simRun", &SessionBinding::simRun)
      .function("simStep", &SessionBinding::simStep)
      .function("simPosition", &SessionBinding::simPosition)
      .function("simBreakpoints", &SessionBinding::simBreakpoints)
      .function("simBreakReason", &SessionBinding::simBreakReason)
      .function("simDecision", &SessionBinding::simDecision)
      .function("simTakeDecisions", &SessionBinding::simTakeDecisions)
      .function("simOverride", &SessionBinding::simOverride)
      .function("simFault", &SessionBinding::simFault)
      .function("simSchedule", &SessionBinding::simSchedule);
  emscripten::function("parseSchedule", &parseScheduleBinding);
  emscripten::function("formatSchedule", &formatScheduleBinding);
  emscripten::function("breakpointFaults", &breakpointFaults);
  emscripten::function("costs", &costs);
  emscripten::function("settings", &settings);
  emscripten::function("presets", &presets);
  emscripten::function("workloads", &workloads);
  emscripten::function("threads", &threads);
  emscripten::function("memoryBytes", &memoryBytes);
  emscripten::function("workers", &workerCount);
  emscripten::function("prepareWorkers", &prepareWorkers);
}

}  // namespace gopark
