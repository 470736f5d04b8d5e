// The history: spans from events, and taken back exactly when the run goes back.
import { describe, expect, it } from 'vitest';
import {
  GcWorkerMode,
  HandoffWhy,
  PickBranch,
  PutWhy,
  StopReason,
  SyscallExit,
  waitReasons,
} from '../../web/engine/event_types';
import { recordBytes } from '../../web/engine/records';
import { History, type LaneKind, type Span } from '../../web/model/history';
import { dice, encode, type MadeRecord } from './made_records';

function lane(history: History, kind: LaneKind, id: number): Span[] {
  const ids = history.lane(kind, id);
  return Array.from({ length: ids?.length ?? 0 }, (_, index) => {
    const span = history.span(ids?.at(index) ?? -1);
    if (!span) throw new Error('a lane has a span that is not kept');
    return span;
  });
}

const states = (spans: readonly Span[]) =>
  spans.map(({ state, startNs, endNs }) => `${state} ${startNs}-${endNs ?? ''}`);

function of(records: readonly MadeRecord[]): History {
  const history = new History();
  history.take(encode(records));
  return history;
}

const chanReceive = waitReasons.indexOf('chan receive');

// G1 makes G2, which is stolen by P1, waits for G1 and is woken.
const story: readonly MadeRecord[] = [
  { type: 'goCreate', t: 0, g: 1, m: 0, p: 0, b: 7 },
  { type: 'runqPut', t: 1, g: 1, m: 0, p: 0, c: 1 },
  { type: 'goStart', t: 10, g: 1, m: 0, p: 0, sub: PickBranch.runnext },
  { type: 'goCreate', t: 20, g: 2, m: 0, p: 0, a: 1, b: 9, c: 5 },
  { type: 'runqPut', t: 21, g: 2, m: 0, p: 0, c: 1 },
  { type: 'mUnpark', t: 22, m: 0, p: 0, a: 3, b: 1, sub: 1 },
  { type: 'procStart', t: 30, m: 3, p: 1 },
  { type: 'steal', t: 35, g: 2, m: 3, p: 1, a: 0, b: 1, sub: 1 },
  { type: 'spinStop', t: 38, m: 3, p: 1, sub: 1 },
  { type: 'goStart', t: 40, g: 2, m: 3, p: 1, sub: PickBranch.stolenRunnext, a: 0 },
  { type: 'goPark', t: 60, g: 2, m: 3, p: 1, sub: chanReceive, a: 4, c: 77 },
  { type: 'goUnpark', t: 90, g: 2, m: 0, p: 0, sub: chanReceive, a: 4, b: 1 },
  { type: 'runqPut', t: 91, g: 2, m: 0, p: 0, sub: PutWhy.readied, c: 1 },
  { type: 'goStop', t: 95, g: 1, m: 0, p: 0, sub: StopReason.gosched, c: 12 },
  { type: 'globrunqPut', t: 96, g: 1, m: 0, p: 0, sub: PutWhy.gosched },
  { type: 'goStart', t: 100, g: 2, m: 0, p: 0, sub: PickBranch.runnext },
  { type: 'goDestroy', t: 130, g: 2, m: 0, p: 0 },
];

