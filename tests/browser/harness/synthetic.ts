// Made-up pictures and events for tests of the views: what a machine with so many goroutines would
// look like. Only tests use it; the page draws nothing that did not come from the engine.
import { EventType, PickBranch } from '../../../web/engine/event_types';
import type { GoList, MState, Picture } from '../../../web/engine/picture';
import { recordBytes } from '../../../web/engine/records';
import { restingPicture } from '../../../web/views/board/resting';

// A small generator with a fixed seed: the same picture every time.
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export const names: ReadonlyMap<number, string> = new Map([
  [1, 'main.main'],
  [2, 'main.worker'],
  [3, 'main.main.func1'],
  [4, 'main.filter'],
]);

// What the page asks the engine to list of one queue at most.
const listedMax = 20_000;
// The most channels and locks the engine puts into a picture.
const objectsListedMax = 128;

/**
 * syntheticPicture deals `goroutines` over `procs` Ps, the queues and the wait reasons; a few of
 * those who wait do so at `objects` channels and as many locks.
 */
export function syntheticPicture(
  procs: number,
  goroutines: number,
  seed: number,
  objects = 0,
): Picture {
  const random = randomFrom(seed);
  const pick = (n: number) => Math.floor(random() * n);
  let next = 1;
  const take = (count: number): GoList => {
    const first = next;
    next += count;
    const ids = Uint32Array.from({ length: Math.min(count, listedMax) }, (_, at) => first + at);
    return {
      length: count,
      ids,
      functions: ids.map(() => 2 + pick(3)),
      places: ids.map(() => 1 + pick(40)),
    };
  };
  const queued = Math.min(256, Math.floor(goroutines / (procs * 3)));
  const states = Array.from({ length: procs }, () => {
    const r = random();
    return r < 0.7 ? 'running' : r < 0.82 ? 'syscall' : r < 0.92 ? 'spinning' : 'idle';
  }) as MState[];
  const threads = states.map((state, id) => ({ id, state, p: id, g: 0, lockedG: 0 }));
  const rest = restingPicture(procs);
  const shown = rest.procs.map((proc, id) => {
    const state = states[id];
    const busy = state === 'running' || state === 'syscall';
    return {
      ...proc,
      idle: state === 'idle',
      m: state === 'idle' ? null : id,
      g: busy ? next++ : 0,
      gFunction: 1 + pick(4),
      runnext: busy && random() < 0.6 ? next++ : 0,
      runnextFunction: 2,
      schedtick: pick(90_000),
      steals: pick(400),
      timers: pick(12),
      lastBranch: 1 + pick(6),
      queue: take(busy ? pick(queued + 1) : 0),
    };
  });
  const global = take(pick(Math.max(2, Math.floor(goroutines / 6))));
  const syscalls = take(states.filter((state) => state === 'syscall').length);
  const groups = [
    { reason: 14, leaked: false, list: take(Math.floor(goroutines * 0.25)) },
    { reason: 19, leaked: false, list: take(Math.floor(goroutines * 0.2)) },
    { reason: 22, leaked: false, list: take(Math.min(14, goroutines)) },
  ];
  const few = () => take(random() < 0.5 ? 0 : pick(12));
  const listed = Math.min(objects, objectsListedMax);
  const channels = Array.from({ length: listed }, (_, at) => ({
    id: 2 * at + 1,
    closed: random() < 0.1,
    capacity: at % 3 === 0 ? 0 : at % 3 === 1 ? 8 : 1000,
    buffered: at % 3 === 0 ? 0 : pick(at % 3 === 1 ? 9 : 1001),
    place: 1 + pick(40),
    senders: few(),
    receivers: few(),
  }));
  const locks = Array.from({ length: listed }, (_, at) => ({
    id: 2 * at + 2,
    kind: at % 2 === 0 ? ('mutex' as const) : ('rwMutex' as const),
    owner: random() < 0.6 ? 1 + pick(goroutines) : 0,
    ownerFunction: 2,
    ownerPlace: 12,
    readers: 0,
    waiters: few(),
    readersWaiting: at % 2 === 0 ? take(0) : few(),
  }));
  const waiting = groups.reduce((sum, group) => sum + group.list.length, 0);
  const runnable = shown.reduce((sum, proc) => sum + proc.queue.length, global.length);
  const idle = [0, 1, 2].map((i) => ({
    id: procs + i,
    state: 'idle' as const,
    p: null,
    g: 0,
    lockedG: 0,
  }));
  return {
    ...rest,
    timeNs: 1_284_000_000,
    sysmonNs: 1_283_600_000,
    running: states.filter((state) => state === 'running').length,
    runnable,
    waiting,
    syscall: syscalls.length,
    totals: {
      ...Object.fromEntries(
        ['events', 'lost', 'created', 'destroyed', 'starts', 'migrations', 'steals'].map(
          (key, i) => [key, 1234 * (i + 3)],
        ),
      ),
      stolen: 9_000,
      failedSteals: 70,
      preemptions: 41,
      handoffs: 6,
      retakes: 3,
      overflows: 2,
      parks: 90_000,
      unparks: 89_000,
      syscalls: 70,
      sysmonTicks: 312,
      timersFired: 88,
      collections: 0,
      stops: 1,
    } as unknown as Picture['totals'],
    procs: shown,
    threads: [...threads, ...idle],
    global,
    syscalls,
    groups,
    channels: { kept: objects, waitedOn: Math.floor(objects / 2), list: channels },
    channelsMade: 10 * objects,
    locks: { kept: objects, waitedOn: Math.floor(objects / 2), list: locks },
  };
}

