// Checkpoints of a memory: what comes back, what is shared, and which one is given up.
import { describe, expect, it } from 'vitest';
import {
  before,
  type Checkpoint,
  CheckpointStore,
  chooseVictim,
  type Place,
} from '../../web/engine/checkpoints';

const pageBytes = 64;

const place = (events: number, more: Partial<Place> = {}): Place => ({
  events,
  tick: events,
  timeNs: events,
  decisions: 0,
  outputBytes: 0,
  costMs: events,
  edits: 0,
  ...more,
});

// A memory that can grow, as a wasm module's does: the view is replaced.
class Memory {
  bytes: Uint8Array;
  constructor(pages: number) {
    this.bytes = new Uint8Array(pages * pageBytes);
  }
  grow(pages: number): void {
    const larger = new Uint8Array(this.bytes.length + pages * pageBytes);
    larger.set(this.bytes);
    this.bytes = larger;
  }
  fill(from: number): void {
    for (let i = 0; i < this.bytes.length; i++) this.bytes[i] = (i * 7 + from) & 0xff;
  }
}

function storeOf(memory: Memory): CheckpointStore {
  return new CheckpointStore(() => memory.bytes, { pageBytes });
}

describe('CheckpointStore', () => {
  it('brings every byte back', () => {
    const memory = new Memory(8);
    const store = storeOf(memory);
    memory.fill(1);
    const first = store.take(place(1));
    const firstBytes = memory.bytes.slice();
    memory.fill(99);
    const second = store.take(place(2));
    const secondBytes = memory.bytes.slice();
    store.restore(first);
    expect(memory.bytes).toEqual(firstBytes);
    store.restore(second);
    expect(memory.bytes).toEqual(secondBytes);
  });

  it('notices a change of any single byte', () => {
    const memory = new Memory(2);
    memory.fill(3);
    for (let at = 0; at < memory.bytes.length; at++) {
      const store = storeOf(memory);
      const was = store.take(place(0));
      const value = memory.bytes[at] ?? 0;
      memory.bytes[at] = value ^ 0x80;
      const is = store.take(place(1));
      store.restore(was);
      expect(memory.bytes[at]).toBe(value);
      store.restore(is);
      expect(memory.bytes[at]).toBe(value ^ 0x80);
      memory.bytes[at] = value;
    }
  });

  it('shares pages that did not change, and zero pages cost nothing', () => {
    const memory = new Memory(100);
    const store = storeOf(memory);
    store.take(place(0));
    expect(store.bytes).toBe(0);
    memory.bytes[5 * pageBytes] = 1;
    memory.bytes[7 * pageBytes] = 1;
    store.take(place(1));
    expect(store.bytes).toBe(2 * pageBytes);
    memory.bytes[7 * pageBytes] = 2;
    store.take(place(2));
    expect(store.bytes).toBe(3 * pageBytes);
  });

  it('lets go of a page with its last user', () => {
    const memory = new Memory(4);
    const store = storeOf(memory);
    memory.bytes[0] = 1;
    const first = store.take(place(0));
    const second = store.take(place(1));
    store.drop(first);
    expect(store.bytes).toBe(pageBytes);
    store.drop(second);
    expect(store.bytes).toBe(0);
    // The memory is still like the dropped one: its page counts again when it is used again.
    store.take(place(2));
    expect(store.bytes).toBe(pageBytes);
  });

  it('clears what the memory grew by', () => {
    const memory = new Memory(2);
    const store = storeOf(memory);
    memory.fill(5);
    const small = store.take(place(0));
    memory.grow(3);
    memory.fill(9);
    const large = store.take(place(1));
    store.restore(small);
    expect([...memory.bytes.subarray(2 * pageBytes)].every((byte) => byte === 0)).toBe(true);
    store.restore(large);
    expect(memory.bytes[4 * pageBytes]).toBe((4 * pageBytes * 7 + 9) & 0xff);
  });

  it('compares with what was restored last, not with what was taken last', () => {
    const memory = new Memory(3);
    const store = storeOf(memory);
    memory.fill(1);
    const first = store.take(place(0));
    memory.fill(2);
    store.take(place(1));
    store.restore(first);
    const bytes = store.bytes;
    store.take(place(2));
    expect(store.bytes).toBe(bytes);
  });
});

const fake = (costMs: number, pinned = false): Checkpoint => ({
  at: place(costMs),
  pinned,
  pages: [],
});

describe('chooseVictim', () => {
  it('gives up the one in the narrowest gap', () => {
    const line = [0, 60, 120, 130, 200].map((costMs) => fake(costMs));
    expect(chooseVictim([line])?.at.costMs).toBe(120);
  });

  it('keeps the start, the newest and the pinned ones', () => {
    const line = [fake(0), fake(1, true), fake(2)];
    expect(chooseVictim([line])).toBeNull();
  });

  it('thins out evenly', () => {
    let line = Array.from({ length: 33 }, (_, index) => fake(index * 10));
    for (let i = 0; i < 16; i++) {
      const victim = chooseVictim([line]);
      line = line.filter((one) => one !== victim);
    }
    const gaps = line.slice(1).map((one, index) => one.at.costMs - (line[index]?.at.costMs ?? 0));
    expect(Math.max(...gaps)).toBe(20);
  });

  it('looks at every branch that uses a checkpoint', () => {
    const [a, b, c, d] = [fake(0), fake(10), fake(20), fake(500)];
    // On the first branch b is cheap to lose; on the second it is all there is before d.
    expect(chooseVictim([[a, b, c, fake(30)]])).toBe(b);
    expect(
      chooseVictim([
        [a, b, c, fake(30)],
        [a, b, d],
      ]),
    ).toBe(c);
  });
});

describe('before', () => {
  it('orders by events, then changes made by hand, then the machine', () => {
    expect(before(place(1), place(2))).toBe(true);
    expect(before(place(2), place(2, { edits: 1 }))).toBe(true);
    expect(before(place(2, { tick: 9 }), place(2, { tick: 3 }))).toBe(false);
  });
});
