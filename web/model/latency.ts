// Scheduling latency: how long goroutines were runnable before they ran.
import type { History } from './history';

/** Latency sums up the waits of a run. Times in ns. */
export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Waits by powers of two: bucket i counts those of 2^i ns up to twice that. From `first` on. */
  readonly buckets: readonly number[];
  readonly first: number;
}

/** bucketOf is the power of two a wait lies in. */
export function bucketOf(ns: number): number {
  return ns < 1 ? 0 : Math.floor(Math.log2(ns));
}

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** latencyOf sums waits up; null: there are none. */
export function latencyOf(waits: Float64Array): Latency | null {
  if (waits.length === 0) return null;
  const sorted = waits.slice().sort();
  const first = bucketOf(sorted[0] ?? 0);
  const max = sorted.at(-1) ?? 0;
  const buckets = Array.from({ length: bucketOf(max) - first + 1 }, () => 0);
  for (const ns of sorted) {
    const bucket = bucketOf(ns) - first;
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  return { count: sorted.length, p50: at(sorted, 0.5), p99: at(sorted, 0.99), max, buckets, first };
}

/** worstWait says in a sentence who waited longest, and what ran meanwhile where it was queued. */
export function worstWait(history: History, words: (ns: number) => string): string {
  const [wait] = history.longestWaits(1);
  if (!wait || wait.endNs <= wait.startNs) return '';
  const ns = wait.endNs - wait.startNs;
  const still = wait.endNs >= history.endNs && history.span(wait.span)?.endNs === null;
  const said = `G${wait.g} ${still ? 'has been' : 'was'} runnable for ${words(ns)}`;
  if (wait.p === null) return `${said}.`;
  const ran = history.ranOn(wait.p, wait.startNs, wait.endNs).filter(({ g }) => g !== wait.g);
  const [longest] = ran;
  if (!longest) return still ? `${said}.` : `${said} before P${wait.p} ran it.`;
  const others = ran.length - 1;
  const more =
    others === 0 ? '' : `, and ${others} other${others === 1 ? '' : 's'} in shorter turns`;
  // Who had the P for a part of the time only is said with that time.
  const part = longest.ns < 0.95 * ns ? ` for ${words(longest.ns)}` : '';
  return `${said} while P${wait.p} ran G${longest.g}${part}${more}.`;
}
