// A million channel operations per configuration on the wasm builds, by goroutines written in C++:
// none lost, none done twice, goroutines moving between Workers. When it fails and the native stress
// (tests/core/runtime) does not, look at core/host (*_web.cpp) and at what Asyncify may carry.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { loadModule } from '../../tools/lib/load_engine.mjs';

const goroutines = 100;
const steps = 5000;
const every = (n) => goroutines * Math.ceil(steps / n);

for (const build of ['st', 'mt']) {
  describe(build, () => {
    let module;
    before(async () => {
      module = await loadModule(build, 'scheduler_stress');
    });
    after(() => module.PThread?.terminateAllThreads());

    for (const procs of [1, 2, 4, 8]) {
      test(`${procs} Ps lose and double no step`, { timeout: 120000 }, async (t) => {
        const stress = module._stressStart(procs, goroutines, steps);
        for (let ms; (ms = module._stressDrive(stress)) >= 0; ) await sleep(Math.min(ms, 5));
        assert.equal(module._stressExitCode(stress), 0);
        assert.equal(module._stressTaken(stress), goroutines * steps);
        assert.equal(module._stressLocked(stress), every(11));
        assert.equal(module._stressSpawned(stress), every(501));
        const migrations = module._stressMigrations(stress);
        t.diagnostic(`${migrations} times a goroutine went on on another M`);
        if (procs > 1) assert.ok(migrations > 1000, `only ${migrations} migrations`);
        module._stressEnd(stress);
      });
    }
  });
}
