// Explanations of streams whose every number is known. When one fails look at web/model/explain*.ts.
import { describe, expect, it } from 'vitest';
import {
  eventInfo,
  LockKind,
  PickBranch,
  PreemptWhy,
  PutWhy,
  StopReason,
  SyscallExit,
  TimerKind,
  waitReasons,
} from '../../web/engine/event_types';
import { KnownEvents } from '../../web/model/known_events';
import { concerns, explain, recentEvents } from '../../web/model/explain';
import { type Explanation, globalTickDefault, type Scene } from '../../web/model/explanation';
import { linked, plain } from '../../web/model/sentence';
import { type Made, streamOf } from './made_events';

const reason = (words: string): number => waitReasons.indexOf(words);

function sceneOf(list: readonly Made[], firstSeq = 1): Scene {
  const tape = new KnownEvents();
  tape.add(streamOf(list, firstSeq));
  return {
    tape,
    picture: null,
    names: new Map([[7, 'main.worker']]),
    choices: [],
    simulated: true,
    nowNs: tape.lastTimeNs,
    globalTick: globalTickDefault,
  };
}

const event = (scene: Scene, seq: number): Explanation => explain({ kind: 'event', seq }, scene);
const all = (told: Explanation): string =>
  [
    told.lead,
    ...told.why,
    ...told.whyNot,
    ...told.facts.map((one) => `${one.label}: ${one.text}`),
  ].join('\n');

// P0 gets six goroutines into its queue; M2 with P2 spins, looks in vain once and steals three.
const theft: readonly Made[] = [
  { name: 'procsChange', m: 0, a: 4 },
  ...[11, 12, 13, 14, 15, 16].map((g, at): Made => ({
    name: 'runqPut',
    m: 0,
    p: 0,
    g,
    a: at,
    sub: PutWhy.kicked,
  })),
  { name: 'spinStart', m: 2, p: 2, a: 1, b: 1 },
  { name: 'stealTry', m: 2, p: 2, a: 1, b: 0 },
  { name: 'stealTry', m: 2, p: 2, a: 0, b: 0 },
  { name: 'steal', m: 2, p: 2, g: 13, a: 0, b: 3, c: 1 },
  { name: 'runqPut', m: 2, p: 2, g: 11, a: 0, sub: PutWhy.stolen },
  { name: 'runqPut', m: 2, p: 2, g: 12, a: 1, sub: PutWhy.stolen },
  { name: 'spinStop', m: 2, p: 2, sub: 1 },
  { name: 'goStart', m: 2, p: 2, g: 13, a: 0, b: 5, sub: PickBranch.stolen },
];

