// Decisions in plain words: one short sentence per event, from its type and the branch that took it.
// It is what the log shows and what a screen reader hears, so it names things as Go does.
import {
  GcWorkerMode,
  HandoffWhy,
  LockKind,
  PickBranch,
  PreemptWhy,
  PutWhy,
  StopReason,
  StwReason,
  SyscallExit,
  SyscallKind,
  TimerKind,
  waitReasons,
} from '../engine/event_types';
import { type EventRecord, noId } from '../engine/records';

/** The kinds the log can be filtered by. */
export const decisionKinds = [
  'pick',
  'steal',
  'search',
  'queue',
  'park',
  'ready',
  'preempt',
  'syscall',
  'thread',
  'timer',
  'sync',
  'world',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export interface Decision {
  readonly kind: DecisionKind;
  readonly text: string;
}

type Names = Readonly<Record<string, number>>;

function nameOf(table: Names, value: number): string {
  return Object.keys(table).find((name) => table[name] === value) ?? '';
}

const G = (id: number): string => (id === 0 ? 'the scheduler' : `G${id}`);
const P = (id: number): string => (id === noId ? 'no P' : `P${id}`);
const M = (id: number): string => (id === noId ? 'no M' : `M${id}`);

/** formatMicroseconds writes a duration as a person would. */
export function formatMicroseconds(us: number): string {
  if (us < 1000) return `${us} µs`;
  if (us < 1_000_000) return `${(us / 1000).toFixed(us < 100_000 ? 1 : 0)} ms`;
  return `${(us / 1_000_000).toFixed(2)} s`;
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

const pickWords: Record<keyof typeof PickBranch, string> = {
  none: '',
  runnext: 'from its runnext slot',
  local: 'from the head of its own queue',
  global61: 'from the global queue, which every 61st tick looks at first',
  globalBatch: 'from the global queue: its own was empty',
  netpoll: 'that the network poller found ready',
  stolen: 'that it stole',
  stolenRunnext: 'stolen from a runnext slot, on the last pass',
  timerSteal: 'readied by a timer of another P',
  idleRecheckGlobal: 'from the global queue, seen just before going idle',
  gcWorker: 'as a garbage collection worker',
  locked: 'because it is locked to this thread',
  syscallFast: 'back from its system call, on the same P',
  syscallIdleP: 'back from its system call, on an idle P',
  parkRefused: 'again: what it wanted to wait for had already happened',
  coroSwitch: 'by a direct switch from another goroutine',
};

const putWords: Record<keyof typeof PutWhy, string> = {
  created: 'new',
  readied: 'readied',
  kicked: 'pushed out of runnext',
  gosched: 'it called Gosched',
  goyield: 'it yielded',
  preempted: 'it was preempted',
  overflow: 'the local queue was full',
  globalBatch: 'part of a batch',
  stolen: 'stolen',
  injected: 'woken together with others',
  syscallExit: 'back from a system call without a P',
  procresize: 'GOMAXPROCS changed',
  parkRefused: 'its park was refused',
  userEnabled: 'user goroutines may run again',
  workerMoved: 'a dedicated garbage collection worker keeps the P',
};

const lockWords: Record<keyof typeof LockKind, string> = {
  mutex: 'a Mutex',
  rwMutexRead: 'an RWMutex for reading',
  rwMutexWrite: 'an RWMutex for writing',
  waitGroup: 'a WaitGroup',
  cond: 'a Cond',
  sema: 'a semaphore',
  once: 'a Once',
};

function look<K extends string>(words: Record<K, string>, table: Record<K, number>, n: number) {
  return words[nameOf(table, n) as K];
}

function picked(e: EventRecord): string {
  const branch = nameOf(PickBranch, e.sub);
  const words =
    branch === 'stolen' ? `that it stole from ${P(e.a)}` : look(pickWords, PickBranch, e.sub);
  const slice = e.c === 1 ? ', in the same time slice' : '';
  return `${P(e.p)} runs ${G(e.g)} ${words}${slice}`;
}

function stopped(e: EventRecord): Decision {
  switch (e.sub) {
    case StopReason.preemptedAsync:
      return { kind: 'preempt', text: `${G(e.g)} was stopped inside a loop (async preemption)` };
    case StopReason.preemptedCooperative:
      return {
        kind: 'preempt',
        text: `${G(e.g)} yielded at a function call: it had been asked to`,
      };
    case StopReason.goyield:
      return { kind: 'preempt', text: `${G(e.g)} let another goroutine of ${P(e.p)} go first` };
    default:
      return { kind: 'preempt', text: `${G(e.g)} called Gosched` };
  }
}

function preemptRequest(e: EventRecord): string {
  switch (e.sub) {
    case PreemptWhy.sysmonSlice:
      return `sysmon asks ${G(e.g)} on ${P(e.p)} to yield after ${formatMicroseconds(e.a)}`;
    case PreemptWhy.stopTheWorld:
      return `${G(e.g)} on ${P(e.p)} has to yield: the world is being stopped`;
    case PreemptWhy.exit:
      return `${G(e.g)} on ${P(e.p)} has to stop: the program ends`;
    default:
      return `${G(e.g)} on ${P(e.p)} is asked to yield`;
  }
}

function syscallExit(e: EventRecord): string {
  const took = `after ${formatMicroseconds(e.a)}`;
  switch (e.sub) {
    case SyscallExit.keptP:
      return `${G(e.g)} returned from its system call ${took} and still had ${P(e.p)}`;
    case SyscallExit.oldP:
      return `${G(e.g)} returned from its system call ${took} and got its old ${P(e.p)} back`;
    case SyscallExit.idleP:
      return `${G(e.g)} returned from its system call ${took} and took the idle ${P(e.p)}`;
    default:
      return `${G(e.g)} returned from its system call ${took}; no P was free`;
  }
}

const syscallWords: Record<keyof typeof SyscallKind, string> = {
  other: 'a system call',
  write: 'a write',
  sleep: 'a thread-blocking sleep',
  read: 'a read',
};

const workerWords: Record<keyof typeof GcWorkerMode, string> = {
  notWorker: '',
  dedicated: 'GC (dedicated)',
  fractional: 'GC (fractional)',
  idle: 'GC (idle)',
};

function handedOff(e: EventRecord): string {
  const reason: Record<keyof typeof HandoffWhy, string> = {
    syscall: 'its M blocks in a system call',
    lockedThread: 'its M belongs to a locked goroutine',
    threadExit: 'its M ends',
    retake: 'sysmon took it',
  };
  return `${P(e.p)} is handed to another M: ${look(reason, HandoffWhy, e.sub)}`;
}

function stopTheWorld(e: EventRecord): string {
  const why = nameOf(StwReason, e.sub);
  if (why === 'gomaxprocs') return ' to change GOMAXPROCS';
  if (why === 'gc') return ' to begin a garbage collection';
  if (why === 'gcMarkTermination') return ': the garbage collection has marked everything';
  return '';
}

/** narrate puts an event into words; null for those that only keep the picture exact. */
export function narrate(e: EventRecord): Decision | null {
  switch (e.name) {
    case 'goCreate':
      return { kind: 'queue', text: `${G(e.a)} created ${G(e.g)}` };
    case 'goDestroy':
      return { kind: 'park', text: `${G(e.g)} ended` };
    case 'goStart':
      return { kind: 'pick', text: picked(e) };
    case 'goPark':
      return {
        kind: 'park',
        text: `${G(e.g)} parked: ${waitReasons[e.sub] ?? 'unknown wait reason'}`,
      };
    case 'goUnpark':
      return { kind: 'ready', text: `${G(e.b)} readied ${G(e.g)} (${waitReasons[e.sub] ?? ''})` };
    case 'goStop':
      return stopped(e);
    case 'goPreemptRequest':
      return { kind: 'preempt', text: preemptRequest(e) };
    case 'runqPut': {
      const where = e.c === 1 ? `the runnext slot of ${P(e.p)}` : `the tail of ${P(e.p)}’s queue`;
      return {
        kind: 'queue',
        text: `${G(e.g)} goes to ${where}: ${look(putWords, PutWhy, e.sub)}`,
      };
    }
    case 'globrunqPut': {
      const where = e.c === 1 ? 'head' : 'tail';
      const why = look(putWords, PutWhy, e.sub);
      return { kind: 'queue', text: `${G(e.g)} goes to the ${where} of the global queue: ${why}` };
    }
    case 'runqOverflow':
      return {
        kind: 'queue',
        text: `${P(e.p)}’s queue was full: ${count(e.a, 'goroutine')} moved to the global queue`,
      };
    case 'globrunqGet':
      return {
        kind: 'queue',
        text: `${P(e.p)} took ${count(e.a, 'goroutine')} from the global queue, ${e.b} left`,
      };
    case 'stealTry':
      return {
        kind: 'search',
        text: `${M(e.m)} found nothing to steal at ${P(e.a)} (pass ${e.b + 1})`,
      };
    case 'steal': {
      const what = e.sub === 1 ? 'the runnext goroutine' : count(e.b, 'goroutine');
      return { kind: 'steal', text: `${P(e.p)} stole ${what} from ${P(e.a)} (pass ${e.c + 1})` };
    }
    case 'spinStart':
      return { kind: 'search', text: `${M(e.m)} spins: it looks for work at the other Ps` };
    case 'spinStop': {
      const found = e.sub === 1 ? 'it found work' : 'there was none';
      return { kind: 'search', text: `${M(e.m)} stopped spinning: ${found}` };
    }
    case 'mStart':
      return { kind: 'thread', text: `${M(e.m)} started, a new thread` };
    case 'mPark':
      return { kind: 'thread', text: `${M(e.m)} went to sleep` };
    case 'mUnpark':
      return { kind: 'thread', text: `${M(e.a)} was woken for ${P(e.b)}` };
    case 'mExit':
      return { kind: 'thread', text: `${M(e.m)} ended` };
    case 'mLock':
      return {
        kind: 'thread',
        text: `${G(e.g)} is ${e.a === 1 ? 'locked to' : 'no longer locked to'} ${M(e.m)}`,
      };
    case 'wakep':
      return {
        kind: 'thread',
        text:
          e.sub === 1
            ? 'There is work and nobody looks for it: one more M is woken'
            : 'There is work but no idle P',
      };
    case 'procStart':
      return { kind: 'thread', text: `${M(e.m)} acquired ${P(e.p)}` };
    case 'procStop':
      return { kind: 'thread', text: `${M(e.m)} released ${P(e.p)}` };
    case 'procIdle':
      return { kind: 'thread', text: `${P(e.p)} is idle` };
    case 'procHandoff':
      return { kind: 'syscall', text: handedOff(e) };
    case 'procRetake':
      return {
        kind: 'syscall',
        text: `sysmon took ${P(e.p)} from ${M(e.a)}, ${formatMicroseconds(e.c)} in a system call`,
      };
    case 'syscallEnter':
      return {
        kind: 'syscall',
        text: `${G(e.g)} entered ${look(syscallWords, SyscallKind, e.sub)}`,
      };
    case 'syscallExit':
      return { kind: 'syscall', text: syscallExit(e) };
    case 'timerSet':
      return {
        kind: 'timer',
        text: `${G(e.g)} set a timer on ${P(e.p)}, due in ${formatMicroseconds(e.b)}`,
      };
    case 'timerStop':
      return { kind: 'timer', text: `${G(e.g)} stopped a timer` };
    case 'timerFire': {
      const whom = e.sub === TimerKind.sleep && e.g !== 0 ? ` and wakes ${G(e.g)}` : '';
      return {
        kind: 'timer',
        text: `A timer fired on ${P(e.c)}${whom}, ${formatMicroseconds(e.b)} late`,
      };
    }
    case 'chanMake':
      return { kind: 'sync', text: `${G(e.g)} made a channel of capacity ${e.b}` };
    case 'chanSend':
      return {
        kind: 'sync',
        text: e.c
          ? `${G(e.g)} handed a value straight to ${G(e.c)}`
          : `${G(e.g)} sent; ${e.b} buffered`,
      };
    case 'chanRecv':
      return {
        kind: 'sync',
        text: e.c
          ? `${G(e.g)} took a value straight from ${G(e.c)}`
          : e.sub === 1
            ? `${G(e.g)} received the zero value: the channel is closed`
            : `${G(e.g)} received; ${e.b} buffered`,
      };
    case 'chanClose':
      return {
        kind: 'sync',
        text: `${G(e.g)} closed a channel and woke ${count(e.b + e.c, 'goroutine')}`,
      };
    case 'selectBegin':
      return {
        kind: 'sync',
        text: `${G(e.g)} looks at ${count(e.a, 'case')} of a select in random order`,
      };
    case 'selectDone':
      return {
        kind: 'sync',
        text:
          e.sub === 2
            ? `${G(e.g)}’s select took its default`
            : `${G(e.g)}’s select took case ${e.a + 1}${e.sub === 1 ? ' after waiting' : ''}`,
      };
    case 'lockAcquire': {
      const handed = e.aux === 1 ? ', handed over in starvation mode' : '';
      return {
        kind: 'sync',
        text: `${G(e.g)} acquired ${look(lockWords, LockKind, e.sub)}${handed}`,
      };
    }
    case 'lockRelease':
      return { kind: 'sync', text: `${G(e.g)} released ${look(lockWords, LockKind, e.sub)}` };
    case 'stwBegin':
      return { kind: 'world', text: `${G(e.g)} stops the world${stopTheWorld(e)}` };
    case 'stwStopped':
      return { kind: 'world', text: `The world stands still after ${formatMicroseconds(e.a)}` };
    case 'stwEnd':
      return { kind: 'world', text: 'The world goes on' };
    case 'gcBegin':
      return {
        kind: 'world',
        text: `A garbage collection begins at ${e.a} KiB: user goroutines wait`,
      };
    case 'gcWorker':
      return {
        kind: 'world',
        text: `${G(e.g)} marks on ${P(e.p)}: ${look(workerWords, GcWorkerMode, e.sub)}`,
      };
    case 'goDisabled':
      return {
        kind: 'world',
        text: `${G(e.g)} may not run while the garbage collector marks`,
      };
    case 'gcEnd':
      return {
        kind: 'world',
        text: `The collection freed ${e.b} KiB in ${formatMicroseconds(e.c)}; ${e.a} KiB are live`,
      };
    case 'stackGrow':
      return { kind: 'world', text: `${G(e.g)}’s stack grew from ${e.a} to ${e.b} bytes` };
    case 'stackShrink':
      return { kind: 'world', text: `${G(e.g)}’s stack shrank from ${e.a} to ${e.b} bytes` };
    case 'goLeak':
      return { kind: 'world', text: `${G(e.g)} is leaked: nobody can reach what it waits on` };
    case 'procsChange':
      return { kind: 'world', text: `GOMAXPROCS is ${e.a}` };
    case 'deadlock':
      return { kind: 'world', text: `checkdead: all ${e.a} goroutines are asleep` };
    case 'eventsLost':
      return { kind: 'world', text: `${count(e.a, 'event')} came too fast to be written down` };
    case 'machineExit':
      return { kind: 'world', text: `The program ended with exit status ${e.a}` };
    case 'sysmonTick':
      return e.sub === 1
        ? { kind: 'syscall', text: 'sysmon looked around and took back a P' }
        : null;
    case 'snapshot':
    case 'goStatus':
    case 'procStatus':
      return null;
  }
}
