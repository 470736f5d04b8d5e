// What the transport's buttons, sliders and keys mean, and the words it uses.
import { describe, expect, it } from 'vitest';
import type { Choice, SimBatch } from '../../web/engine/sim_protocol';
import {
  marksOf,
  nowWords,
  paces,
  paceWords,
  restWords,
  seekOf,
  sliderMax,
  sliderOf,
  transportKey,
} from '../../web/model/transport';

const position = {
  events: 1234,
  tick: 1,
  machineEvents: 1234,
  timeNs: 2_500_000,
  decisions: 0,
  m: 2,
  g: 7,
  line: 14,
  ended: false,
};
const branch = {
  id: 0,
  name: 'Run',
  fork: null,
  endEvents: 2000,
  endNs: 4_000_000,
  ended: true,
  exitCode: 3,
  schedule: 'v1',
};
const batch = {
  position,
  branch: 0,
  branches: [branch],
  breakReason: 'line 14',
} as unknown as SimBatch;

describe('paces', () => {
  it('go from 1 µs a second to no limit, each faster than the one before', () => {
    expect(paceWords(0)).toBe('1 µs/s');
    expect(paceWords(paces.length - 1)).toBe('unlimited');
    for (let i = 1; i < paces.length; i++) expect(paces[i]).toBeGreaterThan(paces[i - 1] ?? 0);
    expect(paces.map((_, index) => paceWords(index))).toContain('500 µs/s');
    expect(paces.map((_, index) => paceWords(index))).toContain('1 s/s');
  });
});

describe('the time slider', () => {
  it('leads back to the time it shows', () => {
    const endNs = 7_654_321;
    for (const at of [1, 250, 999]) {
      const { timeNs } = seekOf(at, endNs, 100);
      expect(sliderOf(timeNs ?? -1, endNs)).toBe(at);
    }
  });

  it('goes to the very start and the very end', () => {
    expect(seekOf(0, 1000, 42)).toEqual({ events: 0 });
    expect(seekOf(sliderMax, 1000, 42)).toEqual({ events: 42 });
  });

  it('stays in place for a run without time', () => {
    expect(sliderOf(5, 0)).toBe(0);
  });

  it('marks forks and changed choices always, others as far as there is room', () => {
    const fork = { parent: 0, events: 10, timeNs: 1_000_000 };
    const forked = { ...batch, branches: [branch, { ...branch, id: 1, name: 'other', fork }] };
    const choices = Array.from({ length: 10_000 }, (_, index): Choice => {
      const overridden = index === 5001;
      return { index, timeNs: index * 400, overridden, question: `q${index}` } as Choice;
    });
    const marks = marksOf(forked, choices, 4_000_000);
    expect(marks.filter((mark) => mark.kind === 'fork')).toEqual([
      { at: 250, kind: 'fork', title: 'Fork: other' },
    ]);
    expect(marks.filter((mark) => mark.kind === 'override').map((m) => m.title)).toEqual(['q5001']);
    expect(marks.length).toBeGreaterThan(100);
    expect(marks.length).toBeLessThan(300);
  });
});

describe('words', () => {
  it('say why the run stands', () => {
    expect(restWords('breakpoint', batch)).toBe('Breakpoint: line 14');
    expect(restWords('ended', batch)).toBe('Exit status 3 after 2.5 ms of virtual time');
    expect(restWords('paused', batch)).toBe('Paused at event 1,234');
    const ended = { ...batch, position: { ...position, ended: true } };
    expect(restWords('reached', ended)).toBe('At the end: exit status 3');
  });

  it('say whose instruction is next', () => {
    expect(nowWords(batch)).toBe('M2 runs G7, line 14');
    const between = { ...batch, position: { ...position, m: -1, g: 0, line: 0 } };
    expect(nowWords(between)).toBe('between two turns');
    const scheduling = { ...batch, position: { ...position, g: 0, line: 0 } };
    expect(nowWords(scheduling)).toBe('M2 schedules');
  });
});

describe('transportKey', () => {
  const press = (key: string, more = {}) =>
    transportKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

  it('knows its three keys and leaves all others, and combinations, alone', () => {
    expect([press(' '), press('ArrowRight'), press('ArrowLeft')]).toEqual([
      'toggle',
      'forward',
      'back',
    ]);
    expect(press('a')).toBeNull();
    expect(press('ArrowLeft', { altKey: true })).toBeNull();
    expect(press(' ', { shiftKey: true })).toBeNull();
  });
});
