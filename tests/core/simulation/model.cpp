// See model.h.
#include "model.h"

#include "body.h"

namespace gopark::simulation {

namespace {

bool stale(const Waiter& waiter) {
  const Body* body = waiter.body;
  return body->on != On::kChan || body->woken || body->wait != waiter.wait;
}

}  // namespace

Body* Model::dequeue(std::deque<Waiter>* queue, Waiter* waiter) {
  while (!queue->empty()) {
    *waiter = queue->front();
    queue->pop_front();
    if (stale(*waiter)) continue;
    waiter->body->woken = true;
    waiter->body->chosen = waiter->index;
    return waiter->body;
  }
  return nullptr;
}

bool Model::waits(const std::deque<Waiter>& queue) {
  for (const Waiter& waiter : queue) {
    if (!stale(waiter)) return true;
  }
  return false;
}

bool Model::receives(int chan) {
  return waits(chans[chan].receivers);
}

Result Model::trySend(int chan, uint64_t value) {
  ModelChan& c = chans[chan];
  Result result;
  if (c.closed) {
    result.done = result.panics = true;
    return result;
  }
  Waiter waiter;
  if (Body* receiver = dequeue(&c.receivers, &waiter)) {
    receiver->result = Result{true, false, true, value};
    result.done = true;
    sent++;
    received++;
  } else if (c.buffer.size() < c.capacity) {
    c.buffer.push_back(value);
    result.done = true;
    sent++;
  }
  return result;
}

Result Model::tryReceive(int chan) {
  ModelChan& c = chans[chan];
  Result result;
  if (!c.buffer.empty()) {
    result = Result{true, false, true, c.buffer.front()};
    c.buffer.pop_front();
    received++;
    Waiter waiter;
    if (Body* sender = c.closed ? nullptr : dequeue(&c.senders, &waiter)) {
      c.buffer.push_back(waiter.value);
      sent++;
      sender->result = Result{true, false, false, 0};
    }
    return result;
  }
  if (c.closed) {
    result.done = true;
    return result;
  }
  Waiter waiter;
  if (Body* sender = dequeue(&c.senders, &waiter)) {
    result = Result{true, false, true, waiter.value};
    sent++;
    received++;
    sender->result = Result{true, false, false, 0};
  }
  return result;
}

Result Model::close(int chan) {
  ModelChan& c = chans[chan];
  if (c.closed) return Result{true, true, false, 0};
  c.closed = true;
  Waiter waiter;
  while (Body* receiver = dequeue(&c.receivers, &waiter)) receiver->result = Result{true};
  while (Body* sender = dequeue(&c.senders, &waiter)) sender->result = Result{true, true};
  return Result{true};
}

bool Model::ready(const Case& one) {
  ModelChan& c = chans[one.chan];
  if (c.closed) return true;
  if (one.send) return waits(c.receivers) || c.buffer.size() < c.capacity;
  return waits(c.senders) || !c.buffer.empty();
}

}  // namespace gopark::simulation
