// The goroutine table: which goroutines a filter lets through, in which order, and what a row of it
// says. Of a hundred thousand only the rows in view are put into words.
import { StopReason, SyscallKind, waitReasons } from '../engine/event_types';
import { functionId } from '../engine/picture';
import type { GoFacts, GoState, History, Span } from './history';
import { createdLine } from './explain_g';
import type { KnownEvents } from './known_events';
import { lineNow } from './source_places';

export const columns = [
  'g',
  'function',
  'state',
  'since',
  'on',
  'running',
  'runnable',
  'waiting',
  'syscall',
  'runs',
  'longest',
  'parent',
] as const;
export type Column = (typeof columns)[number];

export interface Sort {
  readonly column: Column;
  readonly down: boolean;
}

/** Shown: which goroutines are wanted, by their state. */
export const shownStates = [
  'alive',
  'running',
  'runnable',
  'waiting',
  'syscall',
  'leaked',
  'ended',
  'all',
] as const;
export type ShownState = (typeof shownStates)[number];

export interface GoFilter {
  readonly shown: ShownState;
  /** "g 17", "by g 3", "p 2", "line 9", or a part of the function, the state or the reason. */
  readonly text: string;
  /** Goroutines of the runtime itself, too. */
  readonly system: boolean;
}

export type Names = ReadonlyMap<number, string>;

/** GoRow is a goroutine as the table shows it. */
export interface GoRow {
  readonly id: number;
  readonly name: string;
  readonly system: boolean;
  readonly state: GoState;
  readonly leaked: boolean;
  /** Why it is in that state, where that is more than the state says. */
  readonly why: string;
  /** How long it has been so, or lived; null: not known. */
  readonly sinceNs: number | null;
  readonly on: string;
  readonly runningNs: number;
  readonly runnableNs: number;
  readonly waitingNs: number;
  readonly syscallNs: number;
  readonly runs: number;
  /** The longest it was runnable and did not run. */
  readonly longestNs: number;
  readonly parent: number;
  /** The line of its go statement, when that is one of the program. */
  readonly line: number | null;
}

const stopWords: Record<number, string> = {
  [StopReason.gosched]: 'called Gosched',
  [StopReason.preemptedCooperative]: 'preempted',
  [StopReason.preemptedAsync]: 'preempted',
  [StopReason.goyield]: 'yielded',
};

const callWords: Record<number, string> = {
  [SyscallKind.write]: 'write',
  [SyscallKind.read]: 'read',
  [SyscallKind.sleep]: 'sleep',
};

function nameOf(facts: GoFacts, names: Names): string {
  return names.get(functionId(facts.startFunction)) ?? '';
}

function reasonOf(span: Span | null): string {
  if (!span) return '';
  switch (span.state) {
    case 'waiting':
      return waitReasons[span.sub] ?? '';
    case 'syscall':
      return callWords[span.sub] ?? '';
    case 'runnable':
      if (span.cause === 'create') return 'new';
      if (span.cause === 'stop') return stopWords[span.sub] ?? '';
      return span.cause === 'wake' ? 'readied' : '';
    default:
      return '';
  }
}

function placeOf(span: Span | null): string {
  if (!span) return '';
  if (span.state === 'runnable') {
    if (span.inGlobalQueue) return 'global';
    return span.p === null ? '' : `P${span.p} queue`;
  }
  const p = span.p === null ? '' : `P${span.p}`;
  const m = span.m === null ? '' : `M${span.m}`;
  return [p, m].filter((one) => one !== '').join(' ');
}

// Since when it is in its state: what only moved it from queue to queue is not the beginning.
function sinceOf(history: History, facts: GoFacts): number | null {
  const { lane } = facts;
  let index = lane.length - 1;
  let span = history.span(lane.at(index));
  while (span?.continued && index > 0) {
    index -= 1;
    span = history.span(lane.at(index));
  }
  if (!span || span.late || span.continued) return null;
  return history.endNs - span.startNs;
}

