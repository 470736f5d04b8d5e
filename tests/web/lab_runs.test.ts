// What labs make of runs and answers, without an engine: figures are folds of records, assertions are
// judged by them, and hand-ins survive their packing, and nothing else.
import { describe, expect, it } from 'vitest';
import { type EventName, EventType, PickBranch, StopReason } from '../../web/engine/event_types';
import { decodeRecords, noId, recordBytes, RecordReader } from '../../web/engine/records';
import { numberIn, rightAnswer, rightForInstance } from '../../web/labs/answers';
import { assertionOf } from '../../web/labs/check_words';
import { Notes } from '../../web/labs/fields';
import { Figures } from '../../web/labs/figures';
import { decodeHandIn, encodeHandIn, type HandIn } from '../../web/labs/handin';
import { judgeAll, judgeSource } from '../../web/labs/judge';
import { defaultMachine } from '../../web/labs/lab';
import { quantityOf } from '../../web/labs/names';
import { parseLab } from '../../web/labs/parse';
import { printable } from '../../web/labs/printable';
import type { Ending, RunResult } from '../../web/labs/run_once';
import { pack } from '../../web/model/packing';
import { read } from './sources';

interface Fields {
  readonly g?: number;
  readonly p?: number;
  readonly sub?: number;
  readonly a?: number;
  readonly b?: number;
  readonly c?: number;
}

type Written = readonly [timeNs: number, name: EventName, fields?: Fields];

function bytesOf(records: readonly Written[]): Uint8Array {
  const bytes = new Uint8Array(records.length * recordBytes);
  const view = new DataView(bytes.buffer);
  records.forEach(
    ([timeNs, name, { g = 0, p = noId, sub = 0, a = 0, b = 0, c = 0 } = {}], index) => {
      const at = index * recordBytes;
      view.setBigUint64(at, BigInt(index + 1), true);
      view.setBigInt64(at + 8, BigInt(timeNs), true);
      view.setUint32(at + 16, g, true);
      view.setUint16(at + 20, noId, true);
      view.setUint16(at + 22, p, true);
      view.setUint8(at + 24, EventType[name]);
      view.setUint8(at + 25, sub);
      view.setUint32(at + 28, a, true);
      view.setUint32(at + 32, b, true);
      view.setUint32(at + 36, c, true);
    },
  );
  return bytes;
}

// Two goroutines and one of the runtime. G1 runs from 10 to 40 and from 60 on; G2 from 50 to 70, when
// it parks; G3 is made at 55 and never runs.
const run: readonly Written[] = [
  [0, 'goCreate', { g: 1 }],
  [0, 'goCreate', { g: 9, sub: 1 }],
  [0, 'runqPut', { g: 9, p: 0, a: 0 }],
  [10, 'goStart', { g: 1, p: 0, sub: PickBranch.global61 }],
  [20, 'goCreate', { g: 2, a: 1 }],
  [20, 'runqPut', { g: 2, p: 0, a: 4 }],
  [40, 'goStop', { g: 1, sub: StopReason.preemptedAsync }],
  [40, 'globrunqPut', { g: 1, a: 6 }],
  [41, 'goStart', { g: 9, p: 0 }],
  [42, 'goPark', { g: 9, sub: 1 }],
  [50, 'steal', { g: 2, p: 1, a: 0, b: 3 }],
  [50, 'goStart', { g: 2, p: 1 }],
  [55, 'goCreate', { g: 3, a: 2 }],
  [60, 'goStart', { g: 1, p: 0 }],
  [65, 'mStart', { a: 5 }],
  [66, 'spinStart', { a: 2 }],
  [70, 'goPark', { g: 2, sub: 14 }],
  [80, 'timerFire', { g: 2 }],
  [90, 'goLeak', { g: 2 }],
  [100, 'machineExit'],
  [500, 'mExit'],
];

function figuresOf(records: readonly Written[], cut = records.length): Figures {
  const figures = new Figures();
  figures.take(bytesOf(records.slice(0, cut)));
  figures.take(bytesOf(records.slice(cut)));
  figures.finish();
  return figures;
}