export interface SyntheticEvent {
  readonly type: number;
  readonly g?: number;
  readonly m?: number;
  readonly p?: number;
  readonly sub?: number;
  readonly a?: number;
  readonly b?: number;
  readonly c?: number;
}

/** encodeEvents lays events out as the engine does. */
export function encodeEvents(events: readonly SyntheticEvent[], stepNs = 1_700): Uint8Array {
  const bytes = new Uint8Array(events.length * recordBytes);
  const view = new DataView(bytes.buffer);
  events.forEach((event, index) => {
    const at = index * recordBytes;
    view.setBigUint64(at, BigInt(index + 1), true);
    view.setBigInt64(at + 8, BigInt(index * stepNs), true);
    view.setUint32(at + 16, event.g ?? 0, true);
    view.setUint16(at + 20, event.m ?? 0xffff, true);
    view.setUint16(at + 22, event.p ?? 0xffff, true);
    view.setUint8(at + 24, event.type);
    view.setUint8(at + 25, event.sub ?? 0);
    view.setUint32(at + 28, event.a ?? 0, true);
    view.setUint32(at + 32, event.b ?? 0, true);
    view.setUint32(at + 36, event.c ?? 0, true);
  });
  return bytes;
}

/** syntheticEvents is one of each of the more talkative kinds. */
export function syntheticEvents(): Uint8Array {
  return encodeEvents([
    { type: EventType.goCreate, g: 18, m: 0, p: 0, a: 1 },
    { type: EventType.runqPut, g: 18, m: 0, p: 0, c: 1 },
    { type: EventType.wakep, m: 0, p: 0, a: 3, sub: 1 },
    { type: EventType.goPark, g: 1, m: 0, p: 0, sub: 19 },
    { type: EventType.goStart, g: 18, m: 0, p: 0, c: 1, sub: PickBranch.runnext },
    { type: EventType.spinStart, m: 2, p: 1, a: 1 },
    { type: EventType.steal, g: 22, m: 2, p: 1, a: 0, b: 4 },
    { type: EventType.goStart, g: 22, m: 2, p: 1, a: 0, sub: PickBranch.stolen },
    { type: EventType.goPreemptRequest, g: 7, p: 3, a: 10_240 },
    { type: EventType.goStop, g: 7, m: 3, p: 3, sub: 2 },
    { type: EventType.goStart, g: 40, m: 3, p: 3, sub: PickBranch.global61 },
    { type: EventType.syscallEnter, g: 12, m: 1, p: 2, sub: 2 },
    { type: EventType.procRetake, g: 12, m: 0xffff, p: 2, a: 1, c: 10_480 },
    { type: EventType.goUnpark, g: 1, m: 2, p: 1, b: 22, sub: 19 },
  ]);
}
