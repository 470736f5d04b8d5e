// Channels, locks and timers as the events tell of them: what each is, who waits on it, what was done
// with it last.
import { EventType, LockKind, TimerKind, waitReasons } from '../engine/event_types';
import type { EventRecord } from '../engine/records';
import type { KnownEvents } from './known_events';
import {
  type Explanation,
  explanation,
  type Fact,
  lineOf,
  listed,
  type Scene,
  several,
} from './explanation';
import { formatNs } from './format';
import { goSources } from './go_sources';
import { formatMicroseconds, narrate } from './narrate';

export type ObjectKind = 'channel' | 'timer' | keyof typeof LockKind | 'object';

/** Objects are searched for among so many of the latest events at most. */
const searchMax = 200_000;

const objectEvents: ReadonlySet<number> = new Set([
  EventType.chanMake,
  EventType.chanSend,
  EventType.chanRecv,
  EventType.chanClose,
  EventType.lockAcquire,
  EventType.lockRelease,
  EventType.timerSet,
  EventType.timerStop,
  EventType.timerFire,
  EventType.goPark,
  EventType.goUnpark,
  EventType.goLeak,
]);

const stateEvents: ReadonlySet<number> = new Set([
  EventType.goPark,
  EventType.goUnpark,
  EventType.goStart,
  EventType.goStop,
  EventType.goDestroy,
]);

const titles: Record<ObjectKind, string> = {
  channel: 'channel',
  timer: 'timer',
  mutex: 'Mutex',
  rwMutexRead: 'RWMutex',
  rwMutexWrite: 'RWMutex',
  waitGroup: 'WaitGroup',
  cond: 'Cond',
  sema: 'semaphore',
  once: 'Once',
  object: 'object',
};

// By what is waited for, when nothing was done with it in the events kept.
function kindOfWait(reason: number): ObjectKind {
  const words = waitReasons[reason] ?? '';
  if (words.startsWith('chan')) return 'channel';
  if (words === 'sleep') return 'timer';
  if (words.startsWith('sync.Mutex')) return 'mutex';
  if (words.startsWith('sync.RWMutex')) return 'rwMutexWrite';
  if (words.startsWith('sync.WaitGroup')) return 'waitGroup';
  if (words.startsWith('sync.Cond')) return 'cond';
  return words.startsWith('sema') ? 'sema' : 'object';
}

function kindFrom(tape: KnownEvents, index: number): ObjectKind {
  switch (tape.type(index)) {
    case EventType.chanMake:
    case EventType.chanSend:
    case EventType.chanRecv:
    case EventType.chanClose:
    case EventType.selectDone:
      return 'channel';
    case EventType.timerSet:
    case EventType.timerStop:
    case EventType.timerFire:
      return 'timer';
    case EventType.lockAcquire:
    case EventType.lockRelease: {
      const kind = tape.sub(index);
      const found = Object.entries(LockKind).find(([, number]) => number === kind);
      return (found?.[0] ?? 'object') as ObjectKind;
    }
    default:
      return kindOfWait(tape.sub(index));
  }
}

/** speaksOf: the record is about this object. */
export function speaksOf(tape: KnownEvents, index: number, object: number): boolean {
  const type = tape.type(index);
  if (type === EventType.selectDone) return tape.b(index) === object && tape.sub(index) !== 2;
  return tape.a(index) === object && objectEvents.has(type);
}

/** objectKind tells what an object is; 'object' when the events kept do not say. */
export function objectKind(tape: KnownEvents, id: number): ObjectKind {
  const telling = (at: number): boolean =>
    speaksOf(tape, at, id) && kindFrom(tape, at) !== 'object';
  const index = tape.lastBefore(tape.length, telling, searchMax);
  return index < 0 ? 'object' : kindFrom(tape, index);
}

/** objectWords names an object: "channel #4". */
export function objectWords(tape: KnownEvents, id: number): string {
  return `${titles[objectKind(tape, id)]} #${id}`;
}

interface Waiter {
  readonly g: number;
  readonly since: EventRecord;
}

