// What the timeline shows: stretches of time, slices, words, keys.
import { describe, expect, it } from 'vitest';
import { PickBranch, waitReasons } from '../../web/engine/event_types';
import { History, SpanState } from '../../web/model/history';
import {
  axisTicks,
  findGoroutine,
  fitView,
  lanesOf,
  panView,
  slicesOf,
  spanLines,
  timelineKey,
  visibleSpans,
  zoomView,
} from '../../web/model/timeline';
import { encode, type MadeRecord } from './made_records';

const names = new Map([
  [7, 'main.main'],
  [9, 'main.worker'],
]);
const chanReceive = waitReasons.indexOf('chan receive');

// G2 runs on P0 for 40 of every 100 ns, `rounds` times.
function pulses(rounds: number): History {
  const records: MadeRecord[] = [
    { type: 'goCreate', t: 0, g: 1, m: 0, p: 0, b: 7 },
    { type: 'goCreate', t: 0, g: 5, m: 0, p: 0, sub: 1 },
    { type: 'goCreate', t: 0, g: 2, m: 0, p: 0, a: 1, b: 9 },
  ];
  for (let round = 0; round < rounds; round++) {
    const t = round * 100 + 10;
    records.push(
      { type: 'goStart', t, g: 2, m: 3, p: 0, sub: PickBranch.local },
      { type: 'goPark', t: t + 40, g: 2, m: 3, p: 0, sub: chanReceive },
      { type: 'goUnpark', t: t + 80, g: 2, m: 0, p: 1, sub: chanReceive, b: 1 },
    );
  }
  const history = new History();
  history.take(encode(records));
  return history;
}

function laneOf(history: History, p: number) {
  const lane = history.lane('p', p);
  if (!lane) throw new Error('no lane');
  return lane;
}

describe('the stretch shown', () => {
  it('zooms around a moment that keeps its place', () => {
    const view = zoomView({ fromNs: 0, toNs: 1_000 }, 0.5, 250, 1_000);
    expect(view).toEqual({ fromNs: 125, toNs: 625 });
    const narrow = zoomView(view, 1e-9, 250, 1_000);
    expect(narrow.toNs - narrow.fromNs).toBeCloseTo(100);
    const wide = zoomView(view, 1e9, 250, 1_000);
    expect(wide.toNs - wide.fromNs).toBeCloseTo(1_500);
  });

  it('never loses the run', () => {
    expect(panView({ fromNs: 0, toNs: 100 }, 1e9, 1_000).fromNs).toBe(950);
    expect(panView({ fromNs: 0, toNs: 100 }, -1e9, 1_000).fromNs).toBe(-50);
  });

  it('has round moments on its axis', () => {
    const ticks = axisTicks({ fromNs: 1_000, toNs: 10_400 }, 800);
    expect(ticks.map(({ label }) => label)).toEqual(['2 µs', '4 µs', '6 µs', '8 µs', '10 µs']);
    expect(axisTicks(fitView(0, 3e9), 600).at(1)?.label).toBe('500 ms');
  });
});

describe('slices', () => {
  it('are the spans where there is room', () => {
    const history = pulses(3);
    const slices = slicesOf(history, laneOf(history, 0), { fromNs: 0, toNs: 300 }, 300);
    expect(slices.map(({ fromPx, toPx, merged }) => [fromPx, toPx, merged])).toEqual([
      [10, 50, false],
      [110, 150, false],
      [210, 250, false],
    ]);
    expect(slices[0]?.state).toBe(SpanState.running);
  });

  it('are no more than the pixels, however many spans there are', () => {
    const history = pulses(30_000);
    const lane = laneOf(history, 0);
    const all = slicesOf(history, lane, { fromNs: 0, toNs: 3e6 }, 400);
    expect(all.length).toBeLessThanOrEqual(400);
    // Nothing of the lane is left white: it is busy all the time at this scale.
    const covered = all.reduce((sum, slice) => sum + slice.toPx - slice.fromPx, 0);
    expect(covered).toBeGreaterThan(390);
    expect(all.every((slice) => slice.merged)).toBe(true);
    const part = slicesOf(history, lane, { fromNs: 1e6, toNs: 1e6 + 200 }, 400);
    expect(part.map(({ fromPx }) => Math.round(fromPx))).toEqual([20, 220]);
  });

  it('reach to the end of the run while a span is open', () => {
    const history = new History();
    history.take(encode([{ type: 'goStart', t: 10, g: 2, m: 3, p: 0 }]));
    history.reach(60);
    const [slice] = slicesOf(history, laneOf(history, 0), { fromNs: 0, toNs: 100 }, 100);
    expect(slice).toMatchObject({ fromPx: 10, toPx: 60 });
  });
});

