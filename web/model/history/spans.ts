// The spans of a history: one row each, in the order they began, in typed arrays of fixed size. When
// there are too many the oldest array is given up; those of its spans that are still open go on in a
// small table of their own, so that what lasts from the beginning is never forgotten.
//
//   id    0 ────── 32767 │ 32768 ───── 65535 │ 65536 ──
//         given up       │ chunks[0]         │ chunks[1]
//         └─ open ones: carried

/** SpanState is what a span says of its goroutine; `spinning` is an M's that looks for work. */
export const SpanState = {
  running: 0,
  runnable: 1,
  waiting: 2,
  syscall: 3,
  /** It runs, and marks for the garbage collector. */
  gc: 4,
  spinning: 5,
} as const;
export type SpanStateName = keyof typeof SpanState;

/** stateNames: the names by number. */
export const stateNames = Object.keys(SpanState) as readonly SpanStateName[];

/** Cause is why a span began, where that is more than its state says. */
export const Cause = {
  none: 0,
  /** A go statement: `by` is the parent. */
  create: 1,
  /** It was readied: `by` is who did it, 0: the scheduler. */
  wake: 2,
  /** It gave up its P, or had to: `sub` is the StopReason. */
  stop: 3,
  /** It was moved here by a thief: the span before says from where. */
  steal: 4,
  /** It was moved from queue to queue otherwise: overflow, a batch. */
  move: 5,
  /** It is back from a system call and no P was free. */
  syscall: 6,
} as const;
export type CauseName = keyof typeof Cause;
export const causeNames = Object.keys(Cause) as readonly CauseName[];

/** Bits of a span's flags. */
export const Flag = {
  /** goStart began it. */
  picked: 1,
  /** It runs on another M than the time before. */
  migrated: 2,
  /** It goes on with what the span before was: only P, queue or account changed. */
  continued: 4,
  /** Its end is not known: events are missing after it. */
  lost: 8,
  /** Its beginning is not known: events are missing before it. */
  late: 16,
  /** It inherits the time slice of who ran before. */
  inherits: 32,
  /** The program ended in it. */
  exit: 64,
} as const;

/** In a span's p: no P and no queue; the global queue. */
export const nowhere = 0xffff;
export const globalQueue = 0xfffe;

/** openSeq stands for the end of a span that has none yet. */
const openSeq = 0xffffffff;

const chunkSize = 1 << 15;

// A row: two float64 words (start, end) and these uint32 words.
const wordsPerRow = 9;
const at = {
  seq: 0,
  endSeq: 1,
  placed: 2,
  g: 3,
  object: 4,
  place: 5,
  by: 6,
  mp: 7,
  bits: 8,
} as const;

/** SpanFields is what is needed to begin a span. */
export interface SpanFields {
  state: number;
  startNs: number;
  seq: number;
  g: number;
  m: number;
  p: number;
  sub: number;
  cause: number;
  flags: number;
  object: number;
  place: number;
  by: number;
}

class Chunk {
  readonly times: Float64Array;
  readonly words: Uint32Array;

  /** `baseSeq` is taken off the sequence numbers, so that 32 bits hold them. */
  constructor(
    rows: number,
    readonly baseSeq: number,
  ) {
    this.times = new Float64Array(rows * 2);
    this.words = new Uint32Array(rows * wordsPerRow);
  }

  get rows(): number {
    return this.times.length / 2;
  }

  word(row: number, which: number): number {
    return this.words[row * wordsPerRow + which] ?? 0;
  }

  set(row: number, which: number, value: number): void {
    this.words[row * wordsPerRow + which] = value;
  }

  relative(seq: number): number {
    return Math.max(0, Math.min(seq - this.baseSeq, openSeq - 1));
  }

  /** copyTo copies a row to row `to` of another chunk. */
  copyTo(row: number, other: Chunk, to: number): void {
    other.times.set(this.times.subarray(row * 2, row * 2 + 2), to * 2);
    const from = row * wordsPerRow;
    other.words.set(this.words.subarray(from, from + wordsPerRow), to * wordsPerRow);
    for (const which of [at.seq, at.endSeq, at.placed]) {
      const seq = this.word(row, which);
      if (seq !== openSeq) other.set(to, which, other.relative(seq + this.baseSeq));
    }
  }
}

/** Spans holds the rows. Ids count up from 0 and are never used twice, but for those taken back. */
export class Spans {
  private chunks: Chunk[] = [];
  // The chunk number of chunks[0].
  private base = 0;
  private nextId = 0;
  private carried = new Chunk(0, 0);
  private carriedRows = new Map<number, number>();
  private freeRows: number[] = [];
  // Where find() found the row.
  private chunk = this.carried;

  /** first is the oldest id kept, apart from the carried ones. */
  get first(): number {
    return Math.min(this.base * chunkSize, this.nextId);
  }

  /** next is the id the next span will have. */
  get next(): number {
    return this.nextId;
  }

  clear(): void {
    this.chunks = [];
    this.base = this.nextId = 0;
    this.carried = new Chunk(0, 0);
    this.carriedRows = new Map();
    this.freeRows = [];
  }

