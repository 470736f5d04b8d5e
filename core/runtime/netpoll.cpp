// The poller: where one M without a P sleeps until the next timer. Go's counterpart: netpoll.go and
// netpoll_epoll.go, of which only the sleeping is needed while there is no network.
//
// Differs: the sleep is a futex wait on a counter, not epoll_wait. A break is sticky, as an eventfd
// is: the M reads the counter before it makes itself known as the poller, and does not sleep if it
// has changed since.
#include "runtime/sched.h"

namespace gopark {

uint32_t netpollTicket(const Machine* machine) {
  return machine->sched.pollWake.load(std::memory_order_seq_cst);
}

void netpollSleep(M* mp, uint32_t ticket, int64_t until) {
  Machine* machine = mp->machine;
  Host* host = machine->host;
  mp->blocked.store(true, std::memory_order_relaxed);
  while (machine->sched.pollWake.load(std::memory_order_seq_cst) == ticket &&
         !machine->exiting.load(std::memory_order_seq_cst)) {
    int64_t left = until == 0 ? -1 : until - host->nanotime();
    if (until != 0 && left <= 0) break;
    host->futexsleep(&machine->sched.pollWake, ticket, left);
    setm(mp);
  }
  mp->blocked.store(false, std::memory_order_relaxed);
}

void netpollBreak(Machine* machine) {
  machine->sched.pollWake.fetch_add(1, std::memory_order_seq_cst);
  machine->host->futexwakeup(&machine->sched.pollWake, UINT32_MAX);
}

void wakeNetPoller(int64_t when) {
  Machine* machine = getm()->machine;
  Sched& sched = machine->sched;
  if (sched.lastpoll.load(std::memory_order_seq_cst) == 0) {
    int64_t pollerUntil = sched.pollUntil.load(std::memory_order_seq_cst);
    if (pollerUntil == 0 || pollerUntil > when) netpollBreak(machine);
  } else {
    // Nobody sleeps in the poller: somebody must come to look at the timers.
    wakep();
  }
}

}  // namespace gopark