interface Story {
  readonly kind: ObjectKind;
  readonly made: EventRecord | null;
  /** The last event that says how many values are buffered. */
  readonly fill: EventRecord | null;
  readonly closed: EventRecord | null;
  /** Oldest first. */
  readonly waiters: readonly Waiter[];
  /** Who acquired it and has not released it, latest first. */
  readonly holders: readonly EventRecord[];
  /** The last time it was acquired or released. */
  readonly lastLock: EventRecord | null;
  /** The last setting, firing or stopping of a timer. */
  readonly timer: EventRecord | null;
  /** Everybody who did something with it, latest first. */
  readonly users: readonly number[];
  readonly operations: number;
}

/** objectStory walks the events back and gathers what they say of an object. */
export function objectStory(tape: KnownEvents, id: number, until = tape.length): Story {
  const settled = new Set<number>();
  const released = new Map<number, number>();
  const waiters: Waiter[] = [];
  const holders: EventRecord[] = [];
  const users = new Set<number>();
  let kind: ObjectKind = 'object';
  let made: EventRecord | null = null;
  let fill: EventRecord | null = null;
  let closed: EventRecord | null = null;
  let timer: EventRecord | null = null;
  let lastLock: EventRecord | null = null;
  let operations = 0;
  const stop = Math.max(0, until - searchMax);
  for (let at = until - 1; at >= stop; at--) {
    const type = tape.type(at);
    const g = tape.g(at);
    if (stateEvents.has(type) && !settled.has(g)) {
      settled.add(g);
      if (type === EventType.goPark && tape.a(at) === id) waiters.push({ g, since: tape.at(at) });
    }
    if (!speaksOf(tape, at, id)) continue;
    if (kind === 'object') kind = kindFrom(tape, at);
    if (type === EventType.goPark || type === EventType.goUnpark || type === EventType.goLeak)
      continue;
    operations += 1;
    if (g !== 0) users.add(g);
    switch (type) {
      case EventType.chanMake:
        made = tape.at(at);
        break;
      case EventType.chanSend:
      case EventType.chanRecv:
        fill ??= tape.at(at);
        break;
      case EventType.chanClose:
        closed ??= tape.at(at);
        break;
      case EventType.lockRelease:
        lastLock ??= tape.at(at);
        released.set(g, (released.get(g) ?? 0) + 1);
        break;
      case EventType.lockAcquire: {
        lastLock ??= tape.at(at);
        const done = released.get(g) ?? 0;
        if (done > 0) released.set(g, done - 1);
        else holders.push(tape.at(at));
        break;
      }
      case EventType.timerSet:
      case EventType.timerFire:
      case EventType.timerStop:
        timer ??= tape.at(at);
        break;
    }
  }
  const all = { kind, made, fill, closed, holders, lastLock, timer, operations };
  return { ...all, waiters: waiters.reverse(), users: [...users] };
}

const isLock = (kind: ObjectKind): boolean =>
  kind === 'mutex' || kind === 'rwMutexRead' || kind === 'rwMutexWrite';

/** heldBy is who has a lock, from its story: the latest to acquire it without having released it. */
export function heldBy({ kind, lastLock, holders }: Story): EventRecord | null {
  if (!isLock(kind) || !lastLock) return null;
  if (lastLock.name === 'lockAcquire') return lastLock;
  // A Mutex may be released by another than who acquired it; of readers others may be left.
  return lastLock.sub === LockKind.rwMutexRead ? (holders[0] ?? null) : null;
}

function channelLead(id: number, story: Story): string {
  const { made, fill, closed } = story;
  const capacity = made
    ? made.b === 0
      ? 'It has no buffer'
      : `It holds ${several(made.b, 'value')}`
    : '';
  const now =
    fill?.sub === 0 && made?.b !== 0 ? `${fill.b} ${fill.b === 1 ? 'is' : 'are'} in it` : '';
  const state = [capacity, now].filter((part) => part !== '').join(', ');
  const shut = closed ? ` It was closed by G${closed.g} (event ${closed.seq}).` : '';
  return `${state === '' ? `Channel #${id}, made before what is still known` : state}.${shut}`;
}

function timerLead(story: Story, nowNs: number): string {
  const { timer } = story;
  if (!timer) return 'Nothing is known of it any more.';
  if (timer.name === 'timerFire')
    return `It fired ${formatNs(nowNs - timer.timeNs)} ago, ${formatMicroseconds(timer.b)} late.`;
  if (timer.name === 'timerStop') return `G${timer.g} stopped it.`;
  const due = timer.timeNs + timer.b * 1000;
  const words =
    due > nowNs
      ? `due in ${formatNs(due - nowNs)}`
      : `due ${formatNs(nowNs - due)} ago, as soon as an M looks`;
  const what =
    timer.sub === TimerKind.sleep ? `It ends the sleep of G${timer.g}` : `G${timer.g} set it`;
  return `${what}: ${words}. It lies in the heap of P${timer.p}.`;
}