  add(fields: SpanFields): number {
    const id = this.nextId++;
    const row = id % chunkSize;
    if (row === 0) this.chunks.push(new Chunk(chunkSize, fields.seq));
    const chunk = this.chunks[Math.floor(id / chunkSize) - this.base];
    if (!chunk) throw new Error('a span has no chunk');
    chunk.times[row * 2] = fields.startNs;
    chunk.times[row * 2 + 1] = Infinity;
    chunk.set(row, at.seq, chunk.relative(fields.seq));
    chunk.set(row, at.endSeq, openSeq);
    chunk.set(row, at.placed, chunk.relative(fields.seq));
    chunk.set(row, at.g, fields.g);
    chunk.set(row, at.object, fields.object);
    chunk.set(row, at.place, fields.place);
    chunk.set(row, at.by, fields.by);
    chunk.set(row, at.mp, fields.m | (fields.p << 16));
    const bits = fields.state | (fields.sub << 8) | (fields.cause << 16) | (fields.flags << 24);
    chunk.set(row, at.bits, bits);
    return id;
  }

  /** has: the span is kept. */
  has(id: number): boolean {
    return (id >= this.first && id < this.nextId) || this.carriedRows.has(id);
  }

  start(id: number): number {
    const row = this.find(id);
    return this.chunk.times[row * 2] ?? 0;
  }

  /** end is Infinity while the span is open. */
  end(id: number): number {
    const row = this.find(id);
    return this.chunk.times[row * 2 + 1] ?? 0;
  }

  seq(id: number): number {
    const row = this.find(id);
    return this.chunk.word(row, at.seq) + this.chunk.baseSeq;
  }

  /** endSeq is Infinity while the span is open. */
  endSeq(id: number): number {
    const row = this.find(id);
    const seq = this.chunk.word(row, at.endSeq);
    return seq === openSeq ? Infinity : seq + this.chunk.baseSeq;
  }

  /** placedSeq is when a runnable goroutine came into its queue. */
  placedSeq(id: number): number {
    const row = this.find(id);
    return this.chunk.word(row, at.placed) + this.chunk.baseSeq;
  }

  g(id: number): number {
    return this.read(id, at.g);
  }
  object(id: number): number {
    return this.read(id, at.object);
  }
  place(id: number): number {
    return this.read(id, at.place);
  }
  by(id: number): number {
    return this.read(id, at.by);
  }
  m(id: number): number {
    return this.read(id, at.mp) & 0xffff;
  }
  p(id: number): number {
    return this.read(id, at.mp) >>> 16;
  }
  state(id: number): number {
    return this.read(id, at.bits) & 0xff;
  }
  sub(id: number): number {
    return (this.read(id, at.bits) >>> 8) & 0xff;
  }
  cause(id: number): number {
    return (this.read(id, at.bits) >>> 16) & 0xff;
  }
  flags(id: number): number {
    return this.read(id, at.bits) >>> 24;
  }

  close(id: number, endNs: number, seq: number, flags = 0): void {
    const row = this.find(id);
    this.chunk.times[row * 2 + 1] = endNs;
    this.chunk.set(row, at.endSeq, this.chunk.relative(seq));
    if (flags > 0) this.chunk.set(row, at.bits, this.chunk.word(row, at.bits) | (flags << 24));
  }

  reopen(id: number): void {
    const row = this.find(id);
    this.chunk.times[row * 2 + 1] = Infinity;
    this.chunk.set(row, at.endSeq, openSeq);
    const bits = this.chunk.word(row, at.bits) & ~((Flag.lost | Flag.exit) << 24);
    this.chunk.set(row, at.bits, bits);
  }

  /** queue says in which queue a runnable goroutine is. */
  queue(id: number, p: number, seq: number): void {
    const row = this.find(id);
    this.chunk.set(row, at.mp, (this.chunk.word(row, at.mp) & 0xffff) | (p << 16));
    this.chunk.set(row, at.placed, this.chunk.relative(seq));
  }

  /** pop takes the newest span back. */
  pop(): void {
    this.nextId -= 1;
    if (this.nextId % chunkSize === 0) this.chunks.pop();
  }

  /** dropOldest gives up the oldest chunk; `dropped` is called for each of its closed spans before. */
  dropOldest(dropped: (id: number) => void): void {
    const chunk = this.chunks[0];
    if (!chunk || this.chunks.length < 2) return;
    for (const [id, row] of [...this.carriedRows]) {
      if (this.carried.word(row, at.endSeq) === openSeq) continue;
      dropped(id);
      this.carriedRows.delete(id);
      this.freeRows.push(row);
    }
    const from = this.base * chunkSize;
    for (let row = 0; row < chunkSize; row++) {
      if (chunk.word(row, at.endSeq) !== openSeq) dropped(from + row);
    }
    for (let row = 0; row < chunkSize; row++) {
      if (chunk.word(row, at.endSeq) === openSeq) this.carry(from + row, chunk, row);
    }
    this.chunks.shift();
    this.base += 1;
  }

  private carry(id: number, chunk: Chunk, row: number): void {
    if (this.freeRows.length === 0) {
      const { rows } = this.carried;
      const larger = new Chunk(Math.max(64, rows * 2), 0);
      larger.times.set(this.carried.times);
      larger.words.set(this.carried.words);
      this.carried = larger;
      for (let free = larger.rows - 1; free >= rows; free--) this.freeRows.push(free);
    }
    const to = this.freeRows.pop() ?? 0;
    chunk.copyTo(row, this.carried, to);
    this.carriedRows.set(id, to);
  }

  private read(id: number, which: number): number {
    const row = this.find(id);
    return this.chunk.word(row, which);
  }

  private find(id: number): number {
    const chunk = this.chunks[Math.floor(id / chunkSize) - this.base];
    if (chunk) {
      this.chunk = chunk;
      return id % chunkSize;
    }
    const row = this.carriedRows.get(id);
    if (row === undefined) throw new Error(`span ${id} is not kept`);
    this.chunk = this.carried;
    return row;
  }
}
