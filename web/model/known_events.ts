// The events of a run as far as the page still has them, oldest first, kept as raw bytes and looked
// into without decoding more than is asked for. The explanations read it: what happened around an
// event, and what a goroutine, a P or an object went through.
import { EventType } from '../engine/event_types';
import { type EventRecord, decodeRecord, recordBytes, recordCount } from '../engine/records';

/** Twelve megabytes of a long run's latest events; whatever an explanation needs is near its event. */
const keptDefault = 300_000;

const timeAt = 8;
const gAt = 16;
const mAt = 20;
const pAt = 22;
const typeAt = 24;
const subAt = 25;
const aAt = 28;
const bAt = 32;
const cAt = 36;

const stops: ReadonlySet<number> = new Set([
  EventType.goPark,
  EventType.goStop,
  EventType.syscallEnter,
]);

/** KnownEvents holds records in order of `seq`. Indexes change when old ones are dropped; seqs do not. */
export class KnownEvents {
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1024 * recordBytes);
  private view = new DataView(this.bytes.buffer);
  private count = 0;
  // Seqs of records before which something is missing.
  private gaps: number[] = [];
  // Functions goroutines stopped in, by number: only those of the program itself are told.
  private readonly functions = new Set<number>();

  constructor(private readonly keptMax = keptDefault) {}

  get length(): number {
    return this.count;
  }

  clear(): void {
    this.count = 0;
    this.gaps = [];
    this.functions.clear();
  }

  /** cut forgets what came after the first `events` events: the run went back. */
  cut(events: number): void {
    this.count = this.indexOf(events + 1);
    this.gaps = this.gaps.filter((seq) => seq <= events);
  }

  /** add takes a batch in. Going back executes again what may still be here: that is left out. */
  add(batch: Uint8Array): void {
    const size = recordCount(batch);
    const fresh = new DataView(batch.buffer, batch.byteOffset, size * recordBytes);
    let last = this.lastSeq;
    let start = 0;
    while (start < size && readSeq(fresh, start) <= last) start += 1;
    this.reserve(size - start);
    for (let index = start; index < size; index++) {
      const seq = readSeq(fresh, index);
      if (seq !== last + 1) this.gaps.push(seq);
      last = seq;
    }
    this.bytes.set(
      batch.subarray(start * recordBytes, size * recordBytes),
      this.count * recordBytes,
    );
    this.count += size - start;
    for (let index = this.count - (size - start); index < this.count; index++) {
      if (stops.has(this.type(index)) && this.c(index) !== 0) {
        this.functions.add(this.c(index) >>> 16);
      }
    }
  }

  /**
   * inProgram: a source place is known to lie in the program itself. That of a go statement may lie in
   * a package of the standard library, whose lines are not those of the program.
   */
  inProgram(place: number): boolean {
    return place !== 0 && this.functions.has(place >>> 16);
  }

  /** indexOf is where the first record with this seq or a later one lies; `length` if there is none. */
  indexOf(seq: number): number {
    return this.firstWhere((index) => this.seq(index) >= seq);
  }

  /** indexAtTime is where the first record after this moment lies. */
  indexAfterTime(timeNs: number): number {
    return this.firstWhere((index) => this.timeNs(index) > timeNs);
  }

  /** find returns the record with this seq, null when it is not here. */
  find(seq: number): EventRecord | null {
    const index = this.indexOf(seq);
    return index < this.count && this.seq(index) === seq ? this.at(index) : null;
  }

  at(index: number): EventRecord {
    return decodeRecord(this.bytes, index);
  }

  /** knownBetween says whether every event from the first seq to the second one is here. */
  knownBetween(first: number, last: number): boolean {
    if (this.count === 0 || first < this.seq(0) || last > this.lastSeq) return false;
    return !this.gaps.some((seq) => seq > first && seq <= last);
  }

  /** whole says whether nothing of the run so far is missing. */
  get whole(): boolean {
    return this.count === 0 || (this.gaps.length === 0 && this.seq(0) === 1);
  }

  get lastSeq(): number {
    return this.count === 0 ? 0 : this.seq(this.count - 1);
  }

  get lastTimeNs(): number {
    return this.count === 0 ? 0 : this.timeNs(this.count - 1);
  }

  // Single fields, for searches.
  seq(index: number): number {
    return readSeq(this.view, index);
  }
  timeNs(index: number): number {
    const at = index * recordBytes + timeAt;
    return this.view.getUint32(at, true) + this.view.getInt32(at + 4, true) * 2 ** 32;
  }
  type(index: number): number {
    return this.view.getUint8(index * recordBytes + typeAt);
  }
  sub(index: number): number {
    return this.view.getUint8(index * recordBytes + subAt);
  }
  g(index: number): number {
    return this.view.getUint32(index * recordBytes + gAt, true);
  }
  m(index: number): number {
    return this.view.getUint16(index * recordBytes + mAt, true);
  }
  p(index: number): number {
    return this.view.getUint16(index * recordBytes + pAt, true);
  }
  a(index: number): number {
    return this.view.getUint32(index * recordBytes + aAt, true);
  }
  b(index: number): number {
    return this.view.getUint32(index * recordBytes + bAt, true);
  }
  c(index: number): number {
    return this.view.getUint32(index * recordBytes + cAt, true);
  }

  /** lastBefore is the latest record before `index` that is wanted, -1 when there is none. */
  lastBefore(index: number, wanted: (index: number) => boolean, limit = Infinity): number {
    const stop = Math.max(0, index - limit);
    for (let at = Math.min(index, this.count) - 1; at >= stop; at--) if (wanted(at)) return at;
    return -1;
  }

  private firstWhere(reached: (index: number) => boolean): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (reached(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private reserve(more: number): void {
    if (this.count + more > this.keptMax) {
      const dropped = Math.min(
        this.count,
        Math.max(this.count + more - this.keptMax, this.count >> 1),
      );
      this.bytes.copyWithin(0, dropped * recordBytes, this.count * recordBytes);
      this.count -= dropped;
      const first = this.count > 0 ? this.seq(0) : Infinity;
      this.gaps = this.gaps.filter((seq) => seq > first);
    }
    const wanted = (this.count + more) * recordBytes;
    if (wanted <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(wanted, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.count * recordBytes));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}

function readSeq(view: DataView, index: number): number {
  const at = index * recordBytes;
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}
