// The simulator on a machine made of nothing: wherever it goes, by whatever way, it must show what
// a run straight to that place shows.
import { describe, expect, it } from 'vitest';
import { readPicture } from '../../web/engine/picture';
import { decodeRecords } from '../../web/engine/records';
import { firstDifference } from '../../web/engine/sim_compare';
import { Simulator } from '../../web/engine/simulator';
import type { Comparison, SimBatch, StepKind } from '../../web/engine/sim_protocol';
import { FakeModule, lastEvent } from './fake_machine';

const program = { kind: 'source', source: 'package main', fileName: 'prog.go' } as const;
const limits = {
  swap: 'auto',
  outputLimitBytes: 0,
  memoryLimitBytes: 0,
  leaks: 'none',
  // Small enough that what a motion brings comes in several pieces.
  eventsPerBatchMax: 150,
  listedMax: 0,
} as const;
const unpaced = { speed: Infinity, breakpoints: false, ask: [] } as const;

class Bench {
  readonly machine = new FakeModule();
  readonly refused: string[] = [];
  readonly simulator: Simulator;
  nowMs = 0;
  /** What the page would hold: output, and the record of every event as text. */
  output = '';
  events: string[] = [];
  batch: SimBatch;

  constructor(seed = 1, budgetBytes = 1 << 30) {
    this.simulator = new Simulator(this.machine.asModule, {
      pageBytes: 256,
      budgetBytes,
      now: () => (this.nowMs += 2),
      refuse: (message) => this.refused.push(message),
    });
    expect(this.simulator.load(program, { seed }, limits)).toEqual([]);
    this.batch = this.take();
  }

  take(): SimBatch {
    const batch = this.simulator.takeBatch();
    if (batch.cut) this.output = this.output.slice(0, batch.cut.outputBytes);
    if (batch.cut) this.events.length = Math.min(this.events.length, batch.cut.events);
    expect(batch.eventsSkipped).toBe(0);
    for (const record of decodeRecords(batch.events)) {
      expect(record.seq).toBe(this.events.length + 1);
      this.events.push(JSON.stringify(record));
    }
    for (const { bytes } of batch.output) this.output += new TextDecoder().decode(bytes);
    this.batch = batch;
    return batch;
  }

  // Takes what a motion brought, piece by piece. Choices come with the first of them.
  takeAll(): SimBatch {
    const { choices } = this.take();
    while (this.simulator.backlog > 0) this.take();
    expect(this.simulator.pending).toBe(false);
    expect(this.events).toHaveLength(this.batch.position.events);
    this.batch = { ...this.batch, choices };
    return this.batch;
  }

  do(command: Parameters<Simulator['command']>[0]): SimBatch {
    this.simulator.command(command);
    for (let i = 0; i < 10_000 && this.simulator.work() !== null; i++) {
      // The page sees some of the ways, too.
      if (i % 13 === 0 && this.simulator.pending) this.take();
    }
    return this.takeAll();
  }

  get state(): number {
    return readPicture(this.batch.picture).runnable;
  }
}

// What a fresh run shows at each place.
function straightTo(events: number, seed = 1): Shown {
  const bench = new Bench(seed);
  bench.do({ do: 'seek', to: { events } });
  return shown(bench);
}

type Shown = Pick<Bench, 'state' | 'output' | 'events'>;

function shown({ state, output, events }: Bench): Shown {
  return { state, output, events: [...events] };
}