describe('a history', () => {
  it('has what each goroutine did, without gaps', () => {
    const history = of(story);
    expect(states(lane(history, 'g', 1))).toEqual([
      'runnable 0-10',
      'running 10-95',
      'runnable 95-',
    ]);
    expect(states(lane(history, 'g', 2))).toEqual([
      'runnable 20-40',
      'running 40-60',
      'waiting 60-90',
      'runnable 90-100',
      'running 100-130',
    ]);
    expect(lane(history, 'g', 2)[2]).toMatchObject({ sub: chanReceive, object: 4, place: 77 });
    expect(lane(history, 'g', 1)[2]).toMatchObject({ cause: 'stop', inGlobalQueue: true, p: null });
  });

  it('has what each P and M did', () => {
    const history = of(story);
    const running = (kind: LaneKind, id: number) =>
      lane(history, kind, id).map((span) => `${span.state} G${span.g} ${span.startNs}`);
    expect(running('p', 0)).toEqual(['running G1 10', 'running G2 100']);
    expect(running('p', 1)).toEqual(['spinning G0 30', 'running G2 40']);
    expect(running('m', 0)).toEqual(['running G1 10', 'running G2 100']);
    expect(running('m', 3)).toEqual(['spinning G0 22', 'spinning G0 30', 'running G2 40']);
    expect(history.spanAt('p', 1, 50)).toMatchObject({ g: 2, m: 3 });
    expect(history.spanAt('p', 1, 80)).toBeNull();
  });

  it('sums up each goroutine', () => {
    const history = of(story);
    const facts = history.facts(2);
    if (!facts) throw new Error('G2 is not known');
    expect(facts).toMatchObject({
      parent: 1,
      startFunction: 9,
      createdAt: 5,
      createdNs: 20,
      endedNs: 130,
      runs: 2,
      migrations: 1,
    });
    expect(facts.total('running')).toBe(50);
    expect(facts.total('runnable')).toBe(30);
    expect(facts.total('waiting')).toBe(30);
    expect(history.stateOf(facts).state).toBe('ended');
    expect(history.longestWait(facts)).toMatchObject({ startNs: 20, endNs: 40, p: 1 });
    expect([...history.waits()].sort((a, b) => a - b)).toEqual([10, 10, 20]);
    const main = history.facts(1);
    if (!main) throw new Error('G1 is not known');
    expect(history.stateOf(main)).toMatchObject({ state: 'runnable', span: { startNs: 95 } });
    expect(history.totalOf(main, 'runnable')).toBe(10 + 35);
    expect(history.longestWait(main)).toMatchObject({ startNs: 95, endNs: 130 });
    expect(history.longestWaits(1)).toMatchObject([{ g: 1 }]);
    expect(history.ranOn(0, 50, 120)).toEqual([
      { g: 1, ns: 45 },
      { g: 2, ns: 20 },
    ]);
  });

  it('says who began what', () => {
    const history = of(story);
    const arrows = lane(history, 'g', 2).map((span) => history.arrowOf(span.id));
    const first = lane(history, 'g', 1)[1]?.id;
    expect(arrows[0]).toMatchObject({ kind: 'create', ns: 20, from: first, by: 1, g: 2 });
    expect(arrows[1]).toMatchObject({ kind: 'steal', ns: 40, fromP: 0, toP: 1, g: 2 });
    expect(arrows[2]).toBeNull();
    expect(arrows[3]).toMatchObject({ kind: 'wake', ns: 90, from: first, by: 1, g: 2 });
  });

  it('counts the queues, next goroutines included', () => {
    const history = of(story);
    const changes = (which: number | 'global') => {
      const series = history.queue(which);
      return Array.from({ length: series?.length ?? 0 }, (_, index) => [
        series?.timeAt(index),
        series?.valueAt(index),
      ]);
    };
    expect(changes(0)).toEqual([
      [1, 1],
      [10, 0],
      [21, 1],
      [40, 0],
      [91, 1],
      [100, 0],
    ]);
    expect(changes('global')).toEqual([[96, 1]]);
  });

  it('follows a goroutine from queue to queue within one wait', () => {
    const history = of([
      ...story.slice(0, 5),
      { type: 'globrunqPut', t: 24, g: 2, m: 0, p: 0, sub: PutWhy.overflow },
      { type: 'runqPut', t: 26, g: 2, m: 3, p: 1, sub: PutWhy.globalBatch },
      { type: 'runqPut', t: 28, g: 2, m: 4, p: 2, sub: PutWhy.stolen },
      { type: 'goStart', t: 50, g: 2, m: 4, p: 2, sub: PickBranch.local },
    ]);
    expect(lane(history, 'g', 2).map(({ p, cause }) => [p, cause])).toEqual([
      [0, 'create'],
      [null, 'move'],
      [1, 'move'],
      [2, 'steal'],
      [2, 'none'],
    ]);
    const facts = history.facts(2);
    expect(facts && history.longestWait(facts)).toMatchObject({ startNs: 20, endNs: 50, p: 2 });
    expect([...history.waits()]).toContain(30);
    expect(history.queue(1)?.last).toBe(0);
    expect(history.arrowOf(lane(history, 'g', 2)[3]?.id ?? -1)).toMatchObject({
      kind: 'steal',
      fromP: 1,
      toP: 2,
    });
  });

  it('knows of no queue while a goroutine is put aside', () => {
    const history = of([
      ...story.slice(0, 5),
      { type: 'goDisabled', t: 30, g: 2, m: 0, p: 0 },
      { type: 'globrunqPut', t: 70, g: 2, m: 0, p: 0, sub: PutWhy.userEnabled },
    ]);
    const spans = lane(history, 'g', 2);
    expect(states(spans)).toEqual(['runnable 20-30', 'runnable 30-70', 'runnable 70-']);
    expect(spans.map(({ p, inGlobalQueue }) => [p, inGlobalQueue])).toEqual([
      [0, false],
      [null, false],
      [null, true],
    ]);
    history.cut(6);
    expect(lane(history, 'g', 2).at(-1)).toMatchObject({ p: null, inGlobalQueue: false });
    expect(history.queue('global')?.length).toBe(0);
  });

  it('takes the P of a goroutine whose system call lasts', () => {
    const history = of([
      ...story.slice(0, 3),
      { type: 'syscallEnter', t: 20, g: 1, m: 0, p: 0, c: 3 },
      { type: 'procRetake', t: 40, g: 1, m: 9, p: 0, a: 0 },
      { type: 'procHandoff', t: 41, m: 9, p: 0, a: 0, sub: HandoffWhy.retake },
      { type: 'syscallExit', t: 80, g: 1, m: 0, p: 1, sub: SyscallExit.idleP },
      { type: 'syscallEnter', t: 90, g: 1, m: 0, p: 1, c: 3 },
      { type: 'syscallExit', t: 95, g: 1, m: 0, sub: SyscallExit.queued },
    ]);
    expect(states(lane(history, 'p', 0))).toEqual(['running 10-20', 'syscall 20-40']);
    expect(states(lane(history, 'm', 0)).slice(1)).toEqual([
      'syscall 20-40',
      'syscall 40-80',
      'running 80-90',
      'syscall 90-95',
    ]);
    const facts = history.facts(1);
    expect(facts?.total('syscall')).toBe(65);
    expect(facts?.runs).toBe(1);
    expect(lane(history, 'g', 1).at(-1)).toMatchObject({ state: 'runnable', cause: 'syscall' });
  });

  it('shows collections, their workers and stops of the world', () => {
    const history = of([
      { type: 'stwBegin', t: 5, g: 1, sub: 2 },
      { type: 'gcBegin', t: 7, g: 1 },
      { type: 'stwEnd', t: 9, sub: 2 },
      { type: 'goStart', t: 10, g: 4, m: 1, p: 1, sub: PickBranch.gcWorker },
      { type: 'gcWorker', t: 12, g: 4, m: 1, p: 1, sub: GcWorkerMode.dedicated },
      { type: 'goPark', t: 40, g: 4, m: 1, p: 1, sub: 28 },
      { type: 'gcEnd', t: 50 },
    ]);
    expect(history.bands).toMatchObject([
      { kind: 'stw', startNs: 5, endNs: 9, why: 2 },
      { kind: 'gc', startNs: 7, endNs: 50 },
    ]);
    expect(states(lane(history, 'p', 1))).toEqual(['running 10-12', 'gc 12-40']);
    expect(history.facts(4)?.total('running')).toBe(30);
  });

  it('ends with the program', () => {
    const history = of([
      ...story.slice(0, 16),
      { type: 'machineExit', t: 120 },
      { type: 'mExit', t: 200, m: 0 },
    ]);
    expect(states(lane(history, 'g', 2)).at(-1)).toBe('running 100-120');
    const main = history.facts(1);
    expect(main && history.stateOf(main).state).toBe('runnable');
  });
});

