// History: what happened, as spans. It folds the event records into what each goroutine, P and M did
// from when to when; timeline, goroutine table and latency figures are read from it.
//
// A span is one state of one goroutine. Running ones lie in the lanes of their P and M as well, and a
// syscall in that of its M, and of its P while it still has it; an M that looks for work has spans of
// its own without a goroutine. What is known only from spans can be taken back, so going back in a
// simulated run (cut) undoes events exactly.
//
// Where events are missing every open span ends as `lost`, and nothing is said of a lane until an
// event does.
import { PickBranch } from '../engine/event_types';
import { functionId, isSystem } from '../engine/picture';
import { noId, recordBytes, recordCount } from '../engine/records';
import { HistoryFold } from './history/fold';
import type { GoFacts, GoState } from './history/facts';
import type { Lane, Series } from './history/lanes';
import {
  Cause,
  type CauseName,
  causeNames,
  Flag,
  globalQueue,
  nowhere,
  SpanState,
  type SpanStateName,
  stateNames,
} from './history/spans';

export { GoFacts, type GoState } from './history/facts';
export { type Lane, type Series } from './history/lanes';
export { Cause, Flag, globalQueue, nowhere, SpanState, type SpanStateName } from './history/spans';

export type LaneKind = 'p' | 'm' | 'g';

/** Span is one row of the history, for reading; what is drawn reads the columns itself. */
export interface Span {
  readonly id: number;
  readonly state: SpanStateName;
  /** 0: an M without a goroutine. */
  readonly g: number;
  readonly m: number | null;
  /** The P it runs on, or whose queue it is in; null: none. */
  readonly p: number | null;
  /** It is in the global queue. */
  readonly inGlobalQueue: boolean;
  readonly startNs: number;
  /** null: it is still open. */
  readonly endNs: number | null;
  /** The event that began it, and the one that ended it. */
  readonly seq: number;
  readonly endSeq: number | null;
  /** running: PickBranch; waiting: WaitReason; syscall: SyscallKind; gc: GcWorkerMode; runnable: the
      WaitReason it had (cause wake) or the StopReason (cause stop). */
  readonly sub: number;
  readonly cause: CauseName;
  /** Who created or readied it; 0: the scheduler. */
  readonly by: number;
  /** What it waits on, or waited on; running and stolen: the victim P. */
  readonly object: number;
  /** Source place: function id << 16 | line; 0: none. */
  readonly place: number;
  /** It goes on with what the span before was: only its P, queue or account changed. */
  readonly continued: boolean;
  /** Events are missing after it (its end is not known), or before it (its beginning is not). */
  readonly lost: boolean;
  readonly late: boolean;
}

/** Wait is a time somebody was runnable and did not run. */
export interface Wait {
  readonly g: number;
  readonly startNs: number;
  readonly endNs: number;
  /** The P it ran on at last, or whose queue it is in; null: none. */
  readonly p: number | null;
  /** Its last span. */
  readonly span: number;
}

/** Arrow leads from what one goroutine did to what that began. */
export interface Arrow {
  readonly kind: 'create' | 'wake' | 'steal';
  readonly ns: number;
  readonly seq: number;
  /** The running span of who did it; -1: the scheduler, or it is not kept. */
  readonly from: number;
  /** The goroutine that did it; 0: the scheduler. A steal: the stolen one. */
  readonly by: number;
  /** The runnable span it began. */
  readonly to: number;
  readonly g: number;
  /** A steal: from which P's queue to which P. */
  readonly fromP: number | null;
  readonly toP: number | null;
}

/** Band is a stretch of the whole machine. */
export interface Band {
  readonly kind: 'gc' | 'stw';
  readonly startNs: number;
  /** null: not over yet. */
  readonly endNs: number | null;
  /** stw: StwReason. */
  readonly why: number;
}

/** Gap is a stretch of which events are missing. */
export interface Gap {
  readonly startNs: number;
  readonly endNs: number;
  readonly events: number;
}

export class History extends HistoryFold {
  /** take folds the next records in; `skipped` events before them are missing. */
  take(bytes: Uint8Array, skipped = 0): void {
    const count = recordCount(bytes);
    if (count === 0) {
      if (skipped > 0) this.skip(skipped);
      return;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, count * recordBytes);
    if (skipped > 0) this.gap(skipped, Number(view.getBigInt64(8, true)));
    for (let at = 0; at < count * recordBytes; at += recordBytes) {
      const e = this.event;
      e.seq = view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
      // What was taken before may come again after going back.
      if (e.seq <= this.lastSeq) continue;
      e.timeNs = view.getUint32(at + 8, true) + view.getInt32(at + 12, true) * 2 ** 32;
      e.g = view.getUint32(at + 16, true);
      e.m = view.getUint16(at + 20, true);
      e.p = view.getUint16(at + 22, true);
      e.type = view.getUint8(at + 24);
      e.sub = view.getUint8(at + 25);
      e.a = view.getUint32(at + 28, true);
      e.b = view.getUint32(at + 32, true);
      e.c = view.getUint32(at + 36, true);
      this.apply();
    }
    this.changed();
  }

