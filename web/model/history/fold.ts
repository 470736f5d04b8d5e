// The folding of a history: one event after the other changes lanes, queues and bands. See
// ../history.ts for what comes out of it and core/events/fold.cpp for the same of a single moment.
import { EventType, PickBranch, PutWhy, SyscallExit } from '../../engine/event_types';
import { noId } from '../../engine/records';
import { GoFacts } from './facts';
import { Lane, Series } from './lanes';
import { Cause, Flag, globalQueue, nowhere, type SpanFields, Spans, SpanState } from './spans';

/** HistoryLimits bound what is kept. */
export interface HistoryLimits {
  readonly spansMax: number;
  readonly goroutinesMax: number;
}

const defaultLimits: HistoryLimits = { spansMax: 2_000_000, goroutinesMax: 200_000 };

/** GStatus as goStatus records carry it. */
const statusStates: Readonly<Record<number, number>> = {
  1: SpanState.runnable,
  2: SpanState.running,
  3: SpanState.syscall,
  4: SpanState.waiting,
};

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

const ownPicks: ReadonlySet<number> = new Set([PickBranch.runnext, PickBranch.local]);

const closingsMax = 1 << 20;
const bandsMax = 100_000;
const gapsMax = 100_000;

export class HistoryFold {
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
  private closings: Closing[] = [];
  private goneSeq = 0;
  private pendingSkip = 0;
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

  // --- Going back ---

  /**
   * cut forgets what came after the first `events` events: the run went back. When that was given up
   * already (there is a limit to what is kept) everything is forgotten, and what follows is a gap.
   */
  cut(events: number): void {
    if (events >= this.lastSeq) return;
    if (events < this.goneSeq) {
      this.clear();
      this.lastSeq = events;
      this.pendingSkip = events;
      this.skippedEvents = events;
      return;
    }
    const { spans } = this;
    const touched = new Set<GoFacts>();
    while (spans.next > spans.first && spans.seq(spans.next - 1) > events) {
      const facts = this.takeBack(spans.next - 1);
      if (facts) touched.add(facts);
    }
    for (let last = this.closings.at(-1); last && last.seq > events; last = this.closings.at(-1)) {
      this.closings.pop();
      const facts = spans.has(last.id) ? this.gs.get(spans.g(last.id)) : undefined;
      if (facts) touched.add(facts);
      this.reopen(last.id, facts);
    }
    for (const facts of touched) this.settle(facts, events);
    this.cutQueues(events);
    for (const series of this.queues.values()) series.cut(events);
    this.foldedBands = this.foldedBands.filter((band) => band.seq <= events);
    for (const band of this.foldedBands) {
      if (band.endSeq > events) Object.assign(band, { endNs: null, endSeq: Infinity });
    }
    this.lastSeq = events;
    this.endNs = this.latestNs();
    this.changed();
  }

  // Removes the newest span; the one it followed is open again.
  private takeBack(id: number): GoFacts | undefined {
    const { spans } = this;
    const g = spans.g(id);
    const seq = spans.seq(id);
    const facts = this.gs.get(g);
    const flags = spans.flags(id);
    this.mLane(spans.m(id))?.pop(id);
    this.pLane(id)?.pop(id);
    if (facts) {
      facts.lane.pop(id);
      if (flags & Flag.picked) facts.runs -= 1;
      if (flags & Flag.migrated) facts.migrations -= 1;
      const end = spans.end(id);
      if (end < Infinity) facts.count(spans.state(id), spans.start(id) - end);
    }
    const before = facts ? facts.lane.last : (this.mLane(spans.m(id))?.last ?? -1);
    spans.pop();
    if (before >= 0 && spans.endSeq(before) === seq) this.reopen(before, facts);
    return facts;
  }

  private reopen(id: number, facts: GoFacts | undefined): void {
    const { spans } = this;
    if (!spans.has(id)) return;
    facts?.count(spans.state(id), spans.start(id) - spans.end(id));
    spans.reopen(id);
  }

