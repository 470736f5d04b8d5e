// EventTape: the records of one branch of a simulated run, as far as they were executed, kept outside
// of the linear memory. The page is sent from it: what it has not seen, in pieces, wherever the run
// went meanwhile, also when a checkpoint let the run skip what lies before it.
//
// Records are numbered from 0 in the order of the run. There may be holes: there is a limit to what
// is kept, and the oldest goes first.
import { recordBytes, recordCount } from './records';

const chunkRecords = 4096;
const defaultMax = 1_500_000;

interface Chunk {
  readonly from: number;
  readonly bytes: Uint8Array;
  count: number;
}

/** TapePiece is records that follow each other; `skipped` ones before them are not kept. */
export interface TapePiece {
  readonly skipped: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class EventTape {
  // By rising place, without overlaps.
  private chunks: Chunk[] = [];

  constructor(private readonly max = defaultMax) {}

  /** write takes records in that begin at place `from`; those it has are left alone. */
  write(from: number, bytes: Uint8Array): void {
    const end = from + recordCount(bytes);
    let at = from;
    while (at < end) {
      const place = at;
      const index = this.chunks.findLastIndex((chunk) => chunk.from <= place);
      const chunk = this.chunks[index];
      const chunkEnd = chunk ? chunk.from + chunk.count : 0;
      if (chunk && at < chunkEnd) {
        at = chunkEnd;
        continue;
      }
      const until = Math.min(end, this.chunks[index + 1]?.from ?? end);
      const room = chunk && chunkEnd === at ? chunkRecords - chunk.count : 0;
      const into = room > 0 && chunk ? chunk : this.insert(index + 1, at);
      const count = Math.min(until - at, chunkRecords - into.count);
      const source = bytes.subarray((at - from) * recordBytes, (at - from + count) * recordBytes);
      into.bytes.set(source, into.count * recordBytes);
      into.count += count;
      at += count;
    }
  }

  /** read is the next records in [from, to), `countMax` at most. */
  read(from: number, to: number, countMax: number): TapePiece {
    let index = this.chunks.findLastIndex((chunk) => chunk.from <= from);
    const held = this.chunks[index];
    if (!held || held.from + held.count <= from) index += 1;
    const first = this.chunks[index];
    const start = Math.max(from, first?.from ?? to);
    if (!first || start >= to) return { skipped: Math.max(0, to - from), bytes: new Uint8Array() };
    const parts: Uint8Array[] = [];
    let end = start;
    const limit = Math.min(to, start + countMax);
    for (let chunk: Chunk | undefined = first; chunk && end < limit; chunk = this.chunks[++index]) {
      if (chunk.from > end) break;
      const until = Math.min(limit, chunk.from + chunk.count);
      const offset = (end - chunk.from) * recordBytes;
      parts.push(chunk.bytes.subarray(offset, (until - chunk.from) * recordBytes));
      end = until;
    }
    const bytes = new Uint8Array((end - start) * recordBytes);
    let offset = 0;
    for (const part of parts) {
      bytes.set(part, offset);
      offset += part.length;
    }
    return { skipped: start - from, bytes };
  }

  /** upTo is a tape with this one's first `events` records: the past that a new branch shares. */
  upTo(events: number): EventTape {
    const tape = new EventTape(this.max);
    for (const chunk of this.chunks) {
      const count = Math.min(chunk.count, events - chunk.from);
      if (count === chunkRecords) tape.chunks.push(chunk);
      else if (count > 0) tape.chunks.push({ ...chunk, bytes: chunk.bytes.slice(), count });
    }
    return tape;
  }

  private insert(index: number, from: number): Chunk {
    const chunk = { from, bytes: new Uint8Array(chunkRecords * recordBytes), count: 0 };
    this.chunks.splice(index, 0, chunk);
    if (this.chunks.length * chunkRecords > this.max) {
      this.chunks.splice(this.chunks[0] === chunk ? 1 : 0, 1);
    }
    return chunk;
  }
}
