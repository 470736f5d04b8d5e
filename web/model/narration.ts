// What somebody who listens hears of a run: while it stands, the decision it stands behind; while it
// runs, now and then how many goroutines do what. Never more often than can be listened to.
import type { Picture } from '../engine/picture';

export interface Scene {
  readonly running: boolean;
  /** The newest decision in words, '' before the first. */
  readonly latest: string;
  readonly picture: Picture | null;
}

/** pausesMs is the least time from one sentence to the next. */
export const pausesMs = { running: 5_000, resting: 500 } as const;

/** sentenceOf puts a scene into one sentence, '' when there is nothing to say. */
export function sentenceOf({ running, latest, picture }: Scene): string {
  if (!running || !picture) return latest;
  const counts: readonly (readonly [number, string])[] = [
    [picture.running, 'running'],
    [picture.runnable, 'runnable'],
    [picture.waiting, 'waiting'],
    [picture.syscall, 'in system calls'],
  ];
  const parts = counts.filter(([n]) => n > 0).map(([n, words]) => `${n} ${words}`);
  return parts.length === 0 ? latest : `Goroutines: ${parts.join(', ')}.`;
}

/** Narration keeps sentences apart. */
export class Narration {
  private said = '';
  private saidMs = -Infinity;

  /** waitMs is how long it is until a sentence may be said. */
  waitMs(nowMs: number, running: boolean): number {
    const pause = running ? pausesMs.running : pausesMs.resting;
    return Math.max(0, this.saidMs + pause - nowMs);
  }

  /** hear returns the sentence to say now; null: nothing new, or too soon. */
  hear(nowMs: number, scene: Scene): string | null {
    const sentence = sentenceOf(scene);
    if (sentence === this.said || this.waitMs(nowMs, scene.running) > 0) return null;
    this.said = sentence;
    this.saidMs = nowMs;
    return sentence;
  }
}
