// Go programs on the wasm builds, all in one module one after the other, as a page runs them: what
// each prints, that runs can be stopped and repeated, and that Workers and memory do not pile up.
// When one fails look at wasm/, core/api, and at the same program under the native command.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { loadEngine } from '../../tools/lib/load_engine.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** finish drives a started session to its end and collects its output; `eachTick` may stop it. */
async function finish(session, eachTick = () => {}) {
  const output = { 1: [], 2: [] };
  const take = () => {
    let bytesTaken = 0;
    for (const { stream, bytes } of session.takeOutput(1 << 20)) {
      output[stream].push(bytes);
      bytesTaken += bytes.length;
    }
    return bytesTaken;
  };
  for (;;) {
    const ns = session.tick(8e6);
    const taken = take();
    eachTick(output);
    if (ns < 0 && taken === 0) break;
    if (ns <= 0) await setImmediate();
    else await sleep(Math.min(ns / 1e6, 2));
  }
  const result = {
    exitCode: session.exitCode(),
    cause: session.stopCause(),
    stdout: Buffer.concat(output[1]).toString(),
    stderr: Buffer.concat(output[2]).toString(),
  };
  session.delete();
  return result;
}

async function runSource(engine, source, options = {}, eachTick = undefined) {
  const session = new engine.Session({ procs: 4, timeoutMs: 30000, ...options });
  const diagnostics = session.start(source, 'prog.go');
  assert.deepEqual(diagnostics, []);
  return finish(session, eachTick);
}

function faultsOf(engine, source) {
  const session = new engine.Session({});
  const faults = session.start(source, 'prog.go');
  session.delete();
  const place = (f) => (f.line > 0 ? `${f.file}:${f.line}:${f.column}: ` : '');
  return faults.map((f) => place(f) + f.message).join('\n');
}

