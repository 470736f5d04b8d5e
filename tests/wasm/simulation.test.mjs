// The simulated machine on the st build: the same schedule gives the same events as natively, byte
// for byte, over programs, seeds, machines and faults. When one differs, the first difference names
// the event; look at what an address, a pointer's size or the order of a container decided.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadEngine } from '../../tools/lib/load_engine.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const native = process.env.GOPARK_NATIVE ?? join(root, 'build', 'native', 'gopark');
const folder = mkdtempSync(join(tmpdir(), 'gopark-sim-'));
after(() => rmSync(folder, { recursive: true }));

const schedules = [
  'v1,procs=4,seed=7',
  'v1,procs=4,cores=2,seed=8',
  'v1,procs=2,cores=4,seed=9,preempt=cooperative,nodes=2',
  'v1,procs=8,cores=3,seed=10,quota=2000000,period=5000000,cost.WakeLatency=3000',
  'v1,procs=3,seed=11,f=300:gc+2000:preempt:0+2500:stop-core:1:5000000+4000:delay-wake:900000',
];

describe('a schedule names one run, natively and in WebAssembly', () => {
  let engine;
  before(async () => {
    engine = await loadEngine('st', (text) => assert.fail(text));
  });

  // The events of a run in this module, one JSON object a line, and its output.
  function runHere(source, file, schedule) {
    const session = new engine.Session({
      schedule,
      keepEvents: true,
      args: [file],
      env: { HOME: '/' },
    });
    const diagnostics = session.start(source, file);
    if (diagnostics.length > 0) {
      session.delete();
      return null;
    }
    let events = '';
    let output = '';
    for (let why = ''; why !== 'ended'; ) {
      why = session.simRun({}, 50e6);
      assert.ok(why === 'ended' || why === 'budget', why);
      events += session.takeEventsJson();
      for (const { bytes } of session.takeOutput(1 << 20)) {
        output += Buffer.from(bytes).toString();
      }
    }
    session.delete();
    return { events, output };
  }

  const programs = ['conc', 'order', 'lang'].flatMap((kind) => {
    const dir = join(root, 'tests', 'conformance', kind);
    return readdirSync(dir)
      .filter((name) => name.endsWith('.go'))
      .map((name) => join(dir, name));
  });

  for (const schedule of schedules) {
    test(schedule, () => {
      let compared = 0;
      programs.forEach((file, index) => {
        // Every program under some schedule; every schedule over programs of each kind.
        if (index % schedules.length !== schedules.indexOf(schedule)) return;
        const here = runHere(readFileSync(file, 'utf8'), file, schedule);
        if (here === null) return;
        const path = join(folder, 'events.json');
        writeFileSync(path, here.events);
        const { status, stderr } = spawnSync(
          native,
          ['sim', '-schedule', schedule, '-compare', path, file],
          { encoding: 'utf8', env: { HOME: '/' } },
        );
        assert.notEqual(status, 3, `${file}\n${stderr}`);
        assert.match(stderr, /events, all the same\n$/, `${file}\n${stderr}`);
        compared += 1;
      });
      assert.ok(compared > 10, `${compared} programs compared`);
    });
  }

  test('a difference is found and named', () => {
    const file = programs[0];
    const here = runHere(readFileSync(file, 'utf8'), file, schedules[0]);
    const lines = here.events.split('\n');
    lines[20] = lines[20].replace('"seq":21', '"seq":22');
    const path = join(folder, 'changed.json');
    writeFileSync(path, lines.join('\n'));
    const args = ['sim', '-schedule', schedules[0], '-compare', path, file];
    const { status, stderr } = spawnSync(native, args, { encoding: 'utf8', env: { HOME: '/' } });
    assert.equal(status, 3);
    assert.match(stderr, /differ first at event 21\n {2}want \{"seq":22,/);
  });
});

describe('gopark sim', () => {
  const gopark = (...args) =>
    spawnSync(native, ['sim', ...args], { encoding: 'utf8', env: { HOME: '/' } });
  const file = join(folder, 'select.go');
  writeFileSync(
    file,
    `package main

import "fmt"

func main() {
	a, b := make(chan int, 1), make(chan int, 1)
	a <- 1
	b <- 2
	select {
	case v := <-a:
		fmt.Println("a", v)
	case v := <-b:
		fmt.Println("b", v)
	}
}
`,
  );

  test('-seeds reports every outcome with a schedule that gives it', () => {
    const { status, stdout } = gopark('-seeds', '1..40', file);
    assert.equal(status, 1);
    assert.match(stdout, /^40 seeds, 2 outcomes\n/);
    const found = [...stdout.matchAll(/-schedule '([^']+)' .*\n {4}(.*)\n {4}exit status 0/g)];
    assert.equal(found.length, 2);
    for (const [, schedule, line] of found) {
      assert.equal(gopark('-schedule', schedule, file).stdout, `${line}\n`);
    }
  });

  test('one outcome is success', () => {
    const { status, stdout } = gopark('-seeds', '5..5', file);
    assert.equal(status, 0);
    assert.match(stdout, /^1 seeds?, 1 outcome\n/);
  });

  test('-steps stops, -break tells, -v names the run', () => {
    const stopped = gopark('-steps', '100', file);
    assert.equal(stopped.status, 124);
    assert.match(stopped.stderr, /stopped after 100 steps/);
    const told = gopark('-v', '-break', 'line 9', '-procs', '2', file);
    assert.equal(told.status, 0);
    assert.match(told.stderr, /^gopark: line 9: event \d+, tick \d+, [\d.]+ µs\n/);
    assert.match(told.stderr, /gopark: v1,procs=2,seed=1: \d+ events, \d+ decisions, \d+ steps/);
  });

  test('mistakes are named', () => {
    for (const [args, message] of [
      [['-seed', 'x'], /-seed takes a number, not 'x'/],
      [['-seeds', '9..1'], /-seeds takes a range such as 1\.\.1000/],
      [['-cores', '0'], /-cores takes a number from 1 to 256/],
      [['-schedule', 'v1,sed=1'], /not a part of a schedule: 'sed=1'/],
      [['-break', 'nonsense'], /not a breakpoint: 'nonsense'/],
    ]) {
      const { status, stderr } = gopark(...args, file);
      assert.equal(status, 2, args.join(' '));
      assert.match(stderr, message);
    }
  });
});
