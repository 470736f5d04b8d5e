// startThread: a detached thread of the system, which is what differs between native and web.
#pragma once

#include "host/make_host.h"

namespace gopark {

// startThread() runs fn(arg) on a thread of its own; false when there is none to be had. `workers`
// is used in wasm only.
bool startThread(WorkerPool* workers, void (*fn)(void*), void* arg);

// kSysmonThread says whether sysmon gets a thread of its own. In a page it does not: a JS timer
// calls it, through Host::drive.
extern const bool kSysmonThread;

}  // namespace gopark