describe('lanes', () => {
  it('are Ps, Ms, or goroutines, those of the runtime when asked for', () => {
    const history = pulses(1);
    const labels = (kind: 'p' | 'm' | 'g', system: boolean) =>
      lanesOf(history, kind, 2, system, names).map(({ label }) => label);
    expect(labels('p', false)).toEqual(['P0', 'P1']);
    expect(labels('m', false)).toEqual(['M3']);
    expect(labels('g', false)).toEqual(['G1 main.main', 'G2 worker']);
    expect(labels('g', true)).toEqual(['G1 main.main', 'G2 worker', 'G5']);
  });

  it('are found by number or function', () => {
    const history = pulses(1);
    expect(findGoroutine(history, 'G5', names)).toBe(5);
    expect(findGoroutine(history, '2', names)).toBe(2);
    expect(findGoroutine(history, 'WORK', names)).toBe(2);
    expect(findGoroutine(history, 'main', names, 1)).toBe(1);
    expect(findGoroutine(history, '99', names)).toBeNull();
    expect(findGoroutine(history, ' ', names)).toBeNull();
  });

  it('become rows of a table, in order of time', () => {
    const history = pulses(3);
    const lanes = lanesOf(history, 'g', 2, false, names);
    const shown = visibleSpans(history, 'g', lanes, { fromNs: 120, toNs: 210 }, 100);
    expect(shown.spans.map(({ lane, id }) => [lane.id, history.span(id)?.state])).toEqual([
      [1, 'runnable'],
      [2, 'running'],
      [2, 'waiting'],
      [2, 'runnable'],
      [2, 'running'],
    ]);
    expect(visibleSpans(history, 'g', lanes, { fromNs: 0, toNs: 300 }, 4)).toMatchObject({
      cut: true,
      spans: { length: 4 },
    });
  });
});

it('says what a span is in plain words', () => {
  const history = pulses(1);
  const lines = [0, 1, 2, 3].map((at) => {
    const span = history.span(history.lane('g', 2)?.at(at) ?? -1);
    return span ? spanLines(history, span, names) : [];
  });
  expect(lines).toEqual([
    ['G2 worker · runnable', '10 ns from 0 ns', 'created by G1'],
    [
      'G2 worker · running · P0, M3',
      '40 ns from 10 ns',
      'picked from the head of the P’s own queue',
    ],
    ['G2 worker · waiting', '40 ns from 50 ns', 'chan receive'],
    ['G2 worker · runnable', '0 ns so far from 90 ns', 'readied by G1: chan receive'],
  ]);
});

it('reads keys by their place, and leaves those of others alone', () => {
  const key = (code: string, held = {}) =>
    timelineKey({ code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
  expect(['KeyW', 'KeyS', 'KeyA', 'KeyD', 'KeyF'].map((code) => key(code))).toEqual([
    'zoomIn',
    'zoomOut',
    'left',
    'right',
    'fit',
  ]);
  expect([key('Period'), key('Comma'), key('Slash')]).toEqual(['next', 'previous', 'search']);
  expect([key('Slash', { shiftKey: true }), key('KeyF', { ctrlKey: true }), key('KeyX')]).toEqual([
    null,
    null,
    null,
  ]);
});
