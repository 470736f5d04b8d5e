// Case: one event to be explained, with what its explainers have in common.
import type { EventRecord } from '../engine/records';
import type { Explanation, Scene } from './explanation';
import { formatNs } from './format';

/** Told is what an explainer adds to the title and the sentence of narrate(). */
export type Told = Partial<Omit<Explanation, 'title' | 'kind' | 'lead'>>;

export interface Case {
  readonly scene: Scene;
  readonly e: EventRecord;
  /** Where the record lies on the tape. */
  readonly index: number;
}

/** earlier says how long before the case an event was, and which. */
export function earlier({ e }: Case, other: EventRecord): string {
  const ns = Math.max(0, e.timeNs - other.timeNs);
  return ns === 0
    ? `at the same moment (event ${other.seq})`
    : `${formatNs(ns)} earlier (event ${other.seq})`;
}

/** gap says how long it was from one event to another. */
export function gap(from: EventRecord, to: EventRecord): string {
  return formatNs(Math.max(0, to.timeNs - from.timeNs));
}

/** forcePreempt: after so long sysmon asks for the P back. */
export const sliceMaxMs = 10;

export const runqSlots = 256;
export const stealPasses = 4;

export const notKnown = {
  earlier: 'What happened before it is no longer known: only the latest events of a run are kept.',
  skipped:
    'The run made more events than reach the page: what happened just before this one may be missing.',
} as const;

/** missing says what cannot be known when a search came back empty-handed. */
export function missing({ scene, index }: Case): string[] {
  const { tape } = scene;
  const from = Math.max(0, index - 2_000);
  if (index > 0 && !tape.knownBetween(tape.seq(from), tape.seq(index))) return [notKnown.skipped];
  if (tape.whole) return [];
  return [notKnown.earlier];
}
