import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatNs,
  formatShort,
  leakWords,
  shortFunction,
} from '../../web/model/format';
import { defaultSettings, parseSettings } from '../../web/model/settings';
import { gridFor } from '../../web/views/board/cells';

describe('parseSettings', () => {
  it('gives the defaults for nothing and for nonsense', () => {
    expect(parseSettings(null)).toEqual(defaultSettings);
    expect(parseSettings('{{')).toEqual(defaultSettings);
    expect(parseSettings('7')).toEqual(defaultSettings);
  });

  it('keeps what is valid and replaces only what is not', () => {
    const stored = JSON.stringify({ procs: 8, preempt: 'sometimes', theme: 'dark' });
    expect(parseSettings(stored)).toEqual({ ...defaultSettings, procs: 8, theme: 'dark' });
  });
});

describe('the settings of the simulated machine', () => {
  it('are kept within what the controls offer', () => {
    const stored = { engine: 'simulated', cores: 5, seed: 12, pace: 99, stepKind: 'line' };
    expect(parseSettings(JSON.stringify(stored))).toEqual({
      ...defaultSettings,
      engine: 'simulated',
      seed: 12,
      stepKind: 'line',
    });
    expect(parseSettings('{"seed": -1, "pace": 0.5}')).toEqual(defaultSettings);
  });
});

describe('formats', () => {
  it('writes counts in at most five characters', () => {
    expect([0, 987, 9_999, 12_345, 123_456, 4_560_000, 7_200_000_000].map(formatShort)).toEqual([
      '0',
      '987',
      '9,999',
      '12.3k',
      '123k',
      '4.6M',
      '7.2G',
    ]);
  });

  it('writes durations and sizes with their unit', () => {
    expect([900, 1_500, 2_500_000, 3_210_000_000].map(formatNs)).toEqual([
      '900 ns',
      '1.5 µs',
      '2.5 ms',
      '3.21 s',
    ]);
    expect(formatBytes(32 * 1024 * 1024)).toBe('32 MiB');
  });

  it('says how many goroutines leaked, if any', () => {
    expect([0, 1, 12_000].map(leakWords)).toEqual([
      '',
      '; 1 goroutine leaked',
      '; 12,000 goroutines leaked',
    ]);
  });

  it('shortens functions of main but not main itself', () => {
    expect(shortFunction('main.worker')).toBe('worker');
    expect(shortFunction('main.main')).toBe('main.main');
    expect(shortFunction('main.main.func1')).toBe('main.main.func1');
  });
});

describe('gridFor', () => {
  it('fits ten thousand cells into a strip', () => {
    const grid = gridFor(10_000, 600, 96);
    expect(grid.columns * grid.rows * grid.each).toBeGreaterThanOrEqual(10_000);
    expect(grid.rows * grid.pitch).toBeLessThanOrEqual(96);
  });

  it('takes the largest cells that fit', () => {
    expect(gridFor(20, 200, 44)).toMatchObject({ pitch: 9, each: 1 });
  });

  it('never grows beyond the height it was given', () => {
    const grid = gridFor(1_000_000, 300, 96);
    expect(grid.rows * grid.pitch).toBeLessThanOrEqual(96);
    expect(grid.columns * grid.rows * grid.each).toBeGreaterThanOrEqual(1_000_000);
    expect(grid.each).toBe(1000); // A round number, which the caption names.
  });
});
