// Event records as they come from the engine: 40 bytes each, little endian, laid out as struct Event
// in core/events/event.h. Decoding is on demand, so a batch of thousands costs nothing until looked at.
import { type EventName, eventInfo } from './event_types';

export const recordBytes = 40;

/** kNoId in a record's m or p: no M, no P. */
export const noId = 0xffff;

/** EventRecord is one scheduler decision. What g, a, b, c, sub and aux mean is in eventInfo. */
export interface EventRecord {
  readonly seq: number;
  readonly timeNs: number;
  readonly name: EventName;
  readonly type: number;
  readonly g: number;
  readonly m: number;
  readonly p: number;
  readonly sub: number;
  readonly aux: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** recordCount returns how many whole records the bytes hold. */
export function recordCount(bytes: Uint8Array): number {
  return Math.floor(bytes.byteLength / recordBytes);
}

/** decodeRecord reads record `index`. An unknown type number fails loudly: the builds disagree. */
export function decodeRecord(bytes: Uint8Array, index: number): EventRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset + index * recordBytes, recordBytes);
  const type = view.getUint8(24);
  const info = eventInfo[type];
  if (!info) throw new Error(`event type ${type} is not in the table`);
  return {
    seq: Number(view.getBigUint64(0, true)),
    timeNs: Number(view.getBigInt64(8, true)),
    name: info.name,
    type,
    g: view.getUint32(16, true),
    m: view.getUint16(20, true),
    p: view.getUint16(22, true),
    sub: view.getUint8(25),
    aux: view.getUint16(26, true),
    a: view.getUint32(28, true),
    b: view.getUint32(32, true),
    c: view.getUint32(36, true),
  };
}

/** decodeRecords decodes all of them. */
export function decodeRecords(bytes: Uint8Array): EventRecord[] {
  return Array.from({ length: recordCount(bytes) }, (_, index) => decodeRecord(bytes, index));
}

/**
 * RecordReader reads records in place, without an object for each: for folds over whole runs. `at`
 * chooses the record that the other properties are of.
 */
export class RecordReader {
  readonly count: number;
  private readonly view: DataView;
  private start = 0;

  constructor(bytes: Uint8Array) {
    this.count = recordCount(bytes);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  at(index: number): this {
    this.start = index * recordBytes;
    return this;
  }

  get timeNs(): number {
    const { view, start } = this;
    return view.getUint32(start + 8, true) + view.getInt32(start + 12, true) * 2 ** 32;
  }

  get g(): number {
    return this.view.getUint32(this.start + 16, true);
  }

  get m(): number {
    return this.view.getUint16(this.start + 20, true);
  }

  get p(): number {
    return this.view.getUint16(this.start + 22, true);
  }

  get type(): number {
    return this.view.getUint8(this.start + 24);
  }

  get sub(): number {
    return this.view.getUint8(this.start + 25);
  }

  get a(): number {
    return this.view.getUint32(this.start + 28, true);
  }

  get b(): number {
    return this.view.getUint32(this.start + 32, true);
  }

  get c(): number {
    return this.view.getUint32(this.start + 36, true);
  }
}