describe('RecordReader', () => {
  it('reads what decodeRecords reads', () => {
    const bytes = bytesOf([
      ...run,
      [2 ** 40 + 5, 'goStart', { g: 7, p: 3, sub: 2, a: 1, b: 2, c: 3 }],
    ]);
    const reader = new RecordReader(bytes.subarray(recordBytes));
    const seen = Array.from({ length: reader.count }, (_, index) => {
      const { timeNs, g, m, p, type, sub: kind, a, b, c } = reader.at(index);
      return { timeNs, g, m, p, type, kind, a, b, c };
    });
    const decoded = decodeRecords(bytes.subarray(recordBytes));
    expect(seen).toEqual(
      decoded.map(({ timeNs, g, m, p, type, sub: kind, a, b, c }) => ({
        timeNs,
        g,
        m,
        p,
        type,
        kind,
        a,
        b,
        c,
      })),
    );
  });
});

describe('figures of a run', () => {
  it.each([
    // G3, which never ran, waited from 55 to the end at 100.
    ['runnable wait', 45],
    ['p99 runnable wait', 45],
    // G1's last, from 60 to the end.
    ['slice', 40],
    ['virtual time', 100],
    // 30 + 40 of G1 and 20 of G2, of 2 Ps and 100 ns.
    ['utilisation', 45],
    ['parallelism', 2],
    ['goroutines', 3],
    ['goroutines created', 3],
    ['leaks', 1],
    ['threads', 5],
    ['spinning', 2],
    ['local queue', 5],
    ['global queue', 7],
    ['overflows', 0],
    ['steals', 1],
    ['stolen', 3],
    ['preemptions', 1],
    ['parks', 1],
    ['parks(sleep)', 1],
    ['parks(chan receive)', 0],
    ['switches', 3],
    ['syscalls', 0],
    ['handoffs', 0],
    ['retakes', 0],
    ['timers', 1],
    ['output lines', 2],
    ['events goStart', 4],
    ['events goStart(global61)', 1],
    ['events goPark', 2],
  ])('%s', (name, expected) => {
    const quantity = quantityOf(name);
    if ('wrong' in quantity) throw new Error(quantity.wrong);
    for (const cut of [0, 7, run.length]) {
      const machine = { ...defaultMachine, procs: 2 };
      expect(figuresOf(run, cut).of(quantity, machine, 'a\nb\n')).toBe(expected);
    }
  });

  it('know the state of a goroutine while the run goes on', () => {
    const figures = new Figures();
    figures.take(bytesOf(run.slice(0, 17)));
    expect([1, 2, 3, 9].map((g) => figures.stateOf(g))).toEqual([
      'running',
      'waiting',
      'runnable',
      null,
    ]);
    expect(figures.numberIn(null)).toBe(3);
    expect(figures.numberIn('waiting')).toBe(1);
    expect(figures.isSystem(9)).toBe(true);
  });

  it('count a system call as no time of a P, and a queue after it as waiting', () => {
    const figures = figuresOf([
      [0, 'goCreate', { g: 1 }],
      [0, 'goStart', { g: 1 }],
      [10, 'syscallEnter', { g: 1 }],
      [50, 'syscallExit', { g: 1, sub: 3 }],
      [70, 'goStart', { g: 1 }],
      [80, 'goDestroy', { g: 1 }],
      [80, 'machineExit'],
    ]);
    const of = (name: string): number => {
      const quantity = quantityOf(name);
      if ('wrong' in quantity) throw new Error(quantity.wrong);
      return figures.of(quantity, { ...defaultMachine, procs: 1 }, '');
    };
    expect(of('utilisation')).toBe(25);
    expect(of('runnable wait')).toBe(20);
    expect(of('slice')).toBe(10);
  });
});

