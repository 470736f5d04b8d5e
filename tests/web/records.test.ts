import { describe, expect, it } from 'vitest';
import { EventType } from '../../web/engine/event_types';
import { decodeRecords, recordBytes, recordCount } from '../../web/engine/records';
import { encodeEvents } from '../browser/harness/synthetic';

describe('decodeRecords', () => {
  it('reads every field where the engine puts it', () => {
    const bytes = encodeEvents([
      { type: EventType.steal, g: 70_001, m: 3, p: 2, sub: 1, a: 4, b: 5, c: 6 },
    ]);
    expect(decodeRecords(bytes)).toEqual([
      {
        seq: 1,
        timeNs: 0,
        name: 'steal',
        type: EventType.steal,
        g: 70_001,
        m: 3,
        p: 2,
        sub: 1,
        aux: 0,
        a: 4,
        b: 5,
        c: 6,
      },
    ]);
  });

  it('reads records at any offset of a larger buffer', () => {
    const bytes = encodeEvents([{ type: EventType.mPark, m: 9 }]);
    const shifted = new Uint8Array(recordBytes + 3);
    shifted.set(bytes, 3);
    expect(decodeRecords(shifted.subarray(3))[0]?.m).toBe(9);
  });

  it('ignores an incomplete record at the end', () => {
    expect(recordCount(new Uint8Array(recordBytes * 2 + 7))).toBe(2);
  });

  it('refuses a type that is not in the table', () => {
    expect(() => decodeRecords(encodeEvents([{ type: 250 }]))).toThrow(/not in the table/);
  });
});
