// The folding of a history: one event after the other changes lanes, queues and bands. See
// ../history.ts for what comes out of it and core/events/fold.cpp for the same of a single moment.
import { EventType, PickBranch, PutWhy, SyscallExit } from '../../engine/event_types';
import { noId } from '../../engine/records';
import { HistoryRewind } from './rewind';
import { Cause, Flag, globalQueue, nowhere, SpanState } from './spans';

/** GStatus as goStatus records carry it. */
const statusStates: Readonly<Record<number, number>> = {
  1: SpanState.runnable,
  2: SpanState.running,
  3: SpanState.syscall,
  4: SpanState.waiting,
};

const ownPicks: ReadonlySet<number> = new Set([PickBranch.runnext, PickBranch.local]);

export class HistoryFold extends HistoryRewind {
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
    // One that was put aside while the collector marks has been in no queue since.
    if (from === nowhere && !(spans.flags(id) & Flag.continued)) {
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
}
