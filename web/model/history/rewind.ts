// Going back in a history: what came after an event is undone, span by span from the newest.
import type { GoFacts } from './facts';
import { Flag, nowhere, SpanState } from './spans';
import { HistoryState } from './state';

export class HistoryRewind extends HistoryState {
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
}
