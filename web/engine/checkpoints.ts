// Checkpoints of the engine's linear memory, which is the whole state of a simulated run: copying it
// is saving the run, writing it back is going there. Memory is cut into pages; a page that did not
// change since the previous checkpoint is shared with it, so a checkpoint costs what the run has
// written since then.
//
//   checkpoint 1   [a][b][c][0][0]
//   checkpoint 2   [a][B][c][D][0]      B and D are copies; a and c are the same objects as above
//
// Nothing here knows what the memory means. Which checkpoint to give up when there are too many is
// decided by chooseVictim(): the one whose loss makes going there again dearer by the least.

/** Place is a moment of a run. `events` counts those up to the cursor; the rest is the machine's. */
export interface Place {
  readonly events: number;
  readonly tick: number;
  readonly timeNs: number;
  readonly decisions: number;
  /** Bytes the program has written up to here. */
  readonly outputBytes: number;
  /** Milliseconds of driving that led here from the run's start. */
  readonly costMs: number;
  /** Changes made by hand (overrides, faults) that this state contains. */
  readonly edits: number;
}

interface Page {
  readonly words: Int32Array;
  users: number;
}

/** Checkpoint is a saved state. Only its store looks at its pages. */
export interface Checkpoint {
  readonly at: Place;
  /** A pinned one is never given up: nothing else leads to its state. */
  readonly pinned: boolean;
  readonly pages: readonly Page[];
}

export interface CheckpointOptions {
  readonly pageBytes?: number;
}

const defaultPageBytes = 16 * 1024;

// Eight words at a time: the comparison of all of memory is most of what a checkpoint costs.
function samePage(heap: Int32Array, start: number, page: Int32Array): boolean {
  for (let i = 0, h = start; i < page.length; i += 8, h += 8) {
    if (
      heap[h] !== page[i] ||
      heap[h + 1] !== page[i + 1] ||
      heap[h + 2] !== page[i + 2] ||
      heap[h + 3] !== page[i + 3] ||
      heap[h + 4] !== page[i + 4] ||
      heap[h + 5] !== page[i + 5] ||
      heap[h + 6] !== page[i + 6] ||
      heap[h + 7] !== page[i + 7]
    ) {
      return false;
    }
  }
  return true;
}

/** CheckpointStore takes checkpoints of one memory and counts what they hold. */
export class CheckpointStore {
  private readonly wordsPerPage: number;
  private readonly zero: Page;
  // What the memory was like last: most of its pages are still the same.
  private last: readonly Page[] = [];
  private held = 0;

  /** `memory` returns the present view: growing replaces the buffer. */
  constructor(
    private readonly memory: () => Uint8Array,
    options: CheckpointOptions = {},
  ) {
    this.wordsPerPage = (options.pageBytes ?? defaultPageBytes) / 4;
    this.zero = { words: new Int32Array(this.wordsPerPage), users: 1 };
  }

  /** bytes is the memory of all pages in use; shared ones count once. */
  get bytes(): number {
    return this.held * this.wordsPerPage * 4;
  }

  /** take saves the present state. */
  take(at: Place, pinned = false): Checkpoint {
    const heap = this.words();
    const count = heap.length / this.wordsPerPage;
    const pages: Page[] = new Array<Page>(count);
    for (let index = 0; index < count; index++) {
      const start = index * this.wordsPerPage;
      const before = this.last[index] ?? this.zero;
      let page = before;
      if (!samePage(heap, start, before.words)) {
        page = { words: heap.slice(start, start + this.wordsPerPage), users: 0 };
      }
      this.retain(page);
      pages[index] = page;
    }
    this.last = pages;
    return { at, pinned, pages };
  }

  /** restore makes the memory what it was. It cannot shrink: what came after is zero again. */
  restore(checkpoint: Checkpoint): void {
    const heap = this.words();
    checkpoint.pages.forEach((page, index) => {
      const start = index * this.wordsPerPage;
      if (page === this.zero) heap.fill(0, start, start + this.wordsPerPage);
      else heap.set(page.words, start);
    });
    heap.fill(0, checkpoint.pages.length * this.wordsPerPage);
    this.last = checkpoint.pages;
  }

  /** drop gives a checkpoint up; it must not be restored afterwards. */
  drop(checkpoint: Checkpoint): void {
    for (const page of checkpoint.pages) {
      if (page === this.zero) continue;
      page.users -= 1;
      if (page.users === 0) this.held -= 1;
    }
  }

  private retain(page: Page): void {
    if (page === this.zero) return;
    if (page.users === 0) this.held += 1;
    page.users += 1;
  }

  private words(): Int32Array {
    const bytes = this.memory();
    return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  }
}

/** before orders places along one branch of a run. */
export function before(a: Place, b: Place): boolean {
  if (a.events !== b.events) return a.events < b.events;
  if (a.edits !== b.edits) return a.edits < b.edits;
  return a.tick < b.tick;
}

/**
 * chooseVictim names the checkpoint to give up so that the longest stretch that has to be executed
 * again stays as short as possible, or null when all are needed. `lines` are the branches, each with
 * its checkpoints in order; they share those before their fork. The first and the last of a line
 * stay: they are its start and where it is being continued.
 */
export function chooseVictim(lines: readonly (readonly Checkpoint[])[]): Checkpoint | null {
  const gaps = new Map<Checkpoint, number>();
  for (const line of lines) {
    line.forEach((checkpoint, index) => {
      const previous = line[index - 1];
      const next = line[index + 1];
      if (!previous || !next || checkpoint.pinned) return;
      const gap = next.at.costMs - previous.at.costMs;
      gaps.set(checkpoint, Math.max(gaps.get(checkpoint) ?? 0, gap));
    });
  }
  let victim: Checkpoint | null = null;
  let smallest = Infinity;
  for (const [checkpoint, gap] of gaps) {
    if (gap >= smallest) continue;
    smallest = gap;
    victim = checkpoint;
  }
  return victim;
}
