// See stress.h. Servers answer questions over channels; clients ask them, and between questions
// queue for locks, slots and sleeps, start goroutines and yield, as their own random numbers say.
#include "runtime/stress.h"

#include <vector>

#include "base/rng.h"
#include "runtime/goroutine.h"

namespace gopark::stackful {

namespace {

constexpr uint32_t kServers = 3;
constexpr uint32_t kLocks = 5;
constexpr int64_t kSlots = 4;

struct Ask {
  int64_t number;
  int64_t from;
};

struct Shared {
  Chan<Ask> ask[kServers];
  std::vector<Chan<int64_t>> answer;  // By client.
  Chan<int32_t> slots;                // Holds one value for each client inside.
  Mutex mutex[kLocks];
  int64_t guarded[kLocks] = {};  // L(mutex of the same index).
  RWMutex rw;
  int64_t written = 0;  // L(rw).
  std::atomic<int64_t> inSlots{0}, locked{0}, wrote{0}, started{0}, ended{0}, errors{0};
  std::vector<int64_t> steps;  // By client, each written by its client alone.
  std::vector<int64_t> migrations;

  void expect(bool holds) {
    if (!holds) errors.fetch_add(1, std::memory_order_relaxed);
  }
};

void lockStep(Shared* s, Rng* rng) {
  const uint32_t k = rng->below(kLocks);
  s->mutex[k].lock();
  s->guarded[k]++;
  if (rng->below(8) == 0) gosched();
  s->mutex[k].unlock();
  s->locked++;
}

void askStep(Shared* s, Rng* rng, int64_t client) {
  Ask ask{static_cast<int64_t>(rng->next32()), client};
  if (rng->below(2) == 0) {
    s->ask[rng->below(kServers)].send(ask);
  } else {
    select({s->ask[0].sendCase(&ask), s->ask[1].sendCase(&ask), s->ask[2].sendCase(&ask)});
  }
  s->expect(s->answer[static_cast<size_t>(client)].recv() == 3 * ask.number + client);
}

void serve(Shared* s, uint32_t server) {
  Ask ask;
  while (s->ask[server].recv(&ask)) {
    s->answer[static_cast<size_t>(ask.from)].send(3 * ask.number + ask.from);
  }
}

void slotStep(Shared* s, Rng* rng) {
  s->slots.send(1);
  s->expect(s->inSlots.fetch_add(1) < kSlots);
  if (rng->below(4) == 0) gosched();
  s->inSlots.fetch_sub(1);
  s->slots.recv();
}

void rwStep(Shared* s, Rng* rng) {
  if (rng->below(4) == 0) {
    s->rw.lock();
    s->written++;
    s->rw.unlock();
    s->wrote++;
    return;
  }
  s->rw.rlock();
  const int64_t before = s->written;
  if (rng->below(8) == 0) gosched();
  s->expect(s->written == before);
  s->rw.runlock();
}

void rareStep(Shared* s, Rng* rng) {
  if (rng->below(32) == 0) {
    sleep(rng->below(20'000));
  } else if (rng->below(8) == 0) {
    WaitGroup wg;
    s->started++;
    wg.go([s] { s->ended++; });
    wg.wait();
  } else {
    poll();
  }
}

void client(Shared* s, int64_t self, int64_t steps) {
  Rng rng(1000 + static_cast<uint64_t>(self));
  const M* last = getm();
  for (int64_t i = 0; i < steps; i++) {
    const uint32_t kind = rng.below(6);
    if (kind == 0) {
      lockStep(s, &rng);
    } else if (kind <= 2) {
      askStep(s, &rng, self);
    } else if (kind == 3) {
      slotStep(s, &rng);
    } else if (kind == 4) {
      rwStep(s, &rng);
    } else {
      rareStep(s, &rng);
    }
    s->steps[static_cast<size_t>(self)]++;
    const M* now = getm();
    if (now != last) s->migrations[static_cast<size_t>(self)]++;
    last = now;
  }
}

}  // namespace

StressResult stress(int64_t goroutines, int64_t steps) {
  Shared s;
  s.steps.resize(static_cast<size_t>(goroutines));
  s.migrations.resize(static_cast<size_t>(goroutines));
  // Unbuffered ones and buffered ones.
  for (uint32_t k = 0; k < kServers; k++) s.ask[k] = makeChan<Ask>(k);
  for (int64_t g = 0; g < goroutines; g++) s.answer.push_back(makeChan<int64_t>(g % 2));
  s.slots = makeChan<int32_t>(kSlots);
  WaitGroup servers, clients;
  for (uint32_t k = 0; k < kServers; k++) {
    servers.go([&s, k] { serve(&s, k); });
  }
  for (int64_t g = 0; g < goroutines; g++) {
    clients.go([&s, g, steps] { client(&s, g, steps); });
  }
  clients.wait();
  for (auto& c : s.ask) c.close();
  servers.wait();

  StressResult result;
  int64_t guarded = 0;
  for (int64_t n : s.guarded) guarded += n;
  s.expect(guarded == s.locked);
  s.expect(s.written == s.wrote);
  s.expect(s.started == s.ended);
  s.expect(s.inSlots == 0 && s.slots.len() == 0);
  for (int64_t n : s.steps) {
    result.steps += n;
    result.missing += n == steps ? 0 : 1;
  }
  for (int64_t n : s.migrations) result.migrations += n;
  result.errors = s.errors;
  return result;
}

}  // namespace gopark::stackful
