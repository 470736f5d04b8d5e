// What a history holds, and the few ways it changes: a span begins, a span ends, a queue grows, events
// are missing, the oldest is given up. The folding of events and going back are made of these.
import { EventType } from '../../engine/event_types';
import { noId } from '../../engine/records';
import { GoFacts } from './facts';
import { Lane, Series } from './lanes';
import { Flag, nowhere, type SpanFields, Spans, SpanState } from './spans';

/** HistoryLimits bound what is kept. */
export interface HistoryLimits {
  readonly spansMax: number;
  readonly goroutinesMax: number;
}

const defaultLimits: HistoryLimits = { spansMax: 2_000_000, goroutinesMax: 200_000 };

interface FoldedBand {
  readonly kind: 'gc' | 'stw';
  readonly startNs: number;
  readonly seq: number;
  endNs: number | null;
  endSeq: number;
  readonly why: number;
}

// A span that ended and was followed by none of the same goroutine: how to take that back.
interface Closing {
  readonly id: number;
  readonly seq: number;
}

const closingsMax = 1 << 20;
const bandsMax = 100_000;
const gapsMax = 100_000;

export class HistoryState {
  /** Counts up with every change, so that what was computed can be kept until the next. */
  version = 0;
  /** The last event folded in. */
  lastSeq = 0;
  /** The time reached. */
  endNs = 0;
  /** Spans that are no longer kept, and goroutines. */
  droppedSpans = 0;
  droppedGoroutines = 0;
  /** Events that never came. */
  skippedEvents = 0;
  readonly spans = new Spans();

  protected readonly limits: HistoryLimits;
  protected readonly gs = new Map<number, GoFacts>();
  protected readonly ps = new Map<number, Lane>();
  protected readonly ms = new Map<number, Lane>();
  protected readonly queues = new Map<number, Series>();
  protected foldedBands: FoldedBand[] = [];
  protected foldedGaps: { startNs: number; endNs: number; events: number }[] = [];
  protected closings: Closing[] = [];
  protected goneSeq = 0;
  protected pendingSkip = 0;
  /** The event being folded in. */
  protected readonly event = {
    seq: 0,
    timeNs: 0,
    type: 0,
    g: 0,
    m: 0,
    p: 0,
    sub: 0,
    a: 0,
    b: 0,
    c: 0,
  };

  private readonly draft: SpanFields = {
    state: 0,
    startNs: 0,
    seq: 0,
    g: 0,
    m: 0,
    p: 0,
    sub: 0,
    cause: 0,
    flags: 0,
    object: 0,
    place: 0,
    by: 0,
  };

  constructor(limits: Partial<HistoryLimits> = {}) {
    this.limits = { ...defaultLimits, ...limits };
  }

  /** clear forgets everything: a new run begins. */
  clear(): void {
    this.spans.clear();
    this.gs.clear();
    this.ps.clear();
    this.ms.clear();
    this.queues.clear();
    this.foldedBands = [];
    this.foldedGaps = [];
    this.closings = [];
    this.goneSeq = this.pendingSkip = 0;
    this.lastSeq = this.endNs = 0;
    this.droppedSpans = this.droppedGoroutines = this.skippedEvents = 0;
    this.changed();
  }

  /** reach says that the run has come to a time, though nothing may have happened since. */
  reach(timeNs: number): void {
    if (timeNs <= this.endNs) return;
    this.endNs = timeNs;
    this.changed();
  }

  protected changed(): void {
    this.version += 1;
  }

  // --- Gaps ---

  protected skip(events: number): void {
    this.pendingSkip += events;
    this.skippedEvents += events;
  }

  // Nothing is known from the last event to this time.
  protected gap(events: number, untilNs: number): void {
    const startNs = this.endNs;
    this.closeAll(startNs, this.lastSeq, Flag.lost);
    this.skippedEvents += events;
    const skipped = events + this.pendingSkip;
    this.pendingSkip = 0;
    this.foldedGaps.push({ startNs, endNs: Math.max(startNs, untilNs), events: skipped });
    if (this.foldedGaps.length > gapsMax) this.foldedGaps = this.foldedGaps.slice(gapsMax / 2);
    for (const series of this.queues.values()) series.push(startNs, this.lastSeq, -1);
    for (const band of this.foldedBands.slice(-2)) {
      if (band.endNs === null) Object.assign(band, { endNs: startNs, endSeq: this.lastSeq });
    }
  }

