// A goroutine explained: its state and since when, where it is, what it waits for and who could wake
// it, where it came from, and its last picks.
import { EventType, StopReason, waitReasons } from '../engine/event_types';
import { functionId, type GoList, isSystem, type Picture } from '../engine/picture';
import type { EventRecord } from '../engine/records';
import { sentenceOf } from './explain_event';
import { waitRule } from './explain_goroutine_event';
import {
  explanation,
  type Explanation,
  type Fact,
  lineOf,
  listed,
  ordinal,
  placeFunction,
  type Scene,
  several,
} from './explanation';
import type { KnownEvents } from './known_events';
import { formatNs, shortFunction } from './format';
import { goSources } from './go_sources';
import { heldBy, objectStory, objectWords } from './object_story';
import { narrate } from './narrate';

export type GoStateName = 'running' | 'runnable' | 'waiting' | 'syscall' | 'ended' | 'unknown';

/** GoNow is a goroutine's state at a moment, from the events. */
export interface GoNow {
  readonly state: GoStateName;
  /** The event that brought it into this state; null: older than what is known. */
  readonly since: EventRecord | null;
  /** The event that put it where it is, while it is runnable. */
  readonly put: EventRecord | null;
  /** Its creation, when that is known. */
  readonly created: EventRecord | null;
  readonly leaked: boolean;
  /** Its latest picks, newest first. */
  readonly starts: readonly EventRecord[];
}

const picksShown = 3;
const searchMax = 200_000;

function stateAfter(tape: KnownEvents, at: number): GoStateName | null {
  switch (tape.type(at)) {
    case EventType.goCreate:
    case EventType.goUnpark:
    case EventType.goStop:
      return 'runnable';
    case EventType.goStart:
      return 'running';
    case EventType.goPark:
      return 'waiting';
    case EventType.syscallEnter:
      return 'syscall';
    case EventType.syscallExit:
      return tape.sub(at) === 3 ? 'runnable' : 'running';
    case EventType.goDestroy:
      return 'ended';
    default:
      return null;
  }
}

/** goNow is the goroutine's state before the event at `until`. */
export function goNow(tape: KnownEvents, g: number, until: number): GoNow {
  let state: GoStateName = 'unknown';
  let since: EventRecord | null = null;
  let put: EventRecord | null = null;
  let created: EventRecord | null = null;
  let leaked = false;
  const starts: EventRecord[] = [];
  const stop = Math.max(0, until - searchMax);
  for (let at = until - 1; at >= stop && !created; at--) {
    if (tape.g(at) !== g) continue;
    const type = tape.type(at);
    if (type === EventType.goLeak && !since) leaked = true;
    if ((type === EventType.runqPut || type === EventType.globrunqPut) && !since)
      put ??= tape.at(at);
    const next = stateAfter(tape, at);
    if (next !== null && !since) {
      state = next;
      since = tape.at(at);
    }
    if (type === EventType.goStart && starts.length < picksShown) starts.push(tape.at(at));
    if (type === EventType.goCreate) created = tape.at(at);
  }
  return { state, since, put, created, leaked, starts };
}

/** Spot is where the picture shows a goroutine. */
export interface Spot {
  readonly where: string;
  readonly state: GoStateName;
  readonly startFunction: number;
}

function within(list: GoList, id: number): number {
  return list.ids.indexOf(id);
}

/** spotOf finds a goroutine in the picture; null when it is not listed there. */
export function spotOf(picture: Picture, id: number): Spot | null {
  for (const proc of picture.procs) {
    if (proc.g === id) {
      const m = picture.threads[proc.m ?? -1];
      const syscall = m?.state === 'syscall';
      return {
        where: `${syscall ? 'in a system call, with' : 'on'} P${proc.id}${proc.m === null ? '' : ` and M${proc.m}`}`,
        state: syscall ? 'syscall' : 'running',
        startFunction: proc.gFunction,
      };
    }
    if (proc.runnext === id) {
      return {
        where: `in the runnext slot of P${proc.id}: it is next there`,
        state: 'runnable',
        startFunction: proc.runnextFunction,
      };
    }
    const at = within(proc.queue, id);
    if (at >= 0) {
      const ahead = at + (proc.runnext === 0 ? 0 : 1);
      const first =
        ahead === 0
          ? 'it is next there'
          : `${several(ahead, 'goroutine')} before it${proc.runnext === 0 ? '' : ', runnext included'}`;
      return {
        where: `${ordinal(at + 1)} of ${proc.queue.length} in P${proc.id}’s own queue: ${first}`,
        state: 'runnable',
        startFunction: proc.queue.functions[at] ?? 0,
      };
    }
  }
  const lists: readonly [GoList, GoStateName, (at: number, length: number) => string][] = [
    [
      picture.global,
      'runnable',
      (at, length) => `${ordinal(at + 1)} of ${length} in the global queue`,
    ],
    [picture.syscalls, 'syscall', () => 'in a system call, without a P'],
    ...picture.groups.map((group): [GoList, GoStateName, () => string] => [
      group.list,
      'waiting',
      () =>
        `parked, with ${several(group.list.length, 'goroutine')} in all: ${waitReasons[group.reason] ?? ''}`,
    ]),
  ];
  for (const [list, state, where] of lists) {
    const at = within(list, id);
    if (at >= 0)
      return { where: where(at, list.length), state, startFunction: list.functions[at] ?? 0 };
  }
  return null;
}