describe('seeking', () => {
  it('shows the same place however it came there', () => {
    const bench = new Bench();
    bench.do({ do: 'play', options: unpaced });
    expect(bench.batch).toMatchObject({ why: 'ended', position: { events: lastEvent } });
    for (const events of [1000, 1, 1999, 250, 251, 249, 0, 1500]) {
      bench.do({ do: 'seek', to: { events } });
      expect(bench.batch.position.events).toBe(events);
      expect(shown(bench)).toEqual(straightTo(events));
    }
  });

  it('goes to a time as well', () => {
    const bench = new Bench();
    bench.do({ do: 'seek', to: { timeNs: 123_456 } });
    expect(bench.batch.position.events).toBe(123);
    expect(bench.batch.clockNs).toBe(123_456);
  });

  it('executes again no more than lies between two checkpoints', () => {
    const bench = new Bench();
    bench.do({ do: 'play', options: unpaced });
    const all = bench.machine.driven;
    expect(bench.batch.checkpoints.count).toBeGreaterThan(5);
    for (const events of [1990, 1000, 10, 777]) {
      bench.machine.driven = 0;
      bench.do({ do: 'seek', to: { events } });
      expect(bench.machine.driven).toBeLessThan(all / 4);
    }
  });

  it('keeps to its budget and still finds every place', () => {
    const bench = new Bench(1, 60 * 256);
    bench.do({ do: 'play', options: unpaced });
    expect(bench.batch.checkpoints.bytes).toBeLessThanOrEqual(60 * 256);
    bench.do({ do: 'seek', to: { events: 555 } });
    expect(bench.state).toBe(straightTo(555).state);
  });

  it('tells the page what to forget', () => {
    const bench = new Bench();
    bench.do({ do: 'seek', to: { events: 1200 } });
    expect(bench.output).toHaveLength(12);
    bench.do({ do: 'seek', to: { events: 340 } });
    expect(bench.output).toHaveLength(3);
    expect(bench.events).toHaveLength(340);
  });

  it('lets the latest seek win', () => {
    const bench = new Bench();
    bench.simulator.command({ do: 'seek', to: { events: 1800 } });
    bench.simulator.work();
    bench.do({ do: 'seek', to: { events: 20 } });
    expect(bench.batch.position.events).toBe(20);
  });
});

describe('stepping', () => {
  it.each<StepKind>(['event', 'turn', 'decision'])('forth and back by %s', (kind) => {
    const bench = new Bench();
    bench.do({ do: 'seek', to: { events: 500 } });
    const before = bench.state;
    bench.do({ do: 'step', kind, ask: [] });
    expect(bench.batch.position.events).toBeGreaterThan(500);
    bench.do({ do: 'stepBack', kind });
    expect(bench.batch.position.events).toBe(500);
    expect(bench.state).toBe(before);
  });

  it('goes back where it never stepped forth', () => {
    const bench = new Bench();
    bench.do({ do: 'seek', to: { events: 503 } });
    bench.do({ do: 'stepBack', kind: 'turn' });
    expect(bench.batch.position.events).toBe(500);
    bench.do({ do: 'stepBack', kind: 'turn' });
    expect(bench.batch.position.events).toBe(495);
    bench.do({ do: 'stepBack', kind: 'decision' });
    expect(bench.batch.position.events).toBe(490);
    bench.do({ do: 'stepBack', kind: 'event' });
    expect(bench.batch.position.events).toBe(489);
  });

  it('stays at the start', () => {
    const bench = new Bench();
    bench.do({ do: 'stepBack', kind: 'turn' });
    expect(bench.batch.position.events).toBe(0);
  });

  it('does steps one after the other when they come at once', () => {
    const bench = new Bench();
    for (let i = 0; i < 5; i++) bench.simulator.command({ do: 'step', kind: 'event', ask: [] });
    bench.do({ do: 'step', kind: 'event', ask: [] });
    expect(bench.batch.position.events).toBe(6);
  });
});