  protected closeAll(timeNs: number, seq: number, flag: number): void {
    for (const facts of this.gs.values()) {
      const id = facts.lane.last;
      if (this.isOpen(id)) this.end(id, timeNs, seq, flag);
    }
    for (const lane of this.ms.values()) {
      const id = lane.last;
      if (this.isOpen(id)) this.end(id, timeNs, seq, flag);
    }
  }

  // --- Spans ---

  protected isOpen(id: number): boolean {
    return id >= 0 && this.spans.end(id) === Infinity;
  }

  protected spinning(m: number): number {
    const id = this.ms.get(m)?.last ?? -1;
    return this.isOpen(id) && this.spans.state(id) === SpanState.spinning ? id : -1;
  }

  protected spins(m: number, p: number): void {
    const e = this.event;
    const open = this.spinning(m);
    if (open >= 0) {
      if (this.spans.p(open) === p) return;
      this.spans.close(open, Math.max(e.timeNs, this.spans.start(open)), e.seq);
    }
    const span = this.blank(SpanState.spinning, e.timeNs);
    span.m = m;
    span.p = p;
    span.flags = open >= 0 ? Flag.continued : 0;
    this.add(span);
  }

  protected spinsNoMore(m: number): void {
    const id = this.spinning(m);
    if (id >= 0) this.end(id, this.event.timeNs, this.event.seq, 0);
  }

  // Ends what the goroutine did and begins what it does now.
  protected begin(g: number, state: number, fill: (to: SpanFields) => void): void {
    if (g === 0) return;
    const e = this.event;
    const facts = this.goroutine(g);
    const { spans } = this;
    const before = facts.lane.last;
    let startNs = e.timeNs;
    if (before >= 0) {
      startNs = Math.max(startNs, spans.start(before));
      if (spans.end(before) === Infinity) {
        spans.close(before, startNs, e.seq);
        facts.count(spans.state(before), startNs - spans.start(before));
        if (spans.state(before) === SpanState.runnable) {
          this.queued(spans.p(before), -1);
          this.noteWait(facts, facts.lane.length - 1);
        }
      }
    }
    const span = this.blank(state, startNs);
    span.g = g;
    fill(span);
    // An M that runs somebody does not look for work any more.
    if (state === SpanState.running) {
      const open = this.spinning(span.m);
      if (open >= 0) this.end(open, startNs, e.seq, 0);
    }
    facts.lane.push(this.add(span));
    if (state === SpanState.runnable) this.queued(span.p, 1);
  }

  // The one span being made: an object for each would cost more than the rest.
  protected blank(state: number, startNs: number): SpanFields {
    const span = this.draft;
    span.state = state;
    span.startNs = startNs;
    span.seq = this.event.seq;
    span.m = noId;
    span.p = nowhere;
    span.g = span.sub = span.cause = span.flags = span.object = span.place = span.by = 0;
    return span;
  }

  protected add(span: SpanFields): number {
    const id = this.spans.add(span);
    if (span.m !== noId) laneIn(this.ms, span.m).push(id);
    if (span.state !== SpanState.runnable && span.p !== nowhere) {
      laneIn(this.ps, span.p).push(id);
    }
    if (this.spans.next - this.spans.first > this.limits.spansMax) this.dropOldest();
    return id;
  }

  // Ends a span that no other of its goroutine follows.
  protected end(id: number, timeNs: number, seq: number, flag: number): void {
    const { spans } = this;
    const endNs = Math.max(timeNs, spans.start(id));
    spans.close(id, endNs, seq, flag);
    const facts = this.gs.get(spans.g(id));
    facts?.count(spans.state(id), endNs - spans.start(id));
    if (facts && spans.state(id) === SpanState.runnable && flag === 0) {
      this.queued(spans.p(id), -1);
    }
    this.closings.push({ id, seq });
    if (this.closings.length > closingsMax) {
      const half = this.closings.splice(0, closingsMax / 2);
      this.goneSeq = Math.max(this.goneSeq, half.at(-1)?.seq ?? 0);
    }
  }

  // The goroutine's wait whose last span is `index` of its lane is over.
  protected noteWait(facts: GoFacts, index: number): void {
    const id = facts.lane.at(index);
    const startNs = this.waitStart(facts, index);
    if (startNs === null) return;
    const ns = this.spans.end(id) - startNs;
    if (ns < facts.longestWaitNs || (ns === 0 && facts.longestWaitSpan >= 0)) return;
    if (ns === facts.longestWaitNs && facts.longestWaitSpan >= 0) return;
    facts.longestWaitNs = ns;
    facts.longestWaitSpan = id;
  }