  // Makes a goroutine's facts those of the event cut to.
  private settle(facts: GoFacts, events: number): void {
    if (facts.createdSeq > events) {
      this.gs.delete(facts.id);
      return;
    }
    const { lane } = facts;
    const { spans } = this;
    if (facts.endedNs !== null && (lane.length === 0 || spans.end(lane.last) === Infinity)) {
      facts.endedNs = null;
    }
    const known =
      facts.longestWaitSpan < 0 ||
      (spans.has(facts.longestWaitSpan) && spans.endSeq(facts.longestWaitSpan) <= events);
    if (known) return;
    facts.longestWaitNs = facts.droppedWaitNs;
    facts.longestWaitSpan = -1;
    for (let index = 0; index < lane.length; index++) {
      const id = lane.at(index);
      if (spans.state(id) !== SpanState.runnable) continue;
      if (spans.end(id) < Infinity) this.noteWait(facts, index);
    }
  }

  // A goroutine that was readied and not yet put into a queue has none again.
  private cutQueues(events: number): void {
    for (const facts of this.gs.values()) {
      if (facts.leakedSeq > events) facts.leakedSeq = Infinity;
      const id = facts.lane.last;
      if (id < 0 || this.spans.state(id) !== SpanState.runnable) continue;
      if (this.spans.end(id) === Infinity && this.spans.placedSeq(id) > events) {
        this.spans.queue(id, nowhere, this.spans.seq(id));
      }
    }
  }