describe('playing', () => {
  it('keeps the pace it is given', () => {
    const bench = new Bench();
    bench.simulator.command({ do: 'play', options: { ...unpaced, speed: 1e6 } });
    for (let i = 0; i < 100; i++) bench.simulator.work();
    const { position } = bench.takeAll();
    // A millisecond of virtual time, a thousand events, per second of the bench's clock, which every
    // look at it moves: it is ahead by a frame and the looks of a checkpoint.
    expect(bench.nowMs).toBeGreaterThan(200);
    expect(Math.abs(position.events - bench.nowMs)).toBeLessThan(40);
    bench.do({ do: 'pause' });
    expect(bench.batch).toMatchObject({ activity: 'rest', why: 'paused' });
  });

  it('advances by whole ticks', () => {
    const bench = new Bench();
    const times = [1, 2, 3].map(() => bench.do({ do: 'advance', ns: 100_500 }).clockNs);
    expect(times).toEqual([100_500, 201_000, 301_500]);
    expect(bench.batch.position.events).toBe(301);
  });

  it('stops and asks at the kinds chosen, each once', () => {
    const bench = new Bench();
    const asked: number[] = [];
    for (let i = 0; i < 4; i++) {
      const { question } = bench.do({
        do: 'play',
        options: { ...unpaced, ask: ['selectCase'] },
      });
      asked.push(question?.index ?? -1);
      expect(bench.batch.position.events).toBe(question?.events);
    }
    expect(asked).toEqual([1, 3, 5, 7]);
    // There is no future beyond an open question.
    expect(bench.batch.branches[0]?.endEvents).toBe(70);
  });

  it('does not ask about what was passed by seeking', () => {
    const bench = new Bench();
    bench.do({ do: 'seek', to: { events: 505 } });
    const { question } = bench.do({ do: 'play', options: { ...unpaced, ask: ['selectCase'] } });
    expect(question?.index).toBe(51);
  });
});

describe('forking', () => {
  const alternative = (bench: Bench, index: number): number => {
    bench.do({ do: 'seek', to: { events: index * 10 + 5 } });
    const choice = bench.batch.choices.list.find((one) => one.index === index);
    return ((choice?.chosen ?? 0) + 1) % 3;
  };

  it('leaves the old future as a branch and comes back to it', () => {
    const bench = new Bench();
    const other = alternative(bench, 40);
    bench.do({ do: 'play', options: unpaced });
    const end = bench.state;
    bench.do({ do: 'choose', decision: 40, alternative: other });
    expect(bench.batch.position.events).toBe(400);
    expect(bench.batch.branches).toHaveLength(2);
    expect(bench.batch.schedule).toBe(`v1,seed=1,o=40:${other}`);
    bench.do({ do: 'play', options: unpaced });
    const forkEnd = bench.state;
    expect(forkEnd).not.toBe(end);
    bench.do({ do: 'branch', id: 0 });
    expect(bench.state).toBe(end);
    bench.do({ do: 'branch', id: 1 });
    expect(bench.state).toBe(forkEnd);
  });

  it('keeps the change when it goes back before it and on again', () => {
    const bench = new Bench();
    const other = alternative(bench, 40);
    bench.do({ do: 'choose', decision: 40, alternative: other });
    bench.do({ do: 'seek', to: { events: 900 } });
    const there = shown(bench);
    expect(there.state).not.toBe(straightTo(900).state);
    bench.do({ do: 'seek', to: { events: 3 } });
    expect(shown(bench)).toEqual(straightTo(3));
    bench.do({ do: 'seek', to: { events: 900 } });
    expect(shown(bench)).toEqual(there);
    bench.do({ do: 'seek', to: { events: 0 } });
    bench.do({ do: 'play', options: unpaced });
    bench.do({ do: 'seek', to: { events: 900 } });
    expect(shown(bench)).toEqual(there);
  });

  it('does not fork for the answer the seed gave', () => {
    const bench = new Bench();
    const other = alternative(bench, 40);
    bench.do({ do: 'choose', decision: 40, alternative: (other + 2) % 3 });
    expect(bench.batch.branches).toHaveLength(1);
  });

  it('names what it cannot do', () => {
    const bench = new Bench();
    bench.do({ do: 'fault', text: 'hokus pokus' });
    expect(bench.refused).toEqual(["no fault 'hokus pokus'"]);
  });
});