  // --- Lanes ---

  /** laneIds are the Ps, Ms or Gs that have a lane, by rising number. */
  laneIds(kind: LaneKind): number[] {
    const lanes: ReadonlyMap<number, unknown> = { p: this.ps, m: this.ms, g: this.gs }[kind];
    return [...lanes.keys()].sort((a, b) => a - b);
  }

  /** lane is the spans of one P, M or G, oldest first; they rise in time. */
  lane(kind: LaneKind, id: number): Lane | undefined {
    return kind === 'g' ? this.gs.get(id)?.lane : { p: this.ps, m: this.ms }[kind].get(id);
  }

  /** indexAt is the index of the lane's last span that begins at or before a moment; -1: none does. */
  indexAt(lane: Lane, ns: number): number {
    let low = 0;
    let high = lane.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.spans.start(lane.at(middle)) <= ns) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** spanAt is the lane's span at a moment, null where there is none. */
  spanAt(kind: LaneKind, id: number, ns: number): Span | null {
    const lane = this.lane(kind, id);
    if (!lane) return null;
    const found = lane.at(this.indexAt(lane, ns));
    return found >= 0 && this.spans.end(found) >= ns ? this.span(found) : null;
  }

  /** span is a row for reading, null when it is not kept. */
  span(id: number): Span | null {
    const { spans } = this;
    if (!spans.has(id)) return null;
    const m = spans.m(id);
    const p = spans.p(id);
    const end = spans.end(id);
    const flags = spans.flags(id);
    return {
      id,
      state: stateNames[spans.state(id)] ?? 'running',
      g: spans.g(id),
      m: m === noId ? null : m,
      p: p >= globalQueue ? null : p,
      inGlobalQueue: p === globalQueue,
      startNs: spans.start(id),
      endNs: end === Infinity ? null : end,
      seq: spans.seq(id),
      endSeq: end === Infinity ? null : spans.endSeq(id),
      sub: spans.sub(id),
      cause: causeNames[spans.cause(id)] ?? 'none',
      by: spans.by(id),
      object: spans.object(id),
      place: spans.place(id),
      continued: (flags & Flag.continued) !== 0,
      lost: (flags & Flag.lost) !== 0,
      late: (flags & Flag.late) !== 0,
    };
  }

  // --- Goroutines ---

  /** learn takes in start functions that are known from elsewhere: the creation may be missing. */
  learn(ids: ArrayLike<number>, functions: ArrayLike<number>): void {
    for (let index = 0; index < ids.length; index++) {
      const facts = this.gs.get(ids[index] ?? 0);
      const marked = functions[index] ?? 0;
      if (facts?.startFunction !== 0) continue;
      facts.startFunction = functionId(marked);
      facts.system ||= isSystem(marked);
    }
  }

  /** goroutineCount counts those kept, ended ones included. */
  get goroutineCount(): number {
    return this.gs.size;
  }

  /** goroutines are all that are kept, in the order they were heard of. */
  goroutines(): Iterable<GoFacts> {
    return this.gs.values();
  }

  /** facts are those of one goroutine. */
  facts(g: number): GoFacts | undefined {
    return this.gs.get(g);
  }

  /** stateOf is a goroutine's state now, with the span that says so (null: none is kept). */
  stateOf(facts: GoFacts): { readonly state: GoState; readonly span: Span | null } {
    const span = this.span(facts.lane.last);
    if (facts.endedNs !== null) return { state: 'ended', span };
    if (!span || span.lost || span.state === 'spinning') return { state: 'unknown', span: null };
    return { state: span.state, span };
  }

  /** totalOf is a goroutine's time in a state up to now, the open span included. */
  totalOf(facts: GoFacts, state: Exclude<SpanStateName, 'spinning'>): number {
    const open = facts.lane.last;
    let ns = facts.total(state);
    if (open < 0 || this.spans.end(open) < Infinity) return ns;
    const now = this.spans.state(open);
    const same = SpanState[state] === now || (state === 'running' && now === SpanState.gc);
    if (same) ns += Math.max(0, this.endNs - this.spans.start(open));
    return ns;
  }

  // --- Waiting for a P ---

  /** longestWait is the longest time a goroutine was runnable, the present one included. */
  longestWait(facts: GoFacts): Wait | null {
    const { lane } = facts;
    const open = lane.length - 1;
    const span = lane.at(open);
    let longest = this.waitAt(facts, lane.indexOf(facts.longestWaitSpan));
    if (span >= 0 && this.spans.end(span) === Infinity) {
      const now = this.waitAt(facts, open);
      const ns = longest ? longest.endNs - longest.startNs : -1;
      if (now && now.endNs - now.startNs > ns) longest = now;
    }
    return longest;
  }

  /** waits are all times somebody was runnable until it ran, that are kept and known; unsorted. */
  waits(): Float64Array {
    const waits: number[] = [];
    for (const facts of this.gs.values()) {
      const { lane } = facts;
      for (let index = 0; index < lane.length; index++) {
        if (!this.waitEnds(facts, index)) continue;
        const startNs = this.waitStart(facts, index);
        if (startNs !== null) waits.push(this.spans.end(lane.at(index)) - startNs);
      }
    }
    return Float64Array.from(waits);
  }

