// What an embed understands: attributes, hidden lines, messages, links. All of it comes from pages that
// are not ours. What needs a page of its own is in tests/browser/embed.test.ts.
import { describe, expect, it } from 'vitest';
import {
  allowedOrigins,
  frameOptions,
  mayCommand,
  readCommand,
} from '../../web/embed/frame_protocol';
import { byLine, highlight } from '../../web/embed/highlight';
import { labFragment } from '../../web/embed/lazy/lab_link';
import { partsOf } from '../../web/embed/lazy/parts';
import { asExpected, fittingSpeed, runOptions, speedOf } from '../../web/embed/lazy/run_options';
import { type AttributeName, parseOptions } from '../../web/embed/options';
import { linesOf } from '../../web/embed/program_text';
import { luminance } from '../../web/embed/theme';
import { decodeShared } from '../../web/model/share';

const given = (attributes: Partial<Record<AttributeName, string>>) => (name: AttributeName) =>
  attributes[name] ?? null;

describe('hidden lines', () => {
  const program = [
    'package main',
    '',
    'import ( // gopark:hide-start',
    '\t"fmt"',
    ') // gopark:hide-end',
    'func main() {',
    '\tfmt.Println() //gopark:hide',
    '\tx() // gopark:hideous',
    '}',
    '',
  ].join('\n');

  it('are single lines and whole stretches, marks included', () => {
    const hidden = linesOf(program).filter((line) => line.hidden);
    expect(hidden.map((line) => line.number)).toEqual([3, 4, 5, 7]);
  });

  it('stay hidden in an editor at both ends only', () => {
    expect(partsOf(program)).toEqual({ before: '', shown: program, after: '' });
    const wrapped = `a // gopark:hide\nb\n\nc\nd // gopark:hide\n`;
    expect(partsOf(wrapped)).toEqual({
      before: 'a // gopark:hide\n',
      shown: 'b\n\nc\n',
      after: 'd // gopark:hide\n',
    });
    expect(partsOf('a // gopark:hide\n').shown).toBe('a // gopark:hide\n');
  });

  it('go on to the end where nobody ends them', () => {
    expect(linesOf('a // gopark:hide-start\nb\n').every((line) => line.hidden)).toBe(true);
  });
});

describe('colours', () => {
  const text =
    'func main() { // it\'s "fun"\n\ts := `raw\n"text` + "a\\"b"\n\tvar intx int = 0x1F\n}';
  const kindOf = (part: string) => highlight(text).find((piece) => piece.text === part)?.kind;

  it('change nothing of the text', () => {
    for (const one of [text, '', '"open', '`open\n', '/* open', "'", 'é := 1']) {
      const pieces = highlight(one);
      expect(pieces.map((piece) => piece.text).join('')).toBe(one);
      const lines = byLine(pieces).map((line) => line.map((piece) => piece.text).join(''));
      expect(lines).toEqual(one.split('\n'));
    }
  });

  it('know comments, strings, words and numbers', () => {
    expect(kindOf('func')).toBe('keyword');
    expect(kindOf('main')).toBe('function');
    expect(kindOf('// it\'s "fun"')).toBe('comment');
    expect(kindOf('`raw\n"text`')).toBe('string');
    expect(kindOf('"a\\"b"')).toBe('string');
    expect(kindOf('0x1F')).toBe('number');
    expect(kindOf('int')).toBe('type');
  });
});

describe('attributes', () => {
  it('have defaults, and keep them where they are wrong', () => {
    const usual = parseOptions(() => null);
    expect(usual).toEqual({
      views: ['code', 'board', 'output'],
      controls: ['run', 'step', 'slider', 'lab'],
      theme: 'auto',
      autoplay: false,
      editable: false,
      procs: 4,
      seed: 1,
    });
    const wrong = { view: 'nothing', theme: 'pink', procs: '1e9', seed: '-1', autoplay: 'false' };
    expect(parseOptions(given(wrong))).toEqual(usual);
  });

  it('choose and order the parts', () => {
    const options = parseOptions(given({ view: 'output, code output', controls: '' }));
    expect(options.views).toEqual(['output', 'code']);
    expect(options.controls).toEqual([]);
    expect(parseOptions(given({ for: 'x' })).views).toEqual(['board', 'output']);
  });

  it('make the name of a run, unless it is given', () => {
    expect(runOptions(given({ procs: '2', seed: '7' })).schedule).toBe('v1,procs=2,seed=7');
    expect(runOptions(given({ cores: '3', preempt: 'none' })).schedule).toBe(
      'v1,procs=4,cores=3,seed=1,preempt=none',
    );
    const named = runOptions(given({ schedule: ' v1,procs=8,seed=3 ', procs: '2' }));
    expect(named.schedule).toBe('v1,procs=8,seed=3');
    expect(named.procs).toBe(8);
  });

  it('say how fast', () => {
    expect(speedOf('2ms')).toBe(2e6);
    expect(speedOf(' 1.5 us ')).toBe(1500);
    expect(speedOf('max')).toBe(Infinity);
    for (const wrong of [null, '', 'fast', '-1ms', '0s', '1h']) expect(speedOf(wrong)).toBe('fit');
    // A second of virtual time with few events takes the least, one with many the most.
    expect(fittingSpeed(1.5e9, 3)).toBe(1e9);
    expect(fittingSpeed(8e9, 1e6)).toBe(1e9);
  });
});

