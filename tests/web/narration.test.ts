import { describe, expect, it } from 'vitest';
import { Narration, pausesMs, type Scene, sentenceOf } from '../../web/model/narration';
import { restingPicture } from '../../web/views/board/resting';

const picture = { ...restingPicture(2), running: 2, runnable: 5, waiting: 100 };
const scene = (running: boolean, latest: string): Scene => ({ running, latest, picture });

describe('what a listener hears', () => {
  it('is the decision of a run that stands, and the counts of one that runs', () => {
    expect(sentenceOf(scene(false, 'P0 runs G7'))).toBe('P0 runs G7');
    const counts = 'Goroutines: 2 running, 5 runnable, 100 waiting.';
    expect(sentenceOf(scene(true, 'P0 runs G7'))).toBe(counts);
    expect(sentenceOf({ running: true, latest: '', picture: null })).toBe('');
  });

  it('comes at a bounded rate, and never twice', () => {
    const narration = new Narration();
    const heard: number[] = [];
    for (let ms = 0; ms <= 60_000; ms += 16) {
      const other = { ...picture, running: ms };
      if (narration.hear(ms, { running: true, latest: '', picture: other }) !== null) {
        heard.push(ms);
      }
    }
    expect(heard.length).toBeGreaterThan(5);
    expect(heard.length).toBeLessThanOrEqual(60_000 / pausesMs.running + 1);
    expect(narration.hear(100_000, scene(false, 'one'))).toBe('one');
    expect(narration.waitMs(100_000, false)).toBe(pausesMs.resting);
    expect(narration.hear(100_100, scene(false, 'two'))).toBeNull();
    expect(narration.hear(101_000, scene(false, 'two'))).toBe('two');
    expect(narration.hear(102_000, scene(false, 'two'))).toBeNull();
  });
});