describe('explain', () => {
  it('tells a theft with the numbers of the moment', () => {
    const scene = sceneOf(theft);
    for (const seq of [11, 15]) {
      const told = all(event(scene, seq));
      expect(told).toContain('P2’s own queue and the global queue were empty');
      expect(told).toContain('on its second pass it stole 3 of P0’s 6 (event 11)');
      expect(told).toContain('2 looks at P1, P0');
    }
  });

  it('does not say of how many when events are missing', () => {
    const tape = new KnownEvents();
    tape.add(streamOf(theft.slice(0, 5)));
    tape.add(streamOf(theft.slice(7), 8));
    const told = event({ ...sceneOf([]), tape }, 11);
    expect(all(told)).toContain('it stole 3 from P0');
    expect(all(told)).not.toContain('P0’s 6');
  });

  it('says that older events are not known', () => {
    const told = event(sceneOf(theft.slice(10), 11), 11);
    expect(told.unknown.join()).toContain('no longer known');
    expect(event(sceneOf(theft), 11).unknown).toEqual([]);
  });

  it('tells at which tick the global queue comes first', () => {
    const scene = sceneOf([
      { name: 'globrunqPut', m: 0, p: 0, g: 5, sub: PutWhy.gosched },
      { name: 'globrunqPut', m: 0, p: 0, g: 6, sub: PutWhy.gosched },
      { name: 'runqPut', m: 1, p: 1, g: 8, a: 3, sub: PutWhy.kicked },
      { name: 'globrunqGet', m: 1, p: 1, g: 5, a: 1, b: 1, sub: PickBranch.global61 },
      { name: 'goStart', m: 1, p: 1, g: 5, b: 123, sub: PickBranch.global61 },
      { name: 'goStart', m: 1, p: 1, g: 8, b: 124, sub: PickBranch.local },
    ]);
    const told = all(event(scene, 5));
    expect(told).toContain('tick 122 of P1, a multiple of 61');
    expect(told).toContain('P1 had 4 goroutines in its own queue');
    expect(told).toContain('left 1 there (event 4)');
    const next = all(event(scene, 6));
    expect(next).toContain('which held 4 goroutines');
    expect(next).toContain('P1 was at tick 123, 60 ticks before the next');
  });

  it('tells of runnext who put it there and whose slice it shares', () => {
    const scene = sceneOf([
      { name: 'goStart', m: 0, p: 0, g: 1, b: 9, sub: PickBranch.local },
      { name: 'goPark', m: 1, p: 1, g: 2, a: 4, sub: reason('chan receive') },
      { name: 'chanSend', m: 0, p: 0, g: 1, a: 4, c: 2 },
      { name: 'goUnpark', m: 0, p: 0, g: 2, a: 4, b: 1, sub: reason('chan receive') },
      { name: 'runqPut', m: 0, p: 0, g: 2, a: 2, c: 1, sub: PutWhy.readied },
      { name: 'goPark', m: 0, p: 0, g: 1, sub: reason('sleep') },
      { name: 'goStart', m: 0, p: 0, g: 2, b: 9, c: 1, sub: PickBranch.runnext },
    ]);
    const told = all(event(scene, 7));
    expect(told).toContain('2 goroutines waited in P0’s own queue, but runnext comes before it');
    expect(told).toContain('began 6.0 µs earlier (event 1) with G1');
    expect(told).toContain('Runnable before: 3.0 µs, since event 4 (G1 readied G2');
    expect(all(event(scene, 4))).toContain('handed a value straight to G2 (event 3)');
    expect(all(event(scene, 4))).toContain('parked for 2.0 µs, since event 2');
    expect(all(event(scene, 2))).toContain('until G1 readied it (event 4)');
  });

  it('tells of a batch how large the share was', () => {
    const scene = sceneOf([
      { name: 'globrunqGet', m: 1, p: 1, g: 5, a: 4, b: 10, sub: PickBranch.globalBatch },
      { name: 'goStart', m: 1, p: 1, g: 5, b: 8, sub: PickBranch.globalBatch },
    ]);
    expect(all(event(scene, 2))).toContain('with 14 there, 4 goroutines');
    expect(all(event(scene, 2))).toContain('10 stayed (event 1)');
  });

  it('tells of a preemption how long the slice was and who asked', () => {
    const scene = sceneOf([
      { name: 'goStart', m: 0, p: 0, g: 3, b: 2, sub: PickBranch.local, timeNs: 1_000_000 },
      {
        name: 'goPreemptRequest',
        m: 1,
        p: 0,
        g: 3,
        a: 10_020,
        sub: PreemptWhy.sysmonSlice,
        timeNs: 11_020_000,
      },
      {
        name: 'goStop',
        m: 0,
        p: 0,
        g: 3,
        c: 9,
        sub: StopReason.preemptedAsync,
        timeNs: 11_030_000,
      },
    ]);
    const told = event(scene, 3);
    expect(told.line).toBe(9);
    expect(all(told)).toContain(
      'sysmon asks G3 on P0 to yield after 10.0 ms, 10.0 µs earlier (event 2)',
    );
    expect(all(told)).toContain('It had run for 10.0 ms');
    expect(all(event(scene, 2))).toContain('It took 10.0 µs');
  });

  it('follows a system call whose P is taken', () => {
    const scene = sceneOf([
      { name: 'syscallEnter', m: 0, p: 0, g: 3, c: 12, sub: 1 },
      { name: 'procRetake', m: 1, p: 0, g: 3, a: 0, c: 40 },
      { name: 'syscallExit', m: 0, p: noP, g: 3, a: 90, sub: SyscallExit.queued },
    ]);
    expect(all(event(scene, 1))).toContain('It did so after 40 µs (event 2)');
    expect(all(event(scene, 3))).toContain('sysmon had taken P0 from it (event 2)');
    expect(event(scene, 3).line).toBe(12);
  });

  it('has something to say of every kind of event', () => {
    for (const info of eventInfo) {
      const scene = sceneOf([{ name: info.name, m: 0, p: 0, g: 1 }]);
      const told = event(scene, 1);
      expect(told.lead, info.name).not.toBe('');
      expect(all(told), info.name).not.toMatch(/undefined|NaN|null/);
      const silent = ['snapshot', 'goStatus', 'procStatus'].includes(info.name);
      if (!silent) expect(told.why.length, info.name).toBeGreaterThan(0);
    }
  });

  it('says that an event is gone', () => {
    expect(event(sceneOf(theft), 99).lead).toContain('no longer known');
  });
});