const stateWords: Record<GoStateName, string> = {
  running: 'running',
  runnable: 'runnable',
  waiting: 'waiting',
  syscall: 'in a system call',
  ended: 'ended',
  unknown: 'not known',
};

function waker(now: GoNow, scene: Scene, until: number): string {
  const park = now.since;
  if (park?.name !== 'goPark') return '';
  const words = waitReasons[park.sub] ?? '';
  if (/nil chan|no cases/.test(words)) return 'Nobody: it waits for ever.';
  if (now.leaked) return 'Nobody: nothing else can reach what it waits on.';
  if (park.a === 0) {
    if (words === 'select') return 'Whoever uses one of the channels of its cases first.';
    if (words === 'IO wait') return 'The network poller, when the file or socket is ready.';
    return '';
  }
  const story = objectStory(scene.tape, park.a, until);
  if (words === 'sleep') {
    const due = story.timer?.name === 'timerSet' ? story.timer.timeNs + story.timer.b * 1000 : null;
    const left =
      due === null
        ? ''
        : due > scene.nowNs
          ? `, due in ${formatNs(due - scene.nowNs)}`
          : ', which is due';
    return `Its timer, #${park.a}${left}.`;
  }
  const holder = heldBy(story);
  if (holder && holder.g !== park.g)
    return `G${holder.g}, which holds ${objectWords(scene.tape, park.a)}, by unlocking it.`;
  const others = story.users.filter((g) => g !== park.g).map((g) => `G${g}`);
  const what = words.startsWith('chan receive')
    ? 'Whoever sends to it or closes it'
    : words.startsWith('chan send')
      ? 'Whoever receives from it'
      : words.startsWith('sync.WaitGroup')
        ? 'The last one to call Done'
        : 'Whoever releases it';
  const so =
    others.length === 0
      ? '. Nobody else has used it so far, as far as is known.'
      : `. ${listed(others)} used it so far.`;
  return `${what}${so}`;
}

function whyText(id: number, now: GoNow, spot: Spot | null, scene: Scene): string[] {
  const { since, put } = now;
  if (!since) return [];
  const ago = formatNs(Math.max(0, scene.nowNs - since.timeNs));
  switch (now.state) {
    case 'running':
      return [
        `${sentenceOf(since)} That was ${ago} ago (event ${since.seq}).`,
        'It runs until it has to wait, ends, enters a system call, or has used up its time slice of 10 ms and is asked to yield.',
      ];
    case 'runnable': {
      const how =
        since.name === 'goCreate'
          ? `It was created ${ago} ago (event ${since.seq}) and has not run yet.`
          : since.name === 'goStop'
            ? `It ran until ${ago} ago, when it ${since.sub === StopReason.gosched ? 'called Gosched' : 'was preempted'} (event ${since.seq}).`
            : since.name === 'goUnpark'
              ? `${since.b === 0 ? 'The scheduler' : `G${since.b}`} readied it ${ago} ago (event ${since.seq}).`
              : `It came back from a system call ${ago} ago and found no P (event ${since.seq}).`;
      const where = put ? [`${narrate(put)?.text ?? ''} (event ${put.seq}).`] : [];
      const busy = scene.picture?.procs.filter((proc) => proc.alive && proc.g !== 0) ?? [];
      const alive = scene.picture?.procs.filter((proc) => proc.alive).length ?? 0;
      const runs = listed(
        busy.map((proc) => `G${proc.g} on P${proc.id}`),
        8,
      );
      const others =
        spot && busy.length > 0
          ? [
              `Runnable is not running: now ${busy.length === 1 ? 'runs' : 'run'} ${runs}${busy.length === alive ? ', so no P is free' : ''}.`,
            ]
          : [];
      return [how, ...where, ...others];
    }
    case 'waiting': {
      const { rule } = waitRule(since.sub);
      const words = `It parked ${ago} ago (event ${since.seq}): ${waitReasons[since.sub] ?? ''}${since.a === 0 ? '' : `, on ${objectWords(scene.tape, since.a)}`}.`;
      return [words, ...(rule === '' ? [] : [rule])];
    }
    case 'syscall':
      return [
        `It entered the call ${ago} ago (event ${since.seq}), on M${since.m}. The system has the thread now; the scheduler only sees to it that the P is not lost.`,
      ];
    case 'ended':
      return [
        `It ended ${ago} ago (event ${since.seq}). G${id} will not be seen again: its G is used for the next go statement, under a new number.`,
      ];
    case 'unknown':
      return [];
  }
}

