// Where two branches of a run part: both are executed again from the last place they share, and their
// records compared byte for byte.
import { recordBytes, recordCount } from './records';
import type { Branch } from './sim_branch';
import type { Comparison } from './sim_protocol';
import type { Steps } from './sim_run';

/** Records shown around the first difference. */
const windowBefore = 24;
const windowAfter = 400;
/** Records compared at a time: the first difference is mostly near. */
const countAtFirst = 1024;
const countMax = 65536;

/** RecordsOf runs a branch for up to `count` records after its first `from`. */
export type RecordsOf = (branch: Branch, from: number, count: number) => Steps<Uint8Array>;

/** firstDifference is the index of the first record that differs; a missing one does. */
export function firstDifference(a: Uint8Array, b: Uint8Array): number | null {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    if (a[i] !== b[i]) return Math.floor(i / recordBytes);
  }
  return a.length === b.length ? null : recordCount(a.length < b.length ? a : b);
}

/** compareBranches finds the first difference and takes what lies around it. */
export function* compareBranches(
  left: Branch,
  right: Branch,
  recordsOf: RecordsOf,
): Steps<Comparison> {
  const shared = left.checkpoints.findLast((one) => right.checkpoints.includes(one));
  const limit = Math.max(left.end.events, right.end.events);
  let from = shared?.at.events ?? 0;
  let common: number | null = null;
  for (let count = countAtFirst; common === null && from < limit;) {
    const a = yield* recordsOf(left, from, count);
    const b = yield* recordsOf(right, from, count);
    const difference = firstDifference(a, b);
    if (difference !== null) common = from + difference;
    from += count;
    count = Math.min(count * 4, countMax);
  }
  const start = Math.max(0, (common ?? limit) - windowBefore);
  return {
    a: left.id,
    b: right.id,
    common,
    left: yield* recordsOf(left, start, windowBefore + windowAfter),
    right: yield* recordsOf(right, start, windowBefore + windowAfter),
  };
}