  private latestNs(): number {
    let latest = 0;
    const { spans } = this;
    if (spans.next > spans.first) latest = spans.start(spans.next - 1);
    const closing = this.closings.at(-1);
    if (closing && spans.has(closing.id)) latest = Math.max(latest, spans.end(closing.id));
    for (const series of this.queues.values()) {
      if (series.length > 0) latest = Math.max(latest, series.timeAt(series.length - 1));
    }
    return latest;
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

  private closeAll(timeNs: number, seq: number, flag: number): void {
    for (const facts of this.gs.values()) {
      const id = facts.lane.last;
      if (this.isOpen(id)) this.end(id, timeNs, seq, flag);
    }
    for (const lane of this.ms.values()) {
      const id = lane.last;
      if (this.isOpen(id)) this.end(id, timeNs, seq, flag);
    }
  }

  // --- Events ---

  /** apply folds this.event in. */
  protected apply(): void {
    const e = this.event;
    if (this.pendingSkip > 0) this.gap(0, e.timeNs);
    this.lastSeq = e.seq;
    if (e.timeNs > this.endNs) this.endNs = e.timeNs;
    switch (e.type) {
      case EventType.goCreate:
        this.created();
        break;
      case EventType.goStart:
        this.started();
        break;
      case EventType.goPark:
        this.begin(e.g, SpanState.waiting, (to) => {
          to.sub = e.sub;
          to.object = e.a;
          to.place = e.c;
        });
        break;
      case EventType.goUnpark:
        this.begin(e.g, SpanState.runnable, (to) => {
          to.sub = e.sub;
          to.object = e.a;
          to.by = e.b;
          to.cause = Cause.wake;
        });
        break;
      case EventType.goStop:
        this.begin(e.g, SpanState.runnable, (to) => {
          to.sub = e.sub;
          to.place = e.c;
          to.cause = Cause.stop;
        });
        break;
      case EventType.goDestroy:
        this.destroyed();
        break;
      case EventType.goLeak:
        this.goroutine(e.g).leakedSeq = e.seq;
        break;
      case EventType.runqPut:
        this.put(e.p);
        break;
      case EventType.globrunqPut:
        this.put(globalQueue);
        break;
      case EventType.goDisabled:
        this.put(nowhere);
        break;
      case EventType.globrunqGet:
        this.globalLeft(e.b);
        break;
      case EventType.syscallEnter:
        this.begin(e.g, SpanState.syscall, (to) => {
          to.sub = e.sub;
          to.m = e.m;
          to.p = e.p;
          to.place = e.c;
        });
        break;
      case EventType.syscallExit:
        this.syscallExited();
        break;
      case EventType.procRetake:
      case EventType.procHandoff:
        this.detached(e.p);
        break;
      case EventType.gcWorker:
        this.marks();
        break;
      case EventType.goStatus:
        this.told();
        break;
      case EventType.stwBegin:
      case EventType.gcBegin:
        this.bandBegins(e.type === EventType.gcBegin ? 'gc' : 'stw');
        break;
      case EventType.stwEnd:
      case EventType.gcEnd:
        this.bandEnds(e.type === EventType.gcEnd ? 'gc' : 'stw');
        break;
      case EventType.eventsLost:
        this.gap(e.a, e.timeNs);
        break;
      case EventType.machineExit:
        this.closeAll(e.timeNs, e.seq, Flag.exit);
        break;
      default:
        this.ofThread();
    }
  }

  private created(): void {
    const e = this.event;
    const facts = this.goroutine(e.g);
    facts.parent = e.a;
    facts.startFunction = e.b;
    facts.createdAt = e.c;
    facts.system = e.sub !== 0;
    facts.createdNs = e.timeNs;
    facts.createdSeq = e.seq;
    this.begin(e.g, SpanState.runnable, (to) => {
      to.by = e.a;
      to.place = e.c;
      to.cause = Cause.create;
    });
  }

  private started(): void {
    const e = this.event;
    const facts = this.goroutine(e.g);
    const before = this.lastM(facts);
    const migrated = before >= 0 && before !== e.m;
    if (migrated) facts.migrations += 1;
    facts.runs += 1;
    // Events are missing, and with them how it came into the queue it is taken from.
    if (!this.isOpen(facts.lane.last) && ownPicks.has(e.sub)) this.queued(e.p, -1);
    const stolen = e.sub === PickBranch.stolen || e.sub === PickBranch.stolenRunnext;
    this.begin(e.g, SpanState.running, (to) => {
      to.sub = e.sub;
      to.m = e.m;
      to.p = e.p;
      to.object = stolen ? e.a : 0;
      to.flags = Flag.picked | (migrated ? Flag.migrated : 0) | (e.c === 1 ? Flag.inherits : 0);
    });
  }

  private destroyed(): void {
    const e = this.event;
    const facts = this.gs.get(e.g);
    if (!facts) return;
    facts.endedNs = e.timeNs;
    const id = facts.lane.last;
    if (this.isOpen(id)) this.end(id, e.timeNs, e.seq, 0);
  }

  // The goroutine goes into a queue (or out of all of them).
  private put(queue: number): void {
    const e = this.event;
    const facts = this.goroutine(e.g);
    const id = facts.lane.last;
    const { spans } = this;
    const unknown = !this.isOpen(id);
    if (unknown || spans.state(id) !== SpanState.runnable) {
      this.begin(e.g, SpanState.runnable, (to) => {
        to.p = queue;
        to.flags = unknown ? Flag.late : 0;
      });
      return;
    }
    const from = spans.p(id);
    if (from === queue) return;
    if (from === nowhere) {
      spans.queue(id, queue, e.seq);
      this.queued(queue, 1);
      return;
    }
    const stolen = e.type === EventType.runqPut && e.sub === PutWhy.stolen;
    const cause = stolen ? Cause.steal : Cause.move;
    this.begin(e.g, SpanState.runnable, (to) => {
      to.p = queue;
      to.cause = cause;
      to.flags = Flag.continued;
    });
  }

  // What is left in the global queue is told exactly, should it have become unknown.
  private globalLeft(left: number): void {
    const series = this.queueOf(globalQueue);
    if (series.last < 0) series.push(this.event.timeNs, this.event.seq, left);
  }

  private syscallExited(): void {
    const e = this.event;
    if (e.sub === SyscallExit.queued) {
      this.begin(e.g, SpanState.runnable, (to) => {
        to.cause = Cause.syscall;
      });
      return;
    }
    const sub = e.sub === SyscallExit.idleP ? PickBranch.syscallIdleP : PickBranch.syscallFast;
    this.begin(e.g, SpanState.running, (to) => {
      to.sub = sub;
      to.m = e.m;
      to.p = e.p;
    });
  }

  // A P was taken from an M whose goroutine is in a system call.
  private detached(p: number): void {
    const { spans } = this;
    const id = this.ps.get(p)?.last ?? -1;
    if (this.isOpen(id) && spans.state(id) === SpanState.syscall) {
      const sub = spans.sub(id);
      const place = spans.place(id);
      const m = spans.m(id);
      this.begin(spans.g(id), SpanState.syscall, (to) => {
        to.sub = sub;
        to.place = place;
        to.m = m;
        to.flags = Flag.continued;
      });
    }
  }

  // The running goroutine begins to mark for the collector.
  private marks(): void {
    const e = this.event;
    this.begin(e.g, SpanState.gc, (to) => {
      to.sub = e.sub;
      to.m = e.m;
      to.p = e.p;
      to.flags = Flag.continued;
    });
  }

  // A snapshot says how things are; since when is not known.
  private told(): void {
    const e = this.event;
    const state = statusStates[e.sub];
    if (state === undefined) return;
    const facts = this.goroutine(e.g);
    facts.startFunction ||= e.b;
    facts.parent ||= e.c;
    const id = facts.lane.last;
    if (this.isOpen(id) && this.spans.state(id) === state) return;
    const runs = state === SpanState.running || state === SpanState.syscall;
    const queue = e.a === 3 ? globalQueue : e.a > 0 ? e.p : nowhere;
    this.begin(e.g, state, (to) => {
      to.m = runs ? e.m : noId;
      to.p = runs ? e.p : state === SpanState.runnable ? queue : nowhere;
      to.object = state === SpanState.waiting ? e.a : 0;
      to.flags = Flag.late;
    });
  }

  private ofThread(): void {
    const e = this.event;
    switch (e.type) {
      case EventType.spinStart:
        this.spins(e.m, e.p);
        break;
      case EventType.mStart:
        if (e.sub === 1) this.spins(e.m, nowhere);
        break;
      case EventType.mUnpark:
        if (e.sub === 1) this.spins(e.a, nowhere);
        break;
      case EventType.procStart:
        if (this.spinning(e.m) >= 0) this.spins(e.m, e.p);
        break;
      case EventType.procStop:
        if (this.spinning(e.m) >= 0) this.spins(e.m, nowhere);
        break;
      case EventType.spinStop:
      case EventType.mPark:
      case EventType.mExit:
        this.spinsNoMore(e.m);
        break;
    }
  }

  // --- Spans ---

  private isOpen(id: number): boolean {
    return id >= 0 && this.spans.end(id) === Infinity;
  }

  private spinning(m: number): number {
    const id = this.ms.get(m)?.last ?? -1;
    return this.isOpen(id) && this.spans.state(id) === SpanState.spinning ? id : -1;
  }

  private spins(m: number, p: number): void {
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

  private spinsNoMore(m: number): void {
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
  private end(id: number, timeNs: number, seq: number, flag: number): void {
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
  private noteWait(facts: GoFacts, index: number): void {
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

  private lastM(facts: GoFacts): number {
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

  private mLane(m: number): Lane | undefined {
    return m === noId ? undefined : this.ms.get(m);
  }

  private pLane(id: number): Lane | undefined {
    return this.spans.state(id) === SpanState.runnable ? undefined : this.ps.get(this.spans.p(id));
  }

  protected queueOf(queue: number): Series {
    let series = this.queues.get(queue);
    if (!series) this.queues.set(queue, (series = new Series()));
    return series;
  }

  private queued(queue: number, by: 1 | -1): void {
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

  private bandBegins(kind: 'gc' | 'stw'): void {
    const e = this.event;
    const why = kind === 'stw' ? e.sub : 0;
    const { timeNs: startNs, seq } = e;
    this.foldedBands.push({ kind, startNs, seq, endNs: null, endSeq: Infinity, why });
    if (this.foldedBands.length > bandsMax) {
      this.foldedBands = this.foldedBands.slice(bandsMax / 2);
    }
  }

  private bandEnds(kind: 'gc' | 'stw'): void {
    const band = this.foldedBands.findLast((one) => one.kind === kind);
    if (band?.endNs !== null) return;
    band.endNs = Math.max(this.event.timeNs, band.startNs);
    band.endSeq = this.event.seq;
  }

  // --- Limits ---

  private dropOldest(): void {
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
  private dropGoroutines(): void {
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
