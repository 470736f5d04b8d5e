// The last decisions, newest last, kept as raw records and put into words only when shown. A live
// run makes millions a second; the log samples what arrives and says how many it left out.
import { type EventRecord, decodeRecord, recordCount } from '../engine/records';
import { KnownEvents } from './known_events';
import { type Decision, type DecisionKind, narrate } from './narrate';

export interface LoggedDecision extends Decision {
  readonly record: EventRecord;
}

const keptMax = 2_000;

export class DecisionLog {
  /** The events behind the decisions, and those that are none, for explanations. */
  readonly known = new KnownEvents();
  private records: LoggedDecision[] = [];
  private seen = 0;

  /** total counts the records of the run, shown or not. */
  get total(): number {
    return this.seen;
  }

  clear(): void {
    this.known.clear();
    this.records = [];
    this.seen = 0;
  }

  /** cut forgets what came after the first `events` events: the run went back. */
  cut(events: number): void {
    this.known.cut(events);
    const end = this.records.findLastIndex((entry) => entry.record.seq <= events);
    this.records = this.records.slice(0, end + 1);
    this.seen = Math.min(this.seen, events);
  }

  /** add takes the newest records of a batch; older ones of it could not be shown anyway. */
  add(bytes: Uint8Array, skipped: number): void {
    this.take(bytes, this.seen + recordCount(bytes) + skipped);
  }

  /** take is add() for a run whose position is known: `total` events have happened. */
  take(bytes: Uint8Array, total: number): void {
    const length = recordCount(bytes);
    this.seen = total;
    this.known.add(bytes);
    for (let index = Math.max(0, length - keptMax); index < length; index++) {
      const record = decodeRecord(bytes, index);
      // Going back executes again what may still be here.
      if (record.seq <= (this.records.at(-1)?.record.seq ?? -1)) continue;
      const decision = narrate(record);
      if (decision) this.records.push({ ...decision, record });
    }
    if (this.records.length > 2 * keptMax) this.records = this.records.slice(-keptMax);
  }

  /** latest returns the newest decisions of the given kinds, oldest of them first. */
  latest(limit: number, kinds: ReadonlySet<DecisionKind>): LoggedDecision[] {
    const found: LoggedDecision[] = [];
    for (let at = this.records.length - 1; at >= 0 && found.length < limit; at--) {
      const entry = this.records[at];
      if (entry && kinds.has(entry.kind)) found.push(entry);
    }
    return found.reverse();
  }
}
