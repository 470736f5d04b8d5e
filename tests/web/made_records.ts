// Records made by hand: what is not given is 0, without M and P.
import { type EventName, EventType } from '../../web/engine/event_types';
import { noId, recordBytes } from '../../web/engine/records';

export interface MadeRecord {
  readonly type: EventName;
  readonly seq?: number;
  readonly t?: number;
  readonly g?: number;
  readonly m?: number;
  readonly p?: number;
  readonly sub?: number;
  readonly a?: number;
  readonly b?: number;
  readonly c?: number;
}

/** encode makes the bytes; records without a seq follow the one before, the first is `first`. */
export function encode(records: readonly MadeRecord[], first = 1): Uint8Array {
  const bytes = new Uint8Array(records.length * recordBytes);
  const view = new DataView(bytes.buffer);
  let seq = first - 1;
  let time = 0;
  records.forEach((record, index) => {
    const at = index * recordBytes;
    seq = record.seq ?? seq + 1;
    time = record.t ?? time;
    view.setBigUint64(at, BigInt(seq), true);
    view.setBigInt64(at + 8, BigInt(time), true);
    view.setUint32(at + 16, record.g ?? 0, true);
    view.setUint16(at + 20, record.m ?? noId, true);
    view.setUint16(at + 22, record.p ?? noId, true);
    view.setUint8(at + 24, EventType[record.type]);
    view.setUint8(at + 25, record.sub ?? 0);
    view.setUint32(at + 28, record.a ?? 0, true);
    view.setUint32(at + 32, record.b ?? 0, true);
    view.setUint32(at + 36, record.c ?? 0, true);
  });
  return bytes;
}

/** dice is a little generator of numbers, the same every time. */
export function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}