describe('missing events', () => {
  it('make a lane unknown until an event tells', () => {
    const history = of(story.slice(0, 4));
    history.take(
      encode(
        [
          { type: 'goPark', seq: 50, t: 500, g: 1, m: 0, p: 0, sub: chanReceive },
          { type: 'runqPut', t: 505, g: 2, m: 0, p: 0, a: 3 },
          { type: 'goStart', t: 510, g: 2, m: 0, p: 0, sub: PickBranch.local },
        ],
        50,
      ),
      45,
    );
    expect(history.gaps).toEqual([{ startNs: 20, endNs: 500, events: 45 }]);
    expect(history.skippedEvents).toBe(45);
    expect(lane(history, 'g', 1).map(({ state, endNs, lost }) => [state, endNs, lost])).toEqual([
      ['runnable', 10, false],
      ['running', 20, true],
      ['waiting', null, false],
    ]);
    expect(history.spanAt('g', 1, 300)).toBeNull();
    expect(lane(history, 'g', 2)[1]).toMatchObject({ state: 'runnable', startNs: 505, late: true });
    // How long it had waited is not known, so nothing is said of it.
    expect([...history.waits()]).toEqual([10]);
    expect(history.queue(0)?.last).toBe(3);
  });

  it('are filled by a snapshot', () => {
    const history = of([
      { type: 'eventsLost', t: 10, a: 1000 },
      { type: 'snapshot', t: 20, a: 1, b: 2 },
      { type: 'goStatus', t: 20, g: 1, m: 2, p: 0, sub: 2, b: 7 },
      { type: 'goStatus', t: 20, g: 2, a: 5, sub: 4, b: 8, c: 1 },
      { type: 'snapshot', t: 20, a: 0 },
    ]);
    expect(lane(history, 'p', 0)).toMatchObject([{ g: 1, state: 'running', late: true }]);
    const facts = history.facts(2);
    expect(facts).toMatchObject({ parent: 1, startFunction: 8, createdNs: null });
    expect(facts && history.stateOf(facts)).toMatchObject({
      state: 'waiting',
      span: { object: 5 },
    });
  });
});

