// Two branches side by side: their events around the first difference, and what each P ran.
import { type EventRecord, decodeRecords, noId } from '../engine/records';
import type { Comparison } from '../engine/sim_protocol';
import { narrate } from './narrate';

export interface ComparedEvent {
  readonly record: EventRecord;
  readonly text: string;
  /** Whether it is the same, byte for byte, in both branches. */
  readonly common: boolean;
}

/** Span is a stretch of time in which a P ran one goroutine. */
export interface Span {
  readonly p: number;
  readonly g: number;
  readonly fromNs: number;
  readonly toNs: number;
}

export interface Side {
  readonly events: readonly ComparedEvent[];
  readonly spans: readonly Span[];
}

export interface SideBySide {
  readonly left: Side;
  readonly right: Side;
  readonly procs: number;
  readonly fromNs: number;
  readonly toNs: number;
  /** When the branches part; null when they do not. */
  readonly partedNs: number | null;
  /** The number of the first event that differs. */
  readonly partedEvent: number;
}

/** spansOf reads what each P ran from the events, up to the last of them. */
export function spansOf(records: readonly EventRecord[]): Span[] {
  const spans: Span[] = [];
  const open = new Map<number, { g: number; fromNs: number }>();
  const close = (p: number, toNs: number): void => {
    const running = open.get(p);
    if (running) spans.push({ p, g: running.g, fromNs: running.fromNs, toNs });
    open.delete(p);
  };
  let last = 0;
  for (const record of records) {
    last = Math.max(last, record.timeNs);
    if (record.p === noId) continue;
    switch (record.name) {
      case 'goStart':
        close(record.p, record.timeNs);
        open.set(record.p, { g: record.g, fromNs: record.timeNs });
        break;
      case 'goPark':
      case 'goStop':
      case 'goDestroy':
      case 'procStop':
      case 'procRetake':
        close(record.p, record.timeNs);
        break;
      default:
        break;
    }
  }
  for (const p of [...open.keys()]) close(p, last);
  return spans;
}

function sideOf(bytes: Uint8Array, common: number): Side {
  const records = decodeRecords(bytes);
  const events = records.flatMap((record): ComparedEvent[] => {
    const decision = narrate(record);
    return decision ? [{ record, text: decision.text, common: record.seq <= common }] : [];
  });
  return { events, spans: spansOf(records) };
}

/** sideBySide makes a comparison fit to be drawn. */
export function sideBySide(comparison: Comparison): SideBySide {
  const common = comparison.common ?? Infinity;
  const left = sideOf(comparison.left, common);
  const right = sideOf(comparison.right, common);
  const all = [...left.events, ...right.events];
  const times = all.map((event) => event.record.timeNs);
  const parted = all.filter((event) => !event.common).map((event) => event.record.timeNs);
  const spans = [...left.spans, ...right.spans];
  return {
    left,
    right,
    procs: spans.reduce((most, span) => Math.max(most, span.p + 1), 1),
    fromNs: times.length > 0 ? Math.min(...times) : 0,
    toNs: times.length > 0 ? Math.max(...times) : 1,
    partedNs: parted.length > 0 ? Math.min(...parted) : null,
    partedEvent: (comparison.common ?? 0) + 1,
  };
}
