// What the page makes of the scheduler's knobs: reading, writing, searching, and what is dropped.
import { describe, expect, it } from 'vitest';
import type { KnobInfo, KnobTable } from '../../web/engine/protocol';
import {
  findKnobs,
  knobRange,
  knobText,
  presetOf,
  readKnob,
  readKnobs,
  soundKnobs,
  turned,
} from '../../web/model/knobs';
import { scheduleFields } from '../../web/model/schedule';
import { defaultSettings, parseSettings } from '../../web/model/settings';
import { decodeShared, encodeShared, settingsOf, sharedState } from '../../web/model/share';

const knob = (name: string, kind: KnobInfo['kind'], usual: number, min: number, max: number) =>
  ({ name, kind, usual, min, max, group: 'queues', title: name, what: 'what', go: 'go' }) as const;

const tick = knob('globalTick', 'count', 61, 1, 1_000);
const ring = knob('runqSize', 'powerOfTwo', 256, 2, 256);
const slice = knob('forcePreemptNs', 'time', 10_000_000, 1_000, 60_000_000_000);
const steal = { ...knob('steal', 'flag', 1, 0, 1), group: 'stealing' } as const;
const limit = knob('memoryLimitMiB', 'MiB', 0, 0, 1_024);
const table: KnobTable = {
  knobs: [tick, ring, slice, steal, limit],
  presets: [
    { name: 'go1.26', about: '', preempt: 'async', settings: {} },
    { name: 'alone', about: '', preempt: 'none', settings: { steal: 0 } },
  ],
};

describe('the values of knobs', () => {
  it('are written with their unit and read back', () => {
    for (const [info, value, text] of [
      [slice, 10_000_000, '10 ms'],
      [slice, 1_500, '1.5 µs'],
      [slice, 60_000_000_000, '1 min'],
      [slice, 1_234_567, '1.234567 ms'],
      [tick, 61, '61'],
      [limit, 64, '64 MiB'],
      [limit, 0, 'none'],
    ] as const) {
      const written = knobText(info, value);
      if (value !== 1_234_567) expect(written).toBe(text);
      expect(readKnob(info, written)).toBe(value);
    }
  });

  it('are read as people write them, and nothing else is', () => {
    expect(readKnob(slice, '20us')).toBe(20_000);
    expect(readKnob(slice, ' 2 MS ')).toBe(2_000_000);
    expect(readKnob(slice, '5')).toBeNull();
    expect(readKnob(slice, 'soon')).toBeNull();
    expect(readKnob(tick, '7')).toBe(7);
    expect(readKnob(tick, '7 ms')).toBeNull();
    expect(readKnob(tick, '')).toBeNull();
    expect(knobRange(slice)).toBe('a time such as 20 ms, from 1 µs to 1 min');
  });

  it('are dropped when the table does not allow them', () => {
    const given = { globalTick: 0, runqSize: 12, steal: 0, memoryLimitMiB: 0, unknown: 3 };
    expect(soundKnobs(table, given)).toEqual({ steal: 0 });
    expect(soundKnobs({ knobs: [], presets: [] }, given)).toBe(given);
    expect(turned({ steal: 0 }, steal, 1)).toEqual({});
    expect(turned({ steal: 0 }, tick, 5)).toEqual({ steal: 0, globalTick: 5 });
  });

  it('are found by words of any of their texts', () => {
    expect(findKnobs(table.knobs, 'stealing')).toEqual([steal]);
    expect(findKnobs(table.knobs, 'TICK what')).toEqual([tick]);
    expect(findKnobs(table.knobs, 'nothing')).toEqual([]);
  });

  it('make a preset together with the preemption mode', () => {
    expect(presetOf(table, {}, 'async')?.name).toBe('go1.26');
    expect(presetOf(table, { steal: 0 }, 'none')?.name).toBe('alone');
    expect(presetOf(table, { steal: 0 }, 'async')).toBeUndefined();
  });
});

describe('knobs that were kept or shared', () => {
  it('survive storage; what is no number does not', () => {
    const stored = { knobs: { globalTick: 5, 'a b': 1, steal: 'no', slice: -1, big: 1e300 } };
    expect(parseSettings(JSON.stringify(stored)).knobs).toEqual({ globalTick: 5 });
    expect(readKnobs([1, 2])).toEqual({});
    expect(readKnobs('x')).toEqual({});
  });

  it('go through links, and a link without them stands for the defaults', async () => {
    const state = {
      chosen: 'file:',
      source: 'package main',
      schedule: '',
      events: 0,
      breakpoints: [],
      view: { tab: 'code', panel: 'Decisions' },
    };
    const settings = { ...defaultSettings, knobs: { globalTick: 5 } };
    const decoded = await decodeShared(await encodeShared(sharedState({ ...state, settings })));
    if (!decoded.ok) throw new Error(decoded.message);
    expect(settingsOf(decoded.shared).knobs).toEqual({ globalTick: 5 });
    const plain = sharedState({ ...state, settings: defaultSettings });
    expect(plain.settings).toEqual({});
    expect(settingsOf(plain).knobs).toEqual({});
  });

  it('are part of the schedule, but only those that were turned', () => {
    expect(scheduleFields(defaultSettings, {})).not.toHaveProperty('settings');
    expect(scheduleFields({ ...defaultSettings, knobs: { steal: 0 } }, {})).toMatchObject({
      settings: { steal: 0 },
    });
  });
});
