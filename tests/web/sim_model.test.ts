// What the page keeps of a simulated run: output that can get shorter, a log that can go back, and
// two branches side by side.
import { describe, expect, it } from 'vitest';
import { EventType } from '../../web/engine/event_types';
import { recordBytes } from '../../web/engine/records';
import { sideBySide, spansOf } from '../../web/model/comparison';
import { DecisionLog } from '../../web/model/decision_log';
import { decisionKinds } from '../../web/model/narrate';
import { OutputLog } from '../../web/model/output';
import { OutputTape } from '../../web/model/output_tape';
import { decodeRecords } from '../../web/engine/records';

const text = new TextEncoder();

interface Made {
  readonly seq: number;
  readonly type: number;
  readonly p?: number;
  readonly g?: number;
}

function records(list: readonly Made[]): Uint8Array {
  const bytes = new Uint8Array(list.length * recordBytes);
  const view = new DataView(bytes.buffer);
  list.forEach(({ seq, type, p = 0, g = 1 }, index) => {
    const at = index * recordBytes;
    view.setBigUint64(at, BigInt(seq), true);
    view.setBigInt64(at + 8, BigInt(seq * 100), true);
    view.setUint32(at + 16, g, true);
    view.setUint16(at + 22, p, true);
    view.setUint8(at + 24, type);
  });
  return bytes;
}

const starts = (from: number, to: number): Uint8Array =>
  records(
    Array.from({ length: to - from + 1 }, (_, i) => ({ seq: from + i, type: EventType.goStart })),
  );

describe('OutputTape', () => {
  const lines = (log: OutputLog): string[] =>
    Array.from({ length: log.length }, (_, index) => log.line(index)?.text ?? '');

  it('takes back what is cut, in the middle of a piece and of a character', () => {
    const log = new OutputLog();
    const tape = new OutputTape(log);
    tape.write({ stream: 'stdout', bytes: text.encode('one\ntw') });
    tape.write({ stream: 'stderr', bytes: text.encode('é\nthree') });
    expect(lines(log)).toEqual(['one', 'tw', 'é', 'three']);
    tape.cut(7);
    tape.write({ stream: 'stderr', bytes: text.encode('é').slice(1) });
    expect(lines(log)).toEqual(['one', 'tw', 'é']);
    tape.cut(3);
    expect(lines(log)).toEqual(['one']);
    tape.cut(99);
    expect(lines(log)).toEqual(['one']);
  });
});

describe('DecisionLog', () => {
  const seqs = (log: DecisionLog): number[] =>
    log.latest(100, new Set(decisionKinds)).map((entry) => entry.record.seq);

  it('goes back and on again without repeating anything', () => {
    const log = new DecisionLog();
    log.take(starts(1, 10), 10);
    log.cut(6);
    expect(seqs(log)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(log.total).toBe(6);
    log.take(starts(4, 8), 8);
    expect(seqs(log)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(log.total).toBe(8);
  });
});

describe('comparison', () => {
  it('reads from the events what each P ran', () => {
    const spans = spansOf(
      decodeRecords(
        records([
          { seq: 1, type: EventType.goStart, p: 0, g: 5 },
          { seq: 2, type: EventType.goStart, p: 1, g: 6 },
          { seq: 3, type: EventType.goPark, p: 0, g: 5 },
          { seq: 5, type: EventType.goStart, p: 0, g: 7 },
        ]),
      ),
    );
    expect(spans).toContainEqual({ p: 0, g: 5, fromNs: 100, toNs: 300 });
    expect(spans).toContainEqual({ p: 1, g: 6, fromNs: 200, toNs: 500 });
  });

  it('marks what the branches have in common', () => {
    const left = starts(1, 5);
    const right = records([
      { seq: 1, type: EventType.goStart },
      { seq: 2, type: EventType.goStart },
      { seq: 3, type: EventType.goPark },
    ]);
    const both = sideBySide({ a: 0, b: 1, common: 2, left, right });
    expect(both.left.events.map((event) => event.common)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(both.right.events.map((event) => event.common)).toEqual([true, true, false]);
    expect(both).toMatchObject({ partedEvent: 3, partedNs: 300 });
    expect(sideBySide({ a: 0, b: 1, common: null, left, right: left }).partedNs).toBeNull();
  });
});