describe('judging a run', () => {
  const result = (changed: Partial<RunResult> = {}): RunResult => ({
    ending: 'ended',
    exitCode: 0,
    stdout: 'b\na\n',
    stderr: '',
    figures: figuresOf(run),
    schedule: 'v1',
    events: run.length,
    ...changed,
  });

  function verdict(text: string, given: RunResult, first = given) {
    const assertion = assertionOf(text, 1, new Notes());
    if (!assertion) throw new Error(`not read: ${text}`);
    return judgeAll([assertion], given, { ...defaultMachine, procs: 2 }, first)[0];
  }

  it.each([
    ['exit 0', true],
    ['exit not 0', false],
    ['output is "b\\na"', true],
    ['output is "b\\na\\n\\n"', true],
    ['output is not "b"', true],
    ['output contains "b\\na"', true],
    ['output lacks "b"', false],
    ['output has lines "a" "b"', true],
    ['output has lines "a"', false],
    ['output matches /^A$/im', true],
    ['output matches /^c/m', false],
    ['stderr is ""', true],
    ['no deadlock', true],
    ['deadlock', false],
    ['no panic', true],
    ['timeout', false],
    ['max threads GOMAXPROCS+3', true],
    ['max threads GOMAXPROCS+2', false],
    ['threads less than 2', false],
    ['threads exactly 5', true],
    ['min steals 1', true],
    ['steals more than 1', false],
    ['max runnable wait 44ns', false],
    ['utilisation at least 45%', true],
  ])('%s: %s', (text, ok) => {
    expect(verdict(text, result())?.ok).toBe(ok);
  });

  it('sees panics, and that runs differ', () => {
    const broken = result({ exitCode: 2, stderr: 'panic: no\n\ngoroutine 1 [running]:\n' });
    expect(verdict('panic', broken)?.ok).toBe(true);
    expect(verdict('exit 0', broken)?.found).toBe('it ended with exit status 2 (panic: no)');
    const same = 'output is the same in every run';
    expect(verdict(same, result(), result({ stdout: 'x' }))?.ok).toBe(false);
    expect(verdict(same, result(), result())?.ok).toBe(true);
  });

  it.each<Ending>(['stuck', 'time', 'steps', 'output'])(
    'lets nothing hold for one: %s',
    (ending) => {
      expect(verdict('no leaks', result({ ending }))?.ok).toBe(false);
      expect(verdict('output contains "a"', result({ ending }))?.ok).toBe(false);
      expect(verdict('timeout', result({ ending }))?.ok).toBe(true);
      expect(verdict('no timeout', result({ ending }))?.ok).toBe(false);
    },
  );

  it('looks at the source without its comments', () => {
    const source = 'x := "// time.Sleep" // time.Sleep\n/* sync.Mutex */ y := `/*`';
    const has = (text: string): boolean => {
      const test = assertionOf(text, 1, new Notes())?.test;
      if (test?.kind !== 'source') throw new Error('not about the source');
      return judgeSource(test, source).ok;
    };
    expect(has('source contains "\\"// time.Sleep\\""')).toBe(true);
    expect(has('source lacks "sync.Mutex"')).toBe(true);
    expect(has('source matches /y := ./')).toBe(true);
  });
});

describe('answers', () => {
  const { lab } = parseLab(read('tests/wasm/labs/counter.md'));
  const asked = (id: string) => {
    const part = lab?.steps
      .flatMap(({ parts }) => parts)
      .find((one) => one.kind === 'question' && one.question.id === id);
    if (part?.kind !== 'question' || part.question.kind === 'computed') throw new Error(id);
    return part.question;
  };

  it('are right or not', () => {
    expect(rightAnswer(asked('q1'), { options: [1] })).toBe(true);
    expect(rightAnswer(asked('q1'), { options: [0, 1] })).toBe(false);
    expect(rightAnswer(asked('q1'), { options: [] })).toBe(false);
    expect(rightAnswer(asked('q1'), { text: 'two' })).toBe(false);
    expect(rightAnswer(asked('q2'), { text: ' 3 ' })).toBe(true);
    expect(rightAnswer(asked('q2'), { text: 'three' })).toBe(false);
    expect(rightAnswer(asked('q3'), { text: ' WG.wait' })).toBe(true);
    expect(rightAnswer(asked('q3'), { text: 'wg' })).toBe(false);
  });

  it('are numbers as people type them', () => {
    expect(['3', ' 1 000', '2,5', '-1'].map(numberIn)).toEqual([3, 1000, 2.5, -1]);
    expect(['', 'x', '1e3', '0x3', '1.2.3'].map(numberIn)).toEqual([null, null, null, null, null]);
  });

  it('to instances are compared by their form', () => {
    const place = { events: 1, tick: 0, timeNs: 0, g: null, p: null, m: null, line: 0 };
    const instance = { question: 'q', seed: 1, schedule: 'v1', place, values: {}, options: [] };
    const right = (form: 'choice' | 'number' | 'text', answer: string, text: string): boolean =>
      rightForInstance({ ...instance, form, answer }, text);
    expect(right('choice', 'G7', 'G7')).toBe(true);
    expect(right('choice', 'G7', 'G8')).toBe(false);
    expect(right('number', '3', '3.0')).toBe(true);
    expect(right('number', '0', '')).toBe(false);
    expect(right('text', 'a\nb', ' a b ')).toBe(true);
    expect(right('text', 'a', 'A')).toBe(false);
  });
});

