// See world.h.
#include "world.h"

#include <algorithm>
#include <cstdlib>

#include "interpreter.h"

namespace gopark::simulation {

namespace {

// Armed tells a timer's function whose it is.
struct Armed {
  World* world;
  int index;
};

// What every timer's function does first.
void noteFire(World* world, ModelTimer* timer, int64_t late, const char* kind) {
  const int64_t now = world->nowNs();
  if (!timer->pending) {
    world->fail(std::string(kind) + " timer fired although it was not set");
  } else if (now < timer->when || late < 0) {
    world->fail(std::string(kind) + " timer fired " + std::to_string(timer->when - now) +
                " ns early");
  }
  timer->fired++;
  if (timer->period == 0) {
    timer->pending = false;
    return;
  }
  timer->when += timer->period * (1 + std::max<int64_t>(0, late) / timer->period);
}

void sendTick(void* arg, uint64_t, int64_t late) {
  auto* armed = static_cast<Armed*>(arg);
  World* world = armed->world;
  ModelTimer& timer = world->model.timers[armed->index];
  noteFire(world, &timer, late, "channel");
  const uint64_t value = timer.fired;
  world->model.trySend(kChans + armed->index, value);
  chansendTimer(getm(), world->chans[kChans + armed->index], &value);
}

void callFunc(void* arg, uint64_t, int64_t late) {
  auto* armed = static_cast<Armed*>(arg);
  noteFire(armed->world, &armed->world->model.funcTimers[armed->index], late, "function");
}

}  // namespace

World::World(const Program& program, Tally* tally) : program(program), tally(tally) {
  for (int i = 0; i < kChans; i++) model.chans[i].capacity = program.capacity[i];
  for (int i = 0; i < kTimers; i++) model.chans[kChans + i].capacity = 1;
}

World::~World() {
  for (Hchan* c : chans) std::free(c);
  for (Timer& timer : timers) delete static_cast<Armed*>(timer.arg);
  for (Timer& timer : funcTimers) delete static_cast<Armed*>(timer.arg);
}

void World::fail(const std::string& what) {
  if (failure.empty()) failure = what;
}

void World::makeObjects(G* gp) {
  if (objectsMade) return;
  objectsMade = true;
  for (int i = 0; i < kChans + kTimers; i++) {
    chans[i] = makechan(gp, sizeof(uint64_t), model.chans[i].capacity);
  }
  for (int i = 0; i < kTimers; i++) {
    timerInitChan(&timers[i], machine, TimerKind::kTicker, sendTick, new Armed{this, i},
                  chans[kChans + i]);
  }
  for (int i = 0; i < kFuncTimers; i++) {
    timerInit(&funcTimers[i], machine, TimerKind::kAfterFunc, callFunc, new Armed{this, i});
  }
}

Body* World::newBody(uint32_t routine) {
  // Kept to the end: places in the model's queues name it for as long.
  owned_.push_back(std::make_unique<Body>());
  Body* body = owned_.back().get();
  body->world = this;
  body->routine = &program.routines[routine];
  body->index = routine;
  body->instance = ++instances;
  live.push_back(body);
  return body;
}

void World::forget(Body* body) {
  live.erase(std::find(live.begin(), live.end(), body));
  destroyed++;
}

GoBody World::mainBody() {
  return goBodyOf(newBody(0));
}

}  // namespace gopark::simulation
