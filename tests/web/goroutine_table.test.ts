// The goroutine table and the latency figures over streams whose times are known.
import { describe, expect, it } from 'vitest';
import { PickBranch, PutWhy, StopReason, waitReasons } from '../../web/engine/event_types';
import { formatNs } from '../../web/model/format';
import {
  type Column,
  type GoFilter,
  parseQuery,
  rowOf,
  selectRows,
} from '../../web/model/goroutine_table';
import { History } from '../../web/model/history';
import { KnownEvents } from '../../web/model/known_events';
import { latencyOf, worstWait } from '../../web/model/latency';
import { goroutinesByLine } from '../../web/model/source_places';
import { rowKey } from '../../web/views/rows';
import { move, noTrail, shownOn, visit } from '../../web/model/trail';
import { type Made, streamOf } from './made_events';

const ms = 1_000_000;
const receive = waitReasons.indexOf('chan receive');

// G1 makes G2 and G3 and parks; G2 runs for 210 ms while G3 waits behind it; then G3 runs and parks.
const run: readonly Made[] = [
  { name: 'goCreate', m: 0, p: 0, g: 1, b: 1, timeNs: 0 },
  { name: 'goStart', m: 0, p: 0, g: 1, b: 1, sub: PickBranch.runnext, timeNs: 0 },
  { name: 'goCreate', m: 0, p: 0, g: 2, a: 1, b: 7, c: (5 << 16) | 30, timeNs: 1 * ms },
  { name: 'runqPut', m: 0, p: 0, g: 2, c: 1, sub: PutWhy.created, timeNs: 1 * ms },
  { name: 'goCreate', m: 0, p: 0, g: 3, a: 1, b: 8, c: (5 << 16) | 31, timeNs: 2 * ms },
  { name: 'runqPut', m: 0, p: 0, g: 3, c: 1, sub: PutWhy.created, timeNs: 2 * ms },
  { name: 'runqPut', m: 0, p: 0, g: 2, a: 0, sub: PutWhy.kicked, timeNs: 2 * ms },
  { name: 'goPark', m: 0, p: 0, g: 1, c: (5 << 16) | 33, a: 4, sub: receive, timeNs: 2 * ms },
  { name: 'goStart', m: 0, p: 0, g: 2, b: 2, sub: PickBranch.local, timeNs: 2 * ms },
  {
    name: 'goStop',
    m: 0,
    p: 0,
    g: 2,
    c: (6 << 16) | 12,
    sub: StopReason.preemptedAsync,
    timeNs: 212 * ms,
  },
  { name: 'globrunqPut', m: 0, p: 0, g: 2, sub: PutWhy.preempted, timeNs: 212 * ms },
  { name: 'goStart', m: 0, p: 0, g: 3, b: 3, sub: PickBranch.runnext, timeNs: 212 * ms },
  { name: 'goDestroy', m: 0, p: 0, g: 3, timeNs: 213 * ms },
];

const names = new Map([
  [7, 'main.slow'],
  [8, 'main.quick'],
]);

function recorded(): { history: History; tape: KnownEvents } {
  const history = new History();
  const tape = new KnownEvents();
  const bytes = streamOf(run);
  history.take(bytes);
  tape.add(bytes);
  return { history, tape };
}

const everything: GoFilter = { shown: 'all', text: '', system: true };

function ids(filter: Partial<GoFilter>, column: Column = 'g', down = false): number[] {
  const { history } = recorded();
  return selectRows(history, names, { ...everything, ...filter }, { column, down }).map(
    (facts) => facts.id,
  );
}

