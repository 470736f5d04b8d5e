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
  readonly runnext: number;
  readonly runnextFunction: number;
  readonly schedtick: number;
  readonly syscalls: number;
  readonly timers: number;
  readonly steals: number;
  readonly stealsFrom: number;
  readonly lastBranch: number;
  readonly queue: GoList;
}

export type MState = 'gone' | 'scheduling' | 'running' | 'spinning' | 'idle' | 'syscall';

export interface ThreadPicture {
  readonly id: number;
  readonly state: MState;
  readonly p: number | null;
  readonly g: number;
}

export interface WaitGroupPicture {
  readonly reason: number;
  /** They wait for ever. */
  readonly leaked: boolean;
  readonly list: GoList;
}

export interface Picture {
  readonly timeNs: number;
  readonly sysmonNs: number;
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
  readonly groups: readonly WaitGroupPicture[];
}

const version = 1;
const absent = 0xffff;
const leakedBase = 256;
const systemBit = 0x80000000;
const mStates: readonly MState[] = ['gone', 'scheduling', 'running', 'spinning', 'idle', 'syscall'];

/** isSystem tells a goroutine of the runtime from one of the program, by its start function. */
export function isSystem(startFunction: number): boolean {
  return (startFunction & systemBit) !== 0;
}

/** functionId is the start function without the mark of isSystem. */
export function functionId(startFunction: number): number {
  return (startFunction & ~systemBit) >>> 0;
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

  optional(): number | null {
    const id = this.next();
    return id === absent ? null : id;
  }

  list(): GoList {
    const length = this.next();
    const listed = this.next();
    const middle = this.at + listed;
    const end = middle + listed;
    if (end > this.words.length) throw new Error('the picture ends too early');
    const ids = this.words.subarray(this.at, middle);
    const functions = this.words.subarray(middle, end);
    this.at = end;
    return { length, ids, functions };
  }
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** leakedOf counts the goroutines that are known to wait for ever. */
export function leakedOf(picture: Picture): number {
  return picture.groups.reduce((sum, group) => sum + (group.leaked ? group.list.length : 0), 0);
}

/** readPicture reads the words of packPicture(). */
export function readPicture(words: Uint32Array): Picture {
  const r = new Reader(words);
  if (r.next() !== version) throw new Error('the picture is of another version');
  r.next();
  const timeNs = r.wide();
  const sysmonNs = r.wide();
  const flags = r.next();
  const [procCount, threadCount, groupCount, totalCount] = times(4, () => r.next()) as [
    number,
    number,
    number,
    number,
  ];
  const [runnable, running, syscall, waiting, system] = times(5, () => r.next()) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const latencyMaxNs = r.wide();
  const latencyMaxG = r.next();
  const values = times(totalCount, () => r.wide());
  const totals = Object.fromEntries(
    totalNames.map((name, index) => [name, values[index] ?? 0]),
  ) as PictureTotals;
  const procs = times(procCount, (id): ProcPicture => {
    const flagsOfP = r.next();
    return {
      id,
      alive: (flagsOfP & 1) !== 0,
      idle: (flagsOfP & 2) !== 0,
      gcWorker: (flagsOfP >> 2) & 3,
      m: r.optional(),
      g: r.next(),
      gFunction: r.next(),
      runnext: r.next(),
      runnextFunction: r.next(),
      schedtick: r.next(),
      syscalls: r.next(),
      timers: r.next(),
      steals: r.next(),
      stealsFrom: r.next(),
      lastBranch: r.next(),
      queue: r.list(),
    };
  });
  const threads = times(threadCount, (id): ThreadPicture => {
    return { id, state: mStates[r.next()] ?? 'gone', p: r.optional(), g: r.next() };
  });
  const global = r.list();
  const syscalls = r.list();
  const groups = times(groupCount, (): WaitGroupPicture => {
    const reason = r.next();
    return { reason: reason % leakedBase, leaked: reason >= leakedBase, list: r.list() };
  });
  return {
    timeNs,
    sysmonNs,
    resyncing: (flags & 1) !== 0,
    worldStopped: (flags & 2) !== 0,
    collecting: (flags & 8) !== 0,
    exited: (flags & 4) !== 0,
    runnable,
    running,
    syscall,
    waiting,
    system,
    latencyMaxNs,
    latencyMaxG,
    totals,
    procs,
    threads,
    global,
    syscalls,
    groups,
  };
}
