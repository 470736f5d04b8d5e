// Every program of the menu, run by pressing Run, with the output it must have; on threads and on
// one thread. When one fails: the program itself, then web/engine, then the same program with
// `gopark run`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProgramMenu } from '../../web/model/programs';
import { outputText, root, run, Site, status } from './support';

const menu = JSON.parse(
  readFileSync(join(root, 'public/programs/index.json'), 'utf8'),
) as ProgramMenu;

// What each program's output must contain, whatever the order the scheduler chose.
const expected: Record<string, readonly RegExp[]> = {
  hello: [
    /hello from goroutine 1/,
    /hello from goroutine 2/,
    /hello from goroutine 3/,
    /all done$/,
  ],
  ping_pong: [/^the ball was hit 200000 times$/],
  worker_pool: [
    /worker 7 did \d+ jobs/,
    /4000 jobs; the longest chain starts at 3711 with 237 steps/,
  ],
  pipeline: [/^10000 values came through, their sum is 4330000$/],
  prime_sieve: [/prime 10 is 29/, /prime 300 is 1987/],
  mutex_contention: [/counter: 2560000 expected: 2560000/],
  tight_loop: [/the loop is over, sum 140000000/, /the ticker ran while the loop did/],
  sleep_storm: [/50000 naps taken; well rested: true/],
  fan_out_steal: [/20000 tasks finished/],
  select_fan_in: [/received 60 and 15 values/],
  unfair_yield: [/3 polite/],
  leaks: [/^answer from \w+\n8 <nil>\nmain returns; who is still waiting\?$/],
  // The pane shows the end of the output: the dump's first goroutine, not what was printed before.
  deadlock: [/goroutine 1 \[sync\.WaitGroup\.Wait\]:/],
};

// How the status line ends, when it is not with 0 and nothing else.
const ending: Record<string, RegExp> = {
  deadlock: /Exit status 2/,
  leaks: /Exit status 0 after .*; 4 goroutines leaked$/,
};

const site = new Site();

describe.each(['mt', 'st'] as const)('on the %s engine', (build) => {
  it.each(menu.programs.map((program) => program.id))('%s prints what it must', async (id) => {
    const { page, problems } = await site.open();
    await page.evaluate((engine) => {
      localStorage.setItem('gopark.settings', JSON.stringify({ build: engine }));
    }, build);
    await page.reload();
    await page.locator('.program select').selectOption(`go:${id}`);
    await run(page);
    for (const pattern of expected[id] ?? [/never/]) {
      await expect.poll(() => outputText(page)).toMatch(pattern);
    }
    await status(page, ending[id] ?? /Exit status 0 after [^;]*$/);
    expect(await page.locator('.group.leaked').count()).toBe(id === 'leaks' ? 1 : 0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it.each(menu.workloads.map((workload) => workload.id))(
    'C++ workload %s ends well',
    async (id) => {
      const { page, problems } = await site.open();
      await page.evaluate((engine) => {
        localStorage.setItem('gopark.settings', JSON.stringify({ build: engine }));
      }, build);
      await page.reload();
      await page.locator('.program select').selectOption(`cpp:${id}`);
      await run(page);
      await status(page, /Exit status 0/);
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );
});
