// Every program of the menu in the page's engines, on threads and on one thread, with the output it
// must have. All of them run in one page through window.gopark, which takes far less time than a page
// each; a few more by pressing Run, for what the page itself shows at the end. When one fails: the
// program itself, then web/engine, then the same program with `gopark run`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProgramMenu } from '../../web/model/programs';
import { exitCodes, expectedErrors, expectedOutputs, leaked } from '../web/program_outputs';
import { gopark, type OpenedPage, outputText, root, run, Site, status } from './support';

const read = (path: string) => readFileSync(join(root, 'public/programs', path), 'utf8');
const menu = JSON.parse(read('index.json')) as ProgramMenu;

// One of each ending: well, with leaks, with a fatal error.
const pressed = ['hello', 'leaks', 'deadlock'];
const endings: Record<string, RegExp> = {
  leaks: /Exit status 0 after .*; 4 goroutines leaked$/,
  deadlock: /Exit status 2/,
};
// The pane shows the end of the output: the dump's first goroutine, not what was printed before.
const shown: Record<string, readonly RegExp[]> = {
  deadlock: [/goroutine 1 \[sync\.WaitGroup\.Wait\]:/],
};

const site = new Site();

describe.each(['mt', 'st'] as const)('on the %s engine', (build) => {
  describe('through window.gopark', () => {
    let opened: OpenedPage;
    beforeAll(async () => {
      opened = await site.open();
    });
    afterAll(async () => {
      expect(opened.problems).toEqual([]);
      await opened.page.context().close();
    });

    it.each(menu.programs)('$id prints what it must', async ({ id, file, procs }) => {
      const report = leaked[id] === undefined ? {} : { leaks: 'report' as const };
      // Carrying the events out of the page would take far longer than the runs.
      const options = { build, procs: procs ?? 4, eventsMax: 0, ...report };
      const result = await gopark(opened.page, read(file), options);
      expect(result.exitCode, result.stderr).toBe(exitCodes[id] ?? 0);
      for (const pattern of expectedOutputs[id] ?? [/never/]) {
        expect(result.stdout).toMatch(pattern);
      }
      if (expectedErrors[id]) expect(result.stderr).toMatch(expectedErrors[id]);
      const lines = result.stderr.match(/^goroutine \d+ .*\(leaked\).*:$/gm) ?? [];
      expect(lines).toHaveLength(leaked[id] ?? 0);
    });
  });

  const entries = [...pressed.map((id) => `go:${id}`), ...menu.workloads.map((w) => `cpp:${w.id}`)];
  it.each(entries)('%s ends well when Run is pressed', async (entry) => {
    const id = entry.slice(entry.indexOf(':') + 1);
    const { page, problems } = await site.open();
    await page.evaluate((engine) => {
      localStorage.setItem('gopark.settings', JSON.stringify({ build: engine }));
    }, build);
    await page.reload();
    await page.locator('.program select').selectOption(entry);
    await run(page);
    for (const pattern of shown[id] ?? expectedOutputs[id] ?? []) {
      await expect.poll(() => outputText(page)).toMatch(pattern);
    }
    await status(page, endings[id] ?? /Exit status 0 after [^;]*$/);
    expect(await page.locator('.group.leaked').count()).toBe(id in leaked ? 1 : 0);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
