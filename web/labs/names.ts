// The names of events, of the values of their `sub`, and of quantities, found as people write them:
// in any case.
import {
  type EventName,
  eventInfo,
  EventType,
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
import { nearest } from './fields';
import type { Quantity, Unit, Wrong } from './lab';

const enumerations: Readonly<Record<string, Readonly<Record<string, number>>>> = {
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
};

const eventNames = Object.keys(EventType) as EventName[];

/** pickWords are the values of PickBranch in words a question can offer. */
export const pickWords: readonly string[] = [
  'no goroutine was found',
  'runnext of the P',
  "the P's own run queue",
  'the global queue, at the 61st look',
  'a batch from the global queue',
  'the network poller',
  "stolen from another P's run queue",
  "stolen from another P's runnext",
  'a timer of another P',
  'the global queue, at the last look before sleeping',
  'a worker of the garbage collector',
  'a goroutine locked to this M',
  'back from a system call, on the P it had',
  'back from a system call, on an idle P',
  'it did not park after all',
  'a coroutine switch',
];

export interface Named {
  readonly event: EventName;
  readonly sub: number | null;
}

function find<T extends string>(word: string, words: readonly T[]): T | undefined {
  const lower = word.toLowerCase();
  return words.find((one) => one.toLowerCase() === lower);
}

function reasonOf(word: string): number {
  const lower = word.trim().toLowerCase();
  return waitReasons.findIndex((reason) => reason !== '' && reason.toLowerCase() === lower);
}

const wrong = (message: string): Wrong => ({ wrong: message });

/** namedEvent reads `goStart` or `goStart(global61)`. */
export function namedEvent(text: string): Named | Wrong {
  const [, word = '', inner] = /^(\w+)(?:\(([^()]*)\))?$/.exec(text.trim()) ?? [];
  const event = find(word, eventNames);
  if (!event) return wrong(`there is no event '${word || text}'${nearest(word, eventNames)}`);
  if (inner === undefined) return { event, sub: null };
  const means = eventInfo[EventType[event]]?.sub ?? '';
  if (means.includes('WaitReason')) {
    const reason = reasonOf(inner);
    return reason < 0 ? wrong(`there is no wait reason '${inner}'`) : { event, sub: reason };
  }
  const values = Object.entries(enumerations).find(([name]) => means.startsWith(name))?.[1];
  const name = find(inner.trim(), Object.keys(values ?? {}));
  if (values && name !== undefined) return { event, sub: values[name] ?? 0 };
  if (means !== '' && /^\d{1,3}$/.test(inner)) return { event, sub: Number(inner) };
  if (means === '') return wrong(`${event} comes in one kind only`);
  return wrong(`'${inner}' is no kind of ${event}${nearest(inner, Object.keys(values ?? {}))}`);
}

const units: Readonly<Record<string, Unit>> = {
  'runnable wait': 'ns',
  'p99 runnable wait': 'ns',
  slice: 'ns',
  'virtual time': 'ns',
  utilisation: 'percent',
  parallelism: 'count',
  goroutines: 'count',
  'goroutines created': 'count',
  leaks: 'count',
  threads: 'count',
  spinning: 'count',
  'local queue': 'count',
  'global queue': 'count',
  overflows: 'count',
  steals: 'count',
  stolen: 'count',
  preemptions: 'count',
  parks: 'count',
  switches: 'count',
  syscalls: 'count',
  handoffs: 'count',
  retakes: 'count',
  timers: 'count',
  'output lines': 'count',
};

/** quantityOf reads the name of a quantity. */
export function quantityOf(text: string): Quantity | Wrong {
  const words = text.trim().replace(/\s+/g, ' ');
  const [, event] = /^events (.+)$/.exec(words) ?? [];
  if (event !== undefined) {
    const named = namedEvent(event);
    return 'wrong' in named ? named : { name: 'events', unit: 'count', ...named };
  }
  const [, reason] = /^parks\((.+)\)$/.exec(words) ?? [];
  if (reason !== undefined) {
    const number = reasonOf(reason);
    if (number < 0) return wrong(`there is no wait reason '${reason}'`);
    return { name: 'parks', unit: 'count', reason: number };
  }
  const names = Object.keys(units);
  const name = find(words, names);
  if (name === undefined) {
    return wrong(`there is no quantity '${words}'${nearest(words, [...names, 'events'])}`);
  }
  return { name, unit: units[name] ?? 'count', ...(name === 'parks' ? { reason: null } : {}) };
}
