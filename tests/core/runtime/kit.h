// The runtime tests' kit: stackless goroutines written as lambdas, a machine on a host, and what it
// wrote. A goroutine is a function that is called again after every stop and returns the next one;
// its state lives in what the lambda captured.
//
//   Kit kit(4);
//   int code = kit.run([n = 0](G* gp) mutable { return n++ < 3 ? Stop::kGosched : Stop::kExit; });
//
// Every run ends by destroying the machine, which fails the test when anything is left.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "events/event.h"
#include "host/make_host.h"
#include "runtime/machine.h"
#include "runtime/proc.h"

namespace gopark {

// kSanitized says that this build runs many times slower; tests then do less of the same.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#else
inline constexpr bool kSanitized = false;
#endif

using Step = std::function<Stop(G*)>;

// go() starts a goroutine that runs `step`. In a G, as a go statement would.
G* go(Step step, uint32_t id = 0);

// bodyOf() makes the body without starting it.
GoBody bodyOf(Step step, uint32_t id = 0);

// parkUntilReady() is a park that only goready() ends; `*slot` becomes the goroutine once it is
// waiting.
Stop parkUntilReady(G* gp, std::atomic<G*>* slot);

class Kit : public OutputSink {
 public:
  explicit Kit(int procs, HostKind host = HostKind::kThreads);
  ~Kit() override;

  Settings settings;
  int processors = 4;  // What the host says it has; 4, so that mutexes spin.
  int64_t schedtraceNs = 0;
  bool scheddetail = false;
  bool keepEvents = false;
  Language* language = nullptr;

  // run() runs a program whose main goroutine is `main`, up to its end or `timeoutMs`, and returns
  // its status; -1 when it had to be ended. Checks that the machine can be destroyed.
  int run(Step main, int timeoutMs = 20'000);

  // runBody() is run() for a main goroutine of any kind, which calls unlockMainThread() itself.
  int runBody(const GoBody& main, int timeoutMs = 20'000);

  Machine* machine() const { return machine_.get(); }
  const std::string& errorText() const { return err_; }
  const std::string& outputText() const { return out_; }
  const std::vector<Event>& events() const { return events_; }

  void write(Stream stream, const char* data, size_t size) override;

 private:
  HostKind kind_;
  std::unique_ptr<Host> host_;
  std::unique_ptr<Machine> machine_;
  std::mutex mutex_;
  std::string err_;
  std::string out_;
  std::vector<Event> events_;
};

}  // namespace gopark