describe('expected output', () => {
  it('may differ in white space at the ends only', () => {
    expect(asExpected('a  \nb\r\n\n', 'a\nb')).toBe(true);
    expect(asExpected('a\n\nb', 'a\nb')).toBe(false);
    expect(asExpected(' a', 'a')).toBe(false);
    expect(asExpected('', '\n')).toBe(true);
  });
});

describe('messages to the frame', () => {
  const read = (fields: object) => readCommand({ gopark: 1, ...fields });

  it('are read field by field', () => {
    expect(read({ type: 'run', more: 1 })).toEqual({ type: 'run' });
    expect(read({ type: 'step' })).toEqual({ type: 'step', count: 1 });
    expect(read({ type: 'back', count: 1e9 })).toEqual({ type: 'back', count: 1000 });
    expect(read({ type: 'seek', timeNs: 5 })).toEqual({ type: 'seek', timeNs: 5 });
    expect(read({ type: 'set', name: 'procs', value: '2' })).toEqual({
      type: 'set',
      name: 'procs',
      value: '2',
    });
  });

  it('are nothing when they are damaged or another’s', () => {
    const wrong = [
      null,
      'run',
      { type: 'run' },
      { gopark: 2, type: 'run' },
      { gopark: 1, type: 'eval', code: 'x' },
      { gopark: 1, type: 'step', count: 'many' },
      { gopark: 1, type: 'step', count: -1 },
      { gopark: 1, type: 'seek', events: NaN },
      { gopark: 1, type: 'set', name: 'onclick', value: 'x' },
      { gopark: 1, type: 'set', name: 'for', value: 'x' },
      { gopark: 1, type: 'set', name: 'procs', value: 2 },
      { gopark: 1, type: 'code', code: 7 },
    ];
    for (const one of wrong) expect(readCommand(one)).toBeNull();
  });

  it('are taken from the origins that are allowed', () => {
    const allowed = allowedOrigins('https://a.example, https://b.example');
    expect(mayCommand('https://b.example', allowed)).toBe(true);
    expect(mayCommand('https://b.example.evil', allowed)).toBe(false);
    expect(mayCommand('null', allowed)).toBe(false);
    expect(mayCommand('null', allowedOrigins(null))).toBe(true);
  });

  it('find the options in the address, the part behind # first', () => {
    const options = frameOptions('?procs=2&seed=3', '#procs=8&program=a%26b');
    expect(Object.fromEntries(options)).toEqual({ procs: '8', seed: '3', program: 'a&b' });
  });
});

describe('the link to the lab', () => {
  const shared = async (get: (name: AttributeName) => string | null, at: [string, number]) => {
    const decoded = await decodeShared(await labFragment(get, 'package main\n', ...at));
    if (!decoded.ok) throw new Error(decoded.message);
    return decoded.shared;
  };

  it('is of the run that is shown, or else of the one that is asked for', async () => {
    const get = given({ procs: '2', seed: '9', moment: '30', 'step-by': 'line' });
    expect(await shared(get, ['', 0])).toMatchObject({
      source: 'package main\n',
      schedule: 'v1,procs=2,seed=9',
      events: 30,
      settings: { engine: 'simulated', procs: 2, seed: 9, stepKind: 'line' },
    });
    expect(await shared(get, ['v1,procs=2,seed=9,o=4:1', 17])).toMatchObject({
      schedule: 'v1,procs=2,seed=9,o=4:1',
      events: 17,
    });
  });
});

describe('luminance', () => {
  it('tells light from dark', () => {
    expect(luminance([255, 255, 255])).toBeCloseTo(1);
    expect(luminance([20, 22, 28])).toBeLessThan(0.2);
  });
});