/** rowOf puts a goroutine into words and numbers. */
export function rowOf(history: History, facts: GoFacts, names: Names, tape: KnownEvents): GoRow {
  const { state, span } = history.stateOf(facts);
  const ended = state === 'ended';
  const wait = history.longestWait(facts);
  return {
    id: facts.id,
    name: nameOf(facts, names),
    system: facts.system,
    state,
    leaked: facts.leaked && !ended,
    why: ended ? '' : reasonOf(span),
    sinceNs: ended ? history.endNs - (facts.endedNs ?? 0) : sinceOf(history, facts),
    on: ended ? '' : placeOf(span),
    runningNs: history.totalOf(facts, 'running'),
    runnableNs: history.totalOf(facts, 'runnable'),
    waitingNs: history.totalOf(facts, 'waiting'),
    syscallNs: history.totalOf(facts, 'syscall'),
    runs: facts.runs,
    longestNs: wait ? wait.endNs - wait.startNs : 0,
    parent: facts.parent,
    line: createdLine(facts.createdAt, tape, names),
  };
}

/** Query is a text taken apart. */
interface Query {
  readonly id: number | null;
  readonly parent: number | null;
  readonly p: number | null;
  /** The line it is at. */
  readonly line: number | null;
  readonly words: string;
}

/** parseQuery reads what was typed: "g 17", "by g3", "p 2", "line 9", anything else is searched for. */
export function parseQuery(text: string): Query {
  const words = text.trim().toLowerCase();
  const number = (pattern: RegExp): number | null => {
    const found = pattern.exec(words)?.[1];
    return found === undefined ? null : Number(found);
  };
  const id = number(/^(?:g\s*)?(\d+)$/);
  const parent = number(/^(?:created )?by g?\s*(\d+)$/);
  const p = number(/^p\s*(\d+)$/);
  const line = number(/^line\s*(\d+)$/);
  return { id, parent, p, line, words: (id ?? parent ?? p ?? line) === null ? words : '' };
}

function stateWanted(history: History, facts: GoFacts, shown: ShownState): boolean {
  if (shown === 'all') return true;
  if (facts.endedNs !== null) return shown === 'ended';
  if (shown === 'alive') return true;
  if (shown === 'leaked') return facts.leaked;
  const { state } = history.stateOf(facts);
  return state === shown || (shown === 'running' && state === 'gc');
}

function queryWanted(history: History, facts: GoFacts, names: Names, query: Query): boolean {
  if (query.id !== null) return facts.id === query.id;
  if (query.parent !== null) return facts.parent === query.parent;
  if (query.line !== null) return lineNow(history, facts) === query.line;
  if (query.p === null && query.words === '') return true;
  const { state, span } = history.stateOf(facts);
  if (query.p !== null) return state !== 'ended' && span?.p === query.p;
  return (
    nameOf(facts, names).toLowerCase().includes(query.words) ||
    state.includes(query.words) ||
    reasonOf(span).toLowerCase().includes(query.words)
  );
}

// What a column sorts by.
function keyOf(history: History, facts: GoFacts, names: Names, column: Column): number | string {
  switch (column) {
    case 'g':
      return facts.id;
    case 'function':
      return nameOf(facts, names);
    case 'state': {
      const { state, span } = history.stateOf(facts);
      return `${state} ${reasonOf(span)}`;
    }
    case 'since':
      return sinceOf(history, facts) ?? -1;
    case 'on': {
      const { span } = history.stateOf(facts);
      return span?.p ?? (span?.inGlobalQueue ? 0xfffe : 0xffff);
    }
    case 'running':
    case 'runnable':
    case 'waiting':
    case 'syscall':
      return history.totalOf(facts, column);
    case 'runs':
      return facts.runs;
    case 'longest': {
      const wait = history.longestWait(facts);
      return wait ? wait.endNs - wait.startNs : -1;
    }
    case 'parent':
      return facts.parent;
  }
}

/** selectRows are the goroutines a filter lets through, sorted; equal ones by their number. */
export function selectRows(
  history: History,
  names: Names,
  filter: GoFilter,
  sort: Sort,
): GoFacts[] {
  const query = parseQuery(filter.text);
  const found: { facts: GoFacts; key: number | string }[] = [];
  for (const facts of history.goroutines()) {
    // Somebody who names a goroutine wants to see it, whatever it is.
    if (query.id === null) {
      if (!filter.system && facts.system) continue;
      if (!stateWanted(history, facts, filter.shown)) continue;
    }
    if (!queryWanted(history, facts, names, query)) continue;
    found.push({ facts, key: keyOf(history, facts, names, sort.column) });
  }
  const sign = sort.down ? -1 : 1;
  found.sort((a, b) => {
    const order =
      typeof a.key === 'string' || typeof b.key === 'string'
        ? String(a.key).localeCompare(String(b.key))
        : a.key - b.key;
    return order === 0 ? a.facts.id - b.facts.id : sign * order;
  });
  return found.map(({ facts }) => facts);
}
