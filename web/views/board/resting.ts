// The machine before its first run: Ps without Ms.
import type { Picture } from '../../engine/picture';

const none = new Uint32Array();
export const emptyList = { length: 0, ids: none, functions: none, places: none };
const noObjects = { kept: 0, waitedOn: 0, list: [] };

/** restingPicture is a machine that has not started. */
export function restingPicture(procs: number): Picture {
  const totals = new Proxy({} as Picture['totals'], { get: () => 0 });
  return {
    timeNs: 0,
    sysmonNs: 0,
    sysmonNextNs: 0,
    sysmonIdleRounds: 0,
    globalTick: 0,
    resyncing: false,
    worldStopped: false,
    collecting: false,
    exited: false,
    runnable: 0,
    running: 0,
    syscall: 0,
    waiting: 0,
    system: 0,
    latencyMaxNs: 0,
    latencyMaxG: 0,
    totals,
    procs: Array.from({ length: procs }, (_, id) => ({
      id,
      alive: true,
      idle: true,
      gcWorker: 0,
      m: null,
      g: 0,
      gFunction: 0,
      gPlace: 0,
      runnext: 0,
      runnextFunction: 0,
      runnextPlace: 0,
      schedtick: 0,
      syscalls: 0,
      timers: 0,
      steals: 0,
      stealsFrom: 0,
      lastBranch: 0,
      nextTimerNs: null,
      picksToGlobal: null,
      queue: emptyList,
    })),
    threads: [],
    global: emptyList,
    syscalls: emptyList,
    disabled: emptyList,
    groups: [],
    objectsSinceNs: 0,
    channels: noObjects,
    channelsMade: 0,
    locks: noObjects,
    timers: [],
    timersSet: 0,
    timersNotKept: 0,
  };
}
