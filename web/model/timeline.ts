// What the timeline shows, as pure functions: which stretch of time, which lanes, which slices of a
// lane at which pixel, and the words for a span. The view only paints it.
import { PickBranch, StopReason, waitReasons } from '../engine/event_types';
import { formatNs, shortFunction } from './format';
import { type History, type Lane, type LaneKind, type Span, SpanState } from './history';

/** View is the stretch of time that is visible. */
export interface View {
  readonly fromNs: number;
  readonly toNs: number;
}

const narrowestNs = 100;

/** zoomView makes the stretch `factor` times as long around a moment that keeps its place. */
export function zoomView(view: View, factor: number, atNs: number, endNs: number): View {
  const widest = Math.max(endNs * 1.5, narrowestNs);
  const ns = view.toNs - view.fromNs;
  const by = Math.min(widest, Math.max(narrowestNs, ns * factor)) / ns;
  return panView(
    { fromNs: atNs - (atNs - view.fromNs) * by, toNs: atNs + (view.toNs - atNs) * by },
    0,
    endNs,
  );
}

/** panView moves the stretch; some of the run always stays in sight. */
export function panView(view: View, ns: number, endNs: number): View {
  const length = view.toNs - view.fromNs;
  const fromNs = Math.min(Math.max(view.fromNs + ns, -length / 2), Math.max(0, endNs - length / 2));
  return { fromNs, toNs: fromNs + length };
}

/** fitView shows a stretch with a little room around it. */
export function fitView(fromNs: number, toNs: number): View {
  const room = Math.max((toNs - fromNs) * 0.03, narrowestNs / 2);
  return { fromNs: fromNs - room, toNs: toNs + room };
}

/** Tick is a mark of the time axis. */
export interface Tick {
  readonly ns: number;
  readonly label: string;
}

/** axisTicks are round moments of the stretch, at least `gapPx` apart. */
export function axisTicks(view: View, widthPx: number, gapPx = 90): Tick[] {
  const ns = view.toNs - view.fromNs;
  const least = (ns * gapPx) / Math.max(1, widthPx);
  const decade = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((times) => times * decade).find((one) => one >= least) ?? least;
  const [unit, size] =
    step >= 1e9 ? ['s', 1e9] : step >= 1e6 ? ['ms', 1e6] : step >= 1e3 ? ['µs', 1e3] : ['ns', 1];
  const ticks: Tick[] = [];
  const first = Math.max(0, Math.ceil(view.fromNs / step));
  for (let at = first; at * step <= view.toNs; at++) {
    const value = Math.round((at * step) / size);
    ticks.push({ ns: at * step, label: `${value.toLocaleString('en-US')} ${unit}` });
  }
  return ticks;
}

/** Slice is what is painted of a lane: one span, or several too short to tell apart. */
export interface Slice {
  readonly fromPx: number;
  readonly toPx: number;
  readonly state: number;
  /** The span; of several the first. */
  readonly span: number;
  readonly merged: boolean;
}

/** slicesOf cuts a lane into slices at least a pixel wide: no more work than there are pixels. */
export function slicesOf(history: History, lane: Lane, view: View, widthPx: number): Slice[] {
  const { spans } = history;
  const nsPerPx = (view.toNs - view.fromNs) / widthPx;
  const slices: Slice[] = [];
  let index = Math.max(0, history.indexAt(lane, view.fromNs));
  while (index < lane.length) {
    const span = lane.at(index);
    const start = spans.start(span);
    if (start >= view.toNs) break;
    const end = Math.min(spans.end(span), Math.max(history.endNs, start));
    const state = spans.state(span);
    const fromPx = Math.max(0, (start - view.fromNs) / nsPerPx);
    const toPx = Math.min(widthPx, (end - view.fromNs) / nsPerPx);
    if (end < view.fromNs) {
      index += 1;
      continue;
    }
    if (toPx - fromPx >= 1) {
      slices.push({ fromPx, toPx, state, span, merged: false });
      index += 1;
      continue;
    }
    // One that shows for less than a pixel stands for all that begin within it.
    const next = history.indexAt(lane, start + nsPerPx) + 1;
    const merged = next > index + 1;
    const last = slices.at(-1);
    if (last?.merged === true && merged && last.state === state && fromPx - last.toPx < 1) {
      slices[slices.length - 1] = { ...last, toPx: fromPx + 1 };
    } else {
      slices.push({ fromPx, toPx: fromPx + 1, state, span, merged });
    }
    index = Math.max(next, index + 1);
  }
  return slices;
}