// Everything that can be asked, as one text.
function dump(history: History): string {
  const lanes = (['p', 'm', 'g'] as const).flatMap((kind) =>
    history
      .laneIds(kind)
      .map((id) => ({ kind, id, spans: lane(history, kind, id) }))
      .filter(({ spans }) => spans.length > 0),
  );
  const facts = [...history.goroutines()].map((one) => ({
    id: one.id,
    parent: one.parent,
    created: one.createdNs,
    ended: one.endedNs,
    leaked: one.leaked,
    runs: one.runs,
    migrations: one.migrations,
    state: history.stateOf(one).state,
    wait: history.longestWait(one),
    totals: (['running', 'runnable', 'waiting', 'syscall'] as const).map((state) =>
      history.totalOf(one, state),
    ),
  }));
  const queues = (['global', 0, 1, 2] as const).map((which) => {
    const series = history.queue(which);
    return Array.from({ length: series?.length ?? 0 }, (_, at) => [
      series?.timeAt(at),
      series?.valueAt(at),
    ]);
  });
  return JSON.stringify({ lanes, facts, queues, bands: history.bands, seq: history.lastSeq });
}

// A stream that a scheduler could have written, drawn by chance.
function randomRun(length: number): Uint8Array {
  const roll = dice(42);
  const records: MadeRecord[] = [];
  const running = [0, 0, 0];
  const queued: { g: number; p: number }[] = [];
  const waiting: number[] = [];
  const calls: { g: number; p: number }[] = [];
  let created = 1;
  let t = 0;
  const say = (record: MadeRecord) => {
    t += roll(4);
    records.push({ t, ...record });
  };
  const put = (g: number, p: number) => {
    queued.push({ g, p });
    if (p === 9) say({ type: 'globrunqPut', g, m: 0, p: 0 });
    else say({ type: 'runqPut', g, m: p, p, c: roll(2) });
  };
  const back = () => {
    const call = calls.shift();
    if (!call) return;
    say({ type: 'syscallExit', g: call.g, m: 6, sub: SyscallExit.queued });
    put(call.g, 9);
  };
  const first = created++;
  say({ type: 'goCreate', g: first, m: 0, p: 0 });
  put(first, 0);
  while (records.length < length) {
    const p = roll(3);
    const m = roll(8) === 0 ? 5 : p;
    const g = running[p] ?? 0;
    if (g === 0) {
      const next = queued.shift();
      if (next) {
        const stolen = next.p !== p && next.p < 3;
        if (stolen && roll(2) === 0) {
          say({ type: 'runqPut', g: next.g, m, p, sub: PutWhy.stolen });
          queued.unshift({ g: next.g, p });
          continue;
        }
        if (roll(3) === 0) say({ type: 'spinStart', m, p });
        const sub = stolen ? PickBranch.stolen : PickBranch.local;
        say({ type: 'goStart', g: next.g, m, p, sub, a: next.p });
        running[p] = next.g;
      } else if (waiting.length > 0) {
        const woken = waiting.shift() ?? 0;
        say({ type: 'goUnpark', g: woken, m, p });
        put(woken, roll(4) === 0 ? 9 : p);
      } else {
        back();
      }
      continue;
    }
    switch (roll(9)) {
      case 0:
      case 1: {
        const child = created++;
        say({ type: 'goCreate', g: child, m, p, a: g, b: 3 });
        put(child, p);
        break;
      }
      case 2:
        running[p] = 0;
        waiting.push(g);
        say({ type: 'goPark', g, m, p, sub: chanReceive, a: roll(5) });
        break;
      case 3:
        running[p] = 0;
        say({ type: 'goStop', g, m, p, sub: StopReason.preemptedAsync });
        put(g, 9);
        break;
      case 4:
        if (waiting.length > 1) {
          const woken = waiting.shift() ?? 0;
          say({ type: 'goUnpark', g: woken, m, p, b: g });
          put(woken, p);
        }
        break;
      case 5:
        running[p] = 0;
        calls.push({ g, p });
        say({ type: 'syscallEnter', g, m, p });
        if (roll(2) === 0) say({ type: 'procRetake', g, m: 7, p });
        break;
      case 6:
        back();
        break;
      case 7:
        if (g === first) break;
        running[p] = 0;
        say({ type: 'goDestroy', g, m, p });
        break;
      case 8:
        if (roll(5) === 0) {
          say({ type: 'stwBegin', g, m, p, sub: 1 });
          say({ type: 'stwEnd', m, p, sub: 1 });
        }
    }
  }
  return encode(records);
}