const noP = 0xffff;

describe('explain a goroutine', () => {
  const life: readonly Made[] = [
    { name: 'goCreate', m: 0, p: 0, g: 1 },
    { name: 'goStart', m: 0, p: 0, g: 1, b: 1, sub: PickBranch.runnext },
    { name: 'chanMake', m: 0, p: 0, g: 1, a: 4, b: 2, c: (7 << 16) | 5 },
    { name: 'goCreate', m: 0, p: 0, g: 9, a: 1, b: 7, c: (7 << 16) | 14 },
    { name: 'chanSend', m: 0, p: 0, g: 1, a: 4, b: 1 },
    { name: 'goStart', m: 2, p: 1, g: 9, b: 3, sub: PickBranch.stolen },
    { name: 'goPark', m: 2, p: 1, g: 9, a: 4, c: (7 << 16) | 21, sub: reason('chan receive') },
  ];

  it('knows its state, since when, what it waits on, who could wake it, who made it', () => {
    const scene = { ...sceneOf(life), names: new Map([[7, 'main.worker']]) };
    const told = explain({ kind: 'g', id: 9 }, scene);
    expect(told.title).toBe('G9 worker');
    expect(told.kind).toBe('waiting');
    expect(told.line).toBe(21);
    expect(told.seq).toBe(7);
    expect(all(told)).toContain('on channel #4');
    expect(all(told)).toContain(
      'Who can wake it: Whoever sends to it or closes it. G1 used it so far.',
    );
    expect(all(told)).toContain('Created: by G1 at line 14, 3.0 µs ago (event 4)');
    expect(all(told)).toContain('Last pick: P1 runs G9 that it stole from P0 (event 6)');
  });

  it('knows an earlier moment from the events up to it', () => {
    const scene = { ...sceneOf(life), nowNs: 5_500 };
    expect(explain({ kind: 'g', id: 9 }, scene).kind).toBe('runnable');
  });

  it('names the holder of a lock it waits for', () => {
    const scene = sceneOf([
      { name: 'lockAcquire', m: 0, p: 0, g: 2, a: 5, sub: LockKind.mutex },
      { name: 'lockRelease', m: 0, p: 0, g: 2, a: 5, sub: LockKind.mutex },
      { name: 'lockAcquire', m: 0, p: 0, g: 3, a: 5, sub: LockKind.mutex },
      { name: 'goPark', m: 1, p: 1, g: 4, a: 5, sub: reason('sync.Mutex.Lock') },
    ]);
    expect(all(explain({ kind: 'g', id: 4 }, scene))).toContain('G3, which holds Mutex #5');
    const lock = explain({ kind: 'object', id: 5 }, scene);
    expect(lock.lead).toBe('G3 holds it (since event 3).');
    expect(all(lock)).toContain('Waiting: G4 (sync.Mutex.Lock, 0 ns)');
  });

  it('tells when a sleep ends', () => {
    const scene = {
      ...sceneOf([
        { name: 'goPark', m: 0, p: 0, g: 4, a: 6, sub: reason('sleep'), timeNs: 1000 },
        { name: 'timerSet', m: 0, p: 0, g: 4, a: 6, b: 500, sub: TimerKind.sleep, timeNs: 1000 },
      ]),
      nowNs: 101_000,
    };
    expect(all(explain({ kind: 'g', id: 4 }, scene))).toContain('Its timer, #6, due in 400.0 µs.');
  });

  it('tells what a channel holds and who waits on it', () => {
    const told = explain({ kind: 'object', id: 4 }, sceneOf(life));
    expect(told.title).toBe('Channel #4');
    expect(told.lead).toBe('It holds 2 values, 1 is in it.');
    expect(all(told)).toContain('Waiting: G9 (chan receive');
    expect(told.line).toBe(5);
  });

  it('finds the events of a thing, newest first', () => {
    const scene = sceneOf(life);
    const seqs = (id: number): number[] =>
      recentEvents({ kind: 'g', id }, scene, 10).map((one) => one.seq);
    expect(seqs(9)).toEqual([7, 6, 4]);
    expect(seqs(1)).toEqual([5, 4, 3, 2, 1]);
    expect(concerns(scene.tape, 4, { kind: 'object', id: 4 })).toBe(true);
  });
});