/** TimelineLane is a row of the timeline. */
export interface TimelineLane {
  readonly id: number;
  readonly label: string;
}

type Names = ReadonlyMap<number, string>;

/** nameOfG is a goroutine with its start function. */
export function nameOfG(history: History, g: number, names: Names): string {
  const name = names.get(history.facts(g)?.startFunction ?? 0) ?? '';
  return name === '' ? `G${g}` : `G${g} ${shortFunction(name)}`;
}

/** lanesOf are the rows by P, M or G; the runtime's own goroutines only when asked for. */
export function lanesOf(
  history: History,
  kind: LaneKind,
  procs: number,
  system: boolean,
  names: Names,
): TimelineLane[] {
  if (kind === 'g') {
    return history
      .laneIds('g')
      .filter((g) => system || history.facts(g)?.system !== true)
      .map((g) => ({ id: g, label: nameOfG(history, g, names) }));
  }
  const ids = new Set(history.laneIds(kind));
  if (kind === 'p') for (let p = 0; p < procs; p++) ids.add(p);
  const letter = kind === 'p' ? 'P' : 'M';
  return [...ids].sort((a, b) => a - b).map((id) => ({ id, label: `${letter}${id}` }));
}

/** findGoroutine is the first whose number or start function a search means, after `after`. */
export function findGoroutine(
  history: History,
  text: string,
  names: Names,
  after = 0,
): number | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return null;
  const number = /^g?(\d+)$/.exec(wanted)?.[1];
  if (number !== undefined) return history.facts(Number(number)) ? Number(number) : null;
  const found = history
    .laneIds('g')
    .filter((g) => nameOfG(history, g, names).toLowerCase().includes(wanted));
  return found.find((g) => g > after) ?? found[0] ?? null;
}

const pickWords: Record<keyof typeof PickBranch, string> = {
  none: '',
  runnext: 'picked from runnext',
  local: 'picked from the head of the P’s own queue',
  global61: 'picked from the global queue, looked at on every 61st tick',
  globalBatch: 'picked from the global queue: the own one was empty',
  netpoll: 'found ready by the network poller',
  stolen: 'stolen from another P’s queue',
  stolenRunnext: 'stolen from another P’s runnext',
  timerSteal: 'readied by a timer of another P',
  idleRecheckGlobal: 'found in the global queue just before going idle',
  gcWorker: 'picked to mark for the garbage collector',
  locked: 'it is locked to this M',
  syscallFast: 'back from its system call with its P',
  syscallIdleP: 'back from its system call on an idle P',
  parkRefused: 'it need not wait after all',
  coroSwitch: 'switched to directly',
};

const stopWords: Record<keyof typeof StopReason, string> = {
  gosched: 'it called Gosched',
  preemptedCooperative: 'preempted at a function call or loop',
  preemptedAsync: 'preempted inside a loop',
  goyield: 'it let another go first',
};

function look<K extends string>(words: Record<K, string>, table: Record<K, number>, n: number) {
  const name = (Object.keys(table) as K[]).find((key) => table[key] === n);
  return name === undefined ? '' : words[name];
}

const by = (g: number): string => (g === 0 ? 'by the scheduler' : `by G${g}`);

/** whySpan says in a few words why a span began, or what is waited for. */
export function whySpan(span: Span): string {
  switch (span.state) {
    case 'running':
      return look(pickWords, PickBranch, span.sub);
    case 'waiting':
      return waitReasons[span.sub] ?? '';
    case 'gc':
      return 'marks for the garbage collector';
    case 'spinning':
      return 'looks for work at the other Ps';
    case 'syscall':
      return span.p === null && span.continued ? 'its P was taken' : '';
    case 'runnable':
      break;
  }
  switch (span.cause) {
    case 'create':
      return `created ${by(span.by)}`;
    case 'wake':
      return `readied ${by(span.by)}: ${waitReasons[span.sub] ?? ''}`;
    case 'stop':
      return look(stopWords, StopReason, span.sub);
    case 'steal':
      return 'stolen into this queue';
    case 'move':
      return span.p === null && !span.inGlobalQueue
        ? 'put aside while the collector marks'
        : 'moved to another queue';
    case 'syscall':
      return 'back from a system call; no P was free';
    case 'none':
      return '';
  }
}