describe('the goroutine table', () => {
  it('says of each goroutine what it does, since when and what it did', () => {
    const { history, tape } = recorded();
    const row = (g: number) => {
      const facts = history.facts(g);
      if (!facts) throw new Error(`no G${g}`);
      return rowOf(history, facts, names, tape);
    };
    expect(row(1)).toMatchObject({ state: 'waiting', why: 'chan receive', sinceNs: 211 * ms });
    expect(row(2)).toMatchObject({
      name: 'main.slow',
      state: 'runnable',
      why: 'preempted',
      on: 'global',
      runningNs: 210 * ms,
      runs: 1,
      parent: 1,
      // G1 parked in the same function: so that is the program’s own.
      line: 30,
    });
    expect(row(3)).toMatchObject({ state: 'ended', longestNs: 210 * ms, sinceNs: 0 });
  });

  it('filters by state, function, number, creator and P', () => {
    expect(ids({ shown: 'alive' })).toEqual([1, 2]);
    expect(ids({ shown: 'ended' })).toEqual([3]);
    expect(ids({ shown: 'runnable' })).toEqual([2]);
    expect(ids({ text: 'SLOW' })).toEqual([2]);
    expect(ids({ text: 'chan rec' })).toEqual([1]);
    expect(ids({ text: 'by g 1' })).toEqual([2, 3]);
    expect(ids({ text: 'g 3', shown: 'alive' })).toEqual([3]);
    expect(ids({ text: 'line 33' })).toEqual([1]);
    expect(ids({ text: 'nobody' })).toEqual([]);
    expect(parseQuery('P 2')).toMatchObject({ p: 2, words: '' });
  });

  it('sorts by every column, equal ones by number', () => {
    expect(ids({}, 'running', true)).toEqual([2, 1, 3]);
    expect(ids({}, 'longest', true)).toEqual([3, 2, 1]);
    expect(ids({}, 'function')).toEqual([1, 3, 2]);
    expect(ids({}, 'runs')).toEqual([1, 2, 3]);
    expect(ids({}, 'parent', true)).toEqual([2, 3, 1]);
  });

  it('knows at which line who stopped', () => {
    const { history } = recorded();
    const lines = goroutinesByLine(history, { g: 3, line: 40 });
    expect(lines.get(33)).toEqual([{ g: 1, state: 'waiting' }]);
    expect(lines.get(12)).toEqual([{ g: 2, state: 'runnable' }]);
    expect(lines.get(40)).toEqual([{ g: 3, state: 'running' }]);
  });
});

describe('scheduling latency', () => {
  it('sums up the waits', () => {
    const { history } = recorded();
    const latency = latencyOf(history.waits());
    expect(latency).toMatchObject({ count: 3, p50: 1 * ms, max: 210 * ms });
    expect(latency?.buckets.reduce((sum, one) => sum + one, 0)).toBe(3);
    expect(latencyOf(new Float64Array())).toBeNull();
  });

  it('says who waited longest, and for whom', () => {
    expect(worstWait(recorded().history, formatNs)).toBe(
      'G3 was runnable for 210.0 ms while P0 ran G2.',
    );
  });
});

describe('rows and trail', () => {
  const key = (name: string, at: number): number | null =>
    rowKey({ key: name } as KeyboardEvent, at, 30);

  it('arrows move along rows and stop at the ends', () => {
    expect(key('ArrowDown', -1)).toBe(0);
    expect(key('ArrowDown', 29)).toBe(29);
    expect(key('ArrowUp', -1)).toBe(29);
    expect(key('PageDown', 3)).toBe(13);
    expect(key('End', 3)).toBe(29);
    expect(key(' ', 3)).toBeNull();
    expect(key('ArrowRight', 3)).toBeNull();
  });

  it('goes back and forth, and forgets what was ahead', () => {
    const three = [1, 2, 3].reduce((trail, id) => visit(trail, { kind: 'g', id }), noTrail);
    const back = move(move(three, -1), -1);
    expect(shownOn(back)).toEqual({ kind: 'g', id: 1 });
    expect(move(back, -1)).toBe(back);
    expect(shownOn(move(back, 1))).toEqual({ kind: 'g', id: 2 });
    expect(visit(back, { kind: 'm', id: 0 }).steps).toHaveLength(2);
    expect(visit(three, { kind: 'g', id: 3 })).toBe(three);
  });
});
