// The machine's picture as it comes from the engine: core/events/picture.h packed it into words and
// this file walks them in the same order. Nothing is copied: lists are views of the array.

/** Picture totals, in the order of FoldCounts. */
const totalNames = [
  'events',
  'lost',
  'created',
  'destroyed',
  'starts',
  'migrations',
  'steals',
  'stolen',
  'failedSteals',
  'preemptions',
  'handoffs',
  'retakes',
  'overflows',
  'parks',
  'unparks',
  'syscalls',
  'sysmonTicks',
  'timersFired',
  'collections',
  'stops',
] as const;

export type PictureTotals = Readonly<Record<(typeof totalNames)[number], number>>;

/** GoList is goroutines in order. `ids` may be cut; `length` is the true number. */
export interface GoList {
  readonly length: number;
  readonly ids: Uint32Array;
  /** Start function of each id; bit 31 marks a goroutine of the runtime itself. */
  readonly functions: Uint32Array;
  /** Where each stopped last: see placeLine() and placeFunction(). 0: not known. */
  readonly places: Uint32Array;
}

export interface ProcPicture {
  readonly id: number;
  readonly alive: boolean;
  readonly idle: boolean;
  /** GcWorkerMode of the goroutine it runs; 0: no worker of the garbage collector. */
  readonly gcWorker: number;
  /** The M that holds it, or null. */
  readonly m: number | null;
  /** The goroutine it runs, 0: none. */
  readonly g: number;
  readonly gFunction: number;
  /** Where it stopped last, 0: not known. */
  readonly gPlace: number;
  readonly runnext: number;
  readonly runnextFunction: number;
  readonly runnextPlace: number;
  readonly schedtick: number;
  readonly syscalls: number;
  readonly timers: number;
  readonly steals: number;
  readonly stealsFrom: number;
  readonly lastBranch: number;
  /** When the nearest of its timers that are known is due, or null. */
  readonly nextTimerNs: number | null;
  /** Picks until one looks at the global queue first; 0: the next one does. Null: not known. */
  readonly picksToGlobal: number | null;
  readonly queue: GoList;
}

export type MState = 'gone' | 'scheduling' | 'running' | 'spinning' | 'idle' | 'syscall';

export interface ThreadPicture {
  readonly id: number;
  readonly state: MState;
  readonly p: number | null;
  readonly g: number;
  /** The goroutine locked to it (LockOSThread), 0: none. */
  readonly lockedG: number;
}

export interface WaitGroupPicture {
  readonly reason: number;
  /** They wait for ever. */
  readonly leaked: boolean;
  readonly list: GoList;
}

export interface ChannelPicture {
  /** Its object number in the events. */
  readonly id: number;
  readonly closed: boolean;
  /** Null: events that told it were lost or are too long ago. */
  readonly capacity: number | null;
  readonly buffered: number | null;
  /** Where it was made, 0: not known. */
  readonly place: number;
  /** Who waits to send and to receive, first come first. Selects are in no channel’s list. */
  readonly senders: GoList;
  readonly receivers: GoList;
}

export type LockKindName =
  'unknown' | 'channel' | 'mutex' | 'rwMutex' | 'waitGroup' | 'cond' | 'semaphore';

export interface LockPicture {
  /** Its object number in the events. */
  readonly id: number;
  readonly kind: LockKindName;
  /** Who has it (an RWMutex: to write); 0: nobody; null: not known. */
  readonly owner: number | null;
  readonly ownerFunction: number;
  readonly ownerPlace: number;
  /** How many have it to read; null: not known. */
  readonly readers: number | null;
  /** Who waits for it (an RWMutex: to write), in the order of waking. */
  readonly waiters: GoList;
  /** Who waits to read it. */
  readonly readersWaiting: GoList;
}

export interface TimerPicture {
  /** Its object number in the events. */
  readonly id: number;
  readonly p: number;
  /** A TimerKind. */
  readonly kind: number;
  /** The goroutine it wakes, or that set it; 0: none. */
  readonly g: number;
  readonly gFunction: number;
  readonly gPlace: number;
  readonly dueNs: number;
  /** A ticker’s period, 0: it fires once. */
  readonly periodNs: number;
}

/** ObjectList is channels or locks in the order of their ids, those waited on before idle ones. */
export interface ObjectList<T> {
  /** How many are known; `list` may be cut. */
  readonly kept: number;
  /** On how many of them somebody waits. */
  readonly waitedOn: number;
  readonly list: readonly T[];
}