/** whereSpan names the P and M of a span, or its queue. */
export function whereSpan(span: Span): string {
  if (span.inGlobalQueue) return 'global queue';
  const p = span.p === null ? '' : `P${span.p}`;
  if (span.state === 'runnable') return p === '' ? '' : `queue of ${p}`;
  const m = span.m === null ? '' : `M${span.m}`;
  return [p, m].filter((one) => one !== '').join(', ');
}

/** stateTitles are the states as the page writes them. */
export const stateTitles: Record<Span['state'], string> = {
  running: 'running',
  runnable: 'runnable',
  waiting: 'waiting',
  syscall: 'in a system call',
  gc: 'GC worker',
  spinning: 'spinning',
};

/** lengthOf is a span's length as far as it is known. */
export function lengthOf(history: History, span: Span): string {
  const ns = (span.endNs ?? Math.max(history.endNs, span.startNs)) - span.startNs;
  const marks = `${span.endNs === null ? ' so far' : ''}${span.lost || span.late ? ' at least' : ''}`;
  return `${formatNs(ns)}${marks}`;
}

/** spanLines are a span in plain words, a line each. */
export function spanLines(history: History, span: Span, names: Names): string[] {
  const who = span.g === 0 ? `M${span.m ?? ''}` : nameOfG(history, span.g, names);
  const where = whereSpan(span);
  return [
    `${who} · ${stateTitles[span.state]}${where === '' ? '' : ` · ${where}`}`,
    `${lengthOf(history, span)} from ${formatNs(span.startNs)}`,
    whySpan(span),
  ].filter((line) => line !== '');
}

/** visibleSpans are the spans of some lanes in a stretch of time, in order, `max` at most. */
export function visibleSpans(
  history: History,
  kind: LaneKind,
  lanes: readonly TimelineLane[],
  view: View,
  max: number,
): {
  readonly spans: readonly { readonly lane: TimelineLane; readonly id: number }[];
  readonly cut: boolean;
} {
  const found: { lane: TimelineLane; id: number }[] = [];
  for (const row of lanes) {
    const lane = history.lane(kind, row.id);
    if (!lane) continue;
    for (let at = Math.max(0, history.indexAt(lane, view.fromNs)); at < lane.length; at++) {
      const id = lane.at(at);
      if (history.spans.start(id) > view.toNs) break;
      if (history.spans.end(id) < view.fromNs) continue;
      found.push({ lane: row, id });
      if (found.length > max) break;
    }
    if (found.length > max) break;
  }
  const cut = found.length > max;
  if (cut) found.length = max;
  found.sort((a, b) => history.spans.start(a.id) - history.spans.start(b.id));
  return { spans: found, cut };
}

/** firstOfWait is the runnable span with which the wait before a running span began; -1: none. */
export function firstOfWait(history: History, running: number): number {
  const lane = history.facts(history.spans.g(running))?.lane;
  if (!lane) return -1;
  const at = lane.indexOf(running) - 1;
  const id = lane.at(at);
  return id >= 0 && history.spans.state(id) === SpanState.runnable ? id : -1;
}

export type TimelineKey =
  'zoomIn' | 'zoomOut' | 'left' | 'right' | 'fit' | 'next' | 'previous' | 'search' | 'clear';

const keyCodes: Readonly<Record<string, TimelineKey>> = {
  KeyW: 'zoomIn',
  KeyS: 'zoomOut',
  KeyA: 'left',
  KeyD: 'right',
  KeyF: 'fit',
  Period: 'next',
  Comma: 'previous',
  Slash: 'search',
  Escape: 'clear',
};

/** timelineKey reads a key by its place on the keyboard; null when it is not the timeline's. */
export function timelineKey(event: {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}): TimelineKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
  return keyCodes[event.code] ?? null;
}
