// Event streams made up for tests, as bytes like the engine's.
import { type EventName, EventType } from '../../web/engine/event_types';
import { type EventRecord, noId, recordBytes } from '../../web/engine/records';

export type Made = { readonly name: EventName } & Partial<Omit<EventRecord, 'name' | 'type'>>;

/** streamOf writes the records; what is left out counts up (seq, time) or is nothing. */
export function streamOf(list: readonly Made[], firstSeq = 1): Uint8Array {
  const bytes = new Uint8Array(list.length * recordBytes);
  const view = new DataView(bytes.buffer);
  let timeNs = 0;
  list.forEach((e, index) => {
    const at = index * recordBytes;
    timeNs = e.timeNs ?? timeNs + 1_000;
    view.setBigUint64(at, BigInt(e.seq ?? firstSeq + index), true);
    view.setBigInt64(at + 8, BigInt(timeNs), true);
    view.setUint32(at + 16, e.g ?? 0, true);
    view.setUint16(at + 20, e.m ?? noId, true);
    view.setUint16(at + 22, e.p ?? noId, true);
    view.setUint8(at + 24, EventType[e.name]);
    view.setUint8(at + 25, e.sub ?? 0);
    view.setUint16(at + 26, e.aux ?? 0, true);
    view.setUint32(at + 28, e.a ?? 0, true);
    view.setUint32(at + 32, e.b ?? 0, true);
    view.setUint32(at + 36, e.c ?? 0, true);
  });
  return bytes;
}