describe('KnownEvents', () => {
  it('leaves out what comes again and forgets what was cut', () => {
    const tape = new KnownEvents();
    tape.add(streamOf(theft));
    tape.cut(9);
    expect(tape.length).toBe(9);
    tape.add(streamOf(theft.slice(4), 5));
    expect(tape.length).toBe(theft.length);
    expect(tape.whole).toBe(true);
    expect(tape.find(12)?.g).toBe(11);
  });

  it('remembers where events are missing, and drops the oldest', () => {
    const tape = new KnownEvents(10);
    tape.add(streamOf(theft.slice(0, 4)));
    tape.add(streamOf(theft.slice(5, 8), 6));
    expect(tape.knownBetween(1, 4)).toBe(true);
    expect(tape.knownBetween(4, 6)).toBe(false);
    tape.add(streamOf(theft.slice(8), 9));
    expect(tape.length).toBeLessThanOrEqual(10);
    expect(tape.lastSeq).toBe(15);
    expect(tape.find(1)).toBeNull();
    expect(tape.knownBetween(tape.seq(0), 15)).toBe(true);
  });
});

describe('linked', () => {
  it('makes links of what is named, and marks a term once', () => {
    const seen = new Set<string>();
    const pieces = linked(
      'P2 stole G17 from channel #4 at line 9 (event 31): runnext, runnext.',
      seen,
    );
    expect(pieces.filter((one) => one.kind === 'thing').map((one) => one.to)).toEqual([
      { kind: 'p', id: 2 },
      { kind: 'g', id: 17 },
      { kind: 'object', id: 4 },
      { kind: 'event', seq: 31 },
    ]);
    expect(pieces.find((one) => one.kind === 'line')).toMatchObject({ line: 9 });
    const terms = pieces.flatMap((one) => (one.kind === 'term' ? [one.term.name] : []));
    expect(terms).toEqual(['stealing', 'runnext']);
    expect(linked('runnext', seen)).toEqual([{ kind: 'text', text: 'runnext' }]);
    expect(plain(pieces)).toContain('P2 stole G17');
  });
});
