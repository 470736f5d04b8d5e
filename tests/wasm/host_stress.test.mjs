// Contexts and hosts in the wasm builds: suspended on one Worker and continued on another, Ms set
// aside between their goroutines, futexes. When one fails look at core/host (*_web.cpp).
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';

import {loadModule} from '../../tools/lib/load_engine.mjs';

/** Drives a stress as the engine does, with turns of the event loop between, until it has ended. */
async function finish(module, stress) {
  for (;;) {
    const ms = module._stressDrive(stress);
    if (ms < 0) return;
    await sleep(Math.min(ms, 20));
  }
}

for (const build of ['st', 'mt']) {
  describe(`${build}`, () => {
    let module;
    before(async () => {
      module = await loadModule(build, 'host_stress');
    });
    after(() => module.PThread?.terminateAllThreads?.());

    test('contexts keep every frame and step while threads hand them around', async (t) => {
      const threads = 4;
      const tasks = 64;
      const steps = 20000;
      const stress = module._stressMigrate(threads, tasks, steps);
      await finish(module, stress);
      assert.equal(module._stressStepsDone(stress), tasks * steps);
      if (build === 'mt') {
        const migrations = module._stressMigrations(stress);
        t.diagnostic(`${migrations} migrations between Workers`);
        assert.ok(migrations > 10000, `only ${migrations} migrations between Workers`);
      }
      module._stressEnd(stress);
    });

    test('two Ms pass a word by futex, each with contexts of its own under it', async () => {
      const passes = 20000;
      const stress = module._stressBall(passes);
      await finish(module, stress);
      assert.equal(module._stressBallAt(stress), passes);
      // Six entries run a task of five steps to its end.
      assert.equal(module._stressInner(stress), 2 * Math.floor(passes / 2 / 6));
      module._stressEnd(stress);
    });

    test('a sleeping M lets the event loop turn and wakes on time', async () => {
      const stress = module._stressSleep();
      await finish(module, stress);
      const took = module._stressTookMs(stress);
      assert.ok(took >= 20 && took < 2000, `slept ${took} ms instead of 20`);
      module._stressEnd(stress);
    });

    test('a hundred runs use the same Workers again', async () => {
      for (let run = 0; run < 100; run++) {
        const stress = module._stressMigrate(4, 8, 10);
        await finish(module, stress);
        assert.equal(module._stressStepsDone(stress), 80);
        module._stressEnd(stress);
      }
      assert.ok(module._stressWorkers() <= 4, `${module._stressWorkers()} Workers`);
    });
  });
}
