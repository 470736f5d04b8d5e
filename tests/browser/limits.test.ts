// Programs that would never end, and a page that stays responsive meanwhile and works afterwards.
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { gopark, outputText, run, Site, status, typeProgram } from './support';

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

// How long the page's frames take while the callback runs: the 95th percentile, because a machine
// that is busy with other things takes a moment now and then.
async function slowFrameMs(page: Page, during: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const gaps = { all: [] as number[], on: true };
    (window as unknown as { gaps: typeof gaps }).gaps = gaps;
    let last = performance.now();
    const frame = (now: number) => {
      gaps.all.push(now - last);
      last = now;
      if (gaps.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await during();
  return page.evaluate(() => {
    const { gaps } = window as unknown as { gaps: { all: number[]; on: boolean } };
    gaps.on = false;
    gaps.all.sort((a, b) => a - b);
    return gaps.all[Math.floor(gaps.all.length * 0.95)] ?? Infinity;
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
    await status(page, /Stopped/, 5_000);
    await typeProgram(page, hello);
    expect(await run(page)).toContain('answer 42');
    await page.context().close();
  });

  it('an output flood is stopped at its limit and the page stays responsive', async () => {
    const page = await openWith(build);
    await typeProgram(page, flood);
    const slow = await slowFrameMs(page, () => run(page, 110_000));
    await status(page, /Stopped: more than 32 MiB of output/);
    expect(slow).toBeLessThan(500);
    expect(await outputText(page)).toContain('Stopped: the program wrote more than 32 MiB.');
    await typeProgram(page, hello);
    expect(await run(page)).toContain('answer 42');
    await page.context().close();
  });

  it('a program that wants all the memory ends with Go’s message', async () => {
    const page = await openWith(build);
    await typeProgram(page, greedy);
    const output = await run(page, 110_000);
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
    for (let i = 0; i < 10; i++) await run(page);
    const workersBefore = await site.workers();
    const heapBefore = await heap();
    for (let i = 0; i < 100; i++) expect(await run(page)).toBe('answer 42');
    expect(await site.workers()).toBeLessThanOrEqual(workersBefore + 2);
    expect((await heap()) - heapBefore).toBeLessThan(8 * 1024 * 1024);
    await page.context().close();
  }, 400_000);
});
