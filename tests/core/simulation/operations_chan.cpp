// Channels and select: see operations.h.
#include "operations.h"

namespace gopark::simulation {

namespace {

void judgeReceived(Body* body, const Result& result, uint64_t value, bool ok) {
  if (ok != result.ok) {
    fail(body, ok ? "received a value from a closed channel" : "received no value");
  } else if (value != result.value) {
    fail(body,
         "received value " + std::to_string(value) + " instead of " + std::to_string(result.value));
  }
}

void judgePanic(Body* body, const Result& result, const OpResult& r) {
  if ((r.status == OpStatus::kPanic) != result.panics) {
    fail(body, result.panics ? "did not panic on a closed channel" : "panicked without reason");
  }
}

uint64_t freshValue(Body* body) {
  return uint64_t{body->instance} << 32 | ++body->sends;
}

}  // namespace

OpResult sendOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  const bool resumed = body->begun;
  if (!resumed) body->values[0] = freshValue(body);
  OpResult r = chansend(gp, &body->op, world->chans[op.object], &body->values[0]);
  if (resumed) {
    resume(body);
    judgePanic(body, body->result, r);
    return r;
  }
  Result result = world->model.trySend(op.object, body->values[0]);
  if ((r.status == OpStatus::kStop) == result.done) {
    fail(body, result.done ? "waits to send although it could" : "sent although nobody could take");
  }
  if (!result.done) {
    waitOn(body, On::kChan, op.object);
    world->model.chans[op.object].senders.push_back({body, body->wait, 0, body->values[0]});
  } else {
    judgePanic(body, result, r);
  }
  return r;
}

OpResult recvOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  const bool resumed = body->begun;
  if (!resumed) body->values[0] = UINT64_MAX;
  OpResult r = chanrecv(gp, &body->op, world->chans[op.object], &body->values[0], &body->received);
  if (resumed) {
    resume(body);
    judgeReceived(body, body->result, body->values[0], body->received);
    return r;
  }
  Result result = world->model.tryReceive(op.object);
  if ((r.status == OpStatus::kStop) == result.done) {
    fail(body, result.done ? "waits to receive although it could" : "received out of nothing");
  }
  if (!result.done) {
    waitOn(body, On::kChan, op.object);
    world->model.chans[op.object].receivers.push_back({body, body->wait, 0, 0});
  } else {
    judgeReceived(body, result, body->values[0], body->received);
  }
  return r;
}

OpResult closeOp(Body* body, G* gp, const Op& op) {
  OpResult r = closechan(gp, body->world->chans[op.object]);
  judgePanic(body, body->world->model.close(op.object), r);
  return r;
}

namespace {

void judgeCase(Body* body, const Op& op, uint32_t chosen, const Result& result, const OpResult& r) {
  const Case& one = op.cases[chosen];
  judgePanic(body, result, r);
  if (!one.send) judgeReceived(body, result, body->values[chosen], body->received);
}

// A select that could go on at once took `chosen`, -1: none.
void judgeSelect(Body* body, const Op& op, int32_t chosen, const OpResult& r) {
  World* world = body->world;
  uint32_t ready[5], count = 0;
  int place = -1;
  for (uint32_t i = 0; i < op.cases.size(); i++) {
    if (!world->model.ready(op.cases[i])) continue;
    if (static_cast<int32_t>(i) == chosen) place = static_cast<int>(count);
    ready[count++] = i;
  }
  if (r.status == OpStatus::kPanic) {
    // Which case it took is not said: one of those that send on a closed channel.
    for (uint32_t i = 0; i < count; i++) {
      const Case& one = op.cases[ready[i]];
      if (one.send && world->model.chans[one.chan].closed) return;
    }
    fail(body, "select panicked without reason");
    return;
  }
  if (chosen < 0) {
    if (count > 0) fail(body, "select took the default although a case was ready");
    return;
  }
  if (place < 0) {
    fail(body, "select took a case that was not ready");
    return;
  }
  // A panic is not seen here, so only selects without that possibility tell whether chance is fair.
  bool panics = false;
  for (uint32_t i = 0; i < count; i++) {
    const Case& one = op.cases[ready[i]];
    panics = panics || (one.send && world->model.chans[one.chan].closed);
  }
  if (!panics && world->tally != nullptr) world->tally->taken[count][place]++;
  const Case& one = op.cases[static_cast<size_t>(chosen)];
  Result result = one.send ? world->model.trySend(one.chan, body->values[chosen])
                           : world->model.tryReceive(one.chan);
  judgeCase(body, op, static_cast<uint32_t>(chosen), result, r);
}

// One case and a default is an operation of its own, as the compiler makes it.
OpResult callSelect(Body* body, G* gp, const Op& op, uint32_t count) {
  if (count != 1 || !op.hasDefault) {
    return selectgo(gp, &body->op, body->cases, count, !op.hasDefault, &body->chosenByRuntime,
                    &body->received);
  }
  bool selected;
  const Scase& one = body->cases[0];
  OpResult r = one.send ? selectnbsend(gp, one.c, one.elem, &selected)
                        : selectnbrecv(gp, one.c, one.elem, &selected, &body->received);
  body->chosenByRuntime = selected ? 0 : -1;
  return r;
}

}  // namespace

OpResult selectOp(Body* body, G* gp, const Op& op) {
  World* world = body->world;
  const bool resumed = body->begun;
  const auto count = static_cast<uint32_t>(op.cases.size());
  if (!resumed) {
    for (uint32_t i = 0; i < count; i++) {
      const Case& one = op.cases[i];
      body->values[i] = one.send ? freshValue(body) : UINT64_MAX;
      body->cases[i] = Scase{world->chans[one.chan], &body->values[i], one.send};
    }
  }
  OpResult r = callSelect(body, gp, op, count);
  if (resumed) {
    resume(body);
    if (r.status != OpStatus::kPanic &&
        body->chosenByRuntime != static_cast<int32_t>(body->chosen)) {
      fail(body, "select woke with case " + std::to_string(body->chosenByRuntime) + " instead of " +
                     std::to_string(body->chosen));
    } else {
      judgeCase(body, op, body->chosen, body->result, r);
    }
    return r;
  }
  if (r.status != OpStatus::kStop) {
    judgeSelect(body, op, body->chosenByRuntime, r);
    return r;
  }
  for (const Case& one : op.cases) {
    if (world->model.ready(one)) {
      fail(body, "select waits although it could go on with channel " + std::to_string(one.chan));
    }
  }
  waitOn(body, On::kChan, count > 0 ? op.cases[0].chan : 0);
  for (uint32_t i = 0; i < count; i++) {
    const Case& one = op.cases[i];
    ModelChan& c = world->model.chans[one.chan];
    (one.send ? c.senders : c.receivers).push_back({body, body->wait, i, body->values[i]});
  }
  return r;
}

}  // namespace gopark::simulation
