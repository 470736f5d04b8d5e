// Labs, run: every lab of public/labs and a fixture must be in order (its starters fail, its solutions
// pass, its questions have answers), the mistakes of an author are named with their lines, and a
// hand-in is done again with the result it deserves. When one fails look at web/labs and at the lab.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadLabs } from '../../scripts/lib/labs.mjs';
import { engineOf, labCheck, verifyCommand } from '../../tools/lib/lab_command.mjs';
import { loadEngine } from '../../tools/lib/load_engine.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const fixture = join(root, 'tests', 'wasm', 'labs', 'counter.md');
const course = join(root, 'public', 'labs');
const courseFiles = existsSync(course)
  ? readdirSync(course)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(course, name))
  : [];

const folder = mkdtempSync(join(tmpdir(), 'gopark-labs-'));
after(() => rmSync(folder, { recursive: true }));

let labs;
let engine;
before(async () => {
  labs = await loadLabs();
  engine = engineOf(await loadEngine('st', (text) => assert.fail(text)));
});

async function checked(files) {
  const lines = [];
  const status = await labCheck({ labs, engine, files, print: (line) => lines.push(line) });
  return { status, lines };
}

describe('a lab that is in order', () => {
  for (const file of [fixture, ...courseFiles]) {
    test(file.slice(root.length + 1), async () => {
      const { status, lines } = await checked([file]);
      assert.equal(status, 0, lines.join('\n'));
    });
  }
});

describe("an author's mistake is named with its line", () => {
  const text = readFileSync(fixture, 'utf8');
  const lineOf = (part, in_ = text) => in_.slice(0, in_.indexOf(part)).split('\n').length;

  async function mistakesIn(changed) {
    const file = join(folder, 'lab.md');
    writeFileSync(file, changed);
    const { status, lines } = await checked([file]);
    assert.equal(status, 1, lines.join('\n'));
    return lines.map((line) => line.slice(file.length));
  }

  test('a starter that passes', async () => {
    const changed = text.replace('source contains "sync.Mutex"', '').replace('is "6"', 'is "3"');
    const [first, second] = await mistakesIn(changed);
    const check = lineOf('```check', changed);
    assert.equal(first, `:${check}: the starter passes this check`);
    assert.match(second, new RegExp(`^:${check}: the solution fails: first with seed 1: v1,`));
  });

  test('a solution that fails, at the assertion', async () => {
    const changed = text.replace('no leaks', 'min steals 1000');
    const lines = await mistakesIn(changed);
    const line = lineOf('min steals', changed);
    assert.ok(
      lines.some((one) => one.startsWith(`:${line}: the solution fails: min steals 1000: steals was`)),
      lines.join('\n'),
    );
  });

  test('a program that does not compile, at its own line', async () => {
    const changed = text.replace('left <- "left"', 'left <- 1');
    const [first] = await mistakesIn(changed);
    assert.match(first, new RegExp(`^:${lineOf('left <- 1', changed)}: .*constant`));
  });

  test('a moment that never comes', async () => {
    const changed = text.replace('any event goStop', 'event goStop #500');
    const [first] = await mistakesIn(changed);
    assert.match(first, /only 0 of 10 seeds/);
  });

  test('a level that is won by doing nothing', async () => {
    const [first, second] = await mistakesIn(text.replace('goal: output is "left"', 'goal: exit 0'));
    assert.match(first, /the goal is reached without any choice/);
    assert.equal(second, undefined);
  });

  test('a machine that there is not', async () => {
    const [first] = await mistakesIn(text.replace('procs: 2', 'machine: steel=off'));
    assert.match(first, /^:1: the machine: .*steel/);
  });

  test('a file that is not there', async () => {
    assert.deepEqual(await checked(['/nowhere.md']), {
      status: 1,
      lines: ['/nowhere.md: no such file'],
    });
  });
});

describe('a check of a learner', () => {
  const starter = () => labs.programOf(labs.parseLab(readFileSync(fixture, 'utf8')).lab, 'step-2');
  const check = () =>
    labs
      .partsOf(labs.parseLab(readFileSync(fixture, 'utf8')).lab)
      .map(({ part }) => part)
      .find(({ kind }) => kind === 'check').check;

  // The fixture's check with other assertions.
  const checkSaying = (lines) => {
    const text = readFileSync(fixture, 'utf8');
    const changed = text.replace(/```check\n[^`]*```/, `\`\`\`check\n${lines}\n\`\`\``);
    const parts = labs.partsOf(labs.parseLab(changed).lab).map(({ part }) => part);
    return parts.find(({ kind }) => kind === 'check').check;
  };

  test('stops at the first seed that breaks it, and names its schedule', async () => {
    const report = await labs.runCheck(engine, check(), starter().source);
    assert.equal(report.passed, false);
    assert.equal(report.runs, 1);
    assert.deepEqual(report.counterexample, { seed: 1, schedule: 'v1,procs=2,seed=1' });
    const states = report.assertions.map(({ state }) => state);
    assert.deepEqual(states, ['open', 'failed', 'open', 'open', 'failed']);
  });

  test('ends a program that does not end', async () => {
    const loop = 'package main\n\nfunc main() {\n\tfor {\n\t}\n}\n';
    const short = { ...check(), limitNs: 1e6 };
    const report = await labs.runCheck(engine, short, loop);
    assert.match(report.assertions[0].found, /not over after the virtual time/);
    for (const mode of ['sometimes', 'on average']) {
      const [one] = checkSaying(`${mode} steals at least 0`).assertions;
      const mild = await labs.runCheck(engine, { ...short, assertions: [one] }, loop);
      assert.equal(mild.passed, false, mode);
      assert.equal(mild.counterexample.seed, 1);
    }
  });

  test('has assertions about some runs, and about all together', async () => {
    const { source, solution } = starter();
    const passed = async (lines, program) =>
      (await labs.runCheck(engine, checkSaying(`runs 5\n${lines}`), program)).passed;
    assert.equal(await passed('sometimes goroutines created exactly 3', solution), true);
    assert.equal(await passed('sometimes goroutines created exactly 4', solution), false);
    assert.equal(await passed('on average goroutines created exactly 3', source), true);
    assert.equal(await passed('on average goroutines created more than 3', source), false);
    assert.equal(await passed('output is the same in every run', solution), true);
    assert.equal(await passed('timeout', solution), false);
    const loop = 'package main\n\nfunc main() {\n\tfor {\n\t}\n}\n';
    assert.equal(await passed('timeout\nlimit 1ms\nno leaks', loop), true);
  });

  test('says what does not compile', async () => {
    const report = await labs.runCheck(engine, check(), 'package main\n\nfunc main() { x }\n');
    assert.equal(report.passed, false);
    assert.match(report.diagnostics[0].message, /undefined: x/);
  });

  test('can be given up between two slices', async () => {
    const impatient = { ...engine, pause: () => Promise.reject(new Error('enough')) };
    await assert.rejects(labs.runCheck(impatient, check(), starter().source), /enough/);
    const report = await labs.runCheck(engine, check(), starter().solution);
    assert.equal(report.passed, true);
  });
});