// What measures real time, or has to fit into one time slice, a busy machine may be late for: such
// programs get three tries.
const measuresTime = /time\.(Sleep|After|AfterFunc|NewTimer|NewTicker|Tick)\(/;

/** programsOf lists the conformance programs of a folder with what Go prints for them. */
function programsOf(folder) {
  const dir = join(root, 'tests', 'conformance', folder);
  return readdirSync(dir)
    .filter((file) => file.endsWith('.go'))
    .map((file) => {
      const base = join(dir, file.slice(0, -3));
      const env = existsSync(`${base}.env`) ? readFileSync(`${base}.env`, 'utf8') : '';
      return {
        env: Object.fromEntries(env.split('\n').flatMap((line) => line ? [line.split('=')] : [])),
        name: `${folder}/${file}`,
        source: readFileSync(`${base}.go`, 'utf8'),
        expected: readFileSync(`${base}.out`, 'utf8'),
        // What the compiler says; what a run says on stderr is compared natively.
        faults: file.startsWith('compile_') ? readFileSync(`${base}.err`, 'utf8').trim() : '',
        code: existsSync(`${base}.code`) ? Number(readFileSync(`${base}.code`, 'utf8')) : 0,
      };
    });
}

const suites = ['order', 'conc', 'lang', 'fail'].map((folder) => ({
  folder,
  programs: programsOf(folder),
}));

const forever = `package main

func main() {
	n := 0
	for {
		n++
	}
}
`;

const floods = `package main

import "fmt"

func main() {
	for {
		fmt.Println("more and more and more and more and more and more and more and more")
	}
}
`;

// With one P and no preemption the second goroutine runs only if somebody takes the P away.
const starves = `package main

import "fmt"

func main() {
	ran := make(chan bool, 1)
	go func() { ran <- true }()
	for n := 0; ; n++ {
		if n%1000000 == 0 && len(ran) == 1 {
			fmt.Println("ran")
			return
		}
	}
}
`;

const sleepStorm = `package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var wg sync.WaitGroup
	for i := 0; i < 1000; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			time.Sleep(10 * time.Millisecond)
		}()
	}
	wg.Wait()
	fmt.Println("rested")
}
`;

for (const build of ['st', 'mt']) {
  describe(`${build}`, () => {
    let engine;
    before(async () => {
      engine = await loadEngine(build);
    });
    // Workers wait for further Ms and would keep the process.
    after(() => engine.PThread?.terminateAllThreads());

    for (const { folder, programs } of suites) {
      for (const [procs, swap] of [
        [1, 'auto'],
        [2, 'auto'],
        [4, 'auto'],
        [folder === 'order' ? 1 : 4, 'context'],
      ]) {
        test(`${folder}: every program does what Go does (${procs} Ps, swap ${swap})`, async () => {
          const wrong = [];
          for (const { name, source, expected, code, env, faults } of programs) {
            // Given both, -procs would win.
            const options = { procs: 'GOMAXPROCS' in env ? 0 : procs, swap, env };
            if (faults !== '') {
              const found = faultsOf(engine, source);
              if (found !== faults) wrong.push(`${name}: ${found}`);
              continue;
            }
            let tries = folder === 'order' || measuresTime.test(source) ? 3 : 1;
            let result;
            do {
              result = await runSource(engine, source, options);
            } while ((result.stdout !== expected || result.exitCode !== code) && --tries > 0);
            if (tries === 0) {
              const { stdout, stderr, exitCode } = result;
              wrong.push(`${name}: status ${exitCode}, printed ${stdout.slice(0, 300)}${stderr}`);
            }
          }
          assert.deepEqual(wrong, []);
        });
      }
    }

    test('every C++ workload runs to its end', async () => {
      const names = engine.workloads();
      assert.ok(names.length >= 3);
      for (const name of names) {
        const session = new engine.Session({ procs: 4, timeoutMs: 30000 });
        assert.ok(session.startWorkload(name), name);
        const { exitCode, cause } = await finish(session);
        assert.deepEqual({ name, exitCode, cause }, { name, exitCode: 0, cause: 'none' });
      }
    });

    test('a tight loop starves the others without preemption and does not with it', async () => {
      const run = (preempt, timeoutMs) =>
        runSource(engine, starves, { procs: 1, preempt, timeoutMs });
      assert.equal((await run('async', 60_000)).stdout, 'ran\n');
      assert.equal((await run('none', 1000)).cause, 'timeout');
      assert.equal((await run('cooperative', 1000)).cause, 'timeout');
    });

    test('a thousand sleepers wake', async () => {
      assert.equal((await runSource(engine, sleepStorm)).stdout, 'rested\n');
    });

    test('stop() ends a program that never ends, a hundred times on the same Workers', async () => {
      let memory = 0;
      let workers = 0;
      for (let run = 0; run < 100; run++) {
        const session = new engine.Session({ procs: 2 });
        assert.deepEqual(session.start(forever, 'prog.go'), []);
        let ticks = 0;
        const { cause } = await finish(session, () => {
          if (++ticks === 3) session.stop();
        });
        assert.equal(cause, 'stopped');
        if (run === 9) {
          memory = engine.memoryBytes();
          workers = engine.workers();
        }
      }
      assert.equal(engine.workers(), workers);
      assert.ok(engine.memoryBytes() <= memory * 1.25, `${memory} -> ${engine.memoryBytes()} bytes`);
    });

    test('output beyond the limit stops the program, and memory stays bounded', async () => {
      const before = engine.memoryBytes();
      const outputLimitBytes = 20 << 20;
      const { cause, stdout } = await runSource(engine, floods, { outputLimitBytes });
      assert.equal(cause, 'outputLimit');
      assert.ok(stdout.length >= 1 << 20);
      assert.ok(engine.memoryBytes() - before < 100 << 20);
    });

    test('the picture and the events tell of the run', async () => {
      const session = new engine.Session({ procs: 4, timeoutMs: 30000, keepEvents: true });
      const { source } = suites[1].programs[0];
      assert.deepEqual(session.start(source, 'prog.go'), []);
      let bytes = 0;
      let words = 0;
      await finish(session, () => {
        bytes += session.takeEvents(1e6).length;
        words = session.picture(16).length;
      });
      assert.ok(bytes > 0 && bytes % 40 === 0);
      assert.ok(words > 20);
    });
  });
}