describe('going back', () => {
  const bytes = randomRun(3_000);
  const upTo = (events: number) => {
    const history = new History();
    history.take(bytes.subarray(0, events * recordBytes));
    return history;
  };

  it('leaves what a fresh run to the same place has, wherever it goes', () => {
    const history = new History();
    const roll = dice(7);
    let at = 0;
    for (let round = 0; round < 40; round++) {
      const to = roll(3_001);
      if (to < at) history.cut(to);
      else history.take(bytes.subarray(at * recordBytes, to * recordBytes));
      at = to;
      const fresh = upTo(to);
      history.reach(fresh.endNs);
      expect(dump(history)).toBe(dump(fresh));
    }
  });

  it('does not mind being sent again what it has', () => {
    const history = upTo(2_000);
    history.cut(1_500);
    history.take(bytes);
    expect(dump(history)).toBe(dump(upTo(3_000)));
  });

  it('takes the end of the program back, too', () => {
    const history = upTo(2_000);
    history.take(encode([{ type: 'machineExit', t: 1e6 }], 2_001));
    history.cut(2_000);
    const fresh = upTo(2_000);
    history.reach(fresh.endNs);
    expect(dump(history)).toBe(dump(fresh));
  });
});

describe('limits', () => {
  it('drop the oldest spans and keep what goes on', () => {
    const history = new History({ spansMax: 70_000 });
    history.take(encode(story.slice(0, 3)));
    history.take(encode([{ type: 'goCreate', t: 15, g: 3, m: 0, p: 0, a: 1 }], 4));
    let seq = 5;
    // G2 runs and waits for ever so often, while G3 stays where it is.
    for (let round = 0; round < 60_000; round += 1) {
      const t = 100 + round * 10;
      history.take(
        encode(
          [
            { type: 'goUnpark', t, g: 2, m: 0, p: 0, b: 1 },
            { type: 'goStart', t: t + 3, g: 2, m: 1, p: 1, sub: PickBranch.local },
            { type: 'goPark', t: t + 5, g: 2, m: 1, p: 1, sub: chanReceive },
          ],
          seq,
        ),
      );
      seq += 3;
    }
    expect(history.droppedSpans).toBeGreaterThan(60_000);
    const kept = history.spans.next - history.spans.first;
    expect(kept).toBeLessThanOrEqual(70_000);
    expect(lane(history, 'g', 3)).toMatchObject([{ state: 'runnable', startNs: 15, endNs: null }]);
    expect(history.spanAt('p', 0, 1_000)).toMatchObject({ g: 1, startNs: 10 });
    const facts = history.facts(2);
    expect(facts?.runs).toBe(60_000);
    expect(facts?.total('runnable')).toBe(180_000);
    expect(facts?.lane.length).toBeLessThan(70_000);
    // Further back than what is kept there is nothing to go to but a gap.
    history.cut(1_000);
    expect(history.goroutineCount).toBe(0);
    history.take(encode([{ type: 'goStart', t: 9_000, g: 2, m: 1, p: 1 }], 1_001));
    expect(history.gaps).toHaveLength(1);
  });

  it('drop goroutines that ended, the oldest first', () => {
    const history = new History({ goroutinesMax: 100 });
    const records: MadeRecord[] = [{ type: 'goCreate', g: 1 }];
    for (let g = 2; g < 500; g++) {
      records.push({ type: 'goCreate', t: g, g, a: 1 }, { type: 'goDestroy', t: g, g });
    }
    history.take(encode(records));
    expect(history.goroutineCount).toBeLessThanOrEqual(101);
    expect(history.facts(1)).toBeDefined();
    expect(history.facts(499)).toBeDefined();
    expect(history.facts(2)).toBeUndefined();
    expect(history.droppedGoroutines).toBeGreaterThan(300);
  });
});