  /** waitStart is since when the wait lasts that a lane's runnable span belongs to; null: unknown. */
  protected waitStart(facts: GoFacts, index: number): number | null {
    const { spans } = this;
    let at = index;
    while (at > 0 && spans.flags(facts.lane.at(at)) & Flag.continued) at -= 1;
    const id = facts.lane.at(at);
    return spans.flags(id) & (Flag.late | Flag.continued) ? null : spans.start(id);
  }

  protected lastM(facts: GoFacts): number {
    const { lane } = facts;
    for (let index = lane.length - 1; index >= 0; index--) {
      const m = this.spans.m(lane.at(index));
      if (m !== noId) return m;
    }
    return facts.droppedM;
  }

  // --- Lanes, queues, bands ---

  protected goroutine(id: number): GoFacts {
    let facts = this.gs.get(id);
    if (!facts) {
      facts = new GoFacts(id);
      this.gs.set(id, facts);
      if (this.gs.size > this.limits.goroutinesMax) this.dropGoroutines();
    }
    return facts;
  }

  protected mLane(m: number): Lane | undefined {
    return m === noId ? undefined : this.ms.get(m);
  }

  protected pLane(id: number): Lane | undefined {
    return this.spans.state(id) === SpanState.runnable ? undefined : this.ps.get(this.spans.p(id));
  }

  protected queueOf(queue: number): Series {
    let series = this.queues.get(queue);
    if (!series) this.queues.set(queue, (series = new Series()));
    return series;
  }

  protected queued(queue: number, by: 1 | -1): void {
    if (queue === nowhere) return;
    const e = this.event;
    const series = this.queueOf(queue);
    const put = e.type === EventType.runqPut || e.type === EventType.globrunqPut;
    if (series.last < 0 && !(put && by === 1)) return;
    // A put says how many there were (a next one apart), should that have become unknown.
    const told = put && by === 1 && this.foldedGaps.length > 0;
    const before = told ? e.a : series.last;
    series.push(e.timeNs, e.seq, Math.max(0, before + by));
  }

  protected bandBegins(kind: 'gc' | 'stw'): void {
    const e = this.event;
    const why = kind === 'stw' ? e.sub : 0;
    const { timeNs: startNs, seq } = e;
    this.foldedBands.push({ kind, startNs, seq, endNs: null, endSeq: Infinity, why });
    if (this.foldedBands.length > bandsMax) {
      this.foldedBands = this.foldedBands.slice(bandsMax / 2);
    }
  }

  protected bandEnds(kind: 'gc' | 'stw'): void {
    const band = this.foldedBands.findLast((one) => one.kind === kind);
    if (band?.endNs !== null) return;
    band.endNs = Math.max(this.event.timeNs, band.startNs);
    band.endSeq = this.event.seq;
  }

  // --- Limits ---

  protected dropOldest(): void {
    const { spans } = this;
    spans.dropOldest((id) => {
      this.droppedSpans += 1;
      this.goneSeq = Math.max(this.goneSeq, spans.endSeq(id));
      this.mLane(spans.m(id))?.shift(id);
      this.pLane(id)?.shift(id);
      const facts = this.gs.get(spans.g(id));
      if (!facts) return;
      if (spans.m(id) !== noId) facts.droppedM = spans.m(id);
      if (spans.state(id) === SpanState.runnable) {
        facts.droppedWaitNs = Math.max(facts.droppedWaitNs, spans.end(id) - spans.start(id));
      }
      facts.lane.shift(id);
    });
  }

  // Gives up those that ended first, a tenth at a time.
  protected dropGoroutines(): void {
    let surplus = Math.ceil(this.limits.goroutinesMax / 10);
    for (const facts of this.gs.values()) {
      if (surplus === 0) return;
      if (facts.endedNs === null) continue;
      this.gs.delete(facts.id);
      this.goneSeq = Math.max(
        this.goneSeq,
        this.spans.has(facts.lane.last) ? this.spans.endSeq(facts.lane.last) : 0,
      );
      this.droppedGoroutines += 1;
      surplus -= 1;
    }
  }
}

function laneIn(lanes: Map<number, Lane>, id: number): Lane {
  let lane = lanes.get(id);
  if (!lane) lanes.set(id, (lane = new Lane()));
  return lane;
}
