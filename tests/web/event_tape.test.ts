// The tape of a branch's events: read in whatever pieces, what was written is there, once.
import { describe, expect, it } from 'vitest';
import { EventTape } from '../../web/engine/event_tape';
import { recordBytes } from '../../web/engine/records';

// Records that say their own place.
function records(from: number, to: number): Uint8Array {
  const bytes = new Uint8Array((to - from) * recordBytes);
  const view = new DataView(bytes.buffer);
  for (let at = from; at < to; at++) view.setUint32((at - from) * recordBytes, at, true);
  return bytes;
}

function places(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / recordBytes }, (_, index) =>
    view.getUint32(index * recordBytes, true),
  );
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index);

describe('an event tape', () => {
  it('gives what was written, in pieces', () => {
    const tape = new EventTape();
    for (let at = 0; at < 10_000; at += 1_250) tape.write(at, records(at, at + 1_250));
    const found: number[] = [];
    while (found.length < 9_000) found.push(...places(tape.read(found.length, 9_000, 777).bytes));
    expect(found).toEqual(range(0, 9_000));
  });

  it('keeps what it has when a part is executed again', () => {
    const tape = new EventTape();
    tape.write(0, records(0, 100));
    tape.write(50, records(50, 150));
    tape.write(20, records(20, 30));
    expect(places(tape.read(0, 150, 1_000).bytes)).toEqual(range(0, 150));
  });

  it('says what is missing, and takes it in later', () => {
    const tape = new EventTape();
    tape.write(100, records(100, 200));
    expect(tape.read(40, 300, 1_000)).toMatchObject({ skipped: 60 });
    expect(tape.read(200, 300, 1_000)).toMatchObject({ skipped: 100, bytes: new Uint8Array() });
    tape.write(0, records(0, 150));
    expect(places(tape.read(0, 300, 1_000).bytes)).toEqual(range(0, 200));
  });

  it('forgets the oldest when there are too many', () => {
    const tape = new EventTape(3 * 4096);
    for (let at = 0; at < 40_000; at += 1_000) tape.write(at, records(at, at + 1_000));
    const { skipped, bytes } = tape.read(0, 40_000, 100_000);
    expect(skipped).toBeGreaterThan(20_000);
    expect(places(bytes)).toEqual(range(skipped, 40_000));
    tape.write(0, records(0, 10));
    expect(places(tape.read(0, 10, 100).bytes)).toEqual(range(0, 10));
  });

  it('shares its past with a branch and nothing else', () => {
    const tape = new EventTape();
    tape.write(0, records(0, 6_000));
    const branch = tape.upTo(5_000);
    expect(branch.read(0, 9_000, 10_000).bytes).toHaveLength(5_000 * recordBytes);
    branch.write(5_000, records(7_000, 7_100));
    expect(places(tape.read(4_990, 5_010, 100).bytes)).toEqual(range(4_990, 5_010));
    expect(places(branch.read(4_999, 9_000, 2).bytes)).toEqual([4_999, 7_000]);
  });
});