describe('a hand-in', () => {
  const handIn: HandIn = {
    lab: 'counter',
    hash: '0123456789abcdef',
    name: 'Ada Löwe',
    when: '2026-01-02T03:04:05.000Z',
    programs: { 'step-2': 'package main\n' },
    answers: { q1: { options: [1] }, q2: { text: '3' }, q4: { seed: 5, text: 'G7' } },
    levels: { swap: [[3, 1]] },
  };
  const packed = async (value: unknown): Promise<string> =>
    `gopark-handin-1.${await pack(JSON.stringify(value))}`;
  const message = async (text: string): Promise<string> => {
    const decoded = await decodeHandIn(text);
    return decoded.ok ? 'read' : decoded.message;
  };

  it('comes out as it went in, broken into lines or not', async () => {
    const text = await encodeHandIn(handIn);
    expect(text).toMatch(/^gopark-handin-1\.[\w-]+$/);
    expect(await decodeHandIn(text)).toEqual({ ok: true, handIn });
    expect(await decodeHandIn(` ${text.replace(/(.{20})/g, '$1\r\n')}\n`)).toEqual({
      ok: true,
      handIn,
    });
  });

  it('of the first version stays readable', async () => {
    const old =
      'gopark-handin-1.NY2xTsNAEER_JZr6jNZnO4HtqGgoqTAuNvYSR7HPZ9-BkaL7LX6AH0MOopli5s3MFYMcwWinDxd1gUEvoQeDcluU1f5w_yDHttN3GDgZFYzHTnbPP9-rwmDt1YFhye4zyjOyL1QwlUzVHRG9wsAv02mRMYCvCFF9ZsHw0l7kpLtRzu7NIRmIC6suN2rON518PE8ugOu8SQaz3cyoXxGMYmvM5W1StQNX5j96OiAlg0E_dfj7XMWD67owedOk9As';
    expect(await decodeHandIn(old)).toEqual({ ok: true, handIn });
  });

  it('that is none, damaged, of another version or endless is a message', async () => {
    const text = await encodeHandIn(handIn);
    expect(await message('')).toMatch(/^This is no hand-in/);
    expect(await message('gopark-handin-1.<script>')).toMatch(/^This is no hand-in/);
    expect(await message(text.replace('-1.', '-2.'))).toMatch(/of version 2/);
    expect(await message(text.slice(0, -9))).toMatch(/damaged/);
    expect(await message('gopark-handin-1.AAAA')).toMatch(/damaged/);
    expect(await message('x'.repeat(1_100_000))).toMatch(/too long/);
    expect(await message(await packed('a'.repeat(5_000_000)))).toMatch(/more than a lab needs/);
  });

  it('is read field by field: what does not belong there is left out', async () => {
    const decoded = await decodeHandIn(
      await packed({
        lab: 7,
        name: 'Eve\u001b[31m\u202e',
        passed: true,
        programs: { good: 'x', 'Bad name': 'x', long: 'x'.repeat(80_000), none: 3, __proto__: {} },
        answers: { a: { options: [1, -1, 'x'] }, b: { seed: -1, text: 'y' }, c: 'z', d: null },
        levels: { a: [[1, 2], [1], 'x', [1, -2]], b: 'x' },
      }),
    );
    expect(decoded).toEqual({
      ok: true,
      handIn: {
        lab: '',
        hash: '',
        name: 'Eve [31m ',
        when: '',
        programs: { good: 'x' },
        answers: { a: { options: [1] }, b: { text: 'y' } },
        levels: { a: [[1, 2]] },
      },
    });
    for (const value of [null, 3, [], 'x']) {
      expect((await decodeHandIn(await packed(value))).ok).toBe(true);
    }
  });
});

describe('printable', () => {
  it('leaves nothing that moves a cursor', () => {
    expect(printable('a\u001b[2Jb\r\n\u202ec\u009bd')).toBe('a [2Jb   c d');
  });
});
