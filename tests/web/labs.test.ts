// The labs' file format: what a lab is read as, and that every mistake is named with its line.
import { describe, expect, it } from 'vitest';
import { checkOf } from '../../web/labs/check_words';
import { duration, Notes } from '../../web/labs/fields';
import { hashOf } from '../../web/labs/hash';
import { defaultMachine, type Part, scheduleOf } from '../../web/labs/lab';
import { overridesIn } from '../../web/labs/levels';
import { checkLab, parseLab } from '../../web/labs/parse';
import { plainText, readProse, safeHref } from '../../web/labs/prose';
import { momentOf, soughtOf } from '../../web/labs/questions';
import { read } from './sources';

const front = '---\ngopark: 1\nid: a-lab\ntitle: A lab\nsummary: Short.\n---\n';
const step = '\n## One\n\nText.\n';
const lab = (body: string): string => front + step + body;
const program = '\n```go program p\npackage main\n```\n';

/** mistakes of a text, as LINE: message. */
const mistakes = (text: string): string[] =>
  checkLab(text).map(({ line, message }) => `${line}: ${message}`);

function parts(body: string): readonly Part[] {
  const { lab: parsed, mistakes: found } = parseLab(lab(body));
  expect(found).toEqual([]);
  return parsed?.steps[0]?.parts ?? [];
}