function lockLead(story: Story): string {
  const holder = heldBy(story);
  if (story.kind === 'waitGroup') {
    return story.waiters.length > 0
      ? 'Its counter is above zero, and somebody waits for that to change.'
      : 'Nobody waits for it.';
  }
  if (!isLock(story.kind))
    return story.waiters.length > 0 ? 'Somebody waits on it.' : 'Nobody waits on it.';
  if (!holder) return story.operations > 0 ? 'Nobody holds it.' : 'Who holds it is not known.';
  return `G${holder.g} holds it (since event ${holder.seq}).`;
}

/** explainObject explains a channel, a lock or a timer. */
export function explainObject(id: number, scene: Scene): Explanation {
  const { tape, nowNs } = scene;
  const until = tape.indexAfterTime(nowNs);
  const story = objectStory(tape, id, until);
  const name = `${titles[story.kind]} #${id}`;
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const lead =
    story.kind === 'channel'
      ? channelLead(id, story)
      : story.kind === 'timer'
        ? timerLead(story, nowNs)
        : lockLead(story);
  const facts: Fact[] = [];
  const waiting = story.waiters.map(({ g, since }) => {
    return `G${g} (${waitReasons[since.sub] ?? ''}, ${formatNs(nowNs - since.timeNs)})`;
  });
  if (story.kind !== 'timer') {
    facts.push({ label: 'Waiting', text: waiting.length === 0 ? 'nobody' : listed(waiting, 8) });
  }
  if (story.made) {
    const line = lineOf(story.made.c);
    facts.push({
      label: 'Made',
      text: `by G${story.made.g}${line === null ? '' : ` at line ${line}`} (event ${story.made.seq})`,
    });
  }
  if (story.users.length > 0) {
    facts.push({
      label: 'Used by',
      text: listed(
        story.users.map((g) => `G${g}`),
        12,
      ),
    });
  }
  if (story.timer?.name === 'timerSet') {
    facts.push({
      label: 'Set',
      text: `${narrate(story.timer)?.text ?? ''} (event ${story.timer.seq})`,
    });
  }
  return explanation({
    title,
    kind: titles[story.kind],
    lead,
    why: rules(story.kind),
    facts,
    read: readOn(story.kind),
    line: story.made ? lineOf(story.made.c) : null,
    unknown: tape.whole
      ? []
      : ['Older events are no longer known, or were skipped: there may have been more.'],
  });
}

function rules(kind: ObjectKind): string[] {
  switch (kind) {
    case 'channel':
      return [
        'Who finds the buffer full, or empty, parks in a list of the channel, first come first served. The next one from the other side hands its value over directly and readies it.',
      ];
    case 'mutex':
      return [
        'A Mutex is a word in memory. Only who finds it taken involves the scheduler: it spins for a moment, then parks until the holder unlocks it.',
      ];
    case 'rwMutexRead':
    case 'rwMutexWrite':
      return ['Many may read at the same time. A writer that waits keeps new readers out.'];
    case 'waitGroup':
      return [
        'Wait parks until the counter is zero; Done counts down, and the last one readies all who wait.',
      ];
    case 'timer':
      return [
        'Each P has a heap of timers. They are looked at whenever the P picks a goroutine, and stolen like work.',
      ];
    default:
      return [];
  }
}

function readOn(kind: ObjectKind) {
  switch (kind) {
    case 'channel':
      return goSources('chansend', 'chanrecv');
    case 'mutex':
      return goSources('Mutex.lockSlow', 'Mutex.unlockSlow');
    case 'rwMutexRead':
    case 'rwMutexWrite':
      return goSources('RWMutex.Lock', 'RWMutex.RLock');
    case 'waitGroup':
      return goSources('WaitGroup.Wait', 'WaitGroup.Add');
    case 'cond':
      return goSources('Cond.Wait', 'notifyListWait');
    case 'timer':
      return goSources('timeSleep', 'findRunnable');
    default:
      return goSources('semacquire1');
  }
}