export interface Picture {
  readonly timeNs: number;
  /** When sysmon looked around last. */
  readonly sysmonNs: number;
  /** How long after that it wanted to look again. */
  readonly sysmonNextNs: number;
  /** Looks in a row at which it found nothing to do. */
  readonly sysmonIdleRounds: number;
  /** Every so many ticks a P looks at the global queue first; 0: not known. */
  readonly globalTick: number;
  readonly resyncing: boolean;
  readonly worldStopped: boolean;
  /** A garbage collection is under way: user goroutines do not run. */
  readonly collecting: boolean;
  readonly exited: boolean;
  readonly runnable: number;
  readonly running: number;
  readonly syscall: number;
  readonly waiting: number;
  readonly system: number;
  readonly latencyMaxNs: number;
  readonly latencyMaxG: number;
  readonly totals: PictureTotals;
  readonly procs: readonly ProcPicture[];
  readonly threads: readonly ThreadPicture[];
  readonly global: GoList;
  readonly syscalls: GoList;
  /** Runnable, but put aside until the garbage collector has marked. */
  readonly disabled: GoList;
  readonly groups: readonly WaitGroupPicture[];
  /** Events were lost: channels, locks and timers are known since then only. 0: since the start. */
  readonly objectsSinceNs: number;
  readonly channels: ObjectList<ChannelPicture>;
  readonly channelsMade: number;
  readonly locks: ObjectList<LockPicture>;
  /** Timers that are set, the nearest first. */
  readonly timers: readonly TimerPicture[];
  readonly timersSet: number;
  /** Timers set beyond those the engine keeps count of. */
  readonly timersNotKept: number;
}

const version = 2;
const absent = 0xffff;
const notKnown = 0xffffffff;
const leakedBase = 256;
const systemBit = 0x80000000;
const lockKinds: readonly LockKindName[] = [
  'unknown',
  'channel',
  'mutex',
  'rwMutex',
  'waitGroup',
  'cond',
  'semaphore',
];
const mStates: readonly MState[] = ['gone', 'scheduling', 'running', 'spinning', 'idle', 'syscall'];

/** isSystem tells a goroutine of the runtime from one of the program, by its start function. */
export function isSystem(startFunction: number): boolean {
  return (startFunction & systemBit) !== 0;
}

/** functionId is the start function without the mark of isSystem. */
export function functionId(startFunction: number): number {
  return (startFunction & ~systemBit) >>> 0;
}

/** placeLine is the source line of a place. */
export function placeLine(place: number): number {
  return place & 0xffff;
}

/** placeFunction is the function a place is in; names know its low 16 bits only. */
export function placeFunction(place: number): number {
  return place >>> 16;
}

// Reader walks the words; reading past the end means the two sides disagree about the layout.
class Reader {
  private at = 0;
  constructor(private readonly words: Uint32Array) {}

  next(): number {
    const word = this.words[this.at++];
    if (word === undefined) throw new Error('the picture ends too early');
    return word;
  }

  wide(): number {
    const low = this.next();
    return low + this.next() * 2 ** 32;
  }

  optional(none = absent): number | null {
    const id = this.next();
    return id === none ? null : id;
  }