describe('a lab file', () => {
  it('of the repository is read whole', () => {
    const { lab: parsed, mistakes: found } = parseLab(read('tests/wasm/labs/counter.md'));
    expect(found).toEqual([]);
    expect(parsed?.machine).toEqual({ ...defaultMachine, procs: 2 });
    expect(parsed?.steps.map(({ titleText }) => titleText)).toEqual([
      'Look',
      'Repair',
      'Be the scheduler',
    ]);
    expect(parsed?.programs.map(({ name, kind }) => [name, kind])).toEqual([
      ['racy', 'program'],
      ['either', 'program'],
      ['step-2', 'starter'],
    ]);
    expect(parsed?.programs[2]?.solution).toContain('sync.Mutex');
    expect(parsed?.steps.map((one) => one.parts.map(({ kind }) => kind))).toEqual([
      ['question', 'question', 'question', 'question', 'question'],
      ['starter', 'check', 'hint', 'solution'],
      ['level'],
    ]);
  });

  it('of the manual has no mistake', () => {
    const [, example = ''] = /^`{4,}markdown\n(.*?)^`{4,}$/ms.exec(read('docs/labs.md')) ?? [];
    expect(mistakes(example)).toEqual([]);
    expect(parseLab(example).lab?.steps).toHaveLength(3);
  });

  it('is the same with the line ends of Windows and a byte order mark', () => {
    const text = read('tests/wasm/labs/counter.md');
    expect(parseLab(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toEqual(parseLab(text));
  });

  it('has front matter with fields that are known and make sense', () => {
    expect(mistakes('# Hello')).toEqual([
      '1: a lab begins with its front matter: a line ---, key: value lines, a line ---',
    ]);
    expect(mistakes('---\ngopark: 1\n')).toEqual(['1: the front matter has no end: a line ---']);
    expect(mistakes('---\ngopark: 2\nid: x\n---\n')).toEqual([
      "2: this Gopark reads labs of version 1, not '2'",
    ]);
    const text = `---\ngopark: 1\nid: A b\ntitel: x\nminutes: soon\nprocs: 0\nprocs: 1\nnonsense\nmachine: seed=1\n---\n${step}`;
    expect(mistakes(text)).toEqual([
      "1: the front matter needs 'title'",
      "1: the front matter needs 'summary'",
      '3: an id is made of small letters and digits, with single dashes between',
      "4: the front matter has no 'titel' (did you mean 'title'?)",
      '5: minutes takes a number from 1 to 600',
      '6: procs takes a number from 1 to 1024',
      '7: procs stands here twice',
      '8: the front matter has lines key: value only',
      "9: machine cannot set 'seed'",
    ]);
  });

  it('says where blocks are wrong', () => {
    expect(mistakes(lab('\n```go\nx'))).toEqual(['12: this block has no end: a line ```']);
    expect(mistakes(lab('\n# One'))).toEqual([
      '12: a step is ##: the title is in the front matter',
    ]);
    expect(mistakes(lab('\nTitle\n-----\n'))).toEqual([
      '12: this heading has to be written as ## or ### on a line',
    ]);
    expect(mistakes(lab('\n```chek\nexit 0\n```\n'))).toEqual([
      "12: 'chek' is no role of a block (did you mean 'check'?)",
    ]);
    expect(mistakes(lab('\n```go start\nx\n```\n'))).toEqual([
      "12: a block of Go is a program, a starter or a solution (did you mean 'starter'?)",
    ]);
    expect(mistakes(lab('\n```check\nexit 0\n```\n'))).toEqual([
      '12: there is no starter before this check',
    ]);
    expect(mistakes(lab('\n```go solution\nx\n```\n'))).toEqual([
      '12: no starter before this solution',
    ]);
    expect(mistakes(lab('\n```go starter\nx\n```\n'))).toEqual([
      "12: no check concerns the starter 'step-1'",
    ]);
    expect(mistakes(lab('\n```go starter\nx\n```\n```check\nexit 0\n```\n'))).toEqual([
      "12: the starter 'step-1' has no solution",
    ]);
    expect(mistakes(lab(`${program}${program}`))).toEqual([
      "16: 'p' is the name of another block already",
    ]);
    expect(mistakes(front)).toEqual(['1: a lab has one step at least: ## and its name']);
  });

  it('says what is wrong with questions and levels', () => {
    expect(mistakes(lab('\n```question choice\nWhich?\n\n- [ ] a\n- [ ] b\n```\n'))).toEqual([
      '12: exactly one option is right: - [x] text',
    ]);
    expect(mistakes(lab('\n```question guess\nWhich?\n```\n'))).toEqual([
      '12: a question is one of choice, choices, number, text, computed',
    ]);
    expect(mistakes(lab('\n```question number\nWhich?\nanswer: many\n```\n'))).toEqual([
      '14: the answer is a number, or a range as 3..5',
    ]);
    const computed = `${program}\n\`\`\`question computed\nWhere is {x} in line {line}?\n\nprogram: q\nat: any event goPrak\nanswer: next G on P{p}\n\`\`\`\n`;
    expect(mistakes(lab(computed))).toEqual([
      "20: there is no event 'goPrak' (did you mean 'goPark'?)",
    ]);
    expect(mistakes(lab(computed.replace('goPrak', 'goPark')))).toEqual([
      '16: {x} stands for nothing',
      '16: {line} belongs to a moment at a line',
      "16: there is no program 'q' (did you mean 'p'?)",
    ]);
    const level = `${program}\n\`\`\`level\nWin.\n\nchoices: 0\nask: selectCse\ngoal: source lacks "x"\n\`\`\`\n`;
    expect(mistakes(lab(level))).toEqual([
      '16: solution: takes decision:alternative, joined with +',
      '19: choices: takes a number from 1 to 200',
      "20: there is no choice 'selectCse' (did you mean 'selectCase'?)",
      '21: a goal is an assertion about one run',
    ]);
  });

  it('keeps an explanation of several lines', () => {
    const [, part] = parts(
      '\n```question number\nHow?\n\nanswer: 2..4\nunit: ms\nexplain: So.\n\n- a\n```\n',
    );
    if (part?.kind !== 'question' || part.question.kind !== 'number')
      throw new Error('no question');
    expect(part.question).toMatchObject({ id: 'q1', least: 2, most: 4, unit: 'ms' });
    expect(part.question.explain.map(({ kind }) => kind)).toEqual(['paragraph', 'list']);
  });
});

describe('a hostile lab', () => {
  it('that is too large or no text is refused', () => {
    expect(mistakes('x'.repeat(300_000))).toEqual([
      '1: the file is too large: a lab has 256 KB at most',
    ]);
    expect(mistakes(`${front}\0`)).toEqual(['1: this is not a text file']);
    const long = `\n\`\`\`go program p\n${'x'.repeat(70_000)}\n\`\`\`\n`;
    expect(mistakes(lab(long))).toEqual(['12: a program has 64 KB at most']);
  });

  it('has a bounded number of steps, blocks and mistakes', () => {
    const steps = mistakes(lab('\n## Step'.repeat(100)));
    expect(steps).toEqual(['51: a lab has 40 steps at most']);
    const hints = mistakes(lab('\n```hint\nx\n```'.repeat(500)));
    expect(hints).toEqual(['612: a lab has 200 blocks with a role at most']);
    expect(mistakes(lab('\n```go x\n```'.repeat(300))).length).toBeLessThanOrEqual(200);
  });

  it('brings no markup: HTML is text, and links lead to known places only', () => {
    const { value, mistakes: found } = readProse(
      'a <b onclick="x()">b</b> <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[l](javascript:alert(1)) [m](java\tscript&colon;x) ![i](data:text/html,x) [ok](a/b.md)',
      1,
    );
    expect(JSON.stringify(value)).not.toContain('"html"');
    expect(value[1]).toEqual({
      kind: 'paragraph',
      children: [{ kind: 'text', text: '<img src=x onerror=alert(1)>' }],
    });
    const links = JSON.stringify(value).match(/"href":"[^"]*"/g);
    expect(links).toEqual(['"href":"a/b.md"']);
    expect(found.map(({ line }) => line)).toEqual([5, 5]);
  });

  it.each([
    ['javascript:alert(1)', null],
    [' JaVaScRiPt:alert(1)', null],
    ['java\nscript:alert(1)', null],
    ['\u0001javascript:alert(1)', null],
    ['&#106;avascript:alert(1)', null],
    ['vbscript:x', null],
    ['data:text/html,x', null],
    ['file:///etc/passwd', null],
    ['https://go.dev/x', 'https://go.dev/x'],
    ['mailto:a@b.c', 'mailto:a@b.c'],
    ['other.md#place', 'other.md#place'],
    ['', null],
  ])('link to %j', (href, safe) => {
    expect(safeHref(href)).toBe(safe);
  });

  it('that nests deep is a message', () => {
    expect(mistakes(lab(`\n${'> '.repeat(40)}x\n`))).toEqual([
      '12: this text nests deeper than 16',
    ]);
    const lists = Array.from({ length: 40 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n');
    expect(mistakes(lab(`\n${lists}\n`))).toEqual(['45: this text nests deeper than 16']);
    const shallow = lists.split('\n').slice(0, 30).join('\n');
    expect(mistakes(lab(`\n${shallow}\n`))).toEqual(['12: this text nests deeper than 16']);
    expect(mistakes(lab(`\n${'>'.repeat(500)}\n`))).toEqual(['12: this text nests deeper than 16']);
  });

  it('with a paragraph of very many marks is a message', () => {
    expect(mistakes(lab(`\n${'_a'.repeat(5_000)}\n`))).toEqual([
      '12: this paragraph is longer than 8000 characters',
    ]);
    expect(mistakes(lab(`\n${'_a'.repeat(1_000)}\n`))).toEqual([
      '12: this paragraph has more than 600 marks',
    ]);
  });

  it.each(['[', '![', '*a ', '`', '<', '_a', '[a](', '|a', '&', '\\', '~~a ', '- ', '1. ', '> '])(
    'repeating %j, as much as there may be, is read in its place',
    (piece) => {
      const paragraph = `${piece.repeat(500).slice(0, 600)}\n\n`;
      const text = lab(`\n${paragraph.repeat(60)}`);
      const { lab: parsed, mistakes: found } = parseLab(text);
      expect(parsed?.steps).toHaveLength(1);
      for (const { message } of found) expect(message).toMatch(/nests deeper|leads to/);
    },
  );

  it('with a regular expression that is none is a mistake', () => {
    const notes = new Notes();
    checkOf('output matches /(/', { ...place, line: 5 }, notes);
    expect(notes.list[0]).toMatchObject({ line: 6 });
  });
});

describe('prose', () => {
  it('is cut into blocks and inlines', () => {
    const { value } = readProse(
      '### Head\n\n*a* **b** ~~c~~ `d` &lt;e&gt;  \nf\n\n1. one\n2. two\n\n> q\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n    code\n<!-- no -->\n',
      1,
    );
    expect(value.map(({ kind }) => kind)).toEqual([
      'heading',
      'paragraph',
      'list',
      'quote',
      'table',
      'rule',
      'code',
    ]);
    const [, paragraph, list] = value;
    expect(paragraph?.kind === 'paragraph' && plainText(paragraph.children)).toBe('a b c d <e> f');
    expect(list?.kind === 'list' && [list.start, list.items.length]).toEqual([1, 2]);
  });
});

const place = { id: 'check-1', line: 0, program: 'p', machine: defaultMachine, seed: 7 };

describe('the language of checks', () => {
  function check(text: string) {
    const notes = new Notes();
    const read = checkOf(text, place, notes);
    return { read, mistakes: notes.list.map(({ line, message }) => `${line}: ${message}`) };
  }

  const test = (line: string) => {
    const { read: one, mistakes: found } = check(line);
    expect(found).toEqual([]);
    return one.assertions[0]?.test;
  };

  it('has lines about the runs', () => {
    const { read: one } = check(
      'runs 30 # some\nprocs 1\npreempt none\nmachine steal=off\nlimit 2s\nexit 0',
    );
    expect(one).toMatchObject({ runs: 30, firstSeed: 7, limitNs: 2e9 });
    expect(one.machine).toEqual({ procs: 1, cores: 0, preempt: 'none', extra: 'steal=off' });
    expect(check('seeds 10..29\nexit 0').read).toMatchObject({ firstSeed: 10, runs: 20 });
    const { read: correct } = check('correct under 1000 schedules');
    expect(correct.runs).toBe(1000);
    expect(correct.assertions[0]).toMatchObject({
      text: 'correct under 1000 schedules',
      test: { kind: 'exit', code: 0 },
    });
  });

  it('has texts with escapes, and comments after them', () => {
    expect(test('output is "a\\n#b\\"" # c')).toEqual({
      kind: 'text',
      stream: 'stdout',
      relation: 'is',
      values: ['a\n#b"'],
    });
    expect(test('stderr has lines "a" "b"')).toMatchObject({
      stream: 'stderr',
      values: ['a', 'b'],
    });
    expect(test('output matches /^a # b$/m')).toMatchObject({ values: ['^a # b$', 'm'] });
    expect(test('output is the same in every run')).toEqual({ kind: 'same', stream: 'stdout' });
    expect(test('source lacks "time.Sleep"')).toMatchObject({ kind: 'source' });
  });

  it('has quantities in several forms', () => {
    const plain = { base: 'number', times: 1, plus: 0 };
    expect(test('max runnable wait 20ms')).toEqual({
      kind: 'quantity',
      quantity: { name: 'runnable wait', unit: 'ns' },
      comparison: 'at most',
      value: { ...plain, number: 20e6 },
    });
    expect(test('runnable wait at most 20ms')).toEqual(test('max runnable wait 20ms'));
    expect(test('no leaks')).toEqual(test('leaks exactly 0'));
    expect(test('max threads GOMAXPROCS + 2')).toMatchObject({
      value: { base: 'GOMAXPROCS', plus: 2 },
    });
    expect(test('utilisation more than 80 %')).toMatchObject({ value: { number: 80 } });
    expect(test('events GoStart(GLOBAL61) at least 1')).toMatchObject({
      quantity: { event: 'goStart', sub: 3 },
    });
    expect(test('parks(chan receive) less than 3')).toMatchObject({ quantity: { reason: 19 } });
    expect(test('output lines at least 3')).toMatchObject({ quantity: { name: 'output lines' } });
    expect(check('on average steals at least 1').read.assertions[0]?.mode).toBe('on average');
    expect(check('sometimes deadlock').read.assertions[0]).toMatchObject({
      mode: 'sometimes',
      test: { outcome: 'deadlock', wanted: true },
    });
  });

  it.each([
    ['', '0: this check asserts nothing'],
    ['runs 0\nexit 0', '1: a check runs 1 to 5000 times'],
    ['exit x', '1: exit takes a number'],
    ['output is a', '1: a text stands in double quotes here: "..."'],
    [
      'output resembles "a"',
      '1: one of these belongs here: is, is not, contains, lacks, matches, has lines',
    ],
    ['threds at most 3', "1: there is no quantity 'threds' (did you mean 'threads'?)"],
    ['threads at most 20ms', "1: '20ms' is no number"],
    ['slice at most GOMAXPROCS', '1: GOMAXPROCS is no duration'],
    ['slice at most 3', "1: '3' is no duration, as 20ms"],
    ['on average exit 0', '1: only a quantity has an average'],
    [
      'outptu is "a"',
      "1: this is neither an assertion nor a line about the runs (did you mean 'output'?)",
    ],
    ['events goStart(nowhere) at least 1', "1: 'nowhere' is no kind of goStart"],
    ['events goDestroy(1) at least 1', '1: goDestroy comes in one kind only'],
  ])('names the mistake in %j', (text, message) => {
    expect(check(text).mistakes[0]).toBe(message);
  });
});

describe('moments and what is asked', () => {
  it('are read', () => {
    expect(momentOf('after line 14 #3')).toEqual({
      kind: 'line',
      after: true,
      line: 14,
      occurrence: 3,
    });
    expect(momentOf('any event goPark(sleep)')).toEqual({
      kind: 'event',
      event: 'goPark',
      sub: 14,
      occurrence: 0,
    });
    expect(momentOf('time 5ms')).toEqual({ kind: 'time', ns: 5e6 });
    expect(momentOf('noon')).toHaveProperty('wrong');
    expect(soughtOf('next pick on P{p}')).toEqual({ kind: 'next pick', p: 'it' });
    expect(soughtOf('runq of P2')).toEqual({ kind: 'runq of', p: 2 });
    expect(soughtOf('status of {g}')).toEqual({ kind: 'status of', g: 'it' });
    expect(soughtOf('output line 2')).toEqual({ kind: 'output', line: 2 });
    expect(soughtOf('running on G1')).toHaveProperty('wrong');
    expect(soughtOf('the weather')).toHaveProperty('wrong');
  });
});

describe('small things', () => {
  it('are read and written', () => {
    expect(duration('1.5s')).toBe(1.5e9);
    expect(duration('20µs')).toBe(20e3);
    expect(duration('20')).toBeNull();
    expect(
      scheduleOf({ procs: 2, cores: 1, preempt: 'none', extra: 'steal=off' }, 5, [[3, 1]]),
    ).toBe('v1,procs=2,cores=1,seed=5,preempt=none,steal=off,o=3:1');
    expect(overridesIn('v1,procs=2,o=17:2+45:0,f=900:gc')).toEqual([
      [17, 2],
      [45, 0],
    ]);
    expect(overridesIn('v1')).toEqual([]);
    expect(hashOf('a')).toBe('af63dc4c8601ec8c');
    expect(hashOf('lab')).not.toBe(hashOf('Lab'));
  });
});