function leadText(id: number, now: GoNow, spot: Spot | null, scene: Scene): string {
  const state = now.state === 'unknown' && spot ? spot.state : now.state;
  const since = now.since ? ` for ${formatNs(Math.max(0, scene.nowNs - now.since.timeNs))}` : '';
  const reason = now.since?.name === 'goPark' ? `: ${waitReasons[now.since.sub] ?? ''}` : '';
  if (now.leaked) return `G${id} waits for ever${reason}.`;
  if (state === 'ended') return `G${id} has ended.`;
  if (state === 'unknown') return `Nothing is known of G${id} here.`;
  return `G${id} is ${stateWords[state]}${since}${reason}.`;
}

/** createdLine is the line of a go statement, when that is known to be one of the program. */
export function createdLine(
  place: number,
  tape: KnownEvents,
  names: ReadonlyMap<number, string>,
): number | null {
  const main = names.get(placeFunction(place))?.startsWith('main.') ?? false;
  return main || tape.inProgram(place) ? lineOf(place) : null;
}

/** explainG explains a goroutine at the scene's moment. */
export function explainG(id: number, scene: Scene): Explanation {
  const { tape, picture, names, nowNs } = scene;
  const until = tape.indexAfterTime(nowNs);
  const now = goNow(tape, id, until);
  // The picture shows the end of the events; of an earlier moment it says nothing.
  const current = picture !== null && until === tape.length;
  const spot = current ? spotOf(picture, id) : null;
  const marked = spot?.startFunction ?? now.created?.b ?? 0;
  const name = names.get(functionId(marked)) ?? '';
  const facts: Fact[] = [];
  const state = now.state === 'unknown' ? (spot?.state ?? 'unknown') : now.state;
  if (spot) facts.push({ label: 'Where', text: `${spot.where}.` });
  else if (now.state === 'running' && now.since)
    facts.push({ label: 'Where', text: `on P${now.since.p} and M${now.since.m}.` });
  const who = waker(now, scene, until);
  if (who !== '') facts.push({ label: 'Who can wake it', text: who });
  if (now.created) {
    const line = createdLine(now.created.c, tape, names);
    const by = now.created.a === 0 ? 'by the runtime' : `by G${now.created.a}`;
    facts.push({
      label: 'Created',
      text: `${by}${line === null ? '' : ` at line ${line}`}, ${formatNs(nowNs - now.created.timeNs)} ago (event ${now.created.seq})`,
    });
  }
  if (now.starts.length > 0) {
    const picks = now.starts.map((e) => `${narrate(e)?.text ?? ''} (event ${e.seq})`);
    facts.push({
      label: picks.length === 1 ? 'Last pick' : 'Last picks',
      text: `${picks.join('; ')}.`,
    });
  }
  if (isSystem(marked) || now.created?.sub === 1) {
    facts.push({
      label: 'Of the runtime',
      text: 'It belongs to the runtime itself, not to the program.',
    });
  }
  const unknown: string[] = [];
  if (!now.since)
    unknown.push(
      'Since when is not known: the event that brought it there is no longer kept, or was skipped.',
    );
  else if (!now.created && !tape.whole) unknown.push('Its creation is no longer known.');
  const stop = now.since && now.state !== 'running' ? lineOf(now.since.c) : null;
  const stops =
    now.since?.name === 'goPark' ||
    now.since?.name === 'goStop' ||
    now.since?.name === 'syscallEnter';
  return explanation({
    title: `G${id}${name === '' ? '' : ` ${shortFunction(name)}`}`,
    kind: now.leaked ? 'leaked' : stateWords[state],
    lead: leadText(id, now, spot, scene),
    why: whyText(id, now, spot, scene),
    facts,
    read: readOn(now),
    line: stops ? stop : null,
    unknown,
    seq: now.since?.seq ?? null,
  });
}

function readOn(now: GoNow) {
  switch (now.state) {
    case 'running':
      return goSources('execute', 'findRunnable');
    case 'runnable':
      return goSources('ready', 'runqput', 'findRunnable');
    case 'waiting':
      return goSources('gopark', waitRule(now.since?.sub ?? 0).read);
    case 'syscall':
      return goSources('entersyscall', 'exitsyscall');
    default:
      return goSources('goexit0');
  }
}