  /** longestWaits are the longest waits of all goroutines, one of each at most, longest first. */
  longestWaits(count: number): Wait[] {
    const found: Wait[] = [];
    let least = -1;
    for (const facts of this.gs.values()) {
      const wait = this.longestWait(facts);
      if (!wait || (found.length >= count && wait.endNs - wait.startNs <= least)) continue;
      found.push(wait);
      found.sort((a, b) => b.endNs - b.startNs - (a.endNs - a.startNs));
      if (found.length > count) found.pop();
      const last = found.at(-1);
      if (last) least = last.endNs - last.startNs;
    }
    return found;
  }

  /** ranOn says who ran on a P in a stretch of time and for how long, longest first. */
  ranOn(p: number, fromNs: number, toNs: number): { readonly g: number; readonly ns: number }[] {
    const lane = this.ps.get(p);
    const times = new Map<number, number>();
    if (!lane) return [];
    for (let index = Math.max(0, this.indexAt(lane, fromNs)); index < lane.length; index++) {
      const id = lane.at(index);
      const start = this.spans.start(id);
      if (start >= toNs) break;
      const g = this.spans.g(id);
      const ns = Math.min(this.spans.end(id), toNs) - Math.max(start, fromNs);
      if (g > 0 && ns > 0) times.set(g, (times.get(g) ?? 0) + ns);
    }
    return [...times].map(([g, ns]) => ({ g, ns })).sort((a, b) => b.ns - a.ns);
  }

  // The lane's span is a runnable one at whose end the goroutine ran.
  private waitEnds(facts: GoFacts, index: number): boolean {
    const id = facts.lane.at(index);
    if (this.spans.state(id) !== SpanState.runnable || this.spans.end(id) === Infinity)
      return false;
    const after = facts.lane.at(index + 1);
    return after >= 0 && this.spans.state(after) === SpanState.running;
  }

  private waitAt(facts: GoFacts, index: number): Wait | null {
    const id = facts.lane.at(index);
    if (id < 0 || this.spans.state(id) !== SpanState.runnable) return null;
    const startNs = this.waitStart(facts, index);
    if (startNs === null) return null;
    const after = facts.lane.at(index + 1);
    const ran = after >= 0 && this.spans.state(after) === SpanState.running;
    const p = this.spans.p(ran ? after : id);
    const endNs = Math.min(this.spans.end(id), this.endNs);
    return { g: facts.id, startNs, endNs, p: p >= globalQueue ? null : p, span: id };
  }

  // --- Queues, bands, gaps ---

  /** queue is the length of a P's queue over time, its next goroutine included. */
  queue(which: number | 'global'): Series | undefined {
    return this.queues.get(which === 'global' ? globalQueue : which);
  }

  /** bands are collections and stops of the world, in order. */
  get bands(): readonly Band[] {
    return this.foldedBands;
  }

  /** gaps are the stretches of which events are missing, in order. */
  get gaps(): readonly Gap[] {
    return this.foldedGaps;
  }

  // --- Arrows ---

  /** arrowOf is what began a span, null when that was nobody's doing. */
  arrowOf(id: number): Arrow | null {
    const { spans } = this;
    if (!spans.has(id)) return null;
    const cause = spans.cause(id);
    const ns = spans.start(id);
    const seq = spans.seq(id);
    const g = spans.g(id);
    if (cause === Cause.create || cause === Cause.wake) {
      const by = spans.by(id);
      const kind = cause === Cause.create ? 'create' : 'wake';
      return { kind, ns, seq, from: this.runningAt(by, ns), by, to: id, g, fromP: null, toP: null };
    }
    // Stolen into the thief's queue, or to be run by it at once.
    const stolen = spans.state(id) === SpanState.running && isStolen(spans.sub(id));
    if (cause !== Cause.steal && !stolen) return null;
    const lane = this.gs.get(g)?.lane;
    const before = lane ? lane.at(lane.indexOf(id) - 1) : -1;
    const fromP = stolen ? spans.object(id) : before >= 0 ? spans.p(before) : nowhere;
    return {
      kind: 'steal',
      ns,
      seq,
      from: before,
      by: g,
      to: id,
      g,
      fromP: fromP >= globalQueue ? null : fromP,
      toP: spans.p(id),
    };
  }

  // The running span a goroutine is in, or was in just before.
  private runningAt(g: number, ns: number): number {
    const lane = this.gs.get(g)?.lane;
    if (!lane) return -1;
    for (let index = this.indexAt(lane, ns); index >= 0; index--) {
      const id = lane.at(index);
      if (this.spans.end(id) < ns) return -1;
      const state = this.spans.state(id);
      if (state === SpanState.running || state === SpanState.gc) return id;
    }
    return -1;
  }
}

function isStolen(pick: number): boolean {
  return pick === PickBranch.stolen || pick === PickBranch.stolenRunnext;
}