describe('a hand-in', () => {
  const text = readFileSync(fixture, 'utf8');

  // All of it right, but for what `change` makes of it.
  async function handIn(change = () => undefined) {
    const { lab } = labs.parseLab(text);
    const answers = {
      q1: { options: [1] },
      q2: { text: '3' },
      q3: { text: 'wg.wait' },
    };
    for (const { part } of labs.partsOf(lab)) {
      if (part.kind !== 'question' || part.question.kind !== 'computed') continue;
      const { source } = labs.programOf(lab, part.question.program);
      const { seed, answer } = await labs.freshInstance(engine, part.question, source, 4);
      answers[part.question.id] = { seed, text: answer };
    }
    const work = {
      programs: { 'step-2': labs.programOf(lab, 'step-2').solution },
      answers,
      levels: { other: [[7, 0]] },
    };
    change(work);
    return labs.encodeHandIn(labs.handInOf(lab, work, 'Ada\x1b[2J', new Date(0)));
  }

  async function verified(argv) {
    const lines = [];
    const print = (line) => lines.push(line);
    const status = await verifyCommand({ labs, engine, argv, print, printError: print });
    return { status, report: lines.join('\n') };
  }

  test('with everything right passes, and the command says so', async () => {
    const file = join(folder, 'handin.txt');
    const packed = await handIn();
    // As a mail breaks it.
    writeFileSync(file, `${packed.replace(/(.{60})/g, '$1\n')}\n`);
    const script = join(root, 'tools', 'gopark-wasm.mjs');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [script, 'verify', fixture, file],
      { encoding: 'utf8' },
    );
    assert.equal(stderr, '');
    assert.match(stdout, /handed in by Ada \[2J, 1970-01-01/);
    assert.match(stdout, /ok {6}check step-2, check-1/);
    assert.match(stdout, /7 of 7 right\n$/);
    assert.equal(status, 0);
  });

  test('is done again, whatever it claims', async () => {
    const { status, report } = await verified([
      fixture,
      await handIn((work) => {
        const { lab } = labs.parseLab(text);
        work.programs['step-2'] = labs.programOf(lab, 'step-2').source;
        work.answers.q2 = { text: '4', right: true, passed: true };
        work.answers['who-next'] = { ...work.answers['who-next'], text: 'G99' };
        work.levels.other = [[7, 1]];
        work.passed = true;
      }),
    ]);
    assert.equal(status, 1);
    assert.match(report, /FAILED {2}check step-2, check-1\n.*the output was "3\\n"/);
    assert.match(report, /FAILED {2}question q2/);
    assert.match(report, /FAILED {2}question who-next/);
    assert.match(report, /FAILED {2}level other/);
    assert.match(report, /3 of 7 right$/);
  });

  test('may not take more choices than the level allows, nor seeds of its own', async () => {
    const { report } = await verified([
      fixture,
      await handIn((work) => {
        work.levels.other = [
          [7, 0],
          [1, 0],
        ];
        work.answers.printed.seed = 12345;
      }),
    ]);
    assert.match(report, /level other\n +2 choices where 1 may be taken/);
    assert.match(report, /question printed\n +there is no such instance/);
  });

  test('of nothing has nothing right', async () => {
    const { status, report } = await verified([
      fixture,
      await handIn((work) => Object.assign(work, { programs: {}, answers: {}, levels: {} })),
    ]);
    assert.equal(status, 1);
    assert.match(report, /0 of 7 right$/);
  });

  test('that is none, or of another lab, is refused', async () => {
    assert.equal((await verified([fixture, 'gopark-handin-1.AAAA'])).status, 2);
    assert.equal((await verified([fixture, join(folder, 'missing')])).status, 2);
    assert.equal((await verified([fixture])).status, 2);
    const other = join(folder, 'other.md');
    writeFileSync(other, text.replace('id: counter', 'id: other'));
    const { status, report } = await verified([other, await handIn()]);
    assert.equal(status, 2);
    assert.match(report, /for the lab 'counter', not 'other'/);
  });
});