  list(): GoList {
    const length = this.next();
    const listed = this.next();
    if (this.at + 3 * listed > this.words.length) throw new Error('the picture ends too early');
    const [ids, functions, places] = times(3, () => {
      const part = this.words.subarray(this.at, this.at + listed);
      this.at += listed;
      return part;
    }) as [Uint32Array, Uint32Array, Uint32Array];
    return { length, ids, functions, places };
  }
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** eachList visits every list of goroutines, and the running and next ones as lists of one. */
export function eachList(picture: Picture, visit: (list: GoList) => void): void {
  const one = (id: number, startFunction: number, place: number): GoList => ({
    length: 1,
    ids: Uint32Array.of(id),
    functions: Uint32Array.of(startFunction),
    places: Uint32Array.of(place),
  });
  for (const proc of picture.procs) {
    if (proc.g !== 0) visit(one(proc.g, proc.gFunction, proc.gPlace));
    if (proc.runnext !== 0) visit(one(proc.runnext, proc.runnextFunction, proc.runnextPlace));
    visit(proc.queue);
  }
  visit(picture.global);
  visit(picture.syscalls);
  visit(picture.disabled);
  for (const group of picture.groups) visit(group.list);
}

/** leakedOf counts the goroutines that are known to wait for ever. */
export function leakedOf(picture: Picture): number {
  return picture.groups.reduce((sum, group) => sum + (group.leaked ? group.list.length : 0), 0);
}

function readProc(r: Reader, id: number, globalTick: number): ProcPicture {
  const flags = r.next();
  const proc = {
    id,
    alive: (flags & 1) !== 0,
    idle: (flags & 2) !== 0,
    gcWorker: (flags >> 2) & 3,
    m: r.optional(),
    g: r.next(),
    gFunction: r.next(),
    gPlace: r.next(),
    runnext: r.next(),
    runnextFunction: r.next(),
    runnextPlace: r.next(),
    schedtick: r.next(),
    syscalls: r.next(),
    timers: r.next(),
    steals: r.next(),
    stealsFrom: r.next(),
    lastBranch: r.next(),
  };
  const [low, high] = [r.next(), r.next()];
  const none = low === notKnown && high === notKnown;
  return {
    ...proc,
    nextTimerNs: none ? null : low + high * 2 ** 32,
    picksToGlobal: picksToGlobal(proc.schedtick, globalTick),
    queue: r.list(),
  };
}

/** picksToGlobal: a pick looks at the global queue first when the tick before it is a multiple. */
function picksToGlobal(schedtick: number, globalTick: number): number | null {
  return globalTick === 0 ? null : (globalTick - (schedtick % globalTick)) % globalTick;
}

function readChannel(r: Reader): ChannelPicture {
  return {
    id: r.next(),
    closed: (r.next() & 1) !== 0,
    capacity: r.optional(notKnown),
    buffered: r.optional(notKnown),
    place: r.next(),
    senders: r.list(),
    receivers: r.list(),
  };
}

function readLock(r: Reader): LockPicture {
  return {
    id: r.next(),
    kind: lockKinds[r.next()] ?? 'unknown',
    owner: r.optional(notKnown),
    ownerFunction: r.next(),
    ownerPlace: r.next(),
    readers: r.optional(notKnown),
    waiters: r.list(),
    readersWaiting: r.list(),
  };
}

function readTimer(r: Reader): TimerPicture {
  return {
    id: r.next(),
    p: r.next(),
    kind: r.next(),
    g: r.next(),
    gFunction: r.next(),
    gPlace: r.next(),
    dueNs: r.wide(),
    periodNs: r.wide(),
  };
}

function readHeader(r: Reader) {
  return {
    timeNs: r.wide(),
    sysmonNs: r.wide(),
    sysmonNextNs: r.wide(),
    sysmonIdleRounds: r.next(),
    globalTick: r.next(),
    flags: r.next(),
    procs: r.next(),
    threads: r.next(),
    groups: r.next(),
    totals: r.next(),
    runnable: r.next(),
    running: r.next(),
    syscall: r.next(),
    waiting: r.next(),
    system: r.next(),
    latencyMaxNs: r.wide(),
    latencyMaxG: r.next(),
    objectsSinceNs: r.wide(),
    channels: r.next(),
    channelsKept: r.next(),
    channelsWaitedOn: r.next(),
    channelsMade: r.wide(),
    locks: r.next(),
    locksKept: r.next(),
    locksWaitedOn: r.next(),
    timers: r.next(),
    timersSet: r.next(),
    timersNotKept: r.wide(),
  };
}

/** readPicture reads the words of packPicture(). */
export function readPicture(words: Uint32Array): Picture {
  const r = new Reader(words);
  if (r.next() !== version) throw new Error('the picture is of another version');
  r.next();
  const head = readHeader(r);
  const values = times(head.totals, () => r.wide());
  const totals = Object.fromEntries(
    totalNames.map((name, index) => [name, values[index] ?? 0]),
  ) as PictureTotals;
  const procs = times(head.procs, (id) => readProc(r, id, head.globalTick));
  const threads = times(head.threads, (id): ThreadPicture => {
    return {
      id,
      state: mStates[r.next()] ?? 'gone',
      p: r.optional(),
      g: r.next(),
      lockedG: r.next(),
    };
  });
  const global = r.list();
  const syscalls = r.list();
  const disabled = r.list();
  const groups = times(head.groups, (): WaitGroupPicture => {
    const reason = r.next();
    return { reason: reason % leakedBase, leaked: reason >= leakedBase, list: r.list() };
  });
  const channels = times(head.channels, () => readChannel(r));
  const locks = times(head.locks, () => readLock(r));
  const timers = times(head.timers, () => readTimer(r));
  return {
    timeNs: head.timeNs,
    sysmonNs: head.sysmonNs,
    sysmonNextNs: head.sysmonNextNs,
    sysmonIdleRounds: head.sysmonIdleRounds,
    globalTick: head.globalTick,
    resyncing: (head.flags & 1) !== 0,
    worldStopped: (head.flags & 2) !== 0,
    collecting: (head.flags & 8) !== 0,
    exited: (head.flags & 4) !== 0,
    runnable: head.runnable,
    running: head.running,
    syscall: head.syscall,
    waiting: head.waiting,
    system: head.system,
    latencyMaxNs: head.latencyMaxNs,
    latencyMaxG: head.latencyMaxG,
    totals,
    procs,
    threads,
    global,
    syscalls,
    disabled,
    groups,
    objectsSinceNs: head.objectsSinceNs,
    channels: { kept: head.channelsKept, waitedOn: head.channelsWaitedOn, list: channels },
    channelsMade: head.channelsMade,
    locks: { kept: head.locksKept, waitedOn: head.locksWaitedOn, list: locks },
    timers,
    timersSet: head.timersSet,
    timersNotKept: head.timersNotKept,
  };
}