describe('faults', () => {
  it('belong to the run from there on, also after going back', () => {
    const bench = new Bench();
    bench.do({ do: 'seek', to: { events: 300 } });
    bench.do({ do: 'fault', text: 'gc' });
    expect(bench.batch.branches).toHaveLength(1);
    expect(bench.batch.schedule).toBe('v1,seed=1,f=1');
    bench.do({ do: 'seek', to: { events: 600 } });
    const there = bench.state;
    expect(there).not.toBe(straightTo(600).state);
    bench.do({ do: 'seek', to: { events: 0 } });
    // Playing over the place makes it happen again.
    for (let i = 0; i < 600; i++) bench.do({ do: 'step', kind: 'event', ask: [] });
    expect(bench.batch.position.events).toBe(600);
    expect(bench.state).toBe(there);
  });

  it('in the past make a branch', () => {
    const bench = new Bench();
    bench.do({ do: 'seek', to: { events: 600 } });
    bench.do({ do: 'seek', to: { events: 300 } });
    bench.do({ do: 'fault', text: 'gc' });
    expect(bench.batch.branches.map((one) => one.name)).toEqual(['Run', 'gc']);
    bench.do({ do: 'branch', id: 0 });
    bench.do({ do: 'seek', to: { events: 600 } });
    expect(bench.state).toBe(straightTo(600).state);
  });

  it('in the past keep what the branch has before them', () => {
    const bench = new Bench();
    bench.do({ do: 'seek', to: { events: 600 } });
    bench.do({ do: 'seek', to: { events: 310 } });
    bench.do({ do: 'fault', text: 'gc' });
    const there = shown(bench);
    // From another branch, straight to the place of the change.
    bench.do({ do: 'seek', to: { events: 0 } });
    bench.do({ do: 'seek', to: { events: 310 } });
    expect(shown(bench)).toEqual(there);
  });
});

describe('comparing', () => {
  it('finds the first event that differs and changes nothing', () => {
    const bench = new Bench();
    bench.do({ do: 'seek', to: { events: 1000 } });
    const choice = bench.batch.choices.list.find((one) => one.index === 40);
    const other = ((choice?.chosen ?? 0) + 1) % 3;
    bench.do({ do: 'choose', decision: 40, alternative: other });
    bench.do({ do: 'seek', to: { events: 1000 } });
    const before = shown(bench);
    let found: Comparison | null = null;
    bench.simulator.compare(0, 1, (comparison) => (found = comparison));
    while (bench.simulator.work() !== null) expect(bench.simulator.pending).toBe(false);
    bench.takeAll();
    expect(found).toMatchObject({ a: 0, b: 1, common: 400 });
    const { left, right } = found as unknown as Comparison;
    const first = decodeRecords(left).findIndex((record) => record.seq === 401);
    expect(firstDifference(left, right)).toBe(first);
    expect(shown(bench)).toEqual(before);
    bench.do({ do: 'step', kind: 'event', ask: [] });
    expect(bench.batch.position.events).toBe(1001);
  });
});

describe('loading', () => {
  it('says what is wrong with a program or a schedule', () => {
    const { simulator } = new Bench();
    const wrong = { ...program, source: 'wrong' };
    expect(simulator.load(wrong, 'v1,seed=3', limits)[0]?.message).toBe('it is wrong');
    expect(simulator.load(program, 'nonsense', limits)[0]?.message).toBe('not a schedule');
    expect(simulator.load(program, 'v1,seed=3', limits)).toEqual([]);
  });

  it('gives every run the same memory to begin with', () => {
    const bench = new Bench(5);
    bench.do({ do: 'play', options: unpaced });
    const first = bench.state;
    bench.simulator.load(program, 'v1,seed=5', limits);
    bench.events = [];
    bench.take();
    bench.do({ do: 'play', options: unpaced });
    expect(bench.state).toBe(first);
  });
});

describe('breakpoints', () => {
  it('are read before anything is loaded, too', () => {
    const { simulator } = new Bench();
    expect(simulator.setBreakpoints(['line 3', 'nonsense'])).toEqual(['', 'not understood']);
    const empty = new Simulator(new FakeModule().asModule, { pageBytes: 256 });
    expect(empty.setBreakpoints(['nonsense', 'line 3'])).toEqual(['not understood', '']);
  });
});
