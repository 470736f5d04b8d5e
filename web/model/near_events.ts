// Questions about what lay around an event: how long a queue was, what a search had tried, when a
// goroutine had become runnable. Each answers null when the events do not tell.
import { EventType, PickBranch, PutWhy } from '../engine/event_types';
import type { EventRecord } from '../engine/records';
import type { KnownEvents } from './known_events';

/** How far back a search goes: farther away than that, nothing explains an event any more. */
const searchMax = 60_000;

const madeRunnable: ReadonlySet<number> = new Set([
  EventType.goCreate,
  EventType.goUnpark,
  EventType.goStop,
  EventType.syscallExit,
]);

const queued: ReadonlySet<number> = new Set([
  EventType.runqPut,
  EventType.globrunqPut,
  EventType.goDisabled,
]);

/** before is the latest record of a type before `index`, with whatever else is wanted of it. */
export function before(
  tape: KnownEvents,
  index: number,
  type: number,
  wanted: (at: number) => boolean = () => true,
): EventRecord | null {
  const found = tape.lastBefore(index, (at) => tape.type(at) === type && wanted(at), searchMax);
  return found < 0 ? null : tape.at(found);
}

/** runnableSince is the event that made a goroutine runnable for the pick at `index`. */
export function runnableSince(tape: KnownEvents, index: number, g: number): EventRecord | null {
  const found = tape.lastBefore(
    index,
    (at) =>
      tape.g(at) === g && (madeRunnable.has(tape.type(at)) || tape.type(at) === EventType.goStart),
    searchMax,
  );
  if (found < 0 || !madeRunnable.has(tape.type(found))) return null;
  return tape.at(found);
}

/** putBefore is the event that put a goroutine where the pick at `index` found it. */
export function putBefore(tape: KnownEvents, index: number, g: number): EventRecord | null {
  const found = tape.lastBefore(
    index,
    (at) => tape.g(at) === g && (queued.has(tape.type(at)) || tape.type(at) === EventType.goStart),
    searchMax,
  );
  if (found < 0 || !queued.has(tape.type(found))) return null;
  return tape.at(found);
}

/** sliceStart is where the time slice the goroutine on P has at `index` began. */
export function sliceStart(tape: KnownEvents, index: number, p: number): EventRecord | null {
  return before(tape, index, EventType.goStart, (at) => tape.p(at) === p && tape.c(at) === 0);
}

/** lastStart is the goroutine's latest pick before `index`. */
export function lastStart(tape: KnownEvents, index: number, g: number): EventRecord | null {
  return before(tape, index, EventType.goStart, (at) => tape.g(at) === g);
}

/**
 * queueLength is the length of P's own queue before the event at `index`: that of the last put, which
 * carries it, and what was taken since.
 */
export function queueLength(tape: KnownEvents, index: number, p: number): number | null {
  let taken = 0;
  const stop = Math.max(0, index - searchMax);
  for (let at = index - 1; at >= stop; at--) {
    switch (tape.type(at)) {
      case EventType.runqPut: {
        if (tape.p(at) !== p) break;
        const length = tape.a(at) + (tape.c(at) === 0 ? 1 : 0) - taken;
        return length >= 0 && tape.knownBetween(tape.seq(at), tape.seq(index - 1)) ? length : null;
      }
      case EventType.goStart:
        if (tape.p(at) !== p) break;
        if (tape.sub(at) === PickBranch.local) taken += 1;
        // Its way led past the queue: another M had picked it.
        if (tape.sub(at) === PickBranch.locked) return null;
        break;
      case EventType.steal:
        if (tape.a(at) === p && tape.sub(at) === 0) taken += tape.b(at);
        break;
      case EventType.runqOverflow:
        if (tape.p(at) === p) taken += tape.a(at) - 1;
        break;
      case EventType.goDisabled:
      case EventType.procsChange:
        return null;
      case EventType.globrunqPut:
        if (tape.sub(at) === PutWhy.workerMoved) return null;
        break;
    }
  }
  return taken === 0 && stop === 0 && tape.whole ? 0 : null;
}

/** globalLength is the length of the global queue before the event at `index`. */
export function globalLength(tape: KnownEvents, index: number): number | null {
  let put = 0;
  const stop = Math.max(0, index - searchMax);
  for (let at = index - 1; at >= stop; at--) {
    const type = tape.type(at);
    if (type === EventType.globrunqPut) put += 1;
    if (type === EventType.globrunqGet) {
      return tape.knownBetween(tape.seq(at), tape.seq(index - 1)) ? tape.b(at) + put : null;
    }
  }
  return stop === 0 && tape.whole ? put : null;
}

/** Search is what an M had tried when it found something, or gave up. */
export interface Search {
  /** When it began to spin, or was woken to do so; null when that is not known. */
  readonly began: EventRecord | null;
  /** Looks at other Ps that found nothing, oldest first. */
  readonly tries: readonly EventRecord[];
}

/** searchBefore gathers the search of M that the event at `index` ended. */
export function searchBefore(tape: KnownEvents, index: number, m: number): Search {
  const tries: EventRecord[] = [];
  const stop = Math.max(0, index - searchMax);
  for (let at = index - 1; at >= stop; at--) {
    const type = tape.type(at);
    if (type === EventType.mUnpark && tape.a(at) === m) {
      return { began: tape.sub(at) === 1 ? tape.at(at) : null, tries: tries.reverse() };
    }
    if (tape.m(at) !== m) continue;
    if (type === EventType.stealTry) tries.push(tape.at(at));
    if (type === EventType.spinStart) return { began: tape.at(at), tries: tries.reverse() };
    if (type === EventType.mStart) {
      return { began: tape.sub(at) === 1 ? tape.at(at) : null, tries: tries.reverse() };
    }
    if (type === EventType.goStart || type === EventType.mPark || type === EventType.spinStop)
      break;
  }
  return { began: null, tries: tries.reverse() };
}

/** after is the first record after `index` that is wanted, looking at so many at most. */
export function after(
  tape: KnownEvents,
  index: number,
  wanted: (at: number) => boolean,
  limit = 5_000,
): EventRecord | null {
  const stop = Math.min(tape.length, index + 1 + limit);
  for (let at = index + 1; at < stop; at++) if (wanted(at)) return tape.at(at);
  return null;
}
