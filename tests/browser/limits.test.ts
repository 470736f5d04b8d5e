// Programs that would never end, and a page that stays responsive meanwhile and works afterwards.
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { gopark, outputText, press, run, Site, status, typeProgram } from './support';

const endless = `package main

func main() {
	x := 0
	for {
		x++
	}
}
`;

const flood = `package main

import "fmt"

func main() {
	for i := 0; ; i++ {
		fmt.Println("line", i, "of a program that does not know when to stop")
	}
}
`;

const greedy = `package main

import "fmt"

func main() {
	var keep [][]int
	for i := 0; ; i++ {
		keep = append(keep, make([]int, 1<<17))
		if i%64 == 0 {
			fmt.Println(i, "MiB", len(keep))
		}
	}
}
`;

const hello = `package main

import "fmt"

func main() {
	done := make(chan int)
	go func() { done <- 42 }()
	fmt.Println("answer", <-done)
}
`;

// Whether the page draws and obeys while the callback runs: the frames it drew, and whether a press
// on the theme's button took effect before the end. It is seen in the page, since a busy machine may
// let this process ask late.
async function alive(page: Page, during: () => Promise<unknown>) {
  await page.evaluate(() => {
    const seen = { frames: 0, on: true, obeyed: false };
    (window as unknown as { seen: typeof seen }).seen = seen;
    const frame = () => {
      seen.frames += 1;
      if (seen.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    const status = document.querySelector('[role=status]');
    new MutationObserver(() => {
      seen.obeyed ||= status?.textContent === 'Running';
    }).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  });
  const end = during();
  await status(page, /Running/);
  await page.locator('button.theme').click();
  await end;
  return page.evaluate(() => {
    const { seen } = window as unknown as {
      seen: { frames: number; on: boolean; obeyed: boolean };
    };
    seen.on = false;
    return seen;
  });
}

const engines = ['mt', 'st'] as const;
const site = new Site();

async function openWith(build: 'mt' | 'st') {
  const opened = await site.open();
  await opened.page.evaluate((engine) => {
    localStorage.setItem('gopark.settings', JSON.stringify({ build: engine }));
  }, build);
  await opened.page.reload();
  return opened.page;
}

describe.each(engines)('on the %s engine', (build) => {
  it.each(['async', 'none'] as const)('Stop ends a runaway (preemption %s)', async (preempt) => {
    const page = await openWith(build);
    await page.getByLabel(preempt, { exact: true }).first().check({ force: true });
    await typeProgram(page, endless);
    await page.getByRole('button', { name: 'Run' }).click();
    await status(page, /Running/);
    await page.waitForTimeout(500);
    await page.getByRole('button', { name: 'Stop' }).click();
    await status(page, /Stopped/);
    await typeProgram(page, hello);
    expect(await run(page)).toContain('answer 42');
    await page.context().close();
  });

  it('an output flood is stopped at its limit and the page stays responsive', async () => {
    const page = await openWith(build);
    await typeProgram(page, flood);
    const { obeyed, frames } = await alive(page, () => run(page));
    await status(page, /Stopped: more than 32 MiB of output/);
    expect(obeyed).toBe(true);
    expect(frames).toBeGreaterThan(5);
    expect(await outputText(page)).toContain('Stopped: the program wrote more than 32 MiB.');
    await typeProgram(page, hello);
    expect(await run(page)).toContain('answer 42');
    await page.context().close();
  });

  it('a program that wants all the memory ends with Go’s message', async () => {
    const page = await openWith(build);
    await typeProgram(page, greedy);
    const output = await run(page);
    expect(output).toMatch(/out of memory/);
    await typeProgram(page, hello);
    expect(await run(page)).toContain('answer 42');
    await page.context().close();
  });

  it('a time limit ends a program that ignores it', async () => {
    const page = await openWith(build);
    const result = await gopark(page, endless, { build, preempt: 'none', timeoutMs: 500 });
    expect(['timeout', 'killed']).toContain(result.cause);
    const next = await gopark(page, hello, { build });
    expect(next.stdout).toBe('answer 42\n');
    await page.context().close();
  });

  it('a hundred runs leave no Worker and no memory behind', async () => {
    const page = await openWith(build);
    await typeProgram(page, hello);
    await run(page);
    const session = await page.context().newCDPSession(page);
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      return usedSize;
    };
    for (let i = 0; i < 10; i++) await press(page);
    const workersBefore = await site.workers();
    const heapBefore = await heap();
    for (let i = 0; i < 99; i++) await press(page);
    expect(await run(page)).toBe('answer 42');
    await expect.poll(() => site.workers()).toBeLessThanOrEqual(workersBefore + 2);
    expect((await heap()) - heapBefore).toBeLessThan(8 * 1024 * 1024);
    await page.context().close();
  }, 400_000);
});
